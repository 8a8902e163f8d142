"""A line search that backtracks.

A direction d leads downhill at x if g · d < 0, with the gradient g at x. But how far may one go? Any decrease of f is
not enough: steps could be so poor that the descent stops before a minimum. Armijo asks for a share c of what the slope
promises:

    f(x + alpha d) ≤ f(x) + c · alpha · (g · d).

Try alpha0 first, then rho · alpha0, rho² · alpha0, and so on, and return the first that satisfies this. For a direction
downhill there is one, however steep f is: for small alpha, f falls as the slope says.

* If g · d is not below 0, raise ValueError: the search might never end.
* f may be NaN or ∞ where it is not defined, as beyond the end of its domain. Such a step is not accepted.
* f is finite at x.
* If none of the first max_iter lengths satisfies the condition, raise ValueError: then g is not the gradient of f, or
  the decrease drowns in rounding.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 4. Nocedal, Wright, Numerical Optimization,
2nd ed. (2006), algorithm 3.1.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def backtracking_armijo(
    f: Callable[[Array], float],
    g: Array,
    x: Array,
    d: Array,
    alpha0: float = 1.0,
    c: float = 1e-4,
    rho: float = 0.5,
    max_iter: int = 100,
) -> float:
    """Return the first of alpha0, rho · alpha0, rho² · alpha0, … that satisfies Armijo's condition.

    Parameters
    ----------
    f : callable
        Takes a point (n,), returns a number.
    g : (n,)
        The gradient of f at x.
    x : (n,)
        Where one stands.
    d : (n,)
        Direction.
    alpha0 : float
        First length, > 0.
    c : float
        Share of the promised decrease, between 0 and 1.
    rho : float
        Factor from one trial to the next, between 0 and 1.
    max_iter : int
        How many lengths are tried at most, alpha0 included.

    Returns
    -------
    alpha : float

    Raises
    ------
    ValueError
        If d does not lead downhill, or no length that is tried is accepted.

    Examples
    --------
    f(x) = x² from x = 1, where the slope is 2, against the gradient. alpha = 1 leads to −1, where f is 1 as before;
    alpha = ½ leads to the minimum, and half of what the slope promises is enough for c = 0.4:

    >>> x = np.array([1.0])
    >>> float(backtracking_armijo(lambda x: float(x @ x), 2 * x, x, -2 * x, c=0.4))
    0.5
    """
    ### BEGIN SOLUTION
    slope = g @ d
    if not slope < 0:
        raise ValueError(f"the slope along d is {slope}: d does not lead downhill")
    start, alpha = f(x), alpha0
    for _ in range(max_iter):
        if f(x + alpha * d) <= start + c * alpha * slope:
            return alpha
        alpha = alpha * rho
    raise ValueError(f"none of the first {max_iter} lengths satisfies the condition")
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What the slope promises.** f(x + α d) = f(x) + α g·d + o(α). A line with the whole slope is tangent to f, and for a
   convex f it lies below it: nothing would be accepted. With c < 1 the line is less steep, and f starts below it.

2. **It ends.** (f(x + α d) − f(x))/α goes to g·d for α → 0, and g·d < c g·d, as g·d is negative. So for small α the
   condition holds. If g·d ≥ 0, this is not so: an uphill d would be shortened until rounding makes x + α d equal to x.

3. **Not too short.** The trial before, α/ρ, was refused. So f has bent up from its tangent by then, and for a gradient
   with Lipschitz constant L and d = −g the step is at least 2 ρ (1 − c)/L, or α₀. Nobody had to know L.

4. **On a parabola.** With f(x) = ½ a x², g = a x and d = −g: f(x + α d) = ½ a x² (1 − α a)². The condition is

       −2 α a + α² a² ≤ −2 c α a,    α ≤ 2 (1 − c)/a.

   With c = ½ this is the exact minimum, with c near 0 nearly the limit of stability.

5. **NaN.** Every comparison with NaN is false. `while f(new) > …` takes NaN for a decrease; `if f(new) <= …` does not
   accept it.

>>> f = lambda x: float(x[0] * np.log(x[0])) if x[0] > 0 else float("nan")
>>> x = np.array([2.0])
>>> g = np.log(x) + 1
>>> float(backtracking_armijo(f, g, x, -g, alpha0=8.0, c=0.3))
1.0
"""
### END EXPLANATION

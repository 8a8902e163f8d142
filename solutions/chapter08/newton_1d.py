"""Newton's method, for one equation.

Where is f(x) = 0? Follow the tangent at x down to the axis: f(x) + f′(x) (x′ − x) = 0. That is the next point,

    x_{k+1} = x_k − f(x_k) / f′(x_k),

and so on from there. Close to a simple root, the number of right digits doubles with each step.

* At each point, x0 included, **first** look whether |f(x)| ≤ tol. If so, this x is the root, and no step is made.
* Otherwise make a step. If f′(x) = 0 there, no tangent leads on: ValueError. Small is not zero.
* At most max_iter steps are made. If |f(x)| > tol still holds after the last of them, ValueError is raised: for a point
  that is no root is worse than none.
* df is what is handed over: take it as it is, and measure nothing.
* history holds all points, [x0, x_1, …, root], as float64, also if x0 is an int.

f and df are smooth, and no f(x) on the way lies within a tenth of tol around tol.

References
----------
Kneusel, Math for Deep Learning, chapter 8, on Newton's method. Liquet, Moka, Nazarathy, Mathematical Engineering of
Deep Learning, 4.6.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray


def newton_1d(
    f: Callable[[float], float], df: Callable[[float], float], x0: float, tol: float = 1e-12, max_iter: int = 50
) -> tuple[float, NDArray[np.float64]]:
    """Return a root of f, found by Newton's method from x0, and all points on the way.

    Parameters
    ----------
    f, df : callable
        The function and its derivative: each takes a number, returns a number.
    x0 : float
        Where to start.
    tol : float
        |f(x)| ≤ tol is as good as zero, > 0.
    max_iter : int
        Number of steps at most, at least 1.

    Returns
    -------
    root : float
    history : (steps + 1,)
        From x0 to the root.

    Raises
    ------
    ValueError
        If the derivative is zero where a step is due, or if max_iter steps lead to no root.

    Examples
    --------
    x² − 4 from 4: the first step leads to 4 − 12/8 = 2.5, the second one to 2.5 − 2.25/5 = 2.05. |f| is 0.2025 there.

    >>> root, history = newton_1d(lambda x: x * x - 4, lambda x: 2 * x, 4.0, tol=0.25)
    >>> round(float(root), 12), history.round(12).tolist()
    (2.05, [4.0, 2.5, 2.05])
    """
    ### BEGIN SOLUTION
    x = float(x0)
    history = [x]
    while abs(f(x)) > tol:
        slope = df(x)
        if slope == 0:
            raise ValueError(f"the derivative is zero at {x}")
        if len(history) > max_iter:
            raise ValueError(f"no root after {max_iter} steps")
        x = float(x - f(x) / slope)
        history.append(x)
    return x, np.array(history)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The tangent.** Near x_k, f(x) ≈ f(x_k) + f′(x_k) (x − x_k). A line has a root that can be told at once; it is close
   to the root of f if f is nearly a line there.

2. **Digits double.** Let e_k = x_k − r with f(r) = 0. For f = (x − r)(x − s), with f′ = 2x − r − s, a step gives

       e_{k+1} = e_k − e_k (x_k − s) / (2x_k − r − s) = e_k² / (2x_k − r − s),

   and for any smooth f it is about e_k² f″(r) / 2f′(r). An error of 10⁻³ becomes one of about 10⁻⁶, and then 10⁻¹².

>>> root, history = newton_1d(lambda x: x * x - 4, lambda x: 2 * x, 4.0)
>>> [f"{x - 2:.0e}" for x in history[:5].tolist()]
['2e+00', '5e-01', '5e-02', '6e-04', '9e-08']

3. **A double root is slower.** (x − 1)² has the slope 2 (x − 1), so a step halves the error. That is why |f| is
   looked at before f′: at the root itself both are zero.

>>> newton_1d(lambda x: (x - 1) ** 2, lambda x: 2 * (x - 1), 3.0, tol=0.1)[1].tolist()
[3.0, 2.0, 1.5, 1.25]
>>> newton_1d(lambda x: (x - 1) ** 2, lambda x: 2 * (x - 1), 1.0)[1].tolist()
[1.0]

4. **It need not converge.** x² + 1 has no root. From 1, the first step leads to 0, where the slope is zero.

>>> newton_1d(lambda x: x * x + 1, lambda x: 2 * x, 1.0)
Traceback (most recent call last):
    ...
ValueError: the derivative is zero at 0.0

   x³ − 2x + 2 from 0 goes to 1, and from 1 back to 0, for ever. So there has to be a limit, and what it is reached with
   is an error: who gets a number takes it for a root.

5. **What if df is wrong?** Then f still decides where it ends, but not how fast: with twice the slope, each step goes
   half of the way. Digits that come one by one tell that a derivative is wrong.
"""
### END EXPLANATION

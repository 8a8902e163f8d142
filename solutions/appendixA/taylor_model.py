"""Taylor's polynomial of degree two.

Near a point x, a smooth function of n variables is nearly a polynomial. With the value f0 = f(x), the gradient g and
the Hessian H at x, the model of degree two of f(x + d) is

    m(d) = f0 + g · d + ½ dᵀ H d.

Newton's method goes to the point where this model is smallest. If f has third derivatives, f(x + d) − m(d) is of the
order of |d|³: with half the step, an eighth of the error.

* dX (K, n) holds K steps d, a row for each: steps away from x, not points. The result (K,) has the model's value for
  each of them.
* H (n, n) is taken as it is: all of its entries count, also if it is not symmetric.
* n and K are at least 1. All is float64, in tiny units or in huge ones.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, appendix A, on Taylor's theorem in several
variables.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def taylor_model(f0: float, g: Array, H: Array, dX: Array) -> Array:
    """Return the values of Taylor's polynomial of degree two at K steps.

    Parameters
    ----------
    f0 : float
        The value where the steps begin.
    g : (n,)
        The gradient there.
    H : (n, n)
        The Hessian there.
    dX : (K, n)
        Steps.

    Returns
    -------
    m : (K,)
        f0 + g · d + ½ dᵀ H d for each row d.

    Examples
    --------
    x² y near (1, 2): the value is 2, the gradient (4, 1), the Hessian [[4, 2], [2, 0]]. A step of ½ to the right leads
    to 2 + 2 + ½ · 4 · ¼ = 4.5; at (1.5, 2) the function is 4.5. A step along (½, 1) leads to 6.5, and the function is
    6.75.

    >>> g, H = np.array([4.0, 1.0]), np.array([[4.0, 2.0], [2.0, 0.0]])
    >>> taylor_model(2.0, g, H, np.array([[0.5, 0.0], [0.5, 1.0]])).tolist()
    [4.5, 6.5]
    """
    ### BEGIN SOLUTION
    m: Array = f0 + dX @ g + 0.5 * np.sum((dX @ H) * dX, axis=1)
    return m
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Along a line.** φ(t) = f(x + t d) is a function of one variable, and its polynomial of degree two is
   φ(0) + φ′(0) t + ½ φ″(0) t². By the chain rule φ′(0) = Σ_i g[i] d[i] and φ″(0) = Σ_ij H[i, j] d[i] d[j]. Take t =
   1.

2. **Why ½.** The second derivative of ½ a t² is a. Without the ½ the model would curve twice as much as f.

3. **All steps at once.** dX @ H has a row dᵀH for each step; multiplied by the same row entry by entry, and summed,
   that is dᵀ H d. In contrast, dX @ H @ dX.T is a table of all pairs of steps; only its diagonal is wanted.

>>> H, dX = np.array([[4.0, 2.0], [2.0, 0.0]]), np.array([[0.5, 0.0], [0.5, 1.0]])
>>> np.sum((dX @ H) * dX, axis=1).tolist(), (dX @ H @ dX.T).tolist()
([1.0, 3.0], [[1.0, 2.0], [2.0, 3.0]])

4. **The error.** For x² y near (1, 2), what is left is d₁² d₂, of degree three: exactly 0.25 at (½, 1). With half the
   step, an eighth of it.

>>> f, g = lambda x, y: x * x * y, np.array([4.0, 1.0])
>>> steps = np.array([[0.5, 1.0], [0.25, 0.5], [0.125, 0.25]])
>>> (f(1 + steps[:, 0], 2 + steps[:, 1]) - taylor_model(2.0, g, H, steps)).tolist()
[0.25, 0.03125, 0.00390625]

   Without the quadratic term the error is of order two; with a quadratic term that is wrong, too. That is how a Hessian
   is tested.

5. **Only the symmetric part counts**: dᵀ H d = dᵀ Hᵀ d, as a number is its own transpose. So H and ½ (H + Hᵀ) give the
   same model, and what stands off the diagonal counts twice: d₁ d₂ H₁₂ + d₂ d₁ H₂₁.

6. **Newton's step.** The model's gradient is g + ½ (H + Hᵀ) d; for a symmetric H it is 0 at d = −H⁻¹ g.
"""
### END EXPLANATION

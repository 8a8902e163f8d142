"""Conjugate gradients.

To minimise ½ xᵀA x − bᵀx is to solve A x = b. Steepest descent goes to and fro: each step spoils what those before have
won. The method of conjugate gradients (Hestenes and Stiefel, 1952) bends each direction a little, so that it is
conjugate to all before, pᵢᵀA pⱼ = 0. Then nothing is spoiled, and in exact arithmetic n steps lead to the minimum: as
many as A has different eigenvalues, to be precise.

A need not be written down. All that is asked of it is matvec(p) = A p, and that is the expensive part.

With the residual r = b − A x, which is minus the gradient, start from x = 0, r = p = b. Then, in each step,

    alpha = rᵀr / pᵀA p,    x ← x + alpha p,    r′ = r − alpha A p,    beta = r′ᵀr′ / rᵀr,    p ← r′ + beta p.

* residuals holds ‖r‖ at each point: at the start, and at the last one as well.
* Stop as soon as ‖r‖ ≤ tol · ‖b‖, or after max_steps steps, and return where you are. With b = 0 that is at once.
* matvec is called once in each step, and not besides.
* A is symmetric and positive definite.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 4. Nocedal, Wright, Numerical Optimization,
2nd ed. (2006), algorithm 5.2.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def conjugate_gradient(
    matvec: Callable[[Array], Array], b: Array, tol: float = 1e-10, max_steps: int = 1000
) -> tuple[Array, Array]:
    """Return an approximate solution of A x = b, and the norms of the residuals on the way.

    Parameters
    ----------
    matvec : callable
        Takes p (n,), returns A p (n,), for a symmetric positive definite A.
    b : (n,)
    tol : float
        Norm of the residual at which to stop, in units of ‖b‖.
    max_steps : int
        How many steps are made at most, not negative.

    Returns
    -------
    x : (n,)
    residuals : (steps + 1,)

    Examples
    --------
    A has the diagonal (1, 3). The first step is that of steepest descent, with alpha = 2/4; the second one ends:

    >>> x, residuals = conjugate_gradient(lambda p: np.array([1.0, 3.0]) * p, np.array([1.0, 1.0]), max_steps=1)
    >>> x.tolist(), (residuals**2).round(12).tolist()
    ([0.5, 0.5], [2.0, 0.5])
    """
    ### BEGIN SOLUTION
    x, r, p = np.zeros_like(b), b, b
    residuals = [np.linalg.norm(b)]
    while residuals[-1] > tol * residuals[0] and len(residuals) <= max_steps:
        Ap = matvec(p)
        alpha = (r @ r) / (p @ Ap)
        x = x + alpha * p
        old, r = r, r - alpha * Ap
        p = r + (r @ r) / (old @ old) * p
        residuals.append(np.linalg.norm(r))
    return x, np.array(residuals)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The length** is that of an exact line search: along p, f has the slope −rᵀp and the curvature pᵀA p. As p = r +
   beta p_old and r is orthogonal to p_old, rᵀp = rᵀr.

2. **The residual** needs no second product: b − A (x + α p) = r − α A p, and A p is there already.

3. **Conjugate.** p′ = r′ + β p should satisfy pᵀA p′ = 0, so β = −pᵀA r′/pᵀA p. With A p = (r − r′)/α, and r orthogonal
   to r′, this is r′ᵀr′/rᵀr. That p′ is then conjugate to *all* directions before is the miracle of symmetric matrices.

4. **All residuals are orthogonal**, and n + 1 of them can't be in n dimensions unless one is 0: it ends after n steps.
   More precisely, x_k is the best point of the span of b, A b, …, A^(k−1) b. If A has k different eigenvalues, a
   polynomial of degree k vanishes at all of them, and k steps are enough:

>>> A = np.diag([1.0, 1.0, 1.0, 5.0, 5.0, 9.0])
>>> x, residuals = conjugate_gradient(lambda p: A @ p, np.ones(6))
>>> len(residuals) - 1, np.allclose(A @ x, np.ones(6))
(3, True)

5. **On a machine** orthogonality is lost bit by bit, and with a large condition number it takes more than n steps.
   Nobody minds: with n = 10⁶ one stops long before. The error goes down by ((√κ − 1)/(√κ + 1)) in each step, or better;
   steepest descent has κ where √κ stands.

6. **Fletcher, Reeves; Polak, Ribière.** For functions that are not quadratic there are several formulas for β. On a
   quadratic r′ᵀ(r′ − r)/rᵀr is the same number, as r′ᵀr = 0.
"""
### END EXPLANATION

"""Minimum, maximum or saddle?

Where a function is flat, its gradient g is zero: a critical point. What kind of point it is, is told by the Hessian H
(n, n), which is symmetric: in the direction of an eigenvector with the eigenvalue λ, f goes as ½ λ t². So look at the
signs of all n eigenvalues:

* some positive, some negative: a **saddle**, whatever the others are, zeros as well;
* all positive: a **min** (a local one);
* all negative: a **max**;
* otherwise the point is **degenerate**: there is a zero, and all others have one sign, or all are zero. Second
  derivatives don't decide then.

Numbers are measured or rounded, so zero means "as good as zero". The tolerance tol decides, in two ways:

* g is zero if every |g[i]| ≤ tol. If it is not, the point is **not critical**, and H is not looked at.
* λ is zero if |λ| ≤ tol · max|λ|, the largest modulus of all eigenvalues. So the unit of f does not matter. (In
  `definiteness`, chapter 6, tol is compared with |λ| as it is.)

H is symmetric up to rounding: H[i, j] and H[j, i] may differ in their last digits, as they do if H was measured.
Nothing that is given lies within a factor of two of these limits.

References
----------
Kneusel, Math for Deep Learning, chapter 8, on the Hessian and critical points. Liquet, Moka, Nazarathy, Mathematical
Engineering of Deep Learning, 4.1.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def critical_point_type(g: Array, H: Array, tol: float = 1e-8) -> str:
    """Return what kind of point it is at which a function has the gradient g and the Hessian H.

    Parameters
    ----------
    g : (n,)
        Gradient.
    H : (n, n)
        Hessian, symmetric up to rounding.
    tol : float
        For g itself, and for eigenvalues relative to the largest modulus.

    Returns
    -------
    kind : str
        "not critical", "saddle", "min", "max" or "degenerate".

    Examples
    --------
    x² + y², x² − y², and x² + y⁴, all at the origin; and x² + y² beside it:

    >>> flat = np.array([0.0, 0.0])
    >>> critical_point_type(flat, np.array([[2.0, 0.0], [0.0, 2.0]]))
    'min'
    >>> critical_point_type(flat, np.array([[2.0, 0.0], [0.0, -2.0]]))
    'saddle'
    >>> critical_point_type(flat, np.array([[2.0, 0.0], [0.0, 0.0]]))
    'degenerate'
    >>> critical_point_type(np.array([0.0, -0.5]), np.array([[2.0, 0.0], [0.0, 2.0]]))
    'not critical'
    """
    ### BEGIN SOLUTION
    if np.abs(g).max() > tol:
        return "not critical"
    eigenvalues = np.linalg.eigvalsh(H)
    limit = tol * np.abs(eigenvalues).max()
    up, down = eigenvalues > limit, eigenvalues < -limit
    if up.any() and down.any():
        return "saddle"
    if up.all():
        return "min"
    return "max" if down.all() else "degenerate"
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Along an eigenvector.** Close to a critical point f(x + d) ≈ f(x) + ½ dᵀH d. H is symmetric, so it has n orthogonal
   eigenvectors; with d = Σ t_i v_i that is ½ Σ λ_i t_i². All positive: every way leads up. One of each sign: one way
   up, another down.

2. **A zero does not save a saddle.** With λ = (1, −1, 0) there is a way up and a way down already; what f does
   along the third makes no difference.

3. **A zero does spoil a minimum.** x² + y⁴ has a minimum at the origin, x² − y⁴ a saddle, and x² + y³ neither. All
   three have the Hessian diag(2, 0).

4. **The determinant is not enough.** For n = 2 the determinant λ₁λ₂ is negative for a saddle, and otherwise the
   trace tells minimum from maximum. For n = 3 the determinant of diag(−1, −1, 1) is 1, as that of the identity:

>>> H = np.diag([-1.0, -1.0, 1.0])
>>> float(np.linalg.det(H)), critical_point_type(np.zeros(3), H)
(1.0, 'saddle')

   Nor is the diagonal: [[1, 2], [2, 1]] has the eigenvalues 3 and −1.

>>> critical_point_type(np.zeros(2), np.array([[1.0, 2.0], [2.0, 1.0]]))
'saddle'

5. **Zeros are rounded.** The eigenvalues of [[1, 1], [1, 1]] are 2 and 0, and a computer finds 2 and about 10⁻¹⁶, of
   either sign. In which unit f is measured must not matter, so the limit is a fraction of the largest |λ|.

>>> critical_point_type(np.zeros(2), 1e-9 * np.array([[2.0, 1.0], [1.0, 2.0]]))
'min'

6. **eigvalsh, not eigvals.** The latter does not know that H is symmetric. If rounding has made H[i, j] and H[j, i]
   differ, it may return complex numbers for eigenvalues that coincide.
"""
### END EXPLANATION

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
    raise NotImplementedError

"""BFGS: how a step teaches the curvature.

Newton's method needs the Hessian, and solves equations with it in each step. A quasi-Newton method keeps an
approximation H of the *inverse* Hessian instead, and improves it by what each step has shown. From x to x + s the
gradient changed by y. If the function were quadratic with the Hessian A, then y = A s. So the new H has to satisfy the
secant equation

    H′ y = s.

Many matrices do. BFGS (Broyden, Fletcher, Goldfarb and Shanno, 1970) takes the symmetric one that is nearest to H in a
norm that does not depend on the units of x. With ρ = 1/(sᵀy),

    H′ = (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ.

If H is positive definite and sᵀy > 0, then H′ is positive definite as well, and −H′g leads downhill.

* H is symmetric.
* If sᵀy ≤ 0 nothing was learned that keeps H positive definite: H is returned as it was.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 4. Nocedal, Wright, Numerical Optimization,
2nd ed. (2006), equation 6.17.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def bfgs_inverse_update(H: Array, s: Array, y: Array) -> Array:
    """Return the approximation of the inverse Hessian after one more step.

    Parameters
    ----------
    H : (n, n)
        The approximation so far: symmetric, positive definite.
    s : (n,)
        The step, new point minus old.
    y : (n,)
        What the gradient changed by, new minus old.

    Returns
    -------
    H : (n, n)
        With H y = s, if sᵀy > 0; otherwise H as it was. The arguments stay as they were.

    Examples
    --------
    Along (1, 0) the slope changed by 2 for a step of 1, so the inverse curvature there is ½; across, nothing is known:

    >>> bfgs_inverse_update(np.eye(2), np.array([1.0, 0.0]), np.array([2.0, 0.0])).tolist()
    [[0.5, 0.0], [0.0, 1.0]]
    """
    raise NotImplementedError

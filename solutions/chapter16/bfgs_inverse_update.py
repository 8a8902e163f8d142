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
    ### BEGIN SOLUTION
    if s @ y <= 0:
        return H.copy()
    rho = 1 / (s @ y)
    E = np.eye(len(s)) - rho * np.outer(s, y)
    return E @ H @ E.T + rho * np.outer(s, s)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The secant equation.** (I − ρ y sᵀ) y = y − y ρ (sᵀy) = 0, as ρ sᵀy = 1. So the first term sends y to 0, and the
   second one to ρ s (sᵀy) = s: H′y = s.

2. **Symmetric.** With E = I − ρ s yᵀ the first term is E H Eᵀ. Mind which vector stands first: s yᵀ on the left, y sᵀ
   on the right.

3. **Positive definite.** vᵀH′v = (Eᵀv)ᵀ H (Eᵀv) + ρ (sᵀv)². Both terms are ≥ 0 for ρ > 0. If the second is zero, sᵀv =
   0, then Eᵀv = v, and the first is vᵀH v > 0.

4. **When sᵀy ≤ 0.** A positive definite H′ with H′y = s has yᵀs = yᵀH′y > 0. So there is none, and H stays. For a
   convex function, or after a line search that obeys Wolfe's conditions, it does not happen.

5. **Rank two.** Multiplied out, with u = H y,

       H′ = H − ρ (s uᵀ + u sᵀ) + ρ (1 + ρ yᵀu) s sᵀ,

   which takes n² operations and not n³.

6. **The dual formula.** DFP, H − u uᵀ/(yᵀu) + ρ s sᵀ, has the secant, the symmetry and the definiteness, too. It is
   BFGS with s and y exchanged, for the Hessian itself instead of its inverse. It recovers more slowly from a bad H.

7. **On a quadratic** with exact line searches, n steps make H the inverse Hessian, and the next step is Newton's.

>>> A, H = np.array([[2.0, 1.0], [1.0, 3.0]]), np.eye(2)
>>> for s in np.array([1.0, 0.0]), np.array([-1.0, 2.0]):  # conjugate
...     H = bfgs_inverse_update(H, s, A @ s)
>>> np.allclose(A @ H, np.eye(2))
True
"""
### END EXPLANATION

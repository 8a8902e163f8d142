"""L-BFGS: the direction of BFGS without its matrix.

BFGS keeps an approximation of the inverse Hessian, a matrix of n² numbers. With a million weights there is no room for
it. But it was made of vectors: of pairs s (a step) and y (what the gradient changed by during it), each with sᵀy > 0,
that update the matrix one after the other,

    H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ,    ρ = 1/(sᵀy).

L-BFGS (limited memory) keeps the last few pairs, starts from H = γ I, and computes −H g without ever writing H down:
one loop over the pairs from the newest to the oldest, a multiplication by γ, and a loop back. That takes 4 n operations
for each pair.

Return d = −H g, where H starts from γ I and is updated by all pairs, the oldest first.

* The lists hold the oldest pair first; all sᵀy are positive. They are left as they are.
* γ = sᵀy / yᵀy of the newest pair.
* Without any pair H is the identity: d = −g.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 4. Nocedal, Wright, Numerical Optimization,
2nd ed. (2006), algorithm 7.4.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def lbfgs_direction(g: Array, S: Sequence[Array], Y: Sequence[Array]) -> Array:
    """Return the direction of L-BFGS.

    Parameters
    ----------
    g : (n,)
        Gradient.
    S : list of (n,)
        Steps, the oldest first; may be empty.
    Y : list of (n,)
        What the gradient changed by in each, with sᵀy > 0.

    Returns
    -------
    d : (n,)
        −H g.

    Examples
    --------
    One pair says that along (1, 0) the curvature is 2. Then γ = ½, and H is ½ I:

    >>> lbfgs_direction(np.array([4.0, 6.0]), [np.array([1.0, 0.0])], [np.array([2.0, 0.0])]).tolist()
    [-2.0, -3.0]
    """
    ### BEGIN SOLUTION
    d = -g
    if len(S) == 0:
        return d
    pairs = [(s, y, 1 / (s @ y)) for s, y in zip(S, Y, strict=True)]
    shares = []
    for s, y, rho in reversed(pairs):
        shares.append(rho * (s @ d))
        d = d - shares[-1] * y
    d = (S[-1] @ Y[-1]) / (Y[-1] @ Y[-1]) * d
    for (s, y, rho), share in zip(pairs, reversed(shares), strict=True):
        d = d + (share - rho * (y @ d)) * s
    return d
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One pair.** With E = I − ρ s yᵀ, the new matrix is E H Eᵀ + ρ s sᵀ. Applied to a vector q from right to left: first
   a = ρ sᵀq and Eᵀq = q − a y. Then r = H (q − a y). Then E r = r − ρ (yᵀr) s, and at last ρ s (sᵀq) = a s is added:

       r + (a − ρ yᵀr) s.

2. **Many pairs.** H in the middle was made in the same way, of the pairs before. So the newest pair comes first on the
   way in, and last on the way out: that is the order of the two loops. The numbers a wait in between, one for each
   pair.

3. **In the middle** stands γ I. If the function is quadratic with the Hessian A, then sᵀy/yᵀy = yᵀA⁻¹y / yᵀy, a mean of
   the eigenvalues of A⁻¹: the right order of magnitude. So a step of length 1 is tried first. The newest pair is used
   because it tells of the curvature here, and not of that where the descent began.

4. **Downhill.** H is positive definite, as γ > 0 and all sᵀy > 0. So gᵀd = −gᵀH g < 0.

5. **The secant equation** holds for the newest pair: if g is y, then d is −s.

>>> S = [np.array([1.0, 0.0, 1.0]), np.array([0.0, 1.0, -1.0])]
>>> Y = [np.array([2.0, 1.0, 0.0]), np.array([0.0, 3.0, 1.0])]
>>> lbfgs_direction(Y[1], S, Y).round(12).tolist()
[0.0, -1.0, 1.0]
>>> lbfgs_direction(Y[0], S, Y).round(2).tolist()
[-0.88, -0.29, -0.14]

   For older pairs it holds no more, unless the function is quadratic and the steps are conjugate.
"""
### END EXPLANATION

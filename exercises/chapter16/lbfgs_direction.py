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
    raise NotImplementedError

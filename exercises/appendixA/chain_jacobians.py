"""The Jacobian of a chain, and what it costs.

A network is a chain of maps: x₀ → x₁ → … → x_L. Map i has the Jacobian J_i of shape (n_i, n_{i−1}), with a row for each
output and a column for each input. By the chain rule, the Jacobian of the whole is the product

    J = J_L · … · J_2 · J_1        of shape (n_L, n_0).

The product is the same wherever one begins; the work is not. To multiply a (p, q) matrix by a (q, r) matrix takes p q r
multiplications of numbers. Count them for two orders:

* **forward**, from J_1 on: J_2 J_1 first, then J_3 times that, and so on. Forward-mode differentiation does so.
* **reverse**, from J_L on: J_L J_{L−1} first, then that times J_{L−2}, and so on. That is backpropagation.

`Js` is the list of Jacobians **as they stand in the product**: J_L comes first, J_1 last. It has at least one; the
product of a single one is itself, and costs 0 both ways. The shapes fit. Additions are not counted. Both counts are
integers. All sizes are at least 1; everything else is float64.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, appendix A, on the chain rule. Griewank, Walther,
Evaluating Derivatives, 2nd ed. (2008), chapter 3.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def chain_jacobians(Js: Sequence[Array]) -> tuple[Array, int, int]:
    """Return the Jacobian of a chain, and the multiplications that it takes from either end.

    Parameters
    ----------
    Js : list of (n_i, n_{i−1})
        Jacobians, that of the last map first.

    Returns
    -------
    J : (n_L, n_0)
        Their product.
    forward : int
        Multiplications from J_1 on.
    reverse : int
        Multiplications from J_L on.

    Examples
    --------
    (1, 2) times (2, 2) times (2, 1). Either way it is 2 · 2 in the middle, and 1 · 2 · 1 at the end:

    >>> Js = [np.array([[1.0, 1.0]]), np.array([[0.0, 2.0], [1.0, 0.0]]), np.array([[3.0], [4.0]])]
    >>> J, forward, reverse = chain_jacobians(Js)
    >>> J.tolist(), forward, reverse
    ([[11.0]], 6, 6)

    Of shapes (1, 5), (5, 7), (7, 3), in reverse 1 · 5 · 7 + 1 · 7 · 3, forward 5 · 7 · 3 + 1 · 5 · 3:

    >>> chain_jacobians([np.ones((1, 5)), np.ones((5, 7)), np.ones((7, 3))])[1:]
    (120, 56)
    """
    raise NotImplementedError

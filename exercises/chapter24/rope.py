"""Positions by rotation.

Attention does not see in which order its keys come. RoPE writes the position into queries and keys by turning them: the
d numbers of a row are d/2 pairs (x_2i, x_(2i+1)), each a point in a plane, and at position p the pair i is turned by
the angle p θ_i:

    y_2i     = x_2i cos(p θ_i) − x_(2i+1) sin(p θ_i),
    y_(2i+1) = x_2i sin(p θ_i) + x_(2i+1) cos(p θ_i),       θ_i = base^(−2i/d),   i = 0, …, d/2 − 1.

So the first pair turns fast, by one radian a position, and each next one slower.

* X is (N, T, d): N sequences of T rows. Row t stands at the position p = start + t. With start > 0, X continues a
  sequence of which `start` rows have been before.
* Neighbours make a pair: columns 2i and 2i + 1. (Other programs pair column i with column i + d/2.)
* An odd d is refused with a ValueError, forward and backward.

Write both ways. The rotation has no parameters: backward, dY = ∂L/∂Y becomes dX = ∂L/∂X, both (N, T, d).

References
----------
Su et al., RoFormer: Enhanced Transformer with Rotary Position Embedding (2021), equation 34.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def rope_forward(X: Array, start: int = 0, base: float = 10000.0) -> Array:
    """Return the rows, each turned by its position.

    Parameters
    ----------
    X : (N, T, d)
        Queries or keys.
    start : int
        ≥ 0, the position of the first row.
    base : float
        > 1.

    Returns
    -------
    Y : (N, T, d)

    Raises
    ------
    ValueError
        If d is odd.

    Examples
    --------
    With base = 16 and d = 4 the angles are p and p/4. Position 0 turns nothing; at position 1, cos 1 = 0.5403, sin 1 =
    0.8415, cos ¼ = 0.9689, sin ¼ = 0.2474:

    >>> rope_forward(np.array([[[1.0, 0.0, 1.0, 0.0], [1.0, 0.0, 1.0, 0.0]]]), base=16.0).round(4).tolist()
    [[[1.0, 0.0, 1.0, 0.0], [0.5403, 0.8415, 0.9689, 0.2474]]]
    """
    raise NotImplementedError


def rope_backward(dY: Array, start: int = 0, base: float = 10000.0) -> Array:
    """Return the gradient of the loss with respect to the rows before they were turned.

    Parameters
    ----------
    dY : (N, T, d)
        ∂L/∂Y.
    start : int
        ≥ 0, the position of the first row.
    base : float
        > 1.

    Returns
    -------
    dX : (N, T, d)

    Raises
    ------
    ValueError
        If d is odd.

    Examples
    --------
    >>> rope_backward(np.array([[[1.0, 0.0]]]), start=1).round(4).tolist()
    [[[0.5403, -0.8415]]]
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    _, T, d = X.shape
    if d % 2 != 0:
        raise ValueError(f"{d} numbers are no pairs")
    angles = (start + np.arange(T))[:, None] * base ** (-2.0 * np.arange(d // 2) / d)
    cos, sin = np.cos(angles), np.sin(angles)
    Y = np.zeros(X.shape)
    Y[..., 0::2] = X[..., 0::2] * cos - X[..., 1::2] * sin
    Y[..., 1::2] = X[..., 0::2] * sin + X[..., 1::2] * cos
    return Y
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    _, T, d = dY.shape
    if d % 2 == 1:
        raise ValueError(f"{d} numbers are no pairs")
    angles = np.arange(start, start + T)[:, None] / base ** (np.arange(0, d, 2) / d)
    cos, sin = np.cos(angles), np.sin(angles)
    dX = np.zeros(dY.shape)
    dX[..., 0::2] = dY[..., 0::2] * cos + dY[..., 1::2] * sin
    dX[..., 1::2] = dY[..., 1::2] * cos - dY[..., 0::2] * sin
    return dX
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A pair is a complex number**, z = x_2i + x_(2i+1) √−1, and to turn it by p θ is to multiply by e^(√−1 p θ). All
   laws of rotations follow.

2. **Lengths stay.** Each pair keeps its length, so each row does: positions don't make scores larger.

3. **Only distances count.** Let R_p be the rotation at position p. Then (R_m q) · (R_n k) = q · R_mᵀ R_n k = q ·
   R_(n−m) k, since a rotation by −m θ after one by n θ is one by (n − m) θ. Scores of attention depend on what is
   asked, on what is there, and on how far apart the two are: start makes no difference, as long as queries and keys
   share it.

4. **Many frequencies.** Angles that differ by 2π are the same. A single frequency could not tell position 0 from
   position 44 (44 rad is 7.003 turns); d/2 of them, from 1 to nearly 1/base, make every position of a long text its
   own.

5. **Backward.** Y is linear in X, by a rotation of each row. The gradient is multiplied by its transpose, which is its
   inverse: turn dY back, by −p θ_i.

Turned forward and back, nothing has happened; and two scores at the same distance are equal:

>>> X = np.array([[[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]])
>>> rope_backward(rope_forward(X, start=5), start=5).round(9).tolist()
[[[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]]
>>> early, late = rope_forward(X), rope_forward(X, start=100)
>>> round(float(early[0, 0] @ early[0, 1]), 6), round(float(late[0, 0] @ late[0, 1]), 6)
(65.588372, 65.588372)
>>> round(float(X[0, 0] @ X[0, 1]), 6)
70.0
"""
### END EXPLANATION

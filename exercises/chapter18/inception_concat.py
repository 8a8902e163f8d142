"""Branches side by side.

How large should the kernels of a layer be? An inception block does not choose: several convolutions of different sizes
look at the same batch X (N, C, H, W), and their maps are stacked as channels.

* Branch k has kernels (F_k, C, P_k, Q_k) and biases b (F_k,). P_k and Q_k are odd. It gets a frame of (P_k − 1)/2 zeros
  above and below, and of (Q_k − 1)/2 to the left and to the right, so that at stride 1 its maps are as large as X:

      Y_k[n, f, i, j] = Σ_c Σ_u Σ_v kernels[f, c, u, v] · X[n, c, i + u − (P_k − 1)/2, j + v − (Q_k − 1)/2] + b[f],

  where pixels outside the image are 0. Kernels are not turned around, and nothing follows the bias.

* Y (N, F_1 + F_2 + …, H, W) has the maps of the first branch first, then those of the second, and so on.

On the way back, what was stacked is cut apart: `concat_backward` is given dY and the numbers of channels F_1, F_2, …,
and returns what each branch hears. These are new arrays, no views of dY: who changes one of them shall change nothing
else.

A branch with kernels of 1 × 1 looks at one pixel at a time: it is a dense layer over the channels, the same for every
pixel. Blocks use it to make fewer channels of many, cheaply.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 6. Szegedy et al., Going Deeper with
Convolutions (2015). Lin, Chen, Yan, Network in Network (2014).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def inception_forward(X: Array, branches: Sequence[tuple[Array, Array]]) -> Array:
    """Return the maps of all branches, stacked as channels.

    Parameters
    ----------
    X : (N, C, H, W)
    branches : list of (kernels, b)
        kernels (F_k, C, P_k, Q_k) with P_k and Q_k odd, b (F_k,). At least one.

    Returns
    -------
    Y : (N, F_1 + F_2 + …, H, W)

    Examples
    --------
    One row of three pixels; the first branch doubles them, the second adds up a pixel and its two neighbours.

    >>> X = np.array([[[[1.0, 2.0, 3.0]]]])
    >>> doubled = (np.array([[[[2.0]]]]), np.array([0.0]))
    >>> summed = (np.array([[[[1.0, 1.0, 1.0]]]]), np.array([0.5]))
    >>> inception_forward(X, [doubled, summed]).tolist()
    [[[[2.0, 4.0, 6.0]], [[3.5, 6.5, 5.5]]]]
    """
    raise NotImplementedError


def concat_backward(dY: Array, channels: Sequence[int]) -> list[Array]:
    """Return what each branch hears of dY.

    Parameters
    ----------
    dY : (N, F_1 + F_2 + …, H, W)
        ∂L/∂Y.
    channels : list of int
        F_1, F_2, …: at least one, and each at least 1.

    Returns
    -------
    parts : list of arrays, (N, F_k, H, W)

    Examples
    --------
    Three channels of one pixel, two of the first branch and one of the second:

    >>> [part.ravel().tolist() for part in concat_backward(np.array([[[[1.0]], [[2.0]], [[3.0]]]]), [2, 1])]
    [[1.0, 2.0], [3.0]]
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    maps = []
    for kernels, b in branches:
        P, Q = kernels.shape[2:]
        Z = np.pad(X, ((0, 0), (0, 0), (P // 2, P // 2), (Q // 2, Q // 2)))
        windows = np.lib.stride_tricks.sliding_window_view(Z, (P, Q), axis=(2, 3))
        maps.append(np.einsum("ncijuv,fcuv->nfij", windows, kernels) + b[:, None, None])
    return np.concatenate(maps, axis=1)
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    return [part.copy() for part in np.split(dY, np.cumsum(channels)[:-1], axis=1)]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The same size.** At stride 1 a kernel of P rows leaves H + 2 pad − P + 1 of H rows. That is H for pad = (P −
   1)/2, a whole number if P is odd; P // 2 is the same. Kernels that are not square need a frame of their own in each
   direction.

2. **Stacking.** Channels are axis 1. np.concatenate(maps, axis=1) puts them one branch after the other; images, rows
   and columns must be as many in all branches.

3. **Where a branch begins.** Branch k begins at channel F_1 + … + F_(k−1), a running sum: 0, F_1, F_1 + F_2, … Only
   if all have equally many is it k times that number. np.split wants the places of the cuts, the running sums without
   the last.

>>> np.cumsum([2, 1, 4]).tolist(), [part.shape[1] for part in concat_backward(np.zeros((1, 7, 1, 1)), [2, 1, 4])]
([2, 3, 7], [2, 1, 4])

4. **The way back.** Every number of every branch went to one number of Y, as it was. So dY_k is the part of dY that
   lies where Y_k does: a copy forward, a copy back. What is added up is dX: all branches looked at the same X, and
   what their convolutions hand back is summed.

5. **1 × 1.** With P = Q = 1, Y[n, f, i, j] = Σ_c kernels[f, c] X[n, c, i, j] + b[f]: with pixels as samples, X W + b.

>>> rng = np.random.default_rng(0)
>>> X, W, b = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(3, 6)), rng.normal(size=6)
>>> Y = inception_forward(X, [(W.T[:, :, None, None], b)])
>>> bool(np.allclose(Y.transpose(0, 2, 3, 1), X.transpose(0, 2, 3, 1) @ W + b))
True
"""
### END EXPLANATION

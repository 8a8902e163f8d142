"""Transposed convolution.

Convolution makes images smaller, or keeps their size. Networks that draw (decoders, generators, those that colour every
pixel by its class) need a layer that makes them larger. The usual one is the adjoint of a convolution: where the
convolution gathers a window into one number, its adjoint spreads one number over a window.

Take the convolution with kernels (F, C, P, Q), stride and pad, without bias, that makes F maps out of C channels. Its
adjoint makes C channels out of F maps. The batch X (N, F, h, w) is spread into a framed image Z that begins as zeros,

    Z[n, c, stride·i + u, stride·j + v] += Σ_f X[n, f, i, j] · kernels[f, c, u, v]    for all i, j, u, v,

and Y (N, C, H, W) is Z without `pad` rows and columns on each of its four sides. There is no bias. Z has
(h − 1)·stride + P rows, so

    H = (h − 1)·stride + P − 2 pad

and W likewise: the smallest image that the convolution maps to h × w. On images of this size the two are adjoint,
⟨conv(A), X⟩ = ⟨A, Y(X)⟩ for all A and X. The layer is no inverse: it has the inverse's shapes, not its values.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 6. Dumoulin, Visin, A guide to convolution
arithmetic for deep learning (2016), chapter 4.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def conv_transpose2d(X: Array, kernels: Array, stride: int, pad: int) -> Array:
    """Return the images over which a batch of maps is spread.

    Parameters
    ----------
    X : (N, F, h, w)
    kernels : (F, C, P, Q)
        As the convolution has them: filters first.
    stride : int
        At least 1.
    pad : int
        Rows and columns that are taken off on each side, at least 0; something is left.

    Returns
    -------
    Y : (N, C, (h − 1) · stride + P − 2 pad, (w − 1) · stride + Q − 2 pad)

    Examples
    --------
    Two numbers, two pixels apart, are spread over three pixels each: one of these lies in both windows.

    >>> X, kernels = np.array([[[[1.0, 2.0]]]]), np.array([[[[1.0, 10.0, 100.0]]]])
    >>> conv_transpose2d(X, kernels, stride=2, pad=0).tolist()
    [[[[1.0, 10.0, 102.0, 20.0, 200.0]]]]
    """
    raise NotImplementedError

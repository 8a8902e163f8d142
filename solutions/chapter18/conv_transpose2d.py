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
    ### BEGIN SOLUTION
    (N, _, h, w), (_, C, P, Q) = X.shape, kernels.shape
    rows, columns = (h - 1) * stride + P, (w - 1) * stride + Q
    Z = np.zeros((N, C, rows, columns))
    for u, v in np.ndindex(P, Q):
        spread = np.einsum("nfij,fc->ncij", X, kernels[:, :, u, v])
        Z[:, :, u : u + stride * (h - 1) + 1 : stride, v : v + stride * (w - 1) + 1 : stride] += spread
    return Z[:, :, pad : rows - pad, pad : columns - pad]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **From gathering to spreading.** The convolution is Y[n, f, i, j] = Σ kernels[f, c, u, v] A[n, c, stride·i + u − pad,
   stride·j + v − pad]. As a matrix, row (f, i, j) holds kernels[f, c, u, v] in column (c, stride·i + u − pad, …). The
   transposed matrix has the same number in row (c, stride·i + u − pad, …), column (f, i, j): X[n, f, i, j] times it is
   added to that pixel.

2. **Sizes.** The last of h places begins at row (h − 1)·stride, and its window ends P − 1 rows further down: (h −
   1)·stride + P rows. The frame, pad rows on either side, is no part of the image.

3. **Which size?** With a stride above 1, the convolution maps several sizes to the same one: 5 and 6 pixels, with P = 3
   and stride 2, have 2 places each. The formula takes the smaller.

>>> [(H - 3) // 2 + 1 for H in (5, 6)], (2 - 1) * 2 + 3
([2, 2], 5)

4. **The way back of a convolution.** dX of a convolution is this layer, applied to dY: the gradient is the adjoint,
   applied to what comes in. And the way back of this layer, by its X, is the convolution.

5. **Another way to see it.** Put stride − 1 zeros between the entries of X, a frame of P − 1 zeros around, and
   convolve at stride 1 with the kernels turned around and F and C exchanged. It is the same sum, and most of it is with
   zeros.

6. **No inverse.** With a kernel of ones, stride 1, one row: the convolution makes (1 + 2, 2 + 3) of (1, 2, 3), its
   adjoint (3, 3 + 5, 5) of that.

>>> conv_transpose2d(np.array([[[[3.0, 5.0]]]]), np.ones((1, 1, 1, 2)), stride=1, pad=0).tolist()
[[[[3.0, 8.0, 5.0]]]]

7. **Stripes.** If the stride does not divide the kernel's size, some pixels lie in more windows than others, and images
   that networks draw have a pattern of squares: P = 3 with stride 2 gives 1, 1, 2, 1, 2, 1, 1 for ones.

>>> conv_transpose2d(np.ones((1, 1, 1, 3)), np.ones((1, 1, 1, 3)), stride=2, pad=0).tolist()
[[[[1.0, 1.0, 2.0, 1.0, 2.0, 1.0, 1.0]]]]
"""
### END EXPLANATION

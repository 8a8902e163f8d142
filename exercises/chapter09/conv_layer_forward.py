"""Forward pass of a convolutional layer.

A convolutional layer looks for F patterns in each image of a batch. The batch is X (N, C, H, W): N images of C
channels, each with H rows and W columns. A pattern is a filter with a kernel of P × Q numbers for every channel; all
filters together are `kernels` (F, C, P, Q). Each filter has one bias, b (F,).

Every image gets a frame of `pad` zeros on all four sides, channel by channel. Call the result Z. Then

    Y[n, f, i, j] = Σ_c Σ_u Σ_v kernels[f, c, u, v] · Z[n, c, stride·i + u, stride·j + v] + b[f].

So a filter hears all channels at once and answers with a single map: what its kernels find in the channels is added up.
As always in deep learning the kernels are not turned around. Y (N, F, Ho, Wo) has

    Ho = ⌊(H + 2 pad − P) / stride⌋ + 1

rows, and columns likewise: a kernel that would reach over the frame makes no output.

References
----------
Kneusel, Math for Deep Learning, chapter 9. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
chapter 6.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def conv_layer_forward(X: Array, kernels: Array, b: Array, stride: int, pad: int) -> Array:
    """Return the answers of F filters to a batch of images.

    Parameters
    ----------
    X : (N, C, H, W)
    kernels : (F, C, P, Q)
    b : (F,)
    stride : int
        Pixels from one place to the next, in both directions; at least 1.
    pad : int
        Zeros on each side, at least 0.

    Returns
    -------
    Y : (N, F, Ho, Wo)

    Examples
    --------
    One image of two channels with one row of three pixels; one filter, which adds each pixel of channel 0 to ten times
    its right neighbour in channel 1, and then 0.5.

    >>> X = np.array([[[[1.0, 2.0, 3.0]], [[4.0, 5.0, 6.0]]]])
    >>> kernels = np.array([[[[1.0, 0.0]], [[0.0, 10.0]]]])
    >>> conv_layer_forward(X, kernels, np.array([0.5]), stride=1, pad=0).tolist()
    [[[[51.5, 62.5]]]]
    """
    raise NotImplementedError

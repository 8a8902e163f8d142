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
    ### BEGIN SOLUTION
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(Z, kernels.shape[2:], axis=(2, 3))  # (N, C, ·, ·, P, Q)
    Y: Array = np.einsum("ncijuv,fcuv->nfij", windows[:, :, ::stride, ::stride], kernels)
    return Y + b[:, None, None]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A dense layer that looks through a window.** At one place, the window holds C · P · Q numbers. A filter is one
   dense output on them: the sum of all products, plus a bias. The layer takes the same filters to every place.

2. **Channels are added up.** The sum over c is part of the filter. A kernel for each channel that gives a map for each
   channel would be another layer (a "depthwise" one): here (C, P, Q) numbers make one map.

3. **Places.** Row i of Y stands where the kernel's top lies on row stride · i of the framed image. Windows at *all*
   places can be cut first and every stride-th taken: [::stride].

4. **One sum over three axes.** In index notation, Y[n, f, i, j] = Σ_{c,u,v} windows[n, c, i, j, u, v] kernels[f, c, u,
   v]. `np.einsum("ncijuv,fcuv->nfij", …)` reads like it: what is missing on the right is summed.

5. **The bias belongs to a filter.** b (F,) must line up with axis 1 of (N, F, Ho, Wo): b[:, None, None] is (F, 1, 1).
   b alone would be added along the columns, and often fits.

With numbers, as in the example: channel 0 is (1, 2, 3), channel 1 is (4, 5, 6). The first place gives
1 · 1 + 10 · 5 + 0.5 = 51.5, the second 1 · 2 + 10 · 6 + 0.5 = 62.5.

>>> X = np.array([[[[1.0, 2.0, 3.0]], [[4.0, 5.0, 6.0]]]])
>>> windows = np.lib.stride_tricks.sliding_window_view(X, (1, 2), axis=(2, 3))
>>> windows.shape, windows[0, :, 0, 1].tolist()
((1, 2, 1, 2, 1, 2), [[[2.0, 3.0]], [[5.0, 6.0]]])
"""
### END EXPLANATION

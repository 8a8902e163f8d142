"""Convolution, backward.

On the way forward a convolutional layer turned a batch of images X (N, C, H, W) into Y (N, F, Ho, Wo): each image got a
frame of `pad` zeros on all four sides, call it Z, and

    Y[n, f, i, j] = Σ_c Σ_u Σ_v kernels[f, c, u, v] · Z[n, c, stride·i + u, stride·j + v] + b[f].

On the way back it is told how the loss L reacts to each of its outputs, dY = ∂L/∂Y, and returns how L reacts to the
images, to the kernels and to the biases. There is no memory of the way forward: X and the kernels are given again. The
dilation is 1, and b is not needed.

* If the stride is smaller than the kernel, windows overlap, and a pixel hears from all windows that it lies in.
* If the stride does not divide H + 2 pad − P, some rows at the bottom lie in no window; columns at the right likewise.
  dX has the shape of X all the same.
* The frame is part of no image: what it would hear is dropped. It may be wider than a kernel, so that some windows lie
  in the frame alone.

The layer averages nothing. If L is a mean over the batch, that 1/N is already in dY.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 6. Kapoor, Gulli, Pal, Deep Learning with
TensorFlow and Keras, chapter 14. Dumoulin, Visin, A guide to convolution arithmetic for deep learning (2016).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def conv2d_backward(dY: Array, X: Array, kernels: Array, stride: int, pad: int) -> tuple[Array, Array, Array]:
    """Return the gradients of L with respect to the images, the kernels and the biases.

    Parameters
    ----------
    dY : (N, F, Ho, Wo)
        ∂L/∂Y, where Ho = ⌊(H + 2 pad − P) / stride⌋ + 1, and Wo likewise.
    X : (N, C, H, W)
        The images that went forward.
    kernels : (F, C, P, Q)
        The kernels that they met.
    stride : int
        At least 1.
    pad : int
        At least 0.

    Returns
    -------
    dX : (N, C, H, W)
    dkernels : (F, C, P, Q)
    db : (F,)

    Examples
    --------
    One row of four pixels, one kernel of two numbers: three windows, and the two pixels in the middle lie in two each.

    >>> dY, X = np.array([[[[1.0, 2.0, 3.0]]]]), np.array([[[[1.0, 0.0, 4.0, 5.0]]]])
    >>> dX, dkernels, db = conv2d_backward(dY, X, np.array([[[[1.0, 10.0]]]]), stride=1, pad=0)
    >>> dX.tolist(), dkernels.tolist(), db.tolist()
    ([[[[1.0, 12.0, 23.0, 30.0]]]], [[[[13.0, 23.0]]]], [6.0])
    """
    raise NotImplementedError

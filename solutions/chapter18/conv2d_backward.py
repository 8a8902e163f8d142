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
    ### BEGIN SOLUTION
    (H, W), (Ho, Wo) = X.shape[2:], dY.shape[2:]
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dZ, dkernels = np.zeros_like(Z), np.zeros_like(kernels)
    for u, v in np.ndindex(*kernels.shape[2:]):
        rows = slice(u, u + stride * (Ho - 1) + 1, stride)
        columns = slice(v, v + stride * (Wo - 1) + 1, stride)
        dkernels[:, :, u, v] = np.einsum("nfij,ncij->fc", dY, Z[:, :, rows, columns])
        dZ[:, :, rows, columns] += np.einsum("nfij,fc->ncij", dY, kernels[:, :, u, v])
    dX = dZ[:, :, pad : pad + H, pad : pad + W]
    return dX, dkernels, dY.sum(axis=(0, 2, 3))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
Ask of each unknown which entries of Y it touches, and with which factor.

1. **A bias** is added to every number of its map, in every image: db[f] = Σ_n Σ_i Σ_j dY[n, f, i, j].

2. **A number of a kernel** is used at every place, and meets there the pixel that lies (u, v) further on:

       dkernels[f, c, u, v] = Σ_n Σ_i Σ_j dY[n, f, i, j] · Z[n, c, stride·i + u, stride·j + v]

   At stride 1 this is the cross-correlation of the framed image with dY. For each (u, v), the pixels that are met are
   a slice of Z with steps of stride, as large as dY.

3. **A pixel** of the framed image hears from all windows that it lies in:

       dZ[n, c, y, x] = Σ_f Σ dY[n, f, i, j] · kernels[f, c, u, v]    over all i, j, u, v with y = stride·i + u,
                                                                      x = stride·j + v.

   Read the other way round, it is a rule for spreading: each dY[n, f, i, j], times the kernel, is *added* to its
   window. Nothing is turned around here. Solved for u = y − stride·i it becomes, at stride 1, a cross-correlation of
   dY, in a frame of P − 1 and Q − 1 zeros, with the kernel turned around: the same sum from the pixel's point of view.

4. **Stride.** In that view, stride − 1 zeros stand between the entries of dY, and the rows that no window reaches
   follow after them. Whoever spreads needs none of this: a window is where it was on the way forward.

5. **Frame.** X is a part of Z, so dX is that part of dZ: rows pad to pad + H − 1. The slice [pad : −pad] says the same
   unless pad is 0, where it is empty.

6. **The matrix.** With the pixels in one long vector, Y = T x without bias, and dX = Tᵀ dY. Adjoint means
   ⟨T x, dY⟩ = ⟨x, Tᵀ dY⟩ for all x and dY, and that can be tried with numbers, without a step size:

>>> rng = np.random.default_rng(0)
>>> x, kernel, dY = rng.normal(size=(1, 1, 1, 4)), rng.normal(size=(1, 1, 1, 2)), rng.normal(size=(1, 1, 1, 3))
>>> Y = x[..., :3] * kernel[..., :1] + x[..., 1:] * kernel[..., 1:]
>>> dX, dkernels, _ = conv2d_backward(dY, x, kernel, 1, 0)
>>> bool(np.isclose(np.sum(Y * dY), np.sum(x * dX))), bool(np.isclose(np.sum(Y * dY), np.sum(kernel * dkernels)))
(True, True)

With numbers, as in the example: dY = (1, 2, 3) is spread by the kernel (1, 10): (1, 10, 0, 0) + (0, 2, 20, 0) +
(0, 0, 3, 30) = (1, 12, 23, 30). The first number of the kernel met 1, 0, 4: 1·1 + 2·0 + 3·4 = 13; the second met
0, 4, 5: 2·4 + 3·5 = 23.
"""
### END EXPLANATION

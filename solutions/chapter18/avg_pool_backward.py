"""Average pooling, backward.

On the way forward a pooling layer took means over windows of size × size pixels, in every channel of every image by
itself. Window (i, j) spans `size` rows from row stride·i − pad on, and `size` columns from column stride·j − pad on; so
it may hang over the border. Of such a window only the pixels inside the image counted: Y[n, c, i, j] was their sum,
divided by their number.

Now the layer is told dY = ∂L/∂Y, and returns dX = ∂L/∂X. A mean is linear: what X was does not matter, and only its
shape is given.

* Each pixel of a window with m pixels inside the image hears dY[n, c, i, j] / m. Inside the image m is size², at the
  border less.
* A pixel that lies in several windows hears from all of them: what they say is added up.
* Pixels between the windows, or left over at the bottom and at the right, have the gradient 0.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 6. Kneusel, Math for Deep Learning, chapter
10.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def avg_pool_backward(dY: Array, x_shape: tuple[int, int, int, int], size: int, stride: int, pad: int) -> Array:
    """Return the gradient of the loss with respect to the images.

    Parameters
    ----------
    dY : (N, C, Ho, Wo)
        ∂L/∂Y, where Ho = ⌊(H + 2 pad − size) / stride⌋ + 1, and Wo likewise.
    x_shape : (N, C, H, W)
        Shape of the images that were pooled.
    size : int
        Rows, and columns, of a window; at least 1.
    stride : int
        Pixels from one window to the next, in both directions; at least 1.
    pad : int
        How far windows may hang over each border: 0 ≤ pad < size.

    Returns
    -------
    dX : (N, C, H, W)

    Examples
    --------
    Two windows of 2 × 2, one pixel apart: those in the middle column hear from both.

    >>> dY = np.array([[[[4.0, 8.0]]]])
    >>> avg_pool_backward(dY, (1, 1, 2, 3), size=2, stride=1, pad=0).tolist()
    [[[[1.0, 3.0, 2.0], [1.0, 3.0, 2.0]]]]

    One pixel, and four windows that hang over with three quarters each: the pixel is the mean of all four.

    >>> avg_pool_backward(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), (1, 1, 1, 1), size=2, stride=1, pad=1).tolist()
    [[[[10.0]]]]
    """
    ### BEGIN SOLUTION
    N, C, H, W = x_shape
    Ho, Wo = dY.shape[2:]
    top, left = stride * np.arange(Ho) - pad, stride * np.arange(Wo) - pad
    rows = np.minimum(top + size, H) - np.maximum(top, 0)  # of each window, inside the image
    columns = np.minimum(left + size, W) - np.maximum(left, 0)
    share = dY / np.outer(rows, columns)
    dZ = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for u, v in np.ndindex(size, size):
        dZ[:, :, u : u + stride * (Ho - 1) + 1 : stride, v : v + stride * (Wo - 1) + 1 : stride] += share
    return dZ[:, :, pad : pad + H, pad : pad + W]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The derivative of a mean.** Y = (x₁ + … + x_m)/m has the derivative 1/m by each of its m pixels. So each of them
   hears dY/m, and by the chain rule what it hears from all of its windows is added up.

2. **How many pixels.** Window (i, j) covers the rows stride·i − pad to stride·i − pad + size − 1; inside the image are
   those from max(·, 0) to min(·, H − 1). The number of rows times the number of columns is m, a different one in each
   corner, at each edge and inside. Divided by size² everywhere, border pixels would hear too little.

>>> top = np.arange(4) - 1
>>> (np.minimum(top + 2, 3) - np.maximum(top, 0)).tolist()  # windows of two rows in an image of three, pad 1
[1, 2, 2, 1]

3. **All windows at once.** Pixel (u, v) of all windows is a slice of the framed image with steps of stride. size² such
   slices get `share` added, and since a slice has no place twice, += adds once for each window.

4. **What is kept.** m pixels hear dY/m each: every dY comes out once, and the sums over dX and dY are equal.

>>> dX = avg_pool_backward(np.arange(1.0, 10.0).reshape(1, 1, 3, 3), (1, 1, 4, 4), size=3, stride=2, pad=2)
>>> round(float(dX.sum()), 9)
45.0

5. **Adjoint.** Pooling is a matrix A with rows that sum to 1, and this is Aᵀ: ⟨A x, dY⟩ = ⟨x, Aᵀ dY⟩. In two
   directions A is the Kronecker product of one matrix for rows and one for columns, so dX = A_rowsᵀ dY A_columns for
   each channel.

With numbers, as in the example: the first window hands on 4/4 = 1, the second 8/4 = 2, and the middle column gets 1 +
2.
"""
### END EXPLANATION

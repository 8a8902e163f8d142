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
    raise NotImplementedError

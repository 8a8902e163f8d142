"""Cross-correlation that keeps the size of the image.

What a layer of a neural network calls convolution is, for mathematicians, cross-correlation: the kernel is laid on the
image as it is, without turning it around. Here its centre is laid on each pixel (i, j) in turn:

    Y[i, j] = Σ_u Σ_v kernel[u, v] · image[i + u − (P − 1)/2, j + v − (Q − 1)/2],    u = 0 … P − 1,  v = 0 … Q − 1.

Near the border the kernel hangs over the edge. Beyond it the image is taken to be black: pixels that don't exist count
as 0. So there is one number for every pixel, and Y is as large as the image.

P and Q are odd, so that there is a centre. They may be different from each other, and the kernel may be larger than the
image. Nothing is normalised: not by the sum of the kernel, nor by how much of it lies inside.

References
----------
Kneusel, Math for Deep Learning, chapter 9. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
chapter 6.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def cross_correlate2d_same(image: Array, kernel: Array) -> Array:
    """Return the cross-correlation of `image` with `kernel` at every pixel, with zeros around the image.

    Parameters
    ----------
    image : (H, W)
    kernel : (P, Q)
        P and Q are odd.

    Returns
    -------
    Y : (H, W)

    Examples
    --------
    Ten times the left neighbour plus the right one; at both ends one of them is missing.

    >>> cross_correlate2d_same(np.array([[1.0, 2.0, 3.0]]), np.array([[10.0, 0.0, 1.0]])).tolist()
    [[2.0, 13.0, 20.0]]
    """
    raise NotImplementedError

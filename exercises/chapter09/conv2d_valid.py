"""Convolution of an image with a kernel, without padding.

A kernel (P, Q) glides over an image (H, W). At every place where it lies entirely inside, it makes one number, a
weighted sum of the pixels below it:

    Y[i, j] = Σ_u Σ_v kernel[u, v] · image[i + P − 1 − u, j + Q − 1 − v],    u = 0 … P − 1,  v = 0 … Q − 1.

Look at the signs: while u counts rows of the kernel downwards, the rows of the image are counted upwards, and the same
from left to right. This is convolution as mathematics and signal processing have it. Most libraries for deep learning
call something else by this name, with plus signs in both places; the two agree for symmetric kernels only.

What the minus signs are good for: they make convolution associative. To smooth an image with one kernel and then with
another is to smooth it once, with the convolution of the two.

There is no padding and the stride is 1, so Y has (H − P + 1, W − Q + 1) entries. P ≤ H and Q ≤ W, and neither the image
nor the kernel need be square, nor P or Q be odd. Nothing is normalised.

References
----------
Kneusel, Math for Deep Learning, chapter 9. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
chapter 6.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def conv2d_valid(image: Array, kernel: Array) -> Array:
    """Return the convolution of `image` with `kernel` where they overlap entirely.

    Parameters
    ----------
    image : (H, W)
    kernel : (P, Q)

    Returns
    -------
    Y : (H − P + 1, W − Q + 1)

    Examples
    --------
    The kernel is one row of two, so Y[i, j] = 10 · image[i, j + 1] + 1 · image[i, j].

    >>> conv2d_valid(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[10.0, 1.0]])).tolist()
    [[21.0, 32.0], [54.0, 65.0]]
    """
    raise NotImplementedError

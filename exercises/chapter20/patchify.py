"""An image as a sequence of patches.

A transformer reads sequences. To have it look at an image, cut the image into squares of p × p pixels, and write the
numbers of each square in a row: a patch is a word.

An image has the shape (H, W, C): rows, columns, channels. With p dividing H and W there are (H/p) · (W/p) patches of
p · p · C numbers each:

* Patches come in the order of reading: those of the uppermost p rows first, from left to right, then those below.
* Inside a patch, too, numbers come by row, then column, then channel: the pixel in row r and column s of the patch has
  its channel c at (r · p + s) · C + c.

`unpatchify` is the way back: patches, and the height H and the width W of the image that they came from.

* If p does not divide H and W, raise ValueError, on both ways. What unpatchify is given else does fit: (H/p) · (W/p)
  rows of p · p · C numbers.
* p ≥ 1. Nothing is computed: each number of the image occurs once in the patches, bit for bit. Results are new arrays.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, tricks of the trade. Dosovitskiy et al., An Image is
Worth 16x16 Words: Transformers for Image Recognition at Scale (2021), section 3.1.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def patchify(img: Array, p: int) -> Array:
    """Cut an image into patches.

    Parameters
    ----------
    img : (H, W, C) float64
    p : int
        The side of a patch, in pixels.

    Returns
    -------
    patches : (H/p · W/p, p · p · C) float64

    Raises
    ------
    ValueError
        If p does not divide H and W.

    Examples
    --------
    >>> img = np.arange(8.0).reshape(2, 4, 1)
    >>> img[:, :, 0].tolist()
    [[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0]]
    >>> patchify(img, 2).tolist()
    [[0.0, 1.0, 4.0, 5.0], [2.0, 3.0, 6.0, 7.0]]
    """
    raise NotImplementedError


def unpatchify(patches: Array, H: int, W: int, p: int) -> Array:
    """Put an image together from its patches.

    Parameters
    ----------
    patches : (H/p · W/p, p · p · C) float64
    H, W : int
        Height and width of the image.
    p : int
        The side of a patch, in pixels.

    Returns
    -------
    img : (H, W, C) float64

    Raises
    ------
    ValueError
        If p does not divide H and W.

    Examples
    --------
    >>> patches = np.array([[0.0, 1.0, 4.0, 5.0], [2.0, 3.0, 6.0, 7.0]])
    >>> unpatchify(patches, 2, 4, 2)[:, :, 0].tolist()
    [[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0]]
    """
    raise NotImplementedError

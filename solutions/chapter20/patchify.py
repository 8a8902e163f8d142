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
    ### BEGIN SOLUTION
    H, W, C = img.shape
    grid = img.reshape(H // p, p, W // p, p, C)  # refuses a p that does not divide H and W
    return np.array(grid.transpose(0, 2, 1, 3, 4)).reshape(-1, p * p * C)
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    if H % p or W % p:
        raise ValueError(f"patches of {p} by {p} pixels don't fill an image of {H} by {W}")
    grid = patches.reshape(H // p, W // p, p, p, -1)
    return np.array(grid.transpose(0, 2, 1, 3, 4)).reshape(H, W, -1)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Five axes.** Row h of the image is row h % p of the patch in grid row h // p: reshape splits one axis into two,
   H into (H/p, p) and W into (W/p, p). An entry is then called (grid row, row, grid column, column, channel).

2. **Transpose, then join.** Patches want (grid row, grid column, row, column, channel): the second and third axes
   change places. Only then may the first two be joined, and the last three.

3. **Reshape alone doesn't cut squares.** It never changes the order of numbers in memory, so
   img.reshape(-1, p * p * C) takes p · p pixels in a line. Of a 4 × 4 image with p = 2, that is a row at a time:

>>> img = np.arange(16.0).reshape(4, 4, 1)
>>> img.reshape(-1, 4)[0].tolist(), patchify(img, 2)[0].tolist()
([0.0, 1.0, 2.0, 3.0], [0.0, 1.0, 4.0, 5.0])

4. **The way back.** Exchanging two axes twice changes nothing: the same transpose, between the other shapes. It has to
   be told H and W, as six patches may be 2 × 3 or 3 × 2.

>>> bool(np.all(unpatchify(patchify(img, 2), 4, 4, 2) == img))
True

5. **That patches come back says little.** Whatever order is used, its inverse restores the image. A network with
   trained weights knows one order.

6. **An embedding is a convolution.** A network multiplies each patch by the same matrix E (p · p · C, D). Each column
   of E, folded to p × p × C, is a kernel that moves over the image in strides of p, without overlap.

>>> E = np.arange(4.0).reshape(4, 1)
>>> kernel = E.reshape(2, 2)
>>> strides = [[float(np.sum(img[i : i + 2, j : j + 2, 0] * kernel)) for j in (0, 2)] for i in (0, 2)]
>>> strides == (patchify(img, 2) @ E).reshape(2, 2).tolist()
True
"""
### END EXPLANATION

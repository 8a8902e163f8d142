"""Augmentation: mirrored and moved.

A horse that looks to the left is still a horse, and so is one that stands two pixels further up. A network does not
know that, unless it is shown: in each epoch an image is mirrored at random, framed with zeros, and cut to its size at a
random place. Such images cost nothing, and their labels are known.

An image has the shape (H, W, C): rows, columns, channels. Return a new one of the same shape:

1. With the probability 1/2 mirror it, left to right.
2. Put `pad` rows or columns of zeros at each of its four sides, which gives (H + 2 pad, W + 2 pad, C).
3. Cut out the (H, W) pixels that begin at row i and column j; each of 0, …, 2 pad is equally likely for i, and for j.

* So that two right answers train alike, the draws are settled: flip = rng.random() < 0.5 comes first, then
  i, j = rng.integers(0, 2 * pad + 1, size=2), and nothing else.
* The result always is an array of its own, even where nothing happens to the image.
* pad is an integer, at least 0.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, tricks of the trade. He, Zhang, Ren, Sun, Deep
Residual Learning for Image Recognition (2016), section 4.2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def augment_flip_crop(img: Array, pad: int, rng: np.random.Generator) -> Array:
    """Return an image that is mirrored and moved at random.

    Parameters
    ----------
    img : (H, W, C) float64
    pad : int
        How far it may be moved, in pixels, ≥ 0.
    rng : numpy.random.Generator

    Returns
    -------
    augmented : (H, W, C) float64

    Examples
    --------
    This Generator gives 0.64, which is no flip, and then i = 1, j = 0: the image moves a column to the right.

    >>> img = np.array([[[1.0], [2.0]], [[3.0], [4.0]]])
    >>> augment_flip_crop(img, 1, np.random.default_rng(0))[:, :, 0].tolist()
    [[0.0, 1.0], [0.0, 3.0]]
    """
    ### BEGIN SOLUTION
    mirror = rng.random() < 1 / 2
    i, j = rng.integers(2 * pad + 1, size=2)
    H, W, _ = img.shape
    mirrored = img[:, ::-1] if mirror else img
    padded = np.pad(mirrored, ((pad, pad), (pad, pad), (0, 0)))
    return padded[i : i + H, j : j + W].copy()
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The axis of a mirror.** Left and right are along the columns, axis 1: img[:, ::-1]. img[::-1] turns the image
   upside down, and img[..., ::-1] leaves it in place and exchanges its colours.

2. **How far.** In the frame the image begins at row pad. Cut from row i, it has moved pad − i rows down: from pad down
   to pad up. That is 2 pad + 1 places; i = pad leaves it where it is. `integers` excludes its upper end, so that is
   2 pad + 1, too.

3. **Channels have no frame.** np.pad wants a pair for each axis: (0, 0) for the last. One number pads all three.

4. **The order is settled.** Cut first and then mirrored, the image moves in the other direction: as likely, but another
   image for the same Generator.

5. **A view.** With pad = 0 and no flip, slices alone return memory of the original, and whoever normalises the
   augmented image in place spoils it for all later epochs.

6. **All of them.** There are 2 (2 pad + 1)² outcomes, equally likely. A single bright pixel in the middle of a 3 × 3
   image lands on each of the nine places equally often if pad = 1.

>>> img, counts, rng = np.zeros((3, 3, 1)), np.zeros((3, 3, 1)), np.random.default_rng(0)
>>> img[1, 1] = 1.0
>>> for _ in range(9000):
...     counts += augment_flip_crop(img, 1, rng)
>>> bool(counts.min() > 900), bool(counts.max() < 1100)
(True, True)
"""
### END EXPLANATION

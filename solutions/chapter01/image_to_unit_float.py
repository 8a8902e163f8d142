"""Images, there and back.

A grey image (H, W) is stored as bytes: uint8, whole numbers from 0 (black) to 255 (white). Networks want real numbers
of moderate size, so an image is mapped to the unit interval on the way in, and back to bytes on the way out:

    x = g / 255,        g = 255 x, rounded to the nearest whole number.

Two functions are asked for, one for each direction.

* The unit is always 255, whatever is in the image: a dark image stays dark. 0 becomes 0.0, and 255 becomes 1.0.
* `image_to_unit_float` returns float64, `unit_float_to_image` returns uint8.
* What a network gives need not lie between 0 and 1. On the way back, what is below 0 becomes 0, and what is above 1
  becomes 255.
* Each byte stands for the numbers that are nearest to it. So round, don't cut: of 256 bytes, none may change on the way
  there and back. (What lies exactly half-way between two bytes is not asked.)

A byte holds nothing but 0 to 255, and its arithmetic wraps around without a word: 200 + 100 is 44, and what happens to
256.0 or −1.0 when it is cast to uint8 is nobody's promise. Everything has to be in range before it becomes a byte.

References
----------
Kneusel, Math for Deep Learning, chapter 1.
"""

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Array = NDArray[np.float64]


def image_to_unit_float(img: Bytes) -> Array:
    """Return an image of bytes as numbers from 0 to 1.

    Parameters
    ----------
    img : (H, W), uint8

    Returns
    -------
    x : (H, W), float64
        img / 255.

    Examples
    --------
    >>> image_to_unit_float(np.array([[0, 51, 255]], dtype=np.uint8)).tolist()
    [[0.0, 0.2, 1.0]]
    """
    ### BEGIN SOLUTION
    x: Array = img / 255.0
    return x
    ### END SOLUTION


def unit_float_to_image(x: Array) -> Bytes:
    """Return numbers from 0 to 1 as an image of bytes; what lies outside becomes black or white.

    Parameters
    ----------
    x : (H, W), float64
        Finite, in any range.

    Returns
    -------
    img : (H, W), uint8
        255 x, rounded to the nearest whole number, from 0 to 255.

    Examples
    --------
    0.3 is 76.5 of 255, and a little more is nearer to 77:

    >>> img = unit_float_to_image(np.array([[0.2, 0.301, 1.0], [-0.5, 0.0, 7.0]]))
    >>> img.tolist(), img.dtype.name
    ([[51, 77, 255], [0, 0, 255]], 'uint8')
    """
    ### BEGIN SOLUTION
    return np.round(255.0 * np.clip(x, 0.0, 1.0)).astype(np.uint8)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **There.** `img / 255` is right as it stands: `/` makes floats of whole numbers. `//` does not, and gives 0 for all
   but 255. Anything that is computed *before* the division still is done in bytes, and wraps:

>>> img = np.array([[200, 100]], dtype=np.uint8)
>>> (img + np.uint8(100)).tolist(), (img / 255 + 100 / 255).round(3).tolist()
([[44, 200]], [[1.176, 0.784]])

2. **Not by the largest.** img / img.max() makes every image reach white: two photographs of one scene, taken by day and
   at dusk, become the same, and of a black image there is 0 / 0. The same 255 for all images keeps them comparable.

3. **Back: into range first.** 255 x is between 0 and 255 if x is between 0 and 1; `np.clip` sees to that. A cast is no
   remedy: it keeps eight bits, if anything, and turns a little more than white into black.

>>> np.array([255, 256, 257]).astype(np.uint8).tolist()
[255, 0, 1]

4. **Then round.** `astype` cuts off what follows the point. g / 255 is rounded to the nearest float64, which may be a
   little too small: what comes back is then 113.99999… instead of 114, and is cut to 113. With x = g · (1/255), whose
   factor is rounded, too, that happens to a tenth of all bytes.

>>> g = np.arange(256)
>>> x = g * (1 / 255)
>>> int(np.sum((x * 255).astype(np.uint8) != g)), int(np.sum(np.round(x * 255) != g))
(24, 0)

   Rounding leaves half a step of room on both sides, 1/510, against errors of 10⁻¹⁶. It also makes the error of any x
   at most half a step; cutting makes it up to a whole one, and every image darker by half a step on average.

>>> unit_float_to_image(np.array([[0.999, 0.5 + 1e-6]])).tolist()  # 254.745 and 127.500255
[[255, 128]]
"""
### END EXPLANATION

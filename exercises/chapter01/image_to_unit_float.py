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
    raise NotImplementedError


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
    raise NotImplementedError

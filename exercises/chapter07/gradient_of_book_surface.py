"""A surface and its field of arrows.

The surface f(x, y) = x² + x y + y² is a bowl with an oval rim, turned by 45 degrees: the term x y couples x and y.
Work its two partial derivatives out on paper, and compute them with the height, at one point or on a whole grid. Drawn
as arrows on the plane, (∂f/∂x, ∂f/∂y) is a field that points up the walls of the bowl.

* x and y are numbers or arrays, and broadcast against each other: a row (n,) and a column (m, 1) make a grid (m, n).
* All three results have the shape that x and y have together: on a grid, f_x and f_y have a number for each point.

References
----------
Kneusel, Math for Deep Learning, chapter 7.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = float | NDArray[np.float64]


def gradient_of_book_surface(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return the height of x² + x y + y² and its partial derivatives.

    Parameters
    ----------
    x, y : float, or arrays whose shapes broadcast

    Returns
    -------
    f, f_x, f_y : float, or arrays of the shape of x and y together
        The height, and the derivatives along x and along y.

    Examples
    --------
    At (2, 1) the height is 4 + 2 + 1. The grid of x = 0, 1 and y = 0, 2 has four heights:

    >>> [float(number) for number in gradient_of_book_surface(2.0, 1.0)]
    [7.0, 5.0, 4.0]
    >>> gradient_of_book_surface(np.array([0.0, 1.0]), np.array([[0.0], [2.0]]))[0].tolist()
    [[0.0, 1.0], [4.0, 7.0]]
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    return x * x + x * y + y * y, 2 * x + y, x + 2 * y
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One variable at a time.** Along x, y is a number like any other: x² has the slope 2x, x y the slope y, and y² none.

       ∂f/∂x = 2x + y,    ∂f/∂y = x + 2y.

   At (1/2, −2/5): f = 0.25 − 0.2 + 0.16 = 0.21, with the slopes 1 − 0.4 = 0.6 and 0.5 − 0.8 = −0.3.

>>> [round(number, 12) for number in gradient_of_book_surface(0.5, -0.4)]
[0.21, 0.6, -0.3]

2. **As a matrix.** The gradient is A (x, y) with A = [[2, 1], [1, 2]], and f is half of (x, y) · A (x, y). A is
   symmetric: ∂²f/∂x∂y = ∂²f/∂y∂x = 1.

3. **Where it is level.** 2x + y = 0 and x + 2y = 0 have the solution (0, 0) alone: the bottom of the bowl. Along (1, 1)
   the wall is steepest, along (1, −1) flattest: at the distance 1 it is 3/2 high in the first direction, and 1/2 in the
   second.

>>> a = np.sqrt(0.5)
>>> [round(float(gradient_of_book_surface(a, b)[0]), 12) for b in (a, -a)]
[1.5, 0.5]

4. **Broadcasting.** x y of a row and a column is a grid, and so is each sum in which both occur. No loop is needed.
"""
### END EXPLANATION

"""Polynomial features.

A polynomial w_0 + w_1 x + … + w_p x^p is curved in x, but straight in its weights: it is the inner product of w with
the powers of x. Whoever can fit a plane can fit a polynomial, once each number x has been replaced by the row of its
powers,

    x  →  (1, x, x², …, x^p).

The rows of N samples make a table Φ of the shape (N, p + 1), known as Vandermonde's matrix; Φ w are the N values of the
polynomial. The degree p decides how much it can bend: with p = N − 1 it passes through any N points, noise included.

* Powers rise from left to right: column j holds x^j, and column 0 holds ones, for x = 0 too.
* The table holds floats (float64), also where x holds whole numbers. Powers of integers soon are more than an int64 can
  hold, and wrap around without a word.
* The degree is 0 or more; for 0 the column of ones is left.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 2, on polynomial fits.
"""

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64 | np.int64]


def polynomial_features(x: Values, degree: int) -> NDArray[np.float64]:
    """Return the powers of each number, from 0 up to the degree.

    Parameters
    ----------
    x : (N,), floats or integers
    degree : int
        The highest power, 0 or more.

    Returns
    -------
    Phi : (N, degree + 1), floats

    Examples
    --------
    >>> polynomial_features(np.array([2, -1, 0]), 3).tolist()
    [[1.0, 2.0, 4.0, 8.0], [1.0, -1.0, 1.0, -1.0], [1.0, 0.0, 0.0, 0.0]]
    """
    ### BEGIN SOLUTION
    return x.astype(np.float64)[:, None] ** np.arange(degree + 1)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Broadcasting.** x as a column (N, 1), raised to the row 0, 1, …, p: each number meets each power, and the result is
   (N, p + 1). In NumPy, as in algebra, 0⁰ is 1: the constant of a polynomial is there at 0, too.

2. **Linear in the weights.** Φ w = w_0 + w_1 x + … + w_p x^p, sample by sample. Here is 1 − 2x + x² = (1 − x)²:

>>> Phi = polynomial_features(np.array([0.0, 1.0, 3.0]), 2)
>>> (Phi @ np.array([1.0, -2.0, 1.0])).tolist()
[1.0, 0.0, 4.0]

3. **Interpolation.** For N different numbers and p = N − 1, Φ is square. Its determinant is the product of all
   differences x_j − x_i, i < j, and so it is not 0: exactly one polynomial of degree N − 1 passes through N points. A
   network or a polynomial that hits every sample has not thereby learnt anything about the next.

>>> float(np.round(np.linalg.det(Phi), 12)), (1 - 0) * (3 - 0) * (3 - 1)
(6.0, 6)

4. **Why floats.** 100¹⁰ = 10²⁰ is more than 2⁶³. Integers keep the lowest 64 bits of it; floats keep the first sixteen
   digits, which is what is wanted.

>>> int(np.array([100])[0] ** 10), float(polynomial_features(np.array([100]), 10)[0, 10])
(7766279631452241920, 1e+20)
"""
### END EXPLANATION

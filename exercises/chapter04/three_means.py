"""Arithmetic, geometric and harmonic mean.

A mean of positive numbers x₁, …, x_N is the one number that could stand in the place of each of them. Which number that
is depends on what is to stay the same:

* their sum, and it is the arithmetic mean, A = (x₁ + … + x_N) / N;
* their product, and it is the geometric mean, G = (x₁ · … · x_N)^(1/N), for growth rates and everything else that is
  multiplied;
* the sum of their reciprocals, and it is the harmonic mean, H = N / (1/x₁ + … + 1/x_N), for speeds over equal
  distances, and for precision and recall: the F1 score is H of the two.

Always H ≤ G ≤ A, and they are equal only if all numbers are.

* The order of the results is A, G, H.
* x may hold integers. The results are floats all the same.
* An empty x raises ValueError, and so does one with a number that is 0 or negative.
* Mind large products. A hundred numbers around 5000 have a product around 10³⁷⁰, and a float64 ends at 10³⁰⁸; a hundred
  around 0.0002 have one that is 0 to a float64. Their geometric means are 5000 and 0.0002 nevertheless.

References
----------
Kneusel, Math for Deep Learning, chapter 4, on means.
"""

import numpy as np
from numpy.typing import NDArray


def three_means(x: NDArray[np.float64 | np.int64]) -> tuple[float, float, float]:
    """Return the three classical means of positive numbers.

    Parameters
    ----------
    x : (N,), floats or integers
        All of them positive, and at least one.

    Returns
    -------
    arithmetic, geometric, harmonic : float

    Raises
    ------
    ValueError
        If x is empty, or an entry is not positive.

    Examples
    --------
    2 + 9 + 12 = 23, 2 · 9 · 12 = 6³, and 1/2 + 1/9 + 1/12 = 25/36:

    >>> A, G, H = three_means(np.array([2, 9, 12]))
    >>> round(float(A), 6), round(float(G), 6), round(float(H), 6)
    (7.666667, 6.0, 4.32)
    """
    raise NotImplementedError

"""Pearson's correlation coefficient.

Do two quantities go together? Let x and y be measured on the same N samples. Where x is above its mean, is y above its
own, too? The covariance is the mean of the products of both deviations; divided by both standard deviations, it has no
unit any more:

    r = Σ (xᵢ − x̄)(yᵢ − ȳ) / √( Σ (xᵢ − x̄)² · Σ (yᵢ − ȳ)² ).

r is 1 if y = a x + b with a > 0, −1 if a < 0, and always in between; near 0 there is no linear relation. (There may be
another: of y = x², on both sides of 0, it knows nothing.) Other units change nothing, r(a x + b, y) = r(x, y) for a >
0.

* Whether variances and covariance are divided by N or by N − 1 does not matter, as long as all three are: it cancels.
* If all values of x are equal, or all of y, there is no r: NaN. Ask whether they are equal: the mean of seven times 0.1
  is not 0.1 on a computer, so the deviations that are computed need not be 0, and r would be made of rounding.
* x and y have the same length, and hold floats or integers. Fewer than two samples raise ValueError.

Mind rounding. N Σ xy − Σx Σy is the same numerator on paper; with values around a million, both terms are around 10¹³,
and their difference has few right digits left.

References
----------
Kneusel, Math for Deep Learning, chapter 4, on correlation.
"""

import numpy as np
from numpy.typing import NDArray


def pearson_r(x: NDArray[np.float64 | np.int64], y: NDArray[np.float64 | np.int64]) -> float:
    """Return the correlation of two quantities.

    Parameters
    ----------
    x, y : (N,), floats or integers
        Both of the same samples, at least two.

    Returns
    -------
    r : float
        From −1 to 1; NaN if x or y is constant.

    Raises
    ------
    ValueError
        If there are fewer than two samples.

    Examples
    --------
    The deviations of x are −2, 0, 2, those of y are −1, −1, 2. Their products sum to 6, their squares to 8 and to 6:

    >>> round(float(pearson_r(np.array([1, 3, 5]), np.array([2, 2, 5]))), 6)
    0.866025
    """
    raise NotImplementedError

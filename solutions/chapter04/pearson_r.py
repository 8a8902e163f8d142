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
    ### BEGIN SOLUTION
    if len(x) < 2:
        raise ValueError("a correlation needs two samples at least")
    if np.all(x == x[0]) or np.all(y == y[0]):
        return np.nan
    dx, dy = x - np.mean(x), y - np.mean(y)
    return float(dx @ dy / (np.linalg.norm(dx) * np.linalg.norm(dy)))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Signs of products.** (xᵢ − x̄)(yᵢ − ȳ) is positive where both are above their means or both below, negative where
   they differ. The sum tells which prevails. It has a unit, that of x times that of y, and grows with N.

2. **Divide by sizes.** Write the deviations as vectors dx and dy in ℝᴺ. Then

       r = dx · dy / (‖dx‖ ‖dy‖) = cos of the angle between them.

   So −1 ≤ r ≤ 1 (Cauchy and Schwarz), and r = ±1 means that dy is a multiple of dx: all points lie on a line.

3. **N or N − 1.** cov = dx · dy / c, s_x = ‖dx‖ / √c, s_y = ‖dy‖ / √c with c = N or N − 1. In cov / (s_x s_y) c
   cancels, if it is the same c. NumPy's `np.cov` has N − 1 and its `np.std` has N, so their quotient is off by N / (N −
   1):

>>> x, y = np.array([1.0, 3.0, 5.0]), np.array([2.0, 2.0, 5.0])
>>> mixed = np.cov(x, y)[0, 1] / (np.std(x) * np.std(y))
>>> round(float(mixed), 6), round(float(mixed) * 2 / 3, 6)
(1.299038, 0.866025)

4. **Constant.** If x is constant, dx = 0 and 0 / 0 says that there is nothing to say. But seven tenths have deviations
   of 10⁻¹⁷ to a computer, all of the same sign, and r becomes any number:

>>> tenths = np.full(7, 0.1)
>>> bool(np.any(tenths - tenths.mean())), bool(np.isnan(pearson_r(tenths, np.arange(7))))
(True, True)

5. **What it does not say.** r = 0 does not mean independent: y = x² is decided by x.

>>> x = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
>>> pearson_r(x, x**2)
0.0

With numbers: x = 1, 3, 5 and y = 2, 2, 5 have the means 3 and 3. dx = (−2, 0, 2), dy = (−1, −1, 2); dx · dy = 2 + 0 + 4
= 6, ‖dx‖² = 8, ‖dy‖² = 6, and r = 6 / √48 = 0.866.
"""
### END EXPLANATION

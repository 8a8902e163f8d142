"""Spearman's rank correlation.

Pearson's coefficient asks how well a line fits, and one absurd value can decide it. Often only the order matters: does
y grow where x grows, along whatever curve? Spearman's coefficient forgets the values and keeps their ranks: it is
Pearson's coefficient of the ranks of x and the ranks of y.

The smallest value has rank 1, the next one rank 2, the largest of N rank N. Equal values share their ranks: each gets
the mean of those that they take up together. Of 10, 20, 20, 40 the ranks are 1, 2.5, 2.5, 4, because the two 20s take
up 2 and 3.

So ρ is 1 if y always grows with x, and −1 if it always falls. Any increasing function of x, such as exp(x), leaves it
as it is.

* Ties get the mean of their ranks: neither the smallest of them, nor one after the other.
* With ties, 1 − 6 Σ dᵢ² / (N (N² − 1)), with the differences dᵢ of the ranks, is not ρ. Without ties it is.
* If all values of x are equal, or all of y, there is no ρ: NaN.
* x and y have the same length, and hold floats or integers. Fewer than two samples raise ValueError.

References
----------
Kneusel, Math for Deep Learning, chapter 4, on Spearman's correlation.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Sample = NDArray[np.float64 | np.int64]


def spearman_rho(x: Sample, y: Sample) -> float:
    """Return the correlation of the ranks of two quantities.

    Parameters
    ----------
    x, y : (N,), floats or integers
        Both of the same samples, at least two.

    Returns
    -------
    rho : float
        From −1 to 1; NaN if x or y is constant.

    Raises
    ------
    ValueError
        If there are fewer than two samples.

    Examples
    --------
    The ranks of x are 1, 2, 3, those of y are 1.5, 1.5, 3; their deviations from 2 are −1, 0, 1 and −½, −½, 1.

    >>> round(float(spearman_rho(np.array([5.0, 7.0, 1000.0]), np.array([4, 4, 8]))), 6)
    0.866025
    """
    raise NotImplementedError

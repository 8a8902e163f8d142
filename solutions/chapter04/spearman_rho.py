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
    ### BEGIN SOLUTION
    if len(x) < 2:
        raise ValueError("a correlation needs two samples at least")
    dx, dy = _ranks(x) - (len(x) + 1) / 2, _ranks(y) - (len(x) + 1) / 2
    norms = float(np.linalg.norm(dx) * np.linalg.norm(dy))
    return float(dx @ dy) / norms if norms else np.nan


def _ranks(x: Sample) -> Array:
    """Return the ranks from 1 on: how many are smaller, and half of those that are equal, itself included."""
    smaller: Array = np.sum(x < x[:, np.newaxis], axis=1)
    equal: Array = np.sum(x == x[:, np.newaxis], axis=1)
    return smaller + (equal + 1) / 2
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Ranks by counting.** Let `smaller` be how many values are smaller than x, and `equal` how many are equal to it,
   itself included. The equal ones take up the ranks smaller + 1, …, smaller + equal, whose mean is smaller + (equal +
   1) / 2.

>>> x = np.array([10, 40, 20, 20])
>>> smaller, equal = np.sum(x < x[:, None], axis=1), np.sum(x == x[:, None], axis=1)
>>> (smaller + (equal + 1) / 2).tolist()
[1.0, 4.0, 2.5, 2.5]

2. **argsort is not the rank.** `np.argsort(x)` says where the smallest stands, where the next one, and so on: an index
   for each rank. The rank of each value is the other way round, the argsort of the argsort, and without ties it is
   right:

>>> y = np.array([30, 10, 40, 20])
>>> (np.argsort(y) + 1).tolist(), (np.argsort(np.argsort(y)) + 1).tolist()
([2, 4, 1, 3], [3, 1, 4, 2])

3. **The mean rank is (N + 1)/2**, with ties or without: ties share what they take up, so the sum 1 + … + N stays. Ranks
   and their deviations are multiples of ½, and exact on a computer. That is why ρ of a constant is 0 / 0, and no
   rounding.

4. **The short formula.** Without ties Σ (rank − mean)² = N (N² − 1)/12 for x and for y, and with dᵢ the difference of
   both ranks, Σ dᵢ² = 2 N (N² − 1)/12 − 2 Σ dx dy. So

       ρ = Σ dx dy / (N (N² − 1)/12) = 1 − 6 Σ dᵢ² / (N (N² − 1)).

   Ties make the sums of squares smaller, and the formula wrong: for the ranks 1, 2, 3 and 1.5, 1.5, 3 it gives 0.875.

>>> d = np.array([1, 2, 3]) - np.array([1.5, 1.5, 3])
>>> 1 - 6 * float(d @ d) / (3 * (9 - 1))
0.875

5. **Only the order matters.** Between 7 and 1000 there is one step, as between 5 and 7.

>>> x, y = np.array([0.0, 1.0, 2.0, 3.0]), np.array([5.0, 4.0, 8.0, 7.0])
>>> spearman_rho(x, y) == spearman_rho(np.exp(x), y**3)
True

With numbers: the ranks of 5, 7, 1000 are 1, 2, 3, those of 4, 4, 8 are 1.5, 1.5, 3. Deviations from 2: −1, 0, 1 and −½,
−½, 1. Products: ½ + 0 + 1 = 1.5. Squares: 2 and 1.5. ρ = 1.5 / √3 = 0.866.
"""
### END EXPLANATION

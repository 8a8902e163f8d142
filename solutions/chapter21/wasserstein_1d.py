"""How far one heap of numbers has to be moved to become another.

n numbers x and m numbers y: think of heaps of sand, 1/n at each x and 1/m at each y. To make the second heap of the
first, sand has to be moved; a grain that goes a distance of 1 costs its weight. The least that all of it can cost is
the Wasserstein distance of the two samples, of order 1. On a line it is known: no grain overtakes another, and

    W(x, y) = ∫ |F(s) − G(s)| ds,

where F(s) is the share of the x that are ≤ s, and G(s) that of the y. Return W.

* If n = m, it is the mean of the distances of the sorted numbers: the least to the least, and so on. If n and m differ,
  grains have different weights, and none may be left out or invented: F and G are steps, and nothing is interpolated.
* A number that occurs twice counts twice.
* Neither x nor y is sorted. n ≥ 1 and m ≥ 1; numbers may be tiny or huge.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 8.3. Arjovsky, Chintala, Bottou, Wasserstein GAN
(2017). Villani, Topics in Optimal Transportation (2003), section 2.2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def wasserstein_1d(x: Array, y: Array) -> float:
    """Return the Wasserstein distance of order 1 of two samples on a line.

    Parameters
    ----------
    x : (n,) float64
    y : (m,) float64

    Returns
    -------
    W : float
        In the unit of the numbers.

    Examples
    --------
    Sorted, 1 goes to 2 and 5 to 9: (1 + 4)/2. In the second, half of the sand at 0 goes to 1, and half to 3.

    >>> float(wasserstein_1d(np.array([5.0, 1.0]), np.array([2.0, 9.0])))
    2.5
    >>> float(wasserstein_1d(np.array([0.0]), np.array([3.0, 1.0])))
    2.0
    """
    ### BEGIN SOLUTION
    places = np.sort(np.concatenate([x, y]))
    F, G = (np.searchsorted(np.sort(sample), places[:-1], side="right") / len(sample) for sample in (x, y))
    return float(np.sum(np.abs(F - G) * np.diff(places)))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A cut through the line.** At s, the share F(s) of the first heap lies on the left, and G(s) of the second. So at
   least |F(s) − G(s)| has to be carried across s. Adding up over all s, no plan costs less than ∫ |F − G| ds.

2. **It can be done.** Sort both, and fill up the least places first, from the least grains. Across each s, sand then
   goes in one direction only, and just as much as it must: the bound is reached.

3. **Steps.** F and G change only at the n + m numbers. Between two neighbours, sorted together, both are constant: a
   rectangle of the width of the gap and the height |F − G|. `np.searchsorted(sorted, s, side="right")` counts what is ≤
   s.

4. **With numbers.** x = (0, 1, 3), y = (2, 6): the places are 0, 1, 2, 3, 6. F is ⅓, ⅔, ⅔, 1 in the four gaps, G is
   0, 0, ½, ½: ⅓ · 1 + ⅔ · 1 + ⅙ · 1 + ½ · 3 = 2.6667.

>>> round(float(wasserstein_1d(np.array([0.0, 1.0, 3.0]), np.array([2.0, 6.0]))), 4)
2.6667

5. **Equally many.** Grain i of x, sorted, goes to grain i of y: the mean of the distances. For n ≠ m repeat each x m
   times and each y n times, and there are equally many:

>>> x, y = np.sort([0.0, 1.0, 3.0]), np.sort([2.0, 6.0])
>>> round(float(np.mean(np.abs(np.repeat(x, 2) - np.repeat(y, 3)))), 4)
2.6667

6. **Why a generator likes it.** If all y are x moved by c, W = |c|: the nearer, the smaller, with a slope of 1. The
   Jensen–Shannon divergence of heaps that do not touch is log 2, near or far.
"""
### END EXPLANATION

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
    raise NotImplementedError

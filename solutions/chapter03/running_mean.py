"""The law of large numbers, watched.

Throw a die, and write down the mean of all throws so far; throw again, and write down the new mean. The list begins
wildly and becomes calm, near 3.5. The law of large numbers says that it does, for independent numbers of any
distribution that has a mean μ: the mean of the first t goes to μ, and its standard deviation is σ / √t.

For numbers x[0], …, x[N−1], the running mean is

    m[t] = (x[0] + x[1] + … + x[t]) / (t + 1),        t = 0, …, N − 1,

the mean of everything up to and including x[t]. All numbers count alike, however long ago they came: this is neither
the mean of a window of fixed length nor an exponential average.

* m is float64 and has as many entries as x, the first of them x[0], the last the mean of all.
* x may hold integers of any type, such as the bytes of an image (uint8). Mind that a sum of bytes does not fit into a
  byte, and that a mean of whole numbers is no whole number.
* There is at least one number; all are finite.

References
----------
Kneusel, Math for Deep Learning, chapter 3.
"""

import numpy as np
from numpy.typing import NDArray


def running_mean(x: NDArray[np.float64 | np.integer]) -> NDArray[np.float64]:
    """Return the mean of the first entry, of the first two, and so on up to the mean of all.

    Parameters
    ----------
    x : (N,), floats or integers
        At least one number; integers up to a million.

    Returns
    -------
    m : (N,), float64

    Examples
    --------
    >>> running_mean(np.array([3, 6, 0])).tolist()
    [3.0, 4.5, 3.0]
    """
    ### BEGIN SOLUTION
    return np.cumsum(x, dtype=np.float64) / np.arange(1, len(x) + 1)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Sums so far.** `np.cumsum` gives x[0], x[0] + x[1], …: entry t is a sum of t + 1 numbers, to be divided by t + 1.
   Two arrays of N entries, divided entry by entry; no loop.

>>> x = np.array([3.0, 6.0, 0.0])
>>> np.cumsum(x).tolist(), np.arange(1, 4).tolist()
([3.0, 9.0, 9.0], [1, 2, 3])

2. **Without the sums.** From t · m[t−1] + x[t] = (t + 1) · m[t] follows

       m[t] = m[t−1] + (x[t] − m[t−1]) / (t + 1).

   Only the last mean and the count have to be remembered: this is how a mean is kept while data come in. The step is a
   share 1 / (t + 1) of what is new, smaller and smaller. With a share that stays the same, say 1/10, it would be an
   exponential average, which forgets what is long ago, and never becomes calm.

3. **Why it becomes calm.** The variance of a sum of independent numbers is the sum of their variances, (t + 1) σ²;
   divided by t + 1, the mean has the variance (t + 1) σ² / (t + 1)² = σ² / (t + 1).

4. **Whole numbers.** 200 + 100 is 300, and a byte ends at 255. Asked for sums of bytes, NumPy's cumsum takes a larger
   type by itself; a loop with `total += x[t]` does not.

>>> pixels = np.array([200, 100], dtype=np.uint8)
>>> with np.errstate(over="ignore"):
...     int(pixels[0] + pixels[1])
44
>>> running_mean(pixels).tolist()
[200.0, 150.0]

   And an array for the result that is made like x holds whole numbers only:

>>> m = np.zeros_like(np.array([3, 6]))
>>> m[:] = [3.0, 4.5]
>>> m.tolist()
[3, 4]

With numbers: four thousand throws of a die.

>>> throws = np.random.default_rng(0).integers(1, 7, size=4000)
>>> m = running_mean(throws)
>>> [bool(abs(m[t - 1] - 3.5) < 4 * 1.71 / t**0.5) for t in (10, 100, 1000, 4000)]
[True, True, True, True]
"""
### END EXPLANATION

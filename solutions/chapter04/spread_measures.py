"""Measures of spread.

How far do the values of a sample lie from their middle? Deviations from the mean sum to 0, so their signs have to go,
and there are several ways to do that. With the mean m of x₁, …, x_N:

* mad_mean, the mean absolute deviation: the mean of |xᵢ − m|;
* mad_median, the median absolute deviation: the median of |xᵢ − median(x)|, the median taken twice;
* var0 = Σ (xᵢ − m)² / N, the variance of these very numbers;
* var1 = Σ (xᵢ − m)² / (N − 1), the sample variance: an estimate for what the sample was drawn from, right on average;
* std1 = √var1, the standard deviation, in the unit of x again;
* sem = std1 / √N, the standard error of the mean: how far m itself is likely to be off.

Five conventions decide the answer.

* What is returned is a dict with the six names above.
* mad_mean is about the mean, mad_median about the median, and neither is multiplied by anything (1.4826 makes an
  estimate of a normal distribution's deviation out of mad_median: not here).
* x may hold integers; the values are floats.
* If N = 1, the spread of the sample is 0, and what divides by N − 1 is unknown: mad_mean, mad_median and var0 are 0,
  and var1, std1 and sem are NaN.
* An empty x raises ValueError.

Mind rounding. The variance is also the mean of the squares minus the square of the mean, on paper. Around a million the
squares are around 10¹², and their difference has few right digits left.

References
----------
Kneusel, Math for Deep Learning, chapter 4, on measures of variation. Chan, Golub, LeVeque, Algorithms for computing the
sample variance (1983).
"""

import numpy as np
from numpy.typing import NDArray


def spread_measures(x: NDArray[np.float64 | np.int64]) -> dict[str, float]:
    """Return six measures of the spread of a sample.

    Parameters
    ----------
    x : (N,), floats or integers
        At least one.

    Returns
    -------
    spread : dict of float
        With the keys mad_mean, mad_median, var0, var1, std1 and sem.

    Raises
    ------
    ValueError
        If x is empty.

    Examples
    --------
    The mean is 4, and the deviations from it are −4, −2, 0, 6. The median is 3, and those from it are −3, −1, 1, 7.

    >>> spread = spread_measures(np.array([0, 2, 4, 10]))
    >>> float(spread["mad_mean"]), float(spread["mad_median"]), float(spread["var0"])
    (3.0, 2.0, 14.0)
    >>> round(float(spread["var1"]), 6), round(float(spread["std1"]), 6), round(float(spread["sem"]), 6)
    (18.666667, 4.320494, 2.160247)
    """
    ### BEGIN SOLUTION
    N = len(x)
    if N == 0:
        raise ValueError("an empty sample has no spread")
    deviations = x - np.mean(x)
    squares = float(np.sum(deviations**2))
    var1 = squares / (N - 1) if N > 1 else np.nan
    return {
        "mad_mean": float(np.mean(np.abs(deviations))),
        "mad_median": float(np.median(np.abs(x - np.median(x)))),
        "var0": float(squares / N),
        "var1": float(var1),
        "std1": float(np.sqrt(var1)),
        "sem": float(np.sqrt(var1 / N)),
    }
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Signs have to go.** Σ (xᵢ − m) = Σ xᵢ − N m = 0, whatever the sample. So take moduli, or squares.

2. **Why N − 1.** Let the xᵢ be drawn independently from a distribution with mean μ and variance σ². The mean m of the
   sample has the variance σ²/N. Around μ, each term of Σ (xᵢ − μ)² is σ² on average. But m lies in the middle of the
   sample, where the sum is smallest:

       Σ (xᵢ − m)² = Σ (xᵢ − μ)² − N (m − μ)²,     on average  N σ² − N σ²/N = (N − 1) σ².

   Divided by N − 1, that is σ² on average. Divided by N, it is too small, for N = 2 by half. If N = 1, nothing can be
   known: 0 / 0.

   It can be counted out. Draw two numbers out of 0 and 1, with replacement: the variance is 1/4, and of the four
   equally likely samples (0,0), (0,1), (1,0), (1,1)

>>> samples = [np.array(s) for s in ((0, 0), (0, 1), (1, 0), (1, 1))]
>>> [float(np.mean([spread_measures(s)[name] for s in samples])) for name in ("var0", "var1")]
[0.125, 0.25]

3. **The error of the mean.** The variance of a sum of N independent values is N σ², the mean is the sum over N, so its
   variance is N σ² / N² = σ²/N. With var1 for σ², its root is std1 / √N. The spread of a sample does not get smaller if
   it is larger; what is known about the mean gets better, by the root: four times as many halve the error.

4. **The median twice.** mad_median asks how far the middle one of the deviations is out. Half of the sample may be
   nonsense and it still is sensible.

>>> wild = np.array([0.0, 2.0, 4.0, 10.0, 1e6])
>>> spread_measures(wild)["mad_median"], spread_measures(wild)["mad_mean"] > 1e5
(4.0, True)

5. **Subtract first, square afterwards.** On paper Σ (xᵢ − m)² = Σ xᵢ² − N m². A float64 has 16 digits, those of 10¹²
   end at 10⁻⁴:

>>> x = 1e8 + np.array([0.0, 1.0, 2.0])
>>> round(spread_measures(x)["var0"], 6), float(np.mean(x**2) - np.mean(x) ** 2)
(0.666667, 2.0)

With numbers: of 0, 2, 4, 10 the mean is 4; the moduli of −4, −2, 0, 6 have the mean 12/4 = 3. The squares 16, 4, 0, 36
sum to 56: var0 = 56/4 = 14, var1 = 56/3, std1 = 4.32 and sem = 4.32/2 = 2.16. The median is 3, the moduli of −3, −1, 1,
7 are sorted 1, 1, 3, 7, and their median is 2.
"""
### END EXPLANATION

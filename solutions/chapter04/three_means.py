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
    ### BEGIN SOLUTION
    if len(x) == 0 or np.any(x <= 0):
        raise ValueError("means of positive numbers need positive numbers, at least one")
    arithmetic = np.mean(x)
    geometric = np.exp(np.mean(np.log(x)))
    harmonic = 1 / np.mean(1 / x)
    return float(arithmetic), float(geometric), float(harmonic)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One idea, three times.** Turn each number into f(x), take the ordinary mean, and turn it back:

       mean_f = f⁻¹( (f(x₁) + … + f(x_N)) / N ).

   With f(x) = x that is A, with f(x) = log x it is G, with f(x) = 1/x it is H.

2. **Why the logarithm is G.** log of a product is the sum of the logs, so

       log G = (1/N) log(x₁ · … · x_N) = (1/N) Σ log xᵢ.

   On paper it is the same. On a computer the product of a hundred numbers around 5000 is no number any more, while the
   sum of their logarithms is about 850.

>>> x = np.full(100, 5000.0)
>>> float(np.prod(np.full(100, 0.0002)) ** (1 / 100)), round(float(np.exp(np.mean(np.log(x)))), 6)
(0.0, 5000.0)

   Nothing of this depends on the logarithm's base, as long as the same base leads back: 10^(mean of log₁₀ x) is G, too.

3. **H of speeds.** Drive 60 km at 30 km/h and 60 km at 60 km/h: that takes 2 h + 1 h for 120 km, which is 40 km/h, and
   not 45. Equal distances add up times, and times are reciprocals of speeds.

>>> round(three_means(np.array([30.0, 60.0]))[2], 9)
40.0

4. **Why H ≤ G ≤ A.** The logarithm bends downwards: the log of a mean is at least the mean of the logs (Jensen). So
   log A ≥ log G. The same for 1/x₁, …, 1/x_N, whose arithmetic mean is 1/H and whose geometric mean is 1/G, says
   1/H ≥ 1/G. For two numbers it can be seen at once: A − G = ½ (√x₁ − √x₂)².

5. **Units.** With c > 0 all three of c x are c times as large: metres or feet make no difference. But A alone goes
   along with a shift: x + c has the mean A + c, and no simple G or H.

With numbers: of 2, 9, 12 the sum is 23, so A = 7.6667; the product is 216, so G = 6; the reciprocals sum to 25/36, so
H = 3 · 36/25 = 4.32. And 4.32 < 6 < 7.6667.
"""
### END EXPLANATION

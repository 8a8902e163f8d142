"""Mean and variance of a distribution.

A random variable X takes the values x[0], …, x[K−1], with the probabilities p[0], …, p[K−1]. Two numbers sum up what
it does. The mean, or expected value, is where it lies on average,

    E X = Σ_k x[k] p[k],

each value weighted by how often it comes. The variance is how far from there it lies, squared, on average:

    Var X = Σ_k (x[k] − E X)² p[k].

No samples are looked at: the distribution is known, and so are mean and variance. There is nothing to estimate, hence
no N − 1.

* Both results are numbers (floats). The variance has the square of X's unit; it is 0 for a value that is certain.
* p has no negative entries and sums to 1 up to rounding; x is finite. This need not be tested.
* Values may be far from zero: around 10⁸, say, with a variance of 1. Then E X² − (E X)², the same on paper, loses all
  of its digits on a computer, and may even come out negative.

References
----------
Kneusel, Math for Deep Learning, chapters 3 and 4. Chan, Golub, LeVeque, Algorithms for computing the sample variance
(1983).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def pmf_moments(x: Array, p: Array) -> tuple[float, float]:
    """Return mean and variance of a random variable with the values x and the probabilities p.

    Parameters
    ----------
    x : (K,)
        The values, in any order, finite.
    p : (K,)
        Their probabilities, not negative, with the sum 1.

    Returns
    -------
    mean : float
    variance : float

    Examples
    --------
    3 with the probability 1/4, and 7 with 3/4. The mean is 6; the squares 9 and 1 average to 9/4 + 3/4:

    >>> mean, variance = pmf_moments(np.array([3.0, 7.0]), np.array([0.25, 0.75]))
    >>> float(mean), float(variance)
    (6.0, 3.0)
    """
    ### BEGIN SOLUTION
    mean = float(p @ x)
    variance = float(p @ (x - mean) ** 2)
    return mean, variance
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The mean is linear.** Since Σ_k p[k] = 1,

       E(a X + b) = Σ_k (a x[k] + b) p[k] = a Σ_k x[k] p[k] + b Σ_k p[k] = a E X + b.

2. **The variance does not see shifts.** With Y = a X + b, the deviation Y − E Y = a X + b − a E X − b = a (X − E X): b
   drops out, and squared, averaged, Var Y = a² Var X.

3. **The other formula.** Write μ = E X and multiply out:

       Σ (x² − 2 μ x + μ²) p = E X² − 2 μ · μ + μ² · 1 = E X² − μ².

   On paper both are equal. On a computer, numbers are rounded to about 16 digits. For values around 10⁸ the squares are
   around 10¹⁶, known to the nearest 2, and so is their mean: a variance of 1 is below what is lost.

>>> x, p = np.array([1e8, 1e8 + 1.0, 1e8 + 2.0]), np.array([0.25, 0.5, 0.25])
>>> float(np.sum(p * x**2) - np.sum(p * x) ** 2)
0.0
>>> pmf_moments(x, p)
(100000001.0, 0.5)

   The definition subtracts first. An error δ in the mean costs δ² in the variance, for Σ (x − μ) p = 0:

       Σ (x − μ − δ)² p = Var X − 2 δ · 0 + δ².

4. **Without a mean.** Take two independent copies X and X′ of the variable. E (X − X′)² = 2 Var X, so

       Var X = ½ Σ_j Σ_k (x[j] − x[k])² p[j] p[k],

   half of the mean squared difference: that variance has nothing to do with where zero is can be seen here.

>>> d = x[:, None] - x
>>> float(0.5 * p @ d**2 @ p)
0.5

With numbers: a fair die has the mean 3.5 and the variance 35/12.

>>> mean, variance = pmf_moments(np.arange(1.0, 7.0), np.full(6, 1 / 6))
>>> round(mean, 9), round(12 * variance, 9)
(3.5, 35.0)
"""
### END EXPLANATION

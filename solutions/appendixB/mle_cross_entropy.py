"""Maximum likelihood, which is least cross-entropy.

A model says q(x) of each observation x. The likelihood of N independent observations is the product of q(x_n); its
negative logarithm, divided by N, is

    −(1/N) Σ_n log q(x_n):

the cross-entropy of the data's own distribution, in which each observation has the weight 1/N, and the model. So to
maximise the likelihood is to minimise a cross-entropy. Do it for two models:

* **Outcomes.** `counts` (k,) says how often each of k outcomes was observed. Of all distributions p (k,), return the
  one with the least cross-entropy −Σ_i (counts[i] / N) log p[i]. What was never observed gets probability 0: nothing is
  added to the counts.
* **Vectors.** X (N, d) holds observations, one a row. Of all normal distributions, return mean mu (d,) and covariance
  matrix S (d, d) of the one with the least cross-entropy. It is a full matrix, also for d = 1, where it is (1, 1); and
  what it is divided by is what the likelihood says.

Return p, mu and S, in this order. The two data sets have nothing to do with each other.

* counts are integers, not negative, not all 0, k ≥ 1. X is float64 with N ≥ 1 rows; numbers may be around a million,
  and differ by 1. If the observations don't fill the space, as a single one does not, the least cross-entropy is −∞,
  and S is singular: return the same formula's values.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, appendix B, and chapter 2 on maximum likelihood.
Bishop, Pattern Recognition and Machine Learning (2006), section 2.3.4.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def mle_cross_entropy(counts: NDArray[np.integer], X: Array) -> tuple[Array, Array, Array]:
    """Return the distribution, and the normal distribution, under which the data are most likely.

    Parameters
    ----------
    counts : (k,) int
        How often each outcome was observed.
    X : (N, d)
        Observations, one a row.

    Returns
    -------
    p : (k,)
        The most likely probabilities of the k outcomes.
    mu : (d,)
        The most likely mean.
    S : (d, d)
        The most likely covariance matrix.

    Examples
    --------
    3 of 4 and 1 of 4; and the corners (0, 0) and (2, 4), at (±1, ±2) from their mean:

    >>> p, mu, S = mle_cross_entropy(np.array([3, 0, 1]), np.array([[0.0, 0.0], [2.0, 4.0]]))
    >>> p.tolist(), mu.tolist(), S.tolist()
    ([0.75, 0.0, 0.25], [1.0, 2.0], [[1.0, 2.0], [2.0, 4.0]])
    """
    ### BEGIN SOLUTION
    p = counts / counts.sum()
    mu = X.mean(axis=0)
    Z = X - mu
    return p, mu, Z.T @ Z / len(X)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Outcomes.** Let r = counts / N. The cross-entropy is CE(r, p) = H(r) + KL(r ‖ p). Only KL depends on p, it is not
   negative, and it is 0 for p = r. No derivative is needed. And r[i] = 0 makes p[i] = 0 right: any probability there is
   missing elsewhere.

>>> r = np.array([0.75, 0.0, 0.25])
>>> cost = lambda p: float(-(r[r > 0] @ np.log(p[r > 0])))
>>> round(cost(r), 4), round(cost(np.array([0.7, 0.0, 0.3])), 4), round(cost(np.array([4, 1, 2]) / 7), 4)
(0.5623, 0.5685, 0.7329)

   The last one has 1 added to each count. It is a good habit where little was observed, but it is not the maximum.

2. **The mean.** For a normal model, −log q(x) = const + ½ log det S + ½ (x − μ)ᵀ S⁻¹ (x − μ). Its average's gradient
   with respect to μ is −S⁻¹ (x̄ − μ), which is 0 for μ = x̄, whatever S is.

3. **The covariance.** With C = (1/N) Σ (x_n − x̄)(x_n − x̄)ᵀ, what is left is ½ log det S + ½ tr(S⁻¹ C). Apart from a
   constant that is KL(N(x̄, C) ‖ N(x̄, S)), the least for S = C.

4. **1/N, not 1/(N − 1).** The likelihood asks for 1/N, because its average has 1/N. It is too small on average by the
   factor (N − 1)/N, since x̄ was fitted to the same data; ddof = 1 mends that, and is no maximum.

>>> x = np.array([0.0, 2.0])
>>> cost = lambda v: float(np.mean(0.5 * np.log(2 * np.pi * v) + (x - x.mean()) ** 2 / (2 * v)))
>>> round(cost(1.0), 4), round(cost(2.0), 4)
(1.4189, 1.5155)

5. **Deviations first.** (1/N) Σ x² − x̄² is the same on paper. For numbers around 10⁶ it is a difference of two numbers
   around 10¹², of which four digits behind the point are left.

6. **What it costs.** The least cross-entropies are H(r), and the entropy of the fitted normal distribution,
   ½ d log(2πe) + ½ log det C. They fall without end if C becomes singular: a model that is sure of what it saw.
"""
### END EXPLANATION

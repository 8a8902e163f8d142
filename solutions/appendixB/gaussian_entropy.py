"""The entropy of a normal distribution.

For a density f, the entropy is the average of −log f(x). For a normal distribution in d dimensions with covariance
matrix S, it depends on S alone:

    H = ½ log((2πe)^d det S) = ½ d log(2πe) + ½ log det S.

Of all distributions with this covariance matrix, the normal one has the largest entropy. Unlike that of outcomes, the
entropy of a density may be negative: it depends on the unit. If x is multiplied by a, S is multiplied by a², and
d log |a| is added to H.

* S (d, d) holds variances and covariances, not standard deviations. It is symmetric and positive definite, d ≥ 1, with
  a condition number of at most 10³.
* In any unit: where variances are about 10⁻¹⁴⁰ or 10¹⁴⁰, det S is no float64 any more, log det S is.
* The logarithm is natural. S is float64.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, appendix B, on the multivariate normal distribution.
Cover, Thomas, Elements of Information Theory, 2nd ed. (2006), theorem 8.4.1.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gaussian_entropy(S: Array) -> float:
    """Return the entropy of a normal distribution, in nats.

    Parameters
    ----------
    S : (d, d)
        Its covariance matrix.

    Returns
    -------
    H : float
        ½ d log(2πe) + ½ log det S; it may be negative.

    Examples
    --------
    The standard normal distribution has ½ log(2πe) = 1.4189, and two of it twice that. With a tenth of the standard
    deviation, log 10 is less:

    >>> round(float(gaussian_entropy(np.eye(1))), 4), round(float(gaussian_entropy(np.eye(2))), 4)
    (1.4189, 2.8379)
    >>> round(float(gaussian_entropy(np.array([[0.01]]))), 4)
    -0.8836
    """
    ### BEGIN SOLUTION
    L = np.linalg.cholesky(S)
    return float(0.5 * len(S) * np.log(2 * np.pi * np.e) + np.sum(np.log(np.diag(L))))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One dimension.** −log f(x) = ½ log(2πσ²) + (x − μ)² / (2σ²). On average the last term is ½, which is ½ log e. So
   H = ½ log(2πe σ²): 1.4189 + log σ.

2. **More dimensions.** −log f(x) = ½ d log 2π + ½ log det S + ½ (x − μ)ᵀ S⁻¹ (x − μ). The average of the last term is
   ½ tr(S⁻¹ S) = ½ d. That is where the e comes from: ½ d log 2π + ½ d = ½ d log(2πe).

3. **Units.** y = a x has a density that is |a|^d times as flat, so −log f grows by d log |a|. For any invertible matrix
   M, y = M x adds log |det M|.

4. **Independent parts add up.** If S has blocks, det S is the product of their determinants. Covariances between the
   parts only lower it: H ≤ Σ of the parts' entropies, and what is missing is their mutual information. For two
   variables of variance 1 with correlation ρ, that is −½ log(1 − ρ²):

>>> rho = 0.6
>>> together = gaussian_entropy(np.array([[1.0, rho], [rho, 1.0]]))
>>> round(float(2 * gaussian_entropy(np.eye(1)) - together), 6), round(float(-0.5 * np.log(1 - rho**2)), 6)
(0.223144, 0.223144)

5. **Not the determinant itself.** It is a product of d numbers: with variances of 10⁻¹⁴⁰ and d = 3 it is 10⁻⁴²⁰, for
   float64 0, and log 0 = −inf. S = L Lᵀ (Cholesky) gives log det S = 2 Σ log L[i, i]; np.linalg.slogdet does as well,
   with an LU decomposition, and so do eigenvalues, Σ log λ[i].

>>> S = 1e-140 * np.eye(3)
>>> float(np.linalg.det(S)), round(float(gaussian_entropy(S)), 3)
(0.0, -479.286)

6. **The largest.** If f has the same mean and covariance as the normal density g, then −∫ f log g = −∫ g log g, as log
   g is a quadratic function. So KL(f ‖ g) = H(g) − H(f) ≥ 0.
"""
### END EXPLANATION

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
    raise NotImplementedError

"""Mahalanobis' distance.

How far is a sample from the mean? It depends on how samples vary: 3 cm are much for a petal and nothing for a tree; and
where two lengths go together, it is odd if one of them is large and the other small. Mahalanobis' distance counts in
standard deviations, in every direction with the deviation that is usual there. With mean μ and covariance matrix S,

    d(x) = √( (x − μ)ᵀ S⁻¹ (x − μ) ).

It is the exponent of the multivariate normal density, −d²/2, and it finds outliers and nearest classes.

* Samples are rows of X (N, D), and each has a distance: the result is (N,), also for a single sample. N is at least 1.
* S (D, D) holds variances and covariances, not standard deviations. It is symmetric. Either it is positive definite,
  with a condition number of at most 10⁴, or a feature is constant (a row and a column of zeros) or there twice (two
  equal rows and columns). Then S has no inverse: raise ValueError. np.linalg.solve, inv and cholesky do so by
  themselves, for LinAlgError is a ValueError; pinv does not.
* X, mu, S and the result are float64, in any unit: S may hold numbers like 10⁻¹⁴⁰.

References
----------
Kneusel, Math for Deep Learning, chapter 6, covariance and distances. Mahalanobis, On the generalised distance in
statistics, Proc. National Institute of Sciences of India 2 (1936).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def mahalanobis(X: Array, mu: Array, S: Array) -> Array:
    """Return the distance of each sample from the mean, in standard deviations.

    Parameters
    ----------
    X : (N, D)
        Samples.
    mu : (D,)
        The mean.
    S : (D, D)
        The covariance matrix.

    Returns
    -------
    d : (N,)
        √((x − μ)ᵀ S⁻¹ (x − μ)) of each row x.

    Raises
    ------
    ValueError
        If S is singular.

    Examples
    --------
    The inverse of S is [[5, −4], [−4, 5]] / 9. Along (1, 1) samples vary much, across it little:

    >>> X, S = np.array([[4.0, 4.0], [4.0, -2.0], [1.0, 1.0]]), np.array([[5.0, 4.0], [4.0, 5.0]])
    >>> mahalanobis(X, np.array([1.0, 1.0]), S).round(3).tolist()
    [1.414, 4.243, 0.0]
    """
    raise NotImplementedError

"""The covariance matrix of samples.

How do D features of N samples vary, and how do they vary together? The covariance of features i and j is the average
product of their deviations from their means; all of them together make a matrix (D, D):

    C[i, j] = 1 / (N − ddof) · Σ_n (X[n, i] − m[i]) (X[n, j] − m[j]),   m[i] = Σ_n X[n, i] / N.

On the diagonal stand the variances. Beside it, a positive entry says that two features are large together, a negative
one that one is large where the other is small. Multivariate normal distributions, whitening and principal components
begin with this matrix.

* Samples are rows of X (N, D), features are columns, and each feature has a mean of its own.
* ddof is 1 if nothing else is said: samples vary about their own mean less than about the true one, and N − 1 makes up
  for that. 0 gives the mean product, of all there are; any whole number from 0 on is allowed.
* Without N > ddof there is nothing to divide by: raise ValueError.
* C is (D, D) and float64 in every case: for one feature, it is (1, 1). X is float64.
* Features may lie around a million: subtract the means before you multiply.

References
----------
Kneusel, Math for Deep Learning, chapter 6, covariance matrices.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def covariance_matrix(X: Array, ddof: int = 1) -> Array:
    """Return the covariances of all pairs of features.

    Parameters
    ----------
    X : (N, D)
        Samples.
    ddof : int
        What is taken off N, the divisor.

    Returns
    -------
    C : (D, D)
        The covariance matrix.

    Raises
    ------
    ValueError
        Unless N > ddof.

    Examples
    --------
    The means are 2 and 4, the deviations (−2, 0, 2) and (−3, 3, 0).

    >>> X = np.array([[0.0, 1.0], [2.0, 7.0], [4.0, 4.0]])
    >>> covariance_matrix(X).tolist()
    [[4.0, 3.0], [3.0, 9.0]]
    >>> covariance_matrix(X, ddof=0).round(3).tolist()
    [[2.667, 2.0], [2.0, 6.0]]
    """
    raise NotImplementedError

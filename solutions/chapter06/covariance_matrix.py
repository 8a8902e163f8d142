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
    ### BEGIN SOLUTION
    N = len(X)
    if N - ddof < 1:
        raise ValueError(f"{N} samples, and ddof is {ddof}")
    deviations = X - X.mean(axis=0)
    C: Array = deviations.T @ deviations / (N - ddof)
    return C
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A sum of products is a product of matrices.** Let Z (N, D) hold the deviations, Z[n, i] = X[n, i] − m[i]. Then
   Σ_n Z[n, i] Z[n, j] is entry (i, j) of ZᵀZ, which is (D, D). The other product, Z Zᵀ, is (N, N): it compares samples,
   and not features.

2. **By hand.** In the example Z has the columns (−2, 0, 2) and (−3, 3, 0). Their squares sum to 8 and 18, their
   products to 6 + 0 + 0 = 6. Divided by N − 1 = 2: 4, 9 and 3.

>>> Z = np.array([[-2.0, -3.0], [0.0, 3.0], [2.0, 0.0]])
>>> (Z.T @ Z / 2).tolist()
[[4.0, 3.0], [3.0, 9.0]]

3. **Why N − 1.** The N deviations of a feature sum to 0: N − 1 of them are free. For independent samples with
   covariance Σ, the expectation of ZᵀZ is (N − 1) Σ, so that ZᵀZ / (N − 1) is right on average.

4. **Linear maps.** If each sample x becomes Mᵀx + c, that is X becomes X M + c, then Z becomes Z M, and the covariance
   Mᵀ C M: the shift drops out. For a single column w, wᵀC w is the variance of the numbers X w. A variance is never
   negative; so C is positive semidefinite, and it is symmetric by its formula.

>>> X, w = np.array([[0.0, 1.0], [2.0, 7.0], [4.0, 4.0]]), np.array([1.0, -1.0])
>>> (w @ covariance_matrix(X) @ w).item(), np.var(X @ w, ddof=1).item()
(7.0, 7.0)

5. **Subtract first.** On paper, C is also (Σ_n x xᵀ − N m mᵀ) / (N − ddof). Around a million both terms are 10¹², known
   to 10⁻⁴; their difference is known to 10⁻⁴ then, which is worth nothing if the features vary by 0.01. The deviations
   instead lose only what rounding of X has lost already.

>>> X = np.array([[1e8], [1e8 + 1.0], [1e8 + 2.0]])
>>> covariance_matrix(X).tolist(), bool(abs(np.mean(X**2) - np.mean(X) ** 2 - 2 / 3) < 0.1)
([[1.0]], False)

6. **Correlations** are what is left when units are taken out: C[i, j] / √(C[i, i] C[j, j]).
"""
### END EXPLANATION

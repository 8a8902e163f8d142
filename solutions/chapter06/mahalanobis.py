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
    ### BEGIN SOLUTION
    deviations = X - mu
    scaled = np.linalg.solve(S, deviations.T).T
    d: Array = np.sqrt(np.sum(deviations * scaled, axis=1))
    return d
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One feature.** S is the variance σ², and d = √((x − μ)² / σ²) = |x − μ| / σ: deviations are counted in σ.

2. **Several, that have nothing to do with each other.** S is diagonal, with σ_1², …, σ_D², and so is its inverse:
   d² = Σ_i (x_i − μ_i)² / σ_i². If all σ are 1, this is Euclid's distance.

3. **In general** turn S into that case. S = L Lᵀ (Cholesky); then S⁻¹ = L⁻ᵀ L⁻¹, and

       (x − μ)ᵀ S⁻¹ (x − μ) = ‖ L⁻¹ (x − μ) ‖².

   z = L⁻¹ (x − μ) is whitened: its covariance is L⁻¹ S L⁻ᵀ = I. So Mahalanobis' distance is Euclid's, after whitening.

>>> S, x = np.array([[5.0, 4.0], [4.0, 5.0]]), np.array([3.0, -3.0])
>>> z = np.linalg.solve(np.linalg.cholesky(S), x)
>>> (z @ z).round(3).item(), (x @ np.linalg.solve(S, x)).round(3).item()
(18.0, 18.0)

4. **By hand**, of the example: deviations are (3, 3), (3, −3), (0, 0). S⁻¹ (3, 3) = (15 − 12, −12 + 15) / 9, which is
   (1/3, 1/3), so d² = 1 + 1 = 2. S⁻¹ (3, −3) = (27, −27) / 9 = (3, −3), so d² = 9 + 9 = 18. For Euclid both are as far
   from the mean, 3 √2. But S has the eigenvalue 9 along (1, 1), and 1 across: 3 √2 / √9 = √2, and 3 √2 / √1 = √18.

5. **All samples at once.** With deviations Z (N, D), Z S⁻¹ Zᵀ is (N, N), and only its diagonal is wanted: the sum of
   Z ∘ (Z S⁻¹) over each row. The rest is N times the work, and for 100,000 samples does not fit into memory.
   `solve(S, Zᵀ)` is S⁻¹ Zᵀ without an inverse: half the work, and fewer roundings.

6. **Units drop out.** Let x become M x + c, with an invertible M: then μ becomes M μ + c, S becomes M S Mᵀ, and

       (M (x − μ))ᵀ (M S Mᵀ)⁻¹ M (x − μ) = (x − μ)ᵀ Mᵀ M⁻ᵀ S⁻¹ M⁻¹ M (x − μ) = (x − μ)ᵀ S⁻¹ (x − μ).

   Centimetres or inches, sums and differences instead of two lengths: distances stay. Euclid's don't.
"""
### END EXPLANATION

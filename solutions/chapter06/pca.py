"""Principal components.

Samples with D features seldom fill all D dimensions. In which direction do they vary most? In which one, at right
angles to it, most of what is left? These directions are the principal components. k of them span the plane (or line,
or space) that is nearest to the samples; within it, k numbers stand for D.

Let m be the mean of the samples X (N, D), and C = Σ_n (x_n − m)(x_n − m)ᵀ / (N − 1) their covariance matrix. Then

* components (k, D) are the eigenvectors of C that belong to its k largest eigenvalues, the largest first. Each is a
  row, of length 1; its sign is yours to choose.
* explained_variance (k,) are these eigenvalues. They are the variances of the samples along the components, with the
  divisor N − 1.
* scores (N, k) are the coordinates of the samples along the components, scores[n, j] = (x_n − m) · components[j]. They
  go with the signs that you chose.

Features are centred, and not scaled: what has a large variance counts more. There is no more to be found than N − 1
directions, and D: unless 1 ≤ k ≤ min(N − 1, D), raise ValueError. The k largest eigenvalues are different, and each
is well apart from the next. X may lie far from the origin, is float64, and so is what is returned.

References
----------
Kneusel, Math for Deep Learning, chapter 6, principal component analysis. Jolliffe, Principal Component Analysis, 2nd
ed. (2002), chapter 1.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def pca(X: Array, k: int) -> tuple[Array, Array, Array]:
    """Return the coordinates of samples along their first principal components, these, and the variances.

    Parameters
    ----------
    X : (N, D)
        Samples.
    k : int
        How many components, from 1 to min(N − 1, D).

    Returns
    -------
    scores : (N, k)
        Coordinates of the centred samples along the components.
    components : (k, D)
        Orthonormal rows.
    explained_variance : (k,)
        The variances of the scores, falling.

    Raises
    ------
    ValueError
        Unless 1 ≤ k ≤ min(N − 1, D).

    Examples
    --------
    Four points around (5, 5); they vary most along (1, 1) / √2. The moduli are the same for every choice of signs:

    >>> X = np.array([[3.0, 3.0], [7.0, 7.0], [6.0, 4.0], [4.0, 6.0]])
    >>> scores, components, explained_variance = pca(X, 2)
    >>> np.abs(components).round(3).tolist(), explained_variance.round(3).tolist()
    ([[0.707, 0.707], [0.707, 0.707]], [5.333, 1.333])
    >>> np.abs(scores.round(3)).tolist()
    [[2.828, 0.0], [2.828, 0.0], [0.0, 1.414], [0.0, 1.414]]
    """
    ### BEGIN SOLUTION
    N, D = X.shape
    if not 1 <= k <= min(N - 1, D):
        raise ValueError(f"{k} components of {N} samples with {D} features")
    centred = X - X.mean(axis=0)
    components = np.linalg.svd(centred, full_matrices=False)[2][:k]
    scores = centred @ components.T
    return scores, components, np.sum(scores**2, axis=0) / (N - 1)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The variance along a direction.** Let w have length 1. The numbers w · (x_n − m) have mean 0, and their variance is
   wᵀ C w. Which w makes it largest?

2. **Eigenvectors.** C is symmetric, so it has orthonormal eigenvectors v_1, …, v_D with eigenvalues λ_1 ≥ … ≥ λ_D ≥ 0.
   With w = Σ a_i v_i and Σ a_i² = 1, wᵀ C w = Σ a_i² λ_i, an average of the eigenvalues. It is largest if all weight is
   on the first: w = ±v_1, with variance λ_1. Among all w at right angles to v_1, the largest is λ_2, and so on.

3. **By hand.** In the example the centred samples are (−2, −2), (2, 2), (1, −1), (−1, 1). Their squares sum to 10 in
   both columns, their products to 4 + 4 − 1 − 1 = 6: C = [[10, 6], [6, 10]] / 3. (1, 1) and (1, −1) are its
   eigenvectors, to 16/3 = 5.333 and 4/3 = 1.333.

>>> X = np.array([[3.0, 3.0], [7.0, 7.0], [6.0, 4.0], [4.0, 6.0]])
>>> np.linalg.eigh(np.cov(X, rowvar=False))[0].round(3).tolist()
[1.333, 5.333]

   `eigh` has the smallest eigenvalue first, and the eigenvectors are its columns: turn both round, and transpose.

4. **Without C.** Let Z = U S Vᵀ be the singular value decomposition of the centred samples. Then
   C = Zᵀ Z / (N − 1) = V S² Vᵀ / (N − 1): the columns of V are the eigenvectors, and λ_i = s_i² / (N − 1). The scores
   Z V are U S. Nothing is squared on the way, so that small variances keep their digits.

5. **What is lost.** From the scores the samples come back as x̂_n = m + Σ_j scores[n, j] components[j]. What is missing
   is what they vary along all other components:

       Σ_n ‖x_n − x̂_n‖² / (N − 1) = λ_(k+1) + … + λ_D = tr C − Σ_{j ≤ k} λ_j.

   No other plane of k dimensions is as near (Eckart and Young).

>>> scores, components, variance = pca(X, 1)
>>> rest = X - X.mean(axis=0) - scores @ components
>>> ((rest**2).sum() / 3).round(3).item(), (np.trace(np.cov(X, rowvar=False)) - variance.sum()).round(3).item()
(1.333, 1.333)

6. **The mean has to go.** Without centring, the first direction points from the origin to the samples, whatever they
   vary along. If only the projection is not centred, scores are shifted by m · v, and their mean is not 0.

7. **Signs, and ties.** With v, −v is an eigenvector as well: two programs may differ in signs, of a component and its
   scores together. If two eigenvalues are equal, every direction between their eigenvectors is as good.
"""
### END EXPLANATION

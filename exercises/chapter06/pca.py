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
    raise NotImplementedError

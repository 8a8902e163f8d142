"""A linear autoencoder finds the principal components.

An autoencoder without any curvature sends a sample x of D numbers to a code of k numbers, h = x W_e, and back, x̂ = h
W_d. For N samples, X (N, D), it is to make the squared error

    J(W_e, W_d) = ‖X W_e W_d − X‖² = Σ_i Σ_d (X̂ − X)_{id}²

as small as possible. What goes through k numbers has the rank k at most, and of all matrices of rank k the nearest to X
is the truncated singular value decomposition (Eckart and Young). With the singular values σ_1 ≥ σ_2 ≥ … of X, the best
that can be reached is the tail

    J = σ_{k+1}² + σ_{k+2}² + …,

and it is reached if and only if X W_e W_d is that truncation. If σ_k > σ_{k+1} and no σ is 0, W_e W_d then is the
orthogonal projector onto the span of the first k principal components, and the rows of W_d span that. Which basis of
the subspace they are is open: with W_e A and A⁻¹ W_d, for any invertible A, the code is another, and J the same.

* The columns of X are centred: each has the mean 0. There is no bias.
* Any method will do: gradient descent on W_e and W_d from a random start, least squares for one of them and for the
  other in turn, or what you know of the singular value decomposition. A random start may come from a Generator of your
  own, with a fixed seed: the same call has to give the same answer.
* What is asked for is the map, the product W_e W_d, which is unique: its entries have to be right to a thousandth of
  the largest, and so has the squared error. So must the span of the rows of W_d.
* In the data that are tried, 1 ≤ k ≤ D < N, all singular values are above 0, σ_k ≥ 2 σ_{k+1}, and σ_1 ≤ 10 σ_D.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 3, on autoencoders and PCA. Baldi, Hornik,
Neural networks and principal component analysis: learning from examples without local minima (1989).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def linear_autoencoder_pca(X: Floats, k: int) -> tuple[Floats, Floats]:
    """Return the weights of the best linear autoencoder with a code of k numbers.

    Parameters
    ----------
    X : (N, D)
        Samples as rows; columns have the mean 0.
    k : int
        Length of the code, at most D.

    Returns
    -------
    We : (D, k)
        From samples to codes.
    Wd : (k, D)
        From codes to samples.

    Examples
    --------
    Three samples on a line, so that one number is enough:

    >>> X = np.array([[1.0, 2.0], [0.0, 0.0], [-1.0, -2.0]])
    >>> We, Wd = linear_autoencoder_pca(X, 1)
    >>> We.shape, Wd.shape, bool(np.sum((X @ We @ Wd - X) ** 2) <= 0.01)
    ((2, 1), (1, 2), True)
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    components = np.linalg.svd(X, full_matrices=False)[2][:k]
    return components.T, components
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The best decoder for an encoder.** With the codes H = X W_e fixed, J is least squares in W_d: W_d = H⁺ X, and X̂ =
   H H⁺ X is the projection of the columns of X onto those of H.

2. **The best encoder for a decoder.** With W_d fixed, the best code of a sample is its projection onto the rows of W_d:
   W_e = W_d⁺, provided that X has full rank. So at the best, W_e W_d = W_d⁺ W_d is the orthogonal projector P on the
   rows of W_d.

3. **Which subspace?** J = ‖X P − X‖² = ‖X‖² − ‖X P‖². The largest ‖X P‖² = trace(P XᵀX P) is the sum of the k largest
   eigenvalues of XᵀX, reached on the span of their eigenvectors. These are the σ². What is left is the tail.

>>> X = np.array([[3.0, 0.0], [-3.0, 0.0], [0.0, 1.0], [0.0, -1.0]])  # σ² = 18 and 2
>>> We, Wd = linear_autoencoder_pca(X, 1)
>>> round(float(np.sum((X @ We @ Wd - X) ** 2)), 3)
2.0

4. **Codes of variance 1.** Components alone will do, W_e = V and W_d = Vᵀ. Dividing each code by its deviation, and
   multiplying with it on the way back, is the same autoencoder in other units: networks like codes of about 1.

5. **Weights are not unique.** An autoencoder does not find the components one by one, in order, or orthonormal; it
   finds their subspace. To compare two of them, compare projectors, never weights.

6. **Saddles, and no other minima.** J is not convex, but all its minima are equally deep (Baldi and Hornik). Other
   subspaces, spanned by other components, are saddles, and so is W_e = W_d = 0: there both gradients vanish, and a
   descent that starts there stays. A random start leaves them.

7. **By alternation.** W_d = (X W_e)⁺ X, then W_e = W_d⁺, and so on: this is power iteration with k vectors. The error
   of the subspace shrinks by (σ_{k+1}/σ_k)² each time, a quarter where the gap is 2.
"""
### END EXPLANATION

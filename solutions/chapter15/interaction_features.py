"""Interaction features.

A linear classifier separates classes by a plane. Where they can't be separated so (a disc and the ring around it, or
the four corners of XOR), it helps to give it more features: squares and products of those that are there. A plane in
the new features is a quadric in the old ones: a circle, an ellipse, a pair of branches.

From x_1, …, x_D make the row

    x_1, …, x_D,   x_1 x_1, x_1 x_2, …, x_1 x_D,   x_2 x_2, x_2 x_3, …, x_2 x_D,   …,   x_D x_D:

first all features as they are, then all products x_i x_j with i ≤ j, sorted by i and then by j. Together these are
D + D (D + 1)/2.

* Each product comes once: x_1 x_2 and x_2 x_1 are the same. Squares are neither halved nor doubled.
* There is no column of ones: the intercept of the classifier is that.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 3, on feature engineering. Minsky, Papert,
Perceptrons (1969), on XOR.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def interaction_features(X: Floats) -> Floats:
    """Return the features, and all products of two of them.

    Parameters
    ----------
    X : (N, D)
        Samples as rows.

    Returns
    -------
    Z : (N, D + D (D + 1) / 2)

    Examples
    --------
    >>> interaction_features(np.array([[2.0, 3.0, 5.0]])).tolist()
    [[2.0, 3.0, 5.0, 4.0, 6.0, 10.0, 9.0, 15.0, 25.0]]
    """
    ### BEGIN SOLUTION
    i, j = np.triu_indices(X.shape[1])
    return np.hstack([X, X[:, i] * X[:, j]])
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Counting.** There are D squares and D (D − 1)/2 products of two different features: D (D + 1)/2 in all, as many as
   a symmetric matrix has entries on and above its diagonal. `np.triu_indices(D)` lists these row by row.

2. **A circle becomes a plane.** x_1² + x_2² < 1 is linear in the squares: with the weights 0, 0, −1, 0, −1 and the
   intercept 1, the score is positive inside of the circle.

>>> Z = interaction_features(np.array([[0.5, 0.5], [1.0, -1.0], [-2.0, 0.0]]))
>>> (Z @ np.array([0.0, 0.0, -1.0, 0.0, -1.0]) + 1.0).tolist()
[0.5, -1.0, -3.0]

3. **XOR needs the product.** The corners (1, 1) and (−1, −1) are of one class, (1, −1) and (−1, 1) of the other. No
   line separates them, and squares are 1 at all four; x_1 x_2 alone is 1 for the one class, and −1 for the other.

>>> corners = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])
>>> interaction_features(corners)[:, 3].tolist()
[1.0, 1.0, -1.0, -1.0]

4. **What it costs.** The number of features grows with D², and with it the danger of fitting noise. A network with a
   hidden layer learns which combinations it needs.

With numbers: (2, 3, 5) gives 2, 3, 5, then 4, 6, 10 (with x_1), 9, 15 (with x_2), and 25.
"""
### END EXPLANATION

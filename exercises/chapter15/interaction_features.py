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
    raise NotImplementedError

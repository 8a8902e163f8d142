"""A network of ReLUs through given points.

Between knots t₁ < t₂ < … < t_m let a function be straight, with the given heights at the knots. A network with one
hidden layer of ReLUs computes such functions, and every one of them:

    ŷ(x) = Σ_h w2_h · max(0, x W1_h + b1_h) + b2.

Return weights for which ŷ is the broken line through the points, from the first knot to the last. So a network can come
as near as one likes to any continuous function: with knots h apart, a smooth function is met up to h² max|f″|/8.

* W1 is (1, H), b1 and w2 are (H,), b2 is a float, for any number H ≥ 1 of hidden units that you like.
* The knots are in ascending order and different; there are two at least.
* What ŷ does to the left of t₁ and to the right of t_m is left to you.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def relu_function_approx(knots: Array, heights: Array) -> tuple[Array, Array, Array, float]:
    """Return a network of ReLUs that interpolates linearly between points.

    Parameters
    ----------
    knots : (m,)
        Ascending, m ≥ 2.
    heights : (m,)

    Returns
    -------
    W1 : (1, H)
    b1, w2 : (H,)
    b2 : float

    Examples
    --------
    Up from (0, 1) to (1, 3), and down to (3, 1):

    >>> W1, b1, w2, b2 = relu_function_approx(np.array([0.0, 1.0, 3.0]), np.array([1.0, 3.0, 1.0]))
    >>> x = np.array([0.0, 0.5, 1.0, 2.0, 3.0])
    >>> (np.maximum(x[:, None] @ W1 + b1, 0) @ w2 + b2).tolist()
    [1.0, 2.0, 3.0, 2.0, 1.0]
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    slopes = np.diff(heights) / np.diff(knots)
    w2 = np.diff(slopes, prepend=0.0)
    return np.ones((1, len(w2))), -knots[:-1], w2, float(heights[0])
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A hinge.** max(0, x − t) is 0 up to t, and has the slope 1 from there on. Its weight is 1, and its bias is −t.

2. **Slopes add up.** On the k-th interval the hinges at t₁, …, t_k are on: the slope there is w2₁ + … + w2_k. So w2_k
   is by how much the slope *changes* at t_k: w2₁ = s₁, and w2_k = s_k − s_{k−1} for the slopes s_k = (v_{k+1} −
   v_k)/(t_{k+1} − t_k), with the heights v₁, …, v_m.

3. **Where it starts.** At t₁ all hinges are 0: b2 = v₁.

4. **How many.** m − 1 hinges for m points: none is needed at the last knot.

>>> knots = np.array([0.0, 1.0, 3.0])
>>> W1, b1, w2, b2 = relu_function_approx(knots, np.array([1.0, 3.0, 1.0]))
>>> b1.tolist(), w2.tolist(), b2
([-0.0, -1.0], [2.0, -3.0], 1.0)

   The slopes are 2 and −1; at 1 the slope changes by −3.

5. **How near.** On an interval of length h, a smooth f is away from its chord by at most h² max|f″|/8. Twice as many
   units leave a quarter of the error.

>>> x, errors = np.linspace(0, 3, 3001), []
>>> for m in (11, 21):
...     knots = np.linspace(0, 3, m)
...     W1, b1, w2, b2 = relu_function_approx(knots, np.sin(knots))
...     errors.append(np.abs(np.maximum(x[:, None] @ W1 + b1, 0) @ w2 + b2 - np.sin(x)).max())
>>> round(float(errors[0] / errors[1]), 1)
4.0
"""
### END EXPLANATION

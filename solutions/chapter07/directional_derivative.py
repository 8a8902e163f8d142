"""How steep is it this way?

On a hillside it depends on where you go: straight up, the slope is that of the gradient ∇f; along the hill it is 0. In
the direction of a vector v it is the part of the gradient along it,

    D_v f = ∇f · v / |v|.

Only the direction of v counts. A vector twice as long points the same way, and the slope there is the same: hence the
division by the length |v| = √(Σ vᵢ²).

* The result is one number, negative where it goes down.
* v = 0 has no direction: raise ValueError. Every other v has one, however short it is.

References
----------
Kneusel, Math for Deep Learning, chapter 7. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
appendix A.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def directional_derivative(grad: Array, v: Array) -> float:
    """Return the slope of f in the direction of v.

    Parameters
    ----------
    grad : (n,)
        The gradient of f at a point.
    v : (n,)
        The direction, of any length but 0.

    Returns
    -------
    slope : float

    Raises
    ------
    ValueError
        If v is 0.

    Examples
    --------
    (3, 4) has the length 5. With the gradient (2, 1), the slope in its direction is (2 · 3 + 1 · 4) / 5 = 2; across, in
    the direction of (−1, 2), it is level.

    >>> grad = np.array([2.0, 1.0])
    >>> [float(directional_derivative(grad, np.array(v))) for v in ([3.0, 4.0], [-1.0, 2.0])]
    [2.0, 0.0]
    """
    ### BEGIN SOLUTION
    length = np.linalg.norm(v)
    if length == 0:
        raise ValueError("v is 0: it has no direction")
    return float(grad @ v / length)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A walk along v.** Go from x along the unit vector e = v/|v|: after a way t you are at x + t e, at the height
   g(t) = f(x + t e). By the chain rule the slope is

       g′(0) = Σ_i ∂f/∂xᵢ · eᵢ = ∇f · e = ∇f · v / |v|.

   With v in place of e, the point moves |v| times as fast, and the slope per unit of way comes out |v| times too large.

2. **Which way is steepest?** ∇f · e = |∇f| cos φ, where φ is the angle between the two. It is largest for φ = 0: the
   gradient points to where it is steepest, and its length is the slope there. Straight back it is −|∇f|, and across, at
   a right angle, 0: there you walk along a level line.

>>> grad = np.array([3.0, 4.0])
>>> [directional_derivative(grad, np.array(v)) for v in ([3.0, 4.0], [-6.0, -8.0], [-4.0, 3.0])]
[5.0, -5.0, 0.0]

3. **With numbers.** f = x² + x y + y² at (1/2, −2/5) has the gradient (3/5, −3/10). To the upper right, (1, 1), the
   slope is (0.6 − 0.3) / √2 ≈ 0.2121. A central difference along the unit vector says so, too:

>>> f = lambda t: (0.5 + t) ** 2 + (0.5 + t) * (t - 0.4) + (t - 0.4) ** 2
>>> t = 1e-5 / np.sqrt(2)
>>> round(float((f(t) - f(-t)) / 2e-5), 4), round(directional_derivative(np.array([0.6, -0.3]), np.ones(2)), 4)
(0.2121, 0.2121)
"""
### END EXPLANATION

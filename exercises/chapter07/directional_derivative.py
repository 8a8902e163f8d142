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
    raise NotImplementedError

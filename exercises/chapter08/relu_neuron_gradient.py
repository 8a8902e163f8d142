"""The gradient of a neuron with ReLU.

A neuron weighs its inputs x (n,) with w (n,), adds b, and keeps what is positive:

    z = w · x + b,        y = max(0, z).

Where z is positive, y is z: the neuron is active, and y moves with w, x and b. Where z is negative, y is 0 and stays 0
if anything moves by a little. So the chain rule gives

    ∂y/∂w = g x,        ∂y/∂x = g w,        ∂y/∂b = g,        where g = 1 if z > 0, and g = 0 otherwise.

Training needs all three: ∂y/∂w and ∂y/∂b to change the neuron, ∂y/∂x to change what stands before it.

* At z = 0 there is a kink, and no derivative. As usual, 0 is taken there: g = 0 for z = 0 exactly.
* All numbers are floats. However small a positive z is, the neuron is active.
* dw and dx are arrays (n,), and db is a number.

References
----------
Kneusel, Math for Deep Learning, chapter 8, on the derivatives of a ReLU neuron.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def relu_neuron_gradient(w: Array, x: Array, b: float) -> tuple[Array, Array, float]:
    """Return the derivatives of y = max(0, w · x + b) by w, x and b.

    Parameters
    ----------
    w, x : (n,)
        Weights and inputs.
    b : float

    Returns
    -------
    dw : (n,)
        ∂y/∂w.
    dx : (n,)
        ∂y/∂x.
    db : float
        ∂y/∂b.

    Examples
    --------
    z = 2 · 3 − 1 · 4 + b is 3 for b = 1, and −3 for b = −5:

    >>> w, x = np.array([2.0, -1.0]), np.array([3.0, 4.0])
    >>> dw, dx, db = relu_neuron_gradient(w, x, 1.0)
    >>> dw.tolist(), dx.tolist(), float(db)
    ([3.0, 4.0], [2.0, -1.0], 1.0)
    >>> float(relu_neuron_gradient(w, x, -5.0)[2])
    0.0
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    z = w @ x + b
    g = 1.0 if z > 0 else 0.0
    return g * x, g * w, g
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Two links of a chain.** y depends on z alone: dy/dz is the slope of max(0, z), which is 1 on the right and 0 on the
   left. And z = Σ w[i] x[i] + b has ∂z/∂w[i] = x[i], ∂z/∂x[i] = w[i] and ∂z/∂b = 1. Multiply them.

2. **One gate for everything.** g asks for the sign of z, a single number. It does not ask for the signs of w or of x: a
   negative input of an active neuron has its part in the gradient.

>>> dw, dx, db = relu_neuron_gradient(np.array([2.0, 1.0]), np.array([3.0, -4.0]), 1.0)
>>> dw.tolist(), dx.tolist(), db
([3.0, -4.0], [2.0, 1.0], 1.0)

3. **The slope, not the value.** Where the neuron is active, y does not appear: of an output of 10 the slope is 1.

4. **Measured.** With w = (2, −1), x = (3, 4) and b = 1, z is 3. Raise w[1] by 0.25, and y rises by 0.25 · 4 = 1, to 4.
   There is no remainder, as y is linear as long as z stays positive.

>>> max(0.0, 2.0 * 3.0 - 0.75 * 4.0 + 1.0)
4.0

5. **A neuron that is silent does not learn.** With z < 0 all three are zero: nothing that a small step does to w or b
   helps. If that is so for every sample, the neuron is called dead.

6. **At the kink** any g from 0 to 1 describes the slope on one of the sides or between them. 0 is what libraries take.
"""
### END EXPLANATION

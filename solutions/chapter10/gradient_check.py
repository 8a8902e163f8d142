"""A checker for gradients.

You have derived a gradient and want to know whether it is right. The function itself can tell: move x by a little in
one entry, forwards and backwards, and the change of f measures one partial derivative,

    n_i = (f(x + h e_i) − f(x − h e_i)) / 2h,

with an error of order h². Do so for all entries, and compare with the gradient a that was claimed. Its error is the
largest difference of an entry, as a fraction of the largest entry that either gradient has:

    error = max_i |a_i − n_i| / max(max_i |a_i|, max_i |n_i|).

Why not divide each difference by its own entry? Where a derivative is zero, n_i is rounding noise, and noise is always
100 % away from zero. A right gradient gives about 1e-9. A wrong one gives a number that you can't miss, even if only
one entry of a hundred is wrong.

* x has any shape, and f returns one number. x is the same afterwards, to the last bit.
* If both gradients are zero everywhere, they agree: the error is 0.
* A gradient that does not have the shape of x is no gradient of f. NumPy might stretch it and compare; don't let it.

References
----------
Kneusel, Math for Deep Learning, chapter 10. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 4.4.
Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gradient_check(f: Callable[[Array], float], grad: Callable[[Array], Array], x: Array, h: float = 1e-5) -> float:
    """Return how far grad(x) is from the central differences of f at x, relative to the largest entry.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of x, returns a number.
    grad : callable
        What is claimed to be the gradient of f: takes x, returns an array of the shape of x.
    x : array of any shape
    h : float
        Step of the differences.

    Returns
    -------
    error : float
        At least 0.

    Raises
    ------
    ValueError
        If grad(x) does not have the shape of x.

    Examples
    --------
    f(x) = x₁² + x₂² has the gradient 2x. Who forgets the 2 is off by 4 in the second entry, which should be 8:

    >>> x = np.array([3.0, 4.0])
    >>> bool(gradient_check(lambda x: float(np.sum(x**2)), lambda x: 2 * x, x) < 1e-9)
    True
    >>> round(float(gradient_check(lambda x: float(np.sum(x**2)), lambda x: x, x)), 6)
    0.5
    """
    ### BEGIN SOLUTION
    analytic = np.asarray(grad(x))
    if analytic.shape != x.shape:
        raise ValueError(f"the gradient has the shape {analytic.shape}, x has {x.shape}")
    numeric = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        numeric[i] = (f(x + step) - f(x - step)) / (2 * h)
    largest = max(np.abs(analytic).max(), np.abs(numeric).max())
    return float(np.abs(analytic - numeric).max() / largest) if largest > 0 else 0.0
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why both sides.** Taylor's formula at x ± h gives

       f(x ± h) = f(x) ± h f′ + h²/2 f″ ± h³/6 f‴ + …

   Subtract: the even terms go, (f(x + h) − f(x − h))/2h = f′ + h²/6 f‴ + …: an error of order h². One-sided differences
   keep h/2 f″.

2. **How small may h be?** f is known up to rounding, about u |f| with u = 10⁻¹⁶. Divided by 2h, that is u |f| / h. Both
   errors together, h² + u/h, are smallest near h = u^(1/3) ≈ 10⁻⁵. A smaller h makes it worse:

>>> [float(f"{abs((np.exp(1 + h) - np.exp(1 - h)) / (2 * h) / np.e - 1):.0e}") < 1e-9 for h in (1e-2, 1e-5, 1e-10)]
[False, True, False]

3. **Relative to what?** The scale of the gradient is that of its largest entry. An entry that should be 0 is measured
   as 10⁻¹¹ or so; divided by itself that is 100 %. Divided by the largest entry, it is nothing. Both gradients have a
   say in the scale: a claim of all zeros must not make it 0.

4. **One entry at a time, on a copy.** `step` is an array of its own; x is never written to. x[i] += h followed by
   x[i] −= 2h and x[i] += h does not give x back, bit for bit.

5. **What it can't see.** It speaks of this x. Near a kink, such as ReLU's at 0, a difference across it is a mean of two
   slopes, and no derivative.

With numbers: f(x) = x₁² + x₂² at (3, 4). n = (6, 8). The claim a = (3, 4) is off by 3 and 4; 4/8 = 0.5.
"""
### END EXPLANATION

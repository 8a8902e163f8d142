"""Derivative of the sigmoid.

The sigmoid σ(z) = 1 / (1 + e⁻ᶻ) turns any number into one between 0 and 1. Backpropagation through a sigmoid multiplies
by its slope σ′(z), and this slope has a famous short form in terms of σ(z) itself: find it. The curve is steepest at
z = 0 and falls off alike on both sides, which is why a saturated neuron hardly learns.

The argument is Z, the pre-activation; not A = σ(Z). The slope is taken of each entry by itself.

Z may be as large as it likes. Beyond |z| ≈ 710 either e⁻ᶻ or eᶻ is more than a float64 can hold, while the slope there
is 0 to all its digits: an answer is 0 too, never NaN. (A warning of NumPy's about overflow costs nothing.)

References
----------
Kneusel, Math for Deep Learning, chapter 10. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 5.3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sigmoid_prime(Z: Array) -> Array:
    """Return σ′(Z), entry by entry.

    Parameters
    ----------
    Z : array of any shape
        Pre-activations.

    Returns
    -------
    slopes : same shape as Z

    Examples
    --------
    At 0, σ is 1/2. At log 3, e⁻ᶻ is 1/3 and σ is 3/4; at −log 3 it is 1/4.

    >>> sigmoid_prime(np.array([0.0, np.log(3.0), -np.log(3.0)])).round(12).tolist()
    [0.25, 0.1875, 0.1875]
    """
    ### BEGIN SOLUTION
    E = np.exp(-np.abs(Z))  # σ′ is even, and e^−|z| never overflows
    return E / (1.0 + E) ** 2
    ### END SOLUTION

"""The sigmoid, safe from overflow.

The logistic function, called the sigmoid for its shape, turns any number into one between 0 and 1:

    σ(z) = 1 / (1 + e⁻ᶻ).

On paper σ(z) may as well be written as eᶻ / (1 + eᶻ). On a machine there is a difference: from |z| ≈ 710 on, one of
e⁻ᶻ and eᶻ is more than a float64 can hold, and becomes ∞. Then one of the two forms may turn into ∞ / ∞, which is NaN,
and one NaN is enough to ruin a network. Write σ so that it is right for every z.

* Z has any shape, and the result has the same. σ is taken of each entry by itself.
* Z may hold whole numbers. What comes out are floats.
* Far out, σ(z) is 0 or 1 to all digits, and so is a right answer. (A warning of NumPy's about overflow costs nothing.)

References
----------
Kneusel, Math for Deep Learning, chapters 9 and 10. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
3.1 and 5.3. Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sigmoid(Z: Array) -> Array:
    """Return σ(Z), entry by entry.

    Parameters
    ----------
    Z : array of any shape
        Pre-activations, floats or integers.

    Returns
    -------
    A : same shape as Z
        Floats from 0 to 1.

    Examples
    --------
    At log 3, e⁻ᶻ is 1/3 and σ is 3/4; at −log 3 it is 1/4.

    >>> sigmoid(np.array([0.0, np.log(3.0), -np.log(3.0), 800.0, -800.0])).round(12).tolist()
    [0.5, 0.75, 0.25, 1.0, 0.0]
    """
    raise NotImplementedError

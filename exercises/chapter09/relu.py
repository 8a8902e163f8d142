"""The rectified linear unit.

ReLU is the activation of most hidden layers: it lets through what is positive and holds back the rest,

    relu(z) = max(0, z),

entry by entry. Two straight pieces and a kink at 0 are enough to make a network more than one linear map.

* Z has any shape, also that of a single number, (), and the result has the same.
* A NaN that comes in comes out: a mistake further up must stay visible. Infinities obey the formula: ∞ stays ∞, and
  −∞ becomes 0.
* Z is left as it was; whoever handed it in needs it on the way back.

References
----------
Kneusel, Math for Deep Learning, chapters 8 and 9. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
5.3. Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def relu(Z: Array) -> Array:
    """Return max(0, Z), entry by entry.

    Parameters
    ----------
    Z : array of any shape
        Pre-activations.

    Returns
    -------
    A : same shape as Z

    Examples
    --------
    >>> relu(np.array([[-2.0, 0.5], [3.0, 0.0]])).tolist()
    [[0.0, 0.5], [3.0, 0.0]]
    """
    raise NotImplementedError

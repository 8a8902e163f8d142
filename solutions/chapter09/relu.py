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
    ### BEGIN SOLUTION
    return np.maximum(Z, 0.0)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One comparison for each entry.** max(0, z) is z where z is positive, and 0 elsewhere. `np.maximum(Z, 0.0)` compares
   each entry with 0. `np.max(Z, 0)` is another function: its second argument is an axis, and one number is left of each
   column.

>>> Z = np.array([[-2.0, 0.5], [3.0, 0.0]])
>>> np.maximum(Z, 0.0).tolist(), np.max(Z, 0).tolist()
([[0.0, 0.5], [3.0, 0.0]], [3.0, 0.5])

2. **A kink makes the difference.** A chain of affine maps is one affine map, however long it is. With a kink between
   them it is not: relu(z) − relu(z − 1) rises from 0 to 1 and stays there, which no straight line does. Sums of such
   steps come close to any continuous function.

>>> z = np.array([-1.0, 0.0, 0.5, 1.0, 7.0])
>>> (relu(z) - relu(z - 1.0)).tolist()
[0.0, 0.0, 0.5, 1.0, 1.0]

3. **NaN.** Every comparison with NaN is false, so `np.where(Z > 0, Z, 0.0)` makes a 0 of it, and hides that something
   went wrong before. `np.maximum` hands it on. Multiplying by a mask, `Z * (Z > 0)`, keeps NaN, but turns −∞ into
   −∞ · 0, which is NaN.

4. **Scale.** relu(c z) = c relu(z) for c > 0: a network of ReLUs without biases answers twice as loudly to an input
   that is twice as large. For c < 0 it is false.
"""
### END EXPLANATION

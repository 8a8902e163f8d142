"""The Jacobian of softmax.

Softmax makes probabilities of k logits z:

    p[i] = e^z[i] / Σ_j e^z[j].

Unlike an activation that acts entry by entry, it mixes all entries: raise one logit, and its probability grows at the
cost of all others. The Jacobian J[i, j] = ∂p[i]/∂z[j] tells how much goes where. Differentiate the quotient, once for
i = j and once for i ≠ j, and write the result with p alone.

* z holds logits, not probabilities.
* Logits may be anything, around 1000 or −1000 too: J is finite there. (Adding a number to all logits changes nothing.)
* One logit alone, k = 1, always has the probability 1, and J = [[0]].

References
----------
Kneusel, Math for Deep Learning, chapter 8, on Jacobians. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep
Learning, 3.3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def jacobian_softmax(z: Array) -> Array:
    """Return the Jacobian of softmax at the logits z.

    Parameters
    ----------
    z : (k,)
        Logits.

    Returns
    -------
    J : (k, k)
        J[i, j] = ∂p[i]/∂z[j].

    Examples
    --------
    Logits log 1 and log 3 have the probabilities 1/4 and 3/4, whose product is 3/16:

    >>> jacobian_softmax(np.array([0.0, np.log(3.0)])).round(6).tolist()
    [[0.1875, -0.1875], [-0.1875, 0.1875]]
    """
    raise NotImplementedError

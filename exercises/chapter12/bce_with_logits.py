"""Binary cross-entropy, from logits.

A network that answers yes or no has one output, a logit z, and means the probability p = σ(z) = 1/(1 + e⁻ᶻ) of yes by
it. Where y is true, its answer costs −y log p − (1 − y) log(1 − p). For a batch of N samples:

    L = 1/N Σ_n [−y[n] log σ(z[n]) − (1 − y[n]) log(1 − σ(z[n]))].

y[n] is 0 or 1, or anything between the two: a soft label. Return L, and with it ∂L/∂z, its exact derivative, with
every factor that L carries.

z may be as large as it likes. An answer that is certain and wrong is expensive: z = 1000 with y = 0 costs 1000, and
its gradient is that of a cost that grows by 1 with each 1. No limit is put on either. So p is not to be computed first:
σ(40) is 1 to a float64, and log(1 − 1) is −∞. But log σ(z) can be simplified on paper. (A warning of NumPy's costs
nothing. An answer that is certain and right costs next to nothing, and 0 is accepted for that.)

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 3.2. Kapoor, Gulli, Pal, Deep Learning with
TensorFlow and Keras, chapter 14.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def bce_with_logits(z: Array, y: Array) -> tuple[float, Array]:
    """Return the mean loss, and its gradient with respect to the logits.

    Parameters
    ----------
    z : (N,) float64
        Logits.
    y : (N,) float64
        Labels, from 0 to 1.

    Returns
    -------
    loss : float
    dz : (N,) float64
        ∂L/∂z.

    Examples
    --------
    z = 0 means p = 1/2, which costs log 2 whatever is true; z = 1000 is certain, here of the wrong answer.

    >>> loss, dz = bce_with_logits(np.array([0.0]), np.array([1.0]))
    >>> round(float(loss), 6), dz.tolist()
    (0.693147, [-0.5])
    >>> loss, dz = bce_with_logits(np.array([1000.0, 1000.0]), np.array([0.0, 1.0]))
    >>> float(loss), dz.tolist()
    (500.0, [0.5, 0.0])
    """
    raise NotImplementedError

"""A learning rate that warms up, and falls like a cosine.

At the beginning of a training the gradients are large and point anywhere, and moving averages such as Adam's know
nothing yet: so the learning rate starts from 0 and rises in a straight line, for `warmup` steps. From its top it falls
along half a period of a cosine: slowly at first, quickly in the middle, slowly again towards the end.

* Steps are counted from 0, and lr(0) = 0, whatever lr_min is.
* At t = warmup the rate is lr_max. There the line ends, and the cosine begins.
* At t = T it is lr_min, and it stays there for ever.
* With warmup = 0 there is no line: the rate is lr_max at t = 0.

t is an int, or an array of ints of any shape: a number gives a number, an array gives an array of the same shape.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 4. Loshchilov, Hutter, SGDR: Stochastic
Gradient Descent with Warm Restarts (2017), equation 5.
"""

import numpy as np
from numpy.typing import NDArray

Steps = int | NDArray[np.int64]
Rates = float | NDArray[np.float64]


def cosine_warmup(t: Steps, T: int, warmup: int, lr_max: float, lr_min: float = 0.0) -> Rates:
    """Return the learning rate at step t.

    Parameters
    ----------
    t : int or array of int
        At least 0.
    T : int
        The step at which lr_min is reached.
    warmup : int
        The step at which lr_max is reached, 0 ≤ warmup < T.
    lr_max, lr_min : float
        0 ≤ lr_min ≤ lr_max.

    Returns
    -------
    lr : float or array of the shape of t
        float64.

    Examples
    --------
    Up by 3 a step until t = 2; then half a period of a cosine from 6 to 2, which is at 4 in the middle:

    >>> cosine_warmup(np.array([0, 1, 2, 4, 6, 7]), 6, 2, 6.0, 2.0).round(12).tolist()
    [0.0, 3.0, 6.0, 4.0, 2.0, 2.0]
    """
    raise NotImplementedError

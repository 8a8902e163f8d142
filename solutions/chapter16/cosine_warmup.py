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
    ### BEGIN SOLUTION
    line = lr_max * np.divide(t, warmup or 1)
    part = np.minimum(np.subtract(t, warmup) / (T - warmup), 1.0)
    cosine = lr_min + 0.5 * (lr_max - lr_min) * (1.0 + np.cos(np.pi * part))
    return np.where(np.less(t, warmup), line, cosine)[()]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The line** goes through (0, 0) and (warmup, lr_max): lr_max · t / warmup. It holds for t < warmup. If warmup is 0
   there is no such t, and 0/0 must not be computed; dividing by `warmup or 1` never does.

2. **The fraction of the way down.** From t = warmup to t = T it goes from 0 to 1: u = (t − warmup)/(T − warmup). With
   t/T instead, the cosine would begin below its top, and the rate would jump at the end of the warm-up.

3. **Half a period.** cos(πu) goes from 1 to −1. Shifted and scaled, (1 + cos πu)/2 goes from 1 to 0, and

       lr = lr_min + (lr_max − lr_min) (1 + cos πu)/2

   goes from lr_max to lr_min. At u = ½ it is half way. A whole period, cos(2πu), would be back on top at the end.

4. **Afterwards.** A cosine rises again: u stops at 1, by min(u, 1).

5. **At both ends it is flat.** The derivative in u is −(lr_max − lr_min) (π/2) sin πu, which is zero at 0 and at 1, and
   largest in the middle.

>>> cosine_warmup(np.arange(11), 10, 2, 1.0).round(3).tolist()
[0.0, 0.5, 1.0, 0.962, 0.854, 0.691, 0.5, 0.309, 0.146, 0.038, 0.0]
"""
### END EXPLANATION

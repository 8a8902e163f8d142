"""Where a token stands: sines and cosines.

Attention does not see in which order its keys come. So a vector that depends on the step t alone is added to what
stands there. This one turns D/2 hands of a clock, the first one fast, each next one slower:

    PE[t, 2i] = sin(t / 10000^(2i/D)),    PE[t, 2i + 1] = cos(t / 10000^(2i/D)),

for steps t = 0, 1, …, T − 1. Sine and cosine of one hand stand beside each other, in columns 2i and 2i + 1, and have
the same exponent, 2i/D. If D is odd, the last column is a sine, whose cosine is left out.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7. Vaswani et al., Attention Is All You Need
(2017), 3.5.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def positional_encoding(T: int, D: int) -> Array:
    """Return the vector of each step.

    Parameters
    ----------
    T : int
        ≥ 1, number of steps.
    D : int
        ≥ 1, numbers in a vector.

    Returns
    -------
    PE : (T, D)

    Examples
    --------
    Steps 0 and 1. For D = 3 the exponents are 0, 0 and 2/3, and 10000^(2/3) is about 464:

    >>> positional_encoding(2, 3).round(4).tolist()
    [[0.0, 1.0, 0.0], [0.8415, 0.5403, 0.0022]]
    """
    raise NotImplementedError

"""Drawing from a distribution.

A computer draws uniform numbers u from [0, 1). Out of them come draws of any distribution on the values 0, …, K − 1:
lay the probabilities side by side, p[0] first, then p[1], …, as pieces of a line of length 1. A uniform number falls
into piece i with the probability p[i], the piece's length. So it is turned into the number of the piece that it falls
into:

    the first i with u < p[0] + p[1] + … + p[i].

To make it testable, the uniform numbers are handed over; whoever wants random draws gives `rng.random(n)`.

* Pieces are closed on the left and open on the right: u = p[0] falls into piece 1, if that has a length.
* A value with the probability 0 is never drawn, be it in front, in the middle or at the end, whatever u is.
* Rounding may leave the sum of all p a little below 1, and u above it. Then the last value that has a probability is
  drawn.
* The results are integers, one for each u, in the order of u.
* If an entry of p is negative, or the sum of p is not 1 up to 10⁻⁹, ValueError is raised.
* There is at least one u, all are in [0, 1), in any order.

References
----------
Kneusel, Math for Deep Learning, chapter 3. Devroye, Non-Uniform Random Variate Generation (1986), III.2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sample_discrete(p: Array, u: Array) -> NDArray[np.int64]:
    """Return the values of a distribution that belong to uniform numbers.

    Parameters
    ----------
    p : (K,)
        Probabilities of the values 0 to K − 1.
    u : (n,)
        Numbers from [0, 1), uniform if the draws are to have the distribution p.

    Returns
    -------
    i : (n,), integers

    Raises
    ------
    ValueError
        If an entry of p is negative, or the sum is not 1.

    Examples
    --------
    The pieces are [0, 0.25), nothing, and [0.25, 1):

    >>> sample_discrete(np.array([0.25, 0.0, 0.75]), np.array([0.5, 0.1, 0.25, 0.9])).tolist()
    [2, 0, 2, 2]
    """
    raise NotImplementedError

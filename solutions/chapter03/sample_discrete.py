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
    ### BEGIN SOLUTION
    if p.min() < 0 or abs(p.sum() - 1) > 1e-9:
        raise ValueError("p is no distribution")
    ends = np.cumsum(p)
    last = np.flatnonzero(p)[-1]
    i: NDArray[np.int64] = np.minimum(np.searchsorted(ends, u, side="right"), last)
    return i
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The ends of the pieces** are the sums so far, F[i] = p[0] + … + p[i]. Piece i is [F[i − 1], F[i]), and its length
   is p[i]. P(u in piece i) = p[i] is all that is needed: this is the inverse of the distribution function, for a law
   with steps.

2. **Searching.** The ends are sorted, so the first one above u is found by halving, in log K steps. `np.searchsorted`
   has two ways to treat a u that equals an end: side="right" gives the first end > u, which is wanted here,
   side="left" the first end ≥ u.

>>> ends = np.cumsum([0.25, 0.0, 0.75])
>>> np.searchsorted(ends, 0.25, side="right").item(), np.searchsorted(ends, 0.25, side="left").item()
(2, 0)

3. **No value without a probability.** F[i] > u ≥ F[i − 1] implies F[i] > F[i − 1], so p[i] > 0. With "left" this is
   lost: for p = (0, 1) and u = 0, the first end ≥ 0 is F[0] = 0, and a value that never occurs would be drawn, once in
   2⁵³ times.

>>> sample_discrete(np.array([0.0, 1.0]), np.array([0.0])).item()
1

4. **The last end.** Ten times 0.1 is 1 on paper. Added up, it is the number just below 1:

>>> ends = np.cumsum(np.full(10, 0.1))
>>> u = np.nextafter(1.0, 0.0)
>>> bool(ends[-1] == u), np.searchsorted(ends, u, side="right").item()
(True, 10)

   There is no value 10. Nor would it do to take K − 1, for that may be a value without a probability: the last i with
   p[i] > 0 is meant.

5. **How good is it?** With n uniform numbers, the share of i is p[i] up to √(p (1 − p) / n). With n numbers that are
   spread evenly over [0, 1), it is p[i] up to 1/n:

>>> i = sample_discrete(np.array([0.2, 0.3, 0.5]), (np.arange(1000) + 0.5) / 1000)
>>> (np.bincount(i) / 1000).tolist()
[0.2, 0.3, 0.5]
"""
### END EXPLANATION

"""The Mann–Whitney U test.

The t test compares means, and trusts in normal distributions. This test asks nothing of the kind: does a value of a
tend to be larger than a value of b? It looks at all n · m pairs, and counts:

    U_a = number of pairs with a > b  +  ½ · number of pairs with a = b.

If both groups come from one distribution, U_a is n m / 2 on average. Its extremes are 0 and n m; U_a and U_b, counted
the other way round, sum to n m. Only the order of the values matters: logarithms, or other units, change nothing.

How unlikely is what was found? For groups that are not very small, U_a is nearly normal, with

    μ = n m / 2,    σ² = n m / 12 · ( N + 1 − Σ (t³ − t) / (N (N − 1)) ),    N = n + m.

The sum runs over the different values of both groups together, and t is how often each occurs; a value that occurs once
adds nothing. With Φ, the distribution function of the normal law,

    z = (|U_a − μ| − ½) / σ, but at least 0,        p = 2 (1 − Φ(z)).

* What is returned first is U_a: of the first group, and not the smaller one of U_a and U_b, nor a sum of ranks.
* The ½ in z is the continuity correction: U_a moves in steps, and the normal law does not.
* z is at least 0, so that p is at most 1.
* p is two-sided.
* If all values are equal, σ = 0, and nothing speaks for a difference: p = 1.
* 1 − Φ(z) = ½ erfc(z/√2), and `math.erfc` is in Python.
* An empty group raises ValueError. Groups may hold floats or integers; the results are floats.

References
----------
Kneusel, Math for Deep Learning, chapter 4, on the Mann–Whitney U test. Mann, Whitney, On a test of whether one of two
random variables is stochastically larger than the other (1947).
"""

import math

import numpy as np
from numpy.typing import NDArray

Sample = NDArray[np.float64 | np.int64]


def mann_whitney_u(a: Sample, b: Sample) -> tuple[float, float]:
    """Test whether one group tends to have larger values than the other.

    Parameters
    ----------
    a : (n,), floats or integers
    b : (m,), floats or integers
        The groups, neither of them empty.

    Returns
    -------
    U_a : float
        Pairs with a > b, and half of those with a = b.
    p : float
        Two-sided, by the normal law, with corrections for ties and for continuity.

    Raises
    ------
    ValueError
        If a group is empty.

    Examples
    --------
    Of six pairs, 3 > 1 and 7 > 1, 7 > 5; 5 = 5 counts a half: with a = 3, 5, 7 that is 1 + 1½ + 2.

    >>> U_a, p = mann_whitney_u(np.array([3, 5, 7]), np.array([1, 5]))
    >>> float(U_a), round(float(p), 6)
    (4.5, 0.553617)
    """
    raise NotImplementedError

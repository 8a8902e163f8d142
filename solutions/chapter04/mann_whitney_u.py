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
    ### BEGIN SOLUTION
    n, m = len(a), len(b)
    if n == 0 or m == 0:
        raise ValueError("neither group may be empty")
    U_a = np.sum(a[:, np.newaxis] > b) + 0.5 * np.sum(a[:, np.newaxis] == b)
    _, t = np.unique(np.concatenate([a, b]), return_counts=True)
    N = n + m
    variance = n * m / 12 * (N + 1 - np.sum(t**3 - t) / (N * (N - 1)))
    if len(t) == 1:
        return float(U_a), 1.0
    z = max(abs(U_a - n * m / 2) - 0.5, 0) / np.sqrt(variance)
    return float(U_a), math.erfc(z / math.sqrt(2))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Pairs and ranks.** Sort all N values. The rank of a value of a is how many values are below it, those of a and
   those of b, and itself. Summed over a, the values of a below each other give 1 + … + n = n (n + 1)/2, whatever the
   data are; the rest are the pairs with a > b. So, with R_a the sum of the ranks of a,

       U_a = R_a − n (n + 1)/2.

   That is the formula in most books. With shared ranks for ties, each pair a = b adds a half on both sides.

2. **μ.** If both come from one distribution, a > b and a < b are equally likely for each pair. So U_a is n m/2 on
   average.

3. **σ².** Without ties, each of the C(N, n) sets of places is equally likely for a, and the variance of U_a over all of
   them is n m (N + 1)/12. Counted out for n = m = 2:

>>> from itertools import combinations
>>> U = [sum(i > j for i in A for j in set(range(4)) - set(A)) for A in combinations(range(4), 2)]
>>> U, float(np.mean(U)), round(float(np.var(U)), 6), round(2 * 2 * 5 / 12, 6)
([0, 1, 2, 2, 3, 4], 2.0, 1.666667, 1.666667)

   Ties make U_a vary less: with all values equal, it is always n m/2. In the formula, t = N makes
   (N³ − N) / (N (N − 1)) = N + 1, and nothing is left.

4. **Continuity.** U_a = 3 stands for all that a continuous variable has from 2.5 to 3.5. "At least as far out" begins a
   half before. If U_a is as close to μ as it can be, that would lead past the middle, to a p above 1; then z is 0, and
   p = 1.

5. **erfc.** 1 − Φ(z) as a difference loses digits where z is large, and from z = 8.3 on is 0; ½ erfc(z/√2) is the tail
   itself.

>>> from statistics import NormalDist
>>> 1 - NormalDist().cdf(10.0), f"{math.erfc(10 / math.sqrt(2)) / 2:.3g}"
(0.0, '7.62e-24')

6. **What it says.** U_a / (n m) estimates the probability that a value of a is larger than one of b, ties counting
   half. For a classifier with scores a of one class and b of the other, that is the area under the ROC curve.

With numbers: a = 3, 5, 7 and b = 1, 5. U_a = 4.5, μ = 3. Of all five values, 5 occurs twice: Σ = 2³ − 2 = 6, and
σ² = 6/12 · (6 − 6/20) = 2.85. z = (1.5 − 0.5)/√2.85 = 0.5923, p = 0.5536.
"""
### END EXPLANATION

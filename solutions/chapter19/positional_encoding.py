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
    ### BEGIN SOLUTION
    pair = np.arange(D) // 2
    angle = np.arange(T)[:, None] / 10000.0 ** (2 * pair / D)
    PE: Array = np.where(np.arange(D) % 2 == 0, np.sin(angle), np.cos(angle))
    return PE
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Pairs.** Column k belongs to the hand i = k // 2; so columns 0, 1 share the exponent 0, columns 2, 3 the exponent
   2/D, and so on. Even columns are sines, odd ones are cosines.

2. **Angles.** Steps as a column against frequencies as a row: `np.arange(T)[:, None] / …` is (T, D).

3. **Step 0** has all angles 0: its row is 0, 1, 0, 1, ….

4. **The first hand** turns by one radian a step, and is round after 2π ≈ 6.3 steps. The last one is nearly 10,000 times
   slower. As the digits of a number, the fast ones tell neighbours apart, and the slow ones tell near from far.

5. **A rotation.** Let ω = 10000^(−2i/D). By the addition theorems

       sin ω(t + k) = cos ωk · sin ωt + sin ωk · cos ωt,
       cos ω(t + k) = −sin ωk · sin ωt + cos ωk · cos ωt.

   So the pair at t + k is the pair at t, turned by the angle ωk. What to do to look k steps back is the same matrix
   at every t.

6. **Length.** Each pair has sin² + cos² = 1, so for an even D all rows have the length √(D/2).

>>> PE = positional_encoding(4, 6)
>>> (PE**2).sum(axis=1).round(9).tolist()
[3.0, 3.0, 3.0, 3.0]
>>> turn = np.array([[np.cos(1.0), -np.sin(1.0)], [np.sin(1.0), np.cos(1.0)]])  # one step of the first hand
>>> bool(np.allclose(PE[:-1, :2] @ turn, PE[1:, :2]))
True
>>> positional_encoding(1, 5).tolist()
[[0.0, 1.0, 0.0, 1.0, 0.0]]
"""
### END EXPLANATION

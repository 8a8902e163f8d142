"""The p-norms of a vector.

How long is a vector? For every p ≥ 1 there is an answer,

    ‖x‖ₚ = (Σᵢ |xᵢ|ᵖ)^(1/p),        ‖x‖_∞ = maxᵢ |xᵢ|.

p = 2 is the usual length, p = 1 the sum of the moduli, and for p = ∞, written np.inf, only the largest one counts: what
the formula tends to if p grows. For p = 0 one writes

    ‖x‖₀ = how many entries of x are not 0,

which is no norm, but is called so: it counts what is left of weights that are driven to 0.

* p is a float or an int. Other p than 0 and 1 ≤ p ≤ ∞ raise ValueError, negative ones and NaN as well.
* Sums of powers leave the range of float64 long before norms do: 1e200² is infinite, and 1e-200² is 0. The result must
  be right for such entries, too. Divide by the largest modulus m first: ‖x‖ₚ = m ‖x/m‖ₚ.
* ‖0‖ₚ = 0 for all p.
* The result is a float, of integers, too, whose powers must not wrap around.

x is (n,), n ≥ 1, of floats or integers.

References
----------
Kneusel, Math for Deep Learning, chapter 6, on vector norms. Higham, Accuracy and Stability of Numerical Algorithms, 2nd
ed. (2002), §27.5: norms without overflow.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def lp_norm(x: NDArray[Any], p: float) -> float:
    """Return the p-norm of a vector.

    Parameters
    ----------
    x : (n,), floats or integers
    p : float
        0, or from 1 to np.inf.

    Returns
    -------
    norm : float

    Raises
    ------
    ValueError
        If p is another number.

    Examples
    --------
    >>> x = np.array([3.0, -4.0, 0.0])
    >>> [float(lp_norm(x, p)) for p in (0, 1, 2, np.inf)]
    [2.0, 7.0, 5.0, 4.0]
    """
    ### BEGIN SOLUTION
    if not (p == 0 or p >= 1):
        raise ValueError("p must be 0, or at least 1")
    size = np.abs(x.astype(np.float64))
    largest = float(size.max())
    if p == 0:
        return float(np.count_nonzero(size))
    if largest == 0 or p == np.inf:
        return largest
    return largest * float(np.sum((size / largest) ** p) ** (1 / p))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What makes a norm.** ‖c x‖ = |c| ‖x‖, ‖x + y‖ ≤ ‖x‖ + ‖y‖, and only 0 has norm 0. Without the moduli this fails:
   for p = 1 or 3, negative entries would shorten the vector.

2. **Why p ≥ 1.** Take p = ½ and the two unit vectors: both have "length" 1, and their sum has (1 + 1)² = 4. The detour
   would be shorter than the straight way. p = 0 fails elsewhere: ‖2 x‖₀ is ‖x‖₀, not twice that.

3. **From 1 to ∞.** Norms fall as p grows, from the sum of the moduli down to the largest of them:

>>> x = np.array([3.0, -4.0, 0.0])
>>> [round(lp_norm(x, p), 3) for p in (1, 1.5, 2, 3, 10, np.inf)]
[7.0, 5.584, 5.0, 4.498, 4.022, 4.0]

   In Σ |xᵢ|ᵖ = mᵖ Σ (|xᵢ|/m)ᵖ the last sum lies between 1 and n. Its pth root goes to 1, so that m is left. But slowly,
   if two entries are equally large: 2^(1/100) = 1.007. So p = 100 is no ∞.

4. **Scaling.** float64 ends at 1.8e308 and begins at 5e-324. Squares reach that from entries of 1e154, cubes from
   1e102. Divided by the largest modulus, all entries are at most 1, the largest power is 1, and what gets lost is too
   small to count.

>>> lp_norm(np.array([1e200, -1e200, 1e200, 1e200]), 2)
2e+200

5. **The pictures.** The vectors of norm 1 form a diamond for p = 1, a circle for p = 2 and a square for p = ∞. The
   diamond has its corners on the axes, where entries are 0. That is why a penalty on ‖w‖₁ makes weights vanish, and one
   on ‖w‖₂ only makes them small.
"""
### END EXPLANATION

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
    raise NotImplementedError

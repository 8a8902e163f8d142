"""The Jacobian of softmax.

Softmax makes probabilities of k logits z:

    p[i] = e^z[i] / Σ_j e^z[j].

Unlike an activation that acts entry by entry, it mixes all entries: raise one logit, and its probability grows at the
cost of all others. The Jacobian J[i, j] = ∂p[i]/∂z[j] tells how much goes where. Differentiate the quotient, once for
i = j and once for i ≠ j, and write the result with p alone.

* z holds logits, not probabilities.
* Logits may be anything, around 1000 or −1000 too: J is finite there. (Adding a number to all logits changes nothing.)
* One logit alone, k = 1, always has the probability 1, and J = [[0]].

References
----------
Kneusel, Math for Deep Learning, chapter 8, on Jacobians. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep
Learning, 3.3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def jacobian_softmax(z: Array) -> Array:
    """Return the Jacobian of softmax at the logits z.

    Parameters
    ----------
    z : (k,)
        Logits.

    Returns
    -------
    J : (k, k)
        J[i, j] = ∂p[i]/∂z[j].

    Examples
    --------
    Logits log 1 and log 3 have the probabilities 1/4 and 3/4, whose product is 3/16:

    >>> jacobian_softmax(np.array([0.0, np.log(3.0)])).round(6).tolist()
    [[0.1875, -0.1875], [-0.1875, 0.1875]]
    """
    ### BEGIN SOLUTION
    e = np.exp(z - z.max())
    p = e / e.sum()
    return np.diag(p) - np.outer(p, p)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The logarithm is simpler.** log p[i] = z[i] − log Σ_k e^z[k]. By z[j] the first term has the derivative 1 if i = j
   and 0 otherwise, δ[i, j] for short. The second has e^z[j] / Σ_k e^z[k], which is p[j] itself. And the derivative of
   log p[i] is that of p[i], divided by p[i]:

       J[i, j] = p[i] (δ[i, j] − p[j]).

2. **On the diagonal** that is p[i] (1 − p[i]), as for a sigmoid; beside it −p[i] p[j], never zero. The diagonal alone
   would say that logits don't compete. As matrices, J = diag(p) − p pᵀ.

3. **Every column sums to 0**, since Σ_i p[i] = 1 whatever happens: Σ_i J[i, j] = p[j] − p[j] Σ_i p[i] = 0. **So does
   every row**, since J is symmetric; that says that moving all logits by the same amount, z + c, changes nothing:
   J · (1, …, 1) = 0. So J has no inverse.

4. **No direction goes down.** vᵀJ v = Σ p[i] v[i]² − (Σ p[i] v[i])²: the variance of v under p. It is never negative.

5. **Large logits.** e^1000 is ∞. Take the largest logit off first; the shift changes neither p nor J.

>>> J = jacobian_softmax(np.array([1000.0, 1000.0 + np.log(3.0)]))
>>> J.round(6).tolist()
[[0.1875, -0.1875], [-0.1875, 0.1875]]
>>> p, v = np.array([0.25, 0.75]), np.array([2.0, -2.0])
>>> float((v @ J @ v).round(6)), float(p @ v**2 - (p @ v) ** 2)
(3.0, 3.0)
"""
### END EXPLANATION

"""The largest stable learning rate.

Let f(x) = ½ xᵀA x with A symmetric and positive definite: every minimum looks like that, seen from near. Gradient
descent x ← x − lr · A x should end at x = 0, wherever it starts. With a small lr it does, with a large one it flies
apart. Find the limit between the two: the supremum of all lr that lead to 0 from every start.

Write x as a sum of eigenvectors of A. What does a step do to each of them? Which one gets into trouble first?

* A is (n, n), symmetric, with positive eigenvalues, some of which may be close together. It need not be diagonal, and
  it may have any scale.
* The answer is one number, right to eight digits.

References
----------
Kneusel, Math for Deep Learning, chapters 6 and 11. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
4.2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def max_stable_step(A: Array) -> float:
    """Return the supremum of the learning rates for which gradient descent on ½ xᵀA x converges.

    Parameters
    ----------
    A : (n, n)
        Symmetric, positive definite.

    Returns
    -------
    lr : float

    Examples
    --------
    f(x) = ½ · 4x²: a step is x ← (1 − 4 lr) x, which shrinks x as long as |1 − 4 lr| < 1.

    >>> round(float(max_stable_step(np.array([[4.0]]))), 12)
    0.5
    """
    ### BEGIN SOLUTION
    return float(2 / np.linalg.eigvalsh(A)[-1])
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Along an eigenvector nothing mixes.** Let A v = λ v. If x = c v, then A x = λ c v, and a step gives (1 − lr λ) c v:
   the direction stays, and the length is multiplied by 1 − lr λ.

2. **Every start is a sum of such.** A is symmetric, so it has n orthogonal eigenvectors, and x = Σ cᵢ vᵢ. After t steps
   x = Σ (1 − lr λᵢ)ᵗ cᵢ vᵢ. That goes to 0 from every start if, and only if, |1 − lr λᵢ| < 1 for all i.

3. **Solve for lr.** −1 < 1 − lr λ < 1 means 0 < lr < 2/λ. The largest λ has the smallest limit:

       lr < 2 / λ_max.

4. **It is not the trace, nor the largest entry.** Both can be far from λ_max, if A is not diagonal. A full matrix of
   ones has entries 1, and λ_max = n:

>>> A = np.ones((3, 3)) + 0.5 * np.eye(3)
>>> float(np.linalg.eigvalsh(A)[-1].round(9)), round(max_stable_step(A), 9)
(3.5, 0.571428571)

5. **On both sides of it.** With the last eigenvalue 2, the limit is 1. Just below it, x shrinks; at the limit it jumps
   to and fro for ever; above, it grows.

>>> [abs(float((1 - lr * 2.0) ** 200)) < 1 for lr in (0.99, 1.0, 1.01)]
[True, False, False]
"""
### END EXPLANATION

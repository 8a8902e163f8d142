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
    raise NotImplementedError

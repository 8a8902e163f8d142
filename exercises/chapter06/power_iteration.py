"""Power iteration.

Multiply a vector by A again and again. Its part along the eigenvector whose eigenvalue λ₁ is largest in modulus grows
fastest, and soon is all that can be seen. So that nothing overflows, the vector is scaled to length 1 after every step:

    v₀ = v0 / ‖v0‖,      vₖ = A vₖ₋₁ / ‖A vₖ₋₁‖,      k = 1, …, iters,

with the usual length, ‖v‖² = Σ vᵢ². That is Aᵏ v0, divided by its length: its sign is settled, and is left as it comes.
The eigenvalue is estimated by the Rayleigh quotient of the last vector,

    λ = vᵀ A v,      v = v_iters,

which has a sign, where ‖A v‖ has none. What is left of the other eigenvectors shrinks by |λ₂/λ₁| in every step.

* Make exactly iters steps, whether or not there is anything left to gain; for iters = 0, v is v0 / ‖v0‖. If there is no
  single largest eigenvalue, v does not settle. What is asked for is defined all the same.
* If v0 is 0, or a vector on the way to v is, there is no direction to go on in: ValueError. (If only A v is 0, for the
  last v, that is an eigenvector, with λ = 0.)
* Entries of A or of v0 may be tiny or huge; powers of A may leave the range of float64, then. Only 0 itself is 0.
* The results are float64, of integers, too.

A is (n, n), any real matrix of floats or integers, n ≥ 1; v0 is (n,), and stays as it was. iters ≥ 0 is an int.

References
----------
Kneusel, Math for Deep Learning, chapter 6, on eigenvectors. Golub, Van Loan, Matrix Computations, 4th ed. (2013), §7.3
and §8.2: the power method.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def power_iteration(A: NDArray[Any], v0: NDArray[Any], iters: int) -> tuple[float, NDArray[np.float64]]:
    """Return an estimate of the dominant eigenvalue, and of its eigenvector.

    Parameters
    ----------
    A : (n, n), floats or integers
    v0 : (n,), floats or integers
        Where to begin; of any length but 0.
    iters : int
        How many steps.

    Returns
    -------
    λ : float
        The Rayleigh quotient of v.
    v : (n,)
        Of length 1.

    Raises
    ------
    ValueError
        If v0 or a vector on the way is 0.

    Examples
    --------
    v0 becomes (0, 1). A takes that to (0, −2), of length 2: v = (0, −1), and λ = vᵀ A v = −2.

    >>> λ, v = power_iteration(np.array([[1.0, 0.0], [0.0, -2.0]]), np.array([0.0, 3.0]), 1)
    >>> float(λ), (v + 0.0).tolist()
    (-2.0, [0.0, -1.0])
    """
    raise NotImplementedError

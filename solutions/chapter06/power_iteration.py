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
    ### BEGIN SOLUTION
    w = v0.astype(np.float64)
    for _ in range(iters + 1):
        size = np.linalg.norm(w)
        if size == 0:
            raise ValueError("0 has no direction")
        v = w / size
        w = A @ v
    return float(v @ w), v
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why it works.** Let A have eigenvectors q₁, …, qₙ, and write v0 = c₁ q₁ + … + cₙ qₙ. Then

       Aᵏ v0 = λ₁ᵏ (c₁ q₁ + (λ₂/λ₁)ᵏ c₂ q₂ + … ).

   If |λ₁| is larger than all other moduli and c₁ ≠ 0, everything but c₁ q₁ dies away.

2. **With numbers.** A = diag(2, 1) and v0 = (1, 1): Aᵏ v0 = (2ᵏ, 1). The second component, relative to the first, is
   halved in each step.

>>> A = np.diag([2.0, 1.0])
>>> vectors = [power_iteration(A, np.array([1.0, 1.0]), k)[1] for k in range(5)]
>>> [round(float(v[1] / v[0]), 6) for v in vectors]
[1.0, 0.5, 0.25, 0.125, 0.0625]

3. **Rayleigh's quotient.** Given v, which number fits A v ≈ λ v best? The least squares are at λ = vᵀ A v / vᵀ v, and
   vᵀ v is 1 here. If A is symmetric, an error ε in v makes an error of ε² in λ only: it shrinks by (λ₂/λ₁)² a step. So
   it is quartered here, nearly:

>>> [round(2 - power_iteration(A, np.array([1.0, 1.0]), k)[0], 4) for k in range(5)]
[0.5, 0.2, 0.0588, 0.0154, 0.0039]

   ‖A v‖ has no sign, and before the end it is another number. (A v)ᵢ / vᵢ has errors as large as those of v.

4. **Negative eigenvalues.** If λ₁ < 0, each step turns v round, and v never settles; the line through it does. Test
   ‖A v − λ v‖, not ‖vₖ − vₖ₋₁‖.

5. **What can go wrong.** If c₁ = 0, the part along q₁ is missing, and stays missing, but for rounding. If c₁ is tiny,
   for a long time nothing seems to happen: with |λ₂/λ₁| = ½ and c₁ = 1e-14, it takes 47 steps until q₁ shows at all.
   Who stops since v hardly moves gets the wrong eigenvector. If λ₂ = −λ₁, or if the two are complex, v goes on swinging
   or turning for ever.

>>> swap = np.array([[0.0, 1.0], [1.0, 0.0]])
>>> [power_iteration(swap, np.array([4.0, 3.0]), k)[1].tolist() for k in range(3)]
[[0.8, 0.6], [0.6, 0.8], [0.8, 0.6]]

6. **What it is good for.** It needs products A v alone: A may be so large that nothing else can be done with it. Page
   ranks are found so, the largest singular value of a layer's weights (then with AᵀA), the sharpest direction of a
   loss.
"""
### END EXPLANATION

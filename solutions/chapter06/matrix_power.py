"""Powers of a matrix.

A square matrix can be multiplied with itself, as often as one likes:

    A⁰ = I,    Aᵏ = A A ⋯ A  (k factors).

The products are products of matrices, not of entries. What A does in one step, Aᵏ does in k: if A tells how a state
changes from one day to the next, then Aᵏ tells how it changes in k days.

* A⁰ is the identity, for every A, also for one that is singular.
* Of integers, the power is made of integers, exactly: all products here fit into an int64. Of floats it is float64.
* The result is an array of its own: A¹ is a copy of A.
* A negative k would need the inverse of A. It raises ValueError, also if A has one.

A is (n, n), n ≥ 1, and k is an int.

References
----------
Kneusel, Math for Deep Learning, chapter 6, on powers of square matrices.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[Any]


def matrix_power(A: Matrix, k: int) -> Matrix:
    """Return A multiplied with itself, k factors.

    Parameters
    ----------
    A : (n, n), floats or integers
    k : int
        How many factors.

    Returns
    -------
    P : (n, n), of A's kind of numbers

    Raises
    ------
    ValueError
        If k is negative.

    Examples
    --------
    The rows of [[1, 1], [1, 0]] meet its columns: 1·1 + 1·1 = 2, and so on.

    >>> matrix_power(np.array([[1, 1], [1, 0]]), 2).tolist()
    [[2, 1], [1, 1]]
    >>> matrix_power(np.array([[0.5, 2.0], [0.0, 0.5]]), 0).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    ### BEGIN SOLUTION
    if k < 0:
        raise ValueError("k must not be negative")
    P = np.eye(len(A), dtype=A.dtype)
    for _ in range(k):
        P = P @ A
    return P
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Begin with the identity.** The product of no numbers is 1, and the product of no matrices is I: it changes nothing.
   A loop that begins with I and multiplies k times by A needs no special case, neither for k = 0 nor for k = 1. It also
   makes a new array each time: A stays as it is.

2. **The exponents add up.** Products of matrices can be grouped as one likes, so Aʲ Aᵏ = Aʲ⁺ᵏ. Powers of one matrix
   commute, therefore, though matrices in general don't.

>>> A = np.array([[1, 1], [1, 0]])
>>> (matrix_power(A, 2) @ matrix_power(A, 3)).tolist() == matrix_power(A, 5).tolist()
True

3. **With numbers.** Multiply [[F₍ₖ₊₁₎, Fₖ], [Fₖ, F₍ₖ₋₁₎]] by A = [[1, 1], [1, 0]]: above on the left, F₍ₖ₊₁₎ + Fₖ comes
   out, which is F₍ₖ₊₂₎. So the powers of A hold the Fibonacci numbers, 1, 1, 2, 3, 5, 8, …

>>> [matrix_power(A, k)[0, 1].item() for k in range(1, 11)]
[1, 1, 2, 3, 5, 8, 13, 21, 34, 55]

4. **Why integers stay integers.** A float64 has 53 bits. Above 2⁵³ ≈ 9·10¹⁵ it does not hold every integer; int64 does:

>>> matrix_power(A, 79)[0, 1].item(), int(matrix_power(A.astype(float), 79)[0, 1])
(14472334024676221, 14472334024676220)

5. **Entry by entry is another thing.** `A**3` cubes each number; that is a power of the matrix only if A is diagonal.

6. **Powers may vanish.** N = [[0, 1], [0, 0]] is not zero, but N² is. Such matrices are called nilpotent. They have too
   few eigenvectors to be written as V D V⁻¹, so that Aᵏ = V Dᵏ V⁻¹, right where it can be had, fails for them.

7. **In fewer products.** A¹³ = A⁸ A⁴ A, for 13 = 8 + 4 + 1. Squaring A again and again gives A², A⁴, A⁸: five products
   in all instead of twelve, and about 2 log₂ k for any k. `np.linalg.matrix_power` does that.
"""
### END EXPLANATION

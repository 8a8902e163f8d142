"""The outer product of two vectors.

The inner product of two vectors is a number; the outer product is the table of all products of an entry of u with an
entry of v, written u vᵀ:

    O[i, j] = u[i] v[j].

u has n entries and v has m, and n and m have nothing to do with each other: O is (n, m), with u going down and v going
across. The gradient of a dense layer's weights is a sum of such tables, one for each sample; every matrix product is a
sum of them, too.

* Nothing is added up, and nothing is conjugated: u and v may be complex, and O[i, j] is u[i] v[j] all the same.
* O holds what the product of an entry of u and an entry of v is: integers (int64) if both are integers, complex numbers
  (complex128) if one of them is complex, and floats (float64) otherwise. All products of integers fit into an int64,
  and are exact.

u and v are arrays of one axis, with one entry at least.

References
----------
Kneusel, Math for Deep Learning, chapter 5, on the outer product.
"""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64] | NDArray[np.float64] | NDArray[np.complex128]


def outer_product(u: Numbers, v: Numbers) -> Numbers:
    """Return the table of the products of every entry of u and every entry of v.

    Parameters
    ----------
    u : (n,), integers, floats or complex numbers
    v : (m,), integers, floats or complex numbers

    Returns
    -------
    O : (n, m), of the kind of the products
        O[i, j] = u[i] v[j].

    Examples
    --------
    >>> outer_product(np.array([1, 10]), np.array([2, 3, 4])).tolist()
    [[2, 3, 4], [20, 30, 40]]
    """
    ### BEGIN SOLUTION
    table: Numbers = u[:, np.newaxis] * v
    return table
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A column times a row.** As a matrix u is a column, (n, 1), and vᵀ is a row, (1, m). In their matrix product the sum
   over the inner index has a single term:

       (u vᵀ)[i, j] = Σ_k u[i, k] vᵀ[k, j] = u[i] v[j],    k = 0 only.

   In NumPy a vector has one axis, and is neither column nor row. `u[:, np.newaxis]` is the column; v against it counts
   as a row, and broadcasting makes every pair.

>>> u, v = np.array([1, 10]), np.array([2, 3, 4])
>>> (u[:, np.newaxis] * v).tolist(), (u[:, np.newaxis] @ v[np.newaxis, :]).tolist()
([[2, 3, 4], [20, 30, 40]], [[2, 3, 4], [20, 30, 40]])

2. **Without the new axis** two vectors of different length don't fit, and of two of the same length the diagonal alone
   is made, u[i] v[i].

3. **Rank 1.** Row i is u[i] times v, column j is v[j] times u: all rows are multiples of one vector. So

       (u vᵀ) w = u (v · w)

   for every w: whatever comes in, a multiple of u comes out.

>>> w = np.array([1, 0, -1])
>>> (outer_product(u, v) @ w).tolist(), (u * (v @ w)).tolist()
([-2, -20], [-2, -20])

4. **Where inner and outer meet.** For n = m the diagonal holds u[i] v[i], and its sum, the trace, is u · v.

5. **Every matrix product is a sum of outer products**, of column k of A with row k of B:

>>> A, B = np.array([[1, 2], [3, 4]]), np.array([[5, 6], [7, 8]])
>>> sum(outer_product(A[:, k], B[k]) for k in range(2)).tolist() == (A @ B).tolist()
True

6. **Not conjugated.** For complex vectors, u vᵀ and u vᴴ are two things; the second one, with v conjugated, belongs to
   inner products, where ‖v‖² = vᴴ v has to be real. `np.outer` does not conjugate, `np.vdot` does.

With numbers: u = (1, 10) and v = (2, 3, 4) give the rows 1 · v and 10 · v.
"""
### END EXPLANATION

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
    raise NotImplementedError

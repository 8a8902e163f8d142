"""A tensor, contracted with a vector.

A matrix times a vector sums over the one index that both share. A tensor of three axes can be summed with a vector over
any of them: here it is the one in the middle. With T (a, b, c) and v (b,),

    R[i, k] = Σ_j T[i, j, k] v[j],    R (a, c).

The axis that is summed over goes, the two others stay, and stay in their order. So a colour image (height, channels,
width) becomes a grey one, the weights v saying how much each colour counts; and attention weighs the values of a
sequence.

* Both other axes stay even if they are of length 1: R always has two axes.
* If v has not as many entries as the middle axis of T is long, raise ValueError, also if one of both is 1.
* R holds what sums of products are: integers (int64) if T and v both hold integers, float64 otherwise. Sums of integers
  fit into an int64, and are exact.

All sizes are 1 at least.

References
----------
Kneusel, Math for Deep Learning, chapter 5, on tensors. Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras,
chapter 14.
"""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64] | NDArray[np.int64]


def tensor_contraction(T: Numbers, v: Numbers) -> Numbers:
    """Return the sum of T over its middle axis, weighted with v.

    Parameters
    ----------
    T : (a, b, c), floats or integers
    v : (b,), floats or integers

    Returns
    -------
    R : (a, c), integers if both are, float64 otherwise

    Raises
    ------
    ValueError
        If v has not b entries.

    Examples
    --------
    One slice, (1, 2) and (3, 4) below it: 10 · 1 + 1 · 3 = 13, and 10 · 2 + 1 · 4 = 24.

    >>> tensor_contraction(np.array([[[1, 2], [3, 4]]]), np.array([10, 1])).tolist()
    [[13, 24]]
    """
    ### BEGIN SOLUTION
    if len(v) != T.shape[1]:
        raise ValueError(f"v has {len(v)} entries, and the middle axis of T is of length {T.shape[1]}")
    weighted = T * v[:, np.newaxis]
    R: Numbers = weighted.sum(axis=1)
    return R
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Slice by slice.** Fix i: T[i] is a matrix (b, c), and R[i, k] = Σ_j v[j] T[i, j, k] is v times this matrix. So row
   i of R is `v @ T[i]`, a sum of the rows of T[i] with weights v.

>>> T, v = np.arange(12).reshape(2, 3, 2), np.array([100, 10, 1])
>>> [(v @ T[i]).tolist() for i in range(2)], tensor_contraction(T, v).tolist()
([[24, 135], [690, 801]], [[24, 135], [690, 801]])

2. **All at once, by broadcasting.** v[:, np.newaxis] is (b, 1). Lined up from the right with (a, b, c), its b meets the
   middle axis. Then the sum over axis 1. Without the new axis, v (b,) would meet the last axis: an error if b and c
   differ, and wrong numbers if they don't.

3. **Or by naming indices.** In einsum, "ijk,j->ik" says it as the formula does: j is missing on the right, so it is
   summed. `np.tensordot(T, v, axes=(1, 0))` says which axes meet. `T @ v` sums over the last axis of T, and
   `np.tensordot(v, T, 1)` over the first one.

>>> T @ np.array([1, 0]), np.tensordot(np.array([1, 0]), T, 1).shape
(array([[ 0,  2,  4],
       [ 6,  8, 10]]), (3, 2))

4. **Moving is not reshaping.** To multiply with `@` the middle axis has to become the last: np.moveaxis(T, 1, -1) @ v.
   T.reshape(a, c, b) has the same shape, and other numbers in every place: it reads T in the order of memory, and cuts
   that into rows of b.

>>> (np.moveaxis(T, 1, -1) @ v).tolist(), (T.reshape(2, 2, 3) @ v).tolist()
([[24, 135], [690, 801]], [[12, 345], [678, 1011]])

   Another trap is T.T, which reverses all three axes.

5. **Linear in each.** For fixed v, R is linear in T; for fixed T, in v. With v = e_j it picks slice j: T[:, j, :].

With numbers: v = (10, 1) weighs the rows (1, 2) and (3, 4): 10 · (1, 2) + (3, 4) = (13, 24).
"""
### END EXPLANATION

"""Broadcasting undone.

NumPy adds an array of shape (3,) to one of shape (5, 3) by spreading it: each entry is used five times. On the way
forward that comes for free. On the way back it has to be undone: what is used five times hears from five places, and
all that it hears adds up.

An array x of shape `shape` was broadcast to the shape of g, by NumPy's rules: shapes are lined up at their last axes;
axes that x does not have are added in front; and axes of x with length 1 are stretched. Given is g, the gradient with
respect to the broadcast array. Return the gradient with respect to x itself, of shape `shape`.

The shape may be (), that of a number; then a number is returned, a float or an array without axes. Where nothing was
broadcast, g is right as it is, and may be returned itself.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 4.4. Kapoor, Gulli, Pal, Deep Learning with
TensorFlow and Keras, chapter 14.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def unbroadcast(g: Array, shape: tuple[int, ...]) -> Array:
    """Return the gradient with respect to what was broadcast.

    Parameters
    ----------
    g : array, float64
        Gradient with respect to the broadcast array.
    shape : tuple of int
        The shape before; it can be broadcast to that of g.

    Returns
    -------
    dx : array of shape `shape`, float64

    Examples
    --------
    A bias (2,) was added to three rows, and hears from all three; a column (2, 1) hears from each of its two columns.

    >>> unbroadcast(np.array([[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]]), (2,)).tolist()
    [6.0, 60.0]
    >>> unbroadcast(np.array([[1.0, 10.0], [2.0, 20.0]]), (2, 1)).tolist()
    [[11.0], [22.0]]
    """
    ### BEGIN SOLUTION
    added = g.ndim - len(shape)
    left: Array = np.sum(g, axis=tuple(range(added)))
    stretched = tuple(i for i, n in enumerate(shape) if n == 1)
    dx: Array = np.sum(left, axis=stretched, keepdims=True)
    return dx
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What was copied adds up.** Let y be x, spread. Then y[i, j] = x[j] for all i, and

       ∂L/∂x[j] = Σ_i ∂L/∂y[i, j] · 1.

   Copying forwards is summing backwards.

2. **Added axes** stand in front: there are g.ndim − len(shape) of them. Sum over them, and they are gone.

3. **Stretched axes** are those of x that have length 1. Now that the added ones are gone, they have the same numbers in
   g as in `shape`. Sum over them, and keep them, with length 1. (If such an axis was not stretched, the sum has one
   summand.)

4. **In this order.** Before the added axes are gone, axis i of x is axis i + added of g.

5. **It is an adjoint.** Broadcasting B is linear in x. What is built here is Bᵀ: ⟨B x, g⟩ = ⟨x, Bᵀ g⟩ for all x and g,
   and with that it can be tested without knowing the answer.

>>> g = np.arange(12.0).reshape(2, 2, 3)
>>> unbroadcast(g, (2, 1)).tolist()  # axis 0 was added, the last one stretched
[[24.0], [42.0]]
>>> x = np.array([[2.0], [5.0]])
>>> float(np.sum(np.broadcast_to(x, g.shape) * g)), float(np.sum(x * unbroadcast(g, (2, 1))))
(258.0, 258.0)
"""
### END EXPLANATION

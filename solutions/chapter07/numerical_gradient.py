"""The gradient, measured.

The gradient of f holds all its partial derivatives, one for each entry of x, in the same places:

    g[i] = (f(x + h eᵢ) − f(x − h eᵢ)) / (2h),

where eᵢ is zero but for a 1 at entry i. It costs two calls of f for each entry, which is why networks are not trained
with it; but it knows nothing of formulas, and so it finds every mistake in them.

* x is an array of any shape: a vector, a matrix of weights (then i is a pair of indices), or without axes, ().
  f is called with arrays of that shape, and returns one number.
* g has the shape of x. It is computed and returned in float64 also if x is float32 or holds ints: float32 knows seven
  digits, and x + 10⁻⁵ loses most of the step.
* h is positive, and 10⁻⁵ if it is not given.
* x is the same afterwards, to the last bit.

References
----------
Kneusel, Math for Deep Learning, chapter 7. Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14.
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, appendix A.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def numerical_gradient(f: Callable[[Array], float], x: NDArray[Any], h: float = 1e-5) -> Array:
    """Return the central differences of f at x along all entries.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of x, float64, returns a number.
    x : array of any shape, float64, float32 or int64
    h : float
        How far an entry moves to each side, > 0.

    Returns
    -------
    g : array of the shape of x, float64

    Examples
    --------
    f(x) = x₀² + 3 x₀ x₁ has the gradient (2x₀ + 3x₁, 3x₀). It is quadratic, so that even h = 1 makes no error:

    >>> numerical_gradient(lambda x: float(x[0] ** 2 + 3 * x[0] * x[1]), np.array([2.0, 1.0]), 1.0).tolist()
    [7.0, 6.0]
    """
    ### BEGIN SOLUTION
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        g[i] = (f(x + step) - f(x - step)) / (2 * h)
    return g
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Entry by entry.** Each entry of g is a partial derivative, with an error of order h². Which entries there are, the
   shape of x says: np.ndindex walks through all of them, whatever the number of axes.

>>> list(np.ndindex((2, 2))), list(np.ndindex(()))
([(0, 0), (0, 1), (1, 0), (1, 1)], [()])

   An array without axes has one entry, at ().

2. **A loop over x is not enough.** For a matrix, x[0] is a row, and `x[0] + h` moves all of it: the slopes of its
   entries are added up. `x.flatten()` is a copy: moving an entry of it leaves x where it was. (x.ravel() may or may not
   be one, depending on how x lies in memory.)

>>> x = np.zeros((2, 2))
>>> x.flatten()[0] = 1.0
>>> x.tolist()
[[0.0, 0.0], [0.0, 0.0]]

3. **Whatever was moved must be put back**, before the next entry moves. Otherwise entry 1 is measured at another point.
   A new array for each step, as here, has nothing to put back. And += h, −= 2h, += h does not lead back:

>>> x = np.array([0.3])
>>> for change in (0.1, -0.2, 0.1):
...     x += change
>>> bool(x[0] == 0.3)
False

4. **float64 throughout.** Near 1, float32 has steps of 10⁻⁷, so that h = 10⁻⁵ is wrong in its third digit, and f in its
   seventh; divided by 2h that is an error of 1 %. `np.zeros(x.shape)` is float64, and so is x + step.
"""
### END EXPLANATION

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
    raise NotImplementedError

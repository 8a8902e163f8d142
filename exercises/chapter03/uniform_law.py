"""The uniform law.

A number is drawn from an interval [a, b], none of its parts being favoured: that is the uniform distribution. Values
that can't be counted have no probabilities one by one. What they have is a density f, whose integral over an interval
is the probability of falling into it, and a distribution function F, the probability of everything up to x:

    f(x) = 1 / (b − a) for a ≤ x ≤ b, and 0 elsewhere,        F(x) = P(X ≤ x) = ∫ f from −∞ to x.

f is a flat roof over the interval, as high as makes its area 1: over a short interval it is above 1, and that is no
mistake. F climbs from 0 to 1 while x goes from a to b. It is 0 on the left of a and 1 on the right of b.

* Both ends belong to the interval: f(a) = f(b) = 1 / (b − a).
* x is an array of any shape, and f and F are float64 arrays of this shape.
* If b is not larger than a, there is no interval, and ValueError is raised.

References
----------
Kneusel, Math for Deep Learning, chapter 3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def uniform_law(x: Array, a: float, b: float) -> tuple[Array, Array]:
    """Return density and distribution function of the uniform law on [a, b] at each x.

    Parameters
    ----------
    x : array
        Of any shape.
    a, b : float
        The ends of the interval, a < b.

    Returns
    -------
    f : array of the shape of x
        The density.
    F : array of the shape of x
        P(X ≤ x).

    Raises
    ------
    ValueError
        If b ≤ a.

    Examples
    --------
    >>> f, F = uniform_law(np.array([1.0, 2.0, 3.0, 7.0]), 2.0, 6.0)
    >>> f.tolist(), F.tolist()
    ([0.0, 0.25, 0.25, 0.0], [0.0, 0.0, 0.25, 1.0])
    """
    raise NotImplementedError

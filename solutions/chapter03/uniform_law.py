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
    ### BEGIN SOLUTION
    if b <= a:
        raise ValueError("an interval [a, b] needs a < b")
    f = np.where((a <= x) & (x <= b), 1 / (b - a), 0.0)
    F = np.clip((x - a) / (b - a), 0.0, 1.0)
    return f, F
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The height.** The area of the roof is its height times b − a, and has to be 1: the height is 1 / (b − a).

2. **The area up to x.** For a ≤ x ≤ b it is (x − a) times the height, (x − a) / (b − a). On the left of a, where this
   is negative, nothing has been passed: 0. On the right of b all of it has: 1. Clipping to [0, 1] says both.

3. **An interval's probability** is a difference: P(u < X ≤ v) = F(v) − F(u). A single point has F(x) − F(x) = 0, though
   its density is not 0: densities are no probabilities.

4. **Mean and variance.** The mean is the middle, (a + b) / 2, by symmetry. For the variance take [−h, h] with h half of
   the length: ∫ x² / (2h) dx = 2 (h³ / 3) / (2h) = h² / 3, so (b − a)² / 12.

5. **The mother of all laws.** If U is uniform on [0, 1], then a + (b − a) U is uniform on [a, b]. And for any
   distribution function F that climbs without a rest, F⁻¹(U) has the distribution F, since
   P(F⁻¹(U) ≤ x) = P(U ≤ F(x)) = F(x). Computers draw uniform numbers, and make all others of them.

With numbers: a bus comes every 10 minutes. The wait is uniform on [0, 10]; more than 7 minutes have the probability

>>> f, F = uniform_law(np.array([7.0]), 0.0, 10.0)
>>> round(float(1 - F[0]), 6), f.tolist()
(0.3, [0.1])

   And over [0, 1/4] the density is 4:

>>> uniform_law(np.array([0.1]), 0.0, 0.25)[0].tolist()
[4.0]
"""
### END EXPLANATION

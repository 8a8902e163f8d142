"""The gamma density.

How long does one wait until the third call, if calls come by chance, λ of them in a unit of time? The time until the
k-th has the gamma distribution with the shape k and the rate λ, and the density

    f(x) = λᵏ xᵏ⁻¹ e^(−λ x) / Γ(k),        x ≥ 0.

With k = 1 it is the exponential law, the time between two calls. The shape need not be a whole number. The mean is
k / λ, the variance k / λ². In machine learning it describes positive quantities, such as variances and rates.

Books and libraries disagree about the second parameter: it is the rate λ here, and not the scale 1/λ.

* x is an array of any shape, and so is the result, float64. Where x is negative, the density is 0.
* At x = 0 the formula is to be taken at its word, with 0⁰ = 1: the density is 0 if k > 1, it is λ if k = 1, and +∞ if
  k < 1.
* k may be thousands. Γ(172) is more than a float64 holds: take logarithms. Small densities count as well; where they
  are below 10⁻³⁰⁰, nothing is asked.
* If shape or rate is not positive, ValueError is raised.

`math.lgamma(k)` is log Γ(k).

References
----------
Kneusel, Math for Deep Learning, chapter 3.
"""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gamma_pdf(x: Array, shape: float, rate: float) -> Array:
    """Return the density of the gamma distribution.

    Parameters
    ----------
    x : array
        Of any shape.
    shape : float
        k, positive.
    rate : float
        λ, positive, in the unit of 1 / x.

    Returns
    -------
    f : array of the shape of x

    Raises
    ------
    ValueError
        If shape or rate is 0 or negative.

    Examples
    --------
    For k = 2 and λ = 1 the density is x e^−x, at x = log 2 so half of that; for k = 1 and λ = 3 it begins with 3:

    >>> gamma_pdf(np.array([-1.0, 0.0, np.log(2.0)]), 2.0, 1.0).round(6).tolist()
    [0.0, 0.0, 0.346574]
    >>> gamma_pdf(np.array([0.0]), 1.0, 3.0).round(6).tolist()
    [3.0]
    """
    raise NotImplementedError

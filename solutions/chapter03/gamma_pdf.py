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
    ### BEGIN SOLUTION
    if shape <= 0 or rate <= 0:
        raise ValueError("shape and rate must be positive")
    t = rate * np.maximum(x, 0.0)
    with np.errstate(divide="ignore"):
        log_power = (shape - 1) * np.log(t) if shape != 1 else 0.0  # 0 · log 0 is NaN, and 0⁰ is 1
    return np.where(x >= 0, rate * np.exp(log_power - t - math.lgamma(shape)), 0.0)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One unit for all.** With t = λ x, a number without unit, f = λ · tᵏ⁻¹ e^−t / Γ(k): of the k factors λ, k − 1 go
   into the power, and one is left, because a density is a probability per unit of x.

2. **Γ makes the area 1.** Γ(k) = ∫ tᵏ⁻¹ e^−t dt from 0 to ∞, by definition, and λ dx = dt. Integration by parts gives
   Γ(k + 1) = k Γ(k), so Γ(n) = (n − 1)! for whole numbers.

3. **Waiting for the k-th call.** At time x, fewer than k calls have come with the probability Σ_{j<k} e^−t tʲ / j!, by
   the Poisson law. What this sum loses per unit of time is the density. All terms cancel but the last:

       −d/dx Σ_{j<k} e^−t tʲ / j! = λ e^−t tᵏ⁻¹ / (k − 1)!.

4. **Mean.** x f(x; k) = (k / λ) f(x; k + 1), for λ Γ(k + 1) = λ k Γ(k). The integral of f(x; k + 1) is 1, so
   E X = k / λ.

5. **Logarithms.** log f = log λ + (k − 1) log t − t − log Γ(k). For k = 1000, λ = 1 and x = 1000 that is
   6900.85 − 1000 − 5905.22 = −4.37, out of numbers that no float64 can hold.

>>> import math
>>> round(999 * math.log(1000), 2), round(math.lgamma(1000), 2)
(6900.85, 5905.22)
>>> gamma_pdf(np.array([1000.0]), 1000.0, 1.0).round(6).tolist()
[0.012615]

   At x = 0 the logarithm is −∞, times k − 1: for k > 1 the density is 0, for k < 1 it is +∞. For k = 1 there is no
   power of x, and 0 · (−∞) must not be asked for.

With numbers: two calls an hour. The third one comes on average after 3/2 hours, most likely after (k − 1)/λ = 1 hour:

>>> x = np.linspace(0.0, 20.0, 2001)
>>> f = gamma_pdf(x, 3.0, 2.0)
>>> round(float(f @ x * 0.01), 6), round(float(x[f.argmax()]), 6)
(1.5, 1.0)
"""
### END EXPLANATION

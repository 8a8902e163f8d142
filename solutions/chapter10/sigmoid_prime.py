"""Derivative of the sigmoid.

The sigmoid σ(z) = 1 / (1 + e⁻ᶻ) turns any number into one between 0 and 1. Backpropagation through a sigmoid multiplies
by its slope σ′(z), and this slope has a famous short form in terms of σ(z) itself: find it. The curve is steepest at
z = 0 and falls off alike on both sides, which is why a saturated neuron hardly learns.

The argument is Z, the pre-activation; not A = σ(Z). The slope is taken of each entry by itself.

Z may be as large as it likes. Beyond |z| ≈ 710 either e⁻ᶻ or eᶻ is more than a float64 can hold, while the slope there
is 0 to all its digits: an answer is 0 too, never NaN. (A warning of NumPy's about overflow costs nothing.)

References
----------
Kneusel, Math for Deep Learning, chapter 10. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 5.3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sigmoid_prime(Z: Array) -> Array:
    """Return σ′(Z), entry by entry.

    Parameters
    ----------
    Z : array of any shape
        Pre-activations.

    Returns
    -------
    slopes : same shape as Z

    Examples
    --------
    At 0, σ is 1/2. At log 3, e⁻ᶻ is 1/3 and σ is 3/4; at −log 3 it is 1/4.

    >>> sigmoid_prime(np.array([0.0, np.log(3.0), -np.log(3.0)])).round(12).tolist()
    [0.25, 0.1875, 0.1875]
    """
    ### BEGIN SOLUTION
    E = np.exp(-np.abs(Z))  # σ′ is even, and e^−|z| never overflows
    return E / (1.0 + E) ** 2
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The quotient rule.** With σ = 1 / (1 + e⁻ᶻ),

       σ′(z) = e⁻ᶻ / (1 + e⁻ᶻ)² = [1 / (1 + e⁻ᶻ)] · [e⁻ᶻ / (1 + e⁻ᶻ)] = σ(z) (1 − σ(z)),

   since 1 − σ(z) = e⁻ᶻ / (1 + e⁻ᶻ).

2. **Its argument.** σ(z) (1 − σ(z)) has σ in it. Whoever already has A = σ(Z) writes A (1 − A). Taking σ of A again
   gives the slope at another place.

3. **Symmetry.** σ(−z) = 1 − σ(z), so the product is the same for z and −z: σ′ is even, at most 1/4, at z = 0.

4. **Large z.** e⁻ᶻ overflows for z < −709, and ∞/∞² is NaN. As σ′ is even, |z| can take the place of z: E = e^(−|z|) is
   at most 1, and σ′ = E / (1 + E)². It also keeps its digits far out, where 1 − σ(z) is 0 beside 1:

>>> z = np.array([40.0])
>>> A = 1 / (1 + np.exp(-z))
>>> float((A * (1 - A))[0]), float(sigmoid_prime(z)[0])
(0.0, 4.248354255291589e-18)

With numbers: at z = log 3, σ = 3/4, and σ′ = 3/4 · 1/4 = 3/16 = 0.1875.

5. **What follows from 1/4.** Backpropagation through ten sigmoids multiplies ten slopes of at most 1/4: less than 10⁻⁶
   of the gradient is left. That is what "vanishing" means.
"""
### END EXPLANATION

"""Binary cross-entropy, from logits.

A network that answers yes or no has one output, a logit z, and means the probability p = σ(z) = 1/(1 + e⁻ᶻ) of yes by
it. Where y is true, its answer costs −y log p − (1 − y) log(1 − p). For a batch of N samples:

    L = 1/N Σ_n [−y[n] log σ(z[n]) − (1 − y[n]) log(1 − σ(z[n]))].

y[n] is 0 or 1, or anything between the two: a soft label. Return L, and with it ∂L/∂z, its exact derivative, with
every factor that L carries.

z may be as large as it likes. An answer that is certain and wrong is expensive: z = 1000 with y = 0 costs 1000, and
its gradient is that of a cost that grows by 1 with each 1. No limit is put on either. So p is not to be computed first:
σ(40) is 1 to a float64, and log(1 − 1) is −∞. But log σ(z) can be simplified on paper. (A warning of NumPy's costs
nothing. An answer that is certain and right costs next to nothing, and 0 is accepted for that.)

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 3.2. Kapoor, Gulli, Pal, Deep Learning with
TensorFlow and Keras, chapter 14.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def bce_with_logits(z: Array, y: Array) -> tuple[float, Array]:
    """Return the mean loss, and its gradient with respect to the logits.

    Parameters
    ----------
    z : (N,) float64
        Logits.
    y : (N,) float64
        Labels, from 0 to 1.

    Returns
    -------
    loss : float
    dz : (N,) float64
        ∂L/∂z.

    Examples
    --------
    z = 0 means p = 1/2, which costs log 2 whatever is true; z = 1000 is certain, here of the wrong answer.

    >>> loss, dz = bce_with_logits(np.array([0.0]), np.array([1.0]))
    >>> round(float(loss), 6), dz.tolist()
    (0.693147, [-0.5])
    >>> loss, dz = bce_with_logits(np.array([1000.0, 1000.0]), np.array([0.0, 1.0]))
    >>> float(loss), dz.tolist()
    (500.0, [0.5, 0.0])
    """
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(z))
    losses = np.maximum(z, 0.0) - z * y + np.log1p(small)
    p = np.where(z > 0, 1.0, small) / (1.0 + small)
    return float(np.mean(losses)), (p - y) / len(z)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Two logarithms.** −log σ(z) = log(1 + e⁻ᶻ), and 1 − σ(z) = σ(−z), so −log(1 − σ(z)) = log(1 + eᶻ) = z + log(1 +
   e⁻ᶻ).

2. **One of them is enough.** Put in, the loss of a sample is

       y log(1 + e⁻ᶻ) + (1 − y) (z + log(1 + e⁻ᶻ)) = (1 − y) z + log(1 + e⁻ᶻ).

3. **For negative z** e⁻ᶻ overflows; there log(1 + e⁻ᶻ) = −z + log(1 + eᶻ), and the loss is −y z + log(1 + eᶻ). Both
   cases in one:

       max(z, 0) − y z + log(1 + e^−|z|).

   `np.log1p(x)` is log(1 + x), with all digits for a small x.

4. **The gradient.** The derivative of log(1 + eᶻ) − y z is σ(z) − y: what is predicted minus what is true. The mean
   divides it by N. The slope of σ has cancelled, so that a network that is certain and wrong still learns.

5. **Why clipping is wrong.** With p kept below 1 − 10⁻⁷ no answer costs more than 16, and beyond that the loss is flat:
   the worst answers have no gradient.

Where z = 2 and y = 0.75: log(1 + e⁻²) = 0.126928, and the loss is 0.25 · 2 + 0.126928.

>>> loss, dz = bce_with_logits(np.array([2.0]), np.array([0.75]))
>>> round(float(loss), 6), dz.round(6).tolist()
(0.626928, [0.130797])
>>> h = 1e-5
>>> up, down = (bce_with_logits(np.array([2.0 + s]), np.array([0.75]))[0] for s in (h, -h))
>>> round(float((up - down) / (2 * h)), 6)
0.130797
"""
### END EXPLANATION

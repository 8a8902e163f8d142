"""Keeping a critic from being too steep.

A critic f scores samples, high for real and low for made ones. As a measure of distance its scores are worth something
only if f is nowhere steeper than 1. So its training adds a penalty on slopes that are not 1, at points between real and
made samples: for each of N pairs, at

    x̂[n] = u[n] · real[n] + (1 − u[n]) · fake[n],

the gradient of f with respect to x̂ is taken, and the penalty is

    lam · mean over n of (‖∇f(x̂[n])‖ − 1)².

Return it.

* critic_grad is a function: given points (K, D), it returns the gradient of f at each of them, (K, D), for any K.
* u (N,) holds one number for each pair, from 0 to 1: u = 1 is the real sample, u = 0 the one that was made. All D
  coordinates of a pair go the same share of the way.
* ‖·‖ is the Euclidean length of one sample's gradient. A slope below 1 is punished as one above it.
* A critic may be as flat or as steep as it likes: nothing is cut off, and nothing is added below a root.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 8.3. Gulrajani, Ahmed, Arjovsky, Dumoulin,
Courville, Improved Training of Wasserstein GANs (2017), section 4.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gradient_penalty(critic_grad: Callable[[Array], Array], real: Array, fake: Array, u: Array, lam: float) -> float:
    """Return the penalty on slopes of a critic that are not 1.

    Parameters
    ----------
    critic_grad : callable
        Gradients of the critic: (K, D) float64 to (K, D) float64, row by row.
    real : (N, D) float64
        Real samples.
    fake : (N, D) float64
        Samples that were made, one for each real one.
    u : (N,) float64
        Shares of the way, from the made sample to the real one.
    lam : float
        Weight of the penalty, > 0.

    Returns
    -------
    penalty : float

    Examples
    --------
    f(x) = ½ ‖x‖² has the gradient x. A quarter of the way from (0, 0) to (12, 16) is (3, 4), of length 5: 10 · 4².

    >>> real, fake = np.array([[12.0, 16.0]]), np.array([[0.0, 0.0]])
    >>> round(float(gradient_penalty(lambda X: X, real, fake, np.array([0.25]), 10.0)), 6)
    160.0
    """
    ### BEGIN SOLUTION
    share = u[:, None]
    slopes = np.linalg.norm(critic_grad(share * real + (1.0 - share) * fake), axis=1)
    return float(lam * np.mean((slopes - 1.0) ** 2))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why a slope of 1.** The Wasserstein distance of two laws is the largest difference of mean scores that a critic can
   have which is nowhere steeper than 1 (Kantorovich and Rubinstein). The best critic has a slope of exactly 1 along the
   lines on which sand is moved, from made samples to real ones. There the penalty looks.

2. **Points between.** x̂ = u real + (1 − u) fake lies on the segment of its pair. u as (N,) against (N, D) would be
   taken for a row of D shares, and the point would leave the segment: a column, u[:, None].

3. **One length a sample.** ‖∇f(x̂[n])‖ is the root of a sum over the D coordinates of row n. A length of the whole
   array would mix samples, and would grow with N.

4. **Both sides.** (s − 1)² is positive for s = ½ as for s = 1½. A one-sided penalty, max(0, s − 1)², would leave flat
   critics alone.

5. **With numbers.** f(x) = a · x has the gradient a everywhere: slope ‖a‖. With lam = 10, a slope of 1 costs 0, one of
   3 costs 40, and one of ½ costs 2.5.

>>> rng = np.random.default_rng(0)
>>> real, fake, u = rng.normal(size=(4, 2)), rng.normal(size=(4, 2)), rng.random(4)
>>> a = np.array([0.6, 0.8])
>>> [round(float(gradient_penalty(lambda X, s=s: 0 * X + s * a, real, fake, u, 10.0)), 6) for s in (1.0, 3.0, 0.5)]
[0.0, 40.0, 2.5]
"""
### END EXPLANATION

"""The entropy of a distribution.

Outcomes 1 to k happen with probabilities p. What has probability p[i] surprises by −log p[i]; on average, that is

    H(p) = −Σ_i p[i] log p[i].

It says how uncertain the outcome is: 0 if one outcome is certain, log k if all k are equally likely, between the two
otherwise. Whoever writes the outcomes down in bits needs H(p) of them on average, with the logarithm to the base 2.

* `base` is the base of the logarithm, a number above 1: e gives nats (that is the default), 2 gives bits.
* An outcome that never happens costs nothing: 0 log 0 = 0.
* Nothing is added to p, and p is not clipped: the entropy of a certain outcome is 0 and not something small, and
  outcomes as rare as 10⁻³⁰⁰ count as what they are.
* p (k,) is a distribution, k ≥ 1: you may rely on it. It is float64.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, appendix B, on entropy. Cover, Thomas, Elements of
Information Theory, 2nd ed. (2006), chapter 2.
"""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def entropy(p: Array, base: float = math.e) -> float:
    """Return the average surprise of a distribution.

    Parameters
    ----------
    p : (k,)
        The distribution.
    base : float
        Base of the logarithm, > 1.

    Returns
    -------
    H : float
        From 0 to log k, to this base.

    Examples
    --------
    Half of the time one bit of surprise, and half of the time two:

    >>> round(float(entropy(np.array([0.5, 0.25, 0.25]), base=2)), 6)
    1.5
    >>> round(float(entropy(np.array([0.5, 0.0, 0.5]))), 6)
    0.693147
    """
    raise NotImplementedError

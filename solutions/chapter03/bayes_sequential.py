"""Bayes' rule, observation after observation.

Data come one after the other, and each changes what is believed: the posterior after one observation is the prior for
the next. With K hypotheses, a prior (K,), and T observations that are independent once it is known which hypothesis is
true,

    P[0] = prior,        P[t] = P[t − 1] · likelihoods[t − 1] / (the sum of these K products),        t = 1, …, T.

Observations are counted from 0: likelihoods[t, k] is the probability of observation t under hypothesis k. The last row
of P is what all observations together would have given at once, in whatever order they came.

* P has T + 1 rows: the first is the prior, row t is what is believed after t observations. Every row sums to 1.
* T may be large. A product of 2000 likelihoods of about ½ is 10⁻⁶⁰², and no float64; the posterior is still
  well-behaved.
* A probability that is 0 stays 0. If an observation is impossible under every hypothesis that is still believed,
  ValueError is raised.
* There is at least one observation. The prior sums to 1 up to rounding, and nothing is negative; this need not be
  tested.

References
----------
Kneusel, Math for Deep Learning, chapter 3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def bayes_sequential(prior: Array, likelihoods: Array) -> Array:
    """Return the probabilities of hypotheses before and after each of several observations.

    Parameters
    ----------
    prior : (K,)
        With the sum 1.
    likelihoods : (T, K)
        One observation a row.

    Returns
    -------
    P : (T + 1, K)
        Each row with the sum 1.

    Raises
    ------
    ValueError
        If an observation is impossible under every hypothesis that has a probability.

    Examples
    --------
    One coin in four is false, and shows heads always. Heads come twice:

    >>> bayes_sequential(np.array([0.25, 0.75]), np.array([[1.0, 0.5], [1.0, 0.5]])).round(6).tolist()
    [[0.25, 0.75], [0.4, 0.6], [0.571429, 0.428571]]
    """
    ### BEGIN SOLUTION
    P = [prior]
    for likelihood in likelihoods:
        joint = P[-1] * likelihood
        if not joint.any():
            raise ValueError("an observation is impossible under every hypothesis that is left")
        P.append(joint / joint.sum())
    return np.array(P)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why one after the other is allowed.** If observations are independent given the hypothesis, the likelihood of both
   is the product L₁ L₂. At once, the posterior is prior · L₁ · L₂ / Σ. One after the other, it is
   (prior · L₁ / e₁) · L₂ / e₂. Both are proportional to the same thing and sum to 1, so they are equal. And products
   may be taken in any order.

2. **What happens to the evidence.** e₁ = P(O₁), and e₂ = P(O₂ | O₁): the sums that are divided by. Their product is the
   probability of all that was seen, by the chain rule.

3. **Underflow.** Without dividing, the product shrinks with every factor:

>>> joint = np.array([0.5, 0.5])
>>> for _ in range(2000):
...     joint = joint * np.array([0.5, 0.25])
>>> joint.tolist()
[0.0, 0.0]

   and 0 / 0 is no belief. Dividing after every step keeps the sum at 1. What is lost then is small against that 1.

   The other way is logarithms: log prior + Σ log likelihood, and a softmax in the end, with the largest taken off.

4. **Odds.** Of two hypotheses only the ratio counts: odds₁ = odds₀ · L[0] / L[1]. In the example each heads doubles the
   odds of the false coin: 1 : 3, 2 : 3, 4 : 3, so 4/7 after two.

>>> P = bayes_sequential(np.array([0.25, 0.75]), np.tile([1.0, 0.5], (10, 1)))
>>> (P[:, 0] / P[:, 1] * 3).round(6).tolist()[:5], round(float(P[10, 0]), 4)
([1.0, 2.0, 4.0, 8.0, 16.0], 0.9971)

   One single tails, impossible for the false coin, ends it for ever:

>>> bayes_sequential(P[10], np.array([[0.0, 0.5]]))[-1].tolist()
[0.0, 1.0]
"""
### END EXPLANATION

"""Bayes' rule.

There are K hypotheses, of which exactly one is true. Before anything is seen, hypothesis k is believed with the
probability prior[k]. Then something is observed that has the probability likelihood[k] if hypothesis k is true. What is
to be believed now is

    posterior[k] = prior[k] · likelihood[k] / evidence,        evidence = Σ_j prior[j] · likelihood[j].

The likelihood is P(observation | hypothesis), the posterior is P(hypothesis | observation). Taking one for the other is
the most expensive mistake in probability: a test that finds 99 % of the ill and is wrong about 1 % of the healthy does
not make somebody ill with 99 %, if one in ten thousand is.

* The likelihoods of K hypotheses are no distribution: they need not sum to 1, and may be densities, above 1. Only their
  proportions count.
* What was impossible stays impossible: prior 0 gives posterior 0, and so does likelihood 0.
* If the evidence is 0, the observation was impossible under all that is believed, and there is no posterior: ValueError
  is raised.
* The priors are not negative and sum to 1 up to rounding; likelihoods are not negative. This need not be tested.

References
----------
Kneusel, Math for Deep Learning, chapter 3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def bayes_posterior(prior: Array, likelihood: Array) -> Array:
    """Return the probabilities of hypotheses after an observation.

    Parameters
    ----------
    prior : (K,)
        Their probabilities before, with the sum 1.
    likelihood : (K,)
        The probability, or density, of the observation under each of them.

    Returns
    -------
    posterior : (K,)
        With the sum 1.

    Raises
    ------
    ValueError
        If the observation is impossible under every hypothesis that has a prior.

    Examples
    --------
    One coin in four is false, and shows heads always. Heads are seen: 1/4 · 1 against 3/4 · 1/2.

    >>> bayes_posterior(np.array([0.25, 0.75]), np.array([1.0, 0.5])).round(6).tolist()
    [0.4, 0.6]
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    joint: Array = prior * likelihood
    evidence = np.sum(joint)
    if evidence == 0:
        raise ValueError("what was observed is impossible under every hypothesis")
    posterior: Array = joint / evidence
    return posterior
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Twice the same.** That hypothesis k is true and the observation is made has a probability that can be written in
   two ways: prior · likelihood, and evidence · posterior. Divide one by the other.

       P(H) P(O | H) = P(O, H) = P(O) P(H | O)

2. **The evidence** is the probability of the observation, whatever is true. The hypotheses exclude each other and one
   of them is true, so the joint probabilities are added up: P(O) = Σ_j P(O, H = j), the law of total probability.
   Divided by their own sum, they sum to 1.

3. **Proportions.** Likelihoods c times as large make joint and evidence c times as large: c drops out. So whatever does
   not depend on the hypothesis may be left out, such as the number of ways in which 7 heads come in 10 throws.

4. **Zeros.** 0 times anything is 0. Whoever gives a hypothesis the prior 0 can't be convinced by any data.

5. **The test.** Of 10,000 people one is ill. Of the ill, 0.99 test positive; of the healthy, 0.01 do.

>>> posterior = bayes_posterior(np.array([0.0001, 0.9999]), np.array([0.99, 0.01]))
>>> round(float(posterior[0]), 4)
0.0098

   Less than one in a hundred, and not 99: among 10,000 people there is about one true positive, and a hundred false
   ones. Dividing the likelihood by the sum of the likelihoods is something else: it takes ill and healthy for equally
   many.

>>> round(0.99 / (0.99 + 0.01), 2)
0.99

6. **A second test** begins where the first ended: the posterior is the new prior.

>>> bayes_posterior(posterior, np.array([0.99, 0.01])).round(3).tolist()
[0.495, 0.505]
"""
### END EXPLANATION

"""Direct preference optimisation.

People were shown two answers to each of N prompts, and chose one. A language model, the policy, is to be trained so
that it prefers what they chose, without going far from where it began, the reference model. Each model gives an answer
a log probability: the sum over its tokens. How much more than the reference the policy favours the chosen answer over
the rejected one is

    h[n] = β [ (policy_chosen[n] − ref_chosen[n]) − (policy_rejected[n] − ref_rejected[n]) ].

The probability that people choose as they did is modelled as σ(h[n]), with σ(h) = 1 / (1 + e⁻ʰ). The loss is

    L = −(1/N) Σ_n log σ(h[n]).

* All four arrays are (N,), N ≥ 1; log probabilities of texts are numbers like −300. β > 0 says how dear it is to go
  away from the reference.
* Return L and its gradients with respect to policy_chosen and policy_rejected. The reference model is not trained.
* h may be 1000 or −1000, or far more: the loss is a number, and so are both gradients. Where h is large, they are tiny,
  about e⁻ʰ, and right as such; they are 0 where e⁻ʰ is less than the smallest float64.

References
----------
Rafailov et al., Direct preference optimization: your language model is secretly a reward model (2023), section 4.
Bradley, Terry, Rank analysis of incomplete block designs (1952).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def dpo_loss(
    policy_chosen: Array, policy_rejected: Array, ref_chosen: Array, ref_rejected: Array, beta: float
) -> tuple[float, Array, Array]:
    """Return the mean preference loss, and its gradients with respect to the policy's log probabilities.

    Parameters
    ----------
    policy_chosen, policy_rejected : (N,)
        Log probabilities of both answers under the policy.
    ref_chosen, ref_rejected : (N,)
        The same under the reference model.
    beta : float
        > 0.

    Returns
    -------
    loss : float
    d_chosen, d_rejected : (N,)
        ∂L/∂policy_chosen and ∂L/∂policy_rejected.

    Examples
    --------
    A policy that is the reference still: log 2. It pays to make the first answer likelier, and the second less likely.

    >>> chosen, rejected = np.array([-3.0]), np.array([-5.0])
    >>> loss, d_chosen, d_rejected = dpo_loss(chosen, rejected, chosen, rejected, 0.5)
    >>> round(float(loss), 4), d_chosen.tolist(), d_rejected.tolist()
    (0.6931, [-0.25], [0.25])
    """
    ### BEGIN SOLUTION
    h = beta * ((policy_chosen - ref_chosen) - (policy_rejected - ref_rejected))
    loss = np.mean(np.logaddexp(0.0, -h))
    slope = -beta * np.exp(-np.logaddexp(0.0, h)) / len(h)
    return float(loss), slope, -slope
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **From rewards to log ratios.** If answers y had rewards r(y), people would choose y over z with the probability
   σ(r(y) − r(z)) (Bradley and Terry). The policy that makes the expected reward minus β KL(policy ‖ reference) largest
   is policy(y) ∝ reference(y) e^{r(y)/β}. Solved for r: r(y) = β log(policy(y) / reference(y)) + a number that is the
   same for all answers to a prompt. In a difference of two answers that number drops out. So the policy's own log
   ratios are the rewards, and the likelihood of the choices is a loss for the policy.

2. **By hand.** Policy and reference agree: h = 0, σ = ½, the loss is log 2. With β = 0.5 and N = 1 the slopes are
   ∓β σ(−h) = ∓0.25.

3. **The gradient.** d/dh (−log σ(h)) = −(1 − σ(h)) = −σ(−h). By the chain rule

       ∂L/∂policy_chosen[n] = −(β / N) σ(−h[n]),        ∂L/∂policy_rejected[n] = +(β / N) σ(−h[n]).

   Pairs that are ordered right already count little; those that are ordered wrong count fully, at most β / N.

4. **Only differences count.** Add the same to both of the policy's log probabilities, or to both of the reference's: h
   stays as it is. So the loss can fall while *both* answers become less likely; in practice that happens.

5. **Far out.** −log σ(h) = log(1 + e⁻ʰ). For h = −1000, e⁻ʰ is inf; but log(1 + e⁻ʰ) = −h + log(1 + eʰ) = 1000.
   np.logaddexp(0, −h) takes the right one. For h = +800, log(1 + e⁻ʰ) is 0; the slope, σ(−h) = e⁻ʰ/(1 + e⁻ʰ), is as
   small as e⁻⁸⁰⁰, which is less than any float64. At h = 40 it is 4·10⁻¹⁸, and not 0, which is what 1 − σ(h) gives.

>>> h = np.array([40.0])
>>> [f"{slope:.3e}" for slope in (float(np.exp(-np.logaddexp(0.0, h))[0]), float((1 - 1 / (1 + np.exp(-h)))[0]))]
['4.248e-18', '0.000e+00']
"""
### END EXPLANATION

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
    raise NotImplementedError

"""Proximal policy optimisation, with generalised advantages.

An agent, or a language model that is rewarded for what it wrote, took T steps. Step t had the reward r[t]; a value
function said V[t] before it and V[t + 1] after it, so V has T + 1 entries; done[t] says that an episode ended with step
t. How much better was the action than expected? Going backwards,

    δ[t] = r[t] + γ (1 − done[t]) V[t + 1] − V[t],
    A[t] = δ[t] + γ λ (1 − done[t]) A[t + 1],        A[T] = 0.

After an end nothing counts: neither the value that stands there, which is the next episode's, nor its advantages.

Then the policy is improved a little. With the log probabilities of the actions that were taken, now and when they were
taken, ρ[t] = exp(logp[t] − logp_old[t]), the loss is

    L = −(1/T) Σ_t min( ρ[t] A[t],  clip(ρ[t], 1 − ε, 1 + ε) A[t] ).

The minimum is what makes it careful: what would be gained by going further than ε is not counted, what is lost always
is.

* Return A, L, and the gradient of L with respect to logp. The advantages are constants in it: γ, λ and V are not
  differentiated. They are not normalised, either.
* Where the clipped one is the smaller, the gradient is 0. No ρ is near 1 − ε or 1 + ε, and no A is near 0.
* rewards, logp, logp_old (T,), V (T + 1,), done (T,) of bool, T ≥ 1. 0 ≤ γ, λ ≤ 1, 0 < ε < 1. The action may be a
  whole text, whose log probability is a number like −800.

References
----------
Schulman et al., High-dimensional continuous control using generalized advantage estimation (2016). Schulman et al.,
Proximal policy optimization algorithms (2017).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def ppo_gae(
    rewards: Array,
    V: Array,
    done: NDArray[np.bool_],
    logp: Array,
    logp_old: Array,
    gamma: float,
    lam: float,
    eps: float,
) -> tuple[Array, float, Array]:
    """Return generalised advantages, the clipped loss, and its gradient.

    Parameters
    ----------
    rewards : (T,)
    V : (T + 1,)
        Values before each step, and after the last.
    done : (T,) bool
        Whether an episode ended with this step.
    logp, logp_old : (T,)
        Log probabilities of the actions, under the policy and under the one that took them.
    gamma, lam, eps : float

    Returns
    -------
    A : (T,)
        Advantages.
    loss : float
    dlogp : (T,)
        ∂L/∂logp.

    Examples
    --------
    Two steps, the second of which ends an episode: δ = (0 + 0.5 · 2 − 1, 3 − 2) = (0, 1), A = (0.25, 1). The second
    ratio is 2: beyond 1.2 nothing is gained.

    >>> A, loss, dlogp = ppo_gae(
    ...     np.array([0.0, 3.0]), np.array([1.0, 2.0, 9.0]), np.array([False, True]),
    ...     np.array([0.0, np.log(2.0)]), np.zeros(2), 0.5, 0.5, 0.2,
    ... )
    >>> A.tolist(), round(float(loss), 6), (dlogp + 0.0).tolist()
    ([0.25, 1.0], -0.725, [-0.125, 0.0])
    """
    raise NotImplementedError

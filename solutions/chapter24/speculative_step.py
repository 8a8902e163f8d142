"""Speculative decoding: a small model guesses, and the law stays the large one's.

A large model can look at several tokens at once as fast as at one. So a small model drafts the next γ tokens, one after
the other, and the large one, the target, says in one pass what it thinks of each. Vocabulary: V tokens, 0 to V − 1.

* draft (γ,): tokens, draft[i] was drawn from the small model's distribution Q[i]. Q is (γ, V), and Q[i, draft[i]] > 0.
* P (γ + 1, V): P[i] is the target's distribution at the place of draft[i], given the draft before it; P[γ] is its
  distribution behind the whole draft.
* u (γ + 1,): independent numbers, uniform on [0, 1): all chance comes from them.

Go through the draft. Token x = draft[i] is accepted if

    u[i] < P[i, x] / Q[i, x],

so always if the target gives it as much as the draft did. At the first token i that is not accepted, it and all after
it are thrown away. One token is drawn in its place, with u[i + 1], from what the target has more than the draft had,

    P′[v] = max(P[i, v] − Q[i, v], 0) / Σ_w max(P[i, w] − Q[i, w], 0).

If all are accepted, one more is drawn with u[γ] from P[γ]. To draw from probabilities p with a number a is to take the
first v with a < p[0] + … + p[v].

Return the tokens: those accepted, and the one that was drawn: 1 to γ + 1. Each has exactly the law that the target
alone would have given it. γ ≥ 1. Numbers are not within 10⁻⁹ of where the answer changes.

References
----------
Leviathan, Kalman, Matias, Fast Inference from Transformers via Speculative Decoding (2023), algorithm 1 and appendix A.
Chen et al., Accelerating Large Language Model Decoding with Speculative Sampling (2023).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Tokens = NDArray[np.int64]


def speculative_step(draft: Tokens, Q: Array, P: Array, u: Array) -> Tokens:
    """Return the tokens that are written next.

    Parameters
    ----------
    draft : (γ,) int
        What the small model drew.
    Q : (γ, V)
        The distributions that it drew from.
    P : (γ + 1, V)
        The target's distributions at the same places, and behind.
    u : (γ + 1,)
        Uniform numbers.

    Returns
    -------
    tokens : (n,) int
        From 1 to γ + 1 of them.

    Examples
    --------
    Token 0 has ½ from the draft and ¼ from the target: it is accepted if u[0] < ½. Otherwise the target's lead decides,
    which is all on token 1.

    >>> Q, P = np.array([[0.5, 0.25, 0.25]]), np.array([[0.25, 0.5, 0.25], [0.0, 0.0, 1.0]])
    >>> speculative_step(np.array([0]), Q, P, np.array([0.4, 0.9])).tolist()
    [0, 2]
    >>> speculative_step(np.array([0]), Q, P, np.array([0.6, 0.9])).tolist()
    [1]
    """
    ### BEGIN SOLUTION
    n, gamma = 0, len(draft)
    while n < gamma and u[n] * Q[n, draft[n]] < P[n, draft[n]]:
        n += 1
    if n == gamma:
        rest, number = P[n], u[n]
    else:
        rest, number = np.maximum(P[n] - Q[n], 0.0), u[n + 1]
    ends = np.cumsum(rest)
    last = np.searchsorted(ends, number * ends[-1], side="right")
    return np.append(draft[:n], last)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The law.** Token v is written at the first place in two ways. It is drafted and accepted, with the probability
   Q[v] min(1, P[v]/Q[v]) = min(P[v], Q[v]). Or what was drafted is rejected, with the probability r = 1 − Σ min(P, Q),
   and v is drawn instead: r P′[v]. Now Σ max(P − Q, 0) = Σ P − Σ min(P, Q) = r as well, so that
   r P′[v] = max(P[v] − Q[v], 0). The sum is min(P[v], Q[v]) + max(P[v] − Q[v], 0) = P[v].

2. **Why not from P?** After a rejection, what the draft is good at has had its share. Drawn from P, tokens that the
   draft likes would come too often: min(P, Q) + r P is not P.

3. **By hand.** Q = (½, ¼, ¼), P = (¼, ½, ¼): min is (¼, ¼, ¼), r = ¼, and P′ = (0, 1, 0). Together (¼, ¼ + ¼, ¼).

>>> Q, P = np.array([0.5, 0.25, 0.25]), np.array([0.25, 0.5, 0.25])
>>> (np.minimum(P, Q) + np.maximum(P - Q, 0.0)).tolist()
[0.25, 0.5, 0.25]

4. **After a rejection** the rest of the draft is worth nothing: it was drawn, and judged, behind a token that is not
   there.

5. **A number each.** u[i] has been compared already: given that x was rejected, it is not uniform on [0, 1) any more.
   So u[i + 1] draws the replacement.

6. **How much it helps.** A drafted token is accepted with the probability a = Σ min(P, Q). If a is the same everywhere,
   a pass of the target writes (1 − a^(γ + 1)) / (1 − a) tokens on average: with a = 0.8 and γ = 4, 3.4 instead of 1.
   Even a draft that is always wrong loses nothing but its own time.
"""
### END EXPLANATION

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
    raise NotImplementedError

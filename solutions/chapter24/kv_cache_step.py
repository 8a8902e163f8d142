"""Attention with a cache of keys and values.

A language model writes token by token. Each new token attends to all that stand before it, and their keys and values
have not changed since they were written: so they are kept in a cache, and only what is new is computed. A step gets the
queries, keys and values of the next c tokens (one at a time when writing, many when reading a prompt), and a cache with
room for L tokens, of which the first `length` are filled:

* write the new keys and values into the rows length, …, length + c − 1 of the cache,
* let query t, which stands at the position length + t, attend to the positions 0, …, length + t, and to nothing behind:
  to what is kept, to the new tokens before it, and to itself:

      y_t = softmax(q_t · k_0 / √d, …, q_t · k_(length + t) / √d) applied to v_0, …, v_(length + t).

What else decides:

* Q, K, V are (N, c, d), past_K and past_V are (N, L, d), for N samples of equal length; Y is (N, c, d). c ≥ 1.
* Rows of the cache from `length` on hold any numbers, such as what is left of a text that was cut: they don't count.
* Return Y and the new cache. The old one stays as it was: whoever called may go back to it. Rows from length + c on
  stay as they are.
* If the new tokens don't fit, length + c > L, there is a ValueError.
* Scores may be in the tens of thousands, of either sign.

References
----------
Pope et al., Efficiently Scaling Transformer Inference (2022). Shazeer, Fast Transformer Decoding: One Write-Head is All
You Need (2019).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def kv_cache_step(
    Q: Array, K: Array, V: Array, past_K: Array, past_V: Array, length: int
) -> tuple[Array, Array, Array]:
    """Return what the next tokens get, and the cache with them in it.

    Parameters
    ----------
    Q, K, V : (N, c, d)
        Queries, keys and values of the next tokens.
    past_K, past_V : (N, L, d)
        The cache.
    length : int
        How many of its rows are filled, from 0 to L.

    Returns
    -------
    Y : (N, c, d)
    past_K, past_V : (N, L, d)
        The new cache.

    Raises
    ------
    ValueError
        If the new tokens don't fit.

    Examples
    --------
    One token is kept, with the value 2; two more come, with the values 4 and 9. All keys are 0, so each gets the mean
    of all values up to its own. The last row of the cache is left over from another text.

    >>> Q, K, V = np.zeros((1, 2, 1)), np.zeros((1, 2, 1)), np.array([[[4.0], [9.0]]])
    >>> old = np.array([[[2.0], [7.0], [7.0], [7.0]]])
    >>> Y, past_K, past_V = kv_cache_step(Q, K, V, np.zeros((1, 4, 1)), old, 1)
    >>> Y.tolist(), past_V.tolist()
    ([[[3.0], [5.0]]], [[[2.0], [4.0], [9.0], [7.0]]])
    """
    ### BEGIN SOLUTION
    c, d = Q.shape[1:]
    end = length + c
    if end > past_K.shape[1]:
        raise ValueError(f"{c} more tokens than {length} don't fit into a cache for {past_K.shape[1]}")
    past_K, past_V = past_K.copy(), past_V.copy()
    past_K[:, length:end], past_V[:, length:end] = K, V
    S = Q @ past_K[:, :end].swapaxes(1, 2) / np.sqrt(d)
    S = np.where(np.arange(end) <= length + np.arange(c)[:, None], S, -np.inf)
    E = np.exp(S - np.max(S, axis=2, keepdims=True))
    return E / np.sum(E, axis=2, keepdims=True) @ past_V[:, :end], past_K, past_V
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why it can be kept.** In causal attention token t looks at tokens 0 to t. What comes later changes nothing about
   their keys and values, in this layer and, since outputs don't change either, in all layers above.

2. **What it saves.** Without a cache, step t computes t tokens anew, T²/2 in all; with it, T. The attention itself
   still looks at everything before: t scores in step t.

3. **Positions.** Row t of a chunk stands at length + t, not at t. It sees columns j ≤ length + t. For length = 0 and c
   = T that is the causal mask, a triangle; for c = 1 it is a whole row, and no mask is needed; in between it is a
   rectangle of width `length` with a triangle behind.

4. **Equal, in whatever pieces.** Each y_t is the same function of the same numbers, so a text in one piece, token by
   token or in chunks gives the same rows. That is what a test should look at.

5. **To cut** a text is to lower `length`. The rows behind stay where they are, and are overwritten by what comes next;
   until then nothing may look at them.

A text of three tokens, in one piece, and as one token after two:

>>> rng = np.random.default_rng(0)
>>> Q, K, V = rng.normal(size=(3, 1, 3, 2))
>>> empty = np.full((1, 5, 2), 99.0)
>>> whole, _, _ = kv_cache_step(Q, K, V, empty, empty, 0)
>>> _, past_K, past_V = kv_cache_step(Q[:, :2], K[:, :2], V[:, :2], empty, empty, 0)
>>> last, _, _ = kv_cache_step(Q[:, 2:], K[:, 2:], V[:, 2:], past_K, past_V, 2)
>>> bool(np.allclose(last, whole[:, 2:]))
True
"""
### END EXPLANATION

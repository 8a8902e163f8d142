"""Attention in tiles: the online softmax.

Attention makes a table of T × S scores, which for long texts does not fit into fast memory. But it is a mean with
weights, and means of parts can be put together. Take the keys in tiles, and keep of each query, for the keys so far,

    m = max r_s,    l = Σ e^(r_s − m),    O = Σ e^(r_s − m) v_s,

with the scores r_s = q · k_s / √d. At the end Y = O / l. Two such parts (m₁, l₁, O₁) and (m₂, l₂, O₂), made of
different keys, become one of all of them:

    m = max(m₁, m₂),    l = e^(m₁ − m) l₁ + e^(m₂ − m) l₂,    O = e^(m₁ − m) O₁ + e^(m₂ − m) O₂.

Write

* **merge(first, second)**: the part of both. A part is a tuple (m, l, O) of arrays (T,), (T,) and (T, d), a row for
  each query. If a query has seen nothing, m = −∞, l = 0 and O = 0 there; merging with that changes nothing, and two of
  them make another one.
* **tile(Q, K, V, mask)**: the part of these keys. Q is (T, d), K and V are (S, d), mask (T, S) is bool, True = may be
  seen. What is hidden counts as −∞. A query may see nothing of the tile.
* **tiled_attention(Q, K, V, mask, size)**: Y (T, d), by tiles of `size` keys, the last one with what is left. Every
  size ≥ 1 gives plain attention, Y = softmax(Q Kᵀ/√d, over what may be seen) V. A query that may see no key at all
  gets a row of zeros. The mask may be None here: everything may be seen. S ≥ 1. A size below 1 raises ValueError.

Scores may be in the tens of thousands, of either sign.

References
----------
Milakov, Gimelshein, Online normalizer calculation for softmax (2018). Dao et al., FlashAttention: Fast and
Memory-Efficient Exact Attention with IO-Awareness (2022), section 3.1.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Part = tuple[Array, Array, Array]


def merge(first: Part, second: Part) -> Part:
    """Return what two parts know together.

    Parameters
    ----------
    first, second : tuple
        (m, l, O) of different keys: (T,), (T,) and (T, d).

    Returns
    -------
    m, l : (T,)
    O : (T, d)

    Examples
    --------
    The second part has the larger maximum, by log 2: what is in the first counts half.

    >>> first = np.array([0.0]), np.array([2.0]), np.array([[6.0]])
    >>> second = np.array([np.log(2.0)]), np.array([1.0]), np.array([[5.0]])
    >>> m, l, O = merge(first, second)
    >>> m.round(4).tolist(), l.round(6).tolist(), O.round(6).tolist()
    ([0.6931], [2.0], [[8.0]])
    """
    ### BEGIN SOLUTION
    (m1, l1, O1), (m2, l2, O2) = first, second
    m = np.maximum(m1, m2)
    top = np.where(m == -np.inf, 0.0, m)
    c1, c2 = np.exp(m1 - top), np.exp(m2 - top)
    return m, c1 * l1 + c2 * l2, c1[:, None] * O1 + c2[:, None] * O2
    ### END SOLUTION


def tile(Q: Array, K: Array, V: Array, mask: Mask) -> Part:
    """Return the part of these keys, for each query.

    Parameters
    ----------
    Q : (T, d)
        Queries.
    K, V : (S, d)
        Keys and values of the tile.
    mask : (T, S) bool
        True = may be seen.

    Returns
    -------
    m, l : (T,)
    O : (T, d)

    Examples
    --------
    All scores are 0. The second query sees one key, the third none.

    >>> mask = np.array([[True, True], [False, True], [False, False]])
    >>> m, l, O = tile(np.zeros((3, 1)), np.zeros((2, 1)), np.array([[4.0], [8.0]]), mask)
    >>> m.tolist(), l.tolist(), O.tolist()
    ([0.0, 0.0, -inf], [2.0, 1.0, 0.0], [[12.0], [8.0], [0.0]])
    """
    ### BEGIN SOLUTION
    R = np.where(mask, Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    m = np.max(R, axis=1)
    E = np.exp(R - np.where(np.isinf(m), 0.0, m)[:, None])
    return m, np.sum(E, axis=1), E @ V
    ### END SOLUTION


def tiled_attention(Q: Array, K: Array, V: Array, mask: Mask | None, size: int) -> Array:
    """Return what each query gets, with the keys taken tile by tile.

    Parameters
    ----------
    Q : (T, d)
        Queries.
    K, V : (S, d)
        Keys and values.
    mask : (T, S) bool, or None
        True = may be seen.
    size : int
        Keys of a tile, ≥ 1.

    Returns
    -------
    Y : (T, d)

    Raises
    ------
    ValueError
        If the size is below 1.

    Examples
    --------
    >>> V = np.array([[3.0], [6.0], [9.0]])
    >>> tiled_attention(np.zeros((1, 1)), np.zeros((3, 1)), V, None, 2).tolist()
    [[6.0]]
    >>> tiled_attention(np.zeros((1, 1)), np.zeros((3, 1)), V, np.array([[False, False, True]]), 2).tolist()
    [[9.0]]
    """
    ### BEGIN SOLUTION
    if size < 1:
        raise ValueError(f"tiles of {size} keys hold nothing")
    if mask is None:
        mask = np.ones((len(Q), len(K)), dtype=bool)
    part = tile(Q, K[:size], V[:size], mask[:, :size])
    for start in range(size, len(K), size):
        here = slice(start, start + size)
        part = merge(part, tile(Q, K[here], V[here], mask[:, here]))
    _, total, out = part
    Y: Array = out / np.where(total == 0.0, 1.0, total)[:, None]
    return Y
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why it can be merged.** l and O are sums over keys, but measured against m. If m grows, what was summed so far is
   too large by e^(m − m₁): multiply by e^(m₁ − m). Then both are sums against the same m, and add up.

2. **Both must be corrected.** The numerator O as well as the denominator l: forgetting one of them is the usual
   mistake, and it only shows if the maximum grows from one tile to the next.

3. **Order does not matter.** m is a maximum, and l eᵐ and O eᵐ are sums: merging is associative and commutative, so
   tiles may be made at the same time and merged in pairs, and a cache may be spread over machines.

4. **Nothing seen.** There m = −∞, and −∞ − (−∞) is NaN. Measure against 0 then: e^(−∞ − 0) = 0, which is what nothing
   weighs. For one empty part and one that is not, e^(−∞ − m) = 0 does it by itself.

5. **Exact.** Tiles are no approximation. What they save is memory, T × size scores at a time and not T × S, and that is
   what makes it fast on hardware whose memory is slow. The number of products is the same.

6. **By hand.** Scores 0, 0 and then log 2, values 2, 4 and 5: the first tile has m = 0, l = 2, O = 6, the second
   m = log 2, l = 1, O = 5. Together l = ½ · 2 + 1 = 2 and O = ½ · 6 + 5 = 8, so Y = 4; in one go, it is
   (2 + 4 + 2 · 5) / 4.

>>> Q, K, V = np.ones((1, 1)), np.array([[0.0], [0.0], [np.log(2.0)]]), np.array([[2.0], [4.0], [5.0]])
>>> [float(tiled_attention(Q, K, V, None, size)[0, 0].round(9)) for size in (1, 2, 3)]
[4.0, 4.0, 4.0]
"""
### END EXPLANATION

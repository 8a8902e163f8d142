"""Attention along the edges of a graph.

A graph convolution has its weights from the graph: each neighbour counts by its degree, whatever it has to say. A graph
attention network lets each node look at its neighbours, and gives those more weight that matter. Let h_i be the
features of node i, transformed by the layer's weights already: h_i = x_i W, a row of H (n, d). A vector a = [a_left,
a_right] of 2d numbers is learned. For each edge, that is where A[i, j] > 0,

    s_ij = LeakyReLU(a_left · h_i + a_right · h_j),    α_ij = e^s_ij / Σ_k e^s_ik,

where the sum runs over the neighbours k of i, those with A[i, k] > 0.

* Row i of A receives from column j. The first half of a, a_left, meets h_i, the node that receives; the second,
  a_right, meets h_j.
* LeakyReLU(z) is z for z ≥ 0 and 0.2 z for z < 0. It comes after the sum of the two.
* A (n, n) has entries ≥ 0, and is asked only whether there is an edge: how large an entry is makes no difference. A
  need not be symmetric. A node is a neighbour of its own only if A[i, i] > 0.
* What is no edge has α_ij = 0, exactly, and no share in the sum. The row of a node without neighbours is 0.
* Scores may be in the hundreds of thousands, above 0 or below, in different rows at different heights.

Return α (n, n). What the layer hands on is α H.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 8 (graph neural networks). Veličković et
al., Graph Attention Networks (2018), equation 3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gat_attention(H: Array, a: Array, A: Array) -> Array:
    """Return how much weight each node gives to each of its neighbours.

    Parameters
    ----------
    H : (n, d)
        Features, transformed already.
    a : (2d,)
        Its first half is for the node that receives, its second for the neighbour.
    A : (n, n)
        A[i, j] > 0 if node i receives from node j; otherwise 0.

    Returns
    -------
    alpha : (n, n)

    Examples
    --------
    Node 0 hears nodes 1 and 2, with a_left = 0 and a_right = 1; nodes 1 and 2 hear nobody. The scores are log 3 and 0.

    >>> H, a = np.array([[5.0], [np.log(3.0)], [0.0]]), np.array([0.0, 1.0])
    >>> gat_attention(H, a, np.array([[0.0, 1.0, 1.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])).round(6).tolist()
    [[0.0, 0.75, 0.25], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    ### BEGIN SOLUTION
    d = H.shape[1]
    Z = (H @ a[:d])[:, None] + H @ a[d:]
    S = np.where(A > 0.0, np.where(Z < 0.0, 0.2 * Z, Z), -np.inf)
    top = np.max(S, axis=1, keepdims=True)
    E = np.exp(S - np.where(top == -np.inf, 0.0, top))
    total = np.sum(E, axis=1, keepdims=True)
    alpha: Array = E / np.where(total == 0.0, 1.0, total)
    return alpha
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **No table of pairs is needed.** a · [h_i, h_j] = a_left · h_i + a_right · h_j: two numbers for each node, and then
   all pairs by broadcasting, (n, 1) + (n,). To put the vectors of all pairs side by side takes n² · 2d numbers.

2. **Softmax over neighbours.** Row by row, and only where there is an edge: elsewhere the score is −∞, whose
   exponential is 0. The row's maximum is taken off first, or e^100000 overflows. To set weights to 0 after a softmax
   over all nodes leaves rows that sum to less than 1.

3. **A row of −∞ alone** has no maximum to take off, and the sum 0. Taking off 0 gives exponentials of 0, and dividing
   by 1 leaves them.

4. **Why LeakyReLU.** Without it, a_left · h_i would be added to all scores of row i, and cancel in the softmax: who
   asks would make no difference. Nor does it if all z of a row have the same sign. It is where the sign changes that
   a_left comes in.

5. **Who is best is the same for all.** LeakyReLU only rises, so s_ij > s_ik exactly if a_right · h_j > a_right · h_k,
   whoever i is. In a graph in which everybody hears everybody, all rows rank the nodes alike; they differ in how
   clearly. This is called static attention, and a later network, GATv2, puts a after the LeakyReLU to be rid of it.

With a_left = 1, the node that asks shifts z by h_i. For h_i = −log 9 the neighbours log 9 and 0 have z = 0 and −log 9,
s = 0 and −0.2 log 9, and weights in the ratio 1 : 9^(−0.2) = 1 : 0.6444. For h_i = 0 they have the ratio 9 : 1:

>>> H, a = np.array([[-np.log(9.0)], [np.log(9.0)], [0.0]]), np.array([1.0, 1.0])
>>> alpha = gat_attention(H, a, np.array([[0.0, 1.0, 1.0], [0.0, 0.0, 0.0], [0.0, 1.0, 1.0]]))
>>> alpha[0].round(4).tolist(), alpha[2].round(4).tolist()
([0.0, 0.6081, 0.3919], [0.0, 0.9, 0.1])
>>> round(0.3919 / 0.6081, 3)
0.644
"""
### END EXPLANATION

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
    raise NotImplementedError

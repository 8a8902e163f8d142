"""The normalised adjacency matrix of a graph.

A graph convolution multiplies features by a matrix that says who hears whom. Taken as it is, the adjacency matrix A
(n, n) makes the features of a node with a thousand neighbours a thousand times larger, in every layer anew, and lets a
node forget what it was itself. So each node becomes a neighbour of its own, and each edge is weakened by the degrees at
both its ends:

    Â = D^(−½) (A + I) D^(−½),    D = diag(d),    d_i = Σ_j (A + I)[i, j].

* A is symmetric, with entries ≥ 0: the weights of the edges. They need not be 0 and 1.
* I is added to A whatever stands on the diagonal of A already: a loop of weight 2 becomes one of weight 3.
* Degrees are counted after the loops are added. They are sums of weights, not numbers of edges.
* self_loops=False leaves I out: Â = D^(−½) A D^(−½), with the degrees of A. A node without any edge then has the degree
  0; its row and its column in Â are zeros.
* Weights may be tiny or huge; nothing is added to the degrees.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 8 (graph neural networks). Kipf, Welling,
Semi-Supervised Classification with Graph Convolutional Networks (2017).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def normalized_adjacency(A: Array, self_loops: bool = True) -> Array:
    """Return the adjacency matrix, normalised by the degrees at both ends of each edge.

    Parameters
    ----------
    A : (n, n)
        Symmetric, with entries ≥ 0.
    self_loops : bool
        Whether I is added first.

    Returns
    -------
    Ahat : (n, n)

    Examples
    --------
    A path of three nodes, without loops. The degrees are 1, 2, 1, and 1/√(1 · 2) = 0.7071:

    >>> path = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    >>> normalized_adjacency(path, self_loops=False).round(4).tolist()
    [[0.0, 0.7071, 0.0], [0.7071, 0.0, 0.7071], [0.0, 0.7071, 0.0]]

    An edge of weight 3 between two nodes. With loops, both degrees are 4:

    >>> normalized_adjacency(np.array([[0.0, 3.0], [3.0, 0.0]])).tolist()
    [[0.25, 0.75], [0.75, 0.25]]
    """
    raise NotImplementedError

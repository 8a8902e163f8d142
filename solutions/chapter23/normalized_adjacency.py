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
    ### BEGIN SOLUTION
    weights = A + np.eye(len(A)) if self_loops else A
    degrees = np.sum(weights, axis=1)
    factors = 1.0 / np.sqrt(np.where(degrees > 0.0, degrees, 1.0))
    return factors[:, None] * weights * factors
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Entry by entry.** A product with a diagonal matrix from the left scales rows, from the right columns. So

       Â[i, j] = (A + I)[i, j] / √(d_i d_j):

   `factors[:, None] * weights * factors`, without a product of matrices.

2. **Why both ends.** To divide row i by d_i makes each node the mean of its neighbours, but spoils the symmetry: a hub
   speaks to all its neighbours at full strength. With the root at both ends Â stays symmetric, and a symmetric matrix
   has real eigenvalues, and is its own transpose on the way back.

3. **The eigenvalues lie between −1 and 1.** For any x,

       Σ_ij w_ij (x_i/√d_i ∓ x_j/√d_j)² = 2 Σ_i x_i² ∓ 2 xᵀ Â x,

   since each i occurs with Σ_j w_ij / d_i = 1. The left side is no sum of negative numbers, so −xᵀx ≤ xᵀ Â x ≤ xᵀx. A
   hundred layers can't blow features up.

4. **The eigenvalue 1 is taken on**, at x_i = √d_i: Σ_j w_ij √d_j / √(d_i d_j) = Σ_j w_ij / √d_i = √d_i.

5. **Why loops.** Without them a graph of two kinds of nodes that only know the other kind (a path, a star) has the
   eigenvalue −1 too, and features flip to and fro from layer to layer. Loops lift the lower end above −1.

6. **Nobody's neighbour.** With loops, every degree is at least 1. Without, d may be 0, and 1/√0 is infinite: put any
   number there, for it meets a row of zeros.

A star, a hub with three neighbours, with loops: the degrees are 4 and 2, 2, 2, so Â has 1/4 for the hub itself, ½ on
the other diagonal entries and 1/√8 = 0.3536 on the edges.

>>> star = np.zeros((4, 4))
>>> star[0, 1:] = star[1:, 0] = 1.0
>>> Ahat = normalized_adjacency(star)
>>> Ahat[0].round(4).tolist(), Ahat[1].round(4).tolist()
([0.25, 0.3536, 0.3536, 0.3536], [0.3536, 0.5, 0.0, 0.0])
>>> np.linalg.eigvalsh(Ahat).round(4).tolist()
[-0.25, 0.5, 0.5, 1.0]
>>> np.linalg.eigvalsh(normalized_adjacency(star, self_loops=False)).round(4).tolist()
[-1.0, 0.0, 0.0, 1.0]
>>> (Ahat @ np.sqrt([4.0, 2.0, 2.0, 2.0])).round(4).tolist()
[2.0, 1.4142, 1.4142, 1.4142]
"""
### END EXPLANATION

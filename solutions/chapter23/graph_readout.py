"""From nodes to graphs.

To say whether a molecule is poisonous takes one row of numbers for the molecule, whatever number of atoms it has. A
readout makes it of the rows of its nodes, by a function that does not depend on how the nodes are listed. Batches of
graphs are put into one large graph without edges between them: H (n, d) holds the rows of all nodes, and graph_ids[i],
from 0 to G − 1, says which graph node i belongs to, with G = num_graphs. Row g of the result (G, d) is made of the
nodes of graph g alone:

* how = "sum": their sum,
* how = "mean": the sum divided by the number of nodes of graph g,
* how = "max": the largest, for each feature by itself.

What else decides:

* The nodes of a graph need not stand side by side: graph_ids is in any order.
* A graph may have no nodes. Its row is zeros, whatever `how` is. That is not to say that 0 takes part elsewhere: the
  largest of −3 and −2 is −2.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 8 (graph neural networks). Zaheer et al.,
Deep Sets (2017).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ids = NDArray[np.int64]


def graph_readout(H: Array, graph_ids: Ids, num_graphs: int, how: str) -> Array:
    """Return a row for each graph, made of the rows of its nodes.

    Parameters
    ----------
    H : (n, d)
        A row for each node.
    graph_ids : (n,) int
        Which graph a node belongs to, from 0 to num_graphs − 1.
    num_graphs : int
        G, the number of graphs.
    how : str
        "sum", "mean" or "max".

    Returns
    -------
    R : (G, d)

    Examples
    --------
    Graph 0 has the nodes 0 and 2, graph 1 has none, graph 2 has node 1.

    >>> H, graph_ids = np.array([[-4.0], [7.0], [-2.0]]), np.array([0, 2, 0])
    >>> graph_readout(H, graph_ids, 3, "sum").tolist()
    [[-6.0], [0.0], [7.0]]
    >>> graph_readout(H, graph_ids, 3, "mean").tolist()
    [[-3.0], [0.0], [7.0]]
    >>> graph_readout(H, graph_ids, 3, "max").tolist()
    [[-2.0], [0.0], [7.0]]
    """
    ### BEGIN SOLUTION
    sizes = np.bincount(graph_ids, minlength=num_graphs)[:, None]
    if how == "max":
        R = np.full((num_graphs, H.shape[1]), -np.inf)
        np.maximum.at(R, graph_ids, H)
        return np.where(sizes > 0, R, 0.0)
    R = np.zeros((num_graphs, H.shape[1]))
    np.add.at(R, graph_ids, H)
    return R / np.maximum(sizes, 1) if how == "mean" else R
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A sum over groups.** Let M (G, n) have a 1 in column i, in the row of i's graph. The sum is M H, the mean D^(−1) M
   H with the sizes of the graphs in D. The largest is no matrix product.

2. **Like messages.** It is what happens along edges, with an edge from every node to its graph: scatter, with
   `np.add.at` and `np.maximum.at`, since an id occurs as often as its graph has nodes.

3. **The order of the nodes.** Let P renumber the nodes: rows of H and graph_ids change places together, M becomes M Pᵀ,
   and M Pᵀ P H = M H. Together with layers that only renumber their rows, whose law is f(P A Pᵀ, P X) = P f(A, X), the
   answer of the whole network is the same for all drawings of a molecule.

4. **Sizes.** A sum grows with the graph, and is what to take for quantities that add up, such as energies. A mean is
   the same for two copies of a molecule as for one. A largest answers whether something occurs anywhere.

5. **`np.add.reduceat`** is fast on sorted ids, and has no notion of a stretch without entries: it returns the first row
   of the next graph for an empty one. So it takes care.

>>> H, graph_ids = np.array([[1.0], [2.0], [5.0]]), np.array([0, 0, 2])
>>> graph_readout(H, graph_ids, 3, "sum")[:, 0].tolist()
[3.0, 0.0, 5.0]
>>> np.add.reduceat(H, [0, 2, 2], axis=0)[:, 0].tolist()
[3.0, 5.0, 5.0]

Nodes listed in another order, and two copies of a graph taken for one:

>>> graph_readout(H[[2, 0, 1]], graph_ids[[2, 0, 1]], 3, "mean")[:, 0].tolist()
[1.5, 0.0, 5.0]
>>> twice, one = np.concatenate([H[:2], H[:2]]), np.zeros(4, dtype=int)
>>> [float(graph_readout(twice, one, 1, how)[0, 0]) for how in ("sum", "mean", "max")]
[6.0, 1.5, 2.0]
"""
### END EXPLANATION

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
    raise NotImplementedError

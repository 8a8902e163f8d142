"""Messages along edges, added up.

Large graphs have few edges for their size, and are kept as a list of them: `edges` (2, E) holds E pairs, the source of
each edge above its target. Along each edge the source sends its features, a row of X (n, d), to the target. What
arrives at a node is made into one row, by a function that does not depend on the order in which it arrives:

* how = "sum": all that arrived is added up,
* how = "mean": the sum is divided by the number of messages that arrived,
* how = "max": the largest is taken, for each feature by itself.

What else decides:

* `edges[0]` sends, `edges[1]` receives. An edge has one direction.
* An edge that is listed twice carries two messages: both count in the sum and in the mean.
* A node hears itself only if there is an edge from it to itself.
* A node at which nothing arrives gets zeros, whatever `how` is. That is not to say that 0 takes part elsewhere: the
  largest of −3 and −2 is −2.
* The result has n rows, as X has. There may be no edges at all: E = 0.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 8 (message passing). Gilmer et al., Neural
Message Passing for Quantum Chemistry (2017). Hamilton, Ying, Leskovec, Inductive Representation Learning on Large
Graphs (2017).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Edges = NDArray[np.int64]


def message_passing_aggregate(edges: Edges, X: Array, how: str) -> Array:
    """Return what arrives at each node, as one row.

    Parameters
    ----------
    edges : (2, E) int
        Sources above, targets below, from 0 to n − 1.
    X : (n, d)
        Features.
    how : str
        "sum", "mean" or "max".

    Returns
    -------
    Y : (n, d)

    Examples
    --------
    Nodes 1 and 2 send to node 0; node 2 does so twice. Nobody sends to nodes 1 and 2.

    >>> edges, X = np.array([[1, 2, 2], [0, 0, 0]]), np.array([[7.0], [-6.0], [-3.0]])
    >>> message_passing_aggregate(edges, X, "sum").tolist()
    [[-12.0], [0.0], [0.0]]
    >>> message_passing_aggregate(edges, X, "mean").tolist()
    [[-4.0], [0.0], [0.0]]
    >>> message_passing_aggregate(edges, X, "max").tolist()
    [[-3.0], [0.0], [0.0]]
    """
    raise NotImplementedError

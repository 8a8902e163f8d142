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
    ### BEGIN SOLUTION
    sources, targets = edges
    counts = np.bincount(targets, minlength=len(X))[:, None]
    if how == "max":
        Y = np.full(X.shape, -np.inf)
        np.maximum.at(Y, targets, X[sources])
        return np.where(counts > 0, Y, 0.0)
    Y = np.zeros(X.shape)
    np.add.at(Y, targets, X[sources])
    return Y / np.maximum(counts, 1) if how == "mean" else Y
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Gather and scatter.** `X[sources]` (E, d) are the messages, one for each edge. Each is brought to its target: that
   is the transpose of looking up, and a target may occur often.

2. **The trap.** `Y[targets] += X[sources]` reads rows, adds, and writes them back; of several messages to one node, the
   last one is kept. `np.add.at` adds one after the other, and `np.maximum.at` compares one after the other.

3. **As a matrix.** Let A[i, j] be the number of edges from j to i. The sum is A X, the mean D^(−1) A X with the row
   sums of A. There is no matrix for the largest, since it is not linear.

4. **What a maximum starts with.** The largest of nothing is −∞, and that is what to start with; 0 would beat every
   negative message. At the end, nodes that nothing arrived at are given their 0.

5. **What is told apart.** Sum, mean and max lose different things. Neighbours {1, 1} and {1} have the same mean and the
   same largest, and different sums; {0, 2} and {1, 1} have the same sum and the same mean. A sum is the one that can
   count.

>>> edges = np.array([[1, 2, 1], [0, 0, 3]])
>>> X = np.array([[0.0], [1.0], [1.0], [0.0]])
>>> [message_passing_aggregate(edges, X, how)[[0, 3], 0].tolist() for how in ("sum", "mean", "max")]
[[2.0, 1.0], [1.0, 1.0], [1.0, 1.0]]

6. **Order.** To list the edges in another order changes nothing, and neither does it to renumber the nodes, but for the
   order of the rows. The same example with an edge that was lost by `+=`:

>>> lost = np.zeros((4, 1))
>>> lost[edges[1]] += X[edges[0]]
>>> lost[:, 0].tolist()
[1.0, 0.0, 0.0, 1.0]
"""
### END EXPLANATION

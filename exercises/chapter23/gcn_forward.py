"""Forward pass of a graph convolution.

A layer of a graph network has one matrix W (d, h) for all nodes, and a matrix Â (n, n) that says who hears whom. Node i
takes the weighted sum of what its neighbours have, transforms it by W, and passes it through an activation:

    H = act(Â X W),    h_i = act(Σ_j Â[i, j] x_j W).

* X (n, d) are the features, a row for each node; H is (n, h).
* Row i of Â receives from column j. Â need not be symmetric: in a graph of citations, who is cited is not told.
  Take it as it is: it has been normalised already, and has loops if it shall have any.
* act is "relu", max(z, 0) in each entry, or "linear", which leaves Z = Â X W as it is. It comes last.
* There is no bias.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 8 (graph neural networks). Kipf, Welling,
Semi-Supervised Classification with Graph Convolutional Networks (2017), equation 2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gcn_forward(Ahat: Array, X: Array, W: Array, act: str = "relu") -> Array:
    """Return what a graph convolution makes of the features of all nodes.

    Parameters
    ----------
    Ahat : (n, n)
        What row i receives from column j.
    X : (n, d)
        Features.
    W : (d, h)
        Weights.
    act : str
        "relu" or "linear".

    Returns
    -------
    H : (n, h)

    Examples
    --------
    Node 0 takes half of itself and half of node 1; node 1 hears only itself.

    >>> Ahat, X, W = np.array([[0.5, 0.5], [0.0, 1.0]]), np.array([[2.0], [-6.0]]), np.array([[1.0, -1.0]])
    >>> gcn_forward(Ahat, X, W, "linear").tolist()
    [[-2.0, 2.0], [-6.0, 6.0]]
    >>> gcn_forward(Ahat, X, W).tolist()
    [[0.0, 2.0], [0.0, 6.0]]
    """
    raise NotImplementedError

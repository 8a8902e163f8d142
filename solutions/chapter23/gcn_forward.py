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
    ### BEGIN SOLUTION
    Z = Ahat @ X @ W
    return np.maximum(Z, 0.0) if act == "relu" else Z
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Two products.** From the right, W mixes the features of one node, as a dense layer does with a sample. From the
   left, Â mixes nodes. Products of matrices are associative, so (Â X) W and Â (X W) are the same; the second is cheaper
   if h < d.

2. **The activation comes last.** max(z, 0) of a sum is not the sum of max(z, 0): what is negative in one neighbour may
   take something off what is positive in another, as long as it has not been cut off before.

3. **Names don't matter.** Let P be a permutation matrix. In the renumbered graph,

       act(P Â Pᵀ · P X · W) = act(P (Â X W)) = P act(Â X W),

   since Pᵀ P = I and act looks at single entries. A dense layer over all nodes at once has no such law.

4. **One layer, one hop.** h_i depends on x_j only if Â[i, j] ≠ 0. After k layers, a node has heard those that are
   within k edges, and nothing from elsewhere.

5. **Without a graph**, Â = I, it is a dense layer: nobody hears anybody.

A chain 0 ← 1 ← 2 in which everybody hears itself and the next one: after one layer node 0 knows nothing of node 2,
after two it does.

>>> chain = np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0], [0.0, 0.0, 1.0]])
>>> X, W = np.array([[0.0], [0.0], [5.0]]), np.array([[1.0]])
>>> once = gcn_forward(chain, X, W)
>>> once.tolist(), gcn_forward(chain, once, W).tolist()
([[0.0], [5.0], [5.0]], [[5.0], [10.0], [5.0]])

What ReLU would lose before the sum, with neighbours 3 and −2:

>>> pair, X = np.ones((2, 2)), np.array([[3.0], [-2.0]])
>>> gcn_forward(pair, X, W).tolist(), (pair @ np.maximum(X @ W, 0.0)).tolist()
([[1.0], [1.0]], [[3.0], [3.0]])
"""
### END EXPLANATION

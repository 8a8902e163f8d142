"""Backward pass of a graph convolution.

On the way forward, a layer with ReLU made

    H = relu(Z),    Z = Â X W,

of the features X (n, d), with weights W (d, h) and a matrix Â (n, n) that says what row i receives from column j. On
the way back it is told how the loss reacts to what it handed out, dH = ∂L/∂H (n, h), and hands on dX (n, d) and dW
(d, h). There is no memory of the way forward: compute Z again.

* Â need not be symmetric: where node i heard node j, node j is now told by node i.
* The derivative of ReLU is 1 where Z > 0, and 0 elsewhere, also where Z is exactly 0.
* The loss may be a sum or a mean over nodes: that is in dH already. Nothing is divided here.
* Â is given by the graph: nobody learns it, and its gradient is not asked for.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 8 (graph neural networks). Kipf, Welling,
Semi-Supervised Classification with Graph Convolutional Networks (2017).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gcn_backward(dH: Array, Ahat: Array, X: Array, W: Array) -> tuple[Array, Array]:
    """Return the gradients of the loss with respect to the features and to the weights.

    Parameters
    ----------
    dH : (n, h)
        ∂L/∂H.
    Ahat : (n, n)
        What row i receives from column j.
    X : (n, d)
        Features.
    W : (d, h)
        Weights.

    Returns
    -------
    dX : (n, d)
    dW : (d, h)

    Examples
    --------
    Node 0 hears both, node 1 nobody but itself, with Z = (2 + 1, 1):

    >>> Ahat, X, W = np.array([[1.0, 1.0], [0.0, 1.0]]), np.array([[2.0], [1.0]]), np.array([[1.0]])
    >>> dX, dW = gcn_backward(np.array([[10.0], [1.0]]), Ahat, X, W)
    >>> dX.tolist(), dW.tolist()
    ([[10.0], [11.0]], [[31.0]])
    """
    raise NotImplementedError

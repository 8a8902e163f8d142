"""A fully connected layer that learns.

Write the layer as an object with a memory: it keeps what came by on the way forward, uses it on the way back, and
moves its weights when told to. Samples pass one at a time, each as a row x of shape (1, D).

* forward(x) returns x W + b and remembers x.
* backward(dy) returns ∂L/∂x for the x that went forward last, and collects this sample's ∂L/∂W and ∂L/∂b.
* step(lr) moves W and b by −lr times the MEAN of what was collected since the last step, and then forgets it.

References
----------
Kneusel, Math for Deep Learning, chapter 10.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class FullyConnectedLayer:
    """y = x W + b, trained with averaged gradients.

    Parameters
    ----------
    n_in, n_out : int
        D and K.
    rng : numpy.random.Generator
        Draws W from N(0, 1/D) in one call: ``rng.normal(scale=n_in**-0.5, size=(n_in, n_out))``. b starts at zero.

    Attributes
    ----------
    W : (D, K)
    b : (K,)

    Examples
    --------
    >>> layer = FullyConnectedLayer(2, 1, np.random.default_rng(0))
    >>> layer.W, layer.b = np.array([[3.0], [4.0]]), np.array([0.5])
    >>> layer.forward(np.array([[1.0, 2.0]])).item()
    11.5
    >>> layer.backward(np.array([[2.0]])).tolist()
    [[6.0, 8.0]]
    >>> layer.step(lr=0.1)
    >>> layer.W.tolist(), layer.b.tolist()
    ([[2.8], [3.6]], [0.3])
    """

    W: Array
    b: Array

    def __init__(self, n_in: int, n_out: int, rng: np.random.Generator) -> None:
        raise NotImplementedError

    def forward(self, x: Array) -> Array:
        """Return x W + b, shape (1, K), for one sample x of shape (1, D)."""
        raise NotImplementedError

    def backward(self, dy: Array) -> Array:
        """Return ∂L/∂x, shape (1, D), from dy = ∂L/∂y, shape (1, K), and collect ∂L/∂W and ∂L/∂b.

        Raises
        ------
        RuntimeError
            If nothing has gone forward yet.
        """
        raise NotImplementedError

    def step(self, lr: float) -> None:
        """Move W and b by −lr times the mean of the collected gradients, and forget them."""
        raise NotImplementedError

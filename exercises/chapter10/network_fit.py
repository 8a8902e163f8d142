"""A network that learns.

Put the parts together. A network of sizes (D, H, …, K) has a layer between each size and the next; the hidden layers
have the activation tanh, and the output is linear. Training is stochastic gradient descent: again and again, draw a few
samples, see how wrong the network is on them, and move all weights and biases a little downhill.

What is left to chance is settled here, so that two people with the same Generator get the same run:

* Weights start from N(0, 1/n_in), layer by layer from the input on, one call each:
  ``rng.normal(scale=n_in**-0.5, size=(n_in, n_out))``. Biases start at zero. (If all weights started at zero, the
  hidden units would stay equal for ever.)
* Each minibatch is drawn afresh, in one call, ``rows = rng.choice(len(X), size=batch_size, replace=False)``, and
  consists of X[rows] and Y[rows].
* The loss of a minibatch is the mean of ½ (Ŷ − Y)² over all its entries. It is noted before the step.
* A step moves every parameter by −lr times the gradient of that loss. All gradients are taken at the same point,
  before anything moves.

Calling fit again goes on from where the last call stopped.

Try it: with a hidden layer the network learns XOR, which no line separates. Without one, however long you train, it
does not.

References
----------
Kneusel, Math for Deep Learning, chapter 10. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 5.4.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Network:
    """A fully connected network with tanh inside and a linear output.

    Parameters
    ----------
    sizes : sequence of int
        (D, …, K): inputs, hidden units if there are any, outputs.
    rng : numpy.random.Generator
        Draws the weights.

    Attributes
    ----------
    params : list of (W, b)
        One pair a layer: W (n_in, n_out) and b (n_out,). Whoever sets it changes the network.

    Examples
    --------
    One weight, one bias, one sample: ŷ = 3·2 + 1 = 7 where 9 is wanted, so ∂L/∂ŷ = −2.

    >>> network = Network((1, 1), np.random.default_rng(0))
    >>> network.params = [(np.array([[2.0]]), np.array([1.0]))]
    >>> network.predict(np.array([[3.0]])).item()
    7.0
    >>> X, Y = np.array([[3.0]]), np.array([[9.0]])
    >>> network.fit(X, Y, minibatches=1, lr=0.25, batch_size=1, rng=np.random.default_rng(0))
    [2.0]
    >>> [(W.item(), b.item()) for W, b in network.params]
    [(3.5, 1.5)]
    """

    params: list[tuple[Array, Array]]

    def __init__(self, sizes: Sequence[int], rng: np.random.Generator) -> None:
        raise NotImplementedError

    def predict(self, X: Array) -> Array:
        """Return Ŷ, shape (N, K), for X of shape (N, D)."""
        raise NotImplementedError

    def fit(
        self, X: Array, Y: Array, minibatches: int, lr: float, batch_size: int, rng: np.random.Generator
    ) -> list[float]:
        """Train on X (N, D) and Y (N, K), one step for each minibatch.

        Parameters
        ----------
        minibatches : int
            How many steps.
        lr : float
            Learning rate.
        batch_size : int
            Samples in a minibatch, at most N.
        rng : numpy.random.Generator
            Draws the minibatches.

        Returns
        -------
        losses : list of float
            The loss of each minibatch, before its step.
        """
        raise NotImplementedError

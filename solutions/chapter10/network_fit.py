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
        ### BEGIN SOLUTION
        self.params = [
            (rng.normal(scale=n_in**-0.5, size=(n_in, n_out)), np.zeros(n_out)) for n_in, n_out in pairwise(sizes)
        ]
        ### END SOLUTION

    def predict(self, X: Array) -> Array:
        """Return Ŷ, shape (N, K), for X of shape (N, D)."""
        ### BEGIN SOLUTION
        return self._forward(X)[-1]
        ### END SOLUTION

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
        ### BEGIN SOLUTION
        losses = []
        for _ in range(minibatches):
            rows = rng.choice(len(X), size=batch_size, replace=False)
            loss, grads = self._loss_and_grads(X[rows], Y[rows])
            moves = zip(self.params, grads, strict=True)
            self.params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in moves]
            losses.append(loss)
        return losses

    def _forward(self, X: Array) -> list[Array]:
        """Return what goes into each layer, and Ŷ."""
        layers = [X]
        for W, b in self.params[:-1]:
            layers.append(np.tanh(layers[-1] @ W + b))
        W, b = self.params[-1]
        return [*layers, layers[-1] @ W + b]

    def _loss_and_grads(self, X: Array, Y: Array) -> tuple[float, list[tuple[Array, Array]]]:
        *inputs, Y_hat = self._forward(X)
        dZ = (Y_hat - Y) / Y.size
        grads = []
        for A, (W, _) in zip(reversed(inputs), reversed(self.params), strict=True):
            grads.append((A.T @ dZ, dZ.sum(axis=0)))
            dZ = (dZ @ W.T) * (1 - A**2)
        return float(0.5 * np.mean((Y_hat - Y) ** 2)), grads[::-1]
        ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One step.** A minibatch is a small sample of the data, so the gradient of its loss is a noisy, unbiased estimate of
   the gradient of the loss on all of them. A step of −lr times it goes downhill on average.

2. **All gradients first.** The gradient is one vector, all partial derivatives *at one point*. If layer 2 moves before
   layer 1 has its gradient, the latter is taken somewhere else.

3. **The loss before the step** is that of the parameters that the gradient belongs to. It is noisy, since each
   minibatch is another.

4. **Why weights start at random, and at this size.** Two hidden units with equal weights get equal gradients, and stay
   equal for ever. With variance 1/n_in, a sum of n_in products w x keeps the size of x: signals neither die out nor
   blow up from layer to layer.

>>> rng = np.random.default_rng(0)
>>> X = rng.normal(size=(1000, 400))
>>> float((X @ rng.normal(scale=400**-0.5, size=(400, 300))).std().round(1)), float(X.std().round(1))
(1.0, 1.0)

5. **One call for each draw.** A Generator is a tape. Who draws in another order, or in two calls what is asked for in
   one, reads other numbers from it, and gets another run.

6. **XOR.** The points (0, 0), (1, 1) belong to 0 and (0, 1), (1, 0) to 1. An affine function has the same mean over
   both pairs, since their midpoints agree. It can't tell them apart. With a hidden layer:

>>> X, Y = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([[0.0], [1.0], [1.0], [0.0]])
>>> network = Network((2, 4, 1), np.random.default_rng(0))
>>> losses = network.fit(X, Y, minibatches=2000, lr=0.5, batch_size=4, rng=np.random.default_rng(1))
>>> losses[-1] < 1e-3, network.predict(X).round(1).ravel().tolist()
(True, [0.0, 1.0, 1.0, 0.0])
"""
### END EXPLANATION

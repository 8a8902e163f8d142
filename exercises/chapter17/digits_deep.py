"""A deep network out of your own parts.

Here your answers train a network of many layers on handwritten digits. There is nothing to fill in: the program below
is complete, and imports what you wrote.

* Your he_init draws the weights.
* After each dense layer, your batchnorm_forward normalises, ReLU follows, and your dropout_forward drops units. The
  last layer is dense alone, and gives logits.
* Your softmax_cross_entropy, of chapter 12, is the loss, and the gradient that the way back starts with.
* Your dropout_backward and batchnorm_backward lead it back through the layers.

In each step all parameters move against their gradients: plain descent. In evaluation, batch normalisation uses its
running averages, and nothing is dropped.

What is drawn is settled (how he_init draws its weights, and dropout_forward its mask), so two networks of right parts
that start from one Generator have the same losses, step by step. By that the parts are compared: many a wrong one still
learns, and reads nearly as well.

Once your answers are there, run it in your workspace, from the folder that holds chapter17:

    python -m chapter17.digits_deep

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5. The digits: Alpaydin, Kaynak, Optical
Recognition of Handwritten Digits, UCI Machine Learning Repository.
"""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chapter12.softmax_cross_entropy import softmax_cross_entropy
from chapter17.batchnorm_backward import batchnorm_backward
from chapter17.batchnorm_forward import batchnorm_forward
from chapter17.dropout_forward_backward import dropout_backward, dropout_forward
from chapter17.he_init import he_init

Array = NDArray[np.float64]
Labels = NDArray[np.int64]

DECAY = 0.9
"""Weight of the old value in the running averages."""
EPS = 1e-3
"""Stands beside the variances."""


class Hidden:
    """Dense, batch normalisation, ReLU, dropout; and what the way back needs of the way forward."""

    def __init__(self, n_in: int, n_out: int, p_drop: float, rng: np.random.Generator) -> None:
        self.W = he_init(n_in, n_out, 0.0, rng)
        self.gamma, self.beta = np.ones(n_out), np.zeros(n_out)
        self.running = {"mean": np.zeros(n_out), "var": np.ones(n_out)}
        self.p_drop = p_drop

    def forward(self, X: Array, train: bool, rng: np.random.Generator) -> Array:
        """Return what the layer makes of X (N, n_in): (N, n_out)."""
        self.X, self.Z = X, X @ self.W
        self.Y, self.running = batchnorm_forward(self.Z, self.gamma, self.beta, self.running, DECAY, EPS, train)
        A, self.mask = dropout_forward(np.maximum(self.Y, 0.0), self.p_drop, train, rng)
        return A

    def backward(self, dA: Array, lr: float) -> Array:
        """Take a step, and return ∂L/∂X."""
        dY = dropout_backward(dA, self.mask) * (self.Y > 0)
        dZ, dgamma, dbeta = batchnorm_backward(dY, self.Z, self.gamma, EPS)
        dX = dZ @ self.W.T
        self.W = self.W - lr * (self.X.T @ dZ)
        self.gamma, self.beta = self.gamma - lr * dgamma, self.beta - lr * dbeta
        return dX


class Network:
    """A network of layers of so many units, the inputs first, and of a last dense layer.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of units.
    p_drop : float
        Probability to drop a hidden unit.
    rng : numpy.random.Generator
        Of which weights, and then masks are drawn.

    Examples
    --------
    Without a hidden layer: the logits are X W + b, with W as drawn and b = 0.

    >>> network = Network((2, 3), 0.0, np.random.default_rng(0))
    >>> logits = network.predict(np.array([[1.0, 0.0]]))
    >>> bool(np.allclose(logits, np.random.default_rng(0).normal(size=(2, 3))[:1]))
    True
    """

    def __init__(self, sizes: Sequence[int], p_drop: float, rng: np.random.Generator) -> None:
        *hidden, last = itertools.pairwise(sizes)
        self.rng = rng
        self.layers = [Hidden(n_in, n_out, p_drop, rng) for n_in, n_out in hidden]
        self.W, self.b = he_init(*last, 0.0, rng), np.zeros(last[1])

    def step(self, X: Array, y: Labels, lr: float) -> float:
        """Take one step on a batch; return its loss from before."""
        A = self._hidden(X, True)
        loss, dZ = softmax_cross_entropy(A @ self.W + self.b, y)
        dA = dZ @ self.W.T
        self.W, self.b = self.W - lr * (A.T @ dZ), self.b - lr * dZ.sum(axis=0)
        for layer in reversed(self.layers):
            dA = layer.backward(dA, lr)
        return float(loss)

    def epoch(self, X: Array, y: Labels, batch_size: int, lr: float) -> list[float]:
        """Take a step for every batch_size samples, in their order; return the losses."""
        return [self.step(X[i : i + batch_size], y[i : i + batch_size], lr) for i in range(0, len(X), batch_size)]

    def predict(self, X: Array) -> Array:
        """Return logits (N, K), in evaluation."""
        return self._hidden(X, False) @ self.W + self.b

    def _hidden(self, X: Array, train: bool) -> Array:
        for layer in self.layers:
            X = layer.forward(X, train, self.rng)
        return X


if __name__ == "__main__":
    from mdl_grade.network import digits

    data = digits()
    X, y = data.X.reshape(-1, 64), data.Y.argmax(axis=1)
    rng = np.random.default_rng(0)
    network = Network((64, 32, 32, 10), 0.2, rng)
    for number in range(1, 13):
        order = rng.permutation(1500)
        losses = network.epoch(X[:1500][order], y[:1500][order], 50, lr=0.2)
        right = network.predict(X[1500:]).argmax(axis=1) == y[1500:]
        print(f"epoch {number:2}: mean loss {np.mean(losses):.3f}, right: {right.mean():.0%} of {len(right)} unseen")

"""Training of a network of two layers, with parts that can be exchanged.

Backpropagation is one line a layer, read backwards:

>>> rng = np.random.default_rng(1)
>>> X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
>>> Y = np.array([[0.0], [1.0], [1.0], [0.0]])  # XOR
>>> p = initial(2, 8, 1, rng)
>>> for _ in range(500):
...     loss, d = loss_and_gradient(p, X, Y, "tanh", Parts())
...     p = Parameters(p.W1 - 0.5 * d.W1, p.b1 - 0.5 * d.b1, p.W2 - 0.5 * d.W2, p.b2 - 0.5 * d.b2)
>>> Y_hat = layers.dense(np.tanh(layers.dense(X, p.W1, p.b1)), p.W2, p.b2)
>>> Y_hat.round().ravel().tolist()
[0.0, 1.0, 1.0, 0.0]

A *transplant* puts one part of a learner's (say, their `dense_backward`) into this network and trains it on real
data: the loss must follow the curve of the network's own parts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from msgspec import Struct

from mdl_grade.network import layers
from mdl_grade.network.data import Dataset

Part = Callable[..., Any]


class Parts(Struct, frozen=True):
    """What the network is made of; the defaults are its own."""

    dense: Part = layers.dense
    dense_backward: Part = layers.dense_backward
    activation_backward: Part = layers.activation_backward
    mse_with_grad: Part = layers.mse_with_grad


class Optimiser(Struct, frozen=True):
    """How parameters move, and how many arrays are remembered for each of them, all zeros before the first step.

    `step(W, *remembered, dW, t)` returns W and what is to be remembered, as one tuple; t counts from 1.
    """

    step: Part
    remembers: int = 0

    @classmethod
    def descent(cls, lr: float) -> Optimiser:
        """Return W ← W − lr dW."""
        return cls(lambda W, dW, t: (W - lr * dW,))


class Parameters(Struct, frozen=True):
    """W1 (D, H), b1 (H,), W2 (H, K), b2 (K,); or the gradient with respect to them."""

    W1: Any
    b1: Any
    W2: Any
    b2: Any

    @property
    def arrays(self) -> tuple[Any, ...]:
        return self.W1, self.b1, self.W2, self.b2


def initial(D: int, H: int, K: int, rng: np.random.Generator) -> Parameters:
    """Draw weights from N(0, 1/fan-in); biases start at zero."""
    return Parameters(
        rng.normal(scale=D**-0.5, size=(D, H)), np.zeros(H), rng.normal(scale=H**-0.5, size=(H, K)), np.zeros(K)
    )


def loss_and_gradient(p: Parameters, X: Any, Y: Any, kind: str, parts: Parts) -> tuple[Any, Parameters]:
    """Return the loss on X (N, D) and Y (N, K), and its gradient: forward through both layers, and back."""
    Z = parts.dense(X, p.W1, p.b1)
    A = layers.ACTIVATIONS[kind](Z)
    Y_hat = parts.dense(A, p.W2, p.b2)
    loss, dY_hat = parts.mse_with_grad(Y_hat, Y)
    dA, dW2, db2 = parts.dense_backward(dY_hat, A, p.W2)
    _, dW1, db1 = parts.dense_backward(parts.activation_backward(dA, Z, kind), X, p.W1)
    return loss, Parameters(dW1, db1, dW2, db2)


def loss_curve(
    data: Dataset,
    start: Parameters,
    *,
    steps: int,
    optimiser: Optimiser,
    kind: str = "tanh",
    parts: Parts | None = None,
) -> list[Any]:
    """Return the losses of `steps` steps on the whole of `data`.

    Examples
    --------
    >>> from mdl_grade.network import initial, iris
    >>> start = initial(4, 5, 3, np.random.default_rng(0))
    >>> losses = loss_curve(iris(), start, steps=100, optimiser=Optimiser.descent(lr=2.0))
    >>> bool(losses[-1] < losses[0] / 3)
    True
    """
    state = [[W, *[np.zeros_like(W)] * optimiser.remembers] for W in start.arrays]
    losses = []
    for t in range(1, steps + 1):
        p = Parameters(*(W for W, *_ in state))
        loss, gradient = loss_and_gradient(p, data.X, data.Y, kind, parts or Parts())
        losses.append(loss)
        moved = [optimiser.step(*one, dW, t) for one, dW in zip(state, gradient.arrays, strict=True)]
        state = [[one[i] for i in range(1 + optimiser.remembers)] for one in moved]
    return losses

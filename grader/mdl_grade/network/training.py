"""Gradient descent on a network of two layers, with parts that can be exchanged.

Backpropagation is one line a layer, read backwards:

>>> rng = np.random.default_rng(1)
>>> X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
>>> Y = np.array([[0.0], [1.0], [1.0], [0.0]])  # XOR
>>> p = initial(2, 8, 1, rng)
>>> for _ in range(500):
...     loss, p = step(p, X, Y, "tanh", 0.5, Parts())
>>> Y_hat = layers.dense(np.tanh(layers.dense(X, p.W1, p.b1)), p.W2, p.b2)
>>> Y_hat.round().ravel().tolist()
[0.0, 1.0, 1.0, 0.0]

A *transplant* puts one part of a learner's (say, their `dense_backward`) into this network and trains it on real
data: the loss must follow the curve of the network's own parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mdl_grade.network import layers
from mdl_grade.network.data import Dataset

Part = Callable[..., Any]


@dataclass(frozen=True)
class Parts:
    """What the network is made of; the defaults are its own."""

    dense_backward: Part = layers.dense_backward
    activation_backward: Part = layers.activation_backward
    mse_with_grad: Part = layers.mse_with_grad


@dataclass(frozen=True)
class Parameters:
    """W1 (D, H), b1 (H,), W2 (H, K), b2 (K,)."""

    W1: Any
    b1: Any
    W2: Any
    b2: Any


def initial(D: int, H: int, K: int, rng: np.random.Generator) -> Parameters:
    """Draw weights from N(0, 1/fan-in); biases start at zero."""
    return Parameters(
        rng.normal(scale=D**-0.5, size=(D, H)), np.zeros(H), rng.normal(scale=H**-0.5, size=(H, K)), np.zeros(K)
    )


def step(p: Parameters, X: Any, Y: Any, kind: str, lr: float, parts: Parts) -> tuple[Any, Parameters]:
    """Return the loss before, and the parameters after, one step of gradient descent."""
    Z = layers.dense(X, p.W1, p.b1)
    A = layers.ACTIVATIONS[kind](Z)
    Y_hat = layers.dense(A, p.W2, p.b2)
    loss_and_grad = parts.mse_with_grad(Y_hat, Y)
    second = parts.dense_backward(loss_and_grad[1], A, p.W2)
    first = parts.dense_backward(parts.activation_backward(second[0], Z, kind), X, p.W1)
    moved = replace(p, W1=p.W1 - lr * first[1], b1=p.b1 - lr * first[2])
    return loss_and_grad[0], replace(moved, W2=p.W2 - lr * second[1], b2=p.b2 - lr * second[2])


def loss_curve(
    data: Dataset, start: Parameters, *, steps: int, lr: float, kind: str = "tanh", parts: Parts | None = None
) -> list[Any]:
    """Return the losses of `steps` steps on the whole of `data`.

    Examples
    --------
    >>> from mdl_grade.network import initial, iris
    >>> losses = loss_curve(iris(), initial(4, 5, 3, np.random.default_rng(0)), steps=100, lr=2.0)
    >>> bool(losses[-1] < losses[0] / 3)
    True
    """
    losses = []
    for _ in range(steps):
        loss, start = step(start, data.X, data.Y, kind, lr, parts or Parts())
        losses.append(loss)
    return losses

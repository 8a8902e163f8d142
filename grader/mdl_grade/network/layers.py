"""The parts of a network and their derivatives. `dX` stands for ∂L/∂X and has the shape of X.

Dense layers, activations and the squared error are written with operators and NumPy functions alone, so they work on
arrays and on the values of a program that is being recorded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = Any
"""float64 array, or a value of a program."""


def dense(X: Array, W: Array, b: Array) -> Array:
    """Return Y = X W + b, shape (N, K), from X (N, D), W (D, K), b (K,)."""
    return X @ W + b


def dense_backward(dY: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    """Return dX = dY Wᵀ (N, D), dW = Xᵀ dY (D, K) and db = Σ_n dY[n] (K,)."""
    return dY @ W.T, X.T @ dY, dY.sum(axis=0)


def sigmoid(Z: Array) -> Array:
    """Return σ(Z) = 1 / (1 + e^−Z)."""
    return 1.0 / (1.0 + np.exp(-Z))


def relu(Z: Array) -> Array:
    """Return max(0, Z)."""
    return np.maximum(Z, 0.0)


ACTIVATIONS: dict[str, Callable[[Array], Array]] = {"relu": relu, "sigmoid": sigmoid, "tanh": np.tanh}


def activation_backward(dA: Array, Z: Array, kind: str) -> Array:
    """Return dZ = dA ∘ f′(Z), where A = f(Z); ReLU′(0) = 0."""
    if kind == "relu":
        return dA * (Z > 0)
    A = ACTIVATIONS[kind](Z)
    return dA * (A * (1.0 - A)) if kind == "sigmoid" else dA * (1.0 - A**2)


def mse_with_grad(Y_hat: Array, Y: Array) -> tuple[Array, Array]:
    """Return L = mean of ½ (Ŷ − Y)² over all entries, and dŶ = (Ŷ − Y) / (N K)."""
    error = Y_hat - Y
    return 0.5 * (error * error).mean(), error / Y.size


def softmax(Z: Array) -> Array:
    """Return e^Z / Σ e^Z row by row, shape (N, K); the row's maximum is taken off first, so that nothing overflows."""
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def cross_entropy_with_grad(Z: Array, Y: Array) -> tuple[Array, Array]:
    """Return L = −1/N Σ Y log softmax(Z) and dZ = (softmax(Z) − Y) / N, for one-hot rows Y (N, K)."""
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(Y * log_P).sum() / len(Y), (np.exp(log_P) - Y) / len(Y)

"""Optimisers as pure steps: state and gradient in, parameter and state out.

`W` is a parameter of any shape, `dW` = ∂L/∂W, `lr` the learning rate. What each remembers comes back beside W.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = Any


def sgd(W: Array, dW: Array, lr: float) -> Array:
    """Return W − lr dW."""
    return W - lr * dW


def momentum(W: Array, v: Array, dW: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """Return W + v and v, where v ← mu v − lr dW."""
    v = mu * v - lr * dW
    return W + v, v


def nesterov(W: Array, v: Array, grad: Callable[[Array], Array], lr: float, mu: float) -> tuple[Array, Array]:
    """Return W + v and v, where v ← mu v − lr ∂L/∂W taken ahead, at W + mu v (Sutskever's form)."""
    v = mu * v - lr * grad(W + mu * v)
    return W + v, v


def adagrad(W: Array, s: Array, dW: Array, lr: float, eps: float) -> tuple[Array, Array]:
    """Return W − lr dW / (√s + eps) and s, where s ← s + dW²."""
    s = s + dW**2
    return W - lr * dW / (np.sqrt(s) + eps), s


def rmsprop(W: Array, s: Array, dW: Array, lr: float, rho: float, eps: float) -> tuple[Array, Array]:
    """Return W − lr dW / (√s + eps) and s, where s ← rho s + (1 − rho) dW²."""
    s = rho * s + (1 - rho) * dW**2
    return W - lr * dW / (np.sqrt(s) + eps), s


def adadelta(W: Array, s: Array, u: Array, dW: Array, rho: float, eps: float) -> tuple[Array, Array, Array]:
    """Return W + d, s and u: mean squares s of gradients and u of steps d = −√(u + eps) / √(s + eps) dW."""
    s = rho * s + (1 - rho) * dW**2
    d = -np.sqrt(u + eps) / np.sqrt(s + eps) * dW
    return W + d, s, rho * u + (1 - rho) * d**2


def adam(
    W: Array, m: Array, v: Array, dW: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> tuple[Array, Array, Array]:
    """Return W, m and v after step t = 1, 2, …: mean m of gradients and v of their squares, both freed of their bias.

    W ← W − lr m̂ / (√v̂ + eps), m̂ = m / (1 − beta1ᵗ), v̂ = v / (1 − beta2ᵗ).
    """
    m = beta1 * m + (1 - beta1) * dW
    v = beta2 * v + (1 - beta2) * dW**2
    return W - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def adamw(
    W: Array, m: Array, v: Array, dW: Array, t: int, lr: float, beta1: float, beta2: float, eps: float, decay: float
) -> tuple[Array, Array, Array]:
    """Return W, m and v after a step of Adam, beside which the old W has lost the share lr · decay of itself."""
    stepped, m, v = adam(W, m, v, dW, t, lr, beta1, beta2, eps)
    return stepped - lr * decay * W, m, v

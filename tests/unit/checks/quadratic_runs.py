"""Optimizers as they are, and as people get them wrong, and quadratics to run them on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Step = Callable[[Any, Any, Callable[[Any], Any], float, float], tuple[Any, Any]]


def momentum(x: Any, v: Any, grad: Callable[[Any], Any], lr: float, mu: float) -> tuple[Any, Any]:
    v = mu * v - lr * grad(x)
    return x + v, v


def nesterov(x: Any, v: Any, grad: Callable[[Any], Any], lr: float, mu: float) -> tuple[Any, Any]:
    v = mu * v - lr * grad(x + mu * v)
    return x + v, v


def run(step: Step, A: Any, x0: Any, lr: float, steps: int, mu: float = 0.0) -> Any:
    x, v, path = x0, np.zeros_like(x0), [x0]
    for _ in range(steps):
        x, v = step(x, v, lambda at: A @ at, lr, mu)
        path.append(x)
    return np.array(path)


def quadratic(kappa: float, rng: np.random.Generator, D: int = 5) -> Any:
    """Return a symmetric matrix with eigenvalues from 1 to κ, in a random basis."""
    Q = np.linalg.qr(rng.normal(size=(D, D)))[0]
    A = Q @ np.diag(np.geomspace(1, kappa, D)) @ Q.T
    return (A + A.T) / 2


def optimal(kappa: float) -> tuple[float, float]:
    """Return Polyak's optimal step size and momentum for eigenvalues from 1 to κ."""
    root = np.sqrt(kappa)
    return 4 / (root + 1) ** 2, ((root - 1) / (root + 1)) ** 2


def norms(path: Any) -> Any:
    return np.linalg.norm(path, axis=1)


def bug_sign(x: Any, v: Any, grad: Any, lr: float, mu: float) -> tuple[Any, Any]:
    v = -mu * v - lr * grad(x)
    return x + v, v


def bug_no_carry(x: Any, v: Any, grad: Any, lr: float, mu: float) -> tuple[Any, Any]:
    return x - lr * grad(x), np.zeros_like(v)


def bug_ema(x: Any, v: Any, grad: Any, lr: float, mu: float) -> tuple[Any, Any]:
    v = mu * v - lr * (1 - mu) * grad(x)
    return x + v, v


def bug_old_velocity(x: Any, v: Any, grad: Any, lr: float, mu: float) -> tuple[Any, Any]:
    return x + v, mu * v - lr * grad(x)


def bug_ascent(x: Any, v: Any, grad: Any, lr: float, mu: float) -> tuple[Any, Any]:
    return momentum(x, v, grad, -lr, mu)


def bug_twice(x: Any, v: Any, grad: Any, lr: float, mu: float) -> tuple[Any, Any]:
    v = mu * v - lr * grad(x + 2 * mu * v)
    return x + v, v


def bug_looks_back(x: Any, v: Any, grad: Any, lr: float, mu: float) -> tuple[Any, Any]:
    v = mu * v - lr * grad(x - mu * v)
    return x + v, v


def bug_looks_lr_ahead(x: Any, v: Any, grad: Any, lr: float, mu: float) -> tuple[Any, Any]:
    v = mu * v - lr * grad(x + lr * v)
    return x + v, v

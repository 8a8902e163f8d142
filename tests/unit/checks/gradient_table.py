"""A table of right and wrong gradients, and the checks that are held against it, at several scales. On fresh seeds:

PYTHONPATH=grader:tests/unit/checks python -c "from gradient_table import *; print(tally('unit', range(9, 209)))"
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mdl_grade.checks import (
    CheckFailed,
    Inconclusive,
    check_grads,
    check_taylor,
    check_vjp,
    gradcheck,
)

Array = Any
Grads = Mapping[str, Array]


@dataclass(frozen=True)
class Problem:
    """A function f of named tensors, a cotangent v, and the gradients of L = ⟨v, f⟩; `bugs` are made by hand."""

    f: Callable[..., Array]
    at: Mapping[str, Array]
    v: Array
    grads: Grads
    bugs: Mapping[str, Grads]
    offset: float = 0.0
    scale: float | None = None

    def loss(self, **x: Array) -> Array:
        return np.sum(self.v * self.f(**x)) + self.offset

    def scaled(self, c: float) -> Problem:
        return replace(
            self,
            v=c * self.v,
            scale=None if self.scale is None else c * self.scale,
            grads={k: c * g for k, g in self.grads.items()},
            bugs={label: {k: c * g for k, g in grads.items()} for label, grads in self.bugs.items()},
        )


def dense(rng: np.random.Generator) -> Problem:
    at = {"X": rng.normal(size=(7, 5)), "W": rng.normal(size=(5, 5)), "b": rng.normal(size=5)}
    v = rng.normal(size=(7, 5))
    grads = {"X": v @ at["W"].T, "W": at["X"].T @ v, "b": v.sum(axis=0)}
    bugs = {
        "dX without the transpose": {"X": v @ at["W"]},
        "db of the first sample": {"b": v[0]},
        "dW averaged": {"W": grads["W"] / 7},
    }
    return Problem(lambda X, W, b: X @ W + b, at, v, grads, bugs)


def ridge(rng: np.random.Generator) -> Problem:
    """A linear model with a penalty ½ λ |W|², λ = 1e-4: forgetting it is a small mistake."""
    at, lam = {"W": rng.normal(size=(5, 3))}, 1e-4
    X = rng.normal(size=(11, 5))
    v = np.ones(2)

    def f(W: Array) -> Array:
        return np.array([np.sum((X @ W) ** 2) / 22, lam * np.sum(W**2) / 2])

    dW = X.T @ (X @ at["W"]) / 11
    return Problem(f, at, v, {"W": dW + lam * at["W"]}, {"penalty missing": {"W": dW}})


def sigmoid(rng: np.random.Generator) -> Problem:
    at = {"z": rng.normal(size=(6, 4))}
    v = rng.normal(size=(6, 4))
    a = 1 / (1 + np.exp(-at["z"]))
    bugs = {"a(1 − a) missing": {"z": v}, "derivative taken at a": {"z": v * np.exp(-a) / (1 + np.exp(-a)) ** 2}}
    return Problem(lambda z: 1 / (1 + np.exp(-z)), at, v, {"z": v * a * (1 - a)}, bugs)


def tanh_net(rng: np.random.Generator) -> Problem:
    sizes = {"X": (7, 5), "W1": (5, 3), "b1": (3,), "W2": (3, 2), "b2": (2,)}
    at = {name: rng.normal(size=shape) for name, shape in sizes.items()}
    v = rng.normal(size=(7, 2))
    H = np.tanh(at["X"] @ at["W1"] + at["b1"])

    def backward(dH: Array) -> Grads:
        dZ = dH * (1 - H**2)
        return {"X": dZ @ at["W1"].T, "W1": at["X"].T @ dZ, "b1": dZ.sum(axis=0)}

    grads = {**backward(v @ at["W2"].T), "W2": H.T @ v, "b2": v.sum(axis=0)}
    bugs = {"1 − h for 1 − h²": {"b1": (v @ at["W2"].T * (1 - H)).sum(axis=0)}}
    return Problem(lambda X, W1, b1, W2, b2: np.tanh(X @ W1 + b1) @ W2 + b2, at, v, grads, bugs)


def softmax_cross_entropy(rng: np.random.Generator) -> Problem:
    Z, y = rng.normal(size=(10, 10)), rng.integers(10, size=10)
    v = np.full(10, 0.1)

    def f(Z: Array) -> Array:
        return np.log(np.sum(np.exp(Z), axis=1)) - Z[np.arange(10), y]

    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    hot = np.eye(10)[y]
    bugs = {"one-hot missing": {"Z": P / 10}, "not averaged": {"Z": P - hot}, "transposed": {"Z": (P - hot).T / 10}}
    return Problem(f, {"Z": Z}, v, {"Z": (P - hot) / 10}, bugs)


def strided_convolution(rng: np.random.Generator) -> Problem:
    at = {"x": rng.normal(size=13), "k": rng.normal(size=3)}
    v = rng.normal(size=6)

    def f(x: Array, k: Array) -> Array:
        return np.lib.stride_tricks.sliding_window_view(x, 3)[::2] @ k

    dx, last = np.zeros(13), np.zeros(13)
    for i in range(6):
        dx[2 * i : 2 * i + 3] += v[i] * at["k"]
        last[2 * i : 2 * i + 3] = v[i] * at["k"]
    dk = np.lib.stride_tricks.sliding_window_view(at["x"], 3)[::2].T @ v
    bugs = {"overlaps overwritten": {"x": last}, "kernel flipped": {"k": dk[::-1]}}
    return Problem(f, at, v, {"x": dx, "k": dk}, bugs)


def relu(rng: np.random.Generator) -> Problem:
    """A ReLU net away from its kinks."""
    at = {"X": rng.normal(size=(7, 5)), "W": rng.normal(size=(5, 3))}
    while np.min(np.abs(at["X"] @ at["W"])) < 0.02:
        at = {"X": rng.normal(size=(7, 5)), "W": rng.normal(size=(5, 3))}
    v = rng.normal(size=(7, 3))
    dZ = v * (at["X"] @ at["W"] > 0)
    bugs = {"no mask": {"W": at["X"].T @ v}, "mask of dY": {"W": at["X"].T @ (v * (v > 0))}}
    return Problem(lambda X, W: np.maximum(X @ W, 0), at, v, {"X": dZ @ at["W"].T, "W": at["X"].T @ dZ}, bugs)


def dead_inputs(rng: np.random.Generator) -> Problem:
    """A bias before a centring cancels: its gradient is zero, up to rounding, and needs a scale."""
    at = {"X": rng.normal(size=(6, 3)), "b": rng.normal(size=3)}
    v = rng.normal(size=(6, 3))
    centred = v - v.mean(axis=0)
    grads = {"X": centred, "b": centred.sum(axis=0)}
    bugs = {"mean path missing": {"X": v, "b": v.sum(axis=0)}}
    return Problem(lambda X, b: X + b - np.mean(X + b, axis=0), at, v, grads, bugs, scale=1.0)


PROBLEMS = (dense, ridge, sigmoid, tanh_net, softmax_cross_entropy, strided_convolution, relu, dead_inputs)


def wrong(problem: Problem, rng: np.random.Generator) -> Iterator[tuple[str, Grads]]:
    """Yield all wrong gradients of a problem, one mistake each."""
    for label, part in problem.bugs.items():
        yield label, {**problem.grads, **part}
    size = max(float(np.max(np.abs(g))) for g in problem.grads.values())
    for name, g in problem.grads.items():
        if np.max(np.abs(g)) < 1e-9 * size:
            continue
        yield f"{name}: factor 2", {**problem.grads, name: 2 * g}
        yield f"{name}: sign", {**problem.grads, name: -g}
        yield f"{name}: 1 % off", {**problem.grads, name: 1.01 * g}
        yield f"{name}: zeros", {**problem.grads, name: np.zeros_like(g)}
        if g.ndim == 2 and g.shape[0] == g.shape[1]:
            yield f"{name}: transposed", {**problem.grads, name: g.T}
        entry = tuple(rng.integers(n) for n in g.shape)
        one_off = g.copy()
        one_off[entry] += 0.5 * np.sqrt(np.mean(g**2))
        yield f"{name}: one entry", {**problem.grads, name: one_off}


def by_check_grads(problem: Problem, grads: Grads, rng: np.random.Generator) -> None:
    check_grads(problem.loss, problem.at, grads, rng=rng, scale=problem.scale)


def by_gradcheck(problem: Problem, grads: Grads, rng: np.random.Generator) -> None:
    gradcheck(problem.loss, problem.at, grads, scale=problem.scale)


def by_check_vjp(problem: Problem, grads: Grads, rng: np.random.Generator) -> None:
    f = problem.f
    check_vjp(lambda **x: f(**x) + problem.offset, problem.at, problem.v, grads, rng=rng, scale=problem.scale)


def by_taylor(problem: Problem, grads: Grads, rng: np.random.Generator) -> None:
    check_taylor(problem.loss, problem.at, grads, rng=rng, scale=problem.scale)


CHECKS = (by_check_grads, by_gradcheck, by_check_vjp)
REGIMES = {"unit": (1.0, 0.0), "tiny": (2.0**-20, 0.0), "huge": (2.0**20, 0.0), "offset": (1.0, 1e4)}


def tally(regime: str, seeds: range, checks: Any = CHECKS) -> Counter[str]:
    """Count right gradients that were refused, wrong ones that were accepted, and those left undecided."""
    c, offset = REGIMES[regime]
    counts: Counter[str] = Counter()
    for seed in seeds:
        for make in PROBLEMS:
            problem = replace(make(np.random.default_rng(seed)).scaled(c), offset=offset)
            claims = [("right", problem.grads), *wrong(problem, np.random.default_rng(seed))]
            for check in checks:
                for label, grads in claims:
                    kind = "right" if label == "right" else "wrong"
                    counts[f"{kind}"] += 1
                    verdict = verdict_of(check, problem, grads, seed)
                    if verdict == "undecided" or (verdict == "accepted") != (kind == "right"):
                        counts[f"{kind}, {verdict}: {check.__name__} {make.__name__} {label}"] += 1
    return counts


def verdict_of(check: Any, problem: Problem, grads: Grads, seed: int) -> str:
    try:
        check(problem, grads, np.random.default_rng(seed + 10_000))
    except CheckFailed:
        return "refused"
    except Inconclusive:
        return "undecided"
    return "accepted"

"""Right and wrong gradients of 27 functions: what a checker of gradients has to tell apart.

Every function f of named tensors comes with a cotangent v, the gradients of ⟨v, f⟩ by formula, and mistakes that people
make with that formula. `wrong` adds the mistakes that can be made with any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = Any
Grads = Mapping[str, Array]
Generator = np.random.Generator


@dataclass(frozen=True)
class Problem:
    """f(**at), a cotangent v, the gradients of ⟨v, f⟩, and wrong ones by name of the mistake."""

    f: Callable[..., Array]
    at: Mapping[str, Array]
    v: Array
    grads: Grads
    bugs: Mapping[str, Grads]


def affine(rng: Generator) -> Problem:
    at = {"X": rng.normal(size=(6, 4)), "W": rng.normal(size=(4, 4)), "b": rng.normal(size=4)}
    v = rng.normal(size=(6, 4))
    grads = {"X": v @ at["W"].T, "W": at["X"].T @ v, "b": v.sum(axis=0)}
    bugs = {
        "no transpose": {"X": v @ at["W"]},
        "transposed": {"W": grads["W"].T},
        "first sample": {"b": v[0]},
        "averaged": {"W": grads["W"] / 6},
    }
    return Problem(lambda X, W, b: X @ W + b, at, v, grads, bugs)


def elementwise(f: Callable[[Array], Array], slope: Callable[[Array], Array], **bugs: Callable[[Array], Array]) -> Any:
    """Return the problem of a function that is applied to every entry; bugs are wrong slopes."""

    def make(rng: Generator) -> Problem:
        z, v = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
        wrong = {name.replace("_", " "): {"z": v * bug(z)} for name, bug in bugs.items()}
        return Problem(lambda z: f(z), {"z": z}, v, {"z": v * slope(z)}, wrong)

    return make


def sigma(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


sigmoid = elementwise(
    sigma,
    lambda z: sigma(z) * (1 - sigma(z)),
    slope_at_a=lambda z: sigma(sigma(z)) * (1 - sigma(sigma(z))),
    no_1_a=sigma,
)
tanh = elementwise(
    np.tanh, lambda z: 1 - np.tanh(z) ** 2, no_square=lambda z: 1 - np.tanh(z), sech=lambda z: 1 / np.cosh(z)
)
softplus = elementwise(lambda z: np.log1p(np.exp(z)), sigma, of_minus_z=lambda z: sigma(-z), exp_z=np.exp)
swish = elementwise(
    lambda z: z * sigma(z),
    lambda z: sigma(z) + z * sigma(z) * (1 - sigma(z)),
    gate_only=sigma,
    z_missing=lambda z: sigma(z) + sigma(z) * (1 - sigma(z)),
)


def softmax(Z: Array) -> Array:
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


def softmax_cross_entropy(rng: Generator) -> Problem:
    Z, y = rng.normal(size=(8, 5)), rng.integers(5, size=8)
    hot, P = np.eye(5)[y], softmax(Z)
    bugs = {"one-hot missing": {"Z": P / 8}, "not averaged": {"Z": P - hot}, "divided by K": {"Z": (P - hot) / 5}}

    def f(Z: Array) -> Array:
        return np.mean(np.log(np.sum(np.exp(Z), axis=1)) - Z[np.arange(8), y])

    return Problem(f, {"Z": Z}, np.array(1.0), {"Z": (P - hot) / 8}, bugs)


def log_softmax(rng: Generator) -> Problem:
    Z, v = rng.normal(size=(5, 4)), rng.normal(size=(5, 4))
    P = softmax(Z)
    g = v - P * v.sum(axis=1, keepdims=True)
    bugs = {"no sum": {"Z": v - P * v}, "sum over rows": {"Z": v - P * v.sum(axis=0)}}
    return Problem(lambda Z: Z - np.log(np.sum(np.exp(Z), axis=1, keepdims=True)), {"Z": Z}, v, {"Z": g}, bugs)


def mean_squared_error(rng: Generator) -> Problem:
    Y, T = rng.normal(size=(6, 3)), rng.normal(size=(6, 3))
    g = 2 * (Y - T) / 18
    bugs = {"no 2": {"Y": g / 2}, "mean over samples": {"Y": 3 * g}, "sum": {"Y": 18 * g}}
    return Problem(lambda Y: np.mean((Y - T) ** 2), {"Y": Y}, np.array(1.0), {"Y": g}, bugs)


def ridge(rng: Generator) -> Problem:
    X, W, lam = rng.normal(size=(9, 4)), rng.normal(size=(4, 3)), 1e-3
    data = X.T @ (X @ W) / 9
    bugs = {"no penalty": {"W": data}, "penalty twice": {"W": data + 2 * lam * W}}

    def f(W: Array) -> Array:
        return np.sum((X @ W) ** 2) / 18 + lam * np.sum(W**2) / 2

    return Problem(f, {"W": W}, np.array(1.0), {"W": data + lam * W}, bugs)


def logistic_regression(rng: Generator) -> Problem:
    X, w, y = rng.normal(size=(10, 4)), rng.normal(size=4), rng.integers(2, size=10)
    g = X.T @ (sigma(X @ w) - y) / 10
    bugs = {"sign": {"w": -g}, "slope twice": {"w": X.T @ ((sigma(X @ w) - y) * sigma(X @ w)) / 10}}
    return Problem(lambda w: np.mean(np.log1p(np.exp(X @ w)) - y * (X @ w)), {"w": w}, np.array(1.0), {"w": g}, bugs)


def normalized(axis: int) -> Callable[[Generator], Problem]:
    """Layer normalization (axis 1) or batch normalization (axis 0)."""

    def make(rng: Generator) -> Problem:
        X, v, eps = rng.normal(size=(6, 5)), rng.normal(size=(6, 5)), 1e-5

        def f(X: Array) -> Array:
            centred = X - X.mean(axis=axis, keepdims=True)
            return centred / np.sqrt(np.mean(centred**2, axis=axis, keepdims=True) + eps)

        Y = f(X)
        s = np.sqrt(X.var(axis=axis, keepdims=True) + eps)
        mean, along = v.mean(axis=axis, keepdims=True), (v * Y).mean(axis=axis, keepdims=True)
        bugs = {
            "no mean path": {"X": (v - Y * along) / s},
            "no variance path": {"X": (v - mean) / s},
            "bare": {"X": v / s},
        }
        return Problem(f, {"X": X}, v, {"X": (v - mean - Y * along) / s}, bugs)

    return make


def strided_convolution(rng: Generator) -> Problem:
    at, v = {"x": rng.normal(size=13), "k": rng.normal(size=3)}, rng.normal(size=6)

    def windows(x: Array) -> Array:
        return np.lib.stride_tricks.sliding_window_view(x, 3)[::2]

    dx, last = np.zeros(13), np.zeros(13)
    for i in range(6):
        dx[2 * i : 2 * i + 3] += v[i] * at["k"]
        last[2 * i : 2 * i + 3] = v[i] * at["k"]
    dk = windows(at["x"]).T @ v
    return Problem(
        lambda x, k: windows(x) @ k, at, v, {"x": dx, "k": dk}, {"overwritten": {"x": last}, "flipped": {"k": dk[::-1]}}
    )


def convolution(rng: Generator) -> Problem:
    at, v = {"x": rng.normal(size=(6, 6)), "k": rng.normal(size=(3, 3))}, rng.normal(size=(4, 4))

    def f(x: Array, k: Array) -> Array:
        return np.einsum("ijkl,kl->ij", np.lib.stride_tricks.sliding_window_view(x, (3, 3)), k)

    def full(k: Array) -> Array:
        return f(np.pad(v, 2), k)

    dk = np.einsum("ijkl,ij->kl", np.lib.stride_tricks.sliding_window_view(at["x"], (3, 3)), v)
    right = {"x": full(at["k"][::-1, ::-1]), "k": dk}
    return Problem(f, at, v, right, {"not flipped": {"x": full(at["k"])}, "flipped": {"k": dk[::-1, ::-1]}})


def average_pool(rng: Generator) -> Problem:
    x, v = rng.normal(size=(6, 6)), rng.normal(size=(3, 3))
    spread = np.kron(v, np.ones((2, 2)))
    bugs = {"not divided": {"x": spread}, "divided by 2": {"x": spread / 2}, "tiled": {"x": np.tile(v, (2, 2)) / 4}}
    return Problem(lambda x: x.reshape(3, 2, 3, 2).mean(axis=(1, 3)), {"x": x}, v, {"x": spread / 4}, bugs)


def embedding(rng: Generator) -> Problem:
    E, rows, v = rng.normal(size=(6, 3)), np.array([0, 2, 2, 5, 0, 2, 1]), rng.normal(size=(7, 3))
    dE, last = np.zeros((6, 3)), np.zeros((6, 3))
    np.add.at(dE, rows, v)
    last[rows] = v
    counts = np.maximum(np.bincount(rows, minlength=6), 1)[:, None]
    return Problem(
        lambda E: E[rows], {"E": E}, v, {"E": dE}, {"overwritten": {"E": last}, "averaged": {"E": dE / counts}}
    )


def attention(rng: Generator) -> Problem:
    at = {name: rng.normal(size=(5, 4)) for name in "QKV"}
    v = rng.normal(size=(5, 4))
    P = softmax(at["Q"] @ at["K"].T / 2)
    dP = v @ at["V"].T
    dS = P * (dP - np.sum(dP * P, axis=1, keepdims=True)) / 2
    grads = {"Q": dS @ at["K"], "K": dS.T @ at["Q"], "V": P.T @ v}
    bugs = {
        "no scale": {"Q": 2 * grads["Q"], "K": 2 * grads["K"]},
        "diagonal of the softmax": {"Q": (P * (1 - P) * dP / 2) @ at["K"]},
        "K not transposed": {"K": dS @ at["Q"]},
        "V not transposed": {"V": P @ v},
    }
    return Problem(lambda Q, K, V: softmax_of(Q @ K.T / 2) @ V, at, v, grads, bugs)


def softmax_of(Z: Array) -> Array:
    return np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)


def recurrent(rng: Generator) -> Problem:
    X, at = rng.normal(size=(4, 3)), {"W": rng.normal(size=(3, 3)), "U": rng.normal(size=(3, 3)) / 2}
    v = rng.normal(size=3)

    def states(W: Array, U: Array) -> list[Array]:
        h = [np.zeros(3)]
        for x in X:
            h.append(np.tanh(x @ W + h[-1] @ U))
        return h

    def backward(reach: int) -> Grads:
        h, dh, dW, dU = states(**at), v, np.zeros((3, 3)), np.zeros((3, 3))
        for t in range(4, 4 - reach, -1):
            dz = dh * (1 - h[t] ** 2)
            dW, dU, dh = dW + np.outer(X[t - 1], dz), dU + np.outer(h[t - 1], dz), dz @ at["U"].T
        return {"W": dW, "U": dU}

    bugs = {"truncated to 1 step": backward(1), "truncated to 3 steps": {"W": backward(3)["W"]}}
    return Problem(lambda W, U: states(W, U)[-1], at, v, backward(4), bugs)


def tanh_network(rng: Generator) -> Problem:
    at = {"X": rng.normal(size=(6, 4)), "W1": rng.normal(size=(4, 3)), "W2": rng.normal(size=(3, 2))}
    v = rng.normal(size=(6, 2))
    H = np.tanh(at["X"] @ at["W1"])
    dZ = v @ at["W2"].T * (1 - H**2)
    grads = {"X": dZ @ at["W1"].T, "W1": at["X"].T @ dZ, "W2": H.T @ v}
    bugs = {"no slope": {"W1": at["X"].T @ (v @ at["W2"].T)}, "slope of z": {"W2": (at["X"] @ at["W1"]).T @ v}}
    return Problem(lambda X, W1, W2: np.tanh(X @ W1) @ W2, at, v, grads, bugs)


def relu_network(rng: Generator) -> Problem:
    """Away from the kinks: points beside one are drawn again."""
    at = {"X": rng.normal(size=(6, 4)), "W": rng.normal(size=(4, 3))}
    while np.min(np.abs(at["X"] @ at["W"])) < 0.02:
        at = {"X": rng.normal(size=(6, 4)), "W": rng.normal(size=(4, 3))}
    v = rng.normal(size=(6, 3))
    dZ = v * (at["X"] @ at["W"] > 0)
    bugs = {"no mask": {"W": at["X"].T @ v}, "mask of v": {"W": at["X"].T @ np.maximum(v, 0)}}
    return Problem(lambda X, W: np.maximum(X @ W, 0), at, v, {"X": dZ @ at["W"].T, "W": at["X"].T @ dZ}, bugs)


def matrix(rng: Generator) -> Array:
    return rng.normal(size=(4, 4)) + 4 * np.eye(4)


def log_determinant(rng: Generator) -> Problem:
    A = matrix(rng)
    inverse = np.linalg.inv(A)
    bugs = {"not transposed": {"A": inverse}, "determinant": {"A": np.linalg.det(A) * inverse.T}}
    return Problem(lambda A: np.linalg.slogdet(A)[1], {"A": A}, np.array(1.0), {"A": inverse.T}, bugs)


def linear_system(rng: Generator) -> Problem:
    at, v = {"A": matrix(rng), "b": rng.normal(size=4)}, rng.normal(size=4)
    x, y = np.linalg.solve(at["A"], at["b"]), np.linalg.solve(at["A"].T, v)
    bugs = {
        "no transpose": {"b": np.linalg.solve(at["A"], v)},
        "sign": {"A": np.outer(y, x)},
        "transposed": {"A": -np.outer(x, y)},
    }
    return Problem(lambda A, b: np.linalg.solve(A, b), at, v, {"A": -np.outer(y, x), "b": y}, bugs)


def quadratic_form(rng: Generator) -> Problem:
    at = {"x": rng.normal(size=4), "A": rng.normal(size=(4, 4))}
    x, A = at["x"], at["A"]
    bugs = {"A taken for symmetric": {"x": 2 * A @ x}, "half": {"x": A @ x}, "2 x xᵀ": {"A": 2 * np.outer(x, x)}}
    return Problem(lambda x, A: x @ A @ x, at, np.array(1.0), {"x": (A + A.T) @ x, "A": np.outer(x, x)}, bugs)


def gaussian_divergence(rng: Generator) -> Problem:
    """KL(N(m, e^{2 s}) ‖ N(0, 1)), by mean and logarithm of the standard deviation."""
    at = {"m": rng.normal(size=5), "s": rng.normal(size=5)}
    m, s = at["m"], at["s"]
    bugs = {"no −1": {"s": np.exp(2 * s)}, "of log variance": {"s": (np.exp(2 * s) - 1) / 2}, "2 m": {"m": 2 * m}}

    def f(m: Array, s: Array) -> Array:
        return np.sum((m**2 + np.exp(2 * s) - 1) / 2 - s)

    return Problem(f, at, np.array(1.0), {"m": m, "s": np.exp(2 * s) - 1}, bugs)


def unit_vector(rng: Generator) -> Problem:
    x, v = rng.normal(size=5), rng.normal(size=5)
    r = np.linalg.norm(x)
    bugs = {"no projection": {"x": v / r}, "projection doubled": {"x": v / r - 2 * x * (x @ v) / r**3}}
    return Problem(lambda x: x / np.sqrt(np.sum(x**2)), {"x": x}, v, {"x": v / r - x * (x @ v) / r**3}, bugs)


def running_sum(rng: Generator) -> Problem:
    x, v = rng.normal(size=7), rng.normal(size=7)
    right = np.cumsum(v[::-1])[::-1]
    return Problem(
        lambda x: np.cumsum(x), {"x": x}, v, {"x": right}, {"forwards": {"x": np.cumsum(v)}, "bare": {"x": v}}
    )


def product(rng: Generator) -> Problem:
    x = rng.uniform(0.5, 1.5, size=6)
    whole = np.prod(x)
    return Problem(
        lambda x: np.prod(x), {"x": x}, np.array(1.0), {"x": whole / x}, {"not divided": {"x": np.full(6, whole)}}
    )


PROBLEMS: Mapping[str, Callable[[Generator], Problem]] = {
    "affine": affine,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "softplus": softplus,
    "swish": swish,
    "softmax cross-entropy": softmax_cross_entropy,
    "log-softmax": log_softmax,
    "mean squared error": mean_squared_error,
    "ridge": ridge,
    "logistic regression": logistic_regression,
    "layer normalization": normalized(1),
    "batch normalization": normalized(0),
    "strided convolution": strided_convolution,
    "convolution": convolution,
    "average pooling": average_pool,
    "embedding": embedding,
    "attention": attention,
    "recurrent network": recurrent,
    "tanh network": tanh_network,
    "ReLU network": relu_network,
    "log-determinant": log_determinant,
    "linear system": linear_system,
    "quadratic form": quadratic_form,
    "Gaussian divergence": gaussian_divergence,
    "unit vector": unit_vector,
    "running sum": running_sum,
    "product": product,
}


LEAST = 1e-5
"""A mistake that changes no tensor by more, relative to its largest entry, is none at that point."""


def wrong(problem: Problem, rng: Generator) -> Iterator[tuple[str, Grads]]:
    """Yield all wrong gradients of a problem, one mistake each: its own, and three in a tensor drawn by lot."""
    for label, part in problem.bugs.items():
        off = [np.max(np.abs(g - problem.grads[of])) / np.max(np.abs(problem.grads[of])) for of, g in part.items()]
        if max(off) > LEAST:
            yield label, {**problem.grads, **part}
    name = str(rng.choice(list(problem.grads)))
    g = np.asarray(problem.grads[name])
    one_off = g.copy()
    one_off[tuple(rng.integers(n) for n in g.shape)] += 0.5 * np.sqrt(np.mean(g**2))
    for label, claim in (("zeros", np.zeros_like(g)), ("1 % off", 1.01 * g), ("one entry", one_off)):
        yield f"{name}: {label}", {**problem.grads, name: claim}

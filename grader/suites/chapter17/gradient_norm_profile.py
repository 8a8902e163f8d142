"""Checks, known bugs and variants of chapter17/gradient_norm_profile."""

import itertools

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("norms",),
    requires=("chapter10/backprop_mlp",),
    minutes=20,
    hints=(
        "Go forward first, and keep f′(Z) of each hidden layer.",
        "Begin with dZ = dY, the last norm. One layer back: (dZ @ W.T) * slope.",
        "Which W belongs to which slope? From Z_{l+1} to Z_l it is W_{l+1}, and f′(Z_l).",
        "The norms are collected from the last layer to the first: turn them around.",
    ),
)


def drawn(rng, N, widths, activation):
    params = [
        (rng.normal(scale=1.2 * n**-0.5, size=(n, k)), rng.normal(scale=0.5, size=k))
        for n, k in itertools.pairwise(widths)
    ]
    return {
        "params": params,
        "X": rng.normal(size=(N, widths[0])),
        "dY": rng.normal(size=(N, widths[-1])),
        "activation": activation,
    }


def lively(case):
    """Away from ReLU's kinks, with units on and off in every layer; what comes out of one decides which are on in the next."""
    if case.activation != "relu":
        return True
    A, others = case.X, []
    for W, b in case.params[:-1]:
        Z = A @ W + b
        on = Z > 0
        if not (np.abs(Z).min() > 0.01 and 0.15 < np.mean(on) < 0.9):
            return False
        if any(np.array_equal(other @ W + b > 0, on) for other in others):
            return False
        A = np.maximum(Z, 0)
        others = [Z, np.minimum(A, 1), np.maximum(Z, 1), np.maximum(Z, 2)]
    return True


@cases(
    "N widths activation",
    (6, (5, 4, 3), "relu"),
    (4, (2, 3, 4, 7), "tanh"),
    (3, (4, 2, 5, 3, 6), "sigmoid"),
    (4, (4, 4, 4, 4), "tanh"),
    (3, (4, 5, 4, 2), "relu"),
    (4, (1, 4, 1), "tanh"),
    fit=lively,
)
def deep(rng, N, widths, activation):
    """One entry of X is so small that few digits behind the point are not enough for it."""
    case = drawn(rng, N, widths, activation)
    case["X"][0, 0] = rng.uniform(0.0021, 0.0029)
    return case


@cases("N widths", (3, (4, 2)), (1, (2, 3)))
def linear(rng, N, widths):
    return drawn(rng, N, widths, "tanh")


@cases("N widths", (3, (4, 6, 2)))
def kink(rng, N, widths):
    """Some Z are exactly 0. If all of X were a little larger, one of them would be positive, and another negative."""
    case = drawn(rng, N, widths, "relu")
    case["X"][0] = 0.0
    W, b = case["params"][0]
    W[:, 0] *= np.sign(W[:, 0].sum())
    W[:, 2] *= -np.sign(W[:, 2].sum())
    b[::2] = 0.0
    return case


@cases("M activation", (24, "sigmoid"), (4, "tanh"))
def vanishing(rng, M, activation):
    """So many sigmoids that hardly anything arrives, or tanhs that have almost levelled off: their slopes need many digits."""
    case = drawn(rng, 2, (3,) * (M + 1), activation)
    if activation == "tanh":
        level = [rng.choice((-1, 1), size=3) * rng.uniform(4.8, 5.4, size=3) for _ in range(M)]
        case["params"] = [(W / 10, b) for (W, _), b in zip(case["params"], level, strict=True)]
    return case


steep = scaled(deep, dY=1)

shapes = shaped("There is a norm for each layer.", deep)
values = agrees("The norms are right in every layer, the first layer first.", deep, by="entry", points=3)
one_layer = agrees("With one layer it is the norm of dY.", linear)
at_the_kink = agrees("A ReLU whose Z is exactly 0 lets nothing through.", kink)
small = agrees("Norms may vanish over many layers.", vanishing, by="entry", needs=[values])
any_slope = agrees("dY may be tiny or huge.", steep, by="entry", needs=[values])
hygiene = hygiene_of(deep, needs=[values])

BACK = "dZ = (dZ @ W.T) * slope"
SIGN = "A norm does not know signs, and all entries of a layer change theirs together."
EQUIVALENT = {
    "gradient_norm_profile: (Z > 0).astype(float) → -(Z > 0).astype(float)": SIGN,
    "gradient_norm_profile: 1 - A ** 2 → A ** 2 - 1": SIGN,
    "gradient_norm_profile: A * (1 - A) → -(A * (1 - A))": SIGN,
    "gradient_norm_profile: 1 - A → A - 1": SIGN,
    "gradient_norm_profile: dZ @ W.T * slope → -(dZ @ W.T * slope)": SIGN,
    "gradient_norm_profile: np.linalg.norm(dZ) → np.linalg.norm(dY)": "In the last layer dZ is dY.",
}
BUGS = [
    patch("the last layer comes first", {"norms[::-1]": "norms"}, hint="The first layer first: turn the norms around."),
    patch("the slopes are missing", {BACK: "dZ = dZ @ W.T + 0.0 * slope"}, hint="From A back to Z, multiply by f′(Z)."),
    patch(
        "the weights are missing",
        {BACK: "dZ = np.resize(dZ, slope.shape) * slope"},
        hint="From Z back to A, multiply by Wᵀ.",
    ),
    patch(
        "the slopes belong to other layers",
        {"slopes[::-1]": "[np.resize(s, t.shape) for s, t in zip(slopes, slopes[::-1], strict=True)]"},
        hint="The last hidden layer comes first on the way back.",
    ),
    patch(
        "the norms of A are returned",
        {
            "        slopes.append(slope)": "        slopes.append(slope)\n    return np.array([np.linalg.norm(X)] + [np.linalg.norm(s) for s in slopes])"
        },
        hint="Gradients are asked for, and not what goes forward.",
    ),
    patch(
        "the largest entries are returned",
        {
            "norms.append(np.linalg.norm(dZ))": "norms.append(np.abs(dZ).max())",
            "[np.linalg.norm(dZ)]": "[np.abs(dZ).max()]",
        },
        hint="The norm is a root of a sum of squares.",
    ),
    patch(
        "squares of norms are returned", {"np.array(norms[::-1])": "np.array(norms[::-1]) ** 2"}, hint="Take the root."
    ),
    patch(
        "the spectral norm is returned",
        {
            "norms.append(np.linalg.norm(dZ))": "norms.append(np.linalg.norm(dZ, 2))",
            "[np.linalg.norm(dZ)]": "[np.linalg.norm(dZ, 2)]",
        },
        hint="Over all entries: np.linalg.norm without an order.",
    ),
    patch(
        "norms are divided by the number of samples",
        {"np.array(norms[::-1])": "np.array(norms[::-1]) / len(X)"},
        hint="A mean is in dY already, if the loss is one.",
    ),
    patch(
        "norms are relative to the last",
        {"np.array(norms[::-1])": "np.array(norms[::-1]) / norms[0]"},
        hint="The norms themselves are asked for.",
    ),
    patch(
        "the norms of dA are returned",
        {
            "norms.append(np.linalg.norm(dZ))": "norms.append(np.linalg.norm(dZ_next @ W.T))",
            BACK: f"dZ_next = dZ\n        {BACK}",
        },
        hint="‖∂L/∂Z‖: after the slope has been multiplied.",
    ),
    patch("the slope of tanh is 1 − tanh", {"1 - A**2": "1 - A"}, hint="tanh′ = 1 − tanh²."),
    patch("the slope of the sigmoid is 1 − σ", {"A * (1 - A)": "1 - A"}, hint="σ′ = σ (1 − σ)."),
    patch(
        "ReLU lets the gradient through everywhere",
        {"(Z > 0).astype(float)": "np.ones_like(Z)"},
        hint="Where Z ≤ 0 the slope is 0.",
    ),
    patch("the slope of ReLU at 0 is 1", {"(Z > 0)": "(Z >= 0)"}, hint="Here ReLU′(0) = 0."),
    patch(
        "the biases are left out on the way forward",
        {"Z = A @ W + b": "Z = A @ W + 0.0 * b"},
        hint="Slopes are taken at Z = A W + b.",
    ),
    patch(
        "the first layer is missing",
        {"np.array(norms[::-1])": "np.array(norms[:0:-1] if len(norms) > 1 else norms)"},
        hint="M layers, M norms.",
    ),
    patch(
        "the output layer has an activation, too",
        {"    dZ = dY\n": "    Z = A @ params[-1][0] + params[-1][1]\n    dZ = dY * (1 - np.tanh(Z) ** 2)\n"},
        hint="The output layer is linear: dZ_M = dY.",
    ),
    patch(
        "norms are never below 1e-9",
        {"np.array(norms[::-1])": "np.maximum(norms[::-1], 1e-9)"},
        hint="To see how small they are is the point.",
    ),
]


@variant
def calling_itself(params, X, dY, activation):
    f = {"relu": lambda Z: Z * (Z > 0), "tanh": np.tanh, "sigmoid": lambda Z: 1 / (1 + np.exp(-Z))}[activation]
    df = {"relu": lambda Z: 1.0 * (Z > 0), "tanh": lambda Z: np.cosh(Z) ** -2, "sigmoid": lambda Z: f(Z) * f(-Z)}[
        activation
    ]

    def back(A, layers):
        """Return dZ of the first of these layers, and all norms."""
        Z = A @ layers[0][0] + layers[0][1]
        if len(layers) == 1:
            return dY, [np.sqrt(np.sum(dY**2))]
        dZ, norms = back(f(Z), layers[1:])
        dZ = dZ @ layers[1][0].T * df(Z)
        return dZ, [np.sqrt(np.sum(dZ**2)), *norms]

    return np.array(back(X, params)[1])


@variant
def sample_by_sample(params, X, dY, activation):
    squares = np.zeros(len(params))
    for x, d in zip(X, dY, strict=True):
        a, slopes = x, []
        for W, b in params[:-1]:
            z = a @ W + b
            if activation == "relu":
                a, slope = np.where(z > 0, z, 0), np.where(z > 0, 1.0, 0.0)
            else:
                scale = 1.0 if activation == "tanh" else 0.5
                u = np.tanh(scale * z)
                a, slope = (u, 1 - u * u) if activation == "tanh" else (0.5 + 0.5 * u, 0.25 * (1 - u * u))
            slopes.append(slope)
        squares[-1] += d @ d
        for k in range(len(params) - 2, -1, -1):
            d = params[k + 1][0] @ d * slopes[k]
            squares[k] += d @ d
    return np.sqrt(squares)

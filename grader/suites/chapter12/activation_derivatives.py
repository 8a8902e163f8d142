"""Checks, known bugs and variants of chapter12/activation_derivatives."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("slopes",),
    requires=("chapter10/sigmoid_prime",),
    minutes=15,
    hints=(
        "Write down f′(z) first, as usual. Then find f(z) in it, and write A.",
        "σ′ = σ (1 − σ) and tanh′ = 1 − tanh² have their A in place already. For softplus, 1 + eᶻ is e^A.",
        "Don't apply f to A: A is f(z) already.",
        "1 − e^−A loses its digits where A is small: np.expm1 computes eˣ − 1 without that loss.",
    ),
)
KINDS = ("sigmoid", "tanh", "relu", "softplus", "elu")
SHAPES = ((7, 3), (4, 4), (1, 5), (6,), (5, 1))
FORWARD = {
    "sigmoid": lambda Z: 1.0 / (1.0 + np.exp(-Z)),
    "tanh": np.tanh,
    "relu": lambda Z: np.maximum(Z, 0.0),
    "softplus": lambda Z: np.logaddexp(0.0, Z),
    "elu": lambda Z: np.where(Z > 0, Z, np.expm1(np.minimum(Z, 0.0))),
}
BACK = {
    "sigmoid": lambda A: np.log(A / (1.0 - A)),
    "tanh": np.arctanh,
    "relu": lambda A: np.where(A > 0, A, -1.0),
    "softplus": lambda A: np.log(np.expm1(A)),
    "elu": lambda A: np.where(A > 0, A, np.log1p(np.minimum(A, 0.0))),
}


def values_of(kind, rng, shape):
    """Draw values in the range of f, away from kinks; where there are two sides, on both of them."""
    if kind == "sigmoid":
        return rng.uniform(0.05, 0.95, size=shape)
    if kind == "softplus":
        return rng.uniform(0.1, 3.0, size=shape)
    below = {"tanh": -0.9, "relu": 0.0, "elu": -0.9}[kind]
    A = rng.uniform(0.1, 0.9 if kind == "tanh" else 3.0, size=shape)
    B = rng.uniform(below, -0.1, size=shape) if below else np.zeros(shape)
    return np.where(rng.permutation(np.arange(A.size) % 2).reshape(shape) == 1, A, B)


@cases("kind shape", *[(kind, shape) for kind in KINDS for shape in SHAPES])
def every(rng, kind, shape):
    return {"A": values_of(kind, rng, shape), "kind": kind}


def only(kind):
    def draw(rng, shape):
        return {"A": values_of(kind, rng, shape), "kind": kind}

    draw.__name__ = f"{kind}_layer"
    return cases("shape", *[(shape,) for shape in SHAPES])(draw)


sigmoid_layer, tanh_layer, relu_layer, softplus_layer, elu_layer = (only(kind) for kind in KINDS)


@cases("kind size", *[(kind, size) for kind in KINDS for size in (1e-3, 1e-8, 1e-12, 1e-200)])
def near_zero(rng, kind, size):
    """Tiny values, of one size, so that none hides the others."""
    A = size * rng.uniform(1.0, 5.0, size=4)
    return {"A": A * np.array([1, -1, 1, -1]) if kind in ("tanh", "elu") else A, "kind": kind}


@cases("kind", *KINDS)
def at_the_ends(rng, kind):
    far = 10.0 ** rng.uniform([0.5, 2.0, 10.0], [2.0, 10.0, 300.0])
    ends = {
        "sigmoid": [0.0, 1.0, *rng.uniform(size=3)],
        "tanh": [-1.0, 1.0, *rng.uniform(size=3)],
        "relu": [0.0, 0.0, *far],
        "softplus": [*rng.uniform(size=2), *far],
        "elu": [-1.0, *rng.uniform(-1.0, 0.0, size=2), *far],
    }
    return {"A": rng.permutation(ends[kind]), "kind": kind}


shapes = shaped("There is a slope for each value, for every kind.", every)
sigmoid = agrees("sigmoid: the slope is right, told from its value.", sigmoid_layer)
tanh = agrees("tanh: the slope is right, on both sides of 0.", tanh_layer)
relu = agrees("relu: the slope is 1 where A > 0, and 0 where A is 0.", relu_layer)
softplus = agrees("softplus: the slope is right.", softplus_layer)
elu = agrees("elu: the slope is right, on both sides of 0.", elu_layer)
RIGHT = [sigmoid, tanh, relu, softplus, elu]
tiny = agrees("Where A is tiny, slopes keep their digits.", near_zero, by="entry", needs=RIGHT)
ends = agrees("At the ends of the range, and far out, slopes are right.", at_the_ends, needs=RIGHT)


@check(points=1, kind="gradient")
def finite_differences(student, every, rng):
    """The slopes are those that finite differences find, at the z that A belongs to."""
    for case, slopes in student.activation_derivatives.on(every):

        def total(Z, f=FORWARD[case.kind]):
            return np.sum(f(Z))

        check_grads(total, {"Z": BACK[case.kind](case.A)}, {"Z": slopes}, rng=rng, where=case)


@check(points=1, kind="error")
def unknown(student):
    """A name that is none of the five raises ValueError."""
    A = np.full((2, 3), 0.5)
    for kind in ("softmax", "ReLU", "leaky_relu", "identity", ""):
        raises(student, ValueError, lambda m, kind=kind: m.activation_derivatives(A, kind))


hygiene = hygiene_of(every, needs=RIGHT)
ERROR = 'raise ValueError(f"no activation is called {kind!r}")'

BUGS = [
    patch(
        "σ is applied to A once more",
        {'case "sigmoid":\n': 'case "sigmoid":\n            A = 1 / (1 + np.exp(-A))\n'},
        hint="A is σ(z) already: the slope is written with A itself.",
    ),
    patch(
        "tanh is applied to A once more",
        {'case "tanh":\n': 'case "tanh":\n            A = np.tanh(A)\n'},
        hint="A is tanh z already: the slope is written with A itself.",
    ),
    patch(
        "tanh′ is taken for 1 − tanh",
        {"1.0 - A**2": "1.0 - A"},
        hint="tanh′ = 1 − tanh²: it is the same on both sides of 0.",
    ),
    patch(
        "tanh′ is taken for A (1 − A)",
        {"1.0 - A**2": "A * (1.0 - A)"},
        hint="A (1 − A) is the sigmoid's; tanh′ = 1 − A².",
    ),
    patch("σ′ is taken for 1 − σ", {"A * (1.0 - A)": "1.0 - A"}, hint="σ′ = σ (1 − σ)."),
    patch(
        "relu has slope 1 where A is 0", {"A > 0, 1.0, 0.0": "A >= 0, 1.0, 0.0"}, hint="Here relu′ is 0 where A is 0."
    ),
    patch("relu gives A instead of its slope", {"A > 0, 1.0, 0.0": "A > 0, A, 0.0"}, hint="The slope of z is 1."),
    patch(
        "softplus′ is taken for σ(A)",
        {"-np.expm1(-A)": "1 / (1 + np.exp(-A))"},
        hint="softplus′(z) = σ(z), but A is not z: 1 + eᶻ = e^A.",
    ),
    patch(
        "softplus loses its digits where A is small",
        {"-np.expm1(-A)": "1.0 - np.exp(-A)"},
        hint="1 − e^−A is a difference of nearly equal numbers: −np.expm1(−A) is the same without the loss.",
    ),
    patch(
        "elu′ is taken for e^A",
        {"A + 1.0": "np.exp(np.minimum(A, 0.0))"},
        hint="For z ≤ 0 the slope is eᶻ, and A = eᶻ − 1.",
    ),
    patch("elu′ lacks its 1 below zero", {"A + 1.0": "A"}, hint="eᶻ = (eᶻ − 1) + 1 = A + 1."),
    patch("elu is treated like relu", {"A + 1.0": "0.0"}, hint="Below zero elu has the slope eᶻ, not 0."),
    patch(
        "slopes are kept between 0.01 and 0.99",
        {"match kind:": "A = np.clip(A, 0.01, 0.99) if kind == 'sigmoid' else A\n    match kind:"},
        hint="A sigmoid that is 0 or 1 has the slope 0.",
    ),
    patch("an unknown kind gives ones", {ERROR: "return np.ones_like(A)"}, hint="A misspelt name is an error."),
    patch(
        "capitals are made small",
        {"match kind:": "match kind.lower():"},
        hint='"ReLU" is none of the five names: compare them as they are.',
    ),
    patch("an unknown kind raises KeyError", {"raise ValueError(": "raise KeyError("}, hint="ValueError is agreed."),
]

EQUIVALENT = {"activation_derivatives: A > 0 → A >= 0 (2)": "elu has the slope 1 on both sides of 0"}


@variant
def factored(A, kind):
    if kind == "tanh":
        return (1.0 - A) * (1.0 + A)
    if kind == "sigmoid":
        return A - A * A
    if kind == "relu":
        return (A > 0).astype(float)
    if kind == "softplus":
        return 2.0 * np.exp(-A / 2.0) * np.sinh(A / 2.0) if np.all(A < 1.0) else -np.expm1(-A)
    if kind == "elu":
        return 1.0 + np.minimum(A, 0.0)
    raise ValueError(kind)


@variant
def by_table(A, kind):
    rules = {
        "sigmoid": lambda a: a * (1 - a),
        "tanh": lambda a: 1 - a * a,
        "relu": np.sign,
        "softplus": lambda a: -np.expm1(-a),
        "elu": lambda a: np.where(a < 0, a + 1, np.ones_like(a)),
    }
    if kind not in rules:
        raise ValueError("unknown")
    return rules[kind](A)


@variant
def entry_by_entry(A, kind):
    import math

    def slope(a):
        if kind == "sigmoid":
            return a * (1 - a)
        if kind == "tanh":
            return 1 - a**2 if abs(a) < 1 else 0.0
        if kind == "relu":
            return 1.0 if a > 0 else 0.0
        if kind == "softplus":
            return -math.expm1(-a)
        if kind == "elu":
            return 1.0 if a > 0 else a + 1
        raise ValueError(kind)

    return np.array([slope(a) for a in A.ravel().tolist()]).reshape(A.shape)

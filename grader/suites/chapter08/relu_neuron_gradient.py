"""Checks, known bugs and variants of chapter08/relu_neuron_gradient."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("dw", "dx", "db"),
    requires=("chapter08/grad_quadratic_form",),
    minutes=10,
    hints=(
        "Compute z first, with b. Everything hangs on its sign.",
        "What are the derivatives of z alone, by w[i], by x[i] and by b?",
        "Multiply all of them with one number: 1 if z > 0, otherwise 0.",
    ),
)


def signed(rng, n):
    """Return numbers of both signs (if there are several), none of them near 0."""
    signs = rng.permutation(np.resize((1.0, -1.0), n))
    return signs * rng.uniform(0.5, 1.5, size=n)


@cases(
    "n without_b z",
    (3, -1, 1),
    (3, 1, -1),
    (4, 1, 1),
    (4, -1, -1),
    (2, 1, 1),
    (1, -1, 1),
    (1, 1, -1),
    (5, -1, 1),
)
def neuron(rng, n, without_b, z):
    """Without b, z would be of one sign; with b, it is of the other or of the same one."""
    x = signed(rng, n)
    w = signed(rng, n)
    if np.sign(w @ x) != without_b or abs(w @ x) < 0.2:
        w = without_b * np.abs(w) * np.sign(x)
    return {"w": w, "x": x, "b": float(z * rng.uniform(0.3, 3.0) - w @ x)}


@cases("n", 3, 1, 4, exact=True)
def kink(rng, n):
    """z is 0, without rounding."""
    w, x = (rng.choice((-1, 1), size=n) * rng.integers(1, 9, size=n) / 4 for _ in range(2))
    return {"w": w, "x": x, "b": float(-(w @ x))}


far = scaled(neuron, w=1, x=1, b=2, scales=(-60, 60), rows=4)

shapes = shaped("dw and dx have an entry for each weight, and db is a number.", neuron)
values = agrees(
    "An active neuron passes on x, w and 1, and a silent one zeros: the sign of z decides.", neuron, points=2
)
at_zero = agrees("At z = 0 everything is zero.", kink, needs=[values])
every_scale = agrees("It is so for tiny numbers and for huge ones.", far, by="entry", needs=[values])


@check(points=1, kind="gradient")
def moved(student, neuron, rng):
    """As long as z keeps its sign, y changes by dw · d if w moves by d, and so it is with x and b."""
    for case, (dw, dx, db) in student.relu_neuron_gradient.on(neuron):
        w, x, b = case.w, case.x, case.b
        z = w @ x + b
        d, c = rng.normal(size=len(w)), float(z) * rng.uniform(-0.5, 0.5)
        in_w, in_x = (0.5 * abs(z) * d / (np.abs(d) @ np.abs(v)) for v in (x, w))
        terms = float(np.abs(w) @ np.abs(x) + abs(b))
        y = max(0.0, z)
        law = "y(w + d) − y(w) = dw · d"
        assert_law(law, dw @ in_w, max(0.0, (w + in_w) @ x + b) - y, scale=terms, what="dw", where=case)
        law = "y(x + d) − y(x) = dx · d"
        assert_law(law, dx @ in_x, max(0.0, w @ (x + in_x) + b) - y, scale=terms, what="dx", where=case)
        assert_law("y(b + c) − y(b) = c db", c * db, max(0.0, z + c) - y, scale=terms, what="db", where=case)


hygiene = hygiene_of(neuron)

EQUIVALENT = {
    "relu_neuron_gradient: w @ x → (w @ x).T": "A number is its own transpose.",
    "relu_neuron_gradient: w @ x → x @ w": "The inner product of two vectors is symmetric.",
    "relu_neuron_gradient: g * x → g * x * g": "g is 0 or 1: its square is the same.",
    "relu_neuron_gradient: g * w → g * w * g": "g is 0 or 1: its square is the same.",
}

Z, GATE, RESULT = "w @ x + b", "1.0 if z > 0 else 0.0", "return g * x, g * w, g"
BUGS = [
    patch(
        "each input opens or shuts the gate for itself",
        {RESULT: "return x * (x > 0), w * (x > 0), g"},
        hint="The gate is one for all: the sign of z.",
    ),
    patch(
        "each weight opens or shuts the gate for itself",
        {RESULT: "return x * (w > 0), w * (w > 0), g"},
        hint="The gate is one for all: the sign of z.",
    ),
    patch(
        "the gate asks whether y ≥ 0, which it always is",
        {GATE: "1.0 if max(0.0, z) >= 0 else 0.0"},
        hint="y is never negative: ask for the sign of z.",
    ),
    patch(
        "at z = 0 the neuron counts as active", {"1.0 if z > 0": "1.0 if z >= 0"}, hint="At the kink 0 is taken: z > 0."
    ),
    patch(
        "at z = 0 the gate is half open",
        {GATE: "float(np.heaviside(z, 0.5))"},
        hint="At the kink 0 is taken, and not ½.",
    ),
    patch("b is forgotten in z", {Z: "w @ x"}, hint="z = w · x + b: b shifts the place of the kink."),
    patch("b is subtracted in z", {Z: "w @ x - b"}, hint="z = w · x + b."),
    patch("dw and dx are exchanged", {RESULT: "return g * w, g * x, g"}, hint="∂z/∂w[i] is x[i]."),
    patch("db is zero", {RESULT: "return g * x, g * w, 0.0 * g"}, hint="∂z/∂b = 1: b moves y as z does."),
    patch(
        "db is 1, also where the neuron is silent", {RESULT: "return g * x, g * w, 1.0"}, hint="The gate counts for b."
    ),
    patch("db is b", {RESULT: "return g * x, g * w, g * b"}, hint="∂z/∂b = 1, whatever b is."),
    patch("db is a sum over inputs", {RESULT: "return g * x, g * w, g * len(x)"}, hint="b is added once."),
    patch("dx has no gate", {RESULT: "return g * x, w.copy(), g"}, hint="The gate counts for all three."),
    patch("y takes the place of its slope", {GATE: "max(0.0, z)"}, hint="The slope of y = z is 1, not z."),
    patch("the sign of z takes the place of the slope", {GATE: "np.sign(z)"}, hint="A silent neuron has the slope 0."),
    patch(
        "the silent side has a small slope", {GATE: "1.0 if z > 0 else 0.01"}, hint="That is leaky ReLU: here it is 0."
    ),
    patch("active and silent are exchanged", {"1.0 if z > 0": "1.0 if z < 0"}, hint="y = z where z is positive."),
    patch("the slope is that of the sigmoid", {GATE: "np.exp(-abs(z)) / (1 + np.exp(-abs(z))) ** 2"}, hint="1, or 0."),
    patch(
        "small z count as zero",
        {"1.0 if z > 0": "1.0 if z > 1e-8"},
        hint="Positive is positive: what is small depends on units.",
    ),
    patch(
        "the derivatives have the wrong sign",
        {RESULT: "return -g * x, -g * w, -g"},
        hint="Where the neuron is active, y = z.",
    ),
    patch(
        "each product opens or shuts a gate of its own",
        {RESULT: "return x * (w * x + b > 0), w * (w * x + b > 0), float(np.sum(w * x + b > 0))"},
        hint="w · x is one number: the gate is one for all, the sign of z.",
    ),
]


@variant
def mask(w, x, b):
    active = np.dot(w, x) + b > 0
    return np.where(active, x, 0.0), np.where(active, w, 0.0), float(active)


@variant
def heaviside(w, x, b):
    g = np.heaviside(np.sum(w * x) + b, 0.0)
    return x * g, w * g, g


@variant
def two_cases(w, x, b):
    z = b
    for i in range(len(w)):
        z += w[i] * x[i]
    if z <= 0:
        return np.zeros(len(w)), np.zeros(len(x)), 0.0
    return x.copy(), w.copy(), 1.0

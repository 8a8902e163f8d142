"""Checks, known bugs and variants of chapter07/directional_derivative."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("slope",),
    requires=("chapter07/partial_derivative",),
    minutes=5,
    hints=(
        "Two vectors, one number: which product does that?",
        "grad @ v grows with the length of v. Divide by np.linalg.norm(v).",
        "Is v zero? Ask for its length first, and raise ValueError if it is 0.",
    ),
)


def uphill(rng, n):
    """A vector of entries of both signs, whose length is not 1."""
    return rng.uniform(0.5, 2.0, size=n) * rng.permutation(np.where(np.arange(n) % 2, -1, 1))


@cases(
    "n way",
    (3, "up"),
    (4, "down"),
    (2, "up"),
    (2, "down"),
    (1, "down"),
    fit=lambda case: case.v.sum() != 0 and np.linalg.norm(case.v) > 0.2,
)
def directions(rng, n, way):
    """A part of the gradient, up or down, and something else: neither 0 nor the whole."""
    grad = uphill(rng, n)
    v = rng.uniform(0.3, 1.5) * grad + 0.3 * rng.normal(size=n)
    return {"grad": grad, "v": v if way == "up" else -v}


@cases("n", 3, 1)
def plain(rng, n):
    grad = uphill(rng, n)
    return {"grad": grad, "v": grad * rng.uniform(0.5, 0.8, size=n)}


long = scaled(plain, scales=(-120, 120), v=1)
steep = scaled(plain, scales=(-120, 120), grad=1)


def oblique(case):
    return 0.2 < abs(case.grad @ case.v) / np.linalg.norm(case.grad) / np.linalg.norm(case.v) < 0.95


@cases("n what", (2, "sum 0"), (3, "sum 0"), (3, "nothing positive"), (2, "nothing positive"), fit=oblique)
def balanced(rng, n, what):
    """Directions whose entries sum to 0, or one of which is 0, and none above it."""
    v = rng.permutation(np.arange(2.0, 9.0))[:n]
    v[-1] = -v[:-1].sum() if what == "sum 0" else 0.0
    return {"grad": uphill(rng, n), "v": rng.permutation(v if what == "sum 0" else -v)}


@cases("n", 3, 1)
def level(rng, n):
    return {"grad": np.zeros(n), "v": uphill(rng, n)}


@cases("n", 4, 2)
def gradients(rng, n):
    return {"grad": uphill(rng, n)}


shapes = shaped("The slope is one number.", directions)
values = agrees(
    "It is the part of the gradient along v: uphill and downhill, for v of any length.", directions, points=2
)
lengths = agrees("However short or long v is, it has a direction.", long)
no_zero = agrees("Entries of v may be 0, and may sum to 0: only 0 itself has no direction.", balanced)
flat = agrees("Where the gradient is 0, every direction is level.", level, scale=lambda case: 1.0)
steepness = agrees("It is right for gradients of any size.", steep)


@check(points=1, kind="property")
def steepest(student, gradients):
    """Along the gradient it is |∇f|, straight back −|∇f|, and across 0."""

    def three_ways(m, case):
        across = np.zeros(len(case.grad))
        across[:2] = -case.grad[1], case.grad[0]
        return [m.directional_derivative(case.grad, v) for v in (3.0 * case.grad, -case.grad, across)]

    for case, (up, down, level) in student.each(three_ways, gradients):
        size = float(np.sqrt(np.sum(case.grad**2)))
        assert_law("the slope along ∇f is |∇f|", up, size, what="slope", where=case)
        assert_law("the slope along −∇f is −|∇f|", down, -size, what="slope", where=case)
        assert_law("the slope across ∇f is 0", level, 0.0, scale=size, what="slope", where=case)


@check(points=1, kind="error")
def no_direction(student, directions):
    """v = 0 raises ValueError."""
    for case in directions:
        changed = case.replaced(v=np.zeros(len(case.v)))
        raises(student, ValueError, lambda m, c=changed: m.directional_derivative(*c.values()), where=case)


hygiene = hygiene_of(directions)

VARYING = {"steepest": "Whether a way across has an entry above 0 depends on the gradient."}
EQUIVALENT = {
    "directional_derivative: grad @ v → (grad @ v).T": "A number has no axes to turn.",
    "directional_derivative: grad @ v → v @ grad": "The inner product of two vectors is symmetric.",
    "directional_derivative: np.linalg.norm(v) → np.linalg.norm(v, axis=0)": "v has this axis alone.",
}
SLOPE, LENGTH = "grad @ v / length", "np.linalg.norm(v)"

BUGS = [
    patch(
        "a v whose entries sum to 0 is refused",
        {"length == 0": "np.sum(v) == 0"},
        hint="(1, −1) sums to 0, and is a direction: ask for the length.",
    ),
    patch(
        "a v whose largest entry is 0 is refused",
        {"length == 0": "np.max(v) == 0"},
        hint="(−1, 0) has the largest entry 0, and is a direction: ask for the length.",
    ),
    patch(
        "a gradient of 0 is refused",
        {"length == 0": "length == 0 or not np.any(grad)"},
        hint="It is v that needs a direction. Where the gradient is 0, the slope is 0 whichever way you go.",
    ),
    patch(
        "it is not divided by |v|", {SLOPE: "grad @ v"}, hint="Only the direction of v counts: divide by its length."
    ),
    patch("it is divided by |v|²", {SLOPE: "grad @ v / length**2"}, hint="A unit vector is v / |v|: divide once."),
    patch("it is multiplied by |v|", {SLOPE: "grad @ v * length"}, hint="A unit vector is v / |v|."),
    patch(
        "it is divided by |∇f|, and not by |v|",
        {SLOPE: "grad @ v / np.linalg.norm(grad)"},
        hint="v is made a unit vector; the gradient keeps its length.",
    ),
    patch(
        "the cosine of the angle is returned",
        {SLOPE: "grad @ v / length / np.linalg.norm(grad)"},
        hint="v is made a unit vector; the gradient keeps its length, which is the slope.",
    ),
    patch(
        "the angle is returned",
        {SLOPE: "np.arccos(np.clip(grad @ v / length / np.linalg.norm(grad), -1, 1))"},
        hint="The slope is asked for: ∇f · v / |v|.",
    ),
    patch("the slope loses its sign", {SLOPE: "abs(grad @ v) / length"}, hint="Downhill, the slope is negative."),
    patch("the sign is reversed", {SLOPE: "-(grad @ v) / length"}, hint="Along the gradient it goes up."),
    patch(
        "a vector is returned, ∇f ∘ v / |v|",
        {"float(grad @ v / length)": "grad * v / length"},
        hint="Add the products up: one number.",
    ),
    patch(
        "the projection of the gradient is returned, a vector",
        {"float(grad @ v / length)": "(grad @ v / length) * v / length"},
        hint="Its length and sign are asked for, not the arrow.",
    ),
    patch(
        "v is divided by the sum of its moduli",
        {LENGTH: "np.sum(np.abs(v))"},
        hint="The length is √(Σ vᵢ²), np.linalg.norm(v).",
    ),
    patch("v is divided by the sum of squares", {LENGTH: "np.sum(v**2)"}, hint="The length is the root of it."),
    patch("v is divided by its largest entry", {LENGTH: "np.max(np.abs(v))"}, hint="The length is √(Σ vᵢ²)."),
    patch("the length of the gradient alone is returned", {SLOPE: "np.linalg.norm(grad)"}, hint="It depends on v."),
    patch(
        "v = 0 gives NaN",
        {'    if length == 0:\n        raise ValueError("v is 0: it has no direction")\n': ""},
        hint="0/0 is NaN: ask for v = 0 first, and raise ValueError.",
    ),
    patch(
        "v = 0 gives 0",
        {'raise ValueError("v is 0: it has no direction")': "return 0.0"},
        hint="Where there is no direction, there is no slope: raise ValueError.",
    ),
    patch(
        "short vectors are taken for 0",
        {"length == 0": "length < 1e-12"},
        hint="v = 0 alone has no direction; a short vector has one.",
    ),
    patch("a small number is added to |v|", {SLOPE: "grad @ v / (length + 1e-8)"}, hint="v = 0 is refused already."),
]


@variant
def unit_vector(grad, v):
    if not np.any(v):
        raise ValueError("no direction")
    e = v / np.linalg.norm(v)
    return np.dot(e, grad)


@variant
def loop(grad, v):
    from math import hypot

    length = hypot(*v)
    if length == 0.0:
        raise ValueError
    total = 0.0
    for g, a in zip(grad, v, strict=True):
        total += float(g) * float(a)
    return total / length


@variant
def summed(grad, v):
    squares = np.sum(v * v)
    if squares == 0:
        raise ValueError("v is 0")
    return np.sum(grad * v) / np.sqrt(squares)

"""Checks, known bugs and variants of chapter03/uniform_law."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("f", "F"),
    minutes=5,
    hints=(
        "Draw f: how high is a roof over [2, 6] whose area is 1?",
        "(a <= x) & (x <= b) is a mask: np.where(mask, height, 0.0).",
        "The area up to x is (x − a) / (b − a), as long as x is in the interval. np.clip does the rest.",
    ),
)


@cases("a b shape", (2.0, 6.0, (5,)), (-1.0, 1.0, (3, 2)), (-5.0, -4.5, (1,)))
def inside(rng, a, b, shape):
    a, b = a + rng.uniform(-0.1, 0.1), b + rng.uniform(-0.1, 0.1)
    return {"x": rng.uniform(a + 0.1, b - 0.1, size=shape), "a": a, "b": b}


@cases("a b", (2.0, 6.0), (-3.0, -1.0), (0.1, 0.4))
def around(rng, a, b):
    a, b = a + rng.uniform(-0.1, 0.1), b + rng.uniform(-0.1, 0.1)
    beside = rng.uniform(0.2, 9.0, size=2)
    return {"x": rng.permutation([a - beside[0], a - 1e3, (a + b) / 2, b + beside[1], b + 1e3]), "a": a, "b": b}


@cases("a b", (2.0, 6.0), (-3.0, -1.0), exact=True)
def at_the_ends(rng, a, b):
    """And what is nearly an end, but lies outside."""
    a, b = a + rng.integers(-8, 9) / 16, b + rng.integers(-8, 9) / 16
    return {"x": rng.permutation([a, b, a - 1e-13, b + 1e-13]), "a": a, "b": b}


shapes = shaped("f and F have the shape of x.", inside)
density = agrees("Inside of the interval the density is 1 / (b − a).", inside, only=["f"])
climbing = agrees("Inside of the interval F is the share that has been passed.", inside, only=["F"])
beside = agrees("Outside of the interval f is 0; F is 0 before it, and 1 behind it.", around, needs=[density, climbing])
ends = agrees("The ends belong to the interval, and nothing beyond them.", at_the_ends, needs=[density, climbing])
far = scaled(inside, scales=(-100, 100), rows=2, x=1, a=1, b=1)
every_scale = agrees("Intervals may be tiny or huge.", far, separates=False)


@check(points=1, kind="property", needs=[density, climbing])
def area(student, inside):
    """F is the area under f, from end to end; and in other units F is the same, f smaller by the factor."""

    def on_a_grid(m, case):
        a, b, x = case.a, case.b, np.linspace(case.a, case.b, 101)
        return m.uniform_law(x, a, b), m.uniform_law(4.0 * x - 8.0, 4.0 * a - 8.0, 4.0 * b - 8.0)

    for case, ((f, F), (smaller, same)) in student.each(on_a_grid, inside):
        width = (case.b - case.a) / 100
        passed = np.cumsum((f[1:] + f[:-1]) / 2) * width
        assert_law("∫ f from a to x = F(x)", passed, F[1:], rtol=1e-10, what="F", where=case)
        assert_law("F(4 x − 8; 4 a − 8, 4 b − 8) = F(x; a, b)", same, F, rtol=1e-10, what="F", where=case)
        inner = slice(1, -1)  # at the ends themselves rounding may fall outside
        assert_law("4 f(4 x − 8; …) = f(x; …)", 4.0 * smaller[inner], f[inner], rtol=1e-10, what="f", where=case)


@check(points=1, kind="error", needs=[density, climbing])
def no_interval(student, inside):
    """b = a and b < a raise ValueError."""
    for case in inside:
        for b in (case.a, case.a - 1.0):
            wrong = case.replaced(b=b)
            raises(student, ValueError, lambda m, c=wrong: m.uniform_law(*c.values()), where=case)


hygiene = hygiene_of(inside)

MASK, HEIGHT, CLIP = "(a <= x) & (x <= b)", "1 / (b - a)", "np.clip((x - a) / (b - a), 0.0, 1.0)"

BUGS = [
    patch("the density is 1", {HEIGHT: "1.0"}, hint="The area has to be 1: the height is 1 / (b − a)."),
    patch("the density is the length", {HEIGHT: "b - a"}, hint="The longer the interval, the lower the roof."),
    patch("the density is 1 / b", {HEIGHT: "1 / b"}, hint="The length of [a, b] is b − a."),
    patch(
        "the density is 1 / (b − a + 1)",
        {HEIGHT: "1 / (b - a + 1)"},
        hint="That is for whole numbers, which can be counted: the length is b − a.",
    ),
    patch(
        "the density is cut off at 1",
        {HEIGHT: "min(1 / (b - a), 1.0)"},
        hint="A density is no probability: over a short interval it is large.",
    ),
    patch("the density goes on outside", {MASK: "x == x"}, hint="Outside of [a, b] nothing ever falls: 0."),
    patch("the density goes on behind b", {MASK: "a <= x"}, hint="Behind b nothing ever falls: 0."),
    patch("the ends don't belong to it", {MASK: "(a < x) & (x < b)"}, hint="[a, b] holds a and b: ≤."),
    patch("b does not belong to it", {MASK: "(a <= x) & (x < b)"}, hint="[a, b] holds b: ≤."),
    patch("F goes on climbing", {CLIP: "(x - a) / (b - a)"}, hint="A probability is from 0 to 1: np.clip."),
    patch(
        "F falls back to 0 behind b",
        {CLIP: "np.where((a <= x) & (x <= b), (x - a) / (b - a), 0.0)"},
        hint="Behind b everything has been passed: F is 1.",
    ),
    patch("a is not taken off in F", {CLIP: "np.clip(x / (b - a), 0.0, 1.0)"}, hint="F is 0 at a, and 1 at b."),
    patch("F is not divided by the length", {CLIP: "np.clip(x - a, 0.0, 1.0)"}, hint="F is 1 at b."),
    patch("F is 1 − F", {CLIP: "np.clip((b - x) / (b - a), 0.0, 1.0)"}, hint="F(x) = P(X ≤ x) climbs."),
    patch("f and F are exchanged", {"return f, F": "return F, f"}, hint="The density comes first."),
    patch("b = a is let pass", {"if b <= a": "if b < a", HEIGHT: "1 / max(b - a, 1e-300)"}, hint="Raise ValueError."),
    patch(
        "the ends are exchanged if they are the wrong way round",
        {"    if b <= a:": "    a, b = min(a, b), max(a, b)\n    if a == b:"},
        hint="Somebody has made a mistake then: raise ValueError.",
    ),
    patch(
        "F is cut off before it is divided",
        {CLIP: "np.clip(x - a, 0.0, 1.0) / (b - a)"},
        hint="1 is where F ends, and not where x − a ends: divide by b − a first.",
    ),
    patch("a does not belong to it", {MASK: "(a < x) & (x <= b)"}, hint="[a, b] holds a: ≤."),
    patch(
        "the density is halved at the ends",
        {HEIGHT: "np.where((x == a) | (x == b), 0.5, 1.0) / (b - a)"},
        hint="Both ends belong to the interval, and f has its full height there: 1 / (b − a).",
    ),
    patch(
        "x that is nearly a or b is taken for an end",
        {MASK: "(a <= x) & (x <= b) | np.isclose(x, a) | np.isclose(x, b)"},
        hint="Outside of [a, b] the density is 0, however near it is: compare with ≤, without a tolerance.",
    ),
    patch(
        "F is (x − a) / b − a",
        {CLIP: "np.clip((x - a) / b - a, 0.0, 1.0)"},
        hint="Both differences need parentheses: (x − a) / (b − a).",
    ),
    patch(
        "F climbs by the density from entry to entry of x",
        {CLIP: "np.cumsum(f).reshape(x.shape)"},
        hint="F(x) belongs to the one number x, and not to the entries before it: (x − a) / (b − a), between 0 and 1.",
    ),
    patch(
        "F counts which share of the entries of x is as small",
        {CLIP: "np.mean(x.ravel() <= x[..., None], axis=-1)"},
        hint="That is the distribution of a sample. The law is known: F is (x − a) / (b − a), between 0 and 1.",
    ),
    patch(
        "F is measured from the smallest x to the largest one",
        {CLIP: "(x - x.min()) / (np.ptp(x) or 1.0)"},
        hint="The interval goes from a to b, whichever x are asked for: (x − a) / (b − a).",
    ),
    patch(
        "F is ½ in the middle, and climbs by 1 in a unit",
        {CLIP: "np.clip(0.5 + x - (a + b) / 2, 0.0, 1.0)"},
        hint="F needs b − a to climb from 0 to 1: divide by it.",
    ),
    patch(
        "b < a is let pass",
        {"if b <= a": "if b == a"},
        hint="An interval that ends before it begins is none, either: b ≤ a raises ValueError.",
    ),
    patch(
        "without an interval f and F are 0",
        {'raise ValueError("an interval [a, b] needs a < b")': "return np.zeros(x.shape), np.zeros(x.shape)"},
        hint="Zeros are no law. Somebody has made a mistake then: raise ValueError.",
    ),
    patch(
        "short intervals are refused",
        {"if b <= a": "if b - a < 1e-9"},
        hint="In a large unit an interval may be tiny, and still is one: only b ≤ a raises ValueError.",
    ),
]


@variant
def one_by_one(x, a, b):
    if not a < b:
        raise ValueError("no interval")
    f, F = np.zeros(x.shape), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if a <= x[i] <= b:
            f[i] = 1 / (b - a)
        F[i] = min(max((x[i] - a) / (b - a), 0.0), 1.0)
    return f, F


@variant
def in_three_pieces(x, a, b):
    length = b - a
    if length <= 0:
        raise ValueError("no interval")
    before, behind = x < a, x > b
    F = np.select([before, behind], [0.0, 1.0], default=(x - a) / length)
    return ~(before | behind) / length, F


@variant
def nearest_point(x, a, b):
    if a >= b:
        raise ValueError("no interval")
    inside = np.minimum(np.maximum(x, a), b)
    return (inside == x).astype(float) / (b - a), (inside - a) / (b - a)

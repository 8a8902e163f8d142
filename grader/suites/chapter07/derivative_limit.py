"""Checks, known bugs and variants of chapter07/derivative_limit."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("slope",),
    minutes=5,
    hints=(
        "Two points on the curve: (x, f(x)), and the one at x + h. How much does f rise between them?",
        "Rise over run: f(x + h) − f(x), all of it divided by h. Mind the parentheses.",
    ),
)


# --- functions and their derivatives: the functions travel to the answer as source ------------------------------------
def cubic(x):
    return x**3 - 2 * x


def wave(x):
    return np.sin(2 * x) + x / 2


def growth(x):
    return np.exp(x / 2)


def bell(x):
    return 1 / (1 + x * x)


FUNCTIONS = {"x³ − 2x": cubic, "sin 2x + x/2": wave, "e^(x/2)": growth, "1/(1 + x²)": bell}


@cases(
    "f shape h",
    ("x³ − 2x", (5,), 0.5),
    ("sin 2x + x/2", (2, 3), 0.1),
    ("e^(x/2)", (3, 3), 0.01),
    ("1/(1 + x²)", (1,), 0.2),
    ("x³ − 2x", (), 0.1),
    ("sin 2x + x/2", (), 0.001),
)
def curves(rng, f, shape, h):
    return {"f": FUNCTIONS[f], "x": rng.uniform(0.5, 2.0, size=shape or None), "h": h * rng.uniform(0.5, 1.5)}


@cases("f shape h", ("x³ − 2x", (4,), -0.5), ("e^(x/2)", (), -0.1))
def to_the_left(rng, f, shape, h):
    return {"f": FUNCTIONS[f], "x": rng.uniform(0.5, 2.0, size=shape or None), "h": h * rng.uniform(0.5, 1.5)}


@cases("shape", ((4,),), ((),))
def whole(rng, shape):
    return {"f": cubic, "x": rng.integers(-3, 5, size=shape or None), "h": rng.uniform(0.1, 0.9)}


@cases("unit height", (1e-100, 1e-100), (1e100, 1e100), (1e-100, 1e100), (1.0, 1e-100))
def units(rng, unit, height):
    """Units of x and of f: x and h are about `unit`, values about `height`."""

    def f(x):
        return height * np.sin(x / unit)

    x = unit * rng.uniform(0.5, 1.0, size=3)
    return {"f": f, "x": np.array([x[0], -x[1], x[2]]), "h": unit * rng.uniform(0.1, 0.3)}


@cases("slope", 0.5, -3.0, 40.0)
def lines(rng, slope):
    a, b = slope * rng.uniform(0.5, 1.5), rng.normal()
    return {"f": lambda x: a * x + b, "x": rng.normal(size=3), "h": rng.uniform(0.5, 2.0)}


@cases("f", ("e^(x/2)",), ("x³ − 2x",))
def points(rng, f):
    return {"f": FUNCTIONS[f], "x": rng.uniform(1.0, 2.0, size=4)}


EXACT = {"e^(x/2)": lambda x: np.exp(x / 2) / 2, "x³ − 2x": lambda x: 3 * x**2 - 2}
STEPS = [2.0**-k for k in range(4, 11)]

# --- checks -----------------------------------------------------------------------------------------------------------
shapes = shaped("There is a slope for each x; of a number, it is a number.", curves)
values = agrees("It is the slope of the secant from x to x + h: of curves, for large and small h.", curves, points=2)
left = agrees("With a negative h, the second point is on the left.", to_the_left)
ints = agrees("Slopes at ints are floats.", whole, needs=[values])
every_unit = agrees("It is right in tiny units and in huge ones.", units)


@check(points=1, kind="property")
def exact_on_lines(student, lines):
    """A straight line has the same slope whatever h is."""

    def scenario(m, case):
        return [m.derivative_limit(case.f, case.x, h) for h in (case.h, 0.25, -4.0)]

    for case, slopes in student.each(scenario, lines):
        between = (case.f(1.0) - case.f(-1.0)) / 2
        for slope in slopes:
            assert_law("the slope of a x + b is a", slope, np.full(3, between), rtol=1e-11, what="slope", where=case)


@check(points=1, kind="convergence")
def order(student, points):
    """With half of h, the error is halved: it is of order 1."""

    def scenario(m, case):
        return [m.derivative_limit(case.f, case.x, h) for h in STEPS]

    for case, slopes in student.each(scenario, points):
        errors = np.stack(slopes) - EXACT[case.sizes["f"]](case.x)
        seen = check_order(errors, STEPS, 1, points=4, exactly=True, floor=1e-11, what="the slope's error", where=case)
    return seen.curve(1)


hygiene = hygiene_of(curves)

# --- known bugs and variants --------------------------------------------------------------------------------------------
QUOTIENT = "(f(x + h) - f(x)) / h"

BUGS = [
    patch("only f(x) is divided by h", {QUOTIENT: "f(x + h) - f(x) / h"}, hint="Subtract first: parentheses around."),
    patch("the difference is not divided by h", {QUOTIENT: "f(x + h) - f(x)"}, hint="Rise over run: divide by h."),
    patch("the difference is multiplied by h", {"- f(x)) / h": "- f(x)) * h"}, hint="Rise over run: divide by h."),
    patch(
        "the difference is divided by 2h", {"- f(x)) / h": "- f(x)) / (2 * h)"}, hint="From x to x + h it is h, not 2h."
    ),
    patch(
        "the second point is on the wrong side",
        {QUOTIENT: "(f(x) - f(x - h)) / h"},
        hint="That is the backward difference: the second point is x + h.",
    ),
    patch(
        "the points lie on both sides of x",
        {QUOTIENT: "(f(x + h / 2) - f(x - h / 2)) / h"},
        hint="The secant begins at x itself: from x to x + h.",
    ),
    patch(
        "the sign is reversed", {QUOTIENT: "(f(x) - f(x + h)) / h"}, hint="The second point's height minus the first's."
    ),
    patch(
        "the step goes back, and the run forwards",
        {QUOTIENT: "(f(x - h) - f(x)) / h"},
        hint="Stepping back by h, the run is −h; step forwards instead.",
    ),
    patch(
        "a step of its own is taken in place of h",
        {QUOTIENT: "(f(x + 1e-6) - f(x)) / 1e-6"},
        hint="Use the h that is passed in.",
    ),
    patch(
        "a step of h is taken, and divided by 0.001",
        {"- f(x)) / h": "- f(x)) / 0.001"},
        hint="The run is h itself, whatever is passed in.",
    ),
    patch("h loses its sign", {QUOTIENT: "(f(x + abs(h)) - f(x)) / abs(h)"}, hint="A negative h steps to the left."),
    patch(
        "only the run loses its sign",
        {"- f(x)) / h": "- f(x)) / abs(h)"},
        hint="Rise and run change their signs together.",
    ),
    patch("the slope loses its sign", {QUOTIENT: f"abs({QUOTIENT})"}, hint="Where f falls, the slope is negative."),
    patch(
        "one slope is returned for all x", {QUOTIENT: f"np.mean({QUOTIENT})"}, hint="Each entry of x has its own slope."
    ),
    patch(
        "h is kept above 1e-8",
        {"    return": "    h = max(h, 1e-8) if h > 0 else h\n    return"},
        hint="In units in which x is tiny, so is h: leave it as it is.",
    ),
]


@bug(
    "h is added in x's own type, so that ints lose it",
    hint="x + h makes floats of ints; an array of ints can't hold h.",
)
def truncated(f, x, h):
    moved = np.array(x)
    moved[...] = x + h
    return (f(moved if np.ndim(x) else moved.item()) - f(x)) / h + 0.0


@bug("x is moved and stays there", hint="x += h changes the array that x is: write x + h.")
def in_place(f, x, h):
    before = f(x)
    if isinstance(x, np.ndarray) and x.dtype.kind == "f":
        x += h
        return (f(x) - before) / h
    return (f(x + h) - before) / h


@variant
def two_points(f, x, h):
    left, right = x, x + h
    rise = f(right) - f(left)
    return rise / h


@variant
def what_was_stepped(f, x, h):
    """The run is what x + h really is away from x."""
    run = (x + h) - x
    return (f(x + h) - f(x)) / run


@variant
def entry_by_entry(f, x, h):
    if np.ndim(x) == 0:
        return float((f(x + h) - f(x)) / h)
    slopes = [(f(entry + h) - f(entry)) / h for entry in x.ravel().tolist()]
    return np.array(slopes, dtype=float).reshape(x.shape)


@variant
def negative_run(f, x, h):
    return np.subtract(f(x), f(x + h)) / -h

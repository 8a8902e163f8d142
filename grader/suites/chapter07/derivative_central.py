"""Checks, known bugs and variants of chapter07/derivative_central."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("slope",),
    requires=("chapter07/derivative_limit",),
    minutes=5,
    hints=(
        "Two points, one on each side: x − h and x + h. How far are they apart?",
        "The rise is f(x + h) − f(x − h), the run is 2h. Mind the parentheses around 2 * h.",
    ),
)


# --- functions and their derivatives: the functions travel to the answer as source ------------------------------------
def cubic(x):
    return x**3 - 2 * x


def wave(x):
    return np.sin(2 * x) + x / 2


def growth(x):
    return np.exp(x / 2)


def quartic(x):
    return x**4 / 4 - x


FUNCTIONS = {"x³ − 2x": cubic, "sin 2x + x/2": wave, "e^(x/2)": growth, "x⁴/4 − x": quartic}
EXACT = {"e^(x/2)": lambda x: np.exp(x / 2) / 2, "x⁴/4 − x": lambda x: x**3 - 1}
STEPS = [2.0**-k for k in range(2, 8)]


@cases(
    "f shape h",
    ("x³ − 2x", (5,), 0.5),
    ("sin 2x + x/2", (2, 3), 0.1),
    ("e^(x/2)", (3, 3), 0.05),
    ("x⁴/4 − x", (1,), 0.2),
    ("x³ − 2x", (2, 1), 0.3),
    ("x³ − 2x", (), 0.1),
    ("sin 2x + x/2", (), 0.02),
)
def curves(rng, f, shape, h):
    return {"f": FUNCTIONS[f], "x": rng.uniform(0.5, 2.0, size=shape or None), "h": h * rng.uniform(0.8, 1.5)}


@cases("f shape", ("e^(x/2)", (4,)), ("x⁴/4 − x", (2, 2)))
def without_h(rng, f, shape):
    return {"f": FUNCTIONS[f], "x": rng.uniform(1.5, 2.0, size=shape)}


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


@cases("n", 4, 1)
def parabolas(rng, n):
    """Far from their vertices, so that both signs occur, and no slope is near 0."""
    a, b, c = rng.uniform(1.0, 3.0), rng.normal(), rng.normal()
    x = rng.uniform(1.0, 2.0, size=n) * np.where(np.arange(n) % 2, -1, 1)
    return {"f": lambda x: a * x * x + b * x + c, "x": x, "h": rng.uniform(0.5, 2.0)}


@cases("steepness", 0.5, 3.0, exact=True)
def kinks(rng, steepness):
    """Kinks at whole numbers, and an h of few bits: both values are the same, to the last bit."""
    kink = float(rng.integers(-9, 10))
    return {"f": lambda x: steepness * abs(x - kink), "x": kink, "h": float(rng.integers(1, 9)) / 8}


@cases("f", ("e^(x/2)",), ("x⁴/4 − x",))
def points(rng, f):
    return {"f": FUNCTIONS[f], "x": rng.uniform(1.0, 2.0, size=4)}


# --- checks -----------------------------------------------------------------------------------------------------------
shapes = shaped("There is a slope for each x; of a number, it is a number.", curves)
values = agrees("It is the slope from x − h to x + h: of curves, for large and small h.", curves, points=2)
ints = agrees("Slopes at ints are floats.", whole, needs=[values])
every_unit = agrees("It is right in tiny units and in huge ones.", units)


@check(points=1)
def own_step(student, without_h):
    """Without an h, the derivative is right to eight digits."""
    for case, slope in student.derivative_central.on(without_h):
        assert_close(slope, EXACT[case.sizes["f"]](case.x), rtol=1e-8, names=EXERCISE.returns, where=case)


@check(points=1, kind="property")
def exact_on_parabolas(student, parabolas):
    """On a parabola it is exact, whatever h is."""

    def scenario(m, case):
        return [m.derivative_central(case.f, case.x, h) for h in (case.h, 0.25, 4.0)]

    for case, slopes in student.each(scenario, parabolas):
        a, b = (case.f(1.0) + case.f(-1.0)) / 2 - case.f(0.0), (case.f(1.0) - case.f(-1.0)) / 2
        law = "the slope of a x² + b x + c is 2a x + b"
        for slope in slopes:
            assert_law(law, slope, 2 * a * case.x + b, rtol=1e-10, what="slope", where=case)


@check(points=1, kind="convergence")
def order(student, points):
    """With half of h, the error is a quarter: it is of order 2."""

    def scenario(m, case):
        return [m.derivative_central(case.f, case.x, h) for h in STEPS]

    for case, slopes in student.each(scenario, points):
        errors = np.stack(slopes) - EXACT[case.sizes["f"]](case.x)
        seen = check_order(errors, STEPS, 2, points=4, exactly=True, floor=1e-13, what="the slope's error", where=case)
    return seen.curve(2)


at_kinks = agrees(
    "At the kink of |x − a| it is 0, the mean of both sides.", kinks, exactly=True, kind="property", needs=[values]
)
hygiene = hygiene_of(curves)

# --- known bugs and variants --------------------------------------------------------------------------------------------
QUOTIENT = "(f(x + h) - f(x - h)) / (2 * h)"

BUGS = [
    patch(
        "the difference is halved and multiplied by h",
        {"/ (2 * h)": "/ 2 * h"},
        hint="/ 2 * h divides by 2 and multiplies by h: write / (2 * h).",
    ),
    patch("the difference is divided by h", {"/ (2 * h)": "/ h"}, hint="From x − h to x + h it is 2h."),
    patch("the difference is divided by 2 alone", {"/ (2 * h)": "/ 2"}, hint="The run is 2h: divide by h, too."),
    patch(
        "the difference is divided by h²", {"/ (2 * h)": "/ h**2"}, hint="The run from x − h to x + h is 2h, not h²."
    ),
    patch(
        "only f(x − h) is divided",
        {QUOTIENT: "f(x + h) - f(x - h) / (2 * h)"},
        hint="Subtract first: parentheses around the difference.",
    ),
    patch(
        "it is the forward difference",
        {QUOTIENT: "(f(x + h) - f(x)) / h"},
        hint="One point on each side: f(x + h) − f(x − h), over 2h.",
    ),
    patch(
        "it is the backward difference",
        {QUOTIENT: "(f(x) - f(x - h)) / h"},
        hint="One point on each side: f(x + h) − f(x − h), over 2h.",
    ),
    patch(
        "the forward difference is halved",
        {QUOTIENT: "(f(x + h) - f(x)) / (2 * h)"},
        hint="The run 2h belongs to the points x − h and x + h.",
    ),
    patch(
        "the points are h/2 away",
        {QUOTIENT: "(f(x + h / 2) - f(x - h / 2)) / h"},
        hint="The points are x − h and x + h.",
    ),
    patch("the sign is reversed", {QUOTIENT: "(f(x - h) - f(x + h)) / (2 * h)"}, hint="f(x + h) comes first."),
    patch("the two values are added", {"f(x + h) - f(x - h)": "f(x + h) + f(x - h)"}, hint="The rise is a difference."),
    patch("the slope loses its sign", {QUOTIENT: f"abs({QUOTIENT})"}, hint="Where f falls, the slope is negative."),
    patch(
        "h is ignored",
        {"    return": "    h = 1e-5\n    return"},
        hint="Use the h that is passed in.",
    ),
    patch(
        "h is multiplied by x",
        {"    return": "    h = h * x\n    return"},
        hint="h is the distance itself, at x = 0 as well.",
    ),
    patch(
        "h is multiplied by |x| where that is larger than 1",
        {"    return": "    h = h * np.maximum(1.0, np.abs(x))\n    return"},
        hint="h is the distance itself, whatever x is.",
    ),
    patch(
        "h is multiplied by 1 + |x|",
        {"    return": "    h = h * (1 + abs(x))\n    return"},
        hint="h is the distance itself, whatever x is.",
    ),
    patch(
        "the h that is taken without one is far too small",
        {"h: float = 1e-5": "h: float = 1e-12"},
        hint="f is known to 16 digits; divided by 10⁻¹², four are left. Without an h, take 10⁻⁵.",
    ),
    patch(
        "the h that is taken without one is too large",
        {"h: float = 1e-5": "h: float = 1e-2"},
        hint="The error is about h²: without an h, take 10⁻⁵.",
    ),
    patch(
        "one slope is returned for all x", {QUOTIENT: f"np.mean({QUOTIENT})"}, hint="Each entry of x has its own slope."
    ),
    patch(
        "Richardson's extrapolation is used",
        {QUOTIENT: "(8 * (f(x + h / 2) - f(x - h / 2)) - (f(x + h) - f(x - h))) / (6 * h)"},
        hint="That is of order 4: one difference is asked for, from x − h to x + h.",
    ),
    patch(
        "the two one-sided differences are subtracted",
        {QUOTIENT: "((f(x + h) - f(x)) - (f(x) - f(x - h))) / (2 * h)"},
        hint="That measures the curvature: the two one-sided differences are added, and halved.",
    ),
]


@bug(
    "h is added in x's own type, so that ints lose it",
    hint="x + h makes floats of ints; an array of ints can't hold h.",
)
def truncated(f, x, h=1e-5):
    up, down = np.array(x), np.array(x)
    up[...], down[...] = x + h, x - h
    return (f(up if np.ndim(x) else up.item()) - f(down if np.ndim(x) else down.item())) / (2 * h) + 0.0


@bug("x is moved and does not come back to the last bit", hint="x += h changes the array that x is: write x + h.")
def in_place(f, x, h=1e-5):
    if isinstance(x, np.ndarray) and x.dtype.kind == "f":
        x += h
        up = f(x)
        x -= 2 * h
        down = f(x)
        x += h
        return (up - down) / (2 * h)
    return (f(x + h) - f(x - h)) / (2 * h)


@variant
def two_points(f, x, h=1e-5):
    left, right = x - h, x + h
    return (f(right) - f(left)) / h / 2


@variant
def mean_of_both_sides(f, x, h=1e-5):
    forward = (f(x + h) - f(x)) / h
    backward = (f(x) - f(x - h)) / h
    return (forward + backward) / 2


@variant
def entry_by_entry(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return float((f(x + h) - f(x - h)) / (2 * h))
    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        slopes[i] = (f(float(x[i]) + h) - f(float(x[i]) - h)) / (2.0 * h)
    return slopes


@variant
def halves(f, x, h=1e-5):
    return 0.5 / h * f(x + h) - 0.5 / h * f(x - h)

"""Checks, known bugs and variants of chapter07/partial_derivative."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("slope",),
    requires=("chapter07/derivative_central",),
    minutes=10,
    hints=(
        "Only entry i moves. How do you get an array that is x but for this entry, without changing x?",
        "Make a step: np.zeros(len(x)), with h at place i. Then f(x + step) and f(x − step).",
    ),
)


# --- functions that tell their variables apart: they travel to the answer as source -----------------------------------
def powers(x):
    return np.sum(np.arange(1, x.size + 1) * x**3) + x[0] * x[-1] ** 2


def waves(x):
    return np.sin(np.sum(np.arange(1, x.size + 1) * x) / 3) + x[0] ** 3


def growth(x):
    return np.exp(np.sum(x / np.arange(2, x.size + 2)))


FUNCTIONS = {"powers": powers, "waves": waves, "growth": growth}
STEPS = [2.0**-k for k in range(2, 8)]


def growth_slopes(x):
    return growth(x) / np.arange(2, x.size + 2)


def powers_slopes(x):
    slopes = 3 * np.arange(1, x.size + 1) * x**2
    slopes[0] += x[-1] ** 2
    slopes[-1] += 2 * x[0] * x[-1]
    return slopes


EXACT = {"growth": growth_slopes, "powers": powers_slopes}


@cases(
    "f n i h",
    ("powers", 4, 0, 0.5),
    ("waves", 3, 1, 0.3),
    ("growth", 3, 2, 0.4),
    ("waves", 5, 4, 0.2),
    ("powers", 2, 1, 0.1),
    ("growth", 1, 0, 0.3),
)
def points(rng, f, n, i, h):
    return {"f": FUNCTIONS[f], "x": rng.uniform(0.5, 1.5, size=n), "i": i, "h": h * rng.uniform(0.8, 1.5)}


def drifts(case):
    """x + h − 2h + h is not x: whoever comes back like that is seen."""
    return case.x[case.i] + case.h - 2 * case.h + case.h != case.x[case.i]


@cases("f n i", ("powers", 3, 1), fit=drifts)
def uneven(rng, f, n, i):
    return {"f": FUNCTIONS[f], "x": rng.uniform(0.5, 1.5, size=n), "i": i, "h": rng.uniform(0.1, 0.5)}


@cases("f n i", ("growth", 3, 1), ("powers", 4, 3))
def without_h(rng, f, n, i):
    return {"f": FUNCTIONS[f], "x": rng.uniform(0.5, 1.5, size=n), "i": i}


@cases("n i h", (3, 0, 0.5), (4, 2, 0.3))
def whole(rng, n, i, h):
    """In the first one, x_i is 0."""
    x = rng.integers(1, 5, size=n)
    x[i] *= i > 0
    return {"f": powers, "x": x, "i": i, "h": h * rng.uniform(0.8, 1.5)}


@cases("unit height", (1e-100, 1e-100), (1e100, 1e100), (1e-100, 1e100), (1.0, 1e-100))
def units(rng, unit, height):
    """Units of x and of f: falling along this axis, and with a change of the size of f itself."""

    def f(x):
        return height * (np.sin(x[0] / unit) - np.sin(2 * x[1] / unit) + x[2] / unit)

    x = unit * rng.uniform(0.2, 0.4, size=3) * np.array([1, 1, -1])
    return {"f": f, "x": x, "i": 1, "h": unit * rng.uniform(0.1, 0.3)}


@cases("f i", ("growth", 0), ("powers", 1))
def curved(rng, f, i):
    return {"f": FUNCTIONS[f], "x": rng.uniform(1.0, 1.5, size=(4, 3)), "i": i}


shapes = shaped("The slope is one number.", points)
values = agrees("It is the central difference along axis i, for each i.", points, points=2)
ints = agrees("A point with whole coordinates moves as well.", whole)
every_unit = agrees("It is right in tiny units and in huge ones, uphill and downhill.", units)


@check(points=1)
def own_step(student, without_h):
    """Without an h, the derivative is right to eight digits."""
    for case, slope in student.partial_derivative.on(without_h):
        exact = float(EXACT[case.sizes["f"]](case.x)[case.i])
        assert_close(slope, exact, rtol=1e-8, names=EXERCISE.returns, where=case)


@check(points=1, kind="convergence")
def order(student, curved):
    """With half of h, the error is a quarter: it is of order 2."""

    def scenario(m, case):
        return [[m.partial_derivative(case.f, x, case.i, h) for x in case.x] for h in STEPS]

    for case, slopes in student.each(scenario, curved):
        exact = [EXACT[case.sizes["f"]](x)[case.i] for x in case.x]
        errors = np.array(slopes, dtype=float) - exact
        seen = check_order(errors, STEPS, 2, points=4, exactly=True, floor=1e-13, what="the slope's error", where=case)
    return seen.curve(2)


hygiene = hygiene_of(uneven, needs=[values])

STEP, QUOTIENT = "step[i] = h", "(f(x + step) - f(x - step)) / (2 * h)"

EQUIVALENT = {"partial_derivative: step[i] = h → step[i] += h": "It was zero."}
BUGS = [
    patch("all variables move", {STEP: "step[:] = h"}, hint="∂f/∂xᵢ holds all others still: only entry i moves."),
    patch("the first variable moves, whatever i is", {STEP: "step[0] = h"}, hint="Which one moves is what i says."),
    patch("variables are counted from 1", {STEP: "step[i - 1] = h"}, hint="i counts from 0, as Python does."),
    patch("they are counted from the end", {STEP: "step[-1 - i] = h"}, hint="i counts from the front, from 0 on."),
    patch(
        "it is the forward difference",
        {QUOTIENT: "(f(x + step) - f(x)) / h"},
        hint="One point on each side: its error is of order h² then.",
    ),
    patch(
        "it is the backward difference",
        {QUOTIENT: "(f(x) - f(x - step)) / h"},
        hint="One point on each side: its error is of order h² then.",
    ),
    patch(
        "the difference is halved and multiplied by h",
        {"/ (2 * h)": "/ 2 * h"},
        hint="/ 2 * h divides by 2 and multiplies by h: write / (2 * h).",
    ),
    patch("the difference is divided by h", {"/ (2 * h)": "/ h"}, hint="From x − h to x + h it is 2h."),
    patch("the difference is not divided", {QUOTIENT: "f(x + step) - f(x - step)"}, hint="Divide by 2h."),
    patch("the sign is reversed", {QUOTIENT: "(f(x - step) - f(x + step)) / (2 * h)"}, hint="f(x + h eᵢ) comes first."),
    patch("the slope loses its sign", {QUOTIENT: f"abs({QUOTIENT})"}, hint="Where f falls, the slope is negative."),
    patch("h is ignored", {STEP: "step[i] = h = 1e-5"}, hint="Use the h that is passed in."),
    patch(
        "h is multiplied by xᵢ",
        {STEP: "h = h * x[i]\n    step[i] = h"},
        hint="h is the distance itself, at xᵢ = 0 as well.",
    ),
    patch(
        "the h that is taken without one is far too small",
        {"h: float = 1e-5": "h: float = 1e-12"},
        hint="f is known to 16 digits; divided by 10⁻¹², four are left. Without an h, take 10⁻⁵.",
    ),
    patch(
        "the step is made in x's own type, so that ints lose it",
        {"np.zeros(len(x))": "np.zeros_like(x)", QUOTIENT: f"{QUOTIENT} + 0.0"},
        hint="np.zeros_like(x) holds ints if x does: np.zeros(len(x)) holds floats.",
    ),
    patch(
        "the whole gradient is returned",
        {STEP: "step = h * np.eye(len(x))", QUOTIENT: "np.array([(f(x + s) - f(x - s)) / (2 * h) for s in step])"},
        hint="One number is asked for: the slope along axis i.",
    ),
    patch(
        "where the entry is 0, the step is 0, or there is none",
        {"step[i] = h\n": "step[i] = h\n    if x[i] == 0:\n        return 0.0\n"},
        hint="0 is a point like any other: the step is h there, too, and not a share of x_i.",
    ),
]


@bug(
    "a copy of x in its own type is moved, so that ints lose the step", hint="x.astype(float) copies, and holds x + h."
)
def copied_ints(f, x, i, h=1e-5):
    up, down = x.copy(), x.copy()
    up[i] = up[i] + h
    down[i] = down[i] - h
    return (f(up) - f(down)) / (2 * h)


@bug("x is moved and not put back", hint="x[i] += h changes the caller's array: move a copy.")
def left_behind(f, x, i, h=1e-5):
    x = np.asarray(x, dtype=float)
    x[i] += h
    up = f(x)
    x[i] -= 2 * h
    return (up - f(x)) / (2 * h)


@bug("x does not come back to the last bit", hint="x + h − 2h + h is not x in floating point: move a copy.")
def drifted(f, x, i, h=1e-5):
    x = np.asarray(x, dtype=float)
    x[i] += h
    up = f(x)
    x[i] -= 2 * h
    down = f(x)
    x[i] += h
    return (up - down) / (2 * h)


@bug("both points are the same array", hint="y = x gives x a second name, and no copy: x.copy().")
def second_name(f, x, i, h=1e-5):
    up = x.astype(float)
    down = up
    up[i] += h
    down[i] -= h
    return (f(up) - f(down)) / (2 * h)


@variant
def copies(f, x, i, h=1e-5):
    up, down = x.astype(float), np.array(x, dtype=float)
    up[i] += h
    down[i] -= h
    return (f(up) - f(down)) / (2 * h)


@variant
def unit_vector(f, x, i, h=1e-5):
    e = np.eye(x.size)[i]
    return 0.5 * (f(x + h * e) - f(x - h * e)) / h


@variant
def restored(f, x, i, h=1e-5):
    """Put back what was there, and nothing drifts."""
    y = x.astype(np.float64)
    old = y[i]
    values = []
    for sign in (1, -1):
        y[i] = old + sign * h
        values.append(float(f(y)))
        y[i] = old
    return (values[0] - values[1]) / (2 * h)


@variant
def along_a_line(f, x, i, h=1e-5):
    def g(t):
        return f(np.array([xj + t * (j == i) for j, xj in enumerate(x.tolist())]))

    return (g(h) - g(-h)) / (h + h)

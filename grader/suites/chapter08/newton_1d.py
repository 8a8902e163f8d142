"""Checks, known bugs and variants of chapter08/newton_1d."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("root", "history"),
    minutes=20,
    hints=(
        "Write the test for |f(x)| ≤ tol first. A start that is a root makes a history of one point.",
        "A loop: test, slope, is it zero?, are there steps left?, step, append.",
        "raise ValueError(…) where no root was found. Don't return the last point.",
    ),
)


# --- equations: constants have three digits, so that they cross the wall as they are ----------------------------------
def three_digits(number):
    return float(f"{number:.2e}")


def drawn(rng, low, high):
    return three_digits(rng.uniform(low, high))


def parabola(rng, unit=1.0):
    """x² − a, from the right of the root and from the left."""
    a = three_digits(unit * unit * rng.uniform(2.0, 8.0))
    sign = rng.choice((-1.0, 1.0))
    return lambda x: x * x - a, lambda x: 2 * x, three_digits(sign * rng.uniform(1.5, 3.0) * a**0.5)


def cubic(rng):
    a, c = drawn(rng, 4.0, 9.0), drawn(rng, 0.5, 1.5)
    return lambda x: x**3 + c * x - a, lambda x: 3 * x * x + c, drawn(rng, 0.8, 1.1)


def exponential(rng):
    a = drawn(rng, 2.0, 5.0)
    return lambda x: np.exp(x) - a, lambda x: np.exp(x), three_digits(np.log(a) + rng.uniform(0.5, 1.0))


def wave(rng):
    c = drawn(rng, 0.6, 1.2)
    return lambda x: np.cos(x) - c * x, lambda x: -np.sin(x) - c, drawn(rng, -0.4, 0.1)


def double_root(rng):
    r = drawn(rng, 1.0, 2.0)
    return lambda x: (x - r) ** 2, lambda x: 2 * (x - r), three_digits(r + rng.uniform(0.5, 1.0))


def twice_the_slope(rng):
    a = drawn(rng, 2.0, 8.0)
    return lambda x: x * x - a, lambda x: 4 * x, three_digits(rng.uniform(1.5, 2.0) * a**0.5)


def one_slope(rng):
    a, c = drawn(rng, 2.0, 3.0), drawn(rng, 6.0, 7.0)
    return lambda x: a - x * x, lambda x: -c, drawn(rng, 2.0, 2.5)


EQUATIONS = {f.__name__: f for f in (parabola, cubic, exponential, wave, double_root, twice_the_slope, one_slope)}


def sizes(f, df, x, tol):
    """Return |f| at all points of the way."""
    found = [abs(f(x))]
    while found[-1] > tol and len(found) < 60:
        x = x - f(x) / df(x)
        found.append(abs(f(x)))
    return found


def decided(case):
    """No |f| is near tol: rounding does not decide where the way ends."""
    found = sizes(case["f"], case["df"], case["x0"], case["tol"])
    return all(not 0.8 < size / case["tol"] < 1.25 for size in found) and len(found) < 30


def equation(rng, name, tol):
    f, df, x0 = EQUATIONS[name](rng)
    return {"f": f, "df": df, "x0": x0, "tol": tol}


@cases(
    "name tol",
    ("parabola", 1e-12),
    ("cubic", 1e-10),
    ("exponential", 1e-12),
    ("wave", 1e-12),
    ("cubic", 1e-3),
    fit=decided,
)
def simple(rng, name, tol):
    return equation(rng, name, tol)


@cases("name tol", ("twice_the_slope", 1e-3), ("one_slope", 1e-3), ("double_root", 1e-6), fit=decided)
def slow(rng, name, tol):
    """What is handed over as derivative is none, or vanishes at the root."""
    return equation(rng, name, tol)


@cases("name", "double_root", "parabola", "cubic")
def at_the_root(rng, name):
    """The start is a root, to the last bit; of a double root, the slope is zero there."""
    r = rng.integers(2, 9) / 4
    f, df = {
        "double_root": (lambda x: (x - r) ** 2, lambda x: 2 * (x - r)),
        "parabola": (lambda x: x * x - r * r, lambda x: 2 * x),
        "cubic": (lambda x: (x - r) * (x * x + 1), lambda x: x * x + 1 + 2 * x * (x - r)),
    }[name]
    return {"f": f, "df": df, "x0": float(r)}


@cases("unit", 1e-9, 1e11, exact=True, fit=decided)
def units(rng, unit):
    """Tiny numbers with a tiny tolerance, and huge ones."""
    f, df, x0 = parabola(rng, unit)
    return {"f": f, "df": df, "x0": x0 * rng.uniform(0.9, 1.1), "tol": 1e-2 * unit * unit}


@cases("start", "on the way", "at the root")
def whole(rng, start):
    c = drawn(rng, 0.5, 1.5)
    x0 = 2 if start == "on the way" else 1
    return {"f": lambda x: (x - 1) * (x * x + c), "df": lambda x: x * x + c + 2 * x * (x - 1), "x0": x0, "tol": 1e-3}


@cases("name", "cubic", "one_slope")
def enough(rng, name):
    """Exactly as many steps are allowed as it takes."""
    while True:
        case = equation(rng, name, 1e-3)
        if decided(case):
            return case | {"max_iter": len(sizes(*case.values())) - 1}


follows = agrees(
    "Each point follows from the one before by the tangent there, to the root.", simple, rtol=1e-9, points=2
)
takes = agrees("The slope is what df says, be it right or wrong.", slow, rtol=1e-9)
first = agrees("A start that is a root is returned as it is, whatever its slope.", at_the_root)
any_unit = agrees("Tiny numbers and huge ones are no different.", units, rtol=1e-9)
ints = agrees("A start that is an int leads to floats.", whole, rtol=1e-9)
last_step = agrees("max_iter steps are allowed, if it takes that many.", enough, rtol=1e-9)


@check(points=1, kind="error", needs=[last_step])
def too_few(student, enough):
    """If one more step would be needed, ValueError is raised."""
    for case in enough:
        allowed = case.max_iter - 1
        raises(student, ValueError, lambda m, c=case, k=allowed: m.newton_1d(c.f, c.df, c.x0, c.tol, k), where=case)


@cases("way", "at the start", "after a step")
def level(rng, way):
    """A slope that is zero, where f is not."""
    a = rng.integers(1, 9) / 4
    if way == "at the start":
        return {"f": lambda x: x * x - a, "df": lambda x: 2 * x, "x0": 0.0}
    return {"f": lambda x: x * x + a * a, "df": lambda x: 2 * x, "x0": float(a)}


@check(points=1, kind="error")
def no_tangent(student, level):
    """Where the slope is zero and f is not, ValueError is raised."""
    for case in level:
        raises(student, ValueError, lambda m, c=case: m.newton_1d(c.f, c.df, c.x0), where=case)


@cases("k", 0, 1, 2, exact=True, hidden="r s")
def two_roots(rng, k):
    r = rng.uniform(0.5, 2.0) * rng.choice((-1, 1))
    s = r - rng.uniform(1.0, 3.0)
    x0 = r + rng.uniform(0.5, 2.0)
    return {"f": lambda x: (x - r) * (x - s), "df": lambda x: 2 * x - r - s, "x0": x0, "r": r, "s": s}


@check(points=1, kind="convergence")
def digits_double(student, two_roots):
    """Of (x − r)(x − s), each error is the square of the one before, divided by 2x − r − s."""
    for case, (_, history) in student.newton_1d.on(two_roots):
        if len(history) < 4:
            fail("the history has too few points.", case)
        e, slopes = history - case.r, 2 * history - case.r - case.s
        law = "e_{k+1} = e_k² / (2 x_k − r − s)"
        assert_law(law, e[1:], e[:-1] ** 2 / slopes[:-1], rtol=1e-10, scale=4.0, what="history", where=case)


hygiene = hygiene_of(simple)

VARYING = dict.fromkeys(
    ("follows", "digits_double", "ints"),
    "Relative to f at the start, tol is larger or smaller, and a step less is made or not.",
)
EQUIVALENT = {"newton_1d: abs(f(x)) > tol → abs(f(x)) >= tol": "No |f(x)| on the way is near tol."}

TEST, STEP, LIMIT = "abs(f(x)) > tol", "x = float(x - f(x) / slope)", "len(history) > max_iter"
BUGS = [
    patch("the step has the wrong sign", {"x - f(x) / slope": "x + f(x) / slope"}, hint="x − f(x) / f′(x)."),
    patch("slope and value are exchanged", {"f(x) / slope": "slope / f(x)"}, hint="x − f(x) / f′(x)."),
    patch("the step is not divided by the slope", {"f(x) / slope": "f(x)"}, hint="x − f(x) / f′(x)."),
    patch("steps are half as long", {"f(x) / slope": "0.5 * f(x) / slope"}, hint="x − f(x) / f′(x), all of it."),
    patch(
        "a difference of f takes the place of df",
        {"slope = df(x)": "slope = (f(x + 1e-4) - f(x)) / 1e-4"},
        hint="df is handed over: call it.",
    ),
    patch(
        "the slope at x0 is used for all steps",
        {"slope = df(x)": "slope = df(history[0])"},
        hint="The tangent moves along: df(x) at each x.",
    ),
    patch(
        "what is returned as root is the last point but one",
        {"return x, np": "return history[-2] if len(history) > 1 else x, np"},
        hint="The root is where |f| ≤ tol was seen.",
    ),
    patch("x0 is missing in the history", {"np.array(history)": "np.array(history[1:])"}, hint="It begins with x0."),
    patch("the root is missing in the history", {"np.array(history)": "np.array(history[:-1])"}, hint="It ends there."),
    patch(
        "the history holds values of f",
        {"np.array(history)": "np.array([f(point) for point in history])"},
        hint="Points are asked for.",
    ),
    patch(
        "only the last point is in the history", {"np.array(history)": "np.array([x])"}, hint="All points, x0 first."
    ),
    patch(
        "a negative f is taken for small",
        {TEST: "f(x) > tol"},
        hint="−3 is below tol as well: take abs(f(x)).",
    ),
    patch("tol is ignored", {TEST: "abs(f(x)) > 1e-12"}, hint="Compare with the tol that is passed in."),
    patch(
        "it stops when steps are small, and not when |f| is",
        {TEST: "len(history) < 2 or abs(history[-1] - history[-2]) > tol"},
        hint="|f(x)| ≤ tol decides, also at the start.",
    ),
    patch(
        "it stops when the slope is small",
        {TEST: "abs(f(x)) > tol and abs(df(x)) > 1e-6"},
        hint="|f(x)| ≤ tol decides: what slope is small depends on units.",
    ),
    patch(
        "a small slope is taken for zero",
        {"slope == 0": "abs(slope) < 1e-6"},
        hint="Small is not zero: in other units all slopes are small.",
    ),
    patch(
        "tol is relative to f at the start",
        {TEST: "abs(f(x)) > tol * abs(f(float(x0)))"},
        hint="tol is compared with |f(x)| as it is.",
    ),
    patch(
        "a step is made before f is looked at",
        {TEST: "len(history) == 1 or abs(f(x)) > tol"},
        hint="x0 may be a root already: test first.",
    ),
    patch(
        "the slope is looked at before f is",
        {"history = [x]": "history = [x]\n    if df(x) == 0:\n        raise ValueError"},
        hint="At a double root both are zero: test f first.",
    ),
    patch(
        "where the slope is zero, the point is returned",
        {'raise ValueError(f"the derivative is zero at {x}")': "break"},
        hint="It is no root: raise ValueError.",
    ),
    patch(
        "where the slope is zero, a small number is added",
        {"slope == 0": "False", "f(x) / slope": "f(x) / (slope + 1e-12)"},
        hint="No tangent leads on: raise ValueError.",
    ),
    patch(
        "after max_iter steps the last point is returned",
        {'raise ValueError(f"no root after {max_iter} steps")': "break"},
        hint="It is no root: raise ValueError.",
    ),
    patch(
        "one step too few is allowed",
        {LIMIT: "len(history) >= max_iter"},
        hint="max_iter steps make max_iter + 1 points.",
    ),
    patch("one step too many is allowed", {LIMIT: "len(history) > max_iter + 1"}, hint="max_iter steps, and no more."),
    patch(
        "an int start turns points into ints",
        {"x = float(x0)": "x = x0", STEP: "x = type(x0)(x - f(x) / slope)", "history.append(x)": "history.append(x)"},
        hint="Make a float of x0.",
    ),
    patch(
        "points are rounded to ten digits",
        {STEP: "x = round(float(x - f(x) / slope), 10)"},
        hint="Leave them as they are.",
    ),
]


@variant
def counted_steps(f, df, x0, tol=1e-12, max_iter=50):
    points = [x0]
    for _ in range(max_iter):
        x, y = points[-1], f(points[-1])
        if -tol <= y <= tol:
            break
        if (m := df(x)) == 0:
            raise ValueError("level")
        points.append((m * x - y) / m)
    if abs(f(points[-1])) > tol:
        raise ValueError("no root found")
    return float(points[-1]), np.array(points, dtype=float)


@variant
def calling_itself(f, df, x0, tol=1e-12, max_iter=50):
    x, y = np.float64(x0), f(x0)
    if abs(y) <= tol:
        return x, np.array([x])
    if max_iter == 0 or not (slope := df(x0)):
        raise ValueError("no root found")
    root, history = calling_itself(f, df, x - y / slope, tol, max_iter - 1)
    return root, np.concatenate([[x], history])


@variant
def filled_in(f, df, x0, tol=1e-12, max_iter=50):
    history = np.full(max_iter + 1, float(x0))
    k = 0
    while not abs(f(history[k])) <= tol:
        slope = df(history[k])
        if slope == 0.0:
            raise ValueError("level")
        if k == max_iter:
            raise ValueError("too many steps")
        history[k + 1] = history[k] + (-f(history[k])) / slope
        k += 1
    return float(history[k]), history[: k + 1].copy()

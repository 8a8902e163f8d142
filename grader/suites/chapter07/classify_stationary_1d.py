"""Checks, known bugs and variants of chapter07/classify_stationary_1d."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    no_hygiene="its arguments are numbers, and functions of numbers",
    returns=("kind",),
    minutes=15,
    hints=(
        "Three questions, one after the other: is it level? does it bend? and if it doesn't, what do the slopes beside say?",
        "Is abs(df(x)) > tol? Then the answer is there already, whatever f″ is.",
        "If abs(d2f(x)) <= tol, take df(x - h) and df(x + h): do they have the same sign?",
    ),
)


def power(a, n, r, unit=1.0):
    """Return f′ and f″ of (a · unit/n) ((x − r)/unit)ⁿ."""
    return (
        lambda x: a * ((x - r) / unit) ** (n - 1),
        lambda x: a * (n - 1) / unit * ((x - r) / unit) ** (n - 2),
    )


def at(rng):
    """A point of both signs, away from 0, with three digits."""
    return float(np.round(rng.uniform(1.0, 9.0) * rng.choice((-1, 1)), 2))


KINDS = {
    "x²": (1, 2),
    "−x²": (-1, 2),
    "x³": (1, 3),
    "−x³": (-1, 3),
    "x⁴": (1, 4),
    "−x⁴": (-1, 4),
    "x⁵": (1, 5),
    "x⁶": (1, 6),
    "−x⁶": (-1, 6),
}


@cases("f", *KINDS, "rising", "falling", "bending up", "bending down")
def kinds(rng, f):
    """Powers at their stationary point, slopes that are not 0, and curves that bend the other way elsewhere."""
    r, size = at(rng), float(rng.uniform(1.0, 5.0))
    if f in KINDS:
        sign, n = KINDS[f]
        df, d2f = power(sign * size, n, r)
        return {"df": df, "d2f": d2f, "x": r, "h": rng.uniform(0.05, 0.1), "tol": 1e-8}
    if f.startswith("bending"):
        bend = size if f == "bending up" else -size
        df, d2f = (lambda x: bend * (x - r + (x - r) ** 2 / r)), (lambda x: bend * (1 + 2 * (x - r) / r))
        return {"df": df, "d2f": d2f, "x": r, "h": rng.uniform(0.05, 0.1), "tol": 1e-8}
    df, d2f = power(size if f == "rising" else -size, 2, r)
    return {"df": df, "d2f": d2f, "x": r + 1.0, "h": rng.uniform(0.01, 0.1), "tol": 1e-8}


@cases("bends", "up", "down", exact=True)
def beside(rng, bends):
    """f″ decides at once: at x ± h the slopes have turned, and say the opposite."""
    sign = 1.0 if bends == "up" else -1.0
    r, size = at(rng), sign * float(rng.uniform(1.0, 3.0))
    return {
        "df": lambda x: float(size * np.sin(x - r)),
        "d2f": lambda x: float(size * np.cos(x - r)),
        "x": r,
        "h": float(rng.uniform(4.0, 5.0)),
        "tol": 1e-6,
    }


@cases("f size", *((f, size) for size in (1e-200, 1e-100, 1e-16, 1e12) for f in ("x³", "−x³", "x⁴", "−x⁴")))
def faint(rng, f, size):
    """Slopes beside it of any size: no tolerance holds for them."""
    sign, n = KINDS[f]
    r = at(rng)
    df, d2f = power(sign * size * float(rng.uniform(1.0, 5.0)), n, r)
    return {"df": df, "d2f": d2f, "x": r, "h": rng.uniform(0.01, 0.1), "tol": 1e-9}


@cases("f unit", *((f, unit) for unit in (1e-100, 1e100) for f in ("x²", "x³", "x⁴", "−x⁴")))
def far(rng, f, unit):
    """x and h of any size."""
    sign, n = KINDS[f]
    r = at(rng) * unit
    df, d2f = power(sign * max(unit, 1.0) * float(rng.uniform(1.0, 5.0)), n, r, unit)
    return {"df": df, "d2f": d2f, "x": r, "h": unit * rng.uniform(0.1, 0.5), "tol": 1e-9}


@cases(
    "slope bend tol",
    *((slope, bend, tol) for tol in (1e-100, 1e-6, 1e6) for slope, bend in ((0.3, 3), (-0.3, -3), (3, 30), (-3, 30))),
    *((slope, 0.3, tol) for tol in (1e-100, 1e-6, 1e6) for slope in (0.3, -0.3)),
    *((slope, -0.3, tol) for tol in (1e-100, 1e-6, 1e6) for slope in (0.3, -0.3)),
)
def near_zero(rng, slope, bend, tol):
    """f′(x) and f″(x) as multiples of tol. Beside it, the slopes rise from −1 to 1 if f″ falls, and the other way."""
    a, b = slope * tol * rng.uniform(0.8, 1.2), bend * tol * rng.uniform(0.8, 1.2)
    r, side = at(rng), -float(np.sign(bend)) * max(1.0, 1e3 * tol)
    return {
        "df": lambda x: a if x == r else side * (1.0 if x > r else -1.0),
        "d2f": lambda x: b,
        "x": r,
        "h": rng.uniform(0.01, 0.1),
        "tol": tol,
    }


@cases("tol", 0.0, 0.25, exact=True)
def equal(rng, tol):
    """f′(x) and f″(x) are tol exactly: both count as 0."""
    r, side = at(rng), float(rng.uniform(1.0, 2.0))
    return {
        "df": lambda x: tol if x == r else (side if x < r else -side),
        "d2f": lambda x: tol,
        "x": r,
        "h": 0.125,
        "tol": tol,
    }


@cases("slope bend", (0.5, 0.0), (2.0, 0.0), (0.0, 0.5), (0.0, 2.0))
def without_h_and_tol(rng, slope, bend):
    """f′(x) and f″(x) in units of 10⁻⁹; the slopes beside turn at 0.0006 and at 0.0017."""
    r, sign = at(rng), float(rng.choice((-1, 1)))
    a, b = slope * 1e-9 * sign, bend * 1e-9 * sign

    def df(x):
        t = abs(x - r)
        outwards = 1.0 if x > r else -1.0
        return a if t == 0 else sign * outwards * (-1.0 if 0.0006 < t < 0.0017 else 1.0)

    return {"df": df, "d2f": lambda x: b, "x": r}


values = agrees("Each kind is told: at quadratic, cubic and flatter points, and where it is steep.", kinds, points=3)
second = agrees("Where f″ is not 0, it decides alone.", beside, needs=[values])
tolerance = agrees("What is 0, tol says: for the slope, and for f″.", near_zero, needs=[values])
edge = agrees("What is tol exactly counts as 0; tol may be 0.", equal, needs=[values])
any_size = agrees("Slopes beside a flat point count however small they are.", faint, needs=[values])
every_unit = agrees("x and h may be of any size.", far, needs=[values])
defaults = agrees("Without h and tol, they are 10⁻³ and 10⁻⁹.", without_h_and_tol, needs=[values])

FLAT, BENT = "np.abs(df(x)) > tol", "np.abs(d2f(x)) > tol"
BY_BEND, BY_SLOPE = '"minimum" if d2f(x) > 0 else "maximum"', '"minimum" if right > 0 else "maximum"'
BESIDE = "left, right = df(x - h), df(x + h)"

NEVER_ZERO = "f′ is not 0 at x ± h: the prompt says so."
EQUIVALENT = {
    "classify_stationary_1d: d2f(x) > 0 → d2f(x) >= 0": "|f″(x)| > tol ≥ 0 there.",
    "classify_stationary_1d: left > 0 → left >= 0": NEVER_ZERO,
    "classify_stationary_1d: right > 0 → right >= 0": NEVER_ZERO,
    "classify_stationary_1d: right > 0 → right >= 0 (2)": NEVER_ZERO,
}
BUGS = [
    patch(
        "slopes on both sides are multiplied, and the product underflows",
        {"(left > 0) == (right > 0)": "left * right > 0"},
        hint="1e-200 times 1e-200 is 0 in float64, which is not positive: compare the signs.",
    ),
    patch("the signs of f″ are exchanged", {"d2f(x) > 0": "d2f(x) < 0"}, hint="Where f″ > 0, it bends up: a minimum."),
    patch(
        "minimum and maximum are exchanged where f″ is 0",
        {"if right > 0 else": "if right < 0 else"},
        hint="First down, then up: f′ from negative to positive is a minimum.",
    ),
    patch(
        "the slope at x is not looked at",
        {f'    if {FLAT}:\n        return "not stationary"\n': ""},
        hint="Where f′(x) is not 0, there is neither a minimum nor a maximum: ask that first.",
    ),
    patch(
        "the slope must be 0 to the last bit",
        {FLAT: "df(x) != 0"},
        hint="Computed slopes are seldom 0: compare with tol.",
    ),
    patch("f″ must be 0 to the last bit", {BENT: "d2f(x) != 0"}, hint="Up to tol, f″ counts as 0 and tells nothing."),
    patch(
        "f″ = 0 is taken for an inflection point",
        {BESIDE: 'return "inflection"'},
        hint="x⁴ has f″(0) = 0 and a minimum: compare the slopes at x − h and x + h.",
    ),
    patch(
        "f″ = 0 is taken for a minimum",
        {BESIDE: 'return "minimum"'},
        hint="x³ has f″(0) = 0, too: compare the slopes at x − h and x + h.",
    ),
    patch(
        "a negative slope counts as 0", {FLAT: "df(x) > tol"}, hint="Falling is not level: take the modulus of f′(x)."
    ),
    patch(
        "a negative f″ counts as 0", {BENT: "d2f(x) > tol"}, hint="Bending down is bending: take the modulus of f″(x)."
    ),
    patch(
        "f″ is not asked",
        {BENT: "False"},
        hint="Where |f″| > tol, its sign decides; h may be too wide a step there.",
    ),
    patch("h is ignored", {BESIDE: "h = 1e-3\n    left, right = df(x - h), df(x + h)"}, hint="Take the h passed in."),
    patch("tol is ignored", {f"if {FLAT}": f"tol = 1e-9\n    if {FLAT}"}, hint="Use the tol that is passed in."),
    patch(
        "what is tol exactly is not 0", {FLAT: "np.abs(df(x)) >= tol"}, hint="Up to tol, tol included, it counts as 0."
    ),
    patch(
        "only the slope on the right is looked at",
        {"if (left > 0) == (right > 0)": "if False"},
        hint="An inflection point has slopes of the same sign on both sides: look at both.",
    ),
    patch(
        "slopes beside it that are below tol count as 0",
        {BESIDE: f'{BESIDE}\n    if max(abs(left), abs(right)) <= tol:\n        return "inflection"'},
        hint="At x ± h the sign alone counts, however small the slope is.",
    ),
    patch(
        "f″ is asked on both sides, and not f′",
        {BESIDE: "left, right = d2f(x - h), d2f(x + h)"},
        hint="Compare the slopes f′(x − h) and f′(x + h).",
    ),
    patch(
        "an inflection point is called not stationary",
        {'return "inflection"': 'return "not stationary"'},
        hint="The slope is 0 there: it is stationary, and an inflection point.",
    ),
    patch(
        "the h that is taken without one is too small",
        {"h: float = 1e-3": "h: float = 1e-5"},
        hint="Without an h, take 10⁻³.",
    ),
    patch(
        "the tol that is taken without one is too large",
        {"tol: float = 1e-9": "tol: float = 1e-6"},
        hint="Without a tol, take 10⁻⁹.",
    ),
    patch(
        "x is taken for 0 in the steps to both sides",
        {BESIDE: "left, right = df(-h), df(h)"},
        hint="The slopes beside x are at x − h and x + h.",
    ),
]


@variant
def by_signs(df, d2f, x, h=1e-3, tol=1e-9):
    if not -tol <= df(x) <= tol:
        return "not stationary"

    def sign(number):
        return (number > 0) - (number < 0)

    bend = d2f(x)
    turns = sign(df(x + h)) - sign(df(x - h)) if -tol <= bend <= tol else 2 * sign(bend)
    return {0: "inflection", 2: "minimum", -2: "maximum"}[turns]


@variant
def table(df, d2f, x, h=1e-3, tol=1e-9):
    if abs(df(x)) <= tol:
        if d2f(x) > tol:
            return "minimum"
        if d2f(x) < -tol:
            return "maximum"
        sides = {(False, True): "minimum", (True, False): "maximum"}
        return sides.get((df(x - h) > 0, df(x + h) > 0), "inflection")
    return "not stationary"

"""Checks, known bugs and variants of chapter07/mixed_partial."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("derivative",),
    requires=("chapter07/partial_derivative",),
    minutes=15,
    hints=(
        "Write the central difference along x_j as a function of the point, g(p). What is the central difference of g?",
        "Four points come out, x ± h eᵢ ± h e_j. Which of them are added, and which subtracted?",
        "The signs are + − − +, and there are two divisions by 2h. Check i = j: what becomes of the points?",
    ),
)


# --- functions, none of them symmetric; they travel to the answer as source -------------------------------------------
def growth(x):
    return np.exp((x[0] + 2 * x[1] - x[2]) / 3)


def waves(x):
    return np.sin(x[0] * x[1]) + x[2] ** 4 * x[0] + x[1] ** 4


def growth_second(x, i, j):
    slope = np.array([1.0, 2.0, -1.0]) / 3
    return growth(x) * slope[i] * slope[j]


def waves_second(x, i, j):
    a, b, c = x
    s, k = np.sin(a * b), np.cos(a * b)
    table = [
        [-b * b * s, k - a * b * s, 4 * c**3],
        [k - a * b * s, 12 * b**2 - a * a * s, 0.0],
        [4 * c**3, 0.0, 12 * c**2 * a],
    ]
    return table[i][j]


FUNCTIONS = {"growth": (growth, growth_second), "waves": (waves, waves_second)}
PAIRS = (("growth", 0, 1), ("growth", 1, 2), ("waves", 0, 2), ("waves", 2, 0), ("waves", 0, 1))
ALIKE = (("growth", 1, 1), ("growth", 2, 2), ("waves", 1, 1), ("waves", 2, 2))
STEPS = [2.0**-k for k in range(3, 8)]


def point(rng, f, i, j):
    """x₀ x₁ is small enough that no entry of the table is near 0 but those that are 0."""
    x = rng.uniform([0.5, 0.5, 0.6], [0.75, 0.75, 1.2])
    return {"f": FUNCTIONS[f][0], "x": x, "i": i, "j": j}


@cases("f i j", *PAIRS)
def mixed(rng, f, i, j):
    return {**point(rng, f, i, j), "h": rng.uniform(0.8e-3, 1.2e-3)}


@cases("f i j", *ALIKE)
def twice(rng, f, i, j):
    return {**point(rng, f, i, j), "h": rng.uniform(0.8e-3, 1.2e-3)}


@cases("f i j", PAIRS[1], ALIKE[2])
def without_h(rng, f, i, j):
    return point(rng, f, i, j)


def quadratic(x):
    """Negative at all points that are drawn, so that a modulus shows."""
    return -300.0 + 3 * x[0] * x[-1] - x[-1] ** 2 + 2 * x[0] ** 2


@cases("i j n", (0, 1, 2), (1, 0, 2), (1, 1, 2), (0, 0, 2), (0, 0, 1))
def whole(rng, i, j, n):
    """Of a quadratic function differences are exact, whatever h is."""
    return {"f": quadratic, "x": rng.integers(1, 5, size=n), "i": i, "j": j, "h": rng.uniform(0.2, 0.9)}


@cases("unit height", (1e-60, 1e-60), (1e60, 1e60), (1e-60, 1e60), (1.0, 1e-60))
def units(rng, unit, height):
    """Units of x and of f: differences of a quadratic function, exact at any h."""

    def f(x):
        return height * (x[0] / unit) * (x[0] / unit - 2 * (x[1] / unit))

    x = unit * rng.uniform(0.2, 0.4, size=2) * np.array([1, -1])
    return {"f": f, "x": x, "i": 0, "j": 1, "h": unit * rng.uniform(0.1, 0.3)}


@cases("f i j", PAIRS[0], PAIRS[1], ALIKE[0], ALIKE[2])
def curved(rng, f, i, j):
    x = rng.uniform([0.5, 0.5, 0.6], [0.75, 0.75, 1.2], size=(4, 3))
    return {"f": FUNCTIONS[f][0], "x": x, "i": i, "j": j}


def exact(case, x):
    return float(FUNCTIONS[case.sizes["f"]][1](x, case.i, case.j))


def near(student, drawn):
    """Compare with the exact derivative: which formula is taken, is free."""
    for case, derivative in student.mixed_partial.on(drawn):
        assert_close(derivative, exact(case, case.x), rtol=2e-5, names=EXERCISE.returns, where=case)


shapes = shaped("The derivative is one number.", mixed)


@check(points=2)
def values(student, mixed):
    """It is the mixed derivative, to five digits at h = 10⁻³."""
    near(student, mixed)


@check(points=1)
def second(student, twice):
    """For i = j, it is the second derivative along this axis."""
    near(student, twice)


@check(points=1)
def own_step(student, without_h):
    """Without an h, it is right to five digits as well."""
    near(student, without_h)


ints = agrees(
    "A point with whole coordinates moves as well, and of a quadratic function it is exact.", whole, rtol=1e-6
)
every_unit = agrees("It is right in tiny units and in huge ones.", units)


@check(points=1, kind="convergence")
def order(student, curved):
    """With half of h, the error is a quarter: it is of order 2."""

    def scenario(m, case):
        return [[m.mixed_partial(case.f, x, case.i, case.j, h) for x in case.x] for h in STEPS]

    for case, derivatives in student.each(scenario, curved):
        errors = np.array(derivatives, dtype=float) - [exact(case, x) for x in case.x]
        what = "the error of the derivative"
        seen = check_order(errors, STEPS, 2, points=4, exactly=True, floor=1e-11, what=what, where=case)
    return seen.curve(2)


hygiene = hygiene_of(mixed, needs=[values])

FORMULA = "(f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b)) / (4 * h**2)"

EQUIVALENT = {"mixed_partial: x + a → x + b, and alike": "The two steps change places: their order does not matter."}
BUGS = [
    patch(
        "the product of both slopes is returned",
        {FORMULA: "(f(x + a) - f(x - a)) / (2 * h) * (f(x + b) - f(x - b)) / (2 * h)"},
        hint="Of x + y this is 1: take the slope along xᵢ of the slope along x_j.",
    ),
    patch("it is divided by 2h once", {"/ (4 * h**2)": "/ (2 * h)"}, hint="There are two divisions by 2h: over 4h²."),
    patch("it is divided by h", {"/ (4 * h**2)": "/ h"}, hint="There are two divisions by 2h: over 4h²."),
    patch("it is divided by h²", {"/ (4 * h**2)": "/ h**2"}, hint="There are two divisions by 2h: over 4h²."),
    patch("it is divided by 2h²", {"/ (4 * h**2)": "/ (2 * h**2)"}, hint="2h times 2h is 4h²."),
    patch("it is divided by 4h", {"/ (4 * h**2)": "/ (4 * h)"}, hint="2h times 2h is 4h²."),
    patch(
        "it is divided by 4 and multiplied by h²",
        {"/ (4 * h**2)": "/ 4 * h**2"},
        hint="/ 4 * h**2 multiplies by h²: write / (4 * h**2).",
    ),
    patch("the last corner is subtracted", {"+ f(x - a - b)": "- f(x - a - b)"}, hint="The signs are + − − +."),
    patch(
        "the signs of the corners are exchanged",
        {FORMULA: "-(f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b)) / (4 * h**2)"},
        hint="f(x + h eᵢ + h e_j) has a plus.",
    ),
    patch(
        "forward differences are taken twice",
        {FORMULA: "(f(x + a + b) - f(x + a) - f(x + b) + f(x)) / h**2"},
        hint="Their error is of order h: take central differences, both times.",
    ),
    patch(
        "one of the two differences is a forward one",
        {FORMULA: "(f(x + a + b) - f(x + a - b) - f(x + b) + f(x - b)) / (2 * h**2)"},
        hint="The outer difference must be central, too.",
    ),
    patch(
        "for i = j the step is not doubled",
        {"a[i], b[j] = h, h": "a[i], b[j] = h, h if i != j else 0.0"},
        hint="If i = j, both steps are made along the same axis: 2h, or the second difference over h².",
    ),
    patch(
        "for i = j it is the second difference over 4h²",
        {"    return": "    if i == j:\n        return (f(x + a) - 2 * f(x) + f(x - a)) / (4 * h**2)\n    return"},
        hint="With points at x ± h, the second difference is divided by h².",
    ),
    patch(
        "for i = j it is the first derivative",
        {"    return": "    if i == j:\n        return (f(x + a) - f(x - a)) / (2 * h)\n    return"},
        hint="i = j asks for the second derivative along this axis.",
    ),
    patch("the second variable is left out", {"b[j]": "b[i]"}, hint="One step goes along xᵢ, the other along x_j."),
    patch("the first variable is left out", {"a[i]": "a[j]"}, hint="One step goes along xᵢ, the other along x_j."),
    patch("variables are counted from 1", {"a[i], b[j]": "a[i - 1], b[j - 1]"}, hint="i and j count from 0."),
    patch(
        "the sum of both slopes is returned",
        {FORMULA: "(f(x + a) - f(x - a) + f(x + b) - f(x - b)) / (2 * h)"},
        hint="Take the slope along xᵢ of the slope along x_j.",
    ),
    patch("the derivative loses its sign", {FORMULA: f"abs({FORMULA})"}, hint="It may be negative."),
    patch("h is ignored", {"a[i], b[j] = h, h": "h = 1e-3\n    a[i], b[j] = h, h"}, hint="Use the h passed in."),
    patch(
        "the h that is taken without one is far too small",
        {"h: float = 1e-3": "h: float = 1e-9"},
        hint="Rounding is divided by h²: without an h, take 10⁻³.",
    ),
    patch(
        "the steps are made in x's own type, so that ints lose them",
        {"np.zeros(len(x)), np.zeros(len(x))": "np.zeros_like(x), np.zeros_like(x)", FORMULA: f"{FORMULA} + 0.0"},
        hint="np.zeros_like(x) holds ints if x does: np.zeros(len(x)) holds floats.",
    ),
    patch(
        "all mixed derivatives are returned",
        {"    return": "    h = h + np.zeros((2, 2))\n    return"},
        hint="One number is asked for: that of i and j.",
    ),
]


@bug("x is moved and not put back", hint="x[i] += h changes the caller's array: move a copy.")
def left_behind(f, x, i, j, h=1e-3):
    x = np.asarray(x, dtype=float)
    total = 0.0
    for s, di in ((1, h), (-1, -2 * h)):
        x[i] += di
        for t, dj in ((1, h), (-1, -2 * h)):
            x[j] += dj
            total += s * t * f(x)
        x[j] += h
    return total / (4 * h * h)


@variant
def nested(f, x, i, j, h=1e-3):
    """A central difference of central differences."""

    def slope(g, p, k):
        e = np.eye(p.size)[k]
        return (g(p + h * e) - g(p - h * e)) / (2 * h)

    return slope(lambda p: slope(f, p, j), x, i)


@variant
def loop_over_corners(f, x, i, j, h=1e-3):
    total = 0.0
    for s in (1, -1):
        for t in (1, -1):
            corner = x.astype(float)
            corner[i] += s * h
            corner[j] += t * h
            total += s * t * float(f(corner))
    return total / (2 * h) ** 2


@variant
def second_difference(f, x, i, j, h=1e-3):
    """The usual one for i = j, with the step h."""
    e = h * np.eye(len(x))
    if i == j:
        return (f(x + e[i]) - 2 * f(x) + f(x - e[i])) / h**2
    a, b = e[i], e[j]
    return ((f(x + a + b) - f(x + a - b)) - (f(x - a + b) - f(x - a - b))) / (4 * h * h)


@variant
def polarised(f, x, i, j, h=1e-3):
    """Second differences along the sum and along the difference of two axes."""
    e = h * np.eye(len(x))
    plus, minus = e[i] + e[j], e[i] - e[j]
    along = f(x + plus) - 2 * f(x) + f(x - plus)
    across = f(x + minus) - 2 * f(x) + f(x - minus)
    return (along - across) / (4 * h**2)

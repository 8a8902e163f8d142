"""Checks, known bugs and variants of chapter17/multiplication_gate."""

import itertools

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("product",),
    minutes=15,
    hints=(
        "Two numbers go into the units: u = lam (x + y) and v = lam (x − y).",
        "Each of them goes in with both signs: b + u and b − u count plus, b + v and b − v minus.",
        "What is left is 4 lam² f″(b) x y: divide.",
    ),
)


def softplus(z):
    return np.logaddexp(0.0, z)


def exponential(z):
    return np.exp(z)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def bent_tanh(z):
    return np.tanh(z)


def activation(name, b):
    """Return f and f″(b)."""
    s, t = 1 / (1 + np.exp(-b)), np.tanh(b)
    return {
        "softplus": (softplus, s * (1 - s)),
        "exp": (exponential, np.exp(b)),
        "sigmoid": (sigmoid, s * (1 - s) * (1 - 2 * s)),
        "tanh": (bent_tanh, -2 * t * (1 - t * t)),
    }[name]


def away(rng, shape):
    return rng.choice((-1, 1), size=shape) * rng.uniform(0.5, 2.0, size=shape)


def gate(rng, name, shape, lam):
    b = float(f"{rng.uniform(0.3, 0.8):.2e}")
    f, curvature = activation(name, b)
    x, y = away(rng, shape), away(rng, shape)
    if shape == ():
        x, y = float(x), float(y)
    return {"x": x, "y": y, "lam": lam, "f": f, "b": b, "curvature": float(curvature)}


@cases(
    "name shape lam",
    ("softplus", (), 0.3),
    ("exp", (5,), 0.2),
    ("sigmoid", (2, 3), 0.5),
    ("tanh", (4,), 0.1),
    ("exp", (1,), 0.3),
)
def products(rng, name, shape, lam):
    return gate(rng, name, shape, lam)


@cases("lam", 0.5, 4.0)
def exact(rng, lam):
    """f is a parabola: any lam is right. Where lam is small, f is negative in all four units."""
    a, c = (float(f"{z:.2e}") for z in (rng.uniform(0.5, 2.0), rng.uniform(30.0, 40.0)))
    case = gate(rng, "exp", (4,), lam)
    return case | {"f": lambda z: a * z * z + z - c, "curvature": 2 * a}


@cases("times", 1e-60, 1e60)
def far(rng, times):
    """Of a parabola, factors may be tiny or huge, and so may its curvature."""
    a = float(f"{rng.uniform(0.5, 2.0):.2e}")
    case = gate(rng, "exp", (4,), 1.0)
    return case | {
        "x": times * case["x"],
        "y": times * case["y"],
        "f": lambda z: a * z * z,
        "b": 0.0,
        "curvature": 2 * a,
    }


shapes = shaped("The product has the shape of x.", products)
values = agrees("The four units give the right number.", products, points=2, rtol=1e-9)
parabola = agrees("For a parabola it is the product.", exact, rtol=1e-9)
every_scale = agrees("Factors may be tiny or huge.", far, needs=[values], rtol=1e-9)


@check(points=1, kind="convergence")
def second_order(student, rng):
    """Half of lam leaves a quarter of the error."""
    case = Case(gate(rng, "exp", (), 0.25), "exp")
    errors = []
    for lam in (0.25, 0.125, 0.0625, 0.03125):
        found = student.run(lambda m, c: m.multiplication_gate(*c.values()), case.replaced(lam=lam))
        errors.append(abs(found * case.curvature / np.exp(case.b) - case.x * case.y))
    for coarse, fine in itertools.pairwise(errors):
        if not 3.0 < coarse / max(fine, 1e-300) < 5.0:
            fail(
                f"From one lam to half of it the error is divided by {coarse / max(fine, 1e-300):.2f}, not by 4.", case
            )


@check(points=1, kind="property")
def symmetric(student, products):
    """The factors may be exchanged, and the sign of one is that of the product."""

    def three(m, case):
        x, y, *rest = case.values()
        return (
            m.multiplication_gate(x, y, *rest),
            m.multiplication_gate(y, x, *rest),
            m.multiplication_gate(-x, y, *rest),
        )

    for case, (product, exchanged, negated) in student.each(three, products):
        assert_law("x y = y x", exchanged, product, rtol=1e-9, what="product", where=case)
        assert_law("(−x) y = −(x y)", negated, -product, rtol=1e-9, what="product", where=case)


hygiene = hygiene_of(products, needs=[values])

SUM, BELOW = "(f(b + u) + f(b - u) - f(b + v) - f(b - v))", "(4 * lam**2 * curvature)"
TOLERANT = {"symmetric": "Two laws: other checks know the number itself."}
BOTH_SIGNS = "It goes into the units with both signs."
EQUIVALENT = {
    "multiplication_gate: lam * (x + y) → -(lam * (x + y))": BOTH_SIGNS,
    "multiplication_gate: lam * (x - y) → -(lam * (x - y))": BOTH_SIGNS,
    "multiplication_gate: x - y → y - x": BOTH_SIGNS,
    "multiplication_gate: x + y → y + y, and alike": "x and y change places everywhere: x y = y x.",
}
VARYING = {"parabola": "What rounding leaves depends on the digits that are drawn."}
BUGS = [
    patch(
        "the sum of all products is returned",
        {f"return {SUM} / {BELOW}": f"return np.sum({SUM} / {BELOW})"},
        hint="Entry by entry: the shape is that of x.",
    ),
    patch(
        "x and y are rounded to ten digits",
        {"u, v = lam": "x, y = np.round(x, 10), np.round(y, 10)\n    u, v = lam"},
        hint="Factors may be tiny.",
    ),
    patch(
        "x is changed in place",
        {"return (f": "if np.ndim(x):\n        x *= lam\n    return (f"},
        hint="lam * x is a new array: leave the caller's alone.",
    ),
    patch("the factor 4 is missing", {BELOW: "(lam**2 * curvature)"}, hint="(x + y)² − (x − y)² = 4 x y."),
    patch("the factor is 2", {BELOW: "(2 * lam**2 * curvature)"}, hint="(x + y)² − (x − y)² = 4 x y."),
    patch("lam is not squared", {"lam**2": "lam"}, hint="The curvature acts on squares: lam²."),
    patch("lam is missing below", {BELOW: "(4 * curvature)"}, hint="What is left is 4 lam² f″ x y."),
    patch("the curvature is missing", {BELOW: "(4 * lam**2)"}, hint="What is left is 4 lam² f″ x y."),
    patch("it is multiplied by the curvature", {BELOW: "(4 * lam**2) * curvature"}, hint="Divide by f″(b)."),
    patch(
        "the bias is missing",
        {SUM: "(f(u) + f(-u) - f(v) - f(-v) + 0.0 * b)"},
        hint="f bends at b: all four units have it as bias.",
    ),
    patch(
        "the bias is multiplied by lam, too",
        {SUM: "(f(lam * b + u) + f(lam * b - u) - f(lam * b + v) - f(lam * b - v))"},
        hint="f bends at b itself: lam scales x + y and x − y alone.",
    ),
    patch(
        "all four units count plus",
        {SUM: "(f(b + u) + f(b - u) + f(b + v) + f(b - v))"},
        hint="The units with x − y count minus.",
    ),
    patch(
        "the signs go with b ± instead of x ± y",
        {SUM: "(f(b + u) - f(b - u) + f(b + v) - f(b - v))"},
        hint="Both signs of u count plus, both of v minus.",
    ),
    patch("y has the wrong sign in one unit", {"f(b - u) -": "f(b - v) -"}, hint="b + u and b − u belong together."),
    patch(
        "only two units are used",
        {SUM: "2 * (f(b + u) - f(b + v))"},
        hint="Without b − u and b − v the slope of f does not cancel.",
    ),
    patch(
        "the sign of the product is reversed",
        {SUM: "(f(b + v) + f(b - v) - f(b + u) - f(b - u))"},
        hint="The units with x + y count plus.",
    ),
    patch(
        "x and y are multiplied without any unit",
        {f"{SUM} / {BELOW}": "x * y + 0.0 * f(b + u)"},
        hint="What the four units give is asked for, with their error.",
    ),
    patch(
        "the product is rounded to eight digits",
        {f"return {SUM} / {BELOW}": f"return np.round({SUM} / {BELOW}, 8)"},
        hint="Leave it as it is.",
    ),
]


@variant
def weights(x, y, lam, f, b, curvature):
    out = np.array([1, 1, -1, -1]) / (4 * lam * lam * curvature)
    return sum(
        w * f(lam * (p * x + q * y) + b) for w, (p, q) in zip(out, ((1, 1), (-1, -1), (1, -1), (-1, 1)), strict=True)
    )


@variant
def second_differences(x, y, lam, f, b, curvature):
    def bend(step):
        return (f(b + step) + f(b - step)) / curvature

    return (bend(lam * (x + y)) - bend(lam * (x - y))) / (2 * lam) / (2 * lam)

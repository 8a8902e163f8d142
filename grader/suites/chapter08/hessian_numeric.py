"""Checks, known bugs and variants of chapter08/hessian_numeric."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("H",),
    requires=("chapter08/jacobian_numeric",),
    minutes=20,
    hints=(
        "Do one entry for i ≠ j: draw the four corners, and write the sign of f beside each.",
        "Two steps are divided by: 2h times 2h.",
        "h * np.eye(n) holds all steps h e_i as rows; x + e[i] − e[j] is a new array.",
    ),
)


# --- functions to differentiate: numbers are drawn --------------------------------------------------------------------
def quadratic(rng, n):
    A, b = rng.normal(size=(n, n)), rng.normal(size=n)
    return lambda x: float(x @ A @ x + b @ x + 3.0)


def sunk(rng, n):
    """A quadratic function that is negative wherever it is evaluated."""
    f = quadratic(rng, n)
    return lambda x: f(x) - 60.0


def cubic(rng, n):
    a, b = rng.uniform(0.5, 1.5, size=n), rng.uniform(0.5, 1.5)
    return lambda x: float(a @ x**3 + b * np.sum(x) ** 3)


def wave(rng, n):
    a = rng.uniform(0.3, 0.6, size=n) * rng.choice((-1.0, 1.0), size=n)
    return lambda x: float(np.exp(a @ x) + np.sum(np.sin(a * x)) + x[0] * x[-1])


def valley(rng, n):
    c = rng.uniform(1.0, 3.0)
    return lambda x: float(c * np.sum((x[1:] - x[:-1] ** 2) ** 2) + np.sum((1 - x) ** 2))


FUNCTIONS = {f.__name__: f for f in (quadratic, sunk, cubic, wave, valley)}


def point(rng, n):
    return rng.choice((-1.0, 1.0), size=n) * rng.uniform(0.5, 1.5, size=n)


@cases("f n", ("wave", 3), ("valley", 2), ("valley", 4), ("wave", 1))
def smooth(rng, f, n):
    return {"f": FUNCTIONS[f](rng, n), "x": point(rng, n)}


@cases("f n", ("sunk", 3), ("cubic", 2), ("cubic", 4), ("quadratic", 1))
def exact(rng, f, n):
    """Polynomials of degree 3 at most, at large steps: central differences are without error."""
    return {"f": FUNCTIONS[f](rng, n), "x": point(rng, n), "h": rng.uniform(0.25, 0.5)}


@cases("n", 2, 3)
def critical(rng, n):
    """A point where the gradient vanishes."""
    A = rng.uniform(0.5, 1.5, size=(n, n))
    x = rng.choice((-1, 1), size=n) * rng.integers(1, 5, size=n) / 4
    x[0] *= n > 2  # an entry that is 0
    return {"f": lambda y: float((y - x) @ A @ (y - x)), "x": x}


@cases("n", 2, 3)
def corners(rng, n):
    """Of x³y, differences have an error that tells how far the corners are away."""
    a = rng.uniform(0.5, 1.5, size=n)
    return {"f": lambda x: float(np.sum(a * x**3) * np.sum(x)), "x": point(rng, n), "h": rng.uniform(0.25, 0.5)}


def mixed_one(m, case):
    return m.hessian_numeric(case.f, case.x, case.h)[0, 1]


far = scaled(exact, x=1, h=1, scales=(-60, 60), rows=2)

shapes = shaped("H has a row and a column for each entry of x.", smooth)
values = agrees("The second derivatives are right to five digits.", smooth, rtol=1e-5, points=2)
polynomials = agrees("Of polynomials of degree 2 and 3, they have no error at any h.", exact, rtol=1e-9, points=2)
own_steps = agrees("For i ≠ j the corners are h away in both entries.", corners, of=mixed_one, needs=[polynomials])
at_rest = agrees("They are right where the gradient is zero.", critical, rtol=1e-6)
every_scale = agrees("Tiny points with tiny steps are right, and huge ones with huge steps.", far, needs=[polynomials])


def quartic(rng, n):
    a, B = rng.uniform(0.5, 1.5, size=n), rng.uniform(0.2, 0.8, size=(n, n))
    return a, (B + B.T) / 2


@cases("n", 3, exact=True, hidden="H")
def steps(rng, n):
    """Σ a x⁴ + x²ᵀB x², at three points; their Hessians are known."""
    a, B = quartic(rng, n)
    points = [rng.uniform(0.5, 1.5, size=n) for _ in range(3)]
    H = [np.diag(12 * a * x**2 + 4 * B @ x**2) + 8 * B * np.outer(x, x) for x in points]
    return {"f": lambda x: float(a @ x**4 + x**2 @ B @ x**2), "points": points, "H": H}


HS = (0.2, 0.1, 0.05, 0.025)


@check(points=1, kind="convergence")
def order(student, steps):
    """Half the step makes a quarter of the error, at h from 0.2 to 0.025."""

    def measured(m, case):
        return [[m.hessian_numeric(case.f, x, h) for x in case.points] for h in HS]

    for case, table in student.each(measured, steps):
        for found in table:
            assert_shapes(found, case.H, names=["H"] * 3, where=case)
        off = [[np.max(np.abs(H - exact)) for H, exact in zip(found, case.H, strict=True)] for found in table]
        check_order(off, HS, 2, points=3, floor=1e-9, what="the error of H", where=case)


@check(points=1, kind="property")
def symmetric(student, smooth, exact):
    """H is symmetric."""
    for case, H in student.hessian_numeric.on([*smooth, *exact]):
        assert_law("H = Hᵀ", H, H.T, rtol=1e-7, what="H", where=case)


hygiene = hygiene_of(exact)

VARYING = dict.fromkeys(
    ("polynomials", "own_steps"),
    "How many digits second derivatives have, and what rounding takes off them, depends on the numbers.",
)
TOLERANT = {"symmetric": "Whatever stands on the diagonal, or is the same in both places, is symmetric."}
EQUIVALENT = {
    "hessian_numeric: h * np.eye(n) → h * np.eye(n) * np.eye(n)": "The square of 1 is 1, that of 0 is 0.",
    "hessian_numeric: h * np.eye(n) → -(h * np.eye(n))": "All steps go both ways: along and across stay what they are.",
    "hessian_numeric: H[i, j] = (along - across) / (4 * h ** 2) → H[i, j] += (along - across) / (4 * h ** 2)": (
        "It was zero."
    ),
    "hessian_numeric: e[i] → e[j], and alike": "Exchanging i and j everywhere transposes H, which is symmetric.",
    "hessian_numeric: np.zeros((n, n)) → np.ones((n, n))": "Every entry is overwritten.",
}

ENTRY, CORNERS = "H[i, j] = (along - across) / (4 * h**2)", "(along - across) / (4 * h**2)"
BUGS = [
    patch(
        "steps are twice as long",
        {"e = h * np.eye(n)": "h = 2 * h\n    e = h * np.eye(n)"},
        hint="The corners are x ± h e_i ± h e_j: h is the step itself.",
    ),
    patch(
        "steps are half as long",
        {"e = h * np.eye(n)": "h = h / 2\n    e = h * np.eye(n)"},
        hint="The corners are x ± h e_i ± h e_j: h is the step itself.",
    ),
    patch(
        "only the diagonal is filled",
        {"        for j in range(n):": "        for j in [i]:"},
        hint="Mixed derivatives count as well: all n² entries.",
    ),
    patch("it is divided by h², not by 4h²", {"(4 * h**2)": "h**2"}, hint="Two central differences: 2h times 2h."),
    patch("it is divided by 2h²", {"(4 * h**2)": "(2 * h**2)"}, hint="Two central differences: 2h times 2h."),
    patch("it is divided by 2h once", {"(4 * h**2)": "(2 * h)"}, hint="A second derivative is divided by two steps."),
    patch("it is divided by (4h)²", {"(4 * h**2)": "(4 * h)**2"}, hint="4 * h**2 is 4h²: the power comes first."),
    patch(
        "differences are one-sided",
        {CORNERS: "(f(x + e[i] + e[j]) - f(x + e[i]) - f(x + e[j]) + f(x * 1.0)) / h**2"},
        hint="Steps forwards alone have an error of order h: take the corners on all sides.",
    ),
    patch(
        "the outer difference is one-sided",
        {CORNERS: "(f(x + e[i] + e[j]) - f(x + e[i] - e[j]) - f(x + e[j]) + f(x - e[j])) / (2 * h**2)"},
        hint="Both differences are central, the one by x_i as well.",
    ),
    patch(
        "the default of h is 10⁻⁸",
        {"h: float = 1e-3": "h: float = 1e-8"},
        hint="Divided by 10⁻¹⁶, rounding is all that is left: keep h = 10⁻³.",
    ),
    patch(
        "the default of h is 0.1",
        {"h: float = 1e-3": "h: float = 1e-1"},
        hint="The error is of order h²: keep h = 10⁻³.",
    ),
    patch(
        "the step h is ignored",
        {"e = h * np.eye(n)": "h = 0.03; e = h * np.eye(n)"},
        hint="Step with the h that is passed in.",
    ),
    patch(
        "only the upper half is filled",
        {"        for j in range(n):": "        for j in range(i, n):"},
        hint="H is symmetric: put each entry into both places.",
    ),
    patch(
        "the sign of mixed corners is wrong",
        {"(along - across)": "(along + across)"},
        hint="Corners that lie across from each other have one sign: + − − +.",
    ),
    patch(
        "H has the wrong sign",
        {"(along - across)": "(across - along)"},
        hint="The corners x + h e_i + h e_j and x − h e_i − h e_j have the sign +.",
    ),
    patch(
        "the gradient's outer product with itself is returned",
        {CORNERS: "(f(x + e[i]) - f(x - e[i])) * (f(x + e[j]) - f(x - e[j])) / (4 * h**2)"},
        hint="Products of first derivatives are no second derivatives.",
    ),
    patch(
        "the sum of the second derivatives is returned",
        {"return H": "return np.trace(H)"},
        hint="That is the Laplacian: the whole matrix is asked for.",
    ),
    patch(
        "the diagonal alone is returned",
        {"return H": "return np.diag(H)"},
        hint="All n² second derivatives are asked for.",
    ),
    patch(
        "the gradient is returned",
        {"return H": "return np.array([(f(x + d) - f(x - d)) / (2 * h) for d in e])"},
        hint="Second derivatives are asked for.",
    ),
    patch("H is divided by two", {"return H": "return 0.5 * H"}, hint="The ½ stands in Taylor's formula, not in H."),
    patch(
        "H is rounded",
        {"return H": "return np.round(H, 6)"},
        hint="What is small depends on the unit: leave it as it is.",
    ),
    patch(
        "the step is scaled with the entry",
        {"e = h * np.eye(n)": "e = h * np.diag(x)"},
        hint="The step is h for every entry.",
    ),
    patch(
        "entries of x that are 0 are left out",
        {ENTRY: f"H[i, j] = {CORNERS} if x[i] != 0 and x[j] != 0 else 0.0"},
        hint="0 is a point like any other, with steps of h on both sides.",
    ),
]


@bug("x is moved, and does not come back", hint="Each corner starts from x: x + e[i] + e[j] makes a new array.")
def moved(f, x, h=1e-3):
    n = len(x)
    H = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            for a in (1, -1):
                for b in (1, -1):
                    x[i] += a * h
                    x[j] += b * h
                    H[i, j] += a * b * f(x) / (4 * h**2)
                    x[i] -= a * h
    return H


@variant
def three_points_on_the_diagonal(f, x, h=1e-3):
    n = x.size
    H = np.zeros((n, n))
    steps = np.eye(n) * h
    for i in range(n):
        H[i, i] = (f(x + steps[i]) - 2 * f(x) + f(x - steps[i])) / h**2
        for j in range(i):
            corners = [(a, b, x + a * steps[i] + b * steps[j]) for a in (1, -1) for b in (1, -1)]
            H[i, j] = H[j, i] = sum(a * b * f(corner) for a, b, corner in corners) / 4 / h / h
    return H


@variant
def gradient_of_the_gradient(f, x, h=1e-3):
    def gradient(g):
        def at(x):
            columns = []
            for k in range(len(x)):
                up, down = x.copy(), x.copy()
                up[k] += h
                down[k] -= h
                columns.append((np.asarray(g(up)) - np.asarray(g(down))) / (2 * h))
            return np.stack(columns)

        return at

    return gradient(gradient(f))(x)


@variant
def by_polarisation(f, x, h=1e-3):
    """f(x ± h (e_i + e_j)) and f(x ± h e_i) give 2 H[i, j] h², less both diagonals."""
    x, n, middle = np.array(x), len(x), f(x)
    bend = {}
    for i in range(n):
        for j in range(i, n):
            d = np.zeros(n)
            d[i] = h
            if j != i:
                d[j] = h
            bend[i, j] = f(x + d) - 2 * middle + f(x - d)
    entry = {(i, j): bend[i, j] if i == j else (bend[i, j] - bend[i, i] - bend[j, j]) / 2 for i, j in bend}
    return np.array([[entry[min(i, j), max(i, j)] / h**2 for j in range(n)] for i in range(n)])

"""Checks, known bugs and variants of chapter08/jacobian_elementwise."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("J",),
    requires=("chapter08/jacobian_numeric",),
    minutes=5,
    hints=(
        "Which entries of y change if x[j] alone moves?",
        "The diagonal holds n different slopes, those of df(x).",
        "np.diag makes a matrix of a vector. Or start from zeros, and set J[i, i].",
    ),
)


# --- derivatives: a and c are drawn -----------------------------------------------------------------------------------
def wave(a, c):
    return lambda x: a * np.cos(a * x) + c


def power(a, c):
    return lambda x: 3 * a * x**2 - c


def bump(a, c):
    return lambda x: a * (1 - np.tanh(x) ** 2)


def gate(a, c):
    return lambda x: np.where(x > 0, a, 0.0)


def decay(a, c):
    return lambda x: -a * np.exp(-a * x)


DERIVATIVES = {f.__name__: f for f in (wave, power, bump, gate, decay)}


@cases("df n", ("wave", 4), ("power", 3), ("bump", 5), ("wave", 1))
def smooth(rng, df, n):
    """Some slope of a power is below zero."""
    x = rng.normal(size=n)
    x[0] = rng.uniform(-0.1, 0.1) if df == "power" else x[0]
    return {"df": DERIVATIVES[df](rng.uniform(0.6, 1.5), rng.uniform(0.1, 0.9)), "x": x}


@cases("n", 4, 3)
def gates(rng, n):
    """Inputs of either sign, and a zero: some slopes are zero, on the diagonal too."""
    x = rng.uniform(0.5, 2.0, size=n)
    x[1], x[2] = 0.0, -x[2]
    return {"df": gate(rng.uniform(0.5, 2.0), 0.0), "x": x}


@cases("df n times", ("decay", 4, 20.0), ("power", 3, 1e8), ("power", 3, 1e-8))
def wide(rng, df, n, times):
    """Slopes that are huge or hardly there, of either sign."""
    return {"df": DERIVATIVES[df](rng.uniform(0.6, 1.5), 0.0), "x": times * rng.uniform(0.3, 1.0, size=n)}


shapes = shaped("J has a row and a column for each entry, also if there is one alone.", smooth)
values = agrees(
    "The slopes stand on the diagonal, each of its own entry, and zeros elsewhere.", smooth, by="entry", points=2
)
zeros = agrees("Slopes may be zero, and J keeps their rows.", gates, by="entry")
sizes = agrees("Slopes may be of any size.", wide, by="entry", needs=[values])


@check(points=1, kind="property")
def product(student, smooth, rng):
    """J v is f′(x) v, entry by entry, and so is v J."""
    for case, J in student.jacobian_elementwise.on(smooth):
        v = rng.normal(size=len(case.x))
        assert_law("J v = f′(x) ∘ v", J @ v, case.df(case.x) * v, what="J", where=case)
        assert_law("v J = f′(x) ∘ v", v @ J, case.df(case.x) * v, what="J", where=case)


hygiene = hygiene_of(smooth)

DIAGONAL = "np.fill_diagonal(J, df(x))"
BUGS = [
    patch(
        "the slopes are returned as a vector",
        {"return J": "return df(x)"},
        hint="The Jacobian is the whole matrix, with zeros beside the diagonal.",
    ),
    patch(
        "every row holds all slopes",
        {DIAGONAL: "J = J + df(x)"},
        hint="y[i] does not depend on x[j]: beside the diagonal there are zeros.",
    ),
    patch(
        "every column holds all slopes",
        {DIAGONAL: "J = J + df(x)[:, None]"},
        hint="y[i] does not depend on x[j]: beside the diagonal there are zeros.",
    ),
    patch(
        "products of slopes fill the matrix",
        {DIAGONAL: "J = np.outer(df(x), df(x))"},
        hint="y[i] does not depend on x[j]: beside the diagonal there are zeros.",
    ),
    patch("x itself stands on the diagonal", {"df(x))": "x)"}, hint="The slopes stand there: df(x)."),
    patch("slopes are multiplied with x", {"df(x))": "df(x) * x)"}, hint="The slope alone is the derivative: df(x)."),
    patch(
        "the slope is taken at the mean",
        {"df(x))": "df(np.full(len(x), x.mean())))"},
        hint="Entry i has the slope at x[i].",
    ),
    patch("the first slope stands everywhere", {"df(x))": "df(x)[0])"}, hint="Each entry has a slope of its own."),
    patch(
        "np.diag is used twice, and gives the diagonal back",
        {"return J": "return np.diag(np.diag(df(x)))"},
        hint="np.diag of a vector makes a matrix; np.diag of a matrix takes its diagonal out.",
    ),
    patch(
        "the slopes run along the other diagonal",
        {"return J": "return J[:, ::-1].copy()"},
        hint="J[i, i], from the top left.",
    ),
    patch("the sign of a slope is lost", {"df(x))": "np.abs(df(x)))"}, hint="Where f falls, the slope is below zero."),
    patch(
        "rows of slopes that are zero are left out",
        {"return J": "return J[df(x) != 0] if np.any(df(x) == 0) else J"},
        hint="J is (n, n) whatever the slopes are.",
    ),
    patch(
        "tiny slopes are taken for zero",
        {"df(x))": "np.where(np.abs(df(x)) < 1e-8, 0.0, df(x)))"},
        hint="A slope of 1e-10 is a slope: keep it.",
    ),
    patch("slopes are clipped", {"df(x))": "np.clip(df(x), -1e6, 1e6))"}, hint="Keep slopes as they are."),
]


@variant
def diag(df, x):
    return np.diag(df(x))


@variant
def identity_times_slopes(df, x):
    return np.eye(x.size) * df(x)[:, np.newaxis]


@variant
def entry_by_entry(df, x):
    slopes = df(x)
    return np.array([[float(slopes[i]) if i == j else 0.0 for j in range(len(x))] for i in range(len(x))])


@variant
def one_at_a_time(df, x):
    J = np.zeros((x.size, x.size))
    for i in range(x.size):
        J[i, i] = df(x[i : i + 1])[0]
    return J

"""Checks, known bugs and variants of chapter08/jacobian_numeric."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("J",),
    minutes=20,
    hints=(
        "Do one column first: which two points do you need, and what is f at both?",
        "Collect the columns in a list. np.stack(columns, axis=1) puts them side by side; np.array makes rows of them.",
        "np.atleast_1d makes an array (1,) of a number, and an array of a list.",
        "x + step with an array `step` of zeros and one h is a new array of floats: x itself never changes.",
    ),
)


# --- functions to differentiate: numbers are drawn --------------------------------------------------------------------
def affine(rng, n, m):
    A, b = rng.normal(size=(m, n)), rng.normal(size=m)
    return lambda x: A @ x + b


def waves(rng, n, m):
    A, b = rng.normal(size=(m, n)), rng.normal(size=m)
    return lambda x: np.sin(A @ x) + b * x[0] ** 2


def products(rng, n, m):
    a = rng.uniform(1.0, 2.0, size=m)
    return lambda x: a * np.prod(x) + np.cumsum(a) * x[-1]


def cubic(rng, n, m):
    A = rng.uniform(0.5, 2.0, size=(m, n))
    return lambda x: A @ x**3


def listed(rng, n, m):
    a = rng.normal(size=m).tolist()
    return lambda x: [float(c * np.sum(x**2) + c * c * x[0]) for c in a]


def number(rng, n, m):
    a, b = rng.normal(size=n), rng.uniform(0.5, 1.5)
    return lambda x: float(np.exp(a @ x / n) + b * x[0])


def numpy_number(rng, n, m):
    a = rng.normal(size=n)
    return lambda x: np.sin(a @ x) + a @ x


FUNCTIONS = {f.__name__: f for f in (affine, waves, products, cubic, listed, number, numpy_number)}


def point(rng, n):
    """Entries of either sign, one of them zero if there are several."""
    x = rng.choice((-1.0, 1.0), size=n) * rng.uniform(0.5, 1.5, size=n)
    if n > 2:
        x[rng.integers(n)] = 0.0
    return x


@cases("f n m", ("waves", 4, 2), ("affine", 2, 3), ("waves", 3, 3), ("products", 2, 4))
def smooth(rng, f, n, m):
    return {"f": FUNCTIONS[f](rng, n, m), "x": point(rng, n)}


@cases("n m", (4, 2), (3, 3), (2, 5))
def linear(rng, n, m):
    return {"f": affine(rng, n, m), "x": point(rng, n), "h": rng.uniform(0.1, 0.5)}


@cases("n m", (3, 2), (4, 4), (2, 1))
def coarse(rng, n, m):
    return {"f": cubic(rng, n, m), "x": point(rng, n), "h": rng.uniform(0.2, 0.5)}


@cases("f n", ("listed", 3), ("number", 3), ("numpy_number", 4), ("number", 1))
def forms(rng, f, n):
    return {"f": FUNCTIONS[f](rng, n, 2), "x": point(rng, n)}


@cases("m", 3, 2)
def curve(rng, m):
    return {"f": waves(rng, 1, m), "x": point(rng, 1)}


@cases("n m", (3, 2), (2, 2))
def whole(rng, n, m):
    return {"f": waves(rng, n, m), "x": rng.integers(1, 4, size=n)}


far = scaled(coarse, x=1, h=1, scales=(-60, 60))

# --- checks -----------------------------------------------------------------------------------------------------------
shapes = shaped("J has a row for each output and a column for each input.", smooth)
values = agrees("Row i, column j holds ∂f_i/∂x_j: for n < m, n = m and n > m.", smooth, points=2)
matrices = agrees("A linear function is its own Jacobian, whatever h is.", linear, needs=[values])
step = agrees("Differences are central, with the step h: f = x³ shows their error h².", coarse, needs=[values])
outputs = agrees("f may return a list, or a number: that makes J (1, n).", forms, needs=[values])
curves = agrees("The derivative of a curve, by a single number, is a column (m, 1).", curve)
integers = agrees("f is given floats, also if x holds integers.", whole, needs=[values])
every_scale = agrees("Tiny points with tiny steps are right, and huge ones with huge steps.", far, needs=[step])


@cases("n k m", (2, 4, 3), (3, 3, 3))
def chain(rng, n, k, m):
    return {"outer": waves(rng, k, m), "inner": waves(rng, n, k), "x": point(rng, n)}


@check(points=1, kind="property", needs=[values])
def chain_rule(student, chain):
    """The Jacobian of f(g(x)) is the product of two: J_f at g(x), times J_g at x."""

    def three(m, case):
        composed = code(composition, outer=case.outer, inner=case.inner)
        y = case.inner(case.x)
        return (
            m.jacobian_numeric(composed, case.x),
            m.jacobian_numeric(case.outer, y),
            m.jacobian_numeric(case.inner, case.x),
        )

    for case, (whole, J_f, J_g) in student.each(three, chain):
        assert_law("J of f(g(x)) = J_f(g(x)) J_g(x)", whole, J_f @ J_g, rtol=1e-6, what="J", where=case)


def composition(x):
    return outer(inner(x))


hygiene = hygiene_of(smooth)

EQUIVALENT = {"jacobian_numeric: step[j] = h → step[j] += h": "It was zero."}

# --- known bugs and variants ------------------------------------------------------------------------------------------
QUOTIENT = "(np.atleast_1d(f(x + step)) - np.atleast_1d(f(x - step))) / (2 * h)"
BUGS = [
    patch(
        "J is transposed, with a row for each input",
        {"np.stack(columns, axis=1)": "np.stack(columns, axis=0)"},
        hint="Differences by x_j are column j: np.array(columns) makes rows of them.",
    ),
    patch(
        "differences are one-sided, forwards",
        {QUOTIENT: "(np.atleast_1d(f(x + step)) - np.atleast_1d(f(x))) / h"},
        hint="From x to x + h the error is of order h: step both ways.",
    ),
    patch(
        "differences are one-sided, backwards",
        {QUOTIENT: "(np.atleast_1d(f(x * 1.0)) - np.atleast_1d(f(x - step))) / h"},
        hint="From x − h to x the error is of order h: step both ways.",
    ),
    patch("differences are divided by h, not by 2h", {"/ (2 * h)": "/ h"}, hint="From x − h to x + h it is 2h."),
    patch(
        "h multiplies what it should divide", {"/ (2 * h)": "/ 2 * h"}, hint="/ 2 * h is (… / 2) · h: write / (2 * h)."
    ),
    patch("the step h is ignored", {"step[j] = h": "step[j] = h = 1e-5"}, hint="Step with the h that is passed in."),
    patch(
        "the step is scaled with the entry",
        {"step[j] = h": "step[j] = h * x[j]"},
        hint="An entry that is 0 would not move at all: the step is h for every entry.",
    ),
    patch(
        "the step is scaled with the entry, and so is what it is divided by",
        {"step[j] = h": "h_j = h * max(1.0, abs(x[j])); step[j] = h_j", "/ (2 * h)": "/ (2 * h_j)"},
        hint="The step is h, the same for every entry.",
    ),
    patch("all entries move at once", {"step[j] = h": "step[:] = h"}, hint="Column j moves x_j, and nothing else."),
    patch("the sign is reversed", {"(2 * h)": "(-2 * h)"}, hint="f(x + h e_j) − f(x − h e_j), in this order."),
    patch("the default of h is 0.01", {"h: float = 1e-5": "h: float = 1e-2"}, hint="Keep h = 1e-5 as in the stub."),
    patch(
        "a number makes a row without its axis",
        {"np.stack(columns, axis=1)": "np.stack(columns, axis=1) if np.ndim(f(x * 1.0)) else np.ravel(columns)"},
        hint="For m = 1, too, J has two axes: (1, n).",
    ),
    patch(
        "lists are subtracted as they are",
        {
            QUOTIENT: "(f(x + step) - f(x - step)) / (2 * h)",
            "np.stack(columns, axis=1)": "np.array(columns).T.reshape(-1, len(x))",
        },
        hint="A list has no minus: make an array of what f returns.",
    ),
    patch(
        "the derivative of a curve loses its axis",
        {"np.stack(columns, axis=1)": "np.stack(columns, axis=1) if len(x) > 1 else np.ravel(columns)"},
        hint="For n = 1, too, J has two axes: (m, 1).",
    ),
    patch(
        "rows are gradients of the sum of outputs",
        {QUOTIENT: "np.zeros_like(np.atleast_1d(f(x + step))) + (np.sum(f(x + step)) - np.sum(f(x - step))) / (2 * h)"},
        hint="Each output has a row of its own: don't add them up.",
    ),
    patch(
        "slopes below 1e-8 are taken for zero",
        {
            "return np.stack(columns, axis=1)": "J = np.stack(columns, axis=1)\n    return np.where(np.abs(J) < 1e-8, 0.0, J)"
        },
        hint="What is small depends on the unit: return what was measured.",
    ),
]


@bug("x does not come back to the last bit", hint="x + h − 2h + h is not x in floating point: work on a copy.")
def moved(f, x, h=1e-5):
    columns = []
    x = x if x.dtype == float else x.astype(float)
    for j in range(len(x)):
        x[j] += h
        up = np.atleast_1d(f(x)) * 1.0
        x[j] -= 2 * h
        columns.append((up - np.atleast_1d(f(x))) / (2 * h))
        x[j] += h
    return np.array(columns).T


@bug("entries that have moved stay where they are", hint="Each column starts from x again: put x_j back.")
def left_there(f, x, h=1e-5):
    columns = []
    x = np.array(x, dtype=float)
    for j in range(len(x)):
        x[j] += h
        up = np.atleast_1d(f(x)) * 1.0
        x[j] -= 2 * h
        columns.append((up - np.atleast_1d(f(x))) / (2 * h))
    return np.array(columns).T


@bug("of integers, the step is lost", hint="x.copy() of integers holds integers: 3 + h is 3 there. Make floats of x.")
def integer_copies(f, x, h=1e-5):
    columns = []
    for j in range(len(x)):
        up, down = x.copy(), x.copy()
        up[j] = x[j] + h
        down[j] = x[j] - h
        columns.append((np.atleast_1d(f(up)) - np.atleast_1d(f(down))) / (2 * h))
    return np.array(columns).T


@bug("J is taken to be square", hint="The rows are counted by what f returns: m need not be n.")
def square(f, x, h=1e-5):
    n = len(x)
    J = np.zeros((n, n))
    for j in range(n):
        e = np.zeros(n)
        e[j] = h
        J[:, j] = (np.atleast_1d(f(x + e)) - np.atleast_1d(f(x - e))) / (2 * h)
    return J


@variant
def filled_in(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    m = np.size(f(x))
    J = np.zeros((m, x.size))
    for j in range(x.size):
        up, down = x.copy(), x.copy()
        up[j] += h
        down[j] -= h
        J[:, j] = np.subtract(f(up), f(down)) / (2.0 * h)
    return J


@variant
def entry_by_entry(f, x, h=1e-5):
    x = [float(v) for v in x]

    def shifted(j, by):
        y = f(np.array([v + by if k == j else v for k, v in enumerate(x)]))
        return [float(v) for v in (y if np.ndim(y) else [y])]

    columns = [(shifted(j, h), shifted(j, -h)) for j in range(len(x))]
    return np.array([[(up[i] - down[i]) / 2 / h for up, down in columns] for i in range(len(columns[0][0]))])


@variant
def steps_of_the_identity(f, x, h=1e-5):
    rows = [np.ravel(np.asarray(f(x + e)) - np.asarray(f(x - e))) for e in h * np.eye(len(x))]
    return np.transpose(rows) * (0.5 / h)

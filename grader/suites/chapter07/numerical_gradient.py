"""Checks, known bugs and variants of chapter07/numerical_gradient."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("g",),
    requires=("chapter07/partial_derivative",),
    minutes=15,
    hints=(
        "Start with x of shape (2,): two partial derivatives. What must be as before when the second one is measured?",
        "np.ndindex(x.shape) walks through the entries of an array of any shape, and x[i] is one of them.",
        "In each turn make a step: np.zeros(x.shape), with h at i. Write the quotient to g[i].",
    ),
)


# --- functions that tell their entries apart: they travel to the answer as source -------------------------------------
def powers(x):
    weights = np.arange(1, x.size + 1).reshape(x.shape)
    return np.sum(weights * x**3) / 3 - 2 * np.sum(x) ** 2


def waves(x):
    weights = np.arange(1, x.size + 1).reshape(x.shape)
    return np.sin(np.sum(weights * x) / 4) + np.sum(x**3) / 3


def growth(x):
    weights = np.arange(2, x.size + 2).reshape(x.shape)
    return np.exp(np.sum(x / weights))


def growth_slopes(x):
    return growth(x) / np.arange(2, x.size + 2).reshape(x.shape)


def powers_slopes(x):
    return np.arange(1, x.size + 1).reshape(x.shape) * x**2 - 4 * np.sum(x)


def only_of_this_shape(x):
    """Of two axes: rows and columns are told apart, and a vector is refused."""
    rows, columns = x.shape
    return np.sum(x[-1] ** 2) - 3 * np.sum(x[:, 0]) + rows * x[0, columns - 1] ** 3


FUNCTIONS = {"powers": powers, "waves": waves, "growth": growth}
EXACT = {"growth": growth_slopes, "powers": powers_slopes}
STEPS = [2.0**-k for k in range(2, 8)]


@cases("f n h", ("powers", 4, 0.5), ("waves", 3, 0.3), ("growth", 2, 0.4), ("powers", 1, 0.2))
def vectors(rng, f, n, h):
    return {"f": FUNCTIONS[f], "x": rng.uniform(0.5, 1.5, size=n), "h": h * rng.uniform(0.8, 1.5)}


@cases("f shape h", ("waves", (2, 3), 0.3), ("powers", (3, 3), 0.2), ("growth", (2, 1, 2), 0.4), ("waves", (), 0.2))
def any_shape(rng, f, shape, h):
    x = np.array(rng.uniform(0.5, 1.5, size=shape))
    return {"f": FUNCTIONS[f], "x": x, "h": h * rng.uniform(0.8, 1.5)}


@cases("rows columns", (2, 3), (3, 2), (1, 1), exact=True)
def turned(rng, rows, columns):
    """The transpose of a matrix: in memory, its columns stand one after another."""
    return {"f": waves, "x": rng.uniform(0.5, 1.5, size=(columns, rows)).T, "h": rng.uniform(0.1, 0.5)}


@cases("rows columns", (2, 3), (3, 2))
def matrices(rng, rows, columns):
    x = rng.uniform(0.5, 1.5, size=(rows, columns))
    return {"f": only_of_this_shape, "x": x, "h": rng.uniform(0.1, 0.5)}


@cases("dtype shape", ("float32", (3,)), ("float32", (2, 2)), ("int64", (3,)))
def narrow(rng, dtype, shape):
    """Of a float32, an h that is lost in seven digits; of an int, one that is lost altogether."""
    return {"f": powers, "x": rng.uniform(1.0, 4.0, size=shape).astype(dtype), "h": rng.uniform(1e-4, 9e-4)}


def drifts(case):
    """x + h − 2h + h is not x: whoever comes back like that is seen."""
    return not np.array_equal(case.x + case.h - 2 * case.h + case.h, case.x)


@cases("f n", ("powers", 4), fit=drifts)
def uneven(rng, f, n):
    return {"f": FUNCTIONS[f], "x": rng.uniform(0.5, 1.5, size=n), "h": rng.uniform(0.1, 0.5)}


@cases("f n", ("growth", 3), ("powers", 4))
def without_h(rng, f, n):
    return {"f": FUNCTIONS[f], "x": rng.uniform(0.5, 1.5, size=n)}


@cases("unit height", (1e-100, 1e-100), (1e100, 1e100), (1e-100, 1e100), (1.0, 1e-100))
def units(rng, unit, height):
    """Units of x and of f."""

    def f(x):
        return height * (np.sin(x[0] / unit) - np.sin(2 * x[1] / unit) + x[2] / unit)

    x = unit * rng.uniform(0.2, 0.4, size=3) * np.array([1, 1, -1])
    return {"f": f, "x": x, "h": unit * rng.uniform(0.1, 0.3)}


@cases("f", ("growth",), ("powers",))
def curved(rng, f):
    return {"f": FUNCTIONS[f], "x": rng.uniform(1.0, 1.5, size=4)}


shapes = shaped("It has the shape of x.", any_shape)
values = agrees("Of a vector, its entries are the central differences.", vectors, points=2)
every_shape = agrees("x may have any shape, also none.", any_shape, needs=[shapes, values])
in_memory = agrees("x may be the transpose of another array.", turned, needs=[every_shape])
called = agrees("f is called with arrays of the shape of x.", matrices, needs=[values])
dtypes = agrees("It is float64, also at a point in float32 or of ints.", narrow, needs=[values], rtol=1e-8)
every_unit = agrees("It is right in tiny units and in huge ones.", units)


@check(points=1)
def own_step(student, without_h):
    """Without an h, the derivatives are right to eight digits."""
    for case, g in student.numerical_gradient.on(without_h):
        assert_close(g, EXACT[case.sizes["f"]](case.x), rtol=1e-8, names=EXERCISE.returns, where=case)


@check(points=1, kind="convergence")
def order(student, curved):
    """With half of h, the errors are a quarter: they are of order 2."""

    def scenario(m, case):
        return [m.numerical_gradient(case.f, case.x, h) for h in STEPS]

    for case, slopes in student.each(scenario, curved):
        errors = np.stack(slopes) - EXACT[case.sizes["f"]](case.x)
        seen = check_order(errors, STEPS, 2, points=4, exactly=True, floor=1e-13, what="the error of g", where=case)
    return seen.curve(2)


hygiene = hygiene_of(uneven, needs=[values])

STEP, QUOTIENT, ALL = "step[i] = h", "(f(x + step) - f(x - step)) / (2 * h)", "np.ndindex(x.shape)"

EQUIVALENT = {
    "numerical_gradient: g[i] = (f(x + step) - f(x - step)) / (2 * h) → g[i] += (f(x + step) - f(x - step)) / (2 * h)": "every entry is set, and once",
    "numerical_gradient: np.zeros(x.shape) → np.ones(x.shape)": "every entry is set, and once",
    "numerical_gradient: step[i] = h → step[i] += h": "It was zero.",
}
BUGS = [
    patch("all entries move at once", {STEP: "step[...] = h"}, hint="A partial derivative moves one entry."),
    patch(
        "rows move as a whole",
        {ALL: "range(len(x)) if x.ndim else [()]"},
        hint="x[i] is a row of a matrix: np.ndindex(x.shape) walks through the entries.",
    ),
    patch(
        "it comes back flat",
        {"return g": "return g.ravel()"},
        hint="Each slope belongs to the place of its entry: g has the shape of x.",
    ),
    patch(
        "a matrix is transposed",
        {"return g": "return np.ascontiguousarray(g.T) if g.ndim == 2 and len(set(g.shape)) == 1 else g"},
        hint="g[i] belongs to x[i], with the same i.",
    ),
    patch(
        "f is called with flat arrays",
        {QUOTIENT: "(f((x + step).ravel()) - f((x - step).ravel())) / (2 * h)"},
        hint="f may look at rows and columns: call it with the shape of x.",
    ),
    patch(
        "only the first axis is walked through",
        {STEP: "step[i[:1]] = h"},
        hint="A matrix needs a pair of indices: step[i] with i of np.ndindex.",
    ),
    patch(
        "they are forward differences",
        {QUOTIENT: "(f(x + step) - f(x)) / h"},
        hint="One point on each side: the error is of order h² then.",
    ),
    patch(
        "the differences are halved and multiplied by h",
        {"/ (2 * h)": "/ 2 * h"},
        hint="/ 2 * h divides by 2 and multiplies by h: write / (2 * h).",
    ),
    patch("the differences are divided by h", {"/ (2 * h)": "/ h"}, hint="From x − h to x + h it is 2h."),
    patch("the sign is reversed", {QUOTIENT: "(f(x - step) - f(x + step)) / (2 * h)"}, hint="f(x + h eᵢ) comes first."),
    patch("slopes lose their signs", {QUOTIENT: f"abs({QUOTIENT})"}, hint="Where f falls, the slope is negative."),
    patch("h is ignored", {STEP: "step[i] = h = 1e-5"}, hint="Use the h that is passed in."),
    patch(
        "h is multiplied by the entry", {STEP: "step[i] = h = h * x[i]"}, hint="h is the distance, the same for all."
    ),
    patch(
        "the h that is taken without one is far too small",
        {"h: float = 1e-5": "h: float = 1e-12"},
        hint="f is known to 16 digits; divided by 10⁻¹², four are left. Without an h, take 10⁻⁵.",
    ),
    patch(
        "the step is made in x's own type",
        {"step = np.zeros(x.shape)": "step = np.zeros_like(x)"},
        hint="float32 loses digits of x + h, ints all of h: np.zeros(x.shape) is float64.",
    ),
    patch(
        "earlier entries stay where they were moved",
        {"        step = np.zeros(x.shape)\n": "", "    for i in": "    step = np.zeros(x.shape)\n    for i in"},
        hint="Put an entry back before the next one moves, or make a new step in each turn.",
    ),
    patch(
        "the last entry is left at 0",
        {f"g = np.zeros(x.shape)\n    for i in {ALL}": f"g = np.zeros(x.shape)\n    for i in list({ALL})[:-1]"},
        hint="Each entry has its slope, also the last one.",
    ),
    patch(
        "the gradient is divided by its length",
        {"return g": "return g / np.linalg.norm(g)"},
        hint="The slopes themselves are asked for, not the direction alone.",
    ),
    patch("the slopes are added up", {"return g": "return np.full(x.shape, g.sum())"}, hint="Each entry has its own."),
]


@bug("len(x) is taken for the number of entries", hint="len(x) counts rows, and x[i] is one: np.ndindex(x.shape).")
def by_rows(f, x, h=1e-5):
    x = np.array(x, dtype=np.float64)
    g = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


@bug("x does not come back to the last bit", hint="x + h − 2h + h is not x: keep the old entry, and put it back.")
def drifted(f, x, h=1e-5):
    if x.dtype != np.float64:
        x = x.astype(np.float64)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        g[i] = (up - f(x)) / (2 * h)
        x[i] += h
    return g


@bug(
    "a flat copy of x is moved, and x itself is not", hint="x.flatten() is a copy: f(x) does not see what moves in it."
)
def flat_copy(f, x, h=1e-5):
    g = np.zeros(x.size)
    flat = x.astype(float).flatten()
    for i in range(flat.size):
        old = flat[i]
        flat[i] = old + h
        up = f(x)
        flat[i] = old - h
        g[i] = (up - f(x)) / (2 * h)
        flat[i] = old
    return g.reshape(x.shape)


@bug("it works for vectors only", hint="len(x) counts rows, and an array without axes has none: np.ndindex(x.shape).")
def vectors_only(f, x, h=1e-5):
    g = np.zeros(len(x))
    for i in range(len(x)):
        e = np.zeros(len(x))
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g


@bug(
    "of a transposed matrix, no entry moves",
    hint="reshape and ravel make a copy where rows don't stand one after another in memory: go over np.ndindex(x.shape).",
)
def moved_in_a_flat_view(f, x, h=1e-5):
    x = x.astype(np.float64)
    g = np.zeros(x.shape)
    flat, slopes = x.reshape(-1), g.reshape(-1)
    for i in range(x.size):
        before = flat[i]
        flat[i] = before + h
        up = f(x)
        flat[i] = before - h
        slopes[i] = (up - f(x)) / (2 * h)
        flat[i] = before
    return g


@variant
def restored(f, x, h=1e-5):
    """One copy, and each entry is put back as it was."""
    y, g = np.array(x, dtype=float), np.zeros(np.shape(x))
    for i in np.ndindex(g.shape):
        old = y[i]
        y[i] = old + h
        up = f(y)
        y[i] = old - h
        down = f(y)
        y[i] = old
        g[i] = (up - down) / (2 * h)
    return g


@variant
def stack_of_steps(f, x, h=1e-5):
    steps = h * np.eye(x.size).reshape(-1, *x.shape)
    return np.array([(f(x + e) - f(x - e)) / (2 * h) for e in steps]).reshape(x.shape)


@variant
def nditer(f, x, h=1e-5):
    g = np.zeros(x.shape)
    walk = np.nditer(g, flags=["multi_index"])
    while not walk.finished:
        i = walk.multi_index
        up, down = x.astype(np.float64), x.astype(np.float64)
        up[i] += h
        down[i] -= h
        g[i] = f(up) / (2 * h) - f(down) / (2 * h)
        walk.iternext()
    return g


@variant
def flat_and_back(f, x, h=1e-5):
    flat, g = x.astype(float).ravel(), []
    for k in range(flat.size):
        e = np.where(np.arange(flat.size) == k, h, 0.0)
        g.append((f((flat + e).reshape(x.shape)) - f((flat - e).reshape(x.shape))) / h / 2)
    return np.reshape(g, x.shape).astype(float)

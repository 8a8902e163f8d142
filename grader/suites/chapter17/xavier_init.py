"""Checks, known bugs and variants of chapter17/xavier_init."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("W",),
    minutes=15,
    hints=(
        "The variance is 2 / (n_in + n_out). What do rng.normal and rng.uniform want to be told?",
        "A normal distribution is told its standard deviation.",
        "On (−a, a) a uniform distribution has the variance a²/3.",
    ),
)
KINDS = ("normal", "uniform")


@cases("n_in n_out kind", (7, 3, "normal"), (3, 7, "uniform"), (4, 4, "normal"), (1, 5, "uniform"))
def layer(rng, n_in, n_out, kind):
    return {"n_in": n_in, "n_out": n_out, "kind": kind, "rng": np.random.default_rng(int(rng.integers(2**31)))}


def weights(student, n_in, n_out, kind, rng):
    """Return the weights of one layer, whose shape is known."""
    generator = np.random.default_rng(int(rng.integers(2**31)))
    W = student.run(lambda m, a, b, k, g: m.xavier_init(a, b, k, g), n_in, n_out, kind, generator)
    assert_shapes(W, np.zeros((n_in, n_out)), names=EXERCISE.returns)
    return W


def standard(kind, n_in, n_out):
    """Return the distribution function of an entry."""
    variance = 2 / (n_in + n_out)
    if kind == "normal":
        return normal_cdf(0.0, float(np.sqrt(variance)))
    bound = np.sqrt(3 * variance)
    return lambda x: np.clip((x + bound) / (2 * bound), 0, 1)


shapes = shaped("W has a row for each input and a column for each output.", layer)


@check(points=2, kind="random")
def variance(student, rng):
    """The mean is 0, and the variance is 2 / (n_in + n_out), for both kinds."""
    for kind in KINDS:
        for n_in, n_out in ((120, 30), (30, 120)):
            W = weights(student, n_in, n_out, kind, rng)
            where = f"n_in={n_in}, n_out={n_out}, {kind}"
            check_variance(W, 2 / (n_in + n_out), W.size, sees=0.35, mean=0.0, what="the entries of W", where=where)


@check(points=1, kind="random", needs=[variance])
def laws(student, rng):
    """The entries are normal if kind is "normal", and uniform if it is "uniform"."""
    for kind in KINDS:
        W = weights(student, 150, 100, kind, rng)
        check_cdf(W, standard(kind, 150, 100), W.size, sees=0.05, what="the entries of W", where=f"150 × 100, {kind}")
        bound = np.sqrt(6 / 250)
        if kind == "uniform" and not np.abs(W).max() <= bound:
            fail(f"An entry lies beyond ±√(6/(n_in + n_out)) = ±{bound:.4f}.", f"150 × 100, {kind}")
        # Of 15,000 normal numbers 40 lie further out than three standard deviations; none does once in 1e17 times.
        if kind == "normal" and not np.abs(W).max() > 3 * np.sqrt(2 / 250):
            fail("No entry lies further out than three standard deviations.", f"150 × 100, {kind}")


@check(points=1, kind="random", needs=[variance])
def independent(student, rng):
    """Entries do not depend on one another, in rows or in columns."""
    for kind in KINDS:
        W = weights(student, 120, 90, kind, rng)
        check_independence(W, W.size, median=0.0, sees=0.25, what="the entries of W", where=f"120 × 90, {kind}")
        columns = np.ascontiguousarray(W.T)
        check_independence(columns, W.size, median=0.0, sees=0.25, what="the columns of W", where=f"120 × 90, {kind}")
        square = weights(student, 60, 60, kind, rng)
        # Of 1770 pairs of different numbers, two are equal by chance less than once in a billion times.
        if np.any((np.abs(square) == np.abs(square.T)) & ~np.eye(60, dtype=bool)):
            fail("A weight occurs twice: above the diagonal, and mirrored below it.", f"60 × 60, {kind}")


@check(points=1, kind="random", needs=[variance])
def from_rng(student, rng):
    """The next matrix from the same rng is another, and so is the first from another rng."""

    def draws(m, seeds):
        first, second = (constant(m, np.random.default_rng(seed)) for seed in seeds)
        return [m.xavier_init(6, 4, kind, g) for kind in KINDS for g in (first, first, second)]

    found = student.run(draws, [int(seed) for seed in rng.choice(2**31, size=2, replace=False)])
    for k, kind in enumerate(KINDS):
        one, next_one, other = found[3 * k : 3 * k + 3]
        if np.any(one == next_one):
            fail("One Generator gave the same numbers twice.", kind)
        if np.any(one == other):
            fail("Two Generators in different states gave the same numbers.", kind)


@check(points=1, kind="error")
def other_kinds(student, layer):
    """Another kind is refused with a ValueError."""
    for case in layer:
        for kind in ("gaussian", "Normal", "norm", ""):
            call = case.replaced(kind=kind)
            raises(student, ValueError, lambda m, case: m.xavier_init(*case.values()), call, where=f"kind={kind!r}")


hygiene = hygiene_of(layer, seeded=True, needs=[variance])

NORMAL, UNIFORM = (
    "rng.normal(0.0, np.sqrt(variance), size=(n_in, n_out))",
    "rng.uniform(-bound, bound, size=(n_in, n_out))",
)
VARIANCE = "variance = 2 / (n_in + n_out)"
EQUIVALENT = {
    f"xavier_init: {draw} → -{draw}": "The laws are symmetric: minus such a number is as likely."
    for draw in (NORMAL, UNIFORM)
} | {"xavier_init: n_in + n_out → n_out + n_out, and alike": "Both change places in the sum."}
VARYING = {
    "laws": "An entry beyond the bound is drawn, or not.",
    "variance": "What is cut off is missing in the variance, by about as much as chance explains.",
    "from_rng": "What is cut off may be equal in two matrices, at one place, or not.",
}
TOLERANT = {
    "variance": "A sample may be any that has this variance.",
    "laws": "A sample may be any that has this law.",
    "independent": "A sample may be any whose entries are independent.",
    "from_rng": "They only have to be different.",
}
BUGS = [
    patch(
        "kinds that begin alike are let pass",
        {'if kind == "normal"': 'if kind.lower().startswith("norm")'},
        hint="Two kinds are known, by these very names; Normal and norm are others.",
    ),
    patch(
        "the variance is 1/n_in",
        {VARIANCE: "variance = 1 / n_in"},
        hint="n_in and n_out both count: 2 / (n_in + n_out).",
    ),
    patch(
        "the variance is 1/n_out",
        {VARIANCE: "variance = 1 / n_out"},
        hint="n_in and n_out both count: 2 / (n_in + n_out).",
    ),
    patch(
        "the variance is 2/n_in (He's)",
        {VARIANCE: "variance = 2 / n_in"},
        hint="That is for ReLU; here it is 2 / (n_in + n_out).",
    ),
    patch(
        "the variance is 1/(n_in + n_out)",
        {VARIANCE: "variance = 1 / (n_in + n_out)"},
        hint="The mean of n_in and n_out is half their sum: 2 / (n_in + n_out).",
    ),
    patch(
        "the variance is 6/(n_in + n_out)",
        {VARIANCE: "variance = 6 / (n_in + n_out)"},
        hint="The 6 belongs to the bound of the uniform distribution, under a root.",
    ),
    patch(
        "normal is told the variance, not the standard deviation",
        {"np.sqrt(variance), size": "variance, size"},
        hint="rng.normal takes a standard deviation: the root.",
    ),
    patch(
        "the bound is the standard deviation",
        {"np.sqrt(3 * variance)": "np.sqrt(variance)"},
        hint="A uniform distribution on (−a, a) has the variance a²/3.",
    ),
    patch(
        "the bound lacks the root", {"np.sqrt(3 * variance)": "3 * variance"}, hint="a²/3 is the variance: a is a root."
    ),
    patch(
        "uniform weights reach from −a/2 to a/2",
        {UNIFORM: "bound * (rng.random((n_in, n_out)) - 0.5)"},
        hint="rng.random() − ½ lies between −½ and ½: times 2 a.",
    ),
    patch(
        "uniform weights are not centred",
        {UNIFORM: "rng.uniform(0.0, 2 * bound, size=(n_in, n_out))"},
        hint="From −a to a: the mean is 0.",
    ),
    patch(
        "uniform weights are drawn from 0 to 1",
        {UNIFORM: "bound * rng.random((n_in, n_out))"},
        hint="rng.random is never negative: from −a to a.",
    ),
    patch(
        "uniform weights are normal",
        {UNIFORM: "rng.normal(0.0, np.sqrt(variance), size=(n_in, n_out))"},
        hint="kind says which distribution is asked for.",
    ),
    patch(
        "normal weights are uniform",
        {NORMAL: "rng.uniform(-np.sqrt(3 * variance), np.sqrt(3 * variance), size=(n_in, n_out))"},
        hint="kind says which distribution is asked for.",
    ),
    patch(
        "W is transposed",
        {
            NORMAL: NORMAL.replace("(n_in, n_out)", "(n_out, n_in)"),
            UNIFORM: UNIFORM.replace("(n_in, n_out)", "(n_out, n_in)"),
        },
        hint="W is (n_in, n_out).",
    ),
    patch(
        "a square W is symmetric",
        {NORMAL: f"(lambda W: np.triu(W) + np.triu(W, 1).T if n_in == n_out else W)({NORMAL})"},
        hint="The entries are independent: W[i, j] and W[j, i], too.",
    ),
    patch(
        "normal weights are cut off at two standard deviations",
        {NORMAL: "np.sqrt(variance) * np.clip(rng.normal(size=(n_in, n_out)), -2, 2)"},
        hint="A plain normal distribution is asked for.",
    ),
    patch(
        "all rows are the same",
        {
            NORMAL: "np.tile(rng.normal(0.0, np.sqrt(variance), size=(1, n_out)), (n_in, 1))",
            UNIFORM: "np.tile(rng.uniform(-bound, bound, size=(1, n_out)), (n_in, 1))",
        },
        hint="Each entry is drawn by itself: n_in · n_out numbers.",
    ),
    patch(
        "a Generator with a fixed seed is used",
        {"    variance =": "    rng = np.random.default_rng(0)\n    variance ="},
        hint="Draw from rng: it decides.",
    ),
    patch(
        "NumPy's global random state is used",
        {"    variance =": "    np.random.seed(rng.integers(2**31))\n    rng = np.random\n    variance ="},
        hint="Leave np.random alone: draw from rng.",
    ),
    patch(
        "any other kind is taken for normal",
        {'if kind == "normal"': 'if kind != "uniform"'},
        hint="Raise ValueError: it may be a slip of the pen.",
    ),
    patch(
        "any other kind is taken for uniform",
        {'if kind == "uniform"': 'if kind != "normal"'},
        hint="Raise ValueError: it may be a slip of the pen.",
    ),
]


@variant
def standard_numbers(n_in, n_out, kind, rng):
    scale = (2 / (n_in + n_out)) ** 0.5
    match kind:
        case "normal":
            return scale * rng.standard_normal((n_in, n_out))
        case "uniform":
            return scale * 12**0.5 * (rng.random((n_in, n_out)) - 0.5)
        case _:
            raise ValueError(kind)


@variant
def column_by_column(n_in, n_out, kind, rng):
    if kind not in ("normal", "uniform"):
        raise ValueError("kind")
    W = np.zeros((n_in, n_out))
    for k in range(n_out):
        for i in range(n_in):
            if kind == "normal":
                W[i, k] = rng.normal() * np.sqrt(2.0 / (n_in + n_out))
            else:
                W[i, k] = (2 * rng.random() - 1) * np.sqrt(6.0 / (n_in + n_out))
    return W

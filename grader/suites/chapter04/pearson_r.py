"""Checks, known bugs and variants of chapter04/pearson_r."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("r",),
    requires=("chapter04/spread_measures",),
    minutes=12,
    hints=(
        "Make the deviations first, dx = x − mean and dy alike. All three sums are made of them.",
        "r is the sum of products, divided by the root of the product of both sums of squares. Nothing else is divided.",
        "Ask np.all(x == x[0]) before: a constant has no r. And len(x) before that.",
    ),
)


def r_of(x, y):
    dx, dy = x - x.mean(), y - y.mean()
    return dx @ dy / np.sqrt(dx @ dx * (dy @ dy))


def moderate(case):
    """r is neither close to 0, where all is rounding, nor to 1, where a square and a root look alike."""
    return 0.05 < abs(r_of(case.x, case.y)) < 0.95


def uneven(case):
    return moderate(case) and np.all(np.diff(case.x)) and np.all(np.diff(case.y))


def all_different(case):
    return uneven(case) and len({*case.x.tolist()}) == len({*case.y.tolist()}) == len(case.x)


@cases("N", 8, 5, 3, fit=all_different)
def pairs(rng, N):
    x = rng.normal(4.0, 2.0, size=N)
    return {"x": x, "y": rng.uniform(-1.5, 1.5) * x + rng.normal(6.0, 2.0, size=N)}


@cases("N", 7, 4, fit=uneven)
def whole_numbers(rng, N):
    """x ends as it begins."""
    x = rng.choice(np.arange(-20, 20), size=N, replace=False)
    x[-1] = x[0]
    return {"x": x, "y": rng.integers(-20, 20, size=N)}


@cases("N offset", (9, 1e6), (6, -1e6), fit=uneven, exact=True)
def far_from_zero(rng, N, offset):
    x = rng.normal(size=N)
    return {"x": x + offset, "y": x + rng.normal(size=N) + 3 * offset}


@cases("constant unit", ("x", 0.25), ("y", 0.25), ("both", 1.0))
def one_constant(rng, constant, unit):
    """A multiple of a quarter, or a whole number: its mean is exact."""
    x, y = rng.normal(size=(2, 8))
    if constant != "y":
        x = np.full(8, unit * rng.integers(1, 40))
    if constant != "x":
        y = np.full(8, unit * rng.integers(1, 40))
    return {"x": x, "y": y}


@cases(
    "N constant", (7, "x"), (6, "y"), (10, "x"), (11, "both"), fit=lambda case: case["x"][0] != case["y"][0], exact=True
)
def decimal_constant(rng, N, constant):
    """A multiple of 0.01 whose computed mean is off."""
    c = np.zeros(N)
    while np.mean(c) == c[0]:
        c = np.full(N, rng.integers(1, 100) / 100)
    other = np.round(rng.normal(size=N), 2) if constant != "both" else c[::-1] + c
    return {"x": c, "y": other} if constant != "y" else {"x": other, "y": c}


@cases(
    "N odd which offset",
    *((N, odd, which, 0.0) for which in "xy" for N, odd in ((6, 0), (5, 2), (7, -1))),
    *((N, odd, which, 1e6) for which, N, odd in (("x", 5, 1), ("y", 4, -1))),
    fit=moderate,
    exact=True,
)
def nearly_constant(rng, N, odd, which, offset):
    """All entries of x or of y are equal, but for the first, one in between, or the last; around a million, too."""
    still, other = offset + all_but_one(rng, N, odd), np.round(rng.normal(size=N), 2)
    return {"x": still, "y": other} if which == "x" else {"x": other, "y": still}


far_out = scaled(pairs, x=1, y=1, scales=(-70, 70))

values = agrees("r is the covariance, divided by both deviations.", pairs, points=2)
integers = agrees("Integers give the same as floats.", whole_numbers, needs=[values])
constants = agrees("If x or y is constant, r is NaN.", one_constant, needs=[values])
inexact = agrees("A constant is one whatever rounding does to its mean.", decimal_constant, needs=[constants])
offset = agrees("Values around a million are not spoilt by rounding.", far_from_zero, needs=[values])
nearly = agrees("If a single entry differs from all others, nothing is constant.", nearly_constant, needs=[values])
extremes = agrees("It is right for tiny numbers and for huge ones.", far_out, needs=[values])


@check(points=1, kind="property")
def units_drop_out(student, pairs):
    """Other units change nothing, turning one quantity over changes the sign, and x goes with itself perfectly."""

    def moved(m, case):
        x, y = case.x, case.y
        return (
            m.pearson_r(x, y),
            m.pearson_r(2.0 * x + 3.0, y),
            m.pearson_r(x, 1.0 - 4.0 * y),
            m.pearson_r(y, x),
            [m.pearson_r(x, x), m.pearson_r(x, -x), m.pearson_r(x[:2], y[:2])],
        )

    for case, (r, moved_, turned, exchanged, ends) in student.each(moved, pairs):
        assert_law("r(2 x + 3, y) = r(x, y)", moved_, r, rtol=1e-10, what="r", where=case)
        assert_law("r(x, 1 − 4 y) = −r(x, y)", turned, -r, rtol=1e-10, what="r", where=case)
        assert_law("r(y, x) = r(x, y)", exchanged, r, rtol=1e-10, what="r", where=case)
        slope = np.sign((case.x[0] - case.x[1]) * (case.y[0] - case.y[1]))
        laws = ("r(x, x) = 1", 1.0), ("r(x, −x) = −1", -1.0), ("|r| = 1 for the first two points", slope)
        for (law, right), found in zip(laws, ends, strict=True):
            assert_law(law, found, right, what="r", where=case)


@check(points=1, kind="error")
def too_few(student):
    """Fewer than two samples raise ValueError."""
    for N, where in ((0, "x and y are empty"), (1, "x and y hold one number each")):
        given = np.full(N, 2.5)
        raises(student, ValueError, lambda m, given=given: m.pearson_r(given, given), where=where)


hygiene = hygiene_of(pairs)

FEW = "len(x) < 2"
X_EQUAL, Y_EQUAL = "np.all(x == x[0])", "np.all(y == y[0])"
DX_DY, BELOW = "x - np.mean(x), y - np.mean(y)", "(np.linalg.norm(dx) * np.linalg.norm(dy))"
R = f"dx @ dy / {BELOW}"

VARYING = {"units_drop_out": "How much a difference of large sums loses to rounding hangs on the numbers."}
BUGS = [
    patch(
        "x and y count as constant if their first two entries are equal",
        {X_EQUAL: "x[0] == x[1]", Y_EQUAL: "y[0] == y[1]"},
        hint="All entries must be equal: one that differs may stand anywhere.",
    ),
    patch(
        "x and y count as constant if they end as they begin",
        {X_EQUAL: "x[0] == x[-1]", Y_EQUAL: "y[0] == y[-1]"},
        hint="All entries must be equal: one that differs may stand anywhere.",
    ),
    patch(
        "the covariance is divided by N − 1, and the deviations by N",
        {R: "dx @ dy / (len(x) - 1) / (np.std(x) * np.std(y))"},
        hint="Take the same divisor for all three: np.cov has N − 1 and np.std has N, unless told otherwise.",
    ),
    patch(
        "the covariance is divided by N, and the deviations by N − 1",
        {R: "dx @ dy / len(x) / (np.std(x, ddof=1) * np.std(y, ddof=1))"},
        hint="Take the same divisor for all three.",
    ),
    patch(
        "the root below the fraction is missing",
        {BELOW: "(dx @ dx * (dy @ dy))"},
        hint="The sums of squares are below a root.",
    ),
    patch(
        "r is squared",
        {R: f"({R}) ** 2"},
        hint="r² is the share of variance that a line explains: r has a sign.",
    ),
    patch(
        "the sign is lost", {"dx @ dy /": "abs(dx @ dy) /"}, hint="r is negative where one grows and the other falls."
    ),
    patch(
        "the means stay",
        {DX_DY: "1.0 * x, 1.0 * y"},
        hint="That is the cosine of x and y themselves: subtract the means first.",
    ),
    patch(
        "the mean of y stays in the sums of squares",
        {BELOW: "(np.linalg.norm(dx) * np.linalg.norm(y * 1.0))"},
        hint="All three sums are made of deviations.",
    ),
    patch("the covariance is returned", {R: "dx @ dy / len(x)"}, hint="It has a unit: divide by both deviations."),
    patch(
        "it is divided by the variance of x alone",
        {BELOW: "(dx @ dx)"},
        hint="That is the slope of a line through the points: divide by both deviations.",
    ),
    patch(
        "the medians are subtracted",
        {DX_DY: "x - np.median(x), y - np.median(y)"},
        hint="Deviations are those from the mean.",
    ),
    patch(
        "one sum of products is made, N Σ xy − Σx Σy",
        {
            R: (
                "(len(x) * np.sum(1.0 * x * y) - np.sum(x) * np.sum(y)) / np.sqrt(np.abs("
                "(len(x) * np.sum(1.0 * x**2) - np.sum(x) ** 2) * (len(x) * np.sum(1.0 * y**2) - np.sum(y) ** 2)))"
            )
        },
        hint="Around a million the terms are 10¹³, and their difference is lost: subtract the means first.",
    ),
    patch(
        "of integers, means are cut to integers",
        {DX_DY: "x - x.dtype.type(np.mean(x)), y - y.dtype.type(np.mean(y))"},
        hint="The mean of 1 and 2 is 1.5: a float whatever x is.",
    ),
    patch(
        "a small number is added below",
        {BELOW: "(np.linalg.norm(dx) * np.linalg.norm(dy) + 1e-8)"},
        hint="Where x and y are small, that is all that stands there. What is constant is asked for before.",
    ),
    patch(
        "a constant gives 0",
        {"return np.nan": "return 0.0"},
        hint="0 would say that they are not related; nothing is known: NaN.",
    ),
    patch(
        "a constant raises an exception",
        {"return np.nan": 'raise ValueError("constant")'},
        hint="r is NaN then, and no error.",
    ),
    patch(
        "only x is looked at for being constant",
        {Y_EQUAL: "False", R: f"np.divide(dx @ dy, {BELOW}) if dy.any() else np.inf"},
        hint="If y is constant there is no r, either.",
    ),
    patch(
        "a constant is looked for by its computed deviation",
        {X_EQUAL: "np.std(x) == 0", Y_EQUAL: "np.std(y) == 0"},
        hint="Of 0.1, seven times, it is 10⁻¹⁷: ask whether the values are equal.",
    ),
    patch(
        "x is taken for constant if it ends as it begins",
        {X_EQUAL: "x[0] == x[-1]"},
        hint="All values have to be equal.",
    ),
    patch(
        "fewer than two samples give NaN",
        {FEW: "False", X_EQUAL: "len(x) < 2 or np.all(x == x[0])"},
        hint="Raise ValueError.",
    ),
    patch(
        "one sample gives NaN",
        {FEW: "len(x) < 1"},
        hint="One point has no direction: fewer than two samples raise ValueError.",
    ),
    patch(
        "an empty x gives NaN",
        {FEW: "len(x) == 1", X_EQUAL: "len(x) < 1 or np.all(x == x[0])"},
        hint="Raise ValueError.",
    ),
    patch(
        "x and y count as constant if all entries are close to the first",
        {X_EQUAL: "np.allclose(x, x[0])", Y_EQUAL: "np.allclose(y, y[0])"},
        hint="Around a million, or where all is tiny, what is close may still differ: ask whether the values are equal.",
    ),
    patch(
        "x and y count as constant if they hardly vary",
        {X_EQUAL: "np.std(x) < 1e-12", Y_EQUAL: "np.std(y) < 1e-12"},
        hint="Small numbers may be all that there is: ask whether the values are equal.",
    ),
    patch(
        "x and y must both be constant to give NaN",
        {f"{X_EQUAL} or {Y_EQUAL}": f"{X_EQUAL} and {Y_EQUAL}"},
        hint="One constant is enough, or: what is computed of it is made of rounding.",
    ),
    patch(
        "a constant y gives 0",
        {f"if {X_EQUAL} or {Y_EQUAL}:": f"if not {X_EQUAL} and {Y_EQUAL}:\n        return 0.0\n    if {X_EQUAL}:"},
        hint="If y is constant there is no r, either: NaN, as for x.",
    ),
    patch(
        "x and y count as constant if another entry is equal to the first",
        {X_EQUAL: "np.any(x[1:] == x[0])", Y_EQUAL: "np.any(y[1:] == y[0])"},
        hint="All entries must be equal: np.all, not np.any.",
    ),
    patch(
        "x and y count as constant if two neighbours are equal",
        {X_EQUAL: "np.any(x[1:] == x[:-1])", Y_EQUAL: "np.any(y[1:] == y[:-1])"},
        hint="All entries must be equal: np.all, not np.any.",
    ),
    patch(
        "the moduli of the deviations are summed below, and not their squares",
        {BELOW: "(np.sum(np.abs(dx)) * np.sum(np.abs(dy)))"},
        hint="Below stand the roots of the sums of squares.",
    ),
    patch(
        "it is multiplied by the root for y, and not divided by it",
        {BELOW: "np.linalg.norm(dx) * np.linalg.norm(dy)"},
        hint="a / b * c multiplies by c: both roots stand below, in brackets.",
    ),
    patch(
        "the products of the deviations are squared below",
        {BELOW: "np.linalg.norm(dx * dy)"},
        hint="Below stand two sums of squares, one for x and one for y, which are multiplied after they have been summed.",
    ),
    patch(
        "the sums of squares are added below, and not multiplied",
        {BELOW: "np.sqrt(dx @ dx + dy @ dy)"},
        hint="Below stands the root of the product of both sums.",
    ),
    patch(
        "ranks are correlated",
        {DX_DY: "*(np.argsort(np.argsort(v)) - (len(x) - 1) / 2 for v in (x, y)),"},
        hint="That is Spearman's coefficient: here the values themselves count.",
    ),
    patch(
        "the covariance and the variance of x are divided by N − 1, and that of y by N",
        {R: f"{R} * np.sqrt(len(x) / (len(x) - 1))"},
        hint="Take the same divisor for all three: np.cov has N − 1, np.var and np.std have N, unless told otherwise.",
    ),
    patch(
        "two samples are refused",
        {FEW: "len(x) < 3"},
        hint="Two samples have an r, 1 or −1: fewer than two are refused.",
    ),
    patch(
        "the steps from one entry to the next are taken for the deviations",
        {DX_DY: "np.diff(x), np.diff(y)"},
        hint="Deviations are those from the mean: the order of the samples does not matter.",
    ),
    patch(
        "x and y are sorted, each by itself",
        {DX_DY: "np.sort(x) - np.mean(x), np.sort(y) - np.mean(y)"},
        hint="What was measured on the same sample has to stay together.",
    ),
    patch(
        "the mean of x is subtracted from y, too",
        {DX_DY: "x - np.mean(x), y - np.mean(x)"},
        hint="The deviations of y are those from its own mean.",
    ),
]

AXIS_0 = "x and y have one axis: along it is over all"
SYMMETRIC = "x and y change places everywhere, and r is symmetric"
EQUIVALENT = {
    **{
        f"pearson_r: {call}) → {call}, axis=0)": AXIS_0
        for v in "xy"
        for call in (f"np.all({v} == {v}[0]", f"np.mean({v}", f"np.linalg.norm(d{v}")
    },
    **{
        f"pearson_r: {v}[0] → {v}[{i}]": "if all are equal to one of them, it does not matter to which"
        for v in "xy"
        for i in (1, -1)
    },
    "pearson_r: dx @ dy → (dx @ dy).T": "a number is its own transpose",
    "pearson_r: dx @ dy → dy @ dx": "an inner product is symmetric",
    "pearson_r: dx @ dy → dy @ dy, and alike": SYMMETRIC,
    "pearson_r: x == x[0] → y == x[0], and alike": SYMMETRIC,
}


@variant
def of_numpy(x, y):
    if x.size < 2:
        raise ValueError("two samples at least")
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return float("nan")
    return np.corrcoef(x, y)[0, 1]


@variant
def mean_of_products(x, y):
    """Both standardised, then the mean of the products."""
    if x.shape[0] <= 1:
        raise ValueError
    if len(set(x.tolist())) == 1 or len(set(y.tolist())) == 1:
        return np.nan
    return np.mean((x - x.mean()) / x.std() * ((y - y.mean()) / y.std()))


@variant
def loop(x, y):
    N = len(x)
    if N < 2:
        raise ValueError("two samples at least")
    x_mean, y_mean = sum(map(float, x)) / N, sum(map(float, y)) / N
    products = x_squares = y_squares = 0.0
    for a, b in zip(x, y, strict=True):
        products += (a - x_mean) * (b - y_mean)
        x_squares += (a - x_mean) ** 2
        y_squares += (b - y_mean) ** 2
    if min(x) == max(x) or min(y) == max(y):
        return float("nan")
    return products / (x_squares**0.5 * y_squares**0.5)


@variant
def slopes(x, y):
    """The geometric mean of both regression slopes."""
    if len(y) < 2:
        raise ValueError
    if not (np.any(x != x[0]) and np.any(y != y[0])):
        return np.nan
    cov = np.cov(x, y)
    return np.sign(cov[0, 1]) * np.sqrt(cov[0, 1] / cov[0, 0] * (cov[0, 1] / cov[1, 1]))

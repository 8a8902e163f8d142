"""Checks, known bugs and variants of chapter01/standardize_columns."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("Z", "mean", "std"),
    minutes=15,
    hints=(
        "Mean and deviation along axis 0 have shape (D,): one number a column. How are they broadcast against (N, D)?",
        "For columns that vary, (X − mean) / std is all. What does it give where a column is constant?",
        "X == X[0] compares every row with the first. A column is constant if that is true all the way down.",
        "np.where(constant, 0.0, …) for std and Z; divide by np.where(constant, 1.0, std), so that nothing is 0 / 0.",
    ),
)


def without_ties(case):
    """Entries of a column are all different, or all equal: rounded to three digits, some would agree by chance."""
    return all(len(np.unique(column)) in (1, len(column)) for column in case.X.T)


@cases("N D", (7, 5), (4, 4), (6, 1), fit=without_ties)
def table(rng, N, D):
    return {"X": rng.normal(3.0, 2.0, size=D) + rng.uniform(0.5, 5.0, size=D) * rng.normal(size=(N, D))}


@cases("N D", (6, 4), (3, 3))
def whole_numbers(rng, N, D):
    X = rng.integers(-9, 10, size=(N, D))
    X[:2] = rng.permuted(np.tile([[-4], [5]], D), axis=0)
    X[-1] = X[0]
    return {"X": X}


def with_constants(rng, N, D, unit):
    """A table in which every other column is constant, at a multiple of a unit."""
    X = rng.normal(size=(N, D))
    X[:, rng.integers(2) :: 2] = unit * rng.integers(1, 40)
    return {"X": X}


@cases("N D unit", (7, 5, 0.25), (4, 4, -0.5), fit=without_ties)
def some_constant(rng, N, D, unit):
    return with_constants(rng, N, D, unit)


@cases("N D", (7, 6), (5, 3))
def nearly_constant(rng, N, D):
    """Columns of equal entries, but for the first, the last or one in between."""
    places = rng.permutation(np.resize([0, N // 2, N - 1], D))
    return {"X": np.stack([all_but_one(rng, N, odd) for odd in places], axis=1)}


@cases("D", 5, 1)
def one_sample(rng, D):
    return {"X": rng.normal(size=(1, D))}


@cases("N D unit", (7, 5, 0.01), (7, 4, 0.01), (6, 5, -0.01), (10, 3, 0.01), exact=True)
def decimal_constant(rng, N, D, unit):
    """Constants that have no exact mean."""
    return with_constants(rng, N, D, unit)


@cases("N D unit", (7, 5, 1e-9), (4, 4, 1e-7), (5, 3, 1e-5), (4, 3, 1e-70), (4, 3, 1e70), fit=without_ties)
def small(rng, N, D, unit):
    return {"X": unit * rng.normal(size=(N, D))}


@cases("N D offset", (7, 5, 1e6), (4, 4, -1e6), exact=True)
def far_from_zero(rng, N, D, offset):
    return {"X": offset + rng.normal(size=(N, D))}


shapes = shaped("Z has the shape of X; mean and std have an entry for each column.", table)
values = agrees("Each column has its own mean taken off, and is divided by its own deviation.", table, points=2)
integers = agrees("Integers are standardised as if they were floats.", whole_numbers, needs=[values])
constants = agrees("In a constant column Z and std are 0.", some_constant, needs=[values])
alone = agrees("A single sample is a table of constant columns.", one_sample, needs=[constants])
nearly = agrees(
    "A column in which a single entry differs is not constant, wherever it stands.", nearly_constant, needs=[values]
)
inexact = agrees(
    "A column is constant if its entries are equal, whatever rounding does.", decimal_constant, needs=[constants]
)
tiny = agrees("Columns of small numbers, and of huge ones, are scaled like all others.", small, needs=[values])
offset = agrees("Columns around a million are not spoilt by rounding.", far_from_zero, needs=[values])


@check(points=1, kind="property")
def standardised(student, table, whole_numbers):
    """Columns of Z have mean 0 and mean square 1, and Z · std + mean is X."""
    for case, (Z, mean, std) in student.standardize_columns.on([*table, *whole_numbers]):
        D = len(mean)
        assert_law("Σ_n Z[n, d] / N = 0", Z.mean(axis=0), np.zeros(D), scale=1.0, what="Z", where=case)
        assert_law("Σ_n Z[n, d]² / N = 1", np.mean(Z**2, axis=0), np.ones(D), what="Z", where=case)
        assert_law("Z · std + mean = X", Z * std + mean, case.X, what="Z", where=case)


@check(points=1, kind="property")
def units_drop_out(student, table):
    """A unit of its own for each column, and zero elsewhere, change nothing; reversed columns reverse their sign."""

    def moved(m, case):
        c = np.arange(case.X.shape[1]) - 2.0
        Z, _, std = m.standardize_columns(case.X)
        rescaled, _, wider = m.standardize_columns(2.0**c * case.X + c)
        return Z, std, rescaled, wider, m.standardize_columns(-case.X)[0]

    for case, (Z, std, rescaled, wider, reversed_) in student.each(moved, table):
        units = 2.0 ** (np.arange(len(std)) - 2.0)
        law = "if column d becomes 2ᵈ⁻² X + d − 2, Z stays"
        assert_law(law, rescaled, Z, rtol=1e-10, what="Z", where=case)
        assert_law(
            "if column d becomes 2ᵈ⁻² X + d − 2, std becomes 2ᵈ⁻² std",
            wider,
            units * std,
            rtol=1e-10,
            what="std",
            where=case,
        )
        assert_law("Z(−X) = −Z(X)", reversed_, -Z, what="Z", where=case)


hygiene = hygiene_of(table)

MEAN, CONSTANT, STD = "X.mean(axis=0)", "np.equal(X, X[0]).all(axis=0)", "np.where(constant, 0.0, X.std(axis=0))"
DIVIDE = "np.divide(X - mean, std, out=np.zeros(X.shape), where=~constant)"

BUGS = [
    patch(
        "a column counts as constant if its first two entries are equal",
        {CONSTANT: "np.equal(X[:2], X[0]).all(axis=0)"},
        hint="All entries must be equal: one that differs may stand anywhere.",
    ),
    patch(
        "one mean is taken over all columns",
        {MEAN: "np.full(X.shape[1], X.mean())"},
        hint="Every column has a mean of its own: axis=0.",
    ),
    patch(
        "one deviation is taken over all columns",
        {"X.std(axis=0)": "X.std()"},
        hint="Every column has a deviation of its own: axis=0.",
    ),
    patch(
        "mean and deviation of the whole table are used",
        {MEAN: "np.full(X.shape[1], X.mean())", "X.std(axis=0)": "X.std()"},
        hint="Features have units of their own: axis=0.",
    ),
    patch(
        "deviations are divided by N − 1",
        {"X.std(axis=0)": "X.std(axis=0, ddof=min(1, len(X) - 1))"},
        hint="The deviation of these N numbers is asked for: divide by N, ddof=0.",
    ),
    patch(
        "Z is divided by the variance",
        {DIVIDE: DIVIDE.replace("std,", "std**2,")},
        hint="The variance is a square, and has the square of X's unit: divide by its root.",
    ),
    patch(
        "the variance is returned for std",
        {"Z, mean, std\n": "Z, mean, std**2\n"},
        hint="std is the root of the variance.",
    ),
    patch("the mean stays", {DIVIDE: DIVIDE.replace("X - mean", "X")}, hint="Subtract the mean before you divide."),
    patch(
        "the mean is taken off after the division",
        {DIVIDE: "np.divide(X, std, out=np.zeros(X.shape), where=~constant) - np.where(constant, 0.0, mean)"},
        hint="The mean has X's unit: subtract it first.",
    ),
    patch(
        "Z has the wrong sign",
        {"X - mean": "mean - X"},
        hint="What is larger than the mean is positive.",
    ),
    patch(
        "nothing is divided", {DIVIDE: "np.where(constant, 0.0, X - mean)"}, hint="The deviation of Z has to be 1, too."
    ),
    patch(
        "columns are mapped to 0 … 1",
        {
            DIVIDE: (
                "np.divide(X - X.min(axis=0), X.max(axis=0) - X.min(axis=0), out=np.zeros(X.shape), where=~constant)"
            )
        },
        hint="That is min-max scaling: one outlier decides it. Use mean and deviation.",
    ),
    patch(
        "the mean modulus of deviations is taken",
        {"X.std(axis=0)": "np.abs(X - mean).mean(axis=0)"},
        hint="The standard deviation is the root of the mean square.",
    ),
    patch(
        "std and mean are exchanged",
        {"Z, mean, std\n": "Z, std, mean\n"},
        hint="The order is Z, mean, std.",
    ),
    patch(
        "mean and std keep an axis of length 1",
        {"Z, mean, std\n": "Z, mean[None], std[None]\n"},
        hint="One number for each column: shape (D,).",
    ),
    patch(
        "Z is cut to integers if X has them",
        {"Z, mean, std\n": "Z.astype(X.dtype), mean, std\n"},
        hint="Z is float64 whatever X is.",
    ),
    patch(
        "constant columns are divided by 0",
        {STD: "X.std(axis=0)", DIVIDE: "(X - mean) / std"},
        hint="0 / 0 is NaN: where the column is constant, Z is 0.",
    ),
    patch(
        "a column is only taken for constant if its computed deviation is 0",
        {CONSTANT: "X.std(axis=0) == 0"},
        hint="Rounding leaves about 1e-17 of it: ask whether all entries are equal.",
    ),
    patch(
        "a constant column is returned with the deviation 1",
        {STD: "np.where(constant, 1.0, X.std(axis=0))"},
        hint="1 is what to divide by; the deviation that it has is 0.",
    ),
    patch(
        "a constant column keeps its values",
        {"out=np.zeros(X.shape)": "out=np.array(X, float)"},
        hint="Its mean is taken off as well: Z is 0.",
    ),
    patch(
        "columns that vary little are taken for constant",
        {CONSTANT: "X.std(axis=0) < 1e-8"},
        hint="Small numbers may be all that there is, in a large unit. Ask whether the entries are equal.",
    ),
    patch(
        "columns are compared up to rounding, with a tolerance",
        {CONSTANT: "np.isclose(X, X[0]).all(axis=0)"},
        hint="Small numbers, and large ones that differ little, are close (np.isclose), and not equal: use ==.",
    ),
    patch(
        "a column is taken for constant if it ends as it begins",
        {CONSTANT: "X[0] == X[-1]"},
        hint="All entries have to be equal, those between as well.",
    ),
    patch(
        "only the first two samples decide whether a column is constant",
        {CONSTANT: "X[0] == X[1]"},
        hint="All entries have to be equal, and there may be no second sample.",
    ),
    patch(
        "a small number is added to the deviation",
        {DIVIDE: "(X - mean) / (std + 1e-8)"},
        hint="Columns of small numbers are no longer scaled to 1: treat constant columns by themselves.",
    ),
    patch(
        "the variance is computed as a difference of mean squares",
        {"X.std(axis=0)": "np.sqrt(np.abs((X * 1.0 * X).mean(axis=0) - mean**2))"},
        hint="Around a million the squares are 10¹², and their difference is lost: subtract the mean first.",
    ),
    patch(
        "a small number is added to the deviation of columns that vary",
        {DIVIDE: "np.where(constant, 0.0, (X - mean) / (std + 1e-8))"},
        hint="Constant columns are taken care of already; columns of small numbers are no longer scaled to 1.",
    ),
]

EQUIVALENT = {
    "standardize_columns: np.where(constant, 0.0, X.std(axis=0)) → X.std(axis=0)": (
        "what rounding leaves of a constant c is at most N c · 1e-16: 0 to every tolerance"
    ),
    "standardize_columns: X[0] → X[-1]": "if all entries equal one of them, it does not matter which",
}


@bug("rows are standardised", hint="Axis 0 counts the samples: statistics are taken along it, one for each column.")
def by_row(X):
    mean, std = X.mean(axis=1), X.std(axis=1)
    Z = (X - mean[:, None]) / np.where(std == 0, 1.0, std)[:, None]
    return Z, mean, std


@variant
def masked(X):
    constant = np.ptp(X, axis=0) == 0
    mean = np.where(constant, X[0], np.sum(X, axis=0) / X.shape[0])
    C = X - mean
    std = np.sqrt(np.einsum("nd,nd->d", C, C) / X.shape[0])
    return C / (std + constant), mean, std


@variant
def welford(X):
    """Sample by sample: the first is the mean exactly, and what equals the mean moves nothing."""
    mean, squares = np.zeros(X.shape[1]), np.zeros(X.shape[1])
    for n, x in enumerate(X, start=1):
        step = x - mean
        mean = mean + step / n
        squares = squares + step * (x - mean)
    std = np.sqrt(squares / len(X))
    with np.errstate(invalid="ignore"):
        return np.nan_to_num((X - mean) / std), mean, std


@variant
def column_by_column(X):
    Z, means, stds = [], [], []
    for column in X.T.tolist():
        m = sum(column) / len(column)
        s = (sum((x - m) ** 2 for x in column) / len(column)) ** 0.5
        if len(set(column)) == 1:
            m, s = float(column[0]), 0.0
        Z.append([(x - m) / s if s else 0.0 for x in column])
        means.append(m)
        stds.append(s)
    return [np.transpose(Z), np.array(means), np.array(stds)]

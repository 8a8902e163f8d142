"""Checks, known bugs and variants of chapter01/select_submatrix."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("S",),
    minutes=10,
    hints=(
        "How many numbers has the result, if 3 rows and 2 columns are chosen? How many pairs do two lists of indices make?",
        "Choose along one axis at a time. What is X[row_mask], and what can be taken of that?",
        "In Z[:, cols] the slice stands for all rows: each of them meets every column.",
    ),
)


def choice(rng, N, D, r, k):
    """A mask of r rows, and k columns: some are counted from the end, and some named twice."""
    mask = np.isin(np.arange(N), rng.permutation(N)[:r])
    cols = rng.integers(D, size=k)
    named = min(k, 4) if k > 1 else 0
    cols[rng.permutation(k)[:named]] = [-2, D - 2, -1, -1][:named]
    return {"row_mask": mask, "cols": cols}


@cases("N D r k", (7, 5, 3, 4), (4, 4, 3, 4), (6, 4, 3, 3), (5, 3, 2, 7))
def table(rng, N, D, r, k):
    return {"X": rng.normal(size=(N, D)), **choice(rng, N, D, r, k)}


@cases("N D r k", (6, 5, 1, 4), (1, 5, 1, 6), (7, 3, 7, 1), (5, 4, 3, 1), (4, 3, 1, 1), (1, 1, 1, 1))
def single(rng, N, D, r, k):
    """One row or one column is chosen, or one of each."""
    return {"X": rng.normal(size=(N, D)), **choice(rng, N, D, r, k)}


@cases("N D r k", (5, 4, 0, 3), (6, 4, 3, 0), (3, 3, 0, 0))
def nothing_chosen(rng, N, D, r, k):
    return {"X": rng.normal(size=(N, D)), **choice(rng, N, D, r, k)}


@cases("r k", (0, 3), (2, 0))
def no_integers(rng, r, k):
    return {"X": rng.integers(100, size=(5, 4)), **choice(rng, 5, 4, r, k)}


@cases("N D", (4, 3), (1, 2))
def everything(rng, N, D):
    return {"X": rng.normal(size=(N, D)), "row_mask": np.ones(N, dtype=bool), "cols": np.arange(D)}


@cases("dtype", "int64", "bool", "uint8", "complex128")
def other_numbers(rng, dtype):
    """Numbers that float64 would change: more than 53 bits, bools, bytes, complex numbers."""
    X = rng.integers(2**62, size=(6, 4))
    X = {"int64": X, "bool": X % 2 == 0, "uint8": X.astype(np.uint8), "complex128": rng.normal(size=(6, 4)) + 1j}[dtype]
    return {"X": X, **choice(rng, 6, 4, 3, 4)}


shapes = shaped("There is a row for each True, and a column for each entry of cols.", table)
far = scaled(table, X=1)
values = agrees("Every chosen row meets every chosen column, in the order of cols, as often as named.", table, points=2)
every_scale = agrees("Tiny numbers and huge ones are chosen as they are.", far, needs=[values])
one = agrees("A single row or column still makes a table.", single, needs=[values])
none = agrees("No rows, or no columns, still make a table.", nothing_chosen, needs=[values])


@check(points=1, needs=[values])
def unchanged(student, reference, table, other_numbers, no_integers):
    """The numbers are X's own, to the last bit: integers, bools, bytes and complex numbers stay what they are."""
    cases = [*table, *other_numbers, *no_integers]
    results = zip(student.select_submatrix.on(cases), reference.select_submatrix.on(cases), strict=True)
    for (case, S), (_, wanted) in results:
        assert_identical(S, wanted, names=("S",), where=case)


@check(points=1, kind="property")
def one_entry_each(student, table):
    """Entry (i, j) alone is the choice of one row and one column."""

    def corners(m, case):
        rows, N = np.flatnonzero(case.row_mask)[[0, -1]], len(case.X)
        S = m.select_submatrix(case.X, case.row_mask, case.cols)
        alone = [[m.select_submatrix(case.X, np.arange(N) == n, case.cols[[j]]) for j in (0, -1)] for n in rows]
        return S[[0, -1]][:, [0, -1]], alone

    for case, (of_S, alone) in student.each(corners, table):
        assert_shapes(alone, [[np.zeros((1, 1))] * 2] * 2, names=("S",), where=case)
        assert_law("S[i, j] = X[rows[i], cols[j]]", np.block(alone), of_S, what="S", where=case)


@check(points=1, kind="state")
def own_memory(student, table, single, everything):
    """What is written to S does not show in X."""

    def written(m, case):
        X = constant(m, case.X)
        S = m.select_submatrix(X, case.row_mask, case.cols)
        S += 1.0
        return X + 0.0  # as it is by then

    for case, X in student.each(written, [*table, *single, *everything]):
        if not np.array_equal(X, case.X):
            fail("1 was added to S, and X changed with it.", case)


hygiene = hygiene_of(table)

CHOICE = "X[row_mask][:, cols]"

BUGS = [
    patch(
        "numbers beyond a million are clipped",
        {CHOICE: "np.clip(X, -1e6, 1e6)[np.ix_(row_mask, cols)] if X.dtype.kind == 'f' else X[np.ix_(row_mask, cols)]"},
        hint="Entries are chosen, and none is changed.",
    ),
    patch(
        "rows and columns are paired",
        {CHOICE: "X[row_mask, cols]"},
        hint="Two lists in one pair of brackets give single points: choose rows first, then columns.",
    ),
    patch(
        "rows and columns are paired, and the shape is filled up",
        {CHOICE: "np.resize(X[np.resize(np.flatnonzero(row_mask), len(cols)), cols], (row_mask.sum(), len(cols)))"},
        hint="Every chosen row meets every chosen column: choose rows first, then columns.",
    ),
    patch(
        "columns are sorted, and each is taken once",
        {CHOICE: "X[row_mask][:, np.isin(np.arange(X.shape[1]), cols % X.shape[1])]"},
        hint="A mask of columns forgets order and repeats: index with cols itself.",
    ),
    patch(
        "columns are taken in ascending order",
        {CHOICE: "X[row_mask][:, np.sort(cols)]"},
        hint="Columns come in the order of cols.",
    ),
    patch(
        "repeated columns are dropped",
        {CHOICE: "X[row_mask][:, list(dict.fromkeys(cols.tolist()))]"},
        hint="A column that is named twice comes twice.",
    ),
    patch(
        "the mask is used as a list of row numbers",
        {CHOICE: "X[row_mask.astype(int)][:, cols]"},
        hint="As numbers, False and True are rows 0 and 1. Leave the mask a mask.",
    ),
    patch(
        "the rows that are masked False are taken", {CHOICE: "X[~row_mask][:, cols]"}, hint="True means: take this row."
    ),
    patch("all rows are taken", {CHOICE: "X[:, cols]"}, hint="Only rows where the mask is True."),
    patch("all columns are taken", {CHOICE: "X[row_mask]"}, hint="Of the chosen rows, the columns in cols."),
    patch("S is transposed", {CHOICE: "X[row_mask][:, cols].T"}, hint="Rows stay rows: (r, k)."),
    patch(
        "rows that are not chosen are filled with zeros",
        {CHOICE: "(X * row_mask[:, None])[:, cols]"},
        hint="Rows that are not chosen are left out: S has r rows.",
    ),
    patch(
        "negative columns are counted from the beginning",
        {CHOICE: "X[row_mask][:, np.abs(cols)]"},
        hint="−1 is the last column.",
    ),
    patch(
        "negative columns are counted from the number of rows",
        {CHOICE: "X[row_mask][:, np.where(cols < 0, cols + len(X), cols)]"},
        hint="The last column is D − 1, not N − 1: X.shape[1]. NumPy counts negative indices from the end by itself.",
    ),
    patch(
        "negative columns are one too far to the left",
        {CHOICE: "X[row_mask][:, np.where(cols < 0, cols - 1, cols)]"},
        hint="−1 is the last column, −2 the one before.",
    ),
    patch(
        "an axis of length 1 gets lost",
        {CHOICE: "X[row_mask][:, cols].squeeze()"},
        hint="One row or one column still is a table.",
    ),
    patch(
        "everything is turned into floats",
        {CHOICE: "X[row_mask][:, cols].astype(float)"},
        hint="S has the dtype of X.",
    ),
    patch(
        "where nothing is chosen, the table has no shape",
        {CHOICE: "np.array([[row[c] for c in cols] for row in X[row_mask]], X.dtype)"},
        hint="No rows of k columns are (0, k): an empty list does not know that.",
    ),
    patch(
        "all rows from the first True to the last are taken",
        {CHOICE: ("X[np.logical_or.accumulate(row_mask) & np.logical_or.accumulate(row_mask[::-1])[::-1]][:, cols]")},
        hint="The mask may have gaps: X[row_mask] takes the rows that are True, and no other.",
    ),
    patch(
        "the axis of the rows gets lost where one row is chosen",
        {CHOICE: "X[np.squeeze(np.argwhere(row_mask))][..., cols]"},
        hint="One row still is a table: a list of one row number must stay a list.",
    ),
    patch(
        "columns are sorted by their numbers, negative ones first, and each is taken once",
        {CHOICE: "X[row_mask][:, np.unique(cols)]"},
        hint="np.unique sorts, and drops repeats: columns come in the order of cols, as often as they are named.",
    ),
    patch(
        "negative columns are left out",
        {CHOICE: "X[row_mask][:, cols[cols >= 0]]"},
        hint="−1 is the last column, and NumPy counts negative indices from the end by itself.",
    ),
    patch(
        "only the first of the chosen rows is taken",
        {CHOICE: "X[[np.argmax(row_mask)]][:, cols]"},
        hint="np.argmax of a mask is the first True alone: X[row_mask] takes all of them.",
    ),
    patch(
        "as many rows as are masked True are taken from the top",
        {CHOICE: "X[: row_mask.sum()][:, cols]"},
        hint="Row i of S is row rows[i] of X, the place of the i-th True, and not row i.",
    ),
    patch(
        "where no row is chosen, S has no columns either",
        {CHOICE: "(X[row_mask][:, cols] if row_mask.any() else np.zeros((0, 0), X.dtype))"},
        hint="No rows of k columns are (0, k).",
    ),
    patch(
        "a table (k, r) is reshaped to (r, k)",
        {CHOICE: "X[row_mask][:, cols].T.reshape(row_mask.sum(), len(cols))"},
        hint="From (k, r) to (r, k) it takes a transpose: reshape puts entries into other places.",
    ),
    patch(
        "columns are counted from 1",
        {CHOICE: "X[row_mask][:, cols - 1]"},
        hint="cols holds indices of NumPy: 0 is the first column.",
    ),
    patch(
        "the columns in cols are left out, and the others taken",
        {CHOICE: "np.delete(X[row_mask], cols, axis=1)"},
        hint="np.delete drops columns. X[row_mask][:, cols] takes those that are named.",
    ),
    patch(
        "S is made of lists of numbers, and gets a dtype of its own",
        {
            CHOICE: (
                "np.array([[row[c] for c in cols] for row in X[row_mask].tolist()]).reshape(row_mask.sum(), len(cols))"
            )
        },
        hint="np.array of a list knows nothing of X's dtype: np.array(…, dtype=X.dtype), or index X itself.",
    ),
    patch(
        "where nothing is chosen, S is made of an empty list, and holds floats",
        {CHOICE: "(X[row_mask][:, cols] if row_mask.any() and cols.size else np.zeros((row_mask.sum(), len(cols))))"},
        hint="An empty list knows nothing of X's dtype: np.array(…, dtype=X.dtype), or index X itself.",
    ),
    patch(
        "X itself is returned where everything is chosen",
        {
            f"return {CHOICE}": f"if row_mask.all() and np.array_equal(cols, np.arange(X.shape[1])):\n        return X\n    return {CHOICE}"
        },
        hint="S is a copy there as well: X.copy().",
    ),
]


@bug("a single column is taken as a slice, a window on X", hint="What a slice gives shares X's memory: copy it.")
def by_slices(X, row_mask, cols):
    rows = np.flatnonzero(row_mask)
    if len(rows) == len(X) and len(cols) == 1:
        c = cols[0] % X.shape[1]
        return X[:, c : c + 1]
    return X[np.ix_(rows, cols)]


@variant
def grid(X, row_mask, cols):
    return X[np.ix_(row_mask, cols)]


@variant
def columns_first(X, row_mask, cols):
    return np.compress(row_mask, np.take(X, cols, axis=1), axis=0)


@variant
def entry_by_entry(X, row_mask, cols):
    rows = [n for n in range(len(X)) if row_mask[n]]
    S = np.zeros((len(rows), len(cols)), X.dtype)
    for i, n in enumerate(rows):
        for j, d in enumerate(cols):
            S[i, j] = X[n, d]
    return S


@variant
def broadcast(X, row_mask, cols):
    return X[row_mask.nonzero()[0].reshape(-1, 1), cols]

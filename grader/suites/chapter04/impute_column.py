"""Checks, known bugs and variants of chapter04/impute_column."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("filled",),
    requires=("chapter04/median",),
    minutes=12,
    hints=(
        "Take one column with a gap, as a list on paper. Which numbers does its median come from?",
        "np.isnan(x) is a mask of the gaps, and ~mask one of the rest. What are x[~mask] and x[mask] = …?",
        "np.nanmedian(X, axis=0) has one median for each column; np.where takes it at the gaps. Or go through the columns "
        "one by one.",
    ),
)


def gaps_in(X, counts, rng):
    """Put so many gaps into each column."""
    for d, count in enumerate(counts):
        X[rng.choice(len(X), size=count, replace=False), d] = np.nan
    return X


def table_of(rng, N, D):
    return rng.normal(3.0, 2.0, size=D) + rng.exponential(4.0, size=(N, D))


def all_different(case):
    """No column has an entry twice, also to three digits."""
    return all(len(np.unique(seen)) == len(seen) for seen in (column[~np.isnan(column)] for column in case.X.T))


@cases("N gaps", (7, (2, 4, 0, 3)), (5, (1, 2, 2, 0, 3)), (6, (2,)), (4, (1, 3)), (3, (0, 0)), fit=all_different)
def table(rng, N, gaps):
    """Of some columns an even number of entries is left, of others an odd one."""
    return {"X": gaps_in(table_of(rng, N, len(gaps)), rng.permutation(gaps), rng)}


@cases("N D", (5, 3), (1, 4))
def without_gaps(rng, N, D):
    return {"X": table_of(rng, N, D)}


@cases("N gaps", (5, (5, 2, 0)), (4, (4, 1)), (1, (1, 0, 1)))
def empty_column(rng, N, gaps):
    return {"X": gaps_in(table_of(rng, N, len(gaps)), rng.permutation(gaps), rng)}


@cases("N zeros", (7, 3), (6, 2))
def zeros(rng, N, zeros):
    """Zeros that were observed, and negative numbers."""
    X = gaps_in(rng.normal(size=(N, 3)), (2, 1, 3), rng)
    for column in X.T:
        column[rng.choice(np.flatnonzero(~np.isnan(column)), size=zeros, replace=False)] = 0.0
    return {"X": X}


far_out = scaled(table, X=1)

values = agrees("Each gap holds the median of what was observed in its column.", table, points=2)
whole = agrees("Where there is no gap, nothing changes.", without_gaps)
unknown = agrees("A column in which nothing was observed stays NaN.", empty_column, needs=[values])
observed_zeros = agrees("A 0 that was observed is no gap.", zeros, needs=[values])
extremes = agrees("It is right for tiny numbers and for huge ones.", far_out, needs=[values])


@check(points=1, kind="property")
def observed(student, table):
    """What was observed is there to the last bit, columns keep their medians, and rows their places."""

    def turned(m, case):
        return m.impute_column(case.X), m.impute_column(case.X[::-1])

    for case, (filled, reversed_) in student.each(turned, table):
        seen = ~np.isnan(case.X)
        if not np.array_equal(filled[seen], case.X[seen]):
            fail("What was observed has changed.", case)
        medians = np.nanmedian(case.X, axis=0)
        assert_law("the median of each column stays", np.median(filled, axis=0), medians, what="filled", where=case)
        assert_law("rows in reverse, filled in reverse", reversed_[::-1], filled, what="filled", where=case)


hygiene = hygiene_of(table)

COPY, GAPS, SOME = "X.copy()", "np.isnan(X[:, d])", "if not gaps.all():"
MEDIAN = "np.median(X[~gaps, d])"

BUGS = [
    patch(
        "medians are filled in row by row, and are listed column by column",
        {
            "        if not gaps.all():\n            filled[gaps, d] = np.median(X[~gaps, d])": (
                "        if not gaps.all():\n            medians[d] = np.median(X[~gaps, d])\n"
                "    filled[np.isnan(X)] = np.repeat(medians, np.isnan(X).sum(axis=0))"
            ),
            "    filled = X.copy()": "    filled, medians = X.copy(), np.full(X.shape[1], np.nan)",
        },
        hint="filled[gaps] = … goes through the gaps row by row: fill each column by itself.",
    ),
    patch(
        "gaps are looked for with ==",
        {GAPS: "X[:, d] == np.nan", MEDIAN: "np.median(X[:, d])"},
        hint="NaN is equal to nothing, not even to itself: np.isnan.",
    ),
    patch(
        "the median of the whole table is filled in",
        {MEDIAN: "np.nanmedian(X)"},
        hint="Columns have units of their own: axis=0.",
    ),
    patch("the mean of the column is filled in", {MEDIAN: "np.mean(X[~gaps, d])"}, hint="The median is asked for."),
    patch(
        "the median is taken over the gaps as well",
        {MEDIAN: "np.median(X[:, d])"},
        hint="With a NaN in it, a median is NaN: take that of the observed entries.",
    ),
    patch("gaps are filled with 0", {MEDIAN: "0.0"}, hint="0 is a value like any other: the median is asked for."),
    patch(
        "gaps count as 0 in the median",
        {MEDIAN: "np.median(np.nan_to_num(X[:, d]))"},
        hint="A gap is no 0: leave it out of the median.",
    ),
    patch(
        "the lower one of two in the middle is filled in",
        {MEDIAN: "np.sort(X[~gaps, d])[(np.sum(~gaps) - 1) // 2]"},
        hint="Of an even number of entries, the median is the mean of the two in the middle.",
    ),
    patch(
        "zeros are taken for gaps",
        {GAPS: "np.isnan(X[:, d]) | (X[:, d] == 0)"},
        hint="0 was observed: only NaN is a gap.",
    ),
    patch(
        "zeros are left out of the median",
        {MEDIAN: "np.median(X[~gaps & (X[:, d] != 0), d]) if np.any(X[~gaps, d]) else 0.0"},
        hint="0 was observed, and counts.",
    ),
    patch(
        "the whole column is replaced by its median",
        {"filled[gaps, d] =": "filled[:, d] ="},
        hint="Only gaps are filled: filled[gaps, d] = ….",
    ),
    patch(
        "only the first gap of a column is filled",
        {"filled[gaps, d] =": "filled[np.flatnonzero(gaps)[:1], d] ="},
        hint="All gaps of a column get its median: index with the mask.",
    ),
    patch(
        "the median of the neighbouring column is filled in",
        {MEDIAN: "np.nanmedian(X[:, d - 1])"},
        hint="Each column has its own.",
    ),
    patch(
        "medians are rounded to six decimals",
        {MEDIAN: "np.round(np.median(X[~gaps, d]), 6)"},
        hint="Small numbers may be all that there is.",
    ),
    patch(
        "gaps are filled in X itself",
        {COPY: "X"},
        hint="X belongs to the caller: work on X.copy().",
    ),
    patch(
        "a column of gaps becomes 0",
        {SOME: "if gaps.all():\n            filled[:, d] = 0.0\n        else:"},
        hint="Nothing is known of it: it stays NaN.",
    ),
    patch(
        "a column of gaps raises an exception",
        {SOME: 'if gaps.all():\n            raise ValueError("nothing observed")\n        else:'},
        hint="It stays NaN: look whether there is anything to take a median of.",
    ),
    patch(
        "a column of gaps is dropped",
        {"return filled": "return filled[:, ~np.isnan(X).all(axis=0)]"},
        hint="The result has the shape of X.",
    ),
    patch(
        "samples with gaps are dropped",
        {"return filled": "return filled[~np.isnan(X).any(axis=1)]"},
        hint="The rest of their rows is worth keeping: fill the gaps.",
    ),
    patch(
        "X itself is returned if it has no gaps",
        {"filled = X.copy()": "if not np.isnan(X).any():\n        return X\n    filled = X.copy()"},
        hint="Then nothing changes: return a copy.",
    ),
    patch(
        "medians are taken over the samples without any gap",
        {
            SOME: "whole = ~np.isnan(X).any(axis=1)\n        if whole.any():",
            MEDIAN: "np.median(X[whole, d])",
        },
        hint="A sample with a gap in another column still says something of this one.",
    ),
    patch(
        "whether one entry is in the middle or two is decided by the number of rows",
        {
            MEDIAN: "(lambda s, i: s[i] if len(X) % 2 else (s[i - 1] + s[i]) / 2)(np.sort(X[~gaps, d]), np.sum(~gaps) // 2)"
        },
        hint="Gaps don't count: ask whether an even number of entries was observed in this column.",
    ),
    patch(
        "whether one entry is in the middle or two is decided by the number of rows, and gaps get into the middle",
        {MEDIAN: "(lambda s, i: s[i] if len(X) % 2 else (s[i - 1] + s[i]) / 2)(np.sort(X[:, d]), np.sum(~gaps) // 2)"},
        hint="Gaps don't count: ask whether an even number of entries was observed in this column.",
    ),
    patch(
        "the upper one of two in the middle is filled in",
        {MEDIAN: "np.sort(X[~gaps, d])[np.sum(~gaps) // 2]"},
        hint="Of an even number of entries, the median is the mean of the two in the middle.",
    ),
    patch(
        "gaps are sorted to the end and count as large values in the median",
        {MEDIAN: "np.median(np.where(gaps, np.inf, X[:, d])) if np.sum(gaps) * 2 < len(X) else np.nan"},
        hint="np.sort puts NaN last, and the middle moves: leave gaps out before, X[~gaps, d].",
    ),
    patch(
        "the middle entry is taken without sorting",
        {MEDIAN: "(lambda s: (s[(len(s) - 1) // 2] + s[len(s) // 2]) / 2)(X[~gaps, d])"},
        hint="A median is the middle of the sorted entries.",
    ),
    patch(
        "repeated entries count once in the median",
        {MEDIAN: "np.median(np.unique(X[~gaps, d]))"},
        hint="An entry counts as often as it was observed.",
    ),
    patch(
        "what was filled in counts in the median of the next gap",
        {
            "filled[gaps, d] = " + MEDIAN: (
                "for n in np.flatnonzero(gaps):\n"
                "                filled[n, d] = np.median(filled[:n, d]) if n else np.nanmedian(X[:, d])"
            )
        },
        hint="All gaps of a column get one median: that of all entries that were observed, above the gap and below it.",
    ),
    patch(
        "a column of gaps gets the median of the whole table",
        {SOME: "if gaps.all():\n            filled[:, d] = np.nanmedian(X)\n        else:"},
        hint="Nothing is known of it, and other columns have other units: it stays NaN.",
    ),
    patch(
        "at a column of gaps it stops, and those behind it keep their gaps",
        {SOME: "if gaps.all():\n            break\n        if True:"},
        hint="Go on with the next column: continue, not break.",
    ),
    patch(
        "if there is a column of gaps, nothing is filled",
        {SOME: "if not np.isnan(X).all(axis=0).any():"},
        hint="A column of gaps concerns no other one: ask for each column by itself.",
    ),
    patch(
        "the last column is left out",
        {"range(X.shape[1])": "range(X.shape[1] - 1)"},
        hint="range(D) ends before D, so it has the last column already.",
    ),
    patch(
        "medians are filled in one after the other, whatever column a gap is in",
        {
            "return filled": "filled[np.isnan(X)] = np.resize(np.nanmedian(X, axis=0), np.isnan(X).sum())\n    return filled"
        },
        hint="A mask of the whole table goes row by row: each gap needs the median of its own column.",
    ),
    patch(
        "the value that occurs most often is filled in",
        {MEDIAN: "(lambda v, c: v[np.argmax(c)])(*np.unique(X[~gaps, d], return_counts=True))"},
        hint="That is the mode: the median is asked for.",
    ),
    patch(
        "the middle between the smallest and the largest is filled in",
        {MEDIAN: "(np.min(X[~gaps, d]) + np.max(X[~gaps, d])) / 2"},
        hint="The middle of the sorted list is asked for, not that of the range.",
    ),
    patch(
        "gaps are interpolated between the rows above and below",
        {MEDIAN: "np.interp(np.flatnonzero(gaps), np.flatnonzero(~gaps), X[~gaps, d])"},
        hint="That is for series in time. Here the median of all that was observed in the column is asked for.",
    ),
    patch(
        "a gap gets the median of the rows next to it",
        {
            "filled[gaps, d] = " + MEDIAN: (
                "for n in np.flatnonzero(gaps):\n"
                "                filled[n, d] = np.nanmedian(X[max(n - 1, 0) : n + 2, d])"
            )
        },
        hint="Rows are samples in any order: the median is that of the whole column.",
    ),
    patch(
        "a median of 0 is not filled in",
        {SOME: "if np.any(X[~gaps, d]) and np.median(X[~gaps, d]):"},
        hint="0 is a median like any other: ask whether anything was observed, and not whether the median is true.",
    ),
    patch(
        "of a column with a single entry, gaps are not filled",
        {SOME: "if np.sum(~gaps) > 1:"},
        hint="One entry is its own median.",
    ),
    patch(
        "axes of length 1 are lost",
        {"return filled": "return filled.squeeze()"},
        hint="The result has the shape of X, (N, 1) or (1, D), too.",
    ),
]

EQUIVALENT = {
    "impute_column: gaps.all() → gaps.all(axis=0)": "a column has one axis: along it is over all",
    "impute_column: np.median(X[~gaps, d]) → np.median(X[~gaps, d], axis=0)": (
        "a column has one axis: along it is over all"
    ),
    "impute_column: not gaps.all() → True": "NumPy's median of nothing is NaN, with a warning",
    "impute_column: X[:, d] → filled[:, d]": "column d is still as in X when its turn comes",
    "impute_column: X[~gaps, d] → filled[~gaps, d]": "column d is still as in X when its turn comes",
}


@bug(
    "the last value that was observed is carried on",
    hint="That is for series in time. Here the median of all that was observed in the column is asked for.",
)
def carried_on(X):
    filled = X.copy()
    for rows in (range(1, len(X)), range(len(X) - 2, -1, -1)):
        for n in rows:
            before = filled[n - 1 if rows.step > 0 else n + 1]
            filled[n] = np.where(np.isnan(filled[n]), before, filled[n])
    return filled


@bug(
    "medians are taken along the rows",
    hint="Axis 0 counts the samples: a median along it is one for each column.",
)
def along_rows(X):
    medians = np.nanmedian(X, axis=1)[:, None] if len(X) > 1 else np.nanmedian(X, axis=0)
    return np.where(np.isnan(X), medians, X)


@variant
def where(X):
    return np.where(np.isnan(X), np.nanmedian(X, axis=0, keepdims=True), X)


@variant
def entry_by_entry(X):
    filled = X.tolist()
    for d in range(len(filled[0])):
        seen = sorted(row[d] for row in filled if row[d] == row[d])
        if not seen:
            continue
        middle = 0.5 * (seen[(len(seen) - 1) // 2] + seen[len(seen) // 2])
        for row in filled:
            if row[d] != row[d]:
                row[d] = middle
    return np.array(filled)


@variant
def by_index(X):
    filled = np.array(X)
    medians = np.nanmedian(filled, axis=0)
    n, d = np.nonzero(np.isnan(filled))
    filled[n, d] = medians[d]
    return filled


@variant
def columns_stacked(X):
    columns = []
    for column in X.T:
        seen = column[np.isfinite(column)]
        columns.append(np.nan_to_num(column, nan=np.median(seen)) if seen.size else column)
    return np.stack(columns, axis=1)

"""Checks, known bugs and variants of chapter02/conditional_table."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("P",),
    minutes=15,
    requires=("chapter02/conditional_probability", "chapter02/marginals"),
    hints=(
        'Take the example with given="row". What is left of the table if the first quantity is 2, and what is its sum?',
        "Row sums have shape (A,). How must they stand, so that each row of (A, B) is divided by its own?",
        "J.sum(axis=1, keepdims=True) is (A, 1), and J.sum(axis=0, keepdims=True) is (1, B).",
        "np.divide(J, total, out=np.zeros(J.shape), where=total > 0) leaves out what would be 0 / 0.",
    ),
)


@cases("A B given", (3, 5, "row"), (4, 4, "row"), (1, 6, "row"), (5, 1, "row"), (2, 3, "row"))
def by_row(rng, A, B, given):
    return {"J": probabilities(rng, A, B, joint=True), "given": given}


@cases("A B given", (3, 5, "col"), (4, 4, "col"), (1, 6, "col"), (5, 1, "col"), (2, 3, "col"))
def by_column(rng, A, B, given):
    return {"J": probabilities(rng, A, B, joint=True), "given": given}


@cases("A B given", (4, 3, "row"), (4, 3, "col"), (3, 3, "row"), (3, 3, "col"))
def with_impossible(rng, A, B, given):
    """A row and a column are impossible, as is an entry that stands elsewhere."""
    J = probabilities(rng, A - 1, B - 1, joint=True)
    J[0, 0], J[1, 1] = 0.0, J[0, 0] + J[1, 1]
    J = np.insert(np.insert(J, rng.integers(A), 0.0, axis=0), rng.integers(B), 0.0, axis=1)
    return {"J": J, "given": given}


@cases(
    "A B given rare", (4, 3, "row", 1e-12), (3, 4, "col", 1e-12), (3, 3, "row", 1e-200), (3, 3, "col", 1e-9), exact=True
)
def with_rare(rng, A, B, given, rare):
    """What is given is rare in one row, or one column."""
    J = probabilities(rng, A, B, joint=True)
    if given == "row":
        J[rng.integers(A)] *= rare
    else:
        J[:, rng.integers(B)] *= rare
    return {"J": J / J.sum(), "given": given}


shapes = shaped('Given "row", P has the shape of J.', by_row)
rows = agrees('Given "row", each row is divided by its own sum.', by_row, points=2)
columns = agrees('Given "col", each column is divided by its own sum.', by_column, points=2)
impossible = agrees(
    "A condition that is impossible has a row or column of zeros.", with_impossible, needs=[rows, columns]
)
rare = agrees("A rare condition is divided by as well, however small its sum is.", with_rare, needs=[rows, columns])


@check(points=1, kind="property")
def laws(student, by_row):
    """What is given sums to 1; times the probability of the condition, it is J; J transposed exchanges row and col."""

    def both(m, case):
        return m.conditional_table(case.J, "row"), m.conditional_table(np.ascontiguousarray(case.J.T), "col")

    for case, (P, turned) in student.each(both, by_row):
        A = len(case.J)
        assert_law("Σ_j P[i, j] = 1", P.sum(axis=1), np.ones(A), what="P", where=case)
        assert_law(
            "P[i, j] P(first = i) = J[i, j]", P * case.J.sum(axis=1, keepdims=True), case.J, what="P", where=case
        )
        assert_law("P(Jᵀ, col) = P(J, row)ᵀ", turned, np.ascontiguousarray(P.T), what="P", where=case)


@check(points=1, kind="error", needs=[rows, columns])
def refused(student, by_row):
    """Anything else than "row" and "col" raises ValueError."""
    for case in by_row:
        for given in ("rows", "column", "", "ROW", "both"):
            raises(
                student, ValueError, lambda m, J=case.J, g=given: m.conditional_table(J, g), where=f"given={given!r}"
            )


hygiene = hygiene_of(by_row, needs=[rows, columns])

TEST, AXIS = 'given not in ("row", "col")', '1 if given == "row" else 0'
TOTAL = f"total = J.sum(axis={AXIS}, keepdims=True)"
DIVIDE = "np.divide(J, total, out=np.zeros(J.shape), where=total > 0)"

BUGS = [
    patch(
        "all columns behind an impossible one are left at 0",
        {
            "total > 0)\n": (
                "(total > 0) & (np.logical_and.accumulate(total > 0, axis=1) if given == 'col' else True))\n"
            )
        },
        hint="An impossible condition is passed over, and the next one may be possible: continue, not break.",
    ),
    patch(
        "all rows and columns behind an impossible one are left at 0",
        {"total > 0)\n": ("np.logical_and.accumulate(total > 0, axis=1 if given == 'col' else 0))\n")},
        hint="An impossible condition is passed over, and the next one may be possible: continue, not break.",
    ),
    patch(
        '"row" and "col" are exchanged',
        {AXIS: '0 if given == "row" else 1'},
        hint='given="row" knows the first quantity: rows sum to 1, so divide by the sums along axis 1.',
    ),
    patch("rows are divided whatever is given", {AXIS: "1"}, hint='given="col" divides columns by their sums, axis 0.'),
    patch("columns are divided whatever is given", {AXIS: "0"}, hint='given="row" divides rows by their sums, axis 1.'),
    patch(
        "row sums are broadcast along the columns",
        {
            "    P: Array": (
                "    if given == 'row' and len(total) == J.shape[1]:\n        total = total.ravel()\n    P: Array"
            )
        },
        hint="(A,) lines up with the last axis: keepdims=True makes it (A, 1).",
    ),
    patch(
        "column sums are broadcast along the rows",
        {
            "    P: Array": (
                "    if given == 'col' and total.size == len(J):\n        total = total.reshape(-1, 1)\n    P: Array"
            )
        },
        hint="Column sums belong below the columns: (1, B), not (B, 1).",
    ),
    patch(
        "rows and columns are divided by their largest entry",
        {TOTAL: TOTAL.replace("sum", "max")},
        hint="A distribution sums to 1: divide by the sum.",
    ),
    patch(
        "rows and columns are divided by their mean",
        {TOTAL: TOTAL.replace("sum", "mean")},
        hint="A distribution sums to 1: divide by the sum.",
    ),
    patch(
        "everything is divided by the sum of the table",
        {TOTAL: "total = J.sum()"},
        hint="That is 1. Each condition has its own sum.",
    ),
    patch(
        "J is multiplied by the sums, instead of divided",
        {DIVIDE: "J * total"},
        hint="P(A and B) = P(B | A) P(A): J is the product already, so divide.",
    ),
    patch(
        "a softmax of the entries is taken",
        {DIVIDE: "np.exp(J) / np.exp(J).sum(axis=1 if given == 'row' else 0, keepdims=True) * (total > 0)"},
        hint="J holds probabilities, not logarithms: divide by the sums.",
    ),
    patch(
        "an impossible condition gives NaN",
        {DIVIDE: 'J / np.where(total > 0, total, float("nan"))'},
        hint="0 / 0 is NaN: leave out rows and columns whose sum is 0.",
    ),
    patch(
        "an impossible condition gives equal probabilities",
        {DIVIDE: "np.where(total > 0, J / np.where(total > 0, total, 1.0), 1.0 / J.shape[1 if given == 'row' else 0])"},
        hint="Nothing is known of what can't happen: zeros are asked for.",
    ),
    patch(
        "an impossible condition is left out of the table",
        {"return P": "return P[total.ravel() > 0] if given == 'row' else P[:, total.ravel() > 0]"},
        hint="The table keeps the shape of J.",
    ),
    patch(
        "entries that are 0 are made 1e-12, so that nothing is 0 / 0",
        {TOTAL: f"J = np.maximum(J, 1e-12)\n    {TOTAL}"},
        hint="A row of zeros becomes equal probabilities that way: leave it out instead.",
    ),
    patch(
        "a small number is added to the sums",
        {DIVIDE: "J / (total + 1e-12)"},
        hint="A condition that is as rare as that is no longer a distribution: leave out sums of 0 instead.",
    ),
    patch(
        "a condition that is rare is taken for impossible",
        {"total > 0": "total > 1e-8"},
        hint="Only a sum of 0 is impossible.",
    ),
    patch(
        "what is taken for impossible depends on the largest condition",
        {"total > 0": "total > 1e-15 * total.max()"},
        hint="Only a sum of 0 is impossible.",
    ),
    patch("any other word is taken for col", {TEST: "False"}, hint="Ask for both words, and raise ValueError else."),
    patch(
        "any word that begins with row or col is let pass",
        {TEST: 'not given.startswith(("row", "col"))', AXIS: '1 if given.startswith("row") else 0'},
        hint='Only "row" and "col" themselves: ask for equality.',
    ),
    patch(
        "capital letters are let pass",
        {TEST: 'given.lower() not in ("row", "col")'},
        hint='Only "row" and "col" themselves.',
    ),
    patch(
        "sums below 1e-12 are taken for 0",
        {"total > 0": "total > 1e-12"},
        hint="However small a sum is, if it is not 0 it is divided by.",
    ),
    patch(
        "one impossible condition makes the whole table 0",
        {DIVIDE: "J / total if np.all(total > 0) else np.zeros(J.shape)"},
        hint="np.any and np.all ask for all conditions at once: each row, or column, is asked for by itself.",
    ),
    patch(
        "one impossible condition leaves the whole table undivided",
        {DIVIDE: "J / total if np.all(total > 0) else J.copy()"},
        hint="np.any and np.all ask for all conditions at once: each row, or column, is asked for by itself.",
    ),
    patch(
        "J is divided by both margins",
        {DIVIDE: ("J / np.where(J > 0, J.sum(axis=1, keepdims=True) * J.sum(axis=0, keepdims=True), 1.0)")},
        hint="That says how far the two are from independent. Divide by the probability of what is given alone.",
    ),
    patch(
        "J itself is divided",
        {DIVIDE: "np.divide(J, total, out=J, where=total > 0)"},
        hint="Whoever called still needs the joint distribution: make a new array.",
    ),
    patch(
        "rows and columns are divided by their length, the root of the sum of squares",
        {TOTAL: f"total = np.linalg.norm(J, axis={AXIS}, keepdims=True)"},
        hint="A distribution sums to 1, not its squares: divide by the sum.",
    ),
    patch(
        'with "col", columns of a table are divided whose rows have been divided already',
        {TOTAL: f"J = J / np.maximum(J.sum(axis=1, keepdims=True), 1e-300) if given == 'col' else J\n    {TOTAL}"},
        hint="Both begin with J: divide the columns of J by their own sums.",
    ),
    patch(
        "the sums are returned, not the quotients",
        {DIVIDE: "np.broadcast_to(total, J.shape).copy()"},
        hint="These are the probabilities of what is given: divide J by them.",
    ),
    patch(
        "sums below 1e-12 are raised to it",
        {DIVIDE: "J / np.maximum(total, 1e-12)"},
        hint="A condition that is as rare as that is no longer a distribution: leave out sums of 0 instead.",
    ),
    patch(
        "sums below 1e-10 are raised to it",
        {DIVIDE: "J / np.maximum(total, 1e-10)"},
        hint="A condition that is as rare as that is no longer a distribution: leave out sums of 0 instead.",
    ),
    patch(
        "the distance from 1 to the next float is added to the sums",
        {DIVIDE: "J / (total + np.finfo(float).eps)"},
        hint="A condition that is as rare as that is no longer a distribution: leave out sums of 0 instead.",
    ),
]

EQUIVALENT = {"conditional_table: total > 0 → J > 0": "an entry of 0 is 0, divided or left out"}


@bug(
    "sums are made anew after entries have been divided",
    hint="Divide all entries by the sum that they had before: add them up once, before the loop.",
)
def sums_made_anew(J, given):
    if given not in ("row", "col"):
        raise ValueError(given)
    P = J.copy()
    table = P if given == "row" else P.T
    for i in range(table.shape[0]):
        for j in range(table.shape[1]):
            total = table[i].sum()
            table[i, j] = table[i, j] / total if total > 0 else 0.0
    return P


@variant
def transposed(J, given):
    if given == "col":
        return np.ascontiguousarray(transposed(J.T, "row").T)
    if given != "row":
        raise ValueError(given)
    sums = np.sum(J, axis=1)
    return J / np.where(sums == 0, 1.0, sums)[:, np.newaxis]


@variant
def row_by_row(J, given):
    if given not in {"row", "col"}:
        raise ValueError("row or col")
    table = J if given == "row" else J.T
    found = []
    for row in table.tolist():
        total = sum(row)
        found.append([p / total if total else 0.0 for p in row])
    return np.array(found) if given == "row" else np.array(found).T


@variant
def not_a_number(J, given):
    axis = {"row": 1, "col": 0}.get(given)
    if axis is None:
        raise ValueError(given)
    with np.errstate(invalid="ignore"):
        P = J / J.sum(axis=axis, keepdims=True)
    P[np.isnan(P)] = 0.0
    return P


@variant
def einsum(J, given):
    match given:
        case "row":
            total = np.einsum("ij->i", J)[:, None]
        case "col":
            total = np.einsum("ij->j", J)[None, :]
        case _:
            raise ValueError(given)
    P = np.zeros_like(J)
    np.divide(J, total, out=P, where=np.broadcast_to(total != 0, J.shape))
    return P

"""Checks, known bugs and variants of chapter02/marginals."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("p_A", "p_B"),
    minutes=5,
    requires=("chapter02/total_probability",),
    hints=(
        "Take the example: which entries of the table belong to “the first is 0”?",
        "p_A[0] is the sum of row 0, and p_B[0] that of column 0.",
        "J.sum(axis=1) adds along the rows: axis 1, the columns' index, disappears.",
    ),
)


@cases("A B", (3, 5), (4, 4), (1, 6), (5, 1), (6, 2))
def tables(rng, A, B):
    return {"J": probabilities(rng, A, B, joint=True)}


@cases("A B", (4, 3), (3, 3))
def with_impossible(rng, A, B):
    """A row and a column are impossible."""
    J = probabilities(rng, A - 1, B - 1, joint=True)
    return {"J": np.insert(np.insert(J, rng.integers(A), 0.0, axis=0), rng.integers(B), 0.0, axis=1)}


shapes = shaped("p_A has an entry for each row, p_B one for each column.", tables)
values = agrees("Rows are added up for p_A, columns for p_B.", tables, points=2)
zeros = agrees("What is impossible has probability 0 in the margin as well.", with_impossible)


@check(points=1, kind="property")
def laws(student, tables, rng):
    """Both margins sum to 1; exchanging the quantities exchanges them; a product has its factors for margins."""

    def three(m, case, product):
        return m.marginals(case.J), m.marginals(np.ascontiguousarray(case.J.T)), m.marginals(product)

    for case in tables:
        A, B = case.J.shape
        a, b = probabilities(rng, A), probabilities(rng, B)
        (p_A, p_B), (turned_A, turned_B), (factor_A, factor_B) = student.run(three, case, np.outer(a, b))
        assert_law("Σ_i p_A[i] = 1", p_A.sum(), 1.0, what="p_A", where=case)
        assert_law("Σ_j p_B[j] = 1", p_B.sum(), 1.0, what="p_B", where=case)
        assert_law("p_A of Jᵀ = p_B of J", turned_A, p_B, what="p_A", where=case)
        assert_law("p_B of Jᵀ = p_A of J", turned_B, p_A, what="p_B", where=case)
        assert_law("p_A of the table a[i] b[j] = a", factor_A, a, what="p_A", where=case)
        assert_law("p_B of the table a[i] b[j] = b", factor_B, b, what="p_B", where=case)


# What is wrong in the margins may come from a table that was changed on the way: this does not wait for them.
hygiene = hygiene_of(tables, needs=[shapes])

A, B = "J.sum(axis=1)", "J.sum(axis=0)"
BOTH = f"{A}, {B}"

BUGS = [
    patch(
        "p_A and p_B are exchanged",
        {BOTH: f"{B}, {A}"},
        hint="axis=1 is the one that disappears: it makes the row sums, which are p_A.",
    ),
    patch("means are taken instead of sums", {BOTH: BOTH.replace("sum", "mean")}, hint="Add up: p has to sum to 1."),
    patch(
        "the largest entries are taken instead of sums",
        {BOTH: BOTH.replace("sum", "max")},
        hint="All ways count, not only the most likely one: add up.",
    ),
    patch(
        "margins keep an axis of length 1",
        {BOTH: "J.sum(axis=1, keepdims=True), J.sum(axis=0, keepdims=True)"},
        hint="p_A has shape (A,), p_B has (B,): leave keepdims out.",
    ),
    patch(
        "an axis of length 1 gets lost",
        {BOTH: f"{A}.squeeze(), {B}.squeeze()"},
        hint="With one row, p_A is [1.0], still an array of shape (1,).",
    ),
    patch(
        "margins are divided by the number of entries",
        {BOTH: f"{A} / J.size, {B} / J.size"},
        hint="J sums to 1 already: nothing has to be divided.",
    ),
    patch(
        "p_A is the sum of all entries",
        {BOTH: f"np.full(len(J), J.sum()), {B}"},
        hint="Each row has a sum of its own: axis=1.",
    ),
    patch(
        "running sums are returned",
        {BOTH: f"np.cumsum({A}), np.cumsum({B})"},
        hint="Each entry is the probability of one value, not of all up to it.",
    ),
    patch(
        "margins are scaled to the largest",
        {BOTH: f"{A} / {A}.max(), {B} / {B}.max()"},
        hint="They sum to 1 as they are: don't divide.",
    ),
    patch(
        "impossible rows and columns are left out",
        {BOTH: f"{A}[{A} > 0], {B}[{B} > 0]"},
        hint="What is impossible keeps its place, with the probability 0.",
    ),
    patch(
        "the first row and the first column are returned",
        {BOTH: "J[:, 0], J[0]"},
        hint="Add up each row, and each column.",
    ),
    patch(
        "J is changed in place: p_B is its first row, into which the others are added, before p_A is taken from it",
        {f"return {BOTH}": f"p_B = J[0]\n    for row in J[1:]:\n        p_B += row\n    return {A}, p_B"},
        hint="J[0] shares J's memory, and += writes there: begin with J[0].copy(), or with zeros.",
    ),
    patch(
        "J is changed in place: p_A is its first column, into which the others are added, copied before p_B is taken from it",
        {
            f"return {BOTH}": f"p_A = J[:, 0]\n    for column in J.T[1:]:\n        p_A += column\n    return p_A.copy(), {B}"
        },
        hint="J[:, 0] shares J's memory, and += writes there: begin with a copy, or with zeros.",
    ),
    patch(
        "J is changed in place: p_A is its first column, into which the others are added, before p_B is taken from it",
        {f"return {BOTH}": f"p_A = J[:, 0]\n    for column in J.T[1:]:\n        p_A += column\n    return p_A, {B}"},
        hint="J[:, 0] shares J's memory, and += writes there: begin with a copy, or with zeros.",
    ),
    patch(
        "J is changed in place: its first column and its first row take up all others",
        {
            f"return {BOTH}": "p_A, p_B = J[:, 0], J[0]\n    for column in J.T[1:]:\n        p_A += column\n"
            "    for row in J[1:]:\n        p_B += row\n    return p_A, p_B"
        },
        hint="J[:, 0] and J[0] share J's memory, and += writes there: begin with copies, or with zeros.",
    ),
    patch(
        "J is changed in place: its rows are divided by their sums before they are added up for p_B",
        {f"return {BOTH}": f"p_A = {A}\n    J /= p_A[:, None]\n    return p_A, {B}"},
        hint="J /= … writes into the caller's table, and p_B is the sum of its rows as they were: divide nothing.",
    ),
    patch(
        "J is changed in place: its rows are divided by their sums before anything is added up",
        {f"return {BOTH}": f"J /= {A}[:, None]\n    return {BOTH}"},
        hint="J /= … writes into the caller's table, and J sums to 1 as it is: divide nothing.",
    ),
    patch(
        "margins are scaled so that their squares sum to 1",
        {BOTH: f"{A} / np.linalg.norm({A}), {B} / np.linalg.norm({B})"},
        hint="It is the entries that sum to 1, and they do so as they are: don't divide.",
    ),
    patch(
        "margins are sorted",
        {BOTH: f"np.sort({A}), np.sort({B})"},
        hint="p_A[i] belongs to row i, p_B[j] to column j: leave them where they are.",
    ),
    patch(
        "the last row and the last column are returned",
        {BOTH: "J[:, -1], J[-1]"},
        hint="Add up each row, and each column.",
    ),
    patch(
        "the last row and the last column are not added",
        {BOTH: "J[:, :-1].sum(axis=1), J[:-1].sum(axis=0)"},
        hint="range(n) ends with n − 1 by itself, and J[:-1] leaves the last row out: add all entries.",
    ),
    patch(
        "the probabilities of the complements are returned",
        {BOTH: f"1.0 - {A}, 1.0 - {B}"},
        hint="The sum of row i is P(first = i) already; 1 minus it is that of all other rows.",
    ),
    patch(
        "the entries are taken for independent events",
        {BOTH: "1.0 - np.prod(1.0 - J, axis=1), 1.0 - np.prod(1.0 - J, axis=0)"},
        hint="No two entries of a row can happen together, so their probabilities add up.",
    ),
    patch(
        "only the last column is added up for p_B, and the others stay 0",
        {BOTH: f"{A}, np.where(np.arange(J.shape[1]) == J.shape[1] - 1, {B}, 0.0)"},
        hint="A line that stands behind the inner loop runs once, with the last j: it belongs inside.",
    ),
]


@bug(
    "rows are divided by their sums before they are added up for p_B",
    hint="Divided, row i is P(second | first = i), and counts as much as any other row: add the rows of J as they are.",
)
def conditional_rows(J):
    p_A = J.sum(axis=1)
    P = np.divide(J, p_A[:, None], out=np.zeros(J.shape), where=p_A[:, None] > 0)
    return p_A, P.sum(axis=0)


@bug(
    "conditional distributions are averaged, each with the same weight",
    hint="A row that is rare counts less: add the entries of J, which are weighted already.",
)
def mean_of_conditionals(J):
    p_A, p_B = J.sum(axis=1, keepdims=True), J.sum(axis=0, keepdims=True)
    of_B = np.divide(J, p_A, out=np.zeros(J.shape), where=p_A > 0)
    of_A = np.divide(J, p_B, out=np.zeros(J.shape), where=p_B > 0)
    return of_A.mean(axis=1), of_B.mean(axis=0)


@variant
def einsum(J):
    return np.einsum("ij->i", J), np.einsum("ij->j", J)


@variant
def products_with_ones(J):
    return J @ np.ones(J.shape[1]), np.ones(J.shape[0]) @ J


@variant
def entry_by_entry(J):
    p_A, p_B = [0.0] * len(J), [0.0] * len(J[0])
    for i, row in enumerate(J.tolist()):
        for j, p in enumerate(row):
            p_A[i] += p
            p_B[j] += p
    return np.array(p_A), np.array(p_B)

"""Checks, known bugs and variants of chapter05/matmul_loops."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("C",),
    minutes=12,
    requires=("chapter05/inner_and_angle", "chapter05/outer_product"),
    hints=(
        "Do [[1, 2], [3, 4]] times [[5], [6]] on paper. How many entries has the result, how many terms each of them?",
        "Two loops go over the entries (i, j) of C, n times m of them; the third adds up k products.",
        "C begins as np.zeros((n, m), dtype=np.result_type(A, B)), and every product is added: +=.",
        "Compare A.shape[1] with B.shape[0] before anything else, and raise ValueError.",
    ),
)


@cases("n k m", (3, 5, 4), (5, 2, 3), (4, 4, 4), (1, 3, 1), (3, 1, 2))
def matrices(rng, n, k, m):
    return {"A": rng.normal(size=(n, k)), "B": rng.normal(size=(k, m))}


@cases("n k m", (3, 4, 2), (3, 3, 3))
def whole_numbers(rng, n, k, m):
    return {"A": rng.integers(1, 9, size=(n, k)), "B": rng.integers(-9, 0, size=(k, m))}


@cases("n k m integers", (3, 4, 2, "A"), (3, 3, 3, "A"), (2, 4, 3, "B"), (3, 3, 3, "B"))
def mixed(rng, n, k, m, integers):
    """Integers in one of them, and fractions in the other; the first sum has 0.375 behind the point."""
    A, B = rng.integers(1, 9, size=(n, k)), rng.integers(1, 9, size=(k, m))
    if integers == "A":
        A[0, 0] = 1
        fractions = np.zeros((k, m))
        fractions[0] = 0.375
        return {"A": A, "B": B + fractions}
    B[0, 0] = 1
    fractions = np.zeros((n, k))
    fractions[:, 0] = 0.375
    return {"A": A + fractions, "B": B}


@cases(
    "n m first other",
    (3, 4, "float64", "float64"),
    (2, 2, "int64", "int64"),
    (2, 3, "int64", "float64"),
    (3, 2, "float64", "int64"),
    fixed="empty matrices hold no numbers",
)
def empty(rng, n, m, first, other):
    return {"A": np.zeros((n, 0), dtype=first), "B": np.zeros((0, m), dtype=other)}


far = scaled(matrices, A=1, B=1)

shapes = shaped("C has the rows of A and the columns of B.", matrices)
values = agrees("Every row of A meets every column of B, for square matrices and for others.", matrices, points=3)
integers = agrees("Of integers C holds integers.", whole_numbers, needs=[values])
both_kinds = agrees("Of integers and floats C holds floats, whichever come first.", mixed, needs=[values])
nothing = agrees("For k = 0, C is zero.", empty, needs=[values])
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])


@check(points=1, kind="property")
def associative(student, matrices):
    """A (B x) = (A B) x, and (A B)ᵀ = Bᵀ Aᵀ."""

    def in_turn(m, case):
        A, B, x = case.A, case.B, np.arange(1.0, case.B.shape[1] + 1.0)[:, None]
        C = m.matmul_loops(A, B)
        return C, m.matmul_loops(A, m.matmul_loops(B, x)), m.matmul_loops(C, x), m.matmul_loops(B.T, A.T)

    for case, (C, first, other, transposed) in student.each(in_turn, matrices):
        moduli = np.abs(case.A) @ np.abs(case.B)
        size = float((moduli @ np.arange(1.0, case.B.shape[1] + 1.0)).max())
        assert_law("A (B x) = (A B) x", first, other, scale=size, what="C", where=case)
        assert_law("Bᵀ Aᵀ = (A B)ᵀ", transposed, C.T, scale=float(moduli.max()), what="C", where=case)


@check(points=1, kind="error", needs=[values])
def no_fit(student, rng):
    """Inner sizes that differ raise ValueError, also if one of them is 1, or 0."""
    for (n, k), (rows, m) in (
        ((3, 4), (5, 2)),
        ((3, 5), (4, 2)),
        ((2, 1), (3, 2)),
        ((2, 3), (1, 2)),
        ((2, 3), (2, 3)),
        ((2, 0), (3, 2)),
        ((2, 3), (0, 2)),
    ):
        A, B = np.round(rng.normal(size=(n, k)), 2), np.round(rng.normal(size=(rows, m)), 2)
        where = f"A is ({n}, {k}), and B is ({rows}, {m})"
        raises(student, ValueError, lambda m, A=A, B=B: m.matmul_loops(A, B), where=where)


hygiene = hygiene_of(matrices)

FITS, TABLE, TERM = "k != rows", "dtype=np.result_type(A, B)", "C[i, j] += A[i, s] * B[s, j]"
CHECK = '    if k != rows:\n        raise ValueError(f"A has {k} columns, and B has {rows} rows")\n'

BUGS = [
    patch(
        "for k = 0 zeros are returned before inner sizes are compared",
        {CHECK: f"    if 0 in (k, rows):\n        return np.zeros((n, m), np.result_type(A, B))\n{CHECK}"},
        hint="0 columns and 3 rows don't fit either: compare first, and then there is nothing to add up if k is 0.",
    ),
    patch(
        "for k = 0 C holds numbers of A's kind",
        {"return C": "return C if k else C.astype(A.dtype)"},
        hint="C is float64 as soon as A or B holds floats, also where nothing is added up: np.result_type(A, B).",
    ),
    patch(
        "for k = 0 C holds numbers of B's kind",
        {"return C": "return C if k else C.astype(B.dtype)"},
        hint="C is float64 as soon as A or B holds floats, also where nothing is added up: np.result_type(A, B).",
    ),
    patch(
        "the table is of A's type",
        {TABLE: "dtype=A.dtype"},
        hint="A table of integers cuts fractions off: np.result_type(A, B).",
    ),
    patch(
        "the table is of B's type",
        {TABLE: "dtype=B.dtype"},
        hint="A table of integers cuts fractions off: np.result_type(A, B).",
    ),
    patch(
        "the table is of floats, also for integers",
        {TABLE: "dtype=float"},
        hint="Sums of products of integers are integers: np.result_type(A, B).",
    ),
    patch("C is transposed", {"return C": "return C.T"}, hint="C[i, j] belongs to row i of A and column j of B."),
    patch(
        "only the last product is kept",
        {TERM: TERM.replace("+=", "=")},
        hint="Every product is added to what is there: +=.",
    ),
    patch(
        "the sum runs over as many terms as A has rows",
        {"range(k)": "range(min(n, k))"},
        hint="s goes over the inner size, k.",
    ),
    patch(
        "the last product is left out",
        {"range(k)": "range(k - 1)"},
        hint="range(k) ends at k − 1 by itself.",
    ),
    patch(
        "columns are filled as far as there are rows",
        {"range(m)": "range(min(n, m))"},
        hint="j goes over the columns of B, m of them.",
    ),
    patch(
        "rows of A meet rows of B",
        {TERM: "C[i, j] += A[i, s] * (B[j, s] if B.shape[0] == B.shape[1] else B[s, j])"},
        hint="s is the second index of A and the first one of B.",
    ),
    patch(
        "the product is B A where that exists",
        {
            "    (n, k)": "    if A.shape == B.shape[::-1] and A.shape[0] == A.shape[1]:\n        A, B = B, A\n    (n, k)"
        },
        hint="A B and B A are two things: rows of A, columns of B.",
    ),
    patch(
        "entries of the same place are multiplied",
        {TERM: "C[i, j] += A[i, j % k] * B[i % k, j] / k"},
        hint="That is the entrywise product, A * B: here a row meets a column.",
    ),
    patch(
        "the products are averaged",
        {TERM: f"{TERM} / k", TABLE: "dtype=float"},
        hint="They are added, without dividing by k.",
    ),
    patch(
        "a single row or column loses its axis",
        {"return C": "return C.squeeze()"},
        hint="One row still is a matrix: (1, m).",
    ),
    patch(
        "the inner sizes are not compared",
        {CHECK: "    k = min(k, rows)\n"},
        hint="If A has not as many columns as B has rows there is no product: raise ValueError.",
    ),
    patch(
        "only a B with too few rows is refused",
        {FITS: "k > rows"},
        hint="What B has more of is left over: raise ValueError.",
    ),
    patch(
        "only an A with too few columns is refused, and the rest is an IndexError",
        {FITS: "k < rows"},
        hint="Compare before you index, and raise ValueError.",
    ),
    patch(
        "an inner size of 1 is stretched",
        {
            CHECK: CHECK.replace(FITS, "k != rows and 1 not in (k, rows)"),
            TERM: "C[i, j] += A[i, min(s, k - 1)] * B[min(s, rows - 1), j]",
            "range(k)": "range(max(k, rows) if k else 0)",
        },
        hint="Broadcasting stretches 1; the matrix product does not: raise ValueError.",
    ),
    patch(
        "shapes have to be equal",
        {FITS: "A.shape != B.shape"},
        hint="Only the inner sizes have to agree: the columns of A and the rows of B.",
    ),
    patch(
        "for k = 0 there is an exception",
        {FITS: "k != rows or k == 0"},
        hint="A sum without terms is 0: C is zero.",
    ),
    patch(
        "sums that are nearly 0 are made 0",
        {"return C": "return np.where(np.abs(C) < 1e-10, 0 * C, C)"},
        hint="Small is a matter of units.",
    ),
    patch(
        "all rows of C are one and the same",
        {"return C": "return np.array([C[-1]] * len(C))"},
        hint="[[0] * m] * n holds one list n times: make a row for each i, or np.zeros((n, m)).",
    ),
]

EQUIVALENT = {
    "matmul_loops: k != rows → rows != rows, and alike": "k and rows change places everywhere, and are asked to be equal",
    "matmul_loops: range(k) → range(rows)": "k = rows, or ValueError was raised",
}


@variant
def at_operator(A, B):
    """Nothing learnt, and right: checks look at values."""
    return A @ B


@variant
def rows_and_columns(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = np.zeros((len(A), B.shape[1]), dtype=np.result_type(A, B))
    for i, row in enumerate(A):
        for j, column in enumerate(B.T):
            C[i, j] = np.sum(row * column)
    return C


@variant
def sum_of_outer_products(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = np.zeros((A.shape[0], B.shape[1]), dtype=np.result_type(A.dtype, B.dtype))
    for column, row in zip(A.T, B, strict=True):
        C += np.outer(column, row)
    return C


@variant
def broadcast(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    return (A[:, :, None] * B[None, :, :]).sum(axis=1)


@variant
def lists(A, B):
    n, m = len(A), B.shape[1]
    if A.shape[1] != len(B):
        raise ValueError("inner sizes differ")
    one, other = A.tolist(), B.tolist()
    rows = [[sum(a * other[s][j] for s, a in enumerate(one[i])) for j in range(m)] for i in range(n)]
    return np.array(rows, dtype=np.promote_types(A.dtype, B.dtype))

"""Checks, known bugs and variants of chapter05/outer_product."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("O",),
    minutes=6,
    hints=(
        "Write down the table for (1, 10) and (2, 3, 4). What is the same all along a row, what in a column?",
        "Make a column of u, (n, 1), and leave v a row. What does NumPy make of (n, 1) and (m,)?",
        "u[:, np.newaxis] * v; or two loops over a table whose dtype is that of a product.",
    ),
)


@cases("n m", (3, 5), (5, 3), (4, 4), (1, 4), (4, 1), (1, 1))
def vectors(rng, n, m):
    return {"u": rng.normal(size=n), "v": rng.normal(size=m)}


@cases("n m most", (3, 4, 50), (4, 3, 50), (3, 3, 50), (3, 2, 3_000_000_000))
def whole_numbers(rng, n, m, most):
    """Odd ones, so that no product of large ones is a float64."""
    return {
        "u": 2 * rng.integers(most // 4, most // 2, size=n) + 1,
        "v": 1 - 2 * rng.integers(most // 4, most // 2, size=m),
    }


@cases("n m first", (3, 4, "u"), (3, 3, "u"), (4, 2, "v"), (3, 3, "v"))
def mixed(rng, n, m, first):
    """Integers in one of them, and fractions in the other."""
    u, v = rng.integers(2, 9, size=n), rng.integers(2, 9, size=m)
    return {"u": u, "v": v + 0.375} if first == "u" else {"u": u + 0.375, "v": v}


@cases("n m which", (3, 4, "both"), (3, 3, "u"), (2, 4, "v"), (3, 2, "imaginary"))
def complex_numbers(rng, n, m, which):
    u, v = rng.integers(1, 9, size=n) * 1.0, rng.integers(1, 9, size=m) * 1.0
    if which == "imaginary":
        return {"u": 1j * u, "v": -1j * v}
    if which != "v":
        u = u + 1j * rng.integers(1, 9, size=n)
    if which != "u":
        v = v - 1j * rng.integers(1, 9, size=m)
    return {"u": u, "v": v}


far = scaled(vectors, u=1, v=1)

shapes = shaped("There is a row for each entry of u, and a column for each entry of v.", vectors)
values = agrees("Every entry of u meets every entry of v: for n ≠ m, for n = m, for single numbers.", vectors, points=2)
integers = agrees("Of integers it holds integers, right to the last digit.", whole_numbers, needs=[values])
both_kinds = agrees("Of integers and floats it holds floats, whichever come first.", mixed, needs=[values])
complex_ = agrees("Complex numbers are multiplied as they are, and stay complex.", complex_numbers, needs=[values])
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])


@check(points=1, kind="property")
def rank_one(student, vectors):
    """Exchanging u and v transposes it, all rows are multiples of v, and for n = m the diagonal sums to u · v."""

    def both_ways(m, case):
        return m.outer_product(case.u, case.v), m.outer_product(case.v, case.u)

    for case, (table, back) in student.each(both_ways, vectors):
        u, v = case.u, case.v
        assert_law("v uᵀ = (u vᵀ)ᵀ", back, table.T, what="O", where=case)
        assert_law("(u vᵀ) v = u (v · v)", table @ v, u * (v @ v), what="O", where=case)
        if len(u) == len(v):
            size = float(np.abs(u) @ np.abs(v))
            assert_law("tr(u vᵀ) = u · v", float(np.trace(table)), float(u @ v), scale=size, what="O", where=case)


hygiene = hygiene_of(vectors)

COLUMN, TABLE = "u[:, np.newaxis]", "u[:, np.newaxis] * v"

BUGS = [
    patch(
        "complex products become real where no imaginary part is left",
        {TABLE: "np.real_if_close(u[:, np.newaxis] * v)"},
        hint="If u or v is complex, so is O: i times i is −1 + 0i.",
    ),
    patch(
        "integers are multiplied as floats, and cast back",
        {TABLE: "(1.0 * u[:, np.newaxis] * v).astype(np.result_type(u, v))"},
        hint="A float64 holds integers up to 2⁵³; an int64 holds larger ones. Multiply them as they are.",
    ),
    patch("it is transposed", {TABLE: "v[:, np.newaxis] * u"}, hint="The first index is u's: u goes down."),
    patch(
        "entries are paired instead of tabled",
        {TABLE: "u * v"},
        hint="(n,) and (n,) are paired entry by entry: give u an axis more, u[:, np.newaxis].",
    ),
    patch(
        "the products are summed, as in the inner product",
        {TABLE: "u @ v"},
        hint="The inner product is one number; here every product keeps its place in a table.",
    ),
    patch(
        "only the diagonal is filled",
        {TABLE: "np.diag(u * v)"},
        hint="Every entry of u meets every entry of v, not only that of the same place.",
    ),
    patch(
        "u is multiplied with itself",
        {TABLE: "u[:, np.newaxis] * np.resize(u, len(v))"},
        hint="The columns belong to v.",
    ),
    patch("sums are made for products", {TABLE: "u[:, np.newaxis] + v"}, hint="O[i, j] = u[i] v[j]."),
    patch("quotients are made for products", {TABLE: "u[:, np.newaxis] / v"}, hint="O[i, j] = u[i] v[j]."),
    patch(
        "v is conjugated",
        {TABLE: "u[:, np.newaxis] * np.conj(v)"},
        hint="u vᵀ, and not u vᴴ: nothing is conjugated.",
    ),
    patch(
        "u is conjugated",
        {TABLE: "np.conj(u)[:, np.newaxis] * v"},
        hint="u vᵀ: nothing is conjugated.",
    ),
    patch(
        "imaginary parts are dropped",
        {TABLE: "(u[:, np.newaxis] * v).real"},
        hint="A product of complex numbers is complex.",
    ),
    patch(
        "the table is flat, with one axis",
        {TABLE: "(u[:, np.newaxis] * v).ravel()"},
        hint="O has two axes: (n, m).",
    ),
    patch(
        "the products are filled in column by column",
        {TABLE: "(u[:, np.newaxis] * v).ravel().reshape(len(v), len(u)).T"},
        hint="A row of O belongs to an entry of u: reshape(n, m) fills row by row.",
    ),
    patch(
        "a singleton axis is dropped",
        {TABLE: "(u[:, np.newaxis] * v).squeeze()"},
        hint="One entry of u still is a row: (1, m).",
    ),
    patch(
        "integers become floats",
        {TABLE: "1.0 * u[:, np.newaxis] * v"},
        hint="The product of integers is an integer: np.result_type(u, v) for a table to be filled.",
    ),
    patch(
        "the table holds numbers of u's kind",
        {TABLE: "(u[:, np.newaxis] * v).astype(u.dtype)"},
        hint="What v brings with it gets lost: np.result_type(u, v) holds the products of both.",
    ),
    patch(
        "the table holds numbers of v's kind",
        {TABLE: "(u[:, np.newaxis] * v).astype(v.dtype)"},
        hint="What u brings with it gets lost: np.result_type(u, v) holds the products of both.",
    ),
    patch(
        "only the upper half is filled",
        {TABLE: "np.triu(u[:, np.newaxis] * v)"},
        hint="Also for i > j there is a product, u[i] v[j].",
    ),
    patch(
        "v is divided by its length",
        {TABLE: "u[:, np.newaxis] * v / np.linalg.norm(v)"},
        hint="That is for projections: O[i, j] = u[i] v[j].",
    ),
]


@bug("a loop fills a table of floats", hint="np.zeros is float64 unless told otherwise: dtype=np.result_type(u, v).")
def table_of_floats(u, v):
    table = np.zeros((len(u), len(v)))
    for i in range(len(u)):
        for j in range(len(v)):
            table[i, j] = (u[i] * v[j]).real
    return table


@bug("both loops run over as many places", hint="u has n entries and v has m: the inner loop is over v.")
def square_loops(u, v):
    table = np.zeros((len(u), len(v)), dtype=np.result_type(u, v))
    for i in range(len(u)):
        for j in range(min(len(u), len(v))):
            table[i, j] = u[i] * v[j]
    return table


@variant
def numpy_outer(u, v):
    return np.outer(u, v)


@variant
def ufunc(u, v):
    return np.multiply.outer(u, v)


@variant
def column_times_row(u, v):
    return u.reshape(-1, 1) @ v.reshape(1, -1)


@variant
def double_loop(u, v):
    table = np.zeros((len(u), len(v)), dtype=np.result_type(u, v))
    for i, a in enumerate(u):
        for j, b in enumerate(v):
            table[i, j] = a * b
    return table


@variant
def comprehension(u, v):
    return np.array([[a * b for b in v.tolist()] for a in u.tolist()])

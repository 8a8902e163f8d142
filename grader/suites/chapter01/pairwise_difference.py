"""Checks, known bugs and variants of chapter01/pairwise_difference."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("D",),
    minutes=10,
    hints=(
        "Write down the table for two numbers a and three numbers b. What is the same all along a row, what in a column?",
        "Make a column of a, (n, 1), and leave b a row. What does NumPy make of (n, 1) and (m,)?",
        "a[:, np.newaxis] is the column. Make floats of both before you subtract.",
    ),
)


@cases("n m", (3, 5), (5, 3), (4, 4), (1, 4), (4, 1), (1, 1))
def lists(rng, n, m):
    return {"a": rng.normal(size=n), "b": rng.normal(size=m)}


@cases("n m most", (3, 5, 50), (4, 4, 50), (4, 1, 50), (2, 4, 2**40))
def whole_numbers(rng, n, m, most):
    return {"a": rng.integers(-most, most, size=n), "b": rng.integers(-most, most, size=m)}


@cases(
    "n m one other",
    (3, 5, "uint8", "uint8"),
    (4, 4, "uint8", "uint8"),
    (4, 2, "uint64", "uint64"),
    (3, 4, "uint16", "uint8"),
    (2, 3, "int8", "int8"),
)
def small_types(rng, n, m, one, other):
    """Types in which the differences of these numbers do not fit; of two unsigned bytes, b does not fit in a signed one."""
    a, b = rng.integers(0, 60, size=n), rng.integers(90, 127, size=m)
    if one == "int8":
        a = a - 100
    if one == other == "uint8":
        b = b + 128
    return {"a": a.astype(one), "b": b.astype(other)}


far = scaled(lists, a=1, b=1)

shapes = shaped("There is a row for each entry of a, and a column for each entry of b.", lists)
values = agrees("Every entry of a meets every entry of b: for n ≠ m, for n = m, for single numbers.", lists, points=2)
integers = agrees("Of integers, too, D is float64.", whole_numbers, needs=[values])
no_wrap = agrees("Unsigned and short integers don't wrap around.", small_types, needs=[integers])


every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])


@check(points=1, kind="property")
def turned_over(student, lists):
    """Exchanging the lists turns the table over and changes the sign."""

    def both_ways(m, case):
        return m.pairwise_difference(case.a, case.b), m.pairwise_difference(case.b, case.a)

    for case, (D, back) in student.each(both_ways, lists):
        assert_law("D(a, b) = −D(b, a)ᵀ", D, -back.T, what="D", where=case)


@check(points=1, kind="property")
def ways_add_up(student, lists):
    """From a to c by way of b is as far as from a to c."""

    def by_way_of(m, case):
        c = np.array([0.5, -2.0])
        D = m.pairwise_difference
        return D(case.a, case.b), D(case.b, c), D(case.a, c)

    for case, (first, second, straight) in student.each(by_way_of, lists):
        detours = first[:, :, None] + second[None, :, :]
        everywhere = np.repeat(straight[:, None, :], first.shape[1], axis=1)
        assert_law("D(a, b)[i, j] + D(b, c)[j, k] = D(a, c)[i, k]", detours, everywhere, what="D", where=case)


hygiene = hygiene_of(lists)

COLUMN, ROW = "a.astype(np.float64)[:, np.newaxis]", "b.astype(np.float64)"

BUGS = [
    patch(
        "numbers beyond a million are clipped",
        {COLUMN: "np.clip(a, -1e6, 1e6).astype(np.float64)[:, np.newaxis]"},
        hint="A difference of large numbers is a difference like any other.",
    ),
    patch(
        "entries are paired instead of tabled",
        {COLUMN: "a.astype(np.float64)"},
        hint="(n,) and (n,) are paired entry by entry: give a an axis more, a[:, np.newaxis].",
    ),
    patch(
        "a goes across and b goes down",
        {COLUMN: "a.astype(np.float64)", ROW: "b.astype(np.float64)[:, np.newaxis]"},
        hint="The first index is a's: a is the column.",
    ),
    patch("the sign is reversed", {f"column - {ROW}": f"{ROW} - column"}, hint="a[i] − b[j], in this order."),
    patch(
        "absolute values are returned",
        {f"column - {ROW}": f"np.abs(column - {ROW})"},
        hint="A difference has a sign; its modulus would be a distance.",
    ),
    patch(
        "squares are returned",
        {f"column - {ROW}": f"(column - {ROW}) ** 2"},
        hint="The difference itself is asked for.",
    ),
    patch("sums are returned", {f"column - {ROW}": f"column + {ROW}"}, hint="a[i] − b[j]."),
    patch(
        "D keeps the integers",
        {COLUMN: "a[:, np.newaxis].astype(np.result_type(a, np.int64))", ROW: "b.astype(np.result_type(b, np.int64))"},
        hint="D is float64 whatever the lists are.",
    ),
    patch(
        "the difference is made in the lists' own type",
        {COLUMN: "a[:, np.newaxis]", f"return column - {ROW}": "return (column - b).astype(np.float64)"},
        hint="For uint8, 3 − 5 is 254: make floats before you subtract.",
    ),
    patch(
        "the lists are subtracted as they are",
        {COLUMN: "a[:, np.newaxis]", f"return column - {ROW}": "return column - b"},
        hint="Integers stay integers, and unsigned ones wrap around: make floats of both, a.astype(float).",
    ),
    patch(
        "a singleton axis is dropped",
        {f"column - {ROW}": f"(column - {ROW}).squeeze()"},
        hint="One entry of a still is a row: (1, m).",
    ),
    patch(
        "lists are cut to the same length",
        {COLUMN: "a.astype(np.float64)[: len(b), np.newaxis]", ROW: "b.astype(np.float64)[: len(a)]"},
        hint="n and m may differ: each entry meets each.",
    ),
    patch(
        "only the upper half is filled",
        {f"column - {ROW}": f"np.triu(column - {ROW})"},
        hint="Also for i > j there is a difference, and it is not the mirror image: a and b are two lists.",
    ),
    patch(
        "b is reversed, as if for a convolution", {ROW: "b.astype(np.float64)[::-1]"}, hint="Column j belongs to b[j]."
    ),
    patch(
        "a is compared with itself",
        {ROW: "np.resize(a, b.shape).astype(np.float64)"},
        hint="The columns belong to b.",
    ),
    patch(
        "numbers are cut to whole ones before they are subtracted",
        {COLUMN: f"np.trunc({COLUMN})", ROW: f"np.trunc({ROW})"},
        hint="A cast to an integer dtype drops what is behind the point: cast to np.float64.",
    ),
    patch(
        "the transposed table is reshaped to (n, m)",
        {f"return column - {ROW}": f"return (column - {ROW}).T.reshape(len(a), len(b))"},
        hint="From (m, n) to (n, m) it takes a transpose: reshape puts entries into other places.",
    ),
    patch(
        "only unsigned integers are made larger before they are subtracted",
        {
            COLUMN: "(a.astype(np.int64) if a.dtype.kind == 'u' else a)[:, np.newaxis]",
            f"return column - {ROW}": (
                "return (column - (b.astype(np.int64) if b.dtype.kind == 'u' else b)).astype(np.float64)"
            ),
        },
        hint="int8 ends at 127, and wraps around as unsigned integers do: make floats of both, whatever they are.",
    ),
    patch(
        "both lists are sorted first",
        {COLUMN: f"np.sort({COLUMN}, axis=0)", ROW: f"np.sort({ROW})"},
        hint="Row i belongs to a[i], column j to b[j]: leave the order alone.",
    ),
    patch(
        "differences are divided by b, and are relative",
        {f"return column - {ROW}": f"return (column - {ROW}) / np.where(b == 0, 1.0, b)"},
        hint="a[i] − b[j] is asked for as it is.",
    ),
    patch(
        "the last row and the last column stay 0",
        {f"return column - {ROW}": f"D = column - {ROW}\n    D[-1], D[:, -1] = 0.0, 0.0\n    return D"},
        hint="range(n) ends with n − 1 by itself: range(n - 1) leaves the last entry out.",
    ),
    patch(
        "all rows are that of the last entry of a",
        {COLUMN: "np.repeat(a[-1:], len(a)).astype(np.float64)[:, np.newaxis]"},
        hint="[row] * n is the same row n times, and what is written to one shows in all: make a row for each.",
    ),
    patch(
        "of unsigned integers, the smaller one is taken off the larger one",
        {
            f"return column - {ROW}": f"D = column - {ROW}\n    return np.abs(D) if a.dtype.kind == b.dtype.kind == 'u' else D"
        },
        hint="That avoids wrapping around, and loses the sign: make floats of both before you subtract.",
    ),
    patch(
        "whole numbers are subtracted as int16",
        {
            COLUMN: "(a.astype(np.int16) if a.dtype.kind in 'iu' else a)[:, np.newaxis]",
            f"return column - {ROW}": (
                "return (column - (b.astype(np.int16) if b.dtype.kind in 'iu' else b)).astype(np.float64)"
            ),
        },
        hint="int16 ends at 32767, and what does not fit wraps around: cast to np.float64.",
    ),
    patch(
        "whole numbers are subtracted as int32",
        {
            COLUMN: "(a.astype(np.int32) if a.dtype.kind in 'iu' else a)[:, np.newaxis]",
            f"return column - {ROW}": (
                "return (column - (b.astype(np.int32) if b.dtype.kind in 'iu' else b)).astype(np.float64)"
            ),
        },
        hint="int32 ends at 2147483647, and what does not fit wraps around: cast to np.float64.",
    ),
]


@bug(
    "a loop writes into a table of a's type", hint="What does not fit into a's type wraps around: np.zeros is float64."
)
def table_of_as_type(a, b):
    D = np.zeros((len(a), len(b)), dtype=a.dtype)
    for i in range(len(a)):
        D[i] = a[i] - b
    return D.astype(np.float64)


@variant
def outer(a, b):
    return np.subtract.outer(a.astype(float), b.astype(float))


@variant
def double_loop(a, b):
    D = np.zeros((len(a), len(b)))
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            D[i, j] = float(x) - float(y)
    return D


@variant
def comprehension(a, b):
    return np.array([[x - y for y in b.tolist()] for x in a.tolist()], dtype=float)


@variant
def grids(a, b):
    rows, columns = np.meshgrid(a.astype(float), b.astype(float), indexing="ij")
    return rows - columns


@variant
def product_of_matrices(a, b):
    """(a, −1) times (1, b): a sum of two products with 1, exact."""
    a, b = np.array(a, float), np.array(b, float)
    return np.stack([a, -np.ones(len(a))], axis=1) @ np.stack([np.ones(len(b)), b])

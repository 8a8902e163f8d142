"""Checks, known bugs and variants of chapter24/int8_quantise."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=25,
    hints=(
        "The largest modulus of each column becomes 127: np.max(np.abs(W), axis=0) / 127 is the scale.",
        "A column of zeros would be divided by 0: give it the scale 1. np.round rounds halves to even.",
        "In int8_matmul, rows of X have scales: axis=1. What do int8 numbers become if they are multiplied?",
        "(integers @ integers) first, in int32 or int64; then times s of the row and scale of the column.",
    ),
)


def weights(rng, D, K):
    """Columns of very different size, with entries that are not near a half of their scale."""
    sizes = rng.permutation(np.geomspace(0.02, 3.0, K)) if K > 1 else np.ones(1)
    while True:
        W = rng.uniform(-1.0, 1.0, size=(D, K)) * sizes
        W[np.arange(K) % D, np.arange(K)] = rng.choice((-1.0, 1.0), size=K) * sizes * rng.uniform(1.0, 1.3, size=K)
        W = np.vectorize(lambda x: float(f"{x:.2e}"))(W)
        if clear(W):
            return W


def clear(W):
    """No quotient is so near to a half that 1e-8 on top of the smallest scales, a 1/15000 of them, turns it."""
    most = np.max(np.abs(W), axis=0)
    quotients = W / np.where(most > 0, most / 127, 1.0)
    return np.min(np.abs(np.abs(quotients) % 1.0 - 0.5)) > 0.01


@cases("D K", (6, 4), (4, 4), (1, 3), (5, 1), fit=lambda case: clear(case.W))
def matrices(rng, D, K):
    return {"W": weights(rng, D, K)}


@cases("D K", (4, 3), (3, 4), fit=lambda case: clear(case.W))
def with_zeros(rng, D, K):
    """A column of zeros, and single zeros."""
    W = weights(rng, D, K)
    W[:, rng.integers(K)] = 0.0
    W[rng.integers(D)] *= 0.0
    return {"W": W}


@cases("power", -3, 5, exact=True)
def halves(rng, power):
    """Quotients that are halves, exactly, of both signs, even and odd."""
    n = rng.permutation(np.array([0, 1, 2, 3, 10, 11])) + 4 * rng.integers(0, 5, size=6)
    signs = rng.permutation([1.0, 1.0, 1.0, -1.0, -1.0, -1.0])
    column = np.append(signs * (n + 0.5), rng.choice((-127.0, 127.0)))
    return {"W": 2.0**power * np.stack([column, rng.permutation(column)], axis=1)}


@cases("N D K", (3, 5, 4), (4, 4, 4), (1, 6, 2), (2, 1, 3), (3, 5, 1), fit=lambda case: clear(case.X.T))
def products(rng, N, D, K):
    """Rows of very different size; integers that are large, so that sums leave eight bits and sixteen."""
    Q = rng.choice((-1, 1), size=(D, K)) * rng.integers(60, 128, size=(D, K))
    Q[:, 0] = rng.integers(110, 128, size=D)
    X = weights(rng, D, N).T.copy()
    X[0] = np.max(np.abs(X[0])) * rng.permutation(np.append(rng.uniform(0.8, 1.0, size=D - 1), 1.0))
    return {"X": X, "Q": Q.astype(np.int8), "scale": rng.uniform(0.01, 0.05, size=K)}


@cases("N D K", (3, 4, 2), fit=lambda case: clear(case.X.T))
def zero_rows(rng, N, D, K):
    case = products.draw(rng, N, D, K)
    case["X"][rng.integers(N)] = 0.0
    return case


@cases("power", -3, 4, exact=True)
def half_products(rng, power):
    """Rows of X whose quotients are halves, exactly, of both signs, even and odd."""
    X = halves.draw(rng, power)["W"].T.copy()
    return {"X": X, "Q": rng.integers(60, 128, size=(7, 2)).astype(np.int8), "scale": rng.uniform(0.01, 0.05, size=2)}


far = scaled(matrices, rows=2, W=1)
far_products = scaled(products, rows=2, X=1)


def quantised(m, case):
    Q, scale = m.int8_quantise(case.W)
    return {"Q": Q, "scale": scale}


shapes = shaped("Q holds integers in the shape of W, and there is a scale for each column.", matrices, of=quantised)
scales = agrees(
    "The largest modulus of each column becomes 127.",
    matrices,
    of=quantised,
    only=["scale"],
    needs=[shapes],
    by="entry",
)
integers = agrees("Q holds the nearest integers.", matrices, of=quantised, only=["Q"], points=2, needs=[shapes])
zeros = agrees("0 stays 0, and a column of zeros has the scale 1.", with_zeros, of=quantised, needs=[shapes])
even = agrees("Halves are rounded to even.", halves, of=quantised, needs=[shapes, integers])
units = agrees(
    "Tiny weights and huge ones are no different.", far, of=quantised, by="entry", needs=[shapes], separates=False
)
form = shaped("Y has a row for each row of X, and a column for each column of Q.", products, of="int8_matmul")
product = agrees(
    "Y is the product of integers, times both scales.", products, of="int8_matmul", points=3, by="row", needs=[form]
)
even_rows = agrees(
    "Halves in rows of X are rounded to even.", half_products, of="int8_matmul", by="row", needs=[product]
)
no_rows = agrees("A row of zeros gives zeros.", zero_rows, of="int8_matmul", needs=[form])
far_out = agrees(
    "Tiny X and huge X are no different.", far_products, of="int8_matmul", by="row", needs=[form], separates=False
)


@check(points=1, kind="property", needs=[shapes])
def bound(student, matrices):
    """No entry is off by more than half of its column's scale, and −W gives −Q."""

    def ways(m, case):
        return m.int8_quantise(case.W), m.int8_quantise(-case.W)[0]

    for case, ((Q, scale), negative) in student.each(ways, matrices):
        gap = np.abs(case.W - Q * scale) - scale / 2
        if not np.all(gap <= 1e-9 * scale):
            fail("An entry is off by more than half of its column's scale.", case)
        assert_law(
            "Q(−W) = −Q(W)", np.asarray(negative, dtype=float), -np.asarray(Q, dtype=float), what="Q", where=case
        )


hygiene = hygiene_of(matrices, of="int8_quantise")
product_hygiene = hygiene_of(products, of="int8_matmul")

MOST, SCALE = "most = np.max(np.abs(W), axis=0)", "scale = np.where(most > 0, most / 127, 1.0)"
ROUND, DOT = "np.round(W / scale).astype(np.int8)", "(Qx @ Q.astype(np.int64)) * s * scale"
ROWS, ROW_SCALE, ROW_ROUND = (
    "np.max(np.abs(X), axis=1, keepdims=True)",
    "s = np.where(most > 0, most / 127, 1.0)",
    "np.round(X / s).astype(np.int64)",
)
BUGS = [
    patch(
        "halves in X are rounded up",
        {ROW_ROUND: "np.floor(X / s + 0.5).astype(np.int64)"},
        hint="Rows of X are quantised in the same way: np.round takes halves to the even neighbour.",
    ),
    patch(
        "halves in X are rounded away from 0",
        {ROW_ROUND: "np.trunc(X / s + np.copysign(0.5, X)).astype(np.int64)"},
        hint="Rows of X are quantised in the same way: np.round takes halves to the even neighbour.",
    ),
    patch("Q holds floats", {ROUND: "np.round(W / scale)"}, hint="Integers: .astype(np.int8) after rounding."),
    patch(
        "the range goes to 128",
        {SCALE: SCALE.replace("127", "128"), "astype(np.int8), scale": "astype(np.int16), scale"},
        hint="The largest becomes 127: 128 is no int8.",
    ),
    patch(
        "scales are made for 128, and what becomes 128 is cut to 127",
        {
            SCALE: SCALE.replace("127", "128"),
            ROUND: "np.clip(np.round(W / scale), -128, 127).astype(np.int8)",
            ROW_SCALE: ROW_SCALE.replace("127", "128"),
            ROW_ROUND: "np.clip(np.round(X / s), -128, 127).astype(np.int64)",
        },
        hint="The largest becomes 127, of either sign: max |W| / 127.",
    ),
    patch(
        "all columns share one scale",
        {MOST: "most = np.full(W.shape[1], np.max(np.abs(W)))"},
        hint="One scale for each column: axis=0.",
    ),
    patch(
        "the largest entry is taken, not the largest modulus",
        {MOST: "most = np.abs(np.max(W, axis=0))", "astype(np.int8), scale": "astype(np.int64), scale"},
        hint="−5 is larger in modulus than 3: np.abs first.",
    ),
    patch(
        "fractions are cut off",
        {ROUND: "np.trunc(W / scale).astype(np.int8)"},
        hint="astype(int) cuts off: np.round first.",
    ),
    patch(
        "quotients are rounded down", {ROUND: "np.floor(W / scale).astype(np.int8)"}, hint="To the nearest: np.round."
    ),
    patch("halves are rounded up", {ROUND: "np.floor(W / scale + 0.5).astype(np.int8)"}, hint="To even: np.round."),
    patch(
        "halves are rounded away from 0",
        {ROUND: "(np.sign(W) * np.floor(np.abs(W / scale) + 0.5)).astype(np.int8)"},
        hint="To even: np.round.",
    ),
    patch(
        "a column of zeros has the scale 0",
        {"return np.round(W / scale).astype(np.int8), scale": "return np.round(W / scale).astype(np.int8), most / 127"},
        hint="Give it the scale 1.",
    ),
    patch(
        "a small number is added to the scale",
        {SCALE: "scale = most / 127 + 1e-8"},
        hint="Scales may be tiny themselves: only a column of zeros needs help.",
    ),
    patch(
        "the scale is turned round",
        {
            "return np.round(W / scale).astype(np.int8), scale": "return np.round(W / scale).astype(np.int8), 1.0 / scale"
        },
        hint="W ≈ Q · scale.",
    ),
    patch(
        "sums of products are kept in eight bits",
        {ROW_ROUND: "np.round(X / s).astype(np.int8)", "Q.astype(np.int64)": "Q"},
        hint="127 · 127 is 16129: multiply in int32 or int64.",
    ),
    patch(
        "sums of products are kept in sixteen bits",
        {ROW_ROUND: "np.round(X / s).astype(np.int16)", "Q.astype(np.int64)": "Q.astype(np.int16)"},
        hint="Two products of 127 · 127 exceed 32767: multiply in int32 or int64.",
    ),
    patch("X is not quantised", {DOT: "X @ (Q * scale)"}, hint="Rows of X become integers, too."),
    patch(
        "all rows of X share one scale",
        {ROWS: "np.full((len(X), 1), np.max(np.abs(X)))"},
        hint="One scale for each row: axis=1.",
    ),
    patch(
        "the scale of X is forgotten", {DOT: "(Qx @ Q.astype(np.int64)) * scale"}, hint="Both scales: s[n] · scale[k]."
    ),
    patch("the scale of Q is forgotten", {DOT: "(Qx @ Q.astype(np.int64)) * s"}, hint="Both scales: s[n] · scale[k]."),
    patch(
        "fractions of X are cut off", {ROW_ROUND: "(X / s).astype(np.int64)"}, hint="To the nearest: np.round first."
    ),
    patch(
        "a row of zeros gives NaN",
        {"return Y\n": "return np.where(most > 0, Y, np.nan)\n"},
        hint="A row of zeros has the scale 1.",
    ),
]


SIGNS, ZERO = "the signs of integers and scales cancel", "a row of zeros gives 0, whatever its scale is"
QUOTIENT = "np.where(most > 0, most / 127, 1.0)"
EQUIVALENT = {
    f"int8_matmul: {QUOTIENT} → -{QUOTIENT}": SIGNS,
    "int8_matmul: most / 127 → most / -127": SIGNS,
    f"int8_matmul: {QUOTIENT} → most / 127": "0 / 0 becomes some integer, and the scale 0 makes it 0",
    "int8_matmul: most > 0 → most >= 0": "0 / 0 becomes some integer, and the scale 0 makes it 0",
    **{f"int8_matmul: {QUOTIENT} → {QUOTIENT.replace('1.0', n)}": ZERO for n in ("0", "2.0", "0.5", "-1.0", "1.01")},
}


@variant(of="int8_quantise")
def column_by_column(W):
    Q, scale = np.zeros(W.shape, dtype=int), np.ones(W.shape[1])
    for k, column in enumerate(W.T):
        largest = max(abs(x) for x in column.tolist())
        if largest > 0:
            scale[k] = largest / 127
            Q[:, k] = [round(x / scale[k]) for x in column.tolist()]
    return Q, scale


@variant(of="int8_quantise")
def with_rint(W):
    scale = np.abs(W).max(axis=0) / 127.0
    scale[scale == 0] = 1.0
    return np.clip(np.rint(W / scale), -127, 127).astype(np.int8), scale


@variant(of="int8_matmul")
def in_int32(X, Q, scale):
    s = np.abs(X).max(axis=1) / 127
    s[s == 0] = 1.0
    Qx = np.rint(X / s[:, None]).astype(np.int8)
    return np.outer(s, scale) * np.matmul(Qx.astype(np.int32), Q.astype(np.int32))


@variant(of="int8_matmul")
def number_by_number(X, Q, scale):
    N, K = len(X), Q.shape[1]
    Y = np.zeros((N, K))
    for n in range(N):
        largest = max(abs(x) for x in X[n].tolist())
        s = largest / 127 if largest else 1.0
        row = [round(x / s) for x in X[n].tolist()]
        for k in range(K):
            Y[n, k] = sum(a * b for a, b in zip(row, Q[:, k].tolist(), strict=True)) * s * scale[k]
    return Y

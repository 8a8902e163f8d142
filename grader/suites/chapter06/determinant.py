"""Checks, known bugs and variants of chapter06/determinant."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("det",),
    minutes=25,
    hints=(
        "Do it on paper for 3 × 3 first. Which steps change the determinant, and how?",
        "In column j, only rows j, j + 1, … are candidates: np.argmax(np.abs(U[j:, j])) counts from j.",
        "U[[j, p]] = U[[p, j]] exchanges rows; U[j], U[p] = U[p], U[j] loses one, for these are views.",
        "Make a copy in floats, A.astype(float). Then neither A changes nor do integers cut anything off.",
    ),
)


def bound(case):
    """Hadamard: no determinant is larger than the product of the lengths of the rows."""
    return float(np.prod(np.linalg.norm(case.A, axis=1)))


def clear(case):
    return abs(np.linalg.det(case.A)) > 0.05 * bound(case)


def signs(rng, *shape):
    return rng.choice((-1, 1), size=shape)


@cases("n", 3, 2, 4, 1, 6, fit=clear)
def squares(rng, n):
    return {"A": signs(rng, n, n) * rng.uniform(0.3, 2.0, size=(n, n))}


def negative(case):
    return clear(case) and (len(case.A) != 2 or np.linalg.det(case.A) < 0)


@cases("n", 3, 2, 4, fit=negative)
def whole_numbers(rng, n):
    """The first pivot divides nothing else, and is not on the diagonal."""
    A = signs(rng, n, n) * rng.integers(1, 8, size=(n, n))
    A[1, 0] = 11
    return {"A": A}


@cases("n kind", (2, "zero"), (3, "zero"), (4, "zero"), (3, "second"), (4, "second"), fit=clear)
def zero_pivots(rng, n, kind):
    """A zero on the diagonal, at once or after a step. In the first column there is nothing positive."""
    A = signs(rng, n, n) * rng.uniform(0.5, 2.0, size=(n, n))
    A[:, 0] = -np.abs(A[:, 0])
    if kind == "zero":
        A[0, 0] = 0.0
    else:
        A[1, :2] = 0.5 * A[0, :2]
    return {"A": A}


@cases("n", 3, 4, 2, 5)
def permutations(rng, n):
    """One number in each row and in each column, after one exchange or after two."""
    order = np.arange(n)
    first, second, third = (0, 1, 2) if n > 2 else (0, 1, 1)
    order[[first, second]] = order[[second, first]]
    if n > 3:
        order[[second, third]] = order[[third, second]]
    A = np.zeros((n, n))
    A[np.arange(n), order] = signs(rng, n) * rng.uniform(0.5, 2.0, size=n)
    return {"A": A}


@cases("n", 3, 4)
def tiny_pivots(rng, n):
    """A first entry of 1e-13; the rest is far from singular."""
    A = np.roll(np.eye(n), 1, axis=1) * 4 + rng.uniform(-1.0, 1.0, size=(n, n))
    A[0, 0] = rng.uniform(1.0, 9.0) * 1e-13
    return {"A": A}


def without_volume(rng, n, why):
    A = signs(rng, n, n) * rng.integers(1, 6, size=(n, n))
    i, j = rng.permutation(n)[:2]
    match why:
        case "a row is zero":
            A[i] = 0
        case "a column is zero":
            A[:, rng.integers(n - 1)] = 0
        case "two rows are equal":
            A[i] = A[j]
        case "the last row is the sum of all others":
            A[-1] = A[:-1].sum(axis=0)
        case "all rows are multiples of one":
            A = np.outer(np.arange(1, n + 1), A[0])
    return A.astype(float)


@cases(
    "n why size",
    (3, "a column is zero", 1.0),
    (4, "a column is zero", 1.0),
    (3, "a row is zero", 1.0),
    (3, "two rows are equal", 1.0),
    (4, "the last row is the sum of all others", 1.0),
    (3, "all rows are multiples of one", 1.0),
    (3, "a column is zero", 1e-60),
)
def singular(rng, n, why, size):
    return {"A": size * without_volume(rng, n, why)}


@cases("n", 3, 2, 4)
def pairs(rng, n):
    return {"A": signs(rng, n, n) * rng.uniform(0.3, 2.0, size=(n, n)), "B": rng.normal(size=(n, n))}


@cases("n", 3, 2)
def cyclic(rng, n):
    """The large entries are such that there is an exchange in every column but the last."""
    return {"A": np.roll(signs(rng, n, 1) * (4 * np.eye(n) + rng.uniform(-1.0, 1.0, size=(n, n))), -1, axis=0)}


far = scaled(cyclic, A=1, scales=(-70, 70), rows=2)

values = agrees("Volumes are right, and so is the sign, from 1 × 1 to 6 × 6.", squares, points=2, scale=bound)
integers = agrees("Of integers, too, it is a float, and nothing is cut off.", whole_numbers, scale=bound)
zeros = agrees("A zero on the diagonal is no end: rows are exchanged.", zero_pivots, scale=bound)
exchanges = agrees("Every exchange of rows changes the sign.", permutations)
tiny = agrees("A tiny pivot costs no digits.", tiny_pivots, scale=bound)
flat = agrees("Of a singular matrix it is 0, up to rounding.", singular, scale=bound, needs=[values])
extremes = agrees("It is right for tiny numbers and for huge ones.", far, scale=bound, needs=[values])


@check(points=1, kind="property")
def laws(student, pairs):
    """det(A B) = det A · det B; transposing changes nothing, and exchanging two rows changes the sign alone."""

    def all_of_them(m, case):
        A, B = case.A, case.B
        det = m.determinant
        return det(A), det(B), det(A @ B), det(A.T), det(A[::-1] if len(A) < 4 else A[[1, 0, 2, 3]])

    for case, (one, other, both, turned, exchanged) in student.each(all_of_them, pairs):
        size, size_B = bound(case), float(np.prod(np.linalg.norm(case.B, axis=1)))
        assert_law("det(A B) = det A · det B", both, one * other, what="det", where=case, scale=size * size_B)
        assert_law("det Aᵀ = det A", turned, one, what="det", where=case, scale=size)
        assert_law("with two rows exchanged, det = −det A", exchanged, -one, what="det", where=case, scale=size)


hygiene = hygiene_of(squares)

COPY, PIVOT = "A.astype(np.float64)", "j + int(np.argmax(np.abs(U[j:, j])))"
ZERO, EXCHANGE, SIGN = "U[p, j] == 0", "U[[j, p]] = U[[p, j]]", "det = -det"
STEP = "U[j + 1 :] -= np.outer(U[j + 1 :, j] / U[j, j], U[j])"

BUGS = [
    patch(
        "rows are never exchanged",
        {PIVOT: "j"},
        hint="If the pivot is 0, nothing can be divided by it: bring another row up.",
    ),
    patch(
        "rows are exchanged only where a pivot is exactly 0",
        {PIVOT: f"j if U[j, j] != 0 else {PIVOT}"},
        hint="A tiny pivot drowns the rows below in rounding: always take the largest entry.",
    ),
    patch("exchanges leave the sign as it is", {SIGN: "det = +det"}, hint="Every exchange of two rows: det = −det."),
    patch(
        "the sign changes in every column, exchange or not",
        {"        if p != j:\n            U[[j, p]]": "        if True:\n            U[[j, p]]"},
        hint="Without an exchange, the sign stays.",
    ),
    patch("the sign is lost", {"    return det\n": "    return abs(det)\n"}, hint="A determinant has a sign."),
    patch(
        "the diagonal of A itself is multiplied",
        {STEP: "pass", PIVOT: "j"},
        hint="That is right for triangular matrices: eliminate first.",
    ),
    patch(
        "exchanging rows loses one of them",
        {EXCHANGE: "U[j], U[p] = U[p], U[j]"},
        hint="U[j] is a view: when U[p] is filled, U[j] has changed. U[[j, p]] = U[[p, j]].",
    ),
    patch(
        "small pivots are taken for zeros",
        {ZERO: "abs(U[p, j]) < 1e-12"},
        hint="With other units, all numbers are small: only 0 itself is 0.",
    ),
    patch(
        "the pivot comes from the whole column, rows that are done as well",
        {PIVOT: "int(np.argmax(np.abs(U[:, j])))"},
        hint="Candidates are on the diagonal and below: U[j:, j].",
    ),
    patch(
        "the pivot's row is counted from the diagonal, and used as if it were counted from the top",
        {PIVOT: PIVOT.replace("j + ", "")},
        hint="np.argmax of U[j:, j] counts from j: add j.",
    ),
    patch(
        "the pivot is the largest number, not the largest in modulus",
        {PIVOT: PIVOT.replace("np.abs(U[j:, j])", "U[j:, j]")},
        hint="−5 is a better pivot than 0: np.abs.",
    ),
    patch(
        "rows are added where they should be subtracted",
        {STEP: STEP.replace("-=", "+=")},
        hint="Below the pivot there must be zeros: check with 2 × 2.",
    ),
    patch(
        "the pivots that rows are divided by are lost",
        {"det *= float(U[j, j])": "U[j] /= U[j, j]"},
        hint="To divide a row by its pivot divides the determinant, too: multiply det by the pivot.",
    ),
    patch(
        "the last pivot is missing",
        {"range(len(U))": "range(len(U) - 1)"},
        hint="There is nothing to eliminate in the last column, but its pivot counts.",
    ),
    patch(
        "a column of zeros ends in a division by 0",
        {ZERO: "False"},
        hint="If no candidate is different from 0, the determinant is 0: return it.",
    ),
]

EQUIVALENT = {
    "determinant: np.argmax(np.abs(U[j:, j])) → np.argmax(np.abs(U[j:, j]), axis=0)": "a column has one axis",
}
EXCHANGES = "Which rows are exchanged, and how often, depends on the numbers."
VARYING = {"integers": EXCHANGES, "laws": EXCHANGES}


@bug("rows of integers are eliminated in integers", hint="What is behind the point is cut off: A.astype(float) first.")
def in_integers(A):
    U, det, n = A.copy(), 1.0, len(A)
    for j in range(n):
        p = j + int(np.argmax(np.abs(U[j:, j])))
        if U[p, j] == 0:
            return 0.0
        if p != j:
            U[[j, p]] = U[[p, j]]
            det = -det
        for i in range(j + 1, n):
            U[i] = U[i] - U[i, j] / U[j, j] * U[j]
        det *= U[j, j]
    return float(det)


@bug("Sarrus' rule is used for more than three rows", hint="Its diagonals are for 3 × 3 alone: eliminate, or expand.")
def sarrus(A):
    n = len(A)
    if n < 3:
        return float(A[0, 0] if n == 1 else A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0])
    down = sum(np.prod([float(A[i, (i + k) % n]) for i in range(n)]) for k in range(n))
    up = sum(np.prod([float(A[n - 1 - i, (i + k) % n]) for i in range(n)]) for k in range(n))
    return float(down - up)


@bug(
    "the terms of the expansion are all added",
    hint="Along a row the signs alternate: +, −, +, …; without them it is the permanent.",
)
def permanent(A):
    if len(A) == 1:
        return float(A[0, 0])
    return float(sum(A[0, j] * permanent(np.delete(A[1:], j, axis=1)) for j in range(len(A))))


@variant
def expanded(A):
    n = len(A)
    if n == 1:
        return float(A[0, 0])
    return float(sum((-1) ** j * A[0, j] * expanded(np.delete(A[1:], j, axis=1)) for j in range(n)))


@variant
def eigenvalues(A):
    return float(np.prod(np.linalg.eigvals(A)).real)


@variant
def of_numpy(A):
    sign, logarithm = np.linalg.slogdet(A.astype(float))
    return float(sign * np.exp(logarithm))


@variant
def lists(A):
    rows, det = [[float(x) for x in row] for row in A], 1.0
    for j in range(len(rows)):
        p = max(range(j, len(rows)), key=lambda i: abs(rows[i][j]))
        if p != j:
            rows[j], rows[p] = rows[p], rows[j]
            det = -det
        pivot = rows[j][j]
        det *= pivot
        if pivot == 0.0:
            break
        for i in range(j + 1, len(rows)):
            factor = rows[i][j] / pivot
            rows[i] = [x - factor * y for x, y in zip(rows[i], rows[j], strict=True)]
    return det

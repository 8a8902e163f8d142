"""Checks, known bugs and variants of chapter06/inverse_gauss_jordan."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("X",),
    requires=("chapter06/determinant",),
    minutes=25,
    hints=(
        "Write [A | I] as one array, np.hstack([A, np.eye(n)]), and change its rows as wholes.",
        "Which rows may give the pivot of column j? Those from j on: those above have theirs already.",
        "Exchange with M[[j, p]] = M[[p, j]], divide row j by its pivot, then subtract M[i, j] * M[j] for every i ≠ j.",
        "If the largest candidate is 0, there is no pivot: raise ValueError.",
    ),
)


def signs(rng, *shape):
    return rng.choice((-1, 1), size=shape)


def well(case):
    return np.linalg.cond(case.A) < 60


@cases("n", 3, 2, 4, 1, 5, fit=well)
def squares(rng, n):
    """The first pivot is in another row, which has to come up."""
    A = signs(rng, n, n) * rng.uniform(0.3, 2.0, size=(n, n))
    least = np.argmin(np.abs(A[:, 0]))
    return {"A": A[[least, *(i for i in range(n) if i != least)]]}


def least_pivot(A, choose):
    """Return the least pivot in modulus, if `choose` says which row of those left comes up; 0 if there is none."""
    M, least = A.astype(float), np.inf
    for j in range(len(M)):
        p = j + choose(M[j:, j])
        M[[j, p]] = M[[p, j]]
        least = min(least, abs(M[j, j]))
        if least < 1e-3:
            return 0.0
        M[j + 1 :] -= np.outer(M[j + 1 :, j] / M[j, j], M[j])
    return least


def without_zeros(case):
    """Whoever takes the first row that is left, or the largest number, meets no zero; nor is one on the diagonal."""
    return (
        well(case)
        and np.all(np.diag(case.A) != 0)
        and all(least_pivot(case.A, choose) > 0 for choose in (lambda column: 0, np.argmax))
    )


@cases("n", 3, 2, 4, fit=without_zeros)
def whole_numbers(rng, n):
    """The first pivot divides nothing else; the numbers of [A | I] have the sum 0, and those of its first row."""
    A = signs(rng, n, n) * rng.integers(1, 8, size=(n, n))
    A[0, 0] = 11
    A[0, 1] -= A[0].sum() + 1
    A[-1, -1] -= A.sum() + n
    return {"A": A}


@cases("n kind", (2, "zero"), (3, "zero"), (4, "zero"), (3, "second"), (4, "second"), fit=well)
def zero_pivots(rng, n, kind):
    """A zero on the diagonal, at once or after a step. In the first column there is nothing positive."""
    A = signs(rng, n, n) * rng.uniform(0.5, 2.0, size=(n, n))
    A[:, 0] = -np.abs(A[:, 0])
    if kind == "zero":
        A[0, 0] = 0.0
    else:
        A[1, :2] = 0.5 * A[0, :2]
    return {"A": A}


@cases("n", 3, 4, fit=well)
def tiny_pivots(rng, n):
    A = np.roll(np.eye(n), 1, axis=1) * 4 + rng.uniform(-1.0, 1.0, size=(n, n))
    A[0, 0] = rng.uniform(1.0, 9.0) * 1e-13
    return {"A": A}


@cases("n", 3, 4)
def permutations(rng, n):
    """One number in each row and in each column: no zero is on its way out when a pivot is looked for."""
    return {"A": np.roll(np.diag(signs(rng, n) * rng.uniform(0.5, 2.0, size=n)), 1, axis=1)}


@cases("n first", (5, 1), (4, 2), (5, 2), (4, 1), exact=True)
def hilbert(rng, n, first):
    """1 / (i + j + first), i, j = 0, 1, …: condition numbers from 1e4 to 1e7. Rows are in any order, with any signs."""
    i = np.arange(n)
    return {"A": rng.permutation(1 / (i[:, None] + i + first)) * signs(rng, n, 1)}


@cases("n", 3, 2, 4, fit=lambda case: well(case) and np.linalg.cond(case.B) < 60)
def pairs(rng, n):
    return {"A": signs(rng, n, n) * rng.uniform(0.3, 2.0, size=(n, n)), "B": rng.normal(size=(n, n))}


far = scaled(squares, A=1, scales=(-70, 70), rows=2)

shapes = shaped("X has the shape of A, and is float64.", squares)
values = agrees("X is the inverse of A, from 1 × 1 to 5 × 5.", squares, points=2)
integers = agrees("Of integers, too, and nothing is cut off.", whole_numbers, needs=[values])
zeros = agrees("A zero on the diagonal is no end: rows are exchanged.", zero_pivots)
exchanges = agrees("A matrix that does nothing but exchange and scale is undone.", permutations)
tiny = agrees("A tiny pivot costs no digits.", tiny_pivots)
extremes = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])


@check(points=1, kind="property")
def residuals(student, hilbert):
    """Of matrices that are nearly singular, X is still as good as rounding allows: A X = I and X A = I."""
    for case, X in student.inverse_gauss_jordan.on(hilbert):
        size = float(np.linalg.norm(case.A) * np.linalg.norm(X))
        assert_law("A X = I", case.A @ X, np.eye(len(X)), scale=size, what="X", where=case)
        assert_law("X A = I", X @ case.A, np.eye(len(X)), scale=size, what="X", where=case)


@check(points=1, kind="property")
def undone(student, pairs):
    """What was done last is undone first: (A B)⁻¹ = B⁻¹ A⁻¹. And the inverse of A⁻¹ is A."""

    def inverses(m, case):
        inverse = m.inverse_gauss_jordan
        X = inverse(case.A)
        return X, inverse(case.B), inverse(case.A @ case.B), inverse(X)

    for case, (X, Y, both, back) in student.each(inverses, pairs):
        size = float(np.linalg.norm(Y) * np.linalg.norm(X)) * 60
        assert_law("(A B)⁻¹ = B⁻¹ A⁻¹", both, Y @ X, scale=size, what="X", where=case)
        assert_law("(A⁻¹)⁻¹ = A", back, case.A, scale=60 * float(np.linalg.norm(case.A)), what="X", where=case)


@check(points=2, kind="error", needs=[values])
def singular(student, squares, rng):
    """A singular matrix raises ValueError: one with a row or a column of zeros, or with a row twice another."""
    c = float(rng.integers(3, 30)) / 8
    bad = {"all is zero": np.zeros((3, 3)), "A = [[0]]": np.zeros((1, 1)), "of integers": np.array([[3, 6], [6, 12]])}
    bad["the second row is twice the first"] = np.array([[c, 2 * c], [2 * c, 4 * c]])
    for case in squares:
        n = len(case.A)
        if n > 1:
            for name, j in (("first", 0), ("last", n - 1)):
                row, column = case.A.copy(), case.A.copy()
                row[j], column[:, j] = 0.0, 0.0
                bad[f"n = {n}, the {name} row is zero"] = row
                bad[f"n = {n}, the {name} column is zero"] = column
    for where, A in bad.items():
        raises(student, ValueError, lambda m, A=A: m.inverse_gauss_jordan(A), where=where)


hygiene = hygiene_of(squares)

BOTH, PIVOT = "np.hstack([A.astype(np.float64), np.eye(n)])", "j + int(np.argmax(np.abs(M[j:, j])))"
ZERO, EXCHANGE, DIVIDE = "M[p, j] == 0", "M[[j, p]] = M[[p, j]]", "M[j] /= M[j, j]"
OTHERS, RESULT = "i != j", "return M[:, n:]"

BUGS = [
    patch("rows are never exchanged", {PIVOT: "j"}, hint="If the pivot is 0, bring another row up."),
    patch(
        "rows are exchanged only where a pivot is exactly 0",
        {PIVOT: f"j if M[j, j] != 0 else {PIVOT}"},
        hint="A tiny pivot drowns the other rows in rounding: always take the largest entry.",
    ),
    patch(
        "rows are exchanged on the left half only",
        {EXCHANGE: "M[[j, p], :n] = M[[p, j], :n]"},
        hint="The right half takes part in everything: exchange whole rows.",
    ),
    patch(
        "exchanging rows loses one of them",
        {EXCHANGE: "M[j], M[p] = M[p], M[j]"},
        hint="M[j] is a view: when M[p] is filled, M[j] has changed. M[[j, p]] = M[[p, j]].",
    ),
    patch(
        "the pivot comes from the whole column, rows that are done as well",
        {PIVOT: "int(np.argmax(np.abs(M[:, j])))"},
        hint="Candidates are on the diagonal and below: M[j:, j].",
    ),
    patch(
        "the pivot is the largest number, not the largest in modulus",
        {PIVOT: PIVOT.replace("np.abs(M[j:, j])", "M[j:, j]")},
        hint="−5 is a better pivot than 0: np.abs.",
    ),
    patch(
        "zeros are made below the diagonal only",
        {OTHERS: "i > j"},
        hint="Above the diagonal there must be zeros, too: every row i ≠ j.",
    ),
    patch(
        "the pivot's row is not divided by the pivot",
        {DIVIDE: "M[j] = M[j]", "M[i, j] * M[j]": "M[i, j] / M[j, j] * M[j]"},
        hint="On the left there must be ones: divide the row.",
    ),
    patch(
        "the pivot's row is divided on the left half only",
        {DIVIDE: "M[j, :n] /= M[j, j]"},
        hint="The right half takes part in everything: divide the whole row.",
    ),
    patch("X is transposed", {RESULT: "return M[:, n:].T"}, hint="The right half is X as it stands."),
    patch("the left half is returned", {RESULT: "return M[:, :n]"}, hint="On the left is I in the end."),
    patch("both halves are returned", {RESULT: "return M"}, hint="X is the right half alone, M[:, n:]."),
    patch(
        "each entry is inverted",
        {RESULT: "return 1 / A"},
        hint="1/A divides entry by entry; A X must be I.",
    ),
    patch("A is returned", {RESULT: "return A.astype(np.float64)"}, hint="X is what stands on the right in the end."),
    patch(
        "a singular matrix gives infinity, or NaN",
        {ZERO: "False"},
        hint="If the largest candidate is 0, raise ValueError.",
    ),
    patch(
        "a singular matrix gives None",
        {'raise ValueError("A is singular: it has no inverse")': "return None"},
        hint="What is wrong with an argument is told by raise ValueError.",
    ),
    patch(
        "only a zero on the diagonal of A is looked for",
        {ZERO: "A[j, j] == 0"},
        hint="Zeros on the diagonal do no harm: look at the pivot, after the exchange.",
    ),
    patch(
        "small pivots are taken for zeros",
        {ZERO: "abs(M[p, j]) < 1e-12"},
        hint="With other units, all numbers are small: only 0 itself is 0.",
    ),
    patch(
        "a small determinant is taken for 0",
        {"    n = len(A)": "    n = len(A)\n    if abs(np.linalg.det(A)) < 1e-10:\n        raise ValueError"},
        hint="det(c A) = cⁿ det A: in other units it is small. Look at the pivots.",
    ),
    patch(
        "a small number is added to the diagonal",
        {"A.astype(np.float64), np": "A.astype(np.float64) + 1e-6 * np.eye(n), np"},
        hint="That is the inverse of another matrix.",
    ),
    patch(
        "a singular matrix gets a pseudo-inverse",
        {RESULT: "return np.linalg.pinv(A)", ZERO: "False"},
        hint="np.linalg.pinv answers always: a singular matrix has to raise ValueError.",
    ),
]

EQUIVALENT = {
    "inverse_gauss_jordan: np.hstack([A.astype(np.float64), np.eye(n)]) → "
    "-np.hstack([A.astype(np.float64), np.eye(n)])": "−A X = −I has the same solution",
    "inverse_gauss_jordan: np.argmax(np.abs(M[j:, j])) → np.argmax(np.abs(M[j:, j]), axis=0)": "a column has one axis",
}
VARYING = {"singular": "Where a row is there twice, rounding may leave a pivot of 1e-17, or none."}


@bug("rows of integers are eliminated in integers", hint="What is behind the point is cut off: A.astype(float) first.")
def in_integers(A):
    n = len(A)
    M = np.zeros((n, 2 * n), dtype=A.dtype)
    M[:, :n], M[:, n:] = A, np.eye(n)
    for j in range(n):
        p = j + int(np.argmax(np.abs(M[j:, j])))
        if M[p, j] == 0:
            raise ValueError("singular")
        M[[j, p]] = M[[p, j]]
        M[j] = M[j] / M[j, j]
        for i in range(n):
            if i != j:
                M[i] = M[i] - M[i, j] * M[j]
    return M[:, n:].astype(float)


@bug(
    "the cofactors are not transposed",
    hint="The adjugate is the transposed matrix of cofactors: entry (i, j) leaves out row j and column i.",
)
def cofactors(A):
    n, det = len(A), np.linalg.det(A)
    if det == 0:
        raise ValueError("singular")
    C = np.ones((n, n))
    for i in range(n):
        for j in range(n):
            C[i, j] = (-1) ** (i + j) * np.linalg.det(np.delete(np.delete(A, i, 0), j, 1))
    return C / det


@bug("the signs of the cofactors are missing", hint="Cofactors have the signs of a chessboard: (−1)^(i + j).")
def minors(A):
    n, det = len(A), np.linalg.det(A)
    if det == 0:
        raise ValueError("singular")
    C = np.ones((n, n))
    for i in range(n):
        for j in range(n):
            C[i, j] = np.linalg.det(np.delete(np.delete(A, i, 0), j, 1))
    return C.T / det


@variant
def adjugate(A):
    n, det = len(A), np.linalg.det(A)
    if det == 0:
        raise ValueError("det A = 0")
    rest = [[np.delete(np.delete(A, i, axis=0), j, axis=1) for j in range(n)] for i in range(n)]
    return np.array([[(-1) ** (i + j) * np.linalg.det(rest[j][i]) for j in range(n)] for i in range(n)]) / det


@variant
def solved(A):
    return np.linalg.solve(A, np.identity(A.shape[0]))


@variant
def of_numpy(A):
    return np.linalg.inv(A)


@variant
def lists(A):
    n = len(A)
    M = [[float(x) for x in A[i]] + [float(i == k) for k in range(n)] for i in range(n)]
    for j in range(n):
        p = max(range(j, n), key=lambda i: abs(M[i][j]))
        M[j], M[p] = M[p], M[j]
        pivot = M[j][j]
        if not pivot:
            raise ValueError("singular")
        M[j] = [x / pivot for x in M[j]]
        for i in set(range(n)) - {j}:
            factor = M[i][j]
            M[i] = [x - factor * y for x, y in zip(M[i], M[j], strict=True)]
    return np.array([row[n:] for row in M])


@variant
def down_and_up(A):
    """To a triangle first, then back."""
    U, X, n = A.astype(float), np.eye(len(A)), len(A)
    for j in range(n):
        p = j + np.abs(U[j:, j]).argmax()
        if U[p, j] == 0:
            raise ValueError
        U[[p, j]], X[[p, j]] = U[[j, p]], X[[j, p]]
        factors = U[j + 1 :, j] / U[j, j]
        U[j + 1 :] -= factors[:, None] * U[j]
        X[j + 1 :] -= factors[:, None] * X[j]
    for j in reversed(range(n)):
        X[j] = (X[j] - U[j, j + 1 :] @ X[j + 1 :]) / U[j, j]
    return X

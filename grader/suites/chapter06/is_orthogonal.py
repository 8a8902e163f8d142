"""Checks, known bugs and variants of chapter06/is_orthogonal."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("yes",),
    minutes=10,
    hints=(
        "Which matrix holds the products of all columns with each other, and what should it be?",
        "Q.conj().T is Qᴴ. Qᴴ Q is (n, n), so compare with np.eye(n), n = Q.shape[1].",
        "np.abs(Qᴴ Q − I).max() <= tol: moduli, for a column may be too short as well.",
    ),
)


def orthonormal(rng, m, n, of_complex=False):
    """Draw a matrix with orthonormal columns, no entry of which is 0."""
    X = rng.normal(size=(m, n)) + (1j * rng.normal(size=(m, n)) if of_complex else 0.0)
    return np.linalg.qr(X)[0]


def rotated(rng, n, det):
    Q = orthonormal(rng, n, n)
    Q[:, 0] *= det * np.sign(np.linalg.det(Q))
    return Q


def square_ones(rng, n, kind):
    Q = rotated(rng, n, rng.choice((-1, 1)))
    match kind:
        case "a rotation" | "a reflection":
            return rotated(rng, n, 1 if kind == "a rotation" else -1)
        case "a permutation":
            return np.eye(n)[rng.permutation(n)] * rng.permutation(np.resize([1, -1], n))
        case "a shear":
            return Q @ (np.eye(n) + rng.uniform(0.5, 2.0) * np.eye(n, k=1))
        case "one column too long":
            Q[:, -1] *= rng.uniform(1.5, 3.0)
        case "stretched one way, squeezed the other":
            Q[:, 0] *= 2.0
            Q[:, -1] *= 0.5
        case "one too long, one too short":
            Q[:, 0] *= np.sqrt(1.5)
            Q[:, -1] *= np.sqrt(0.5)
        case "all columns too short":
            Q *= rng.uniform(0.2, 0.8)
        case "twice a permutation":
            return rng.uniform(2.0, 4.0) * np.eye(n)[rng.permutation(n)]
        case "columns of length 1 at an angle":
            Q[:, 0] = (Q[:, 0] - Q[:, -1]) / np.sqrt(2)
        case "the columns are the same":
            Q[:] = Q[:, :1]
    return Q


@cases(
    "n kind",
    (3, "a rotation"),
    (2, "a reflection"),
    (4, "a permutation"),
    (3, "a shear"),
    (3, "one column too long"),
    (2, "stretched one way, squeezed the other"),
    (3, "one too long, one too short"),
    (4, "all columns too short"),
    (3, "twice a permutation"),
    (3, "columns of length 1 at an angle"),
    (2, "the columns are the same"),
    (1, "a rotation"),
    (1, "all columns too short"),
    exact=True,
)
def squares(rng, n, kind):
    return {"Q": square_ones(rng, n, kind), "tol": float(10.0 ** rng.uniform(-10, -6))}


@cases(
    "m n kind",
    (4, 2, "orthonormal columns"),
    (3, 1, "orthonormal columns"),
    (5, 3, "orthonormal columns"),
    (2, 4, "orthonormal rows"),
    (1, 3, "orthonormal rows"),
    (4, 2, "columns too long"),
    (4, 3, "columns at an angle"),
    exact=True,
)
def oblong(rng, m, n, kind):
    Q = orthonormal(rng, m, n) if m > n else orthonormal(rng, n, m).T.copy()
    if kind == "columns too long":
        Q *= 1.5
    elif kind == "columns at an angle":
        Q[:, 0] = (Q[:, 0] - Q[:, 1]) / np.sqrt(2)
    return {"Q": Q, "tol": float(10.0 ** rng.uniform(-10, -6))}


@cases(
    "m n kind",
    (3, 3, "unitary"),
    (2, 2, "unitary"),
    (4, 2, "unitary"),
    (2, 2, "Qᵀ Q = I, without conjugates"),
    (3, 3, "Qᵀ Q = I, without conjugates"),
    (1, 1, "unitary"),
    (2, 2, "an imaginary product"),
    (3, 2, "an imaginary product"),
    (3, 3, "one column too long"),
    exact=True,
)
def complex_ones(rng, m, n, kind):
    Q = orthonormal(rng, m, n, of_complex=True)
    if kind == "one column too long":
        Q[:, 0] *= 1.5
    elif kind == "an imaginary product":
        Q[:, 0] = (Q[:, 0] + 1j * Q[:, 1]) / np.sqrt(2)
    elif kind != "unitary":
        t = rng.uniform(0.5, 1.0)
        Q = np.eye(n, dtype=complex)
        Q[:2, :2] = [[np.cosh(t), 1j * np.sinh(t)], [-1j * np.sinh(t), np.cosh(t)]]
        Q = rotated(rng, n, 1) @ Q
    return {"Q": Q, "tol": float(10.0 ** rng.uniform(-10, -6))}


@cases(
    "kind gap within",
    *((kind, gap, w) for kind in ("longer", "shorter", "leaning") for gap in (1e-4, 1e-11) for w in (True, False)),
    ("longer", 0.0, True),
    ("longer", 1e-2, True),
    exact=True,
)
def nearly(rng, kind, gap, within):
    """What is wrong is a hundredth of tol, or several times tol."""
    Q, δ = orthonormal(rng, 4, 3), gap * rng.uniform(0.5, 1.0)
    match kind:
        case "longer":
            Q[:, 0] *= 1 + δ
        case "shorter":
            Q[:, 0] *= 1 - δ
        case "leaning":
            Q[:, 0] = np.sqrt(1 - δ * δ) * Q[:, 0] - δ * Q[:, 1]
    return {"Q": Q, "tol": (gap * (100.0 if within else 0.25)) or 1e-13}


@cases(
    "kind",
    "all columns leaning to each other",
    "one column too long",
    "an oblique product",
    "an oblique product, and tol is larger",
    exact=True,
)
def between(rng, kind):
    """tol lies between the largest modulus of an entry and something else that might be compared with it."""
    δ = 1e-5 * rng.uniform(0.5, 1.0)
    Q = orthonormal(rng, 5, 4, of_complex=kind.startswith("an oblique"))
    match kind:
        case "all columns leaning to each other":
            return {"Q": Q @ (np.eye(4) + δ / 2 * np.ones((4, 4))), "tol": 1.3 * δ}
        case "one column too long":
            Q[:, 0] *= 1 + δ
            return {"Q": Q, "tol": 1.5 * δ}
    Q[:, 0] += δ * np.sqrt(0.5) * (1 + 1j) * Q[:, 1]
    return {"Q": Q, "tol": (1.2 if kind.endswith("larger") else 0.85) * δ}


@cases("n", 4, 2, 1)
def exchanging(rng, n):
    return {"Q": np.eye(n)[rng.permutation(n)] * rng.choice((-1, 1), size=n), "tol": 0.0}


values = agrees(
    "Rotations, reflections and permutations are; shears, stretches and the like are not.", squares, points=2
)
sizes = agrees("The columns are asked for: tall matrices may be, wide ones never are.", oblong, points=2)
unitary = agrees("Unitary matrices are: of complex columns, one factor is conjugated.", complex_ones, points=2)
tolerance = agrees("What is wrong may be as large as tol, in either direction, and not larger.", nearly, points=2)
largest = agrees(
    "It is the largest modulus of an entry of Qᴴ Q − I that may be tol.", between, needs=[tolerance, unitary]
)
nothing = agrees("tol may be 0, and is enough where nothing is wrong at all.", exchanging, needs=[values, tolerance])
hygiene = hygiene_of(squares)

GRAM, EYE = "Q.conj().T @ Q", "np.eye(Q.shape[1])"
GAP, RESULT = "np.abs(Q.conj().T @ Q - np.eye(Q.shape[1]))", "bool(gap.max() <= tol)"

BUGS = [
    patch(
        "the norm of all entries together is compared",
        {RESULT: "bool(np.linalg.norm(gap) <= tol)"},
        hint="Each entry may be as large as tol: np.linalg.norm adds up their squares, and may be larger.",
    ),
    patch(
        "the largest eigenvalue of Qᴴ Q − I is compared",
        {RESULT: "bool(np.linalg.norm(gap, 2) <= tol)"},
        hint="Each entry may be as large as tol; the 2-norm of the matrix may be n times as large.",
    ),
    patch(
        "the moduli of all entries are added",
        {RESULT: "bool(gap.sum() <= tol)"},
        hint="Each entry may be as large as tol: take the largest, and not the sum.",
    ),
    patch(
        "the lengths of the columns are compared with 1, and not their squares",
        {GAP: "np.abs(Q.conj().T @ Q)\n    np.fill_diagonal(gap, np.abs(np.sqrt(np.diag(gap)) - 1))"},
        hint="On the diagonal of Qᴴ Q stand squares of lengths: if a length is off by δ, they are off by about 2δ.",
    ),
    patch(
        "real and imaginary parts are compared one by one",
        {GAP: f"{GRAM} - {EYE}\n    gap = np.maximum(np.abs(gap.real), np.abs(gap.imag))"},
        hint="The modulus of a complex number is larger than either part: np.abs takes it.",
    ),
    patch(
        "real and imaginary parts are added",
        {GAP: f"{GRAM} - {EYE}\n    gap = np.abs(gap.real) + np.abs(gap.imag)"},
        hint="The modulus of a complex number is √(a² + b²): np.abs takes it.",
    ),
    patch(
        "a determinant of modulus 1 is enough",
        {RESULT: "bool(Q.shape[0] == Q.shape[1] and abs(abs(np.linalg.det(Q)) - 1) <= tol)"},
        hint="A shear has determinant 1, too: look at Qᴴ Q.",
    ),
    patch(
        "the lengths of the columns are not looked at",
        {GAP: "np.abs(Q.conj().T @ Q - np.diag(np.diag(Q.conj().T @ Q)))"},
        hint="Each column needs length 1: the diagonal of Qᴴ Q is 1.",
    ),
    patch(
        "only the lengths of the columns are looked at",
        {GAP: "np.abs(np.diag(Q.conj().T @ Q) - 1)"},
        hint="Different columns must be orthogonal: all of Qᴴ Q − I.",
    ),
    patch(
        "the comparison is exact", {RESULT: "bool(gap.max() == 0)"}, hint="Rounding makes 1e-16 of 0: compare with tol."
    ),
    patch(
        "the rows are looked at",
        {GAP: "np.abs(Q @ Q.conj().T - np.eye(Q.shape[0]))"},
        hint="A tall matrix has orthonormal columns, and its rows can't be: Qᴴ Q, in this order.",
    ),
    patch(
        "only square matrices are let pass",
        {RESULT: "bool(Q.shape[0] == Q.shape[1] and gap.max() <= tol)"},
        hint="The columns of a tall matrix may be orthonormal as well.",
    ),
    patch(
        "Q is not conjugated",
        {GRAM: "Q.T @ Q"},
        hint="Qᴴ is the transpose of the conjugate: Q.conj().T.",
    ),
    patch(
        "Q is conjugated, and not transposed",
        {GAP: "np.abs(Q.conj() @ Q - np.eye(Q.shape[1])) if Q.shape[0] == Q.shape[1] else np.ones(1)"},
        hint="Qᴴ is both.",
    ),
    patch(
        "the inverse is compared with Qᵀ",
        {GAP: "np.abs(np.linalg.inv(Q) - Q.conj().T)"},
        hint="A tall matrix has no inverse: look at Qᴴ Q.",
    ),
    patch(
        "imaginary parts are left aside",
        {GAP: "np.abs((Q.conj().T @ Q - np.eye(Q.shape[1])).real)", RESULT: RESULT},
        hint="An entry of Qᴴ Q − I may be purely imaginary: take its modulus.",
    ),
    patch(
        "what is too small is let pass",
        {GAP: "(Q.conj().T @ Q - np.eye(Q.shape[1])).real"},
        hint="A column that is too short makes a negative entry: take moduli.",
    ),
    patch(
        "tol is not used, but np.allclose as it comes",
        {RESULT: "bool(np.allclose(gap, 0))"},
        hint="np.allclose allows 1e-8 unless told otherwise: compare with tol.",
    ),
    patch(
        "np.allclose is given tol, and allows 1e-5 of a 1 as well",
        {RESULT: "bool(np.allclose(Q.conj().T @ Q, np.eye(Q.shape[1]), atol=tol))"},
        hint="np.allclose adds atol and rtol times the size: rtol=0.",
    ),
    patch(
        "the sum of Qᴴ Q − I is compared",
        {GAP: "np.abs(np.sum(Q.conj().T @ Q - np.eye(Q.shape[1])))"},
        hint="In a sum, too much and too little cancel: look at the largest modulus.",
    ),
    patch(
        "the mean of what is wrong is compared, squared",
        {"gap.max()": "np.mean(gap**2)"},
        hint="Squares of small numbers are far smaller: the largest entry itself must not exceed tol.",
    ),
    patch(
        "what is wrong has to be less than tol",
        {"gap.max() <= tol": "gap.max() < tol"},
        hint="As large as tol is not larger than tol: <=.",
    ),
    patch(
        "the mean of what is wrong is compared",
        {"gap.max()": "gap.mean()"},
        hint="One wrong entry is enough: the largest must not exceed tol.",
    ),
    patch("the answer is turned round", {"gap.max() <= tol": "gap.max() > tol"}, hint="True if nothing exceeds tol."),
    patch(
        "neighbouring columns only are compared",
        {GAP: "np.abs((Q.conj().T @ Q - np.eye(Q.shape[1])) * (np.eye(Q.shape[1]) + np.eye(Q.shape[1], k=1)))"},
        hint="Every column must be orthogonal to every other one.",
    ),
]

EQUIVALENT = {
    "is_orthogonal: Q.conj().T @ Q → (Q.conj().T @ Q).T": "Qᴴ Q is Hermitian, and moduli are taken",
    "is_orthogonal: Q.conj().T @ Q - np.eye(Q.shape[1]) → np.eye(Q.shape[1]) - Q.conj().T @ Q": "moduli are taken",
}


@bug("one vector keeps its length, and that is enough", hint="All vectors must keep their lengths: look at Qᴴ Q.")
def one_vector(Q, tol):
    x = np.ones(Q.shape[1])
    return bool(abs(np.linalg.norm(Q @ x) - np.linalg.norm(x)) <= tol)


@variant
def pairs_of_columns(Q, tol):
    for i in range(Q.shape[1]):
        for j in range(i + 1):
            product = np.vdot(Q[:, i], Q[:, j])
            if abs(product - (1.0 if i == j else 0.0)) > tol:
                return False
    return True


@variant
def close(Q, tol):
    n = Q.shape[1]
    return np.allclose(np.einsum("ki,kj->ij", np.conj(Q), Q), np.identity(n), rtol=0.0, atol=tol)

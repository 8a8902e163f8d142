"""Checks, known bugs and variants of chapter06/eig_2x2."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("λ", "V"),
    requires=("chapter06/determinant",),
    minutes=25,
    hints=(
        "Solve λ² − tr A · λ + det A = 0 first. np.sqrt(complex(x)) has an answer for negative x as well.",
        "(A − λ I) v = 0 says that v is orthogonal to the rows (a − λ, b) and (c, d − λ). Which vector is, to the first?",
        "(b, λ − a) and (λ − d, c) both are; if one is 0, take the other. Both are 0 for multiples of I only.",
        "V[:, j] = v / np.linalg.norm(v): columns, and a length that is made of moduli.",
    ),
)


def gap(A):
    (a, b), (c, d) = A
    return abs(np.sqrt(complex((a - d) ** 2 / 4 + b * c))) / np.linalg.norm(A)


def apart(case):
    """Neither eigenvalues nor eigenvectors are near each other."""
    A = np.asarray(case.A, dtype=float)
    return gap(A) > 0.15 and abs(np.linalg.det(np.linalg.eig(A)[1])) > 0.2


def sign(rng):
    return rng.choice((-1, 1))


@cases("kind", "b c > 0", "b c < 0, and real", "complex", "symmetric", "a rotation", "complex, to the left", fit=apart)
def matrices(rng, kind):
    a, d = sign(rng) * rng.uniform(1.0, 2.0), rng.uniform(-0.9, 0.9)
    b, c = sign(rng) * rng.uniform(0.5, 3.0), rng.uniform(0.5, 3.0)
    match kind:
        case "b c > 0":
            c *= np.sign(b)
        case "b c < 0, and real":
            a, c = a * 5, -np.sign(b) * c
        case "complex" | "complex, to the left":
            c *= -np.sign(b)
            a, d = (a, d) if kind == "complex" else (-abs(a), -1.5)
        case "symmetric":
            c = b
        case "a rotation":
            a, d, b = d, d, -c
    return {"A": np.array([[a, b], [c, d]])}


@cases(
    "kind first",
    *((kind, first) for kind in ("diagonal", "upper triangle", "lower triangle") for first in ("smaller", "larger")),
    ("rank 1", ""),
    ("zeros on the diagonal", ""),
    fit=apart,
)
def special(rng, kind, first):
    a, b, c, e = rng.uniform(1.0, 3.0, size=4) * rng.choice((-1, 1), size=4)
    d = a + abs(e) if first == "smaller" else a - abs(e)
    match kind:
        case "diagonal":
            b = c = 0.0
        case "upper triangle":
            c = 0.0
        case "lower triangle":
            b = 0.0
        case "rank 1":
            a, b, c, d = (float(x) for x in np.outer(np.round([a, 2 * b], 1), np.round([c, e], 1)).ravel())
        case "zeros on the diagonal":
            a = d = 0.0
    return {"A": np.array([[a, b], [c, d]])}


@cases("kind", "real", "complex", "diagonal", fit=apart)
def whole_numbers(rng, kind):
    a, b, c, d = (int(x) for x in rng.integers(1, 9, size=4))
    b, c = {"real": (b, c), "complex": (b + 9, -c - 9), "diagonal": (0, 0)}[kind]
    a += d if kind == "diagonal" else 0
    return {"A": np.array([[a, b], [c, -d if kind == "real" else d]])}


@cases("kind", "a multiple of I", "a negative multiple", "nearly a multiple", "nearly a multiple", exact=True)
def multiples(rng, kind):
    c = rng.uniform(1.0, 5.0)
    if kind == "nearly a multiple":
        a, b, d = rng.uniform(1.0, 2.0, size=3) * np.array([1, 1, -1])
        return {"A": c * (np.eye(2) + 1e-4 * np.array([[a, b], [b * rng.uniform(0.5, 2.0), d]]))}
    return {"A": (c if kind == "a multiple of I" else -c) * np.eye(2)}


@cases("n", 2, fixed="there is one zero matrix")
def zero(rng, n):
    return {"A": np.zeros((n, n))}


far = scaled(matrices, A=1, scales=(-100, 100), rows=3)
far_special = scaled(special, A=1, scales=(-100, 100), rows=6)
FREE = {"V": up_to_phase(axis=0)}

shapes = shaped("There are two eigenvalues, and two columns of two, all of them complex.", matrices)
values = agrees(
    "The eigenvalues solve the characteristic equation, real or complex, and are in order.",
    matrices,
    only=["λ"],
    points=2,
)
vectors = agrees(
    "The columns are eigenvectors of length 1, in the order of the eigenvalues.",
    matrices,
    only=["V"],
    canonical=FREE,
    points=2,
)
zeros = agrees("Diagonal and triangular matrices have eigenvectors, too.", special, canonical=FREE, points=2)
integers = agrees("Integers give the same as floats.", whole_numbers, canonical=FREE, needs=[values, vectors])
sizes = agrees("Eigenvalues may be tiny or huge.", far, only=["λ"], needs=[values])
extremes = agrees(
    "Eigenvectors do not depend on the units.", far_special, only=["V"], canonical=FREE, needs=[vectors, zeros]
)


@check(points=1, kind="property")
def sums(student, matrices, special):
    """The eigenvalues have the trace for a sum, and the determinant for a product."""
    # Of the last special one, with the eigenvalues ±s, these say nothing of signs.
    for case, λ in student.each(lambda m, case: m.eig_2x2(case.A)[0], [*matrices, *special[:-1]]):
        (a, b), (c, d) = case.A
        size = float(np.linalg.norm(case.A))
        assert_law("λ₁ + λ₂ = tr A", np.sum(λ), a + d + 0j, scale=size, what="λ", where=case)
        assert_law("λ₁ λ₂ = det A", np.prod(λ), a * d - b * c + 0j, scale=size**2, what="λ", where=case)


@check(points=2, kind="property")
def equations(student, multiples, zero):
    """For multiples of I, nearly so, and for 0, A v = λ v for two independent vectors."""
    for case, (λ, V) in student.eig_2x2.on([*multiples, *zero]):
        size = float(np.linalg.norm(case.A))
        assert_law("A v = λ v", case.A @ V, V * λ, rtol=1e-7, scale=size, what="V", where=case)
        assert_law("|v₁|² + |v₂|² = 1", np.sum(np.abs(V) ** 2, axis=0), np.ones(2), rtol=1e-9, what="V", where=case)
        if abs(np.linalg.det(V)) < 1e-6:
            fail("The two eigenvectors are not independent: one is a multiple of the other.", case)


hygiene = hygiene_of(matrices, needs=[values, vectors])

ROOT, ORDER = "((a - d) / 2) ** 2 + b * c", "np.array([middle - root, middle + root])"
LONGER, SOME = "max(one, other, key=np.linalg.norm)", "if np.any(v):"
UNIT, RESULT = "v / np.linalg.norm(v)", "return λ, V"

BUGS = [
    patch(
        "(b, λ − a) is always taken for the eigenvector, also where it is 0",
        {LONGER: "one", SOME: "if True:"},
        hint="For b = 0 it may be 0: take (λ − d, c), then.",
    ),
    patch(
        "(λ − d, c) is always taken for the eigenvector, also where it is 0",
        {LONGER: "other", SOME: "if True:"},
        hint="For c = 0 it may be 0: take (b, λ − a), then.",
    ),
    patch(
        "of triangular matrices, the axes are taken for eigenvectors",
        {SOME: "if b != 0 and c != 0:"},
        hint="The axes are eigenvectors of diagonal matrices: look at b and at c, each for itself.",
    ),
    patch(
        "of diagonal matrices, the axes are not in the order of the eigenvalues",
        {SOME: "if b != 0 or c != 0:"},
        hint="The axis of the smaller entry comes first, as its eigenvalue does.",
    ),
    patch("the eigenvectors are rows", {RESULT: "return λ, V.T.copy()"}, hint="V[:, j] belongs to λ[j]."),
    patch(
        "the determinant has the wrong sign",
        {ROOT: "middle**2 + (a * d - b * c)"},
        hint="λ² − tr A · λ + det A = 0: below the root stands (tr A / 2)² − det A.",
    ),
    patch(
        "the 4 of the quadratic formula is missing",
        {ROOT: "middle**2 - (a * d - b * c) / 4"},
        hint="(tr A ± √(tr² A − 4 det A)) / 2.",
    ),
    patch("b c has the wrong sign", {ROOT: "((a - d) / 2) ** 2 - b * c"}, hint="((a − d)/2)² + b c: multiply it out."),
    patch(
        "the 2 below is missing",
        {"(a + d) / 2": "(a + d)", "np.sqrt(complex": "2 * np.sqrt(complex"},
        hint="(tr A ± √…) / 2: all of it is halved.",
    ),
    patch(
        "the same root is taken twice",
        {ORDER: "np.array([middle + root, middle + root])"},
        hint="A quadratic equation has two roots: ±.",
    ),
    patch(
        "the larger eigenvalue comes first",
        {ORDER: "np.array([middle + root, middle - root])"},
        hint="The smaller real part first; of a pair, the negative imaginary part.",
    ),
    patch(
        "eigenvectors are in the other order than eigenvalues",
        {RESULT: "return λ, V[:, ::-1].copy()"},
        hint="Column j belongs to λ[j].",
    ),
    patch(
        "what is negative below the root is made positive",
        {"np.sqrt(complex(": "np.sqrt(complex(abs(1) and ", ROOT: f"abs({ROOT})"},
        hint="A negative number has an imaginary root: np.sqrt(complex(x)).",
    ),
    patch(
        "what is negative below the root is set to 0",
        {ROOT: f"max({ROOT}, 0.0)"},
        hint="A negative number has an imaginary root: np.sqrt(complex(x)).",
    ),
    patch(
        "imaginary parts are dropped",
        {RESULT: "return λ.real.astype(complex), V.real.astype(complex)"},
        hint="Real matrices may have complex eigenvalues: keep both parts.",
    ),
    patch("the eigenvectors are not of length 1", {UNIT: "v"}, hint="Divide by the length: np.linalg.norm."),
    patch(
        "lengths are made of squares, not of moduli",
        {UNIT: "v / np.sqrt(np.sum(v**2))"},
        hint="(1, i) has length √2, but 1² + i² = 0: take moduli.",
    ),
    patch("the first component is made 1", {UNIT: "v / (v[0] or 1)"}, hint="Divide by the length: np.linalg.norm."),
    patch(
        "the eigenvectors are those of the transpose",
        {"(a, b), (c, d) = A": "(a, c), (b, d) = A"},
        hint="A v: rows of A meet v. A and Aᵀ have the same eigenvalues, and other eigenvectors.",
    ),
    patch(
        "the eigenvectors are orthogonal to the right ones",
        {LONGER: "np.array([-1, 1]) * max(one, other, key=np.linalg.norm)[::-1].conj()"},
        hint="(a − λ, b) is a row of A − λ I; v is orthogonal to it.",
    ),
    patch(
        "the eigenvectors are conjugated",
        {RESULT: "return λ, V.conj()"},
        hint="conj(v) belongs to conj(λ).",
    ),
    patch(
        "for a multiple of I, the same vector is returned twice",
        {"np.eye(2, dtype=np.complex128)": "np.array([[1, 1], [0, 0]], dtype=np.complex128)"},
        hint="All vectors are eigenvectors: take two that are independent.",
    ),
    patch(
        "eigenvalues that are close are taken for one",
        {SOME: "if abs(root) > 1e-3 * abs(middle):"},
        hint="However close they are, each has an eigenvector of its own, unless A is a multiple of I.",
    ),
    patch(
        "small numbers off the diagonal are taken for zeros",
        {"    V = np": "    b, c = (x if abs(x) > 1e-9 else 0.0 for x in (b, c))\n    V = np"},
        hint="In other units, all numbers are small.",
    ),
    patch(
        "real eigenvalues come as floats",
        {RESULT: "return (λ, V) if np.any(λ.imag) else (λ.real, V.real)"},
        hint="Both results are complex always, for callers to know what they get.",
    ),
]

ANY_SIGN, ONE_AXIS = "an eigenvector may have any sign", "a vector has one axis"
EQUIVALENT = {
    "eig_2x2: a - d → d - a": "it is squared",
    "eig_2x2: (a - d) / 2 → (a - d) / -2": "it is squared",
    "eig_2x2: np.eye(2, dtype=np.complex128) → -np.eye(2, dtype=np.complex128)": ANY_SIGN,
    "eig_2x2: np.array([b, λ[j] - a]) → -np.array([b, λ[j] - a])": ANY_SIGN,
    "eig_2x2: np.array([λ[j] - d, c]) → -np.array([λ[j] - d, c])": ANY_SIGN,
    "eig_2x2: v / np.linalg.norm(v) → -(v / np.linalg.norm(v))": ANY_SIGN,
    "eig_2x2: np.any(v) → np.any(v, axis=0)": ONE_AXIS,
    "eig_2x2: np.linalg.norm(v) → np.linalg.norm(v, axis=0)": ONE_AXIS,
    "eig_2x2: max(one, other, key=np.linalg.norm) → max(other, other, key=np.linalg.norm), and alike": (
        "of two that are equally long, either will do"
    ),
}


@bug("A is taken for symmetric", hint="np.linalg.eigh looks at one triangle only: A may be any matrix.")
def of_eigh(A):
    λ, V = np.linalg.eigh(A)
    return λ.astype(complex), V.astype(complex)


@bug("the eigenvalues are in the order that np.linalg.eig gives", hint="Sort them, and the columns with them.")
def unsorted(A):
    λ, V = np.linalg.eig(A)
    return λ.astype(complex), V.astype(complex)


@bug(
    "the eigenvalues are sorted by their moduli",
    hint="−8 comes before 1: the order is that of real parts, not of sizes.",
)
def by_moduli(A):
    λ, V = (x.astype(np.complex128) for x in np.linalg.eig(A))
    order = np.lexsort((λ.imag, np.round(np.abs(λ) / (np.abs(λ).max() or 1), 9)))
    return λ[order], V[:, order]


@bug("the eigenvalues are sorted, and the columns are not", hint="V[:, order]: columns go with their eigenvalues.")
def columns_stay(A):
    λ, V = np.linalg.eig(A)
    return λ[np.lexsort((λ.imag, λ.real))].astype(complex), V.astype(complex)


@variant
def of_numpy(A):
    λ, V = np.linalg.eig(A.astype(complex))
    order = np.lexsort((np.round(λ.imag / (np.abs(λ).max() or 1), 9), np.round(λ.real / (np.abs(λ).max() or 1), 9)))
    return λ[order], V[:, order]


@variant
def quadratic_formula(A):
    a, b, c, d = (float(x) for x in A.ravel())
    trace, det = a + d, a * d - b * c
    root = complex(trace * trace - 4 * det) ** 0.5
    pair = [(trace - root) / 2, (trace + root) / 2]
    columns = []
    for λ in pair:
        if abs(b) >= abs(c) and b != 0:
            v = (b, λ - a)
        elif c != 0:
            v = (λ - d, c)
        elif a == d:
            v = (1, 0) if not columns else (0, 1)
        else:
            v = (1, 0) if abs(λ - a) < abs(λ - d) else (0, 1)
        length = (abs(v[0]) ** 2 + abs(v[1]) ** 2) ** 0.5
        columns.append((v[0] / length, v[1] / length))
    return np.array(pair), np.array(columns, dtype=complex).T


@variant
def null_spaces(A):
    """Roots of the polynomial, and for each the right singular vector of A − λ I that belongs to 0."""
    (a, b), (c, d) = np.asarray(A, float)
    if b == c == 0:
        order = np.argsort([a, d], kind="stable")
        return np.array([a, d], complex)[order], np.eye(2, dtype=complex)[:, order]
    size = np.abs(A).max()
    λ = size * np.roots([1.0, -(a + d) / size, (a / size) * (d / size) - (b / size) * (c / size)]).astype(complex)
    λ = λ[np.lexsort((λ.imag, np.round(λ.real / size, 12)))]
    V = [np.linalg.svd(A / size - x / size * np.eye(2))[2][-1].conj() for x in λ]
    return λ, np.stack(V, axis=1)

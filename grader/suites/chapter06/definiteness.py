"""Checks, known bugs and variants of chapter06/definiteness."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("kind",),
    minutes=15,
    hints=(
        "In the directions of its eigenvectors, the form is Σ λᵢ yᵢ². Which signs may it have?",
        "np.linalg.eigvalsh gives the eigenvalues of a symmetric matrix, the smallest first.",
        "Is there one above tol? Is there one below −tol? If both, it is indefinite. Then ask whether any counts as 0.",
    ),
)


def spectrum(rng, kind, n, zero):
    """Draw eigenvalues from 0.5 to 3 with the signs that are asked for; `zero` stands for 0."""
    λ = rng.uniform(0.5, 3.0, size=n)
    match kind:
        case "psd" | "nsd":
            λ[rng.integers(1, n) :] = zero
        case "indefinite":
            λ[: rng.integers(1, n)] *= -1
            if n > 2:
                λ[1:-1] = zero
    return -λ if kind in ("nd", "nsd") else λ


def with_spectrum(rng, λ):
    Q, _ = np.linalg.qr(rng.normal(size=(len(λ), len(λ))))
    A = Q @ np.diag(λ) @ Q.T
    return (A + A.T) / 2


KINDS = ("pd", "psd", "nd", "nsd", "indefinite")


@cases("kind n", *((kind, n) for n in (3, 4) for kind in KINDS), ("pd", 2), ("nsd", 2), ("psd", 5), exact=True)
def matrices(rng, kind, n):
    return {"A": with_spectrum(rng, spectrum(rng, kind, n, 0.0)), "tol": 1e-9}


@cases(
    "kind n off",
    *((kind, 3, off) for kind in KINDS for off in (0.01, -0.01)),
    ("psd", 2, -0.02),
    ("nsd", 2, -0.02),
    exact=True,
)
def nearly(rng, kind, n, off):
    """What counts as 0 is a hundredth of tol, above or below; nothing else is less than a hundred times tol."""
    tol = rng.uniform(1.0, 4.0) * 1e-4
    return {"A": with_spectrum(rng, spectrum(rng, kind, n, off * tol)), "tol": tol}


@cases(
    "kind size tol",
    *((kind, 1e-13, 1e-17) for kind in KINDS),
    *((kind, 1e9, 1e-3) for kind in KINDS),
    ("psd", 1e6, 500.0),
    exact=True,
)
def units(rng, kind, size, tol):
    """Eigenvalues of very different sizes: one is near `size`, one a few hundred times tol, one a hundredth of it."""
    large, little = size * rng.uniform(1.0, 3.0), tol * rng.uniform(200.0, 500.0)
    zero = tol * rng.choice((-1, 1)) * rng.uniform(0.01, 0.02)
    λ = {
        "pd": [large, little, little],
        "psd": [large, little, zero],
        "nd": [-large, -little, -little],
        "nsd": [-large, -little, zero],
        "indefinite": [large, -little, zero],
    }[kind]
    return {"A": with_spectrum(rng, np.array(λ)), "tol": tol}


TRAPS = {
    "all entries positive": lambda a, b: [[a, a + b], [a + b, a]],
    "negative entries, and definite": lambda a, b: [[2 * a + b, -a, 0], [-a, 2 * a + b, -a], [0, -a, 2 * a + b]],
    "zeros on the diagonal": lambda a, b: [[0, a], [a, 0]],
    "the leading minors are 0": lambda a, b: [[0, 0], [0, -a]],
    "the determinant is positive": lambda a, b: [[-a, 0], [0, -b]],
    "two of each sign": lambda a, b: [[-a, 0, 0, 0], [0, 3 * a + b, 0, 0], [0, 0, -b, 0], [0, 0, 0, 3 * b + a]],
    "all entries equal": lambda a, b: [[a, a], [a, a]],
    "the sum of the entries is 0": lambda a, b: [[a, 0], [0, -a]],
    "all entries negative": lambda a, b: [[-a, -a], [-a, -a]],
}


@cases("where", *TRAPS)
def traps(rng, where):
    a, b = rng.integers(2, 9, size=2)
    return {"A": np.array(TRAPS[where](a, b), dtype=float), "tol": 1e-9}


@cases("where", *("all entries positive", "negative entries, and definite", "the determinant is positive"))
def whole_numbers(rng, where):
    a, b = rng.integers(2, 9, size=2)
    return {"A": np.array(TRAPS[where](a, b)), "tol": 0.0625}


@cases("n sign", (3, 0), (1, 0), (1, 1), (1, -1), (2, 0))
def small(rng, n, sign):
    return {"A": sign * rng.uniform(1.0, 9.0, size=(n, n)) + 0.0, "tol": float(rng.uniform(0.001, 0.01))}


@cases("n one other", (1, 0, 1), (1, 0, -1), (2, 1, 1), (2, -1, -1), (2, 1, -1), (2, -1, 1))
def at_tol(rng, n, one, other):
    """Diagonal, with an eigenvalue that is tol exactly, or −tol."""
    tol = float(rng.integers(1, 9)) / 16
    λ = np.array([one * float(rng.integers(2, 9)), other * tol])[-n:]
    return {"A": np.diag(λ), "tol": tol}


values = agrees("Of matrices of all five kinds, each is told.", matrices, points=2)
zeros = agrees("What is not larger than tol counts as 0, on both sides, and nothing else does.", nearly, points=2)
scales = agrees("tol is used as it is, for tiny matrices and for huge ones.", units)
tricks = agrees("It is the eigenvalues that decide, and not entries, the diagonal or a determinant.", traps, points=2)
integers = agrees("Integers give the same as floats.", whole_numbers)
least = agrees("The zero matrix is called psd; 1 × 1 matrices are numbers.", small)
edge = agrees("An eigenvalue that is tol or −tol exactly counts as 0.", at_tol, needs=[zeros])

hygiene = hygiene_of(matrices)

EIGENVALUES = "np.linalg.eigvalsh(A)"
POSITIVE, NEGATIVE = "bool(λ[-1] > tol)", "bool(λ[0] < -tol)"
ND, PD = "λ[-1] < -tol", "λ[0] > tol"

BUGS = [
    patch(
        "what is tol exactly counts as positive",
        {POSITIVE: "bool(λ[-1] >= tol)", PD: "λ[0] >= tol"},
        hint="|λ| ≤ tol is what counts as 0: positive is only λ > tol.",
    ),
    patch(
        "what is −tol exactly counts as negative",
        {NEGATIVE: "bool(λ[0] <= -tol)", ND: "λ[-1] <= -tol"},
        hint="|λ| ≤ tol is what counts as 0: negative is only λ < −tol.",
    ),
    patch(
        "the diagonal is taken for the eigenvalues",
        {EIGENVALUES: "np.sort(np.diag(A))"},
        hint="[[1, 2], [2, 1]] has a positive diagonal and is indefinite: take eigenvalues.",
    ),
    patch(
        "all entries are looked at",
        {EIGENVALUES: "np.sort(A, axis=None)"},
        hint="Signs of entries say nothing: take eigenvalues.",
    ),
    patch(
        "the determinant alone decides",
        {EIGENVALUES: "np.full(2, np.linalg.det(A))"},
        hint="Two negative eigenvalues make the determinant positive: look at each.",
    ),
    patch(
        "the trace alone decides",
        {EIGENVALUES: "np.full(2, np.trace(A))"},
        hint="The trace is the sum of the eigenvalues: look at each.",
    ),
    patch(
        "singular values are taken for eigenvalues",
        {EIGENVALUES: "np.linalg.svd(A, compute_uv=False)[::-1]"},
        hint="Singular values have lost the signs.",
    ),
    patch(
        "no tolerance is used",
        {EIGENVALUES: f"{EIGENVALUES}\n    tol = 0.0"},
        hint="Rounding makes 1e-17 of 0: what is not larger than tol counts as 0.",
    ),
    patch(
        "a tolerance of one's own is used",
        {EIGENVALUES: f"{EIGENVALUES}\n    tol = 1e-8"},
        hint="What counts as 0 depends on the units: use tol.",
    ),
    patch(
        "the tolerance is made relative to the largest eigenvalue",
        {EIGENVALUES: f"{EIGENVALUES}\n    tol = tol * np.abs(λ).max()"},
        hint="tol is in the unit of A: compare with it as it is.",
    ),
    patch(
        "the tolerance is at least 1e-10",
        {EIGENVALUES: f"{EIGENVALUES}\n    tol = max(tol, 1e-10)"},
        hint="In other units, 1e-10 may be large: use tol as it is.",
    ),
    patch(
        "below 0 there is no tolerance",
        {NEGATIVE: "bool(λ[0] < 0)"},
        hint="−1e-17 is as good as 0: negative is what is below −tol.",
    ),
    patch(
        "above 0 there is no tolerance",
        {POSITIVE: "bool(λ[-1] > 0)", PD: "λ[0] > 0"},
        hint="1e-17 is as good as 0: positive is what is above tol.",
    ),
    patch(
        "what is within the tolerance counts as positive",
        {PD: "λ[0] > -tol"},
        hint="An eigenvalue that counts as 0 makes it psd, not pd.",
    ),
    patch("semidefinite is called definite", {PD: "True", ND: "True"}, hint="With an eigenvalue 0 it is psd, or nsd."),
    patch("definite is called semidefinite", {PD: "False", ND: "False"}, hint="The strongest that holds: pd, or nd."),
    patch(
        "nothing is called indefinite",
        {"if positive and negative": "if False"},
        hint="With eigenvalues of both signs it is neither.",
    ),
    patch(
        "the zero matrix is called nsd",
        {"if negative:": "if not positive:"},
        hint="Both hold for the zero matrix; psd is asked for.",
    ),
    patch(
        "the zero matrix is called indefinite",
        {"if positive and negative": "if positive == negative"},
        hint="No sign is not both signs: psd.",
    ),
    patch(
        "negative and positive are exchanged",
        {EIGENVALUES: "-np.linalg.eigvalsh(A)[::-1]"},
        hint="The form has the signs of the eigenvalues of A.",
    ),
]

VARYING = dict.fromkeys(("zeros", "scales"), "Minors and pivots are near tol or not, as the matrix is.")


@bug(
    "leading minors decide about semidefinite as well",
    hint="diag(0, −1) has leading minors 0 and 0: minors tell pd and nd, and nothing else.",
)
def minors(A, tol):
    D = [np.linalg.det(A[:k, :k]) for k in range(1, len(A) + 1)]
    if all(d > tol for d in D):
        return "pd"
    if all((-1) ** k * d > tol for k, d in enumerate(D, 1)):
        return "nd"
    if all(d >= -tol for d in D):
        return "psd"
    return "nsd" if all((-1) ** k * d >= -tol for k, d in enumerate(D, 1)) else "indefinite"


@bug(
    "pivots of an elimination without exchanges decide",
    hint="[[0, 1], [1, 0]] has no first pivot, and is indefinite: take eigenvalues.",
)
def pivots(A, tol):
    U = A.astype(float)
    for j in range(len(U)):
        if abs(U[j, j]) > tol:
            U[j + 1 :] -= np.outer(U[j + 1 :, j] / U[j, j], U[j])
    d = np.diag(U)
    if np.any(d > tol) and np.any(d < -tol):
        return "indefinite"
    if np.any(d < -tol):
        return "nd" if np.all(d < -tol) else "nsd"
    return "pd" if np.all(d > tol) else "psd"


@bug("the form is looked at along the axes and diagonals only", hint="Other vectors count as well: take eigenvalues.")
def few_vectors(A, tol):
    n = len(A)
    tried = [*np.eye(n), np.ones(n)]
    q = np.array([x @ A @ x for x in tried])
    if q.max() > tol and q.min() < -tol:
        return "indefinite"
    if q.min() < -tol:
        return "nd" if q.max() < -tol else "nsd"
    return "pd" if q.min() > tol else "psd"


@variant
def counted_signs(A, tol):
    eigenvalues = np.linalg.eigvals(A).real
    plus, minus = int(np.sum(eigenvalues > tol)), int(np.sum(eigenvalues < -tol))
    n = len(A)
    if plus == n:
        return "pd"
    if minus == n:
        return "nd"
    if minus == 0:
        return "psd"
    return "nsd" if plus == 0 else "indefinite"


@variant
def by_cholesky(A, tol):
    """λ > tol for all λ if and only if A − tol I has a Cholesky factor; λ ≥ −tol, if A + tol I has one, with a little more."""

    def definite(B):
        try:
            np.linalg.cholesky(B)
        except np.linalg.LinAlgError:
            return False
        return True

    shift = tol * np.eye(A.shape[0])
    more = (1 + 1e-9) * shift
    for name, B in (("pd", A - shift), ("nd", -A - shift), ("psd", A + more), ("nsd", more - A)):
        if definite(B):
            return name
    return "indefinite"


@variant
def loop(A, tol):
    signs = set()
    for x in np.linalg.eigh(A.astype(float))[0]:
        signs.add(0 if abs(x) <= tol else (1 if x > 0 else -1))
    names = {frozenset({1}): "pd", frozenset({-1}): "nd", frozenset({-1, 0}): "nsd"}
    if {1, -1} <= signs:
        return "indefinite"
    return names.get(frozenset(signs), "psd")

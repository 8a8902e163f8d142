"""Checks, known bugs and variants of chapter06/pseudoinverse."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("A_plus",),
    requires=("chapter06/svd_low_rank",),
    minutes=20,
    hints=(
        "Take A = diag(4, 0) first: which matrix fulfils the four conditions? What becomes of the 0?",
        "U, s, Vh = np.linalg.svd(A, full_matrices=False). In A⁺ the outer factors change places, and are transposed.",
        "kept = s > rcond * s[0] says which singular values have an inverse. Leave out the others, with their columns of "
        "U and rows of Vh.",
        "Vh[kept].T / s[kept] gives each column its weight; @ U[:, kept].T adds up the terms.",
    ),
)


def matrix(rng, m, n, s):
    """A matrix with these singular values, and zeros for the others."""
    U, V = (np.linalg.qr(rng.normal(size=(size, len(s))))[0] for size in (m, n))
    return U * s @ V.T


def signs(rng, *shape):
    return rng.choice((-1, 1), size=shape)


def well(case):
    """All singular values are of one size."""
    s = np.linalg.svd(case.A, compute_uv=False)
    return s[-1] > 0.1 * s[0]


@cases("m n", (5, 3), (3, 5), (4, 4), (2, 6), (3, 3), (1, 4), (4, 1), (1, 1), fit=well)
def matrices(rng, m, n):
    """Tall, wide and square ones, of full rank."""
    return {"A": signs(rng, m, n) * rng.uniform(0.3, 2.0, size=(m, n))}


@cases("m n rank", (5, 3, 2), (3, 5, 2), (4, 4, 2), (3, 3, 1), (6, 4, 3), exact=True)
def deficient(rng, m, n, rank):
    """Rows and columns are dependent."""
    s = rng.uniform(1.0, 3.0) * rng.uniform(0.55, 0.8) ** np.arange(rank)
    return {"A": matrix(rng, m, n, s)}


@cases("m n rank", (4, 3, 3), (2, 4, 2), (3, 3, 1), (4, 3, 1))
def whole_numbers(rng, m, n, rank):
    """Integers, of full rank or of rank 1."""
    if rank == 1:
        columns, rows = (signs(rng, size) * rng.integers(1, 5, size=size) for size in (m, n))
        return {"A": np.outer(columns, rows)}
    A = rng.integers(-3, 4, size=(m, n))
    A[np.arange(rank), np.arange(rank)] = 8 * signs(rng, rank)
    return {"A": A}


@cases(
    "m n kind",
    *((*shape, float) for shape in ((3, 2), (2, 3), (3, 3), (4, 1), (1, 3), (1, 1))),
    (2, 3, int),
    fixed="there is one zero matrix of each shape",
)
def zero(rng, m, n, kind):
    return {"A": np.zeros((m, n), dtype=kind)}


def spread(case):
    """No entry is nearly as large as the largest singular value."""
    return np.abs(case.A).max() < 0.7 * np.linalg.norm(case.A, 2)


@cases("m n rcond", (5, 4, 0.1), (4, 6, 0.02), (5, 5, 0.1), (6, 5, 0.001), exact=True, fit=spread)
def limits(rng, m, n, rcond):
    """The two largest are nearly equal; one is right above the limit, one right below, and the last far below."""
    size = rng.uniform(4.0, 8.0)
    s = [1.0, 0.95, 1.15 * rcond, 0.85 * rcond, *[0.01 * rcond] * (min(m, n) - 4)]
    return {"A": size * matrix(rng, m, n, s), "rcond": rcond}


@cases("m n", (5, 4), (4, 5), exact=True)
def unsaid(rng, m, n):
    """rcond is not given; 5·10⁻⁴ of the largest is above its limit, 3·10⁻⁷ is below."""
    return {"A": rng.uniform(2.0, 5.0) * matrix(rng, m, n, [1.0, 0.6, 5e-4, 3e-7])}


@cases("m n", (2, 3), (3, 2), (2, 2))
def at_the_limit(rng, m, n):
    """Powers of 2, each alone in its row and column: the smaller one is exactly rcond times the larger."""
    A = np.zeros((m, n))
    A[0, n - 1], A[1, 0] = 2.0 ** rng.integers(-2, 3) * np.array([4.0, 1.0]) * signs(rng, 2)
    return {"A": A, "rcond": 0.25}


far = scaled(matrices, A=1, scales=(-100, 100), rows=3)
far_deficient = scaled(deficient, A=1, scales=(-100, 100), rows=3)

shapes = shaped("A⁺ is (n, m), and float64.", matrices)
values = agrees("A⁺ is the pseudoinverse: of tall, wide and square matrices.", matrices, points=2)
dependent = agrees("Singular values that are 0 stay 0.", deficient, points=2)
nothing = agrees("The pseudoinverse of 0 is 0.", zero)
integers = agrees("Of integers, too, and nothing is cut off.", whole_numbers, needs=[values])
cut = agrees("What is up to rcond times the largest singular value counts as 0.", limits, points=2)
default = agrees("rcond is 10⁻⁶ if nothing is said.", unsaid)
edge = agrees("Exactly rcond times the largest counts as 0, too.", at_the_limit, needs=[cut])
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])
every_limit = agrees("The limit goes with the unit of A.", far_deficient, needs=[dependent])


@check(points=1, kind="property")
def conditions(student, matrices, deficient, whole_numbers, zero):
    """The four conditions of Moore and Penrose are fulfilled."""
    for case, P in student.pseudoinverse.on([*matrices, *deficient, *whole_numbers, *zero]):
        A = case.A
        left, right = A @ P, P @ A
        size, inverse = float(np.linalg.norm(A)), float(np.linalg.norm(P))
        for law, one, other, scale in (
            ("A A⁺ A = A", left @ A, 1.0 * A, size),
            ("A⁺ A A⁺ = A⁺", right @ P, P, inverse),
            ("(A A⁺)ᵀ = A A⁺", left.T, left, size * inverse),
            ("(A⁺ A)ᵀ = A⁺ A", right.T, right, size * inverse),
        ):
            assert_law(law, one, other, scale=scale or 1.0, rtol=1e-9, what="A_plus", where=case)


@check(points=1, kind="property")
def least_squares(student, matrices, deficient, rng):
    """x = A⁺ b brings A x as near to b as can be, and is the shortest x that does."""
    for case, P in student.pseudoinverse.on([*matrices, *deficient]):
        A, b = case.A, rng.normal(size=len(case.A))
        x = P @ b
        _, s, Vh = np.linalg.svd(A)
        null_space = Vh[np.sum(s > 1e-6 * s[0]) :]
        size = float(np.linalg.norm(A) * np.linalg.norm(b))
        error = A.T @ (b - A @ x)
        assert_law("Aᵀ (b − A A⁺ b) = 0", error, np.zeros(len(x)), scale=size, rtol=1e-9, what="A_plus", where=case)
        size = float(np.linalg.norm(P) * np.linalg.norm(b))
        law = "z · A⁺ b = 0 for every z of length 1 with A z = 0"
        assert_law(law, null_space @ x, np.zeros(len(null_space)), scale=size, rtol=1e-9, what="A_plus", where=case)


@check(points=1, kind="property")
def turned(student, matrices, deficient, rng):
    """Of A transposed, turned or multiplied the pseudoinverse is so, too, the other way round; and (A⁺)⁺ = A."""

    def ways(m, case, P, Q):
        A, of = case.A, m.pseudoinverse
        once = of(A)
        return once, of(A.T), of(P @ A @ Q), of(-4.0 * A), of(once)

    for case in [*matrices, *deficient]:
        P, Q = (np.linalg.qr(rng.normal(size=(size, size)))[0] for size in case.A.shape)
        once, transposed, both_sides, multiplied, twice = student.run(ways, case, P, Q)
        for law, one, other in (
            ("(Aᵀ)⁺ = (A⁺)ᵀ", transposed, once.T),
            ("(P A Q)⁺ = Qᵀ A⁺ Pᵀ for orthogonal P, Q", both_sides, Q.T @ once @ P.T),
            ("(−4 A)⁺ = −A⁺ / 4", multiplied, once / -4.0),
            ("(A⁺)⁺ = A", twice, case.A),
        ):
            assert_law(law, one, other, rtol=1e-8, what="A_plus", where=case)


hygiene = hygiene_of(matrices)

FACTORS, KEPT = "U, s, Vh = np.linalg.svd(A, full_matrices=False)", "s > rcond * s[0]"
PRODUCT = "Vh[kept].T / s[kept] @ U[:, kept].T"

BUGS = [
    patch(
        "of zeros that are integers, integers are returned",
        {FACTORS: f"if not A.any():\n        return np.zeros_like(A.T)\n    {FACTORS}"},
        hint="A⁺ is float64 in every case: np.zeros_like takes its kind of numbers from A.",
    ),
    patch(
        "(AᵀA)⁻¹Aᵀ is taken for every matrix",
        {PRODUCT: "np.linalg.inv(A.T @ A) @ A.T"},
        hint="AᵀA has an inverse only if the columns of A are independent: never for wide matrices.",
    ),
    patch(
        "Aᵀ(A Aᵀ)⁻¹ is taken for every matrix",
        {PRODUCT: "A.T @ np.linalg.inv(A @ A.T)"},
        hint="A Aᵀ has an inverse only if the rows of A are independent: never for tall matrices.",
    ),
    patch(
        "rows or columns are taken for independent",
        {PRODUCT: "np.linalg.solve(A.T @ A, A.T) if len(A) >= len(A.T) else np.linalg.solve(A @ A.T, A).T"},
        hint="The rank may be lower than m and n: leave out what is 0 among the singular values.",
    ),
    patch(
        "the result is transposed",
        {PRODUCT: "U[:, kept] / s[kept] @ Vh[kept]"},
        hint="A⁺ = V diag(s⁺) Uᵀ is (n, m): the factors change places.",
    ),
    patch(
        "Vᵀ is taken for V",
        {PRODUCT: "(Vh[kept].T if len(Vh) < len(A.T) else Vh[:, kept]) / s[kept] @ U[:, kept].T"},
        hint="np.linalg.svd returns Vᵀ: the v_i are rows of the third factor.",
    ),
    patch(
        "singular values are not inverted",
        {PRODUCT: "Vh[kept].T * s[kept] @ U[:, kept].T"},
        hint="That is Aᵀ: divide by s_i.",
    ),
    patch(
        "it is divided by squares of singular values",
        {PRODUCT: "Vh[kept].T / s[kept] ** 2 @ U[:, kept].T"},
        hint="s_i⁺ = 1 / s_i. The squares are eigenvalues of AᵀA.",
    ),
    patch("singular values are left out", {PRODUCT: "Vh[kept].T @ U[:, kept].T"}, hint="s_i⁺ = 1 / s_i, not 1."),
    patch(
        "tiny singular values are inverted",
        {KEPT: "s > 0"},
        hint="A 0 comes out as 10⁻¹⁷: everything up to rcond · s_1 counts as 0.",
    ),
    patch(
        "singular values of 0 are divided by",
        {KEPT: "s >= rcond * s[0]"},
        hint="s ≤ rcond · s_1 counts as 0: for the zero matrix, 0 ≤ 0.",
    ),
    patch(
        "the limit is absolute",
        {KEPT: "s > rcond"},
        hint="Relative to the largest: rcond · s_1. In a small unit all singular values are small.",
    ),
    patch(
        "the limit is relative to the norm of all entries",
        {KEPT: "s > rcond * np.linalg.norm(A)"},
        hint="np.linalg.norm(A) is √(Σ s_i²): the limit is relative to the largest singular value alone.",
    ),
    patch(
        "the limit is relative to the largest entry",
        {KEPT: "s > rcond * np.abs(A).max()"},
        hint="The limit is relative to the largest singular value, s[0].",
    ),
    patch(
        "the limit is relative to the smallest singular value",
        {KEPT: "s > rcond * s[-1]"},
        hint="The largest one comes first: s[0].",
    ),
    patch(
        "squares of singular values are held against the limit",
        {KEPT: "s**2 > rcond * s[0] ** 2"},
        hint="s_i > rcond · s_1; with eigenvalues of AᵀA, rcond² is what it takes.",
    ),
    patch(
        "rcond is not used",
        {KEPT: "s > 1e-6 * s[0]"},
        hint="The caller says how much counts as 0: rcond * s[0].",
    ),
    patch(
        "if nothing is said, rcond is 1e-15",
        {"rcond: float = 1e-6": "rcond: float = 1e-15"},
        hint="The default is 10⁻⁶.",
    ),
    patch(
        "small singular values are made larger instead of left out",
        {PRODUCT: "Vh.T / np.maximum(s, rcond * s[0]) @ U.T if s[0] > 0 else np.zeros(A.T.shape)"},
        hint="Their inverses are 0: nothing is divided by the limit.",
    ),
    patch(
        "small singular values are kept as they are",
        {PRODUCT: "Vh.T * np.divide(1.0, s, out=s.copy(), where=kept) @ U.T"},
        hint="s_i ≤ rcond · s_1 counts as 0, and so does its inverse.",
    ),
    patch(
        "something is added before it is divided",
        {PRODUCT: "Vh.T / (s + 1e-12) @ U.T"},
        hint="1 / 10⁻¹² is not 0: leave out what counts as 0.",
    ),
    patch(
        "small entries of A are taken for 0, not small singular values",
        {FACTORS: "U, s, Vh = np.linalg.svd(np.where(abs(A) > rcond * abs(A).max(), A, 0.0), full_matrices=False)"},
        hint="A is left as it is: of its singular values, small ones count as 0.",
    ),
    patch(
        "the zero matrix keeps its shape",
        {PRODUCT: f"{PRODUCT} if s[0] > 0 else 1.0 * A"},
        hint="A⁺ is (n, m), also if A is 0.",
    ),
    patch(
        "of the zero matrix nothing is returned",
        {PRODUCT: f"{PRODUCT} if s[0] > 0 else np.zeros((0, 0))"},
        hint="A⁺ is (n, m), of zeros.",
    ),
    patch(
        "the pseudoinverse of integers is cut off to integers",
        {PRODUCT: f"({PRODUCT}).astype(A.dtype)"},
        hint="1/8 is 0 as an integer: keep float64.",
    ),
    patch(
        "the inverse is taken of square matrices",
        {PRODUCT: f"np.linalg.inv(A) if A.shape[0] == A.shape[1] else {PRODUCT}"},
        hint="A square matrix may have no inverse, and A⁺ has a limit: take the singular values always.",
    ),
    patch(
        "a single row is divided by its square, also if that is 0",
        {"U, s, Vh = ": "if len(A) == 1:\n        return A.T / (A @ A.T)\n    U, s, Vh = "},
        hint="Of a matrix of zeros A⁺ is zeros: there is nothing to divide by.",
    ),
]

SINGULAR = "Whether a singular matrix is inverted to huge numbers or raises LinAlgError is a matter of rounding."
VARYING = {"shapes": SINGULAR}


@variant
def least_squares_of_the_identity(A, rcond=1e-6):
    return np.linalg.lstsq(np.asarray(A, float), np.eye(len(A)), rcond=rcond)[0]


@variant
def by_numpy(A, rcond=1e-6):
    return np.linalg.pinv(A, rcond=rcond)


@variant
def term_by_term(A, rcond=1e-6):
    U, s, Vh = np.linalg.svd(A)
    m, n = A.shape
    A_plus = np.zeros((n, m))
    for i in range(len(s)):
        if s[i] > rcond * s.max():
            A_plus += np.outer(Vh[i], U[:, i]) / s[i]
    return A_plus


@variant
def eigenvectors_of_products(A, rcond=1e-6):
    """AᵀA = V diag(s²) Vᵀ, and A⁺ = V diag(1/s²) Vᵀ Aᵀ for what is kept: the limit is rcond²."""
    size = np.abs(A).max() or 1.0
    B = A / size
    squares, V = np.linalg.eigh(B.T @ B)
    kept = squares > rcond**2 * squares.max()
    return V[:, kept] / squares[kept] @ V[:, kept].T @ B.T / size

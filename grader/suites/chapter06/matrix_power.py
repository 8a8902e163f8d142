"""Checks, known bugs and variants of chapter06/matrix_power."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("P",),
    minutes=10,
    hints=(
        "What is the product of no factors at all? Begin with that, and no k is special.",
        "np.eye(n, dtype=A.dtype) is the identity in A's kind of numbers; multiply it by A, k times, with @.",
        "Ask for k < 0 first, and raise ValueError.",
    ),
)


@cases("n k", (3, 2), (4, 3), (2, 6), (1, 4), (5, 5))
def floats(rng, n, k):
    """No entry is zero, and both signs occur."""
    return {"A": rng.choice((-1, 1), size=(n, n)) * rng.uniform(0.2, 1.5, size=(n, n)), "k": k}


@cases("n k", (2, 2), (3, 4), (4, 3), (1, 5))
def whole_numbers(rng, n, k):
    return {"A": rng.choice((-1, 1), size=(n, n)) * rng.integers(1, 6, size=(n, n)), "k": k}


@cases("n k kind", (3, 0, float), (3, 1, float), (2, 1, int), (2, 0, int), (1, 0, float))
def few(rng, n, k, kind):
    A = rng.uniform(2.0, 9.0, size=(n, n)) * rng.choice((-1, 1), size=(n, n))
    return {"A": A.astype(kind), "k": k}


@cases("n k kind", (3, 0, float), (2, 0, int), (2, 1, float), fit=lambda case: np.trace(case.A) != 0)
def singular(rng, n, k, kind):
    """All rows are multiples of one: there is no inverse."""
    rows, columns = (rng.choice((-1, 1), size=n) * rng.integers(1, 8, size=n) for _ in range(2))
    return {"A": np.outer(rows, columns).astype(kind), "k": k}


@cases("n k", (2, 0), (3, 2), fixed="there is one zero matrix of each size")
def zero(rng, n, k):
    return {"A": np.zeros((n, n)), "k": k}


@cases("n least", (2, 79), (2, 83), (3, 79))
def fibonacci(rng, n, least):
    """Numbers above 2⁵³, which float64 can't hold."""
    A = np.eye(n, dtype=np.int64)
    A[:2, :2] = [[1, 1], [1, 0]]
    return {"A": A, "k": int(rng.integers(least, least + 4))}


@cases("n k", (3, 2), (4, 3), (3, 3), (2, 2), (4, 2))
def nilpotent(rng, n, k):
    """Strictly triangular: its nth power is 0, and those before are not."""
    A = np.triu(rng.choice((-1, 1), size=(n, n)) * rng.uniform(1.0, 3.0, size=(n, n)), 1)
    return {"A": A, "k": k}


@cases("n j k", (3, 2, 3), (2, 1, 4), (4, 2, 2))
def two_powers(rng, n, j, k):
    return {"A": rng.integers(-4, 5, size=(n, n)), "B": rng.integers(-4, 5, size=(n, n)), "j": j, "k": k}


@cases("n k", (3, 4))
def longer(rng, n, k):
    return {"A": rng.choice((-1, 1), size=(n, n)) * rng.uniform(0.5, 1.5, size=(n, n)), "k": k}


far = scaled(longer, A=1, scales=(-60, 60))

values = agrees("A is multiplied with itself until there are k factors.", floats, points=2)
integers = agrees("Of integers, the power is made of integers.", whole_numbers, needs=[values])
exact = agrees("Integers are right to the last digit, also above 2⁵³.", fibonacci, needs=[integers])
little = agrees("A⁰ is the identity, and A¹ is A, in A's kind of numbers.", few)
without_inverse = agrees("A⁰ is the identity also where A has no inverse.", singular)
of_nothing = agrees("Of the zero matrix, too, A⁰ is the identity.", zero)
vanishing = agrees("Of a nilpotent matrix, the powers vanish when they should, and not before.", nilpotent)
extremes = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])


@check(points=1, kind="property")
def exponents(student, two_powers):
    """Exponents add up; (AB)ᵏ A is A (BA)ᵏ, and the traces of (AB)ᵏ and (BA)ᵏ are the same."""

    def powers(m, case):
        A, B, j, k = case.values()
        P = m.matrix_power
        return P(A, j), P(A, k), P(A, j + k), P(A @ B, k), P(B @ A, k)

    for case, (first, second, both, one, other) in student.each(powers, two_powers):
        assert_law("Aʲ Aᵏ = Aʲ⁺ᵏ", first @ second, both, what="P", where=case)
        assert_law("(AB)ᵏ A = A (BA)ᵏ", one @ case.A, case.A @ other, what="P", where=case)
        assert_law("tr (AB)ᵏ = tr (BA)ᵏ", np.trace(one), np.trace(other), what="P", where=case)


@check(points=1, kind="error", needs=[values])
def negative(student, floats):
    """A negative k raises ValueError, whether A has an inverse or not."""
    for case in floats[:3]:
        for A in (case.A, np.zeros_like(case.A), np.eye(len(case.A))):
            for k in (-1, -2, -case.k):
                raises(student, ValueError, lambda m, A=A, k=k: m.matrix_power(A, k), where=f"k = {k}")


@cases("n k", (3, 1), (2, 3), (4, 0))
def kept(rng, n, k):
    return {"A": rng.uniform(0.5, 2.0, size=(n, n)), "k": k}


hygiene = hygiene_of(kept, needs=[values, little])

NEGATIVE, EYE, STEP = "k < 0", "np.eye(len(A), dtype=A.dtype)", "P = P @ A"

BUGS = [
    patch(
        "for k = 0, A is multiplied with its inverse",
        {
            "    for _ in range(k):": "    if k == 0:\n        return np.rint(A @ np.linalg.inv(A)).astype(A.dtype)\n    for _ in range(k):"
        },
        hint="A⁰ is the identity for every A, also for one without an inverse: begin with I, and multiply k times.",
    ),
    patch(
        "all powers of the zero matrix are zero",
        {"    for _ in range(k):": "    if not A.any():\n        return A.copy()\n    for _ in range(k):"},
        hint="A⁰ is the identity, of the zero matrix as well: there is no factor that could make it 0.",
    ),
    patch(
        "each entry is raised to the power",
        {"    return P": "    return A**k"},
        hint="A**k and P * A work entry by entry. Rows meet columns with @.",
    ),
    patch(
        "there is a factor too many", {"range(k)": "range(k + 1)"}, hint="Beginning with I, k products give k factors."
    ),
    patch(
        "a factor is missing",
        {"range(k)": "range(k - 1)"},
        hint="Beginning with A, k − 1 products are left; beginning with I, it is k.",
    ),
    patch(
        "integers become floats",
        {EYE: "np.eye(len(A))"},
        hint="np.eye is float64 unless told otherwise: dtype=A.dtype.",
    ),
    patch(
        "integers are multiplied as floats, and cast back",
        {EYE: "np.eye(len(A))", "    return P": "    return P.astype(A.dtype)"},
        hint="Above 2⁵³ float64 does not hold every integer: multiply integers.",
    ),
    patch(
        "A⁰ is A",
        {EYE: "A.copy()", "range(k)": "range(k - 1)"},
        hint="With no factor at all, nothing is changed: A⁰ is the identity.",
    ),
    patch(
        "A⁰ is full of ones",
        {"    return P": "    return P if k else np.ones_like(A)"},
        hint="What changes nothing in a product of matrices is the identity: np.eye.",
    ),
    patch(
        "A¹ is A itself, and no copy",
        {"    return P": "    return P if k != 1 else A"},
        hint="Whoever changes the result would change A, too: return a copy.",
    ),
    patch(
        "P is squared in every turn",
        {"P = P @ A": "P = P @ P if _ else P @ A"},
        hint="Squaring k times gives 2ᵏ factors: multiply by A.",
    ),
    patch("A is multiplied by k", {"    return P": "    return k * A"}, hint="k factors, not k summands."),
    patch(
        "A is multiplied with its transpose",
        {STEP: "P = P @ (A.T if _ % 2 else A)"},
        hint="Every factor is A, as it stands.",
    ),
    patch("the result is transposed", {"    return P": "    return P.T"}, hint="Aᵏ has its rows where A has its rows."),
    patch(
        "a power of the eigenvalues is put between eigenvectors",
        {
            "    return P": (
                "    λ, V = np.linalg.eig(A)\n"
                "    return (V @ np.diag(λ**k) @ np.linalg.pinv(V)).real if A.dtype.kind == 'f' else P"
            )
        },
        hint="Some matrices have too few eigenvectors: multiply instead.",
    ),
    patch(
        "tiny numbers are taken for zeros",
        {STEP: "P = np.where(np.abs(P @ A) < 1e-12, 0, P @ A)"},
        hint="A small number is a number: leave it as it comes.",
    ),
    patch("a negative k gives the identity", {NEGATIVE: "False"}, hint="Ask for k < 0, and raise ValueError."),
    patch(
        "for a negative k, the inverse is raised to the power",
        {
            NEGATIVE: "False",
            "    for _": "    if k < 0:\n        A, k = np.linalg.inv(A), -k\n    for _",
        },
        hint="A negative k is refused here, also if A has an inverse.",
    ),
    patch("k = 0 is refused", {NEGATIVE: "k < 1"}, hint="A⁰ is the identity."),
]

VARYING = {
    "without_inverse": "Where 0 is an eigenvalue twice, the eigenvectors that are found are independent or nearly dependent."
}
EQUIVALENT = {"matrix_power: P @ A → A @ P": "powers of one matrix commute"}


@variant
def repeated_squaring(A, k):
    if k < 0:
        raise ValueError(k)
    result, square = np.identity(len(A), A.dtype), A.copy()
    while True:
        if k & 1:
            result = result @ square
        k >>= 1
        if not k:
            return result
        square = square @ square


@variant
def halves(A, k):
    if k < 0:
        raise ValueError("negative")
    if k == 0:
        return np.eye(A.shape[0]).astype(A.dtype)
    half = halves(A, k // 2)
    return half @ half if k % 2 == 0 else A @ half @ half


@variant
def of_numpy(A, k):
    if not k >= 0:
        raise ValueError
    return np.array(np.linalg.matrix_power(A, k))


@variant
def loops(A, k):
    if k < 0:
        raise ValueError("k < 0")
    n, rows = len(A), A.tolist()
    P = [[A.dtype.type(i == j).item() for j in range(n)] for i in range(n)]
    for _ in range(k):
        P = [[sum(row[i] * rows[i][j] for i in range(n)) for j in range(n)] for row in P]
    return np.array(P, dtype=A.dtype)

"""Checks, known bugs and variants of chapter06/svd_low_rank."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("A_k",),
    minutes=15,
    hints=(
        "np.linalg.svd(A, full_matrices=False) gives three factors. Which of them has a vector in each column, which one "
        "in each row?",
        "Take the first k columns of U, the first k singular values, and the first k rows of Vh.",
        "U[:, :k] * s[:k] gives each column its weight; @ Vh[:k] adds up the terms. Look at k before.",
    ),
)


def gap(case):
    """The last singular value that is kept is well apart from the first that is not."""
    s = np.append(np.linalg.svd(case.A, compute_uv=False), 0.0)
    return case.k == 0 or s[case.k] < 0.85 * s[case.k - 1]


def matrix(rng, m, n, s):
    """A matrix with these singular values."""
    U, V = (np.linalg.qr(rng.normal(size=(size, len(s))))[0] for size in (m, n))
    return U * s @ V.T


def falling(rng, size):
    return rng.uniform(2.0, 5.0) * 0.6 ** (np.arange(size) + rng.uniform(-0.2, 0.2, size=size))


@cases("m n k", (6, 4, 2), (3, 5, 1), (4, 4, 2), (5, 5, 3), (7, 3, 2), (2, 6, 1), fit=gap)
def matrices(rng, m, n, k):
    return {"A": matrix(rng, m, n, falling(rng, min(m, n))) + rng.uniform(0.2, 0.5), "k": k}


@cases("m n k", (4, 3, 3), (3, 5, 3), (4, 4, 4), (4, 3, 0), (3, 3, 0), (1, 1, 1), (1, 4, 1), (3, 1, 0))
def all_or_nothing(rng, m, n, k):
    return {"A": rng.normal(size=(m, n)), "k": k}


@cases("m n k", (6, 4, 2), (4, 5, 3), (4, 4, 1), exact=True)
def low_rank(rng, m, n, k):
    """Matrices that have rank k already."""
    return {"A": matrix(rng, m, n, falling(rng, k)), "k": k}


far = scaled(matrices, rows=2, A=1)

shapes = shaped("A_k has the shape of A.", matrices)
values = agrees("A_k is the sum of the first k terms: for tall, wide and square matrices.", matrices, points=3)
ends = agrees("Of rank 0 there are zeros, of full rank A itself.", all_or_nothing)
kept = agrees("A matrix of rank k is kept as it is.", low_rank)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])


@check(points=1, kind="property")
def nearest(student, matrices):
    """The rank is k, and what is lost are the singular values from k + 1 on: nothing of rank k is nearer."""
    for case, A_k in student.each(lambda m, case: m.svd_low_rank(case.A, case.k), matrices):
        s, after = (np.linalg.svd(M, compute_uv=False) for M in (case.A, A_k))
        zeros = np.zeros(len(s) - case.k)
        assert_law("s_i(A_k) = 0 for i > k", after[case.k :], zeros, scale=s[0], what="A_k", where=case)
        lost = np.linalg.norm(s[case.k :])
        assert_law("‖A − A_k‖² = Σ_{i > k} s_i²", np.linalg.norm(case.A - A_k), lost, rtol=1e-9, where=case)


@check(points=1, kind="property")
def at_right_angles(student, matrices):
    """What is lost is at right angles to what is kept, on both sides."""
    for case, A_k in student.each(lambda m, case: m.svd_low_rank(case.A, case.k), matrices):
        rest, size = case.A - A_k, np.linalg.norm(case.A) ** 2
        for law, product in (("A_kᵀ (A − A_k) = 0", A_k.T @ rest), ("(A − A_k) A_kᵀ = 0", rest @ A_k.T)):
            assert_law(law, product, np.zeros(product.shape), scale=size, rtol=1e-10, what="A_k", where=case)


@check(points=1, kind="property")
def turned(student, matrices, rng):
    """If A is turned, transposed or multiplied, A_k is so, too."""

    def ways(m, case, P, Q):
        A, k = case.A, case.k
        of = m.svd_low_rank
        return of(A, k), of(A.T, k), of(P @ A @ Q, k), of(-2.0 * A, k)

    for case in matrices:
        P, Q = (np.linalg.qr(rng.normal(size=(size, size)))[0] for size in case.A.shape)
        A_k, transposed, both_sides, doubled = student.run(ways, case, P, Q)
        assert_law("(Aᵀ)_k = (A_k)ᵀ", transposed, A_k.T, rtol=1e-9, what="A_k", where=case)
        assert_law("(P A Q)_k = P A_k Q for orthogonal P, Q", both_sides, P @ A_k @ Q, rtol=1e-9, where=case)
        assert_law("(−2 A)_k = −2 A_k", doubled, -2.0 * A_k, rtol=1e-9, what="A_k", where=case)


@check(points=1, kind="error")
def no_rank(student, rng):
    """Unless 0 ≤ k ≤ min(m, n), ValueError is raised."""
    for m_, n, k in ((3, 5, 4), (5, 3, 4), (3, 3, 4), (3, 5, 5), (4, 3, -1), (2, 2, -2)):
        A = rng.normal(size=(m_, n))
        raises(student, ValueError, lambda m, A=A, k=k: m.svd_low_rank(A, k), where=f"m={m_}, n={n}, k={k}")


hygiene = hygiene_of(matrices)

RANGE, PRODUCT = "0 <= k <= min(A.shape)", "U[:, :k] * s[:k] @ Vh[:k]"
FACTORS = "U, s, Vh = np.linalg.svd(A, full_matrices=False)"

BUGS = [
    patch(
        "the smallest singular values are kept",
        {PRODUCT: "U[:, len(s) - k :] * s[len(s) - k :] @ Vh[len(s) - k :]"},
        hint="np.linalg.svd has the largest first: take the first k.",
    ),
    patch(
        "the first k terms are left out, and not the others",
        {PRODUCT: "U[:, k:] * s[k:] @ Vh[k:]"},
        hint="That is A − A_k. [:k] keeps the first k.",
    ),
    patch(
        "Vᵀ is transposed once more",
        {PRODUCT: "U[:, :k] * s[:k] @ (Vh.T[:, :k].T if A.shape[0] != A.shape[1] else Vh.T[:k])"},
        hint="np.linalg.svd returns Vᵀ already: the product is U S Vh.",
    ),
    patch(
        "columns of Vᵀ are taken for rows",
        {PRODUCT: "U[:, :k] * s[:k] @ (Vh[:, :k].T if len(Vh) == A.shape[1] else Vh[:k])"},
        hint="The v_i are rows of the third factor: Vh[:k].",
    ),
    patch(
        "one term too many is kept",
        {PRODUCT: "U[:, : k + 1] * s[: k + 1] @ Vh[: k + 1]"},
        hint="[:k] keeps k terms: 0 to k − 1.",
    ),
    patch(
        "the mean of each column is subtracted first",
        {FACTORS: "U, s, Vh = np.linalg.svd(A - A.mean(axis=0), full_matrices=False)"},
        hint="Nothing is centred: A itself is approximated.",
    ),
    patch(
        "columns are centred for the terms, and the mean is added again",
        {
            FACTORS: "U, s, Vh = np.linalg.svd(A - A.mean(axis=0), full_matrices=False)",
            PRODUCT: f"A.mean(axis=0) + {PRODUCT}",
        },
        hint="That is a PCA, and its rank may be k + 1: leave the means where they are.",
    ),
    patch(
        "the singular values are left out",
        {PRODUCT: "U[:, :k] @ Vh[:k]"},
        hint="Each term has its weight s_i.",
    ),
    patch(
        "the singular values are squared",
        {PRODUCT: "U[:, :k] * s[:k] ** 2 @ Vh[:k]"},
        hint="The weights are s_i; s_i² are the eigenvalues of AᵀA.",
    ),
    patch(
        "rows of A are left out, not terms",
        {PRODUCT: "A * (np.arange(len(A)) < k)[:, np.newaxis]"},
        hint="The rank falls, the shape stays: keep k terms of the decomposition.",
    ),
    patch(
        "the factors are returned",
        {PRODUCT: "(U[:, :k], s[:k], Vh[:k])"},
        hint="Their product is asked for, (m, n).",
    ),
    patch(
        "k = 0 keeps everything",
        {PRODUCT: "U[:, : k or None] * s[: k or None] @ Vh[: k or None]"},
        hint="Of rank 0 there is only the matrix of zeros.",
    ),
    patch("k = 0 raises ValueError", {RANGE: "1 <= k <= min(A.shape)"}, hint="0 ≤ k: the matrix of zeros."),
    patch(
        "too large a k gives A",
        {RANGE: "0 <= k"},
        hint="There are min(m, n) terms: raise ValueError if more are asked for.",
    ),
    patch(
        "k is compared with the larger side",
        {RANGE: "0 <= k <= max(A.shape)"},
        hint="There are as many terms as the smaller side has entries: min(m, n).",
    ),
    patch(
        "a negative k is let pass",
        {RANGE: "k <= min(A.shape)"},
        hint="s[:-1] leaves out the last: raise ValueError.",
    ),
    patch(
        "singular values below 1e-8 are dropped as well",
        {PRODUCT: "U[:, :k] * (s * (s > 1e-8))[:k] @ Vh[:k]"},
        hint="In a small unit all are small: k alone says how many are kept.",
    ),
]


@variant
def term_by_term(A, k):
    if k < 0 or k > min(A.shape):
        raise ValueError("k")
    U, s, Vh = np.linalg.svd(A)
    A_k = np.zeros(A.shape)
    for i in range(k):
        A_k += s[i] * np.outer(U[:, i], Vh[i])
    return A_k


@variant
def singular_values_set_to_zero(A, k):
    m, n = A.shape
    if k not in range(min(m, n) + 1):
        raise ValueError("k")
    U, s, Vh = np.linalg.svd(A, full_matrices=False)
    s[k:] = 0.0
    return U @ np.diag(s) @ Vh


@variant
def projected(A, k):
    """The eigenvectors of AᵀA to its k largest eigenvalues; A is projected onto their span."""
    if not 0 <= k <= min(A.shape):
        raise ValueError("k")
    size = np.abs(A).max()
    V = np.linalg.eigh((A / size).T @ (A / size))[1][:, A.shape[1] - k :]
    return A @ V @ V.T

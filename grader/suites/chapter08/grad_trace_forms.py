"""Checks, known bugs and variants of chapter08/grad_trace_forms."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    requires=("chapter08/grad_quadratic_form",),
    minutes=20,
    hints=(
        "Write tr(A X B) as one triple sum over entries. What is the factor of X[i, j]?",
        "G has the shape (n, m) of X: of the products of A, B and their transposes only one has it.",
        "X stands in tr(XᵀM X) twice. Keep one of the two fixed, then the other, and add what you get.",
    ),
)


@cases("p n m", (2, 3, 4), (3, 3, 3), (4, 2, 3), (1, 3, 2), (2, 1, 1))
def product(rng, p, n, m):
    return {"A": rng.normal(size=(p, n)), "X": rng.normal(size=(n, m)), "B": rng.normal(size=(m, p))}


@cases("n m", (3, 4), (3, 3), (4, 2), (3, 1), (1, 2))
def square(rng, n, m):
    return {"M": rng.normal(size=(n, n)), "X": rng.normal(size=(n, m))}


far = scaled(product, A=1, B=1, scales=(-70, 70))
far_square = scaled(square, M=1, X=1, scales=(-70, 70))

shapes = shaped("The gradient of tr(A X B) has the shape of X.", product, of="grad_trace_axb")
shapes_square = shaped("The gradient of tr(XᵀM X) has the shape of X.", square, of="grad_trace_xtmx")
linear = agrees(
    "The gradient of tr(A X B) is right, for all sizes different and all the same.",
    product,
    of="grad_trace_axb",
    needs=[shapes],
    points=2,
)
quadratic = agrees(
    "In tr(XᵀM X) both places of X count.", square, of="grad_trace_xtmx", needs=[shapes_square], points=2
)
scale = agrees(
    "The gradient of tr(A X B) is right for tiny numbers and for huge ones.", far, of="grad_trace_axb", needs=[linear]
)
scale_square = agrees(
    "The gradient of tr(XᵀM X) is right for tiny numbers and for huge ones.",
    far_square,
    of="grad_trace_xtmx",
    needs=[quadratic],
)


def size_of(*factors):
    """Return the sum of the moduli of the terms of a product's trace."""
    M = np.abs(factors[0])
    for factor in factors[1:]:
        M = M @ np.abs(factor)
    return float(np.trace(M))


@check(points=1, kind="gradient", needs=[shapes])
def along_a_line(student, product, rng):
    """Moving X by E changes tr(A X B) by Σ G[i, j] E[i, j], without remainder."""
    for case, G in student.grad_trace_axb.on(product):
        A, B, E = case.A, case.B, rng.normal(size=case.X.shape)
        law = "tr(A E B) = Σ_i Σ_j G[i, j] E[i, j]"
        assert_law(law, np.sum(G * E), np.trace(A @ E @ B), scale=size_of(A, E, B), what="G", where=case)


@check(points=1, kind="gradient", needs=[shapes_square])
def along_a_curve(student, square, rng):
    """Moving X by E changes tr(XᵀM X) by Σ G[i, j] E[i, j] + tr(EᵀM E), and nothing more."""
    for case, G in student.grad_trace_xtmx.on(square):
        M, X, E = case.M, case.X, rng.normal(size=case.X.shape)
        Y = X + E
        change = np.trace(Y.T @ M @ Y) - np.trace(X.T @ M @ X) - np.trace(E.T @ M @ E)
        terms = size_of(Y.T, M, Y) + size_of(X.T, M, X) + size_of(E.T, M, E)
        law = "f(X + E) − f(X) − tr(EᵀM E) = Σ_i Σ_j G[i, j] E[i, j]"
        assert_law(law, np.sum(G * E), change, scale=terms, what="G", where=case)


VARYING = {
    "along_a_line": "Rounding to eight digits is an error of about 1e-9, which may cancel along a line.",
    "along_a_curve": "Rounding to eight digits is an error of about 1e-9, which may cancel along a line.",
}

hygiene = hygiene_of(product, of="grad_trace_axb", needs=[linear])
hygiene_square = hygiene_of(square, of="grad_trace_xtmx", needs=[quadratic])

AXB, XTMX = "A.T @ B.T", "(M + M.T) @ X"
BUGS = [
    patch(
        "A B is returned for tr(A X B)", {AXB: "A @ B"}, hint="G[i, j] is (B A)[j, i]: (n, m) is the shape of Aᵀ Bᵀ."
    ),
    patch(
        "(A B)ᵀ is returned for tr(A X B)", {AXB: "(A @ B).T"}, hint="Transposing turns the order over: (B A)ᵀ = Aᵀ Bᵀ."
    ),
    patch("B A is returned for tr(A X B)", {AXB: "B @ A"}, hint="tr(M X) has the gradient Mᵀ: transpose B A."),
    patch("A is not transposed", {AXB: "A @ B.T"}, hint="Both are transposed: Aᵀ Bᵀ."),
    patch("B is not transposed", {AXB: "A.T @ B"}, hint="Both are transposed: Aᵀ Bᵀ."),
    patch("the value of tr(A X B) is returned", {AXB: "np.trace(A @ X @ B)"}, hint="The gradient has the shape of X."),
    patch(
        "X is left in the gradient of tr(A X B)",
        {AXB: "(A.T @ B.T) * X"},
        hint="f is linear in X: its gradient has no X.",
    ),
    patch("the gradient of tr(A X B) is twice as large", {AXB: "2 * A.T @ B.T"}, hint="X stands in tr(A X B) once."),
    patch(
        "only the diagonal of the gradient of tr(A X B) is kept",
        {AXB: "np.eye(*X.shape) * (A.T @ B.T)"},
        hint="The trace adds the diagonal of A X B, to which all entries of X contribute.",
    ),
    patch("M is taken to be symmetric", {XTMX: "2 * M @ X"}, hint="2 M X is right if M = Mᵀ, and here it is not."),
    patch("Xᵀ is taken for a constant", {XTMX: "M.T @ X"}, hint="X stands there twice: this is half of the answer."),
    patch(
        "X is taken for a constant beside Xᵀ", {XTMX: "M @ X"}, hint="X stands there twice: this is half of the answer."
    ),
    patch("a factor ½ is put in", {XTMX: "0.5 * (M + M.T) @ X"}, hint="There is no ½ in f, and none in the gradient."),
    patch(
        "the gradient of tr(XᵀM X) is transposed",
        {XTMX: "X.T @ (M + M.T)"},
        hint="The gradient has the shape of X, (n, m).",
    ),
    patch(
        "the value of tr(XᵀM X) is returned", {XTMX: "np.trace(X.T @ M @ X)"}, hint="The gradient has the shape of X."
    ),
    patch(
        "the gradient is that of tr(X M Xᵀ)",
        {XTMX: "X @ (M + M.T)"},
        hint="M stands between Xᵀ and X: it acts on the rows of X.",
    ),
    patch(
        "entries are multiplied, not matrices",
        {XTMX: "((M + M.T).sum(axis=1) * X.T).T"},
        hint="A product of matrices is @.",
    ),
    patch("gradients are rounded", {AXB: "np.round(A.T @ B.T, 8)"}, hint="Keep numbers as they are."),
    patch(
        "gradients of quadratic forms are rounded",
        {XTMX: "np.round((M + M.T) @ X, 8)"},
        hint="Keep numbers as they are.",
    ),
    patch(
        "the second term is not turned back",
        {XTMX: "M @ X + X.T @ M"},
        hint="(XᵀM)ᵀ = MᵀX: both terms have the shape of X.",
    ),
]


@variant(of="grad_trace_axb")
def turned_round(A, X, B):
    return (B @ A).T


@variant(of="grad_trace_axb")
def unit_matrices(A, X, B):
    G = np.zeros(X.shape)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            E = np.zeros(X.shape)
            E[i, j] = 1.0
            G[i, j] = np.trace(A @ E @ B)
    return G


@variant(of="grad_trace_axb")
def einstein_sum(A, X, B):
    return np.einsum("ki,jk->ij", A, B)


@variant(of="grad_trace_xtmx")
def two_halves(M, X):
    return M @ X + M.T @ X


@variant(of="grad_trace_xtmx")
def column_by_column(M, X):
    return np.stack([M @ x + x @ M for x in X.T], axis=1)

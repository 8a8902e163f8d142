"""Checks, known bugs and variants of chapter08/grad_logdet_inverse."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    requires=("chapter08/grad_trace_forms",),
    minutes=25,
    hints=(
        "For n = 2, det X = X₀₀X₁₁ − X₀₁X₁₀. Differentiate by X₁₀, and look where −X₀₁ stands in X⁻¹.",
        "A A⁻¹ = I: the product rule gives two terms that add up to 0. Solve for the derivative of A⁻¹.",
        "Matrices don't commute: one A⁻¹ stands left of dA, the other one right of it.",
    ),
)


def well_conditioned(case):
    return np.linalg.cond(case["X" if "X" in case else "A"]) < 30


def matrix(rng, n, sign):
    """Return a matrix that is not symmetric, whose determinant has this sign."""
    X = rng.normal(size=(n, n)) + 1.5 * np.diag(rng.choice((-1.0, 1.0), size=n))
    if np.sign(np.linalg.det(X)) != sign:
        X[0] *= -1
    return X


@cases("n sign", (3, 1), (3, -1), (2, -1), (5, 1), (1, -1), fit=well_conditioned)
def regular(rng, n, sign):
    return {"X": matrix(rng, n, sign)}


@cases("n sign", (3, 1), (2, -1), (4, -1), (1, 1), fit=well_conditioned)
def moving(rng, n, sign):
    return {"A": matrix(rng, n, sign), "dA": rng.normal(size=(n, n))}


far = scaled(regular, X=1, scales=(-120, 120))
far_moving = scaled(moving, A=1, dA=1, scales=(-120, 120))
slow = scaled(moving, dA=1)

shapes = shaped("The gradient of log |det X| has the shape of X.", regular, of="grad_logdet")
shapes_inverse = shaped("The derivative of A⁻¹ has the shape of A.", moving, of="d_inverse")
gradient = agrees(
    "The gradient of log |det X| is right, for determinants of either sign.",
    regular,
    of="grad_logdet",
    needs=[shapes],
    points=2,
)
derivative = agrees(
    "The derivative of A⁻¹ is right, with its factors in order.",
    moving,
    of="d_inverse",
    needs=[shapes_inverse],
    points=2,
)
scale = agrees(
    "The gradient of log |det X| is right for tiny matrices and for huge ones.", far, of="grad_logdet", needs=[gradient]
)
scale_inverse = agrees(
    "The derivative of A⁻¹ is right for tiny matrices and for huge ones.",
    far_moving,
    of="d_inverse",
    needs=[derivative],
)
any_speed = agrees("A may change very slowly, or very fast.", slow, of="d_inverse", needs=[derivative])


@check(points=1, kind="gradient", needs=[shapes])
def laws_of_the_determinant(student, regular, rng):
    """G Xᵀ = I. Beside X, log |det X| changes as G says, with an error of second order."""
    for case, G in student.grad_logdet.on(regular):
        X, n = case.X, len(case.X)
        assert_law("G Xᵀ = I", G @ X.T, np.eye(n), rtol=1e-11, what="G", where=case)
        E, t = rng.normal(size=(n, n)), 1e-5
        E *= np.linalg.norm(X) / np.linalg.norm(E)
        up, down = (np.linalg.slogdet(X + s * E)[1] for s in (t, -t))
        law = "(f(X + t E) − f(X − t E)) / 2t = Σ_i Σ_j G[i, j] E[i, j]"
        size = float(np.sum(np.abs(G * E)))
        assert_law(law, (up - down) / (2 * t), np.sum(G * E), rtol=1e-5, scale=size, what="G", where=case)


@check(points=1, kind="property", needs=[shapes_inverse])
def product_rule(student, moving):
    """A A⁻¹ does not change: dA A⁻¹ + A d(A⁻¹) = 0, and A⁻¹ is moved as A is."""

    def twice(m, case):
        return m.d_inverse(case.A, case.dA), m.d_inverse(case.A, case.A)

    for case, (D, along) in student.each(twice, moving):
        inverse = np.linalg.inv(case.A)
        assert_law("A d(A⁻¹) = −dA A⁻¹", case.A @ D, -case.dA @ inverse, rtol=1e-10, what="D", where=case)
        assert_law("dA = A  ⇒  d(A⁻¹) = −A⁻¹", along, -inverse, rtol=1e-10, what="D", where=case)


def singular(rng):
    """Return matrices that elimination finds singular, without rounding, in whatever order it goes."""
    A = rng.integers(1, 9, size=(3, 3)).astype(float)
    zero_row, zero_column = A.copy(), A.copy()
    zero_row[1], zero_column[:, 2] = 0.0, 0.0
    return {"a row of zeros": zero_row, "a column of zeros": zero_column, "zero": np.zeros((2, 2))}


@check(points=1, kind="error", needs=[gradient])
def no_gradient(student, rng):
    """Of a singular matrix, log |det X| has no gradient: ValueError."""
    for where, X in singular(rng).items():
        raises(student, ValueError, lambda m, X=X: m.grad_logdet(X), where=where)


@check(points=1, kind="error", needs=[derivative])
def no_inverse(student, rng):
    """Of a singular matrix, there is no inverse to differentiate: ValueError."""
    for where, A in singular(rng).items():
        raises(student, ValueError, lambda m, A=A: m.d_inverse(A, np.ones(A.shape)), where=where)


VARYING = {
    "laws_of_the_determinant": "1e-12 on the diagonal is about what the law allows to rounding.",
    "product_rule": "A difference with the step 1e-6 is off by about 1e-10, which is what the law allows to rounding.",
}
EQUIVALENT = {"d_inverse: np.linalg.inv(A) → -np.linalg.inv(A)": "It stands there twice: the signs cancel."}

hygiene = hygiene_of(regular, of="grad_logdet", needs=[gradient])
hygiene_inverse = hygiene_of(moving, of="d_inverse", needs=[derivative])

G, D = "np.linalg.inv(X).T", "-inverse @ dA @ inverse"
RETURN_G = f"return {G}"
BUGS = [
    patch(
        "A counts as singular if its determinant underflows",
        {
            "    inverse = np.linalg.inv(A)": "    if np.linalg.det(A) == 0:\n"
            "        raise ValueError\n    inverse = np.linalg.inv(A)"
        },
        hint="The determinant of a tiny matrix is 0 for float64, and the matrix has an inverse.",
    ),
    patch("the gradient is not transposed", {G: "np.linalg.inv(X)"}, hint="Cofactor (i, j) stands in X⁻¹ at (j, i)."),
    patch("the gradient is 1/X, entry by entry", {G: "1 / X"}, hint="An inverse matrix is not the matrix of inverses."),
    patch(
        "the gradient is that of det X",
        {G: "np.linalg.det(X) * np.linalg.inv(X).T"},
        hint="The logarithm divides by det X again.",
    ),
    patch(
        "the gradient is that of |det X|",
        {G: "abs(np.linalg.det(X)) * np.linalg.inv(X).T"},
        hint="The logarithm divides by |det X| again.",
    ),
    patch(
        "the gradient changes its sign with the determinant",
        {G: "np.sign(np.linalg.det(X)) * np.linalg.inv(X).T"},
        hint="log |y| has the derivative 1/y on both sides of 0: the sign is in X⁻¹ already.",
    ),
    patch(
        "the gradient is divided by det X",
        {G: "np.linalg.inv(X).T / np.linalg.det(X)"},
        hint="X⁻¹ holds 1/det X already.",
    ),
    patch(
        "X is taken to be symmetric, with half of its entries",
        {G: "2 * np.linalg.inv(X).T - np.diag(np.diag(np.linalg.inv(X)))"},
        hint="All n² entries are free: X need not be symmetric.",
    ),
    patch(
        "the gradient has the wrong sign", {G: "-np.linalg.inv(X).T"}, hint="Larger diagonals make larger determinants."
    ),
    patch("Xᵀ is returned", {G: "X.T.copy()"}, hint="The transpose of the inverse is asked for."),
    patch(
        "a pseudoinverse is taken where there is no gradient",
        {G: "np.linalg.pinv(X).T"},
        hint="np.linalg.pinv gives numbers for singular matrices, too: np.linalg.inv raises.",
    ),
    patch(
        "a small number is added to the diagonal",
        {G: "np.linalg.inv(X + 1e-12 * np.eye(len(X))).T"},
        hint="That gives numbers where there is no gradient, and others where X is small.",
    ),
    patch(
        "the derivative of the inverse lacks its minus sign",
        {D: "inverse @ dA @ inverse"},
        hint="1/a falls where a grows.",
    ),
    patch(
        "both inverses stand on the left",
        {D: "-inverse @ inverse @ dA"},
        hint="Matrices don't commute: one on either side.",
    ),
    patch(
        "both inverses stand on the right",
        {D: "-dA @ inverse @ inverse"},
        hint="Matrices don't commute: one on either side.",
    ),
    patch("one of the inverses is missing", {D: "-inverse @ dA"}, hint="−A⁻¹ dA A⁻¹: as −a′/a² has a squared."),
    patch(
        "entries are multiplied, not matrices",
        {D: "-inverse * dA * inverse"},
        hint="The product of matrices is @.",
    ),
    patch(
        "the inverse of dA is returned",
        {D: "np.linalg.inv(dA)"},
        hint="A derivative of an inverse is no inverse of a derivative.",
    ),
    patch("dA is transposed", {D: "-inverse @ dA.T @ inverse"}, hint="The product rule transposes nothing."),
    patch("inverses are transposed", {D: "-inverse.T @ dA @ inverse.T"}, hint="The product rule transposes nothing."),
    patch(
        "a pseudoinverse is taken where there is no inverse",
        {"inverse = np.linalg.inv(A)": "inverse = np.linalg.pinv(A)"},
        hint="np.linalg.pinv gives numbers for singular matrices, too: np.linalg.inv raises.",
    ),
    patch(
        "a difference with a fixed step takes the place of the derivative",
        {D: "(np.linalg.inv(A + 1e-6 * dA) - np.linalg.inv(A - 1e-6 * dA)) / 2e-6"},
        hint="A difference has an error, and a step that suits one unit only: the formula has neither.",
    ),
    patch(
        "a matrix is singular whose determinant is rounded to 0",
        {RETURN_G: 'if np.linalg.det(X) == 0:\n        raise ValueError("singular")\n    ' + RETURN_G},
        hint="det(c X) = cⁿ det X is soon too small for a float. np.linalg.inv raises where it has to.",
    ),
]


@variant(of="grad_logdet")
def solved(X):
    return np.linalg.solve(X.T, np.eye(len(X)))


@variant(of="grad_logdet")
def cofactors(X):
    n = len(X)
    X = X / (size := np.abs(X).max() or 1.0)
    determinant = np.linalg.det(X)
    if determinant == 0:
        raise ValueError("singular")
    G = np.ones((n, n))
    for i in range(n):
        for j in range(n):
            minor = np.delete(np.delete(X, i, axis=0), j, axis=1)
            G[i, j] = (-1) ** (i + j) * np.linalg.det(minor) / determinant
    return G / size


@variant(of="d_inverse")
def two_systems(A, dA):
    right = np.linalg.solve(A.T, dA.T).T
    return -np.linalg.solve(A, right)


@variant(of="d_inverse")
def einstein_sum(A, dA):
    B = np.linalg.inv(A)
    return -np.einsum("ij,jk,kl->il", B, dA, B)


@variant(of="d_inverse")
def block(A, dA):
    """The inverse of [[A, dA], [0, A]] holds it in its corner."""
    n = len(A)
    return np.linalg.inv(np.block([[A, dA], [np.zeros((n, n)), A]]))[:n, n:]

"""Checks, known bugs and variants of chapter08/grad_least_squares."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("g",),
    requires=("chapter08/grad_quadratic_form",),
    minutes=10,
    hints=(
        "Give the residual a name of its own: r = A @ x − b. What is ∂r[i]/∂x[j]?",
        "g[j] is a sum over i, over the first index of A. Which of A @ r and A.T @ r is that?",
        "r has m entries, and g has n: the shapes leave one product only, if m ≠ n.",
    ),
)


@cases("m n", (7, 3), (4, 4), (2, 5), (3, 1), (1, 3))
def system(rng, m, n):
    return {"A": rng.normal(size=(m, n)), "x": rng.normal(size=n), "b": rng.normal(size=m)}


@cases("m n", (5, 3), (3, 3), (2, 4))
def solved(rng, m, n):
    """All equations hold: whole numbers, so that nothing is rounded."""
    A, x = rng.integers(-6, 7, size=(m, n)).astype(float), rng.integers(-6, 7, size=n).astype(float)
    return {"A": A, "x": x, "b": A @ x}


far = scaled(system, A=1, b=1, scales=(-70, 70))
far_out = scaled(system, x=1, b=1, scales=(-120, 120))

shapes = shaped("The gradient has the shape of x, whatever m is.", system)
values = agrees("It is right for more equations than unknowns, for as many, and for fewer.", system, points=2)
no_residual = agrees("Where all equations hold, it is zero.", solved, needs=[values])
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])
every_point = agrees("It is right far from the origin, and close to it.", far_out, needs=[values])


@check(points=1, kind="gradient")
def taylor(student, system, rng):
    """f(x + d) = f(x) + g · d + ½ ‖A d‖²: of a polynomial of degree 2, that is all."""
    for case, g in student.grad_least_squares.on(system):
        A, x, b = case.A, case.x, case.b
        d = rng.normal(size=len(x))

        def f(x, A=A, b=b):
            return 0.5 * np.sum((A @ x - b) ** 2)

        terms = f(np.abs(x) + np.abs(d), A=np.abs(A), b=-np.abs(b))
        law = "f(x + d) − f(x) − ½ ‖A d‖² = g · d"
        assert_law(law, f(x + d) - f(x) - 0.5 * np.sum((A @ d) ** 2), g @ d, scale=terms, what="g", where=case)


@check(points=1, kind="property")
def normal_equations(student, system):
    """It is zero at the least squares solution, where the residual is not."""

    def at(m, case):
        return m.grad_least_squares(case.A, np.linalg.lstsq(case.A, case.b, rcond=None)[0], case.b)

    for case, g in student.each(at, system):
        size = float(np.max(np.abs(case.A).T @ (np.abs(case.A) @ np.ones(len(g)) + np.abs(case.b))))
        law = "Aᵀ A x = Aᵀ b  ⇒  g = 0"
        assert_law(law, g, np.zeros(len(g)), rtol=1e-9, scale=size, what="g", where=case)


VARYING = {"normal_equations": "A residual need not be large at the least squares solution."}

hygiene = hygiene_of(system)

EQUIVALENT = {
    "grad_least_squares: A.T @ (A @ x - b) → (A.T @ (A @ x - b)).T": "A vector has one axis: it is its own transpose.",
    "grad_least_squares: A @ x → (A @ x).T": "A vector has one axis: it is its own transpose.",
}
TOLERANT = {
    "normal_equations": "Of a gradient that is zero nothing is left but rounding, and that may be anything tiny."
}

G = "A.T @ (A @ x - b)"
BUGS = [
    patch(
        "the residual is multiplied with A, not with Aᵀ",
        {G: "A @ (A @ x - b)"},
        hint="g[j] sums over the first index of A: Aᵀ.",
    ),
    patch(
        "A Aᵀ takes the place of Aᵀ A",
        {G: "A @ A.T @ x - A.T @ b"},
        hint="A x comes first, then Aᵀ.",
    ),
    patch(
        "the gradient is twice as large",
        {G: "2 * A.T @ (A @ x - b)"},
        hint="The ½ of f and the 2 of the square cancel.",
    ),
    patch("the ½ is kept", {G: "0.5 * A.T @ (A @ x - b)"}, hint="The square brings a 2, which cancels the ½."),
    patch(
        "the gradient is divided by m",
        {G: "A.T @ (A @ x - b) / len(b)"},
        hint="f is a sum of squares: there is no mean in it.",
    ),
    patch(
        "b is subtracted without Aᵀ",
        {G: "A.T @ A @ x - b"},
        hint="Aᵀ multiplies the whole residual, b as well.",
    ),
    patch(
        "the sign is reversed", {G: "A.T @ (b - A @ x)"}, hint="The residual is A x − b; the gradient points uphill."
    ),
    patch("b is added", {G: "A.T @ (A @ x + b)"}, hint="The residual is A x − b."),
    patch("b is forgotten", {G: "A.T @ (A @ x)"}, hint="The residual is A x − b."),
    patch("the residual is returned", {G: "A @ x - b"}, hint="By the chain rule Aᵀ comes in front."),
    patch(
        "the value of f is returned",
        {G: "0.5 * np.sum((A @ x - b)**2)"},
        hint="f is a number, its gradient has n of them.",
    ),
    patch("the gradient is a column", {G: "(A.T @ (A @ x - b))[:, None]"}, hint="The shape is that of x: (n,)."),
    patch(
        "the gradient is that of the norm, not of its square",
        {G: "A.T @ (A @ x - b) / np.linalg.norm(A @ x - b)"},
        hint="f has the square of the norm: there is no root, and nothing to divide by.",
    ),
    patch(
        "the absolute residual is taken",
        {G: "A.T @ np.abs(A @ x - b)"},
        hint="A residual below zero pulls the other way: keep its sign.",
    ),
    patch(
        "residuals are clipped at ±1",
        {G: "A.T @ np.clip(A @ x - b, -1, 1)"},
        hint="That would be the gradient of Huber's loss; squares pull the more, the larger they are.",
    ),
    patch(
        "a small gradient is taken for zero",
        {G: "A.T @ (A @ x - b) * (np.linalg.norm(A @ x - b) > 1e-8)"},
        hint="What is small depends on the unit: return it as it is.",
    ),
]


@variant
def multiplied_out(A, x, b):
    return A.T @ A @ x - A.T @ b


@variant
def from_the_left(A, x, b):
    residual = A.dot(x) - b
    return residual @ A


@variant
def equation_by_equation(A, x, b):
    g = np.zeros(len(x))
    for row, target in zip(A, b, strict=True):
        g += (sum(a * v for a, v in zip(row, x, strict=True)) - target) * row
    return g


@variant
def weighted_rows(A, x, b):
    return np.sum(A * (np.matmul(A, x) - b)[:, np.newaxis], axis=0)

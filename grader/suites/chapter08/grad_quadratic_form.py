"""Checks, known bugs and variants of chapter08/grad_quadratic_form."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("g",),
    minutes=5,
    hints=(
        "Write f out for n = 2, all four terms, and differentiate by x₁.",
        "Every term A[i, j] x[i] x[j] is a product: x[k] may be its left factor, or its right one, or both.",
        "The left factors give A x. What do the right ones give?",
    ),
)


def moderate(rng, *shape):
    """Return numbers of either sign that have three decimals at most, so that no product of two has more than six."""
    return rng.choice((-1.0, 1.0), size=shape) * rng.uniform(0.1, 3.0, size=shape)


@cases("n", 3, 5, 2, 1)
def form(rng, n):
    return {"A": moderate(rng, n, n), "x": moderate(rng, n)}


far = scaled(form, A=1, x=1, scales=(-70, 70))

shapes = shaped("The gradient has the shape of x.", form)
values = agrees("Both places where x stands in xᵀA x count.", form, points=2)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])


@check(points=1, kind="gradient")
def twice_the_value(student, form):
    """x · g is twice f(x), for f(t x) = t² f(x)."""
    for case, g in student.grad_quadratic_form.on(form):
        A, x = case.A, case.x
        terms = float(np.abs(x) @ np.abs(A) @ np.abs(x))
        assert_law("x · g = 2 xᵀA x", x @ g, 2 * (x @ A @ x), scale=terms, what="g", where=case)


@check(points=1, kind="property")
def symmetric_part(student, form):
    """A and Aᵀ are the same form, with the same gradient; A − Aᵀ is no form at all, and has the gradient 0."""

    def parts(m, case):
        g = m.grad_quadratic_form
        return g(case.A, case.x), g(case.A.T.copy(), case.x), g(case.A - case.A.T, case.x)

    for case, (once, transposed, skew) in student.each(parts, form):
        size = float(np.max(np.abs(case.A) @ np.abs(case.x)))
        assert_law("g(Aᵀ, x) = g(A, x)", transposed, once, scale=size, what="g", where=case)
        assert_law("g(A − Aᵀ, x) = 0", skew, np.zeros(len(case.x)), scale=size, what="g", where=case)


hygiene = hygiene_of(form)

EQUIVALENT = {
    "grad_quadratic_form: (A + A.T) @ x → ((A + A.T) @ x).T": "A vector has one axis: it is its own transpose.",
    "grad_quadratic_form: (A + A.T) @ x → x @ (A + A.T)": "A + Aᵀ is symmetric.",
}

G = "(A + A.T) @ x"
BUGS = [
    patch("A is taken to be symmetric", {G: "2 * A @ x"}, hint="2 A x is right if A = Aᵀ, and here it is not."),
    patch("the right factor is forgotten", {G: "A @ x"}, hint="x stands in xᵀA x twice: A x is half of the answer."),
    patch("the left factor is forgotten", {G: "A.T @ x"}, hint="x stands in xᵀA x twice: Aᵀx is half of the answer."),
    patch("Aᵀ is taken to be symmetric", {G: "2 * A.T @ x"}, hint="A x and Aᵀx differ: add them."),
    patch("a factor ½ is put in", {G: "0.5 * (A + A.T) @ x"}, hint="There is no ½ in f, and none in the gradient."),
    patch("the value of the form is returned", {G: "x @ A @ x"}, hint="f is a number, its gradient has n of them."),
    patch("the gradient is a column", {G: "((A + A.T) @ x)[:, None]"}, hint="The shape is that of x: (n,)."),
    patch("x is multiplied into the matrix", {G: "(A + A.T) * x"}, hint="A product of a matrix and a vector is @."),
    patch(
        "the diagonal of A counts once",
        {G: "(A + A.T - np.diag(np.diag(A))) @ x"},
        hint="A[k, k] x[k]² has the derivative 2 A[k, k] x[k].",
    ),
    patch("Aᵀx is subtracted", {G: "(A - A.T) @ x"}, hint="Both places add up: A x + Aᵀx."),
    patch(
        "the gradient is rounded",
        {G: "np.round((A + A.T) @ x, 8)"},
        hint="Eight digits behind the point are none at all of a gradient of 1e-10: leave it as it is.",
    ),
    patch("the Hessian is returned", {G: "A + A.T"}, hint="That is the second derivative: multiply it with x."),
    patch(
        "only on the diagonal both factors are counted",
        {G: "A @ x + np.diag(A) * x"},
        hint="Beside the diagonal, too, x[k] stands on the left and on the right: A[k, j] and A[j, k].",
    ),
]


@variant
def both_sides(A, x):
    return A @ x + x @ A


@variant
def term_by_term(A, x):
    n = len(x)
    g = np.zeros(n)
    for i in range(n):
        for j in range(n):
            g[i] += A[i, j] * x[j]
            g[j] += A[i, j] * x[i]
    return g


@variant
def einstein_sums(A, x):
    return np.einsum("kj,j->k", A, x) + np.einsum("ik,i->k", A, x)


@variant
def from_the_symmetric_part(A, x):
    S = 0.5 * (A + A.T)
    return np.dot(S, 2.0 * x)

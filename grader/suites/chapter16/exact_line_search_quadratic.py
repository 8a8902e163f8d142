"""Checks, known bugs and variants of chapter16/exact_line_search_quadratic."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("alpha",),
    minutes=10,
    hints=(
        "Write the gradient down first: of ½ xᵀA x it is A x, of bᵀx it is b.",
        "Put x − alpha g into f and sort by powers of alpha: it is a parabola.",
        "Its minimum is at gᵀg / gᵀA g. What if g is zero?",
    ),
)


def positive_definite(rng, n):
    """A symmetric matrix whose eigenvalues differ, the smallest above 1."""
    B = rng.normal(size=(n, n))
    A = B @ B.T + np.diag(rng.uniform(1.0, 4.0, size=n))
    return (A + A.T) / 2


@cases("n", 5, 3, 2, 1)
def valley(rng, n):
    away = rng.choice((-1.0, 1.0), size=n) * rng.uniform(0.5, 2.0, size=n)
    return {"A": positive_definite(rng, n), "b": rng.normal(size=n), "x": away}


@cases("n", 3, 2, 1)
def minimum(rng, n):
    """Whole numbers: the gradient is zero to the last bit."""
    B, x = rng.integers(-2, 3, size=(n, n)), rng.choice((-3, -2, -1, 1, 2, 3), size=n)
    A = B @ B.T + np.eye(n, dtype=int)
    return {"A": A.astype(float), "b": (A @ x).astype(float), "x": x.astype(float)}


@cases("n", 3, 2)
def along_an_axis(rng, n):
    """Whole numbers, and a gradient with one entry that is not zero."""
    case = minimum.draw(rng, n)
    case["b"][int(rng.integers(n))] += 1.0 + rng.integers(3)
    return case


@cases("n", 3, 2)
def narrow(rng, n):
    """Of one gradient in a thousand parts, one is along the flat direction, where the curvature is a ten thousandth."""
    g = np.ones(n)
    g[1:] = 1e-3
    return {"A": np.diag(np.r_[1e-4, rng.uniform(1.0, 2.0, size=n - 1)]), "b": -g, "x": np.zeros(n)}


far = scaled(valley, scales=(-140, 140), rows=2, b=1, x=1)
stretched = scaled(valley, scales=(-60, 60), rows=2, A=1)

shapes = shaped("alpha is one number.", valley)
values = agrees("alpha leads to the minimum along the gradient.", valley, points=2)
at_the_minimum = agrees("Where the gradient is zero, alpha is 0.", minimum)
some_zeros = agrees("Some entries of the gradient may be zero.", along_an_axis)
long_steps = agrees(
    "Steps are as long as they have to be, also in a flat direction.", narrow, needs=[values], separates=False
)
every_scale = agrees("A point far out, or close to the minimum, is no different.", far, needs=[values], separates=False)
every_slope = agrees("A may be tiny or huge.", stretched, needs=[values], separates=False)


@check(points=1, kind="property")
def zigzag(student, valley):
    """Each gradient is orthogonal to the one before, on a way of four steps."""

    def way(m, case):
        x, alphas = case.x, []
        for _ in range(4):
            alphas.append(m.exact_line_search_quadratic(case.A, case.b, x))
            x = x - alphas[-1] * (case.A @ x - case.b)
        return alphas

    for case, alphas in student.each(way, [case for case in valley if len(case.b) > 1]):
        g = case.A @ case.x - case.b
        for alpha in alphas:
            old, g = g, g - alpha * case.A @ g
            size = float(old @ old * np.linalg.cond(case.A))
            assert_law("g_k · g_{k+1} = 0", float(old @ g), 0.0, scale=size, what="g_k · g_{k+1}", where=case)


hygiene = hygiene_of(valley)

VECTOR, SYMMETRIC = "A vector, or a number, is its own transpose.", "A is symmetric."
EQUIVALENT = {
    "exact_line_search_quadratic: A @ x → (A @ x).T": VECTOR,
    "exact_line_search_quadratic: A @ x → x @ A": SYMMETRIC,
    "exact_line_search_quadratic: g @ g → (g @ g).T": VECTOR,
    "exact_line_search_quadratic: g @ A @ g → (g @ A @ g).T": VECTOR,
    "exact_line_search_quadratic: g @ A @ g → g @ (g @ A)": "A product of two vectors has no order.",
    "exact_line_search_quadratic: g @ A → (g @ A).T": VECTOR,
    "exact_line_search_quadratic: g @ A → A @ g": SYMMETRIC,
    "exact_line_search_quadratic: A @ x - b → b - A @ x": "The sign of g cancels: it stands twice above and below.",
    "exact_line_search_quadratic: g.any() → g.any(axis=0)": "g has one axis.",
}

G, RATIO = "A @ x - b", "g @ g / (g @ A @ g)"
BUGS = [
    patch(
        "the squared length of A g stands below",
        {RATIO: "g @ g / (A @ g @ A @ g)"},
        hint="The curvature along g is gᵀA g.",
    ),
    patch(
        "alpha times the gradient is returned",
        {f"float({RATIO})": f"{RATIO} * g"},
        hint="One number is asked for: alpha.",
    ),
    patch("the length of A g stands below", {RATIO: "g @ g / np.linalg.norm(A @ g)"}, hint="gᵀA g is a product."),
    patch(
        "the length of g is not squared", {RATIO: "np.linalg.norm(g) / (g @ A @ g)"}, hint="Above stands gᵀg = ‖g‖²."
    ),
    patch("the sign is reversed", {RATIO: f"-({RATIO})"}, hint="x − alpha g has the minus sign already."),
    patch("x takes the place of the gradient", {G: "x"}, hint="The direction is g = A x − b."),
    patch("b is forgotten in the gradient", {G: "A @ x"}, hint="f has a linear part, too: g = A x − b."),
    patch("b is added in the gradient", {G: "A @ x + b"}, hint="f(x) = ½ xᵀA x − bᵀx: the gradient is A x − b."),
    patch(
        "the step is half as long",
        {RATIO: f"0.5 * {RATIO}"},
        hint="The ½ of ½ α² gᵀA g goes when it is differentiated.",
    ),
    patch(
        "the step is twice as long", {RATIO: f"2 * {RATIO}"}, hint="That is where f is as large again as it was at x."
    ),
    patch("the ratio is upside down", {RATIO: "(g @ A @ g) / (g @ g)"}, hint="Steep directions take short steps."),
    patch(
        "the step is one over the largest eigenvalue",
        {RATIO: "1 / np.linalg.eigvalsh(A)[-1]"},
        hint="That is safe everywhere, and best nowhere: alpha depends on g.",
    ),
    patch(
        "at the minimum 0 is divided by 0",
        {"not g.any()": "False"},
        hint="0/0 is NaN: treat g = 0 on its own.",
    ),
    patch("at the minimum alpha is 1", {"return 0.0": "return 1.0"}, hint="What is asked for there is 0.0."),
    patch(
        "a small number is added below", {RATIO: "g @ g / (g @ A @ g + 1e-8)"}, hint="Treat g = 0 on its own instead."
    ),
    patch(
        "a small gradient is taken for zero",
        {"not g.any()": "np.linalg.norm(g) < 1e-8"},
        hint="Small is not zero: in other units all gradients are small.",
    ),
    patch(
        "a gradient with one zero is taken for zero",
        {"not g.any()": "not g.all()"},
        hint="Only if all entries are zero, the gradient is.",
    ),
]


@variant
def newton_along_the_ray(A, b, x):
    g = A @ x - b
    if np.all(g == 0):
        return 0.0
    slope, curvature = -(g @ g), g @ (A @ g)
    return -slope / curvature


@variant
def summed(A, b, x):
    n = len(b)
    g = [sum(A[i, j] * x[j] for j in range(n)) - b[i] for i in range(n)]
    below = sum(g[i] * A[i, j] * g[j] for i in range(n) for j in range(n))
    return sum(v * v for v in g) / below if any(g) else 0.0


@variant
def by_directions(A, b, x):
    """Of a unit vector the curvature is the reciprocal of alpha."""
    g = A.dot(x) - b
    length = np.linalg.norm(g)
    if length == 0:
        return 0.0
    u = g / length
    return 1.0 / np.einsum("i,ij,j", u, A, u)

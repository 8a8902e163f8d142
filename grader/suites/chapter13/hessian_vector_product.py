"""Checks, known bugs and variants of chapter13/hessian_vector_product."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("Hv",),
    requires=("chapter08/hessian_numeric",),
    minutes=20,
    rtol=1e-5,
    hints=(
        "How does ∇f change if x moves a little along v? That is H v.",
        "(∇f(x + h v) − ∇f(x − h v)) / (2 h). What decides is how far the points are from x: h times the length of v.",
        "h = 1e-5 / max|v|. And what if v is 0?",
    ),
)


# --- gradients: they travel to the answer as source -------------------------------------------------------------------
def banana(x):
    """Rosenbrock's, with its two numbers."""
    g = 2 * a * (x - 1)
    g[1:] = g[1:] + 2 * b * (x[1:] - x[:-1] ** 2)
    g[:-1] = g[:-1] - 4 * b * x[:-1] * (x[1:] - x[:-1] ** 2)
    return g


def ripples(x):
    return a * x + b * np.cos(np.sum(x)) * np.ones_like(x)


def powers(x):
    return a * x**3 + b * np.sum(x) ** 2 * np.ones_like(x)


def bell(x):
    return np.exp(-np.sum(x**2) / 4) * (a * x)


def quadratic(x):
    return np.array(Q) @ x + b


def lengths_of(x):
    """Of Σ √(1 + x²): np.hypot takes real numbers only."""
    return a * x / np.hypot(1.0, x) + b * x


FUNCTIONS = {"lengths": lengths_of, "banana": banana, "ripples": ripples, "powers": powers, "bell": bell}


def drawn(rng, f, n, length):
    if f == "quadratic":
        Q = rng.integers(-4, 5, size=(n, n))
        grad = code(quadratic, Q=(Q + Q.T).tolist(), b=float(rng.integers(1, 5)))
    else:
        grad = code(FUNCTIONS[f], a=rng.uniform(0.5, 2.0), b=rng.uniform(0.5, 2.0))
    v = rng.uniform(0.3, 1.0, size=n) * np.resize([1.0, -1.0, 1.0], n)
    return {"grad": grad, "x": rng.uniform(0.5, 1.5, size=n), "v": length * rng.permutation(v)}


@cases("f n", ("banana", 4), ("banana", 2), ("ripples", 3), ("powers", 5), ("bell", 3), ("lengths", 4), ("powers", 1))
def usual(rng, f, n):
    return drawn(rng, f, n, 1.0)


@cases("n", 2, 5)
def squares(rng, n):
    return drawn(rng, "quadratic", n, 1.0)


@cases("f length", *[(f, size) for f in ("banana", "powers") for size in (1e-8, 1e-4, 1e4, 3e9)])
def lengths(rng, f, length):
    return drawn(rng, f, 3, length)


@cases("f n", ("banana", 3), ("powers", 4))
def downwards(rng, f, n):
    """No entry of v is positive, and one of them is 0."""
    case = drawn(rng, f, n, 1.0)
    v = -np.abs(case["v"])
    v[int(rng.integers(n))] = 0.0
    return {**case, "v": v}


@cases("f n", ("banana", 3), ("quadratic", 4))
def nothing(rng, f, n):
    return drawn(rng, f, n, 0.0)


shapes = shaped("H v has the shape of v.", usual)
values = agrees("H v is right to six digits, on functions that are bent in several ways.", usual, points=2)
exact = agrees("It is right for quadratic functions, whose gradients are linear.", squares, separates=False)
any_length = agrees("v may be as short and as long as it likes.", lengths, points=2, needs=[values])
negative = agrees("It is right where no entry of v is positive.", downwards, needs=[values])
zero = agrees("Where v is 0, H v is 0.", nothing)


@check(points=1, kind="property")
def twice_at_most(student, usual):
    """grad is called twice at most, whatever n."""

    def count(m, case):
        f = counted(m, case.grad)
        m.hessian_vector_product(f, case.x, case.v)
        return calls(f)

    for case, number in student.each(count, usual):
        if number > 2:
            fail(f"grad is called {number} times.", case)
        if number < 1:
            fail("grad is never called.", case)


@check(points=1, kind="property")
def symmetric_and_linear(student, usual):
    """H is symmetric, u · H v = v · H u; and H (2 v) = 2 H v."""

    def both(m, case):
        u = case.v[::-1] + 0.5
        return [m.hessian_vector_product(case.grad, case.x, w) for w in (case.v, u, 2.0 * case.v)]

    for case, (Hv, Hu, twice) in student.each(both, usual):
        u = case.v[::-1] + 0.5
        size = float(np.max(np.abs(Hv)) + np.max(np.abs(Hu))) * len(u)
        assert_law("u · H v = v · H u", u @ Hv, case.v @ Hu, rtol=1e-5, scale=size, what="Hv", where=case)
        assert_law("H (2 v) = 2 H v", twice, 2.0 * Hv, rtol=1e-5, scale=size, what="Hv", where=case)


hygiene = hygiene_of(usual)
H, RESULT = "h = 1e-5 / size", "(grad(x + h * v) - grad(x - h * v)) / (2.0 * h)"

BUGS = [
    patch(
        "h is the same for every v",
        {H: "h = 1e-5"},
        hint="A long v goes too far, a short one not far enough: h = 1e-5 / max|v|.",
    ),
    patch("it divides by h where it should by 2 h", {"(2.0 * h)": "h"}, hint="The two points are 2 h apart."),
    patch(
        "one-sided, with a step that is too large for it",
        {RESULT: "(grad(x + 1e3 * h * v) - grad(x)) / (1e3 * h)"},
        hint="A one-sided difference errs by about h: take both sides.",
    ),
    patch(
        "grad is asked for complex numbers",
        {H: "h = 1e-30 / size", RESULT: "grad(x + 1j * h * v).imag / h"},
        hint="grad takes real numbers: what is in it may have no complex value, or a modulus.",
    ),
    patch(
        "the step is too large",
        {H: "h = 1e-1 / size"},
        hint="The error grows with the square of the step: 1e-5 is enough.",
    ),
    patch(
        "the step is so small that digits cancel",
        {H: "h = 1e-13 / size"},
        hint="Rounding is divided by the step: 1e-5 is enough.",
    ),
    patch("v = 0 gives 0/0", {"size == 0": "size < 0"}, hint="Then h is infinite: return zeros."),
    patch(
        "the step is chosen by the largest entry of v, not by the largest modulus",
        {"np.max(np.abs(v))": "max(np.max(v), 0.0)"},
        hint="Entries may be negative: max|v|.",
    ),
    patch(
        "only the diagonal of H is used",
        {
            RESULT: "np.array([(grad(x + 1e-5 * e)[i] - grad(x - 1e-5 * e)[i]) / 2e-5 for i, e in enumerate(np.eye(len(x)))]) * v"
        },
        hint="(H v)ᵢ = Σ_j H_ij v_j: all of v counts.",
    ),
    patch(
        "H is built column by column, with 2 n calls",
        {RESULT: "np.array([(grad(x + 1e-5 * e) - grad(x - 1e-5 * e)) / 2e-5 for e in np.eye(len(x))]).T @ v"},
        hint="The derivative along v needs two gradients, whatever n.",
    ),
    patch(
        "v is brought to length 1, and stays so",
        {RESULT: "(grad(x + 1e-5 * v / size) - grad(x - 1e-5 * v / size)) / 2e-5"},
        hint="H v is linear in v: multiply by its length again.",
    ),
    patch(
        "H v has the wrong sign",
        {RESULT: "(grad(x - h * v) - grad(x + h * v)) / (2.0 * h)"},
        hint="Ahead minus behind.",
    ),
    patch("the gradient ahead is returned", {RESULT: "grad(x + h * v)"}, hint="How it changes along v is asked for."),
    patch(
        "the number v · H v is returned",
        {RESULT: "v @ (grad(x + h * v) - grad(x - h * v)) / (2.0 * h)"},
        hint="H v is a vector (n,).",
    ),
    patch(
        "x itself is moved",
        {
            RESULT: "(grad(x + h * v) - _behind(grad, x, h * v)) / (2.0 * h)\n\n\ndef _behind(grad, x, step):\n    x -= step\n    return grad(x)"
        },
        hint="x −= … changes the caller's array.",
    ),
]

EQUIVALENT = {
    "hessian_vector_product: 1e-05 / size → -(1e-05 / size)": "ahead and behind change places, twice",
    "hessian_vector_product: np.max(np.abs(v)) → np.max(np.abs(v), axis=0)": "there is one axis",
    "hessian_vector_product: np.max(np.abs(v)) → np.mean(np.abs(v))": "a step as good as the other, to six digits",
    "hessian_vector_product: 1e-05 / size → 1e-08 / size": "a step as good as the other, to six digits",
}


@variant
def by_length(grad, x, v):
    length = np.linalg.norm(v)
    if length == 0:
        return 0.0 * v
    u = v / length
    return length * (grad(x + 2e-5 * u) - grad(x - 2e-5 * u)) / 4e-5


@variant
def forward_difference(grad, x, v):
    if not np.any(v):
        return np.zeros(len(v))
    h = 3e-8 / np.max(np.abs(v))
    return (grad(x + h * v) - grad(x)) / h


@variant
def entry_by_entry(grad, x, v):
    most = max(abs(float(w)) for w in v)
    if most == 0.0:
        return np.zeros(v.shape)
    h = 1e-5 / most
    ahead = grad(np.array([a + h * b for a, b in zip(x, v, strict=True)]))
    behind = grad(np.array([a - h * b for a, b in zip(x, v, strict=True)]))
    return np.array([(p - q) / (2 * h) for p, q in zip(ahead, behind, strict=True)])

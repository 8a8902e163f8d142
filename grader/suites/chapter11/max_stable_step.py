"""Checks, known bugs and variants of chapter11/max_stable_step."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    minutes=10,
    returns=("lr",),
    requires=("chapter11/gd_nd",),
    hints=(
        "Let A be diagonal first: then each coordinate goes its own way. What is its factor in every step?",
        "A factor 1 − lr λ shrinks what it multiplies if |1 − lr λ| < 1. For which lr is that so?",
        "All eigenvalues have to agree; the largest is the strictest. np.linalg.eigvalsh gives them in ascending order.",
    ),
)


def spectrum(rng, n):
    """Return n eigenvalues; the largest stands apart, so that power iteration is a right answer, too.

    The second is not far below it: power iteration that ends too early is not right by luck.
    """
    others = [rng.uniform(0.65, 0.75), *rng.uniform(0.1, 0.75, size=n)]
    return rng.uniform(2.0, 4.0) * rng.permutation([1.0, *others[: n - 1]])


@cases("n", 5, 3, 1)
def diagonal(rng, n):
    return {"A": np.diag(spectrum(rng, n))}


@cases("n scale", (2, 1.0), (4, 1.0), (6, 1e-3), (7, 1e3))
def rotated(rng, n, scale):
    Q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    A = Q @ np.diag(spectrum(rng, n)) @ Q.T * scale
    return {"A": (A + A.T) / 2}


@cases("n second", (2, 0.0), (4, 0.0), (4, 0.997))
def against(rng, n, second):
    """Steepest where coordinates go against each other: along (1, −1, …), which is orthogonal to (1, 1, …).

    At last it is nearly as steep along (1, 1, −1, −1): a hundred steps don't tell the two apart.
    """
    signs = np.resize([1.0, -1.0], n)
    shared, steep = rng.uniform(0.2, 0.4, size=2) * np.array([0.1, 1.0])
    flat = rng.uniform(0.5, 0.9)
    A = flat * np.eye(n) + shared + steep * np.outer(signs, signs)
    if second:
        A += (second * (flat + n * steep) - flat) / n * np.outer([1, 1, -1, -1], [1, 1, -1, -1])
    return {"A": A}


# --- checks -----------------------------------------------------------------------------------------------------------
shapes = shaped("The answer is one number.", diagonal)
along_axes = agrees("For a diagonal A, the limit is that of the steepest coordinate.", diagonal, points=2)
values = agrees("For a rotated A, of any scale, the limit is that of the steepest direction.", rotated)
opposed = agrees("The steepest direction may be orthogonal to (1, 1, …, 1), and another one nearly as steep.", against)
far = scaled(rotated, scales=(-75, 75), A=1)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)


@check(points=1, kind="convergence")
def both_sides(student, rotated, rng):
    """Half a percent below the limit, descent nears the minimum; half a percent above it, it flies apart."""
    # At the limit the steepest direction is turned over without shrinking: half a percent makes that 0.99 or 1.01 a step.
    steps, margin = 600, 0.005
    for case, lr in student.max_stable_step.on(rotated):
        x0 = rng.normal(size=len(case.A))

        def descent(lr, A=case.A, x0=x0):
            path = [x0]
            for _ in range(steps):
                path.append(path[-1] - lr * (A @ path[-1]))
            return path

        check_stability_limit(descent, lr, steps, margin=margin, what="descent with your limit", where=case)


@check(points=1, kind="property")
def laws(student, rotated):
    """A valley that is twice as steep halves the limit, and turning or mirroring it changes nothing."""

    def seen(m, case):
        Q, _ = np.linalg.qr(np.random.default_rng(len(case.A)).normal(size=case.A.shape))
        turned = Q @ case.A @ Q.T
        matrices = (case.A, 2.0 * case.A, (turned + turned.T) / 2, case.A[::-1, ::-1])
        return [m.max_stable_step(A) for A in matrices]

    for case, (once, twice, turned, mirrored) in student.each(seen, rotated):
        assert_law("limit(2 A) = limit(A) / 2", twice, once / 2, rtol=1e-6, what="lr", where=case)
        assert_law("limit(Q A Qᵀ) = limit(A)", turned, once, rtol=1e-6, what="lr", where=case)
        assert_law("limit(P A Pᵀ) = limit(A)", mirrored, once, rtol=1e-6, what="lr", where=case)


hygiene = hygiene_of(rotated)

# --- known bugs and variants --------------------------------------------------------------------------------------------
LIMIT = "float(2 / np.linalg.eigvalsh(A)[-1])"

BUGS = [
    patch(
        "the limit is 1/λ, half of what is stable",
        {LIMIT: "float(1 / np.linalg.eigvalsh(A)[-1])"},
        hint="With lr = 1/λ the steepest direction arrives at once; beyond that it overshoots, and still comes nearer.",
    ),
    patch(
        "the smallest eigenvalue is used",
        {"eigvalsh(A)[-1]": "eigvalsh(A)[0]"},
        hint="The flattest direction bears any step; the steepest decides. eigvalsh sorts in ascending order.",
    ),
    patch(
        "the trace is used",
        {"np.linalg.eigvalsh(A)[-1]": "np.trace(A)"},
        hint="The trace is the sum of all eigenvalues: stable, but too careful. The largest alone decides.",
    ),
    patch(
        "the mean of the eigenvalues is used",
        {"np.linalg.eigvalsh(A)[-1]": "np.linalg.eigvalsh(A).mean()"},
        hint="All directions have to be stable, not the average one.",
    ),
    patch(
        "the largest entry of A is used",
        {"np.linalg.eigvalsh(A)[-1]": "np.abs(A).max()"},
        hint="Entries depend on the axes; the steepest direction is an eigenvector.",
    ),
    patch(
        "the largest sum of a row is used",
        {"np.linalg.eigvalsh(A)[-1]": "np.abs(A).sum(axis=1).max()"},
        hint="Row sums bound the largest eigenvalue from above; the limit itself is asked for.",
    ),
    patch(
        "the Frobenius norm is used",
        {"np.linalg.eigvalsh(A)[-1]": "np.linalg.norm(A)"},
        hint="np.linalg.norm of a matrix is √(Σ λ²) by default; its ord=2 is the largest λ.",
    ),
    patch(
        "the fastest learning rate is returned, not the limit",
        {LIMIT: "float(2 / (np.linalg.eigvalsh(A)[0] + np.linalg.eigvalsh(A)[-1]))"},
        hint="2 / (λ_min + λ_max) converges fastest; larger ones converge as well, up to the limit.",
    ),
    patch(
        "eigenvalues are taken of AᵀA",
        {"eigvalsh(A)": "eigvalsh(A.T @ A)"},
        hint="The eigenvalues of AᵀA are squares: the gradient is A x, with A once.",
    ),
    patch(
        "the condition number is used",
        {"np.linalg.eigvalsh(A)[-1]": "np.linalg.cond(A)"},
        hint="The condition number says how long descent takes; the limit has the unit of 1/λ.",
    ),
    patch(
        "the limits of all directions are returned",
        {LIMIT: "2 / np.linalg.eigvalsh(A)"},
        hint="All directions have to be stable at once: return the smallest of their limits.",
    ),
]


@bug(
    "power iteration ends after a hundred steps",
    hint="How fast it nears the largest eigenvalue depends on the next one: if that is 99 % of it, a step removes 1 % of the rest.",
)
def hundred_steps(A):
    x = np.random.default_rng(0).normal(size=len(A))
    for _ in range(100):
        x = A @ x / np.linalg.norm(x)
    return float(2.0 * (x @ x) / (x @ A @ x))


@bug(
    "the largest entry of the diagonal is used",
    hint="On the diagonal stand the slopes along the axes, not the steepest.",
)
def diagonal_only(A):
    return float(2 / np.diag(A).max())


@bug("power iteration ends too early", hint="Go on until the number no longer changes in its first ten digits.")
def hurried(A):
    x = np.ones(len(A))
    for _ in range(3):
        x = A @ x
        x = x / np.linalg.norm(x)
    return 2 / float(x @ A @ x)


@bug(
    "power iteration starts from (1, 1, …, 1)",
    hint="What is orthogonal to the start never comes up: start from random numbers.",
)
def from_ones(A):
    x = np.ones(len(A))
    for _ in range(1000):
        x = A @ x
        x = x / np.linalg.norm(x)
    return 2 / float(x @ A @ x)


@variant
def power_iteration(A):
    x, last, largest = np.random.default_rng(1).normal(size=len(A)), 0.0, 1.0
    while abs(largest - last) > 1e-14 * largest:
        x = A @ x / np.linalg.norm(x)
        last, largest = largest, x @ A @ x / (x @ x)
    return 2.0 / largest


@variant
def spectral_norm(A):
    return 2 / np.linalg.norm(A, 2)


@variant
def smallest_limit(A):
    values, _ = np.linalg.eig(A)
    return min(2.0 / value.real for value in values)

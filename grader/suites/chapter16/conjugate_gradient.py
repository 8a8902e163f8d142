"""Checks, known bugs and variants of chapter16/conjugate_gradient."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("x", "residuals"),
    requires=("chapter16/exact_line_search_quadratic",),
    minutes=20,
    hints=(
        "Call matvec once at the top of a step, and keep what it returns: alpha and the new residual need it.",
        "beta needs the residual before and after: keep the old one, or its square, until then.",
        "The new direction is the new residual plus beta times the old direction.",
        "The test stands before the step: ‖r‖ > tol · ‖b‖, and are there steps left?",
    ),
)


def with_eigenvalues(rng, sizes, ratio):
    """A symmetric matrix with len(sizes) different eigenvalues, each so many times, and b with a part of each."""
    n = sum(sizes)
    Q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    different = ratio ** np.cumsum(rng.uniform(0.85, 1.3, size=len(sizes)))
    parts = rng.choice((-1, 1), size=n) * rng.uniform(0.7, 1.4, size=n)
    A = Q @ np.diag(np.repeat(different, sizes)) @ Q.T
    return (A + A.T) / 2, Q @ parts


def system(rng, sizes, times=1.0, stretched=1.0, ratio=2.0):
    A, b = with_eigenvalues(rng, sizes, ratio)
    A = A * stretched
    return {"matvec": lambda p: A @ p, "b": times * b, "A": A}


@cases("sizes", ((2, 1, 3),), ((1, 1, 1, 1),), ((4, 1),), ((1, 2, 2, 2),), exact=True, hidden="A")
def solvable(rng, sizes):
    return system(rng, sizes)


@cases("sizes", ((3,),), ((1,),), exact=True, hidden="A")
def round_valley(rng, sizes):
    """A is a multiple of the identity: one step. pᵀA p is far above 1, so that 1e-10 is less than tol beside it."""
    return system(rng, sizes, times=3.0)


@cases("sizes max_steps", ((2, 1, 1, 1), 2), ((1, 1, 1), 1), ((1, 2, 1, 3), 3), exact=True, hidden="A")
def cut_short(rng, sizes, max_steps):
    case = system(rng, sizes)
    return {name: case[name] for name in ("matvec", "b")} | {"tol": 1e-12, "max_steps": max_steps, "A": case["A"]}


def between(case):
    """The tolerance lies between the residuals after two steps and after three, or after one and two."""
    found = norms(case)
    return all(not 0.8 < size / (found[0] * case["tol"]) < 1.25 for size in found)


def norms(case, steps=3):
    A, b = case.A if hasattr(case, "A") else case["A"], case["b"]
    r, p, found = b, b, [np.linalg.norm(b)]
    for _ in range(steps):
        a = r @ r / (p @ A @ p)
        new = r - a * (A @ p)
        p, r = new + new @ new / (r @ r) * p, new
        found.append(np.linalg.norm(r))
    return found


@cases(
    "sizes steps ratio",
    ((2, 1, 1, 1), 2, 2.0),
    ((1, 1, 1, 1), 1, 2.0),
    ((2, 1, 2, 1), 3, 2.0),
    ((1, 1, 1, 1), 3, 1.08),
    exact=True,
    hidden="A",
    fit=between,
)
def roughly(rng, sizes, steps, ratio):
    """tol is such that it ends early; ‖b‖ is far from 1. Where eigenvalues are close, each step wins two digits."""
    while True:
        case = system(rng, sizes, times=50.0, ratio=ratio)
        found = norms(case)
        if all(size > 1.5 * found[steps] for size in found[:steps]):
            tol = 1.25 * found[steps] / found[0]
            return {"matvec": case["matvec"], "b": case["b"], "tol": tol, "A": case["A"]}


def tells_tolerances(case):
    """A residual is below 1e-8 and not below 1e-10, relative to b, and none is near to that."""
    sizes = norms(case, 8)
    found = [size / sizes[0] for size in sizes]
    return any(2e-10 < size < 8e-9 for size in found) and not any(5e-11 < size < 2e-10 for size in found)


@cases("sizes", ((1, 1, 1, 1, 1, 1, 1, 1),), exact=True, hidden="A", fit=tells_tolerances)
def slowly(rng, sizes):
    """Eigenvalues so close that each step wins some digits."""
    return system(rng, sizes, ratio=1.03)


@cases("n", 12, exact=True, hidden="A")
def stiff(rng, n):
    """Eigenvalues from 1 to a million: rounding spoils what is conjugate, and n steps are not enough."""
    Q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    A = Q @ np.diag(10.0 ** np.linspace(0.0, 6.0, n)) @ Q.T
    A = (A + A.T) / 2
    return {"matvec": lambda p: A @ p, "b": A @ rng.uniform(1.0, 2.0, size=n), "tol": 1e-18, "A": A}


def solution(m, case):
    return m.conjugate_gradient(case.matvec, case.b, case.tol)[0]


@cases("n", 3, 1)
def nothing(rng, n):
    c = rng.uniform(1.0, 3.0)
    return {"matvec": lambda p: c * p, "b": np.zeros(n)}


@cases("way", "b is tiny", "b is huge", "A is tiny", "A is huge", exact=True, hidden="A")
def far(rng, way):
    times = {"b is tiny": 1e-120, "b is huge": 1e120}.get(way, 1.0)
    stretched = {"A is tiny": 1e-120, "A is huge": 1e120}.get(way, 1.0)
    return system(rng, (1, 2, 1), times, stretched)


@cases("max_steps", 0, exact=True, hidden="A")
def none_allowed(rng, max_steps):
    case = system(rng, (1, 2))
    return {name: case[name] for name in ("matvec", "b")} | {"tol": 1e-8, "max_steps": max_steps, "A": case["A"]}


shapes = shaped("x has the shape of b, and residuals an entry for each point.", solvable)
values = agrees("It ends at the solution, after as many steps as A has different eigenvalues.", solvable, points=2)
one_step = agrees("If all directions are alike, one step is enough.", round_valley)
steps = agrees("After max_steps steps it returns where it is.", cut_short, needs=())
left_out = agrees("Left out, tol is 1e-10.", slowly, needs=[values], separates=False)
early = agrees("It ends as soon as the residual is small, compared with b.", roughly, needs=())
stubborn = agrees("It goes on beyond n steps where rounding wants it.", stiff, of=solution, needs=[values], rtol=3e-3)
zero = agrees("With b = 0, x is 0, and no step is made.", nothing)
no_steps = agrees("If no step is allowed, x is 0.", none_allowed)
every_scale = agrees("A and b may be tiny or huge.", far, needs=[values], separates=False)


@check(points=1, kind="property", needs=[values])
def economy(student, solvable):
    """matvec is called once in each step, and not besides."""

    def asked(m, case):
        matvec = counted(m, case.matvec)
        _, residuals = m.conjugate_gradient(matvec, case.b)
        return calls(matvec), length(residuals)

    for case, (count, points) in student.each(asked, solvable):
        if count != points - 1:
            fail(f"{points - 1} steps called matvec {count} times.", case)


@check(points=1, kind="convergence")
def conjugate(student, cut_short):
    """The steps are conjugate to one another: pᵢᵀA pⱼ = 0."""

    def points(m, case):
        return [m.conjugate_gradient(case.matvec, case.b, 1e-12, k)[0] for k in range(4)]

    for case, x in student.each(points, [case for case in cut_short if len(case.b) > 3]):
        p = np.diff(x, axis=0)
        assert_law("p ≠ 0", float(np.linalg.norm(p, axis=1).min() > 0), 1.0, what="p", where=case)
        p = p / np.linalg.norm(p, axis=1)[:, None]
        products = p @ case.A @ p.T
        off = products - np.diag(np.diag(products))
        assert_law(
            "pᵢᵀA pⱼ = 0",
            off,
            np.zeros((3, 3)),
            scale=float(np.abs(case.A).max()),
            rtol=1e-8,
            what="pᵢᵀA pⱼ",
            where=case,
        )


hygiene = hygiene_of(solvable, needs=[values])

PRODUCT = "A number is its own transpose, and the product of two vectors has no order."
ORTHOGONAL = "p is r plus what is orthogonal to it."
CONJUGATE = "r is p less a multiple of the direction before, to which A p is orthogonal."
EQUIVALENT = {
    "conjugate_gradient: r @ r → (r @ r).T": PRODUCT,
    "conjugate_gradient: p @ Ap → (p @ Ap).T": PRODUCT,
    "conjugate_gradient: p @ Ap → Ap @ p": PRODUCT,
    "conjugate_gradient: r @ r → (r @ r).T (2)": PRODUCT,
    "conjugate_gradient: old @ old → (old @ old).T": PRODUCT,
    "conjugate_gradient: np.linalg.norm(b) → np.linalg.norm(b, axis=0)": "b has one axis.",
    "conjugate_gradient: np.linalg.norm(r) → np.linalg.norm(r, axis=0)": "r has one axis.",
    "conjugate_gradient: np.linalg.norm(b) → np.linalg.norm(r)": "At the start r is b.",
    "conjugate_gradient: np.linalg.norm(b) → np.linalg.norm(p)": "At the start p is b.",
    "conjugate_gradient: r @ r → p @ r": ORTHOGONAL,
    "conjugate_gradient: r @ r → r @ p": ORTHOGONAL,
    "conjugate_gradient: p @ Ap → r @ Ap": CONJUGATE,
    "conjugate_gradient: old @ old → p @ old": ORTHOGONAL,
    "conjugate_gradient: old @ old → old @ p": ORTHOGONAL,
}
BETA, TEST = "(r @ r) / (old @ old) * p", "residuals[-1] > tol * residuals[0]"
VARYING = {"shapes": "Where pᵀA p is small at the end, what is added to it may cost a step more."}
BUGS = [
    patch(
        "beta is upside down",
        {BETA: "(old @ old) / (r @ r) * p"},
        hint="beta = r′ᵀr′ / rᵀr: the new above, the old below.",
    ),
    patch("beta is left out: this is steepest descent", {BETA: "0.0 * p"}, hint="p ← r′ + beta p."),
    patch("beta is 1", {BETA: "p"}, hint="beta = r′ᵀr′ / rᵀr."),
    patch(
        "beta is the ratio of norms, not of their squares",
        {BETA: "np.linalg.norm(r) / np.linalg.norm(old) * p"},
        hint="beta = r′ᵀr′ / rᵀr.",
    ),
    patch(
        "beta multiplies the old residual, not the old direction",
        {BETA: "(r @ r) / (old @ old) * old"},
        hint="p ← r′ + beta p.",
    ),
    patch("beta has a minus sign", {"p = r + (": "p = r - ("}, hint="p ← r′ + beta p."),
    patch("alpha is rᵀr / pᵀp", {"(p @ Ap)": "(p @ p)"}, hint="The curvature along p is pᵀA p."),
    patch(
        "alpha is pᵀp / pᵀA p",
        {"(r @ r) / (p @ Ap)": "(p @ p) / (p @ Ap)"},
        hint="Above stands rᵀr: p is longer than r.",
    ),
    patch("x moves along r, not along p", {"x + alpha * p": "x + alpha * r"}, hint="x ← x + alpha p."),
    patch(
        "x moves against p",
        {"x + alpha * p": "x - alpha * p"},
        hint="x ← x + alpha p: r is minus the gradient already.",
    ),
    patch(
        "the residual grows by alpha A p",
        {"r - alpha * Ap": "r + alpha * Ap"},
        hint="b − A (x + alpha p) = r − alpha A p.",
    ),
    patch(
        "the residual is that of the point before",
        {"old, r = r, r - alpha * Ap": "old, r = r, b - matvec(x - alpha * p)"},
        hint="r belongs to the new x: r − alpha A p.",
    ),
    patch(
        "A times the residual is subtracted, not A p",
        {"r - alpha * Ap": "r - alpha * matvec(r)"},
        hint="x moved along p, so r changes by alpha A p.",
    ),
    patch(
        "matvec is called twice in a step",
        {"r - alpha * Ap": "b - matvec(x)"},
        hint="A p is there already: r − alpha A p.",
    ),
    patch(
        "matvec is called once more at the start",
        {"residuals = [": "r = p = b - matvec(x)\n    residuals = ["},
        hint="From x = 0 the residual is b itself.",
    ),
    patch("tol is compared with the residual as it is", {TEST: "residuals[-1] > tol"}, hint="‖r‖ ≤ tol · ‖b‖."),
    patch(
        "tol is compared with squares",
        {TEST: "residuals[-1] ** 2 > tol * residuals[0] ** 2"},
        hint="Norms are compared, not their squares.",
    ),
    patch("tol is 1e-8 if left out", {"tol: float = 1e-10": "tol: float = 1e-8"}, hint="Left out, it is 1e-10."),
    patch("tol is ignored", {TEST: "residuals[-1] > 1e-10 * residuals[0]"}, hint="‖r‖ ≤ tol · ‖b‖."),
    patch(
        "max_steps is ignored",
        {" and len(residuals) <= max_steps": ""},
        hint="After max_steps steps return where you are.",
    ),
    patch(
        "one step too few is made",
        {"<= max_steps": "< max_steps"},
        hint="max_steps steps make max_steps + 1 residuals.",
    ),
    patch(
        "it ends after n steps in any case",
        {"<= max_steps": "<= min(max_steps, len(b) - 1)"},
        hint="tol and max_steps decide.",
    ),
    patch(
        "it ends after n steps at the latest",
        {"<= max_steps": "<= min(max_steps, len(b))"},
        hint="n steps are enough in exact arithmetic; rounding wants more. tol and max_steps decide.",
    ),
    patch(
        "a first step is made in any case",
        {f"{TEST} and len(residuals) <= max_steps": f"len(residuals) == 1 or {TEST} and len(residuals) <= max_steps"},
        hint="With b = 0 that is 0/0: test first.",
    ),
    patch(
        "a small number is added to pᵀA p",
        {"(p @ Ap)": "(p @ Ap + 1e-10)"},
        hint="In other units pᵀA p is small itself: test first, and it is never 0.",
    ),
    patch(
        "the residuals are squares of norms",
        {"np.array(residuals)": "np.array(residuals) ** 2"},
        hint="Norms are asked for.",
    ),
    patch(
        "the residual of the start is missing",
        {"np.array(residuals)": "np.array(residuals[1:])"},
        hint="It begins with ‖b‖.",
    ),
    patch(
        "the residuals are relative to b",
        {"np.array(residuals)": "np.array(residuals) / max(residuals[0], 1e-300)"},
        hint="‖r‖ itself.",
    ),
]


@variant
def in_place(matvec, b, tol=1e-10, max_steps=1000):
    x, r, p = np.zeros(len(b)), b.copy(), b.copy()
    square = r @ r
    limit, residuals = tol * np.sqrt(square), [np.sqrt(square)]
    for _ in range(max_steps):
        if residuals[-1] <= limit:
            break
        Ap = matvec(p)
        alpha = square / np.dot(p, Ap)
        x += alpha * p
        r -= alpha * Ap
        square, before = r @ r, square
        p *= square / before
        p += r
        residuals.append(float(np.sqrt(square)))
    return x, np.array(residuals)


@variant
def polak_ribiere(matvec, b, tol=1e-10, max_steps=1000):
    x, g, p = 0.0 * b, -b, b
    residuals = [np.linalg.norm(g)]
    while not residuals[-1] <= tol * np.linalg.norm(b) and len(residuals) - 1 < max_steps:
        Ap = matvec(p)
        alpha = -(g @ p) / (p @ Ap)
        x, new = x + alpha * p, g + alpha * Ap
        beta = new @ (new - g) / (g @ g)
        g, p = new, -new + beta * p
        residuals.append(np.linalg.norm(g))
    return x, np.array(residuals)

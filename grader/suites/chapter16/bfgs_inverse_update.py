"""Checks, known bugs and variants of chapter16/bfgs_inverse_update."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("H",),
    minutes=15,
    hints=(
        "rho is one number. np.outer(s, y) is s yᵀ, a matrix.",
        "With E = I − rho s yᵀ, the first term is E H Eᵀ.",
        "Try it: H′ @ y should be s.",
        "And if s @ y is not positive? Look before you divide.",
    ),
)


def positive_definite(rng, n):
    B = rng.normal(size=(n, n))
    A = B @ B.T + np.diag(rng.uniform(0.5, 2.0, size=n))
    return (A + A.T) / 2


def teaches(case):
    """sᵀy is well above 0, and neither vector is nearly a multiple of H times the other."""
    s, y = case.s, case.y
    return s @ y > 0.2 * np.linalg.norm(s) * np.linalg.norm(y)


@cases("n", 5, 3, 2, 1, fit=teaches)
def step(rng, n):
    s = rng.normal(size=n)
    return {"H": positive_definite(rng, n), "s": s, "y": positive_definite(rng, n) @ s + 0.3 * rng.normal(size=n)}


@cases("n", 4, 2, 1)
def uphill(rng, n):
    """The slope falls along the step."""
    s = rng.uniform(0.5, 2.0, size=n) * rng.choice((-1, 1), size=n)
    return {"H": 100.0 * positive_definite(rng, n), "s": s, "y": -s * rng.uniform(0.5, 2.0, size=n)}


@cases("n", 3, 2)
def flat(rng, n):
    """The slope along the step stays the same, to the last bit."""
    s, y = np.zeros(n), np.zeros(n)
    s[0], y[1:] = rng.integers(1, 5), rng.integers(1, 5, size=n - 1)
    return {"H": positive_definite(rng, n), "s": s, "y": y}


@cases("n", 3, 2)
def short(rng, n):
    """The step and the change of the gradient are tiny, as near the end of a descent."""
    while True:
        case = step.draw(rng, n)
        if case["s"] @ case["y"] > 0.2 * np.linalg.norm(case["s"]) * np.linalg.norm(case["y"]):
            return case | {"s": 1e-9 * case["s"], "y": 1e-9 * case["y"]}


@cases("n", 4, 3, 2, exact=True)
def bowl(rng, n):
    """A quadratic function."""
    return {"A": positive_definite(rng, n), "x": rng.normal(size=n)}


@cases("kind n", ("across", 3), ("across", 2), ("level", 3), ("steep", 2))
def hardly(rng, kind, n):
    """sᵀy is above 0, but small beside both lengths, or beside that of one of the two."""
    s, y = np.zeros(n), rng.uniform(1.0, 4.0, size=n)
    s[0] = rng.uniform(1.0, 4.0)
    if kind == "across":
        y[0] *= 1e-4
    else:
        y[1:] = 0.0
    times = {"level": (1.0, 1e-6), "steep": (1e-6, 1.0)}.get(kind, (1.0, 1.0))
    return {"H": positive_definite(rng, n), "s": times[0] * s, "y": times[1] * y}


far = scaled(step, scales=(-60, 60), rows=2, s=1, y=1)

shapes = shaped("H comes back as a matrix of its old shape.", step)
values = agrees("The new H is the one of BFGS.", step, points=2)
skips = agrees("If sᵀy is negative, H stays as it was.", uphill)
at_zero = agrees("If sᵀy is zero, H stays as it was.", flat)
small_steps = agrees("Short steps teach as much as long ones.", short, needs=[values])
little = agrees("However small sᵀy is, above 0 it counts.", hardly, needs=[values])
every_scale = agrees("The length of the step does not matter.", far, needs=[values])


@check(points=1, kind="property")
def laws(student, step):
    """H y = s; H is symmetric, and positive definite."""
    for case, H in student.bfgs_inverse_update.on(step):
        size = float(np.abs(H).max() * np.abs(case.y).max())
        assert_law("H y = s", H @ case.y, case.s, scale=size, what="H y", where=case)
        assert_law("H = Hᵀ", H, H.T, what="H", where=case)
        if not np.linalg.eigvalsh((H + H.T) / 2)[0] > 0:
            fail("H has an eigenvalue that is not positive.", case)


@check(points=1, kind="convergence")
def ends_in_n_steps(student, bowl):
    """On a quadratic function, n steps with exact line searches make H the inverse of the Hessian."""

    def descent(m, case):
        n = len(case.x)
        x, H = case.x, np.eye(n)
        for _ in range(n):
            g = case.A @ x
            d = -(H @ g)
            s = -(g @ d) / (d @ (case.A @ d)) * d
            H = m.bfgs_inverse_update(H, s, case.A @ s)
            x = x + s
        return H

    for case, H in student.each(descent, bowl):
        assert_law("H A = I", H @ case.A, np.eye(len(case.x)), rtol=1e-6, scale=10.0, what="H A", where=case)


hygiene = hygiene_of(step, needs=[values])

RHO, E, SUM = "1 / (s @ y)", "np.eye(len(s)) - rho * np.outer(s, y)", "E @ H @ E.T + rho * np.outer(s, s)"
BUGS = [
    patch("rho is 1/(yᵀy)", {RHO: "1.0 / (y @ y)"}, hint="rho = 1/(sᵀy): only then does y go to 0 in the first term."),
    patch("rho is 1/(sᵀs)", {RHO: "1.0 / (s @ s)"}, hint="rho = 1/(sᵀy)."),
    patch("rho is sᵀy, and not its reciprocal", {RHO: "s @ y"}, hint="rho = 1/(sᵀy)."),
    patch(
        "s and y are exchanged",
        {E: "np.eye(len(s)) - rho * np.outer(y, s)", "np.outer(s, s)": "np.outer(y, y)"},
        hint="That is the update of the Hessian; H is its inverse, with H y = s.",
    ),
    patch(
        "y sᵀ stands on the left, and s yᵀ on the right",
        {E: "np.eye(len(s)) - rho * np.outer(y, s)"},
        hint="(I − rho s yᵀ) H (I − rho y sᵀ): what meets y from the right must send it to 0.",
    ),
    patch("the last term is missing", {" + rho * np.outer(s, s)": ""}, hint="Without rho s sᵀ, H y is 0."),
    patch("the last term lacks rho", {"+ rho * np.outer(s, s)": "+ np.outer(s, s)"}, hint="rho s sᵀ sends y to s."),
    patch("the last term is made of y", {"np.outer(s, s)": "np.outer(y, y)"}, hint="rho s sᵀ."),
    patch("the last term is subtracted", {"+ rho * np.outer(s, s)": "- rho * np.outer(s, s)"}, hint="It is added."),
    patch(
        "only the left factor is there", {"E @ H @ E.T": "E @ H"}, hint="From both sides: otherwise H is not symmetric."
    ),
    patch("both factors are the same", {"E @ H @ E.T": "E @ H @ E"}, hint="On the right stands the transpose."),
    patch(
        "rho s yᵀ is added to the identity",
        {E: "np.eye(len(s)) + rho * np.outer(s, y)"},
        hint="I − rho s yᵀ.",
    ),
    patch(
        "it is the dual formula, DFP",
        {SUM: "H - np.outer(H @ y, H @ y) / (y @ H @ y) + rho * np.outer(s, s)"},
        hint=(
            "DFP satisfies the secant equation as well, but it is another matrix: (I − rho s yᵀ) H (I − rho y "
            "sᵀ) + rho s sᵀ."
        ),
    ),
    patch(
        "it is the symmetric formula of rank one",
        {SUM: "H + np.outer(s - H @ y, s - H @ y) / ((s - H @ y) @ y + 1e-300)"},
        hint="SR1 satisfies the secant equation as well, but need not be positive definite.",
    ),
    patch(
        "the update is that of the Hessian, not of its inverse",
        {SUM: "H - np.outer(H @ s, H @ s) / (s @ H @ s) + rho * np.outer(y, y)"},
        hint="H approximates the inverse: H y = s.",
    ),
    patch("what is known so far is forgotten", {"E @ H @ E.T": "E @ E.T"}, hint="H stands between the factors."),
    patch("H is updated whatever sᵀy is", {"s @ y <= 0": "False"}, hint="For sᵀy ≤ 0 return H."),
    patch("sᵀy = 0 is let through", {"s @ y <= 0": "s @ y < 0"}, hint="1/0: at sᵀy = 0 return H as well."),
    patch("the identity is returned if sᵀy ≤ 0", {"H.copy()": "np.eye(len(s))"}, hint="What H knows is kept."),
    patch("zeros are returned if sᵀy ≤ 0", {"H.copy()": "np.zeros_like(H)"}, hint="What H knows is kept."),
    patch(
        "short steps are left out",
        {"s @ y <= 0": "s @ y <= 1e-10"},
        hint="Near the minimum all steps are short, and teach as much: only sᵀy ≤ 0 is left out.",
    ),
    patch(
        "steps that are nearly orthogonal to what the gradient changed by are left out",
        {"s @ y <= 0": "s @ y <= 0.01 * np.linalg.norm(s) * np.linalg.norm(y)"},
        hint="Only sᵀy ≤ 0 is left out: a small sᵀy teaches as well. "
        "This is what you get when sᵀy is compared with the lengths of s and y.",
    ),
    patch(
        "steps in a flat direction are left out",
        {"s @ y <= 0": "s @ y <= 1e-3 * (s @ s)"},
        hint="Only sᵀy ≤ 0 is left out: where f is flat, sᵀy is small beside sᵀs.",
    ),
    patch(
        "a small number is added to sᵀy", {RHO: "1.0 / (s @ y + 1e-10)"}, hint="Near the minimum sᵀy is small itself."
    ),
]

VARYING = {
    "ends_in_n_steps": "How short the last steps are, and so whether a small number shows beside them, is drawn."
}
VECTOR = "A number is its own transpose, and the product of two vectors has no order."
EQUIVALENT = {
    "bfgs_inverse_update: s @ y → (s @ y).T": VECTOR,
    "bfgs_inverse_update: s @ y → y @ s": VECTOR,
    "bfgs_inverse_update: s @ y → (s @ y).T (2)": VECTOR,
    "bfgs_inverse_update: s @ y → y @ s (2)": VECTOR,
    "bfgs_inverse_update: E @ H @ E.T → (E @ H @ E.T).T": "H is symmetric.",
    "bfgs_inverse_update: np.eye(len(s)) - rho * np.outer(s, y) → rho * np.outer(s, y) - np.eye(len(s))": (
        "E stands twice in the product: its sign cancels."
    ),
    "bfgs_inverse_update: H.copy() → H": "What is returned may be H itself: nothing is written to it.",
}


@variant
def expanded(H, s, y):
    sy = np.dot(s, y)
    if not sy > 0:
        return np.array(H)
    u = H @ y
    return H - (np.outer(s, u) + np.outer(u, s)) / sy + (1 + y @ u / sy) / sy * np.outer(s, s)


@variant
def entry_by_entry(H, s, y):
    n = len(s)
    sy = sum(s[i] * y[i] for i in range(n))
    if sy <= 0:
        return H + 0.0
    u = [sum(H[i, j] * y[j] for j in range(n)) for i in range(n)]
    yu = sum(y[i] * u[i] for i in range(n))
    return np.array(
        [
            [H[i, j] - (s[i] * u[j] + u[i] * s[j]) / sy + (sy + yu) * s[i] / sy * s[j] / sy for j in range(n)]
            for i in range(n)
        ]
    )


@variant
def columns(H, s, y):
    if s @ y <= 0:
        return H
    s, y = s.reshape(-1, 1), y.reshape(-1, 1)
    rho = 1 / (y.T @ s).item()
    n = len(s)
    return (np.identity(n) - rho * s @ y.T) @ H @ (np.identity(n) - rho * y @ s.T) + rho * s @ s.T

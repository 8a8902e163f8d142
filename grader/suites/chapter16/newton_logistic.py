"""Checks, known bugs and variants of chapter16/newton_logistic."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("w", "b", "history"),
    requires=("chapter16/logistic_hessian",),
    minutes=30,
    hints=(
        "Give X a last column of ones: w and b become one vector, and start as zeros.",
        (
            "In each round: s, then the gradient, its norm into the history, and the test. Only then the Hessian "
            "and the step."
        ),
        "The penalty adds l2 w to the gradient and l2 to the diagonal of the Hessian, but nothing where b is.",
        "np.linalg.solve(H, g) is the step: subtract it.",
    ),
    rtol=1e-7,
)
STEPS = 12


def norms(case):
    """Return ‖g‖ on the way, as many steps as it takes."""
    X, y, l2, tol = case["X"], case["y"], case["l2"], case.get("tol", 1e-8)
    A, P = np.column_stack([X, np.ones(len(X))]), np.append(np.full(X.shape[1], l2), 0.0)
    weights, found = np.zeros(len(P)), []
    while True:
        s = 1 / (1 + np.exp(-A @ weights))
        g = A.T @ (s - y) / len(X) + P * weights
        found.append(float(np.linalg.norm(g)))
        if found[-1] <= tol or len(found) > STEPS:
            return found
        weights = weights - np.linalg.solve(A.T @ ((s * (1 - s))[:, None] * A) / len(X) + np.diag(P), g)


def decided(case):
    """No norm is near tol, so that rounding does not decide where the way ends, and the way is short."""
    found, tol = norms(case), case.get("tol", 1e-8)
    return len(found) < STEPS and all(not 0.5 < norm / tol < 2.0 for norm in found) and found[-1] > 1e-13


def labelled(rng, N, D, noise=1.0):
    """Both classes occur, and their means are apart from 0."""
    while True:
        X = rng.normal(size=(N, D)) + 0.5
        y = (X @ np.linspace(1.0, -2.0, D) + 0.7 + noise * rng.logistic(size=N) > 0).astype(float)
        if 2 <= y.sum() <= N - 2:
            return {"X": X, "y": y}


@cases("N D tol", (12, 3, 1e-5), (9, 2, 1e-4), (8, 1, 1e-5), (6, 6, 1e-4), fit=decided)
def batch(rng, N, D, tol):
    return labelled(rng, N, D) | {"l2": rng.uniform(0.05, 0.2), "tol": tol}


@cases("N D", (8, 2), (6, 1), fit=decided)
def separable(rng, N, D):
    """A plane separates the classes."""
    y = np.repeat([0.0, 1.0], N // 2)
    X = rng.normal(scale=0.3, size=(N, D)) + np.where(y, 1.5, -0.5)[:, None]
    return {"X": X, "y": y, "l2": rng.uniform(0.02, 0.05), "tol": 1e-5}


@cases("N D l2 tol", (10, 2, 1e-2, 1e-3), (12, 2, 1e-6, 1e-5), fit=decided)
def stretched(rng, N, D, l2, tol):
    """The first feature is in small units, the second in large ones; where it is hardly penalised, its weight is large."""
    case = labelled(rng, N, D)
    return {"X": case["X"] * np.array([1e-2, 1e2 if l2 > 1e-5 else 1.0]), "y": case["y"], "l2": l2, "tol": tol}


@cases("tol", 3.0, 10.0)
def loose(rng, tol):
    """The start is near enough."""
    return labelled(rng, 8, 2) | {"l2": 0.1, "tol": tol}


@cases("N D", (10, 2), (8, 1), fit=lambda case: decided(case) and len(norms(case)) > 3)
def enough(rng, N, D):
    """Exactly as many steps are allowed as it takes."""
    while True:
        case = labelled(rng, N, D) | {"l2": 0.1, "tol": 1e-5}
        if decided(case):
            return case | {"max_iter": len(norms(case)) - 1}


@cases("times", 1.0, 4.0)
def exactly(rng, times):
    """At the start the norm is tol to the last bit: halves of powers of two."""
    a = times * 2.0 ** int(rng.integers(0, 3))
    return {"X": np.array([[a], [-a]]), "y": np.array([1.0, 0.0]), "l2": rng.uniform(0.1, 0.3), "tol": a / 2}


def tells_tolerances(case):
    """Some norm on the way is below 1e-6, and another limit that is usual, and not below 1e-8."""
    return decided(case) and any(2e-8 < norm < 5e-7 for norm in norms(case))


@cases("N D", (10, 2), (8, 1), fit=tells_tolerances)
def plain(rng, N, D):
    while True:
        case = labelled(rng, N, D) | {"l2": rng.uniform(0.01, 0.2)}
        if tells_tolerances(case):
            return case


def one_step(m, case):
    """The point after the first step: a tolerance between the norms at the start and after a step."""
    return m.newton_logistic(case.X, case.y, case.l2, case.tol)[:2]


def after_one(case):
    found = norms(dict(case) | {"tol": 1e-12})
    return found[1] < 0.5 * found[0]


@cases("N D", (9, 3), (7, 1), (5, 5), fit=after_one)
def first_step(rng, N, D):
    case = labelled(rng, N, D) | {"l2": rng.uniform(0.1, 0.3)}
    found = norms(case | {"tol": 1e-12})
    return case | {"tol": 0.7 * found[0]}


shapes = shaped("w has an entry for each feature, b is a number, and the history holds a norm for each point.", batch)
one = agrees("The first step, from zero, is right.", first_step, of=one_step)
optimum = agrees("w and b are those of the minimum.", batch, only=["w", "b"])
history = agrees(
    "The history holds the norms of the gradient at all points, the first and the last included.",
    batch,
    only=["history"],
    by="entry",
    rtol=1e-4,
    points=2,
)
apart = agrees("Where a plane separates the classes, the penalty decides.", separable, needs=[one], rtol=1e-6)
units = agrees("Features may have different units.", stretched, needs=[one], rtol=1e-6)
near = agrees("If the start is near enough, no step is made.", loose)
equal = agrees("A gradient whose norm is exactly tol is small enough.", exactly)
last_step = agrees("max_iter steps are allowed, if it takes that many.", enough, rtol=1e-6)
default = agrees(
    "Left out, tol is 1e-8.",
    plain,
    of=lambda m, case: length(m.newton_logistic(*case.values())[2]),
    needs=[history],
    separates=False,
)


@check(points=1, kind="error", needs=[last_step])
def too_few(student, enough):
    """If one more step would be needed, ValueError is raised."""
    for case in enough:
        for allowed in (case.max_iter - 1, 0):
            call = case.replaced(max_iter=allowed)
            raises(student, ValueError, lambda m, case: m.newton_logistic(*case.values()), call, where=call)


@check(points=1, kind="convergence")
def minimum(student, batch):
    """At w and b the gradient of the loss is below tol."""
    for case, (w, b, _) in student.newton_logistic.on(batch):
        residual = 1 / (1 + np.exp(-(case.X @ w + b))) - case.y
        g = np.append(case.X.T @ residual / len(case.y) + case.l2 * w, residual.mean())
        if not np.linalg.norm(g) <= 1.01 * case.tol:
            fail(f"At w and b the norm of the gradient is {np.linalg.norm(g):.2g}, above tol = {case.tol:.0e}.", case)


hygiene = hygiene_of(batch, needs=[optimum])

SOLVE = "np.linalg.solve(hessian, gradient)"
HESSIAN, GRADIENT = (
    "(s * (1.0 - s))[:, None] * with_ones) / N + np.diag(penalty)",
    "with_ones.T @ (s - y) / N + penalty * weights",
)
NEVER_ONE = {"axis 0 of X": "both classes occur", "axis 0 of y": "both classes occur"}
VARYING = {
    "shapes": "Another loss may take as many steps, and then all shapes are right.",
    "one": "The largest entry may be below tol at the start, where the norm is not.",
    "optimum": "Whether a step more or less is made, and shows, is up to the draw.",
    "minimum": "Whether a step more or less is made is up to the draw.",
    "apart": "Whether a step more or less is made, and shows, is up to the draw.",
    "units": "Whether a step more or less is made, and shows, is up to the draw.",
    "last_step": "Whether a step more or less is made is up to the draw.",
}
EQUIVALENT = {
    "newton_logistic: with_ones @ weights → (with_ones @ weights).T": "A vector is its own transpose.",
    "newton_logistic: with_ones.T @ (s - y) → (with_ones.T @ (s - y)).T": "A vector is its own transpose.",
    "newton_logistic: with_ones.T @ ((s * (1.0 - s))[:, None] * with_ones) → "
    "(with_ones.T @ ((s * (1.0 - s))[:, None] * with_ones)).T": "The Hessian is symmetric.",
    "newton_logistic: np.linalg.norm(gradient) → np.linalg.norm(gradient, axis=0)": "The gradient has one axis.",
}
TOLERANT = {"minimum": "The gradient is asked to be small; any point where it is, is right."}
BUGS = [
    patch("a step of descent is made", {SOLVE: "gradient"}, hint="The step is H⁻¹g."),
    patch(
        "the Hessian's entries are inverted one by one",
        {SOLVE: "(1.0 / hessian) @ gradient"},
        hint="Solve H p = g: the inverse of a matrix is not that of its entries.",
    ),
    patch(
        "only the diagonal of the Hessian is used",
        {SOLVE: "gradient / np.diag(hessian)"},
        hint="Weights act together: solve with the whole H.",
    ),
    patch(
        "the Hessian is that of the start",
        {f"hessian = with_ones.T @ ({HESSIAN}": "hessian = with_ones.T @ (0.25 * with_ones) / N + np.diag(penalty)"},
        hint="H belongs to the point where the step begins: compute it anew.",
    ),
    patch(
        "a norm of exactly tol is not small enough",
        {"if history[-1] <= tol": "if history[-1] < tol"},
        hint="The condition says ≤.",
    ),
    patch(
        "a step is at most 5 long",
        {SOLVE: f"{SOLVE} * min(1.0, 5.0 / np.linalg.norm({SOLVE}))"},
        hint="Steps are full, however long.",
    ),
    patch("steps are half as long", {SOLVE: f"0.5 * {SOLVE}"}, hint="Steps are full: there is no learning rate."),
    patch("the sign of the step is reversed", {"weights - np": "weights + np"}, hint="w̃ − H⁻¹g."),
    patch(
        "the penalty is missing in the Hessian",
        {" + np.diag(penalty)": ""},
        hint="½ l2 ‖w‖² has second derivatives: l2 on the diagonal.",
    ),
    patch(
        "the penalty is missing in the gradient",
        {" + penalty * weights": ""},
        hint="½ l2 ‖w‖² adds l2 w to the gradient.",
    ),
    patch(
        "b is penalised", {"np.append(np.full(D, l2), 0.0)": "np.full(D + 1, l2)"}, hint="The penalty is on w alone."
    ),
    patch(
        "the penalty has no ½",
        {"np.full(D, l2)": "np.full(D, 2 * l2)"},
        hint="The ½ and the 2 of the square cancel: l2 w.",
    ),
    patch(
        "the penalty is divided by N",
        {"np.full(D, l2)": "np.full(D, l2 / N)"},
        hint="The mean is over the samples; the penalty stands beside it.",
    ),
    patch(
        "the cross-entropy is a sum, not a mean",
        {"@ (s - y) / N": "@ (s - y)", "with_ones) / N": "with_ones)"},
        hint="Divide by N.",
    ),
    patch(
        "the gradient is a mean, the Hessian a sum",
        {"with_ones) / N": "with_ones)"},
        hint="Both are means over the samples.",
    ),
    patch("the Hessian's weights are s", {"(s * (1.0 - s))": "s"}, hint="σ′ = σ (1 − σ)."),
    patch(
        "y − s stands for s − y",
        {"(s - y)": "(y - s)"},
        hint="The gradient of the cross-entropy is the mean of (s − y) x̃.",
    ),
    patch(
        "there is no bias",
        {"np.ones(N)": "np.zeros(N)", "np.full(D, l2), 0.0": "np.full(D, l2), 1.0"},
        hint="z = x·w + b: a column of ones.",
    ),
    patch(
        "the history lacks the start",
        {"np.array(history)": "np.array(history[1:])"},
        hint="Its first entry is the norm at w = 0.",
    ),
    patch(
        "the history lacks the last point",
        {"np.array(history)": "np.array(history[:-1])"},
        hint="The norm that is at most tol is its last entry.",
    ),
    patch(
        "the history holds squares of norms",
        {"np.array(history)": "np.array(history) ** 2"},
        hint="Norms, as they are compared with tol.",
    ),
    patch(
        "the history holds the norm over w alone",
        {"np.linalg.norm(gradient)": "np.linalg.norm(gradient[:-1])"},
        hint="The gradient has D + 1 entries: b's as well.",
    ),
    patch(
        "the largest entry is taken for the norm",
        {"np.linalg.norm(gradient)": "np.abs(gradient).max()"},
        hint="The Euclidean norm is asked for.",
    ),
    patch(
        "a step is made before the gradient is looked at",
        {"history[-1] <= tol": "len(history) > 1 and history[-1] <= tol"},
        hint="The start may be near enough: test first.",
    ),
    patch(
        "it stops when w hardly changes",
        {
            "history[-1] <= tol": "np.linalg.norm(np.linalg.solve(with_ones.T @ ((s * (1.0 - s))[:, None] * with_ones) / N + np.diag(penalty), gradient)) <= tol"
        },
        hint="‖g‖ ≤ tol decides.",
    ),
    patch(
        "after max_iter steps the last point is returned",
        {
            'raise ValueError(f"the gradient is {history[-1]:.3g} after {max_iter} steps")': "return weights[:-1], float(weights[-1]), np.array(history)"
        },
        hint="It is no minimum: raise ValueError.",
    ),
    patch(
        "one step too few is allowed", {"> max_iter": ">= max_iter"}, hint="max_iter steps make max_iter + 1 points."
    ),
    patch("tol is 1e-6 if left out", {"tol: float = 1e-8": "tol: float = 1e-6"}, hint="Left out, it is 1e-8."),
    patch(
        "a small multiple of the identity is added to the Hessian",
        {SOLVE: "np.linalg.solve(hessian + 1e-3 * np.eye(D + 1), gradient)"},
        hint="The penalty keeps H definite already.",
    ),
]


@variant
def reweighted_least_squares(X, y, l2, tol=1e-8, max_iter=50):
    A = np.hstack([X, np.ones((len(X), 1))])
    P = l2 * np.eye(A.shape[1])
    P[-1, -1] = 0
    v, history = np.zeros(A.shape[1]), []
    for _ in range(max_iter + 1):
        z = A @ v
        s = 0.5 + 0.5 * np.tanh(z / 2)
        history.append(float(np.sqrt(np.sum((A.T @ (s - y) / len(y) + P @ v) ** 2))))
        if history[-1] <= tol:
            return v[:-1], v[-1], np.array(history)
        r = s * (1 - s) / len(y)
        v = np.linalg.solve(A.T @ (r[:, None] * A) + P, A.T @ (r * z + (y - s) / len(y)))
    raise ValueError("too many steps")


@variant
def sample_by_sample(X, y, l2, tol=1e-8, max_iter=50):
    N, D = X.shape
    w, b, history = np.zeros(D), 0.0, []
    for step in range(max_iter + 1):
        g, H = np.append(l2 * w, 0.0), np.diag([l2] * D + [0.0])
        for x, target in zip(X, y, strict=True):
            s = 1 / (1 + np.exp(-(x @ w + b)))
            x = np.append(x, 1.0)
            g = g + (s - target) * x / N
            H = H + s * (1 - s) * np.outer(x, x) / N
        history.append((g @ g) ** 0.5)
        if history[-1] <= tol:
            return w, float(b), np.array(history)
        if step < max_iter:
            p = np.linalg.inv(H) @ g
            w, b = w - p[:-1], b - p[-1]
    raise ValueError("no minimum")

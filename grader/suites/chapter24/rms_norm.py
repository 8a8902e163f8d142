"""Checks, known bugs and variants of chapter24/rms_norm."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    requires=("chapter17/layernorm",),
    minutes=25,
    hints=(
        "The mean of the squares along each row, axis=1 with keepdims=True; then + eps, then the root.",
        "Backward, first dx̂ = gamma dY. dgamma is a sum over the rows of dY x̂.",
        "Each x_k moves r, and r moves all of x̂: ∂r/∂x_k = x̂_k / D.",
        "dx = (dx̂ − x̂ · mean of dx̂ x̂) / r.",
    ),
)


def drawn(rng, N, D):
    """Draw rows of different lengths, whose means are not 0."""
    X = (rng.normal(size=(N, D)) + 0.7) * rng.uniform(0.5, 2.0, size=(N, 1))
    return X, rng.choice((-1, 1), size=D) * rng.uniform(1.3, 3.0, size=D), rng.uniform(0.1, 0.4)


@cases("N D", (3, 6), (4, 4), (1, 5), (5, 2), (3, 1))
def batch(rng, N, D):
    X, gamma, eps = drawn(rng, N, D)
    return {"X": X, "gamma": gamma, "eps": eps}


@cases("N D", (3, 6), (4, 4), (1, 5), (5, 2), (3, 1))
def slopes(rng, N, D):
    X, gamma, eps = drawn(rng, N, D)
    return {"dY": rng.normal(size=(N, D)) + 0.5, "X": X, "gamma": gamma, "eps": eps}


@cases("N D size", (2, 5, 1e-5), (3, 3, 1e-4))
def faint(rng, N, D, size):
    """Rows of the size of the root of eps."""
    X, gamma, eps = drawn(rng, N, D)
    return {"dY": rng.normal(size=(N, D)), "X": size * X, "gamma": gamma, "eps": size**2 * eps}


@cases("N D", (3, 4))
def with_zeros(rng, N, D):
    X, gamma, eps = drawn(rng, N, D)
    X[int(rng.integers(N))] = 0.0
    return {"dY": rng.normal(size=(N, D)), "X": X, "gamma": gamma, "eps": eps}


@cases("times", 1e-100, 1e100)
def far(rng, times):
    X, gamma, eps = drawn(rng, 3, 4)
    return {"dY": rng.normal(size=(3, 4)), "X": times * X, "gamma": gamma, "eps": times**2 * eps}


steep = scaled(slopes, dY=1)


def both(m, case):
    dX, dgamma = (result := m.rms_norm_backward(*case.values()))[0], result[1]
    return {"Y": m.rms_norm_forward(case.X, case.gamma, case.eps), "dX": dX, "dgamma": dgamma}


def back(m, case):
    result = m.rms_norm_backward(*case.values())
    return {"dX": result[0], "dgamma": result[1]}


forward_shapes = shaped("Y has the shape of X.", batch, of="rms_norm_forward")
backward_shapes = shaped("dX has the shape of X, dgamma that of gamma.", slopes, of="rms_norm_backward")
forward = agrees(
    "Each row is divided by its root mean square, with eps under the root.",
    batch,
    of="rms_norm_forward",
    points=2,
    needs=[forward_shapes],
)
dX = agrees(
    "dX knows that r depends on all of the row.",
    slopes,
    of=back,
    only=["dX"],
    kind="gradient",
    points=2,
    needs=[backward_shapes],
)
dgamma = agrees(
    "dgamma is the sum of dY x̂ over the rows.",
    slopes,
    of=back,
    only=["dgamma"],
    kind="gradient",
    needs=[backward_shapes],
)
small = agrees("Rows and eps may be tiny.", faint, of=both, needs=[forward, dX, dgamma], separates=False)
zeros = agrees(
    "A row of zeros stays one, and has the gradient gamma dY / √eps.", with_zeros, of=both, needs=[forward, dX, dgamma]
)
units = agrees("Units of X do not matter.", far, of=both, needs=[forward, dX, dgamma], separates=False)
any_slope = agrees(
    "Gradients may be tiny or huge.", steep, of=back, kind="gradient", needs=[dX, dgamma], separates=False
)


@check(points=1, kind="gradient", needs=[backward_shapes])
def finite_differences(student, slopes, rng):
    """dX and dgamma agree with finite differences of L = Σ dY ∘ Y."""
    for case, (dX, dgamma) in student.rms_norm_backward.on(slopes):

        def loss(X, gamma, case=case):
            return np.sum(case.dY * gamma * X / np.sqrt(np.mean(X**2, axis=1, keepdims=True) + case.eps))

        check_grads(loss, {"X": case.X, "gamma": case.gamma}, {"X": dX, "gamma": dgamma}, rng=rng, where=case)


@check(points=1, kind="property", needs=[forward_shapes, backward_shapes])
def stretched(student, slopes):
    """To stretch a row changes nothing if eps is stretched likewise; and dx · x = eps/r² (dx̂ · x̂)."""

    def twice(m, case):
        return (
            m.rms_norm_forward(case.X, case.gamma, case.eps),
            m.rms_norm_forward(-4.0 * case.X, case.gamma, 16.0 * case.eps),
            m.rms_norm_backward(*case.values())[0],
        )

    for case, (Y, longer, dX) in student.each(twice, slopes):
        assert_law("Y for −4 x and 16 eps = −Y", longer, -Y, what="Y", where=case)
        square = np.mean(case.X**2, axis=1) + case.eps
        along = case.eps * np.sum(case.gamma * case.dY * case.X, axis=1) / square**1.5
        size = float(np.sum(np.abs(case.dY * case.gamma)))
        assert_law("dx · x = eps/r² (dx̂ · x̂)", np.sum(dX * case.X, axis=1), along, scale=size, what="dX", where=case)


forward_hygiene = hygiene_of(batch, of="rms_norm_forward", needs=[forward])
backward_hygiene = hygiene_of(slopes, of="rms_norm_backward", needs=[dX, dgamma])

TOLERANT = {"stretched": "Sums and laws of replies: entries are for the comparisons."}
ROOT = "np.sqrt(np.mean(X**2, axis=1, keepdims=True) + eps)"
AGAIN = "np.sqrt(np.mean(np.square(X), axis=1, keepdims=True) + eps)"


def roots(text):
    """Return what takes the place of the root in both functions."""
    return {ROOT: text, AGAIN: text}


Y, DX, DGAMMA = "gamma * (X / root)", "(dX_hat - X_hat * along) / root", "np.sum(dY * X_hat, axis=0)"
ALONG = "np.mean(dX_hat * X_hat, axis=1, keepdims=True)"
UNDER = "r = √(mean of squares + eps): eps is under the root."
BUGS = [
    patch(
        "eps is added to the root, not under it",
        roots("np.sqrt(np.mean(X**2, axis=1, keepdims=True)) + eps"),
        hint=UNDER,
    ),
    patch("eps is left out", roots("np.sqrt(np.mean(X**2, axis=1, keepdims=True))"), hint=UNDER),
    patch("eps is squared", roots(ROOT.replace("eps", "eps**2")), hint=UNDER),
    patch(
        "rows are divided by their length, not by their root mean square",
        roots("np.sqrt(np.sum(X**2, axis=1, keepdims=True) + eps)"),
        hint="The mean of the squares: their sum, divided by D.",
    ),
    patch(
        "rows are divided by their standard deviation",
        roots("np.sqrt(X.var(axis=1, keepdims=True) + eps)"),
        hint="The mean is not taken off.",
    ),
    patch(
        "the mean is taken off first, as in layer normalisation",
        {
            f"    root = {ROOT}": f"    X = X - X.mean(axis=1, keepdims=True)\n    root = {ROOT}",
            f"    root = {AGAIN}": f"    X = X - X.mean(axis=1, keepdims=True)\n    root = {AGAIN}",
        },
        hint="x / r: no mean is taken off.",
    ),
    patch(
        "rows are divided by their mean square, without the root",
        roots("(np.mean(X**2, axis=1, keepdims=True) + eps)"),
        hint=UNDER,
    ),
    patch(
        "columns are normalised, not rows",
        roots(ROOT.replace("axis=1", "axis=0")) | {ALONG: ALONG.replace("axis=1", "axis=0")},
        hint="A token is a row: axis=1.",
    ),
    patch(
        "there is one root for the whole batch",
        roots("np.sqrt(np.mean(X**2) + eps)") | {ALONG: "np.mean(dX_hat * X_hat)"},
        hint="Each row has a root of its own: axis=1, keepdims=True.",
    ),
    patch(
        "rows are multiplied by 1 + gamma",
        {Y: f"(1.0 + gamma) * {Y.removeprefix('gamma * ')}", "dX_hat = dY * gamma": "dX_hat = dY * (1.0 + gamma)"},
        hint="y = gamma x̂: gamma itself.",
    ),
    patch("gamma is left out forward", {Y: "X / root"}, hint="y = gamma x̂."),
    patch("gamma is left out of dX", {"dX_hat = dY * gamma": "dX_hat = dY"}, hint="dx̂ = gamma dY."),
    patch(
        "r is taken for a constant in dX",
        {DX: "dX_hat / root"},
        hint="Each x_k moves r, and r moves all of x̂.",
    ),
    patch(
        "dX sums over the row where it should average",
        {ALONG: "np.sum(dX_hat * X_hat, axis=1, keepdims=True)"},
        hint="∂r/∂x_k = x̂_k / D: mind the D.",
    ),
    patch(
        "the mean of dx̂ is taken off in dX, as in layer normalisation",
        {DX: "(dX_hat - dX_hat.mean(axis=1, keepdims=True) - X_hat * along) / root"},
        hint="No mean was taken off on the way forward: dx = (dx̂ − x̂ · mean of dx̂ x̂) / r.",
    ),
    patch("dX is not divided by r", {DX: "dX_hat - X_hat * along"}, hint="dx = (dx̂ − x̂ · mean of dx̂ x̂) / r."),
    patch("dgamma is not summed over the rows", {DGAMMA: "dY * X_hat"}, hint="All rows share gamma: sum over them."),
    patch("dgamma is the mean over the rows", {DGAMMA: "np.mean(dY * X_hat, axis=0)"}, hint="The sum over the rows."),
    patch("dgamma is made with x, not x̂", {DGAMMA: "np.sum(dY * X, axis=0)"}, hint="y = gamma x̂: Σ dY x̂."),
    patch(
        "a row of zeros is divided by 1",
        roots(f"np.where(np.any(X != 0, axis=1, keepdims=True), {ROOT}, 1.0)"),
        hint="Its r is √eps, which matters on the way back.",
    ),
    patch(
        "the mean square is at least 10⁻⁸",
        roots("np.sqrt(np.maximum(np.mean(X**2, axis=1, keepdims=True), 1e-8) + eps)"),
        hint="eps is all that is added.",
    ),
    patch(
        "gradients are clipped at ±1000",
        {"dX_hat = dY * gamma": "dX_hat = np.clip(dY, -1e3, 1e3) * gamma"},
        hint="However large dY is, it is handed on.",
    ),
]


@variant(of="rms_norm_forward")
def by_the_norm(X, gamma, eps):
    D = X.shape[1]
    return X * gamma * np.sqrt(D) / np.sqrt(np.einsum("nd,nd->n", X, X) + D * eps)[:, None]


@variant(of="rms_norm_forward")
def row_by_row(X, gamma, eps):
    rows = []
    for x in X:
        r = (sum(float(a) ** 2 for a in x) / len(x) + eps) ** 0.5
        rows.append([g * a / r for g, a in zip(gamma, x, strict=True)])
    return np.array(rows)


@variant(of="rms_norm_backward")
def as_a_sum(dY, X, gamma, eps):
    D = X.shape[-1]
    inverse = 1.0 / np.sqrt((X * X).sum(-1, keepdims=True) / D + eps)
    dot = (dY * gamma * X).sum(-1, keepdims=True)
    return inverse * (gamma * dY) - X * (inverse * inverse * inverse * dot / D), (dY * X * inverse).sum(0)


@variant(of="rms_norm_backward")
def by_jacobians(dY, X, gamma, eps):
    N, D = X.shape
    dX, dgamma = np.zeros((N, D)), np.zeros(D)
    for n in range(N):
        r = np.sqrt(X[n] @ X[n] / D + eps)
        x_hat = X[n] / r
        J = (np.eye(D) - np.outer(x_hat, x_hat) / D) / r
        dX[n] = J.T @ (gamma * dY[n])
        dgamma += dY[n] * x_hat
    return dX, dgamma

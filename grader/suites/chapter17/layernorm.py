"""Checks, known bugs and variants of chapter17/layernorm."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    requires=("chapter17/batchnorm_backward",),
    minutes=30,
    hints=(
        "A sample is a row: axis=1, with keepdims=True, so that a column of means is subtracted from the rows.",
        "dgamma and dbeta are sums over the samples, axis 0, as in batch normalisation.",
        "Backward, first dx̂ = gamma dY. Then everything goes along the row.",
        "dx = (dx̂ − mean of dx̂ − x̂ · mean of dx̂ x̂) / √(var + eps), the means over the features.",
    ),
)


def drawn(rng, N, D):
    X = rng.normal(size=(N, D)) * rng.uniform(0.5, 2.0, size=(N, 1)) + rng.normal(scale=2.0, size=(N, 1))
    return X, rng.choice((-1, 1), size=D) * rng.uniform(1.3, 3.0, size=D), rng.uniform(0.05, 0.3)


@cases("N D", (3, 7), (4, 4), (1, 5), (5, 2))
def batch(rng, N, D):
    X, gamma, eps = drawn(rng, N, D)
    return {"X": X, "gamma": gamma, "beta": rng.normal(size=D), "eps": eps}


@cases("N D", (3, 7), (4, 4), (1, 5), (6, 3))
def slopes(rng, N, D):
    X, gamma, eps = drawn(rng, N, D)
    return {"dY": rng.normal(size=(N, D)) + 0.5, "X": X, "gamma": gamma, "eps": eps}


@cases("N", 3, 1)
def one_feature(rng, N):
    """All dY are large and of one sign: an x̂ that is not quite 0 shows in dgamma."""
    X, gamma, eps = drawn(rng, N, 1)
    dY = rng.choice((-1, 1)) * rng.uniform(3.0, 6.0, size=(N, 1))
    return {"dY": dY, "X": X, "gamma": gamma, "beta": rng.normal(size=1), "eps": eps}


@cases("N D", (2, 5))
def nearly_constant(rng, N, D):
    """Samples that hardly vary, and a tiny eps."""
    _, gamma, _ = drawn(rng, N, D)
    X = 1e-6 * rng.normal(size=(N, D))
    return {"dY": rng.normal(size=(N, D)), "X": X, "gamma": gamma, "beta": rng.normal(size=D), "eps": 1e-13}


@cases("times", 1e-100, 1e100)
def far(rng, times):
    X, gamma, eps = drawn(rng, 3, 4)
    dY = rng.normal(size=(3, 4))
    return {"dY": dY, "X": times * X, "gamma": gamma, "beta": rng.normal(size=4), "eps": times**2 * eps}


steep = scaled(slopes, dY=1)


def both(m, case):
    dX, dgamma, dbeta = (result := m.layernorm_backward(case.dY, case.X, case.gamma, case.eps))[0], result[1], result[2]
    return {
        "Y": m.layernorm_forward(case.X, case.gamma, case.beta, case.eps),
        "dX": dX,
        "dgamma": dgamma,
        "dbeta": dbeta,
    }


def back(m, case):
    result = m.layernorm_backward(*case.values())
    return {"dX": result[0], "dgamma": result[1], "dbeta": result[2]}


forward_shapes = shaped("Y has the shape of X.", batch, of="layernorm_forward")
backward_shapes = shaped("dX has the shape of X, dgamma and dbeta that of gamma.", slopes, of="layernorm_backward")
forward = agrees("Each row is normalised by itself.", batch, of="layernorm_forward", points=2, needs=[forward_shapes])
dX = agrees(
    "dX knows that mean and variance of a row depend on X.",
    slopes,
    of=back,
    only=["dX"],
    kind="gradient",
    points=3,
    needs=[backward_shapes],
)
dgamma = agrees(
    "dgamma is the sum of dY x̂ over the samples, dbeta that of dY.",
    slopes,
    of=back,
    only=["dgamma", "dbeta"],
    kind="gradient",
    needs=[backward_shapes],
)
single = agrees(
    "With one feature Y is beta, and dX is 0.",
    one_feature,
    of=both,
    needs=[forward, dX, dgamma],
    separates=False,
    scale=lambda case: 1.0,
)
small = agrees(
    "Samples may hardly vary, and eps may be tiny.",
    nearly_constant,
    of=both,
    needs=[forward, dX, dgamma],
    separates=False,
)
units = agrees("Units of X do not matter.", far, of=both, needs=[forward, dX, dgamma], separates=False)
any_slope = agrees("Gradients may be tiny or huge.", steep, of=back, needs=[dX, dgamma], separates=False)


@check(points=1, kind="gradient", needs=[backward_shapes])
def finite_differences(student, slopes, rng):
    """dX, dgamma and dbeta agree with finite differences of the way forward."""
    for case, (dX, dgamma, dbeta) in student.layernorm_backward.on(slopes):

        def loss(X, gamma, beta, case=case):
            centred = X - X.mean(1, keepdims=True)
            return np.sum(case.dY * (gamma * centred / np.sqrt(X.var(1, keepdims=True) + case.eps) + beta))

        at = {"X": case.X, "gamma": case.gamma, "beta": np.zeros_like(case.gamma)}
        check_grads(loss, at, {"X": dX, "gamma": dgamma, "beta": dbeta}, rng=rng, where=case)


@check(points=1, kind="property", needs=[forward_shapes])
def alone(student, batch):
    """What comes out for a sample is the same without the others."""

    def first(m, case):
        whole = m.layernorm_forward(case.X, case.gamma, case.beta, case.eps)
        return m.layernorm_forward(case.X[:1], case.gamma, case.beta, case.eps), whole[:1]

    for case, (one, of_many) in student.each(first, batch):
        assert_law("Y(x alone) = Y(x among others)", of_many, one, what="Y", where=case)


forward_hygiene = hygiene_of(batch, of="layernorm_forward", needs=[forward])
backward_hygiene = hygiene_of(slopes, of="layernorm_backward", needs=[dX, dgamma])

TOLERANT = {"alone": "A law of two replies: what is wrong in both alike is for other checks."}
MEAN_VAR = "mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)"
NORMAL = "np.sqrt(var + eps)"
ROOT = "np.sqrt(X.var(axis=1, keepdims=True) + eps)"
DX = "(dX_hat - mean - X_hat * along) / root"
EQUIVALENT = {
    "layernorm_forward: gamma * X_hat → X_hat * X_hat, and alike": "The two change places, in a product.",
}
BUGS = [
    patch(
        "a single feature is passed through",
        {"return gamma * X_hat": "if X.shape[1] == 1:\n        return gamma * X + beta\n    return gamma * X_hat"},
        hint="It is its own mean: x̂ is 0, and Y is beta.",
    ),
    patch(
        "features are normalised over the batch",
        {MEAN_VAR: "mean, var = X.mean(axis=0), X.var(axis=0)"},
        hint="That is batch normalisation; here each row has its own mean and variance.",
    ),
    patch(
        "one mean and one variance serve all samples",
        {MEAN_VAR: "mean, var = X.mean(), X.var()"},
        hint="Each row has its own: axis=1.",
    ),
    patch(
        "the variance is unbiased",
        {
            "var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)": "var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True, ddof=min(1, X.shape[1] - 1))"
        },
        hint="Divide by D, not by D − 1.",
    ),
    patch("eps is added outside of the root", {NORMAL: "(np.sqrt(var) + eps)"}, hint="√(var + eps)."),
    patch("eps is never below 1e-8", {NORMAL: "np.sqrt(var + max(eps, 1e-8))"}, hint="In other units eps may be tiny."),
    patch("the root is missing", {NORMAL: "(var + eps)"}, hint="Divide by √(var + eps)."),
    patch("the mean is not subtracted", {"(X - mean) /": "X /"}, hint="x̂ = (x − mean) / √(var + eps)."),
    patch("gamma is forgotten", {"gamma * X_hat": "X_hat"}, hint="y = gamma x̂ + beta."),
    patch(
        "beta is added before gamma multiplies",
        {"gamma * X_hat + beta": "gamma * (X_hat + beta)"},
        hint="y = gamma x̂ + beta.",
    ),
    patch(
        "backward, gamma stands outside of the means",
        {"dX_hat = dY * gamma": "dX_hat = dY", DX: f"gamma * {DX}"},
        hint="gamma differs along the row: dx̂ = gamma dY comes before the means.",
    ),
    patch("backward, gamma is forgotten in dX", {"dX_hat = dY * gamma": "dX_hat = dY"}, hint="dx̂ = gamma dY."),
    patch(
        "mean and variance are taken for constants",
        {DX: "dX_hat / root"},
        hint="Each x acts on the mean and on the variance of its row.",
    ),
    patch("the mean is taken for a constant", {"dX_hat - mean - X_hat": "dX_hat - X_hat"}, hint="dx̂ loses its mean."),
    patch("the variance is taken for a constant", {DX: "(dX_hat - mean) / root"}, hint="dx̂ loses its part along x̂."),
    patch(
        "backward, means go over the batch",
        {
            "mean = dX_hat.mean(axis=1, keepdims=True)": "mean = dX_hat.mean(axis=0)",
            "np.mean(dX_hat * X_hat, axis=1, keepdims=True)": "np.mean(dX_hat * X_hat, axis=0)",
        },
        hint="Along the row: axis=1.",
    ),
    patch(
        "backward, sums are divided by the number of samples",
        {DX: "(dX_hat - (mean + X_hat * along) * X.shape[1] / len(X)) / root"},
        hint="The means go over the D features.",
    ),
    patch("the last term lacks x̂", {"X_hat * along": "along"}, hint="x̂ · mean of dx̂ x̂."),
    patch("dX is divided by the variance", {DX: f"{DX}**2"}, hint="1/s stands before it, once."),
    patch(
        "backward, eps is left out", {ROOT: "np.sqrt(X.var(axis=1, keepdims=True) + 1e-300)"}, hint="s = √(var + eps)."
    ),
    patch(
        "backward, eps is never below 1e-8",
        {ROOT: "np.sqrt(X.var(axis=1, keepdims=True) + max(eps, 1e-8))"},
        hint="In other units eps may be tiny.",
    ),
    patch(
        "dgamma is summed along the rows",
        {"np.sum(dY * X_hat, axis=0)": "np.sum(dY * X_hat, axis=1)"},
        hint="gamma belongs to features: sum over the samples, axis 0.",
    ),
    patch(
        "dgamma and dbeta are means over the batch",
        {"np.sum(dY * X_hat, axis=0), np.sum(dY, axis=0)": "np.mean(dY * X_hat, axis=0), np.mean(dY, axis=0)"},
        hint="Sums over the samples.",
    ),
    patch(
        "dgamma is made with X, not x̂",
        {"np.sum(dY * X_hat, axis=0)": "np.sum(dY * X, axis=0)"},
        hint="The derivative by gamma is x̂.",
    ),
    patch(
        "dgamma holds gamma",
        {"np.sum(dY * X_hat, axis=0)": "np.sum(dX_hat * X_hat, axis=0)"},
        hint="y = gamma x̂ + beta: dgamma = Σ dY x̂.",
    ),
    patch(
        "dgamma and dbeta are exchanged",
        {"np.sum(dY * X_hat, axis=0), np.sum(dY, axis=0)": "np.sum(dY, axis=0), np.sum(dY * X_hat, axis=0)"},
        hint="dX, dgamma, dbeta: in this order.",
    ),
    patch(
        "small gradients are taken for 0",
        {"dX_hat = dY * gamma": "dX_hat = np.where(np.abs(dY) < 1e-12, 0.0, dY) * gamma"},
        hint="Gradients may be tiny.",
    ),
]


@variant(of="layernorm_forward")
def transposed(X, gamma, beta, eps):
    A = X.T
    A = (A - A.mean(axis=0)) * (A.var(axis=0) + eps) ** -0.5
    return A.T * gamma + beta


@variant(of="layernorm_forward")
def row_by_row(X, gamma, beta, eps):
    return np.array([gamma * (x - sum(x) / len(x)) / (np.var(x) + eps) ** 0.5 + beta for x in X])


@variant(of="layernorm_backward")
def by_jacobians(dY, X, gamma, eps):
    N, D = X.shape
    dX, dgamma = np.zeros_like(X), np.zeros(D)
    for n in range(N):
        s = np.sqrt(np.mean((X[n] - np.mean(X[n])) ** 2) + eps)
        h = (X[n] - np.mean(X[n])) / s
        dX[n] = (np.eye(D) - 1 / D - np.outer(h, h) / D) @ (gamma * dY[n]) / s
        dgamma += dY[n] * h
    return dX, dgamma, np.ones(N) @ dY

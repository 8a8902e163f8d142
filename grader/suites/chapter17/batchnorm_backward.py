"""Checks, known bugs and variants of chapter17/batchnorm_backward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("dX", "dgamma", "dbeta"),
    requires=("chapter17/batchnorm_forward", "chapter10/dense_backward"),
    minutes=30,
    hints=(
        "First the easy ones: gamma and beta act on whole columns, so their gradients are sums over the batch.",
        "Go back step by step: Y, X̂, then the root, the variance and the mean. Each x_n acts on all three.",
        "A shift of a column changes nothing: so what must the columns of dX sum to?",
        "dX = gamma/s · (dY − mean of dY − X̂ · mean of dY X̂).",
    ),
)


@cases("N D", (7, 3), (4, 4), (3, 5), (6, 1))
def batch(rng, N, D):
    X = rng.normal(size=(N, D)) * rng.uniform(0.5, 2.0, size=D) + rng.normal(scale=2.0, size=D)
    gamma = rng.choice((-1, 1), size=D) * rng.uniform(1.3, 2.5, size=D)
    return {"dY": rng.normal(size=(N, D)) + 0.5, "X": X, "gamma": gamma, "eps": rng.uniform(0.05, 0.3)}


@cases("D", 3, 1)
def single(rng, D):
    return {"dY": rng.normal(size=(1, D)), "X": rng.normal(size=(1, D)), "gamma": rng.normal(size=D), "eps": 0.1}


@cases("N D", (5, 3))
def nearly_constant(rng, N, D):
    """Features that hardly vary, and a tiny eps."""
    return batch.draw(rng, N, D) | {"X": 1e-6 * rng.normal(size=(N, D)), "eps": 1e-13}


far = scaled(batch, scales=(-100, 100), X=1, eps=2)
steep = scaled(batch, dY=1)

shapes = shaped("dX has the shape of X, dgamma and dbeta that of gamma.", batch)
dgamma = agrees("dgamma is the sum of dY X̂ over the batch.", batch, only=["dgamma"], kind="gradient")
dbeta = agrees("dbeta is the sum of dY over the batch.", batch, only=["dbeta"], kind="gradient")
dX = agrees("dX knows that mean and variance depend on X as well.", batch, only=["dX"], kind="gradient", points=3)
one_sample = agrees("Of a single sample, dX is 0.", single, needs=[dX], separates=False, scale=lambda case: 1.0)
small = agrees("Features may hardly vary, and eps may be tiny.", nearly_constant, needs=[dX], separates=False)
units = agrees("Units of X do not matter.", far, needs=[dX], separates=False)
any_slope = agrees("Gradients may be tiny or huge.", steep, needs=[dX], separates=False)


@check(points=1, kind="gradient")
def finite_differences(student, batch, rng):
    """dX, dgamma and dbeta agree with finite differences of the way forward."""
    for case, (dX, dgamma, dbeta) in student.batchnorm_backward.on(batch):

        def loss(X, gamma, beta, case=case):
            return np.sum(case.dY * (gamma * (X - X.mean(0)) / np.sqrt(X.var(0) + case.eps) + beta))

        at = {"X": case.X, "gamma": case.gamma, "beta": np.zeros_like(case.gamma)}
        check_grads(loss, at, {"X": dX, "gamma": dgamma, "beta": dbeta}, rng=rng, where=case)


@check(points=1, kind="property")
def sums(student, batch):
    """The columns of dX sum to 0."""
    for case, (dX, _, _) in student.batchnorm_backward.on(batch):
        size = float(np.abs(case.gamma).max() * np.abs(case.dY).sum(axis=0).max() / np.sqrt(case.eps))
        assert_law("Σ_n dX[n] = 0", dX.sum(axis=0), np.zeros(len(case.gamma)), scale=size, what="dX", where=case)


hygiene = hygiene_of(batch, needs=[dX, dgamma, dbeta])

TOLERANT = {"sums": "It is about the columns of dX alone."}
DX = "gamma / root * (dY - (dbeta + X_hat * dgamma) / len(X))"
BUGS = [
    patch(
        "mean and variance are taken for constants",
        {DX: "gamma * dY / root"},
        hint="Each x acts on the mean and the variance of its column, too.",
    ),
    patch(
        "the mean is taken for a constant",
        {"(dbeta + X_hat * dgamma)": "X_hat * dgamma"},
        hint="x_n moves the mean by 1/N: dY loses its mean.",
    ),
    patch(
        "the variance is taken for a constant",
        {"(dbeta + X_hat * dgamma)": "dbeta"},
        hint="x_n acts on the variance: dY loses its part along X̂.",
    ),
    patch(
        "the sums are not divided by N",
        {" / len(X)), dgamma": "), dgamma"},
        hint="Means of dY and of dY X̂ are subtracted.",
    ),
    patch(
        "the sums are divided by N − 1",
        {"/ len(X)), dgamma": "/ max(len(X) - 1, 1)), dgamma"},
        hint="The variance is biased: N.",
    ),
    patch(
        "the sums are divided by the number of features",
        {"/ len(X)), dgamma": "/ X.shape[1]), dgamma"},
        hint="N counts the samples.",
    ),
    patch("gamma is left out of dX", {"gamma / root *": "1 / root *"}, hint="dX̂ = gamma dY."),
    patch(
        "gamma is left out of the sums",
        {DX: "(gamma * dY - (dbeta + X_hat * dgamma) / len(X)) / root"},
        hint="dX̂ = gamma dY stands in all three terms.",
    ),
    patch(
        "the division by the root is missing",
        {"gamma / root *": "gamma *"},
        hint="X̂ is X divided by s = √(var + eps), and so is the gradient.",
    ),
    patch("dX is divided by the variance", {"gamma / root *": "gamma / root**2 *"}, hint="1/s stands before it, once."),
    patch("the last term lacks X̂", {"X_hat * dgamma)": "dgamma)"}, hint="X̂ · mean of dY X̂."),
    patch(
        "dgamma is made with X, not X̂",
        {
            "np.sum(dY * X_hat, axis=0)": "np.sum(dY * X, axis=0)",
            DX: "gamma / root * (dY - (dbeta + X_hat * np.sum(dY * X_hat, axis=0)) / len(X))",
        },
        hint="Y = gamma X̂ + beta: the derivative by gamma is X̂.",
    ),
    patch(
        "dgamma and dbeta are means",
        {DX + ", dgamma, dbeta": DX + ", dgamma / len(X), dbeta / len(X)"},
        hint="Sums over the batch: a mean is in dY already, if the loss is one.",
    ),
    patch(
        "dgamma and dbeta are exchanged",
        {DX + ", dgamma, dbeta": DX + ", dbeta, dgamma"},
        hint="dX, dgamma, dbeta: in this order.",
    ),
    patch(
        "the variance is unbiased",
        {"X.var(axis=0)": "X.var(axis=0, ddof=min(1, len(X) - 1))"},
        hint="Divide by N, not by N − 1.",
    ),
    patch("eps is left out", {"X.var(axis=0) + eps": "X.var(axis=0) + 1e-300"}, hint="s = √(var + eps)."),
    patch(
        "eps is added outside of the root",
        {"np.sqrt(X.var(axis=0) + eps)": "(np.sqrt(X.var(axis=0)) + eps)"},
        hint="s = √(var + eps).",
    ),
]


@variant
def step_by_step(dY, X, gamma, eps):
    N = X.shape[0]
    centred = X - X.mean(0)
    var = (centred**2).mean(0)
    s = np.sqrt(var + eps)
    dX_hat = dY * gamma
    dvar = np.sum(dX_hat * centred, 0) * -0.5 * s**-3
    dmean = -np.sum(dX_hat, 0) / s
    dX = dX_hat / s + dvar * 2 * centred / N + dmean / N
    return dX, np.sum(dY * centred / s, 0), dY.sum(0)


@variant
def by_jacobians(dY, X, gamma, eps):
    N, D = X.shape
    dX, dgamma = np.zeros_like(X), np.zeros(D)
    for j in range(D):
        s = (np.var(X[:, j]) + eps) ** 0.5
        h = (X[:, j] - np.mean(X[:, j])) / s
        J = (np.eye(N) - 1 / N - np.outer(h, h) / N) / s
        dX[:, j] = gamma[j] * J.T @ dY[:, j]
        dgamma[j] = h @ dY[:, j]
    return dX, dgamma, np.einsum("nd->d", dY)

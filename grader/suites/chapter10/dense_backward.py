"""Checks, known bugs and variants of chapter10/dense_backward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=15,
    returns=("dX", "dW", "db"),
    requires=("chapter09/dense_forward",),
    hints=(
        "Write out one entry: Y[n, k] = Σ_d X[n, d] W[d, k] + b[k]. Which entries of Y does W[d, k] touch?",
        "Each gradient has the shape of what it belongs to. With N, D and K all different, one product alone fits.",
        "b[k] is added to every row of Y: what each row says about it must be added up.",
    ),
)


@cases("N D K", (7, 5, 3), (4, 4, 4), (1, 5, 3), (4, 1, 1), (1, 1, 1))
def layer(rng, N, D, K):
    return {"dY": rng.normal(size=(N, K)), "X": rng.normal(size=(N, D)), "W": rng.normal(size=(D, K))}


shapes = shaped("Each gradient has the shape of what it is the gradient of.", layer)
values = agrees("dX, dW and db are right: for a batch, for a square layer, for a single sample.", layer)
far = scaled(layer, scales=(-75, 75), dY=1, X=1, W=1)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)


@check(points=2, kind="gradient")
def finite_differences(student, layer, rng):
    """The gradients agree with finite differences of L = Σ dY ∘ (X W + b)."""
    for case, (dX, dW, db) in student.dense_backward.on(layer):

        def loss(X, W, b, dY=case.dY):
            return np.sum(dY * (X @ W + b))

        at = {"X": case.X, "W": case.W, "b": np.zeros_like(db)}
        check_grads(loss, at, {"X": dX, "W": dW, "b": db}, rng=rng, where=case)


@check(points=1, kind="property")
def linear_in_dY(student, layer):
    """Twice the upstream gradient gives twice the gradients, and a zero one gives zeros."""

    def scaled(m, case):
        return [m.dense_backward(c * case.dY, case.X, case.W) for c in (1.0, 2.0, 0.0)]

    for case, (once, twice, zero) in student.each(scaled, layer):
        if not any(g.any() for g in once):
            fail("All gradients are 0, though dY is not.", case)
        for name, g1, g2, g0 in zip(EXERCISE.returns, once, twice, zero, strict=True):
            assert_law("g(2 dY) = 2 g(dY)", g2, 2.0 * g1, what=name, where=case)
            assert_law("g(0) = 0", g0, 0.0 * g1, what=name, where=case)


hygiene = hygiene_of(layer)
trains = transplant()

BUGS = [
    patch("db is averaged over the batch", {"dY.sum(axis=0)": "dY.mean(axis=0)"}, hint="The 1/N is already inside dY."),
    patch(
        "db is not summed over the batch",
        {"dY.sum(axis=0)": "dY"},
        hint="All samples share one b: what they say adds up.",
    ),
    patch("db is summed over the outputs", {"dY.sum(axis=0)": "dY.sum(axis=1)"}, hint="Axis 0 counts the samples."),
    patch("dW is transposed", {"X.T @ dY": "dY.T @ X"}, hint="dW has the shape of W, (D, K): inputs first."),
    patch("dW is divided by the batch size", {"X.T @ dY": "X.T @ dY / len(X)"}, hint="The 1/N is already inside dY."),
    patch(
        "W is not transposed in dX", {"dY @ W.T": "dY @ W"}, hint="X[n, d] reaches Y[n, k] through W[d, k]: sum over k."
    ),
    patch(
        "dX has the wrong sign",
        {"dY @ W.T": "-dY @ W.T"},
        hint="Gradients are handed on as they are; steps go downhill later.",
    ),
    patch(
        "weight decay is mixed into dW",
        {"X.T @ dY": "X.T @ dY + 0.01 * W"},
        hint="Only what comes from dY belongs to dW.",
    ),
    patch(
        "a gradient of zeros is returned for X",
        {"dY @ W.T": "np.zeros_like(X)"},
        hint="X is what the layer before handed out, which learns from dX.",
    ),
]


@bug("only the first sample reaches dW", hint="dW is a sum of N outer products, one for each sample.")
def first_sample_only(dY, X, W):
    return dY @ W.T, np.outer(X[0], dY[0]), dY.sum(axis=0)


@variant
def einsum(dY, X, W):
    return np.einsum("nk,dk->nd", dY, W), np.einsum("nd,nk->dk", X, dY), np.einsum("nk->k", dY)


@variant
def outer_products(dY, X, W):
    dX, dW, db = np.zeros_like(X), np.zeros_like(W), np.zeros(W.shape[1])
    for x, dy, dx in zip(X, dY, dX, strict=True):
        dx[:] = W @ dy
        dW += np.outer(x, dy)
        db += dy
    return [dX, dW, db]

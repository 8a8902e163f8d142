"""Checks, known bugs and variants of chapter15/autoencoder_grads."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("loss", "dW", "db", "dc"),
    requires=("chapter10/dense_backward", "chapter10/activation_backward"),
    minutes=30,
    hints=(
        "Suppose that the decoder has a matrix V of its own. What are dV and dH? Only then remember that V is Wᵀ.",
        "W occurs in the encoder and in the decoder: dW is the sum of what both contribute, one of them transposed.",
        "dX̂ = (X̂ − X)/(N D), dZ = (dX̂ W) ∘ (1 − H²), and dW = Xᵀ dZ + dX̂ᵀ H.",
    ),
)


def far_from_learnt(case):
    """Whether the loss has as many digits as it has anywhere: that of one number may be next to nothing."""
    return np.mean((np.tanh(case.X @ case.W + case.b) @ case.W.T + case.c - case.X) ** 2) > 0.02


@cases("N D K", (7, 4, 3), (3, 3, 3), (1, 4, 2), (5, 2, 6), (4, 1, 2), (3, 3, 1), (1, 1, 1), fit=far_from_learnt)
def batch(rng, N, D, K):
    """Codes that are neither nearly linear nor saturated."""
    W = rng.choice([-1.0, 1.0], size=(D, K)) * rng.uniform(0.3, 1.0, size=(D, K))
    b, c = (rng.choice([-1.0, 1.0], size=size) * rng.uniform(0.3, 1.0, size=size) for size in (K, D))
    return {"W": W, "b": b, "c": c, "X": rng.normal(size=(N, D)) + 0.3}


@cases("unit", 1e-5, exact=True)
def quiet(rng, unit):
    """Samples, weights and offsets that are small: the code is nearly linear."""
    W, b, c, X = (unit * rng.uniform(0.5, 1.5, size=shape) for shape in ((3, 2), (2,), (3,), (4, 3)))
    return {"W": W, "b": b, "c": c, "X": X}


@cases("N D K", (5, 4, 3), (2, 2, 2))
def saturated(rng, N, D, K):
    """Half of the codes are ±1, others are not; of one that is, all but its offset pulls the other way."""
    W = rng.choice([-1.0, 1.0], size=(D, K)) * rng.uniform(0.3, 1.0, size=(D, K))
    b = np.where(np.arange(K) % 2 == 0, 0.1, 1000.0) * rng.uniform(0.5, 1.0, size=K)
    X = rng.normal(size=(N, D))
    X[0] -= (X[0] @ W[:, 1] + 4.0) / (W[:, 1] @ W[:, 1]) * W[:, 1]
    return {"W": W, "b": b, "c": rng.normal(size=D), "X": X}


@cases("N D K", (4, 3, 2))
def remote(rng, N, D, K):
    """Offsets of the decoder that are huge: errors and gradients are as large as they."""
    case = batch.draw(rng, N, D, K)
    return {**case, "c": 1e12 * case["c"]}


shapes = shaped("The loss is a number, and each gradient has the shape of what it belongs to.", batch)
loss = agrees("The loss is the mean of the halved squares over all entries.", batch, only=["loss"])
tied = agrees("dW is the sum of what encoder and decoder contribute.", batch, only=["dW"], points=2)
offsets = agrees("db and dc are right.", batch, only=["db", "dc"])
level = agrees("It is right where the code is saturated.", saturated, needs=[loss, tied, offsets])
small = agrees("It is right where everything is small.", quiet, by="entry", needs=[loss, tied, offsets])
huge = agrees("It is right where the errors are huge.", remote, needs=[loss, tied, offsets], separates=False)
NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)


@check(points=2, kind="gradient")
def fits_together(student, batch, rng):
    """The gradients are the derivatives of the very loss that comes with them."""
    # Along a way on which no argument of tanh changes by more than 1, Gauss' rule with 16 nodes is exact to rounding.
    ways = []
    for case in batch:
        U, u, v = (rng.normal(size=part.shape) for part in (case.W, case.b, case.c))
        unit = min(0.5 / float(np.max(np.abs(case.X @ U + u))), 1.0)
        ways.append(case.replaced(U=unit * U, u=unit * u, v=unit * v))

    def along(m, case):
        def at(s):
            return m.autoencoder_grads(case.W + s * case.U, case.b + s * case.u, case.c + s * case.v, case.X)

        slopes = []
        for s in NODES.tolist():
            _, dW, db, dc = at(s)
            slopes.append((dW, db, dc))
        return [at(1.0)[0], at(-1.0)[0]], slopes

    for (case, ((end, start), slopes)), where in zip(student.each(along, ways), batch, strict=True):
        grown = sum(
            weight * (np.sum(dW * case.U) + db @ case.u + dc @ case.v)
            for weight, (dW, db, dc) in zip(WEIGHTS, slopes, strict=True)
        )
        law = "L(end) − L(start) = ∫ (Σ dW ∘ U + db · u + dc · v)"
        scale = float(np.mean(case.X**2)) + 1.0
        assert_law(law, float(grown), float(end - start), scale=scale, what="the growth of the loss", where=where)


hygiene = hygiene_of(batch)

DW, DZ = "dW = X.T @ dZ + dX_hat.T @ H", "dZ = (dX_hat @ W) * (1.0 - H**2)"
LOSS, SCALE = "0.5 * float(np.mean(error**2))", "dX_hat = error / error.size"
BUGS = [
    patch(
        "errors are cut at ±1000",
        {"error = H @ W.T + c - X": "error = np.clip(H @ W.T + c - X, -1000.0, 1000.0)"},
        hint="What is far off has the largest gradient: leave errors as they are.",
    ),
    patch(
        "only the decoder contributes to dW",
        {DW: "dW = dX_hat.T @ H"},
        hint="W occurs in the encoder, too: Xᵀ dZ is added.",
    ),
    patch(
        "only the encoder contributes to dW",
        {DW: "dW = X.T @ dZ"},
        hint="W occurs in the decoder, too: dX̂ᵀ H is added.",
    ),
    patch(
        "the decoder's contribution is not transposed",
        {DW: "dW = X.T @ dZ + (H.T @ dX_hat if W.shape[0] == W.shape[1] else dX_hat.T @ H)"},
        hint="Hᵀ dX̂ is the gradient of Wᵀ: transpose it. Where D = K the shapes don't tell.",
    ),
    patch(
        "the decoder's contribution is made with what goes into tanh",
        {DW: "dW = X.T @ dZ + dX_hat.T @ (X @ W + b)"},
        hint="The decoder is given the code: X̂ = H Wᵀ + c, so its part is dX̂ᵀ H.",
    ),
    patch("both contributions are averaged", {DW: "dW = (X.T @ dZ + dX_hat.T @ H) / 2"}, hint="They are added."),
    patch("the slope of tanh is missing", {DZ: "dZ = dX_hat @ W"}, hint="tanh′(z) = 1 − tanh²(z) = 1 − H²."),
    patch("the slope is that of the sigmoid", {DZ: "dZ = (dX_hat @ W) * H * (1.0 - H)"}, hint="tanh′ = 1 − H²."),
    patch(
        "the slope is taken at the code, not at what tanh was given",
        {DZ: "dZ = (dX_hat @ W) * (1.0 - np.tanh(H) ** 2)"},
        hint="H is tanh(Z) already: the slope is 1 − H².",
    ),
    patch(
        "the code is linear",
        {"H = np.tanh(X @ W + b)": "H = X @ W + b", DZ: "dZ = dX_hat @ W"},
        hint="H = tanh(X W + b).",
    ),
    patch(
        "what comes out goes through tanh, too",
        {"error = H @ W.T + c - X": "error = np.tanh(H @ W.T + c) - X"},
        hint="X̂ = H Wᵀ + c is linear.",
    ),
    patch("c is missing in what comes out", {"H @ W.T + c - X": "H @ W.T - X"}, hint="X̂ = H Wᵀ + c."),
    patch("b is missing in the code", {"np.tanh(X @ W + b)": "np.tanh(X @ W)"}, hint="H = tanh(X W + b)."),
    patch(
        "gradients are divided by N alone",
        {SCALE: "dX_hat = error / len(X)"},
        hint="The mean runs over all N D entries.",
    ),
    patch(
        "loss and gradients are summed over the entries of a sample",
        {SCALE: "dX_hat = error / len(X)", LOSS: "0.5 * float(np.sum(error**2)) / len(X)"},
        hint="They fit together, but the mean runs over all N D entries.",
    ),
    patch("the loss lacks its ½", {LOSS: "float(np.mean(error**2))"}, hint="The mean of ½ (X̂ − X)²."),
    patch(
        "the ½ is missing in loss and gradients",
        {LOSS: "float(np.mean(error**2))", SCALE: "dX_hat = 2.0 * error / error.size"},
        hint="They fit together, but the loss is the mean of ½ (X̂ − X)².",
    ),
    patch("all gradients have the wrong sign", {SCALE: "dX_hat = -error / error.size"}, hint="X̂ − X, not X − X̂."),
    patch(
        "small numbers are rounded away",
        {LOSS: "round(0.5 * float(np.mean(error**2)), 10)"},
        hint="Leave the digits as they are: losses become small near the end of a training.",
    ),
    patch("db is averaged over the batch", {"dZ.sum(axis=0)": "dZ.mean(axis=0)"}, hint="The 1/(N D) is in dX̂ already."),
    patch(
        "dc is a number where samples have a single feature",
        {"dX_hat.sum(axis=0)": "dX_hat.sum(axis=0).squeeze()"},
        hint="dc is (D,), also where D is 1: no squeeze.",
    ),
    patch(
        "db and dc are exchanged",
        {"dZ.sum(axis=0), dX_hat.sum(axis=0)": "dX_hat.sum(axis=0), dZ.sum(axis=0)"},
        hint=("db belongs to the code, dc to what comes out."),
    ),
    patch(
        "the code overflows to NaN",
        {"H = np.tanh(X @ W + b)": "Z = X @ W + b\n    H = (np.exp(2 * Z) - 1) / (np.exp(2 * Z) + 1)"},
        hint="∞/∞ is NaN: np.tanh holds for any number.",
    ),
]


@variant
def two_layers(W, b, c, X):
    N, D = X.shape
    V = W.T.copy()
    H = np.tanh(X @ W + b)
    R = H @ V + c - X
    dH = R @ V.T / (N * D)
    dZ = dH * (1 - H) * (1 + H)
    d_encoder, d_decoder = X.T @ dZ, H.T @ R / (N * D)
    return np.sum(R * R) / (2 * N * D), d_encoder + d_decoder.T, np.ones(N) @ dZ, np.ones(N) @ R / (N * D)


@variant
def sample_by_sample(W, b, c, X):
    N, D = X.shape
    loss, dW, db, dc = 0.0, np.zeros_like(W), np.zeros_like(b), np.zeros_like(c)
    for x in X:
        h = np.tanh(x @ W + b)
        e = W @ h + c - x
        loss += e @ e / 2
        dz = (e @ W) * (1 - h * h)
        dW += np.outer(x, dz) + np.outer(e, h)
        db += dz
        dc += e
    return loss / (N * D), dW / (N * D), db / (N * D), dc / (N * D)


@variant
def entry_by_entry(W, b, c, X):
    (N, D), K = X.shape, W.shape[1]
    total, dW, db, dc = 0.0, np.zeros((D, K)), np.zeros(K), np.zeros(D)
    for n in range(N):
        h = [np.tanh(sum(X[n, d] * W[d, k] for d in range(D)) + b[k]) for k in range(K)]
        e = [sum(h[k] * W[d, k] for k in range(K)) + c[d] - X[n, d] for d in range(D)]
        for k in range(K):
            back = sum(e[d] * W[d, k] for d in range(D)) * (1 - h[k] ** 2)
            db[k] += back / N / D
            for d in range(D):
                dW[d, k] += (X[n, d] * back + e[d] * h[k]) / N / D
        for d in range(D):
            dc[d] += e[d] / N / D
            total += e[d] ** 2 / 2 / N / D
    return float(total), dW, db, dc

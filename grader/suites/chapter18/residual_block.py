"""Checks, known bugs and variants of chapter18/residual_block."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    requires=("chapter10/dense_backward", "chapter10/activation_backward"),
    minutes=30,
    hints=(
        "Forward: a sum of two terms. The shortcut is X, or X P; the correction has a ReLU in its middle, and none at its end.",
        "Backward, first forget the shortcut: dA = dY W2ᵀ, dZ = dA where Z > 0, and so on to dZ W1ᵀ.",
        "Then the shortcut: a sum hands the full dY to each of its terms. What X hears on both ways is added up.",
        "With a projection, the shortcut is a dense layer: dP = Xᵀ dY, and dY Pᵀ goes to X.",
    ),
)
SIZES = "N D M K"
NAMES = ("dX", "dW1", "db1", "dW2", "db2", "dP")


def clear(case):
    """Whether all pre-activations are away from 0, some above and some below."""
    Z = case.X @ case.W1 + case.b1
    return bool(np.abs(Z).min() > 0.02 * np.abs(Z).max() and np.any(Z > 0) and np.any(Z < 0))


def block(rng, N, D, M, K):
    return {
        "X": rng.normal(size=(N, D)),
        "W1": rng.normal(size=(D, M)),
        "b1": rng.choice((-1, 1), size=M) * rng.uniform(0.3, 1.0, size=M),
        "W2": rng.normal(size=(M, K)),
    }


def projection(rng, D, K):
    return rng.normal(size=(D, K))


@cases(SIZES, (5, 3, 4, 3), (4, 4, 4, 4), (1, 3, 6, 3), (4, 1, 1, 1), fit=clear)
def block_forward(rng, N, D, M, K):
    return {**block(rng, N, D, M, K), "b2": rng.normal(size=K), "P": None}


@cases(SIZES, (5, 3, 4, 2), (4, 4, 4, 4), (1, 2, 6, 3), (4, 1, 1, 1), fit=clear)
def projected_forward(rng, N, D, M, K):
    return {**block(rng, N, D, M, K), "b2": rng.normal(size=K), "P": projection(rng, D, K)}


@cases(SIZES, (5, 3, 4, 3), (4, 4, 4, 4), (1, 3, 6, 3), (4, 1, 1, 1), fit=clear)
def slopes(rng, N, D, M, K):
    return {"dY": rng.normal(size=(N, K)) + 0.3, **block(rng, N, D, M, K), "P": None}


@cases(SIZES, (5, 3, 4, 2), (4, 4, 4, 4), (1, 2, 6, 3), (4, 1, 1, 1), fit=clear)
def projected_slopes(rng, N, D, M, K):
    return {"dY": rng.normal(size=(N, K)) + 0.3, **block(rng, N, D, M, K), "P": projection(rng, D, K)}


@cases("N D M", (3, 4, 5), (1, 2, 3))
def at_the_start(rng, N, D, M):
    return {**block(rng, N, D, M, D), "dY": rng.normal(size=(N, D))}


def back(m, case):
    result = m.residual_backward(*case.values())
    return {name: result[i] for i, name in enumerate(NAMES)}


far, steep = scaled(block_forward, scales=(-75, 75), X=1, b1=1, b2=1), scaled(projected_slopes, dY=1)

shapes = shaped("Y has a row for each sample, and as many columns as W2.", projected_forward, of="residual_forward")
back_shapes = shaped(
    "Each gradient has the shape of what it is the gradient of; dP is None without a projection.", slopes, of=back
)
back_shapes_projected = shaped("With a projection, dP has its shape.", projected_slopes, of=back)
forward = agrees("Y is X and the correction.", block_forward, of="residual_forward", needs=[shapes])
projected = agrees(
    "With a projection, Y is X P and the correction.", projected_forward, of="residual_forward", needs=[shapes]
)
units = agrees("Inputs may be tiny or huge.", far, of="residual_forward", needs=[shapes], separates=False)
parameters = agrees(
    "The gradients of the correction's parameters are right.",
    slopes,
    of=back,
    only=["dW1", "db1", "dW2", "db2"],
    rtol=1e-10,
    kind="gradient",
    points=2,
    needs=[back_shapes],
)
dX = agrees(
    "dX hears from the shortcut and from the correction.",
    slopes,
    of=back,
    only=["dX"],
    kind="gradient",
    points=2,
    needs=[back_shapes],
)
with_projection = agrees(
    "With a projection, dX and dP are right.",
    projected_slopes,
    of=back,
    only=["dX", "dP"],
    kind="gradient",
    points=2,
    needs=[back_shapes_projected],
)
any_slope = agrees("Gradients may be tiny or huge.", steep, of=back, needs=[back_shapes_projected], separates=False)


@check(points=1, kind="gradient", needs=[back_shapes_projected])
def finite_differences(student, projected_slopes, rng):
    """All gradients agree with finite differences of the way forward."""
    for case, grads in student.each(back, projected_slopes):

        def loss(X, W1, b1, W2, b2, P, dY=case.dY):
            return np.sum(dY * (X @ P + np.maximum(X @ W1 + b1, 0.0) @ W2 + b2))

        at = {name[1:]: case.get(name[1:], np.zeros(case.dY.shape[1])) for name in NAMES}
        check_grads(loss, at, {name[1:]: grads[name] for name in NAMES}, rng=rng, where=case)


@check(points=1, kind="property", needs=[back_shapes])
def unharmed(student, at_the_start):
    """Fifty blocks with W2 = 0 and b2 = 0 hand X on unchanged, and dY back unchanged."""

    def deep(m, case):
        X, dY, still = case.X, case.dY, 0.0 * case.W2
        for _ in range(50):
            X = m.residual_forward(X, case.W1, case.b1, still, np.zeros(case.dY.shape[1]), None)
            dY = m.residual_backward(dY, case.X, case.W1, case.b1, still, None)[0]
        return [X, dY]

    for case, (X, dY) in student.each(deep, at_the_start):
        assert_law("Y = X where F = 0", X, case.X, what="Y", where=case)
        assert_law("dX = dY where F = 0", dY, case.dY, what="dX", where=case)


hygiene = hygiene_of(projected_forward, of="residual_forward", needs=[projected])
back_hygiene = hygiene_of(slopes, of="residual_backward", needs=[dX, parameters])

SUM = "return shortcut + np.maximum(X @ W1 + b1, 0.0) @ W2 + b2"
DX = "dX = (dY if P is None else dY @ P.T) + dZ @ W1.T"
DZ = "dZ = (dY @ W2.T) * (Z > 0)"
RETURN = "return dX, X.T @ dZ, dZ.sum(axis=0), A.T @ dY, dY.sum(axis=0), dP"

EQUIVALENT = {
    "residual_backward: dY @ W2.T * (Z > 0) → dY @ W2.T * (Z > 0) * (Z > 0)": "A mask twice is the mask.",
    "residual_backward: Z > 0 → Z >= 0": "No pre-activation is 0: the prompt says so.",
    "residual_backward: Z > 0 → A > 0": "A is above 0 exactly where Z is.",
    "residual_forward: shortcut + np.maximum(X @ W1 + b1, 0.0) @ W2 → b2 + np.maximum(X @ W1 + b1, 0.0) @ W2, "
    "and alike": "The same sum in another order.",
}
BUGS = [
    patch(
        "the shortcut is left out of Y",
        {SUM: "return np.maximum(X @ W1 + b1, 0.0) @ W2 + b2"},
        hint="X, or X P, is added to the correction.",
    ),
    patch(
        "a ReLU follows the sum",
        {SUM: "return np.maximum(shortcut + np.maximum(X @ W1 + b1, 0.0) @ W2 + b2, 0.0)"},
        hint="Nothing follows the sum here.",
    ),
    patch(
        "a ReLU follows the correction",
        {SUM: "return shortcut + np.maximum(np.maximum(X @ W1 + b1, 0.0) @ W2 + b2, 0.0)"},
        hint="The only ReLU stands between the two dense layers.",
    ),
    patch("the ReLU is left out", {SUM: "return shortcut + (X @ W1 + b1) @ W2 + b2"}, hint="A = relu(X W1 + b1)."),
    patch(
        "shortcut and correction are averaged",
        {SUM: "return (shortcut + np.maximum(X @ W1 + b1, 0.0) @ W2 + b2) / 2"},
        hint="They are added up.",
    ),
    patch(
        "a square projection is taken for none",
        {"shortcut = X if P is None else X @ P": "shortcut = X if P is None or P.shape[0] == P.shape[1] else X @ P"},
        hint="Where there is a projection, the shortcut is X P, also if it is square.",
    ),
    patch(
        "the shortcut is left out of dX",
        {DX: "dX = dZ @ W1.T"},
        hint="X acts on Y on the shortcut as well: dY is added.",
    ),
    patch(
        "dX hears from the shortcut alone",
        {DX: "dX = (dY if P is None else dY @ P.T) + 0.0"},
        hint="X acts on Y through the correction as well: dZ W1ᵀ is added.",
    ),
    patch(
        "with a projection, the shortcut is left out of dX",
        {DX: "dX = (dY if P is None else 0.0) + dZ @ W1.T"},
        hint="X P hands dY Pᵀ back to X.",
    ),
    patch(
        "the projection is not transposed in dX",
        {DX: "dX = (dY if P is None else dY @ (P if P.shape[0] == P.shape[1] else P.T)) + dZ @ W1.T"},
        hint="X[n, d] reaches Y[n, k] through P[d, k]: sum over k.",
    ),
    patch(
        "dY is halved, one half for each way",
        {
            "Z = X @ W1 + b1\n": "dY = dY / 2\n    Z = X @ W1 + b1\n",
            RETURN: RETURN.replace("A.T @ dY, dY.sum(axis=0), dP", "2 * A.T @ dY, 2 * dY.sum(axis=0), dP"),
        },
        hint="A sum hands the full dY to each of its terms.",
    ),
    patch(
        "dP is a gradient of zeros",
        {"X.T @ dY\n    dX": "np.zeros_like(P)\n    dX"},
        hint="The shortcut X P is a dense layer without bias: dP = Xᵀ dY.",
    ),
    patch(
        "dP is returned where there is no projection",
        {"dP = None if P is None else X.T @ dY": "dP = X.T @ dY"},
        hint="Without a projection dP is None.",
    ),
    patch(
        "dP is forgotten: None",
        {"dP = None if P is None else X.T @ dY": "dP = None"},
        hint="The shortcut X P is a dense layer without bias: dP = Xᵀ dY.",
    ),
    patch("the ReLU is left out on the way back", {DZ: "dZ = dY @ W2.T"}, hint="dZ is 0 where Z is not above 0."),
    patch(
        "dA is multiplied by A, not by the slope of the ReLU",
        {DZ: "dZ = (dY @ W2.T) * A"},
        hint="The slope of relu is 1 where Z is above 0, and 0 elsewhere.",
    ),
    patch(
        "the ReLU's mask is taken from A's gradient, not from Z",
        {DZ: "dZ = dY @ W2.T\n    dZ = dZ * (dZ > 0)"},
        hint="What passes is decided by Z, the number that went into the ReLU.",
    ),
    patch("dW2 is made with Z, before the ReLU", {"A.T @ dY": "Z.T @ dY"}, hint="W2 met A = relu(Z)."),
    patch(
        "db1 and db2 are means",
        {RETURN: RETURN.replace("dZ.sum(axis=0)", "dZ.mean(axis=0)").replace("dY.sum(axis=0)", "dY.mean(axis=0)")},
        hint="The 1/N is already inside dY.",
    ),
]


@bug(
    "dX begins as another name of dY, which is changed",
    hint="dX = dY gives the array a second name; dY + … makes a new one.",
    of="residual_backward",
)
def second_name(dY, X, W1, b1, W2, P):
    Z = X @ W1 + b1
    dW2, db2 = np.maximum(Z, 0.0).T @ dY, dY.sum(axis=0)
    dZ = (dY @ W2.T) * (Z > 0)
    dP = None if P is None else X.T @ dY
    dX = dY if P is None else dY @ P.T
    dX += dZ @ W1.T
    return dX, X.T @ dZ, dZ.sum(axis=0), dW2, db2, dP


@variant(of="residual_forward")
def sample_by_sample(X, W1, b1, W2, b2, P):
    rows = []
    for x in X:
        a = [max(float(z), 0.0) for z in x @ W1 + b1]
        rows.append((x if P is None else x @ P) + np.array(a) @ W2 + b2)
    return np.array(rows)


@variant(of="residual_backward")
def sample_by_sample_back(dY, X, W1, b1, W2, P):
    dX, dW1, db1 = np.zeros_like(X), np.zeros_like(W1), np.zeros_like(b1)
    dW2, db2, dP = np.zeros_like(W2), np.zeros(W2.shape[1]), None if P is None else np.zeros_like(P)
    for n, (x, dy) in enumerate(zip(X, dY, strict=True)):
        z = x @ W1 + b1
        dz = np.where(z > 0, W2 @ dy, 0.0)
        dW2 += np.outer(np.maximum(z, 0.0), dy)
        dW1 += np.outer(x, dz)
        db1, db2 = db1 + dz, db2 + dy
        if P is None:
            dX[n] = dy + W1 @ dz
        else:
            dX[n] = P @ dy + W1 @ dz
            dP += np.outer(x, dy)
    return dX, dW1, db1, dW2, db2, dP


@variant(of="residual_backward")
def two_dense_layers_and_a_sum(dY, X, W1, b1, W2, P):
    def dense(dOut, In, W):
        return dOut @ W.T, In.T @ dOut, dOut.sum(axis=0)

    A = np.clip(X @ W1 + b1, 0.0, None)
    dA, dW2, db2 = dense(dY, A, W2)
    dX, dW1, db1 = dense(dA * np.sign(A), X, W1)
    if P is None:
        return dX + dY, dW1, db1, dW2, db2, None
    d_shortcut, dP, _ = dense(dY, X, P)
    return dX + d_shortcut, dW1, db1, dW2, db2, dP

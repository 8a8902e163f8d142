"""Checks, known bugs and variants of chapter09/dense_forward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=8,
    returns=("Y",),
    hints=(
        "Do one sample first: its K outputs are K inner products. With which part of W?",
        "Y[n, k] = Σ_d X[n, d] W[d, k] + b[k]. A sum over the index that two arrays share: which operator is that?",
        "b has shape (K,), as every row of Y has. NumPy adds such a vector to each row by itself.",
    ),
)


@cases("N D K", (7, 5, 3), (3, 5, 3), (4, 4, 4), (1, 5, 3), (3, 1, 1), (1, 1, 1))
def layer(rng, N, D, K):
    return {"X": rng.normal(size=(N, D)), "W": rng.normal(size=(D, K)), "b": rng.normal(size=K)}


shapes = shaped("Y has one row for each sample and one column for each output.", layer)
values = agrees("Y is right: for a batch, for as many samples as outputs, for a single sample.", layer)
far = scaled(layer, scales=(-75, 75), X=1, W=1, b=2)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)


@check(points=1, kind="property")
def affine(student, layer):
    """A sample of zeros gives b, and twice the sample goes twice as far from there."""

    def scaled(m, case):
        return [m.dense_forward(c * case.X, case.W, case.b) for c in (0.0, 1.0, 2.0)]

    for case, (zero, once, twice) in student.each(scaled, layer):
        rows_of_b = np.broadcast_to(case.b, zero.shape).copy()
        assert_law("Y(0) = b", zero, rows_of_b, what="Y", where=case)
        assert_law("Y(2X) − Y(0) = 2 (Y(X) − Y(0))", twice - zero, 2.0 * (once - zero), what="Y", where=case)


@check(points=1, kind="property")
def each_alone(student, layer):
    """A sample gives the same outputs whether it comes alone or in company."""

    def together_and_alone(m, case):
        alone = [m.dense_forward(case.X[n : n + 1], case.W, case.b) for n in range(len(case.X))]
        return m.dense_forward(case.X, case.W, case.b), alone

    for case, (together, alone) in student.each(together_and_alone, layer):
        for n, row in enumerate(alone):
            assert_law("Y(X)[n] = Y(X[n])", row, together[n : n + 1], what=f"row {n} of Y", where=case)


hygiene = hygiene_of(layer)

BUGS = [
    patch("b is forgotten", {"X @ W + b": "X @ W"}, hint="Every output has a bias that is added to its weighted sum."),
    patch(
        "b is added down the columns, one entry for each sample",
        {"W + b": "W + b[:, None]"},
        hint="b[k] belongs to output k: it stands in column k of every row.",
    ),
    patch("b is subtracted", {"W + b": "W - b"}, hint="The bias is added; its own sign can be either."),
    patch(
        "b is added to W before the product",
        {"X @ W + b": "X @ (W + b)"},
        hint="There the inputs multiply b too; it belongs to the weighted sum as it is.",
    ),
    patch(
        "b is counted once for each sample",
        {"W + b": "W + len(X) * b"},
        hint="Each row receives b once, however many rows there are.",
    ),
    patch(
        "the entrywise product is taken",
        {"X @ W": "X * W"},
        hint="X * W pairs entries and sums nothing; Σ_d X[n, d] W[d, k] is a matrix product.",
    ),
    patch(
        "W is transposed", {"X @ W": "X @ W.T"}, hint="W is (D, K), inputs first: its rows belong to the columns of X."
    ),
    patch(
        "Y is transposed",
        {"X @ W + b": "(X @ W + b).T"},
        hint="One row of Y for each row of X.",
    ),
    patch(
        "the weighted sum is divided by the number of inputs",
        {"X @ W": "X @ W / X.shape[1]"},
        hint="A dense layer sums over its inputs, without a mean.",
    ),
    patch(
        "the batch is centred first",
        {"X @ W": "(X - X.mean(axis=0)) @ W"},
        hint="The mean of the batch makes every sample depend on all the others.",
    ),
    patch(
        "negative outputs are cut off",
        {"return X @ W + b": "return np.maximum(X @ W + b, 0.0)"},
        hint="The activation is a layer of its own: this one is affine.",
    ),
    patch(
        "only the first sample goes through",
        {"X @ W": "X[:1] @ W"},
        hint="Each of the N rows of X has its row of Y.",
    ),
    patch(
        "a single sample loses its axis",
        {"return X @ W + b": "return np.squeeze(X @ W + b)"},
        hint="A batch of one is still a batch: Y has shape (1, K).",
    ),
    patch(
        "a single output loses its axis",
        {"return X @ W + b": "return X @ W + b if W.shape[1] > 1 else X @ W[:, 0] + b"},
        hint="A layer of one output has a column: Y has shape (N, 1).",
    ),
]


@bug("Y is written over X where it fits", hint="X is still needed on the way back: give Y memory of its own.")
def over_X(X, W, b):
    Y = X if X.shape[1] == W.shape[1] else np.zeros((len(X), W.shape[1]))
    Y[:] = X @ W + b
    return Y


@variant
def bias_as_a_weight(X, W, b):
    ones = np.ones((len(X), 1))
    return np.hstack([X, ones]) @ np.vstack([W, b])


@variant
def einsum(X, W, b):
    return np.einsum("nd,dk->nk", X, W) + b[None, :]


@variant
def neurons(X, W, b):
    Y = np.zeros((X.shape[0], W.shape[1]))
    for n, x in enumerate(X):
        for k in range(W.shape[1]):
            Y[n, k] = sum(x[d] * W[d, k] for d in range(len(x))) + b[k]
    return Y


@variant
def columns(X, W, b):
    return (np.dot(W.T, X.T) + b.reshape(-1, 1)).T


@variant
def layers_of_inputs(X, W, b):
    Y = np.tile(b, (len(X), 1))
    for x, w in zip(X.T, W, strict=True):
        Y += np.outer(x, w)
    return Y

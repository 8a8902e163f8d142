"""Checks, known bugs and variants of chapter15/softmax_regression_fit."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("W",),
    requires=("chapter09/softmax_rows", "chapter11/minibatches"),
    minutes=25,
    hints=(
        "range(0, N, batch_size) counts the places where batches begin; a slice may reach over the end.",
        "For a batch: scores, the largest of each row subtracted, exponentials, divided by their sum. Then take 1 off at the "
        "true class: that is P − Y.",
        "Divide Xᵀ(P − Y) by the number of rows that the batch has, and write W = W − …, which makes a new array.",
    ),
)


def table(rng, N, D, K, batch_size):
    X = rng.normal(size=(N, D)) + 0.5
    y = rng.permutation(np.arange(N) % K)
    return {"X": X, "y": y, "W": rng.normal(size=(D, K)), "lr": float(rng.uniform(0.3, 0.8)), "batch_size": batch_size}


@cases("N D K batch_size", (6, 4, 3, 6), (4, 3, 3, 4), (1, 2, 5, 1), (5, 2, 2, 9), (4, 1, 1, 4), (1, 1, 1, 4))
def one_batch(rng, N, D, K, batch_size):
    return table(rng, N, D, K, batch_size)


@cases("N D K batch_size", (8, 3, 4, 4), (9, 2, 3, 3), (4, 3, 2, 1))
def even(rng, N, D, K, batch_size):
    return table(rng, N, D, K, batch_size)


@cases("N D K batch_size", (7, 3, 4, 3), (5, 2, 3, 4))
def uneven(rng, N, D, K, batch_size):
    return table(rng, N, D, K, batch_size)


@cases("size", 300.0, 1000.0, 4000.0)
def large(rng, size):
    """Scores of hundreds and thousands; the first row has two of them that are positive, and not close."""
    case = table(rng, 6, 2, 3, 2)
    W = size * np.array([[1.0, -1.0, 0.2], [0.4, 0.3, -0.9]]) * rng.uniform(0.8, 1.2, size=(2, 3))
    X = rng.choice([-1.0, 1.0], size=(6, 2)) * rng.uniform(0.5, 2.0, size=(6, 2))
    X[0] = np.array([1.0, -1.0]) * rng.uniform(0.95, 1.05, size=2)
    return case | {"X": X, "W": W}


@cases("kind", "tiny steps", "without a gradient")
def hard(rng, kind):
    case = table(rng, 6, 2, 2, 2)
    if kind == "tiny steps":
        return case | {"W": np.zeros((2, 2)), "lr": float(rng.uniform(1e-13, 2e-13))}
    W = np.repeat(rng.normal(size=(2, 1)), 2, axis=1)
    return case | {"X": np.repeat(case["X"][:3], 2, axis=0), "y": np.array([0, 1] * 3), "W": W}


@cases("N D batch_size", (7, 3, 3), (6, 2, 6), exact=True)
def two_classes(rng, N, D, batch_size):
    return table(rng, N, D, 2, batch_size)


shapes = shaped("The new weights have the shape of the old ones.", one_batch)
one_step = agrees("With all samples in one batch, an epoch is one step.", one_batch, points=2, kind="gradient")
batches = agrees("Batches are taken in order, each from where the last one ended.", even, needs=[one_step])
last_batch = agrees("A last batch that is shorter is divided by its own size.", uneven, needs=[batches])
no_overflow = agrees("Scores of a thousand do no harm.", large, needs=[batches])
small_steps = agrees(
    "No step is left out, however small.", hard, needs=[batches], scale=lambda case: 0.0 if case.lr < 1e-3 else 1.0
)


@check(points=1, kind="property")
def like_logistic(student, two_classes):
    """Of two classes, the difference of the columns moves as in logistic regression with 2 lr; their sum stays."""
    for case, W in student.softmax_regression_fit.on(two_classes):
        w = case.W[:, 1] - case.W[:, 0]
        for start in range(0, len(case.X), case.batch_size):
            X, y = case.X[start : start + case.batch_size], case.y[start : start + case.batch_size]
            w = w - 2 * case.lr * X.T @ (0.5 * (1 + np.tanh(X @ w / 2)) - y) / len(X)
        size = float(np.abs(case.W).max())
        assert_law(
            "w₁ − w₀ as in logistic regression with 2 lr", W[:, 1] - W[:, 0], w, scale=size, what="w₁ − w₀", where=case
        )
        assert_law("w₀ + w₁ stays", W.sum(axis=1), case.W.sum(axis=1), scale=size, what="w₀ + w₁", where=case)


hygiene = hygiene_of(uneven)

SHIFT = "E = np.exp(Z - Z.max(axis=1, keepdims=True))"
NORMALISE = "P = E / E.sum(axis=1, keepdims=True)"
STEP = "W = W - lr * (rows.T @ P) / len(rows)"
VARYING = {"like_logistic": "Of two classes, the targets of two batches may be the same by chance."}
BUGS = [
    patch(
        "gradients are divided by N, not by the batch's size",
        {STEP: STEP.replace("len(rows)", "len(X)")},
        hint=("The loss of a batch is a mean over its own rows."),
    ),
    patch(
        "gradients of a short batch are divided by batch_size",
        {STEP: STEP.replace("len(rows)", "min(batch_size, len(X))")},
        hint="The last batch may be shorter: divide by the rows that it has.",
    ),
    patch("gradients are summed over the batch", {STEP: "W = W - lr * (rows.T @ P)"}, hint="The loss is a mean."),
    patch("the steps go uphill", {STEP: STEP.replace("W - lr", "W + lr")}, hint="Descent subtracts the gradient."),
    patch(
        "W is changed in place",
        {STEP: "W -= lr * (rows.T @ P) / len(rows)"},
        hint=("W -= … changes the array of the caller: W = W - … makes a new one."),
    ),
    patch(
        "the softmax is applied twice",
        {NORMALISE: (f"{NORMALISE}\n        P = np.exp(P) / np.exp(P).sum(axis=1, keepdims=True)")},
        hint="Probabilities are no scores: one softmax.",
    ),
    patch(
        "the softmax is normalised over the samples",
        {NORMALISE: "P = E / E.sum(axis=0, keepdims=True)"},
        hint="The probabilities of a sample sum to 1: axis=1.",
    ),
    patch(
        "there is no softmax: P are the scores",
        {NORMALISE: "P = Z.copy()"},
        hint="The gradient by the scores is softmax(z) − onehot(y).",
    ),
    patch(
        "each class has a sigmoid of its own",
        {NORMALISE: "P = 1 / (1 + np.exp(-Z))"},
        hint="Classes exclude one another: a softmax over all.",
    ),
    patch(
        "the softmax overflows",
        {SHIFT: "E = np.exp(Z)"},
        hint="e^1000 is too large: subtract the largest score of each row first.",
    ),
    patch(
        "one score is subtracted from all rows",
        {SHIFT: "E = np.exp(Z - Z.max())"},
        hint="Rows of much smaller scores underflow to 0/0: each row its own largest score.",
    ),
    patch(
        "the true class is missing in the gradient",
        {"        P[np.arange(len(rows)), classes] -= 1.0\n": ""},
        hint="P − Y: take 1 off at the true class.",
    ),
    patch(
        "1 is taken off from the true classes of all rows",
        {"P[np.arange(len(rows)), classes] -= 1.0": "P[:, classes] -= 1.0"},
        hint="P[:, classes] are whole columns: index rows and classes in pairs.",
    ),
    patch(
        "the one-hot table ends with the largest class that occurs in the batch",
        {"P[np.arange(len(rows)), classes] -= 1.0": "P -= np.eye(classes.max() + 1)[classes]"},
        hint="Not every class occurs in every batch: np.eye(K)[y], where K is W.shape[1].",
    ),
    patch(
        "all gradients of the epoch are taken at the first W",
        {"    for start in": "    first = W\n    for start in", "Z = rows @ W": "Z = rows @ first"},
        hint="Each step starts from the W that the one before it has made.",
    ),
    patch("only the first batch is taken", {STEP: f"{STEP}\n        break"}, hint="An epoch goes through all samples."),
    patch(
        "the epoch ends where the gradient is small",
        {STEP: f"{STEP}\n        if lr * np.abs(rows.T @ P).max() < 1e-9:\n            break"},
        hint="An epoch goes through all samples, however small the steps are.",
    ),
    patch(
        "a short last batch is left out",
        {"range(0, len(X), batch_size)": "range(0, max(len(X) - batch_size, 0) + 1, batch_size)"},
        hint="The last batch holds the rest, and counts as well.",
    ),
    patch(
        "the batches are taken from the end",
        {"range(0, len(X), batch_size)": "reversed(range(0, len(X), batch_size))"},
        hint="In the order in which the samples are.",
    ),
    patch(
        "targets of all batches are those of the first",
        {"y[start : start + batch_size]": "y[:batch_size][: len(rows)]"}
        | {
            "rows, classes = X[start : start + batch_size], ": "rows = X[start : start + batch_size]\n        classes = "
        },
        hint="X and y are cut at the same places.",
    ),
]


EQUIVALENT = {
    (
        "softmax_regression_fit: np.exp(Z - Z.max(axis=1, keepdims=True)) → -np.exp(Z - Z.max(axis=1, keepdims=True))"
    ): "the sign cancels in the quotient"
}


@variant
def one_hot(X, y, W, lr, batch_size):
    Y, W = np.eye(W.shape[1])[y], W.copy()
    for s in range(0, len(X), batch_size):
        A = X[s : s + batch_size]
        Z = A @ W
        P = np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))
        W -= lr * A.T @ ((P - Y[s : s + batch_size]) / len(A))
    return W


@variant
def sample_by_sample(X, y, W, lr, batch_size):
    from math import exp

    N, (D, K) = len(X), W.shape
    weights = W.astype(float)
    rest = list(range(N))
    while rest:
        batch, rest = rest[:batch_size], rest[batch_size:]
        gradient = np.zeros((D, K))
        for i in batch:
            z = [float(sum(X[i, d] * weights[d, k] for d in range(D))) for k in range(K)]
            e = [exp(max(value - max(z), -740.0)) for value in z]
            for k in range(K):
                gradient[:, k] += X[i] * (e[k] / sum(e) - (k == y[i]))
        weights = weights - lr / len(batch) * gradient
    return weights

"""Checks, known bugs and variants of chapter12/multiclass_hinge."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("loss", "dW"),
    requires=("chapter10/dense_backward",),
    minutes=25,
    hints=(
        "Write it for one sample with a loop over the wrong classes first.",
        "A term that is paid grows by 1 with S[n, j] and falls by 1 with S[n, y[n]].",
        "The true class is pulled once for each wrong class that comes too near.",
        "With C = ∂/∂S, dW = Xᵀ C / N + 2 reg W.",
    ),
)


def margins(W, X, y):
    """Return S[n, j] − S[n, y[n]] + 1 for j ≠ y[n], row by row."""
    S = X @ W
    M = S - S[np.arange(len(y)), y][:, None] + 1.0
    return M[np.arange(W.shape[1]) != y[:, None]]


def apart(case):
    """No margin is nearly kept; some are, and some are not; and what the samples pull at W does not cancel."""
    W, X, y = case["W"], case["X"], case["y"]
    if W.shape[1] == 1:
        return True
    M = margins(W, X, y)
    pulls = np.zeros((len(y), W.shape[1]))
    pulls[np.arange(W.shape[1]) != y[:, None]] = M > 0
    pulls[np.arange(len(y)), y] = -pulls.sum(axis=1)
    pulled = np.abs(X.T @ pulls).max(axis=0) > 0.1 * np.abs(X).max()
    return np.abs(M).min() > 0.02 and 0 < np.sum(M > 0) < M.size and np.sum(pulled) > 1


def uneven(case):
    """All margins together do not cancel, those of the true classes among them."""
    return np.sum(margins(case["W"], case["X"], case["y"])) + len(case["y"]) != 0.0


@cases("N D K", (7, 3, 4), (4, 4, 4), (1, 2, 5), (5, 3, 2), fit=apart)
def batch(rng, N, D, K):
    """Draw samples; those of a square batch cancel, and so do their scores."""
    y = rng.integers(K, size=N)
    if N > 2:
        y[:3] = rng.permutation([0, 0, 1])
    X = rng.normal(size=(N, D))
    if N == D:
        X[N // 2 :] = -X[: N // 2]
    return {"W": rng.normal(size=(D, K)), "X": X, "y": y, "reg": rng.uniform(0.2, 0.9)}


@cases("N D K", (6, 3, 4), (2, 2, 1), fit=apart)
def without_penalty(rng, N, D, K):
    """Many classes; one alone, which has nothing to keep a margin from."""
    return {**batch.draw(rng, N, D, K), "reg": 0.0}


@cases("K", 3, 5, fit=uneven)
def exactly(rng, K):
    """Whole numbers, so that a margin is kept exactly; others are not kept, or more than kept."""
    y = rng.permutation(K)[:2]
    W = rng.integers(2, 7, size=(2, K)) * rng.choice([-1.0, 1.0], size=(2, 1))
    for n in range(2):
        others = rng.permutation(np.setdiff1d(np.arange(K), y[n]))
        W[n, others[0]], W[n, others[1]] = W[n, y[n]] - 1.0, W[n, y[n]] + 1.0
    return {"W": W, "X": np.eye(2), "y": y, "reg": rng.uniform(0.2, 0.9)}


@cases("missing", 1e-4, 1e-6, exact=True)
def nearly(rng, missing):
    """One margin that is kept but for very little."""
    y, x, w = int(rng.integers(2)), rng.uniform(1.0, 2.0), rng.normal()
    W = np.full((1, 2), w)
    W[0, 1 - y] -= (1.0 - missing * rng.uniform(1.0, 5.0)) / x
    return {"W": W, "X": np.array([[x]]), "y": np.array([y]), "reg": 0.0}


@cases("size", 1e6, 1e-6, 1e100, fit=apart)
def sizes(rng, size):
    drawn = batch.draw(rng, 5, 3, 4)
    return {**drawn, "X": drawn["X"] * size, "W": drawn["W"] / size, "reg": 0.0}


@cases("size", 1e5, 1e13)
def steep(rng, size):
    """Scores that are far apart: margins are lost by millions."""
    drawn = batch.draw(rng, 5, 3, 4)
    return {**drawn, "X": drawn["X"] * size, "reg": 0.0}


shapes = shaped("The loss is one number, and dW has the shape of W.", batch)
loss = agrees("The loss is right: the mean over the samples, and the penalty.", batch, only=["loss"], points=2)
gradient = agrees("dW is right: for a batch, for a square one, for one sample.", batch, only=["dW"], points=2)
no_penalty = agrees("It is right without a penalty.", without_penalty, separates=False)
kept = agrees("A margin that is kept exactly costs nothing and pulls nothing.", exactly, needs=[loss, gradient])
little = agrees("What is missing to a margin is paid, however little it is.", nearly, needs=[loss, gradient])
units = agrees("It is right for tiny samples and for huge ones.", sizes, needs=[loss, gradient], separates=False)
far = agrees("It is right where scores are millions apart.", steep, needs=[loss, gradient])


@check(points=2, kind="gradient")
def finite_differences(student, batch, rng):
    """dW agrees with finite differences of the loss, away from its corners."""
    for case, (_, dW) in student.multiclass_hinge.on(batch):

        def total(W, X=case.X, y=case.y, reg=case.reg):
            return np.sum(np.maximum(margins(W, X, y), 0.0)) / len(X) + reg * np.sum(W * W)

        check_grads(total, {"W": case.W}, {"W": dW}, rng=rng, where=case)


@check(points=1, kind="property")
def start(student, batch):
    """With W = 0 the loss is K − 1; and the same added to all columns of W changes no score that counts."""

    def moved(m, case):
        W, X, y = case.W, case.X, case.y
        at_start, _ = m.multiclass_hinge(0.0 * W, X, y, 0.0)
        return [*(m.multiclass_hinge(V, X, y, 0.0) for V in (W, W + W[:, :1])), at_start]

    for case, ((L, dW), (shifted, dV), none) in student.each(moved, batch):
        if not np.any(dW):
            fail("dW is 0, though margins are not kept.", case)
        assert_law("L(0) = K − 1", none, case.W.shape[1] - 1.0, what="loss", where=case)
        assert_law("L(W + w 1ᵀ) = L(W), without penalty", shifted, L, what="loss", where=case)
        assert_law("dL(W + w 1ᵀ) = dL(W), without penalty", dV, dW, what="dW", where=case)


hygiene = hygiene_of(batch)
LOSS = "np.sum(np.maximum(margins, 0.0)) / N + reg * np.sum(W**2)"
GRADIENT = "X.T @ pull / N + 2.0 * reg * W"
MARGINS = "S - S[rows, y][:, None] + 1.0"
LEFT_OUT = "    margins[rows, y] = 0.0\n"

BUGS = [
    patch(
        "the true class is counted among the wrong ones, which adds 1 to the loss",
        {LEFT_OUT: "", "pull[rows, y] = -np.sum(pull, axis=1)": "pull[rows, y] -= np.sum(pull, axis=1)"},
        hint="The sum runs over j ≠ y[n].",
    ),
    patch(
        "the true class has no gradient",
        {"pull[rows, y] = -np.sum(pull, axis=1)": "pull[rows, y] = 0.0"},
        hint="Each term falls with the score of the true class.",
    ),
    patch(
        "the true class is pulled once, not once for each class that comes too near",
        {"-np.sum(pull, axis=1)": "-np.max(pull, axis=1)"},
        hint="S[n, y[n]] is in each of the terms that are paid.",
    ),
    patch("the gradient of the penalty lacks its 2", {"2.0 * reg * W": "reg * W"}, hint="The derivative of W² is 2 W."),
    patch(
        "the penalty is halved",
        {"reg * np.sum(W**2)": "0.5 * reg * np.sum(W**2)", "2.0 * reg * W": "reg * W"},
        hint="The two fit together, but the penalty is reg Σ W², not halved.",
    ),
    patch(
        "the penalty is averaged over the samples",
        {LOSS: "(np.sum(np.maximum(margins, 0.0)) + reg * np.sum(W**2)) / N", "2.0 * reg * W": "2.0 * reg * W / N"},
        hint="The mean runs over what samples cost; the penalty stands outside.",
    ),
    patch("the penalty has no gradient", {" + 2.0 * reg * W": ""}, hint="dW is the derivative of all of L."),
    patch("the loss has no penalty", {" + reg * np.sum(W**2)": ""}, hint="reg Σ W² is a part of L."),
    patch("the penalty sums |W|", {"np.sum(W**2)": "np.sum(np.abs(W))"}, hint="reg Σ W²: squares."),
    patch(
        "the margin has the wrong sign",
        {MARGINS: "S[rows, y][:, None] - S + 1.0"},
        hint="It is paid where a wrong class scores high: S[n, j] − S[n, y[n]] + 1.",
    ),
    patch("the margin of 1 is left out", {MARGINS: "S - S[rows, y][:, None]"}, hint="The true class must win by 1."),
    patch(
        "only the worst of the wrong classes is paid for",
        {
            LEFT_OUT: LEFT_OUT
            + "    margins = np.where(margins == margins.max(axis=1, keepdims=True), margins, 0.0)\n",
        },
        hint="That is the form of Crammer and Singer; here the sum runs over all wrong classes.",
    ),
    patch(
        "the sum is divided by K",
        {"np.maximum(margins, 0.0)) / N": "np.maximum(margins, 0.0)) / S.size", "pull / N": "pull / S.size"},
        hint="Classes are summed over; the mean runs over the samples alone.",
    ),
    patch("dW is not divided by N", {"pull / N": "pull"}, hint="The mean's 1/N is a factor of dW, too."),
    patch(
        "the samples are summed",
        {"np.maximum(margins, 0.0)) / N": "np.maximum(margins, 0.0))", "pull / N": "pull"},
        hint="L is a mean over the samples.",
    ),
    patch(
        "the hinge is squared",
        {
            "np.maximum(margins, 0.0)) / N": "np.maximum(margins, 0.0) ** 2) / N",
            "np.where(margins > 0, 1.0, 0.0)": "2.0 * np.maximum(margins, 0.0)",
        },
        hint="What is missing to the margin is paid as it is.",
    ),
    patch(
        "a margin that is kept exactly pulls",
        {"margins > 0": "margins >= 0", "margins[rows, y] = 0.0": "margins[rows, y] = -1.0"},
        hint="Where nothing is paid, nothing pulls: margins > 0.",
    ),
    patch(
        "what a sample costs is limited to 1000",
        {"np.maximum(margins, 0.0))": "np.clip(margins, 0.0, 1e3))"},
        hint="The loss grows as far as the margin is lost.",
    ),
    patch(
        "samples are clipped to ±1000",
        {"S = X @ W": "X = np.clip(X, -1e3, 1e3)\n    S = X @ W"},
        hint="Features may be as large as they like.",
    ),
    patch(
        "a margin that is missed by less than 0.001 counts as kept",
        {"margins[rows, y] = 0.0": "margins[rows, y] = 0.0\n    margins[np.abs(margins) < 1e-3] = 0.0"},
        hint="What is missing is paid, however little it is.",
    ),
    patch("dW has the wrong sign", {GRADIENT: "-(X.T @ pull / N + 2.0 * reg * W)"}, hint="It points to where L grows."),
]

EQUIVALENT = {
    "multiclass_hinge: pull[rows, y] = -np.sum(pull, axis=1) → pull[rows, y] += -np.sum(pull, axis=1)": "it is 0 before"
}


@variant
def two_loops(W, X, y, reg):
    N, K = len(X), W.shape[1]
    loss, dW = 0.0, np.zeros_like(W)
    for n in range(N):
        s = X[n] @ W
        for j in range(K):
            if j == y[n]:
                continue
            paid = s[j] - s[y[n]] + 1
            if paid > 0:
                loss += paid
                dW[:, j] += X[n]
                dW[:, y[n]] -= X[n]
    return loss / N + reg * (W * W).sum(), dW / N + 2 * reg * W


@variant
def by_differences(W, X, y, reg):
    N, K = len(X), W.shape[1]
    Y = np.eye(K)[y]
    paid = np.maximum(X @ W - np.sum((X @ W) * Y, axis=1, keepdims=True) + (1 - Y), 0.0)
    C = (paid > 0).astype(float) * (1 - Y)
    C = C - Y * C.sum(axis=1, keepdims=True)
    return paid.sum() / N + reg * np.linalg.norm(W) ** 2, np.einsum("nd,nk->dk", X, C) / N + reg * W + reg * W


@variant
def ones_taken_off(W, X, y, reg):
    n = np.arange(X.shape[0])
    S = np.dot(X, W)
    M = np.maximum(0, S - S[n, y].reshape(-1, 1) + 1)
    M[n, y] = 0
    active = (M > 0) * 1.0
    active[n, y] -= np.count_nonzero(M, axis=1)
    return M.sum(axis=1).mean() + reg * float(np.sum(np.square(W))), X.T.dot(active / len(n)) + W * (2 * reg)

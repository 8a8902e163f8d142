"""Checks, known bugs and variants of chapter12/cross_entropy_from_probs."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("loss", "dP"),
    minutes=15,
    hints=(
        "Which entries of P does the loss look at? One for each row.",
        "P[np.arange(N), y] takes them: the two lists of indices go side by side.",
        "The derivative of −log p is −1/p; the mean gives another 1/N. All other entries of dP are 0.",
    ),
)


def labels(rng, N, K):
    """Draw classes of which one occurs twice, in no order."""
    y = rng.integers(K, size=N)
    if N > 1:
        y[:2] = int(rng.integers(K))
    if N > 2:
        y[2] = (y[0] + 1) % K
    return rng.permutation(y)


@cases("N K", (7, 5), (4, 4), (1, 5), (3, 2), exact=True)
def batch(rng, N, K):
    P = rng.uniform(0.2, 1.0, size=(N, K))
    return {"P": P / P.sum(axis=1, keepdims=True), "y": labels(rng, N, K)}


@cases("p", 1e-4, 1e-10, 1e-20, 1e-300, exact=True)
def unlikely(rng, p):
    """One sample whose true class was held for unlikely."""
    y = int(rng.integers(3))
    P = np.insert(np.array([0.3, 0.7]) + rng.uniform(-0.2, 0.2) * np.array([1.0, -1.0]), y, 0.0)
    P[y] = p * rng.uniform(1.0, 3.0)
    return {"P": P[None], "y": np.array([y])}


@cases("N K", (5, 4), (1, 3))
def zeros_elsewhere(rng, N, K):
    """Classes with probability 0, none of them true."""
    y = labels(rng, N, K)
    P = np.zeros((N, K))
    P[np.arange(N), y] = rng.integers(1, 8, size=N) / 8
    P[np.arange(N), (y + 1) % K] = 1.0 - P[np.arange(N), y]
    return {"P": P, "y": y}


@cases("N K", (3, 4), (1, 2), exact=True)
def impossible(rng, N, K):
    P, y = rng.uniform(0.2, 1.0, size=(N, K)), labels(rng, N, K)
    P[0, y[0]] = 0.0
    return {"P": P / P.sum(axis=1, keepdims=True), "y": y}


def loss_alone(m, case):
    return m.cross_entropy_from_probs(case.P, case.y)[0]


shapes = shaped("The loss is one number, and dP has the shape of P.", batch)
loss = agrees("The loss is the mean of −log of what the true classes were given.", batch, only=["loss"], points=2)
gradient = agrees("dP is right: only the true classes have a part in it.", batch, only=["dP"], points=2)
rare = agrees("What was held for unlikely, down to 1e-300, costs what it costs.", unlikely, needs=[loss, gradient])
nothing = agrees(
    "Other classes cost nothing, also where their probability is 0.", zeros_elsewhere, needs=[loss, gradient]
)
infinite = agrees("A true class of probability 0 costs ∞.", impossible, of=loss_alone, needs=[loss])


@check(points=1, kind="gradient")
def finite_differences(student, batch, rng):
    """dP agrees with finite differences of the loss, each entry of P moved by itself."""
    for case, (_, dP) in student.cross_entropy_from_probs.on(batch):

        def total(P, y=case.y):
            return -np.mean([np.log(row[k]) for row, k in zip(P, y, strict=True)])

        check_grads(total, {"P": case.P}, {"P": dP}, rng=rng, where=case)


@check(points=1, kind="property")
def names_of_classes(student, batch):
    """If classes get other numbers, the loss stays, and dP moves with them; a perfect answer costs nothing."""

    def renamed(m, case):
        K = case.P.shape[1]
        perfect = np.eye(K)[case.y]
        given = ((case.P, case.y), (case.P[:, ::-1].copy(), K - 1 - case.y))
        return [*(m.cross_entropy_from_probs(P, y) for P, y in given), m.cross_entropy_from_probs(perfect, case.y)[0]]

    for case, ((L, dP), (other, dQ), none) in student.each(renamed, batch):
        assert_law("L with classes in reverse = L", other, L, what="loss", where=case)
        assert_law("dP with classes in reverse = dP in reverse", dQ, dP[:, ::-1], what="dP", where=case)
        assert_law("L = 0 where all true classes have probability 1", none, 0.0 * L, what="loss", where=case)


hygiene = hygiene_of(batch)
LOSS, GRADIENT = "-np.mean(np.log(p))", "-1.0 / (N * p)"

BUGS = [
    patch(
        "the mean runs over all N K entries", {LOSS: "-np.sum(np.log(p)) / P.size"}, hint="It runs over the N samples."
    ),
    patch(
        "the losses are summed, and the gradient fits the sum",
        {LOSS: "-np.sum(np.log(p))", GRADIENT: "-1.0 / p"},
        hint="The two fit together, but L is a mean over the samples.",
    ),
    patch("the gradient is not divided by N", {GRADIENT: "-1.0 / p"}, hint="The mean's 1/N is a factor of dP, too."),
    patch("decimal logarithms are taken", {"np.log(p)": "np.log10(p)"}, hint="np.log is the natural logarithm."),
    patch("logarithms have base 2", {"np.log(p)": "np.log2(p)"}, hint="np.log is the natural logarithm."),
    patch(
        "whole columns are taken instead of entries",
        {LOSS: "-np.mean(np.log(P[:, y]))"},
        hint="P[:, y] takes column y[n] of all rows: P[np.arange(N), y] takes one entry of each.",
    ),
    patch(
        "whole columns of dP are filled",
        {"dP[rows, y] = ": "dP[:, y] = "},
        hint="One entry of each row: dP[np.arange(N), y].",
    ),
    patch(
        "a small number is added inside the logarithm",
        {"np.log(p)": "np.log(p + 1e-12)"},
        hint="It bends the loss where p is small, and hides the ∞ at 0.",
    ),
    patch(
        "probabilities are kept above 10⁻¹⁵",
        {"p = P[rows, y]": "p = np.maximum(P[rows, y], 1e-15)"},
        hint="What is held for impossible, and happens, costs ∞.",
    ),
    patch(
        "dP is the gradient for logits, P minus one-hot",
        {"dP[rows, y] = -1.0 / (N * p)": "dP = P - np.eye(P.shape[1])[y]"},
        hint="That is softmax and cross-entropy together. ∂L/∂P itself is −1/(N p) at the true class.",
    ),
    patch(
        "dP is the gradient for logits, divided by N",
        {"dP[rows, y] = -1.0 / (N * p)": "dP = (P - np.eye(P.shape[1])[y]) / N"},
        hint="That is softmax and cross-entropy together. ∂L/∂P itself is −1/(N p) at the true class.",
    ),
    patch(
        "every class has a part in dP",
        {"dP[rows, y] = -1.0 / (N * p)": "dP = -1.0 / (N * P)"},
        hint="The loss does not look at the other classes.",
    ),
    patch("the gradient has the wrong sign", {GRADIENT: "1.0 / (N * p)"}, hint="More for the true class costs less."),
    patch(
        "the loss has the wrong sign", {LOSS: "np.mean(np.log(p))"}, hint="Logarithms of probabilities are negative."
    ),
    patch(
        "the mean is taken before the logarithm",
        {LOSS: "-np.log(np.mean(p))"},
        hint="Each sample costs by itself: the logarithm comes first.",
    ),
    patch(
        "0 times log 0 makes the loss NaN",
        {
            LOSS: "-np.sum(np.eye(P.shape[1])[y] * np.log(P)) / N",
            'divide="ignore"': 'divide="ignore", invalid="ignore"',
        },
        hint="One-hot times log P is 0 · (−∞) where another class has probability 0: take the entry instead.",
    ),
]

NEVER_ONE = {"axis 1 of P": "with one class its probability is 1, and nothing is to be learnt"}

EQUIVALENT = {
    "cross_entropy_from_probs: dP[rows, y] = -1.0 / (N * p) → dP[rows, y] += -1.0 / (N * p)": "dP is 0 there, and each "
    "entry comes once",
    "cross_entropy_from_probs: np.mean(np.log(p)) → np.mean(np.log(p), axis=0)": "there is one axis",
}


@variant
def with_one_hot(P, y):
    Y = np.arange(P.shape[1]) == y[:, None]
    p = np.where(Y, P, 0.0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.log(p).sum() / len(P), np.where(Y, -1.0 / P, 0.0) / len(P)


@variant
def sample_by_sample(P, y):
    import math

    N, total, dP = len(P), 0.0, np.zeros_like(P)
    for n, k in enumerate(y):
        p = float(P[n, k])
        total -= math.log(p) if p > 0 else -math.inf
        dP[n, k] = -1 / p / N if p > 0 else -math.inf
    return total / N, dP


@variant
def taken_along(P, y):
    p = np.take_along_axis(P, y[:, None], axis=1)
    dP = np.zeros_like(P)
    with np.errstate(divide="ignore"):
        np.put_along_axis(dP, y[:, None], -np.reciprocal(p) / p.size, axis=1)
        return -np.average(np.log(p)), dP

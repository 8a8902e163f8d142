"""Checks, known bugs and variants of chapter12/softmax_cross_entropy."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("loss", "dZ"),
    requires=("chapter12/logsumexp", "chapter12/cross_entropy_from_probs"),
    minutes=20,
    hints=(
        "−log of a quotient is a difference: log Σ_j e^z[j] − z[y].",
        "Take the maximum of each row off first: keepdims=True makes a column of them.",
        "dZ is softmax minus one-hot, divided by N.",
        "Z[np.arange(N), y] takes one entry of each row; Z[:, y] takes whole columns.",
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


@cases("N K", (7, 5), (4, 4), (1, 5), (5, 2), (4, 1))
def batch(rng, N, K):
    """Draw logits; those of a square batch cancel."""
    Z = rng.normal(scale=2.0, size=(N, K))
    if N == K:
        Z[N // 2 :] = -Z[: N // 2]
    return {"Z": Z, "y": labels(rng, N, K)}


@cases("N K offset", (3, 5, 900), (3, 5, -900), (4, 4, 900), (1, 3, -900), exact=True)
def huge(rng, N, K, offset):
    return {"Z": offset + rng.normal(size=(N, K)), "y": labels(rng, N, K)}


@cases("lead", 20.0, 40.0, 120.0, 900.0, 2000.0)
def wrong(rng, lead):
    """One sample that is certain of a wrong class."""
    Z = rng.normal(size=(1, 4))
    y, other = rng.permutation(4)[:2]
    Z[0, other] = lead * rng.uniform(0.45, 0.5)
    Z[0, y] = -lead * rng.uniform(0.45, 0.5)
    return {"Z": Z, "y": np.array([y])}


@cases("N K", (3, 5), (4, 4))
def apart(rng, N, K):
    """Rows around 0 and 2000 below, at most 1000 from 0."""
    heights = np.where(np.arange(N) % 2 == 0, 990.0, -990.0)
    return {"Z": rng.normal(size=(N, K)) + heights[:, None], "y": labels(rng, N, K)}


shapes = shaped("The loss is one number, and dZ has the shape of Z.", batch)
loss = agrees("The loss is the mean of −log of what the true classes were given.", batch, only=["loss"], points=2)
gradient = agrees("dZ is right: for a batch, for a square one, for one row.", batch, only=["dZ"], points=2)
overflow = agrees("Logits around 1000 or −1000 give numbers.", huge, needs=[loss, gradient])
certain = agrees("What is certain and wrong costs as much as the logits are apart.", wrong, needs=[loss, gradient])
rows_apart = agrees("Rows that are thousands apart don't harm each other.", apart, needs=[overflow])


def total(Z, y):
    return np.mean([np.log(np.sum(np.exp(z))) - z[k] for z, k in zip(Z, y, strict=True)])


@check(points=1, kind="gradient")
def finite_differences(student, batch, rng):
    """dZ agrees with finite differences of the loss."""
    for case, (_, dZ) in student.softmax_cross_entropy.on(batch):
        check_grads(
            lambda Z, y=case.y: total(Z, y),
            {"Z": case.Z},
            {"Z": dZ},
            rng=rng,
            scale=None if case.Z.shape[1] > 1 else 1.0,
            where=case,
        )


@check(points=1, kind="property")
def laws(student, batch):
    """Equal logits cost log K; a number added to a row changes nothing; rows of dZ sum to 0."""

    def moved(m, case):
        shifts = np.linspace(7.0, -5.0, len(case.Z))[:, None]
        level, _ = m.softmax_cross_entropy(0.0 * case.Z, case.y)
        return [*(m.softmax_cross_entropy(Z, case.y) for Z in (case.Z, case.Z + shifts)), level]

    for case, ((L, dZ), (shifted, dS), level) in student.each(moved, batch):
        K = case.Z.shape[1]
        assert_law("L(0) = log K", level, np.log(K), what="loss", where=case)
        assert_law("L(z + c) = L(z)", shifted, L, scale=7.0, what="loss", where=case)
        assert_law("dZ(z + c) = dZ(z)", dS, dZ, what="dZ", where=case)
        assert_law("Σ_k dZ[n, k] = 0", dZ.sum(axis=1), np.zeros(len(dZ)), scale=1.0, what="dZ", where=case)


hygiene = hygiene_of(batch)
SHIFT, LOSSES, ONE = "Z - np.max(Z, axis=1, keepdims=True)", "np.log(total) - shifted[rows, y]", "dZ[rows, y] -= 1.0"

BUGS = [
    patch(
        "the logarithm is taken of a probability that has become 0",
        {LOSSES: "-np.log(E[rows, y] / total)"},
        hint="Take the logarithm on paper: log Σ e^z − z[y].",
    ),
    patch(
        "a small number is added before the logarithm",
        {LOSSES: "-np.log(E[rows, y] / total + 1e-12)"},
        hint="Then nothing costs more than 28. Take the logarithm on paper: log Σ e^z − z[y].",
    ),
    patch(
        "nothing is subtracted, so that large logits overflow", {SHIFT: "Z + 0.0"}, hint="Take each row's maximum off."
    ),
    patch(
        "the largest logit of the whole batch is taken off",
        {SHIFT: "Z - np.max(Z)"},
        hint="Rows far below it are lost: each row has its own maximum.",
    ),
    patch(
        "the maxima lose their axis",
        {SHIFT: "Z - np.resize(np.max(Z, axis=1), Z.shape[1])"},
        hint="Maxima of shape (N,) are lined up with the columns: keepdims=True makes them a column.",
    ),
    patch(
        "the mean of each row is taken off",
        {"np.max(Z, axis=1, keepdims=True)": "np.mean(Z, axis=1, keepdims=True)"},
        hint="One logit may be far above the mean: take off the largest.",
    ),
    patch(
        "logits are clipped to ±50",
        {"shifted = Z": "Z = np.clip(Z, -50, 50)\n    shifted = Z"},
        hint="No limit is put on logits.",
    ),
    patch("dZ is not divided by N", {"dZ / N": "dZ"}, hint="The loss is a mean: its 1/N is a factor of dZ, too."),
    patch(
        "loss and gradient are those of the sum",
        {"np.mean(losses)": "np.sum(losses)", "dZ / N": "dZ"},
        hint="The two fit together, but L is a mean over the samples.",
    ),
    patch(
        "the mean runs over all N K entries",
        {"np.mean(losses)": "np.sum(losses) / Z.size", "dZ / N": "dZ / Z.size"},
        hint="L is a mean over the N samples.",
    ),
    patch("dZ has the wrong sign", {"dZ / N": "-dZ / N"}, hint="Softmax minus one-hot."),
    patch(
        "1 is taken off whole columns",
        {ONE: "dZ[:, y] -= 1.0"},
        hint="One entry of each row: dZ[np.arange(N), y].",
    ),
    patch("nothing is taken off at the true class", {ONE: "pass"}, hint="dZ is softmax minus one-hot."),
    patch(
        "only the true class has a gradient",
        {"dZ = E / total[:, None]": "dZ = np.where(np.eye(Z.shape[1])[y] > 0, E / total[:, None], 0.0)"},
        hint="The other logits are in the sum, too.",
    ),
    patch(
        "the gradient goes through softmax once more",
        {"dZ / N": "(E / total[:, None]) * dZ / N"},
        hint="Softmax minus one-hot is the gradient for the logits already.",
    ),
    patch(
        "the logit of the true class is not subtracted",
        {LOSSES: "np.log(total)"},
        hint="log Σ e^z − z[y]: the shifted logit, if the sum is one of shifted logits.",
    ),
    patch(
        "the logit that is subtracted is not shifted",
        {LOSSES: "np.log(total) - Z[rows, y]"},
        hint="If the maximum is taken off in the sum, take it off here, too.",
    ),
    patch("logarithms have base 2", {"np.log(total)": "np.log2(total)"}, hint="np.log is the natural logarithm."),
    patch(
        "Z itself is shifted",
        {f"shifted = {SHIFT}": "Z -= np.max(Z, axis=1, keepdims=True); shifted = Z"},
        hint="Z −= … changes the caller's array.",
    ),
    patch("true classes count from 1", {"rows = ": "y = y - 1\n    rows = "}, hint="Classes are 0 to K − 1."),
]

EQUIVALENT = {"softmax_cross_entropy: np.mean(losses) → np.mean(losses, axis=0)": "there is one axis"}


@variant
def by_logsumexp(Z, y):
    n = np.arange(len(y))
    L = np.logaddexp.reduce(Z, axis=1)
    return np.mean(L - Z[n, y]), (np.exp(Z - L[:, None]) - np.eye(Z.shape[1])[y]) / len(y)


@variant
def log_softmax(Z, y):
    shifted = Z - Z.max(axis=1)[:, None]
    logP = shifted - np.log(np.exp(shifted).sum(axis=1))[:, None]
    Y = np.zeros_like(Z)
    Y[np.arange(len(Z)), y] = 1.0
    return -np.sum(np.where(Y > 0, logP, 0.0)) / len(Z), (np.exp(logP) - Y) / len(Z)


@variant
def sample_by_sample(Z, y):
    import math

    N, total, dZ = len(Z), 0.0, np.zeros(Z.shape)
    for n in range(N):
        z, k = [float(a) for a in Z[n]], int(y[n])
        top = max(z)
        e = [math.exp(a - top) for a in z]
        total += math.log(sum(e)) + (top - z[k])
        dZ[n] = [(e[j] / sum(e) - (j == k)) / N for j in range(len(z))]
    return total / N, dZ

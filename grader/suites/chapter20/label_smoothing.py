"""Checks, known bugs and variants of chapter20/label_smoothing."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("loss", "dZ"),
    requires=("chapter12/softmax_cross_entropy",),
    minutes=15,
    hints=(
        "Write the targets down first: an array full of eps/K, and 1 − eps more at each true class.",
        "log P[n, k] = z[n, k] − log Σ_j e^z[n, j], with each row's maximum taken off first. Multiply by the targets, and sum.",
        "Targets sum to 1, so the gradient is (P − targets)/N.",
    ),
)


def labels(rng, N, K):
    """Draw classes of which one occurs twice, in no order."""
    y = rng.integers(K, size=N)
    if N > 2:
        y[:2] = int(rng.integers(K))
        y[2] = (y[0] + 1) % K
    return rng.permutation(y)


@cases("N K eps", (7, 5, 0.1), (4, 4, 0.3), (1, 3, 0.2), (5, 2, 0.6), (3, 6, 0.9))
def batch(rng, N, K, eps):
    return {"Z": rng.normal(scale=2.0, size=(N, K)), "y": labels(rng, N, K), "eps": eps}


@cases("N K lead", (6, 4, 0.0), (3, 3, 0.0), (4, 3, 6.5), (3, 1, 0.0))
def hard(rng, N, K, lead):
    """Losses are about 1, or between 0.001 and 0.01 where the true classes lead: ten digits of them are sure."""
    y = labels(rng, N, K)
    spread = 0.1 if lead else 1.0
    return {"Z": rng.uniform(-spread, spread, size=(N, K)) + lead * np.eye(K)[y], "y": y, "eps": 0.0}


@cases("N K offset eps", (3, 5, 990.0, 0.1), (4, 4, -990.0, 0.3), (4, 3, 0.0, 0.0), exact=True)
def huge(rng, N, K, offset, eps):
    """All logits far out, or rows around 990 and around −990."""
    heights = offset if offset else np.where(np.arange(N) % 2 == 0, 990.0, -990.0)[:, None]
    return {"Z": heights + rng.normal(size=(N, K)), "y": labels(rng, N, K), "eps": eps}


@cases("lead eps", (40.0, 0.1), (120.0, 0.3), (900.0, 0.1), (2000.0, 0.2), (900.0, 0.0), (2000.0, 0.0))
def certain(rng, lead, eps):
    """One class is far above the others: the true one, or another."""
    Z = rng.normal(size=(2, 4))
    y = rng.permutation(4)[:2]
    Z[:, y[0]] = lead * rng.uniform(0.45, 0.5)
    Z[:, y[1]] = -lead * rng.uniform(0.45, 0.5)
    return {"Z": Z, "y": y, "eps": eps}


@cases("eps", 1.0, -0.1, 1.5)
def wrong(rng, eps):
    return {"Z": rng.normal(size=(3, 4)), "y": labels(rng, 3, 4), "eps": eps}


shapes = shaped("The loss is one number, and dZ has the shape of Z.", batch)
loss = agrees("The loss is the mean cross-entropy with smoothed labels.", batch, only=["loss"], points=2)
gradient = agrees("dZ is right: for a batch, for a square one, for one row.", batch, only=["dZ"], points=2)
plain = agrees("With eps = 0 it is plain cross-entropy.", hard, rtol=5e-10)
overflow = agrees("Logits around 1000 or −1000 give numbers.", huge, needs=[loss, gradient])
far_apart = agrees("Logits may be thousands apart, with eps = 0 as well.", certain, needs=[loss, gradient])


def total(Z, y, eps):
    losses = [np.log(np.sum(np.exp(z))) - (1 - eps) * z[k] - eps * np.mean(z) for z, k in zip(Z, y, strict=True)]
    return np.mean(losses)


@check(points=1, kind="gradient")
def finite_differences(student, batch, rng):
    """dZ agrees with finite differences of the loss."""
    for case, (_, dZ) in student.label_smoothing.on(batch):
        check_grads(lambda Z, c=case: total(Z, c.y, c.eps), {"Z": case.Z}, {"Z": dZ}, rng=rng, where=case)


@check(points=1, kind="property")
def expectation(student, batch):
    """The loss is what cross-entropy costs on average if each label is drawn anew with the probability eps."""

    def mixed(m, case):
        N, K = case.Z.shape
        smooth, dZ = m.label_smoothing(*case.values())
        kept, _ = m.label_smoothing(case.Z, case.y, 0.0)
        return smooth, dZ, kept, [m.label_smoothing(case.Z, np.full(N, k), 0.0)[0] for k in range(K)]

    for case, (smooth, dZ, kept, drawn) in student.each(mixed, batch):
        mean = (1 - case.eps) * kept + case.eps * np.mean(drawn)
        assert_law(
            "L(y, eps) = (1 − eps) L(y, 0) + eps · mean over k of L(k, 0)", smooth, mean, what="loss", where=case
        )
        assert_law("Σ_k dZ[n, k] = 0", dZ.sum(axis=1), np.zeros(len(dZ)), scale=1.0, what="dZ", where=case)


@check(points=1, kind="error")
def refused(student, wrong):
    """An eps below 0, or not below 1, is refused with a ValueError."""
    for case in wrong:
        raises(student, ValueError, lambda m, case: m.label_smoothing(*case.values()), case, where=case)


hygiene = hygiene_of(batch)

TEST = "not 0 <= eps < 1"
FULL, TRUE = "np.full((N, K), eps / K)", "targets[np.arange(N), y] += 1 - eps"
LOSS, GRADIENT = "-np.sum(targets * log_P) / N", "(np.exp(log_P) - targets) / N"
BUGS = [
    patch(
        "eps/(K − 1) goes to the other classes, and nothing of it to the true one",
        {FULL: "np.full((N, K), eps / (K - 1))", TRUE: "targets[np.arange(N), y] = 1 - eps"},
        hint="The uniform part covers all K classes: eps/K each, the true one as well.",
    ),
    patch(
        "the true class has 1 − eps, without its eps/K",
        {TRUE: "targets[np.arange(N), y] = 1 - eps"},
        hint="Then targets don't sum to 1: the true class has its share eps/K, too.",
    ),
    patch(
        "the true class has 1, and its eps/K on top",
        {TRUE: "targets[np.arange(N), y] += 1"},
        hint="Targets sum to 1: one-hot counts 1 − eps.",
    ),
    patch(
        "all classes have eps instead of eps/K",
        {FULL: "np.full((N, K), eps)"},
        hint="The share eps is spread over K classes.",
    ),
    patch(
        "eps and 1 − eps are exchanged",
        {FULL: "np.full((N, K), (1 - eps) / K)", TRUE: "targets[np.arange(N), y] += eps"},
        hint="eps is what is taken from the label.",
    ),
    patch(
        "the gradient keeps the one-hot labels",
        {GRADIENT: "(np.exp(log_P) - np.eye(K)[y]) / N"},
        hint="The gradient is softmax minus the targets of the loss.",
    ),
    patch(
        "the loss keeps the one-hot labels",
        {LOSS: "-np.sum(log_P[np.arange(N), y]) / N"},
        hint="The other classes have targets, too, and cost something.",
    ),
    patch(
        "only the true class costs anything",
        {LOSS: "-np.sum((targets * log_P)[np.arange(N), y]) / N"},
        hint="All K classes have a target: Σ_k t[k] log P[k].",
    ),
    patch(
        "the prediction is smoothed, and not the label",
        {
            LOSS: "-np.sum(np.log((1 - eps) * np.exp(log_P) + eps / K)[np.arange(N), y]) / N",
            GRADIENT: "(np.exp(log_P) - np.eye(K)[y]) / N",
        },
        hint="eps belongs to the targets: log P stays as it is.",
    ),
    patch(
        "dZ is not divided by N", {GRADIENT: "np.exp(log_P) - targets"}, hint="The loss is a mean: its 1/N is in dZ."
    ),
    patch(
        "loss and gradient are those of the sum",
        {LOSS: "-np.sum(targets * log_P)", GRADIENT: "np.exp(log_P) - targets"},
        hint="The two fit together, but L is a mean over the samples.",
    ),
    patch(
        "the mean runs over all N K entries",
        {LOSS: "-np.mean(targets * log_P)", GRADIENT: "(np.exp(log_P) - targets) / Z.size"},
        hint="L is a mean over the N samples, and a sum over the K classes.",
    ),
    patch("dZ has the wrong sign", {GRADIENT: "(targets - np.exp(log_P)) / N"}, hint="Predicted minus wanted."),
    patch("the loss has the wrong sign", {LOSS: "np.sum(targets * log_P) / N"}, hint="Logarithms are negative: −Σ."),
    patch(
        "the logarithm is taken of a probability that has become 0",
        {"loss = ": "P = np.exp(log_P)\n    log_P = np.log(P)\n    loss = "},
        hint="Take the logarithm on paper: z − log Σ e^z.",
    ),
    patch(
        "a small number is added before the logarithm",
        {LOSS: "-np.sum(targets * np.log(np.exp(log_P) + 1e-12)) / N"},
        hint="Then nothing costs more than 28. Take the logarithm on paper: z − log Σ e^z.",
    ),
    patch(
        "with eps = 0, the logarithm is taken of a probability that has become 0",
        {
            "loss = ": "if eps == 0:\n        return float(-np.mean(np.log(np.exp(log_P)[np.arange(N), y]))), (np.exp(log_P) - targets) / N\n    loss = "
        },
        hint="Plain cross-entropy needs log P as well, and not P: z − log Σ e^z.",
    ),
    patch(
        "with eps = 0, a small number is added before the logarithm",
        {
            "loss = ": "if eps == 0:\n        P = np.exp(log_P)\n        return float(-np.mean(np.log(P[np.arange(N), y] + 1e-300))), (P - targets) / N\n    loss = "
        },
        hint="Then nothing costs more than 691. Take the logarithm on paper: z − log Σ e^z.",
    ),
    patch(
        "nothing is subtracted, so that large logits overflow",
        {"np.max(Z, axis=1, keepdims=True)": "0.0"},
        hint="Take each row's maximum off.",
    ),
    patch(
        "the largest logit of the whole batch is taken off",
        {"np.max(Z, axis=1, keepdims=True)": "np.max(Z)"},
        hint="Rows far below it are lost: each row has its own maximum.",
    ),
    patch(
        "Z itself is shifted",
        {"shifted = Z - np": "Z -= np", "\n    log_P = shifted": "\n    shifted = Z\n    log_P = shifted"},
        hint="Z −= … changes the caller's array.",
    ),
    patch("eps = 1 is let pass", {TEST: "not 0 <= eps <= 1"}, hint="0 ≤ eps < 1, or ValueError."),
    patch("a negative eps is let pass", {TEST: "eps >= 1"}, hint="0 ≤ eps < 1, or ValueError."),
    patch("eps = 0 is refused", {TEST: "not 0 < eps < 1"}, hint="With eps = 0 it is cross-entropy: that is allowed."),
]


@variant
def mixture(Z, y, eps):
    if eps < 0 or eps >= 1:
        raise ValueError(eps)
    n, s = np.arange(len(y)), np.logaddexp.reduce(Z, axis=1)
    loss = (1 - eps) * np.mean(s - Z[n, y]) + eps * np.mean(s[:, None] - Z)
    dZ = np.exp(Z - s[:, None]) - eps / Z.shape[1]
    dZ[n, y] -= 1 - eps
    return loss, dZ / len(y)


@variant
def interpolated(Z, y, eps):
    if not (eps >= 0 and eps < 1):
        raise ValueError("eps")
    K = Z.shape[1]
    T = (1 - eps) * np.eye(K)[y] + eps * np.ones(K) / K
    E = np.exp(Z - Z.max(axis=1)[:, None])
    total = E.sum(axis=1)[:, None]
    losses = np.sum(T * (np.log(total) - (Z - Z.max(axis=1)[:, None])), axis=1)
    return losses.mean(), (E / total - T) / len(Z)


@variant
def sample_by_sample(Z, y, eps):
    import math

    if not 0 <= eps < 1:
        raise ValueError("eps out of range")
    N, K = Z.shape
    loss, dZ = 0.0, np.zeros((N, K))
    for n in range(N):
        top = max(Z[n])
        s = top + math.log(sum(math.exp(z - top) for z in Z[n]))
        for k in range(K):
            t = eps / K + (1 - eps if k == y[n] else 0.0)
            loss += t * (s - Z[n, k]) / N
            dZ[n, k] = (math.exp(Z[n, k] - s) - t) / N
    return loss, dZ

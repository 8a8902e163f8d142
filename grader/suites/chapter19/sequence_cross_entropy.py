"""Checks, known bugs and variants of chapter19/sequence_cross_entropy."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("loss", "dlogits", "perplexity"),
    requires=("chapter12/softmax_cross_entropy", "chapter19/causal_mask"),
    minutes=20,
    hints=(
        "logits[mask] is (M, vocab), and y[mask] is (M,): what counts, and nothing else.",
        "From there it is softmax_cross_entropy of chapter 12, with M for N.",
        "dlogits starts as zeros; dlogits[mask] = … puts the gradients where their tokens stand.",
        "The perplexity is e to the mean loss.",
    ),
)


def lengths_of(rng, N, T):
    """Draw unequal lengths, of which one is T."""
    lengths = np.arange(T, T - N, -1) if N <= T else rng.integers(1, T + 1, size=N)
    return rng.permutation(np.maximum(lengths, 1))


def drawn(rng, N, T, vocab, padding):
    mask = np.arange(T) < lengths_of(rng, N, T)[:, None]
    if N == 1:
        mask[0, -1] = T == 1
    y = rng.integers(vocab, size=(N, T))
    logits = rng.normal(scale=1.5, size=(N, T, vocab))
    # what does not count is likelier than what does, so that it shows wherever it has a say
    return {"logits": logits, "y": np.where(mask, y, padding), "mask": mask}


@cases("N T vocab", (3, 4, 5), (3, 3, 3), (1, 4, 2), (2, 5, 4), (3, 1, 4))
def batch(rng, N, T, vocab):
    return drawn(rng, N, T, vocab, 0)


@cases("N T vocab padding", (3, 4, 5, -100), (2, 3, 4, 99), (2, 3, 4, -1), (2, 4, 1, -100))
def filled(rng, N, T, vocab, padding):
    return drawn(rng, N, T, vocab, padding)


@cases("N T vocab", (2, 3, 4), (1, 5, 3))
def whole(rng, N, T, vocab):
    """Everything counts."""
    case = drawn(rng, N, T, vocab, 0)
    return {**case, "y": rng.integers(vocab, size=(N, T)), "mask": np.ones((N, T), dtype=bool)}


@cases("N T vocab", (2, 4, 3), (3, 3, 4))
def scattered(rng, N, T, vocab):
    """Tokens that do not count stand anywhere, and in one sequence none counts."""
    mask = rng.random((N, T)) < 0.5
    mask[0], mask[-1] = np.arange(T) % 2 == int(rng.integers(2)), False
    y = np.where(mask, rng.integers(vocab, size=(N, T)), -100)
    return {"logits": rng.normal(scale=1.5, size=(N, T, vocab)), "y": y, "mask": mask}


@cases("N T vocab", (2, 4, 3), (3, 3, 4))
def apart(rng, N, T, vocab):
    """Logits around 990 and −990 in turns; what does not count is the highest of all, or the lowest."""
    case = drawn(rng, N, T, vocab, -100)
    heights = np.where((np.arange(T) + np.arange(N)[:, None]) % 2 == 0, 990.0, -990.0)
    heights = np.where(case["mask"], heights, heights * 1e6)
    return {**case, "logits": np.round(case["logits"], 2) + heights[..., None]}


@cases("lead", 20.0, 40.0, 120.0, 600.0, 1980.0)
def wrong(rng, lead):
    """One token of three that is thought nearly impossible, and true; another one does not count."""
    logits = rng.normal(size=(2, 2, 3))
    y, other = rng.permutation(3)[:2]
    logits[0, 0] = -lead * rng.uniform(0.45, 0.5, size=3)
    logits[0, 0, other] *= -1.0
    return {
        "logits": logits,
        "y": np.array([[y, -100], rng.integers(3, size=2)]),
        "mask": np.array([[True, False], [True, True]]),
    }


def without_perplexity(m, case):
    """Return what is of the size of the logits: e to 600 beside it would be all that is looked at."""
    loss, dlogits, _ = m.sequence_cross_entropy(*case.values())
    return {"loss": loss, "dlogits": dlogits}


shapes = shaped("The loss and the perplexity are numbers, and dlogits has the shape of the logits.", batch)
loss = agrees("The loss is the mean of −log P[y] over the tokens that count.", batch, only=["loss"], points=2)
gradient = agrees(
    "dlogits is its gradient, and 0 where a token does not count.", batch, only=["dlogits"], points=2, kind="gradient"
)
perplexity = agrees("The perplexity is e to the loss.", batch, only=["perplexity"], needs=[loss])
fillings = agrees("Targets that do not count may be −100, or any int.", filled, needs=[loss, gradient])
counted_all = agrees("Everything may count.", whole, separates=False, needs=[loss, gradient])
anywhere = agrees("Gaps may stand anywhere, and a sequence may not count at all.", scattered, needs=[fillings])
heights = agrees("Logits around 1000 and −1000 give numbers, side by side.", apart, needs=[fillings])
certain = agrees(
    "What was thought nearly impossible costs as much as the logits are apart.",
    wrong,
    of=without_perplexity,
    needs=[fillings],
)


def total(logits, y, mask):
    Z = logits[mask]
    return np.mean(np.log(np.sum(np.exp(Z), axis=1)) - Z[np.arange(len(Z)), y[mask]])


@check(points=1, kind="gradient")
def finite_differences(student, batch, rng):
    """dlogits agrees with finite differences of the loss."""
    for case, (_, dlogits, _) in student.sequence_cross_entropy.on(batch):

        def loss(logits, case=case):
            return total(logits, case.y, case.mask)

        check_grads(loss, {"logits": case.logits}, {"logits": dlogits}, rng=rng, where=case)


@check(points=1, kind="property")
def laws(student, batch):
    """More filling changes nothing; equal logits have the perplexity vocab."""

    def moved(m, case):
        wider = [
            np.concatenate([case.logits, case.logits[:, :2] + 1.0], axis=1),
            np.concatenate([case.y, case.y[:, :2]], axis=1),
            np.concatenate([case.mask, np.zeros_like(case.mask[:, :2])], axis=1),
        ]
        L, dlogits, _ = m.sequence_cross_entropy(*case.values())
        padded, dpadded, _ = m.sequence_cross_entropy(*wider)
        _, _, level = m.sequence_cross_entropy(0.0 * case.logits, case.y, case.mask)
        return L, dlogits, padded, dpadded, level

    for case, (L, dlogits, padded, dpadded, level) in student.each(moved, batch):
        T, vocab = case.logits.shape[1:]
        assert_law("L with more filling = L", padded, L, what="loss", where=case)
        assert_law("dlogits with more filling = dlogits", dpadded[:, :T], dlogits, what="dlogits", where=case)
        assert_law("perplexity of equal logits = vocab", level, float(vocab), what="perplexity", where=case)
        if np.any(dlogits[~case.mask] != 0.0) or np.any(dpadded[:, T:] != 0.0):
            fail("dlogits is not 0 where a token does not count.", case)


hygiene = hygiene_of(filled)

EQUIVALENT = {
    "sequence_cross_entropy: dlogits[mask] = dZ / M → dlogits[mask] += dZ / M": "Zeros stand there before.",
    "sequence_cross_entropy: np.mean(np.log(total) - shifted[rows, targets]) → np.mean(np.log(total) - shifted[rows, targets], axis=0)": "There is one axis.",
}
TAKE, SHIFT, MEAN = (
    "logits[mask], y[mask]",
    "Z - np.max(Z, axis=1, keepdims=True)",
    "np.mean(np.log(total) - shifted[rows, targets])",
)
PUT, PERPLEXITY, LOSSES = "dlogits[mask] = dZ / M", "float(np.exp(loss))", "np.log(total) - shifted[rows, targets]"
TARGETS = "targets = logits[mask], y[mask]"
EVERY = "Only tokens that count have a say: take them out with logits[mask] and y[mask]."
BUGS = [
    patch(
        "sums are divided by N · T, with the filling",
        {MEAN: f"np.sum({LOSSES}) / mask.size", "dZ / M": "dZ / mask.size"},
        hint="By the number of tokens that count, mask.sum().",
    ),
    patch(
        "sums are divided by N",
        {MEAN: f"np.sum({LOSSES}) / len(mask)", "dZ / M": "dZ / len(mask)"},
        hint="By the number of tokens that count, mask.sum().",
    ),
    patch(
        "sums are divided by T",
        {MEAN: f"np.sum({LOSSES}) / mask.shape[1]", "dZ / M": "dZ / mask.shape[1]"},
        hint="By the number of tokens that count, mask.sum().",
    ),
    patch(
        "sums are not divided at all",
        {MEAN: f"np.sum({LOSSES})", "dZ / M": "dZ"},
        hint="The loss is a mean over the tokens that count.",
    ),
    patch(
        "means are taken in each sequence first, and then over the sequences",
        {
            MEAN: f"np.sum(({LOSSES}) / mask.sum(axis=1)[np.nonzero(mask)[0]]) / np.sum(mask.any(axis=1))",
            "dZ / M": "dZ / mask.sum(axis=1)[np.nonzero(mask)[0], None] / np.sum(mask.any(axis=1))",
        },
        hint="Each token weighs the same, whatever sequence it is in.",
    ),
    patch(
        "tokens that do not count have gradients, too",
        {
            PUT: "e = np.exp(logits - logits.max(axis=2, keepdims=True))\n    dlogits = (e / e.sum(axis=2, keepdims=True) - np.eye(logits.shape[2])[np.clip(y, 0, logits.shape[2] - 1)]) / M"
        },
        hint="What does not count in L can't change it: 0.",
    ),
    patch(
        "the mask is ignored",
        {
            TAKE: "logits.reshape(-1, logits.shape[2]), y.ravel() % logits.shape[2]",
            PUT: "dlogits = (dZ / M).reshape(logits.shape)",
        },
        hint=EVERY,
    ),
    patch(
        "logits are multiplied by the mask, so that the filling costs log vocab",
        {
            TAKE: "(logits * mask[..., None]).reshape(-1, logits.shape[2]), y.ravel() % logits.shape[2]",
            PUT: "dlogits = (dZ / M).reshape(logits.shape) * mask[..., None]",
        },
        hint=EVERY,
    ),
    patch(
        "True is taken for what does not count",
        {
            "Z, targets": "mask = ~mask if not mask.all() else mask\n    Z, targets",
            TAKE: "logits[mask], y[mask] % logits.shape[2]",
        },
        hint="True = counts.",
    ),
    patch(
        "only the gradient is divided by the number of tokens",
        {MEAN: f"np.sum({LOSSES})"},
        hint="The loss is a mean as well.",
    ),
    patch(
        "the gradient is not divided by the number of tokens",
        {"dZ / M": "dZ"},
        hint="L is a mean: its 1/M is in the gradient.",
    ),
    patch("nothing is taken off at the true token", {"dZ[rows, targets] -= 1.0": "pass"}, hint="(P − onehot) / M."),
    patch(
        "1 is taken off whole columns",
        {"dZ[rows, targets] -= 1.0": "dZ[:, targets] -= 1.0"},
        hint="dZ[np.arange(M), targets] is one entry of each row.",
    ),
    patch("dlogits has the wrong sign", {"dZ / M": "-dZ / M"}, hint="(P − onehot) / M: uphill."),
    patch(
        "the loss has the wrong sign", {"return float(loss)": "return -float(loss)"}, hint="−log P is never negative."
    ),
    patch(
        "the logarithm is taken of the mean probability",
        {MEAN: "-np.log(np.mean(E[rows, targets] / total))"},
        hint="The mean of the logarithms.",
    ),
    patch(
        "the perplexity is the mean of e to the losses",
        {PERPLEXITY: f"float(np.mean(np.exp({LOSSES})))"},
        hint="e to the mean.",
    ),
    patch("the perplexity is 2 to the loss", {PERPLEXITY: "float(2.0**loss)"}, hint="The loss is in nats: e to it."),
    patch(
        "the perplexity is e to the sum of the losses", {PERPLEXITY: "float(np.exp(M * loss))"}, hint="e to the mean."
    ),
    patch("the perplexity is the loss over again", {PERPLEXITY: "float(loss)"}, hint="e to the loss."),
    patch("the loss is in bits", {MEAN: f"{MEAN} / np.log(2.0)"}, hint="Natural logarithms."),
    patch(
        "targets that do not count are used as an index",
        {"shifted = Z": "np.zeros(logits.shape[2])[y]\n    shifted = Z"},
        hint="Take out what counts before anything is looked up.",
    ),
    patch(
        "a target of −100 says what does not count, and nothing else does",
        {"Z, targets": "mask = y != -100\n    Z, targets", TAKE: "logits[mask], y[mask] % logits.shape[2]"},
        hint="mask says what counts, whatever stands in y.",
    ),
    patch(
        "a target below 0 says what does not count",
        {"Z, targets": "mask = y >= 0\n    Z, targets", TAKE: "logits[mask], y[mask] % logits.shape[2]"},
        hint="mask says what counts, whatever stands in y.",
    ),
    patch(
        "sequences are cut at their number of tokens that count",
        {
            "Z, targets": "mask = np.arange(mask.shape[1]) < mask.sum(axis=1, keepdims=True)\n    Z, targets",
            TAKE: "logits[mask], y[mask] % logits.shape[2]",
        },
        hint="Tokens that do not count may stand anywhere.",
    ),
    patch(
        "the logarithm is taken of a probability that has become 0",
        {MEAN: "np.mean(-np.log(E[rows, targets] / total))"},
        hint="Take the logarithm on paper: log Σ e^z − z[y].",
    ),
    patch(
        "a small number is added before the logarithm",
        {MEAN: "np.mean(-np.log(E[rows, targets] / total + 1e-12))"},
        hint="Then nothing costs more than 28. Take the logarithm on paper.",
    ),
    patch(
        "nothing is subtracted, so that large logits overflow", {SHIFT: "Z + 0.0"}, hint="Take each row's maximum off."
    ),
    patch(
        "the mean of each row is taken off",
        {SHIFT: "Z - np.mean(Z, axis=1, keepdims=True)"},
        hint="One logit may be far above the mean: take off the largest.",
    ),
    patch(
        "the largest of all logits is taken off", {SHIFT: "Z - np.max(logits)"}, hint="Each row has its own maximum."
    ),
]


@variant
def two_dimensions_and_weights(logits, y, mask):
    N, T, vocab = logits.shape
    Z, w = logits.reshape(N * T, vocab), mask.reshape(-1).astype(float)
    targets = np.where(mask, y, 0).reshape(-1)
    top = Z.max(axis=1)
    logs = top + np.log(np.exp(Z - top[:, None]).sum(axis=1))
    loss = np.sum(np.where(w > 0, logs - np.take_along_axis(Z, targets[:, None], axis=1)[:, 0], 0.0)) / w.sum()
    P = np.exp(Z - logs[:, None])
    dlogits = (P - np.eye(vocab)[targets]) * w[:, None] / w.sum()
    return loss, dlogits.reshape(N, T, vocab), np.exp(loss)


@variant
def token_by_token(logits, y, mask):
    dlogits, losses = np.zeros(logits.shape), []
    M = int(mask.sum())
    for n, t in zip(*np.nonzero(mask), strict=True):
        z, k = logits[n, t], y[n, t]
        e = np.exp(z - z.max())
        losses.append(np.log(e.sum()) + z.max() - z[k])
        dlogits[n, t] = e / e.sum() / M
        dlogits[n, t, k] -= 1 / M
    loss = sum(losses) / M
    return float(loss), dlogits, float(np.exp(loss))


@variant
def differences_to_the_true_token(logits, y, mask):
    """−log P[y] = log Σ e^(z − z[y]), by logaddexp."""
    M, vocab = mask.sum(), logits.shape[2]
    safe = np.where(mask, y, 0)
    apart = logits - np.take_along_axis(logits, safe[..., None], axis=2)
    losses = np.logaddexp.reduce(apart, axis=2)
    loss = np.where(mask, losses, 0.0).sum() / M
    P = np.exp(apart - losses[..., None])
    return loss, np.where(mask[..., None], P - (np.arange(vocab) == safe[..., None]), 0.0) / M, np.exp(loss)

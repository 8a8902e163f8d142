"""Checks, known bugs and variants of chapter18/triplet_loss."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("loss", "danchors", "dpositives", "dnegatives"),
    requires=("chapter12/multiclass_hinge",),
    minutes=20,
    hints=(
        "First the N numbers in the maximum: squared distances along axis 1, and the margin.",
        "Of one active triplet: the derivative of ‖a − p‖² by a is 2 (a − p), and by p it is −2 (a − p).",
        "Rows that are not active have the gradient 0. Then divide by N, as the mean does.",
        "Test: the three gradients of each row add up to 0.",
    ),
)


def excess(case):
    a, p, n = case.anchors, case.positives, case.negatives
    return np.sum((a - p) ** 2, axis=1) - np.sum((a - n) ** 2, axis=1) + case.margin


def triplets(rng, N, D, far):
    """Draw triplets of which number i is active if far[i] is False: the negative is then no further than the positive."""
    anchors, steps = rng.normal(size=(N, D)), rng.normal(size=(2, N, D))
    near, wide = steps / np.linalg.norm(steps, axis=2, keepdims=True)
    length = rng.uniform(0.8, 1.2, size=(N, 1))
    other = np.where(np.array(far)[:, None], rng.uniform(3.4, 4.2, size=(N, 1)), rng.uniform(0.9, 1.3, size=(N, 1)))
    return {
        "anchors": anchors,
        "positives": anchors + length * near,
        "negatives": anchors + other * wide,
        "margin": float(rng.uniform(1.2, 1.8)),
    }


def clear(case):
    return bool(np.abs(excess(case)).min() > 0.05 * case.margin)


@cases("N D", (7, 3), (4, 4), (5, 2), (5, 1), fit=clear)
def batch(rng, N, D):
    """Active triplets and content ones; the first is active, the last is not."""
    return triplets(rng, N, D, [i % 3 == 1 or i == N - 1 for i in range(N)])


@cases("N D", (4, 3), (3, 3), (1, 4), fit=clear)
def all_active(rng, N, D):
    return triplets(rng, N, D, [False] * N)


@cases("N D", (4, 3), (1, 2), fit=clear)
def none_active(rng, N, D):
    return triplets(rng, N, D, [True] * N)


@cases("side", 1, 2, 3, 0)
def at_the_hinge(rng, side):
    """Whole numbers: the first triplet is exactly at the hinge, the second above it; in the last case the margin is 0."""
    k = int(rng.integers(1, 4))
    a = rng.integers(-5, 6, size=(2, 2)).astype(float)
    p, n = a + np.array([[k, 0.0], [0.0, k + max(side, 1)]]), a + np.array([[0.0, k + side], [k, 0.0]])
    return {"anchors": a, "positives": p, "negatives": n, "margin": float((k + side) ** 2 - k**2)}


far = scaled(batch, scales=(-100, 100), anchors=1, positives=1, negatives=1, margin=2)

shapes = shaped("The loss is a number, and each gradient has the shape of the points.", batch)
loss = agrees("The loss is the mean of what is missing to the margin.", batch, only=["loss"])
active = agrees(
    "Gradients of active triplets are right.",
    all_active,
    only=["danchors", "dpositives", "dnegatives"],
    kind="gradient",
    points=2,
)
mixed = agrees(
    "Triplets that keep the margin have no gradient, and count in the mean.",
    batch,
    only=["danchors", "dpositives", "dnegatives"],
    kind="gradient",
    points=2,
)
content = agrees("If all keep the margin, loss and gradients are 0.", none_active)
hinge = agrees("Exactly at the margin a triplet has no gradient.", at_the_hinge)
units = agrees("Units do not matter.", far, separates=False, by="entry")


@check(points=1, kind="gradient")
def finite_differences(student, batch, rng):
    """The gradients agree with finite differences of the loss."""
    for case, (_, *grads) in student.triplet_loss.on(batch):

        def loss(anchors, positives, negatives, margin=case.margin):
            near = np.sum((anchors - positives) ** 2, axis=1)
            return np.mean(np.maximum(near - np.sum((anchors - negatives) ** 2, axis=1) + margin, 0.0))

        names = ("anchors", "positives", "negatives")
        at = {name: case[name] for name in names}
        check_grads(loss, at, dict(zip(names, grads, strict=True)), rng=rng, where=case)


@check(points=1, kind="property")
def together(student, batch):
    """If all three points of a triplet move together, nothing changes: their gradients add up to 0."""
    for case, (_, da, dp, dn) in student.triplet_loss.on(batch):
        size = float(np.abs(case.anchors - case.negatives).max())
        assert_law("da + dp + dn = 0", da + dp + dn, np.zeros(da.shape), scale=size, what="da + dp + dn", where=case)
        if not dn.any():
            fail("The gradients are 0, though some triplets are active.", case)


hygiene = hygiene_of(batch, needs=[loss, mixed])

TOLERANT = {
    "together": "It is about sums of gradients.",
    "finite_differences": "The loss itself is compared elsewhere.",
}
EXCESS = "excess = np.sum(towards**2, axis=1) - np.sum(away**2, axis=1) + margin"
SHARE = "share = 2.0 * (excess > 0)[:, None] / len(anchors)"
LOSS = "loss = float(np.mean(np.maximum(excess, 0.0)))"
RETURN = "return loss, share * (towards - away), -share * towards, share * away"

EQUIVALENT = {
    "triplet_loss: 2.0 * (excess > 0)[:, None] → 2.0 * (excess > 0)[:, None] * (excess > 0)[:, None]": (
        "A mask twice is the mask."
    ),
    "triplet_loss: np.mean(np.maximum(excess, 0.0)) → np.mean(np.maximum(excess, 0.0), axis=0)": ("It has one axis."),
}
VARYING = {
    "mixed": "Without a square, a triplet may change sides.",
    "finite_differences": "Without a square, a triplet may change sides.",
}
BUGS = [
    patch(
        "positives and negatives are exchanged",
        {
            "towards, away = anchors - positives, anchors - negatives": "towards, away = anchors - negatives, anchors - positives",
            RETURN: "return loss, share * (towards - away), share * away, -share * towards",
        },
        hint="The distance to the positive shall be small: it has the sign +.",
    ),
    patch(
        "the maximum is left out",
        {LOSS: "loss = float(np.mean(excess))", "(excess > 0)": "(excess < np.inf)"},
        hint="A triplet that keeps the margin has the loss 0: max(0, ·).",
    ),
    patch(
        "the maximum is taken of the mean",
        {
            LOSS: "loss = max(float(np.mean(excess)), 0.0)",
            "(excess > 0)": "(np.full(len(excess), np.mean(excess)) > 0)",
        },
        hint="The maximum belongs to each triplet; the mean comes last.",
    ),
    patch(
        "the margin is subtracted",
        {"axis=1) + margin": "axis=1) - margin"},
        hint="The negative shall be further by a margin: + margin.",
    ),
    patch(
        "the distances are not squared",
        {EXCESS: "excess = np.linalg.norm(towards, axis=1) - np.linalg.norm(away, axis=1) + margin"},
        hint="The loss has squared distances.",
    ),
    patch(
        "only the distance to the positive is squared",
        {"- np.sum(away**2, axis=1)": "- np.linalg.norm(away, axis=1)"},
        hint="Both distances are squared.",
    ),
    patch(
        "the factor 2 is missing in the gradients",
        {"2.0 * (excess": "1.0 * (excess"},
        hint="The derivative of a square has a 2.",
    ),
    patch(
        "the gradients are not divided by N",
        {SHARE: "share = 2.0 * (excess > 0)[:, None]"},
        hint="The loss is a mean: 1/N stands before all gradients.",
    ),
    patch(
        "the loss is a sum",
        {LOSS: "loss = float(np.sum(np.maximum(excess, 0.0)))", " / len(anchors)": ""},
        hint="The mean over the triplets is asked for.",
    ),
    patch(
        "the mean goes over the active triplets alone",
        {
            LOSS: "loss = float(np.maximum(excess, 0.0).sum() / max(1, np.sum(excess > 0)))",
            "/ len(anchors)": "/ max(1, np.sum(excess > 0))",
        },
        hint="All N triplets count in the mean.",
    ),
    patch(
        "the mean goes over all entries",
        {LOSS: "loss = float(np.mean(np.maximum(excess, 0.0)) / anchors.shape[1])", "/ len(anchors)": "/ anchors.size"},
        hint="The squares are summed over the coordinates, and averaged over the triplets.",
    ),
    patch(
        "triplets that keep the margin have gradients as well",
        {"(excess > 0)": "(excess < np.inf)"},
        hint="Where the maximum is 0, so are the gradients of the row.",
    ),
    patch(
        "exactly at the margin a triplet counts as active",
        {"excess > 0": "excess >= 0"},
        hint="Active is what is above 0.",
    ),
    patch(
        "danchors hears of the positives alone",
        {"share * (towards - away), -": "share * towards, -"},
        hint="The anchor stands in both distances: 2 (a − p) − 2 (a − n).",
    ),
    patch(
        "dpositives has the wrong sign",
        {"-share * towards": "share * towards"},
        hint="‖a − p‖² falls when p comes to a: −2 (a − p).",
    ),
    patch(
        "dnegatives has the wrong sign",
        {"share * away": "-share * away"},
        hint="−‖a − n‖² has the derivative 2 (a − n) by n.",
    ),
    patch(
        "dpositives and dnegatives are exchanged",
        {RETURN: "return loss, share * (towards - away), share * away, -share * towards"},
        hint="anchors, positives, negatives: in this order.",
    ),
]


@variant
def triplet_by_triplet(anchors, positives, negatives, margin):
    N = len(anchors)
    loss, da, dp, dn = 0.0, np.zeros_like(anchors), np.zeros_like(anchors), np.zeros_like(anchors)
    for i in range(N):
        a, p, n = anchors[i], positives[i], negatives[i]
        missing = np.dot(a - p, a - p) - np.dot(a - n, a - n) + margin
        if missing > 0:
            loss += missing / N
            da[i], dp[i], dn[i] = 2 * (n - p) / N, 2 * (p - a) / N, 2 * (a - n) / N
    return loss, da, dp, dn


@variant
def gradients_of_distances(anchors, positives, negatives, margin):
    def squared(x, y):
        return np.einsum("nd,nd->n", x - y, x - y), 2 * (x - y), 2 * (y - x)

    near, near_a, near_p = squared(anchors, positives)
    wide, wide_a, wide_n = squared(anchors, negatives)
    terms = near - wide + margin
    active = np.where(terms > 0, 1 / terms.size, 0.0).reshape(-1, 1)
    return float(terms[terms > 0].sum() / terms.size), active * (near_a - wide_a), active * near_p, -active * wide_n

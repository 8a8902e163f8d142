"""Checks, known bugs and variants of chapter17/dropout_forward_backward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("Y", "mask"),
    minutes=20,
    hints=(
        "rng.random(X.shape) ≥ p_drop is an array of True and False. Divide it by 1 − p_drop: that is the mask.",
        "Y is X times the mask. And in evaluation?",
        "Backward: Y is linear in X, with the mask as factor. No rng is needed.",
    ),
)


def generator(rng):
    return np.random.default_rng(int(rng.integers(2**31)))


@cases("shape p_drop", ((7, 5), 0.2), ((4, 4), 0.7), ((30,), 0.2), ((2, 3, 4), 0.7), ((1, 20), 0.2), ((20, 1), 0.7))
def batch(rng, shape, p_drop):
    return {"X": rng.normal(size=shape), "p_drop": p_drop, "train": True, "rng": generator(rng)}


@cases("shape p_drop", ((5, 3), 0.2), ((4,), 0.7), ((2, 2), 0.0))
def evaluation(rng, shape, p_drop):
    return {"X": rng.normal(size=shape), "p_drop": p_drop, "train": False, "rng": generator(rng)}


@cases("shape", ((5, 4),), ((3,),))
def all_kept(rng, shape):
    return {"X": rng.normal(size=shape), "p_drop": 0.0, "train": True, "rng": generator(rng)}


@cases("shape p", ((6, 4), 0.2), ((4, 4), 0.7), ((12,), 0.3), ((1, 8), 0.7), ((8, 1), 0.7))
def slopes(rng, shape, p):
    mask = (rng.random(shape) >= p) / (1 - p)
    mask.flat[0], mask.flat[1] = 0.0, 1 / (1 - p)
    return {"dY": rng.normal(size=shape), "mask": mask}


@cases("p_drop train", (1.0, True), (-0.1, True), (1.5, True), (1.0, False), (-0.1, False))
def wrong(rng, p_drop, train):
    return {"X": rng.normal(size=(3, 2)), "p_drop": p_drop, "train": train, "rng": generator(rng)}


far = scaled(batch, X=1)
steep = scaled(slopes, dY=1)

shapes = shaped("Y and mask have the shape of X.", batch, of="dropout_forward")
values = agrees(
    "An entry is kept where rng.random(X.shape) ≥ p_drop, and divided by 1 − p_drop.",
    batch,
    of="dropout_forward",
    by="entry",
    points=2,
)
identity = agrees("In evaluation Y is X, and the mask is all ones.", evaluation, of="dropout_forward")
nothing_dropped = agrees("With p_drop = 0 all is kept.", all_kept, of="dropout_forward")
every_scale = agrees("X may be tiny or huge.", far, of="dropout_forward", by="entry", needs=[values], separates=False)
backward = agrees("Backward, dX is dY times the mask.", slopes, of="dropout_backward", by="entry", kind="gradient")
any_slope = agrees(
    "Gradients may be tiny or huge.",
    steep,
    of="dropout_backward",
    by="entry",
    kind="gradient",
    needs=[backward],
    separates=False,
)


@check(points=2, kind="random")
def frequencies(student, rng):
    """The share p_drop is dropped, in each row and in each column, for p_drop = 0.2 and 0.7."""
    n = 3000
    for p, sees in ((0.2, 1.2), (0.7, 0.3)):
        for shape, axis in (((n, 3), 0), ((3, n), 1)):
            X = np.ones(shape)
            _, mask = student.run(lambda m, X, p, g: m.dropout_forward(X, p, True, g), X, p, generator(rng))
            assert_shapes(mask, X, names=("mask",))
            counts = np.sum(mask == 0, axis=axis)
            where = f"X {shape}, p_drop={p}"
            check_frequencies(counts, n, np.full(3, p), sees=0.5, what="how often an entry is dropped", where=where)
            lines = mask if axis == 0 else mask.T
            both = np.array([np.sum((lines[:, i] == 0) & (lines[:, j] == 0)) for i, j in ((0, 1), (0, 2), (1, 2))])
            check_frequencies(
                both, n, np.full(3, p * p), sees=sees, what="how often two neighbours are dropped", where=where
            )


@check(points=1, kind="random", needs=[values])
def anew(student, rng):
    """The next mask from the same rng is another, and evaluation draws nothing."""

    def draws(m, X, seed):
        g = constant(m, np.random.default_rng(seed))
        first = m.dropout_forward(X, 0.5, True, g)[1]
        m.dropout_forward(X, 0.5, False, g)
        return first, m.dropout_forward(X, 0.5, True, g)[1]

    seed, X = int(rng.integers(2**31)), np.ones((20, 10))
    first, second = student.run(draws, X, seed)
    fresh = np.random.default_rng(seed)
    for got, name in ((first, "the first mask"), (second, "the second mask")):
        want = (fresh.random(X.shape) >= 0.5) / 0.5
        assert_close(got, want, names=(name,), where="20 × 10, training, evaluation, training")


@check(points=1, kind="error")
def refused(student, wrong):
    """A p_drop below 0, or not below 1, is refused with a ValueError, in evaluation as well."""
    for case in wrong:
        raises(student, ValueError, lambda m, case: m.dropout_forward(*case.values()), case, where=case)


forward_hygiene = hygiene_of(batch, of="dropout_forward", seeded=True, needs=[values])
backward_hygiene = hygiene_of(slopes, of="dropout_backward", needs=[backward])

MASK, TEST = "(rng.random(X.shape) >= p_drop) / (1 - p_drop)", "not 0 <= p_drop < 1"
TOLERANT = {"frequencies": "A mask may be any that is drawn with these probabilities."}
EVALUATION = "return X.copy(), np.ones(X.shape)"
EQUIVALENT = {
    "dropout_forward: rng.random(X.shape) >= p_drop → rng.random(X.shape) > p_drop": (
        "That a number equals p_drop to the last bit happens once in 1e16 times."
    ),
    "dropout_backward: dY * mask → mask * mask, and alike": "Both change places in a product.",
    "dropout_forward: X.copy() → X": "In evaluation nothing is written to it.",
}
BUGS = [
    patch(
        "what is kept is not divided by 1 − p_drop",
        {MASK: "1.0 * (rng.random(X.shape) >= p_drop)"},
        hint="The mean of the mask has to be 1.",
    ),
    patch(
        "what is kept is multiplied by 1 − p_drop",
        {"/ (1 - p_drop)": "* (1 - p_drop)"},
        hint="The mean of the mask has to be 1: divide.",
    ),
    patch(
        "what is kept is divided by p_drop",
        {"/ (1 - p_drop)": "/ max(p_drop, 1e-9)"},
        hint="The share that is kept is 1 − p_drop: divide by that.",
    ),
    patch(
        "p_drop is taken for the probability to keep (another convention)",
        {MASK: "(rng.random(X.shape) < p_drop) / max(p_drop, 1e-300)"},
        hint="p_drop is the probability to drop: keep where the number is ≥ p_drop.",
    ),
    patch("what should be kept is dropped", {">= p_drop": "< p_drop"}, hint="Keep where the number is ≥ p_drop."),
    patch(
        "numbers are compared with 1 − p_drop",
        {MASK: "(rng.random(X.shape) < 1 - p_drop) / (1 - p_drop)"},
        hint="As likely, but other entries: the draw is settled, rng.random(X.shape) ≥ p_drop.",
    ),
    patch(
        "all samples share one mask",
        {"rng.random(X.shape) >= p_drop) /": "np.broadcast_to(rng.random(X.shape[-1:]), X.shape) >= p_drop) /"},
        hint="Each entry is drawn by itself: rng.random(X.shape).",
    ),
    patch(
        "whole samples are dropped",
        {
            "rng.random(X.shape) >= p_drop) /": "np.broadcast_to(rng.random((len(X),) + (1,) * (X.ndim - 1)), X.shape) >= p_drop) /"
        },
        hint="Each entry is drawn by itself: rng.random(X.shape).",
    ),
    patch(
        "the mask is drawn from normal numbers",
        {MASK: MASK.replace("rng.random(X.shape)", "rng.normal(size=X.shape)")},
        hint="rng.random is uniform on [0, 1).",
    ),
    patch(
        "the mask holds only 0 and 1",
        {"return X * mask, mask": "return X * mask, 1.0 * (mask > 0)"},
        hint="Backward needs the factor 1/(1 − p_drop) as well.",
    ),
    patch(
        "NumPy's global random state is used",
        {
            "    mask = (rng.random(X.shape)": "    np.random.seed(rng.integers(2**31))\n    mask = (np.random.random(X.shape)"
        },
        hint="Leave np.random alone: draw from rng.",
    ),
    patch(
        "each mask is the same",
        {"    mask = (rng.": "    mask = (np.random.default_rng(0)."},
        hint="Draw from rng: as it moves on, masks differ.",
    ),
    patch(
        "entries are dropped in evaluation, too", {"if not train": "if False"}, hint="In evaluation nothing is dropped."
    ),
    patch(
        "evaluation scales by 1 − p_drop",
        {EVALUATION: "return X * (1 - p_drop), np.ones(X.shape)"},
        hint="That has been done in training: in evaluation Y is X.",
    ),
    patch(
        "evaluation draws a mask that it does not use",
        {EVALUATION: "rng.random(X.shape)\n        return X.copy(), np.ones(X.shape)"},
        hint="Draw only in training.",
    ),
    patch("in evaluation the mask is all zeros", {"np.ones(X.shape)": "np.zeros(X.shape)"}, hint="All is kept: ones."),
    patch("training and evaluation are exchanged", {"if not train": "if train"}, hint="train=True: drop."),
    patch("p_drop = 1 is let pass", {TEST: "not 0 <= p_drop <= 1"}, hint="1 − p_drop is 0 then: ValueError."),
    patch("any p_drop is let pass", {TEST: "False"}, hint="0 ≤ p_drop < 1, or ValueError."),
    patch("a negative p_drop is let pass", {TEST: "not p_drop < 1"}, hint="0 ≤ p_drop < 1, or ValueError."),
    patch(
        "p_drop is only looked at in training",
        {TEST: "train and not 0 <= p_drop < 1"},
        hint="It is wrong in evaluation as well.",
    ),
    patch("p_drop = 0 is refused", {TEST: "not 0 < p_drop < 1"}, hint="With p_drop = 0 all is kept: that is allowed."),
    patch(
        "X is rounded to ten digits",
        {"return X * mask, mask": "return np.round(X, 10) * mask, mask"},
        hint="X may be tiny: leave it as it is.",
    ),
    patch(
        "backward rounds to ten digits",
        {"return dY * mask": "return np.round(dY, 10) * mask"},
        hint="Gradients may be tiny: leave them as they are.",
    ),
    patch(
        "backward ignores the factor of the mask",
        {"return dY * mask": "return dY * (mask > 0)"},
        hint="Y = X · mask: the whole mask is the derivative.",
    ),
    patch(
        "backward lets everything through",
        {"return dY * mask": "return dY + 0.0 * mask"},
        hint="What was dropped has no influence on the loss.",
    ),
    patch(
        "backward divides by the mask",
        {"return dY * mask": "return np.divide(dY, mask, out=np.zeros_like(dY), where=mask > 0)"},
        hint="The derivative of X · mask is the mask.",
    ),
    patch(
        "backward draws a new mask",
        {"return dY * mask": "return dY * (np.random.default_rng(0).random(dY.shape) >= 0.5) * mask.max()"},
        hint="The mask of the way forward is handed over.",
    ),
]


@variant(of="dropout_forward")
def by_where(X, p_drop, train, rng):
    if p_drop < 0 or p_drop >= 1:
        raise ValueError("p_drop")
    mask = np.where(rng.random(X.shape) < p_drop, 0.0, 1.0 / (1.0 - p_drop)) if train else np.ones_like(X)
    return X * mask, mask


@variant(of="dropout_forward")
def entry_by_entry(X, p_drop, train, rng):
    if not (p_drop >= 0 and p_drop < 1):
        raise ValueError(p_drop)
    mask = np.ones(X.shape)
    if train:
        for i in np.ndindex(X.shape):
            mask[i] = 0.0 if rng.random() < p_drop else 1 / (1 - p_drop)
    return mask * X, mask


@variant(of="dropout_backward")
def copied(dY, mask):
    dX = dY.copy()
    dX[mask == 0] = 0.0
    return dX * mask

"""Checks, known bugs and variants of chapter14/classification_scores."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("precision", "recall", "f1"),
    requires=("chapter01/confusion_matrix",),
    minutes=15,
    hints=(
        "Count three things first: TP, FP and FN. What are they in terms of y_true == positive and y_pred == positive?",
        "Below the line of precision stands how many were predicted positive, below that of recall how many are positive.",
        "Look whether TP is 0 before you divide: then all three numbers are 0.",
    ),
)


def labels(rng, tp, fp, fn, tn, positive, others):
    """Return true and predicted labels with these counts, in an order of their own; others are confused among them."""
    counts = (tp, fp, fn, tn)
    true = np.repeat([True, False, True, False], counts)
    taken = np.repeat([True, True, False, False], counts)
    order = rng.permutation(len(true))
    y_true, y_pred = (np.where(is_one, positive, rng.choice(others, size=len(true))) for is_one in (true, taken))
    return y_true[order], y_pred[order]


@cases("tp fp fn tn", (4, 5, 1, 3), (3, 1, 4, 2), (2, 1, 5, 12), (1, 3, 0, 2))
def two_classes(rng, tp, fp, fn, tn):
    """As many false alarms as missed ones never; 1 is positive, and nothing says so."""
    more = int(rng.integers(0, 3))
    y_true, y_pred = labels(rng, tp + more, fp, fn, tn + int(rng.integers(0, 4)), 1, [0])
    return {"y_true": y_true, "y_pred": y_pred}


@cases("tp fp fn tn", (4, 0, 0, 3), (2, 0, 3, 1), (3, 2, 0, 4), (3, 0, 0, 0))
def flawless(rng, tp, fp, fn, tn):
    """No false alarm, or none missed, or neither; there are three classes, and nothing says that 1 is positive."""
    more = int(rng.integers(0, 3))
    y_true, y_pred = labels(rng, tp + more, fp, fn, tn, 1, [0, 2])
    return {"y_true": y_true, "y_pred": y_pred}


@cases("positive others", (0, (1,)), (2, (0, 1, 3)), (-1, (1,)), (1, (-1,)))
def named_class(rng, positive, others):
    """The positive class is named; others are confused with one another, too."""
    tp, fp, fn = (int(count) for count in rng.permutation([2, 3, 6]))
    y_true, y_pred = labels(rng, tp, fp, fn, 9, positive, others)
    return {"y_true": y_true, "y_pred": y_pred, "positive": positive}


@cases("tp fp fn tn", (0, 0, 2, 3), (0, 2, 0, 3), (0, 3, 2, 1), (0, 0, 0, 4), (0, 0, 0, 0), (0, 0, 1, 0))
def nothing_found(rng, tp, fp, fn, tn):
    """Nothing is taken for positive, nothing is positive, all alarms are false, there is nothing; one sample, which is missed."""
    positive = int(rng.integers(1, 9))
    several = tp + fp + fn + tn > 1
    counts = (count + int(rng.integers(0, 3)) if count and several else count for count in (tp, fp, fn, tn))
    y_true, y_pred = labels(rng, *counts, positive, [0])
    return {"y_true": y_true, "y_pred": y_pred, "positive": positive}


shapes = shaped("Three numbers come back.", two_classes)
values = agrees("Precision, recall and F1 are right for two classes.", two_classes, points=2, rtol=1e-12)
named = agrees("The positive class may be any, and there may be more than two.", named_class, rtol=1e-12)
perfect = agrees(
    "Without false alarms precision is 1, with none missed recall is; of more than two classes, 1 is positive if nothing is said.",
    flawless,
    needs=[values],
    rtol=1e-12,
)
undefined = agrees(
    "What is 0/0 is 0: nothing taken for positive, nothing positive, nothing at all.", nothing_found, needs=[values]
)


@check(points=1, kind="property")
def exchanged(student, named_class):
    """If truth and prediction change places, precision and recall do, and F1 stays, their harmonic mean."""

    def both(m, case):
        a, b, positive = case.y_true, case.y_pred, case.positive
        return m.classification_scores(a, b, positive), m.classification_scores(b, a, positive)

    for case, (one, other) in student.each(both, named_class):
        swapped = np.array([other[1], other[0], other[2]])
        assert_law("P and R change places, F1 stays", swapped, np.array(one), what="P, R, F1", where=case)
        P, R, F1 = (float(score) for score in one)
        assert_law("F1 (P + R) = 2 P R", F1 * (P + R), 2 * P * R, what="F1", where=case)


hygiene = hygiene_of(named_class)

PRECISION, RECALL, F1 = "tp / (tp + fp)", "tp / (tp + fn)", "2 * tp / (2 * tp + fp + fn)"
LAST = f"return {PRECISION}, {RECALL}, {F1}"
BUGS = [
    patch(
        "precision and recall are exchanged",
        {LAST: f"return {RECALL}, {PRECISION}, {F1}"},
        hint="Precision asks how many of those that were taken for positive are; recall how many of the positive were found.",
    ),
    patch(
        "the accuracy stands for the precision",
        {LAST: f"return float(np.mean(true == taken)), {RECALL}, {F1}"},
        hint="Negatives that were told as such count in none of the three.",
    ),
    patch(
        "other classes that were told right count as found",
        {"np.sum(true & taken)": "np.sum(y_true == y_pred)"},
        hint="TP are samples that are positive and were taken for positive: TN are no part of it.",
    ),
    patch(
        "F1 is the arithmetic mean",
        {F1: f"({PRECISION} + {RECALL}) / 2"},
        hint="The harmonic mean is 2 P R / (P + R): it stays near the smaller of the two.",
    ),
    patch(
        "F1 is the geometric mean",
        {F1: f"({PRECISION} * {RECALL}) ** 0.5"},
        hint="The harmonic mean is 2 P R / (P + R).",
    ),
    patch("F1 lacks its 2", {F1: "tp / (2 * tp + fp + fn)"}, hint="F1 = 2 P R / (P + R): 1 where P = R = 1."),
    patch(
        "positive is ignored",
        {"y_true == positive, y_pred == positive": "y_true == 1, y_pred == 1"},
        hint="The class that is looked for comes in as positive; 1 is only what it is if nothing is said.",
    ),
    patch(
        "a negative is whatever is 0",
        {
            "fp, fn = int(np.sum(taken)) - tp, int(np.sum(true)) - tp": (
                "fp, fn = int(np.sum((y_true == 0) & taken)), int(np.sum(true & (y_pred == 0)))"
            )
        },
        hint="Negative is every label but the positive one: compare with positive, != too.",
    ),
    patch(
        "labels are overwritten with 0 and 1",
        {
            "true, taken = y_true == positive, y_pred == positive": (
                "true, taken = y_true == positive, y_pred == positive\n    y_true[:], y_pred[:] = true, taken"
            )
        },
        hint="y_true and y_pred belong to the caller: make arrays of your own.",
    ),
    patch(
        "every label but 0 is positive",
        {"y_true == positive, y_pred == positive": "y_true != 0, y_pred != 0"},
        hint="Only the label positive is: compare with it.",
    ),
    patch(
        "without false alarms, or with none missed, all scores are 0",
        {"if tp == 0:": "if tp == 0 or fp == 0 or fn == 0:"},
        hint="0/0 is about what stands below the line, TP + FP and TP + FN: FP = 0 alone is no reason.",
    ),
    patch(
        "if nothing is said, every label above 0 is positive",
        {
            "y_true == positive, y_pred == positive": (
                "(y_true > 0, y_pred > 0) if positive == 1 else (y_true == positive, y_pred == positive)"
            )
        },
        hint="1 is the positive class, and 2 is another. This is what you get when labels are made bools.",
    ),
    patch(
        "what is 0/0 raises ZeroDivisionError",
        {"    if tp == 0:\n        return 0.0, 0.0, 0.0\n": ""},
        hint="Look whether there is anything below the line: where there is nothing, the score is 0.",
    ),
    patch(
        "what is 0/0 is NaN",
        {"return 0.0, 0.0, 0.0": "return [tp / n if n else float('nan') for n in (tp + fp, tp + fn, tp + fp + fn)]"},
        hint="By convention 0/0 is 0 here.",
    ),
    patch(
        "what is 0/0 is 1",
        {"return 0.0, 0.0, 0.0": "return [tp / n if n else 1.0 for n in (tp + fp, tp + fn, tp + fp + fn)]"},
        hint="By convention 0/0 is 0 here: nobody is rewarded for having found nothing.",
    ),
]


EQUIVALENT = {
    f"classification_scores: np.sum({what}) → np.sum({what}, axis=0)": "labels have one axis"
    for what in ("true & taken", "taken", "true")
}


@variant
def from_the_definitions(y_true, y_pred, positive=1):
    tp = np.sum((y_true == positive) & (y_pred == positive))
    fp = np.sum((y_true != positive) & (y_pred == positive))
    fn = np.sum((y_true == positive) & (y_pred != positive))
    precision = tp / (tp + fp) if tp + fp > 0 else 0.0
    recall = tp / (tp + fn) if tp + fn > 0 else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0
    return precision, recall, f1


@variant
def counted_one_by_one(y_true, y_pred, positive=1):
    table = {}
    for pair in zip((y_true == positive).tolist(), (y_pred == positive).tolist(), strict=True):
        table[pair] = table.get(pair, 0) + 1
    tp, fp, fn = table.get((True, True), 0), table.get((False, True), 0), table.get((True, False), 0)
    scores = [tp / max(tp + fp, 1), tp / max(tp + fn, 1)]
    return *scores, 2 * tp / max(2 * tp + fp + fn, 1)


@variant
def from_a_confusion_matrix(y_true, y_pred, positive=1):
    C = np.zeros((2, 2), dtype=np.int64)
    np.add.at(C, ((y_true == positive).astype(int), (y_pred == positive).astype(int)), 1)
    found, taken, there = C[1, 1], C[:, 1].sum(), C[1].sum()
    above = np.array([found, found, 2 * found], dtype=float)
    below = np.array([taken, there, taken + there], dtype=float)
    return tuple(float(score) for score in np.divide(above, below, out=np.zeros(3), where=below > 0))

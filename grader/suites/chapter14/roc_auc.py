"""Checks, known bugs and variants of chapter14/roc_auc."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=30,
    hints=(
        "Sort by score, the highest first, and walk down: what does a positive sample do to the point, what a negative one?",
        "np.cumsum of the sorted labels counts the positives so far. Only where the next score is another is there a point.",
        "np.flatnonzero(np.diff(sorted_scores)) are the last places of ties, but for the very last sample. Put (0, 0) before "
        "all of them.",
        "A trapezoid between two points is as wide as the difference of fpr, and as high as the mean of tpr.",
    ),
)


def scored(rng, levels):
    """Return scores and labels: level by level, from the top, so many positives and so many negatives."""
    values = np.sort(rng.choice(np.arange(-20, 20), size=len(levels), replace=False))[::-1] / 4
    scores = np.concatenate([np.full(p + n, value) for value, (p, n) in zip(values, levels, strict=True)])
    y = np.concatenate([np.repeat([1, 0], level) for level in levels])
    order = rng.permutation(len(y))
    return {"scores": scores[order], "y": y[order]}


@cases("levels", 3, 5, 6)
def tied(rng, levels):
    """Ties between classes, at the top as well; one level is all positive, one all negative, with ties among them."""
    mixed = [tuple(rng.integers(1, 4, size=2)) for _ in range(levels - 2)]
    middle = [(int(rng.integers(2, 4)), 0), (0, int(rng.integers(2, 5))), *mixed[1:]]
    return scored(rng, [(2 + mixed[0][0], mixed[0][1]), *(middle[i] for i in rng.permutation(len(middle)))])


@cases("P N", (4, 7), (5, 3), (1, 1))
def distinct(rng, P, N):
    """No ties; the first and the last are of either class."""
    y = rng.permutation(np.repeat([1, 0], (P, N)))
    return {"scores": rng.permutation(np.arange(-20, 20))[: P + N] / 8.0, "y": y}


@cases("kind", "all alike", "perfect", "reversed")
def special(rng, kind):
    P, N = (int(count) for count in rng.permutation([2, 3, 4, 5])[:2])
    if kind == "all alike":
        return scored(rng, [(P, N)])
    levels = [(P, 0), (0, N)]
    return scored(rng, levels if kind == "perfect" else levels[::-1])


@cases("middle unit", (0.0, 1e-9), (0.0, 1e9), (1.0, 1e-12), exact=True)
def close(rng, middle, unit):
    """Scores that are tiny, huge, or close together beside their size: none is equal to another, but for its sign."""
    numbers = np.array([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0])
    y = rng.permutation([[1, 0, 1, 0, 0, 1], [0, 1, 1, 0, 1, 0]])[0]
    order = rng.permutation(6)
    return {"scores": (middle + unit * rng.uniform(1.0, 2.0) * numbers)[order], "y": y[order]}


@cases("T", 4, 6, 1, exact=True)
def curves(rng, T):
    """Curves that climb along slopes, with a step up and a step to the right."""
    dx, dy = rng.uniform(0.5, 2.0, size=(2, T))
    if T > 2:
        dx[1], dy[2] = 0.0, 0.0
    fpr, tpr = (np.append(0.0, np.cumsum(steps) / np.sum(steps)) for steps in (dx, dy))
    if T == 1:  # no curve from (0, 0) to (1, 1), but a narrow piece of one
        fpr = rng.uniform(0.1, 0.9) + np.array([0.0, rng.uniform(0.004, 0.009)])
        tpr = np.sort(rng.uniform(0.1, 0.9, size=2))
    return {"fpr": fpr, "tpr": tpr}


def curve(m, case):
    fpr, tpr = m.roc_curve(case.scores, case.y)
    return {"fpr": fpr, "tpr": tpr}


shapes = shaped("The curve has (0, 0), and a point for each distinct score.", tied, of=curve)
points = agrees("Without ties, a threshold is passed at each sample, and what is there counts.", distinct, of=curve)
ties = agrees("Samples with equal scores enter together.", tied, of=curve, points=2)
near = agrees("Scores that differ by little are not equal.", close, of=curve, needs=[points])
ends = agrees("It is right if all scores are equal, if all is right, and if all is wrong.", special, of=curve)
area = agrees("The area is that of trapezoids.", curves, of="auc", points=2, needs=[], rtol=1e-12)


@check(points=1, kind="property", needs=[shapes])
def pairs_in_order(student, tied):
    """The area is the share of pairs that are in right order, with one half for equal scores."""

    def areas(m, case):
        found = []
        for scores in (case.scores, np.exp(case.scores), -case.scores):
            fpr, tpr = m.roc_curve(scores, case.y)
            found.append(m.auc(fpr, tpr))
        return found

    for case, (plain, grown, turned) in student.each(areas, tied):
        high, low = case.scores[case.y == 1][:, None], case.scores[case.y == 0]
        share = float(np.mean((high > low) + 0.5 * (high == low)))
        assert_law("AUC = P(s₊ > s₋) + ½ P(s₊ = s₋)", plain, share, scale=1.0, what="the area", where=case)
        assert_law("AUC of exp(s) is that of s", grown, share, scale=1.0, what="the area", where=case)
        assert_law("AUC of −s is 1 − AUC", turned, 1.0 - share, scale=1.0, what="the area", where=case)


@check(points=1, kind="error", needs=[])
def one_class(student, rng):
    """If all samples are positive, or all negative, or there are none, roc_curve raises ValueError."""
    scores = rng.integers(-8, 8, size=4) / 4.0
    for y in (np.ones(4, dtype=int), np.zeros(4, dtype=int)):
        raises(student, ValueError, lambda m, y=y: m.roc_curve(scores, y), where=f"y={y.tolist()}")
    raises(student, ValueError, lambda m: m.roc_curve(scores[:1], np.ones(1, dtype=int)), where="one sample")
    none, no_label = np.array([]), np.array([], dtype=int)
    raises(student, ValueError, lambda m: m.roc_curve(none, no_label), where="no samples")


hygiene = hygiene_of(tied, of="roc_curve", needs=[ties])
hygiene_area = hygiene_of(curves, of="auc")

LAST = "last = np.append(np.flatnonzero(np.diff(ordered)), len(y) - 1)"
AREA = "np.diff(fpr) * (tpr[1:] + tpr[:-1]) / 2"
RETURN = "return fp / negatives, tp / positives"
GUARD = "positives == 0 or negatives == 0"
BUGS = [
    patch(
        "samples with equal scores enter one by one",
        {LAST: "last = np.arange(len(y))"},
        hint="No threshold lies between equal scores: one point for each distinct score.",
    ),
    patch(
        "(0, 0) is missing",
        {
            "tp = np.append(0, found[last])": "tp = found[last]",
            "np.append(0, last + 1 - found[last])": "last + 1 - found[last]",
        },
        hint="Above the highest score nothing is positive: the curve begins at (0, 0).",
    ),
    patch(
        "the last point, (1, 1), is missing",
        {LAST: "last = np.flatnonzero(np.diff(ordered))"},
        hint="np.diff has no entry for the last sample: its threshold takes all for positive.",
    ),
    patch("the axes are exchanged", {RETURN: "return tp / positives, fp / negatives"}, hint="FPR comes first."),
    patch(
        "the curve runs from the lowest score up",
        {"np.argsort(-scores, kind": "np.argsort(scores, kind"},
        hint="The highest score comes first: sort by -scores.",
    ),
    patch(
        "the thresholds rise, so that the curve runs back from (1, 1)",
        {RETURN: "return np.append(0, fp[:0:-1]) / negatives, np.append(0, tp[:0:-1]) / positives"},
        hint="From the highest threshold down, more and more samples are positive.",
    ),
    patch(
        "both rates are divided by the number of all samples",
        {RETURN: "return fp / len(y), tp / len(y)"},
        hint="FPR is a share of the negatives, TPR a share of the positives.",
    ),
    patch(
        "rates are divided by the number of the other class",
        {RETURN: "return fp / positives, tp / negatives"},
        hint="FPR is a share of the negatives, TPR a share of the positives.",
    ),
    patch(
        "the number of all samples so far stands for the false alarms",
        {"last + 1 - found[last]": "last + 1"},
        hint="Of the samples that are taken for positive, some are.",
    ),
    patch(
        "a sample counts only above its own score",
        {
            LAST: "last = np.append(0, np.flatnonzero(np.diff(ordered)) + 1) - 1",
            "np.append(0, found[last])": ("np.append(0, np.where(last < 0, 0, found[last]))"),
            "np.append(0, last + 1 - found[last])": "np.append(0, last + 1) - tp",
        },
        hint="Positive is whose score is the threshold or more: ≥, not >.",
    ),
    patch(
        "the curve is only of samples whose next neighbour in score is of the other class",
        {LAST: "last = np.append(np.flatnonzero(np.diff(y[order])), len(y) - 1)"},
        hint="A point for each distinct score: look where the scores change, not the labels.",
    ),
    patch(
        "scores that nearly agree are taken for equal",
        {LAST: "last = np.append(np.flatnonzero(-np.diff(ordered) > 1e-8), len(y) - 1)"},
        hint="Scores are equal or they are not: no tolerance.",
    ),
    patch("a single class gives NaN", {f"if {GUARD}": "if False"}, hint="Look for both classes before you divide."),
    patch("a table without negatives is let pass", {GUARD: "positives == 0"}, hint="Both classes are needed."),
    patch("a table without positives is let pass", {GUARD: "negatives == 0"}, hint="Both classes are needed."),
    patch(
        "the area is summed from the left ends",
        {AREA: "np.diff(fpr) * tpr[:-1]"},
        hint="Between two points the curve is a slope: take the mean of both heights.",
    ),
    patch(
        "the area is summed from the right ends",
        {AREA: "np.diff(fpr) * tpr[1:]"},
        hint="Between two points the curve is a slope: take the mean of both heights.",
    ),
    patch(
        "the area is halved",
        {AREA: "np.diff(fpr) * (tpr[1:] + tpr[:-1]) / 4"},
        hint="The mean of two is their sum over 2.",
    ),
    patch(
        "the area is that beside the curve, over the other axis",
        {AREA: "np.diff(tpr) * (fpr[1:] + fpr[:-1]) / 2"},
        hint="Width is a difference of fpr, height a mean of tpr.",
    ),
    patch(
        "the mean height stands for the area",
        {f"np.sum({AREA})": "np.mean(tpr)"},
        hint="Points are not equally far apart: each trapezoid has its own width.",
    ),
]

NEVER_ONE = {
    "axis 0 of fpr": "a curve has the point (0, 0), and one for each score",
    "axis 0 of tpr": "a curve has the point (0, 0), and one for each score",
}

EQUIVALENT = {
    "roc_curve: np.sum(y) → np.sum(y, axis=0)": "labels have one axis",
    "auc: np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1]) / 2) → np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1]) / 2, axis=0)": (
        "a curve has one axis"
    ),
}


@variant(of="roc_curve")
def threshold_by_threshold(scores, y):
    scores, y = np.asarray(scores), np.asarray(y)
    if len(set(y.tolist())) < 2:
        raise ValueError("both classes are needed")
    fpr, tpr = [0.0], [0.0]
    for threshold in sorted(set(scores.tolist()), reverse=True):
        taken = scores >= threshold
        fpr.append(np.mean(taken[y == 0]))
        tpr.append(np.mean(taken[y == 1]))
    return np.array(fpr), np.array(tpr)


@variant(of="roc_curve")
def by_distinct_scores(scores, y):
    if not (np.any(y == 1) and np.any(y == 0)):
        raise ValueError("both classes are needed")
    _, level = np.unique(scores, return_inverse=True)
    positive, negative = (np.bincount(level[y == k], minlength=level.max() + 1)[::-1] for k in (1, 0))
    tpr, fpr = (np.concatenate([[0], np.cumsum(count)]) / count.sum() for count in (positive, negative))
    return fpr, tpr


@variant(of="auc")
def trapezoids(fpr, tpr):
    area = 0.0
    for i in range(1, len(fpr)):
        area += (fpr[i] - fpr[i - 1]) * (tpr[i] + tpr[i - 1]) / 2
    return area


@variant(of="auc")
def left_and_right(fpr, tpr):
    width = fpr[1:] - fpr[:-1]
    return (width @ tpr[1:] + width @ tpr[:-1]) / 2

"""Checks, known bugs and variants of chapter14/kmeans."""

from itertools import pairwise

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("centers", "labels", "history"),
    requires=("chapter06/pairwise_distances",),
    minutes=30,
    hints=(
        "X[:, None, :] - centers has the shape (N, k, D). What is the sum of its squares over the last axis?",
        "np.argmin takes the first of equal entries, which is the lowest label. The smallest entries themselves sum to J.",
        "X[labels == j].mean(axis=0) is NaN if no sample has the label j: look first.",
        "For iters iterations there are iters + 1 labellings: the last one without a move after it.",
    ),
)


def runs(case):
    """Return squared distances and labels of each labelling, and how many samples the centres have."""
    c = case.centers0.astype(float).copy()
    for _ in range(case.iters + 1):
        squared = np.sum((case.X[:, None] - c) ** 2, axis=2)
        labels = squared.argmin(axis=1)
        yield squared, labels
        for j in set(labels.tolist()):
            c[j] = case.X[labels == j].mean(axis=0)


def clear(case):
    """No sample is nearly as near to another centre."""
    for squared, _ in runs(case) if len(case.centers0) > 1 else ():
        two = np.sort(squared, axis=1)[:, :2]
        if np.any(two[:, 1] - two[:, 0] < 1e-2 * two.mean()):
            return False
    return True


def lone(case):
    """Where there are four centres, one of them has a single sample."""
    _, labels = next(runs(case))
    return clear(case) and (len(case.centers0) < 4 or bool(np.any(np.bincount(labels) == 1)))


def crowded(case):
    """No centre ever has a single sample."""
    return clear(case) and not any(np.any(np.bincount(labels) == 1) for _, labels in runs(case))


def moving(case):
    """The last labels are not those of before, and each centre has two samples at least all the time."""
    labels = [labels for _, labels in runs(case)]
    k = len(case.centers0)
    enough = all(np.bincount(one, minlength=k).min() > 1 for one in labels)
    return clear(case) and enough and all(np.any(a != b) for a, b in pairwise(labels))


def clusters(rng, N, D, k, spread=2.0):
    middles = rng.uniform(-3.0, 3.0, size=(k, D))
    return middles[np.arange(N) % k] + spread * rng.normal(size=(N, D))


@cases("N D k iters", (13, 2, 3, 1), (12, 3, 2, 2), (10, 1, 3, 1), (16, 4, 4, 1), fit=moving)
def samples(rng, N, D, k, iters):
    """Starts from which labels still change at the end."""
    return {"X": clusters(rng, N, D, k), "centers0": rng.normal(size=(k, D)), "iters": iters}


@cases("N D k iters", (7, 2, 3, 0), (6, 2, 1, 2), (2, 3, 2, 1), (1, 2, 3, 1), (5, 2, 4, 1), fit=lone)
def small(rng, N, D, k, iters):
    """No iteration at all; one centre; as many centres as samples, and more; centres with a sample of their own."""
    return {"X": clusters(rng, N, D, k), "centers0": rng.normal(size=(k, D)), "iters": iters}


@cases("iters", 1, 3, fit=crowded)
def deserted(rng, iters):
    """The first or the second centre is far from everything."""
    centers0 = rng.normal(size=(3, 2))
    centers0[iters % 2] = rng.choice([-1, 1]) * rng.uniform(60.0, 90.0, size=2)
    return {"X": clusters(rng, 9, 2, 3), "centers0": centers0, "iters": iters}


@cases("kind", "between", "twins")
def ties(rng, kind):
    """Whole numbers: samples halfway between two centres, or two centres at one place; means move all ties apart."""
    a, b = (int(value) for value in rng.integers(3, 8, size=2))
    if kind == "twins":
        centers0 = np.array([[a, b], [a, b], [-a - 20, b]], dtype=float)
        X = np.array([[a + 1, b], [a + 2, b + 1], [a + 5, b - 1], [-a - 21, b], [-a - 24, b + 2]], dtype=float)
    else:
        centers0 = np.array([[-a, -b], [a, -b], [0, 20 + b]], dtype=float)
        X = np.array([[0, -b], [0, -b - 1], [0, 1 - b], [a, 1 - b], [-a, -b - 1], [1, 19 + b]], dtype=float)
    return {"X": X[rng.permutation(len(X))], "centers0": centers0, "iters": 0 if kind == "between" else 1}


@cases("N D k", (30, 2, 3), (24, 3, 4), fit=clear)
def long_runs(rng, N, D, k):
    X = clusters(rng, N, D, k, spread=0.8)
    return {"X": X, "centers0": X[rng.choice(N, size=k, replace=False)] + 0.1, "iters": 12}


far = scaled(samples, X=1, centers0=1, scales=(-60, 60), rows=1)


def in_units_of_X(m, case):
    centers, labels, history = m.kmeans(case.X, case.centers0, case.iters)
    unit = float(np.abs(case.X).max())
    return centers / unit, labels, history / unit / unit


shapes = shaped("Centres have the shape of centers0, labels are N integers, and there are iters + 1 inertias.", samples)
centres = agrees(
    "Centres move to the means of the samples that are nearest to them.", samples, only=["centers"], points=2
)
labels = agrees(
    "The labels that come back belong to the centres that come back.", samples, only=["labels"], needs=[centres]
)
history = agrees(
    "The inertia is told before each iteration and after the last.", samples, only=["history"], by="entry", points=2
)
sizes = agrees(
    "It is right without an iteration, for one centre, and for as many as samples.",
    small,
    needs=[centres, history],
    scale=lambda case: float(np.sum(case.X**2)),
)
empty = agrees("A centre without samples stays where it is.", deserted, needs=[centres, history])
equal = agrees("If centres are equally near, the lowest label is taken.", ties, needs=[history])
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, of=in_units_of_X, needs=[centres, history])


@check(points=1, kind="property")
def fixed_point(student, long_runs, rng):
    """The inertia never rises; and centres that start in another order end in another order, with the same clusters."""
    orders = [rng.permutation(len(case.centers0)) for case in long_runs]

    def both(m, case):
        X, order = case.X, case.order
        others, names, _ = m.kmeans(X, case.centers0[order], case.iters)
        return m.kmeans(X, case.centers0, case.iters), (others, names)

    turned = [case.replaced(order=order) for case, order in zip(long_runs, orders, strict=True)]
    for (case, (one, other)), where in zip(student.each(both, turned), long_runs, strict=True):
        (centers, labels, history), (others, names) = one, other
        if np.any(np.diff(history) > 1e-9 * history[0]):
            fail("The inertia rises from one iteration to the next.", where)
        squared = np.sum((case.X[:, None] - centers) ** 2, axis=2)
        assert_law(
            "J is that of centres and labels", float(history[-1]), float(squared[np.arange(len(labels)), labels].sum())
        )
        found, renamed = (numbered_as_they_appear(a, b) for a, b in ((labels, centers), (names, others)))
        assert_law("the same samples are together", renamed[0], found[0], what="the clusters", where=where)
        assert_law("the same centres, in another order", renamed[1], found[1], what="the centres", where=where)


hygiene = hygiene_of(samples)

SQUARED, LABELS = "np.sum((X[:, None, :] - centers) ** 2, axis=2)", "np.argmin(squared, axis=1)"
MOVE = "centers[j] = X[labels == j].mean(axis=0)"
GUARDED = f"                if np.any(labels == j):\n                    {MOVE}\n"
INERTIA = "np.sum(np.min(squared, axis=1))"
VARYING = {"fixed_point": "Other ways to move may end at the same fixed point, or get there as fast."}
BUGS = [
    patch(
        "the labels are those of before the last move",
        {
            "return centers, labels, np.array": (
                "before = centers0 if iters < 2 else kmeans(X, centers0, iters - 1)[0]\n"
                "    labels = np.argmin(np.sum((X[:, None, :] - before) ** 2, axis=2), axis=1)\n"
                "    return centers, labels, np.array"
            )
        },
        hint="Label once more after the last move.",
    ),
    patch(
        "sums of samples are divided by N",
        {MOVE: "centers[j] = X[labels == j].sum(axis=0) / len(X)"},
        hint="A mean is a sum over its own number of samples.",
    ),
    patch(
        "a centre with a single sample stays where it is",
        {"if np.any(labels == j)": "if np.sum(labels == j) > 1"},
        hint="One sample is enough: it is its own mean.",
    ),
    patch(
        "a centre without samples becomes NaN",
        {GUARDED: f"                {MOVE}\n"},
        hint="The mean of nothing is NaN: such a centre stays where it is.",
    ),
    patch(
        "a centre without samples moves to the origin",
        {GUARDED: "                centers[j] = X[labels == j].sum(axis=0) / max(np.sum(labels == j), 1)\n"},
        hint="Such a centre stays where it is.",
    ),
    patch(
        "a centre without samples moves to the mean of all samples",
        {GUARDED: f"                {MOVE} if np.any(labels == j) else X.mean(axis=0)\n"},
        hint="Such a centre stays where it is.",
    ),
    patch(
        "only the first centre moves",
        {"range(len(centers))": "range(1)"},
        hint="All centres move, each to the mean of its own samples.",
    ),
    patch("the last centre never moves", {"range(len(centers))": "range(len(centers) - 1)"}, hint="All centres move."),
    patch(
        "centres move one by one, and samples are labelled in between",
        {GUARDED: GUARDED + f"                labels = np.argmin({SQUARED}, axis=1)\n"},
        hint="First all samples are labelled, then all centres move.",
    ),
    patch(
        "centres move to the median of their samples",
        {MOVE: "centers[j] = np.median(X[labels == j], axis=0)"},
        hint="The sum of squares is smallest at the mean.",
    ),
    patch(
        "each centre only goes half of the way",
        {MOVE: "centers[j] = (centers[j] + X[labels == j].mean(axis=0)) / 2"},
        hint="The new centre is the mean of its samples; where it was does not count.",
    ),
    patch(
        "the distances are summed without being squared",
        {INERTIA: "np.sum(np.sqrt(np.min(squared, axis=1)))"},
        hint="J is a sum of squared distances.",
    ),
    patch("the inertia is a mean over the samples", {INERTIA: "np.mean(np.min(squared, axis=1))"}, hint="J is a sum."),
    patch(
        "distances to all centres are summed", {INERTIA: "np.sum(squared)"}, hint="J counts the nearest centre only."
    ),
    patch(
        "of centres that are equally near, the last is taken",
        {LABELS: "len(centers) - 1 - np.argmin(squared[:, ::-1], axis=1)"},
        hint="np.argmin takes the first of equal entries, as is asked for here.",
    ),
    patch(
        "each sample is given to the farthest centre",
        {LABELS: "np.argmax(squared, axis=1)"},
        hint="The nearest counts.",
    ),
    patch(
        "the inertia at the end is missing",
        {"np.array(history)": "np.array(history[:-1])"},
        hint="iters + 1 entries: before each iteration, and at the end.",
    ),
    patch(
        "the inertia is told after the centres have moved, with the labels of before",
        {GUARDED: GUARDED + "            history[-1] = np.sum((X - centers[labels]) ** 2)\n"},
        hint="J belongs to the centres before they move, and their own labels.",
    ),
    patch(
        "one iteration is left out",
        {"iteration < iters": "iteration < iters - 1"},
        hint="Each iteration moves the centres.",
    ),
    patch(
        "at least one iteration is made",
        {
            "    centers, history = centers0.copy(), []\n": "    centers, history, iters = centers0.copy(), [], max(iters, 1)\n"
        },
        hint="With iters = 0 nothing moves: the samples are labelled with the centres as they are.",
    ),
    patch(
        "one iteration too many is made", {"iteration < iters": "True"}, hint="After the last labelling nothing moves."
    ),
    patch(
        "distances are taken along the axes, |x| + |y|",
        {SQUARED: "np.sum(np.abs(X[:, None, :] - centers), axis=2) ** 2"},
        hint="‖x − c‖² is the sum of the squared differences.",
    ),
    patch("centers0 is moved, too", {"centers0.copy()": "centers0"}, hint="centers0 belongs to the caller: copy it."),
]


EQUIVALENT = {
    "kmeans: np.sum(np.min(squared, axis=1)) → np.sum(np.min(squared, axis=1), axis=0)": "one number for each sample",
    "kmeans: X[:, None, :] - centers → centers - X[:, None, :]": "differences are squared",
    "kmeans: range(len(centers)) → range(len(centers) + 1)": "no sample has the label k: nothing is done for it",
    "kmeans: np.any(labels == j) → np.any(labels == j, axis=0)": "labels have one axis",
}


@variant
def vectorised(X, centers0, iters):
    def inertia_and_labels(centers):
        squared = (X**2).sum(axis=1)[:, None] - 2 * X @ centers.T + (centers**2).sum(axis=1)
        labels = squared.argmin(axis=1)
        return ((X - centers[labels]) ** 2).sum(), labels

    centers = centers0
    history = []
    for _ in range(iters):
        J, labels = inertia_and_labels(centers)
        history.append(J)
        one_hot = labels[:, None] == np.arange(len(centers))
        count = one_hot.sum(axis=0)
        means = one_hot.T.astype(float) @ X / np.maximum(count, 1)[:, None]
        centers = np.where(count[:, None] > 0, means, centers)
    J, labels = inertia_and_labels(centers)
    return centers.copy(), labels, np.array([*history, J])


@variant
def sample_by_sample(X, centers0, iters):
    k, D = centers0.shape
    centers = [[float(value) for value in row] for row in centers0]

    def nearest(x):
        best, label = None, 0
        for j in range(k):
            distance = sum((x[d] - centers[j][d]) ** 2 for d in range(D))
            if best is None or distance < best:
                best, label = distance, j
        return best, label

    history = []
    for step in range(iters + 1):
        found = [nearest(x) for x in X]
        history.append(float(sum(distance for distance, _ in found)))
        labels = [label for _, label in found]
        if step == iters:
            break
        for j in range(k):
            mine = [x for x, label in zip(X, labels, strict=True) if label == j]
            if mine:
                centers[j] = [sum(x[d] for x in mine) / len(mine) for d in range(D)]
    return np.array(centers), np.array(labels), np.array(history)

"""Checks, known bugs and variants of chapter15/redundant_softmax_equivalence."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("V", "c"),
    requires=("chapter09/softmax_rows",),
    minutes=10,
    hints=(
        "Subtract something from all scores of a sample, such that the score of class 0 becomes 0.",
        "W[:, :1] is the column of class 0, and still is a column: it broadcasts against W[:, 1:].",
    ),
)


@cases("D K", (4, 3), (3, 3), (5, 2), (1, 4), (2, 5), (3, 1), (1, 1))
def classifiers(rng, D, K):
    return {"W": rng.normal(size=(D, K)), "b": rng.normal(size=K)}


far = scaled(classifiers, W=1, b=1, scales=(-60, 60), rows=1)

shapes = shaped("K − 1 columns are left, and as many biases.", classifiers)
weights = agrees("Weights are those of each class, less those of class 0.", classifiers, only=["V"], points=2)
biases = agrees("Biases are those of each class, less that of class 0.", classifiers, only=["c"])
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, by="entry", needs=[weights, biases])


@check(points=1, kind="property")
def same_probabilities(student, classifiers, rng):
    """With the score 0 for class 0, all probabilities are as before."""
    for case, (V, c) in student.redundant_softmax_equivalence.on(classifiers):
        X = rng.normal(size=(6, len(case.W)))
        before, after = X @ case.W + case.b, np.column_stack([np.zeros(6), X @ V + c])
        P, Q = (np.exp(z - z.max(axis=1, keepdims=True)) for z in (before, after))
        P, Q = (E / E.sum(axis=1, keepdims=True) for E in (P, Q))
        assert_law("softmax(0, X V + c) = softmax(X W + b)", Q, P, rtol=1e-6, what="probabilities", where=case)


@check(points=1, kind="property")
def same_for_all(student, classifiers, rng):
    """What is added to all classes makes no difference."""
    turned = [
        case.replaced(W=case.W + rng.normal(size=(len(case.W), 1)), b=case.b + float(rng.uniform(1.0, 2.0)))
        for case in classifiers
    ]

    def form(m, case):
        return m.redundant_softmax_equivalence(case.W, case.b)

    for (case, one), (_, other) in zip(student.each(form, classifiers), student.each(form, turned), strict=True):
        assert_law("W + v 1ᵀ has the form of W", other[0], one[0], rtol=1e-6, what="V", where=case)
        assert_law("b + a has the form of b", other[1], one[1], rtol=1e-6, scale=4.0, what="c", where=case)


hygiene = hygiene_of(classifiers)

WEIGHTS, BIASES = "W[:, 1:] - W[:, :1]", "b[1:] - b[0]"
BUGS = [
    patch(
        "class 0 is added", {WEIGHTS: "W[:, 1:] + W[:, :1]", BIASES: "b[1:] + b[0]"}, hint="Its score has to become 0."
    ),
    patch(
        "all signs are turned",
        {WEIGHTS: "W[:, :1] - W[:, 1:]", BIASES: "b[0] - b[1:]"},
        hint="Class k minus class 0: the log-odds of class k.",
    ),
    patch(
        "differences are halved",
        {WEIGHTS: f"({WEIGHTS}) / 2", BIASES: f"({BIASES}) / 2"},
        hint="Half of the difference belongs to tanh; σ wants all of it.",
    ),
    patch("biases are left as they are", {BIASES: "b[1:]"}, hint="The bias of class 0 has to be subtracted as well."),
    patch(
        "weights are left as they are", {WEIGHTS: "W[:, 1:].copy()"}, hint="The column of class 0 has to be subtracted."
    ),
    patch(
        "the mean over the classes is subtracted",
        {WEIGHTS: "W[:, 1:] - W.mean(axis=1, keepdims=True)", BIASES: "b[1:] - b.mean()"},
        hint="Then class 0 has a score, too. Subtract class 0 itself.",
    ),
    patch(
        "the last class is the one that is subtracted",
        {WEIGHTS: "W[:, :-1] - W[:, -1:]", BIASES: "b[:-1] - b[-1]"},
        hint="Class 0 is to have the score 0.",
    ),
    patch(
        "neighbouring classes are subtracted from one another",
        {WEIGHTS: "np.diff(W, axis=1)", BIASES: "np.diff(b)"},
        hint="Class 0 is subtracted from each of the others.",
    ),
    patch(
        "the column of class 0, now zeros, is still there",
        {WEIGHTS: "W - W[:, :1]", BIASES: "b - b[0]"},
        hint="K − 1 columns: class 0 has no weights any more.",
    ),
    patch(
        "V loses the axis of classes where two are left, or that of a single feature",
        {WEIGHTS: "(W[:, 1:] - W[:, :1]).squeeze()"},
        hint="V is (D, K − 1), also where D or K − 1 is 1: no squeeze.",
    ),
    patch(
        "the row of feature 0 is subtracted",
        {WEIGHTS: "W[:, 1:] - W[:1, 1:]"},
        hint="Classes are columns: W[:, :1].",
    ),
    patch(
        "differences are rounded to ten digits behind the point",
        {WEIGHTS: f"np.round({WEIGHTS}, 10)", BIASES: f"np.round({BIASES}, 10)"},
        hint="Leave the digits as they are: weights may be of any size.",
    ),
]


@variant
def one_table(W, b):
    full = np.vstack([W, b])
    relative = (full.T - full[:, 0]).T
    return relative[:-1, 1:], relative[-1, 1:]


@variant
def class_by_class(W, b):
    D, K = W.shape
    V, c = np.zeros((D, K - 1)), np.zeros(K - 1)
    for k in range(1, K):
        for d in range(D):
            V[d, k - 1] = W[d, k] - W[d, 0]
        c[k - 1] = b[k] - b[0]
    return V, c


@variant
def contrasts(W, b):
    K = len(b)
    C = np.vstack([-np.ones(K - 1), np.eye(K - 1)])
    return W @ C, b @ C

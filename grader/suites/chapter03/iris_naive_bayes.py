"""Checks of chapter03/iris_naive_bayes, which is put together from a learner's answers."""

import numpy as np

from mdl_grade.network import iris
from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    hints=(
        "There is nothing to write here: get full marks for each of the exercises that it is made of, one by one.",
        "What the report names as wrong is an exercise: grade that one by itself, and it says more.",
    ),
    seconds=5.0,
)


@cases("sizes D", ((7, 4), 3), ((4, 6, 3), 3), ((5, 3, 4), 2))
def samples(rng, sizes, D):
    K = len(sizes)
    y = rng.permutation(np.repeat(np.arange(K), sizes))
    centres, deviations = 2.0 * rng.normal(size=(K, D)), rng.uniform(0.5, 2.0, size=(K, D))
    X = centres[y] + deviations[y] * rng.normal(size=(len(y), D))
    return {"X": X, "y": y, "Q": rng.normal(0.0, 2.0, size=(4, D))}


@cases("known", 90, 60, exact=True)
def flowers(rng, known):
    """Irises to learn from, and others, divided at random."""
    X, y = iris().X, iris().Y.argmax(axis=1)
    order = rng.permutation(len(X))
    first, rest = order[:known], order[known:]
    return {"X": X[first], "y": y[first], "X_new": X[rest], "y_new": y[rest]}


def feature_by_feature(m, case):
    model = m.learn(case.X, case.y, len(np.unique(case.y)))
    return {"model": model, "beliefs": [m.beliefs(model, q) for q in case.Q]}


def in_one_go(m, case):
    return m.at_once(case.X, case.y, case.Q)


def told_apart(m, case):
    model = m.learn(case.X, case.y, 3)
    return {
        "posteriors": m.classify(model, case.X_new),
        "at once": m.at_once(case.X, case.y, case.X_new),
        "confusion": m.tell_apart(case.X, case.y, case.X_new, case.y_new, 3),
    }


learns = agrees(
    "Shares, means and deviations of the classes are learnt.", samples, of=feature_by_feature, only=["model"]
)
believes = agrees(
    "Each feature changes what is believed, as Bayes' rule says.",
    samples,
    of=feature_by_feature,
    only=["beliefs"],
    points=2,
)
together = agrees("In one go the posteriors are right, too.", samples, of=in_one_go)
irises = agrees(
    "Irises that it has never seen are told apart, with the posteriors that are due to them.",
    flowers,
    of=told_apart,
    kind="training",
    points=2,
)


@check(points=1, kind="property")
def both_ways(student, flowers):
    """Feature by feature or in one go: the posteriors are the same, and sum to 1."""

    def posteriors(m, case):
        return m.classify(m.learn(case.X, case.y, 3), case.X_new), m.at_once(case.X, case.y, case.X_new)

    for case, (one_by_one, at_once) in student.each(posteriors, flowers):
        assert_law("posteriors feature by feature = in one go", one_by_one, at_once, rtol=1e-8, what="P", where=case)
        assert_law("Σ_k P[m, k] = 1", one_by_one.sum(axis=1), np.ones(len(at_once)), what="P", where=case)

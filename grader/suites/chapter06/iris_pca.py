"""Checks of chapter06/iris_pca, which is put together from a learner's answers."""

import numpy as np

from mdl_grade.network.data import iris_in_cm
from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    hints=(
        "There is nothing to write here: get full marks for each of the exercises that it is made of, one by one.",
        "What the report names as wrong is an exercise: grade that one by itself, and it says more.",
    ),
    seconds=5.0,
)


def gaps(case):
    """All deviations are well apart, the first one most; none is tiny."""
    s = np.linalg.svd(case.X - case.X.mean(axis=0), compute_uv=False)
    return np.all(s[1:] < 0.9 * s[:-1]) and s[1] < 0.75 * s[0] and s[-1] > 0.03 * s[0]


@cases("N D k", (8, 4, 2), (7, 3, 1), (9, 5, 3), fit=gaps)
def samples(rng, N, D, k):
    """Samples around a mean of their own, and new ones, which may lie elsewhere."""
    mix = np.linalg.qr(rng.normal(size=(D, D)))[0] * 0.6 ** np.arange(D)[:, None]
    X, X_new = (rng.normal(size=(size, D)) @ mix * 2.0 for size in (N, 4))
    mean = rng.choice([-1, 1], size=D) * rng.uniform(2.0, 5.0, size=D)
    return {"X": X + mean, "k": k, "X_new": X_new + mean + 0.5}


@cases("N k", (60, 2), (90, 1), (40, 3), exact=True, fit=gaps)
def flowers(rng, N, k):
    """Irises in cm to learn from, and others."""
    X = iris_in_cm().X[rng.permutation(150)]
    return {"X": X[:N], "k": k, "X_new": X[N : N + 20]}


def described(m, case):
    return m.describe(case.X, case.k)


def learnt(m, case):
    mean, components, variances = m.learn(case.X, case.k)
    return {"mean": mean, "components": components, "variances": variances}


def new_ones(m, case):
    model = m.learn(case.X, case.k)
    coordinates = m.reduce(model, case.X_new)
    again = m.restore(model, coordinates)
    return {"coordinates": coordinates, "again": again, "lost": m.lost(case.X_new, again)}


def other_ways(m, case):
    variance, direction = m.first_direction(case.X)
    far, near = m.ways(case.X, m.reduce(m.learn(case.X, case.k), case.X))
    return {
        "variance": variance,
        "direction": direction,
        "of rank k": m.nearest_of_rank(case.X, case.k),
        "oddness": m.oddness(case.X),
        "distances": far,
        "on the map": near,
    }


COLUMNS, ROWS = up_to_sign(axis=0), up_to_sign(axis=1)

directions = agrees("Mean, components and variances are learnt.", samples, of=learnt, canonical={"components": ROWS})
summary = agrees(
    "Scores, shares of the variance, and what is put together again, are right.",
    samples,
    of=described,
    canonical={"scores": COLUMNS},
    points=2,
)
new = agrees(
    "New samples get their coordinates, and come back from them as near as can be.",
    samples,
    of=new_ones,
    canonical={"coordinates": COLUMNS},
)
irises = agrees(
    "Irises are put on a map, and what the map does not show is as much as it should be.",
    flowers,
    of=described,
    canonical={"scores": COLUMNS},
    points=2,
)
unseen = agrees(
    "Irises that nothing was learnt from are put on it, too.", flowers, of=new_ones, canonical={"coordinates": COLUMNS}
)
measured = agrees(
    "The first direction, the nearest flowers of rank k, distances and odd flowers are found.",
    flowers,
    of=other_ways,
    canonical={"direction": up_to_sign()},
    points=2,
)


@check(points=1, kind="property")
def together(student, samples, flowers):
    """The parts fit: what is lost is what is not explained, and two ways lead to the same flowers and directions."""

    def everything(m, case):
        D = case.X.shape[1]
        return described(m, case), learnt(m, case), other_ways(m, case), m.describe(case.X, D), m.learn(case.X, D)

    for case, (said, model, other, whole, (_, _, variances)) in student.each(everything, [*samples, *flowers]):
        not_explained = said["total"] * (1.0 - said["explained"])
        law = "Σ‖x − x̂‖² / (N − 1) = tr C · (1 − explained)"
        assert_law(law, said["lost"], not_explained, scale=said["total"], rtol=1e-9, where=case)
        law = "x̂ by scores and components = x̂ of rank k"
        assert_law(law, said["again"], other["of rank k"], rtol=1e-9, where=case)
        law = "the variance that power iteration finds = the first of the variances"
        assert_law(law, other["variance"], model["variances"][0], rtol=1e-9, where=case)
        law = "|direction · first component| = 1"
        assert_law(law, np.abs(other["direction"] @ model["components"][0]), 1.0, rtol=1e-9, where=case)
        law = "Mahalanobis² = Σ_j scores[:, j]² / variances[j], with all components"
        assert_law(law, other["oddness"] ** 2, np.sum(whole["scores"] ** 2 / variances, axis=1), rtol=1e-6, where=case)
        if np.any(other["on the map"] > other["distances"] + 1e-6 * other["distances"].max()):
            fail("On the map, two samples are farther from each other than they are.", case)

"""Checks of chapter14/choose_by_validation, which is put together from a learner's answers."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    hints=(
        "There is nothing to write here: get full marks for each of the exercises that it is made of, one by one.",
        "What the report names as wrong is an exercise: grade that one by itself, and it says more.",
    ),
    seconds=5.0,
)


def curve(rng, N):
    """Measure a curve at N places of either sign."""
    x = np.where(np.arange(N) % 2 == 0, -1.0, 1.0) * rng.uniform(0.1, 1.5, size=N)
    return x, np.sin(2.5 * x) + x + 2.0 + 0.2 * rng.normal(size=N)


@cases("N degree lam", (9, 3, 0.4), (7, 1, 3.0), (12, 5, 0.02))
def measured(rng, N, degree, lam):
    x, y = curve(rng, N)
    new = rng.uniform(-1.5, 1.5, size=4)
    return {"x": x, "y": y, "degree": degree, "lam": lam * rng.uniform(1.0, 1.5), "new": new}


@cases("N k", (14, 4), (15, 5), (11, 2))
def searched(rng, N, k):
    x, y = curve(rng, N)
    draws = np.random.default_rng(int(rng.integers(2**31)))
    return {"x": x, "y": y, "degrees": [1, 3, 6], "lams": [0.01, 2.0], "k": k, "rng": draws}


def fitted(m, case):
    w, b = m.fit(case.x, case.y, case.degree, case.lam)
    return {"w": w, "b": b, "at new places": m.predict((w, b), case.new)}


fits = agrees("A polynomial is fitted, and says what it should at new places.", measured, of=fitted, points=2)


@check(points=2, needs=[])
def partition(student, searched):
    """The folds are a partition of the samples, and what is fitted to has nothing of what is judged on."""
    for case, (folds, _, _, _) in student.choose.on(searched):
        n = len(case.x)
        dealt = np.sort(np.concatenate([val for _, val in folds]))
        assert_close(dealt, np.arange(n), names=("the sorted indices of all folds",), where=case)
        for train, val in folds:
            both = np.sort(np.concatenate([train, val]))
            assert_close(both, np.arange(n), names=("the sorted indices of a pair",), where=case)


@check(points=1, kind="random", needs=[partition])
def dealt_anew(student, rng):
    """The samples are dealt at random, anew by each Generator."""
    # The first fold is one of C(40, 20) sets: two are equal by chance once in 1e11.
    x, y = curve(rng, 40)
    seeds = [int(seed) for seed in rng.integers(2**31, size=2)]

    def first(m):
        return [m.choose(x, y, [1], [1.0], 2, np.random.default_rng(seed))[0][0][1] for seed in seeds]

    one, other = (np.sort(val) for val in student.run(first))
    where = "40 samples in 2 folds"
    if np.array_equal(one, other):
        fail("Two Generators in different states gave the same folds.", where)
    for val in (one, other):
        if np.ptp(np.diff(val)) == 0:
            fail("A fold holds neighbours, or every second sample: nothing has been shuffled.", where)


@check(points=2, needs=[fits, partition])
def errors(student, reference, searched):
    """Each candidate is judged on the folds that it was not fitted to, and the best one is chosen."""
    for case, (folds, table, degree, lam) in student.choose.on(searched):
        right = np.zeros(table.shape)
        for row, d in enumerate(case.degrees):
            for column, strength in enumerate(case.lams):
                right[row, column] = reference.run(
                    lambda m, d=d, s=strength, case=case, folds=folds: m.validation_error(case.x, case.y, d, s, folds)
                )
        assert_law("the errors are those of these folds", table, right, rtol=1e-6, what="the errors", where=case)
        best = np.unravel_index(np.argmin(right), right.shape)
        if (degree, lam) != (case.degrees[best[0]], case.lams[best[1]]):
            fail("Another candidate has a smaller error.", case)

"""Checks of chapter16/digits_lbfgs, which is put together from a learner's answers."""

import numpy as np

from mdl_grade.network import digits
from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    hints=(
        "There is nothing to write here: get full marks for each of the exercises that it is made of, one by one.",
        "What the report names as wrong is an exercise: grade that one by itself, and it says more.",
    ),
    seconds=20.0,
)
L2 = 0.1


def three_or_eight(rng):
    """Draw 60 of the threes and eights, with classes 0 and 1."""
    data = digits()
    labels = np.argmax(data.Y, axis=1)
    chosen = rng.permutation(np.flatnonzero((labels == 3) | (labels == 8)))[:60]
    return data.X.reshape(-1, 64)[chosen], (labels[chosen] == 8).astype(np.int64)


@cases("N D", (12, 3), (9, 2), (15, 4))
def samples(rng, N, D):
    """Features of different sizes, so that a step of length 1 is too long at times."""
    X = rng.normal(size=(N, D)) * np.geomspace(1.0, 6.0, D)
    return {"X": X, "y": rng.permutation(np.arange(N) % 2), "l2": 0.1}


def first_points(m, case):
    loss, gradient = m.penalised(np.full(case.X.shape[1] + 1, 0.5), case.X, case.y, case.l2)
    return {"loss": loss, "gradient": gradient, "points": m.minimise(case.X, case.y, case.l2, 8, 3, 0.0)}


steps = agrees("The loss, its gradient, and the first eight steps are right.", samples, of=first_points, points=2)


@check(points=2, kind="convergence", needs=[])
def iterates(student, reference, rng):
    """Between 3 and 8, the first ten points are those of the reference's parts."""
    X, y = three_or_eight(rng)

    def ten(m):
        return m.minimise(X, y, L2, 10)

    got, want = student.run(ten), reference.run(ten)
    assert_close(got, want, names=("the points",), rtol=1e-6, where="60 digits, 3 or 8")


@check(points=1, kind="convergence", needs=[])
def arrives(student, rng):
    """After thirty steps the gradient has all but vanished: it is the minimum."""
    X, y = three_or_eight(rng)
    theta = student.run(lambda m: m.minimise(X, y, L2, 30)[-1])
    assert_shapes(theta, np.zeros(65), names=("the last point",))
    error = 0.5 * (1.0 + np.tanh(0.5 * (X @ theta[:-1] + theta[-1]))) - y
    gradient = np.append(error @ X / len(y) + L2 * theta[:-1], np.mean(error))
    if not np.linalg.norm(gradient) <= 1e-3:
        fail("The gradient is far from 0 after thirty steps.", "60 digits, 3 or 8")

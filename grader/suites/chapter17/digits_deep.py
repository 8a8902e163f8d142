"""Checks of chapter17/digits_deep, which is put together from a learner's answers."""

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


def flat_digits():
    data = digits()
    return data.X.reshape(-1, 64), np.argmax(data.Y, axis=1)


@cases("N widths p_drop", (7, (5, 4, 3), 0.3), (6, (3, 6, 6, 2), 0.2), (5, (4, 3), 0.2))
def network(rng, N, widths, p_drop):
    draws = np.random.default_rng(int(rng.integers(2**31)))
    X, new = rng.normal(size=(N, widths[0])), rng.normal(size=(3, widths[0]))
    y = rng.permutation(np.arange(N) % widths[-1])
    return {"widths": widths, "p_drop": p_drop, "X": X, "y": y, "new": new, "rng": draws}


def two_steps(m, case):
    """Train on one batch twice, and look at what the network says of new samples, and of one alone."""
    net = m.Network(case.widths, case.p_drop, case.rng)
    losses = [net.step(case.X, case.y, 0.1), net.step(case.X, case.y, 0.1)]
    return {"losses": losses, "W": net.W, "b": net.b, "logits": net.predict(case.new)}


steps = agrees(
    "Put together, your parts go forward and back as they should, in training and in evaluation, step by step.",
    network,
    of=two_steps,
    points=2,
)


@check(points=2, kind="training", needs=[])
def curve(student, reference, rng):
    """Trained on handwritten digits, your network follows the loss curve of the reference's parts, step by step."""
    (X, y), seed = flat_digits(), int(rng.integers(2**31))

    def losses(m):
        return m.Network((64, 32, 32, 10), 0.2, np.random.default_rng(seed)).epoch(X[:1200], y[:1200], 50, 0.1)

    return check_curve(student.run(losses), reference.run(losses), where="1200 digits, 50 at a time")


@check(points=1, kind="training", needs=[curve])
def reads(student, reference, rng):
    """After these steps, your network says of unseen digits what that of the reference's parts says."""
    (X, y), seed = flat_digits(), int(rng.integers(2**31))

    def logits(m):
        net = m.Network((64, 32, 32, 10), 0.2, np.random.default_rng(seed))
        net.epoch(X[:600], y[:600], 50, 0.1)
        return net.predict(X[1500:1540])

    assert_close(student.run(logits), reference.run(logits), names=("the logits",), rtol=1e-6, where="40 unseen digits")

"""Checks of chapter11/digits_mlp, which is put together from a learner's answers."""

import itertools

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

TRAINING, APART, UNSEEN = slice(0, 1200), slice(1200, 1500), slice(1500, None)


def flat_digits():
    data = digits()
    return data.X.reshape(-1, 64), data.Y


# --- cases ------------------------------------------------------------------------------------------------------------
def drawn(rng, N, widths):
    params = [
        (rng.normal(scale=a**-0.5, size=(a, b)), rng.normal(scale=0.5, size=b)) for a, b in itertools.pairwise(widths)
    ]
    return {"params": params, "X": rng.normal(size=(N, widths[0])), "Y": rng.normal(size=(N, widths[-1]))}


@cases("N widths", (7, (5, 4, 3)), (6, (3, 3, 3, 3)), (4, (6, 2)))
def network(rng, N, widths):
    return {**drawn(rng, N, widths), "batches": [np.arange(3), np.arange(3, N)], "lr": 0.1}


@cases("N widths", (7, (5, 4, 3)), (6, (2, 5, 4)))
def whole_batches(rng, N, widths):
    apart = drawn(rng, N + 2, widths)
    order = np.random.default_rng(int(rng.integers(2**31)))
    return {**drawn(rng, N, widths), "X_val": apart["X"], "Y_val": apart["Y"], "lr": 0.3, "rng": order}


# --- scenarios --------------------------------------------------------------------------------------------------------
def two_epochs(m, case):
    training = m.Training(case.params)
    first = training.epoch(case.X, case.Y, case.batches, case.lr)
    second = training.epoch(case.X, case.Y, case.batches, case.lr / 2)
    return {"losses": [first, second], **named(training.params, case)}


def trained_on_all(m, case, epochs=8):
    """Train with all samples in each minibatch, so that their order does not matter."""
    given = (case.params, case.X, case.Y, case.X_val, case.Y_val)
    return named(m.train(*given, epochs, len(case.X), case.lr, case.rng), case)


def named(params, case):
    return {f"{name}{i + 1}": params[i][j] for i in range(len(case.params)) for j, name in enumerate("Wb")}


def right(Y_hat):
    _, Y = flat_digits()
    assert_shapes(Y_hat, Y[UNSEEN], names=("Y_hat",))
    return np.mean(np.argmax(Y_hat, axis=1) == np.argmax(Y[UNSEEN], axis=1))


@floor(score=right, runs=5, rank=1)
def read(m, seed):
    """share of unseen digits that are read rightly"""
    X, Y = flat_digits()
    rng = np.random.default_rng(seed)
    start = [(rng.normal(scale=a**-0.5, size=(a, b)), np.zeros(b)) for a, b in ((64, 24), (24, 10))]
    given = (constant(m, array) for array in (X[TRAINING], Y[TRAINING], X[APART], Y[APART]))
    params = m.train(start, *given, 8, 50, 0.02, rng)
    return m.predict(params, X[UNSEEN])


# --- checks -----------------------------------------------------------------------------------------------------------
steps = agrees(
    "Put together, your backpropagation and your Adam move every W and every b as they should, step by step.",
    network,
    of=two_epochs,
    points=2,
)


@check(points=1, kind="training", needs=[steps])
def curve(student, reference, rng):
    """Trained on handwritten digits, your network follows the reference's loss curve, minibatch by minibatch."""
    (X, Y), seed = flat_digits(), int(rng.integers(2**31))

    def losses(m):
        start = m.initial((64, 16, 10), np.random.default_rng(seed))
        return m.Training(start).epoch(X[:800], Y[:800], [np.arange(i, i + 20) for i in range(0, 800, 20)], 0.02)

    return check_curve(student.run(losses), reference.run(losses), axis="minibatch", where="800 digits, 20 at a time")


schedule = agrees(
    "The learning rate falls from epoch to epoch, and the parameters of the best epoch are kept.",
    whole_batches,
    of=trained_on_all,
    kind="training",
    needs=[steps],
)


@check(points=1, kind="training", needs=[steps])
def reads(student, rng):
    """After training with your own minibatches, your network reads digits that it has never seen."""
    read.hold(student, rng, where="297 digits")

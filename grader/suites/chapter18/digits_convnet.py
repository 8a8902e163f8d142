"""Checks of chapter18/digits_convnet, which is put together from a learner's answers."""

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

NAMES = ("kernels1", "b1", "kernels2", "b2", "W", "c")
TRAINING, UNSEEN = slice(0, 240), slice(1500, 1600)


def labelled_digits():
    """Return images around zero, and labels."""
    data = digits()
    return data.X - 0.3, np.argmax(data.Y, axis=1)


# --- cases ------------------------------------------------------------------------------------------------------------
@cases("N H W filters K", (5, 8, 8, (3, 4), 3), (4, 7, 10, (2, 3), 5), (6, 6, 5, (4, 4), 2))
def network(rng, N, H, W, filters, K):
    start = np.random.default_rng(int(rng.integers(2**31)))
    y = rng.permutation(np.arange(N) % K)
    return {"shape": (H, W), "filters": filters, "K": K, "rng": start, "X": rng.normal(size=(N, 1, H, W)), "y": y}


# --- scenarios --------------------------------------------------------------------------------------------------------
def start(m, case):
    return m.initial(case.shape, case.filters, case.K, case.rng)


def layers(m, case):
    return m.forward(start(m, case), case.X)


def slopes(m, case):
    loss, found = (result := m.gradients(start(m, case), case.X, case.y))[0], result[1]
    return {"loss": loss, **{f"d{name}": found[name] for name in NAMES}}


def two_epochs(m, case):
    """Take two steps on parts of the samples, and two on all of them in another order."""
    training = m.Training(start(m, case))
    halves, all_of_them = [np.arange(2), np.arange(2, len(case.y))], np.arange(len(case.y))[::-1].copy()
    losses = [
        training.epoch(case.X, case.y, halves, 0.05),
        training.epoch(case.X, case.y, [all_of_them, all_of_them], 0.02),
    ]
    return {"losses": losses, **{name: training.params[name] for name in NAMES}}


def dealt(m, case):
    """Train with all samples in each minibatch, so that their order does not matter."""
    params = m.train(start(m, case), case.X, case.y, 3, len(case.y), 0.05, case.rng)
    return {name: params[name] for name in NAMES}


def right(logits):
    _, y = labelled_digits()
    assert_shapes(logits, np.zeros((len(y[UNSEEN]), 10)), names=("the logits",))
    return np.mean(np.argmax(logits, axis=1) == y[UNSEEN])


@floor(score=right, runs=7, rank=4)
def read(m, seed):
    """share of unseen digits that are read rightly"""
    X, y = labelled_digits()
    rng = np.random.default_rng(seed)
    params = m.initial((8, 8), (5, 6), 10, rng)
    params = m.train(params, constant(m, X[TRAINING]), constant(m, y[TRAINING]), 1, 6, 0.02, rng)
    return m.forward(params, X[UNSEEN])["dense"]


# --- checks -----------------------------------------------------------------------------------------------------------
right_layers = agrees(
    "Put together, your layers hand on the right numbers, from the first convolution to the logits.",
    network,
    of=layers,
)
right_slopes = agrees(
    "Put together, your way back gives the right gradient for each parameter.", network, of=slopes, points=2
)
steps = agrees(
    "Your Adam moves every parameter as it should, step by step.",
    network,
    of=two_epochs,
    points=1,
    needs=[right_slopes],
)

batches = agrees(
    "Your minibatches deal out every sample in each epoch.", network, of=dealt, kind="training", needs=[steps]
)


@check(points=2, kind="training", needs=[right_layers])
def curve(student, reference, rng):
    """Trained on handwritten digits, your network follows the reference's loss curve, minibatch by minibatch."""
    (X, y), seed = labelled_digits(), int(rng.integers(2**31))

    def losses(m):
        params = m.initial((8, 8), (5, 6), 10, np.random.default_rng(seed))
        batches = [np.arange(i, i + 16) for i in range(0, 320, 16)]
        return m.Training(params).epoch(X[:320], y[:320], batches, 0.01)

    return check_curve(student.run(losses), reference.run(losses), axis="minibatch", where="320 digits, 16 at a time")


@check(points=1, kind="training", needs=[right_slopes])
def reads(student, rng):
    """After training with your own minibatches, your network reads digits that it has never seen."""
    read.hold(student, rng, where="100 digits")

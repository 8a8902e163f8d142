"""Checks of chapter19/row_reader, which is put together from a learner's answers."""

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

TRAINING, UNSEEN = slice(0, 1200), slice(1500, None)


def rows_of_digits():
    data = digits()
    return data.X[:, 0], np.argmax(data.Y, axis=1)


# --- cases ------------------------------------------------------------------------------------------------------------
@cases("N T D K classes", (5, 4, 3, 2, 3), (4, 4, 4, 4, 4), (3, 3, 2, 5, 2))
def small(rng, N, T, D, K, classes):
    """Steep inputs, so that gradients are long enough to be clipped."""
    X = 3.0 * rng.normal(size=(N, T, D))
    y = rng.permutation(np.arange(N) % classes)
    draws = np.random.default_rng(int(rng.integers(2**31)))
    return {"layers": (D, K, classes), "rng": draws, "X": X, "y": y, "lr": 0.05}


@cases("N T D K", (6, 3, 2, 3), (5, 4, 3, 2))
def whole_batches(rng, N, T, D, K):
    """All samples in each minibatch, so that their order does not matter."""
    draws = np.random.default_rng(int(rng.integers(2**31)))
    return {
        "X": rng.normal(size=(N, T, D)),
        "y": rng.permutation(np.arange(N) % 3),
        "K": K,
        "batch_size": N,
        "rng": draws,
    }


@cases("N batch_size", (7, 3), (5, 2))
def equal_samples(rng, N, batch_size):
    """Samples that are all the same, so that only the number of minibatches matters."""
    draws = np.random.default_rng(int(rng.integers(2**31)))
    X = np.repeat(rng.normal(size=(1, 3, 2)), N, axis=0)
    return {"X": X, "y": np.full(N, 2), "K": 3, "batch_size": batch_size, "rng": draws}


# --- scenarios --------------------------------------------------------------------------------------------------------
def first_gradients(m, case):
    D, K, classes = case.layers
    loss, gradients = m.RowReader(D, K, classes, case.rng).gradients(case.X, case.y)
    return {"loss": loss, **{f"d{name}": gradients[name] for name in ("Wx", "Wh", "b", "V", "a")}}


def three_steps(m, case):
    D, K, classes = case.layers
    reader = m.RowReader(D, K, classes, case.rng)
    losses = [reader.step(case.X, case.y, case.lr) for _ in range(3)]
    return {"losses": losses, **{name: reader.params[name] for name in ("Wx", "Wh", "b", "V", "a")}}


def said(m, case):
    D, K, classes = case.layers
    reader = m.RowReader(D, K, classes, case.rng)
    return reader.beliefs(case.X)


def trained(m, case):
    reader = m.train(case.X, case.y, case.K, 3, case.batch_size, 0.05, case.rng)
    return {name: reader.params[name] for name in ("Wx", "Wh", "b", "V", "a")}


def right(logits):
    data = digits()
    assert_shapes(logits, data.Y[UNSEEN], names=("what is believed after the last row",))
    return np.mean(np.argmax(logits, axis=1) == np.argmax(data.Y[UNSEEN], axis=1))


@floor(score=right, runs=5, rank=1)
def read(m, seed):
    """share of unseen digits that are read rightly"""
    X, y = rows_of_digits()
    reader = m.train(constant(m, X[TRAINING]), constant(m, y[TRAINING]), 16, 3, 60, 0.05, np.random.default_rng(seed))
    return reader.beliefs(constant(m, X[UNSEEN]))[:, -1]


# --- checks -----------------------------------------------------------------------------------------------------------
gradients = agrees(
    "Put together, your LSTM and your loss give the gradients of all parameters.",
    small,
    of=first_gradients,
    kind="gradient",
)
steps = agrees(
    "Clipped, and followed by Adam, they move every parameter as they should, step by step.",
    small,
    of=three_steps,
    points=2,
    rtol=1e-6,
)
reading = agrees("Row by row, your lstm_step reads what your lstm_forward would read.", small, of=said)


@check(points=1, kind="training", needs=[])
def curve(student, reference, rng):
    """Trained on handwritten digits, your network follows the reference's loss curve, minibatch by minibatch."""
    (X, y), seed = rows_of_digits(), int(rng.integers(2**31))

    def losses(m):
        reader = m.RowReader(8, 16, 10, np.random.default_rng(seed))
        return reader.epoch(X[:800], y[:800], [np.arange(i, i + 20) for i in range(0, 800, 20)], 0.02)

    return check_curve(student.run(losses), reference.run(losses), axis="minibatch", where="800 digits, 20 at a time")


epochs = agrees(
    "In each epoch, your minibatches bring every sample once.",
    whole_batches,
    of=trained,
    kind="training",
    rtol=1e-6,
    needs=[steps],
)
rest = agrees(
    "The last minibatch of an epoch may be smaller than the others.",
    equal_samples,
    of=trained,
    kind="training",
    rtol=1e-6,
    needs=[epochs],
)


@check(points=1, kind="training", needs=[steps, reading])
def reads(student, rng):
    """After training with your own minibatches, your network reads digits that it has never seen."""
    read.hold(student, rng, where="297 digits")

"""Checks of chapter21/digits_vae, which is put together from a learner's answers."""

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

NAMES = ("W1", "b1", "W_mu", "b_mu", "W_logvar", "b_logvar", "W2", "b2", "W3", "b3")
TRAINING, UNSEEN = slice(0, 480), slice(1500, 1700)


def flat_digits():
    return digits().X.reshape(-1, 64)


# --- cases ------------------------------------------------------------------------------------------------------------
@cases("N P hidden codes beta", (5, 6, 4, 3, 0.25), (4, 7, 3, 1, 0.6), (1, 5, 5, 5, 0.0))
def network(rng, N, P, hidden, codes, beta):
    start, noise = (np.random.default_rng(int(rng.integers(2**31))) for _ in range(2))
    X = rng.uniform(0.05, 0.95, size=(N, P))
    return {"X": X, "hidden": hidden, "codes": codes, "beta": beta, "rng": start, "noise": noise}


# --- scenarios --------------------------------------------------------------------------------------------------------
def start(m, case):
    return m.initial(case.X, case.hidden, case.codes, case.rng)


def layers(m, case):
    return m.forward(start(m, case), case.X, case.noise)


def worth(m, case):
    value, nats = m.bounds(start(m, case), case.X, case.noise)
    return {"value": value, "nats": nats}


def slopes(m, case):
    loss, found = m.gradients(start(m, case), case.X, case.beta, case.noise)
    return {"loss": loss, **{f"d{name}": found[name] for name in NAMES}}


def two_epochs(m, case):
    """Take two steps on parts of the images, and two on all of them in another order."""
    training, noise = m.Training(start(m, case)), constant(m, case.noise)
    halves, everything = [np.arange(1), np.arange(len(case.X) // 2, len(case.X))], np.arange(len(case.X))[::-1].copy()
    losses = [
        training.epoch(case.X, halves, 0.05, case.beta, noise),
        training.epoch(case.X, [everything, everything], 0.02, 1.0, noise),
    ]
    return {"losses": losses, **{name: training.params[name] for name in NAMES}}


def dealt(m, case):
    """Train with all images in each minibatch, so that their order does not matter."""
    params = m.train(start(m, case), case.X, 3, len(case.X), 0.05, case.rng, case.noise)
    return {name: params[name] for name in NAMES}


def mean_value(value):
    assert_shapes(value, np.zeros(UNSEEN.stop - UNSEEN.start), names=("the values",))
    return np.mean(value)


@floor(score=mean_value, runs=7, rank=4)
def described(m, seed):
    """nats that an unseen digit is worth on average, at least"""
    X, rng = constant(m, flat_digits()[TRAINING]), np.random.default_rng(seed)
    deal, noise = (np.random.default_rng(int(rng.integers(2**31))) for _ in range(2))
    params = m.initial(X, 16, 4, rng)
    params = m.train(params, X, 2, 12, 0.02, deal, noise)
    return m.bounds(params, flat_digits()[UNSEEN], noise)[0]


# --- checks -----------------------------------------------------------------------------------------------------------
right_layers = agrees(
    "Put together, your parts hand on the right numbers, from the encoder through the code to the logits.",
    network,
    of=layers,
)
right_worth = agrees(
    "They say what the codes are worth, and how many nats they say.",
    network,
    of=worth,
    by="entry",
    needs=[right_layers],
)
right_slopes = agrees(
    "Put together, your way back gives the right gradient for each parameter.",
    network,
    of=slopes,
    points=2,
    needs=[right_layers],
)
steps = agrees(
    "Your Adam moves every parameter as it should, step by step.", network, of=two_epochs, needs=[right_slopes]
)
batches = agrees(
    "Your minibatches deal out every image in each epoch.", network, of=dealt, kind="training", needs=[steps]
)


@check(points=2, kind="training", needs=[right_layers])
def curve(student, reference, rng):
    """Trained on handwritten digits, your network follows the reference's loss curve, minibatch by minibatch."""
    X, seed = flat_digits()[:320], int(rng.integers(2**31))

    def losses(m):
        params = m.initial(X, 16, 4, np.random.default_rng(seed))
        batches = [np.arange(i, i + 16) for i in range(0, 320, 16)]
        return m.Training(params).epoch(X, batches, 0.01, 0.5, np.random.default_rng(seed + 1))

    return check_curve(student.run(losses), reference.run(losses), axis="minibatch", where="320 digits, 16 at a time")


@check(points=1, kind="training", needs=[right_slopes])
def describes(student, rng):
    """After training with your own minibatches, your network describes digits that it has never seen."""
    described.hold(student, rng, where="200 digits")

"""Checks of chapter23/digits_graph, which is put together from a learner's answers."""

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
NAMES = ("W1", "W2", "W3")
NEIGHBOURS, WIDTH = 4, 16
UNSEEN = slice(1500, 1600)
"""The digits without a label: the first of the nodes."""


def classes():
    return np.argmax(digits().Y, axis=1)


def some_digits(rng):
    """Return features and classes of those without a label and of two of each class, and where these two stand.

    An image of 8 × 8 pixels becomes one of 4 × 4: whoever computes Â X W in one sum over all indices needs its time.
    """
    y = classes()
    two = [rng.choice(np.flatnonzero(y[: UNSEEN.start] == k), size=2, replace=False) for k in range(10)]
    chosen = np.concatenate([np.arange(UNSEEN.start, UNSEEN.stop), *two])
    X = digits().X[chosen].reshape(len(chosen), 4, 2, 4, 2).mean(axis=(2, 4))
    return X.reshape(len(chosen), -1), y[chosen], np.arange(len(chosen))[-20:]


def right(logits):
    y = classes()[UNSEEN]
    assert_shapes(logits, np.zeros((len(y), 10)), names=("the logits",))
    return np.mean(np.argmax(logits, axis=1) == y)


# --- cases ------------------------------------------------------------------------------------------------------------
@cases("n d h K", (8, 3, 5, 3), (7, 4, 4, 2), (6, 6, 6, 6))
def network(rng, n, d, h, K):
    """Draw a graph with a hub and a node that is tied to nobody; half of the nodes have a label."""
    A = np.triu(rng.random((n, n)) < 0.4, 1).astype(float)
    A[0, 1:-1], A[:, -1] = 1.0, 0.0
    order = rng.permutation(n)
    return {
        "A": (A + A.T)[np.ix_(order, order)],
        "X": rng.normal(size=(n, d)),
        "h": h,
        "K": K,
        "rng": np.random.default_rng(int(rng.integers(2**31))),
        "labelled": rng.permutation(n)[: n // 2],
        "y": rng.permutation(np.arange(n // 2) % K),
    }


# --- scenarios --------------------------------------------------------------------------------------------------------
def start(m, case):
    return m.GraphNetwork(case.A, case.X, m.initial(case.X.shape[1], case.h, case.K, case.rng))


def layers(m, case):
    return start(m, case).forward()


def slopes(m, case):
    loss, found = (result := start(m, case).gradients(case.labelled, case.y))[0], result[1]
    return {"loss": loss, **{f"d{name}": found[name] for name in NAMES}}


def three_steps(m, case):
    """Take two steps, and one with another rate."""
    net = start(m, case)
    losses = [net.train(case.labelled, case.y, 2, 0.05), net.train(case.labelled, case.y, 1, 0.02)]
    return {"losses": losses, **{name: net.params[name] for name in NAMES}}


@floor(score=right, runs=5, rank=1)
def found_out(m, seed):
    """share of digits without a label that are told rightly"""
    rng = np.random.default_rng(seed)
    X, y, labelled = some_digits(rng)
    net = m.GraphNetwork(m.nearest(constant(m, X), NEIGHBOURS), constant(m, X), m.initial(16, WIDTH, 10, rng))
    net.train(labelled, y[labelled], 25, 0.1)
    return net.forward()["dense"][:-20]


# --- checks -----------------------------------------------------------------------------------------------------------
right_layers = agrees(
    "Put together, your layers hand on the right numbers, from the first convolution to the logits.",
    network,
    of=layers,
)
right_slopes = agrees(
    "Put together, your way back gives the right gradient for each matrix of weights.",
    network,
    of=slopes,
    kind="gradient",
    points=2,
)
steps = agrees("Your Adam moves all weights as it should, step by step.", network, of=three_steps, needs=[right_slopes])


@check(points=2, kind="training", needs=[right_layers])
def curve(student, reference, rng):
    """Trained on handwritten digits, your network follows the reference's loss curve, step by step."""
    (X, y, labelled), seed = some_digits(rng), int(rng.integers(2**31))

    def losses(m):
        params = m.initial(16, WIDTH, 10, np.random.default_rng(seed))
        return m.GraphNetwork(m.nearest(X, NEIGHBOURS), X, params).train(labelled, y[labelled], 25, 0.02)

    return check_curve(student.run(losses), reference.run(losses), where="120 digits, 20 of them with a label")


@check(points=1, kind="training", needs=[right_slopes])
def tells(student, rng):
    """Your network tells digits whose label it has never been told, by their neighbours."""
    found_out.hold(student, rng, where="100 digits")

"""Checks of chapter09/digits_cnn, which is put together from a learner's answers."""

import numpy as np

from mdl_grade.checks.tolerance import tolerance_for
from mdl_grade.network import digits
from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    hints=(
        "There is nothing to write here: get full marks for each of the exercises that it is made of, one by one.",
        "If the layers are right and the training is not, look at unflatten: only the way back uses it.",
    ),
    seconds=20.0,
)

TRAINING, UNSEEN = slice(0, 1500), slice(1500, None)


@cases("N H W F K", (5, 8, 8, 4, 3), (1, 7, 9, 2, 5), (4, 6, 6, 4, 4))
def network(rng, N, H, W, F, K):
    start = np.random.default_rng(int(rng.integers(2**31)))
    return {"shape": (H, W), "F": F, "K": K, "rng": start, "X": rng.uniform(size=(N, 1, H, W))}


def layers(m, case):
    return m.forward(m.initial(case.shape, case.F, case.K, case.rng), case.X)


right_layers = agrees(
    "Put together, your layers hand on the right numbers, from the convolution to the probabilities.",
    network,
    of=layers,
    points=2,
)


@check(points=2, kind="training", needs=[right_layers])
def curve(student, reference, rng):
    """Trained on handwritten digits, your network follows the reference's loss curve, minibatch by minibatch."""
    data, seed = digits(), int(rng.integers(2**31))

    def losses(m):
        start = m.initial((8, 8), 6, 10, np.random.default_rng(seed))
        return m.train(start, data.X[:320], data.Y[:320], 40, 16, 0.5)[1]

    return check_curve(student.run(losses), reference.run(losses), axis="minibatch", where="320 digits, 16 at a time")


@check(points=1, kind="training", needs=[right_layers])
def reads(student, reference, rng):
    """After training, your network reads digits that it has never seen as well as the reference network."""
    data, seed = digits(), int(rng.integers(2**31))

    def probabilities(m):
        start = m.initial((8, 8), 6, 10, np.random.default_rng(seed))
        params = m.train(start, constant(m, data.X[TRAINING]), constant(m, data.Y[TRAINING]), 150, 32, 0.5)[0]
        return m.forward(params, data.X[UNSEEN])["softmax"]

    P, wanted = student.run(probabilities), reference.run(probabilities)
    assert_shapes(P, wanted, names=("the probabilities",))
    # From one start both end at the same probabilities, up to rounding: it decides where two of them are as good as equal.
    floor = right(wanted, data.Y[UNSEEN], by=2 * tolerance_for(P).rtol)
    check_floor(right(P, data.Y[UNSEEN]), floor, f"number of digits read rightly, of {len(P)} unseen ones")


def right(P, Y, by=0.0):
    """Count the digits that are read rightly, and by so much: the two largest probabilities are further apart."""
    second, largest = np.sort(P, axis=1)[:, -2:].T
    return int(np.sum((np.argmax(P, axis=1) == np.argmax(Y, axis=1)) & (largest - second >= by)))

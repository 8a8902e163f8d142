"""Checks of chapter13/iris_values, which is put together from a learner's answers."""

import numpy as np

from mdl_grade.network import iris
from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    hints=(
        "There is nothing to write here: get full marks for each of the exercises that it is made of, one by one.",
        "What the report names as wrong is an exercise: grade that one by itself, and it says more.",
    ),
    seconds=5.0,
)

NAMES = ("W1", "b1", "W2", "b2")


# --- cases ------------------------------------------------------------------------------------------------------------
def drawn(rng, D, H, K):
    """Draw parameters, with biases that are not 0."""
    weights = rng.normal(scale=D**-0.5, size=(D, H)), rng.normal(scale=H**-0.5, size=(H, K))
    return [weights[0], rng.normal(scale=0.5, size=H), weights[1], rng.normal(scale=0.5, size=K)]


@cases("N D H K", (5, 4, 3, 3), (3, 2, 2, 4), (1, 3, 4, 2))
def samples(rng, N, D, H, K):
    Y = np.eye(K)[rng.integers(K, size=N)]
    return {"params": drawn(rng, D, H, K), "X": rng.normal(size=(N, D)), "Y": Y, "lam": rng.uniform(0.1, 0.4)}


@cases("N B", (7, 3), (6, 4))
def dealt_already(rng, N, B):
    """Samples in two batches that are given."""
    order = rng.permutation(N)
    rates = {"lr": rng.uniform(0.1, 0.3), "mu": rng.uniform(0.5, 0.9), "lam": rng.uniform(0.1, 0.4)}
    X, Y = rng.normal(size=(N, 3)), np.eye(3)[rng.integers(3, size=N)]
    return {"params": drawn(rng, 3, 2, 3), "X": X, "Y": Y, "batches": [order[:B], order[B:]], **rates}


@cases("known batch_size", (45, 15), (50, 20), exact=True)
def flowers(rng, known, batch_size):
    """Irises to learn from, and others, divided at random."""
    X, Y = iris().X, iris().Y
    order = rng.permutation(len(X))
    first, rest = order[:known], order[known : known + 20]
    given = {"params": drawn(rng, 4, 3, 3), "X": X[first], "Y": Y[first], "X_new": X[rest], "batch_size": batch_size}
    return {**given, "rng": np.random.default_rng(int(rng.integers(2**31)))}


# --- scenarios --------------------------------------------------------------------------------------------------------
def slopes(m, case):
    loss, gradients = m.loss_and_gradients(case.params, case.X, case.Y, case.lam)
    return {"loss": loss, **{f"d{name}": gradients[i] for i, name in enumerate(NAMES)}}


def two_epochs(m, case):
    training = m.Training(case.params, case.lr, case.mu, case.lam)
    losses = [training.epoch(case.X, case.Y, case.batches) for _ in range(2)]
    return {"losses": losses, **{name: training.params[i] for i, name in enumerate(NAMES)}}


def trained(m, case):
    training = m.Training(case.params, 0.2, 0.8, 0.01)
    dealt, losses = training.train(case.X, case.Y, 3, case.batch_size, case.rng)
    return dealt, losses, m.predict(training.params, case.X_new)


# --- checks -----------------------------------------------------------------------------------------------------------
gradients = agrees(
    "Your numbers, in your order, give the loss and all its derivatives.",
    samples,
    of=slopes,
    kind="gradient",
    points=2,
)
steps = agrees(
    "Step by step, the parameters move as momentum moves them.",
    dealt_already,
    of=two_epochs,
    points=2,
    needs=[gradients],
)


@check(points=2, kind="training", needs=[steps])
def curve(student, reference, rng):
    """On the irises, your network follows the reference's loss curve, step by step."""
    X, Y, seed = iris().X, iris().Y, int(rng.integers(2**31))
    order = rng.permutation(150)

    def losses(m):
        training = m.Training(m.initial(4, 3, 3, np.random.default_rng(seed)), 0.2, 0.8, 0.01)
        return training.epoch(X, Y, [order[i % 150 : i % 150 + 15] for i in range(0, 300, 15)])

    return check_curve(student.run(losses), reference.run(losses), where="150 irises, 15 at a time")


@check(points=2, needs=[])
def partition(student, flowers):
    """Each epoch deals every sample once."""
    for case, (dealt, _, _) in student.each(trained, flowers):
        for batches in dealt:
            every = np.sort(np.concatenate(batches))
            assert_close(every, np.arange(len(case.X)), names=("the sorted indices of an epoch",), where=case)


@check(points=1, kind="random", needs=[partition])
def dealt_anew(student, rng):
    """The samples are dealt at random, anew for each epoch and by each Generator."""
    # A first batch is one of C(40, 20) sets: two of three are equal by chance twice in 1e11.
    X, Y, params = rng.normal(size=(40, 2)), np.eye(2)[rng.integers(2, size=40)], drawn(rng, 2, 1, 2)
    seeds = [int(seed) for seed in rng.integers(2**31, size=2)]

    def first(m):
        training = m.Training(params, 0.1, 0.5, 0.0)
        return [training.train(X, Y, 2, 20, np.random.default_rng(seed))[0] for seed in seeds]

    where = "40 samples in 2 batches"
    (one, later), (other, _) = ([np.sort(batches[0]) for batches in dealt] for dealt in student.run(first))
    if np.array_equal(one, later):
        fail("Two epochs have the same batches.", where)
    if np.array_equal(one, other):
        fail("Two Generators in different states gave the same batches.", where)
    for batch in (one, later, other):
        if np.ptp(np.diff(batch)) == 0:
            fail("A batch holds neighbours, or every second sample: nothing has been shuffled.", where)


@check(points=2, kind="training", needs=[steps, partition])
def learns(student, reference, flowers):
    """Trained on batches of your own, it follows the loss curve due to them, and says as much of unseen irises."""
    for case, (dealt, losses, P) in student.each(trained, flowers):

        def due(m, case=case, dealt=dealt):
            training = m.Training(case.params, 0.2, 0.8, 0.01)
            return [training.epoch(case.X, case.Y, batches) for batches in dealt], m.predict(
                training.params, case.X_new
            )

        wanted, P_due = reference.run(due)
        check_curve(losses, [loss for epoch in wanted for loss in epoch], where=case)
        assert_law("P = what these batches teach", P, P_due, rtol=1e-8, what="P", where=case)

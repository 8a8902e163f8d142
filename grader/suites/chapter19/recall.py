"""Checks of chapter19/recall, which is put together from a learner's answers."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    hints=(
        "There is nothing to write here: get full marks for each of the exercises that it is made of, one by one.",
        "What the report names as wrong is an exercise: grade that one by itself, and it says more.",
    ),
    seconds=20.0,
)
VOCAB = 6
UNSEEN = np.random.default_rng(19).integers(VOCAB, size=(40, 8))


@cases("N T vocab D", (3, 6, 5, 4), (2, 5, 4, 7), (4, 4, 4, 4))
def model(rng, N, T, vocab, D):
    """Draw tokens of which some stand in several places, and one in none."""
    draws = np.random.default_rng(int(rng.integers(2**31)))
    ids = rng.integers(vocab - 1, size=(N, T))
    ids[0, :2] = ids[0, 2]
    return {"vocab": vocab, "D": D, "rng": draws, "ids": rng.permutation(vocab)[ids]}


def first_gradients(m, case):
    loss, grads = m.Recall(case.vocab, case.D, case.rng).gradients(case.ids)
    return {"loss": loss, **{name: grads[name] for name in ("E", "Wq", "Wk", "Wv", "Wo")}}


def two_steps(m, case):
    net = m.Recall(case.vocab, case.D, case.rng)
    losses = net.train([case.ids, case.ids[:, ::-1]], 0.1)
    params = net.params
    return {
        "losses": losses,
        **{name: params[name] for name in ("E", "Wq", "Wk", "Wv", "Wo")},
        "perplexity": net.perplexity(case.ids),
    }


gradients = agrees(
    "Put together, your parts give the loss and its gradients as they should, parameter by parameter.",
    model,
    of=first_gradients,
    kind="gradient",
    points=2,
)
steps = agrees(
    "Two steps of your Adam move every parameter as they should, and the perplexity after them is right.",
    model,
    of=two_steps,
    points=2,
    needs=[gradients],
)


@check(points=1, kind="training", needs=[])
def curve(student, reference, rng):
    """Trained on drawn tokens, your model follows the loss curve of the reference's parts, step by step."""
    seed = int(rng.integers(2**31))
    tokens = rng.integers(VOCAB, size=(25, 8, 8))

    def losses(m):
        return m.Recall(VOCAB, 16, np.random.default_rng(seed)).train(list(tokens), 0.02)

    return check_curve(student.run(losses), reference.run(losses), where="25 batches of 8 sequences")


def share(logits):
    assert_shapes(logits, np.zeros((*UNSEEN.shape, VOCAB)), names=("logits",))
    return np.mean(np.argmax(logits[:, 2:], axis=2) == UNSEEN[:, :-2])


@floor(score=share, runs=5, rank=1)
def recalled(m, seed):
    """share of tokens two steps back that are recalled"""
    rng = np.random.default_rng(seed)
    batches = list(rng.integers(VOCAB, size=(80, 16, 8)))
    model = m.Recall(VOCAB, 16, rng)
    model.train(batches, 0.05)
    return model.predict(UNSEEN)


@check(points=1, kind="training", needs=[steps])
def recalls(student, rng):
    """After 80 steps, your model names the token two steps back in sequences that it has never seen."""
    recalled.hold(student, rng, where="40 sequences")

"""Checks, known bugs and variants of chapter19/embedding."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=15,
    requires=("chapter01/one_hot",),
    hints=(
        "Forward: an array of whole numbers may stand in brackets, and what comes out has its shape in front.",
        "Backward: which places does row v of W go to? What they say about it adds up.",
        "Does an id that occurs twice get both its gradients? Try ids = [[1, 1]] by hand.",
        "padding_id may be 0, which counts as false. Ask whether it is None.",
    ),
)


def named(rng, N, T, vocab):
    """Draw ids in which one occurs twice in a row and again in another, and the last occurs nowhere."""
    if vocab == 1:
        return np.zeros((N, T), dtype=int)
    ids = rng.integers(vocab - 1, size=(N, T))
    ids.flat[:2] = 1
    ids.flat[-1] = 1
    return ids


@cases("N T vocab D", (4, 3, 6, 2), (3, 3, 5, 4), (1, 5, 4, 3), (2, 4, 3, 3), (4, 1, 5, 1), (2, 3, 1, 2))
def lookup(rng, N, T, vocab, D):
    return {"ids": named(rng, N, T, vocab), "W": rng.normal(size=(vocab, D))}


@cases("N T vocab D", (4, 3, 6, 2), (3, 3, 5, 4), (1, 5, 4, 3), (4, 1, 5, 1), (2, 3, 1, 2))
def places(rng, N, T, vocab, D):
    return {"dY": rng.normal(size=(N, T, D)), "ids": named(rng, N, T, vocab), "vocab": vocab}


@cases("padding_id", 0, 2, 5)
def padded(rng, padding_id):
    """The id that means nothing stands at the ends, and 1 in several places."""
    ids = rng.integers(1, 5, size=(3, 4))
    ids[:, 0], ids[1:, -1], ids[2, 2] = 1, padding_id, padding_id
    return {"dY": rng.normal(size=(3, 4, 2)), "ids": ids, "vocab": 6, "padding_id": padding_id}


@cases("number place", (-1, 0), (-3, 5), (4, 3), (9, 1))
def outside(rng, number, place):
    """Of two sequences of three, one has an id that there is no row for."""
    ids = rng.integers(4, size=(2, 3))
    ids.flat[place] = number
    return {"ids": ids, "W": rng.normal(size=(4, 2))}


far = scaled(lookup, W=1)
steep = scaled(places, dY=1)

shapes = shaped("Y has a row of W for each id: (N, T, D).", lookup, of="embedding_forward")
forward = agrees("Each id is replaced by its row of W.", lookup, of="embedding_forward")
every_scale = agrees(
    "W may be tiny or huge.", far, of="embedding_forward", by="entry", needs=[forward], separates=False
)
backward_shapes = shaped("dW has the shape of W, whichever ids occur.", places, of="embedding_backward", needs=[])
backward = agrees(
    "dW[v] is the sum of dY over the places where v stands, and 0 if there are none.",
    places,
    of="embedding_backward",
    kind="gradient",
    points=2,
    needs=[backward_shapes],
)
padding = agrees(
    "The row of padding_id is 0, also if that is 0, and all other rows are as ever.",
    padded,
    of="embedding_backward",
    kind="gradient",
    needs=[backward],
)
any_slope = agrees(
    "Gradients may be tiny or huge.",
    steep,
    of="embedding_backward",
    kind="gradient",
    by="entry",
    needs=[backward],
    separates=False,
)


@check(points=1, kind="property", needs=[shapes, backward_shapes])
def adjoint(student, places, rng):
    """Backward is the adjoint of forward: ⟨Y, dY⟩ = ⟨W, dW⟩."""

    def both(m, case, W):
        return m.embedding_forward(case.ids, W), m.embedding_backward(case.dY, case.ids, case.vocab)

    for case in places:
        W = rng.normal(size=(case.vocab, case.dY.shape[2]))
        Y, dW = student.run(both, case, W)
        check_adjoint(Y, case.dY, W, dW, what="dW", where=case)


@check(points=1, kind="error", needs=[shapes])
def refused(student, outside):
    """An id below 0, or not below vocab, is refused with a ValueError."""
    for case in outside:
        raises(student, ValueError, lambda m, case: m.embedding_forward(case.ids, case.W), case, where=case)


forward_hygiene = hygiene_of(lookup, of="embedding_forward", needs=[forward])
backward_hygiene = hygiene_of(padded, of="embedding_backward", needs=[backward, padding])

ADD, TEST = "np.add.at(dW, ids, dY)", "np.any(ids < 0) or np.any(ids >= len(W))"
BUGS = [
    patch(
        "ids that repeat are lost: only the last one counts",
        {ADD: "dW[ids] += dY"},
        hint="dW[ids] += dY writes each row once. np.add.at adds one after the other; so does a loop.",
    ),
    patch(
        "gradients of an id overwrite each other",
        {ADD: "for v, g in zip(ids.ravel(), dY.reshape(-1, dY.shape[-1])):\n        dW[v] = g"},
        hint="A row that is used twice gets the sum: add.",
    ),
    patch(
        "dW is the mean over the places of an id, not the sum",
        {
            "    if padding_id is not": "    dW /= np.maximum(np.bincount(ids.ravel(), minlength=vocab), 1)[:, None]\n    if padding_id is not"
        },
        hint="What the places say adds up: a mean is in dY already, if the loss is one.",
    ),
    patch(
        "dW is divided by the number of samples",
        {ADD: "np.add.at(dW, ids, dY / len(ids))"},
        hint="What the places say adds up: a mean is in dY already, if the loss is one.",
    ),
    patch(
        "dW has no rows for ids above the largest in the batch",
        {
            "np.zeros((vocab,": "np.zeros((ids.max() + 1,",
            "dW[padding_id] = 0.0": "dW[min(padding_id, len(dW) - 1)] = 0.0",
        },
        hint="vocab tells how many rows there are.",
    ),
    patch(
        "ids are taken for columns of W",
        {"W[ids]": "np.moveaxis(W[:, ids % W.shape[1]], 0, -1)"},
        hint="W is (vocab, D): an id names a row.",
    ),
    patch("ids are counted from 1", {"return W[ids]": "return W[ids - 1]"}, hint="The first row of W has the id 0."),
    patch(
        "samples and time are exchanged in Y",
        {"W[ids]": "W[ids.T]"},
        hint="Y[n, t] = W[ids[n, t]].",
    ),
    patch("the padding id is learned as well", {"padding_id is not None": "False"}, hint="Its row of dW is 0."),
    patch(
        "the padding id 0 is taken for None",
        {"padding_id is not None": "padding_id"},
        hint="0 counts as false: ask `padding_id is not None`.",
    ),
    patch(
        "0 is always taken for padding",
        {"if padding_id is not None:\n        dW[padding_id] = 0.0": "dW[padding_id or 0] = 0.0"},
        hint="Without a padding_id all ids are learned.",
    ),
    patch(
        "the row of the padding id is 1, not 0",
        {"dW[padding_id] = 0.0": "dW[padding_id] = 1.0"},
        hint="What is not learned has a gradient of 0.",
    ),
    patch(
        "the id −1 is taken for the last row", {TEST: "np.any(ids >= len(W))"}, hint="−1 wraps around: look at ids < 0."
    ),
    patch(
        "only the ids of the first sequence are looked at",
        {
            TEST: "np.any(ids[0] < 0) or np.any(ids[0] >= len(W))",
            "return W[ids]": "return W[np.clip(ids, 0, len(W) - 1)]",
        },
        hint="Any id may be outside: np.any over all of them.",
    ),
    patch(
        "an id that is too large raises IndexError",
        {TEST: "np.any(ids < 0)"},
        hint="Look at ids >= len(W) before you look rows up, and raise ValueError.",
    ),
    patch(
        "ids outside are cut off to the nearest row",
        {TEST: "False", "return W[ids]": "return W[np.clip(ids, 0, len(W) - 1)]"},
        hint="An id that no row belongs to is a mistake: ValueError.",
    ),
    patch(
        "Y is rounded to ten digits after the point",
        {"return W[ids]": "return np.round(W[ids], 10)"},
        hint="Rows are copied as they are.",
    ),
    patch(
        "the gradient is clipped to ±5",
        {ADD: "np.add.at(dW, ids, np.clip(dY, -5, 5))"},
        hint="Gradients are added as they are.",
    ),
    patch(
        "dY is changed where padding stands",
        {"    dW = np.zeros": "    if padding_id is not None:\n        dY[ids == padding_id] = 0.0\n    dW = np.zeros"},
        hint="Set the row of dW to 0 instead, or work on a copy.",
    ),
]


@variant(of="embedding_forward")
def one_hot_rows(ids, W):
    if ids.min() < 0 or ids.max() > len(W) - 1:
        raise ValueError("id")
    return np.eye(len(W))[ids] @ W


@variant(of="embedding_forward")
def row_by_row(ids, W):
    vocab, D = W.shape
    Y = np.zeros((*ids.shape, D))
    for n in range(ids.shape[0]):
        for t in range(ids.shape[1]):
            if not 0 <= ids[n, t] < vocab:
                raise ValueError(ids[n, t])
            Y[n, t] = W[ids[n, t]]
    return Y


@variant(of="embedding_backward")
def one_hot_product(dY, ids, vocab, padding_id=None):
    rows = np.eye(vocab)[ids.ravel()]
    if padding_id is not None:
        rows[:, padding_id] = 0
    return rows.T @ dY.reshape(-1, dY.shape[2])


@variant(of="embedding_backward")
def column_by_column(dY, ids, vocab, padding_id=None):
    flat, rows = ids.ravel(), dY.reshape(ids.size, -1)
    dW = np.stack([np.bincount(flat, weights=column, minlength=vocab) for column in rows.T], axis=1)
    if padding_id is not None:
        dW[padding_id, :] = 0.0
    return dW


@variant(of="embedding_backward")
def one_place_after_the_other(dY, ids, vocab, padding_id=None):
    dW = np.zeros((vocab, dY.shape[-1]))
    for n, row in enumerate(ids):
        for t, v in enumerate(row):
            if v != padding_id:
                dW[v] += dY[n, t]
    return dW

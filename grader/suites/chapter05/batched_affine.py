"""Checks, known bugs and variants of chapter05/batched_affine."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("Y",),
    minutes=8,
    requires=("chapter05/matmul_loops",),
    hints=(
        "Do one sample first: its m outputs are m inner products. With which part of W?",
        "Which of X * W and X @ W sums over the n entries that a sample and a column of W share?",
        "b.shape == (W.shape[1],) is what may pass; anything else raises ValueError before it is added.",
    ),
)


@cases(
    "B n m",
    (7, 5, 3),
    (3, 5, 3),
    (5, 5, 3),
    (6, 4, 4),
    (4, 4, 4),
    (1, 3, 3),
    (1, 4, 2),
    (4, 4, 1),
    (3, 1, 3),
    (1, 1, 1),
)
def batch(rng, B, n, m):
    return {"X": rng.normal(size=(B, n)), "W": rng.normal(size=(n, m)), "b": rng.normal(size=m)}


far = scaled(batch, scales=(-75, 75), X=1, W=1, b=2)

shapes = shaped("Y has a row for each sample, and a column for each output.", batch)
values = agrees("Y is right, also where B, n and m are alike, and for a single sample.", batch, points=3)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values], separates=False)


@check(points=1, kind="property")
def affine(student, batch):
    """Samples of zeros give b; without b, the sum of two batches gives the sum; each sample is on its own."""

    def combined(m, case):
        X, W, b = case.X, case.W, case.b
        other = X[::-1] * 0.5
        return [m.batched_affine(x, W, b) for x in (0.0 * X, X, other, X + other, X[:1])]

    for case, (zero, one, other, both, alone) in student.each(combined, batch):
        size = float((np.abs(case.X) @ np.abs(case.W)).max() + np.abs(case.b).max())
        assert_law("Y(0) = b", zero, np.broadcast_to(case.b, zero.shape).copy(), what="Y", where=case)
        law = "Y(X + X′) − b = (Y(X) − b) + (Y(X′) − b)"
        assert_law(law, both - zero, (one - zero) + (other - zero), scale=size, what="Y", where=case)
        assert_law("Y(X)[0] = Y(X[0])", alone, one[:1], scale=size, what="row 0 of Y", where=case)


def refused(student, batch, shape):
    for case in batch:
        B, n, m = (case.sizes[size] for size in ("B", "n", "m"))
        for b_shape in shape(B, n, m):
            if b_shape != (m,):
                b = np.resize(case.b, b_shape)
                where = f"{case}, and b of shape {b_shape}"
                raises(student, ValueError, lambda m, c=case, b=b: m.batched_affine(c.X, c.W, b), where=where)


@check(points=1, kind="error", needs=[values])
def no_matrix(student, batch):
    """A b with two axes, or with none, raises ValueError."""
    refused(student, batch, lambda B, n, m: ((m, 1), (1, m), (B, m), (B, 1), (1, 1), ()))


@check(points=1, kind="error", needs=[values])
def no_other_length(student, batch):
    """A b of another length raises ValueError, also if it has one entry, or one for each sample or input."""
    refused(student, batch, lambda B, n, m: ((1,), (B,), (n,), (m + 1,), (2 * m,)))


hygiene = hygiene_of(batch)

WRONG, SUM = "b.shape != (W.shape[1],)", "X @ W + b"

BUGS = [
    patch(
        "the entrywise product is taken where it exists",
        {SUM: "(X * W if X.shape == W.shape else X @ W) + b"},
        hint="X * W pairs entries and sums nothing: the matrix product is X @ W.",
    ),
    patch(
        "the entrywise product is taken",
        {SUM: "X * W + b"},
        hint="X * W pairs entries and sums nothing: the matrix product is X @ W.",
    ),
    patch(
        "W is transposed where that fits",
        {SUM: "(X @ W.T if W.shape[0] == W.shape[1] else X @ W) + b"},
        hint="W is (n, m), inputs first: rows of X meet columns of W.",
    ),
    patch(
        "W is transposed",
        {SUM: "X @ W.T + b"},
        hint="W is (n, m), inputs first: rows of X meet columns of W.",
    ),
    patch(
        "the product is W X where that fits",
        {SUM: "(W @ X if W.shape == X.shape and len(W) == W.shape[1] else X @ W) + b"},
        hint="Samples are rows: X comes first.",
    ),
    patch(
        "b is added down the batch where B = m",
        {SUM: "X @ W + (b[:, None] if len(X) == len(b) else b)"},
        hint="b[j] belongs to output j: it stands in column j of every row.",
    ),
    patch("Y is transposed", {SUM: "(X @ W + b).T"}, hint="One row of Y for each sample: (B, m)."),
    patch("b is forgotten", {SUM: "X @ W"}, hint="Every output has a bias of its own."),
    patch("b is subtracted", {SUM: "X @ W - b"}, hint="The bias is added, whatever its sign is."),
    patch(
        "b is added to W before the product",
        {SUM: "X @ (W + b)"},
        hint="There the entries of X multiply b too; it belongs to the sum as it is.",
    ),
    patch(
        "a single sample loses its axis",
        {SUM: "np.squeeze(X @ W + b)"},
        hint="A batch of one is still a batch: Y is (1, m).",
    ),
    patch(
        "only the first sample's outputs are there, again and again",
        {SUM: "np.tile(X[:1] @ W + b, (len(X), 1))"},
        hint="Each row of X has its own row of Y.",
    ),
    patch(
        "sums are divided by the number of entries",
        {SUM: "X @ W / len(W) + b"},
        hint="They are sums, and no means.",
    ),
    patch(
        "b is not looked at",
        {WRONG: "False"},
        hint="Broadcasting stretches what fits somehow: compare b.shape with (m,).",
    ),
    patch(
        "b is looked at for its size only",
        {WRONG: "b.size != W.shape[1]"},
        hint="(m, 1) and (1, m) have m entries as well: compare b.shape with (m,).",
    ),
    patch(
        "b is looked at for its number of axes only",
        {WRONG: "b.ndim != 1"},
        hint="(1,) has one axis, and is stretched: compare b.shape with (m,).",
    ),
    patch(
        "b is looked at for the length of its last axis only",
        {WRONG: "b.ndim == 0 or b.shape[-1] != W.shape[1]"},
        hint="(1, m) and (B, m) end with m as well: compare b.shape with (m,).",
    ),
    patch(
        "b is looked at for the length of its first axis only",
        {WRONG: "b.ndim == 0 or len(b) != W.shape[1]"},
        hint="(m, 1) begins with m as well: compare b.shape with (m,).",
    ),
    patch(
        "a b of one entry is let pass",
        {WRONG: "b.shape not in ((W.shape[1],), (1,))"},
        hint="It would be added to every output: raise ValueError.",
    ),
    patch(
        "b is brought into shape",
        {WRONG: "b.size != W.shape[1]", SUM: "X @ W + b.reshape(-1)"},
        hint="What has another shape was meant otherwise: raise ValueError.",
    ),
    patch(
        "b is compared with the size of the inputs",
        {WRONG: "b.shape != (W.shape[0],)"},
        hint="b has an entry for each output: W.shape[1] of them.",
    ),
    patch(
        "what is nearly 0 is made 0",
        {SUM: "np.where(np.abs(X @ W + b) < 1e-10, 0.0, X @ W + b)"},
        hint="Small is a matter of units.",
    ),
    patch(
        "b is looked at with len alone",
        {WRONG: "len(b) != W.shape[1]"},
        hint="(m, 1) has len m as well, and () has none: compare b.shape with (m,).",
    ),
    patch(
        "the single output of a single sample loses an axis",
        {SUM: "(X @ W + b if len(X) * W.shape[1] > 1 else (X @ W + b)[0])"},
        hint="A batch of one is still a batch, and an output of one entry still an axis: Y is (1, 1).",
    ),
]


@variant
def einsum(X, W, b):
    if b.ndim != 1 or len(b) != W.shape[1]:
        raise ValueError("b is no bias for these outputs")
    return np.einsum("bn,nm->bm", X, W) + b[None, :]


@variant
def sample_by_sample(X, W, b):
    m = W.shape[1]
    if np.shape(b) != (m,):
        raise ValueError(b)
    return np.stack([W.T @ x + b for x in X])


@variant
def loops(X, W, b):
    if list(b.shape) != [W.shape[1]]:
        raise ValueError("shape of b")
    Y = np.zeros((len(X), W.shape[1]))
    for s in range(len(X)):
        for j in range(W.shape[1]):
            for i in range(len(W)):
                Y[s, j] += X[s, i] * W[i, j]
            Y[s, j] += b[j]
    return Y


@variant
def entrywise_and_summed(X, W, b):
    """The matrix product, out of an entrywise one."""
    if not (b.ndim == 1 and b.size == W.shape[1]):
        raise ValueError("shape of b")
    return (X[:, :, None] * W).sum(axis=1) + b

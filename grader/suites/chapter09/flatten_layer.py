"""Checks, known bugs and variants of chapter09/flatten_layer."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    minutes=8,
    requires=("chapter09/dense_forward",),
    hints=(
        "How many numbers has one sample? How many rows has the result?",
        "reshape keeps the order of indices, the last axis fastest. No transpose is needed, on either way.",
        "In X.reshape(n, -1) NumPy works out the -1 by itself. Which number is n?",
        "A tuple can be unpacked into arguments: (N, *shape).",
    ),
)
SIZES = ((7, 2, 3, 5), (2, 3, 5, 4), (3, 3, 3, 3), (1, 2, 4, 3), (5, 1, 2, 3))


@cases("N C H W", *SIZES, (3, 3, 1, 1), (1, 1, 1, 1))
def images(rng, N, C, H, W):
    return {"X": rng.normal(size=(N, C, H, W))}


@cases("N C H W", *SIZES, (3, 1, 1, 1))
def rows(rng, N, C, H, W):
    return {"Y": rng.normal(size=(N, C * H * W)), "shape": (C, H, W)}


far = scaled(images, X=1)


def there_and_back(m, case):
    Y = m.flatten(case.X)
    return {"Y": Y, "X": m.unflatten(Y, case.X.shape[1:])}


shapes = shaped("flatten gives one row of C H W numbers for each sample.", images, of="flatten")
shapes_back = shaped("unflatten gives N samples of the shape that is asked for.", rows, of="unflatten")
there = agrees(
    "flatten puts X[n, c, h, w] into row n, the last axis running fastest.", images, of="flatten", needs=[shapes]
)
back = agrees("unflatten puts every number where it came from.", rows, of="unflatten", needs=[shapes_back])


every_scale = agrees("It moves tiny numbers and huge ones.", far, of=there_and_back, exactly=True, needs=[there, back])


@check(points=1, kind="property")
def round_trip(student, images, rows):
    """There and back again, nothing has changed; and the same the other way round."""

    def from_images(m, case):
        return m.unflatten(m.flatten(case.X), case.X.shape[1:])

    def from_rows(m, case):
        return m.flatten(m.unflatten(case.Y, case.shape))

    for case, X in student.each(from_images, images):
        assert_law("unflatten(flatten(X)) = X", X, case.X, rtol=0.0, what="X", where=case)
    for case, Y in student.each(from_rows, rows):
        assert_law("flatten(unflatten(Y)) = Y", Y, case.Y, rtol=0.0, what="Y", where=case)


@check(points=1, kind="property", needs=[shapes])
def each_alone(student, images):
    """Row n is made of sample n alone."""

    def together_and_alone(m, case):
        return m.flatten(case.X), [m.flatten(case.X[n : n + 1]) for n in range(len(case.X))]

    for case, (together, alone) in student.each(together_and_alone, images):
        for n, row in enumerate(alone):
            law = "flatten(X)[n] = flatten(X[n])"
            assert_law(law, row, together[n : n + 1], rtol=0.0, what=f"row {n}", where=case)


@check(points=1, kind="property", needs=[shapes])
def dense_is_convolution(student, images, rng):
    """A dense layer on the rows is a convolution layer whose filters are as large as the image."""
    for case, Y in student.flatten.on(images):
        filters = rng.normal(size=(4, *case.X.shape[1:]))
        convolved = np.einsum("nchw,fchw->nf", case.X, filters)
        law = "flatten(X) Kᵀ = X ⋆ K, for filters K (F, C, H, W) written as rows"
        assert_law(law, Y @ filters.reshape(4, -1).T, convolved, what="the dense layer", where=case)


hygiene = hygiene_of(images, of="flatten", fresh=False)
hygiene_back = hygiene_of(rows, of="unflatten", fresh=False)
FLATTEN, UNFLATTEN = "X.reshape(len(X), -1)", "Y.reshape(len(Y), *shape)"

BUGS = [
    patch(
        "numbers beyond a million are clipped",
        {FLATTEN: "np.clip(X.reshape(len(X), -1), -1e6, 1e6)"},
        hint="Flattening moves numbers, and changes none.",
    ),
    patch(
        "the batch is flattened too", {FLATTEN: "X.reshape(-1)"}, hint="The first axis counts the samples: it stays."
    ),
    patch(
        "the channels run fastest",
        {FLATTEN: "X.transpose(0, 2, 3, 1).reshape(len(X), -1)"},
        hint="That is the order of images (H, W, C); here channel comes after channel.",
    ),
    patch(
        "the samples are cut across",
        {FLATTEN: "X.reshape(-1, len(X)).T"},
        hint="Row n has to hold sample n. A transpose after the reshape mixes all of them.",
    ),
    patch(
        "the first axis runs fastest",
        {FLATTEN: 'X.reshape(len(X), -1, order="F")'},
        hint='That is Fortran order; reshape does without order="F" what is asked for.',
    ),
    patch(
        "columns of the image come one after the other",
        {FLATTEN: "X.swapaxes(2, 3).reshape(len(X), -1)"},
        hint="w runs faster than h: line after line.",
    ),
    patch(
        "the order is that of memory",
        {FLATTEN: "np.array([x.ravel(order='K') for x in X])"},
        hint="order='K' reads an array as it lies; a transposed image then comes out in another order.",
    ),
    patch(
        "the channels are kept apart",
        {FLATTEN: "X.reshape(*X.shape[:2], -1)"},
        hint="The channels go into the row as well: it has C H W entries.",
    ),
    patch(
        "the channels are averaged",
        {FLATTEN: "X.mean(axis=1).reshape(len(X), -1)"},
        hint="Flattening changes no number and loses none.",
    ),
    patch(
        "a single sample loses its axis",
        {FLATTEN: "np.squeeze(X.reshape(len(X), -1))"},
        hint="A batch of one is still a batch: one row.",
    ),
    patch(
        "the rows are scaled",
        {FLATTEN: "X.reshape(len(X), -1) / np.abs(X).max()"},
        hint="Flattening changes no number.",
    ),
    patch(
        "the shape of X itself is changed",
        {"return " + FLATTEN: "X.shape = (len(X), X[0].size); return X"},
        hint="X.shape = … changes the caller's array: reshape makes a new view.",
    ),
    patch(
        "unflatten takes the channels for the fastest axis",
        {UNFLATTEN: "Y.reshape(len(Y), shape[1], shape[2], shape[0]).transpose(0, 3, 1, 2)"},
        hint="In a row, channel comes after channel: the shape to ask for is (N, C, H, W).",
    ),
    patch(
        "unflatten takes the first axis for the fastest",
        {UNFLATTEN: 'Y.reshape(len(Y), *shape, order="F")'},
        hint='That is Fortran order; reshape does without order="F" what is asked for.',
    ),
    patch(
        "unflatten exchanges height and width",
        {UNFLATTEN: "Y.reshape(len(Y), shape[0], shape[2], shape[1])"},
        hint="shape is (C, H, W).",
    ),
    patch(
        "unflatten returns a single image without its axis",
        {UNFLATTEN: "Y.reshape(*([len(Y)] if len(Y) > 1 else []), *shape)"},
        hint="A batch of one is still a batch: (1, C, H, W).",
    ),
    patch(
        "unflatten changes the shape of Y itself",
        {"return " + UNFLATTEN: "Y.shape = (len(Y), *shape); return Y"},
        hint="Y.shape = … changes the caller's array: reshape makes a new view.",
    ),
    patch(
        "both ways take the channels for the fastest axis",
        {
            FLATTEN: "X.transpose(0, 2, 3, 1).reshape(len(X), -1)",
            UNFLATTEN: "Y.reshape(len(Y), shape[1], shape[2], shape[0]).transpose(0, 3, 1, 2)",
        },
        hint="The round trip is right, but what lies between is not in C order.",
    ),
]


@bug("a pixel of one sample stands beside that of the next", hint="The sample has to be the first axis.", of="flatten")
def pixels_of_all(X):
    return X.transpose(1, 2, 3, 0).reshape(len(X), -1)


@variant(of="flatten")
def ravelled(X):
    return np.stack([x.ravel() for x in X])


@variant(of="flatten")
def by_index(X):
    N, C, H, W = X.shape
    Y = np.zeros((N, C * H * W))
    for n, c, h, w in np.ndindex(N, C, H, W):
        Y[n, (c * H + h) * W + w] = X[n, c, h, w]
    return Y


@variant(of="flatten")
def channel_beside_channel(X):
    _, C, H, _ = X.shape
    return np.concatenate([X[:, c, h, :] for c in range(C) for h in range(H)], axis=1)


@variant(of="unflatten")
def sample_by_sample(Y, shape):
    X = np.zeros((Y.shape[0], *shape))
    for n in range(len(Y)):
        X[n] = np.reshape(Y[n], shape)
    return X


@variant(of="unflatten")
def by_splitting(Y, shape):
    C, H, _ = shape
    channels = np.split(Y, C, axis=1)
    return np.stack([np.stack(np.split(channel, H, axis=1), axis=1) for channel in channels], axis=1)

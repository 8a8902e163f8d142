"""Checks, known bugs and variants of chapter18/max_pool_backward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("dX",),
    requires=("chapter09/max_pool_forward", "chapter18/conv2d_backward"),
    minutes=30,
    hints=(
        "Take one window. Which of its pixels changes Y, if it changes a little? It gets dY[n, c, i, j], the others 0.",
        "np.argmax of the window gives k = u·size + v: u = k // size, v = k % size.",
        "In the image that pixel is (stride·i + u, stride·j + v). Add to it: it may be the largest of other windows, too.",
    ),
)
SIZES = "N C H W size stride"


def images(rng, N, C, H, W, size, stride):
    """Draw pixels of both signs, all distinct."""
    grid = rng.permutation(np.linspace(-2.05, 2.05, N * C * H * W))
    Ho, Wo = (H - size) // stride + 1, (W - size) // stride + 1
    dY = rng.choice((-1, 1), size=(N, C, Ho, Wo)) * rng.uniform(0.3, 2.0, size=(N, C, Ho, Wo))
    return {"dY": dY, "X": grid.reshape(N, C, H, W), "size": size, "stride": stride}


def wins(case):
    """Count how often the pixel that wins most often does so."""
    windows = np.lib.stride_tricks.sliding_window_view(case.X, (case.size, case.size), axis=(2, 3))
    largest = windows[:, :, :: case.stride, :: case.stride].max(axis=(4, 5))
    return max(np.unique(plane, return_counts=True)[1].max() for image in largest for plane in image)


@cases(SIZES, (2, 3, 4, 6, 2, 2), (1, 2, 6, 3, 3, 3), (2, 2, 4, 4, 2, 2), (2, 1, 1, 1, 1, 1))
def tiled(rng, N, C, H, W, size, stride):
    return images(rng, N, C, H, W, size, stride)


@cases(SIZES, (2, 2, 4, 5, 3, 1), (1, 3, 7, 5, 3, 2), (2, 2, 4, 4, 2, 1), fit=lambda case: wins(case) > 1)
def overlapping(rng, N, C, H, W, size, stride):
    """In each case, a pixel is the largest of several windows."""
    return images(rng, N, C, H, W, size, stride)


@cases(SIZES, (2, 3, 5, 7, 2, 3), (1, 2, 5, 6, 2, 2), (2, 2, 5, 8, 3, 2), (1, 2, 3, 4, 1, 2))
def left_over(rng, N, C, H, W, size, stride):
    """Gaps between windows, and rests that differ by direction."""
    return images(rng, N, C, H, W, size, stride)


@cases(SIZES, (2, 3, 4, 6, 2, 2), (1, 2, 7, 5, 3, 2), (2, 2, 4, 4, 3, 1))
def any_images(rng, N, C, H, W, size, stride):
    """In the first window, no pixel is above 0."""
    drawn = images(rng, N, C, H, W, size, stride)
    drawn["X"][0, 0, :size, :size] -= 5.0
    return drawn


@cases("H W", (4, 6), exact=True)
def nearly(rng, H, W):
    """Pixels around 1 that differ by ten-millionths."""
    drawn = images(rng, 1, 1, H, W, 2, 2)
    return {**drawn, "X": 1.0 + 1e-7 * rng.permutation(H * W).reshape(1, 1, H, W)}


@cases(SIZES, (2, 2, 6, 4, 2, 2), (1, 2, 4, 4, 4, 4), (1, 3, 4, 6, 2, 2))
def behind_relu(rng, N, C, H, W, size, stride):
    """Windows of equal zeros, or of equal largest pixels, beside ordinary ones; they do not overlap, and dY > 0."""
    drawn = images(rng, N, C, H, W, size, stride)
    X = np.maximum(drawn["X"], 0.0)
    X[:, :, :size, :size] = 0.0
    X[-1, -1, -size, -size:] = X[-1, -1, -1, -1] = 3.0
    return {**drawn, "dY": np.abs(drawn["dY"]), "X": X}


far, steep = scaled(any_images, X=1), scaled(any_images, dY=1)

shapes = shaped("dX has the shape of X.", any_images)
tiles = agrees("Where windows tile the image, each dY goes to the largest pixel of its window.", tiled, kind="gradient")
rest = agrees(
    "Windows begin at multiples of the stride; pixels in no window have the gradient 0.",
    left_over,
    kind="gradient",
    points=2,
)
overlap = agrees(
    "A pixel that is the largest of several windows hears from all of them.", overlapping, kind="gradient", points=2
)
close = agrees("Pixels that nearly agree do not tie.", nearly, kind="gradient", needs=[tiles])
any_pixels = agrees("Pixels may be tiny or huge.", far, separates=False)
any_slope = agrees("Gradients may be tiny or huge.", steep, separates=False)


@check(points=1, kind="property")
def mass(student, any_images):
    """What comes in goes out: in every channel of every image, dX sums to what dY sums to."""
    for case, dX in student.max_pool_backward.on(any_images):
        size = float(np.abs(case.dY).sum(axis=(2, 3)).max())
        sums = case.dY.sum(axis=(2, 3))
        assert_law("Σ dX = Σ dY", dX.sum(axis=(2, 3)), sums, scale=size, what="dX", where=case)


@check(points=2, kind="gradient", needs=[shapes])
def ties(student, behind_relu):
    """Where pixels tie, as zeros behind a ReLU do, they share dY between them, or one of them gets it all."""
    for case, dX in student.max_pool_backward.on(behind_relu):
        tile = (*case.dY.shape[:3], case.size, case.dY.shape[3], case.size)
        rows, columns = case.dY.shape[2] * case.size, case.dY.shape[3] * case.size
        X, parts = (A[:, :, :rows, :columns].reshape(tile) for A in (case.X, dX))
        assert_law("what goes to a window is dY", parts.sum(axis=(3, 5)), case.dY, what="dX", where=case)
        largest = np.equal(X, X.max(axis=(3, 5), keepdims=True))
        assert_law(
            "only largest pixels have a share", np.where(largest, 0.0, parts), 0.0 * parts, what="dX", where=case
        )
        assert_law("no share is negative", np.minimum(parts, 0.0), 0.0 * parts, what="dX", where=case)


hygiene = hygiene_of(any_images, needs=[tiles])

TOLERANT = {
    "mass": "It is about sums over images, not about where in an image dX lies.",
    "ties": "Who of those that tie gets how much is free.",
}
ADD = "np.add.at(dX, (n, c, stride * i + largest // size, stride * j + largest % size), dY)"
LARGEST = "largest = windows.reshape(N, C, Ho, Wo, size * size).argmax(axis=4)"

BUGS = [
    patch(
        "pixels that nearly agree are taken for equal",
        {
            LARGEST: "largest = np.isclose(windows, windows.max(axis=(4, 5), keepdims=True)).reshape(N, C, Ho, Wo, size * size).argmax(axis=4)"
        },
        hint="Only what is equal ties: compare with ==, or take argmax.",
    ),
    patch(
        "windows are taken to begin at i and j, without the stride",
        {ADD: "np.add.at(dX, (n, c, i + largest // size, j + largest % size), dY)"},
        hint="Window (i, j) begins at row stride·i and column stride·j.",
    ),
    patch(
        "windows are taken to begin at multiples of their size",
        {
            ADD: "np.add.at(dX, (n, c, np.minimum(size * i + largest // size, X.shape[2] - 1), np.minimum(size * j + largest % size, X.shape[3] - 1)), dY)"
        },
        hint="Windows begin at multiples of the stride.",
    ),
    patch(
        "a pixel that wins twice hears from one window only",
        {ADD: "dX[n, c, stride * i + largest // size, stride * j + largest % size] = dY"},
        hint="Add: a pixel may be the largest of several windows.",
    ),
    patch(
        "what goes to a pixel is added once, as += with an array of places does",
        {ADD: "dX[n, c, stride * i + largest // size, stride * j + largest % size] += dY"},
        hint="NumPy's += with index arrays counts repeated places once: use np.add.at, or a loop.",
    ),
    patch(
        "u and v are exchanged",
        {ADD: "np.add.at(dX, (n, c, stride * i + largest % size, stride * j + largest // size), dY)"},
        hint="argmax counts along the rows: u = k // size, v = k % size.",
    ),
    patch("dY goes to the smallest pixel", {"argmax(": "argmin("}, hint="Y is the largest pixel of its window."),
    patch(
        "dY goes to the pixel of the largest magnitude",
        {"windows.reshape(": "np.abs(windows).reshape("},
        hint="−5 is less than 2: compare the pixels, not their magnitudes.",
    ),
    patch(
        "dY goes to the first pixel of each window",
        {LARGEST: LARGEST + " * 0"},
        hint="It goes to the pixel that is the largest.",
    ),
    patch(
        "the largest pixel of the first channel decides for all channels",
        {LARGEST: LARGEST + "[:, :1].repeat(C, axis=1)"},
        hint="Every channel is pooled by itself.",
    ),
    patch(
        "only the first channel has a gradient",
        {"return dX": "return dX * (np.arange(C) == 0)[:, None, None]"},
        hint="Every channel is pooled by itself.",
    ),
    patch(
        "the value of the largest pixel is multiplied in",
        {ADD: ADD[:-3] + "dY * windows.max(axis=(4, 5)))"},
        hint="The derivative of a maximum is 1 at the largest pixel, whatever its value.",
    ),
    patch(
        "the part that windows reach is returned alone",
        {"return dX": "return dX[:, :, : stride * (Ho - 1) + size, : stride * (Wo - 1) + size]"},
        hint="Pixels that are left over have the gradient 0, and are there.",
    ),
    patch("dX has the wrong sign", {"return dX": "return -dX"}, hint="Y grows with its largest pixel."),
]


@bug("all pixels that tie get all of dY", hint="dY goes to a window once: to the first of those that tie, say.")
def all_ties(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[2]):
        for j in range(dY.shape[3]):
            place = np.s_[:, :, stride * i : stride * i + size, stride * j : stride * j + size]
            largest = X[place].max(axis=(2, 3), keepdims=True)
            dX[place] += (X[place] == largest) * dY[:, :, i : i + 1, j : j + 1]
    return dX


@bug("all pixels of a window share dY", hint="That is the way back of average pooling.")
def shared(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[2]):
        for j in range(dY.shape[3]):
            place = np.s_[:, :, stride * i : stride * i + size, stride * j : stride * j + size]
            dX[place] += dY[:, :, i : i + 1, j : j + 1] / size**2
    return dX


@bug(
    "the largest so far begins at 0: windows without a pixel above 0 hear nothing",
    hint="Pixels may be negative: begin with a pixel of the window, or with −∞.",
)
def from_zero(dY, X, size, stride):
    dX = np.zeros_like(X)
    for n, c, i, j in np.ndindex(*dY.shape):
        largest, place = 0.0, None
        for u, v in np.ndindex(size, size):
            if X[n, c, stride * i + u, stride * j + v] > largest:
                largest, place = X[n, c, stride * i + u, stride * j + v], (stride * i + u, stride * j + v)
        if place is not None:
            dX[n, c, place[0], place[1]] += dY[n, c, i, j]
    return dX


@bug(
    "zeros are taken for pixels that no ReLU let through, and get nothing",
    hint="The ReLU has a way back of its own: here one of the zeros gets dY.",
)
def without_zeros(dY, X, size, stride):
    dX = np.zeros_like(X)
    for n, c, i, j in np.ndindex(*dY.shape):
        window = X[n, c, stride * i : stride * i + size, stride * j : stride * j + size]
        u, v = np.unravel_index(np.argmax(window), window.shape)
        if window[u, v] != 0:
            dX[n, c, stride * i + u, stride * j + v] += dY[n, c, i, j]
    return dX


@variant
def loops(dY, X, size, stride):
    dX = np.zeros(X.shape)
    for n, c, i, j in np.ndindex(*dY.shape):
        y, x = stride * i, stride * j
        for u in range(stride * i, stride * i + size):
            for v in range(stride * j, stride * j + size):
                if X[n, c, u, v] > X[n, c, y, x]:
                    y, x = u, v
        dX[n, c, y, x] += dY[n, c, i, j]
    return dX


@variant
def ties_share(dY, X, size, stride):
    dX = np.zeros_like(X)
    for i in range(dY.shape[2]):
        for j in range(dY.shape[3]):
            place = np.s_[:, :, stride * i : stride * i + size, stride * j : stride * j + size]
            mask = X[place] == X[place].max(axis=(2, 3), keepdims=True)
            dX[place] += mask / mask.sum(axis=(2, 3), keepdims=True) * dY[:, :, i, j][:, :, None, None]
    return dX


@variant
def the_last_of_those_that_tie(dY, X, size, stride):
    dX = np.zeros_like(X)
    for n, c, i, j in np.ndindex(*dY.shape):
        window = X[n, c, stride * i : stride * i + size, stride * j : stride * j + size]
        k = size * size - 1 - int(np.argmax(window.ravel()[::-1]))
        dX[n, c, stride * i + k // size, stride * j + k % size] += dY[n, c, i, j]
    return dX


@variant
def shift_by_shift(dY, X, size, stride):
    N, C, Ho, Wo = dY.shape
    dX, taken = np.zeros(X.shape), np.zeros(dY.shape, dtype=bool)
    views = [
        np.s_[:, :, u : u + stride * (Ho - 1) + 1 : stride, v : v + stride * (Wo - 1) + 1 : stride]
        for u in range(size)
        for v in range(size)
    ]
    Y = np.max([X[view] for view in views], axis=0)
    for view in views:
        mine = (X[view] == Y) & ~taken
        dX[view] += np.where(mine, dY, 0.0)
        taken |= mine
    return dX

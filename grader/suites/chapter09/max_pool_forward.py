"""Checks, known bugs and variants of chapter09/max_pool_forward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=15,
    returns=("Y",),
    requires=("chapter09/conv_output_shape",),
    hints=(
        "Which pixels does window (i, j) hold? Images and channels go along untouched: they are the first two axes.",
        "The window is X[:, :, stride·i : stride·i + size, stride·j : stride·j + size]: take its maximum over two axes.",
        "If pixels are negative, what is a safe start for a running maximum? −∞, or the first pixel of the window.",
    ),
)
SIZES = "N C H W size stride"


def images(rng, N, C, H, W, size, stride):
    """Draw positive pixels, spaced so that a monotone map keeps them apart."""
    grid = np.linspace(0.1, 4.1, N * C * H * W)
    return {"X": rng.permutation(grid).reshape(N, C, H, W), "size": size, "stride": stride}


@cases(
    SIZES,
    (2, 3, 4, 8, 2, 2),
    (1, 2, 7, 5, 3, 2),
    (3, 1, 7, 8, 2, 3),
    (2, 5, 4, 4, 4, 1),
    (4, 4, 4, 4, 2, 2),
    (2, 1, 3, 4, 1, 1),
    (2, 3, 1, 1, 1, 1),
)
def any_images(rng, N, C, H, W, size, stride):
    return images(rng, N, C, H, W, size, stride)


@cases(SIZES, (2, 3, 4, 8, 2, 2), (1, 2, 6, 9, 3, 3), (4, 4, 4, 4, 2, 2), (2, 3, 1, 1, 1, 1))
def tiled(rng, N, C, H, W, size, stride):
    return images(rng, N, C, H, W, size, stride)


@cases(SIZES, (1, 2, 7, 5, 3, 2), (2, 1, 5, 6, 4, 1))
def overlapping(rng, N, C, H, W, size, stride):
    return images(rng, N, C, H, W, size, stride)


@cases(SIZES, (3, 1, 7, 9, 2, 3), (1, 2, 8, 5, 3, 3), (2, 1, 3, 5, 1, 2))
def left_over(rng, N, C, H, W, size, stride):
    return images(rng, N, C, H, W, size, stride)


@cases(f"{SIZES} darker", (2, 3, 4, 6, 2, 2, 3.6), (1, 2, 7, 5, 3, 2, 5.0))
def any_sign(rng, N, C, H, W, size, stride, darker):
    drawn = images(rng, N, C, H, W, size, stride)
    return {**drawn, "X": drawn["X"] - darker}


shapes = shaped("There is one number for each window that lies inside, in each channel.", any_images)
tiles = agrees("Where the windows tile the image, the largest pixel of each is kept.", tiled)
far = scaled(any_sign, X=1)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)
overlap = agrees("Windows may overlap.", overlapping, needs=[tiles])
rest = agrees("Gaps between the windows, and pixels left over at the end, are skipped.", left_over, needs=[tiles])
below_zero = agrees("Where all pixels of a window are negative, so is the largest.", any_sign, needs=[tiles, overlap])


@check(points=1, kind="property")
def monotone(student, any_images):
    """A rising curve may be applied before or after: the largest pixel stays the largest."""

    def before_and_after(m, case):
        return [m.max_pool_forward(X, case.size, case.stride) for X in (case.X, np.exp(case.X), 3.0 * case.X - 20.0)]

    for case, (Y, rising, line) in student.each(before_and_after, any_images):
        assert_law("max eˣ = e^max x", rising, np.exp(np.clip(Y, -9.0, 9.0)), what="Y", where=case)
        assert_law("max (3x − 20) = 3 max x − 20", line, 3.0 * Y - 20.0, what="Y", where=case)


hygiene = hygiene_of(any_images, needs=[tiles])
MAX = ".max(axis=(4, 5))"

BUGS = [
    patch(
        "the running maximum begins at 0",
        {MAX: ".max(axis=(4, 5), initial=0.0)"},
        hint="0 is larger than any negative pixel: begin at −∞, or at the first pixel of the window.",
    ),
    patch(
        "the running maximum begins at −1000",
        {MAX: ".max(axis=(4, 5), initial=-1000.0)"},
        hint="Pixels may lie below any number that you choose: begin at −∞, or at the first pixel of the window.",
    ),
    patch("the mean is taken", {MAX: ".mean(axis=(4, 5))"}, hint="Of each window the largest pixel is kept."),
    patch("the smallest pixel is kept", {MAX: ".min(axis=(4, 5))"}, hint="Of each window the largest pixel is kept."),
    patch(
        "the pixel of the largest magnitude is kept, without its sign",
        {"_view(X,": "_view(np.abs(X),"},
        hint="−5 is less than 2: compare the pixels, not their magnitudes.",
    ),
    patch("the first pixel of each window is kept", {MAX: "[..., 0, 0]"}, hint="Look at all pixels of the window."),
    patch(
        "the place of the largest pixel is returned",
        {
            "windows[:, :, ::stride, ::stride].max(axis=(4, 5))": "windows[:, :, ::stride, ::stride].reshape(*windows[:, :, ::stride, ::stride].shape[:4], -1).argmax(axis=4)"
        },
        hint="argmax tells where it is; the value is asked for.",
    ),
    patch(
        "the last row and the last column of each window are left out",
        {MAX: "[..., : max(1, size - 1), : max(1, size - 1)].max(axis=(4, 5))"},
        hint="u and v go up to size − 1, and a slice ends before its second number: i : i + size.",
    ),
    patch(
        "the windows move by their size, whatever the stride",
        {"::stride, ::stride]": "::size, ::size]"},
        hint="The next window begins `stride` pixels further on, not `size`.",
    ),
    patch(
        "the windows are as large as the stride",
        {MAX: "[..., :stride, :stride].max(axis=(4, 5))"},
        hint="A window has size × size pixels, also if the next one begins inside it.",
    ),
    patch(
        "the windows reach over gaps",
        {
            "windows[:, :, ::stride, ::stride].max": "windows[:, :, ::stride, ::stride].repeat(1, axis=0).max",
            "sliding_window_view(X, (size, size), axis=(2, 3))": (
                "sliding_window_view(np.pad(X, ((0, 0), (0, 0), (0, max(0, stride - size)), (0, max(0, stride - size))),"
                " constant_values=-np.inf), (max(size, stride), max(size, stride)), axis=(2, 3))"
            ),
        },
        hint="Pixels between two windows belong to neither.",
    ),
    patch(
        "the stride counts for rows only",
        {"::stride, ::stride]": "::stride]"},
        hint="Move right by the stride as well.",
    ),
    patch(
        "the stride is ignored",
        {"::stride, ::stride]": ":, :]"},
        hint="The next window begins `stride` pixels further on.",
    ),
    patch(
        "the windows are laid out from the end",
        {"windows[:, :, ::stride, ::stride]": "windows[:, :, ::-stride, ::-stride][:, :, ::-1, ::-1]"},
        hint="The first window begins at the top left; what is left over is left at the end.",
    ),
    patch(
        "a window that reaches over the border is kept",
        {"_view(X,": "_view(np.pad(X, ((0, 0), (0, 0), (0, stride - 1), (0, stride - 1)), constant_values=-np.inf),"},
        hint="There is no padding: Ho is rounded down.",
    ),
    patch(
        "the channels are pooled together",
        {"axis=(4, 5))": "axis=(1, 4, 5))"},
        hint="Each channel is pooled by itself.",
    ),
    patch(
        "images and channels are pooled, not rows and columns",
        {"_view(X, (size, size), axis=(2, 3))": "_view(X.transpose(2, 3, 0, 1), (min(size, len(X)), 1), axis=(2, 3))"},
        hint="The first two axes are images and channels; the windows lie in the last two.",
    ),
    patch(
        "windows of one pixel hand back X itself",
        {"return Y": "return X if size == stride == 1 else Y"},
        hint="Who changes Y later must not change X: return a copy.",
    ),
]


@variant
def loops(X, size, stride):
    N, C, H, W = X.shape
    Y = np.full((N, C, (H - size) // stride + 1, (W - size) // stride + 1), -np.inf)
    for n, c, i, j in np.ndindex(*Y.shape):
        for u in range(size):
            for v in range(size):
                Y[n, c, i, j] = max(Y[n, c, i, j], X[n, c, stride * i + u, stride * j + v])
    return Y


@variant
def loop_over_windows(X, size, stride):
    rows, columns = range(0, X.shape[2] - size + 1, stride), range(0, X.shape[3] - size + 1, stride)
    return np.stack(
        [np.stack([X[:, :, i : i + size, j : j + size].max((2, 3)) for j in columns], axis=-1) for i in rows], axis=2
    )


@variant
def shifted_images(X, size, stride):
    rows, columns = X.shape[2] - size + 1, X.shape[3] - size + 1
    Y = X[:, :, :rows:stride, :columns:stride].copy()
    for u in range(size):
        for v in range(size):
            np.maximum(Y, X[:, :, u : u + rows : stride, v : v + columns : stride], out=Y)
    return Y


@variant
def rows_then_columns(X, size, stride):
    def along(A):
        places = range(0, A.shape[-1] - size + 1, stride)
        return np.stack([A[..., i : i + size].max(axis=-1) for i in places], axis=-1)

    return along(along(X).swapaxes(2, 3)).swapaxes(2, 3)


@variant
def sorted_windows(X, size, stride):
    N, C, H, W = X.shape
    Ho, Wo = (H - size) // stride + 1, (W - size) // stride + 1
    i = stride * np.arange(Ho)[:, None] + np.arange(size)
    j = stride * np.arange(Wo)[:, None] + np.arange(size)
    windows = X[:, :, i[:, None, :, None], j[None, :, None, :]]
    return np.sort(windows.reshape(N, C, Ho, Wo, -1), axis=-1)[..., -1]

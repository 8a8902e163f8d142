"""Checks, known bugs and variants of chapter09/avg_pool_forward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    minutes=20,
    returns=("Y",),
    requires=("chapter09/max_pool_forward",),
    hints=(
        "Begin with pad 0: it is max pooling with another word for the maximum.",
        "A window that hangs over is cut off at the border. How many pixels are left in the one at the corner?",
        "Zeros around the image don't change the sum of a window, only the number by which it is divided.",
        "The number of pixels in a window is the sum of the same window in an image of ones.",
    ),
)
SIZES = "N C H W size stride pad"


def images(rng, N, C, H, W, size, stride, pad):
    return {"X": rng.normal(1.0, 2.0, size=(N, C, H, W)), "size": size, "stride": stride, "pad": pad}


@cases(
    SIZES,
    (2, 3, 4, 8, 2, 2, 0),
    (1, 2, 7, 5, 3, 2, 1),
    (3, 1, 7, 8, 2, 3, 0),
    (2, 5, 4, 4, 4, 4, 0),
    (3, 3, 3, 3, 3, 3, 2),
    (2, 1, 3, 4, 1, 1, 0),
    (2, 1, 1, 2, 4, 3, 3),
    (2, 1, 4, 1, 3, 1, 1),
)
def any_images(rng, N, C, H, W, size, stride, pad):
    return images(rng, N, C, H, W, size, stride, pad)


@cases(SIZES, (2, 3, 4, 8, 2, 2, 0), (1, 2, 6, 9, 3, 3, 0), (4, 4, 4, 4, 2, 2, 0))
def tiled(rng, N, C, H, W, size, stride, pad):
    """Some pixels are black."""
    drawn = images(rng, N, C, H, W, size, stride, pad)
    drawn["X"].flat[1::5] = 0.0
    return drawn


@cases(SIZES, (1, 2, 7, 5, 3, 2, 0), (2, 1, 5, 6, 4, 1, 0), (3, 1, 7, 9, 2, 3, 0), (1, 2, 8, 5, 3, 3, 0))
def any_stride(rng, N, C, H, W, size, stride, pad):
    return images(rng, N, C, H, W, size, stride, pad)


@cases(
    SIZES,
    (1, 2, 7, 5, 3, 2, 1),
    (2, 1, 4, 3, 3, 1, 2),
    (1, 3, 6, 5, 2, 3, 1),
    (2, 1, 1, 2, 4, 3, 3),
    (2, 1, 4, 1, 3, 1, 1),
)
def over_the_border(rng, N, C, H, W, size, stride, pad):
    return images(rng, N, C, H, W, size, stride, pad)


@cases(SIZES, (3, 2, 5, 5, 5, 5, 0), (1, 4, 3, 3, 3, 1, 0))
def whole(rng, N, C, H, W, size, stride, pad):
    return images(rng, N, C, H, W, size, stride, pad)


shapes = shaped("There is one number for each window, in each channel.", any_images)
tiles = agrees("Where the windows tile the image, Y has their means.", tiled)
far = scaled(tiled, X=1)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)
strides = agrees("Windows may overlap or leave gaps, and pixels may be left over.", any_stride, needs=[tiles])
border = agrees(
    "Of a window that hangs over the border only the pixels inside count.", over_the_border, points=2, needs=[tiles]
)
everywhere = agrees("A window as large as the image gives the mean of each channel.", whole, needs=[tiles])


@check(points=1, kind="property")
def constant(student, any_images):
    """An image of one colour keeps its colour, at the border as well."""

    def grey(m, case):
        return m.avg_pool_forward(np.full(case.X.shape, 2.5), case.size, case.stride, case.pad)

    for case, Y in student.each(grey, any_images):
        assert_law("Y = 2.5 where X = 2.5", Y, np.full(Y.shape, 2.5), what="Y", where=case)


@check(points=1, kind="property")
def linear(student, any_images):
    """The means of a sum of images are the sums of their means, and twice the image gives twice as much."""

    def combined(m, case):
        X, other = case.X, case.X[:, :, ::-1] ** 2
        return [m.avg_pool_forward(A, case.size, case.stride, case.pad) for A in (X, other, X + other, -2.0 * X)]

    for case, (one, other, both, twice) in student.each(combined, any_images):
        assert_law("Y(x + x′) = Y(x) + Y(x′)", both, one + other, what="Y", where=case)
        assert_law("Y(−2 x) = −2 Y(x)", twice, -2.0 * one, what="Y", where=case)


hygiene = hygiene_of(any_images, needs=[tiles])
VARYING = {"linear": "Whoever leaves out pixels of value 0 is seen where two pixels happen to have the sum 0."}
COUNT = "window_sums(np.ones_like(X))"

BUGS = [
    patch("the sum is taken, not the mean", {f" / {COUNT}": ""}, hint="Divide by the number of pixels in the window."),
    patch(
        "the zeros beyond the border are counted",
        {COUNT: "size**2"},
        hint="A window that hangs over holds fewer than size² pixels: divide by how many there are.",
    ),
    patch(
        "the sum is divided by the size, not by its square",
        {COUNT: f"{COUNT} * size"},
        hint="A window of size × size holds size² pixels.",
    ),
    patch(
        "the sum is divided by the square of the stride",
        {COUNT: f"{COUNT} / size**2 * stride**2"},
        hint="How many pixels a window holds has nothing to do with how far it moves.",
    ),
    patch(
        "the mean is rounded down to a whole number",
        {f" / {COUNT}": f" // {COUNT}"},
        hint="// drops the fraction: use /.",
    ),
    patch(
        "the largest pixel is kept",
        {
            "sums: Array = windows[:, :, ::stride, ::stride].sum(": "sums: Array = windows[:, :, ::stride, ::stride].max("
        },
        hint="That is max pooling; the mean is asked for.",
    ),
    patch(
        "the border is repeated outwards",
        {"(pad, pad), (pad, pad)))": '(pad, pad), (pad, pad)), mode="edge")'},
        hint="Only pixels of the image count, each of them once.",
    ),
    patch(
        "the image is put at the top left of its frame",
        {"(pad, pad), (pad, pad)": "(0, 2 * pad), (0, 2 * pad)"},
        hint="Windows hang over on all four sides: the first begins at row −pad.",
    ),
    patch(
        "the padding is ignored",
        {"(pad, pad), (pad, pad)": "(0, 0), (0, 0)"},
        hint="The first window begins `pad` pixels above and to the left of the image.",
    ),
    patch(
        "the windows move by their size, whatever the stride",
        {"::stride, ::stride]": "::size, ::size]"},
        hint="The next window begins `stride` pixels further on, not `size`.",
    ),
    patch(
        "the windows are laid out from the end",
        {"windows[:, :, ::stride, ::stride]": "windows[:, :, ::-stride, ::-stride][:, :, ::-1, ::-1]"},
        hint="The first window begins at the top left; what is left over is left at the end.",
    ),
    patch(
        "the last row and the last column of each window are left out",
        {".sum(axis=(4, 5))": "[..., : max(1, size - 1), : max(1, size - 1)].sum(axis=(4, 5))"},
        hint="A slice ends before its second number: i : i + size.",
    ),
    patch(
        "the channels are averaged, too", {"axis=(4, 5))": "axis=(1, 4, 5))"}, hint="Each channel is pooled by itself."
    ),
    patch(
        "pixels of value 0 are not counted",
        {COUNT: "np.maximum(window_sums((X != 0).astype(float)), 1.0)"},
        hint="A dark pixel inside the image is a pixel: count by place, not by value.",
    ),
    patch(
        "windows that hang over the bottom or the right count as full",
        {
            COUNT: "np.outer(*(np.minimum(np.arange(0, n + 2 * pad - size + 1, stride) - pad, 0) + size for n in X.shape[2:]))"
        },
        hint="A slice that ends beyond the image is shorter: count what it holds, on all four sides.",
    ),
]

EQUIVALENT = {
    "avg_pool_forward.window_sums: np.pad(A, ((0, 0), (0, 0), (pad, pad), (pad, pad))) → "
    "-np.pad(A, ((0, 0), (0, 0), (pad, pad), (pad, pad)))": "sums and counts both change sign",
    "avg_pool_forward.window_sums: np.lib.stride_tricks.sliding_window_view(framed, (size, size), axis=(2, 3)) → "
    "-np.lib.stride_tricks.sliding_window_view(framed, (size, size), axis=(2, 3))": "sums and counts both change sign",
    "avg_pool_forward.window_sums: windows[:, :, ::stride, ::stride].sum(axis=(4, 5)) → "
    "windows[:, :, ::stride, ::stride].mean(axis=(4, 5))": "sums and counts are both divided by size²",
}


@bug("the median is taken", hint="The mean is the sum divided by the number.")
def median(X, size, stride, pad):
    _, _, H, W = X.shape
    rows = range(-pad, H + pad - size + 1, stride)
    columns = range(-pad, W + pad - size + 1, stride)
    return np.stack(
        [
            np.stack([np.median(X[:, :, max(i, 0) : i + size, max(j, 0) : j + size], (2, 3)) for j in columns], axis=-1)
            for i in rows
        ],
        axis=2,
    )


@variant
def loops(X, size, stride, pad):
    N, C, H, W = X.shape
    Y = np.zeros((N, C, (H + 2 * pad - size) // stride + 1, (W + 2 * pad - size) // stride + 1))
    for n, c, i, j in np.ndindex(*Y.shape):
        total, count = 0.0, 0
        for y in range(stride * i - pad, stride * i - pad + size):
            for x in range(stride * j - pad, stride * j - pad + size):
                if 0 <= y < H and 0 <= x < W:
                    total += X[n, c, y, x]
                    count += 1
        Y[n, c, i, j] = total / count
    return Y


@variant
def cut_windows(X, size, stride, pad):
    _, _, H, W = X.shape
    rows = [slice(max(i, 0), i + size) for i in range(-pad, H + pad - size + 1, stride)]
    columns = [slice(max(j, 0), j + size) for j in range(-pad, W + pad - size + 1, stride)]
    return np.array([[X[:, :, i, j].mean(axis=(2, 3)) for j in columns] for i in rows]).transpose(2, 3, 0, 1)


@variant
def two_matrices(X, size, stride, pad):
    def averaging(pixels):
        first = stride * np.arange((pixels + 2 * pad - size) // stride + 1)[:, None] - pad
        inside = (np.arange(pixels) >= first) & (np.arange(pixels) < first + size)
        return inside / inside.sum(axis=1, keepdims=True)

    return averaging(X.shape[2]) @ X @ averaging(X.shape[3]).T


@variant
def missing_values(X, size, stride, pad):
    framed = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(framed, (size, size), axis=(2, 3))
    return np.nanmean(windows[:, :, ::stride, ::stride], axis=(-2, -1))


@variant
def integral_image(X, size, stride, pad):
    N, C, H, W = X.shape
    S = np.zeros((N, C, H + 1, W + 1))
    S[:, :, 1:, 1:] = X.cumsum(axis=2).cumsum(axis=3)
    top, left = np.arange(-pad, H + pad - size + 1, stride), np.arange(-pad, W + pad - size + 1, stride)
    bottom, right = np.minimum(top + size, H), np.minimum(left + size, W)
    top, left = np.maximum(top, 0), np.maximum(left, 0)
    sums = S[:, :, bottom][..., right] - S[:, :, top][..., right] - S[:, :, bottom][..., left] + S[:, :, top][..., left]
    return sums / np.outer(bottom - top, right - left)

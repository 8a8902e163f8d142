"""Checks, known bugs and variants of chapter18/avg_pool_backward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("dX",),
    requires=("chapter09/avg_pool_forward", "chapter18/max_pool_backward"),
    minutes=25,
    hints=(
        "Begin with pad 0: each pixel of a window gets dY[n, c, i, j] / size².",
        "Windows may overlap: add to dX, never assign.",
        "A window that hangs over holds fewer pixels: (rows inside) · (columns inside). Divide by that number.",
        "Rows inside, of window i: min(stride·i − pad + size, H) − max(stride·i − pad, 0).",
    ),
)
SIZES = "N C H W size stride pad"


def pooled(X, size, stride, pad):
    """Return the means of all windows, each over its pixels inside the image."""

    def sums(A):
        framed = np.pad(A, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        windows = np.lib.stride_tricks.sliding_window_view(framed, (size, size), axis=(2, 3))
        return windows[:, :, ::stride, ::stride].sum(axis=(4, 5))

    return sums(X) / sums(np.ones_like(X))


def slopes(rng, N, C, H, W, size, stride, pad):
    shape = (N, C, (H + 2 * pad - size) // stride + 1, (W + 2 * pad - size) // stride + 1)
    dY = rng.choice((-1, 1), size=shape) * rng.uniform(0.3, 2.0, size=shape)
    return {"dY": dY, "x_shape": (N, C, H, W), "size": size, "stride": stride, "pad": pad}


@cases(SIZES, (2, 3, 4, 6, 2, 2, 0), (1, 2, 6, 9, 3, 3, 0), (2, 2, 4, 4, 2, 2, 0), (2, 2, 3, 3, 3, 3, 0))
def tiled(rng, N, C, H, W, size, stride, pad):
    return slopes(rng, N, C, H, W, size, stride, pad)


@cases(SIZES, (2, 3, 4, 5, 3, 1, 0), (1, 2, 8, 5, 3, 2, 0), (2, 3, 5, 7, 2, 3, 0), (2, 2, 5, 5, 2, 1, 0))
def any_stride(rng, N, C, H, W, size, stride, pad):
    """Overlaps, gaps, and rests that differ by direction."""
    return slopes(rng, N, C, H, W, size, stride, pad)


@cases(
    SIZES,
    (1, 2, 7, 5, 3, 2, 1),
    (2, 1, 4, 3, 3, 1, 2),
    (1, 3, 6, 5, 2, 3, 1),
    (2, 1, 1, 2, 4, 3, 3),
    (2, 2, 5, 5, 3, 2, 2),
)
def over_the_border(rng, N, C, H, W, size, stride, pad):
    return slopes(rng, N, C, H, W, size, stride, pad)


@cases(SIZES, (2, 3, 4, 5, 3, 2, 1), (1, 2, 6, 3, 2, 1, 0), (3, 3, 3, 3, 2, 1, 1))
def any_slopes(rng, N, C, H, W, size, stride, pad):
    return slopes(rng, N, C, H, W, size, stride, pad)


far = scaled(any_slopes, dY=1)

shapes = shaped("dX has the shape of the images.", any_slopes)
tiles = agrees("Where windows tile the image, each pixel gets dY divided by the size of its window.", tiled)
strides = agrees(
    "Windows may overlap or leave gaps, and pixels may be left over.", any_stride, kind="gradient", points=2
)
border = agrees("A window that hangs over is shared by its pixels inside.", over_the_border, kind="gradient", points=2)
every_scale = agrees("Gradients may be tiny or huge.", far, separates=False)


@check(points=1, kind="gradient")
def adjoint(student, any_stride, over_the_border, rng):
    """It is the adjoint of pooling: ⟨Y(x), dY⟩ = ⟨x, dX⟩ for all images x."""
    for case, dX in student.avg_pool_backward.on([*any_stride, *over_the_border]):
        x = rng.normal(size=case.x_shape)
        check_adjoint(pooled(x, case.size, case.stride, case.pad), case.dY, x, dX, what="dX", where=case)


@check(points=1, kind="property")
def mass(student, any_slopes):
    """What comes in goes out: in every channel of every image, dX sums to what dY sums to."""
    for case, dX in student.avg_pool_backward.on(any_slopes):
        size = float(np.abs(case.dY).sum(axis=(2, 3)).max())
        sums = case.dY.sum(axis=(2, 3))
        assert_law("Σ dX = Σ dY", dX.sum(axis=(2, 3)), sums, scale=size, what="dX", where=case)


hygiene = hygiene_of(any_slopes, needs=[tiles])

TOLERANT = {"mass": "It is about sums over images, not about where in an image dX lies."}
COUNT = "np.outer(rows, columns)"
ADD = "dZ[:, :, u : u + stride * (Ho - 1) + 1 : stride, v : v + stride * (Wo - 1) + 1 : stride] += share"
CROP = "return dZ[:, :, pad : pad + H, pad : pad + W]"

BUGS = [
    patch("nothing is divided", {f" / {COUNT}": ""}, hint="Y is a mean: each of m pixels has the derivative 1/m."),
    patch(
        "dY is divided by the square of the stride",
        {COUNT: "stride**2"},
        hint="How many pixels a window holds has nothing to do with how far it moves.",
    ),
    patch(
        "dY is divided by size² at the border, too",
        {COUNT: "size**2"},
        hint="Of a window that hangs over, only the pixels inside counted: divide by their number.",
    ),
    patch(
        "windows that hang over begin at the border, and keep their size",
        {
            "    return dZ[": "    dX = np.zeros(x_shape)\n    for i, j in np.ndindex(Ho, Wo):\n        y, x = max(top[i], 0), max(left[j], 0)\n"
            "        m = (min(y + size, H) - y) * (min(x + size, W) - x)\n"
            "        dX[:, :, y : y + size, x : x + size] += dY[:, :, i : i + 1, j : j + 1] / m\n    return dX\n    return dZ["
        },
        hint="A window ends `size` rows after its own beginning, not after the border: take the end first, then cut.",
    ),
    patch(
        "dY is divided by the size, not by its square", {COUNT: f"{COUNT} * size"}, hint="A window has size² pixels."
    ),
    patch(
        "the rows inside the image are counted, and the columns are not",
        {COUNT: "(rows[:, None] * size)"},
        hint="A window may hang over to the left and to the right as well.",
    ),
    patch(
        "a pixel in several windows hears from the last one only",
        {ADD: ADD.replace("+=", "=")},
        hint="Windows overlap: add with +=.",
    ),
    patch(
        "only the first pixel of each window has a gradient",
        {"np.ndindex(size, size)": "np.ndindex(1, 1)"},
        hint="All pixels of a window have a part in its mean.",
    ),
    patch(
        "the last row and the last column of each window are left out",
        {"np.ndindex(size, size)": "np.ndindex(max(size - 1, 1), max(size - 1, 1))"},
        hint="u and v go up to size − 1.",
    ),
    patch(
        "windows are taken to begin at i and j, without the stride",
        {ADD: "dZ[:, :, u : u + Ho, v : v + Wo] += share"},
        hint="Windows begin at multiples of the stride.",
    ),
    patch(
        "the stride is taken to be the size",
        {
            "N, C, H, W = x_shape": "N, C, H, W = x_shape\n    dY = dY[:, :, : (H + 2 * pad - size) // size + 1, : (W + 2 * pad - size) // size + 1]\n    stride = size"
        },
        hint="The next window begins `stride` pixels further on, not `size`.",
    ),
    patch(
        "the top left of the framed gradient is returned",
        {CROP: "return dZ[:, :, :H, :W]"},
        hint="The image begins at row pad and column pad of its frame.",
    ),
    patch(
        "the frame is cut off with [pad : −pad], which is empty for pad 0",
        {CROP: "return dZ[:, :, pad:-pad, pad:-pad]"},
        hint="−0 is 0: write pad : pad + H.",
    ),
    patch(
        "dX is as small as the part that windows reach",
        {CROP: "return dZ[:, :, pad : stride * (Ho - 1) + size, pad : stride * (Wo - 1) + size][:, :, :H, :W]"},
        hint="Pixels that are left over have the gradient 0, and are there.",
    ),
    patch(
        "what a pixel hears is averaged over its windows",
        {
            "dZ = np.zeros((N, C, H + 2 * pad, W + 2 * pad))": "dZ = np.zeros((N, C, H + 2 * pad, W + 2 * pad))\n    hits = np.zeros_like(dZ)",
            ADD: ADD
            + "\n        hits[:, :, u : u + stride * (Ho - 1) + 1 : stride, v : v + stride * (Wo - 1) + 1 : stride] += 1.0",
            CROP: "dZ = dZ / np.maximum(hits, 1.0)\n    " + CROP,
        },
        hint="What the windows say to a pixel is added up.",
    ),
    patch("dX has the wrong sign", {CROP: CROP.replace("return ", "return -")}, hint="A mean grows with its pixels."),
]


@variant
def loops(dY, x_shape, size, stride, pad):
    dX = np.zeros(x_shape)
    for n, c, i, j in np.ndindex(*dY.shape):
        pixels = [
            (y, x)
            for y in range(stride * i - pad, stride * i - pad + size)
            for x in range(stride * j - pad, stride * j - pad + size)
            if 0 <= y < x_shape[2] and 0 <= x < x_shape[3]
        ]
        for y, x in pixels:
            dX[n, c, y, x] += dY[n, c, i, j] / len(pixels)
    return dX


@variant
def window_by_window(dY, x_shape, size, stride, pad):
    dX = np.zeros(x_shape)
    for i in range(dY.shape[2]):
        for j in range(dY.shape[3]):
            y, x = stride * i - pad, stride * j - pad
            window = dX[:, :, max(y, 0) : y + size, max(x, 0) : x + size]
            window += dY[:, :, i, j, None, None] / (window.shape[2] * window.shape[3])
    return dX


@variant
def two_matrices(dY, x_shape, size, stride, pad):
    def means(length, places):
        start = stride * np.arange(places)[:, None] - pad
        pixel = np.arange(length)
        A = ((start <= pixel) & (pixel < start + size)).astype(float)
        return A / A.sum(axis=1, keepdims=True)

    down, right = means(x_shape[2], dY.shape[2]), means(x_shape[3], dY.shape[3])
    return down.T @ dY @ right


@variant
def copies_where_windows_tile(dY, x_shape, size, stride, pad):
    N, C, H, W = x_shape
    if size == stride and pad == 0:
        dX = np.zeros(x_shape)
        blocks = np.kron(dY, np.ones((size, size))) / size**2
        dX[:, :, : blocks.shape[2], : blocks.shape[3]] = blocks
        return dX
    dX = np.zeros(x_shape)
    inside = np.pad(np.ones((H, W)), pad)
    for i in range(dY.shape[2]):
        for j in range(dY.shape[3]):
            mask = np.zeros_like(inside)
            mask[stride * i : stride * i + size, stride * j : stride * j + size] = 1.0
            mask = (mask * inside)[pad : pad + H, pad : pad + W]
            dX += dY[:, :, i : i + 1, j : j + 1] * mask / mask.sum()
    return dX

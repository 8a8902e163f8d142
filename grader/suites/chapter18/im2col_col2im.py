"""Checks, known bugs and variants of chapter18/im2col_col2im."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    requires=("chapter18/conv2d_backward",),
    minutes=30,
    hints=(
        "Row (n·Ho + i)·Wo + j of cols is Z[n, :, stride·i : stride·i + P, stride·j : stride·j + Q].ravel().",
        "Without loops: windows of shape (N, C, Ho, Wo, P, Q), transpose to (N, Ho, Wo, C, P, Q), then reshape.",
        "Backwards: the same windows of a Z of zeros, and += in place of a copy.",
        "Last, take the images out of their frames: Z[:, :, pad : pad + H, pad : pad + W].",
    ),
)
SIZES = "N C H W P Q stride pad"


def images(rng, N, C, H, W, P, Q, stride, pad):
    return {"X": rng.normal(size=(N, C, H, W)), "P": P, "Q": Q, "stride": stride, "pad": pad}


def matrices(rng, N, C, H, W, P, Q, stride, pad):
    windows = N * ((H + 2 * pad - P) // stride + 1) * ((W + 2 * pad - Q) // stride + 1)
    cols = rng.choice((-1, 1), size=(windows, C * P * Q)) * rng.uniform(0.3, 2.0, size=(windows, C * P * Q))
    return {"cols": cols, "x_shape": (N, C, H, W), "P": P, "Q": Q, "stride": stride, "pad": pad}


ANY = (
    (2, 3, 5, 4, 2, 3, 1, 0),
    (3, 2, 6, 5, 3, 2, 2, 1),
    (2, 2, 4, 4, 2, 2, 1, 1),
    (1, 2, 5, 8, 3, 2, 2, 0),
    (2, 1, 4, 3, 1, 2, 2, 2),
    (1, 1, 1, 1, 1, 1, 1, 0),
)


@cases(SIZES, *ANY)
def batch(rng, N, C, H, W, P, Q, stride, pad):
    return images(rng, N, C, H, W, P, Q, stride, pad)


@cases(SIZES, *ANY)
def columns(rng, N, C, H, W, P, Q, stride, pad):
    return matrices(rng, N, C, H, W, P, Q, stride, pad)


@cases(SIZES, (2, 3, 4, 6, 2, 3, 3, 0), (2, 2, 4, 4, 2, 2, 2, 0))
def tiles(rng, N, C, H, W, P, Q, stride, pad):
    """Windows that do not overlap."""
    return matrices(rng, N, C, H, W, P, Q, stride, pad)


@cases(SIZES, (2, 3, 5, 4, 2, 3, 1, 0), (1, 2, 6, 5, 3, 3, 2, 0), (2, 2, 4, 4, 3, 3, 1, 0))
def overlaps(rng, N, C, H, W, P, Q, stride, pad):
    return matrices(rng, N, C, H, W, P, Q, stride, pad)


far, far_columns = scaled(batch, X=1), scaled(columns, cols=1)

shapes = shaped("cols has a row for each window, and a column for each of its numbers.", batch, of="im2col")
back_shapes = shaped("col2im returns images of the shape x_shape.", columns, of="col2im")
values = agrees(
    "Rows of cols are windows, by (n, i, j); their numbers go by (c, u, v).",
    batch,
    of="im2col",
    points=2,
    needs=[shapes],
    exactly=True,
)
apart = agrees(
    "Where windows don't overlap, col2im puts each number where it belongs.", tiles, of="col2im", needs=[back_shapes]
)
added = agrees("Where windows overlap, col2im adds.", overlaps, of="col2im", points=2, needs=[back_shapes])
framed = agrees("It is right for every stride and frame.", columns, of="col2im", needs=[back_shapes])
every_scale = agrees("im2col copies tiny numbers and huge ones.", far, of="im2col", needs=[shapes], separates=False)
every_sum = agrees(
    "col2im adds tiny numbers and huge ones.", far_columns, of="col2im", needs=[back_shapes], separates=False
)


def place(case):
    return case.P, case.Q, case.stride, case.pad


@check(points=1, kind="property", needs=[shapes, back_shapes])
def adjoint(student, batch, rng):
    """col2im is the adjoint of im2col: ⟨im2col(X), M⟩ = ⟨X, col2im(M)⟩."""

    def both(m, case):
        shape = case.X.shape
        return [m.im2col(*case.part.values()), m.col2im(case.M, shape, *place(case))]

    drawn = []
    for case in batch:
        M = matrices(rng, *case.sizes.values())["cols"]
        drawn.append(case.replaced(M=M, part=dict(case)))
    for case, (cols, X) in student.each(both, drawn):
        if not (cols.any() and X.any()):
            fail("One of the two returns nothing but zeros.", case)
        check_adjoint(cols, case.M, case.X, X, what="col2im", where=case)


@check(points=1, kind="property", needs=[shapes, back_shapes])
def counted_pixels(student, batch):
    """There and back, each pixel comes as often as it lies in windows."""

    def there_and_back(m, case):
        return [
            m.col2im(m.im2col(X, *place(case)), case.X.shape, *place(case)) for X in (case.X, np.ones(case.X.shape))
        ]

    for case, (again, counts) in student.each(there_and_back, batch):
        want = hits(case)
        assert_law("col2im(im2col(1)) = number of windows", counts, want, what="col2im", where=case)
        assert_law("col2im(im2col(X)) = counts ∘ X", again, want * case.X, what="col2im", where=case)


def hits(case):
    """Count for each pixel the windows that it lies in: for rows and columns apart, as both must hold."""

    def along(length, size):
        starts = np.arange(0, length + 2 * case.pad - size + 1, case.stride) - case.pad
        pixels = np.arange(length)[:, None]
        return np.sum((starts <= pixels) & (pixels < starts + size), axis=1)

    H, W = case.X.shape[2:]
    return np.broadcast_to(np.outer(along(H, case.P), along(W, case.Q)), case.X.shape).astype(float)


hygiene = hygiene_of(batch, of="im2col", needs=[values])
back_hygiene = hygiene_of(columns, of="col2im", needs=[framed])

FRAME = "np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))"
ORDER = "windows.transpose(0, 2, 3, 1, 4, 5).reshape(N * Ho * Wo, C * P * Q)"
WINDOWS = "cols.reshape(N, Ho, Wo, C, P, Q).transpose(0, 3, 1, 2, 4, 5)"
ADD = "Z[:, :, rows, columns] += windows[..., u, v]"
CROP = "return Z[:, :, pad : pad + H, pad : pad + W]"

EQUIVALENT = {
    "im2col: windows.transpose(0, 2, 3, 1, 4, 5) → windows.transpose(0, 2, -3, 1, 4, 5)": "Of six axes, −3 is 3.",
    "col2im: cols.reshape(N, Ho, Wo, C, P, Q).transpose(0, 3, 1, 2, 4, 5) → "
    "cols.reshape(N, Ho, Wo, C, P, Q).transpose(0, -3, 1, 2, 4, 5)": "Of six axes, −3 is 3.",
}
BUGS = [
    patch(
        "col2im takes the images to come last in the rows: (i, j, n)",
        {WINDOWS: "cols.reshape(Ho, Wo, N, C, P, Q).transpose(2, 3, 0, 1, 4, 5)"},
        hint="Rows go by (n, i, j): reshape to (N, Ho, Wo, C, P, Q).",
    ),
    patch(
        "the windows are reshaped without moving the channels behind the places",
        {ORDER: "windows.reshape(N * Ho * Wo, C * P * Q)"},
        hint="reshape joins neighbouring axes: first transpose to (N, Ho, Wo, C, P, Q).",
    ),
    patch(
        "the images come last in the rows: (i, j, n)",
        {ORDER: "windows.transpose(2, 3, 0, 1, 4, 5).reshape(N * Ho * Wo, C * P * Q)"},
        hint="Rows go by (n, i, j): all windows of the first image come first.",
    ),
    patch(
        "the channels come last in the columns: (u, v, c)",
        {ORDER: "windows.transpose(0, 2, 3, 4, 5, 1).reshape(N * Ho * Wo, C * P * Q)"},
        hint="Columns go by (c, u, v): the whole window of the first channel comes first.",
    ),
    patch(
        "windows are counted column by column: (n, j, i)",
        {ORDER: "windows.transpose(0, 3, 2, 1, 4, 5).reshape(N * Ho * Wo, C * P * Q)"},
        hint="Rows go by (n, i, j): to the right first, then down.",
    ),
    patch(
        "the numbers of a window are read column by column: (c, v, u)",
        {ORDER: "windows.transpose(0, 2, 3, 1, 5, 4).reshape(N * Ho * Wo, C * P * Q)"},
        hint="Columns go by (c, u, v): along the row first.",
    ),
    patch("cols is transposed", {ORDER: ORDER + ".T"}, hint="A window is a row of cols."),
    patch(
        "im2col ignores the stride",
        {"[:, :, ::stride, ::stride]": ""},
        hint="Windows begin at multiples of the stride.",
    ),
    patch(
        "im2col has a frame on two sides only",
        {FRAME: "np.pad(X, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad)))"},
        hint="There are `pad` zeros above and below, left and right.",
    ),
    patch(
        "im2col repeats the pixels at the border",
        {FRAME: FRAME[:-1] + ', mode="edge")'},
        hint="The frame is made of zeros.",
    ),
    patch("col2im assigns instead of adding", {ADD: ADD.replace("+=", "=")}, hint="Windows overlap: add with +=."),
    patch(
        "col2im averages what lies in several windows",
        {
            "Z = np.zeros((N, C, H + 2 * pad, W + 2 * pad))": "Z = np.zeros((N, C, H + 2 * pad, W + 2 * pad))\n    counts = np.zeros_like(Z)",
            ADD: ADD + "\n        counts[:, :, rows, columns] += 1.0",
            CROP: "Z = Z / np.maximum(counts, 1.0)\n    " + CROP,
        },
        hint="It is the adjoint, not the inverse: numbers are added up.",
    ),
    patch("col2im keeps the frame", {CROP: "return Z"}, hint="Images come back without their frames."),
    patch(
        "col2im cuts with [pad : −pad], which is empty for pad 0",
        {CROP: "return Z[:, :, pad:-pad, pad:-pad]"},
        hint="−0 is 0: write pad : pad + H.",
    ),
    patch(
        "col2im returns the top left of the framed image",
        {CROP: "return Z[:, :, :H, :W]"},
        hint="The image begins at row pad and column pad.",
    ),
    patch(
        "col2im leaves the stride out",
        {ADD: "Z[:, :, u : u + Ho, v : v + Wo] += windows[..., u, v]"},
        hint="Windows begin at multiples of the stride.",
    ),
    patch(
        "col2im takes the channels for the first axis of the rows",
        {WINDOWS: "cols.reshape(N, C, Ho, Wo, P, Q)"},
        hint="Rows go by (n, i, j) and columns by (c, u, v): reshape to (N, Ho, Wo, C, P, Q), then transpose.",
    ),
    patch(
        "col2im takes windows to be counted column by column",
        {WINDOWS: "cols.reshape(N, Wo, Ho, C, P, Q).transpose(0, 3, 2, 1, 4, 5)"},
        hint="Rows go by (n, i, j): to the right first, then down.",
    ),
    patch(
        "col2im takes columns to be counted by (u, v, c)",
        {WINDOWS: "cols.reshape(N, Ho, Wo, P, Q, C).transpose(0, 5, 1, 2, 3, 4)"},
        hint="Columns go by (c, u, v).",
    ),
]


@variant(of="im2col")
def window_by_window(X, P, Q, stride, pad):
    N, C, H, W = X.shape
    Z = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    Z[:, :, pad : pad + H, pad : pad + W] = X
    rows = []
    for z in Z:
        for y in range(0, z.shape[1] - P + 1, stride):
            for x in range(0, z.shape[2] - Q + 1, stride):
                rows.append(z[:, y : y + P, x : x + Q].ravel())
    return np.array(rows)


@variant(of="im2col")
def by_indices(X, P, Q, stride, pad):
    N, C, H, W = X.shape
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    y = stride * np.arange((H + 2 * pad - P) // stride + 1)
    x = stride * np.arange((W + 2 * pad - Q) // stride + 1)
    rows = y[:, None, None, None, None] + np.arange(P)[:, None]
    columns = x[:, None, None, None] + np.arange(Q)
    channels = np.arange(C)[:, None, None]
    return Z[:, channels, rows, columns].reshape(N * len(y) * len(x), -1)


@variant(of="col2im")
def window_by_window_back(cols, x_shape, P, Q, stride, pad):
    N, C, H, W = x_shape
    Z = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    row = 0
    for n in range(N):
        for y in range(0, H + 2 * pad - P + 1, stride):
            for x in range(0, W + 2 * pad - Q + 1, stride):
                Z[n, :, y : y + P, x : x + Q] += cols[row].reshape(C, P, Q)
                row += 1
    return Z[:, :, pad : H + pad, pad : W + pad].copy()


@variant(of="col2im")
def by_scatter(cols, x_shape, P, Q, stride, pad):
    N, C, H, W = x_shape
    numbers = np.arange(1, N * C * H * W + 1).reshape(x_shape)
    framed = np.pad(numbers, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (P, Q), axis=(2, 3))[:, :, ::stride, ::stride]
    pixels = windows.transpose(0, 2, 3, 1, 4, 5).ravel()
    return np.bincount(pixels, weights=cols.ravel(), minlength=numbers.size + 1)[1:].reshape(x_shape)

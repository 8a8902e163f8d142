"""Checks, known bugs and variants of chapter09/cross_correlate2d_same."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=15,
    returns=("Y",),
    requires=("chapter09/conv2d_valid",),
    hints=(
        "Which entry of the kernel lies on pixel (i, j)? How far does the kernel reach up from there, and how far left?",
        "Frame the image with zeros: (P − 1)/2 rows above and below, (Q − 1)/2 columns left and right.",
        "In the framed image the window of Y[i, j] begins at (i, j): multiply it by the kernel as it is, and sum.",
    ),
)
SIZES = ((7, 6, 3, 5), (5, 5, 3, 3), (6, 4, 5, 1), (4, 9, 1, 3))


@cases("H W P Q", *SIZES)
def picture(rng, H, W, P, Q):
    return {"image": rng.normal(size=(H, W)), "kernel": rng.normal(size=(P, Q))}


@cases("H W P Q", *SIZES)
def black_frame(rng, H, W, P, Q):
    """An image that is black wherever a kernel at the border can see."""
    return {"image": np.pad(rng.normal(size=(H, W)), ((P, P), (Q, Q))), "kernel": rng.normal(size=(P, Q))}


@cases("H W P Q", (2, 5, 5, 3), (1, 1, 3, 5), (3, 2, 7, 5))
def large_kernel(rng, H, W, P, Q):
    return {"image": rng.normal(size=(H, W)), "kernel": rng.normal(size=(P, Q))}


shapes = shaped("Y is as large as the image.", picture)
inside = agrees(
    "Y is right where the border is far away: the kernel is laid on as it is, its centre on the pixel.",
    black_frame,
    points=2,
)
border = agrees("Y is right at the border: what lies beyond counts as 0.", picture, needs=[inside])
far = scaled(picture, scales=(-75, 75), image=1, kernel=1)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)
small = agrees(
    "An image may be smaller than the kernel: Y is as large as the image all the same.", large_kernel, needs=[border]
)


@check(points=1, kind="property")
def adjoint(student, picture, rng):
    """Turning the kernel around gives the transposed linear map: ⟨x ⋆ k, y⟩ = ⟨x, y ⋆ turned k⟩."""
    others = [case.replaced(image=rng.normal(size=case.image.shape)) for case in picture]

    def there_and_back(m, pair):
        x, y = pair
        return [
            m.cross_correlate2d_same(x.image, x.kernel),
            m.cross_correlate2d_same(y.image, np.ascontiguousarray(y.kernel[::-1, ::-1])),
        ]

    pairs = list(zip(picture, others, strict=True))
    for (x, y), (Ax, ATy) in student.each(there_and_back, pairs):
        check_adjoint(Ax, y.image, x.image, ATy, rtol=1e-10, what="the map x → Y", where=x)


hygiene = hygiene_of(picture)
FRAME = "np.pad(image, ((P // 2, P // 2), (Q // 2, Q // 2)))"

BUGS = [
    patch(
        "the kernel is turned around",
        {"tensordot(windows, kernel,": "tensordot(windows, kernel[::-1, ::-1],"},
        hint="That is convolution proper. Here all signs are plus: lay the kernel on as it is.",
    ),
    patch(
        "the pixels at the border are repeated outwards",
        {FRAME: FRAME[:-1] + ', mode="edge")'},
        hint="Beyond the border there are zeros, not copies of the last row.",
    ),
    patch(
        "the image is mirrored at its border",
        {FRAME: FRAME[:-1] + ', mode="symmetric")'},
        hint="Beyond the border there are zeros, not a mirror image.",
    ),
    patch(
        "the image goes on at the opposite border",
        {FRAME: FRAME[:-1] + ', mode="wrap")'},
        hint="Beyond the border there are zeros; the Fourier transform and np.roll wrap around.",
    ),
    patch(
        "the frame has the mean grey of the image",
        {FRAME: FRAME[:-1] + ", constant_values=image.mean())"},
        hint="Beyond the border there are zeros.",
    ),
    patch(
        "the kernel is divided by its sum",
        {"(windows, kernel,": "(windows, kernel / kernel.sum(),"},
        hint="The formula has the kernel as it is; some kernels even sum to 0.",
    ),
    patch(
        "the rows of the frame are counted by the columns of the kernel",
        {"((P // 2, P // 2), (Q // 2, Q // 2))": "((Q // 2, Q // 2), (P // 2, P // 2))"},
        hint="P is the height of the kernel: it needs P // 2 rows above and below.",
    ),
    patch(
        "there is no frame, and Y is smaller than the image",
        {FRAME: "image"},
        hint="Every pixel of the image gets a number: frame it with zeros first.",
    ),
    patch(
        "the corner of the kernel lies on the pixel, not its centre",
        {"((P // 2, P // 2), (Q // 2, Q // 2))": "((0, P - 1), (0, Q - 1))"},
        hint="The kernel reaches as far up as down: half of the frame belongs to each side.",
    ),
    patch(
        "the kernel is transposed",
        {"P, Q = kernel.shape": "Q, P = kernel.shape", "(windows, kernel,": "(windows, kernel.T,"},
        hint="u counts rows, of the kernel and of the image.",
    ),
    patch(
        "the kernel is turned around in place",
        {
            "P, Q = kernel.shape": "P, Q = kernel.shape\n    kernel[:] = kernel[::-1, ::-1].copy()",
            "(windows, kernel,": "(windows, kernel[::-1, ::-1],",
        },
        hint="Whoever called still needs the kernel: leave it as it was.",
    ),
]


@bug(
    "a border is left black where the kernel hangs over",
    hint="Near the border the pixels that do exist still count: only the missing ones are 0.",
)
def black_border(image, kernel):
    (H, W), (P, Q) = image.shape, kernel.shape
    Y = np.zeros((H, W))
    for i in range(P // 2, H - P // 2):
        for j in range(Q // 2, W - Q // 2):
            Y[i, j] = np.sum(kernel * image[i - P // 2 : i + P // 2 + 1, j - Q // 2 : j + Q // 2 + 1])
    return Y


@bug(
    "a sum over part of the kernel is scaled up to the whole of it",
    hint="The missing pixels count as 0, and nothing makes up for them.",
)
def scaled_up(image, kernel):
    P, Q = kernel.shape
    frame = ((P // 2, P // 2), (Q // 2, Q // 2))
    view = np.lib.stride_tricks.sliding_window_view
    inside = view(np.pad(np.ones_like(image), frame), (P, Q)).mean(axis=(2, 3))
    return np.tensordot(view(np.pad(image, frame), (P, Q)), kernel, axes=2) / inside


@bug(
    "a negative index takes pixels from the other side",
    hint="image[-1] is the last row, not one above the first: ask whether the index is inside.",
)
def negative_index(image, kernel):
    (H, W), (P, Q) = image.shape, kernel.shape
    Y = np.zeros((H, W))
    for i, j in np.ndindex(H, W):
        for u, v in np.ndindex(P, Q):
            y, x = i + u - P // 2, j + v - Q // 2
            if y < H and x < W:
                Y[i, j] += kernel[u, v] * image[y, x]
    return Y


@bug("Y is as large as the kernel if the image is smaller", hint="Y has one number for each pixel of the image.")
def larger_of_both(image, kernel):
    (H, W), (P, Q) = image.shape, kernel.shape
    frame = ((P - 1, P - 1), (Q - 1, Q - 1))
    full = np.tensordot(np.lib.stride_tricks.sliding_window_view(np.pad(image, frame), (P, Q)), kernel, axes=2)
    rows, columns = max(H, P), max(W, Q)
    top, left = (full.shape[0] - rows) // 2, (full.shape[1] - columns) // 2
    return full[top : top + rows, left : left + columns]


@variant
def four_loops(image, kernel):
    (H, W), (P, Q) = image.shape, kernel.shape
    Y = np.zeros((H, W))
    for i, j in np.ndindex(H, W):
        for u, v in np.ndindex(P, Q):
            y, x = i + u - P // 2, j + v - Q // 2
            if 0 <= y < H and 0 <= x < W:
                Y[i, j] += kernel[u, v] * image[y, x]
    return Y


@variant
def shifted_images(image, kernel):
    (H, W), (P, Q) = image.shape, kernel.shape
    framed = np.zeros((H + P - 1, W + Q - 1))
    framed[P // 2 : P // 2 + H, Q // 2 : Q // 2 + W] = image
    return sum(kernel[u, v] * framed[u : u + H, v : v + W] for u in range(P) for v in range(Q))


@variant
def scattered(image, kernel):
    (H, W), (P, Q) = image.shape, kernel.shape
    full = np.zeros((H + P - 1, W + Q - 1))
    for (y, x), pixel in np.ndenumerate(image):
        full[y : y + P, x : x + Q] += pixel * kernel[::-1, ::-1]
    return full[P // 2 : P // 2 + H, Q // 2 : Q // 2 + W]


@variant
def fourier(image, kernel):
    (H, W), (P, Q) = image.shape, kernel.shape
    s = (H + P - 1, W + Q - 1)
    full = np.fft.ifft2(np.fft.fft2(image, s=s) * np.fft.fft2(np.flip(kernel), s=s)).real
    return full[P // 2 : P // 2 + H, Q // 2 : Q // 2 + W]

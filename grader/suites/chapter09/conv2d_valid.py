"""Checks, known bugs and variants of chapter09/conv2d_valid."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=20,
    returns=("Y",),
    hints=(
        "Start with Y[0, 0]: which pixel does kernel[0, 0] meet, and which one kernel[P − 1, Q − 1]?",
        "The kernel meets the window below it turned by 180°: turn it once, before gliding it over the image.",
        "With the turned kernel T: Y[i, j] is the sum of T ∘ image[i : i + P, j : j + Q], for i from 0 to H − P.",
    ),
)


@cases(
    "H W P Q",
    (7, 5, 3, 2),
    (5, 5, 3, 3),
    (6, 8, 2, 5),
    (4, 3, 4, 3),
    (3, 5, 1, 1),
    (1, 1, 1, 1),
    (6, 3, 3, 3),
    (6, 4, 3, 1),
)
def picture(rng, H, W, P, Q):
    return {"image": rng.normal(size=(H, W)), "kernel": rng.normal(size=(P, Q))}


@cases("H W P Q R S", (8, 7, 3, 2, 2, 4), (6, 6, 2, 2, 2, 2))
def two_kernels(rng, H, W, P, Q, R, S):
    return {
        "image": rng.normal(size=(H, W)),
        "first": rng.normal(size=(P, Q)),
        "second": rng.normal(size=(R, S)),
    }


shapes = shaped("There is one number for each place where the kernel lies entirely inside the image.", picture)
values = agrees(
    "Y is right: for square kernels and others, odd and even ones, for one pixel and for one as large as the image.",
    picture,
    points=2,
)
far = scaled(picture, scales=(-75, 75), image=1, kernel=1)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)


@check(points=1, kind="property")
def bilinear(student, picture):
    """The convolution of a sum of images is the sum of their convolutions, and twice the kernel gives twice as much."""

    def combined(m, case):
        image, other, kernel = case.image, case.image[::-1] + 1.0, case.kernel
        return [
            m.conv2d_valid(image, kernel),
            m.conv2d_valid(other, kernel),
            m.conv2d_valid(image + other, kernel),
            m.conv2d_valid(image, -2.0 * kernel),
        ]

    for case, (one, other, both, twice) in student.each(combined, picture):
        assert_law("(x + y) ∗ k = x ∗ k + y ∗ k", both, one + other, rtol=1e-10, what="Y", where=case)
        assert_law("x ∗ (−2 k) = −2 (x ∗ k)", twice, -2.0 * one, rtol=1e-10, what="Y", where=case)


@check(points=1, kind="property")
def associative(student, two_kernels):
    """One kernel after the other does what the convolution of the two does at once."""

    def both_ways(m, case):
        R, S = case.second.shape
        framed = np.pad(case.first, ((R - 1, R - 1), (S - 1, S - 1)))
        return [
            m.conv2d_valid(m.conv2d_valid(case.image, case.first), case.second),
            m.conv2d_valid(case.image, m.conv2d_valid(framed, case.second)),
        ]

    for case, (in_turn, at_once) in student.each(both_ways, two_kernels):
        assert_law("(x ∗ a) ∗ b = x ∗ (a ∗ b)", in_turn, at_once, rtol=1e-10, what="Y", where=case)


hygiene = hygiene_of(picture)

BUGS = [
    patch(
        "the kernel is not turned around",
        {"kernel[::-1, ::-1]": "kernel"},
        hint="That is cross-correlation. In a convolution kernel[0, 0] meets the last pixel of the window.",
    ),
    patch(
        "only the rows of the kernel are turned around",
        {"kernel[::-1, ::-1]": "kernel[::-1]"},
        hint="There is a minus sign at v as well: reverse the columns, too.",
    ),
    patch(
        "only the columns of the kernel are turned around",
        {"kernel[::-1, ::-1]": "kernel[:, ::-1]"},
        hint="There is a minus sign at u as well: reverse the rows, too.",
    ),
    patch(
        "the image is turned around in place of the kernel",
        {"_view(image,": "_view(image[::-1, ::-1],", "kernel[::-1, ::-1]": "kernel"},
        hint="The sums are right then, but they come out in reverse order.",
    ),
    patch(
        "the result is transposed",
        {"axes=2)": "axes=2).T"},
        hint="The first index of Y counts rows of the image, the second one columns.",
    ),
    patch(
        "the last row and the last column are missing",
        {"tensordot(windows,": "tensordot(windows[:-1, :-1],"},
        hint="The kernel finds H − P + 1 places, not H − P: count them for P = 1.",
    ),
    patch(
        "the image is padded to keep its size",
        {
            "_view(image,": "_view(np.pad(image, [((n - 1) // 2, n // 2) for n in kernel.shape]),",
        },
        hint="Use only places where the kernel lies entirely inside: Y is smaller than the image.",
    ),
    patch(
        "the kernel is divided by its sum",
        {"kernel[::-1, ::-1]": "kernel[::-1, ::-1] / kernel.sum()"},
        hint="The formula has the kernel as it is; some kernels even sum to 0.",
    ),
    patch(
        "the mean over the window is taken, not the sum",
        {"axes=2)": "axes=2) / kernel.size"},
        hint="Y[i, j] is a sum; nothing is divided.",
    ),
    patch(
        "negative results are cut off at 0",
        {
            "np.tensordot(windows, kernel[::-1, ::-1], axes=2)": "np.tensordot(windows, kernel[::-1, ::-1], axes=2).clip(0)"
        },
        hint="A convolution is linear; what is below 0 stays there. Cutting off is up to an activation.",
    ),
    patch(
        "the kernel is turned around in place",
        {
            "image, kernel.shape)": "image, kernel.shape)\n    kernel[:] = kernel[::-1, ::-1].copy()",
            "(windows, kernel[::-1, ::-1],": "(windows, kernel,",
        },
        hint="Whoever called still needs the kernel: turn a copy, or a view.",
    ),
    patch(
        "a result of one column loses an axis",
        {
            "return np.tensordot(windows, kernel[::-1, ::-1], axes=2)": "Y = np.tensordot(windows, kernel[::-1, ::-1], axes=2)\n    return Y if Y.shape[1] > 1 else Y[:, 0]"
        },
        hint="A column is a table, too: the result always has two axes.",
    ),
]


@bug("the last row of the kernel is left out", hint="range(P) ends at P − 1 already.")
def short_sum(image, kernel):
    P, Q = kernel.shape
    Y = np.zeros((image.shape[0] - P + 1, image.shape[1] - Q + 1))
    for i, j in np.ndindex(*Y.shape):
        for u in range(P - 1):
            for v in range(Q):
                Y[i, j] += kernel[u, v] * image[i + P - 1 - u, j + Q - 1 - v]
    return Y


@bug(
    "the Fourier transform wraps around, and the wrong corner is kept",
    hint="The first P − 1 rows and Q − 1 columns are mixed with the far side: these are the ones to cut away.",
)
def wrapped(image, kernel):
    P, Q = kernel.shape
    around = np.fft.ifft2(np.fft.fft2(image) * np.fft.fft2(kernel, s=image.shape)).real
    return around[: image.shape[0] - P + 1, : image.shape[1] - Q + 1]


@variant
def four_loops(image, kernel):
    (H, W), (P, Q) = image.shape, kernel.shape
    Y = np.zeros((H - P + 1, W - Q + 1))
    for i in range(H - P + 1):
        for j in range(W - Q + 1):
            for u in range(P):
                for v in range(Q):
                    Y[i, j] += kernel[u, v] * image[i + P - 1 - u, j + Q - 1 - v]
    return Y


@variant
def shifted_images(image, kernel):
    (H, W), (P, Q) = image.shape, kernel.shape
    rows, columns = H - P + 1, W - Q + 1
    return sum(
        kernel[u, v] * image[P - 1 - u : P - 1 - u + rows, Q - 1 - v : Q - 1 - v + columns]
        for u in range(P)
        for v in range(Q)
    )


@variant
def fourier(image, kernel):
    P, Q = kernel.shape
    around = np.fft.irfft2(np.fft.rfft2(image) * np.fft.rfft2(kernel, s=image.shape), s=image.shape)
    return around[P - 1 :, Q - 1 :]


@variant
def row_by_row(image, kernel):
    P = len(kernel)
    turned = kernel[::-1]
    return np.array(
        [sum(np.convolve(image[i + u], turned[u], mode="valid") for u in range(P)) for i in range(len(image) - P + 1)]
    )


@variant
def toeplitz(image, kernel):
    (H, W), (P, Q) = image.shape, kernel.shape
    T = np.zeros((H - P + 1, W - Q + 1, H, W))
    for i, j in np.ndindex(*T.shape[:2]):
        T[i, j, i : i + P, j : j + Q] = np.rot90(kernel, 2)
    return (T.reshape(-1, H * W) @ image.ravel()).reshape(T.shape[:2])

"""Checks, known bugs and variants of chapter18/conv_transpose2d."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("Y",),
    requires=("chapter18/conv2d_backward",),
    minutes=25,
    hints=(
        "One number X[n, f, i, j] is multiplied by the kernel (C, P, Q) of its filter, and added to a window.",
        "Its window begins at row stride·i and column stride·j of Z, which has (h − 1)·stride + P rows.",
        "Sum over the filters, and over all windows that overlap. Last, take `pad` rows and columns off on each side.",
        "Have you done dX of conv2d_backward? This is the same sum, for images without a rest.",
    ),
)
SIZES = "N F C h w P Q stride pad"


def convolved(A, kernels, stride, pad):
    Z = np.pad(A, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(Z, kernels.shape[2:], axis=(2, 3))
    return np.einsum("ncijuv,fcuv->nfij", windows[:, :, ::stride, ::stride], kernels)


def maps(rng, N, F, C, h, w, P, Q, stride, pad):
    return {
        "X": rng.normal(size=(N, F, h, w)) + 0.3,
        "kernels": rng.normal(size=(F, C, P, Q)),
        "stride": stride,
        "pad": pad,
    }


@cases(
    SIZES,
    (2, 4, 3, 3, 4, 3, 2, 1, 0),
    (2, 3, 3, 4, 4, 3, 3, 1, 0),
    (1, 2, 3, 2, 5, 2, 3, 1, 0),
    (2, 1, 3, 1, 1, 3, 2, 1, 0),
)
def plain(rng, N, F, C, h, w, P, Q, stride, pad):
    return maps(rng, N, F, C, h, w, P, Q, stride, pad)


@cases(SIZES, (2, 4, 3, 3, 2, 3, 4, 2, 0), (2, 2, 2, 3, 3, 3, 3, 2, 0), (1, 3, 2, 2, 4, 2, 1, 3, 0))
def strided(rng, N, F, C, h, w, P, Q, stride, pad):
    """Windows that overlap, and in the last case gaps between them."""
    return maps(rng, N, F, C, h, w, P, Q, stride, pad)


@cases(
    SIZES,
    (2, 4, 3, 3, 5, 3, 2, 1, 1),
    (2, 3, 3, 3, 3, 3, 3, 2, 1),
    (1, 2, 3, 3, 4, 4, 5, 3, 2),
    (2, 2, 1, 4, 5, 1, 2, 2, 2),
)
def framed(rng, N, F, C, h, w, P, Q, stride, pad):
    return maps(rng, N, F, C, h, w, P, Q, stride, pad)


@cases(SIZES, (2, 4, 3, 3, 2, 3, 4, 2, 1), (2, 2, 2, 3, 3, 2, 2, 1, 0), (1, 3, 2, 4, 3, 2, 3, 2, 1))
def any_maps(rng, N, F, C, h, w, P, Q, stride, pad):
    return maps(rng, N, F, C, h, w, P, Q, stride, pad)


far = scaled(any_maps, scales=(-75, 75), X=1, kernels=1)

shapes = shaped("Y is as large as the smallest image that the convolution maps to X's size.", any_maps)
sums = agrees("At stride 1, each number is spread over its window, and all are added up.", plain, points=2)
strides = agrees("Windows begin at multiples of the stride.", strided, points=2)
frames = agrees("`pad` rows and columns are taken off on each side.", framed)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)


@check(points=2, kind="property")
def adjoint(student, strided, framed, rng):
    """It is the adjoint of the convolution: ⟨conv(A), X⟩ = ⟨A, Y⟩ for all images A of its size."""
    for case, Y in student.conv_transpose2d.on([*strided, *framed]):
        A = rng.normal(size=Y.shape)
        check_adjoint(convolved(A, case.kernels, case.stride, case.pad), case.X, A, Y, what="Y", where=case)


hygiene = hygiene_of(any_maps, needs=[sums])

SPREAD = 'np.einsum("nfij,fc->ncij", X, kernels[:, :, u, v])'
ADD = "Z[:, :, u : u + stride * (h - 1) + 1 : stride, v : v + stride * (w - 1) + 1 : stride] += spread"
CROP = "return Z[:, :, pad : rows - pad, pad : columns - pad]"

BUGS = [
    patch(
        "a window overwrites what others put into its pixels",
        {ADD: ADD.replace("+=", "=")},
        hint="Windows overlap: add with +=.",
    ),
    patch(
        "what lies in several windows is averaged",
        {
            "Z = np.zeros((N, C, rows, columns))": "Z = np.zeros((N, C, rows, columns))\n    hits = np.zeros_like(Z)",
            ADD: ADD + "\n        " + ADD.replace("Z[", "hits[").replace("spread", "1.0"),
            CROP: "Z = Z / np.maximum(hits, 1.0)\n    " + CROP,
        },
        hint="What the windows put into a pixel is added up.",
    ),
    patch(
        "there are `stride` zeros between the entries of X, one too many",
        {"(_, C, P, Q) = X.shape, kernels.shape": "(_, C, P, Q) = X.shape, kernels.shape\n    stride = stride + 1"},
        hint="Entries lie stride pixels apart: stride − 1 zeros are between them.",
    ),
    patch(
        "the stride is ignored",
        {"(_, C, P, Q) = X.shape, kernels.shape": "(_, C, P, Q) = X.shape, kernels.shape\n    stride = 1"},
        hint="Window (i, j) begins at row stride·i and column stride·j.",
    ),
    patch(
        "`pad` zeros are put around the image instead of being taken off",
        {CROP: "return np.pad(Z, ((0, 0), (0, 0), (pad, pad), (pad, pad)))"},
        hint="The convolution adds a frame; its adjoint takes it off.",
    ),
    patch("the frame is left on", {CROP: "return Z"}, hint="Take `pad` rows and columns off on each side."),
    patch(
        "the frame is taken off at the bottom and at the right only",
        {CROP: "return Z[:, :, : rows - 2 * pad, : columns - 2 * pad]"},
        hint="`pad` rows go at the top, and `pad` at the bottom.",
    ),
    patch(
        "the frame is taken off with [pad : −pad], which is empty for pad 0",
        {CROP: "return Z[:, :, pad:-pad, pad:-pad]"},
        hint="−0 is 0: write pad : rows − pad.",
    ),
    patch(
        "the kernels are turned around",
        {SPREAD: SPREAD.replace("kernels[", "kernels[:, :, ::-1, ::-1][")},
        hint="Who spreads uses the kernels as they are; only the other way to see it turns them around.",
    ),
    patch(
        "filters and channels are exchanged",
        {
            SPREAD: SPREAD.replace(
                "kernels[", "(kernels.swapaxes(0, 1) if kernels.shape[0] == kernels.shape[1] else kernels)["
            )
        },
        hint="The sum goes over the filters, axis 0 of kernels.",
    ),
    patch(
        "rows and columns of the kernels are exchanged",
        {SPREAD: SPREAD.replace("kernels[", "(kernels.swapaxes(2, 3) if P == Q else kernels)[")},
        hint="u counts rows, v counts columns.",
    ),
    patch(
        "only the first filter is spread",
        {SPREAD: SPREAD.replace("X, kernels[", "X[:, :1], kernels[:1][")},
        hint="What the F maps give is added up.",
    ),
    patch("the maps are averaged", {SPREAD: SPREAD + " / X.shape[1]"}, hint="What the F maps give is added up."),
]


@bug("it convolves an enlarged image, each pixel repeated", hint="Between the entries of X there is nothing: zeros.")
def enlarged(X, kernels, stride, pad):
    (h, w), (P, Q) = X.shape[2:], kernels.shape[2:]
    wide = X.repeat(stride, axis=2).repeat(stride, axis=3)[:, :, : (h - 1) * stride + 1, : (w - 1) * stride + 1]
    wide = np.pad(wide, ((0, 0), (0, 0), (P - 1, P - 1), (Q - 1, Q - 1)))
    windows = np.lib.stride_tricks.sliding_window_view(wide, (P, Q), axis=(2, 3))
    Z = np.einsum("nfyxuv,fcuv->ncyx", windows, kernels[:, :, ::-1, ::-1])
    return Z[:, :, pad : Z.shape[2] - pad, pad : Z.shape[3] - pad]


@variant
def loops(X, kernels, stride, pad):
    (N, _, h, w), (_, C, P, Q) = X.shape, kernels.shape
    Y = np.zeros((N, C, (h - 1) * stride + P - 2 * pad, (w - 1) * stride + Q - 2 * pad))
    for n, f, i, j in np.ndindex(*X.shape):
        for u in range(P):
            for v in range(Q):
                y, x = stride * i + u - pad, stride * j + v - pad
                if 0 <= y < Y.shape[2] and 0 <= x < Y.shape[3]:
                    Y[n, :, y, x] += X[n, f, i, j] * kernels[f, :, u, v]
    return Y


@variant
def window_by_window(X, kernels, stride, pad):
    (N, _, h, w), (_, C, P, Q) = X.shape, kernels.shape
    Z = np.zeros((N, C, (h - 1) * stride + P, (w - 1) * stride + Q))
    for i in range(h):
        for j in range(w):
            window = Z[:, :, i * stride : i * stride + P, j * stride : j * stride + Q]
            window += np.tensordot(X[:, :, i, j], kernels, axes=1)
    return Z[:, :, pad : Z.shape[2] - pad, pad : Z.shape[3] - pad].copy()


@variant
def convolution_with_zeros_between(X, kernels, stride, pad):
    (N, F, h, w), (P, Q) = X.shape, kernels.shape[2:]
    wide = np.zeros((N, F, (h - 1) * stride + 2 * P - 1, (w - 1) * stride + 2 * Q - 1))
    wide[:, :, P - 1 : wide.shape[2] - P + 1 : stride, Q - 1 : wide.shape[3] - Q + 1 : stride] = X
    windows = np.lib.stride_tricks.sliding_window_view(wide, (P, Q), axis=(2, 3))
    Z = np.einsum("nfyxuv,fcuv->ncyx", windows, np.flip(kernels, axis=(2, 3)))
    return Z[:, :, pad : Z.shape[2] - pad, pad : Z.shape[3] - pad]


@variant
def transposed_matrix(X, kernels, stride, pad):
    (h, w), (F, C, P, Q) = X.shape[2:], kernels.shape
    H, W = (h - 1) * stride + P - 2 * pad, (w - 1) * stride + Q - 2 * pad
    T = np.zeros((F, h, w, C, H + 2 * pad, W + 2 * pad))
    for i in range(h):
        for j in range(w):
            T[:, i, j, :, stride * i : stride * i + P, stride * j : stride * j + Q] = kernels
    T = T[..., pad : pad + H, pad : pad + W]
    return np.einsum("fijcyx,nfij->ncyx", T, X)

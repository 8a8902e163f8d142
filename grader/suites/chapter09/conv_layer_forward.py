"""Checks, known bugs and variants of chapter09/conv_layer_forward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=25,
    returns=("Y",),
    requires=("chapter09/cross_correlate2d_same", "chapter09/conv_output_shape"),
    hints=(
        "Begin with one image, one filter, stride 1 and no padding. Which axes of kernels[f] and of the window are summed?",
        "Over channels, rows and columns of the window alike: one number for each place and filter. The bias comes last.",
        "Window (i, j) of image n is Z[n, :, stride·i : stride·i + P, stride·j : stride·j + Q], of shape (C, P, Q).",
        "b belongs to axis 1 of Y: b[:, None, None] meets it there.",
    ),
)
SIZES = "N C H W F P Q stride pad"


def layer(rng, N, C, H, W, F, P, Q, stride, pad):
    return {
        "X": rng.normal(size=(N, C, H, W)),
        "kernels": rng.normal(size=(F, C, P, Q)),
        "b": rng.normal(size=F),
        "stride": stride,
        "pad": pad,
    }


@cases(
    SIZES,
    (2, 3, 8, 7, 5, 4, 2, 2, 1),
    (3, 3, 5, 5, 3, 3, 3, 1, 1),
    (1, 2, 5, 9, 4, 2, 3, 3, 0),
    (2, 4, 3, 5, 1, 1, 1, 1, 0),
    (2, 1, 2, 4, 3, 5, 3, 2, 2),
    (2, 3, 1, 1, 4, 3, 2, 1, 1),
)
def any_layer(rng, N, C, H, W, F, P, Q, stride, pad):
    return layer(rng, N, C, H, W, F, P, Q, stride, pad)


@cases(SIZES, (2, 3, 6, 7, 5, 2, 4, 1, 0), (3, 3, 5, 5, 3, 3, 3, 1, 0), (1, 2, 4, 5, 3, 1, 2, 1, 0))
def plain(rng, N, C, H, W, F, P, Q, stride, pad):
    return {**layer(rng, N, C, H, W, F, P, Q, stride, pad), "b": np.zeros(F)}


@cases(SIZES, (2, 3, 5, 4, 2, 3, 2, 1, 1), (1, 2, 3, 4, 3, 3, 4, 1, 2), (2, 3, 1, 1, 2, 1, 1, 1, 1))
def padded(rng, N, C, H, W, F, P, Q, stride, pad):
    return {**layer(rng, N, C, H, W, F, P, Q, stride, pad), "b": np.zeros(F)}


@cases(SIZES, (2, 3, 7, 8, 2, 3, 2, 2, 0), (1, 2, 8, 9, 3, 1, 2, 3, 0))
def strided(rng, N, C, H, W, F, P, Q, stride, pad):
    return {**layer(rng, N, C, H, W, F, P, Q, stride, pad), "b": np.zeros(F)}


shapes = shaped("Y has one map of Ho × Wo numbers for each image and filter.", any_layer)
sums = agrees(
    "Without bias and padding, at stride 1, each filter adds up what its kernels find in all channels.", plain, points=2
)
far = scaled(any_layer, scales=(-75, 75), X=1, kernels=1, b=2)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)
padding = agrees("The frame is made of zeros, on all four sides.", padded, needs=[sums])
stride = agrees("Windows begin at multiples of the stride.", strided, needs=[sums])


@check(points=2, kind="property")
def bias(student, any_layer):
    """Each filter's bias is added once to each number of its map."""

    def with_and_without(m, case):
        b = case.b
        return [m.conv_layer_forward(*case.replaced(b=b).values()) for b in (b, 0.0 * b)]

    for case, (biased, unbiased) in student.each(with_and_without, any_layer):
        b = np.broadcast_to(case.b[:, None, None], unbiased.shape)
        assert_law("Y(b)[n, f, i, j] − Y(0)[n, f, i, j] = b[f]", biased - unbiased, b, rtol=1e-10, what="Y", where=case)


@check(points=1, kind="property")
def order(student, any_layer):
    """The order of images, of filters and of channels does not matter: each is treated like all others."""

    def reordered(m, case):
        X, kernels, b = case.X, case.kernels, case.b
        changes = (
            {},
            {"X": X[::-1]},
            {"kernels": kernels[::-1], "b": b[::-1]},
            {"X": X[:, ::-1], "kernels": kernels[:, ::-1]},
        )
        return [
            m.conv_layer_forward(*case.replaced(**{k: v.copy() for k, v in change.items()}).values())
            for change in changes
        ]

    for case, (Y, images, filters, channels) in student.each(reordered, any_layer):
        assert_law("images in reverse order give Y in reverse order", images, Y[::-1], rtol=1e-10, what="Y", where=case)
        assert_law(
            "filters in reverse order give maps in reverse order", filters, Y[:, ::-1], rtol=1e-10, what="Y", where=case
        )
        assert_law(
            "channels in reverse order, in X and kernels, change nothing", channels, Y, rtol=1e-10, what="Y", where=case
        )


hygiene = hygiene_of(any_layer, needs=[sums, bias])
FRAME = "np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))"

BUGS = [
    patch(
        "the bias is added once for each channel",
        {"b[:, None, None]": "X.shape[1] * b[:, None, None]"},
        hint="Add the bias after the sum over the channels, not within it.",
    ),
    patch(
        "the bias is added once for each number of the kernel",
        {"b[:, None, None]": "kernels[0].size * b[:, None, None]"},
        hint="Add the bias after all sums, not within them.",
    ),
    patch("the bias is forgotten", {" + b[:, None, None]": ""}, hint="Each filter has a bias."),
    patch(
        "the bias is subtracted", {" + b[:, None, None]": " - b[:, None, None]"}, hint="The formula ends with + b[f]."
    ),
    patch(
        "only the first channel is looked at",
        {
            '"ncijuv,fcuv->nfij", windows[:, :, ::stride, ::stride], kernels)': '"nijuv,fuv->nfij", windows[:, 0, ::stride, ::stride], kernels[:, 0])'
        },
        hint="A filter has a kernel for every channel: what they find is added up.",
    ),
    patch(
        "the channels are averaged",
        {"::stride], kernels)": "::stride], kernels) / X.shape[1]"},
        hint="What the kernels find in the channels is added up.",
    ),
    patch(
        "the kernels of the first channel are used for all channels",
        {'"ncijuv,fcuv->nfij"': '"ncijuv,fuv->nfij"', "::stride], kernels)": "::stride], kernels[:, 0])"},
        hint="Channel c meets kernels[f, c].",
    ),
    patch(
        "the stride counts for rows only",
        {"::stride, ::stride]": "::stride]"},
        hint="The windows move by the stride to the right as well.",
    ),
    patch("the stride is ignored", {"::stride, ::stride]": ":, :]"}, hint="Windows begin at multiples of the stride."),
    patch(
        "windows begin one stride late, or one early from the end",
        {"windows[:, :, ::stride, ::stride]": "windows[:, :, ::-stride, ::-stride][:, :, ::-1, ::-1]"},
        hint="The first window begins at the top left; what is left over is left at the end.",
    ),
    patch(
        "images and filters are exchanged",
        {"->nfij": "->fnij", "b[:, None, None]": "b[:, None, None, None]"},
        hint="Y is (N, F, Ho, Wo): images first.",
    ),
    patch(
        "the maps are transposed",
        {"->nfij": "->nfji"},
        hint="Rows come before columns, in X and in Y.",
    ),
    patch(
        "the kernels are turned around",
        {"::stride], kernels)": "::stride], kernels[:, :, ::-1, ::-1])"},
        hint="Deep learning lays the kernels on as they are: this is a cross-correlation.",
    ),
    patch(
        "the frame is on two sides only",
        {"(pad, pad), (pad, pad)": "(0, pad), (0, pad)"},
        hint="There are `pad` zeros above and below, left and right.",
    ),
    patch(
        "the image is put at the top left of its frame",
        {"(pad, pad), (pad, pad)": "(0, 2 * pad), (0, 2 * pad)"},
        hint="There are `pad` zeros above and below, left and right.",
    ),
    patch(
        "the frame repeats the pixels at the border",
        {FRAME: FRAME[:-1] + ', mode="edge")'},
        hint="The frame is made of zeros.",
    ),
    patch("the padding is ignored", {FRAME: "X"}, hint="Frame every channel with `pad` zeros first."),
    patch(
        "what is negative is set to 0",
        {"return Y + b[:, None, None]": "return np.maximum(Y + b[:, None, None], 0.0)"},
        hint="The activation is another layer; this one ends with the bias.",
    ),
    patch(
        "the kernels are turned around in place",
        {
            "Z = np.pad(X": "kernels[:] = kernels[:, :, ::-1, ::-1].copy()\n    Z = np.pad(X",
            "::stride], kernels)": "::stride], kernels[:, :, ::-1, ::-1])",
        },
        hint="Whoever called still needs the kernels: leave them as they were.",
    ),
]


@bug("the bias is added to X", hint="Add the bias to what comes out.")
def bias_before(X, kernels, b, stride, pad):
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    P, Q = kernels.shape[2:]
    rows, columns = (Z.shape[2] - P) // stride + 1, (Z.shape[3] - Q) // stride + 1
    Y = np.zeros((len(X), len(kernels), rows, columns))
    for n, f, i, j in np.ndindex(*Y.shape):
        window = Z[n, :, stride * i : stride * i + P, stride * j : stride * j + Q]
        Y[n, f, i, j] = np.sum((window + b[f]) * kernels[f])
    return Y


@variant
def seven_loops(X, kernels, b, stride, pad):
    (N, C, H, W), (F, _, P, Q) = X.shape, kernels.shape
    Y = np.zeros((N, F, (H + 2 * pad - P) // stride + 1, (W + 2 * pad - Q) // stride + 1))
    for n, f, i, j in np.ndindex(*Y.shape):
        Y[n, f, i, j] = b[f]
        for c in range(C):
            for u in range(P):
                for v in range(Q):
                    y, x = stride * i + u - pad, stride * j + v - pad
                    if 0 <= y < H and 0 <= x < W:
                        Y[n, f, i, j] += kernels[f, c, u, v] * X[n, c, y, x]
    return Y


@variant
def im2col(X, kernels, b, stride, pad):
    (N, C, H, W), (F, _, P, Q) = X.shape, kernels.shape
    Ho, Wo = (H + 2 * pad - P) // stride + 1, (W + 2 * pad - Q) // stride + 1
    Z = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    Z[:, :, pad : pad + H, pad : pad + W] = X
    columns = np.zeros((N, Ho, Wo, C, P, Q))
    for i in range(Ho):
        for j in range(Wo):
            columns[:, i, j] = Z[:, :, i * stride : i * stride + P, j * stride : j * stride + Q]
    Y = columns.reshape(N * Ho * Wo, C * P * Q) @ kernels.reshape(F, -1).T + b
    return Y.reshape(N, Ho, Wo, F).transpose(0, 3, 1, 2)


@variant
def one_product_for_each_number_of_the_kernel(X, kernels, b, stride, pad):
    P, Q = kernels.shape[2:]
    Z = np.pad(X, [(0, 0)] * 2 + [(pad, pad)] * 2)
    last_row, last_column = Z.shape[2] - P + 1, Z.shape[3] - Q + 1
    Y = b.reshape(1, -1, 1, 1)
    for u in range(P):
        for v in range(Q):
            seen = Z[:, :, u : u + last_row : stride, v : v + last_column : stride]
            Y = Y + np.moveaxis(np.tensordot(kernels[:, :, u, v], seen, axes=(1, 1)), 0, 1)
    return Y


@variant
def fourier(X, kernels, b, stride, pad):
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    (H, W), (P, Q) = Z.shape[2:], kernels.shape[2:]
    spectra = np.fft.fft2(Z)[:, None] * np.conj(np.fft.fft2(kernels, s=(H, W)))
    Y = np.fft.ifft2(spectra.sum(axis=2)).real[:, :, : H - P + 1 : stride, : W - Q + 1 : stride]
    return Y + b[None, :, None, None]

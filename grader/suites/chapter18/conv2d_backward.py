"""Checks, known bugs and variants of chapter18/conv2d_backward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("dX", "dkernels", "db"),
    requires=("chapter18/conv2d_forward", "chapter10/dense_backward"),
    minutes=45,
    hints=(
        "Go through the places as on the way forward. What does place (i, j) say to its window, what to the kernel?",
        "To the kernel: dkernels[f] += dY[n, f, i, j] · window. To the window: dZ window += dY[n, f, i, j] · kernels[f].",
        "Windows overlap, so everything is added up, never assigned. Z is the framed image, and dZ as large as Z.",
        "At the end take the image out of its frame: dZ[:, :, pad : pad + H, pad : pad + W].",
    ),
)
SIZES = "N C H W F P Q stride pad"


def answered(X, kernels, stride, pad):
    """Return the answers of the layer, without bias."""
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(Z, kernels.shape[2:], axis=(2, 3))
    return np.einsum("ncijuv,fcuv->nfij", windows[:, :, ::stride, ::stride], kernels)


def layer(rng, N, C, H, W, F, P, Q, stride, pad):
    Ho, Wo = (H + 2 * pad - P) // stride + 1, (W + 2 * pad - Q) // stride + 1
    return {
        "dY": rng.normal(size=(N, F, Ho, Wo)) + 0.3,
        "X": rng.normal(size=(N, C, H, W)),
        "kernels": rng.normal(size=(F, C, P, Q)),
        "stride": stride,
        "pad": pad,
    }


@cases(
    SIZES,
    (2, 3, 5, 4, 4, 2, 3, 1, 0),
    (2, 3, 4, 4, 3, 3, 3, 1, 0),
    (1, 2, 3, 5, 3, 3, 2, 1, 0),
    (2, 3, 1, 1, 1, 1, 1, 1, 0),
)
def plain(rng, N, C, H, W, F, P, Q, stride, pad):
    return layer(rng, N, C, H, W, F, P, Q, stride, pad)


@cases(
    SIZES,
    (2, 3, 8, 6, 5, 3, 2, 2, 0),
    (2, 2, 7, 8, 3, 4, 5, 3, 0),
    (3, 1, 7, 5, 2, 2, 3, 2, 0),
    (2, 3, 5, 7, 4, 2, 2, 3, 0),
)
def strided(rng, N, C, H, W, F, P, Q, stride, pad):
    """Rests of 0, 1 and 2 pixels, another one in each direction; windows that overlap, and one case with gaps."""
    return layer(rng, N, C, H, W, F, P, Q, stride, pad)


@cases(
    SIZES,
    (2, 3, 4, 5, 4, 3, 2, 1, 1),
    (3, 2, 8, 6, 5, 3, 4, 2, 1),
    (2, 2, 6, 7, 3, 4, 5, 3, 2),
    (1, 2, 3, 4, 2, 1, 1, 1, 1),
    (2, 1, 4, 5, 3, 2, 2, 1, 2),
)
def framed(rng, N, C, H, W, F, P, Q, stride, pad):
    """In the last two, some windows lie in the frame alone."""
    return layer(rng, N, C, H, W, F, P, Q, stride, pad)


@cases(SIZES, (2, 3, 6, 5, 4, 3, 2, 2, 1), (2, 3, 4, 4, 3, 3, 3, 1, 1), (1, 2, 5, 7, 4, 2, 3, 1, 0))
def any_layer(rng, N, C, H, W, F, P, Q, stride, pad):
    return layer(rng, N, C, H, W, F, P, Q, stride, pad)


far = scaled(any_layer, scales=(-75, 75), dY=1, X=1, kernels=1)

shapes = shaped("Each gradient has the shape of what it is the gradient of.", any_layer)
biases = agrees("db is the sum of dY over images and places.", any_layer, only=["db"], kind="gradient")
kernel_sums = agrees(
    "At stride 1 and without a frame, dkernels adds up what each number met at all places.",
    plain,
    only=["dkernels"],
    kind="gradient",
)
overlaps = agrees(
    "At stride 1 and without a frame, dX adds up what all windows say to a pixel.",
    plain,
    only=["dX"],
    kind="gradient",
)
strides = agrees(
    "Windows begin at multiples of the stride, and what no window reaches has the gradient 0.",
    strided,
    only=["dX", "dkernels"],
    kind="gradient",
    points=2,
)
frames = agrees(
    "With a frame, dX is that of the image inside it.", framed, only=["dX", "dkernels"], kind="gradient", points=2
)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)


@check(points=2, kind="gradient")
def adjoint(student, strided, framed, rng):
    """All are adjoints: ⟨Y(x), dY⟩ = ⟨x, dX⟩ for all images x, and so for all kernels, and for all biases."""
    for case, (dX, dkernels, db) in student.conv2d_backward.on([*strided, *framed]):
        x, k, b = (rng.normal(size=array.shape) for array in (case.X, case.kernels, db))
        spread = np.broadcast_to(b[:, None, None], case.dY.shape)
        place = (case.stride, case.pad)
        check_adjoint(answered(x, case.kernels, *place), case.dY, x, dX, what="dX", where=case)
        check_adjoint(answered(case.X, k, *place), case.dY, k, dkernels, what="dkernels", where=case)
        check_adjoint(spread, case.dY, b, db, what="db", where=case)


hygiene = hygiene_of(any_layer)

DK = 'np.einsum("nfij,ncij->fc", dY, Z[:, :, rows, columns])'
DZ = 'dZ[:, :, rows, columns] += np.einsum("nfij,fc->ncij", dY, kernels[:, :, u, v])'
CROP = "dX = dZ[:, :, pad : pad + H, pad : pad + W]"
DB = "dY.sum(axis=(0, 2, 3))"

EQUIVALENT = {
    "conv2d_backward: dkernels[:, :, u, v] = np.einsum('nfij,ncij->fc', dY, Z[:, :, rows, columns]) → "
    "dkernels[:, :, u, v] += np.einsum('nfij,ncij->fc', dY, Z[:, :, rows, columns])": "Each entry is written once.",
    "conv2d_backward: np.zeros_like(kernels) → np.ones_like(kernels)": "Every entry is overwritten.",
}
BUGS = [
    patch(
        "dkernels leaves the stride out",
        {DK: 'np.einsum("nfij,ncij->fc", dY, Z[:, :, u : u + Ho, v : v + Wo])'},
        hint="Place i stands on row stride·i: take steps of stride through Z.",
    ),
    patch(
        "dkernels leaves the stride out along the columns",
        {DK: 'np.einsum("nfij,ncij->fc", dY, Z[:, :, rows, v : v + Wo])'},
        hint="Both directions have the stride.",
    ),
    patch(
        "dX leaves the stride out",
        {DZ: DZ.replace("rows, columns]", "u : u + Ho, v : v + Wo]", 1)},
        hint="The window of place (i, j) begins at row stride·i and column stride·j.",
    ),
    patch(
        "the kernels are turned around in dX",
        {DZ: DZ.replace("kernels[:, :, u, v]", "kernels[:, :, ::-1, ::-1][:, :, u, v]")},
        hint="Who spreads dY over the windows uses the kernels as they are.",
    ),
    patch(
        "dkernels is turned around",
        {DB: DB, "return dX, dkernels, ": "return dX, dkernels[:, :, ::-1, ::-1], "},
        hint="The kernels were laid on as they are, so number (u, v) met the pixel (u, v) further on.",
    ),
    patch("db is averaged over the batch", {DB: DB + " / len(X)"}, hint="The 1/N is already inside dY."),
    patch("db is averaged over images and places", {DB: "dY.mean(axis=(0, 2, 3))"}, hint="db is a sum."),
    patch("db is that of the first image", {DB: "dY[0].sum(axis=(1, 2))"}, hint="All images share one b."),
    patch("db is not summed over the images", {DB: "dY.sum(axis=(2, 3))"}, hint="All images share one b: (F,)."),
    patch(
        "dkernels is averaged over the batch",
        {"return dX, dkernels, ": "return dX, dkernels / len(X), "},
        hint="The 1/N is already inside dY.",
    ),
    patch(
        "dX is divided by the number of windows that each pixel lies in",
        {
            "dZ, dkernels = np.zeros_like(Z)": "hits, dZ, dkernels = np.zeros_like(Z), np.zeros_like(Z)",
            DZ: "hits[:, :, rows, columns] += 1.0\n        " + DZ,
            CROP: "dZ = dZ / np.maximum(hits, 1.0)\n    " + CROP,
        },
        hint="What the windows say to a pixel is added up.",
    ),
    patch(
        "the image is cut out with [pad : −pad], which is empty for pad 0",
        {CROP: "dX = dZ[:, :, pad:-pad, pad:-pad]"},
        hint="−0 is 0: write pad : pad + H.",
    ),
    patch("the frame is left on dX", {CROP: "dX = dZ"}, hint="dX has the shape of X: take the image out of its frame."),
    patch(
        "the top left of the framed gradient is returned, not the image's part",
        {CROP: "dX = dZ[:, :, :H, :W]"},
        hint="The image begins at row pad and column pad of its frame.",
    ),
    patch(
        "dX is as small as the part that windows reach",
        {
            CROP: "dX = dZ[:, :, pad : pad + stride * (Ho - 1) + kernels.shape[2], pad : pad + stride * (Wo - 1) + kernels.shape[3]][:, :, :H, :W]"
        },
        hint="Rows that no window reaches have the gradient 0, and are there.",
    ),
    patch(
        "the image is put at the top left of its frame in dkernels",
        {"(pad, pad), (pad, pad)": "(0, 2 * pad), (0, 2 * pad)"},
        hint="There are `pad` zeros on each side of the image.",
    ),
    patch(
        "filters and channels are exchanged in dX",
        {
            DZ: "K = kernels.swapaxes(0, 1) if kernels.shape[0] == kernels.shape[1] else kernels\n        "
            + DZ.replace("kernels[", "K[")
        },
        hint="The sum goes over the filters, axis 0 of kernels.",
    ),
    patch(
        "dX hears of the first filter alone",
        {DZ: DZ.replace('"nfij,fc->ncij", dY, kernels[', '"nfij,fc->ncij", dY[:, :1], kernels[:1][')},
        hint="A pixel acts on the maps of all filters.",
    ),
    patch(
        "rows and columns of the kernels are exchanged in dX",
        {
            DZ: "K = kernels.swapaxes(2, 3) if kernels.shape[2] == kernels.shape[3] else kernels\n        "
            + DZ.replace("kernels[", "K[")
        },
        hint="u counts rows, v counts columns.",
    ),
    patch(
        "dX and dkernels are exchanged",
        {"return dX, dkernels, ": "return dkernels, dX, "},
        hint="dX comes first.",
    ),
]


@bug("a window overwrites what others said to its pixels", hint="Windows overlap: add with +=.")
def assigned(dY, X, kernels, stride, pad):
    (H, W), (P, Q) = X.shape[2:], kernels.shape[2:]
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dZ, dkernels = np.zeros_like(Z), np.zeros_like(kernels)
    for i in range(dY.shape[2]):
        for j in range(dY.shape[3]):
            window = np.s_[:, :, stride * i : stride * i + P, stride * j : stride * j + Q]
            dkernels += np.tensordot(dY[:, :, i, j], Z[window], axes=(0, 0))
            dZ[window] = np.tensordot(dY[:, :, i, j], kernels, axes=(1, 0))
    return dZ[:, :, pad : pad + H, pad : pad + W], dkernels, dY.sum(axis=(0, 2, 3))


@bug("a filter overwrites what others said to a window", hint="All filters see a window: add with +=.")
def last_filter(dY, X, kernels, stride, pad):
    (H, W), (F, _, P, Q) = X.shape[2:], kernels.shape
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dZ, dkernels = np.zeros_like(Z), np.zeros_like(kernels)
    for f in range(F):
        spread = np.zeros_like(Z)
        for i in range(dY.shape[2]):
            for j in range(dY.shape[3]):
                window = np.s_[:, :, stride * i : stride * i + P, stride * j : stride * j + Q]
                said = dY[:, f, i, j][:, None, None, None]
                dkernels[f] += np.sum(said * Z[window], axis=0)
                spread[window] += said * kernels[f]
        dZ = spread
    return dZ[:, :, pad : pad + H, pad : pad + W], dkernels, dY.sum(axis=(0, 2, 3))


@variant
def loops(dY, X, kernels, stride, pad):
    (H, W), (F, _, P, Q) = X.shape[2:], kernels.shape
    dX, dkernels, db = np.zeros(X.shape), np.zeros(kernels.shape), np.zeros(F)
    for n, f, i, j in np.ndindex(*dY.shape):
        db[f] += dY[n, f, i, j]
        for u in range(P):
            for v in range(Q):
                y, x = stride * i + u - pad, stride * j + v - pad
                if 0 <= y < H and 0 <= x < W:
                    dkernels[f, :, u, v] += dY[n, f, i, j] * X[n, :, y, x]
                    dX[n, :, y, x] += dY[n, f, i, j] * kernels[f, :, u, v]
    return dX, dkernels, db


@variant
def columns_and_back(dY, X, kernels, stride, pad):
    (N, C, H, W), (F, _, P, Q), (Ho, Wo) = X.shape, kernels.shape, dY.shape[2:]
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(Z, (P, Q), axis=(2, 3))[:, :, ::stride, ::stride]
    columns = windows.transpose(0, 2, 3, 1, 4, 5).reshape(N * Ho * Wo, C * P * Q)
    rows = dY.transpose(0, 2, 3, 1).reshape(-1, F)
    dkernels, db = (rows.T @ columns).reshape(kernels.shape), rows.sum(axis=0)
    dwindows = (rows @ kernels.reshape(F, -1)).reshape(N, Ho, Wo, C, P, Q)
    dZ = np.zeros(Z.shape)
    for i in range(Ho):
        for j in range(Wo):
            dZ[:, :, stride * i : stride * i + P, stride * j : stride * j + Q] += dwindows[:, i, j]
    return dZ[:, :, pad : pad + H, pad : pad + W], dkernels, db


@variant
def convolution_of_a_dilated_dY(dY, X, kernels, stride, pad):
    (N, F, Ho, Wo), (H, W), (P, Q) = dY.shape, X.shape[2:], kernels.shape[2:]
    wide = np.zeros((N, F, H + 2 * pad + P - 1, W + 2 * pad + Q - 1))
    wide[:, :, P - 1 : P + stride * (Ho - 1) : stride, Q - 1 : Q + stride * (Wo - 1) : stride] = dY
    windows = np.lib.stride_tricks.sliding_window_view(wide, (P, Q), axis=(2, 3))
    dZ = np.einsum("nfyxuv,fcuv->ncyx", windows, kernels[:, :, ::-1, ::-1])
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    seen = np.lib.stride_tricks.sliding_window_view(Z, (P, Q), axis=(2, 3))[:, :, ::stride, ::stride]
    dX = dZ[:, :, pad : pad + H, pad : pad + W]
    return dX, np.einsum("nfij,ncijuv->fcuv", dY, seen), np.einsum("nfij->f", dY)

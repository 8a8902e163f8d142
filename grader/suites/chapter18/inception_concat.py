"""Checks, known bugs and variants of chapter18/inception_concat."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    requires=("chapter18/conv2d_forward",),
    minutes=20,
    hints=(
        "Each branch by itself is a convolution at stride 1, with a frame that keeps the size: P // 2 rows, Q // 2 columns.",
        "Stack along axis 1, the channels, in the order of the branches.",
        "Backward, branch k begins where the branches before it end: at a running sum of channels.",
    ),
)


def branch(rng, F, C, P, Q):
    return rng.normal(size=(F, C, P, Q)), rng.choice((-1, 1), size=F) * rng.uniform(0.5, 1.5, size=F)


@cases(
    "N C H W branches",
    (2, 3, 4, 5, ((2, 3, 3), (1, 1, 1), (3, 5, 3))),
    (1, 2, 5, 4, ((3, 1, 5), (2, 3, 1))),
    (2, 2, 4, 4, ((2, 3, 3), (2, 3, 3))),
    (2, 1, 1, 1, ((2, 3, 3), (2, 3, 3))),
)
def block(rng, N, C, H, W, branches):
    return {"X": rng.normal(size=(N, C, H, W)), "branches": [branch(rng, F, C, P, Q) for F, P, Q in branches]}


@cases("N C H W F", (2, 3, 4, 5, 2), (1, 2, 3, 3, 4))
def pixelwise(rng, N, C, H, W, F):
    return {"X": rng.normal(size=(N, C, H, W)), "branches": [branch(rng, F, C, 1, 1)]}


@cases(
    "N channels H W",
    (2, (3, 1, 2), 3, 2),
    (3, (1, 4), 2, 2),
    (1, (2,), 2, 3),
    (2, (1, 2, 3, 1), 2, 2),
    (2, (1,), 1, 1),
)
def slopes(rng, N, channels, H, W):
    return {"dY": rng.normal(size=(N, sum(channels), H, W)), "channels": list(channels)}


@cases("N C H W F times", (2, 3, 2, 3, 2, 1e-75), (1, 2, 3, 2, 4, 1e75))
def far(rng, N, C, H, W, F, times):
    """Pixels, and biases with them."""
    kernels, b = branch(rng, F, C, 1, 1)
    return {"X": times * rng.normal(size=(N, C, H, W)), "branches": [(kernels, times * b)]}


steep = scaled(slopes, dY=1)

shapes = shaped("Y has as many channels as all branches together, and the size of X.", block, of="inception_forward")
back_shapes = shaped("Each branch hears of as many channels as it has.", slopes, of="concat_backward")
dense = agrees(
    "Kernels of 1 × 1 are a dense layer over the channels, pixel by pixel.",
    pixelwise,
    of="inception_forward",
    needs=[shapes],
)
values = agrees(
    "Y has the maps of all branches, in their order.", block, of="inception_forward", points=2, needs=[shapes]
)
every_scale = agrees("Pixels may be tiny or huge.", far, of="inception_forward", needs=[shapes], separates=False)
parts = agrees(
    "Each branch hears of its own channels.",
    slopes,
    of="concat_backward",
    kind="gradient",
    points=2,
    needs=[back_shapes],
    exactly=True,
)
any_slope = agrees("Gradients may be tiny or huge.", steep, of="concat_backward", needs=[back_shapes], separates=False)


@check(points=1, kind="property", needs=[shapes, back_shapes])
def there_and_back(student, block):
    """Cut apart, Y is what the branches give one by one."""

    def cut(m, case):
        counts = [len(b) for _, b in case.branches]
        alone = [m.inception_forward(case.X, [one]) for one in case.branches]
        return [m.concat_backward(m.inception_forward(case.X, case.branches), counts), alone]

    for case, (parts, alone) in student.each(cut, block):
        for part, one in zip(parts, alone, strict=True):
            assert_law("part k of Y = Y of branch k alone", part, one, what="Y", where=case)


hygiene = hygiene_of(block, of="inception_forward", needs=[values])
back_hygiene = hygiene_of(slopes, of="concat_backward", needs=[parts])

FRAME = "np.pad(X, ((0, 0), (0, 0), (P // 2, P // 2), (Q // 2, Q // 2)))"
STACK = "np.concatenate(maps, axis=1)"
SPLIT = "np.split(dY, np.cumsum(channels)[:-1], axis=1)"
LOOP = "[dY[:, BEGIN : BEGIN + F] for k, F in enumerate(channels)]"

BUGS = [
    patch(
        "the branches are stacked as images",
        {STACK: "np.concatenate([A for A in maps if A.shape == maps[0].shape], axis=0)"},
        hint="Channels are axis 1.",
    ),
    patch(
        "the branches are added up",
        {STACK: "sum(A[:, : min(map(len, [B[0] for B in maps]))] for A in maps)"},
        hint="Their maps are stacked, along axis 1.",
    ),
    patch(
        "the branches are stacked in reverse order",
        {STACK: "np.concatenate(maps[::-1], axis=1)"},
        hint="First the maps of the first branch.",
    ),
    patch(
        "channels of the branches take turns",
        {
            STACK: "np.concatenate([A[:, k : k + 1] for k in range(max(B.shape[1] for B in maps)) for A in maps if k < A.shape[1]], axis=1)"
        },
        hint="All maps of the first branch come first.",
    ),
    patch("the bias is forgotten", {" + b[:, None, None])": ")"}, hint="Each filter has a bias."),
    patch(
        "a ReLU follows each branch",
        {
            'maps.append(np.einsum("ncijuv,fcuv->nfij", windows, kernels) + b[:, None, None])': 'maps.append(np.maximum(np.einsum("ncijuv,fcuv->nfij", windows, kernels) + b[:, None, None], 0.0))'
        },
        hint="Nothing follows the bias here.",
    ),
    patch(
        "the kernels are turned around",
        {"windows, kernels)": "windows, kernels[:, :, ::-1, ::-1])"},
        hint="Kernels are laid on as they are.",
    ),
    patch(
        "the frame repeats the pixels at the border",
        {FRAME: FRAME[:-1] + ', mode="edge")'},
        hint="Outside the image there are zeros.",
    ),
    patch(
        "the whole frame is at the top and at the left",
        {FRAME: "np.pad(X, ((0, 0), (0, 0), (P - 1, 0), (Q - 1, 0)))"},
        hint="(P − 1)/2 zeros above, as many below; likewise left and right.",
    ),
    patch(
        "the frame has the same width in all directions",
        {FRAME: "np.pad(X, ((0, 0), (0, 0), (P // 2, P // 2), (P // 2, P // 2)))"},
        hint="Columns need a frame of (Q − 1)/2.",
    ),
    patch(
        "all branches get the biases of the first",
        {"+ b[:, None, None])": "+ np.resize(branches[0][1], len(b))[:, None, None])"},
        hint="Each branch has biases of its own.",
    ),
    patch(
        "dY is cut into parts of equal size",
        {SPLIT: "np.array_split(dY, len(channels), axis=1)"},
        hint="Branch k has channels[k] channels.",
    ),
    patch(
        "branch k is taken to begin at k times its own number of channels",
        {SPLIT: LOOP.replace("BEGIN", "k * F")},
        hint="It begins where the branches before it end: at a running sum.",
    ),
    patch(
        "the parts are views of dY",
        {"part.copy() for part": "part for part"},
        hint="np.split and slices give views: copy them.",
    ),
    patch(
        "the parts come in reverse order",
        {"return [part.copy() for part in " + SPLIT + "]": "return [part.copy() for part in " + SPLIT + "][::-1]"},
        hint="First what the first branch hears.",
    ),
    patch(
        "the channels are counted from the end",
        {SPLIT: SPLIT.replace("channels)", "channels[::-1])") + "[::-1]"},
        hint="The first branch has the first channels.",
    ),
    patch(
        "each branch hears a part of its gradient, divided by the number of branches",
        {SPLIT: f"[part / len(channels) for part in {SPLIT}]"},
        hint="What was copied forward is copied back.",
    ),
    patch(
        "all branches hear the sum of all channels",
        {SPLIT: "[np.repeat(dY.sum(axis=1, keepdims=True), F, axis=1) for F in channels]"},
        hint="Each number of Y came from one branch: only that one hears of it.",
    ),
    patch(
        "every part begins at channel 0",
        {SPLIT: LOOP.replace("BEGIN : BEGIN + F", ": F")},
        hint="Branch k begins where the branches before it end.",
    ),
    patch(
        "the biases of the branches are changed",
        {"return " + STACK: "for _, b in branches:\n        b *= 0.0\n    return " + STACK},
        hint="Leave the branches as they are.",
    ),
    patch(
        "dY is emptied",
        {"return [part.copy()": "dY, given = dY.copy(), dY\n    given[:] = 0.0\n    return [part.copy()"},
        hint="Whoever called still needs dY.",
    ),
]


@variant(of="inception_forward")
def loops(X, branches):
    N, C, H, W = X.shape
    Y = np.zeros((N, sum(len(b) for _, b in branches), H, W))
    first = 0
    for kernels, b in branches:
        F, _, P, Q = kernels.shape
        for n, f, i, j in np.ndindex(N, F, H, W):
            total = b[f]
            for u in range(P):
                for v in range(Q):
                    y, x = i + u - (P - 1) // 2, j + v - (Q - 1) // 2
                    if 0 <= y < H and 0 <= x < W:
                        total += kernels[f, :, u, v] @ X[n, :, y, x]
            Y[n, first + f, i, j] = total
        first += F
    return Y


@variant(of="inception_forward")
def one_convolution_of_the_largest_size(X, branches):
    P, Q = (max(kernels.shape[axis] for kernels, _ in branches) for axis in (2, 3))
    wide = []
    for kernels, _ in branches:
        up, left = (P - kernels.shape[2]) // 2, (Q - kernels.shape[3]) // 2
        wide.append(np.pad(kernels, ((0, 0), (0, 0), (up, up), (left, left))))
    stacked, b = np.concatenate(wide), np.concatenate([b for _, b in branches])
    Z = np.pad(X, ((0, 0), (0, 0), (P // 2, P // 2), (Q // 2, Q // 2)))
    windows = np.lib.stride_tricks.sliding_window_view(Z, (P, Q), axis=(2, 3))
    return np.moveaxis(np.tensordot(windows, stacked, axes=((1, 4, 5), (1, 2, 3))) + b, 3, 1)


@variant(of="concat_backward")
def running_sum(dY, channels):
    parts, first = [], 0
    for F in channels:
        parts.append(dY[:, first : first + F].copy())
        first += F
    return parts


@variant(of="concat_backward")
def filled(dY, channels):
    N, _, H, W = dY.shape
    parts = [np.zeros((N, F, H, W)) for F in channels]
    owner = [(k, f) for k, F in enumerate(channels) for f in range(F)]
    for channel, (k, f) in enumerate(owner):
        parts[k][:, f] = dY[:, channel]
    return tuple(parts)

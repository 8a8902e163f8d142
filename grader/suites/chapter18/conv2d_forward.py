"""Checks, known bugs and variants of chapter18/conv2d_forward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    requires=("chapter09/conv_layer_forward", "chapter09/conv_output_shape"),
    minutes=30,
    hints=(
        "Begin with dilation 1: this is the convolutional layer of chapter 9. Then: which pixels does a kernel see?",
        "A kernel with gaps spans dilation·(P − 1) + 1 rows. How many places are there for it?",
        "Cut windows of the whole span, and take every dilation-th pixel of each, every stride-th window.",
        "A row of the matrix is a place, a column a pixel: T[i·Wo + j, y·W + x] is kernel[u, v] where y = stride·i + "
        "dilation·u − pad and x likewise, if that lies in the image.",
    ),
)
SIZES = "N C H W F P Q stride pad dilation"


def layer(rng, N, C, H, W, F, P, Q, stride, pad, dilation):
    return {
        "X": rng.normal(size=(N, C, H, W)),
        "kernels": rng.normal(size=(F, C, P, Q)),
        "b": rng.choice((-1, 1), size=F) * rng.uniform(0.5, 2.0, size=F),
        "stride": stride,
        "pad": pad,
        "dilation": dilation,
    }


@cases(
    SIZES,
    (2, 3, 6, 7, 5, 2, 4, 1, 0, 1),
    (3, 3, 5, 5, 3, 3, 3, 1, 0, 1),
    (1, 2, 4, 5, 3, 1, 2, 1, 0, 1),
    (2, 3, 1, 1, 4, 1, 1, 1, 0, 1),
)
def plain(rng, N, C, H, W, F, P, Q, stride, pad, dilation):
    return layer(rng, N, C, H, W, F, P, Q, stride, pad, dilation)


@cases(SIZES, (2, 3, 7, 9, 4, 2, 3, 1, 0, 2), (1, 2, 8, 6, 3, 3, 2, 1, 0, 3))
def with_gaps(rng, N, C, H, W, F, P, Q, stride, pad, dilation):
    return layer(rng, N, C, H, W, F, P, Q, stride, pad, dilation)


@cases(SIZES, (2, 3, 8, 7, 5, 4, 2, 2, 1, 1), (1, 2, 5, 9, 4, 2, 3, 3, 0, 1), (2, 1, 2, 4, 3, 5, 3, 2, 2, 1))
def strided(rng, N, C, H, W, F, P, Q, stride, pad, dilation):
    return layer(rng, N, C, H, W, F, P, Q, stride, pad, dilation)


@cases(
    SIZES,
    (2, 3, 9, 8, 5, 3, 2, 2, 1, 3),
    (1, 2, 7, 10, 4, 2, 3, 3, 1, 2),
    (2, 1, 4, 5, 3, 3, 2, 2, 2, 3),
    (2, 3, 6, 6, 3, 2, 2, 1, 1, 2),
)
def all_at_once(rng, N, C, H, W, F, P, Q, stride, pad, dilation):
    return layer(rng, N, C, H, W, F, P, Q, stride, pad, dilation)


@cases(SIZES, (2, 3, 7, 6, 5, 3, 2, 2, 1, 2), (3, 3, 5, 5, 3, 3, 3, 1, 1, 1), (2, 4, 3, 5, 1, 1, 1, 2, 0, 3))
def any_layer(rng, N, C, H, W, F, P, Q, stride, pad, dilation):
    return layer(rng, N, C, H, W, F, P, Q, stride, pad, dilation)


MATRIX = "H W P Q stride pad dilation"


def filter_of(rng, H, W, P, Q, stride, pad, dilation):
    kernel = rng.choice((-1, 1), size=(P, Q)) * rng.uniform(0.5, 2.0, size=(P, Q))
    return {"kernel": kernel, "H": H, "W": W, "stride": stride, "pad": pad, "dilation": dilation}


@cases(MATRIX, (4, 5, 2, 3, 1, 0, 1), (4, 4, 3, 3, 1, 0, 1), (5, 6, 3, 2, 1, 0, 2), (3, 4, 1, 1, 1, 0, 2))
def inside(rng, H, W, P, Q, stride, pad, dilation):
    return filter_of(rng, H, W, P, Q, stride, pad, dilation)


@cases(MATRIX, (4, 5, 3, 2, 1, 1, 1), (6, 5, 2, 3, 2, 1, 1), (5, 6, 3, 2, 2, 2, 2), (4, 7, 2, 3, 3, 2, 2))
def anywhere(rng, H, W, P, Q, stride, pad, dilation):
    return filter_of(rng, H, W, P, Q, stride, pad, dilation)


far = scaled(all_at_once, scales=(-75, 75), X=1, kernels=1, b=2)
far_kernels = scaled(inside, kernel=1)

shapes = shaped("Y has one map of Ho × Wo numbers for each image and filter.", any_layer, of="conv2d_forward")
matrix_shapes = shaped("T has a row for each place and a column for each pixel.", anywhere, of="conv2d_matrix")
sums = agrees(
    "At stride 1, without frame and gaps, each filter adds up what its kernels find, and its bias.",
    plain,
    of="conv2d_forward",
    needs=[shapes],
)
gaps = agrees(
    "A kernel with gaps sees every dilation-th pixel.", with_gaps, of="conv2d_forward", points=2, needs=[shapes]
)
strides = agrees(
    "Windows begin at multiples of the stride, within the frame.", strided, of="conv2d_forward", needs=[shapes]
)
together = agrees("Stride, frame and gaps go together.", all_at_once, of="conv2d_forward", points=2, needs=[shapes])
every_scale = agrees(
    "It is right for tiny numbers and for huge ones.", far, of="conv2d_forward", needs=[shapes], separates=False
)
matrix = agrees("T is right for kernels that stay inside the image.", inside, of="conv2d_matrix", needs=[matrix_shapes])
matrix_anywhere = agrees(
    "T is right for every stride, frame and dilation.", anywhere, of="conv2d_matrix", points=2, needs=[matrix_shapes]
)
any_kernel = agrees(
    "The numbers of the kernel may be tiny or huge.",
    far_kernels,
    of="conv2d_matrix",
    needs=[matrix_shapes],
    separates=False,
)


@check(points=1, kind="property", needs=[matrix_shapes])
def toeplitz(student, inside):
    """At stride 1, T is constant along its diagonals: at the next place the same numbers meet the next pixels."""
    for case, T in student.conv2d_matrix.on(inside):
        T = T.reshape(-1, case.W - case.dilation * (case.kernel.shape[1] - 1), case.H, case.W)
        assert_law("T[i + 1, j, y + 1, x] = T[i, j, y, x]", T[1:, :, 1:], T[:-1, :, :-1], what="T", where=case)
        assert_law("T[i, j + 1, y, x + 1] = T[i, j, y, x]", T[:, 1:, :, 1:], T[:, :-1, :, :-1], what="T", where=case)
        if not T.any():
            fail("T is 0.", case)


@check(points=1, kind="property", needs=[shapes, matrix_shapes])
def one_and_the_same(student, anywhere, rng):
    """T times the pixels is what your layer answers to the image."""

    def both(m, case):
        X = case.image[None, None]
        args = (case.stride, case.pad, case.dilation)
        Y = m.conv2d_forward(X, case.kernel[None, None], np.zeros(1), *args)
        return [Y, m.conv2d_matrix(case.kernel, case.H, case.W, *args)]

    drawn = [case.replaced(image=rng.normal(size=(case.H, case.W))) for case in anywhere]
    for case, (Y, T) in student.each(both, drawn):
        if not Y.any():
            fail("Y is 0.", case)
        assert_law("T x = Y", T @ case.image.ravel(), Y.ravel(), rtol=1e-10, what="T x", where=case)


hygiene = hygiene_of(any_layer, of="conv2d_forward", needs=[sums])
matrix_hygiene = hygiene_of(inside, of="conv2d_matrix", needs=[matrix])

TOLERANT = {"toeplitz": "It is about equal entries of T, and says nothing of those that have no partner."}
FRAME = "np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))"
SEEN = "windows[:, :, ::stride, ::stride, ::dilation, ::dilation]"
SPAN = "span = (dilation * (P - 1) + 1, dilation * (Q - 1) + 1)"
INSIDE = "if 0 <= y < H and 0 <= x < W:\n            T[i, j, y, x] = kernel[u, v]"
PIXEL = "y, x = stride * i + dilation * u - pad, stride * j + dilation * v - pad"
RETURN = "return T.reshape(Ho * Wo, H * W)"

EQUIVALENT = {
    "conv2d_matrix: T[i, j, y, x] = kernel[u, v] → T[i, j, y, x] += kernel[u, v]": "Each entry is written once at most.",
}
BUGS = [
    patch(
        "T counts what sticks out at one side as the pixel at the other side, a row further",
        {INSIDE: "if 0 <= y * W + x < H * W:\n            T.reshape(Ho, Wo, -1)[i, j, y * W + x] += kernel[u, v]"},
        hint="Ask y and x each if they are inside, before y·W + x is made of them.",
    ),
    patch(
        "the kernels are turned around",
        {"seen, kernels)": "seen, kernels[:, :, ::-1, ::-1])"},
        hint="Deep learning lays the kernels on as they are: this is a cross-correlation.",
    ),
    patch(
        "the bias is added once for each channel",
        {"b[:, None, None]": "X.shape[1] * b[:, None, None]"},
        hint="Add the bias after the sum over the channels, not within it.",
    ),
    patch("the bias is forgotten", {" + b[:, None, None]": ""}, hint="Each filter has a bias."),
    patch(
        "rows and columns of the kernels are exchanged",
        {
            "P, Q = kernels.shape[2:]": "kernels = kernels.swapaxes(2, 3)\n    P, Q = kernels.shape[2:]",
        },
        hint="kernels is (F, C, P, Q): u counts rows, v counts columns.",
    ),
    patch(
        "the frame repeats the pixels at the border",
        {FRAME: FRAME[:-1] + ', mode="edge")'},
        hint="The frame is made of zeros.",
    ),
    patch(
        "the frame is on two sides only",
        {FRAME: "np.pad(X, ((0, 0), (0, 0), (pad, 0), (pad, 0)))"},
        hint="There are `pad` zeros above and below, left and right.",
    ),
    patch(
        "a kernel is taken to span dilation · P rows",
        {SPAN: "span = (dilation * P, dilation * Q)"},
        hint="From the first of P rows to the last there are P − 1 gaps: dilation·(P − 1) + 1 rows.",
    ),
    patch(
        "the places are counted as if the kernel had no gaps",
        {
            FRAME: "np.pad(X, ((0, 0), (0, 0), (pad, pad + (dilation - 1) * (P - 1)), (pad, pad + (dilation - 1) * (Q - 1))))"
        },
        hint="All rows of the kernel must lie in the framed image, and it spans dilation·(P − 1) + 1 of them.",
    ),
    patch(
        "the image is thinned out, not the kernel",
        {
            SPAN: "span = (P, Q)",
            FRAME: FRAME + "[:, :, ::dilation, ::dilation]",
            SEEN: "windows[:, :, ::stride, ::stride]",
        },
        hint="Places still lie one stride apart: only within a window every dilation-th pixel is taken.",
    ),
    patch(
        "the dilation is ignored",
        {SPAN: "span = (P, Q)", SEEN: "windows[:, :, ::stride, ::stride]"},
        hint="From one number of the kernel to the next there are `dilation` pixels.",
    ),
    patch(
        "the dilation counts for rows only",
        {SPAN: "span = (dilation * (P - 1) + 1, Q)", SEEN: "windows[:, :, ::stride, ::stride, ::dilation]"},
        hint="Columns of the kernel lie apart as well.",
    ),
    patch(
        "the gaps of the kernel are filled with its numbers",
        {
            "seen, kernels)": "windows[:, :, ::stride, ::stride], kernels.repeat(dilation, 2).repeat(dilation, 3)[:, :, : span[0], : span[1]])"
        },
        hint="Between the numbers of the kernel there is nothing: those pixels don't count.",
    ),
    patch(
        "the stride counts for rows only",
        {SEEN: "windows[:, :, ::stride, :, ::dilation, ::dilation]"},
        hint="Windows move by the stride to the right as well.",
    ),
    patch(
        "the stride is ignored",
        {SEEN: "windows[:, :, :, :, ::dilation, ::dilation]"},
        hint="Windows begin at multiples of the stride.",
    ),
    patch(
        "stride and dilation are exchanged",
        {
            SPAN: "stride, dilation = dilation, stride\n    " + SPAN,
        },
        hint="The stride lies between places, the dilation between the numbers of a kernel.",
    ),
    patch(
        "only the first channel is looked at",
        {'"ncijuv,fcuv->nfij", seen, kernels)': '"nijuv,fuv->nfij", seen[:, 0], kernels[:, 0])'},
        hint="A filter has a kernel for every channel: what they find is added up.",
    ),
    patch(
        "T is made for the kernel turned around",
        {"= kernel[u, v]": "= kernel[P - 1 - u, Q - 1 - v]"},
        hint="Number (u, v) of the kernel meets the pixel u rows below and v columns to the right of the place.",
    ),
    patch("T is transposed", {RETURN: RETURN + ".T"}, hint="Rows of T are places, columns are pixels."),
    patch(
        "the places are counted column by column",
        {RETURN: "return T.swapaxes(0, 1).reshape(Ho * Wo, H * W)"},
        hint="Place (i, j) is row i·Wo + j.",
    ),
    patch(
        "the pixels are counted column by column",
        {RETURN: "return T.swapaxes(2, 3).reshape(Ho * Wo, H * W)"},
        hint="Pixel (y, x) is column y·W + x.",
    ),
    patch(
        "what lies in the frame wraps around to the other side",
        {INSIDE: "T[i, j, y % H, x % W] += kernel[u, v]"},
        hint="A negative index counts from the end: leave out what lies in the frame.",
    ),
    patch(
        "what lies in the frame is put at the border",
        {INSIDE: "T[i, j, min(max(y, 0), H - 1), min(max(x, 0), W - 1)] += kernel[u, v]"},
        hint="The frame is made of zeros: leave out what lies there.",
    ),
    patch(
        "T leaves the stride out of the columns",
        {PIXEL: "y, x = stride * i + dilation * u - pad, j + dilation * v - pad"},
        hint="Place (i, j) stands on row stride·i and column stride·j of the framed image.",
    ),
    patch(
        "T leaves the dilation out",
        {PIXEL: "y, x = stride * i + u - pad, stride * j + v - pad"},
        hint="Number u of the kernel lies dilation·u rows below the place.",
    ),
    patch(
        "T adds the frame where it should be taken off",
        {PIXEL: "y, x = stride * i + dilation * u + pad, stride * j + dilation * v + pad"},
        hint="Row 0 of the framed image is row −pad of the image.",
    ),
    patch(
        "the kernel itself is changed while T is filled",
        {RETURN: "kernel[:] = 0.0\n    " + RETURN},
        hint="Whoever called still needs the kernel.",
    ),
]


@variant(of="conv2d_forward")
def seven_loops(X, kernels, b, stride, pad, dilation):
    (N, C, H, W), (F, _, P, Q) = X.shape, kernels.shape
    Ho = (H + 2 * pad - dilation * (P - 1) - 1) // stride + 1
    Wo = (W + 2 * pad - dilation * (Q - 1) - 1) // stride + 1
    Y = np.zeros((N, F, Ho, Wo))
    for n, f, i, j in np.ndindex(*Y.shape):
        Y[n, f, i, j] = b[f]
        for c in range(C):
            for u in range(P):
                for v in range(Q):
                    y, x = stride * i + dilation * u - pad, stride * j + dilation * v - pad
                    if 0 <= y < H and 0 <= x < W:
                        Y[n, f, i, j] += kernels[f, c, u, v] * X[n, c, y, x]
    return Y


@variant(of="conv2d_forward")
def kernels_with_zeros(X, kernels, b, stride, pad, dilation):
    (N, C, H, W), (F, _, P, Q) = X.shape, kernels.shape
    wide = np.zeros((F, C, dilation * (P - 1) + 1, dilation * (Q - 1) + 1))
    wide[:, :, ::dilation, ::dilation] = kernels
    rows, columns = wide.shape[2:]
    Z = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    Z[:, :, pad : pad + H, pad : pad + W] = X
    answers = [
        [
            np.tensordot(Z[:, :, i : i + rows, j : j + columns], wide, axes=((1, 2, 3), (1, 2, 3))) + b
            for j in range(0, Z.shape[3] - columns + 1, stride)
        ]
        for i in range(0, Z.shape[2] - rows + 1, stride)
    ]
    return np.moveaxis(np.array(answers), (0, 1), (2, 3))


@variant(of="conv2d_forward")
def one_product_for_each_number_of_the_kernel(X, kernels, b, stride, pad, dilation):
    P, Q = kernels.shape[2:]
    Z = np.pad(X, [(0, 0)] * 2 + [(pad, pad)] * 2)
    last_row, last_column = Z.shape[2] - dilation * (P - 1), Z.shape[3] - dilation * (Q - 1)
    Y = b.reshape(1, -1, 1, 1)
    for u in range(P):
        for v in range(Q):
            y, x = dilation * u, dilation * v
            part = Z[:, :, y : y + last_row : stride, x : x + last_column : stride]
            Y = Y + np.moveaxis(np.tensordot(kernels[:, :, u, v], part, axes=(1, 1)), 0, 1)
    return Y


@variant(of="conv2d_forward")
def fourier(X, kernels, b, stride, pad, dilation):
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    (F, C, P, Q), (H, W) = kernels.shape, Z.shape[2:]
    wide = np.zeros((F, C, dilation * (P - 1) + 1, dilation * (Q - 1) + 1))
    wide[:, :, ::dilation, ::dilation] = kernels
    spectra = np.fft.fft2(Z)[:, None] * np.conj(np.fft.fft2(wide, s=(H, W)))
    Y = np.fft.ifft2(spectra.sum(axis=2)).real
    return Y[:, :, : H - wide.shape[2] + 1 : stride, : W - wide.shape[3] + 1 : stride] + b[None, :, None, None]


@variant(of="conv2d_matrix")
def answers_to_unit_images(kernel, H, W, stride, pad, dilation):
    P, Q = kernel.shape
    columns = []
    for pixel in range(H * W):
        image = np.zeros((H + 2 * pad, W + 2 * pad))
        image[pad + pixel // W, pad + pixel % W] = 1.0
        windows = np.lib.stride_tricks.sliding_window_view(image, (dilation * (P - 1) + 1, dilation * (Q - 1) + 1))
        answer = (windows[::stride, ::stride, ::dilation, ::dilation] * kernel).sum(axis=(2, 3))
        columns.append(answer.ravel())
    return np.stack(columns, axis=1)


@variant(of="conv2d_matrix")
def kronecker_products(kernel, H, W, stride, pad, dilation):
    def chosen(length, numbers, u):
        places = (length + 2 * pad - dilation * (numbers - 1) - 1) // stride + 1
        S = np.zeros((places, length + 2 * pad))
        S[np.arange(places), stride * np.arange(places) + dilation * u] = 1.0
        return S[:, pad : pad + length]

    P, Q = kernel.shape
    return sum(kernel[u, v] * np.kron(chosen(H, P, u), chosen(W, Q, v)) for u in range(P) for v in range(Q))

"""chapter18/conv2d_forward against SciPy's correlation, its Toeplitz matrices, and PyTorch."""

import numpy as np
import pytest
from scipy.linalg import toeplitz
from scipy.signal import correlate2d

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

ANSWER = Suite.load(builtin_course(), "chapter18/conv2d_forward").namespace
conv2d_forward, conv2d_matrix = ANSWER["conv2d_forward"], ANSWER["conv2d_matrix"]
SIZES = [
    (2, 3, 9, 8, 5, 3, 2, 2, 1, 3),
    (1, 2, 7, 10, 4, 2, 3, 3, 1, 2),
    (2, 1, 4, 5, 3, 3, 2, 2, 2, 3),
    (1, 3, 6, 6, 3, 3, 3, 1, 0, 1),
]
NAMES = ("N", "C", "H", "W", "F", "P", "Q", "stride", "pad", "dilation")


def layer(N, C, H, W, F, P, Q):
    rng = np.random.default_rng(H)
    return rng.normal(size=(N, C, H, W)), rng.normal(size=(F, C, P, Q)), rng.normal(size=F)


@pytest.mark.parametrize(NAMES, SIZES)
def test_agrees_with_scipy(N, C, H, W, F, P, Q, stride, pad, dilation):
    """Each map is a sum of SciPy's correlations with kernels that have zeros in their gaps."""
    X, kernels, b = layer(N, C, H, W, F, P, Q)
    wide = np.kron(kernels, np.eye(1, dilation**2).reshape(1, 1, dilation, dilation))
    wide = wide[:, :, : dilation * (P - 1) + 1, : dilation * (Q - 1) + 1]
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    maps = [
        [sum(correlate2d(Z[n, c], wide[f, c], mode="valid") for c in range(C)) + b[f] for f in range(F)]
        for n in range(N)
    ]
    want = np.array(maps)[:, :, ::stride, ::stride]
    np.testing.assert_allclose(conv2d_forward(X, kernels, b, stride, pad, dilation), want, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(NAMES, SIZES)
def test_agrees_with_pytorch(N, C, H, W, F, P, Q, stride, pad, dilation):
    """Y is torch.nn.functional.conv2d, and the matrix does the same for one channel."""
    torch = pytest.importorskip("torch")
    X, kernels, b = layer(N, C, H, W, F, P, Q)
    conv2d = torch.nn.functional.conv2d
    want = conv2d(*map(torch.from_numpy, (X, kernels, b)), stride, pad, dilation).numpy()
    np.testing.assert_allclose(conv2d_forward(X, kernels, b, stride, pad, dilation), want, rtol=1e-11, atol=1e-12)
    x, kernel = X[0, 0], kernels[0, 0]
    want = conv2d(torch.from_numpy(x[None, None]), torch.from_numpy(kernel[None, None]), None, stride, pad, dilation)
    got = conv2d_matrix(kernel, H, W, stride, pad, dilation) @ x.ravel()
    np.testing.assert_allclose(got, want.numpy().ravel(), rtol=1e-11, atol=1e-12)


def test_the_matrix_is_made_of_toeplitz_blocks():
    """At stride 1 T is a block Toeplitz matrix, each block of which is scipy.linalg.toeplitz of a row of the kernel."""
    kernel = np.arange(1.0, 7.0).reshape(2, 3)
    H, W = 4, 5
    blocks = [toeplitz([row[0], 0, 0], [*row, 0, 0]) for row in kernel]
    want = np.zeros((3, 3, H, W))
    for i in range(3):
        for u in range(2):
            want[i, :, i + u] = blocks[u]
    np.testing.assert_array_equal(conv2d_matrix(kernel, H, W, 1, 0, 1), want.reshape(9, 20))


def test_columns_are_answers_to_unit_images():
    """Column y·W + x is what the layer answers to an image with a single 1."""
    kernel = np.random.default_rng(0).normal(size=(3, 2))
    T = conv2d_matrix(kernel, 5, 6, 2, 2, 2)
    units = np.eye(30).reshape(30, 1, 5, 6)
    Y = conv2d_forward(units, kernel[None, None], np.zeros(1), 2, 2, 2)
    np.testing.assert_allclose(T, Y.reshape(30, -1).T, rtol=1e-14)

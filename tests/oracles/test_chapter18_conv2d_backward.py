"""chapter18/conv2d_backward against SciPy's convolution, central differences, and PyTorch."""

import numpy as np
import pytest
from scipy.signal import convolve2d

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

conv2d_backward = Suite.load(builtin_course(), "chapter18/conv2d_backward").namespace["conv2d_backward"]
NAMES = ("N", "C", "H", "W", "F", "P", "Q", "stride", "pad")
SIZES = [
    (2, 3, 6, 5, 4, 2, 3, 1, 0),
    (2, 3, 5, 5, 3, 3, 3, 1, 1),
    (3, 2, 8, 6, 5, 3, 4, 2, 1),
    (1, 2, 8, 6, 3, 3, 2, 2, 0),
    (2, 2, 7, 9, 3, 4, 5, 3, 2),
    (1, 2, 3, 4, 2, 1, 1, 1, 1),
    (2, 1, 4, 5, 3, 2, 2, 3, 2),
]


def layer(N, C, H, W, F, P, Q, stride, pad):
    rng = np.random.default_rng(H + W)
    dY = rng.normal(size=(N, F, (H + 2 * pad - P) // stride + 1, (W + 2 * pad - Q) // stride + 1))
    return dY, rng.normal(size=(N, C, H, W)), rng.normal(size=(F, C, P, Q))


@pytest.mark.parametrize(NAMES, SIZES)
def test_agrees_with_pytorch(N, C, H, W, F, P, Q, stride, pad):
    """All three gradients are those of torch.nn.functional.conv2d, for every stride, rest and frame."""
    torch = pytest.importorskip("torch")
    dY, X, kernels = layer(N, C, H, W, F, P, Q, stride, pad)
    at = [torch.from_numpy(array).requires_grad_() for array in (X, kernels, np.zeros(F))]
    torch.nn.functional.conv2d(*at, stride, pad).backward(torch.from_numpy(dY))
    for got, one in zip(conv2d_backward(dY, X, kernels, stride, pad), at, strict=True):
        np.testing.assert_allclose(got, one.grad.numpy(), rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(NAMES, SIZES)
def test_agrees_with_scipy(N, C, H, W, F, P, Q, stride, pad):
    """dX is SciPy's full convolution of a dY with zeros between its entries, cut out of its frame."""
    dY, X, kernels = layer(N, C, H, W, F, P, Q, stride, pad)
    wide = np.zeros((N, F, H + 2 * pad - P + 1, W + 2 * pad - Q + 1))
    wide[:, :, ::stride, ::stride] = dY
    dZ = [
        [sum(convolve2d(wide[n, f], kernels[f, c], mode="full") for f in range(F)) for c in range(C)] for n in range(N)
    ]
    want = np.array(dZ)[:, :, pad : pad + H, pad : pad + W]
    np.testing.assert_allclose(conv2d_backward(dY, X, kernels, stride, pad)[0], want, rtol=1e-11, atol=1e-12)


def test_the_kernels_gradient_is_a_correlation():
    """At stride 1 dkernels is SciPy's correlation of the image with dY: a convolution with dY turned around."""
    dY, X, kernels = layer(1, 1, 6, 5, 1, 2, 3, 1, 0)
    want = convolve2d(X[0, 0], dY[0, 0, ::-1, ::-1], mode="valid")
    np.testing.assert_allclose(conv2d_backward(dY, X, kernels, 1, 0)[1][0, 0], want, rtol=1e-12, atol=1e-13)

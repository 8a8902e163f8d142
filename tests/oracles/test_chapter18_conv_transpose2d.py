"""chapter18/conv_transpose2d against SciPy's convolution and upfirdn, and PyTorch."""

import numpy as np
import pytest
from scipy.signal import convolve2d, upfirdn

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

conv_transpose2d = Suite.load(builtin_course(), "chapter18/conv_transpose2d").namespace["conv_transpose2d"]
NAMES = ("N", "F", "C", "h", "w", "P", "Q", "stride", "pad")
SIZES = [
    (2, 4, 3, 3, 4, 3, 2, 1, 0),
    (2, 3, 3, 3, 3, 3, 3, 2, 1),
    (1, 2, 3, 3, 4, 4, 5, 3, 2),
    (1, 3, 2, 2, 4, 2, 1, 3, 0),
    (2, 2, 1, 4, 5, 1, 2, 2, 2),
]


def maps(N, F, C, h, w, P, Q):
    rng = np.random.default_rng(h + w)
    return rng.normal(size=(N, F, h, w)), rng.normal(size=(F, C, P, Q))


@pytest.mark.parametrize(NAMES, SIZES)
def test_agrees_with_pytorch(N, F, C, h, w, P, Q, stride, pad):
    """Y is torch.nn.functional.conv_transpose2d, with the same array of kernels."""
    torch = pytest.importorskip("torch")
    X, kernels = maps(N, F, C, h, w, P, Q)
    want = torch.nn.functional.conv_transpose2d(*map(torch.from_numpy, (X, kernels)), None, stride, pad).numpy()
    np.testing.assert_allclose(conv_transpose2d(X, kernels, stride, pad), want, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(NAMES, SIZES)
def test_agrees_with_scipy(N, F, C, h, w, P, Q, stride, pad):
    """Y is SciPy's full convolution of an X with zeros between its entries, without its frame."""
    X, kernels = maps(N, F, C, h, w, P, Q)
    wide = np.zeros((N, F, (h - 1) * stride + 1, (w - 1) * stride + 1))
    wide[:, :, ::stride, ::stride] = X
    Z = np.array([[sum(convolve2d(wide[n, f], kernels[f, c]) for f in range(F)) for c in range(C)] for n in range(N)])
    want = Z[:, :, pad : Z.shape[2] - pad, pad : Z.shape[3] - pad]
    np.testing.assert_allclose(conv_transpose2d(X, kernels, stride, pad), want, rtol=1e-11, atol=1e-12)


def test_in_one_row_it_is_upfirdn():
    """scipy.signal.upfirdn puts zeros between the entries, and filters."""
    X, kernels = maps(1, 1, 1, 1, 6, 1, 4)
    got = conv_transpose2d(X, kernels, 3, 0)[0, 0, 0]
    np.testing.assert_allclose(got, upfirdn(kernels[0, 0, 0], X[0, 0, 0], up=3), rtol=1e-12, atol=1e-13)

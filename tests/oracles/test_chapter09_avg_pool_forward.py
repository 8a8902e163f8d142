"""chapter09/avg_pool_forward against exact means, SciPy's uniform filter, and PyTorch where installed."""

from __future__ import annotations

from fractions import Fraction
from statistics import mean

import numpy as np
import pytest
from scipy.ndimage import uniform_filter

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

avg_pool_forward = Suite.load(builtin_course(), "chapter09/avg_pool_forward").namespace["avg_pool_forward"]
UNPADDED = [(2, 3, 4, 8, 2, 2, 0), (3, 1, 7, 8, 2, 3, 0), (2, 5, 4, 4, 4, 4, 0), (2, 1, 3, 4, 1, 1, 0)]
PADDED = [(1, 2, 7, 5, 3, 2, 1), (2, 1, 4, 3, 3, 1, 2), (1, 3, 6, 5, 2, 3, 1), (2, 1, 1, 2, 4, 3, 3)]


@pytest.mark.parametrize(("N", "C", "H", "W", "size", "stride", "pad"), UNPADDED + PADDED)
def test_agrees_with_exact_means(N: int, C: int, H: int, W: int, size: int, stride: int, pad: int) -> None:
    """Every entry is the mean, as a fraction, of the whole-numbered pixels whose distance from the window's start fits."""
    X = np.random.default_rng(H).integers(-50, 50, size=(N, C, H, W)).astype(np.float64)
    Y = avg_pool_forward(X, size, stride, pad)
    ends = [(n - 1) * stride - pad + size for n in Y.shape[2:]]
    assert all(n + pad - stride < end <= n + pad for n, end in zip((H, W), ends, strict=True))
    for (n, c, i, j), got in np.ndenumerate(Y):
        pixels = [
            Fraction(value)
            for (y, x), value in np.ndenumerate(X[n, c])
            if 0 <= y + pad - stride * i < size and 0 <= x + pad - stride * j < size
        ]
        assert got == pytest.approx(float(mean(pixels)), rel=1e-13, abs=1e-13)


@pytest.mark.parametrize(("N", "C", "H", "W", "size", "stride", "pad"), UNPADDED)
def test_agrees_with_scipy(N: int, C: int, H: int, W: int, size: int, stride: int, pad: int) -> None:
    """Without padding Y holds the values of a uniform filter, one stride apart."""
    X = np.random.default_rng(H).normal(size=(N, C, H, W))
    first = size // 2
    rows, columns = first + H - size + 1, first + W - size + 1
    want = uniform_filter(X, size=(1, 1, size, size))[:, :, first:rows:stride, first:columns:stride]
    np.testing.assert_allclose(avg_pool_forward(X, size, stride, pad), want, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("N", "C", "H", "W", "size", "stride", "pad"), [*UNPADDED, (1, 2, 7, 5, 3, 2, 1)])
def test_agrees_with_pytorch(N: int, C: int, H: int, W: int, size: int, stride: int, pad: int) -> None:
    """Y is torch.nn.functional.avg_pool2d that does not count what it pads."""
    torch = pytest.importorskip("torch")
    X = np.random.default_rng(H).normal(size=(N, C, H, W))
    pool = torch.nn.functional.avg_pool2d
    want = pool(torch.from_numpy(X), size, stride, pad, count_include_pad=False).numpy()
    np.testing.assert_allclose(avg_pool_forward(X, size, stride, pad), want, rtol=1e-12, atol=1e-14)

"""chapter18/avg_pool_backward against exact fractions, and PyTorch."""

from fractions import Fraction

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

avg_pool_backward = Suite.load(builtin_course(), "chapter18/avg_pool_backward").namespace["avg_pool_backward"]
NAMES = ("N", "C", "H", "W", "size", "stride", "pad")
SIZES = [(2, 3, 4, 6, 2, 2, 0), (1, 2, 7, 5, 3, 2, 1), (2, 3, 5, 7, 2, 3, 0), (2, 2, 5, 5, 2, 1, 1)]


def slopes(N, C, H, W, size, stride, pad):
    shape = (N, C, (H + 2 * pad - size) // stride + 1, (W + 2 * pad - size) // stride + 1)
    return np.random.default_rng(H).integers(-9, 10, size=shape).astype(float)


@pytest.mark.parametrize(NAMES, [*SIZES, (2, 1, 1, 2, 4, 3, 3), (1, 1, 4, 3, 3, 1, 2)])
def test_agrees_with_fractions(N, C, H, W, size, stride, pad):
    """Pixel by pixel, exact: the sum of dY / m over its windows."""
    dY = slopes(N, C, H, W, size, stride, pad)
    dX = avg_pool_backward(dY, (N, C, H, W), size, stride, pad)
    for (n, c, y, x), got in np.ndenumerate(dX):
        want = Fraction(0)
        for i, j in np.ndindex(*dY.shape[2:]):
            rows = [r for r in range(stride * i - pad, stride * i - pad + size) if 0 <= r < H]
            columns = [r for r in range(stride * j - pad, stride * j - pad + size) if 0 <= r < W]
            if y in rows and x in columns:
                want += Fraction(int(dY[n, c, i, j]), len(rows) * len(columns))
        assert got == pytest.approx(float(want), rel=1e-13, abs=1e-13)


@pytest.mark.parametrize(NAMES, SIZES)
def test_agrees_with_pytorch(N, C, H, W, size, stride, pad):
    """dX is the gradient of torch.nn.functional.avg_pool2d that does not count what it pads."""
    torch = pytest.importorskip("torch")
    dY = slopes(N, C, H, W, size, stride, pad)
    at = torch.zeros((N, C, H, W), dtype=torch.float64, requires_grad=True)
    torch.nn.functional.avg_pool2d(at, size, stride, pad, count_include_pad=False).backward(torch.from_numpy(dY))
    got = avg_pool_backward(dY, (N, C, H, W), size, stride, pad)
    np.testing.assert_allclose(got, at.grad.numpy(), rtol=1e-12, atol=1e-13)

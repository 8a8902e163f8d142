"""chapter09/max_pool_forward against SciPy's maximum filter, and PyTorch where installed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import maximum_filter

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

max_pool_forward = Suite.load(builtin_course(), "chapter09/max_pool_forward").namespace["max_pool_forward"]
SIZES = [
    (2, 3, 4, 8, 2, 2),
    (1, 2, 7, 5, 3, 2),
    (3, 1, 7, 8, 2, 3),
    (2, 5, 4, 4, 4, 1),
    (1, 2, 8, 5, 3, 3),
    (2, 1, 3, 4, 1, 1),
]


@pytest.mark.parametrize(("N", "C", "H", "W", "size", "stride"), SIZES)
def test_agrees_with_scipy(N: int, C: int, H: int, W: int, size: int, stride: int) -> None:
    """Y holds the values of a maximum filter at the pixels where a window lies inside, one stride apart."""
    X = np.random.default_rng(H).normal(-1.0, 1.0, size=(N, C, H, W))
    everywhere = maximum_filter(X, size=(1, 1, size, size), mode="constant", cval=-np.inf)
    first = size // 2
    rows, columns = first + H - size + 1, first + W - size + 1
    want = everywhere[:, :, first:rows:stride, first:columns:stride]
    np.testing.assert_array_equal(max_pool_forward(X, size, stride), want)


@pytest.mark.parametrize(("N", "C", "H", "W", "size", "stride"), SIZES)
def test_agrees_with_pytorch(N: int, C: int, H: int, W: int, size: int, stride: int) -> None:
    """Y is torch.nn.functional.max_pool2d."""
    torch = pytest.importorskip("torch")
    X = np.random.default_rng(H).normal(-1.0, 1.0, size=(N, C, H, W))
    want = torch.nn.functional.max_pool2d(torch.from_numpy(X), size, stride).numpy()
    np.testing.assert_array_equal(max_pool_forward(X, size, stride), want)

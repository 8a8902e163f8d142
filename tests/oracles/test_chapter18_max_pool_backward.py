"""chapter18/max_pool_backward against SciPy's ranks, central differences, and PyTorch."""

import numpy as np
import pytest
from scipy.ndimage import maximum_position

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

max_pool_backward = Suite.load(builtin_course(), "chapter18/max_pool_backward").namespace["max_pool_backward"]
NAMES = ("N", "C", "H", "W", "size", "stride")
SIZES = [(2, 3, 4, 6, 2, 2), (1, 2, 7, 5, 3, 2), (2, 2, 4, 5, 3, 1), (2, 3, 5, 7, 2, 3), (1, 1, 3, 3, 1, 1)]


def images(N, C, H, W, size, stride):
    rng = np.random.default_rng(H)
    return rng.normal(size=(N, C, (H - size) // stride + 1, (W - size) // stride + 1)), rng.normal(size=(N, C, H, W))


@pytest.mark.parametrize(NAMES, SIZES)
def test_agrees_with_pytorch(N, C, H, W, size, stride):
    """dX is the gradient of torch.nn.functional.max_pool2d."""
    torch = pytest.importorskip("torch")
    dY, X = images(N, C, H, W, size, stride)
    at = torch.from_numpy(X).requires_grad_()
    torch.nn.functional.max_pool2d(at, size, stride).backward(torch.from_numpy(dY))
    np.testing.assert_allclose(max_pool_backward(dY, X, size, stride), at.grad.numpy(), rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize(NAMES, SIZES)
def test_agrees_with_scipy(N, C, H, W, size, stride):
    """Each dY is where SciPy finds the largest pixel of the window."""
    dY, X = images(N, C, H, W, size, stride)
    want = np.zeros_like(X)
    for n, c, i, j in np.ndindex(*dY.shape):
        u, v = maximum_position(X[n, c, stride * i : stride * i + size, stride * j : stride * j + size])
        want[n, c, stride * i + u, stride * j + v] += dY[n, c, i, j]
    np.testing.assert_allclose(max_pool_backward(dY, X, size, stride), want, rtol=1e-13, atol=1e-14)


def test_ties_go_to_one_pixel_as_in_pytorch():
    """A window of zeros hands dY to its first pixel."""
    torch = pytest.importorskip("torch")
    X, dY = np.zeros((1, 1, 4, 4)), np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    at = torch.from_numpy(X).requires_grad_()
    torch.nn.functional.max_pool2d(at, 2).backward(torch.from_numpy(dY))
    np.testing.assert_array_equal(max_pool_backward(dY, X, 2, 2), at.grad.numpy())

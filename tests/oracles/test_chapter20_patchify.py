"""chapter20/patchify against NumPy's sliding windows and PyTorch's unfold, fold and convolution."""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

answer = Suite.load(builtin_course(), "chapter20/patchify").namespace
SIZES = [(4, 6, 3, 2), (6, 3, 2, 3), (8, 8, 1, 4), (2, 3, 5, 1)]


@pytest.mark.parametrize(("H", "W", "C", "p"), SIZES)
def test_agrees_with_sliding_windows(H: int, W: int, C: int, p: int) -> None:
    """Every p-th window of p × p pixels is a patch; unpatchify brings the image back."""
    img = np.random.default_rng(0).normal(size=(H, W, C))
    windows = sliding_window_view(img, (p, p, C))[::p, ::p, 0]
    patches = answer["patchify"](img, p)
    np.testing.assert_array_equal(patches, windows.reshape(-1, p * p * C))
    np.testing.assert_array_equal(answer["unpatchify"](patches, H, W, p), img)


@pytest.mark.parametrize(("H", "W", "C", "p"), SIZES)
def test_agrees_with_pytorch(H: int, W: int, C: int, p: int) -> None:
    """unfold gives the same patches with channels first; fold undoes it; an embedding is conv2d with stride p."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    img, E = rng.normal(size=(H, W, C)), rng.normal(size=(p * p * C, 4))
    patches = answer["patchify"](img, p)
    channels_first = torch.tensor(img.transpose(2, 0, 1)[None])
    unfolded = torch.nn.functional.unfold(channels_first, p, stride=p)[0].T
    np.testing.assert_array_equal(patches, unfolded.reshape(-1, C, p * p).transpose(1, 2).reshape(len(patches), -1))
    folded = torch.nn.functional.fold(unfolded.T[None], (H, W), p, stride=p)[0]
    np.testing.assert_array_equal(answer["unpatchify"](patches, H, W, p), folded.numpy().transpose(1, 2, 0))
    kernels = torch.tensor(E.T.reshape(4, p, p, C).transpose(0, 3, 1, 2).copy())
    moved = torch.nn.functional.conv2d(channels_first, kernels, stride=p)[0].reshape(4, -1).T
    np.testing.assert_allclose(patches @ E, moved.numpy(), rtol=1e-12, atol=1e-13)

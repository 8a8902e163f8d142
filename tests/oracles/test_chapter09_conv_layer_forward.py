"""chapter09/conv_layer_forward against autograd's convolution, and PyTorch's where installed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from autograd.scipy.signal import convolve

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

NAME = "conv_layer_forward"
conv_layer_forward = Suite.load(builtin_course(), f"chapter09/{NAME}").namespace[NAME]
SIZES = [
    (2, 3, 8, 7, 5, 4, 2, 2, 1),
    (3, 3, 5, 5, 3, 3, 3, 1, 1),
    (1, 2, 5, 9, 4, 2, 3, 3, 0),
    (2, 4, 3, 5, 1, 1, 1, 1, 0),
    (2, 1, 2, 4, 3, 5, 3, 2, 2),
]


def drawn(sizes: tuple[int, ...]) -> tuple[Any, ...]:
    N, C, H, W, F, P, Q, stride, pad = sizes
    rng = np.random.default_rng(H)
    return rng.normal(size=(N, C, H, W)), rng.normal(size=(F, C, P, Q)), rng.normal(size=F), stride, pad


@pytest.mark.parametrize("sizes", SIZES)
def test_agrees_with_autograd(sizes: tuple[int, ...]) -> None:
    """Y is a true convolution with turned kernels, summed over channels, thinned out by the stride."""
    X, kernels, b, stride, pad = drawn(sizes)
    framed = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    turned = kernels[:, :, ::-1, ::-1]
    want = convolve(framed, turned, axes=([2, 3], [2, 3]), dot_axes=([1], [1]), mode="valid")[:, :, ::stride, ::stride]
    got = conv_layer_forward(X, kernels, b, stride, pad) - b.reshape(1, -1, 1, 1)
    np.testing.assert_allclose(got, want, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("sizes", SIZES)
def test_agrees_with_pytorch(sizes: tuple[int, ...]) -> None:
    """Y is torch.nn.functional.conv2d."""
    torch = pytest.importorskip("torch")
    *arrays, stride, pad = drawn(sizes)
    want = torch.nn.functional.conv2d(*map(torch.from_numpy, arrays), stride=stride, padding=pad).numpy()
    np.testing.assert_allclose(conv_layer_forward(*arrays, stride, pad), want, rtol=1e-11, atol=1e-13)

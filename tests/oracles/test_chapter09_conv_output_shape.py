"""chapter09/conv_output_shape against the shapes that SciPy's correlations have, and PyTorch's where installed."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.signal import correlate2d

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

conv_output_shape = Suite.load(builtin_course(), "chapter09/conv_output_shape").namespace["conv_output_shape"]
GEOMETRIES = [
    (5, 9, P, Q, stride, pad, dilation)
    for P, Q, stride, pad, dilation in itertools.product((1, 2, 4), (1, 3), (1, 2, 3), (0, 1, 2), (1, 2, 3))
]


@pytest.mark.parametrize("dilation", [1, 2, 3])
def test_agrees_with_scipy(dilation: int) -> None:
    """A correlation with a kernel spread out by zeros, thinned out by the stride, has this shape; or does not exist."""
    for H, W, P, Q, stride, pad, d in GEOMETRIES:
        if d != dilation:
            continue
        image, kernel = np.pad(np.ones((H, W)), pad), np.kron(np.ones((P, Q)), np.eye(1, d * d).reshape(d, d))
        kernel = kernel[: kernel.shape[0] - d + 1, : kernel.shape[1] - d + 1]
        if all(k <= n for k, n in zip(kernel.shape, image.shape, strict=True)):
            want = correlate2d(image, kernel, mode="valid")[::stride, ::stride].shape
            assert conv_output_shape(H, W, P, Q, stride, pad, d) == want
        else:
            with pytest.raises(ValueError, match="larger"):
                conv_output_shape(H, W, P, Q, stride, pad, d)


def test_agrees_with_pytorch() -> None:
    """torch.nn.functional.conv2d returns arrays of this shape."""
    torch = pytest.importorskip("torch")
    for H, W, P, Q, stride, pad, d in GEOMETRIES:
        image, kernel = torch.ones(1, 1, H, W), torch.ones(1, 1, P, Q)
        try:
            want = torch.nn.functional.conv2d(image, kernel, stride=stride, padding=pad, dilation=d).shape[2:]
        except RuntimeError:
            with pytest.raises(ValueError, match="larger"):
                conv_output_shape(H, W, P, Q, stride, pad, d)
        else:
            assert conv_output_shape(H, W, P, Q, stride, pad, d) == tuple(want)

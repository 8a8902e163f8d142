"""chapter18/inception_concat against SciPy's correlation, and PyTorch."""

import numpy as np
import pytest
from scipy.ndimage import correlate

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

ANSWER = Suite.load(builtin_course(), "chapter18/inception_concat").namespace
inception_forward, concat_backward = ANSWER["inception_forward"], ANSWER["concat_backward"]
SIZES = [(2, 3, 3), (1, 1, 1), (3, 5, 1)]


def block():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2, 3, 6, 5))
    return X, [(rng.normal(size=(F, 3, P, Q)), rng.normal(size=F)) for F, P, Q in SIZES]


def test_agrees_with_scipy():
    """Each map is a sum of scipy.ndimage.correlate with zeros outside, branch after branch."""
    X, branches = block()
    want = [
        [
            sum(correlate(image[c], kernel[c], mode="constant") for c in range(3)) + bias
            for kernels, b in branches
            for kernel, bias in zip(kernels, b, strict=True)
        ]
        for image in X
    ]
    np.testing.assert_allclose(inception_forward(X, branches), np.array(want), rtol=1e-11, atol=1e-12)


def test_agrees_with_pytorch():
    """Forward it is torch.cat of convolutions with padding="same", and back what each of them hears."""
    torch = pytest.importorskip("torch")
    X, branches = block()
    maps = []
    for kernels, b in branches:
        maps.append(torch.nn.functional.conv2d(*map(torch.from_numpy, (X, kernels, b)), padding="same"))
        maps[-1].requires_grad_()
    Y = torch.cat(maps, dim=1)
    np.testing.assert_allclose(inception_forward(X, branches), Y.detach().numpy(), rtol=1e-11, atol=1e-12)
    dY = np.random.default_rng(1).normal(size=Y.shape)
    Y.backward(torch.from_numpy(dY))
    for part, one in zip(concat_backward(dY, [F for F, _, _ in SIZES]), maps, strict=True):
        np.testing.assert_array_equal(part, one.grad.numpy())

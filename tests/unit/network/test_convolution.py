"""Convolution and pooling: forward by SciPy and by hand, backward by adjoints, finite differences and PyTorch."""

import numpy as np
import pytest
from scipy.signal import correlate2d

from mdl_grade.checks import check_adjoint, check_vjp
from mdl_grade.network import convolution as c

RNG = np.random.default_rng(3)
X, W, b = RNG.normal(size=(2, 3, 7, 8)), RNG.normal(size=(4, 3, 3, 2)), RNG.normal(size=4)


def test_convolution_is_scipys_correlation_summed_over_channels():
    """Y[n, f] = Σ_c correlate(X[n, c], W[f, c]) + b[f]."""
    want = [
        [
            sum(correlate2d(x, w, "valid") for x, w in zip(sample, kernel, strict=True)) + bias
            for kernel, bias in zip(W, b, strict=True)
        ]
        for sample in X
    ]
    np.testing.assert_allclose(c.conv(X, W, b), np.array(want), rtol=1e-12)


@pytest.mark.parametrize(("p", "q", "stride"), [(3, 2, 1), (2, 2, 2), (3, 3, 2), (7, 8, 1)])
def test_unpatch_is_the_adjoint_of_patches(p, q, stride):
    """⟨P(X), D⟩ = ⟨X, Pᵀ(D)⟩."""
    P = c.patches(X, p, q, stride)
    D = RNG.normal(size=P.shape)
    check_adjoint(P, D, X, c.unpatch(D, X.shape, stride))


@pytest.mark.parametrize(("stride", "pad"), [(1, 0), (2, 1), (3, 2)])
def test_convolution_backward_agrees_with_finite_differences(stride, pad):
    """dX, dW and db, for strides and padding."""
    dY = RNG.normal(size=c.conv(X, W, b, stride, pad).shape)
    dX, dW, _db = c.conv_backward(dY, X, W, stride, pad)
    check_vjp(lambda X: c.conv(X, W, b, stride, pad), {"X": X}, dY, {"X": dX}, rng=RNG)
    check_vjp(lambda W: c.conv(X, W, b, stride, pad), {"W": W}, dY, {"W": dW}, rng=RNG)


@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 1), (2, 3)])
def test_pooling_backward_agrees_with_finite_differences(size, stride):
    """Away from ties; overlapping windows add up."""
    distinct = RNG.permutation(X.size).reshape(X.shape) / X.size
    dY = RNG.normal(size=c.max_pool(X, size, stride).shape)
    check_vjp(
        lambda X: c.max_pool(X, size, stride),
        {"X": distinct},
        dY,
        {"X": c.max_pool_backward(dY, distinct, size, stride)},
        rng=RNG,
    )
    check_vjp(
        lambda X: c.avg_pool(X, size, stride), {"X": X}, dY, {"X": c.avg_pool_backward(dY, X, size, stride)}, rng=RNG
    )


def test_everything_agrees_with_pytorch():
    """To 1e-12 relative, in float64."""
    torch = pytest.importorskip("torch")
    F = torch.nn.functional
    x, w, bias = (torch.tensor(a, requires_grad=True) for a in (X, W, b))
    y = F.conv2d(x, w, bias, stride=2, padding=1)
    dY = RNG.normal(size=tuple(y.shape))
    y.backward(torch.tensor(dY))
    np.testing.assert_allclose(c.conv(X, W, b, 2, 1), y.detach().numpy(), rtol=1e-12)
    for got, want in zip(c.conv_backward(dY, X, W, 2, 1), (x.grad, w.grad, bias.grad), strict=True):
        np.testing.assert_allclose(got, want.numpy(), rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(c.max_pool(X, 2, 2), F.max_pool2d(torch.tensor(X), 2).numpy())
    np.testing.assert_allclose(c.avg_pool(X, 2, 2), F.avg_pool2d(torch.tensor(X), 2).numpy(), rtol=1e-12)

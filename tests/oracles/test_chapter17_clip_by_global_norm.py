"""chapter17/clip_by_global_norm against SciPy's norm, and PyTorch's clipping."""

import numpy as np
import pytest
from scipy.linalg import norm as scipy_norm

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

clip = Suite.load(builtin_course(), "chapter17/clip_by_global_norm").namespace["clip_by_global_norm"]


def test_is_the_norm_of_one_long_vector() -> None:
    """LAPACK's norm, before and after."""
    rng = np.random.default_rng(0)
    grads = [rng.normal(size=(3, 4)), rng.normal(size=5)]
    clipped, norm = clip(grads, 1.5)
    assert norm == pytest.approx(scipy_norm(np.concatenate([g.ravel() for g in grads])), rel=1e-14)
    assert scipy_norm(np.concatenate([g.ravel() for g in clipped])) == pytest.approx(1.5, rel=1e-14)


def test_follows_torch() -> None:
    """Up to the 1e-6 that PyTorch adds to the norm."""
    torch = pytest.importorskip("torch")
    weights = [torch.zeros(3, 2, requires_grad=True, dtype=torch.float64) for _ in range(2)]
    grads = [np.arange(6.0).reshape(3, 2), -np.ones((3, 2))]
    for weight, grad in zip(weights, grads, strict=True):
        weight.grad = torch.tensor(grad)
    want = torch.nn.utils.clip_grad_norm_(weights, 2.0).item()
    clipped, norm = clip(grads, 2.0)
    assert norm == pytest.approx(want, rel=1e-12)
    for weight, grad in zip(weights, clipped, strict=True):
        np.testing.assert_allclose(weight.grad.numpy(), grad, rtol=1e-6)

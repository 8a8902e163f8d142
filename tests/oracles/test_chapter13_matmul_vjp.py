"""chapter13/matmul_vjp against autograd and PyTorch."""

from __future__ import annotations

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

matmul_vjp = Suite.load(builtin_course(), "chapter13/matmul_vjp").namespace["matmul_vjp"]
SHAPES = [
    ((5, 3), (3, 2)),
    ((6, 2, 3), (6, 3, 4)),
    ((6, 2, 3), (3, 4)),
    ((2, 3), (5, 3, 4)),
    ((2, 1, 2, 3), (3, 3, 4)),
    ((1, 2, 3), (4, 3, 5)),
    ((4, 2, 1), (1, 1, 3)),
]


def drawn(A, B):
    rng = np.random.default_rng(0)
    A, B = rng.normal(size=A), rng.normal(size=B)
    return A, B, rng.normal(size=(A @ B).shape)


@pytest.mark.parametrize(("A", "B"), SHAPES)
def test_agrees_with_autograd(A, B) -> None:
    """Both gradients are those of Σ dC ∘ (A B)."""
    A, B, dC = drawn(A, B)
    dA, dB = matmul_vjp(A, B, dC)
    np.testing.assert_allclose(dA, grad(lambda A: anp.sum(dC * anp.matmul(A, B)))(A), rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(dB, grad(lambda B: anp.sum(dC * anp.matmul(A, B)))(B), rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize(("A", "B"), SHAPES)
def test_agrees_with_pytorch(A, B) -> None:
    """PyTorch hands back the same."""
    torch = pytest.importorskip("torch")
    A, B, dC = drawn(A, B)
    a, b = torch.tensor(A, requires_grad=True), torch.tensor(B, requires_grad=True)
    (a @ b).backward(torch.tensor(dC))
    dA, dB = matmul_vjp(A, B, dC)
    np.testing.assert_allclose(dA, a.grad.numpy(), rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(dB, b.grad.numpy(), rtol=1e-11, atol=1e-13)

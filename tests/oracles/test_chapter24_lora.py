"""chapter24/lora against derivatives by complex steps, and PyTorch's automatic ones."""

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

LORA = Suite.load(builtin_course(), "chapter24/lora").namespace
forward, backward = LORA["lora_forward"], LORA["lora_backward"]
ALPHA = 6.0


def drawn(N: int, D: int, K: int, r: int) -> list[np.ndarray]:
    """Draw dY, X, W, A and B."""
    rng = np.random.default_rng(N + D + K + r)
    return [rng.normal(size=shape) for shape in ((N, K), (N, D), (D, K), (D, r), (r, K))]


@pytest.mark.parametrize("r", [1, 2, 4])
def test_agrees_with_complex_steps(r: int) -> None:
    """L(x + ih) has the imaginary part h L'(x), without any rounding that a difference would have."""
    dY, *rest = drawn(3, 4, 2, r)
    X, W, A, B = (M.astype(complex) for M in rest)
    for mine, M in zip(backward(dY, *rest, ALPHA), (X, A, B), strict=True):
        want = np.empty(M.shape)
        for i in np.ndindex(*M.shape):
            M[i] += 1e-30j
            want[i] = np.sum(dY * (X @ (W + ALPHA / r * A @ B))).imag / 1e-30
            M[i] -= 1e-30j
        np.testing.assert_allclose(mine, want, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("r", [1, 3, 5])
def test_agrees_with_pytorch(r: int) -> None:
    """Forward and backward, through the merged matrix."""
    torch = pytest.importorskip("torch")
    dY, *rest = drawn(4, 3, 5, r)
    X, W, A, B = (torch.tensor(M, requires_grad=True) for M in rest)
    Y = X @ (W + ALPHA / r * A @ B)
    Y.backward(torch.tensor(dY))
    np.testing.assert_allclose(forward(*rest, ALPHA), Y.detach().numpy(), rtol=1e-11, atol=1e-12)
    for mine, theirs in zip(backward(dY, *rest, ALPHA), (X, A, B), strict=True):
        np.testing.assert_allclose(mine, theirs.grad.numpy(), rtol=1e-10, atol=1e-12)

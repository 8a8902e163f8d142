"""chapter24/moe_top_k against complex steps, SciPy's softmax, and PyTorch."""

import numpy as np
import pytest
from scipy import special

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

MOE = Suite.load(builtin_course(), "chapter24/moe_top_k").namespace
forward, backward, balance_loss = MOE["moe_forward"], MOE["moe_backward"], MOE["balance_loss"]


def drawn(seed: int) -> list[np.ndarray]:
    """Draw dY, X, R and W."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in ((4, 2), (4, 3), (3, 5), (5, 3, 2))]


def test_all_experts_are_the_dense_mixture() -> None:
    """k = E: SciPy's softmax over all, and every expert's answer."""
    _, X, R, W = drawn(0)
    want = sum(special.softmax(X @ R, axis=1)[:, [e]] * (X @ W[e]) for e in range(5))
    np.testing.assert_allclose(forward(X, R, W, 5), want, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("k", [1, 2, 5])
def test_agrees_with_complex_steps(k: int) -> None:
    """L(x + ih) has the imaginary part h L'(x)."""
    dY, *rest = drawn(k)
    Z = rest[0] @ rest[1]
    chosen = np.sort(Z, axis=1)[:, [-k]] <= Z
    arrays = [array.astype(complex) for array in rest]
    for mine, array in zip(backward(dY, *rest, k), arrays, strict=True):
        want = np.empty(array.shape)
        for i in np.ndindex(*array.shape):
            array[i] += 1e-30j
            X, R, W = arrays
            powers = np.exp(X @ R) * chosen
            Y = np.einsum("ne,nd,edk->nk", powers / powers.sum(axis=1, keepdims=True), X, W)
            want[i] = np.sum(dY * Y).imag / 1e-30
            array[i] -= 1e-30j
        np.testing.assert_allclose(mine, want, rtol=1e-10, atol=1e-12)


def test_balance_is_one_where_all_is_even() -> None:
    """Each of E tokens prefers another expert: 1; if all prefer the same, more, up to E."""
    loss, dZ = balance_loss(4.0 * np.eye(5), 1)
    assert loss == pytest.approx(1.0)
    np.testing.assert_allclose(dZ, 0.0, atol=1e-15)
    assert balance_loss(np.tile([50.0, 0.0, 0.0, 0.0, 0.0], (3, 1)), 1)[0] == pytest.approx(5.0)


def test_agrees_with_pytorch() -> None:
    """The balance loss and its gradient."""
    torch = pytest.importorskip("torch")
    Z = drawn(7)[1] @ drawn(7)[2]
    at = torch.tensor(Z, requires_grad=True)
    shares = torch.nn.functional.one_hot(at.topk(2, dim=1).indices, 5).double().sum(dim=(0, 1)) / (2 * len(Z))
    loss = 5 * (shares * at.softmax(dim=1).mean(dim=0)).sum()
    loss.backward()
    mine, dZ = balance_loss(Z, 2)
    assert mine == pytest.approx(loss.item())
    np.testing.assert_allclose(dZ, at.grad.numpy(), rtol=1e-10, atol=1e-13)

"""chapter24/sliding_window_attention against chapter 19's attention with a mask, and PyTorch's."""

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

WINDOW = Suite.load(builtin_course(), "chapter24/sliding_window_attention").namespace
forward, backward = WINDOW["window_forward"], WINDOW["window_backward"]


def drawn(T: int) -> list[np.ndarray]:
    """Draw dY, Q, K and V."""
    rng = np.random.default_rng(T)
    return [rng.normal(size=(2, T, 3)) for _ in range(4)]


def band(T: int, window: int) -> np.ndarray:
    """Return what each token sees, entry by entry."""
    return np.array([[s <= t and s > t - window for s in range(T)] for t in range(T)])


@pytest.mark.parametrize(("T", "window"), [(6, 1), (6, 2), (5, 3), (5, 5), (4, 9)])
def test_it_is_attention_with_a_band_for_a_mask(T: int, window: int) -> None:
    """Forward and backward; from window = T on, the band is the causal mask."""
    attention = Suite.load(builtin_course(), "chapter19/scaled_dot_attention").namespace["scaled_dot_attention"]
    attention_backward = Suite.load(builtin_course(), "chapter19/attention_backward").namespace["attention_backward"]
    dY, Q, K, V = drawn(T)
    mask = band(T, window)
    np.testing.assert_allclose(forward(Q, K, V, window), attention(Q, K, V, mask)[0], rtol=1e-11, atol=1e-13)
    pairs = zip(backward(dY, Q, K, V, window), attention_backward(dY, Q, K, V, mask), strict=True)
    for mine, theirs in pairs:
        np.testing.assert_allclose(mine, theirs, rtol=1e-10, atol=1e-12)
    assert window < T or np.array_equal(mask, np.tri(T, dtype=bool))


def test_agrees_with_pytorch() -> None:
    """Forward and backward."""
    torch = pytest.importorskip("torch")
    dY, *rest = drawn(6)
    at = [torch.tensor(array, requires_grad=True) for array in rest]
    Y = torch.nn.functional.scaled_dot_product_attention(*at, attn_mask=torch.tensor(band(6, 3)))
    Y.backward(torch.tensor(dY))
    np.testing.assert_allclose(forward(*rest, 3), Y.detach().numpy(), rtol=1e-10, atol=1e-12)
    for mine, theirs in zip(backward(dY, *rest, 3), at, strict=True):
        np.testing.assert_allclose(mine, theirs.grad.numpy(), rtol=1e-9, atol=1e-12)

"""chapter24/grouped_query_attention against chapter 19's attention, and PyTorch's with enable_gqa."""

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

GQA = Suite.load(builtin_course(), "chapter24/grouped_query_attention").namespace
forward, backward = GQA["gqa_forward"], GQA["gqa_backward"]


def drawn(H: int, G: int) -> list[np.ndarray]:
    """Draw dY, Q, K, V and a causal mask."""
    rng = np.random.default_rng(H + G)
    shapes = ((2, H, 4, 3), (2, H, 4, 3), (2, G, 4, 3), (2, G, 4, 3))
    return [*(rng.normal(size=shape) for shape in shapes), np.tri(4, dtype=bool)]


@pytest.mark.parametrize(("H", "G"), [(4, 2), (6, 3), (3, 3), (4, 1)])
def test_head_by_head_it_is_attention(H: int, G: int) -> None:
    """Head j with the keys of group j // (H/G); gradients of a group are added up."""
    attention = Suite.load(builtin_course(), "chapter19/scaled_dot_attention").namespace["scaled_dot_attention"]
    attention_backward = Suite.load(builtin_course(), "chapter19/attention_backward").namespace["attention_backward"]
    dY, Q, K, V, mask = drawn(H, G)
    Y, (dQ, dK, dV) = forward(Q, K, V, mask), backward(dY, Q, K, V, mask)
    sums = np.zeros(K.shape), np.zeros(V.shape)
    for j in range(H):
        g = j // (H // G)
        np.testing.assert_allclose(Y[:, j], attention(Q[:, j], K[:, g], V[:, g], mask)[0], rtol=1e-11, atol=1e-13)
        want, *shared = attention_backward(dY[:, j], Q[:, j], K[:, g], V[:, g], mask)
        np.testing.assert_allclose(dQ[:, j], want, rtol=1e-10, atol=1e-12)
        for total, one in zip(sums, shared, strict=True):
            total[:, g] += one
    np.testing.assert_allclose(dK, sums[0], rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(dV, sums[1], rtol=1e-10, atol=1e-12)


def test_agrees_with_pytorch() -> None:
    """Forward and backward."""
    torch = pytest.importorskip("torch")
    dY, Q, K, V, mask = drawn(6, 2)
    at = [torch.tensor(array, requires_grad=True) for array in (Q, K, V)]
    Y = torch.nn.functional.scaled_dot_product_attention(*at, attn_mask=torch.tensor(mask), enable_gqa=True)
    Y.backward(torch.tensor(dY))
    np.testing.assert_allclose(forward(Q, K, V, mask), Y.detach().numpy(), rtol=1e-10, atol=1e-12)
    for mine, theirs in zip(backward(dY, Q, K, V, mask), at, strict=True):
        np.testing.assert_allclose(mine, theirs.grad.numpy(), rtol=1e-9, atol=1e-12)

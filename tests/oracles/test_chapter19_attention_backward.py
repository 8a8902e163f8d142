"""chapter19/attention_backward against autograd, and PyTorch's gradients."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

attention_backward = Suite.load(builtin_course(), "chapter19/attention_backward").namespace["attention_backward"]
RNG = np.random.default_rng(0)
Q, K, V = RNG.normal(size=(2, 3, 5)), RNG.normal(size=(2, 4, 5)), RNG.normal(size=(2, 4, 6))
DY = RNG.normal(size=(2, 3, 6))
MASK = np.array([[True, False, True, True], [False, False, False, False], [False, True, False, True]])


def test_agrees_with_autograd() -> None:
    """Without a mask, all three gradients."""

    def loss(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> float:
        E = anp.exp(anp.einsum("nid,njd->nij", Q, K) / np.sqrt(5))
        return anp.sum(DY * anp.einsum("nij,njv->niv", E / anp.sum(E, axis=2, keepdims=True), V))

    for k, got in enumerate(attention_backward(DY, Q, K, V)):
        np.testing.assert_allclose(got, grad(loss, k)(Q, K, V), rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("mask", [None, MASK, np.stack([MASK, ~MASK])])
def test_follows_torch(mask: np.ndarray | None) -> None:
    """The same gradients as PyTorch's, where a query sees nothing as well."""
    torch = pytest.importorskip("torch")
    parts = [torch.tensor(part, requires_grad=True) for part in (Q, K, V)]
    seen = None if mask is None else torch.tensor(mask)
    Y = torch.nn.functional.scaled_dot_product_attention(*parts, attn_mask=seen)
    theirs = torch.autograd.grad((Y * torch.tensor(DY)).sum(), parts)
    for got, want in zip(attention_backward(DY, Q, K, V, mask), theirs, strict=True):
        np.testing.assert_allclose(got, want.numpy(), rtol=1e-10, atol=1e-13)

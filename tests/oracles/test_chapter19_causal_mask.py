"""chapter19/causal_mask against NumPy's triangles, and PyTorch's causal attention."""

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

NAMESPACE = Suite.load(builtin_course(), "chapter19/causal_mask").namespace
causal_mask, padding_mask = NAMESPACE["causal_mask"], NAMESPACE["padding_mask"]


def test_is_a_lower_triangle() -> None:
    """With its diagonal."""
    for T in range(1, 6):
        assert np.array_equal(causal_mask(T), np.tri(T, dtype=bool))


def test_counts_steps() -> None:
    """Each row has as many steps as its sequence, all in front."""
    lengths = np.arange(6)
    mask = padding_mask(lengths, 5)
    assert np.array_equal(mask.sum(axis=1), lengths)
    assert np.all(mask[:, :-1] >= mask[:, 1:])


def test_hides_what_torch_hides() -> None:
    """Attention with the mask is PyTorch's with is_causal."""
    torch = pytest.importorskip("torch")
    parts = torch.tensor(np.random.default_rng(0).normal(size=(3, 2, 5, 4)))
    attention = torch.nn.functional.scaled_dot_product_attention
    masked = attention(*parts, attn_mask=torch.tensor(causal_mask(5)))
    np.testing.assert_allclose(masked, attention(*parts, is_causal=True), rtol=1e-13)

"""chapter19/scaled_dot_attention against SciPy's softmax, and PyTorch's scaled_dot_product_attention."""

import numpy as np
import pytest
from scipy.special import softmax

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

attention = Suite.load(builtin_course(), "chapter19/scaled_dot_attention").namespace["scaled_dot_attention"]
RNG = np.random.default_rng(0)
Q, K, V = RNG.normal(size=(2, 3, 5)), RNG.normal(size=(2, 4, 5)), RNG.normal(size=(2, 4, 6))
MASK = np.array([[True, False, True, True], [False, False, False, False], [False, True, False, False]])


def test_weights_are_softmax_over_the_keys() -> None:
    """With and without hidden keys, wherever something is seen."""
    scores = np.einsum("nid,njd->nij", Q, K) / np.sqrt(5)
    np.testing.assert_allclose(attention(Q, K, V)[1], softmax(scores, axis=2), rtol=1e-13)
    hidden = softmax(np.where(MASK, scores, -np.inf)[:, ::2], axis=2)
    np.testing.assert_allclose(attention(Q, K, V, MASK)[1][:, ::2], hidden, rtol=1e-13)


def test_lies_in_the_hull_of_what_is_seen() -> None:
    """Each number of Y is between the least and the largest of the values that are seen."""
    Y, _ = attention(Q, K, V, MASK)
    for i in (0, 2):
        seen = V[:, MASK[i]]
        assert np.all(seen.min(axis=1) <= Y[:, i] + 1e-12)
        assert np.all(Y[:, i] <= seen.max(axis=1) + 1e-12)
    assert np.all(Y[:, 1] == 0.0)


@pytest.mark.parametrize("mask", [None, MASK, np.stack([MASK, ~MASK]), MASK[None, :1]])
def test_follows_torch(mask: np.ndarray | None) -> None:
    """The same numbers as PyTorch's, where a query sees nothing as well."""
    torch = pytest.importorskip("torch")
    seen = None if mask is None else torch.tensor(mask)
    theirs = torch.nn.functional.scaled_dot_product_attention(*map(torch.tensor, (Q, K, V)), attn_mask=seen)
    np.testing.assert_allclose(attention(Q, K, V, mask)[0], theirs.numpy(), rtol=1e-12, atol=1e-14)

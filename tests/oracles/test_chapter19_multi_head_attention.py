"""chapter19/multi_head_attention against a formula in sums over heads, and PyTorch's MultiheadAttention."""

import numpy as np
import pytest
from scipy.special import softmax

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

multi_head_attention = Suite.load(builtin_course(), "chapter19/multi_head_attention").namespace["multi_head_attention"]
RNG = np.random.default_rng(0)
X, WEIGHTS = RNG.normal(size=(3, 5, 6)), RNG.normal(size=(4, 6, 6))
CAUSAL = np.tri(5, dtype=bool)


@pytest.mark.parametrize("heads", [1, 2, 3, 6])
def test_is_a_sum_over_heads(heads: int) -> None:
    """Of softmax(x Wq_j Wk_jᵀ xᵀ / √(D/h)) x Wv_j Wo_j, with columns of the first three and rows of the last."""
    Wq, Wk, Wv, Wo = (W.reshape(6, heads, -1) for W in (*WEIGHTS[:3], WEIGHTS[3].T))
    scores = np.einsum("nid,dhe,fhe,njf->nhij", X, Wq, Wk, X) / np.sqrt(6 // heads)
    want = np.einsum("nhij,njd,dhe,khe->nik", softmax(scores, axis=-1), X, Wv, Wo)
    np.testing.assert_allclose(multi_head_attention(X, *WEIGHTS, heads), want, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("mask", [None, CAUSAL])
def test_follows_torch(mask: np.ndarray | None) -> None:
    """The same numbers as PyTorch's layer without biases, whose matrices are the transposes, and True hides."""
    torch = pytest.importorskip("torch")
    layer = torch.nn.MultiheadAttention(6, 3, bias=False, batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        layer.in_proj_weight.copy_(torch.tensor(np.concatenate([W.T for W in WEIGHTS[:3]])))
        layer.out_proj.weight.copy_(torch.tensor(WEIGHTS[3].T))
        hidden = None if mask is None else torch.tensor(~mask)
        theirs, _ = layer(*3 * [torch.tensor(X)], attn_mask=hidden)
    np.testing.assert_allclose(multi_head_attention(X, *WEIGHTS, 3, mask), theirs.numpy(), rtol=1e-11, atol=1e-13)

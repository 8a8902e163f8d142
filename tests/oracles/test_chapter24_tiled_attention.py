"""chapter24/tiled_attention against SciPy's logsumexp and softmax, and PyTorch's attention."""

import numpy as np
import pytest
from scipy import special

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

TILED = Suite.load(builtin_course(), "chapter24/tiled_attention").namespace
merge, tile, tiled_attention = TILED["merge"], TILED["tile"], TILED["tiled_attention"]


def drawn(T: int, S: int) -> tuple[np.ndarray, ...]:
    """Draw Q, K, V and a mask; every query sees the first key."""
    rng = np.random.default_rng(T + S)
    mask = rng.random((T, S)) < 0.6
    mask[:, 0] = True
    return rng.normal(size=(T, 3)), rng.normal(size=(S, 3)), rng.normal(size=(S, 3)), mask


@pytest.mark.parametrize("size", range(1, 9))
def test_tiles_make_a_softmax(size: int) -> None:
    """SciPy's, over the whole row."""
    Q, K, V, mask = drawn(4, 7)
    want = special.softmax(np.where(mask, Q @ K.T / np.sqrt(3.0), -np.inf), axis=1) @ V
    np.testing.assert_allclose(tiled_attention(Q, K, V, mask, size), want, rtol=1e-11, atol=1e-13)


def test_a_part_is_a_logsumexp() -> None:
    """m + log l of merged tiles is SciPy's logsumexp of all scores, also of scores around 10,000."""
    Q, K, V, mask = drawn(5, 6)
    Q[0] *= 1e4
    m, total, _ = merge(tile(Q, K[:2], V[:2], mask[:, :2]), tile(Q, K[2:], V[2:], mask[:, 2:]))
    scores = np.where(mask, Q @ K.T / np.sqrt(3.0), -np.inf)
    np.testing.assert_allclose(m + np.log(total), special.logsumexp(scores, axis=1), rtol=1e-12)


def test_agrees_with_pytorch() -> None:
    """With a mask."""
    torch = pytest.importorskip("torch")
    Q, K, V, mask = drawn(4, 7)
    arrays = (torch.tensor(array)[None] for array in (Q, K, V))
    want = torch.nn.functional.scaled_dot_product_attention(*arrays, attn_mask=torch.tensor(mask))[0].numpy()
    np.testing.assert_allclose(tiled_attention(Q, K, V, mask, 3), want, rtol=1e-10, atol=1e-12)

"""chapter23/gat_attention against SciPy's softmax over the neighbours alone, and PyTorch."""

import numpy as np
import pytest
from scipy.special import softmax

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

gat_attention = Suite.load(builtin_course(), "chapter23/gat_attention").namespace["gat_attention"]


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw features, a, and a directed graph in which node 2 hears nobody."""
    rng = np.random.default_rng(seed)
    A = (rng.random((7, 7)) < 0.5).astype(float)
    A[2] = 0.0
    return rng.normal(size=(7, 3)), rng.normal(size=6), A


@pytest.mark.parametrize("seed", range(3))
def test_is_a_softmax_over_neighbours(seed: int) -> None:
    """Row by row, on the scores of the neighbours alone, with pairs of vectors side by side."""
    H, a, A = drawn(seed)
    alpha = gat_attention(H, a, A)
    for i in range(7):
        neighbours = np.flatnonzero(A[i])
        z = np.array([a @ np.concatenate([H[i], H[j]]) for j in neighbours])
        want = np.zeros(7)
        want[neighbours] = softmax(np.where(z > 0, z, 0.2 * z)) if len(neighbours) else 0.0
        np.testing.assert_allclose(alpha[i], want, rtol=1e-11, atol=1e-15)


def test_agrees_with_pytorch() -> None:
    """leaky_relu, masked_fill and softmax; a row that is hidden throughout is NaN there, and 0 here."""
    torch = pytest.importorskip("torch")
    H, a, A = drawn(5)
    z = torch.tensor((H @ a[:3])[:, None] + H @ a[3:])
    s = torch.nn.functional.leaky_relu(z, 0.2).masked_fill(torch.tensor(A) == 0, -torch.inf)
    want = torch.nan_to_num(torch.softmax(s, dim=1))
    np.testing.assert_allclose(gat_attention(H, a, A), want.numpy(), rtol=1e-11, atol=1e-15)

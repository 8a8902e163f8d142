"""chapter19/embedding against sparse matrices and PyTorch."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

EMBEDDING = Suite.load(builtin_course(), "chapter19/embedding").namespace
forward, backward = EMBEDDING["embedding_forward"], EMBEDDING["embedding_backward"]


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.integers(6, size=(4, 5)), rng.normal(size=(7, 3)), rng.normal(size=(4, 5, 3))


@pytest.mark.parametrize("seed", range(3))
def test_is_a_product_with_a_sparse_matrix(seed: int) -> None:
    """Forward is O W, backward is Oᵀ dY, with one 1 in each row of O."""
    ids, W, dY = drawn(seed)
    rows = csr_array((np.ones(ids.size), (np.arange(ids.size), ids.ravel())), shape=(ids.size, 7))
    np.testing.assert_array_equal(forward(ids, W), (rows @ W).reshape(4, 5, 3))
    np.testing.assert_allclose(backward(dY, ids, 7), rows.T @ dY.reshape(-1, 3), rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("padding_id", [None, 0, 3, 6])
def test_agrees_with_torch(padding_id: int | None) -> None:
    """Rows, and gradients with and without padding."""
    torch = pytest.importorskip("torch")
    ids, W, dY = drawn(5)
    weight = torch.tensor(W, requires_grad=True)
    Y = torch.nn.functional.embedding(torch.tensor(ids), weight, padding_idx=padding_id)
    Y.backward(torch.tensor(dY))
    np.testing.assert_array_equal(forward(ids, W), Y.detach().numpy())
    np.testing.assert_allclose(backward(dY, ids, 7, padding_id), weight.grad.numpy(), rtol=1e-13, atol=1e-15)

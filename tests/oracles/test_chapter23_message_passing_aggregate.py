"""chapter23/message_passing_aggregate against sparse matrices, and PyTorch's scatter."""

import warnings

import numpy as np
import pytest
from scipy.sparse import coo_array

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

aggregate = Suite.load(builtin_course(), "chapter23/message_passing_aggregate").namespace["message_passing_aggregate"]


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw edges with repetitions, and leave two nodes out as targets."""
    rng = np.random.default_rng(seed)
    return np.stack([rng.integers(8, size=20), rng.integers(6, size=20)]), rng.normal(size=(8, 3))


@pytest.mark.parametrize("seed", range(3))
def test_sum_and_mean_are_products_with_a_sparse_matrix(seed: int) -> None:
    """SciPy adds up the entries that are listed twice."""
    edges, X = drawn(seed)
    A = coo_array((np.ones(20), (edges[1], edges[0])), shape=(8, 8)).toarray()
    np.testing.assert_allclose(aggregate(edges, X, "sum"), A @ X, rtol=1e-12, atol=1e-14)
    degrees = np.maximum(A.sum(axis=1, keepdims=True), 1.0)
    np.testing.assert_allclose(aggregate(edges, X, "mean"), A @ X / degrees, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("how", "torch_name"), [("sum", "sum"), ("mean", "mean"), ("max", "amax")])
def test_agrees_with_pytorch(how: str, torch_name: str) -> None:
    """index_reduce without the start value, on zeros."""
    torch = pytest.importorskip("torch")
    edges, X = drawn(7)
    start = torch.zeros((8, 3), dtype=torch.float64)
    messages, targets = torch.from_numpy(X[edges[0]]), torch.from_numpy(edges[1])
    if how == "sum":
        want = start.index_add(0, targets, messages)
    else:
        with warnings.catch_warnings():  # that it may change one day
            warnings.simplefilter("ignore", UserWarning)
            want = start.index_reduce(0, targets, messages, torch_name, include_self=False)
    np.testing.assert_allclose(aggregate(edges, X, how), want.numpy(), rtol=1e-12, atol=1e-14)

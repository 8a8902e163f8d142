"""chapter23/gcn_forward against sparse matrices and dense layers."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

gcn_forward = Suite.load(builtin_course(), "chapter23/gcn_forward").namespace["gcn_forward"]


@pytest.mark.parametrize("seed", range(3))
def test_is_a_product_with_a_sparse_matrix(seed: int) -> None:
    """Edges as SciPy keeps them, and a ReLU at the end."""
    rng = np.random.default_rng(seed)
    Ahat = rng.normal(size=(7, 7)) * (rng.random((7, 7)) < 0.4)
    X, W = rng.normal(size=(7, 4)), rng.normal(size=(4, 3))
    Z = csr_array(Ahat) @ (X @ W)
    np.testing.assert_allclose(gcn_forward(Ahat, X, W, "linear"), Z, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(gcn_forward(Ahat, X, W), np.maximum(Z, 0.0), rtol=1e-11, atol=1e-13)


def test_without_a_graph_it_is_a_dense_layer() -> None:
    """On the identity, nobody hears anybody: it is chapter 9's layer without a bias."""
    dense = Suite.load(builtin_course(), "chapter09/dense_forward").namespace["dense_forward"]
    rng = np.random.default_rng(0)
    X, W = rng.normal(size=(5, 3)), rng.normal(size=(3, 2))
    np.testing.assert_allclose(gcn_forward(np.eye(5), X, W, "linear"), dense(X, W, np.zeros(2)), rtol=1e-13)

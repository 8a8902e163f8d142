"""chapter15/redundant_softmax_equivalence against SciPy's softmax, and against scikit-learn's two forms."""

import numpy as np
import pytest
from scipy.special import expit, softmax

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

equivalent = Suite.load(builtin_course(), "chapter15/redundant_softmax_equivalence").namespace[
    "redundant_softmax_equivalence"
]


@pytest.mark.parametrize("K", [2, 3, 6])
def test_scipy_gives_the_same_probabilities(K: int) -> None:
    """With scores of 0 for class 0; of two classes, the sigmoid's."""
    rng = np.random.default_rng(K)
    W, b, X = rng.normal(size=(4, K)), rng.normal(size=K), rng.normal(size=(9, 4))
    V, c = equivalent(W, b)
    P = softmax(X @ W + b, axis=1)
    np.testing.assert_allclose(softmax(np.column_stack([np.zeros(9), X @ V + c]), axis=1), P, rtol=1e-12)
    if K == 2:
        np.testing.assert_allclose(expit(X @ V + c)[:, 0], P[:, 1], rtol=1e-12)

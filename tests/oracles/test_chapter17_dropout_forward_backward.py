"""chapter17/dropout_forward_backward against SciPy's binomial test, and autograd."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.stats import binomtest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

NAMESPACE = Suite.load(builtin_course(), "chapter17/dropout_forward_backward").namespace
forward, backward = NAMESPACE["dropout_forward"], NAMESPACE["dropout_backward"]


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_the_share_that_is_dropped(p: float) -> None:
    """It is binomial, and the mean of the mask is 1 up to chance (five standard deviations)."""
    _, mask = forward(np.ones((200, 100)), p, True, np.random.default_rng(0))
    assert binomtest(int(np.sum(mask == 0)), mask.size, p).pvalue > 1e-3
    assert abs(mask.mean() - 1) < 5 * np.sqrt(p / (1 - p) / mask.size)


def test_backward_is_the_derivative() -> None:
    """With the mask fixed, autograd finds the same."""
    rng = np.random.default_rng(1)
    X, dY = rng.normal(size=(5, 4)), rng.normal(size=(5, 4))
    _, mask = forward(X, 0.3, True, rng)
    np.testing.assert_allclose(backward(dY, mask), grad(lambda X: anp.sum(dY * X * mask))(X), rtol=1e-14)

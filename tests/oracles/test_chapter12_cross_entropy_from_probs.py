"""chapter12/cross_entropy_from_probs against scikit-learn's loss and autograd's gradient."""

from __future__ import annotations

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from sklearn.metrics import log_loss

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

cross_entropy = Suite.load(builtin_course(), "chapter12/cross_entropy_from_probs").namespace["cross_entropy_from_probs"]


@pytest.mark.parametrize(("N", "K"), [(7, 5), (4, 4), (1, 5), (30, 2)])
def test_loss_and_gradient(N: int, K: int) -> None:
    """The loss is scikit-learn's, and the gradient the one that autograd derives."""
    rng = np.random.default_rng(N)
    P, y = rng.dirichlet(np.ones(K), size=N), rng.integers(K, size=N)
    loss, dP = cross_entropy(P, y)
    assert loss == pytest.approx(log_loss(y, P, labels=range(K)), rel=1e-12)
    derived = grad(lambda P: -anp.mean(anp.sum(anp.eye(K)[y] * anp.log(P), axis=1)))(P)
    np.testing.assert_allclose(dP, derived, rtol=1e-12)


def test_what_is_impossible_costs_infinity() -> None:
    """Probability 0 for a true class gives ∞, for another class nothing."""
    assert cross_entropy(np.array([[0.0, 1.0], [0.5, 0.5]]), np.array([0, 0]))[0] == np.inf
    assert cross_entropy(np.array([[0.0, 1.0]]), np.array([1]))[0] == 0.0

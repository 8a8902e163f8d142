"""appendixB/cross_entropy_decomposition against SciPy and scikit-learn."""

import math

import numpy as np
import pytest
from scipy import special
from sklearn.metrics import log_loss

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

NAME = "cross_entropy_decomposition"
decomposition = Suite.load(builtin_course(), f"appendixB/{NAME}").namespace[NAME]


@pytest.mark.parametrize("k", [2, 5, 40])
def test_scipy_agrees(k: int) -> None:
    """Terms of size 1: some units of the last place."""
    rng = np.random.default_rng(k)
    p, q = rng.dirichlet(np.ones(k)), rng.dirichlet(np.ones(k))
    p, q = np.append(p, [0.0, 0.0]), np.append(q, [0.0, 0.0])
    wanted = -special.xlogy(p, q).sum(), special.entr(p).sum(), special.rel_entr(p, q).sum()
    assert decomposition(p, q) == pytest.approx(wanted, rel=1e-12)


def test_what_is_ruled_out_and_happens_costs_inf() -> None:
    """SciPy says so as well."""
    p, q = np.array([0.5, 0.5]), np.array([1.0, 0.0])
    assert decomposition(p, q) == (math.inf, pytest.approx(math.log(2)), math.inf)
    assert special.rel_entr(p, q).sum() == math.inf


def test_scikit_learn_agrees_on_labels() -> None:
    """Of a one-hot p, the cross-entropy is the log loss."""
    q = np.random.default_rng(0).dirichlet(np.ones(4), size=20)
    y = np.arange(20) % 4
    losses = [decomposition(np.eye(4)[k], row)[0] for k, row in zip(y, q, strict=True)]
    assert np.mean(losses) == pytest.approx(log_loss(y, q), rel=1e-12)

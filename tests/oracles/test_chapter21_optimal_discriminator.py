"""chapter21/optimal_discriminator against SciPy's optimiser and Jensen–Shannon distance."""

import numpy as np
import pytest
from scipy import optimize, special
from scipy.spatial.distance import jensenshannon

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

answer = Suite.load(builtin_course(), "chapter21/optimal_discriminator").namespace
optimal_d, value = answer["optimal_d"], answer["value"]


@pytest.mark.parametrize("seed", range(5))
def test_is_worth_a_divergence(seed: int) -> None:
    """2 JS − 2 log 2, with the square of SciPy's distance for JS; some outcomes are impossible."""
    rng = np.random.default_rng(seed)
    p, q = rng.dirichlet(np.ones(6), size=2)
    p[:2], q[1:3] = 0.0, 0.0
    p, q = p / p.sum(), q / q.sum()
    exact = 2 * jensenshannon(p, q) ** 2 - 2 * np.log(2)
    assert value(optimal_d(p, q), p, q) == pytest.approx(exact, rel=1e-12)


def test_is_what_an_optimiser_finds() -> None:
    """L-BFGS over logits ends at the same D."""
    p, q = np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.3, 0.6])
    found = optimize.minimize(lambda a: -value(special.expit(a), p, q), np.zeros(3), tol=1e-12)
    np.testing.assert_allclose(special.expit(found.x), optimal_d(p, q), atol=1e-4)


def test_value_is_scipys_cross_entropy() -> None:
    """SciPy's xlogy takes 0 log 0 for 0, and is −∞ where it should be."""
    p, q = np.array([0.5, 0.5, 0.0]), np.array([0.25, 0.0, 0.75])
    for D in (np.array([0.2, 1.0, 0.0]), np.array([0.2, 0.9, 0.1]), np.array([1.0, 0.5, 0.0])):
        exact = np.sum(special.xlogy(p, D) + special.xlogy(q, 1 - D))
        assert value(D, p, q) == pytest.approx(exact, rel=1e-14)

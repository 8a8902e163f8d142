"""chapter21/wasserstein_1d against SciPy's distance, and against the linear programme of transport."""

import numpy as np
import pytest
from scipy import optimize, stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

wasserstein = Suite.load(builtin_course(), "chapter21/wasserstein_1d").namespace["wasserstein_1d"]


@pytest.mark.parametrize("n", [1, 2, 5, 9])
@pytest.mark.parametrize("m", [1, 3, 5, 8])
def test_agrees_with_scipy(n: int, m: int) -> None:
    """Also with ties, in both and in either."""
    rng = np.random.default_rng(10 * n + m)
    for x, y in ((rng.normal(size=n), rng.normal(1.0, 2.0, size=m)), rng_ties(rng, n, m)):
        assert wasserstein(x, y) == pytest.approx(stats.wasserstein_distance(x, y), rel=1e-12, abs=1e-15)


def rng_ties(rng: np.random.Generator, n: int, m: int):
    return rng.integers(3, size=n) * 1.0, rng.integers(4, size=m) * 1.0


def test_is_the_cheapest_transport() -> None:
    """A linear programme over all plans."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=4), rng.normal(size=3)
    cost = np.abs(x[:, None] - y[None, :]).ravel()
    leaves = np.kron(np.eye(4), np.ones(3))
    arrives = np.kron(np.ones(4), np.eye(3))
    plan = optimize.linprog(cost, A_eq=np.vstack([leaves, arrives]), b_eq=[1 / 4] * 4 + [1 / 3] * 3)
    assert wasserstein(x, y) == pytest.approx(plan.fun, rel=1e-9)


def test_jensen_shannon_does_not_see_distance() -> None:
    """Heaps that don't touch: W grows as they part."""
    x = np.array([0.0, 1.0])
    assert [wasserstein(x, x + c) for c in (2.0, 20.0, 200.0)] == [2.0, 20.0, 200.0]

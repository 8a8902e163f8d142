"""chapter22/epsilon_greedy against the law of its mixture, by SciPy's chi-square test."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

choose = Suite.load(builtin_course(), "chapter22/epsilon_greedy").namespace["epsilon_greedy"]


@pytest.mark.parametrize(("A", "eps"), [(4, 0.3), (3, 0.9), (6, 0.5)])
def test_actions_are_a_mixture(A: int, eps: float) -> None:
    """Of 20,000 actions, 1 − eps + eps/A are the best one, and eps/A each other one."""
    rng = np.random.default_rng(A)
    q = rng.normal(size=A)
    counts = np.bincount([choose(q, eps, rng) for _ in range(20_000)], minlength=A)
    law = np.full(A, eps / A)
    law[np.argmax(q)] += 1 - eps
    assert stats.chisquare(counts, 20_000 * law).pvalue > 1e-4


def test_without_exploring_it_is_the_best() -> None:
    """With eps = 0 it is always the first of the best."""
    rng = np.random.default_rng(0)
    assert {choose(np.array([1.0, 3.0, 3.0]), 0.0, rng) for _ in range(500)} == {1}

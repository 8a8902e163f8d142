"""chapter04/mann_whitney_u against SciPy, and against the law of U counted out."""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

mann_whitney_u = Suite.load(builtin_course(), "chapter04/mann_whitney_u").namespace["mann_whitney_u"]


@pytest.mark.parametrize("seed", range(40))
def test_scipy_agrees(seed: int) -> None:
    """With ties and without, also where U is at its mean."""
    rng = np.random.default_rng(seed)
    n, m = rng.integers(1, 12, size=2)
    values = int(rng.choice([2, 5, 1000]))
    a, b = rng.integers(values, size=n), rng.integers(values, size=m)
    if len(np.unique([*a, *b])) == 1:
        b = b + 1
    theirs = stats.mannwhitneyu(a, b, method="asymptotic", alternative="two-sided", use_continuity=True)
    assert mann_whitney_u(a, b) == pytest.approx((theirs.statistic, theirs.pvalue), rel=1e-12)


def test_variance_is_that_of_all_arrangements() -> None:
    """Of every way to take 3 of 7 values with ties, U has the mean and the variance that z is made with."""
    both = np.array([0, 1, 1, 2, 2, 2, 5])
    U = []
    for chosen in combinations(range(7), 3):
        rest = [i for i in range(7) if i not in chosen]
        U.append(mann_whitney_u(both[list(chosen)], both[rest])[0])
    _, t = np.unique(both, return_counts=True)
    assert np.mean(U) == pytest.approx(6.0, rel=1e-14)
    assert np.var(U) == pytest.approx(3 * 4 / 12 * (8 - np.sum(t**3 - t) / (7 * 6)), rel=1e-14)


def test_nothing_speaks_for_a_difference_of_what_is_equal() -> None:
    """All values equal, or U at its mean: p = 1."""
    assert mann_whitney_u(np.full(3, 0.1), np.full(4, 0.1)) == (6.0, 1.0)
    assert mann_whitney_u(np.array([0, 3]), np.array([1, 2])) == (2.0, 1.0)

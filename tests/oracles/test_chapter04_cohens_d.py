"""chapter04/cohens_d against exact fractions, and against t where groups are of one size."""

import math
import statistics
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

cohens_d = Suite.load(builtin_course(), "chapter04/cohens_d").namespace["cohens_d"]


@pytest.mark.parametrize(("n", "m"), [(2, 2), (2, 9), (7, 4), (30, 30)])
def test_exact_arithmetic_agrees(n: int, m: int) -> None:
    """A handful of roundings."""
    rng = np.random.default_rng(n)
    a, b = rng.normal(3.0, 1.0, size=n), rng.normal(5.0, 5.0, size=m)
    u, v = [Fraction(x) for x in a], [Fraction(x) for x in b]
    below = math.sqrt((statistics.variance(u) + statistics.variance(v)) / 2)
    assert cohens_d(a, b) == pytest.approx(float(statistics.mean(u) - statistics.mean(v)) / below, rel=1e-12)


@pytest.mark.parametrize("n", [2, 5, 40])
def test_it_is_t_over_a_root_where_groups_are_of_one_size(n: int) -> None:
    """t = d √(n/2)."""
    a, b = np.random.default_rng(n).normal(size=(2, n))
    assert cohens_d(a, b) * math.sqrt(n / 2) == pytest.approx(
        stats.ttest_ind(a, b, equal_var=False).statistic, rel=1e-12
    )

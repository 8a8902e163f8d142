"""chapter04/box_plot_stats against exact fractions and the quartiles of the statistics module."""

import statistics
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

box_plot_stats = Suite.load(builtin_course(), "chapter04/box_plot_stats").namespace["box_plot_stats"]


@settings(derandomize=True, deadline=None)
@given(st.lists(st.integers(-9, 9) | st.integers(-40, 40), min_size=2, max_size=14))
def test_exact_arithmetic_agrees(x: list[int]) -> None:
    """Quartiles of whole numbers are multiples of 1/4, and fences of 1/8: no rounding decides who is on one."""
    exact = sorted(map(Fraction, x))
    q1, med, q3 = statistics.quantiles(exact, n=4, method="inclusive")
    reach = Fraction(3, 2) * (q3 - q1)
    within = [value for value in exact if q1 - reach <= value <= q3 + reach]
    *numbers, outliers = box_plot_stats(np.array(x))
    assert numbers == [q1, med, q3, within[0], within[-1]]
    assert outliers.tolist() == [value for value in exact if not q1 - reach <= value <= q3 + reach]
    assert outliers.dtype == np.float64


@pytest.mark.parametrize("N", [1, 9, 30])
def test_scipy_has_the_same_range_between_quartiles(N: int) -> None:
    """`scipy.stats.iqr` interpolates as we do."""
    x = np.random.default_rng(N).standard_cauchy(size=N)
    q1, _, q3, *_ = box_plot_stats(x)
    assert q3 - q1 == pytest.approx(stats.iqr(x), rel=1e-13, abs=0)

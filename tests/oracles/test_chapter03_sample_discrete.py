"""chapter03/sample_discrete against exact fractions, and against SciPy's test of frequencies."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

sample_discrete = Suite.load(builtin_course(), "chapter03/sample_discrete").namespace["sample_discrete"]


@settings(derandomize=True, deadline=None)
@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=8).filter(any),
    st.lists(st.integers(0, 4095), min_size=1, max_size=9),
)
def test_exact_sums_agree(weights: list[int], numbers: list[int]) -> None:
    """Multiples of 1/4096 have exact sums: the first i with u < F[i], and never one of probability 0."""
    parts = [Fraction(w, sum(weights)).limit_denominator(4096) for w in weights]
    parts = [Fraction(int(part * 4096), 4096) for part in parts]
    largest = max(range(len(parts)), key=parts.__getitem__)
    parts[largest] += 1 - sum(parts)
    u = [Fraction(k, 4096) for k in numbers]
    wanted = [next(i for i in range(len(parts)) if x < sum(parts[: i + 1])) for x in u]
    drawn = sample_discrete(np.array([float(part) for part in parts]), np.array([float(x) for x in u]))
    assert drawn.tolist() == wanted
    assert all(parts[i] > 0 for i in drawn)


def test_frequencies_are_the_probabilities() -> None:
    """Random draws, by a chi-squared test whose seed is fixed."""
    p = np.array([0.05, 0.0, 0.6, 0.25, 0.1])
    counts = np.bincount(sample_discrete(p, np.random.default_rng(0).random(20_000)), minlength=5)
    assert counts[1] == 0
    assert stats.chisquare(counts[p > 0], 20_000 * p[p > 0]).pvalue > 1e-3


@pytest.mark.parametrize("zeros", [0, 1, 3])
def test_behind_the_last_end_the_last_value_is_drawn(zeros: int) -> None:
    """Ten times 0.1 sum up to the largest number that a Generator gives."""
    p = np.concatenate([np.full(10, 0.1), np.zeros(zeros)])
    assert sample_discrete(p, np.array([1 - 2.0**-53])).tolist() == [9]

"""chapter02/total_probability against exact fractions, and against counting in a sample space."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

total_probability = Suite.load(builtin_course(), "chapter02/total_probability").namespace["total_probability"]
PARTS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=8)


@settings(derandomize=True, deadline=None)
@given(PARTS.filter(lambda parts: any(a + b for a, b in parts)))
def test_agrees_with_counting(parts: list[tuple[int, int]]) -> None:
    """Of so many outcomes in each case, B holds some: together it has its share of all. Three roundings a term."""
    sizes = np.array([inside + outside for inside, outside in parts])
    inside = np.array([part[0] for part in parts])
    p = total_probability(inside / np.maximum(sizes, 1), sizes / sizes.sum())
    exact = Fraction(int(inside.sum()), int(sizes.sum()))
    assert p == pytest.approx(float(exact), rel=(len(parts) + 4) * 2.0**-53, abs=0)


@pytest.mark.parametrize("p_A", [[0.5, 0.4], [0.5, 0.5 + 2e-9], [1.5, -0.5], [0.25, 0.25]])
def test_refuses_what_is_no_partition(p_A: list[float]) -> None:
    """By its sum, or by an entry."""
    with pytest.raises(ValueError, match="probabilities"):
        total_probability(np.array([0.5, 0.5]), np.array(p_A))

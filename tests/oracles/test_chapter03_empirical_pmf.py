"""chapter03/empirical_pmf against counting in Python, with exact fractions."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

empirical_pmf = Suite.load(builtin_course(), "chapter03/empirical_pmf").namespace["empirical_pmf"]


@settings(derandomize=True, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=30), st.integers(0, 4))
def test_agrees_with_counting(samples: list[int], more: int) -> None:
    """Each probability is the float that is nearest to the fraction."""
    K = max(samples) + 1 + more
    counted = Counter(samples)
    p = empirical_pmf(np.array(samples), K)
    assert p.tolist() == [float(Fraction(counted[k], len(samples))) for k in range(K)]


@pytest.mark.parametrize("samples", [[], [-1, 0], [0, 3], [5]])
def test_refuses_what_has_no_frequencies(samples: list[int]) -> None:
    """No samples at all, or samples that are none of the values 0, 1, 2."""
    with pytest.raises(ValueError, match=r"0 to 2|negative"):
        empirical_pmf(np.array(samples, int), 3)

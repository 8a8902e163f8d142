"""chapter02/union_probability against inclusion and exclusion with exact fractions, all 2ⁿ − 1 terms of it."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

union_probability = Suite.load(builtin_course(), "chapter02/union_probability").namespace["union_probability"]
WEIGHTS = st.lists(st.integers(0, 30), min_size=1, max_size=7).filter(any)
EVENTS = st.lists(st.lists(st.sampled_from("012345678")), max_size=5)


@settings(derandomize=True, deadline=None)
@given(WEIGHTS, EVENTS)
def test_agrees_with_inclusion_and_exclusion(weights: list[int], events: list[list[str]]) -> None:
    """The quotient of whole numbers is rounded once: nothing is off, not even by rounding."""
    space = {str(i): weight for i, weight in enumerate(weights)}
    exact = Fraction(0)
    for k in range(1, len(events) + 1):
        for some in combinations(events, k):
            shared = set(some[0]).intersection(*some)
            exact -= (-1) ** k * Fraction(sum(space.get(outcome, 0) for outcome in shared), sum(weights))
    assert union_probability(space, events) == float(exact)


@pytest.mark.parametrize("weights", [[], [0, 0], [3, -1], [1, -1]])
def test_refuses_what_is_no_sample_space(weights: list[int]) -> None:
    """Nothing at all, no weight, and negative ones, also where there are no events."""
    with pytest.raises(ValueError, match="weights"):
        union_probability({str(i): weight for i, weight in enumerate(weights)}, [])

"""chapter02/event_probability against exact fractions, and against every event of a small sample space."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

event_probability = Suite.load(builtin_course(), "chapter02/event_probability").namespace["event_probability"]
WEIGHTS = st.lists(st.integers(0, 30), min_size=1, max_size=7).filter(any)


@settings(derandomize=True, deadline=None)
@given(WEIGHTS, st.data())
def test_agrees_with_fractions(weights: list[int], data: st.DataObject) -> None:
    """The quotient of whole numbers is rounded once; repeats and strangers change nothing."""
    space = {str(i): weight for i, weight in enumerate(weights)}
    event = data.draw(st.lists(st.sampled_from([*space, "elsewhere"])))
    exact = Fraction(sum(space.get(outcome, 0) for outcome in set(event)), sum(weights))
    assert event_probability(space, event) == float(exact)


def test_all_events_of_a_size_have_on_average_their_share() -> None:
    """Each outcome is in C(n − 1, k − 1) of the C(n, k) events of k outcomes: the mean of their P is k / n."""
    space = {name: weight for weight, name in enumerate("abcdef")}
    for k in range(7):
        found = [event_probability(space, list(event)) for event in combinations(space, k)]
        assert sum(found) / len(found) == pytest.approx(k / 6, abs=1e-15)


@pytest.mark.parametrize("weights", [[], [0, 0], [3, -1], [1, -1]])
def test_refuses_what_is_no_sample_space(weights: list[int]) -> None:
    """Nothing at all, no weight, and negative ones, also where the sum is positive."""
    with pytest.raises(ValueError, match="weights"):
        event_probability({str(i): weight for i, weight in enumerate(weights)}, ["0"])

"""chapter02/conditional_probability against exact fractions, and Bayes' rule."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

conditional = Suite.load(builtin_course(), "chapter02/conditional_probability").namespace["conditional_probability"]
WEIGHTS = st.lists(st.integers(0, 30), min_size=1, max_size=7)
EVENT = st.lists(st.sampled_from("012345678"))


@settings(derandomize=True, deadline=None)
@given(WEIGHTS, EVENT, EVENT)
def test_agrees_with_fractions(weights: list[int], event: list[str], known: list[str]) -> None:
    """The quotient of whole numbers is rounded once; it is refused exactly where it is 0 / 0."""
    space = {str(i): weight for i, weight in enumerate(weights)}
    given_weight = sum(space.get(outcome, 0) for outcome in set(known))
    if given_weight == 0:
        with pytest.raises(ValueError, match="probability 0"):
            conditional(space, event, known)
        return
    exact = Fraction(sum(space.get(outcome, 0) for outcome in set(known) & set(event)), given_weight)
    assert conditional(space, event, known) == float(exact)


@settings(derandomize=True, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=4, max_size=7))
def test_obeys_bayes_rule(weights: list[int]) -> None:
    """P(A | B) P(B) = P(B | A) P(A)."""
    space = {str(i): weight for i, weight in enumerate(weights)}
    everything, a, b = list(space), ["0", "1", "2"], ["2", "3"]
    one = conditional(space, a, b) * conditional(space, b, everything)
    other = conditional(space, b, a) * conditional(space, a, everything)
    assert one == pytest.approx(other, rel=1e-15)

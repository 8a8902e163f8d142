"""Item analysis: difficulty, and the correlation with the rest score."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mdl_grade.gradebook.items import RestScores, items
from mdl_grade.records.model import Status


def tallies(passed, rest, status=Status.FAILED):
    """Return the tallies of one check, from a list of outcomes and rest scores."""
    both = [(ok, score) for ok, score in zip(passed, rest, strict=True)]
    return [
        RestScores("e", "c", ending, len(own), sum(own), sum(score * score for score in own))
        for ending, ok in ((Status.PASSED, True), (status, False))
        if (own := [score for passed_, score in both if passed_ is ok])
    ]


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 100)), min_size=2, max_size=30))
def test_discrimination_is_pearsons_correlation(rows):
    """From sums of whole numbers comes what NumPy's correlation of the columns is."""
    passed, rest = [ok for ok, _ in rows], [score for _, score in rows]
    assume(len(set(passed)) == 2 and len(set(rest)) > 1)
    (item,) = items(tallies(passed, rest))
    assert item.discrimination == pytest.approx(np.corrcoef(passed, rest)[0, 1], abs=1e-12)
    assert item.difficulty == pytest.approx(np.mean(passed))


@pytest.mark.parametrize(
    ("passed", "rest"), [([True, True], [1, 2]), ([False, False], [1, 2]), ([True, False], [3, 3])]
)
def test_no_discrimination_without_a_difference(passed, rest):
    """If all passed, none did, or all have the same rest score, there is no correlation."""
    (item,) = items(tallies(passed, rest))
    assert item.discrimination is None


@pytest.mark.parametrize("status", [Status.NOT_ATTEMPTED, Status.GRADER_ERROR, Status.BLOCKED])
def test_who_was_not_judged_is_left_out(status):
    """What was not run makes no check harder: no attempt, a fault of the grader, one that waits. It is counted apart."""
    (item,) = items(tallies([True, True, False], [1, 2, 0], status))
    assert (item.learners, item.passed, item.difficulty) == (2, 2, 1.0)
    assert item.statuses == ((Status.PASSED, 2), (status, 1))

"""An entry is named so that it can be read: behind a name in brackets, behind words with "at"."""

import pytest

from mdl_grade.report.phrases import entry


@pytest.mark.parametrize(
    ("what", "index", "said"),
    [
        ("dW", (1, 2), "dW[1, 2]"),
        ("result", (), "The result"),
        ("value of the policy", (1,), "value of the policy at [1]"),
        ("the worth of the result", (0,), "The worth of the result at [0]"),
    ],
)
def test_words_are_no_name_that_could_be_indexed(what, index, said):
    """`value of the policy[1]` would be the value of its second action."""
    assert entry(what, index) == said

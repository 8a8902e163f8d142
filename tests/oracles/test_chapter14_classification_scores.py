"""chapter14/classification_scores against scikit-learn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import precision_recall_fscore_support

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

classification_scores = Suite.load(builtin_course(), "chapter14/classification_scores").namespace[
    "classification_scores"
]

labels = st.tuples(st.integers(0, 2), st.integers(0, 2))


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(labels, min_size=1, max_size=12), st.integers(0, 2))
def test_scikit_learn_agrees(pairs: list[tuple[int, int]], positive: int) -> None:
    """With zero_division=0, which is our convention; also where nothing is positive."""
    y_true, y_pred = np.array(pairs).T
    theirs = precision_recall_fscore_support(y_true, y_pred, labels=[positive], zero_division=0)
    assert classification_scores(y_true, y_pred, positive) == pytest.approx([float(score[0]) for score in theirs[:3]])

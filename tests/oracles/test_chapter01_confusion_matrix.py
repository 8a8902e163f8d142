"""chapter01/confusion_matrix against scikit-learn, and against a Counter of pairs."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

confusion_matrix = Suite.load(builtin_course(), "chapter01/confusion_matrix").namespace["confusion_matrix"]
LABELS = st.integers(0, 4)


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=20), st.integers(5, 8))
def test_agrees_with_scikit_learn(pairs: list[tuple[int, int]], K: int) -> None:
    """Table and accuracy, classes that occur nowhere included."""
    t, p = np.array(pairs).T
    C = confusion_matrix(t, p, K)
    np.testing.assert_array_equal(C, metrics.confusion_matrix(t, p, labels=np.arange(K)), strict=True)
    assert np.trace(C) / len(pairs) == pytest.approx(metrics.accuracy_score(t, p), rel=1e-15)


@pytest.mark.parametrize("dtype", ["uint8", "int8", "uint16", "int64"])
def test_counts_every_pair_whatever_the_type(dtype: str) -> None:
    """127 classes, for which i K + j is far more than 8 bits hold."""
    rng = np.random.default_rng(0)
    t, p = rng.integers(127, size=(2, 5000)).astype(dtype)
    counted = Counter(zip(t.tolist(), p.tolist(), strict=True))
    C = confusion_matrix(t, p, 127)
    assert {(i, j): C[i, j] for i, j in counted} == counted
    assert C.sum() == 5000

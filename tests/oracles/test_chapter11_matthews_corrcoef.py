"""chapter11/matthews_corrcoef against scikit-learn, on the labels that the matrix counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from sklearn.metrics import matthews_corrcoef as of_labels

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

matthews_corrcoef = Suite.load(builtin_course(), "chapter11/matthews_corrcoef").namespace["matthews_corrcoef"]
Counts = NDArray[np.int64]
matrices = st.integers(1, 5).flatmap(lambda K: arrays(np.int64, (K, K), elements=st.integers(0, 6)))


@pytest.mark.filterwarnings("ignore:A single label was found")
@settings(derandomize=True, deadline=None, max_examples=200)
@given(matrices)
def test_agrees_with_scikit_learn(C: Counts) -> None:
    """The coefficient is scikit-learn's of the labels, also where only one class is true or predicted."""
    true, predicted = (np.repeat(labels, C.ravel()) for labels in np.indices(C.shape).reshape(2, -1))
    want = of_labels(true, predicted) if len(true) else 0.0
    assert matthews_corrcoef(C) == pytest.approx(want, rel=1e-12, abs=1e-14)


@settings(derandomize=True, deadline=None)
@given(matrices, st.integers(1, 10**9))
def test_does_not_depend_on_how_many_there_are(C: Counts, times: int) -> None:
    """All counts times a number give the same coefficient, up to billions of samples."""
    assert matthews_corrcoef(times * C) == pytest.approx(matthews_corrcoef(C), rel=1e-12, abs=1e-12)

"""chapter14/roc_auc against scikit-learn and SciPy."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

ANSWER = Suite.load(builtin_course(), "chapter14/roc_auc").namespace

samples = st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 1)), min_size=2, max_size=20)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(samples)
def test_scikit_learn_agrees(pairs: list[tuple[int, int]]) -> None:
    """The curve with all its points, and the area; SciPy's U over the number of pairs is the area, too."""
    scores, y = np.array(pairs).T
    assume(0 < y.sum() < len(y))
    fpr, tpr = ANSWER["roc_curve"](scores / 4, y)
    theirs = metrics.roc_curve(y, scores / 4, drop_intermediate=False)
    np.testing.assert_allclose(fpr, theirs[0], rtol=1e-14)
    np.testing.assert_allclose(tpr, theirs[1], rtol=1e-14)
    area = ANSWER["auc"](fpr, tpr)
    assert area == pytest.approx(metrics.roc_auc_score(y, scores), rel=1e-12, abs=1e-15)
    U = stats.mannwhitneyu(scores[y == 1], scores[y == 0], method="asymptotic").statistic
    assert area * y.sum() * (len(y) - y.sum()) == pytest.approx(U, rel=1e-12, abs=1e-12)

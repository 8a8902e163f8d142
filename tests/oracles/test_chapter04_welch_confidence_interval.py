"""chapter04/welch_confidence_interval against SciPy."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

interval = Suite.load(builtin_course(), "chapter04/welch_confidence_interval").namespace["welch_confidence_interval"]


@pytest.mark.parametrize(("n", "m"), [(2, 2), (2, 9), (7, 4), (30, 30)])
@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.5, 0.99])
def test_scipy_agrees(n: int, m: int, alpha: float) -> None:
    """To rounding of the length of the interval."""
    rng = np.random.default_rng(n)
    a, b = rng.normal(1.0, 1.0, size=n), rng.normal(0.0, 5.0, size=m)
    low, high = interval(a, b, alpha, lambda q, df: float(stats.t.ppf(q, df)))
    theirs = stats.ttest_ind(a, b, equal_var=False).confidence_interval(1 - alpha)
    assert [low, high] == pytest.approx([theirs.low, theirs.high], abs=1e-9 * (1 + high - low))

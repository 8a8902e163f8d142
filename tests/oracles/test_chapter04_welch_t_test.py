"""chapter04/welch_t_test against SciPy."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

welch_t_test = Suite.load(builtin_course(), "chapter04/welch_t_test").namespace["welch_t_test"]


@pytest.mark.parametrize(("n", "m"), [(2, 2), (2, 9), (7, 4), (30, 30), (200, 5)])
@pytest.mark.parametrize("apart", [0.0, 1.0, -20.0])
def test_scipy_agrees(n: int, m: int, apart: float) -> None:
    """t and df come from sums of squares; p is SciPy's tail at both, whose condition is about t²."""
    rng = np.random.default_rng(n)
    a, b = rng.normal(apart, 1.0, size=n), rng.normal(0.0, 5.0, size=m)
    t, df, p = welch_t_test(a, b, lambda t, df: float(stats.t.sf(t, df)))
    theirs = stats.ttest_ind(a, b, equal_var=False)
    assert t == pytest.approx(theirs.statistic, rel=1e-12)
    assert df == pytest.approx(theirs.df, rel=1e-12)
    assert p == pytest.approx(theirs.pvalue, rel=1e-9)
    assert min(n, m) - 1 <= df * (1 + 1e-12)
    assert df <= (n + m - 2) * (1 + 1e-12)

"""chapter04/iris_report against SciPy, on all irises."""

import numpy as np
import pytest
from scipy import stats
from sklearn.datasets import load_iris

from mdl_grade.checks import student_ppf, student_sf
from mdl_grade.course import builtin_course
from mdl_grade.network.data import iris_in_cm
from mdl_grade.suite.suite import Suite

PROGRAM = Suite.load(builtin_course(), "chapter04/iris_report").namespace


def test_the_irises_are_scikit_learns() -> None:
    """In centimetres; Fisher's table, where the repository's copy and scikit-learn's differ in a handful of entries."""
    data, theirs = iris_in_cm(), load_iris()
    np.testing.assert_array_equal(data.Y.argmax(axis=1), theirs.target)
    assert np.mean(theirs.data == data.X) > 0.99


@pytest.mark.parametrize("feature", range(4))
@pytest.mark.parametrize(("k", "j"), [(0, 1), (1, 2), (2, 0)])
def test_every_pair_of_species_is_compared_as_scipy_does(k: int, j: int, feature: int) -> None:
    """Test, interval, ranks: to 1e-9, and p, whose condition is about t², to 1e-7."""
    data = iris_in_cm()
    a, b = (data.X[data.Y[:, species] == 1, feature] for species in (k, j))
    found = PROGRAM["compare"](a, b, 0.05, student_sf, student_ppf)
    test = stats.ttest_ind(a, b, equal_var=False)
    ends = test.confidence_interval(0.95)
    ranks = stats.mannwhitneyu(a, b, method="asymptotic")
    values = [test.statistic, test.df, ends.low, ends.high, ranks.statistic]
    assert [found[name] for name in ("t", "df", "low", "high", "U_a")] == pytest.approx(values, rel=1e-9)
    assert found["p"] == pytest.approx(test.pvalue, rel=1e-7, abs=0)
    assert found["p_ranks"] == pytest.approx(ranks.pvalue, rel=1e-7, abs=0)
    assert found["d"] * np.sqrt(len(a) / 2) == pytest.approx(found["t"], rel=1e-12)


def test_the_report_says_what_was_computed() -> None:
    """Group by group, then the difference."""
    a, b = np.array([1.0, 5.0]), np.array([4.0, 8.0])
    text = PROGRAM["report"](a, b, ("one", "other"), 0.4, student_sf, student_ppf)
    assert text.splitlines()[0] == "one: 2 flowers, mean 3.00 ± 2.00 cm, median 3.00 cm"
    assert "60 % confidence from -6.00 to" in text
    assert "t = -1.06 with 2.0 degrees of freedom, p = 0.4" in text

"""chapter03/poisson_pmf against mpmath with 40 digits, and SciPy."""

import mpmath
import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

poisson_pmf = Suite.load(builtin_course(), "chapter03/poisson_pmf").namespace["poisson_pmf"]


@pytest.mark.parametrize(
    ("lam", "k"), [(0.0, 0), (0.0, 3), (2.5, 0), (2.5, 4), (1000.0, 1000), (1000.0, 400), (3.0, 140)]
)
def test_agrees_to_the_last_digits(lam: float, k: int) -> None:
    """The logarithms that are added are up to 7000, known to 1e-12 or better."""
    with mpmath.workdps(40):
        exact = mpmath.mpf(lam) ** k * mpmath.exp(-lam) / mpmath.factorial(k)
    assert poisson_pmf(k, lam) == pytest.approx(float(exact), rel=1e-11)


@pytest.mark.parametrize("lam", [0.7, 30.0, 1500.0])
def test_scipy_agrees(lam: float) -> None:
    """From −5 to far beyond the mean."""
    k = np.arange(-5, 3 * int(lam) + 20)
    wanted = stats.poisson.pmf(k, lam)
    shown = (wanted > 1e-300) | (k < 0)
    np.testing.assert_allclose(poisson_pmf(k, lam)[shown], wanted[shown], rtol=2e-11)

"""chapter03/beta_pdf against mpmath with 40 digits, and SciPy."""

import mpmath
import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

beta_pdf = Suite.load(builtin_course(), "chapter03/beta_pdf").namespace["beta_pdf"]


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (3.0, 2.0), (1.0, 7.5), (600.0, 600.0), (3000.0, 2000.0)])
def test_agrees_with_mpmath(a: float, b: float) -> None:
    """Five logarithms of up to 40,000 are added, each known to 2e-16 of itself: 1e-11, for every single entry."""
    x = np.array([0.01, 0.3, 0.5, 0.61, 0.97])
    with mpmath.workdps(40):
        exact = [
            mpmath.mpf(t) ** (a - 1) * (1 - mpmath.mpf(t)) ** (b - 1) / mpmath.beta(a, b)  # t is what the float is
            for t in x.tolist()
        ]
    wanted = np.array([float(value) for value in exact])
    shown = wanted > 1e-300
    np.testing.assert_allclose(beta_pdf(x, a, b)[shown], wanted[shown], rtol=5e-11)


@pytest.mark.parametrize(
    ("a", "b"), [(1.0, 1.0), (1.0, 3.0), (4.0, 1.0), (2.0, 2.0), (0.5, 2.0), (0.7, 1.0), (0.5, 0.5)]
)
def test_scipy_agrees_at_the_ends_and_outside(a: float, b: float) -> None:
    """Zero, finite or infinite."""
    x = np.array([-0.5, 0.0, 1.0, 1.5])
    np.testing.assert_allclose(beta_pdf(x, a, b), stats.beta.pdf(x, a, b), rtol=1e-14)

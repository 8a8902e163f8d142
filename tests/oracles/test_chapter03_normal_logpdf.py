"""chapter03/normal_logpdf against mpmath and SciPy."""

import mpmath
import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

normal_logpdf = Suite.load(builtin_course(), "chapter03/normal_logpdf").namespace["normal_logpdf"]


@pytest.mark.parametrize("x", [0.3, -50.0, 1e8])
@pytest.mark.parametrize("sigma", [1e-6, 1.0, 40.0])
def test_agrees_with_mpmath(x: float, sigma: float) -> None:
    """Three terms, each rounded: a few ulps of the largest."""
    with mpmath.workdps(40):
        z = (mpmath.mpf(x) - 0.25) / sigma
        exact = -z * z / 2 - mpmath.log(sigma) - mpmath.log(2 * mpmath.pi) / 2
    assert normal_logpdf(x, 0.25, sigma) == pytest.approx(float(exact), rel=1e-14, abs=1e-14)


def test_scipy_agrees_on_every_pair() -> None:
    """Samples along one axis, distributions along the other."""
    rng = np.random.default_rng(0)
    x, mu, sigma = rng.normal(size=(9, 1)), rng.normal(size=4), rng.uniform(0.1, 3.0, size=4)
    np.testing.assert_allclose(normal_logpdf(x, mu, sigma), stats.norm.logpdf(x, mu, sigma), rtol=1e-13, atol=1e-13)

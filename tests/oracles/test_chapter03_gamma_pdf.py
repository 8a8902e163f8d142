"""chapter03/gamma_pdf against mpmath with 40 digits, and SciPy."""

import mpmath
import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

gamma_pdf = Suite.load(builtin_course(), "chapter03/gamma_pdf").namespace["gamma_pdf"]


@pytest.mark.parametrize(("shape", "rate"), [(0.5, 2.0), (1.0, 0.1), (2.5, 30.0), (1000.0, 0.01), (3000.0, 7.0)])
def test_agrees_with_mpmath(shape: float, rate: float) -> None:
    """Logarithms of up to 21,000 are added, each known to 2e-16 of itself: 1e-11, for every single entry."""
    x = shape / rate * np.array([0.1, 0.8, 1.0, 1.1, 6.0])
    with mpmath.workdps(40):
        exact = [
            mpmath.mpf(rate) ** shape * mpmath.mpf(t) ** (shape - 1) * mpmath.exp(-rate * t) / mpmath.gamma(shape)
            for t in map(mpmath.mpf, x.tolist())
        ]
    wanted = np.array([float(value) for value in exact])
    shown = wanted > 1e-300
    np.testing.assert_allclose(gamma_pdf(x, shape, rate)[shown], wanted[shown], rtol=5e-11)


@pytest.mark.parametrize("shape", [0.5, 1.0, 1.5, 4.0])
def test_scipy_agrees_at_zero_and_below(shape: float) -> None:
    """Zero, finite or infinite; SciPy takes the scale."""
    x = np.array([-2.0, -1e-9, 0.0, 0.3])
    np.testing.assert_allclose(gamma_pdf(x, shape, 4.0), stats.gamma.pdf(x, shape, scale=0.25), rtol=1e-13)

"""chapter20/expected_improvement against SciPy's quadrature and mpmath's normal law."""

import mpmath
import numpy as np
import pytest
from scipy import integrate, stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

EI = Suite.load(builtin_course(), "chapter20/expected_improvement").namespace["expected_improvement"]


@pytest.mark.parametrize(
    ("mu", "sigma", "best"), [(0.5, 2.0, 0.0), (-1.0, 0.3, -0.8), (4.0, 1.0, 1.0), (0.0, 1.0, 5.0)]
)
@pytest.mark.parametrize("minimise", [True, False])
def test_agrees_with_quadrature(mu: float, sigma: float, best: float, minimise: bool) -> None:
    """The mean of the gain over the normal law, by SciPy's adaptive quadrature, which is told of the kink."""
    sign = 1 if minimise else -1
    law = stats.norm(mu, sigma)

    def gain(f: float) -> float:
        return max(sign * (best - f), 0.0) * law.pdf(f)

    ends = mu - 40 * sigma, mu + 40 * sigma
    wanted, _ = integrate.quad(gain, *ends, points=[best, mu], epsabs=1e-14, epsrel=1e-12, limit=400)
    assert EI(np.array([mu]), np.array([sigma]), best, minimise)[0] == pytest.approx(wanted, rel=1e-9, abs=1e-13)


@pytest.mark.parametrize("z", [-4.0, -1.0, 0.0, 2.5, 30.0])
def test_agrees_with_mpmath(z: float) -> None:
    """z Φ(z) + φ(z) with fifty digits; 1e-16 of z Φ(z) may be lost where the two cancel."""
    with mpmath.workdps(50):
        exact = float(z * mpmath.ncdf(z) + mpmath.npdf(z))
    assert EI(np.array([0.0]), np.array([1.0]), z)[0] == pytest.approx(exact, rel=1e-14, abs=1e-15)

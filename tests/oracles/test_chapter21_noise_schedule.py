"""chapter21/noise_schedule against fractions, and against a chain of covariances."""

from fractions import Fraction

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

schedule = Suite.load(builtin_course(), "chapter21/noise_schedule").namespace["noise_schedule"]


def test_agrees_with_fractions() -> None:
    """Exact arithmetic, for steps of 1/16, 2/16, 3/16, 4/16."""
    beta = [Fraction(0), *(Fraction(k, 16) for k in range(1, 5))]
    alpha_bar = [Fraction(1)]
    for b in beta[1:]:
        alpha_bar.append(alpha_bar[-1] * (1 - b))
    var = [Fraction(0), *(beta[t] * (1 - alpha_bar[t - 1]) / (1 - alpha_bar[t]) for t in range(1, 5))]
    tables = schedule(4, 1 / 16, 4 / 16)
    for name, exact in (("beta", beta), ("alpha_bar", alpha_bar), ("posterior_var", var)):
        np.testing.assert_allclose(tables[name], [float(f) for f in exact], rtol=1e-14)


@pytest.mark.parametrize(("T", "beta1", "betaT"), [(5, 0.1, 0.6), (40, 1e-4, 0.2)])
def test_posterior_var_is_a_schur_complement(T: int, beta1: float, betaT: float) -> None:
    """The covariance of (x_{t−1}, x_t) with x_0 held, conditioned on x_t."""
    tables = schedule(T, beta1, betaT)
    var = 0.0
    for t in range(1, T + 1):
        a, b = tables["alpha"][t], tables["beta"][t]
        after = a * var + b
        conditional = var - (np.sqrt(a) * var) ** 2 / after
        assert tables["posterior_var"][t] == pytest.approx(conditional, rel=1e-9, abs=1e-16)
        assert 1 - tables["alpha_bar"][t] == pytest.approx(after, rel=1e-10)
        var = after

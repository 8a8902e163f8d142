"""chapter14/bias_variance_mc against what expectation gives, within its stated standard error."""

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

bias_variance_mc = Suite.load(builtin_course(), "chapter14/bias_variance_mc").namespace["bias_variance_mc"]


@pytest.mark.parametrize("degree", [0, 1, 2])
def test_polynomials_have_the_bias_and_the_variance_of_theory(degree: int) -> None:
    """With the hat matrix H at the test places: bias (H f − f)², plus variance/reps, and variance σ² Σ H²."""
    x, sigma, reps = np.linspace(-1, 1, 12), 0.6, 4000
    x_test = np.linspace(-0.9, 1.1, 7)
    H = np.vander(x_test, degree + 1) @ np.linalg.pinv(np.vander(x, degree + 1))
    of_theory = np.mean(sigma**2 * np.sum(H**2, axis=1))
    bias2, variance, error = bias_variance_mc(
        lambda x, y: np.polyfit(x, y, degree),
        np.polyval,
        lambda rng: (x, x + x**2 + sigma * rng.normal(size=12)),
        x_test,
        x_test + x_test**2,
        reps,
        np.random.default_rng(degree),
    )
    expected = np.mean((H @ (x + x**2) - x_test - x_test**2) ** 2) + of_theory / reps
    # A mean of 4000 squares of Gaussians has a relative standard error of √(2/4000), about 2 %: five of them at most.
    assert variance == pytest.approx(of_theory, rel=5 * (2 / reps) ** 0.5)
    assert bias2 == pytest.approx(expected, abs=5 * (of_theory / reps * (expected + of_theory / reps)) ** 0.5 * 2)
    assert error == pytest.approx(bias2 + variance, rel=1e-12)

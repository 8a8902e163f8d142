"""chapter03/bayes_posterior against exact fractions."""

from fractions import Fraction

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

bayes_posterior = Suite.load(builtin_course(), "chapter03/bayes_posterior").namespace["bayes_posterior"]


@pytest.mark.parametrize("illness", [0.3, 1e-4, 1e-12])
@pytest.mark.parametrize("scale", [1e-200, 1.0, 1e200])
def test_exact_arithmetic_agrees(illness: float, scale: float) -> None:
    """A product, a sum of positive numbers and a division: some ulps for every entry, however small."""
    prior = np.array([illness, 0.4 * (1 - illness), 0.6 * (1 - illness)])
    likelihood = scale * np.array([0.99, 0.013, 0.4])
    joint = [Fraction(p) * Fraction(L) for p, L in zip(prior, likelihood, strict=True)]
    wanted = [float(j / sum(joint)) for j in joint]
    np.testing.assert_allclose(bayes_posterior(prior, likelihood), wanted, rtol=1e-15)

"""appendixB/js_divergence against SciPy and mpmath."""

import math

import mpmath
import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

js_divergence = Suite.load(builtin_course(), "appendixB/js_divergence").namespace["js_divergence"]


@pytest.mark.parametrize("k", [2, 5, 40])
def test_scipy_agrees(k: int) -> None:
    """SciPy returns the root."""
    rng = np.random.default_rng(k)
    p, q = np.append(rng.dirichlet(np.ones(k)), 0.0), rng.dirichlet(np.ones(k + 1))
    assert js_divergence(p, q) == pytest.approx(jensenshannon(p, q) ** 2, rel=1e-12)


def test_disjoint_distributions_are_log_2_apart() -> None:
    """However far their outcomes are apart."""
    assert js_divergence(np.eye(5)[0], np.eye(5)[4]) == pytest.approx(math.log(2), rel=1e-15)


@pytest.mark.parametrize("shift", [1e-1, 1e-2])
def test_forty_digits_agree(shift: float) -> None:
    """JS is about shift², the terms about shift: rounding is 10⁻¹⁶ / shift of the result."""
    p = np.array([0.5, 0.3, 0.2])
    q = p + shift * np.array([1.0, -1.0, 0.0])
    with mpmath.workdps(40):
        pairs = [(mpmath.mpf(a), mpmath.mpf(b)) for a, b in zip(p, q, strict=True)]
        wanted = sum(a * mpmath.log(2 * a / (a + b)) + b * mpmath.log(2 * b / (a + b)) for a, b in pairs) / 2
    assert js_divergence(p, q) == pytest.approx(float(wanted), abs=1e-15)

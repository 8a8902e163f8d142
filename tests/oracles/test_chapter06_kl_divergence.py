"""chapter06/kl_divergence against SciPy and mpmath."""

import math

import mpmath
import numpy as np
import pytest
from scipy import special, stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

kl_divergence = Suite.load(builtin_course(), "chapter06/kl_divergence").namespace["kl_divergence"]


@pytest.mark.parametrize("k", [2, 5, 40])
def test_scipy_agrees(k: int) -> None:
    """Terms of size 1 cancel to about 0.1: ten units of the last place."""
    rng = np.random.default_rng(k)
    p, q = rng.dirichlet(np.ones(k)), rng.dirichlet(np.ones(k))
    p[0] = 0.0
    p /= p.sum()
    assert kl_divergence(p, q) == pytest.approx(special.rel_entr(p, q).sum(), rel=1e-13)
    assert kl_divergence(p, q) == pytest.approx(stats.entropy(p, q), rel=1e-13)


def test_scipy_agrees_on_zeros() -> None:
    """inf where something impossible happens, nothing where nothing happens."""
    p, q = np.array([0.5, 0.5, 0.0]), np.array([1.0, 0.0, 0.0])
    assert kl_divergence(p, q) == special.rel_entr(p, q).sum() == math.inf
    assert kl_divergence(q, p) == pytest.approx(math.log(2), rel=1e-15)


@pytest.mark.parametrize("shift", [1e-1, 1e-3, 1e-5])
def test_forty_digits_agree_though_terms_cancel(shift: float) -> None:
    """KL is about shift², the terms about shift: rounding is 10⁻¹⁶ / shift of the result, and a little more."""
    p = np.array([0.5, 0.3, 0.2])
    q = p + shift * np.array([1.0, -1.0, 0.0])
    with mpmath.workdps(40):
        wanted = float(
            sum(mpmath.mpf(a) * mpmath.log(mpmath.mpf(a) / mpmath.mpf(b)) for a, b in zip(p, q, strict=True))
        )
    assert kl_divergence(p, q) == pytest.approx(wanted, abs=1e-15)

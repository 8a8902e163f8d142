"""appendixB/entropy against SciPy and mpmath."""

import mpmath
import numpy as np
import pytest
from scipy import special, stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

entropy = Suite.load(builtin_course(), "appendixB/entropy").namespace["entropy"]


@pytest.mark.parametrize("k", [1, 2, 5, 40])
@pytest.mark.parametrize("base", [2, 10.0, 1.5])
def test_scipy_agrees(k: int, base: float) -> None:
    """Terms have one sign: a few units of the last place."""
    p = np.random.default_rng(k).dirichlet(np.ones(k))
    p = np.append(p, 0.0)
    assert entropy(p, base) == pytest.approx(stats.entropy(p, base=base), rel=1e-14, abs=1e-15)
    assert entropy(p) == pytest.approx(special.entr(p).sum(), rel=1e-14, abs=1e-15)


def test_forty_digits_agree_far_out() -> None:
    """What is rare counts as what it is."""
    p = np.array([1.0, 3e-18, 4e-290])
    with mpmath.workdps(40):
        wanted = float(-sum(mpmath.mpf(x) * mpmath.log(mpmath.mpf(x)) for x in p))
    assert entropy(p) == pytest.approx(wanted, rel=1e-14)

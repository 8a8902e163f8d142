"""chapter17/xavier_init against SciPy's distributions."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

xavier_init = Suite.load(builtin_course(), "chapter17/xavier_init").namespace["xavier_init"]


@pytest.mark.parametrize(("n_in", "n_out"), [(200, 50), (50, 200)])
def test_laws_are_scipys(n_in: int, n_out: int) -> None:
    """Kolmogorov and Smirnov find nothing, and the variances of both laws are Glorot's."""
    variance = 2 / (n_in + n_out)
    laws = {
        "normal": stats.norm(scale=np.sqrt(variance)),
        "uniform": stats.uniform(-np.sqrt(3 * variance), 2 * np.sqrt(3 * variance)),
    }
    for kind, law in laws.items():
        assert law.var() == pytest.approx(variance, rel=1e-12)
        W = xavier_init(n_in, n_out, kind, np.random.default_rng(n_in))
        assert stats.kstest(W.ravel(), law.cdf).pvalue > 1e-3

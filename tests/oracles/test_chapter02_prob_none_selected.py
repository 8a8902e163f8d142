"""chapter02/prob_none_selected against exact fractions, and SciPy's hypergeometric law."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

prob_none_selected = Suite.load(builtin_course(), "chapter02/prob_none_selected").namespace["prob_none_selected"]


@pytest.mark.parametrize("N", [1, 2, 7, 12])
def test_agrees_with_fractions_everywhere(N: int) -> None:
    """For all K and m; each factor is rounded once, and so is each product."""
    for K in range(N + 1):
        for m in range(N + 1):
            exact = Fraction(comb(N - K, m), comb(N, m))
            assert prob_none_selected(N, K, m) == pytest.approx(float(exact), rel=2 * (m + 1) * 2.0**-53, abs=0)


@pytest.mark.parametrize(("N", "K", "m"), [(10**6, 3000, 500), (10**4, 40, 999), (600_000, 1, 1000), (1500, 700, 900)])
def test_agrees_for_large_numbers(N: int, K: int, m: int) -> None:
    """With whole numbers; SciPy goes through logarithms, which know 13 digits of a million of them."""
    p = prob_none_selected(N, K, m)
    assert p == pytest.approx(float(Fraction(comb(N - K, m), comb(N, m))), rel=2 * (m + 1) * 2.0**-53, abs=0)
    np.testing.assert_allclose(p, stats.hypergeom.pmf(0, N, K, m), rtol=1e-7)

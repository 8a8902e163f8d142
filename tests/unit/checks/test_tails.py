"""Tails of the binomial, beta and gamma distributions, against SciPy's."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from mdl_grade.checks.tails import beta_tails, binomial_tails, gamma_tails


@settings(derandomize=True, deadline=None, max_examples=300)
@given(log_a=st.floats(-1, 5.5), deviation=st.floats(-7, 7))
def test_gamma_tails(log_a: float, deviation: float) -> None:
    """Both incomplete gamma functions agree with SciPy's to 1e-8 of themselves, seven deviations into the tails."""
    a = 10**log_a
    x = a * math.exp(deviation / math.sqrt(a)) if a > 1 else a * math.exp(deviation)
    lower, upper = gamma_tails(a, x)
    assert lower == pytest.approx(special.gammainc(a, x), rel=1e-8, abs=1e-15)
    assert upper == pytest.approx(special.gammaincc(a, x), rel=1e-8, abs=1e-15)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(n=st.integers(1, 10**6), p=st.floats(1e-4, 1 - 1e-4), deviation=st.floats(-7, 7))
def test_binomial_tails(n: int, p: float, deviation: float) -> None:
    """Both tails of a count agree with SciPy's to 1e-8 of themselves, seven deviations away from the mean."""
    k = min(max(round(n * p + deviation * math.sqrt(n * p * (1 - p))), 0), n)
    below, above = binomial_tails(k, n, p)
    assert below == pytest.approx(stats.binom.cdf(k, n, p), rel=1e-8, abs=1e-15)
    assert above == pytest.approx(stats.binom.sf(k - 1, n, p), rel=1e-8, abs=1e-15)


def test_small_tails_are_sums() -> None:
    """The tails of a few trials are the sums that define them, and certain where they should be."""
    for n, p in ((1, 0.3), (5, 0.5), (11, 0.9)):
        terms = [math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(n + 1)]
        for k in range(n + 1):
            expected = (sum(terms[: k + 1]), sum(terms[k:]))
            assert binomial_tails(k, n, p) == pytest.approx(expected, rel=1e-13)
    assert binomial_tails(-1, 5, 0.5) == (0.0, 1.0)
    assert binomial_tails(6, 5, 0.5) == (1.0, 0.0)
    assert gamma_tails(2.0, 0.0) == (0.0, 1.0)
    assert (beta_tails(2.0, 3.0, 0.0), beta_tails(2.0, 3.0, 1.0)) == ((0.0, 1.0), (1.0, 0.0))
    assert beta_tails(2.5, 0.5, 0.3)[0] == pytest.approx(special.betainc(2.5, 0.5, 0.3), rel=1e-13)

"""Tests of samples: bands are quantiles, the sight that is stated is the power, and α is a check's, not a call's."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from mdl_grade.checks import (
    CdfTest,
    FrequencyTest,
    MeanTest,
    VarianceTest,
    WaitingTest,
    check_frequencies,
    min_effect,
    min_num_samples,
)
from mdl_grade.checks.chance import one_check, share
from mdl_grade.checks.sample_tests import BinomialTest


@pytest.mark.parametrize("rate", [1e-2, 1e-6, 1e-9])
def test_bands_are_the_quantiles(rate: float) -> None:
    """Bands end where SciPy's quantiles of α/2 and 1 − α/2 do; a right answer falls outside at most at the rate α."""
    for n in (10, 1000, 100_000):
        for p in (0.01, 0.5, 0.8):
            band = BinomialTest(n, p, rate).band
            assert (band.low, band.high) == (stats.binom.ppf(rate / 2, n, p), stats.binom.isf(rate / 2, n, p))
            assert stats.binom.cdf(band.low - 1, n, p) + stats.binom.sf(band.high, n, p) <= rate
            up = BinomialTest(n, p, rate, "up").band
            assert (up.low, up.high) == (0, stats.binom.isf(rate, n, p))
        for known, degrees in ((True, n), (False, n - 1)):
            band = VarianceTest(n, known, rate).band
            assert band.low * degrees == pytest.approx(stats.chi2.ppf(rate / 2, degrees), rel=1e-8)
            assert band.high * degrees == pytest.approx(stats.chi2.isf(rate / 2, degrees), rel=1e-8)
        assert CdfTest(n, rate).band.high == math.sqrt(math.log(2 / rate) / (2 * n))
        assert MeanTest(n, sd=3.0, alpha=rate).radius == pytest.approx(3 * stats.norm.isf(rate / 2) / math.sqrt(n))
    for m, p in ((1, 0.3), (50, 0.5), (2000, 0.01)):
        waiting = WaitingTest(m, p, rate).band
        assert waiting.low - m == stats.nbinom.ppf(rate / 2, m, p)
        assert waiting.high - m == stats.nbinom.isf(rate / 2, m, p)


def test_each_cell_has_its_part_of_the_rate() -> None:
    """Six faces are tested at α/6 each; what is certain, or can't be, costs nothing."""
    test = FrequencyTest(600, (*(1 / 6,) * 6, 0.0, 1.0), 1e-2)
    alone = BinomialTest(600, 1 / 6, 1e-2 / 6)
    assert test.band(1 / 6) == alone.band
    assert (test.band(0.0).high, test.band(1.0).low) == (0, 600)
    assert test.misses(0.9) == alone.misses(0.9)


def test_sight_is_the_power() -> None:
    """At the smallest effect the chance of a miss is the miss rate, on the side that is harder to see."""
    for n, p in ((10_000, 0.8), (500, 0.3)):
        test = BinomialTest(n, p)
        d = min_effect(test, 1e-3)
        misses = [
            stats.binom.cdf(test.band.high, n, q) - stats.binom.cdf(test.band.low - 1, n, q)
            for q in (p * (1 + d), p * (1 - d))
            if q <= 1
        ]
        assert max(misses) == pytest.approx(1e-3, rel=1e-6)
    variance = VarianceTest(300)
    d = min_effect(variance, 1e-3)
    misses = [
        stats.chi2.cdf(variance.band.high / r * 299, 299) - stats.chi2.cdf(variance.band.low / r * 299, 299)
        for r in (1 + d, 1 / (1 + d))
    ]
    assert max(misses) == pytest.approx(1e-3, rel=1e-6)
    waiting = WaitingTest(200, 0.3)
    d = min_effect(waiting, 1e-3)
    laws = [stats.nbinom(200, 0.3 * (1 + d)), stats.nbinom(200, 0.3 * (1 - d))]
    misses = [law.cdf(waiting.band.high - 200) - law.cdf(waiting.band.low - 201) for law in laws]
    assert max(misses) == pytest.approx(1e-3, rel=1e-6)
    mean = MeanTest(100, sd=2.0)
    assert stats.norm.cdf((mean.radius - min_effect(mean, 1e-3)) * 10 / 2) == pytest.approx(1e-3, rel=1e-6)


@pytest.mark.parametrize(
    ("test", "effect", "samples"),
    [
        (lambda n: FrequencyTest(n, (0.5, 0.5)), 0.1, 9_536),
        (lambda n: FrequencyTest(n, (1 / 6,) * 6), 0.2, 13_408),
        (lambda n: FrequencyTest(n, (0.1,) * 10), 0.2, 24_835),
        (lambda n: FrequencyTest(n, (1 / 24,) * 24), 0.4, 17_756),
        (lambda n: FrequencyTest(n, 0.001, side="up"), 1.0, 131_979),
        (lambda n: MeanTest(n, sd=1.0), 0.1, 9_303),
        (lambda n: MeanTest(n, width=1.0), 0.1, 2_832),
        (lambda n: WaitingTest(n, 0.3), 0.2, 1_883),
        (VarianceTest, 1.0, 393),
        (CdfTest, 0.1, 2_832),
        (lambda n: CdfTest(n, m=10_000), 0.1, 7_379),
    ],
)
def test_how_many_samples_an_effect_takes(test: Callable[[int], Any], effect: float, samples: int) -> None:
    """`min_num_samples` see the effect, one less does not; these are the numbers that docstrings state."""
    n = min_num_samples(test, effect)
    assert n == samples
    assert min_effect(test(n)) <= effect < min_effect(test(n - 1))


def test_what_no_number_of_samples_shows() -> None:
    """Tests that see nothing say so; tests of nothing are refused."""
    assert min_effect(BinomialTest(5, 0.5)) == math.inf
    assert min_effect(CdfTest(10)) == math.inf
    assert BinomialTest(10**6, 0.8).misses(1.5) == 1.0, "no probability is off by so much"
    for effect in (0.0, -1.0, math.nan):
        with pytest.raises(ValueError, match="no practical number"):
            min_num_samples(CdfTest, effect)
    nothing: tuple[Callable[[], object], ...] = (
        lambda: BinomialTest(0, 0.5),
        lambda: BinomialTest(5, 1.0),
        lambda: FrequencyTest(5, (0.0, 1.0)),
        lambda: FrequencyTest(5, (0.5, 1.5)),
        lambda: FrequencyTest(5, (1e-4,) * 10_000),
        lambda: WaitingTest(0, 0.5),
        lambda: WaitingTest(3, 0.0),
        lambda: MeanTest(5),
        lambda: MeanTest(5, sd=0.0),
        lambda: VarianceTest(1),
        lambda: CdfTest(5, 0.0),
    )
    for make in nothing:
        with pytest.raises(ValueError, match=r"samples|probabilit|deviation"):
            make()


def test_bernsteins_bound_is_the_smaller_one_where_the_variance_is_small() -> None:
    """With σ a tenth of the width a radius is a quarter of Hoeffding's; it never is larger."""
    hoeffding = MeanTest(10_000, width=1.0).radius
    assert MeanTest(10_000, sd=0.1, width=1.0).radius < hoeffding / 4
    assert MeanTest(10_000, sd=0.5, width=1.0).radius == hoeffding


# --- α is for a check -----------------------------------------------------------------------------------------------
def test_the_tests_of_a_check_share_one_rate() -> None:
    """Within `one_check` all shares add up to α, however many there are; the next check begins anew."""
    assert share(1e-6) == 1e-6
    for _ in range(2):
        with one_check():
            shares = [share(1e-6) for _ in range(1000)]
        assert shares[:3] == pytest.approx([1e-6 / 2, 1e-6 / 6, 1e-6 / 12])
        assert sum(shares) == pytest.approx(1e-6 * 1000 / 1001)
    assert share(1e-6) == 1e-6


def test_twenty_cases_in_a_loop_fail_a_right_answer_no_more_often_than_one() -> None:
    """At α = 5 %, 20 tests of fair coins in each of 400 checks: without sharing, two checks in three would fail."""
    rng = np.random.default_rng(0)

    def failed(counts: Any) -> bool:
        try:
            with one_check():
                for count in counts:
                    check_frequencies(count, 1000, 0.5, sees=0.5, alpha=0.05)
        except AssertionError:
            return True
        return False

    failures = sum(failed(rng.binomial(1000, 0.5, 20)) for _ in range(400))
    assert 1 <= failures <= 36, "20 are expected at most; 36 are 3.7 deviations more"

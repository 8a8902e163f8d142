"""Statistical checks: exact tails, stated false-fail rates, known sight; right samples pass, biased ones don't."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from mdl_grade.checks import (
    BinomialTest,
    CdfTest,
    CheckFailed,
    FrequencyTest,
    VarianceTest,
    check_binomial,
    check_cdf,
    check_frequencies,
    check_variance,
    min_num_samples,
)
from mdl_grade.checks.tails import beta_tails, binomial_tails, gamma_tails
from mdl_grade.records.evidence import BeyondChance, NotFinite, WrongDistribution, WrongDtype, WrongShape, WrongType

normal_cdf = special.ndtr


def failure(check: Callable[[], object]) -> Any:
    with pytest.raises(CheckFailed) as caught:
        check()
    return caught.value.evidence


# --- tails ----------------------------------------------------------------------------------------------------------
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


# --- bands and sight ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rate", [1e-2, 1e-6, 1e-9])
def test_bands_are_the_quantiles(rate: float) -> None:
    """Bands end where SciPy's quantiles of α/2 and 1 − α/2 do; a right answer falls outside at most at the rate α."""
    for n in (10, 1000, 100_000):
        for p in (0.01, 0.5, 0.8):
            band = BinomialTest(n, p, rate).band
            assert (band.low, band.high) == (stats.binom.ppf(rate / 2, n, p), stats.binom.isf(rate / 2, n, p))
            assert stats.binom.cdf(band.low - 1, n, p) + stats.binom.sf(band.high, n, p) <= rate
        for known, degrees in ((True, n), (False, n - 1)):
            band = VarianceTest(n, known, rate).band
            assert band.low * degrees == pytest.approx(stats.chi2.ppf(rate / 2, degrees), rel=1e-8)
            assert band.high * degrees == pytest.approx(stats.chi2.isf(rate / 2, degrees), rel=1e-8)
        assert CdfTest(n, rate).band.high == math.sqrt(math.log(2 / rate) / (2 * n))


def test_sight_is_the_power() -> None:
    """At the smallest discrepancy the chance of a miss is the miss rate, on the side that is harder to see."""
    for n, p in ((10_000, 0.8), (500, 0.3)):
        test = BinomialTest(n, p)
        d = test.min_discrepancy(1e-3)
        misses = [
            stats.binom.cdf(test.band.high, n, q) - stats.binom.cdf(test.band.low - 1, n, q) for q in (p - d, p + d)
        ]
        assert max(misses) == pytest.approx(1e-3, rel=1e-6)
    test = VarianceTest(300)
    d = test.min_discrepancy(1e-3)
    ratios = [1 + d, 1 / (1 + d)]
    misses = [
        stats.chi2.cdf(test.band.high / r * 299, 299) - stats.chi2.cdf(test.band.low / r * 299, 299) for r in ratios
    ]
    assert max(misses) == pytest.approx(1e-3, rel=1e-6)


def test_known_sights() -> None:
    """10⁴ draws see ±0.04 on a share of 0.8; 1000 samples He for Glorot, 10⁵ samples 5 % of variance."""
    assert BinomialTest(10_000, 0.8).min_discrepancy() == pytest.approx(0.040, abs=5e-4)
    assert BinomialTest(100_000, 0.8).min_discrepancy() == pytest.approx(0.0123, abs=1e-4)
    assert VarianceTest(1000).min_discrepancy() < 1
    assert VarianceTest(100_000).min_discrepancy() < 0.05
    assert CdfTest(10_000).min_discrepancy() == pytest.approx(0.0532, abs=1e-4)
    assert BinomialTest(10, 0.8).min_discrepancy() == math.inf
    assert CdfTest(10).min_discrepancy() == math.inf


@pytest.mark.parametrize(
    ("test", "effect"),
    [(lambda n: BinomialTest(n, 0.8), 0.05), (VarianceTest, 1.0), (CdfTest, 0.1), (lambda n: CdfTest(n, 1e-3), 0.1)],
)
def test_enough_samples_are_enough(test: Callable[[int], Any], effect: float) -> None:
    """`min_num_samples` see the effect, and one less does not."""
    n = min_num_samples(test, effect)
    assert test(n).min_discrepancy() <= effect < test(n - 1).min_discrepancy()


def test_blind_tests_are_refused() -> None:
    """A check with too few samples for the effect it should see does not run; nor do tests of nothing."""
    with pytest.raises(ValueError, match="min_num_samples"):
        check_binomial(80, 100, 0.8, sees=0.05)
    with pytest.raises(ValueError, match="take more"):
        check_variance(np.zeros(10), 1.0, 10, sees=1.0)
    with pytest.raises(ValueError, match="take more"):
        check_cdf(np.zeros(10), normal_cdf, 10, sees=0.1)
    for effect in (0.0, -1.0, math.nan):
        with pytest.raises(ValueError, match="no practical number"):
            min_num_samples(CdfTest, effect)
    nothing: tuple[Callable[[], object], ...] = (
        lambda: BinomialTest(0, 0.5),
        lambda: BinomialTest(5, 1.0),
        lambda: VarianceTest(1),
        lambda: CdfTest(5, 0.0),
        lambda: check_variance(np.zeros(1000), 0.0, 1000, sees=1.0),
    )
    for make in nothing:
        with pytest.raises(ValueError, match=r"samples|probability|variance"):
            make()


# --- false failures and misses --------------------------------------------------------------------------------------
def fails(check: Callable[[], object]) -> bool:
    try:
        check()
    except CheckFailed:
        return True
    return False


def test_false_failures_are_as_rare_as_stated() -> None:
    """At a rate of 2 %, of 1000 seeds about 20 fail a right answer; 38 are four deviations more."""
    rng = np.random.default_rng(0)
    rate, trials, n = 0.02, 1000, 1000
    counts, normals = rng.binomial(n, 0.8, trials), rng.normal(size=(trials, n))
    failed = {
        "binomial": sum(
            fails(lambda c=c: check_binomial(int(c), n, 0.8, sees=1, false_fail_rate=rate)) for c in counts
        ),
        "variance": sum(fails(lambda x=x: check_variance(x, 1.0, n, sees=1, false_fail_rate=rate)) for x in normals),
        "cdf": sum(fails(lambda x=x: check_cdf(x, normal_cdf, n, sees=1, false_fail_rate=rate)) for x in normals),
    }
    assert max(failed["binomial"], failed["variance"]) <= 38
    assert failed["cdf"] <= 38
    assert min(failed["binomial"], failed["variance"]) >= 5


def test_right_answers_pass_at_one_in_a_million() -> None:
    """At the default rate no seed of 300 fails: dropout masks, normal and uniform weights, normal samples."""
    rng = np.random.default_rng(1)
    for _ in range(300):
        check_binomial(rng.binomial(10_000, 0.8), 10_000, 0.8, sees=0.04)
        check_variance(rng.normal(0, 0.1, (20, 50)), 0.01, 1000, sees=1, mean=0.0)
        check_variance(rng.uniform(-1, 1, 1000), 1 / 3, 1000, sees=1)
    for _ in range(50):
        check_cdf(rng.normal(size=2000), normal_cdf, 2000, sees=0.12)


def test_effects_in_sight_are_never_missed() -> None:
    """What a test claims to see fails on every one of 100 seeds."""
    rng = np.random.default_rng(2)
    n, p = 10_000, 0.8
    d = BinomialTest(n, p).min_discrepancy()
    r = 1 + VarianceTest(1000).min_discrepancy()
    shift = 2 * stats.norm.ppf(0.5 + CdfTest(1000).min_discrepancy() / 2)
    for _ in range(100):
        for q in (p - d, p + d):
            assert fails(lambda q=q: check_binomial(rng.binomial(n, q), n, p, sees=d))
        for s in (r, 1 / r):
            assert fails(lambda s=s: check_variance(math.sqrt(s) * rng.normal(size=1000), 1.0, 1000, sees=1))
        assert fails(lambda: check_cdf(rng.normal(size=1000) + shift, normal_cdf, 1000, sees=1))


# --- checks ---------------------------------------------------------------------------------------------------------
def test_dropout_with_keep_and_drop_exchanged() -> None:
    """p taken for 1 − p fails, and evidence tells the share and how far off it may be."""
    rng = np.random.default_rng(0)
    kept = int((rng.random(10_000) < 0.2).sum())
    evidence = failure(lambda: check_binomial(kept, 10_000, 0.8, sees=0.05, what="the share kept", where="p_drop=0.2"))
    assert evidence == BeyondChance(
        what="the share kept",
        quantity="share",
        got=kept / 10_000,
        expected=0.8,
        low=0.7802,
        high=0.8193,
        excess=float(f"{(0.8 - kept / 10_000) / (0.8 - 0.7802):.2e}"),
        samples=10_000,
        case="p_drop=0.2",
    )
    assert isinstance(failure(lambda: check_binomial(10_000, 10_000, 0.8, sees=0.05)), BeyondChance)
    assert isinstance(failure(lambda: check_binomial("8000", 10_000, 0.8, sees=0.05)), WrongType)
    assert isinstance(failure(lambda: check_binomial(math.nan, 10_000, 0.8, sees=0.05)), NotFinite)


@pytest.mark.parametrize("scale", [1e-140, 1e-3, 1.0, 1e140])
def test_initializations(scale: float) -> None:
    """Glorot's for He's, a missing root, a standard deviation for a variance: all fail, at any scale."""
    rng = np.random.default_rng(0)
    D, K = 200, 100
    variance = 2 / D * scale**2
    right = rng.normal(0, math.sqrt(2 / D), (D, K)) * scale
    check_variance(right, variance, D * K, sees=0.11, mean=0.0)
    check_variance(right + 5 * scale, variance, D * K, sees=0.11)
    for wrong in (
        right * math.sqrt(2 / 3),
        right / math.sqrt(2),
        right * math.sqrt(2 / D),
        np.zeros((D, K)),
        1.1 * right,
    ):
        evidence = failure(lambda w=wrong: check_variance(w, variance, D * K, sees=0.12, what="W"))
        assert isinstance(evidence, BeyondChance)
        assert evidence.excess > 1
    assert isinstance(failure(lambda: check_variance(right + scale, variance, D * K, sees=1, mean=0.0)), BeyondChance)


def test_distributions_are_told_apart() -> None:
    """A uniform of the right variance is no normal; evidence is F_n beside F at the worst rank."""
    rng = np.random.default_rng(0)
    n = 10_000
    check_cdf(rng.normal(size=(100, 100)).astype(np.float32), normal_cdf, n, sees=0.06)
    uniform = rng.uniform(-math.sqrt(3), math.sqrt(3), n)
    evidence = failure(lambda: check_cdf(uniform, normal_cdf, n, sees=0.06, what="z", where="n=10000"))
    assert isinstance(evidence, WrongDistribution)
    assert (evidence.what, evidence.case, evidence.tolerance) == ("z", "n=10000", 0.0269)
    assert evidence.error == pytest.approx(stats.kstest(uniform, "norm").statistic, rel=5e-3)
    i = evidence.curve.x.index(evidence.rank)
    assert abs(evidence.curve.yours[i] - evidence.curve.reference[i]) == pytest.approx(evidence.error, abs=1e-3)
    for wrong in (np.zeros(n), np.full(n, 50.0), rng.normal(0.2, 1, n), rng.normal(0, 1.3, n)):
        assert isinstance(failure(lambda w=wrong: check_cdf(w, normal_cdf, n, sees=0.06)), WrongDistribution)


def test_discrete_distributions() -> None:
    """Jumps of F are no gaps: fair dice pass as ints and as floats, a die that never shows six does not."""
    rng = np.random.default_rng(0)
    n = 5000

    def die(x: Any) -> Any:
        return np.clip(np.floor(x), 0, 6) / 6

    fair = rng.integers(1, 7, n)
    check_cdf(fair, die, n, sees=0.08)
    check_cdf(fair.astype(float), die, n, sees=0.08)
    for wrong in (rng.integers(1, 6, n), rng.integers(0, 6, n), rng.uniform(0, 6, n) + 0.5):
        assert isinstance(failure(lambda w=wrong: check_cdf(w, die, n, sees=0.08)), WrongDistribution)


def test_the_answer_does_not_choose_its_band() -> None:
    """Samples must be as many as asked for, real and finite; a cdf must be one."""
    few, n = np.zeros(3), 1000
    for check in (
        lambda x: check_variance(x, 1.0, n, sees=1),
        lambda x: check_cdf(x, normal_cdf, n, sees=0.2),
    ):
        assert isinstance(failure(lambda c=check: c(few)), WrongShape)
        assert isinstance(failure(lambda c=check: c(list(few))), WrongType)
        assert isinstance(failure(lambda c=check: c(np.full(n, np.nan))), NotFinite)
        assert isinstance(failure(lambda c=check: c(np.ones(n, bool))), WrongDtype)
    for no_cdf in (lambda x: 2 + 0 * x, lambda x: -x, lambda x: 0.5):
        with pytest.raises(ValueError, match="cdf"):
            check_cdf(np.linspace(-1, 1, n), no_cdf, n, sees=0.2)


# --- frequencies ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("degrees", [1, 5, 156, 740])
def test_frequency_bands_leave_half_the_rate_on_either_side(degrees: int) -> None:
    """The band is that of χ²/ν: SciPy finds α/2 beyond either end."""
    band = FrequencyTest(800, 0.2, degrees).band
    assert stats.chi2.sf(degrees * band.high, degrees) == pytest.approx(5e-7, rel=1e-6)
    assert stats.chi2.cdf(degrees * band.low, degrees) == pytest.approx(5e-7, rel=1e-6)


@pytest.mark.parametrize(("n", "p", "degrees"), [(600, 1 / 6, 5), (800, 0.2, 156), (800, 7 / 39, 740)])
def test_frequency_sight_is_on_the_safe_side(n: int, p: float, degrees: int) -> None:
    """An effect of the stated size is missed less often than stated, by the noncentral χ²; one of 70 % more often."""
    test = FrequencyTest(n, p, degrees)
    size, limit = degrees * (test.min_discrepancy() / test.chance) ** 2, degrees * test.band.high
    assert stats.ncx2.cdf(limit, degrees, size) <= 1e-6
    assert stats.ncx2.cdf(limit, degrees, 0.7**2 * size) > 1e-6


def dice(rng: np.random.Generator, p: Any, throws: int = 6000) -> Any:
    return rng.multinomial(throws, p)


def test_fair_dice_pass_and_loaded_ones_fail() -> None:
    """Of 3000 fair dice none fails; of 300 that are as unfair as is said to be seen, none passes."""
    rng, fair = np.random.default_rng(0), np.full(6, 1 / 6)
    sees = FrequencyTest(6000, 1 / 6, 5).min_discrepancy()
    loaded = fair * (1 + sees * np.array([1, -1, 1, -1, 1, -1]))
    for _ in range(3000):
        check_frequencies(dice(rng, fair), 6000, 1 / 6, degrees=5, sees=sees)
    for _ in range(300):
        with pytest.raises(CheckFailed):
            check_frequencies(dice(rng, loaded), 6000, 1 / 6, degrees=5, sees=sees)


def test_frequencies_may_be_too_even() -> None:
    """Counts that are all equal are no work of chance, and the message says so."""
    evidence = failure(lambda: check_frequencies(np.full(6, 1000), 6000, 1 / 6, degrees=5, sees=0.2, what="the faces"))
    assert isinstance(evidence, BeyondChance)
    assert evidence.got == 0


def test_too_few_throws_are_refused() -> None:
    """Sixty throws don't show what the check is asked to see."""
    with pytest.raises(ValueError, match="take more"):
        check_frequencies(np.full(6, 10), 60, 1 / 6, degrees=5, sees=0.2)
    for p, degrees in ((0.0, 5), (1.0, 5), (0.5, 0)):
        with pytest.raises(ValueError, match="test"):
            FrequencyTest(100, p, degrees)

"""Distributions and independence: right samples pass, to rounding; wrong laws, repeats and pairs don't."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import special, stats

from mdl_grade.checks import (
    CdfTest,
    CheckFailed,
    check_cdf,
    check_directions,
    check_independence,
    check_variance,
    min_effect,
    normal_cdf,
    sphere_cdf,
    student_ppf,
    student_sf,
)
from mdl_grade.records.evidence import BeyondChance, BrokenLaw, NotFinite, WrongDistribution, WrongDtype, WrongShape

NORMAL = special.ndtr


def failure(check: Callable[[], object]) -> Any:
    with pytest.raises(CheckFailed) as caught:
        check()
    return caught.value.evidence


def fails(check: Callable[[], object]) -> bool:
    try:
        check()
    except CheckFailed:
        return True
    return False


def sphere(rng: np.random.Generator, n: int, d: int) -> Any:
    x = rng.normal(size=(n, d))
    return x / np.linalg.norm(x, axis=1, keepdims=True)


# --- level and power ------------------------------------------------------------------------------------------------
def test_right_samples_fail_as_rarely_as_stated() -> None:
    """At α = 2 %, of 300 right samples of each kind at most 16 fail: four deviations above 6."""
    rng, rate, n = np.random.default_rng(0), 0.02, 200
    known = rng.normal(size=1000)
    failed = {
        "cdf": lambda: check_cdf(rng.normal(size=n), NORMAL, n, sees=1, alpha=rate),
        "die": lambda: check_cdf(
            rng.integers(1, 7, n), lambda x: np.clip(np.floor(x), 0, 6) / 6, n, sees=1, alpha=rate
        ),
        "two samples": lambda: check_cdf(rng.normal(size=n), known, n, sees=1, alpha=rate),
        "independence": lambda: check_independence(rng.random(n), n, median=0.5, sees=1, alpha=rate),
        "directions": lambda: check_directions(sphere(rng, n, 3), 3, n, rng=rng, sees=1, alpha=rate),
    }
    rates = {name: sum(fails(check) for _ in range(300)) for name, check in failed.items()}
    assert max(rates.values()) <= 16, rates
    assert rates["cdf"] >= 1


def test_effects_in_sight_are_never_missed() -> None:
    """A shift, a correlation and a pole of the size that is stated fail in each of 60 draws."""
    rng, n = np.random.default_rng(1), 1000
    shift = 2 * stats.norm.ppf(0.5 + min_effect(CdfTest(n)) / 2)
    apart = 2 * stats.norm.ppf(0.5 + min_effect(CdfTest(n, m=5000)) / 2)
    for _ in range(60):
        assert fails(lambda: check_cdf(rng.normal(size=n) + shift, NORMAL, n, sees=1))
        assert fails(lambda: check_cdf(rng.normal(size=n) + apart, rng.normal(size=5000), n, sees=1))
        first, second = rng.normal(size=(2, 843))
        pairs = np.stack([first, 0.5 * first + math.sqrt(0.75) * second], 1)
        assert fails(lambda p=pairs: check_independence(p, 1686, median=0.0, sees=0.5))
        half = np.concatenate([pairs[:, 0], pairs[:, 1]])
        assert fails(lambda h=half: check_independence(h, 1686, median=0.0, sees=0.5))


def test_right_samples_pass_at_one_in_a_million() -> None:
    """At the default rate no seed of 50 fails."""
    rng = np.random.default_rng(2)
    for _ in range(50):
        check_cdf(rng.normal(size=2000), NORMAL, 2000, sees=0.12)
        check_independence(rng.normal(size=(40, 50)), 2000, median=0.0, sees=0.5)


# --- distributions --------------------------------------------------------------------------------------------------
def test_distributions_are_told_apart() -> None:
    """A uniform of the right variance is no normal; evidence is F_n beside F at the worst rank."""
    rng = np.random.default_rng(0)
    n = 10_000
    check_cdf(rng.normal(size=(100, 100)).astype(np.float32), NORMAL, n, sees=0.06)
    uniform = rng.uniform(-math.sqrt(3), math.sqrt(3), n)
    evidence = failure(lambda: check_cdf(uniform, NORMAL, n, sees=0.06, what="z", where="n=10000"))
    assert isinstance(evidence, WrongDistribution)
    assert (evidence.what, evidence.case, evidence.tolerance, evidence.samples) == ("z", "n=10000", 0.0269, n)
    assert evidence.error == pytest.approx(stats.kstest(uniform, "norm").statistic, rel=5e-3)
    i = evidence.curve.x.index(evidence.rank)
    assert abs(evidence.curve.yours[i] - evidence.curve.reference[i]) == pytest.approx(evidence.error, abs=1e-3)
    for wrong in (np.zeros(n), np.full(n, 50.0), rng.normal(0.2, 1, n), rng.normal(0, 1.3, n), np.full(n, 1e300)):
        assert isinstance(failure(lambda w=wrong: check_cdf(w, NORMAL, n, sees=0.06)), WrongDistribution)
    half = np.concatenate([np.full(n // 2, 1e300), rng.normal(size=n // 2)])
    assert fails(lambda: check_cdf(half, NORMAL, n, sees=0.06)), "rounding is not the samples' to choose"


def test_the_distance_is_kolmogorovs() -> None:
    """ε is between what SciPy finds and that less 1e-9, on samples with ties and without."""
    rng = np.random.default_rng(1)
    for _ in range(20):
        for x in (rng.normal(0.4, 1, 300), rng.normal(0.4, 1, 300).round(1)):
            want = stats.kstest(x, "norm").statistic
            got = failure(lambda x=x: check_cdf(x, NORMAL, 300, sees=1, alpha=0.9999999)) if want > 0.04 else None
            assert got is None or got.error == pytest.approx(want, rel=6e-3)


def test_atoms_are_met_by_what_rounds_to_them() -> None:
    """Inverted dropout by three ways to divide, and in float32; tenths by products and quotients."""
    rng = np.random.default_rng(3)
    n, keep = 10_000, 0.3
    mask = rng.random(n) < keep

    def law(t: Any) -> Any:
        return np.where(t < 0, 0.0, np.where(t < 1 / 0.3, 0.7, 1.0))

    for right in (mask / 0.3, mask / (1 - 0.7), mask * (1 / 0.3), (mask / 0.3).astype(np.float32)):
        check_cdf(right, law, n, sees=0.06)
    for wrong in (mask * 1.0, mask / 0.7, mask / (0.3 + 1e-6), ~mask / 0.3):
        assert fails(lambda w=wrong: check_cdf(w, law, n, sees=0.06))
    k = rng.integers(0, 11, n)
    tenths = np.arange(11) / 10
    for right in (k * 0.1, k / 10, np.cumsum(np.full(11, 0.1))[k] - 0.1):
        check_cdf(right, lambda t: np.searchsorted(tenths, t, "right") / 11, n, sees=0.06)


def test_discrete_distributions() -> None:
    """Jumps of F are no gaps: fair dice pass as ints and as floats, a die that never shows six does not."""
    rng, n = np.random.default_rng(0), 5000

    def die(x: Any) -> Any:
        return np.clip(np.floor(x), 0, 6) / 6

    fair = rng.integers(1, 7, n)
    check_cdf(fair, die, n, sees=0.08)
    check_cdf(fair.astype(float), die, n, sees=0.08)
    for wrong in (rng.integers(1, 6, n), rng.integers(0, 6, n), rng.uniform(0, 6, n) + 0.5):
        assert isinstance(failure(lambda w=wrong: check_cdf(w, die, n, sees=0.08)), WrongDistribution)


def test_a_law_may_be_known_by_samples_alone() -> None:
    """Samples of the reference take the place of F: a mode that is missing is seen."""
    rng, n = np.random.default_rng(4), 10_000

    def modes(p: float) -> Any:
        return np.where(rng.random(n) < p, -2, 2) + rng.normal(size=n)

    check_cdf(modes(0.5), modes(0.5), n, sees=0.11)
    assert fails(lambda: check_cdf(modes(0.62), modes(0.5), n, sees=0.11))


def test_gumbel_and_truncated_samples() -> None:
    """−log(−log U) is Gumbel's and log(−log U) is not; a normal that is clipped is not truncated."""
    rng, n = np.random.default_rng(5), 10_000
    u, z = rng.random(n), rng.normal(size=4 * n)
    gumbel = stats.gumbel_r.cdf
    check_cdf(-np.log(-np.log(u)), gumbel, n, sees=0.06)
    assert fails(lambda: check_cdf(np.log(-np.log(u)), gumbel, n, sees=0.06))
    inside = z[np.abs(z) < 1][:n]
    law = stats.truncnorm(-1, 1).cdf
    check_cdf(inside, law, n, sees=0.06)
    assert fails(lambda: check_cdf(np.clip(z[:n], -1, 1), law, n, sees=0.06))


def test_the_answer_does_not_choose_its_band() -> None:
    """Samples must be as many as asked for, real and finite; a cdf must be one; too few see nothing."""
    n = 1000
    assert isinstance(failure(lambda: check_cdf(np.zeros(3), NORMAL, n, sees=0.2)), WrongShape)
    assert isinstance(failure(lambda: check_cdf(np.full(n, np.nan), NORMAL, n, sees=0.2)), NotFinite)
    assert isinstance(failure(lambda: check_cdf(np.ones(n, bool), NORMAL, n, sees=0.2)), WrongDtype)
    for no_cdf in (lambda x: 2 + 0 * x, lambda x: -x, lambda x: 0.5):
        with pytest.raises(ValueError, match="cdf"):
            check_cdf(np.linspace(-1, 1, n), no_cdf, n, sees=0.2)
    with pytest.raises(ValueError, match="take more"):
        check_cdf(np.zeros(10), NORMAL, 10, sees=0.1)


def test_laws_are_scipys() -> None:
    """The normal distribution function, and that of a coordinate on spheres in 2 to 30 dimensions."""
    x = np.linspace(-9, 9, 401)
    np.testing.assert_allclose(normal_cdf(1.0, 2.0)(x), stats.norm.cdf(x, 1, 2), rtol=1e-12)
    t = np.linspace(-1.1, 1.1, 401)
    for d in range(2, 31):
        a = (d - 1) / 2
        np.testing.assert_allclose(sphere_cdf(d)(t), stats.beta.cdf((1 + t) / 2, a, a), atol=1e-12)
    with pytest.raises(ValueError, match="two dimensions"):
        sphere_cdf(1)


@pytest.mark.parametrize("df", [1.0, 1.3, 2.0, 4.4, 9.9, 30.5, 300.0, 1000.0])
def test_students_law_is_scipys(df):
    """Tails to 1e-12 of themselves, at both ends; quantiles wherever they are asked for; df = 1 in closed form."""
    assert student_sf(1e-9, 1.0) == pytest.approx(0.5 - math.atan(1e-9) / math.pi, rel=1e-15)
    for t in (0.0, 0.01, 0.5, 1.0, 3.0, 8.0, 20.0, 1e4):
        assert student_sf(t, df) == pytest.approx(stats.t.sf(t, df), rel=1e-12, abs=0)
        assert student_sf(-t, df) == pytest.approx(stats.t.sf(-t, df), rel=1e-14)
    for q in (0.5, 0.500001, 0.6, 0.975, 0.9999, 0.4, 0.005):
        assert student_ppf(q, df) == pytest.approx(stats.t.ppf(q, df), rel=1e-9)


def test_students_quantile_ends_whatever_it_is_asked():
    """What is no probability, or no number of degrees of freedom, is refused: a search for it would never end."""
    for q in (0.0, 1.0, 1.03, -0.2, math.nan):
        with pytest.raises(ValueError, match="q is a probability"):
            student_ppf(q, 3.5)
    for df in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(ValueError, match="df is positive"):
            student_ppf(0.9, df)
    assert 0 < student_ppf(1 - 1e-16, 1e-3) <= math.inf
    assert student_ppf(5e-324, 2.0) < -1e100


# --- independence ---------------------------------------------------------------------------------------------------
def test_samples_that_depend_on_one_another_fail() -> None:
    """What variance and distribution let pass: samples handed out twice, antithetic pairs, equal blocks, walks."""
    rng, n = np.random.default_rng(6), 10_000
    z = rng.normal(size=n // 2)
    block = rng.normal(size=(10, 100))
    walk = np.empty(n)
    walk[0] = rng.normal()
    for i in range(1, n):
        walk[i] = 0.3 * walk[i - 1] + math.sqrt(1 - 0.09) * rng.normal()
    for wrong in (
        np.repeat(z, 2),
        np.tile(z, 2),
        np.tile(block, (10, 1)),
        np.stack([z, -z], 1),
        np.append(z, -z),
        walk,
    ):
        assert isinstance(failure(lambda w=wrong: check_independence(w, n, median=0.0, sees=0.3)), BeyondChance)
    for blind in (np.repeat(z, 2), np.append(z, -z)):
        check_variance(blind, 1.0, n, sees=0.5)
        check_cdf(blind, NORMAL, n, sees=0.06)
    check_independence(rng.normal(size=(100, 100)), n, median=0.0, sees=0.3)


def test_repeats_by_chance() -> None:
    """Two equal doubles in ten thousand are one too many; float32 repeats itself, and is refused by its dtype."""
    rng, n = np.random.default_rng(7), 10_000
    x = rng.random(n)
    x[17] = x[4711]
    assert failure(lambda: check_independence(x, n, median=0.5, sees=0.3)).quantity == "repeats"
    evidence = failure(lambda: check_independence(rng.random(n).astype(np.float32), n, median=0.5, sees=0.3))
    assert isinstance(evidence, WrongDtype)
    with pytest.raises(ValueError, match="take more"):
        check_independence(rng.random(100), 100, median=0.5, sees=0.3)


# --- spheres --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("d", "n"), [(2, 50_000), (3, 26_000), (10, 12_000)])
def test_normalised_cubes_are_no_spheres(d: int, n: int) -> None:
    """Normal vectors over their length are uniform; points of a cube, or of a positive orthant, are not."""
    rng = np.random.default_rng(8)
    check_directions(sphere(rng, n, d), d, n, rng=rng, sees=0.06)
    cube = rng.uniform(-1, 1, (n, d))
    cube /= np.linalg.norm(cube, axis=1, keepdims=True)
    assert isinstance(failure(lambda: check_directions(cube, d, n, rng=rng, sees=0.06)), WrongDistribution)
    assert fails(lambda: check_directions(np.abs(sphere(rng, n, d)), d, n, rng=rng, sees=0.06))
    assert isinstance(failure(lambda: check_directions(1.01 * sphere(rng, n, d), d, n, rng=rng, sees=0.06)), BrokenLaw)

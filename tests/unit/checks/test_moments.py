"""Means, variances, covariances: level and power as stated, and undecided where the law is another."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mdl_grade.checks import (
    CheckFailed,
    Inconclusive,
    MeanTest,
    VarianceTest,
    check_covariance,
    check_mean,
    check_variance,
    min_effect,
)
from mdl_grade.records.evidence import BeyondChance, BrokenLaw, NotFinite, WrongDtype, WrongShape, WrongType


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


SIGMA = np.array([[2.0, 0.6, 0.0], [0.6, 1.0, -0.3], [0.0, -0.3, 0.5]])


def test_right_answers_fail_as_rarely_as_stated() -> None:
    """At α = 2 %, of 400 right samples about 8 fail; 19 are four deviations more."""
    rng, rate, n = np.random.default_rng(0), 0.02, 500
    root = np.linalg.cholesky(SIGMA)

    def failed(check: Callable[[Any], object], draw: Callable[[], Any]) -> int:
        return sum(fails(lambda: check(draw())) for _ in range(400))

    def normal() -> Any:
        return rng.normal(size=n)

    exact = {
        "mean": failed(lambda x: check_mean(x, 0.0, n, sd=1.0, sees=1.0, alpha=rate), normal),
        "means": failed(
            lambda x: check_mean(x, np.zeros(4), n, sd=1.0, sees=1.0, alpha=rate), lambda: rng.normal(size=(n, 4))
        ),
        "variance": failed(lambda x: check_variance(x, 1.0, n, sees=3, alpha=rate), normal),
        "about the mean": failed(lambda x: check_variance(x, 1.0, n, sees=3, mean=0.0, alpha=rate), normal),
        "covariance": failed(
            lambda x: check_covariance(x, SIGMA, n, sees=3, alpha=rate), lambda: rng.normal(size=(n, 3)) @ root.T
        ),
    }
    assert max(exact.values()) <= 19, exact
    assert min(exact.values()) >= 1, exact
    bounded = failed(
        lambda x: check_mean(x, 0.5, n, bounds=(0, 1), sd=0.5, sees=0.5, alpha=rate),
        lambda: 1.0 * (rng.random(n) < 0.5),
    )
    assert bounded <= 19


def test_effects_in_sight_are_never_missed() -> None:
    """What a test claims to see fails in each of 40 draws."""
    rng, n = np.random.default_rng(1), 1000
    shift, factor = min_effect(MeanTest(n, sd=1.0)), 1 + min_effect(VarianceTest(n))
    along = 1 + min_effect(VarianceTest(n, alpha=1e-6 / 9))
    share = min_effect(MeanTest(n, width=1.0))
    for _ in range(40):
        z = rng.normal(size=n)
        assert fails(lambda z=z: check_mean(z + shift, 0.0, n, sd=1.0, sees=shift))
        coins = 1.0 * (rng.random(n) < 0.5 + share)
        assert fails(lambda c=coins: check_mean(c, 0.5, n, bounds=(0, 1), sees=share))
        for r in (factor, 1 / factor):
            assert fails(lambda z=z, r=r: check_variance(math.sqrt(r) * z, 1.0, n, sees=factor - 1))
        # Along (e0 + e1)/√2 the variance is off by the factor, and nowhere by more.
        x = rng.normal(size=(n, 3))
        x += (math.sqrt(along) - 1) * (x @ [1, 1, 0])[:, None] / 2 * np.array([1, 1, 0])
        assert fails(lambda x=x: check_covariance(x, np.eye(3), n, sees=along - 1))


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


def test_heavy_tails_are_undecided() -> None:
    """Right exponential and t₅ samples of any seed never fail: they pass, or the test says that it can't decide."""
    rng, n, undecided = np.random.default_rng(2), 1000, 0
    for _ in range(600):
        for x, variance in ((rng.exponential(size=n), 1.0), (rng.standard_t(5, n), 5 / 3)):
            try:
                check_variance(x, variance, n, sees=1)
            except Inconclusive:
                undecided += 1
    assert undecided >= 3
    for _ in range(300):
        check_variance(rng.uniform(-1, 1, n), 1 / 3, n, sees=1)


def test_covariances_are_told_apart() -> None:
    """L for Lᵀ, Σ for its root, no correlation: all fail, and the evidence names a direction."""
    rng, n = np.random.default_rng(3), 10_000
    z, root = rng.normal(size=(n, 3)), np.linalg.cholesky(SIGMA)
    check_covariance(z @ root.T + [1, 2, 3], SIGMA, n, sees=0.16, mean=[1, 2, 3])
    check_covariance(z @ root.T + [1, 2, 3], SIGMA, n, sees=0.16)
    for wrong in (z @ root, z @ SIGMA, z * np.sqrt(np.diag(SIGMA))):
        assert failure(lambda w=wrong: check_covariance(w, SIGMA, n, sees=0.16)).quantity == "variance"
    evidence = failure(lambda: check_covariance(z * np.sqrt(np.diag(SIGMA)), SIGMA, n, sees=0.16))
    assert "/√2" in evidence.what
    assert fails(lambda: check_covariance(z @ root.T, SIGMA, n, sees=0.16, mean=[1, 2, 3]))
    with pytest.raises(ValueError, match="positive definite"):
        check_covariance(z, -np.eye(3), n, sees=0.16)


def test_a_rate_of_monte_carlo() -> None:
    """Errors of means of n uniform numbers have the variance 1/12n at three n; a quadrature's are far too small."""
    rng, R = np.random.default_rng(4), 400

    def check(estimate: Callable[[int], float]) -> None:
        for n in (16, 256, 4096):
            check_variance(np.array([estimate(n) for _ in range(R)]), 1 / (12 * n), R, mean=0.5, sees=2)

    check(lambda n: float(rng.random(n).mean()))
    assert fails(lambda: check(lambda n: float((np.arange(n) + rng.random()).mean() / n)))
    assert fails(lambda: check(lambda n: float(rng.random(4 * n).mean())))


def test_bounds_and_form() -> None:
    """Samples out of bounds fail, as do other numbers of them; too few are refused."""
    x, n = np.linspace(0, 1, 1000), 1000
    check_mean(x, 0.5, n, bounds=(0, 1), sees=0.2)
    assert isinstance(failure(lambda: check_mean(2 * x, 1.0, n, bounds=(0, 1), sees=0.2)), BrokenLaw)
    assert failure(lambda: check_mean(np.stack([x, x], 1), [0.5, 0.1], n, bounds=(0, 1), sees=0.2)).index == (1,)
    assert isinstance(failure(lambda: check_mean(x[:9], 0.5, n, bounds=(0, 1), sees=0.2)), WrongShape)
    few = np.zeros(3)
    assert isinstance(failure(lambda: check_variance(few, 1.0, n, sees=1)), WrongShape)
    assert isinstance(failure(lambda: check_variance(list(few), 1.0, n, sees=1)), WrongType)
    assert isinstance(failure(lambda: check_variance(np.full(n, np.nan), 1.0, n, sees=1)), NotFinite)
    assert isinstance(failure(lambda: check_variance(np.ones(n, bool), 1.0, n, sees=1)), WrongDtype)
    for blind in (
        lambda: check_mean(x, 0.5, n, bounds=(0, 1), sees=0.01),
        lambda: check_mean(x, 0.5, n, sees=0.01),
        lambda: check_variance(np.zeros(10), 1.0, 10, sees=1.0),
        lambda: check_variance(x, 0.0, n, sees=1.0),
        lambda: check_covariance(np.zeros((10, 2)), np.eye(2), 10, sees=0.1),
    ):
        with pytest.raises(ValueError, match=r"take more|give|positive"):
            blind()

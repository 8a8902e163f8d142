"""Checks of what is random: counts, a variance, a distribution, each at a stated rate of false failures.

Make an answer deterministic where it can be: hand it its generator, or the mask. What remains random is judged by
tests that fail a right answer once in a million draws: 40 checks of 300 learners at 1 % would fail 120 of them. So
careful a test is blind to small effects. Every check is therefore told which effect it must not miss (`sees`) and
refuses to run with too few samples for it; `min_num_samples` tells how many it takes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from mdl_grade.checks.failure import CheckFailed
from mdl_grade.checks.form import tensor
from mdl_grade.checks.sample_tests import (
    FALSE_FAIL_RATE,
    BinomialTest,
    CdfTest,
    FrequencyTest,
    SampleTest,
    VarianceTest,
)
from mdl_grade.records.evidence import BeyondChance, Curve, WrongDistribution, WrongShape, number

FIGURE_POINTS = 60


def check_binomial(
    count: Any,
    n: int,
    p: float,
    *,
    sees: float,
    false_fail_rate: float = FALSE_FAIL_RATE,
    what: str = "the share",
    where: object = "",
) -> None:
    """Check that `count` out of n independent trials fits the probability p.

    Parameters
    ----------
    count : int
        What the answer gave: entries kept by dropout, games won.
    n, p
        Trials, and the probability of each.
    sees : float
        The smallest error of p that must not be missed (more than once in a million).
    false_fail_rate : float
        How often a right answer fails.

    Raises
    ------
    CheckFailed
        With `BeyondChance`.
    ValueError
        If n is too small for `sees`.
    """
    test = BinomialTest(n, p, false_fail_rate)
    _require_sight(test, n, sees)
    seen = float(tensor(what, count, (), where))
    if seen not in test.band:
        raise _beyond_chance(what, "share", (seen / n, p, test.band.low / n, test.band.high / n), n, where)


def check_frequencies(
    counts: Any,
    n: int,
    p: float,
    *,
    degrees: int,
    sees: float,
    false_fail_rate: float = FALSE_FAIL_RATE,
    what: str = "the frequencies",
    where: object = "",
) -> None:
    """Check that things happen equally often: each count is of n trials with probability p (see `FrequencyTest`).

    Parameters
    ----------
    counts : array of k entries
        How often each thing happened: how often sample i was in batch j.
    n, p
        Trials, and the probability of each thing in each of them.
    degrees : int
        The dimension of the space in which the counts can vary: k, less the number of sums that are fixed. Chance has
        to treat all its directions alike, as it does if the things can be exchanged.
    sees : float
        The smallest relative error of the probabilities, a root mean square over the things, that must not be missed.
    false_fail_rate : float
        How often a right answer fails.

    Raises
    ------
    CheckFailed
        With `BeyondChance`: root mean squares relative to n p.
    ValueError
        If n is too small for `sees`.
    """
    test = FrequencyTest(n, p, degrees, false_fail_rate)
    _require_sight(test, n, sees)
    off = np.asarray(counts, np.float64).ravel() / (n * p) - 1
    seen = float(np.mean(off**2)) / test.chance**2
    if seen not in test.band:
        low, high = (math.sqrt(quotient) * test.chance for quotient in (test.band.low, test.band.high))
        raise _beyond_chance(what, "relative error", (math.sqrt(seen) * test.chance, test.chance, low, high), n, where)


def check_variance(
    samples: Any,
    variance: float,
    n: int,
    *,
    sees: float,
    mean: float | None = None,
    false_fail_rate: float = FALSE_FAIL_RATE,
    what: str = "the samples",
    where: object = "",
) -> None:
    """Check that Gaussian samples, or ones of lighter tails, have this variance.

    Parameters
    ----------
    samples : array of n entries
        What the answer drew, of any shape.
    variance : float
        σ².
    n : int
        How many samples there must be; the band depends on it, so the answer has no say.
    sees : float
        The smallest relative error of σ² that must not be missed: 1 for a factor 2, He's against Glorot's.
    mean : float, optional
        The mean, if it is known: then samples that are off centre fail too.

    Raises
    ------
    CheckFailed
        With `BeyondChance`. With evidence about type, shape, dtype or
        finiteness of the samples.
    ValueError
        If n is too small for `sees`, or the variance is not positive.
    """
    if not 0 < variance < math.inf:
        raise ValueError(f"a variance that is tested is positive, not {variance}")
    test = VarianceTest(n, mean is not None, false_fail_rate)
    _require_sight(test, n, sees)
    x = _samples(samples, n, what, where) / math.sqrt(variance)
    centre = x.mean() if mean is None else mean / math.sqrt(variance)
    with np.errstate(over="ignore"):
        quotient = float(np.sum((x - centre) ** 2)) / test.degrees
    if quotient not in test.band:
        figures = (quotient * variance, variance, test.band.low * variance, test.band.high * variance)
        raise _beyond_chance(what, "variance", figures, n, where)


def check_cdf(
    samples: Any,
    cdf: Callable[[Any], Any],
    n: int,
    *,
    sees: float,
    false_fail_rate: float = FALSE_FAIL_RATE,
    what: str = "the samples",
    where: object = "",
) -> None:
    """Check that samples follow a distribution, continuous or discrete: sup|F_n − F| ≤ ε (see `CdfTest`).

    Parameters
    ----------
    samples : array of n entries
        What the answer drew, of any shape.
    cdf : callable
        F(x) = P(X ≤ x) for an array x. Its jumps are found by asking for F just below each sample.
    n : int
        How many samples there must be.
    sees : float
        The smallest sup|G − F| of a wrong distribution G that must not be missed.

    Raises
    ------
    CheckFailed
        With `WrongDistribution`: F_n beside F over the sorted samples; with evidence about the form of the samples.
    ValueError
        If n is too small for `sees`, or `cdf` is none.
    """
    test = CdfTest(n, false_fail_rate)
    _require_sight(test, n, sees)
    x = np.sort(_samples(samples, n, what, where))
    upper, lower = _probabilities(cdf, x), _probabilities(cdf, np.nextafter(x, -math.inf))
    at_most, less = np.searchsorted(x, x, "right") / n, np.searchsorted(x, x, "left") / n
    gaps = np.maximum(np.abs(at_most - upper), np.abs(less - lower))
    worst = int(np.argmax(gaps))
    if gaps[worst] not in test.band:
        # Just below a sample, F_n still has the value it got at the sample before.
        before = abs(less[worst] - lower[worst]) > abs(at_most[worst] - upper[worst])
        yours, reference = (less, lower) if before else (at_most, upper)
        raise CheckFailed(
            WrongDistribution(
                what=what,
                rank=worst + 1,
                samples=n,
                error=number(gaps[worst]),
                tolerance=float(number(test.band.high)),
                curve=_figure(yours, reference, worst),
                case=str(where),
            ),
            where,
        )


def _beyond_chance(
    what: str, quantity: str, figures: tuple[float, float, float, float], n: int, where: object
) -> CheckFailed:
    got, expected, low, high = figures
    limit = high if got > high else low
    excess = abs(got - expected) / abs(limit - expected) if limit != expected else math.inf
    evidence = BeyondChance(
        what=what,
        quantity=quantity,
        got=number(got, 4),
        expected=number(expected, 4),
        low=number(low, 4),
        high=number(high, 4),
        excess=number(excess),
        samples=n,
        case=str(where),
    )
    return CheckFailed(evidence, where)


def _require_sight(test: SampleTest, n: int, sees: float) -> None:
    if not (smallest := test.min_discrepancy()) <= sees:
        raise ValueError(f"{n} samples show effects from {smallest:.3g} on, not {sees:g}: take more (min_num_samples)")


def _samples(samples: Any, n: int, what: str, where: object) -> Any:
    if isinstance(samples, np.ndarray) and samples.dtype.kind in "iu":
        samples = samples.astype(np.float64)
    array = tensor(what, samples, np.shape(samples) if isinstance(samples, np.ndarray) else (n,), where)
    if array.size != n:
        raise CheckFailed(WrongShape(what=what, got=array.shape, expected=(n,), case=str(where)), where)
    return array.astype(np.float64).ravel()


def _probabilities(cdf: Callable[[Any], Any], x: Any) -> Any:
    values = np.asarray(cdf(x), np.float64)
    if values.shape != x.shape or not np.all((values >= 0) & (values <= 1)) or np.any(np.diff(values) < 0):
        raise ValueError("a cdf gives every x a probability, and never decreases")
    return values


def _figure(yours: Any, reference: Any, worst: int) -> Curve:
    n = len(yours)
    places = sorted({worst, *np.linspace(0, n - 1, min(n, FIGURE_POINTS)).round().astype(int).tolist()})
    return Curve(
        axis="rank",
        quantity="F(x)",
        x=tuple(float(i + 1) for i in places),
        yours=tuple(number(yours[i]) for i in places),
        reference=tuple(number(reference[i]) for i in places),
    )

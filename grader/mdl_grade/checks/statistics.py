"""Checks of what is random: a count, a variance, a distribution, each at a stated rate of false failures.

Make an answer deterministic where it can be: hand it its generator, or the mask. What remains random is judged by exact
tests that fail a right answer once in a million draws: 40 checks of 300 learners at 1 % would fail 120 of them. So
careful a test is blind to small effects. Every check is therefore told which effect it must not miss (`sees`) and
refuses to run with too few samples for it; `min_num_samples` tells how many it takes.

References
----------
Clopper, Pearson, The use of confidence or fiducial limits, Biometrika 26 (1934). Massart, The tight constant in the
Dvoretzky-Kiefer-Wolfowitz inequality, Ann. Probab. 18 (1990). Press et al., Numerical Recipes, §6.2 and §6.4:
incomplete gamma and beta functions.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from mdl_grade.checks.failure import CheckFailed
from mdl_grade.checks.form import tensor
from mdl_grade.checks.tails import binomial_tails, gamma_tails
from mdl_grade.report.evidence import BrokenLaw, Curve, WrongCurve, WrongShape, number

FALSE_FAIL_RATE = 1e-6
MISS_RATE = 1e-6
FIGURE_POINTS = 60
MAX_SAMPLES = 10**7


class SampleTest(Protocol):
    """A test of n samples that knows what it can see."""

    def min_discrepancy(self, miss_rate: float = MISS_RATE) -> float:
        """Return the smallest effect that is missed at most at `miss_rate`; infinite if none is."""


@dataclass(frozen=True)
class Band:
    """What a test accepts, both ends included."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True)
class BinomialTest:
    """Is a count out of n independent trials of probability p? Exact, two-sided, with α/2 on either side.

    Raises
    ------
    ValueError
        Unless 0 < p < 1 and n ≥ 1: what is certain needs no statistics.
    """

    n: int
    p: float
    false_fail_rate: float = FALSE_FAIL_RATE

    def __post_init__(self) -> None:
        _require(self.n, self.false_fail_rate)
        if not 0 < self.p < 1:
            raise ValueError(f"a probability that is tested lies in (0, 1), not {self.p}")

    @cached_property
    def band(self) -> Band:
        """The counts that are accepted: P(X ≤ k) > α/2 and P(X ≥ k) > α/2."""
        half = self.false_fail_rate / 2
        low = _first(lambda k: binomial_tails(k, self.n, self.p)[0] > half, 0, self.n)
        high = _first(lambda k: binomial_tails(k + 1, self.n, self.p)[1] <= half, 0, self.n)
        return Band(low, high)

    def min_discrepancy(self, miss_rate: float = MISS_RATE) -> float:
        """Return the smallest d such that both p + d and p − d would be missed at most at `miss_rate`."""
        low, high = int(self.band.low), int(self.band.high)
        if low == 0 or high == self.n:
            return math.inf
        up = _crossing(lambda q: binomial_tails(high, self.n, q)[0] <= miss_rate, self.p, 1.0)
        down = _crossing(lambda q: binomial_tails(low, self.n, 1 - q)[1] <= miss_rate, 1 - self.p, 1.0)
        return max(up - self.p, down - (1 - self.p))


@dataclass(frozen=True)
class VarianceTest:
    """Do n Gaussian samples have the variance they should? ν s²/σ² is χ² with ν degrees of freedom.

    ν is n if the mean is known, else n − 1. Samples of lighter tails (uniform, truncated normal) spread less, so that
    the test fails them more seldom still; don't use it for heavier ones.
    """

    n: int
    known_mean: bool = False
    false_fail_rate: float = FALSE_FAIL_RATE

    def __post_init__(self) -> None:
        _require(self.n if self.known_mean else self.n - 1, self.false_fail_rate)

    @property
    def degrees(self) -> int:
        return self.n if self.known_mean else self.n - 1

    @cached_property
    def band(self) -> Band:
        """The quotients s²/σ² that are accepted."""
        half = self.false_fail_rate / 2
        return Band(_chi2_quotient(half, self.degrees, upper=False), _chi2_quotient(half, self.degrees, upper=True))

    def min_discrepancy(self, miss_rate: float = MISS_RATE) -> float:
        """Return the smallest d such that variances (1 + d) σ² and σ² / (1 + d) are missed at most at `miss_rate`."""
        up = self.band.high / _chi2_quotient(miss_rate, self.degrees, upper=False)
        down = self.band.low / _chi2_quotient(miss_rate, self.degrees, upper=True)
        return max(up, 1 / down) - 1


@dataclass(frozen=True)
class CdfTest:
    """Do n samples follow a distribution? The inequality of Dvoretzky, Kiefer, Wolfowitz with Massart's constant:

        P(sup|F_n − F| > ε) ≤ 2 exp(−2 n ε²),    so    ε = √(ln(2/α) / 2n)

    It holds for every distribution, discrete ones too, where it is on the safe side.
    """

    n: int
    false_fail_rate: float = FALSE_FAIL_RATE

    def __post_init__(self) -> None:
        _require(self.n, self.false_fail_rate)

    @property
    def band(self) -> Band:
        """The distances sup|F_n − F| that are accepted."""
        return Band(0.0, math.sqrt(math.log(2 / self.false_fail_rate) / (2 * self.n)))

    def min_discrepancy(self, miss_rate: float = MISS_RATE) -> float:
        """Return a distance sup|G − F| at which a wrong G is missed at most at `miss_rate`, by Hoeffding's bound."""
        distance = self.band.high + math.sqrt(math.log(1 / miss_rate) / (2 * self.n))
        return distance if distance <= 1 else math.inf


def min_num_samples(test: Callable[[int], SampleTest], effect: float, *, miss_rate: float = MISS_RATE) -> int:
    """Return how many samples a test needs to see an effect.

    With one sample less it doesn't see it. Counts are whole numbers, so a binomial test of a few samples more may fall
    short again, by a hair.

    Parameters
    ----------
    test : callable
        ``test(n)`` makes a test: ``lambda n: BinomialTest(n, 0.8)``, ``VarianceTest``, ``CdfTest``.
    effect : float
        What must be seen, as `min_discrepancy` of the test measures it.

    Raises
    ------
    ValueError
        If ten million samples don't show the effect.
    """
    n = 2
    while not test(n).min_discrepancy(miss_rate) <= effect:
        n *= 2
        if n > MAX_SAMPLES or not effect > 0:
            raise ValueError(f"no practical number of samples shows an effect of {effect}")
    return _first(lambda m: test(m).min_discrepancy(miss_rate) <= effect, max(2, n // 2), n)


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
        With `BrokenLaw`; `error` and `tolerance` are relative to p.
    ValueError
        If n is too small for `sees`.
    """
    test = BinomialTest(n, p, false_fail_rate)
    _require_sight(test, n, sees)
    seen = float(tensor(what, count, (), where))
    if seen not in test.band:
        allowed = (test.band.high if seen > test.band.high else test.band.low) / n
        raise CheckFailed(
            BrokenLaw(
                what=what,
                law=f"count / trials = {p:g} up to chance over {n} trials",
                error=number(abs(seen / n - p) / p),
                tolerance=float(number(abs(allowed - p) / p)),
                case=str(where),
            ),
            where,
        )


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
        With `BrokenLaw`; `error` and `tolerance` are relative to σ². With evidence about type, shape, dtype or
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
        allowed = test.band.high if quotient > test.band.high else test.band.low
        raise CheckFailed(
            BrokenLaw(
                what=what,
                law=f"Var = {variance:.6g} up to chance over {n} samples",
                error=number(abs(quotient - 1)),
                tolerance=float(number(abs(allowed - 1))),
                case=str(where),
            ),
            where,
        )


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
        With `WrongCurve`: F_n beside F over the sorted samples; with evidence about the form of the samples.
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
            WrongCurve(
                what=f"the distribution of {what}",
                step=worst + 1,
                error=number(gaps[worst]),
                tolerance=float(number(test.band.high)),
                curve=_figure(yours, reference, worst),
                case=str(where),
            ),
            where,
        )


def _chi2_quotient(tail: float, degrees: int, *, upper: bool) -> float:
    """Return the q at which χ²_ν / ν has this much probability above it, or below it."""
    half = degrees / 2
    if upper:
        return math.exp(_crossing(lambda t: gamma_tails(half, half * math.exp(t))[1] <= tail, 0.0, 6.0))
    # P(χ² ≤ x) ≤ (x/2)^a / Γ(a + 1) says how far down to look.
    bottom = (math.log(tail) + math.lgamma(half + 1)) / half - math.log(half)
    return math.exp(_crossing(lambda t: gamma_tails(half, half * math.exp(t))[0] > tail, min(bottom, -1e-9), 1.0))


def _crossing(reached: Callable[[float], bool], low: float, high: float) -> float:
    """Return where a monotone condition begins to hold in (low, high], up to rounding; `high` if nowhere before."""
    while True:
        middle = (low + high) / 2
        if not low < middle < high or high - low <= 1e-13 * abs(middle):
            return high
        low, high = (low, middle) if reached(middle) else (middle, high)


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Return the first integer in [low, high] where a monotone condition holds; `high` if nowhere before."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _require(samples: int, rate: float) -> None:
    if samples < 1 or not 0 < rate < 1:
        raise ValueError("a test needs samples, and a false-fail rate in (0, 1)")


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

"""Tests of samples: what they accept, how often they fail a right answer, and how small an effect they can see.

References
----------
Clopper, Pearson, The use of confidence or fiducial limits, Biometrika 26 (1934). Massart, The tight constant in the
Dvoretzky-Kiefer-Wolfowitz inequality, Ann. Probab. 18 (1990). Birgé, An alternative point of view on Lepski's method
(2001), lemma 8.1: tails of noncentral χ². Press et al., Numerical Recipes, §6.2 and §6.4: incomplete gamma and beta
functions.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from mdl_grade.checks.tails import binomial_tails, gamma_tails

FALSE_FAIL_RATE = 1e-6
MISS_RATE = 1e-6
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
class FrequencyTest:
    """Do k things happen equally often in n trials? Pearson's χ² with ν degrees of freedom, α/2 on either side.

    A count has the mean n p and the variance n p (1 − p). Chance spreads the k counts evenly over the ν dimensions in
    which they can vary at all: sums that are fixed take the others away, so that

        χ² = ν/k Σ (count − n p)² / (n p (1 − p)).

    Of the faces of a die, k = 6, one is up in each throw: ν = 5, and this is Pearson's Σ (count − n p)² / (n p). For
    large n p (100 will do) χ² follows its law far into the tails. Too even is as unlikely as too uneven.
    """

    n: int
    p: float
    degrees: int
    false_fail_rate: float = FALSE_FAIL_RATE

    def __post_init__(self) -> None:
        _require(min(self.n, self.degrees), self.false_fail_rate)
        if not 0 < self.p < 1:
            raise ValueError(f"a probability that is tested lies in (0, 1), not {self.p}")

    @property
    def chance(self) -> float:
        """How far a count is off by chance alone, relative to n p: its standard deviation."""
        return math.sqrt((1 - self.p) / (self.n * self.p))

    @cached_property
    def band(self) -> Band:
        """The quotients χ²/ν that are accepted: mean squares of (count − n p) / (n p), in units of `chance` squared."""
        half = self.false_fail_rate / 2
        return Band(_chi2_quotient(half, self.degrees, upper=False), _chi2_quotient(half, self.degrees, upper=True))

    def min_discrepancy(self, miss_rate: float = MISS_RATE) -> float:
        """Return the relative error of the probabilities, a root mean square, that is missed at most at `miss_rate`.

        With it χ² is noncentral, with λ = ν (error / chance)². By Birgé's bound, with t = ln(1/miss_rate),

            P(χ²_ν(λ) ≤ ν + λ − 2 √((ν + 2 λ) t)) ≤ miss_rate.
        """
        excess, t = self.degrees * (self.band.high - 1), math.log(1 / miss_rate)
        size = excess + 4 * t + math.sqrt((excess + 4 * t) ** 2 - excess**2 + 4 * t * self.degrees)
        return self.chance * math.sqrt(size / self.degrees)


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

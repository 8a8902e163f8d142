"""Tests of samples: what they accept, how often they fail a right answer, and how small an effect they can see.

Each holds its rate of false failures for every number of samples: laws are exact, or bounds.

References
----------
Clopper, Pearson, The use of confidence or fiducial limits, Biometrika 26 (1934). Massart, The tight constant in the
Dvoretzky-Kiefer-Wolfowitz inequality, Ann. Probab. 18 (1990). Hoeffding, Probability inequalities for sums of bounded
random variables, JASA 58 (1963). Boucheron, Lugosi, Massart, Concentration Inequalities (2013), §2.8: Bernstein's.
Press et al., Numerical Recipes, §6.2 and §6.4: incomplete gamma and beta functions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from statistics import NormalDist
from typing import Literal, Protocol

from mdl_grade.checks.tails import binomial_tails, gamma_tails

ALPHA = 1e-6
"""How often a check may fail a right answer."""

MISS_RATE = 1e-6
"""How often a check may miss the effect that it is there for."""

MAX_SAMPLES = 10**7
MAX_CELLS = 5000

Side = Literal["both", "up", "down"]
"""Which errors a test of a probability is about: too large, too small, or both."""


class SampleTest(Hashable, Protocol):
    """A test of samples that knows what it can see."""

    def misses(self, effect: float) -> float:
        """Bound how often an effect of this size, or a larger one, is missed."""

    @property
    def largest(self) -> float:
        """The largest effect that there can be."""


@dataclass(frozen=True)
class Band:
    """What a test accepts, both ends included."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True)
class BinomialTest:
    """Is a count out of n independent trials of probability p? Exact; two-sided, with α/2 on either side.

    Effects are relative errors of p. A side on which there is no such probability (p (1 + d) > 1) is left out.

    Raises
    ------
    ValueError
        Unless 0 < p < 1 and n ≥ 1: what is certain needs no statistics.
    """

    n: int
    p: float
    alpha: float = ALPHA
    side: Side = "both"

    def __post_init__(self) -> None:
        _require(self.n, self.alpha)
        _require_probability(self.p)

    @property
    def band(self) -> Band:
        """The counts that are accepted: P(X ≤ k) > α/2 and P(X ≥ k) > α/2, or α on the one side."""
        return _binomial_band(self.n, self.p, self.alpha, self.side)

    @property
    def largest(self) -> float:
        up, down = (1 - self.p) / self.p, 1.0
        return {"both": max(up, down), "up": up, "down": down}[self.side]

    def misses(self, effect: float) -> float:
        up, down = self.p * (1 + effect), self.p * (1 - effect)
        missed = []
        if up <= 1 and self.side != "down":
            missed.append(binomial_tails(int(self.band.high), self.n, up)[0])
        if down >= 0 and self.side != "up":
            missed.append(binomial_tails(int(self.band.low), self.n, down)[1])
        return max(missed, default=1.0)


@dataclass(frozen=True)
class FrequencyTest:
    """Do things happen with their probabilities in n trials? Each count is binomial, and is tested exactly at α/k.

    By Boole's inequality that holds whatever the k counts have to do with one another, and for every n p. Effects are
    relative errors of one of the probabilities; probabilities 0 and 1 are held to exactly, and cost nothing.
    """

    n: int
    p: float | tuple[float, ...]
    alpha: float = ALPHA
    side: Side = "both"

    def __post_init__(self) -> None:
        _require(self.n, self.alpha)
        if not self.uncertain or len(self.uncertain) > MAX_CELLS or not all(0 <= p <= 1 for p in self._all):
            raise ValueError(f"up to {MAX_CELLS} probabilities can be tested, in [0, 1], and one must be within (0, 1)")

    @property
    def _all(self) -> tuple[float, ...]:
        return self.p if isinstance(self.p, tuple) else (self.p,)

    @cached_property
    def uncertain(self) -> tuple[float, ...]:
        return tuple(p for p in self._all if 0 < p < 1)

    @cached_property
    def cells(self) -> dict[float, BinomialTest]:
        """The test of each probability within (0, 1)."""
        alpha = self.alpha / len(self.uncertain)
        return {p: BinomialTest(self.n, p, alpha, self.side) for p in dict.fromkeys(self.uncertain)}

    @property
    def largest(self) -> float:
        return max(cell.largest for cell in self.cells.values())

    def band(self, p: float) -> Band:
        """The counts that are accepted of what has the probability p."""
        return self.cells[p].band if 0 < p < 1 else Band(p * self.n, p * self.n)

    def misses(self, effect: float) -> float:
        return max((cell.misses(effect) for cell in self.cells.values() if effect <= cell.largest), default=1.0)


@dataclass(frozen=True)
class WaitingTest:
    """Do m successes take as many independent trials as they should? Negative binomial, exact, α/2 on either side.

    N trials were needed: P(N ≤ t) = P(Binomial(t, p) ≥ m). Effects are relative errors of p.
    """

    m: int
    p: float
    alpha: float = ALPHA

    def __post_init__(self) -> None:
        _require(self.m, self.alpha)
        _require_probability(self.p)

    @property
    def band(self) -> Band:
        """The numbers of trials that are accepted."""
        return _waiting_band(self.m, self.p, self.alpha)

    @property
    def largest(self) -> float:
        return max((1 - self.p) / self.p, 1.0)

    def misses(self, effect: float) -> float:
        up, down = self.p * (1 + effect), self.p * (1 - effect)
        missed = [_at_least_trials(int(self.band.low), self.m, up)] if up <= 1 else []
        if down >= 0:
            missed.append(_at_most_trials(int(self.band.high), self.m, down))
        return max(missed, default=1.0)


@dataclass(frozen=True)
class MeanTest:
    """Is the mean of n samples what it should be? Effects are errors of the mean.

    - Gaussian samples with the standard deviation `sd`: exact, |mean − μ| ≤ z σ/√n with z = 5.03 at 5e-7.
    - Samples within an interval of this `width`, of any law: Hoeffding's bound, width √(ln(2/α) / 2n), or, if `sd` is
      given, Bernstein's: n h² = 2 ln(2/α) (σ² + width h / 3).
    """

    n: int
    sd: float | None = None
    width: float | None = None
    alpha: float = ALPHA

    def __post_init__(self) -> None:
        _require(self.n, self.alpha)
        if not all(0 < size < math.inf for size in (self.sd, self.width) if size is not None):
            raise ValueError("a standard deviation, or a width, is positive and finite")
        if self.sd is None and self.width is None:
            raise ValueError("give the standard deviation of Gaussian samples, or the width of what holds the samples")

    @property
    def largest(self) -> float:
        return math.inf if self.width is None else self.width

    @cached_property
    def radius(self) -> float:
        """How far from μ a mean may be."""
        t = math.log(2 / self.alpha)
        if self.width is None:
            return -NormalDist().inv_cdf(self.alpha / 2) * self._sd / math.sqrt(self.n)
        hoeffding = self.width * math.sqrt(t / (2 * self.n))
        if self.sd is None:
            return hoeffding
        third = self.width * t / 3
        return min(hoeffding, (third + math.sqrt(third**2 + 2 * self.n * self.sd**2 * t)) / self.n)

    def misses(self, effect: float) -> float:
        beyond = effect - self.radius
        if beyond <= 0:
            return 1.0
        if self.width is None:
            return NormalDist().cdf(-beyond * math.sqrt(self.n) / self._sd)
        return math.exp(-2 * self.n * (beyond / self.width) ** 2)

    @property
    def _sd(self) -> float:
        assert self.sd is not None
        return self.sd


@dataclass(frozen=True)
class VarianceTest:
    """Do n Gaussian samples have the variance they should? ν s²/σ² is χ² with ν degrees of freedom.

    ν is n if the mean is known, else n − 1. Samples of lighter tails (uniform, truncated normal) spread less, so that
    the test fails them more seldom still. Effects d are variances (1 + d) σ² and σ²/(1 + d).
    """

    n: int
    known_mean: bool = False
    alpha: float = ALPHA

    def __post_init__(self) -> None:
        _require(self.degrees, self.alpha)

    @property
    def degrees(self) -> int:
        return self.n if self.known_mean else self.n - 1

    @property
    def largest(self) -> float:
        return math.inf

    @property
    def band(self) -> Band:
        """The quotients s²/σ² that are accepted."""
        half = self.alpha / 2
        return Band(_chi2_quotient(half, self.degrees, upper=False), _chi2_quotient(half, self.degrees, upper=True))

    def misses(self, effect: float) -> float:
        half, band = self.degrees / 2, self.band
        up = gamma_tails(half, half * band.high / (1 + effect))[0]
        return max(up, gamma_tails(half, half * band.low * (1 + effect))[1])


@dataclass(frozen=True)
class CdfTest:
    """Do n samples follow a distribution? The inequality of Dvoretzky, Kiefer, Wolfowitz with Massart's constant:

        P(sup|F_n − F| > ε) ≤ 2 exp(−2 n ε²),    so    ε = √(ln(2/α) / 2n)

    It holds for every distribution, discrete ones too, where it is on the safe side. Of a distribution known by m
    samples alone, both empirical ones may be off: ε = √(ln(4/α) / 2n) + √(ln(4/α) / 2m). Effects are sup|G − F|.
    """

    n: int
    alpha: float = ALPHA
    m: int | None = None

    def __post_init__(self) -> None:
        _require(self.n if self.m is None else min(self.n, self.m), self.alpha)

    @property
    def largest(self) -> float:
        return 1.0

    @property
    def band(self) -> Band:
        """The distances sup|F_n − F| that are accepted."""
        if self.m is None:
            return Band(0.0, math.sqrt(math.log(2 / self.alpha) / (2 * self.n)))
        return Band(0.0, sum(math.sqrt(math.log(4 / self.alpha) / (2 * size)) for size in (self.n, self.m)))

    def misses(self, effect: float) -> float:
        """By Hoeffding's bound at the place where the two are furthest apart."""
        beyond = effect - self.band.high
        if beyond <= 0 or effect > 1:
            return 1.0
        return math.exp(-2 * beyond**2 / (1 / self.n + (0 if self.m is None else 1 / self.m)))


def min_effect(test: SampleTest, miss_rate: float = MISS_RATE) -> float:
    """Return the smallest effect that a test misses at most at `miss_rate`; infinite if it sees none."""
    high = 1.0 if math.isinf(test.largest) else test.largest
    while not test.misses(high) <= miss_rate:
        high *= 2
        if high > min(test.largest, MAX_SAMPLES):
            return math.inf
    return _crossing(lambda effect: test.misses(effect) <= miss_rate, 0.0, high)


def min_num_samples(test: Callable[[int], SampleTest], effect: float, *, miss_rate: float = MISS_RATE) -> int:
    """Return how many samples a test needs to see an effect.

    With one sample less it doesn't see it. Counts are whole numbers, so a binomial test of a few samples more may fall
    short again, by a hair.

    Parameters
    ----------
    test : callable
        ``test(n)`` makes a test: ``lambda n: FrequencyTest(n, 0.8)``, ``VarianceTest``, ``CdfTest``.
    effect : float
        What must be seen, as the test measures effects.

    Raises
    ------
    ValueError
        If ten million samples don't show the effect.
    """
    n = 2
    while not test(n).misses(effect) <= miss_rate:
        n *= 2
        if n > MAX_SAMPLES or not effect > 0:
            raise ValueError(f"no practical number of samples shows an effect of {effect}")
    return _first(lambda m: test(m).misses(effect) <= miss_rate, max(2, n // 2), n)


@lru_cache(maxsize=4096)
def _binomial_band(n: int, p: float, alpha: float, side: Side) -> Band:
    tail = alpha / 2 if side == "both" else alpha
    # Bernstein's inequality says how far from the mean to look.
    t = math.log(1 / tail)
    reach = math.ceil(t / 3 + math.sqrt(2 * n * p * (1 - p) * t + (t / 3) ** 2)) + 1
    least, most = max(0, math.floor(n * p) - reach), min(n, math.ceil(n * p) + reach)
    low, high = 0, n
    if side != "up":
        low = _first(lambda k: binomial_tails(k, n, p)[0] > tail, least, most)
    if side != "down":
        high = _first(lambda k: binomial_tails(k + 1, n, p)[1] <= tail, least, most)
    return Band(low, high)


@lru_cache(maxsize=4096)
def _waiting_band(m: int, p: float, alpha: float) -> Band:
    most = m
    while _at_least_trials(most, m, p) > alpha / 2:
        most *= 2
    low = _first(lambda t: _at_most_trials(t, m, p) > alpha / 2, m, most)
    high = _first(lambda t: _at_least_trials(t + 1, m, p) <= alpha / 2, m, most)
    return Band(low, high)


def _at_most_trials(t: int, m: int, p: float) -> float:
    """P(N ≤ t), the probability that the m-th success comes no later."""
    return binomial_tails(m, t, p)[1]


def _at_least_trials(t: int, m: int, p: float) -> float:
    """P(N ≥ t), the probability that t − 1 trials have fewer than m successes."""
    return binomial_tails(m - 1, t - 1, p)[0]


@lru_cache(maxsize=4096)
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


def _require(samples: int, alpha: float) -> None:
    if samples < 1 or not 0 < alpha < 1:
        raise ValueError("a test needs samples, and a rate of false failures in (0, 1)")


def _require_probability(p: float) -> None:
    if not 0 < p < 1:
        raise ValueError(f"a probability that is tested lies in (0, 1), not {p}")

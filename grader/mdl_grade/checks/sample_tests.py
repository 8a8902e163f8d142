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
from functools import cached_property
from statistics import NormalDist
from typing import Protocol

from msgspec import Struct

from mdl_grade.checks.bands import (
    Band,
    Side,
    at_least_trials,
    at_most_trials,
    binomial_band,
    chi2_quotient,
    crossing,
    first_integer,
    waiting_band,
)
from mdl_grade.checks.tails import binomial_tails, gamma_tails

ALPHA = 1e-6
"""How often a check may fail a right answer."""

MISS_RATE = 1e-6
"""How often a check may miss the effect that it is there for."""

MAX_SAMPLES = 10**7
MAX_CELLS = 5000


class SampleTest(Hashable, Protocol):
    """A test of samples that knows what it can see."""

    def misses(self, effect: float) -> float:
        """Bound how often an effect of this size, or a larger one, is missed."""

    @property
    def largest(self) -> float:
        """The largest effect that there can be."""


class BinomialTest(Struct, frozen=True):
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
        return binomial_band(self.n, self.p, self.alpha, self.side)

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


class FrequencyTest(Struct, frozen=True, dict=True):
    """Do things happen with their probabilities in n trials? Each of k counts is binomial, and tested exactly at α/k.

    Effects are relative errors of one of the probabilities; 0 and 1 are held to exactly, and cost nothing.

    Parameters
    ----------
    n : int
        How many trials.
    p : float or tuple of float
        The probabilities.
    alpha : float
        The rate of false failures.
    side : {"both", "up", "down"}
        Which errors count.

    Raises
    ------
    ValueError
        If there is no probability within (0, 1), or there are more than 5000 of them.

    Notes
    -----
    By Boole's inequality the rate holds whatever the counts have to do with one another, and for every n p.

    References
    ----------
    Clopper, Pearson, Biometrika 26 (1934). Dunn, Multiple comparisons among means, JASA 56 (1961).
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


class WaitingTest(Struct, frozen=True):
    """Do m successes take as many independent trials as they should? Effects are relative errors of p.

    Parameters
    ----------
    m : int
        How many successes.
    p : float
        Their probability.
    alpha : float
        The rate of false failures.

    Raises
    ------
    ValueError
        Unless m ≥ 1 and 0 < p < 1.

    Notes
    -----
    Negative binomial, exact, with α/2 on either side: N trials were needed, P(N ≤ t) = P(Binomial(t, p) ≥ m).

    References
    ----------
    Johnson, Kemp, Kotz, Univariate Discrete Distributions, 3rd ed. (2005), ch. 5.
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
        return waiting_band(self.m, self.p, self.alpha)

    @property
    def largest(self) -> float:
        return max((1 - self.p) / self.p, 1.0)

    def misses(self, effect: float) -> float:
        up, down = self.p * (1 + effect), self.p * (1 - effect)
        missed = [at_least_trials(int(self.band.low), self.m, up)] if up <= 1 else []
        if down >= 0:
            missed.append(at_most_trials(int(self.band.high), self.m, down))
        return max(missed, default=1.0)


class MeanTest(Struct, frozen=True, dict=True):
    """Is the mean of n samples what it should be? Effects are errors of the mean.

    Parameters
    ----------
    n : int
        How many samples.
    sd : float, optional
        σ, or a bound of it.
    width : float, optional
        The width of an interval that holds all samples.
    alpha : float
        The rate of false failures.

    Raises
    ------
    ValueError
        If neither `sd` nor `width` is given, or one is not positive and finite.

    Notes
    -----
    - Gaussian samples with the standard deviation `sd`: exact, |mean − μ| ≤ z σ/√n with z = 4.89 at 1e-6.
    - Samples within an interval of this `width`, of any law: Hoeffding's bound, width √(ln(2/α) / 2n), or, if `sd` is
      given, Bernstein's: n h² = 2 ln(2/α) (σ² + width h / 3).

    References
    ----------
    Hoeffding, JASA 58 (1963). Boucheron, Lugosi, Massart, Concentration Inequalities (2013), §2.8.
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


class VarianceTest(Struct, frozen=True):
    """Do n Gaussian samples have the variance they should? Effects d are variances (1 + d) σ² and σ²/(1 + d).

    Parameters
    ----------
    n : int
        How many samples.
    known_mean : bool
        Whether squares are taken about the mean of the law, or about that of the samples.
    alpha : float
        The rate of false failures.

    Raises
    ------
    ValueError
        If there is no sample to spare.

    Notes
    -----
    ν s²/σ² is χ² with ν degrees of freedom; ν is n if the mean is known, else n − 1. Samples of lighter tails (uniform,
    truncated normal) spread less, so that the test fails them more seldom still.

    References
    ----------
    Lehmann, Romano, Testing Statistical Hypotheses, 3rd ed. (2005), §5.2.
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
        return Band(chi2_quotient(half, self.degrees, upper=False), chi2_quotient(half, self.degrees, upper=True))

    def misses(self, effect: float) -> float:
        half, band = self.degrees / 2, self.band
        up = gamma_tails(half, half * band.high / (1 + effect))[0]
        return max(up, gamma_tails(half, half * band.low * (1 + effect))[1])


class CdfTest(Struct, frozen=True):
    """Do n samples follow a distribution? Effects are sup|G − F|.

    Parameters
    ----------
    n : int
        How many samples.
    alpha : float
        The rate of false failures.
    m : int, optional
        How many samples the distribution is known by, if it is known by samples alone.

    Raises
    ------
    ValueError
        If there are no samples.

    Notes
    -----
    The inequality of Dvoretzky, Kiefer, Wolfowitz with Massart's constant:

        P(sup|F_n − F| > ε) ≤ 2 exp(−2 n ε²),    so    ε = √(ln(2/α) / 2n)

    It holds for every distribution, discrete ones too, where it is on the safe side. Of a distribution known by m
    samples alone, both empirical ones may be off: ε = √(ln(4/α) / 2n) + √(ln(4/α) / 2m).

    References
    ----------
    Massart, Ann. Probab. 18 (1990).
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
    """Return the smallest effect that a test sees.

    Parameters
    ----------
    test : SampleTest
        One of the tests here.
    miss_rate : float
        How often the effect may be missed.

    Returns
    -------
    effect : float
        As the test measures effects; infinite if it sees none.

    Notes
    -----
    By bisection of `misses`, which falls with the effect, to rounding.

    References
    ----------
    Lehmann, Romano, Testing Statistical Hypotheses, 3rd ed. (2005), ch. 3: power.
    """
    high = 1.0 if math.isinf(test.largest) else test.largest
    while not test.misses(high) <= miss_rate:
        high *= 2
        if high > min(test.largest, MAX_SAMPLES):
            return math.inf
    return crossing(lambda effect: test.misses(effect) <= miss_rate, 0.0, high)


def min_num_samples(test: Callable[[int], SampleTest], effect: float, *, miss_rate: float = MISS_RATE) -> int:
    """Return how many samples a test needs to see an effect.

    Parameters
    ----------
    test : callable
        ``test(n)`` makes a test: ``lambda n: FrequencyTest(n, 0.8)``, ``VarianceTest``, ``CdfTest``.
    effect : float
        What must be seen, as the test measures effects.
    miss_rate : float
        How often the effect may be missed.

    Returns
    -------
    n : int

    Raises
    ------
    ValueError
        If ten million samples don't show the effect.

    Notes
    -----
    With one sample less the test doesn't see it. Counts are whole numbers, so a binomial test of a few samples more may
    fall short again, by a hair.

    References
    ----------
    Lehmann, Romano, Testing Statistical Hypotheses, 3rd ed. (2005), ch. 3: power.
    """
    n = 2
    while not test(n).misses(effect) <= miss_rate:
        n *= 2
        if n > MAX_SAMPLES or not effect > 0:
            raise ValueError(f"no practical number of samples shows an effect of {effect}")
    return first_integer(lambda m: test(m).misses(effect) <= miss_rate, max(2, n // 2), n)


def _require(samples: int, alpha: float) -> None:
    if samples < 1 or not 0 < alpha < 1:
        raise ValueError("a test needs samples, and a rate of false failures in (0, 1)")


def _require_probability(p: float) -> None:
    if not 0 < p < 1:
        raise ValueError(f"a probability that is tested lies in (0, 1), not {p}")

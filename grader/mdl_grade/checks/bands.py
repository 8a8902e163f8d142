"""What a test accepts: bands of a binomial, a negative binomial and a χ² law, remembered once they are known."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from mdl_grade.checks.tails import binomial_tails, gamma_tails

Side = Literal["both", "up", "down"]
"""Which errors a test of a probability is about: too large, too small, or both."""


class Band(Struct, frozen=True):
    """What a test accepts, both ends included."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@lru_cache(maxsize=4096)
def binomial_band(n: int, p: float, alpha: float, side: Side) -> Band:
    tail = alpha / 2 if side == "both" else alpha
    # Bernstein's inequality says how far from the mean to look.
    t = math.log(1 / tail)
    reach = math.ceil(t / 3 + math.sqrt(2 * n * p * (1 - p) * t + (t / 3) ** 2)) + 1
    least, most = max(0, math.floor(n * p) - reach), min(n, math.ceil(n * p) + reach)
    low, high = 0, n
    if side != "up":
        low = first_integer(lambda k: binomial_tails(k, n, p)[0] > tail, least, most)
    if side != "down":
        high = first_integer(lambda k: binomial_tails(k + 1, n, p)[1] <= tail, least, most)
    return Band(low, high)


@lru_cache(maxsize=4096)
def waiting_band(m: int, p: float, alpha: float) -> Band:
    most = m
    while at_least_trials(most, m, p) > alpha / 2:
        most *= 2
    low = first_integer(lambda t: at_most_trials(t, m, p) > alpha / 2, m, most)
    high = first_integer(lambda t: at_least_trials(t + 1, m, p) <= alpha / 2, m, most)
    return Band(low, high)


def at_most_trials(t: int, m: int, p: float) -> float:
    """P(N ≤ t), the probability that the m-th success comes no later."""
    return binomial_tails(m, t, p)[1]


def at_least_trials(t: int, m: int, p: float) -> float:
    """P(N ≥ t), the probability that t − 1 trials have fewer than m successes."""
    return binomial_tails(m - 1, t - 1, p)[0]


@lru_cache(maxsize=4096)
def chi2_quotient(tail: float, degrees: int, *, upper: bool) -> float:
    """Return the q at which χ²_ν / ν has this much probability above it, or below it."""
    half = degrees / 2
    if upper:
        return math.exp(crossing(lambda t: gamma_tails(half, half * math.exp(t))[1] <= tail, 0.0, 6.0))
    # P(χ² ≤ x) ≤ (x/2)^a / Γ(a + 1) says how far down to look.
    bottom = (math.log(tail) + math.lgamma(half + 1)) / half - math.log(half)
    return math.exp(crossing(lambda t: gamma_tails(half, half * math.exp(t))[0] > tail, min(bottom, -1e-9), 1.0))


def crossing(reached: Callable[[float], bool], low: float, high: float) -> float:
    """Return where a monotone condition begins to hold in (low, high], up to rounding; `high` if nowhere before."""
    while True:
        middle = (low + high) / 2
        if not low < middle < high or high - low <= 1e-13 * abs(middle):
            return high
        low, high = (low, middle) if reached(middle) else (middle, high)


def first_integer(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Return the first integer in [low, high] where a monotone condition holds; `high` if nowhere before."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low

"""Counts: right ones pass whatever n p is, wrong ones fail at the effect that `sees` names, and form is looked at."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np
import pytest

from mdl_grade.checks import (
    CheckFailed,
    FrequencyTest,
    WaitingTest,
    check_arrangements,
    check_frequencies,
    check_waiting,
    min_effect,
)
from mdl_grade.records.evidence import BeyondChance, BrokenLaw, WrongDtype, WrongShape, WrongType


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


# --- level and power ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("k", "n"), [(2, 200), (2, 2000), (3, 300), (4, 400), (6, 120), (20, 400), (100, 3000)])
def test_fair_things_fail_at_most_at_the_stated_rate(k: int, n: int) -> None:
    """At α = 1e-2, of 4000 fair draws at most 65 fail (40 expected, four deviations), for large n p and small."""
    rng, p = np.random.default_rng(k * n), np.full(k, 1 / k)
    test = FrequencyTest(n, tuple(p), 1e-2)
    low, high = test.band(1 / k).low, test.band(1 / k).high
    counts = rng.multinomial(n, p, size=4000)
    assert np.sum(((counts < low) | (counts > high)).any(axis=1)) <= 65


def test_equal_counts_are_fair() -> None:
    """A coin that falls 500 times on either side is no cheat: nothing fails for being even."""
    check_frequencies([500, 500], 1000, [0.5, 0.5], sees=0.5)
    check_frequencies([1000] * 3, 3000, np.full(3, 1 / 3), sees=0.5)
    check_frequencies(np.full(4, 400), 1600, np.full(4, 1 / 4), sees=0.5)


@pytest.mark.parametrize("p", [(0.5, 0.5), (1 / 6,) * 6, (0.05, 0.4, 0.3, 0.25), (0.8,), (0.02,)])
def test_an_effect_in_sight_is_never_missed(p: tuple[float, ...]) -> None:
    """One probability that is off by what the test says it sees fails in all of 40 draws, too large or too small."""
    rng, n = np.random.default_rng(1), 12_000
    d = min_effect(FrequencyTest(n, p))
    for i in range(len(p)):
        for q in (p[i] * (1 + d), p[i] * (1 - d)):
            if 0 <= q <= 1:
                rest = np.array(p) * (1 - q) / (1 - p[i])
                for _ in range(40):
                    rest[i] = q
                    counts = rng.multinomial(n, rest / rest.sum()) if len(p) > 1 else rng.binomial(n, [q])
                    assert fails(lambda c=counts: check_frequencies(c, n, np.array(p), sees=d))


def test_unequal_probabilities() -> None:
    """A softmax passes, the one of another temperature does not; a token of 0.05 that is halved is seen at 9,280."""
    rng = np.random.default_rng(2)
    z = np.array([1.0, 0.0, -1.0, 0.5])
    p, hot = (np.exp(z / t) / np.exp(z / t).sum() for t in (1.0, 1.3))
    check_frequencies(rng.multinomial(20_000, p), 20_000, p, sees=0.3)
    evidence = failure(lambda: check_frequencies(rng.multinomial(20_000, hot), 20_000, p, sees=0.3, what="tokens"))
    assert isinstance(evidence, BeyondChance)
    assert (evidence.index, evidence.samples) == ((2,), 20_000)
    assert evidence.got > evidence.high > evidence.expected == pytest.approx(p[2], abs=1e-4)
    tokens = (0.05, 0.2, 0.15, 0.15, 0.15, 0.15, 0.15)
    assert FrequencyTest(9_280, tokens).misses(0.5) <= 1e-6


def test_what_cannot_happen_and_what_must() -> None:
    """One count of what has probability zero fails, at any n; so does one missing count of what is certain."""
    evidence = failure(lambda: check_frequencies([500, 499, 1], 1000, [0.5, 0.5, 0.0], sees=0.5))
    assert (evidence.index, evidence.excess) == ((2,), "inf")
    check_frequencies([[500, 500], [0, 1000]], 1000, [[0.5, 0.5], [0.0, 1.0]], sees=0.5)
    assert fails(lambda: check_frequencies([[500, 500], [1, 999]], 1000, [[0.5, 0.5], [0.0, 1.0]], sees=0.5))


def test_rare_events() -> None:
    """Five of 500 at p = 0.01: too much is seen from ninefold on, and too little is no matter that can be seen."""
    check_frequencies(5, 500, 0.01, sees=9, side="up")
    assert fails(lambda: check_frequencies(50, 500, 0.01, sees=9, side="up"))
    check_frequencies(0, 500, 0.01, sees=9, side="up")
    with pytest.raises(ValueError, match="effects from"):
        check_frequencies(5, 500, 0.01, sees=0.9)


def test_dropout() -> None:
    """Kept and dropped exchanged fail; a mask that the batch shares fails by the sums of its columns."""
    rng, N, D, keep = np.random.default_rng(3), 200, 100, 0.8
    mask, shared = rng.random((N, D)) < keep, np.tile(rng.random(D) < keep, (N, 1))

    def check(mask: Any) -> None:
        check_frequencies(mask.sum(), N * D, keep, sees=0.05, what="the share kept")
        check_frequencies(mask.sum(0), N, np.full(D, keep), sees=0.6, side="down", what="what a unit keeps")

    check(mask)
    evidence = failure(lambda: check(~mask))
    assert evidence == BeyondChance(
        what="the share kept",
        quantity="share",
        got=float(f"{(~mask).mean():.3e}"),
        expected=0.8,
        low=0.7861,
        high=0.8137,
        excess=evidence.excess,
        samples=20_000,
    )
    assert evidence.excess == pytest.approx(0.6 / 0.0139, rel=0.02)
    assert fails(lambda: check(shared))


# --- form -----------------------------------------------------------------------------------------------------------
def test_counts_of_another_form_fail() -> None:
    """As many as there are probabilities, whole, and n together: nothing else passes, and no exception escapes."""
    quarter = np.full(4, 0.25)

    def judged(counts: Any, p: Any = quarter, n: int = 4000) -> Any:
        return failure(lambda: check_frequencies(counts, n, p, sees=0.3))

    check_frequencies([1030, 980, 1000, 990], 4000, quarter, sees=0.3)
    assert isinstance(judged([1030]), WrongShape)
    assert isinstance(judged(np.array([[1030, 980, 1000, 990]])), WrongShape)
    assert isinstance(judged([1030, 1030, 1030, 1040]), BrokenLaw)
    assert isinstance(judged("abc"), WrongType)
    assert isinstance(judged(None), WrongType)
    assert isinstance(judged(["a", "b", "c", "d"]), WrongType)
    assert isinstance(judged([1030.5, 980.5, 999.0, 990.0]), WrongDtype)
    assert isinstance(judged([math.nan, 980.0, 1000.0, 990.0]), WrongDtype)
    assert isinstance(judged([math.inf, 980.0, 1000.0, 990.0]), WrongDtype)
    assert isinstance(judged([True, False, True, True]), WrongDtype)
    assert isinstance(judged(8000.5, 0.8, 10_000), WrongDtype)
    assert isinstance(judged("8000", 0.8, 10_000), WrongType)
    check_frequencies(8000.0, 10_000, 0.8, sees=0.06)


def test_too_few_trials_are_refused() -> None:
    """What n trials don't show is the author's mistake, told with what they do show."""
    with pytest.raises(ValueError, match="take more"):
        check_frequencies(np.full(6, 10), 60, np.full(6, 1 / 6), sees=0.2)
    with pytest.raises(ValueError, match="take more"):
        check_frequencies(80, 100, 0.8, sees=0.05)
    with pytest.raises(ValueError, match="probabilities"):
        check_frequencies([5, 5], 10, [1.2, -0.2], sees=0.5)


# --- waiting --------------------------------------------------------------------------------------------------------
def test_waiting_times_have_their_law() -> None:
    """At α = 1e-2 at most 33 of 2000 right waiting times fail; what is in sight never passes."""
    rng, m, p = np.random.default_rng(4), 400, 0.4
    band = WaitingTest(m, p, 1e-2).band
    right = m + rng.negative_binomial(m, p, 2000)
    assert 5 <= np.sum((right < band.low) | (right > band.high)) <= 37
    d = min_effect(WaitingTest(m, p))
    for q in (p * (1 + d), p * (1 - d)):
        for trials in m + rng.negative_binomial(m, q, 100):
            assert fails(lambda t=trials: check_waiting(t, m, p, sees=d))
    check_waiting(1000, m, p, sees=d)
    assert failure(lambda: check_waiting(400, m, p, sees=d)).quantity == "number of trials"
    assert isinstance(failure(lambda: check_waiting("1000", m, p, sees=d)), WrongType)
    with pytest.raises(ValueError, match="take more"):
        check_waiting(1000, m, p, sees=d / 2)


# --- arrangements ---------------------------------------------------------------------------------------------------
def shuffled(swap: Callable[[np.random.Generator, int, int], int], last: int = 0) -> Callable[..., list[int]]:
    def shuffle(rng: np.random.Generator, n: int = 4) -> list[int]:
        cards = list(range(n))
        for i in range(n - 1, last, -1):
            j = swap(rng, i, n)
            cards[i], cards[j] = cards[j], cards[i]
        return cards

    return shuffle


SHUFFLES: dict[str, Callable[..., Any]] = {
    "sattolo": shuffled(lambda rng, i, n: int(rng.integers(i))),
    "naive": shuffled(lambda rng, i, n: int(rng.integers(n)), last=-1),
    "a swap short": shuffled(lambda rng, i, n: int(rng.integers(i + 1)), last=1),
    "keys with ties": lambda rng: np.argsort(rng.integers(4, size=4), kind="stable"),
    "drawn once more if 0 comes first": lambda rng: next(p for i in range(2) if (p := rng.permutation(4))[0] or i == 1),
}


@pytest.mark.parametrize("name", SHUFFLES)
def test_wrong_shuffles_of_four_cards_are_seen(name: str) -> None:
    """6,000 orders show every classical mistake."""
    rng, shuffle = np.random.default_rng(5), SHUFFLES[name]
    orders = np.array([shuffle(rng) for _ in range(6000)])
    evidence = failure(lambda: check_arrangements(orders, 4, 6000, ordered=True, sees=0.8))
    assert isinstance(evidence, BeyondChance)
    assert evidence.what.startswith("the order ")


def test_fair_arrangements_pass() -> None:
    """Fisher and Yates, NumPy's permutations, choices without replacement and reservoirs, whatever their order."""
    rng, n = np.random.default_rng(6), 6000
    fair = shuffled(lambda rng, i, n: int(rng.integers(i + 1)))

    def reservoir(rng: np.random.Generator) -> list[int]:
        kept = [0, 1]
        for i in range(2, 5):
            if (j := int(rng.integers(i + 1))) < 2:
                kept[j] = i
        return kept

    check_arrangements([fair(rng) for _ in range(n)], 4, n, ordered=True, sees=0.8)
    check_arrangements(rng.permuted(np.tile(np.arange(4), (n, 1)), axis=1), 4, n, ordered=True, sees=0.8)
    reservoirs = [reservoir(rng) for _ in range(n)]
    check_arrangements(reservoirs, 5, n, size=2, ordered=False, sees=0.5)
    first = [[0, int(rng.integers(1, 5))] for _ in range(n)]
    assert fails(lambda: check_arrangements(first, 5, n, size=2, ordered=False, sees=0.5))
    late = [k if 4 not in k or rng.random() < 0.5 else [0, 1] for k in reservoirs]
    assert failure(lambda: check_arrangements(late, 5, n, size=2, ordered=False, sees=0.5)).what == "the subset 0, 1"


def test_orders_are_counted_each_on_its_own() -> None:
    """Every order of three comes once: the counts are those, and nothing else is an order."""
    orders = np.array(list(permutations(range(3))) * 1000)
    check_arrangements(orders, 3, 6000, ordered=True, sees=0.5)
    for wrong in ([0, 0, 1], [0, 1, 3], [-1, 0, 1]):
        bad = orders.copy()
        bad[17] = wrong
        assert isinstance(failure(lambda b=bad: check_arrangements(b, 3, 6000, ordered=True, sees=0.5)), BrokenLaw)
    assert isinstance(failure(lambda: check_arrangements(orders[:9], 3, 6000, ordered=True, sees=0.5)), WrongShape)
    with pytest.raises(ValueError, match="ways to draw"):
        check_arrangements(orders, 40, 6000, ordered=True, sees=0.5)


def test_kernels_of_chains_are_counted_row_by_row() -> None:
    """From each state as many steps: the kernel's own pass, those of its transpose don't."""
    rng, n = np.random.default_rng(7), 8000
    P = np.array([[0.5, 0.5, 0.0], [0.1, 0.6, 0.3], [0.0, 0.2, 0.8]])
    steps = np.array([rng.multinomial(n, row) for row in P])
    check_frequencies(steps, n, P, sees=0.4)
    assert fails(lambda: check_frequencies(np.array([rng.multinomial(n, r / r.sum()) for r in P.T]), n, P, sees=0.4))


def test_independence_by_joint_counts() -> None:
    """Two draws with known margins: the products of their probabilities pass for independent ones alone."""
    rng, n = np.random.default_rng(8), 20_000
    p, q = np.array([0.5, 0.3, 0.2]), np.array([0.6, 0.4])
    i, j = rng.choice(3, n, p=p), rng.choice(2, n, p=q)
    joint = np.bincount(2 * i + j, minlength=6).reshape(3, 2)
    check_frequencies(joint, n, np.outer(p, q), sees=0.3)
    j[i == 2] = 0
    assert fails(
        lambda: check_frequencies(np.bincount(2 * i + j, minlength=6).reshape(3, 2), n, np.outer(p, q), sees=0.3)
    )

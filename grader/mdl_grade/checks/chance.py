"""How often chance may fail a right answer, and how the tests of one check share it.

A check may fail a right answer once in a million times: 40 checks of 300 learners at 1 % would fail 120 of them. It may
hold any number of tests. The first takes 1/2 of the million's one, the second 1/6, the i-th 1/(i (i + 1)), and all
these shares add up to one, however many tests there are: Boole's inequality then bounds the whole, whether the tests
depend on one another or not. `one_check` opens an account, and every statistical check draws on it by itself.

So careful a test is blind to small effects. It is therefore told which effect it must not miss (`sees`), and refuses
to run with too few samples for it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import numpy as np

from mdl_grade.checks.failure import CheckFailed
from mdl_grade.checks.form import tensor
from mdl_grade.checks.sample_tests import MISS_RATE, SampleTest, min_effect
from mdl_grade.records.evidence import BeyondChance, WrongShape
from mdl_grade.records.numbers import number

_numbers: ContextVar[Iterator[int] | None] = ContextVar("numbers", default=None)


@contextmanager
def one_check() -> Iterator[None]:
    """Let all statistical checks called within share one rate of false failures."""
    token = _numbers.set(itertools.count(1))
    try:
        yield
    finally:
        _numbers.reset(token)


def share(alpha: float) -> float:
    """Return the rate of false failures that the next test may have: alpha itself outside of `one_check`."""
    numbers = _numbers.get()
    if numbers is None:
        return alpha
    i = next(numbers)
    return alpha / (i * (i + 1))


def require_sight(test: SampleTest, sees: float) -> None:
    """Refuse a test that may miss the effect that it is there for.

    Raises
    ------
    ValueError
        If it misses the effect more than once in a million times.
    """
    if not _misses(test, sees) <= MISS_RATE:
        raise ValueError(
            f"{test} shows effects from {min_effect(test):.3g} on, not {sees:g}: take more (min_num_samples)"
        )


@lru_cache(maxsize=1024)
def _misses(test: Any, sees: float) -> float:
    return float(test.misses(sees))


def finite_samples(samples: Any, n: int, what: str, where: object) -> Any:
    """Check that there are n real and finite samples, in an array of any shape; return them as a float64 row."""
    if isinstance(samples, np.ndarray) and samples.dtype.kind in "iu":
        samples = samples.astype(np.float64)
    array = tensor(what, samples, np.shape(samples) if isinstance(samples, np.ndarray) else (n,), where)
    if array.size != n:
        raise CheckFailed(WrongShape(what=what, got=array.shape, expected=(n,), case=str(where)), where)
    return array.astype(np.float64).ravel()


def beyond_chance(
    what: str,
    quantity: str,
    figures: tuple[float, float, float, float],
    n: int,
    where: object,
    index: tuple[int, ...] = (),
) -> CheckFailed:
    """Return the failure of a statistic, from (got, expected, lowest, highest)."""
    got, expected, low, high = figures
    evidence = BeyondChance(
        what=what,
        quantity=quantity,
        got=number(got, 4),
        expected=number(expected, 4),
        low=number(low, 4),
        high=number(high, 4),
        excess=number(excess(*figures)),
        samples=n,
        index=index,
        case=str(where),
    )
    return CheckFailed(evidence, where)


def excess(got: float, expected: float, low: float, high: float) -> float:
    """Return how many times as far off something is as it may be; infinite if it may not be off at all."""
    off, limit = abs(got - expected), abs((high if got > expected else low) - expected)
    return off / limit if limit > 0 else (math.inf if off > 0 else 0.0)

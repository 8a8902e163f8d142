"""Limits of stability."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from quadratic_runs import (
    Step,
    momentum,
    nesterov,
    quadratic,
    run,
)
from verdicts import failure

from mdl_grade.checks import (
    Inconclusive,
    check_stability_limit,
)
from mdl_grade.records.evidence import (
    NoGrowth,
    NotFinite,
    Unstable,
    WrongShape,
    WrongType,
)


@pytest.mark.parametrize("scale", [1e-150, 1.0, 1e150])
@pytest.mark.parametrize("mu", [0.0, 0.5, 0.9])
def test_stability_limits(mu: float, scale: float) -> None:
    """Momentum is stable up to 2 (1 + μ) / L, Nesterov up to 2 (1 + μ) / ((1 + 2 μ) L); 3 % beside that is wrong."""
    rng = np.random.default_rng(1)
    A, x0 = quadratic(7.0, rng), scale * rng.normal(size=5)
    for step, limit in ((momentum, 2 * (1 + mu) / 7), (nesterov, 2 * (1 + mu) / (1 + 2 * mu) / 7)):

        def path(lr: float, step: Step = step) -> Any:
            return run(step, A, x0, lr, 1500, mu)

        check_stability_limit(path, limit, 1500)
        below = failure(lambda p=path, r=limit: check_stability_limit(p, 1.03 * r, 1500))
        above = failure(lambda p=path, r=limit: check_stability_limit(p, 0.97 * r, 1500, where="too small"))
        assert isinstance(below, Unstable)
        assert isinstance(above, NoGrowth)
        assert above.case == "too small"
        assert 0 <= float(above.growth) <= 1 < float(below.growth)


def test_wrong_limits_and_runs() -> None:
    """1/L, 2/tr A and the largest entry are no limits; a run that ignores lr, climbs, or is NaN has none."""
    A = quadratic(7.0, np.random.default_rng(1))
    x0 = np.ones(5)

    def path(lr: float) -> list[Any]:
        return list(run(momentum, A, x0, lr, 300))

    def judge(path: Callable[[float], Any], limit: Any) -> Any:
        return failure(lambda: check_stability_limit(path, limit, 300))

    check_stability_limit(path, 2 / 7, 300)
    for limit in (1 / 7, 2 / np.trace(A), 2 / np.max(A), 0.0, -2 / 7, 7 / 2):
        assert isinstance(judge(path, limit), (Unstable, NoGrowth))
    assert isinstance(judge(lambda lr: path(0.1), 2 / 7), NoGrowth)
    assert isinstance(judge(lambda lr: path(-lr), 2 / 7), Unstable)
    assert isinstance(judge(lambda lr: np.full(301, np.nan), 2 / 7), Unstable)
    assert isinstance(judge(lambda lr: np.zeros(301), 2 / 7), NoGrowth)
    assert isinstance(judge(lambda lr: path(lr)[:-1], 2 / 7), WrongShape)
    assert isinstance(judge(lambda lr: "far", 2 / 7), WrongType)
    assert isinstance(judge(lambda lr: 1.0, 2 / 7), WrongType)
    assert isinstance(judge(path, np.nan), NotFinite)
    assert isinstance(judge(path, "2/L"), WrongType)


def test_a_converged_run_is_bounded() -> None:
    """What is left of x − x* when a run has converged is rounding, which may grow without being divergence."""
    A, minimum = np.diag([1.0, 4.0]), np.array([1.0, 1 / 3])

    def path(lr: float) -> Any:
        x, path = np.zeros(2), []
        for _ in range(6001):
            path.append(x - minimum)
            x = x - lr * (A @ x - A @ minimum)
        return np.array(path) + 1e-16 * np.linspace(0, 1, 6001)[:, None]

    check_stability_limit(path, 0.5, 6000)


def test_overflow_is_divergence() -> None:
    """A run that overflows in its first steps diverges, above the limit as it should, below as it should not."""

    def explode(lr: float) -> list[float]:
        return [min((lr / 0.3) ** (4000 * k), np.inf) if lr <= 0.3 else np.inf if k else 1.0 for k in range(101)]

    check_stability_limit(explode, 0.3, 100)
    evidence = failure(lambda: check_stability_limit(explode, 0.4, 100))
    assert isinstance(evidence, Unstable)
    assert (evidence.step, evidence.growth) == (1, "inf")
    with pytest.raises(ValueError, match="margin"):
        check_stability_limit(explode, 0.3, 100, margin=0.0)

    def cubed(lr: float) -> list[float]:
        x = [1.0]
        for _ in range(100):
            x.append(x[-1] * 0.9 if lr < 0.3 else (2 * x[-1]) ** 3)
        return x

    with pytest.raises(OverflowError):
        cubed(0.4)
    check_stability_limit(cubed, 0.3, 100)
    assert failure(lambda: check_stability_limit(cubed, 0.4, 100)).growth == "inf"


def test_runs_that_hardly_change_decide_nothing() -> None:
    """A badly conditioned run of few steps neither grows nor shrinks by much; one that does not move at all is wrong."""

    def slow(lr: float) -> Any:
        return (1 + (lr - 1)) ** np.linspace(0, 30, 301) + np.exp(-np.arange(301) / 200)

    with pytest.raises(Inconclusive, match="too little"):
        check_stability_limit(slow, 1.0, 300)
    assert isinstance(failure(lambda: check_stability_limit(lambda lr: np.ones(301), 1.0, 300)), NoGrowth)

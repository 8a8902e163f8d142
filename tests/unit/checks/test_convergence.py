"""Rates: right runs pass, wrong ones don't, and what has not settled decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quadratic_runs import (
    Step,
    bug_ema,
    bug_no_carry,
    momentum,
    nesterov,
    norms,
    optimal,
    quadratic,
    run,
)
from verdicts import failure

from mdl_grade.checks import (
    CheckFailed,
    Inconclusive,
    check_linear_rate,
    check_sublinear_rate,
    quadratic_rate,
)
from mdl_grade.records.evidence import (
    NotFinite,
    WrongDecay,
    WrongDtype,
    WrongRate,
    WrongShape,
    WrongType,
)


@pytest.mark.parametrize("kappa", [10.0, 100.0, 1000.0])
@pytest.mark.parametrize("scale", [1e-200, 1.0, 1e140])
def test_linear_rates_are_seen(kappa: float, scale: float) -> None:
    """Plain fits see gradient descent's 1 − ρ to six digits; corrected ones see double roots to 0.5 %."""
    A, x0 = np.diag(np.geomspace(1, kappa, 6)), np.ones(6)
    lr, mu = optimal(kappa)

    def seen(step: Step, lr: float, mu: float) -> float:
        rho = quadratic_rate(A, lr, mu=mu, nesterov=step is nesterov)
        errors = norms(run(step, A, x0, lr, int(31 / (1 - rho)), mu)) * scale
        rate = check_linear_rate(errors, rho, len(errors) - 1, double_root=mu > 0)
        return abs(rate - rho) / (1 - rho)

    assert seen(momentum, 2 / (1 + kappa), 0.0) <= 1e-6
    assert seen(momentum, lr, mu) <= 2e-3
    assert seen(nesterov, 1 / kappa, np.sqrt(mu)) <= 5e-3


def test_oscillating_runs_have_a_rate() -> None:
    """Too much momentum makes every mode oscillate; the norm over the modes still shrinks like √μᵏ, to 10 %."""
    rng = np.random.default_rng(0)
    for _ in range(50):
        mu = rng.uniform(0.5, 0.95)
        A = quadratic(10.0, rng)
        errors = norms(run(momentum, A, rng.normal(size=5), 0.1, int(25 / (1 - np.sqrt(mu))), mu))
        check_linear_rate(errors, np.sqrt(mu), len(errors) - 1)


def test_wrong_rates_are_refused() -> None:
    """A method without its momentum, with a different step size, stalling, or too good to be true, has another rate."""
    A, x0 = np.diag(np.geomspace(1, 100, 6)), np.ones(6)
    lr, mu = optimal(100.0)
    rho = float(np.sqrt(mu))
    right = norms(run(momentum, A, x0, lr, 170, mu))
    wrong = {
        "momentum not carried": norms(run(bug_no_carry, A, x0, 2 / 101, 170, mu)),
        "half the step size": norms(run(momentum, A, x0, lr / 2, 170, mu)),
        "exponential average": norms(run(bug_ema, A, x0, lr, 170, mu)),
        "stalls": np.maximum(right, 1e-4),
        "does not move": np.ones(171),
        "converges at once": np.array([1.0] + 170 * [0.0]),
        "converges in five steps": np.array([1.0, 0.5, 0.3, 0.2, 0.1] + 166 * [0.0]),
        "grows": right[::-1],
    }
    check_linear_rate(right, rho, 170, double_root=True)
    for name, errors in wrong.items():
        evidence = failure(
            lambda e=errors, n=name: check_linear_rate(e, rho, 170, double_root=True, what="‖x‖", where=n)
        )
        assert isinstance(evidence, WrongRate)
        assert (evidence.what, evidence.case, evidence.tolerance) == ("‖x‖", name, 0.01)
        assert float(evidence.error) > 0.01
        assert evidence.expected != evidence.got
        assert len(evidence.curve.x) == len(evidence.curve.yours) == len(evidence.curve.reference) <= 60
    assert isinstance(failure(lambda: check_linear_rate([np.nan] * 21, 0.5, 20)), NotFinite)


def test_rounding_has_no_rate() -> None:
    """Errors that have reached rounding are left out of the fit, so that a long run has the rate of a short one."""
    noise = 1e-15 * np.random.default_rng(0).random(400)
    assert check_linear_rate(0.8 ** np.arange(400) + noise, 0.8, 399) == pytest.approx(0.8, abs=1e-3)


def test_a_rate_needs_steps() -> None:
    """Runs too short to show it, and rates out of range, are mistakes of the author."""
    with pytest.raises(ValueError, match="20 steps"):
        check_linear_rate(np.ones(20), 0.5, 19)
    with pytest.raises(ValueError, match="60 steps"):
        check_linear_rate(np.ones(60), 0.5, 59, double_root=True)
    for rho in (0.0, 1.0):
        with pytest.raises(ValueError, match="between"):
            check_linear_rate(np.ones(21), rho, 20)
    with pytest.raises(ValueError, match="rtol"):
        check_linear_rate(np.ones(21), 0.5, 20, rtol=1.0)


@pytest.mark.parametrize(
    ("errors", "kind"),
    [
        (None, WrongType),
        ("0.5", WrongType),
        (["0.5"] * 21, WrongType),
        ([None] * 21, WrongType),
        (np.ones(21, complex), WrongDtype),
        ([1j] * 21, WrongDtype),
        ([True] * 21, WrongDtype),
        ([0.5] * 5, WrongShape),
        (np.ones(22), WrongShape),
        (np.ones((21, 1)), WrongShape),
        ([np.inf] * 21, NotFinite),
    ],
)
def test_errors_are_a_series_of_numbers(errors: Any, kind: type) -> None:
    """What an answer gives instead is refused as such, by all checks of rates, and nothing breaks."""
    assert isinstance(failure(lambda: check_linear_rate(errors, 0.5, 20)), kind)
    assert isinstance(failure(lambda: check_sublinear_rate(errors, 0.5, 20)), kind)


def test_a_rate_that_does_not_show_is_undecided() -> None:
    """Nothing but zeros, and runs that are still changing their rate, decide nothing."""
    k = np.arange(102.0)
    stalls_at_what_may_be_rounding = np.maximum(0.8**k, 0.8**90)
    for errors, rho in (
        (np.zeros(102), 0.9),
        (0.9**k + 1e4 * 0.8**k, 0.9),
        (stalls_at_what_may_be_rounding, 0.8),
    ):
        with pytest.raises(Inconclusive):
            check_linear_rate(errors, rho, 101)


def test_small_rates_must_be_right_in_their_logarithm() -> None:
    """Of ρ = 0.1 it is not enough that 1 − ρ is right to 10 %: 0.02 and 0.19 are others."""
    check_linear_rate(0.1 ** np.arange(60.0), 0.1, 59)
    for rho in (0.02, 0.19):
        assert isinstance(failure(lambda r=rho: check_linear_rate(r ** np.arange(60.0), 0.1, 59)), WrongRate)


def test_right_methods_from_random_starts_are_not_refused() -> None:
    """Gradient descent after 10 / (1 − ρ) steps, and double roots after 30 / (1 − ρ), from 20 starts each."""
    for kappa in (10.0, 100.0):
        lr, mu = optimal(kappa)
        methods = ((momentum, 2 / (1 + kappa), 0.0, 10), (momentum, lr, mu, 30), (nesterov, 1 / kappa, mu**0.5, 30))
        for step, rate, beta, foldings in methods:
            accepted = 0
            for seed in range(20):
                rng = np.random.default_rng(seed)
                A = quadratic(kappa, rng)
                rho = quadratic_rate(A, rate, mu=beta, nesterov=step is nesterov)
                steps = int(np.ceil(foldings / (1 - rho)))
                errors = norms(run(step, A, rng.normal(size=5), rate, steps, beta))
                try:
                    check_linear_rate(errors, rho, steps, double_root=beta > 0)
                    accepted += 1
                except Inconclusive:
                    pass
                slower = 1 - (1 - rho) / 1.3
                with pytest.raises((CheckFailed, Inconclusive)):
                    check_linear_rate(errors, slower, int(2 * steps), double_root=beta > 0)
            assert accepted >= 18


@settings(derandomize=True, deadline=None)
@given(p=st.floats(0.8, 2), constant=st.floats(1e-100, 1e100), lag=st.floats(0, 5))
def test_sublinear_rates_are_seen(p: float, constant: float, lag: float) -> None:
    """Errors C / (k + lag)^p have the order p, whatever C; half an order more or less is refused."""
    errors = constant / (np.arange(1001.0) + lag + 0.5) ** p
    assert check_sublinear_rate(errors, p, 1000).value == pytest.approx(p, rel=0.05)
    for wrong in (p - 0.5, p + 0.5):
        assert isinstance(failure(lambda e=wrong: check_sublinear_rate(errors, e, 1000)), WrongDecay)


def test_sublinear_rates_of_runs() -> None:
    """Gradient descent on x⁴/4 shrinks like 1/√k; on x²/2 like no power; a step size that decays as 1/k stalls it."""

    def descend(grad: Callable[[float], float], lr: Callable[[int], float]) -> Any:
        x = [1.0]
        for k in range(2000):
            x.append(x[-1] - lr(k) * grad(x[-1]))
        return np.array(x)

    check_sublinear_rate(descend(lambda x: x**3, lambda k: 0.1), 0.5, 2000)
    linear = failure(lambda: check_sublinear_rate(descend(lambda x: x, lambda k: 0.01), 0.5, 2000, what="|x|"))
    stalled = failure(lambda: check_sublinear_rate(descend(lambda x: x**3, lambda k: 0.1 / (k + 1)), 0.5, 2000))
    assert linear.got > 2
    assert (linear.what, linear.curve.axis) == ("|x|", "1/k")
    assert 0 <= stalled.got < 0.3
    assert failure(lambda: check_sublinear_rate([1.0] + [0.0] * 20, 1.0, 20)).got == "inf"
    with pytest.raises(Inconclusive, match="zero"):
        check_sublinear_rate(np.zeros(21), 1.0, 20)
    with pytest.raises(ValueError, match="16"):
        check_sublinear_rate(np.ones(6), 1.0, 5)


def verdict(errors: Any, p: float) -> str:
    try:
        check_sublinear_rate(errors, p, len(errors) - 1)
    except CheckFailed:
        return "refused"
    except Inconclusive:
        return "undecided"
    return "accepted"


def test_no_other_law_passes_for_a_power() -> None:
    """Linear convergence, and a run that stalls, have orders that move, and pass at no length."""
    for steps in range(200, 6000, 200):
        k = np.arange(steps + 1.0)
        for p in (0.5, 1.0, 2.0):
            assert verdict(0.999**k, p) != "accepted"
        assert verdict(1 / (k + 1) ** 2 + 5e-7, 1.0) != "accepted"
    garbage = 1 / np.arange(1.0, 1002)
    garbage[[i for i in range(126, 1001) if i not in (125, 250, 500, 1000)]] = 1.0
    assert verdict(garbage, 1.0) == "refused"


def test_noise_and_delays_refuse_nobody() -> None:
    """Right runs with 10 % noise pass; with a delay, and single runs of SGD, they are undecided at worst."""
    k = np.arange(1001.0)
    for seed in range(50):
        rng = np.random.default_rng(seed)
        for p in (0.5, 1.0, 2.0):
            assert verdict((1 + 0.1 * rng.normal(size=1001)) / (k + 1) ** p, p) == "accepted"
        errors = [4.0]
        x = np.full(10, 2.0)
        for step in range(1000):
            x = x - (x + rng.normal(size=10)) / (step + 2)
            errors.append(float(np.mean(x**2)))
        assert verdict(errors, 1.0) != "refused"
    assert verdict(1 / (k + 250), 1.0) == "undecided"

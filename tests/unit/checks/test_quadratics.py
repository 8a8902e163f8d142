"""Closed forms of runs on quadratics are exact, and wrong optimizers don't follow them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quadratic_runs import (
    Step,
    bug_ascent,
    bug_ema,
    bug_looks_back,
    bug_looks_lr_ahead,
    bug_no_carry,
    bug_old_velocity,
    bug_sign,
    bug_twice,
    momentum,
    nesterov,
    optimal,
    quadratic,
    run,
)
from verdicts import failure

from mdl_grade.checks import (
    check_trajectory,
    quadratic_modes,
    quadratic_rate,
)
from mdl_grade.records.evidence import (
    WrongCurve,
)


@settings(derandomize=True, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    kappa=st.floats(1, 1000),
    step=st.floats(0.01, 1.99),
    mu=st.floats(0, 0.99),
    look_ahead=st.booleans(),
)
def test_modes_are_the_iterates(seed: int, kappa: float, step: float, mu: float, look_ahead: bool) -> None:
    """300 steps of any of the methods, iterated, agree with the closed form to 1e-12 of the largest iterate."""
    rng = np.random.default_rng(seed)
    A, x0 = quadratic(kappa, rng), rng.normal(size=5)
    iterates = run(nesterov if look_ahead else momentum, A, x0, step / kappa, 300, mu)
    exact = quadratic_modes(A, x0, step / kappa, 300, mu=mu, nesterov=look_ahead)
    assert np.max(np.abs(iterates - exact)) <= 1e-12 * np.max(np.abs(iterates))


@pytest.mark.parametrize("kappa", [1.0, 4.0, 10.0, 100.0, 1000.0])
def test_double_roots_cost_no_digits(kappa: float) -> None:
    """At optimal parameters, where roots coincide or nearly do, the closed form stays exact."""
    A, x0 = np.diag(np.geomspace(1, kappa, 4)), np.array([1.0, -2.0, 0.5, 3.0])
    lr, mu = optimal(kappa)
    for step, rate, beta in ((momentum, lr, mu), (nesterov, 1 / kappa, np.sqrt(mu)), (momentum, 1 / kappa, 0.0)):
        iterates = run(step, A, x0, rate, 500, beta)
        exact = quadratic_modes(A, x0, rate, 500, mu=beta, nesterov=step is nesterov)
        assert np.max(np.abs(iterates - exact)) <= 1e-12 * np.max(np.abs(iterates))


def test_modes_of_indefinite_and_overshooting_quadratics() -> None:
    """Negative, zero and overshot curvatures, and roots of opposite sign, are modes like others."""
    A, x0 = np.diag([-1.0, 0.0, 1.0, 2.0, 3.0, 4.0]), np.ones(6)
    for mu in (0.0, 0.25, 0.9, 1.0):
        for step in (momentum, nesterov):
            iterates = run(step, A, x0, 0.5, 60, mu)
            exact = quadratic_modes(A, x0, 0.5, 60, mu=mu, nesterov=step is nesterov)
            np.testing.assert_allclose(exact, iterates, rtol=1e-11, atol=1e-12)


def test_rates_have_their_closed_forms() -> None:
    """Gradient descent at 2/(L+μ): (κ−1)/(κ+1); optimal momentum: (√κ−1)/(√κ+1); Nesterov at 1/L: 1−1/√κ."""
    for kappa in (10.0, 100.0, 1000.0):
        A, root = np.diag([1.0, 3.0, kappa]), np.sqrt(kappa)
        lr, mu = optimal(kappa)
        assert quadratic_rate(A, 2 / (1 + kappa)) == pytest.approx((kappa - 1) / (kappa + 1), rel=1e-14)
        assert quadratic_rate(A, lr, mu=mu) == pytest.approx(np.sqrt(mu), rel=1e-7)
        assert quadratic_rate(A, 1 / kappa, mu=np.sqrt(mu), nesterov=True) == pytest.approx(1 - 1 / root, rel=1e-7)


@pytest.mark.parametrize("scale", [1e-150, 1.0, 1e150])
def test_modes_judge_optimizers(scale: float) -> None:
    """Against the closed form, right methods pass at any scale, and every wrong one leaves within two steps."""
    rng = np.random.default_rng(3)
    A, x0 = quadratic(10.0, rng), scale * rng.normal(size=5)
    wrong_of: dict[Step, tuple[Step, ...]] = {
        momentum: (bug_sign, bug_no_carry, bug_ema, bug_old_velocity, bug_ascent, nesterov),
        nesterov: (momentum, bug_twice, bug_looks_back, bug_looks_lr_ahead),
    }
    for right, wrongs in wrong_of.items():
        exact = quadratic_modes(A, x0, 0.05, 20, mu=0.9, nesterov=right is nesterov)
        check_trajectory(run(right, A, x0, 0.05, 20, 0.9), exact)
        for wrong in wrongs:
            evidence = failure(lambda w=wrong, e=exact: check_trajectory(run(w, A, x0, 0.05, 20, 0.9), e))
            assert isinstance(evidence, WrongCurve)
            assert evidence.step <= 2


def test_a_quadratic_is_symmetric() -> None:
    """What is no quadratic from rest is refused."""
    for A, x0, mu in (([[1.0, 2.0], [0.0, 1.0]], [1.0, 1.0], 0.0), (np.eye(2), [1.0], 0.0), (np.eye(1), [1.0], -0.1)):
        with pytest.raises(ValueError, match=r"symmetric|shape|negative"):
            quadratic_modes(A, x0, 0.1, 5, mu=mu)

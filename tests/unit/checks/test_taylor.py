"""Taylor remainders, and the verdict beside them."""

from __future__ import annotations

import numpy as np
import pytest
from gradient_table import (
    REGIMES,
    by_taylor,
    dense,
    tally,
    tanh_net,
)
from verdicts import failure

from mdl_grade.checks import (
    Inconclusive,
    check_taylor,
    taylor_order,
)
from mdl_grade.records.evidence import WrongOrder


@pytest.mark.parametrize("regime", REGIMES)
def test_taylor_remainders_tell_right_from_wrong(regime: str) -> None:
    """Away from kinks, remainders of right gradients shrink fast enough, those of wrong ones don't."""
    counts = tally(regime, range(2), checks=(by_taylor,))
    assert set(counts) == {"right", "wrong"}, counts


@pytest.mark.parametrize("seed", range(5))
def test_taylor_orders_that_mislead_decide_nothing(seed: int) -> None:
    """A kink within 1e-2, a loss that dwarfs its gradient, and one that cancels, neither refuse nor accept by luck."""
    at, rng = {"x": np.zeros(3)}, np.random.default_rng(seed)
    check_taylor(lambda x: np.sum(np.abs(x - 1e-3)), at, {"x": -np.ones(3)}, rng=rng)
    failure(lambda: check_taylor(lambda x: np.sum(np.abs(x - 1e-3)), at, {"x": np.ones(3)}, rng=rng))
    for claim in (np.zeros(3), np.ones(3)):
        with pytest.raises(Inconclusive):
            check_taylor(lambda x: 1e13 + np.sum(x), at, {"x": claim}, rng=rng)
    with pytest.raises(Inconclusive):
        check_taylor(lambda x: (1e8 + np.sum(np.exp(x))) - 1e8, at, {"x": np.ones(3)}, rng=rng)
    with pytest.raises(TypeError, match="float64"):
        check_taylor(lambda x: np.float32(np.sum(x)), at, {"x": np.ones(3)}, rng=rng)


@pytest.mark.parametrize("seed", range(10))
def test_small_errors_beside_strong_curvature_are_seen(seed: int) -> None:
    """The remainder of sin(50 x) hides an error of 1e-3, that of tanh(20 x) one of 10 %: the slope shows them."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=3)
    g = 50 * np.cos(50 * x)
    check_taylor(lambda x: np.sum(np.sin(50 * x)), {"x": x}, {"x": g}, rng=rng)
    failure(lambda: check_taylor(lambda x: np.sum(np.sin(50 * x)), {"x": x}, {"x": 1.001 * g}, rng=rng))
    x /= 10
    g = 20 / np.cosh(20 * x) ** 2
    failure(lambda: check_taylor(lambda x: np.sum(np.tanh(20 * x)), {"x": x}, {"x": 1.1 * g}, rng=rng))


def test_the_order_of_a_taylor_remainder() -> None:
    """It is 3 for a gradient, 1 for a wrong one, and infinite where nothing but rounding is left."""
    problem, rng = tanh_net(np.random.default_rng(0)), np.random.default_rng(1)
    assert taylor_order(problem.loss, problem.at, problem.grads, rng=rng).value == pytest.approx(3, abs=0.1)
    off = {**problem.grads, "b2": 2 * problem.grads["b2"]}
    order = taylor_order(problem.loss, problem.at, off, rng=rng)
    assert (order.of, order.value) == ("b2", pytest.approx(1, abs=0.1))
    linear = dense(np.random.default_rng(0))
    assert taylor_order(linear.loss, linear.at, {"b": linear.grads["b"]}, of=["b"], rng=rng).value == np.inf


def test_taylor_evidence_is_a_figure() -> None:
    """A failure carries the remainders beside an ideal line of order 3 through the first."""
    problem = tanh_net(np.random.default_rng(0))
    evidence = failure(
        lambda: check_taylor(
            problem.loss,
            problem.at,
            {"W1": -problem.grads["W1"]},
            of=["W1"],
            rng=np.random.default_rng(1),
            where="here",
        )
    )
    assert isinstance(evidence, WrongOrder)
    assert (evidence.what, evidence.expected, evidence.case) == ("dW1", 3.0, "here")
    assert evidence.got == pytest.approx(1, abs=0.05)
    assert evidence.curve.x == (1e-2, 2.5e-3, 6.25e-4, 1.5625e-4)
    assert evidence.curve.reference[1] == pytest.approx(evidence.curve.yours[0] / 64, rel=0.02)

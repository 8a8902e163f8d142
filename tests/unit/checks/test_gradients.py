"""The gradient checks against a table of right and wrong gradients: verdicts, and what evidence tells."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gradient_table import (
    CHECKS,
    PROBLEMS,
    REGIMES,
    Array,
    Problem,
    by_check_grads,
    by_check_vjp,
    by_gradcheck,
    by_taylor,
    dense,
    sigmoid,
    softmax_cross_entropy,
    tally,
    tanh_net,
    verdict_of,
)
from verdicts import failure

from mdl_grade.checks import (
    Inconclusive,
    check_grads,
    check_vjp,
    gradcheck,
)
from mdl_grade.records.evidence import NotFinite, WrongDtype, WrongGradient, WrongShape, WrongType


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("check", CHECKS)
def test_right_gradients_pass_and_wrong_ones_fail(check: Any, regime: str) -> None:
    """No right gradient is refused and no wrong one accepted, whatever the scale of the loss."""
    counts = tally(regime, range(3), checks=(check,))
    assert set(counts) == {"right", "wrong"}, counts
    assert counts["right"] == 3 * len(PROBLEMS)
    assert counts["wrong"] > 3 * 5 * len(PROBLEMS)


def test_the_worst_entry_is_named() -> None:
    """Evidence points at the entry that is wrong, with both values and the case."""
    problem = dense(np.random.default_rng(0))
    dW = problem.grads["W"].copy()
    dW[3, 1] += 1.0
    rng = np.random.default_rng(1)
    evidence = failure(lambda: check_grads(problem.loss, problem.at, {"W": dW}, of=["W"], rng=rng, where="N=7"))
    assert isinstance(evidence, WrongGradient)
    assert (evidence.what, evidence.of, evidence.index, evidence.case) == ("dW", "W", (3, 1), "N=7")
    assert evidence.got == pytest.approx(dW[3, 1], rel=1e-4)
    assert evidence.measured == pytest.approx(dW[3, 1] - 1, rel=1e-4)
    assert gradcheck_evidence(problem, dW).index == (3, 1)


def gradcheck_evidence(problem: Problem, dW: Array) -> Any:
    return failure(lambda: gradcheck(problem.loss, problem.at, {"W": dW}, of=["W"]))


def test_large_tensors_are_not_explained_entry_by_entry() -> None:
    """Beyond 300 entries evidence gives the derivative along a direction, in a handful of evaluations."""
    rng = np.random.default_rng(2)
    x, calls = rng.normal(size=(40, 40)), []

    def loss(x: Array) -> Array:
        calls.append(1)
        return np.sum(np.tanh(x))

    evidence = failure(lambda: check_grads(loss, {"x": x}, {"x": 1.01 * (1 - np.tanh(x) ** 2)}, rng=rng))
    assert evidence.index is None
    assert len(calls) <= 20
    with pytest.raises(ValueError, match="check_grads"):
        gradcheck(loss, {"x": x}, {"x": x})


@pytest.mark.parametrize(
    ("dW", "kind"),
    [
        (None, WrongType),
        (1.0, WrongType),
        ([[0.0] * 5] * 5, WrongType),
        (np.zeros((5, 4)), WrongShape),
        (np.zeros((1, 5)), WrongShape),
        (np.zeros((5, 5), np.int64), WrongDtype),
        (np.zeros((5, 5), np.float16), WrongDtype),
        (np.zeros((5, 5), np.complex128), WrongDtype),
        (np.full((5, 5), np.nan), NotFinite),
        (np.full((5, 5), np.inf), NotFinite),
    ],
)
def test_form_comes_before_values(dW: Any, kind: type) -> None:
    """What is not a finite float array of the right shape is refused as such by every check of gradients."""
    problem, rng = dense(np.random.default_rng(0)), np.random.default_rng(1)
    grads = {**problem.grads, "W": dW}
    for check in (by_check_grads, by_gradcheck, by_check_vjp, by_taylor):
        assert isinstance(failure(lambda check=check: check(problem, grads, rng)), kind)


@pytest.mark.parametrize("huge", [1e200, 1e308, -1e308])
def test_huge_gradients_fail_quietly(huge: float) -> None:
    """A gradient near the largest float is wrong, and no warning."""
    problem, rng = dense(np.random.default_rng(0)), np.random.default_rng(1)
    grads = {**problem.grads, "W": np.full((5, 5), huge)}
    for check in (by_check_grads, by_gradcheck, by_check_vjp):
        assert isinstance(failure(lambda check=check: check(problem, grads, rng)), WrongGradient)


def test_float32_answers_meet_a_tolerance_of_their_own() -> None:
    """A gradient in float32 that has lost two of its digits to rounding passes; 1 % off still fails."""
    for make in (dense, sigmoid, tanh_net, softmax_cross_entropy):
        problem = make(np.random.default_rng(3))
        for check in CHECKS:
            right = {name: (g * (1 + 4e-6)).astype(np.float32) for name, g in problem.grads.items()}
            check(problem, right, np.random.default_rng(4))
            assert verdict_of(check, problem, {k: g.astype(np.float64) for k, g in right.items()}, 4) == "refused"
            off = {name: np.float32(1.01) * g for name, g in right.items()}
            assert verdict_of(check, problem, off, 4) == "refused"


def test_numbers_and_empty_tensors_have_gradients_too() -> None:
    """A scalar parameter is differentiated like any other; a tensor without entries has nothing to check."""
    at = {"a": 0.7, "nothing": np.zeros((0, 3))}

    def loss(a: Array, nothing: Array) -> Array:
        return np.sin(a) + np.sum(nothing)

    grads = {"a": float(np.cos(0.7)), "nothing": np.zeros((0, 3))}
    check_grads(loss, at, grads, rng=np.random.default_rng(0))
    gradcheck(loss, at, grads)
    assert failure(lambda: gradcheck(loss, at, {"a": 0.5}, of=["a"])).index == ()


def test_a_gradient_that_is_zero_everywhere() -> None:
    """Where L depends on nothing, zeros are right at a scale, and anything else is wrong; where it does, zeros are."""
    at = {"x": np.ones(4)}
    rng = np.random.default_rng(0)
    check_grads(lambda x: 3.0, at, {"x": np.zeros(4)}, rng=rng, scale=1.0)
    with pytest.raises(Inconclusive, match="without a scale"):
        check_grads(lambda x: 3.0, at, {"x": np.zeros(4)}, rng=rng)
    gradcheck(lambda x: 0.0, at, {"x": np.zeros(4)})
    check_grads(lambda x: np.sum((x - 1) ** 2), at, {"x": np.zeros(4)}, rng=rng, scale=1.0)
    failure(lambda: check_grads(lambda x: 3.0, at, {"x": np.full(4, 1e-3)}, rng=rng))
    failure(lambda: check_grads(lambda x: 3.0 + 1e-6 * np.sum(x**2), at, {"x": np.zeros(4)}, rng=rng))


def test_the_loss_must_be_a_number() -> None:
    """A loss that is an array, or a cotangent of another shape than f, is a mistake of the author."""
    with pytest.raises(TypeError, match="one real number"):
        gradcheck(lambda x: x, {"x": np.ones(2)}, {"x": np.ones(2)})
    with pytest.raises(ValueError, match="cotangent"):
        check_vjp(lambda x: x, {"x": np.ones(2)}, np.ones(3), {"x": np.ones(2)}, rng=np.random.default_rng(0))


def test_a_loss_that_is_not_finite_decides_nothing() -> None:
    """Differences of NaN are neither right nor wrong."""
    with pytest.raises(Inconclusive):
        check_grads(lambda x: np.nan, {"x": np.ones(2)}, {"x": np.ones(2)}, rng=np.random.default_rng(0))
    with pytest.raises(Inconclusive):
        gradcheck(lambda x: np.nan, {"x": np.ones(2)}, {"x": np.ones(2)})


def test_the_point_is_left_alone() -> None:
    """Neither the point nor the answer is changed, and both may be read-only."""
    problem = tanh_net(np.random.default_rng(0))
    for array in (*problem.at.values(), *problem.grads.values()):
        array.flags.writeable = False
    for check in CHECKS:
        check(problem, problem.grads, np.random.default_rng(1))


def test_a_float32_point_is_differenced_in_float64() -> None:
    """Differences of float32 numbers would be noise: the point is widened first."""
    x = np.random.default_rng(0).normal(size=5).astype(np.float32)
    check_grads(lambda x: np.sum(x**3), {"x": x}, {"x": 3 * x**2}, rng=np.random.default_rng(1))

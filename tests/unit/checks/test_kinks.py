"""Gradients near kinks and on them."""

from __future__ import annotations

import numpy as np
import pytest
from gradient_table import (
    Array,
    dense,
    sigmoid,
    tanh_net,
    wrong,
)
from verdicts import failure, outcome

from mdl_grade.checks import (
    Inconclusive,
    check_grads,
    check_subgradient,
    gradcheck,
)
from mdl_grade.records.evidence import WrongGradient


def test_no_false_alarm_near_kinks() -> None:
    """A layer of 4096 ReLUs has kinks within any step; its gradient is not refused, and one 1 % off not accepted."""
    for seed in range(5):
        rng = np.random.default_rng(seed)
        x, W, v = rng.normal(size=16), rng.normal(size=(16, 4096)) / 4, rng.normal(size=4096)
        dx = W @ (v * (x @ W > 0))

        def loss(x: Array, W: Array = W, v: Array = v) -> Array:
            return np.sum(v * np.maximum(x @ W, 0))

        check_grads(loss, {"x": x}, {"x": dx}, rng=rng)
        failure(lambda loss=loss, x=x, dx=dx, rng=rng: check_grads(loss, {"x": x}, {"x": 1.01 * dx}, rng=rng))


@pytest.mark.parametrize("frequency", [30, 300, 1000])
def test_strong_curvature_is_met_with_smaller_steps(frequency: float) -> None:
    """Where the largest step sees whole waves, the ladder goes down until differences mean something."""
    at, g = {"x": np.zeros(1)}, {"x": np.full(1, frequency)}
    check_grads(lambda x: np.sin(frequency * x), at, {"x": 1.0 * g["x"]}, rng=np.random.default_rng(0))
    gradcheck(lambda x: np.sin(frequency * x), at, {"x": 1.0 * g["x"]})
    failure(lambda: gradcheck(lambda x: np.sin(frequency * x), at, {"x": 1.1 * g["x"]}))


def test_one_step_that_is_fooled_refuses_nobody() -> None:
    """A loss that is steeper from 0.0002 on looks steeper to the largest step alone: a second one must agree."""

    def loss(x: Array) -> Array:
        return np.sum(np.where(np.abs(x) > 2e-4, 1.01 * x, x))

    check_grads(loss, {"x": np.zeros(1)}, {"x": np.ones(1)}, rng=np.random.default_rng(0))
    gradcheck(loss, {"x": np.zeros(1)}, {"x": np.ones(1)})


@pytest.mark.parametrize("at_zero", [0.0, 0.5, 1.0])
def test_on_a_kink_differences_decide_nothing(at_zero: float) -> None:
    """With every entry on the kink of a ReLU, no convention is refused, nor accepted, by two-sided differences."""
    v, x = np.array([1.0, -2.0, 0.5]), np.zeros(3)
    for check in (
        lambda loss, g: check_grads(loss, {"x": x}, {"x": g}, rng=np.random.default_rng(0)),
        lambda loss, g: gradcheck(loss, {"x": x}, {"x": g}),
    ):
        with pytest.raises(Inconclusive):
            check(lambda x: np.sum(v * np.maximum(x, 0)), at_zero * v)


def relu_at_zero(slope: float) -> Array:
    return np.where(KINKED == 0, slope, KINKED > 0) * SLOPES


KINKED = np.array([0.0, 1.3, 0.0, -0.4, 0.0, 0.8])
SLOPES = np.array([1.0, 0.3, 2.0, 0.7, 0.2, 1.1])


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("g", "right"),
    [
        (relu_at_zero(0.0), True),
        (relu_at_zero(0.5), True),
        (relu_at_zero(1.0), True),
        (relu_at_zero(2.0), False),
        (relu_at_zero(-0.1), False),
        (SLOPES * (KINKED < 0), False),
        (1.01 * relu_at_zero(1.0), False),
        (np.zeros(6), False),
    ],
)
def test_subgradients_of_relu(g: Array, right: bool, seed: int) -> None:
    """At 0 the slope of a ReLU may be anything from 0 to 1, and nothing else; elsewhere there is no choice."""

    def check() -> None:
        rng = np.random.default_rng(seed)
        check_subgradient(lambda x: np.sum(SLOPES * np.maximum(x, 0)), {"x": KINKED}, {"x": g}, rng=rng)

    if right:
        check()
    else:
        assert isinstance(failure(check), WrongGradient)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("g", "right"),
    [
        ([0, 1, 0, 0], True),
        ([0, 0, 0, 1], True),
        ([0, 0.5, 0, 0.5], True),
        ([0, 0.2, 0, 0.8], True),
        ([0, 1, 0, 1], False),
        ([0.25, 0.25, 0.25, 0.25], False),
        ([0, 0, 0, 0], False),
        ([1, 0, 0, 0], False),
    ],
)
def test_subgradients_of_a_tied_maximum(g: list[float], right: bool, seed: int) -> None:
    """The gradient of a maximum goes to tied entries, one or shared; not to each in full, nor to losers."""
    x = np.array([0.1, 2.0, -1.0, 2.0])

    def check() -> None:
        check_subgradient(
            lambda x: 3 * np.max(x), {"x": x}, {"x": 3 * np.array(g, float)}, rng=np.random.default_rng(seed)
        )

    if right:
        check()
    else:
        failure(check)


@pytest.mark.parametrize("k", range(2, 9))
def test_shares_of_a_tie_add_up(k: int) -> None:
    """Of k entries that tie, none may get all, nor all nothing, nor half, nor 99 % of the whole: under every seed."""
    at = {"x": np.ones(k)}
    for seed in range(20):
        for g in (np.eye(k)[0], np.full(k, 1 / k)):
            assert outcome(check_subgradient, largest, at["x"], g, seed) == "accepted"
        for g in (np.zeros(k), np.full(k, 0.5 / k), np.full(k, 0.99 / k), np.ones(k)):
            assert outcome(check_subgradient, largest, at["x"], g, seed) == "refused"


def largest(x: Array) -> Array:
    return np.max(x)


def norm(x: Array) -> Array:
    return np.sqrt(np.sum(x**2))


def pool(x: Array) -> Array:
    return np.max(x.reshape(3, 2, 3, 2), axis=(1, 3))


def test_ties_of_a_pooling_layer() -> None:
    """The first of the tied entries, or shares, are right; each in full, or none of them, is refused."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x, v = rng.integers(0, 2, size=(6, 6)).astype(float), rng.uniform(0.5, 1.5, size=(3, 3))
        wide = np.kron(pool(x), np.ones((2, 2)))
        tied = x == wide
        full = tied * np.kron(v, np.ones((2, 2)))
        count = np.kron(tied.reshape(3, 2, 3, 2).sum(axis=(1, 3)), np.ones((2, 2)))
        right, dropped = full / count, np.where(count > 1, 0.0, full)

        def loss(x: Array, v: Array = v) -> Array:
            return np.sum(v * pool(x))

        assert outcome(check_subgradient, loss, x, right, seed) == "accepted"
        assert outcome(check_subgradient, loss, x, full, seed) == "refused"
        assert outcome(check_subgradient, loss, x, dropped, seed) == "refused"


def test_a_norm_at_its_kink() -> None:
    """At 0 any g with ‖g‖ ≤ 1 is a subgradient of ‖x‖, and none beyond 1.3."""
    for seed in range(20):
        g = np.random.default_rng(seed).normal(size=4)
        g /= np.linalg.norm(g)
        assert outcome(check_subgradient, norm, np.zeros(4), 0.99 * g, seed) == "accepted"
        assert outcome(check_subgradient, norm, np.zeros(4), 1.3 * g, seed) != "undecided"


@pytest.mark.parametrize("wrong", [-1.0, 1.05, 2.0])
def test_large_tensors_on_their_kinks(wrong: float) -> None:
    """Beyond 300 entries a sample of them is tested: what is wrong everywhere is refused, what is right accepted."""
    for n in (301, 400, 2000):
        for seed in range(3):
            assert outcome(check_subgradient, relu_sum, np.zeros(n), np.full(n, 0.5), seed) == "accepted"
            assert outcome(check_subgradient, relu_sum, np.zeros(n), np.full(n, wrong), seed) == "refused"


def relu_sum(x: Array) -> Array:
    return np.sum(np.maximum(x, 0))


def test_kinks_that_bend_both_ways_decide_nothing() -> None:
    """Where kinks may cancel along a direction, right answers would be refused; wrong ones can't be told from them."""

    def both(x: Array) -> Array:
        return np.maximum(x[0], 0) - np.maximum(x[1], 0)

    for seed in range(20):
        for g in ([0.0, 0.0], [0.5, -0.5], [5.0, 5.0]):
            assert outcome(check_subgradient, both, np.zeros(2), np.array(g), seed) == "undecided"
        concave = outcome(check_subgradient, lambda x: -relu_sum(x), np.zeros(2), np.array([-0.5, 0.0]), seed)
        assert concave == "accepted"


def test_right_gradients_near_kinks_are_not_refused() -> None:
    """With kinks within 1e-5 of the point, but not on it, the gradient is accepted or undecided."""
    for seed in range(60):
        rng = np.random.default_rng(seed)
        away = rng.choice((-1.0, 1.0), size=6) * 10.0 ** rng.uniform(-6, -5, size=6)
        x, v = rng.normal(size=6), rng.uniform(0.5, 1.5, size=6)
        g = v * (away > 0)

        def loss(x: Array, at: Array = x, v: Array = v, away: Array = away) -> Array:
            return np.sum(v * np.maximum(x - at + away, 0))

        for check in (check_subgradient, check_grads):
            assert outcome(check, loss, x, g, seed) != "refused"


def test_all_relus_on_their_kinks() -> None:
    """With every entry on a kink, zeros are a subgradient, as ReLU′(0) = 0 is."""
    x, rng = np.zeros(4), np.random.default_rng(0)
    check_subgradient(lambda x: np.sum(np.maximum(x, 0)), {"x": x}, {"x": np.zeros(4)}, rng=rng)
    failure(lambda: check_subgradient(lambda x: np.sum(np.maximum(x, 0)), {"x": x}, {"x": -np.ones(4)}, rng=rng))


def test_subgradients_of_smooth_losses_are_gradients() -> None:
    """Away from kinks only the gradient passes."""
    for make in (dense, sigmoid, tanh_net):
        problem, rng = make(np.random.default_rng(0)), np.random.default_rng(1)
        check_subgradient(problem.loss, problem.at, problem.grads, rng=rng)
        for _, grads in wrong(problem, rng):
            failure(lambda p=problem, g=grads: check_subgradient(p.loss, p.at, g, rng=np.random.default_rng(1)))

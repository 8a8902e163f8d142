"""What differences can't tell: losses that dwarf their gradients, and points of any size."""

from __future__ import annotations

import numpy as np
import pytest
from gradient_table import (
    Array,
)
from verdicts import ALL_CHECKS, Check, as_vjp, failure, outcome, without_rng

from mdl_grade.checks import (
    Inconclusive,
    check_grads,
    check_taylor,
    gradcheck,
)


@pytest.mark.parametrize("size", [1e10, 1e11, 1e13, 1e15])
@pytest.mark.parametrize("check", ALL_CHECKS)
def test_a_loss_that_dwarfs_its_gradient_decides_nothing(check: Check, size: float) -> None:
    """Neither zeros nor the right gradient nor twice that are accepted, or refused, beside a loss of 1e10 and more."""
    for seed in range(5):
        for claim in (0.0, 1.0, 2.0):
            with pytest.raises(Inconclusive):
                check(
                    lambda x: size + np.sum(x),
                    {"x": np.ones(3)},
                    {"x": np.full(3, claim)},
                    rng=np.random.default_rng(seed),
                )


@pytest.mark.parametrize("depth", [15, 20])
def test_vanishing_gradients_are_not_taken_for_zero(depth: int) -> None:
    """At the start of a chain of sigmoids the gradient is 1e-11 or less: zeros and twice as much are undecided."""

    def chain(w: Array, rest: Array) -> Array:
        a = 0.5
        for weight in (w, *rest):
            a = 1 / (1 + np.exp(-weight * a))
        return a

    for seed in range(5):
        rng = np.random.default_rng(seed)
        w, rest = rng.uniform(0.5, 1.0), rng.uniform(0.5, 1.0, size=depth - 1)
        activations = [0.5]
        for weight in (w, *rest):
            activations.append(1 / (1 + np.exp(-weight * activations[-1])))
        slope = 0.5
        for i, weight in enumerate((w, *rest)):
            slope *= activations[i + 1] * (1 - activations[i + 1]) * (weight if i else 1.0)
        for claim in (0.0, 2 * slope):
            with pytest.raises(Inconclusive):
                check_grads(chain, {"w": w, "rest": rest}, {"w": claim}, of=["w"], rng=rng)
        check_grads(chain, {"w": w, "rest": rest}, {"w": 0.0}, of=["w"], rng=rng, scale=1.0)


def test_losses_without_their_digits_refuse_nobody() -> None:
    """A loss in float32 is refused as such; one that was, or that cancels, is undecided, also if a factor hides it."""

    def cut(x: Array) -> float:
        return float(np.float32(np.sum(np.exp(x))))

    def cancelling(x: Array) -> Array:
        return (1e8 + np.sum(np.exp(x))) - 1e8

    for seed in range(30):
        x = np.random.default_rng(seed).normal(size=4)
        for check in ALL_CHECKS:
            rng = np.random.default_rng(seed)
            with pytest.raises(TypeError, match="float64"):
                check(lambda x: np.sum(np.exp(x), dtype=np.float32), {"x": x}, {"x": np.exp(x)}, rng=rng)
            for loss in (cut, cancelling):
                for factor in (1.0, 0.37):
                    got = outcome(check, lambda x, f=factor, of=loss: f * of(x), x, factor * np.exp(x), seed)
                    assert got != "refused"
        for check in (check_grads, check_taylor, without_rng):
            told = outcome(check, lambda x: 0.37 * cancelling(x), x, 0.37 * np.exp(x), seed, loss_scale=1e8)
            assert told == "undecided"


@pytest.mark.parametrize("check", [check_grads, without_rng, as_vjp])
@pytest.mark.parametrize("size", [1e-8, 1e-4, 1e3, 1e6])
def test_steps_follow_the_size_of_the_point(check: Check, size: float) -> None:
    """Far from unit scale, log x near 0 and x² at a million are decided, and 1 % off is refused."""
    functions = ((lambda x: np.sum(np.log(x)), lambda x: 1 / x), (lambda x: np.sum(x**2), lambda x: 2 * x))
    for seed in range(10):
        x = size * np.random.default_rng(seed).uniform(1, 2, size=4)
        for loss, gradient in functions:
            assert outcome(check, loss, x, gradient(x), seed) == "accepted"
            assert outcome(check, loss, x, 1.01 * gradient(x), seed) == "refused"


def test_small_entries_are_checked_by_entry() -> None:
    """An entry of 1 that doubles beside one of 1e7 is rounding to the tensor, and wrong by itself."""
    c = np.array([1e7, 1.0])

    def loss(x: Array) -> Array:
        return np.sum(c * np.sin(x))

    at = {"x": np.zeros(2)}
    gradcheck(loss, at, {"x": c * [1.0, 1.9]})
    gradcheck(loss, at, {"x": c}, by="entry")
    assert failure(lambda: gradcheck(loss, at, {"x": c * [1.0, 1.9]}, by="entry")).index == (1,)
    with pytest.raises(ValueError, match="'entry'"):
        gradcheck(loss, at, {"x": c}, by="row")

"""The gradient checks against a table of right and wrong gradients, at several scales. To repeat it on fresh seeds:

PYTHONPATH=grader:tests/unit/checks python -c "from test_gradients import *; print(tally('unit', range(9, 209)))"
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from mdl_grade.checks import (
    CheckFailed,
    Inconclusive,
    check_grads,
    check_subgradient,
    check_taylor,
    check_vjp,
    gradcheck,
    taylor_order,
)
from mdl_grade.records.evidence import NotFinite, WrongDtype, WrongGradient, WrongOrder, WrongShape, WrongType

Array = Any
Grads = Mapping[str, Array]


# --- the table ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Problem:
    """A function f of named tensors, a cotangent v, and the gradients of L = ⟨v, f⟩; `bugs` are made by hand."""

    f: Callable[..., Array]
    at: Mapping[str, Array]
    v: Array
    grads: Grads
    bugs: Mapping[str, Grads]
    offset: float = 0.0
    scale: float | None = None

    def loss(self, **x: Array) -> Array:
        return np.sum(self.v * self.f(**x)) + self.offset

    def scaled(self, c: float) -> Problem:
        return replace(
            self,
            v=c * self.v,
            scale=None if self.scale is None else c * self.scale,
            grads={k: c * g for k, g in self.grads.items()},
            bugs={label: {k: c * g for k, g in grads.items()} for label, grads in self.bugs.items()},
        )


def dense(rng: np.random.Generator) -> Problem:
    at = {"X": rng.normal(size=(7, 5)), "W": rng.normal(size=(5, 5)), "b": rng.normal(size=5)}
    v = rng.normal(size=(7, 5))
    grads = {"X": v @ at["W"].T, "W": at["X"].T @ v, "b": v.sum(axis=0)}
    bugs = {
        "dX without the transpose": {"X": v @ at["W"]},
        "db of the first sample": {"b": v[0]},
        "dW averaged": {"W": grads["W"] / 7},
    }
    return Problem(lambda X, W, b: X @ W + b, at, v, grads, bugs)


def ridge(rng: np.random.Generator) -> Problem:
    """A linear model with a penalty ½ λ |W|², λ = 1e-4: forgetting it is a small mistake."""
    at, lam = {"W": rng.normal(size=(5, 3))}, 1e-4
    X = rng.normal(size=(11, 5))
    v = np.ones(2)

    def f(W: Array) -> Array:
        return np.array([np.sum((X @ W) ** 2) / 22, lam * np.sum(W**2) / 2])

    dW = X.T @ (X @ at["W"]) / 11
    return Problem(f, at, v, {"W": dW + lam * at["W"]}, {"penalty missing": {"W": dW}})


def sigmoid(rng: np.random.Generator) -> Problem:
    at = {"z": rng.normal(size=(6, 4))}
    v = rng.normal(size=(6, 4))
    a = 1 / (1 + np.exp(-at["z"]))
    bugs = {"a(1 − a) missing": {"z": v}, "derivative taken at a": {"z": v * np.exp(-a) / (1 + np.exp(-a)) ** 2}}
    return Problem(lambda z: 1 / (1 + np.exp(-z)), at, v, {"z": v * a * (1 - a)}, bugs)


def tanh_net(rng: np.random.Generator) -> Problem:
    sizes = {"X": (7, 5), "W1": (5, 3), "b1": (3,), "W2": (3, 2), "b2": (2,)}
    at = {name: rng.normal(size=shape) for name, shape in sizes.items()}
    v = rng.normal(size=(7, 2))
    H = np.tanh(at["X"] @ at["W1"] + at["b1"])

    def backward(dH: Array) -> Grads:
        dZ = dH * (1 - H**2)
        return {"X": dZ @ at["W1"].T, "W1": at["X"].T @ dZ, "b1": dZ.sum(axis=0)}

    grads = {**backward(v @ at["W2"].T), "W2": H.T @ v, "b2": v.sum(axis=0)}
    bugs = {"1 − h for 1 − h²": {"b1": (v @ at["W2"].T * (1 - H)).sum(axis=0)}}
    return Problem(lambda X, W1, b1, W2, b2: np.tanh(X @ W1 + b1) @ W2 + b2, at, v, grads, bugs)


def softmax_cross_entropy(rng: np.random.Generator) -> Problem:
    Z, y = rng.normal(size=(10, 10)), rng.integers(10, size=10)
    v = np.full(10, 0.1)

    def f(Z: Array) -> Array:
        return np.log(np.sum(np.exp(Z), axis=1)) - Z[np.arange(10), y]

    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)
    hot = np.eye(10)[y]
    bugs = {"one-hot missing": {"Z": P / 10}, "not averaged": {"Z": P - hot}, "transposed": {"Z": (P - hot).T / 10}}
    return Problem(f, {"Z": Z}, v, {"Z": (P - hot) / 10}, bugs)


def strided_convolution(rng: np.random.Generator) -> Problem:
    at = {"x": rng.normal(size=13), "k": rng.normal(size=3)}
    v = rng.normal(size=6)

    def f(x: Array, k: Array) -> Array:
        return np.lib.stride_tricks.sliding_window_view(x, 3)[::2] @ k

    dx, last = np.zeros(13), np.zeros(13)
    for i in range(6):
        dx[2 * i : 2 * i + 3] += v[i] * at["k"]
        last[2 * i : 2 * i + 3] = v[i] * at["k"]
    dk = np.lib.stride_tricks.sliding_window_view(at["x"], 3)[::2].T @ v
    bugs = {"overlaps overwritten": {"x": last}, "kernel flipped": {"k": dk[::-1]}}
    return Problem(f, at, v, {"x": dx, "k": dk}, bugs)


def relu(rng: np.random.Generator) -> Problem:
    """A ReLU net away from its kinks."""
    at = {"X": rng.normal(size=(7, 5)), "W": rng.normal(size=(5, 3))}
    while np.min(np.abs(at["X"] @ at["W"])) < 0.02:
        at = {"X": rng.normal(size=(7, 5)), "W": rng.normal(size=(5, 3))}
    v = rng.normal(size=(7, 3))
    dZ = v * (at["X"] @ at["W"] > 0)
    bugs = {"no mask": {"W": at["X"].T @ v}, "mask of dY": {"W": at["X"].T @ (v * (v > 0))}}
    return Problem(lambda X, W: np.maximum(X @ W, 0), at, v, {"X": dZ @ at["W"].T, "W": at["X"].T @ dZ}, bugs)


def dead_inputs(rng: np.random.Generator) -> Problem:
    """A bias before a centring cancels: its gradient is zero, up to rounding, and needs a scale."""
    at = {"X": rng.normal(size=(6, 3)), "b": rng.normal(size=3)}
    v = rng.normal(size=(6, 3))
    centred = v - v.mean(axis=0)
    grads = {"X": centred, "b": centred.sum(axis=0)}
    bugs = {"mean path missing": {"X": v, "b": v.sum(axis=0)}}
    return Problem(lambda X, b: X + b - np.mean(X + b, axis=0), at, v, grads, bugs, scale=1.0)


PROBLEMS = (dense, ridge, sigmoid, tanh_net, softmax_cross_entropy, strided_convolution, relu, dead_inputs)


def wrong(problem: Problem, rng: np.random.Generator) -> Iterator[tuple[str, Grads]]:
    """Yield all wrong gradients of a problem, one mistake each."""
    for label, part in problem.bugs.items():
        yield label, {**problem.grads, **part}
    size = max(float(np.max(np.abs(g))) for g in problem.grads.values())
    for name, g in problem.grads.items():
        if np.max(np.abs(g)) < 1e-9 * size:
            continue
        yield f"{name}: factor 2", {**problem.grads, name: 2 * g}
        yield f"{name}: sign", {**problem.grads, name: -g}
        yield f"{name}: 1 % off", {**problem.grads, name: 1.01 * g}
        yield f"{name}: zeros", {**problem.grads, name: np.zeros_like(g)}
        if g.ndim == 2 and g.shape[0] == g.shape[1]:
            yield f"{name}: transposed", {**problem.grads, name: g.T}
        entry = tuple(rng.integers(n) for n in g.shape)
        one_off = g.copy()
        one_off[entry] += 0.5 * np.sqrt(np.mean(g**2))
        yield f"{name}: one entry", {**problem.grads, name: one_off}


def by_check_grads(problem: Problem, grads: Grads, rng: np.random.Generator) -> None:
    check_grads(problem.loss, problem.at, grads, rng=rng, scale=problem.scale)


def by_gradcheck(problem: Problem, grads: Grads, rng: np.random.Generator) -> None:
    gradcheck(problem.loss, problem.at, grads, scale=problem.scale)


def by_check_vjp(problem: Problem, grads: Grads, rng: np.random.Generator) -> None:
    f = problem.f
    check_vjp(lambda **x: f(**x) + problem.offset, problem.at, problem.v, grads, rng=rng, scale=problem.scale)


def by_taylor(problem: Problem, grads: Grads, rng: np.random.Generator) -> None:
    check_taylor(problem.loss, problem.at, grads, rng=rng, scale=problem.scale)


CHECKS = (by_check_grads, by_gradcheck, by_check_vjp)
REGIMES = {"unit": (1.0, 0.0), "tiny": (2.0**-20, 0.0), "huge": (2.0**20, 0.0), "offset": (1.0, 1e4)}


def tally(regime: str, seeds: range, checks: Any = CHECKS) -> Counter[str]:
    """Count right gradients that were refused, wrong ones that were accepted, and those left undecided."""
    c, offset = REGIMES[regime]
    counts: Counter[str] = Counter()
    for seed in seeds:
        for make in PROBLEMS:
            problem = replace(make(np.random.default_rng(seed)).scaled(c), offset=offset)
            claims = [("right", problem.grads), *wrong(problem, np.random.default_rng(seed))]
            for check in checks:
                for label, grads in claims:
                    kind = "right" if label == "right" else "wrong"
                    counts[f"{kind}"] += 1
                    verdict = verdict_of(check, problem, grads, seed)
                    if verdict == "undecided" or (verdict == "accepted") != (kind == "right"):
                        counts[f"{kind}, {verdict}: {check.__name__} {make.__name__} {label}"] += 1
    return counts


def verdict_of(check: Any, problem: Problem, grads: Grads, seed: int) -> str:
    try:
        check(problem, grads, np.random.default_rng(seed + 10_000))
    except CheckFailed:
        return "refused"
    except Inconclusive:
        return "undecided"
    return "accepted"


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("check", CHECKS)
def test_right_gradients_pass_and_wrong_ones_fail(check: Any, regime: str) -> None:
    """No right gradient is refused and no wrong one accepted, whatever the scale of the loss."""
    counts = tally(regime, range(3), checks=(check,))
    assert set(counts) == {"right", "wrong"}, counts
    assert counts["right"] == 3 * len(PROBLEMS)
    assert counts["wrong"] > 3 * 5 * len(PROBLEMS)


# --- evidence -------------------------------------------------------------------------------------------------------
def failure(check: Callable[[], object]) -> Any:
    with pytest.raises(CheckFailed) as caught:
        check()
    return caught.value.evidence


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


# --- what is given, and what is not -----------------------------------------------------------------------------------
Check = Callable[..., object]


def sum_of_squares(x: Array, y: Array) -> Array:
    return np.sum(x**2) + np.sum(y**2)


def as_vjp(loss: Any, at: Any, grads: Any, **options: Any) -> None:
    check_vjp(loss, at, 1.0, grads, **options)


def without_rng(loss: Any, at: Any, grads: Any, rng: Any, **options: Any) -> None:
    gradcheck(loss, at, grads, **options)


ALL_CHECKS: tuple[Check, ...] = (check_grads, as_vjp, without_rng, check_subgradient, check_taylor)


@pytest.mark.parametrize("check", ALL_CHECKS)
@pytest.mark.parametrize(
    ("grads", "told"),
    [
        ({}, "an empty dict"),
        ({"x": 2 * np.ones(3)}, "a dict without key 'y'"),
        ({"x": 2 * np.ones(3), "y": 2 * np.ones(2), "z": np.ones(2)}, "a dict with the extra key 'z'"),
        ({"z": np.ones(2)}, "a dict without keys 'x', 'y', with the extra key 'z'"),
        (None, "None"),
        ((2 * np.ones(3), 2 * np.ones(2)), "a tuple of 2 arrays"),
        (2 * np.ones(3), "an array of shape (3,)"),
    ],
)
def test_a_gradient_that_is_missing_is_wrong(check: Check, grads: Any, told: str) -> None:
    """There must be one for every tensor of the point and no other, by every check of gradients."""
    at = {"x": np.ones(3), "y": np.ones(2)}
    evidence = failure(lambda: check(sum_of_squares, at, grads, rng=np.random.default_rng(0)))
    assert isinstance(evidence, WrongType)
    assert (evidence.what, evidence.got) == ("the gradients", told) or "without" in evidence.got


@pytest.mark.parametrize("check", ALL_CHECKS)
def test_tensors_can_be_chosen(check: Check) -> None:
    """With `of`, gradients are of these tensors alone; of none, or of others, they can't be."""
    at, rng = {"x": np.ones(3), "y": np.ones(2)}, np.random.default_rng(0)
    check(sum_of_squares, at, {"y": 2 * np.ones(2)}, of=["y"], rng=rng)
    assert isinstance(failure(lambda: check(sum_of_squares, at, {"x": 2 * np.ones(3)}, of=["y"], rng=rng)), WrongType)
    assert isinstance(failure(lambda: check(sum_of_squares, at, {"y": None}, of=["y"], rng=rng)), WrongType)
    for of in ([], ["z"]):
        with pytest.raises(ValueError, match="tensors of the point"):
            check(sum_of_squares, at, {}, of=of, rng=rng)


@pytest.mark.parametrize("check", ALL_CHECKS)
def test_double_precision_of_gradients_can_be_demanded(check: Check) -> None:
    """Float32 gradients meet a tolerance of their own, or are refused as such."""
    at, rng = {"x": np.ones(3), "y": np.ones(2)}, np.random.default_rng(0)
    grads = {name: np.float32(2 * x) for name, x in at.items()}
    check(sum_of_squares, at, grads, rng=rng)
    evidence = failure(lambda: check(sum_of_squares, at, grads, rng=rng, dtype="float64"))
    assert evidence == WrongDtype(what="dx", got="float32", expected="float64")


@pytest.mark.parametrize("check", ALL_CHECKS)
def test_imaginary_parts_are_not_dropped(check: Check) -> None:
    """A complex point or loss is a mistake of the author, a complex gradient one of the answer."""
    rng = np.random.default_rng(0)
    with pytest.raises(TypeError, match="complex"):
        check(lambda x: np.sum(np.abs(x)), {"x": 1j * np.ones(2)}, {"x": np.ones(2)}, rng=rng)
    with pytest.raises(TypeError, match=r"complex|real"):
        check(lambda x: np.sum(1j * x), {"x": np.ones(2)}, {"x": np.ones(2)}, rng=rng)
    evidence = failure(lambda: check(lambda x: np.sum(x), {"x": np.ones(2)}, {"x": np.ones(2) + 1j}, rng=rng))
    assert isinstance(evidence, WrongDtype)


# --- what differences can't tell --------------------------------------------------------------------------------------
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


def outcome(check: Check, loss: Any, x: Array, g: Array, seed: int, **options: Any) -> str:
    try:
        check(loss, {"x": x}, {"x": g}, rng=np.random.default_rng(seed), **options)
    except CheckFailed:
        return "refused"
    except Inconclusive:
        return "undecided"
    return "accepted"


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


# --- kinks ----------------------------------------------------------------------------------------------------------
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


# --- Taylor ---------------------------------------------------------------------------------------------------------
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

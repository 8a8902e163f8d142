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

    def loss(self, **x: Array) -> Array:
        return np.sum(self.v * self.f(**x)) + self.offset

    def scaled(self, c: float) -> Problem:
        return replace(
            self,
            v=c * self.v,
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
    """A bias before a centring cancels: its gradient is zero, up to rounding."""
    at = {"X": rng.normal(size=(6, 3)), "b": rng.normal(size=3)}
    v = rng.normal(size=(6, 3))
    centred = v - v.mean(axis=0)
    grads = {"X": centred, "b": centred.sum(axis=0)}
    return Problem(
        lambda X, b: X + b - np.mean(X + b, axis=0), at, v, grads, {"mean path missing": {"X": v, "b": v.sum(axis=0)}}
    )


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
    check_grads(problem.loss, problem.at, grads, rng=rng)


def by_gradcheck(problem: Problem, grads: Grads, rng: np.random.Generator) -> None:
    gradcheck(problem.loss, problem.at, grads)


def by_check_vjp(problem: Problem, grads: Grads, rng: np.random.Generator) -> None:
    check_vjp(lambda **x: problem.f(**x) + problem.offset, problem.at, problem.v, grads, rng=rng)


def by_taylor(problem: Problem, grads: Grads, rng: np.random.Generator) -> None:
    check_taylor(problem.loss, problem.at, grads, rng=rng)


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
    evidence = failure(lambda: check_grads(problem.loss, problem.at, {"W": dW}, rng=rng, where="N=7"))
    assert isinstance(evidence, WrongGradient)
    assert (evidence.what, evidence.of, evidence.index, evidence.case) == ("dW", "W", (3, 1), "N=7")
    assert evidence.got == pytest.approx(dW[3, 1], rel=1e-4)
    assert evidence.measured == pytest.approx(dW[3, 1] - 1, rel=1e-4)
    assert gradcheck_evidence(problem, dW).index == (3, 1)


def gradcheck_evidence(problem: Problem, dW: Array) -> Any:
    return failure(lambda: gradcheck(problem.loss, problem.at, {"W": dW}))


def test_large_tensors_are_not_explained_entry_by_entry() -> None:
    """Beyond 300 entries evidence gives the derivative along a direction, in a handful of evaluations."""
    rng = np.random.default_rng(2)
    x, calls = rng.normal(size=(40, 40)), []

    def loss(x: Array) -> Array:
        calls.append(1)
        return np.sum(np.tanh(x))

    evidence = failure(lambda: check_grads(loss, {"x": x}, {"x": 1.01 * (1 - np.tanh(x) ** 2)}, rng=rng))
    assert evidence.index is None
    assert len(calls) < 20
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
    grads = {"X": problem.grads["X"], "W": dW}
    for check in (by_check_grads, by_gradcheck, by_check_vjp, by_taylor):
        assert isinstance(failure(lambda check=check: check(problem, grads, rng)), kind)


@pytest.mark.parametrize("huge", [1e200, 1e308, -1e308])
def test_huge_gradients_fail_quietly(huge: float) -> None:
    """A gradient near the largest float is wrong, and no warning."""
    problem, rng = dense(np.random.default_rng(0)), np.random.default_rng(1)
    for check in (by_check_grads, by_gradcheck, by_check_vjp):
        assert isinstance(failure(lambda check=check: check(problem, {"W": np.full((5, 5), huge)}, rng)), WrongGradient)


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
    assert failure(lambda: gradcheck(loss, at, {"a": 0.5})).index == ()


def test_a_gradient_that_is_zero_everywhere() -> None:
    """Where L depends on nothing, zeros are right and anything else is wrong; where it does, zeros are wrong."""
    at = {"x": np.ones(4)}
    rng = np.random.default_rng(0)
    check_grads(lambda x: 3.0, at, {"x": np.zeros(4)}, rng=rng)
    gradcheck(lambda x: 0.0, at, {"x": np.zeros(4)})
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
    assert not [label for label in counts if label.startswith("right, ") and "relu" not in label], counts
    if regime != "offset":
        assert not [label for label in counts if label.startswith("wrong, ")], counts


def test_the_order_of_a_taylor_remainder() -> None:
    """It is 3 for a gradient, 1 for a wrong one, and infinite where nothing but rounding is left."""
    problem, rng = tanh_net(np.random.default_rng(0)), np.random.default_rng(1)
    assert taylor_order(problem.loss, problem.at, problem.grads, rng=rng).value == pytest.approx(3, abs=0.1)
    off = {**problem.grads, "b2": 2 * problem.grads["b2"]}
    order = taylor_order(problem.loss, problem.at, off, rng=rng)
    assert (order.of, order.value) == ("b2", pytest.approx(1, abs=0.1))
    linear = dense(np.random.default_rng(0))
    assert taylor_order(linear.loss, linear.at, {"b": linear.grads["b"]}, rng=rng).value == np.inf


def test_taylor_evidence_is_a_figure() -> None:
    """A failure carries the remainders beside an ideal line of order 3 through the first."""
    problem = tanh_net(np.random.default_rng(0))
    evidence = failure(
        lambda: check_taylor(
            problem.loss, problem.at, {"W1": -problem.grads["W1"]}, rng=np.random.default_rng(1), where="here"
        )
    )
    assert isinstance(evidence, WrongOrder)
    assert (evidence.what, evidence.expected, evidence.case) == ("dW1", 3.0, "here")
    assert evidence.got == pytest.approx(1, abs=0.05)
    assert evidence.curve.x == (1e-2, 2.5e-3, 6.25e-4, 1.5625e-4)
    assert evidence.curve.reference[1] == pytest.approx(evidence.curve.yours[0] / 64, rel=0.02)

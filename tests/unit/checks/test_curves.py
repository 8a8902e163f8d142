"""Runs followed step by step: right ones pass, wrong optimizers leave at once, and evidence is a figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mdl_grade.checks import CheckFailed, check_curve, check_floor, check_trajectory
from mdl_grade.records.evidence import BelowFloor, Curve, NotFinite, WrongCurve, WrongDtype, WrongShape, WrongType

H = np.diag([1.0, 3.0, 10.0])
Step = Callable[[Any, Any, Any, int], tuple[Any, Any, Any]]


def failure(check: Callable[[], object]) -> Any:
    with pytest.raises(CheckFailed) as caught:
        check()
    return caught.value.evidence


def run(step: Step, steps: int = 20, gradient_scale: float = 1.0) -> list[Any]:
    x, m, s = np.array([1.0, -2.0, 0.5]), np.zeros(3), np.zeros(3)
    path = [x]
    for t in range(1, steps + 1):
        change, m, s = step(gradient_scale * (H @ x), m, s, t)
        x = x + change
        path.append(x)
    return path


def adam(g: Any, m: Any, s: Any, t: int, eps: float = 1e-8, beta: float = 0.999) -> tuple[Any, Any, Any]:
    m, s = 0.9 * m + 0.1 * g, beta * s + (1 - beta) * g**2
    return -0.05 * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - beta**t)) + eps), m, s


def adam_rewritten(g: Any, m: Any, s: Any, t: int) -> tuple[Any, Any, Any]:
    m, s = m + (g - m) * 0.1, s * 0.999 + np.square(g) * 0.001
    lr = 0.05 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    return -lr * m / (np.sqrt(s) + 1e-8 * np.sqrt(1 - 0.999**t)), m, s


def eps_in_the_root(g: Any, m: Any, s: Any, t: int) -> tuple[Any, Any, Any]:
    m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
    return -0.05 * (m / (1 - 0.9**t)) / np.sqrt(s / (1 - 0.999**t) + 1e-8), m, s


def no_correction(g: Any, m: Any, s: Any, t: int) -> tuple[Any, Any, Any]:
    m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
    return -0.05 * m / (np.sqrt(s) + 1e-8), m, s


def no_momentum_carried(g: Any, m: Any, s: Any, t: int) -> tuple[Any, Any, Any]:
    change, _, s = adam(g, m, s, t)
    return change, np.zeros(3), s


def test_equivalent_optimizers_follow_each_other() -> None:
    """The same optimizer in other words stays within rounding for 20 steps, with large and small gradients."""
    for scale in (1.0, 1e-4):
        check_trajectory(run(adam_rewritten, gradient_scale=scale), run(adam, gradient_scale=scale))
    check_trajectory(run(adam_rewritten, 100), run(adam, 100), rtol=1e-8)


@pytest.mark.parametrize("bug", [eps_in_the_root, no_correction, no_momentum_carried])
def test_wrong_optimizers_leave_within_two_steps(bug: Step) -> None:
    """Two steps are enough to tell them from the reference, given gradients at both scales."""
    steps = []
    for scale in (1.0, 1e-4):
        wanted = run(adam, gradient_scale=scale)
        steps.append(failure(lambda s=scale, w=wanted: check_trajectory(run(bug, gradient_scale=s), w)).step)
    assert min(steps) <= 2


def test_evidence_of_a_trajectory_is_the_entry_that_leaves() -> None:
    """Both series of the worst entry at the first wrong step, over all steps."""
    want = run(adam)
    got = [x.copy() for x in want]
    got[7][2] += 1e-3
    got[9][0] += 1.0
    evidence = failure(lambda: check_trajectory(got, want, what="x", where="D=3"))
    assert isinstance(evidence, WrongCurve)
    assert (evidence.what, evidence.step, evidence.case, evidence.tolerance) == ("x", 7, "D=3", 1e-10)
    assert evidence.curve.quantity == "x[2]"
    assert evidence.curve.x == tuple(range(21))
    assert evidence.curve.yours[7] == pytest.approx(want[7][2] + 1e-3, rel=1e-5)
    assert evidence.curve.reference[7] == pytest.approx(want[7][2], rel=1e-5)


def test_iterates_may_be_structures() -> None:
    """Tuples and dicts of tensors are followed tensor by tensor, each on its own scale."""
    want = [(1e6 * x, float(x[0])) for x in run(adam)]
    check_trajectory([list(pair) for pair in want], want, names=("W", "b"))
    got = [(W, b + 1e-5 * (k == 3)) for k, (W, b) in enumerate(want)]
    evidence = failure(lambda: check_trajectory(got, want, names=("W", "b")))
    assert (evidence.step, evidence.curve.quantity) == (3, "b")
    as_dicts = [{"W": W} for W, _ in want]
    assert failure(lambda: check_trajectory([{"W": -d["W"]} for d in as_dicts], as_dicts)).step == 0
    stacked = np.array(run(adam))
    check_trajectory(stacked.copy(), stacked)
    assert failure(lambda: check_trajectory(2 * stacked, stacked)).step == 0


def test_a_run_that_decays_may_keep_the_rounding_of_its_start() -> None:
    """Near zero, errors of 64 u of the largest iterate so far are rounding; more is not."""
    want = [np.array([10.0**-k]) for k in range(20)]
    check_trajectory([x + 5e-15 for x in want], want)
    assert failure(lambda: check_trajectory([x + 1e-11 for x in want], want)).step == 2


def test_a_loss_curve_is_followed() -> None:
    """Lists and arrays of losses pass for each other; the first loss that is off is told."""
    want = [1 / (k + 1) for k in range(101)]
    check_curve([x * (1 + 1e-9) for x in want], want)
    check_curve(np.array(want), want)
    check_curve(want, np.array(want))
    check_curve(tuple(want), want)
    check_curve([np.float64(x) for x in want], want)
    got = want.copy()
    got[40] *= 1 + 1e-7
    evidence = failure(lambda: check_curve(got, want, axis="epoch", where="iris"))
    assert (evidence.what, evidence.step, evidence.error, evidence.case) == ("loss", 40, 1e-7, "iris")
    assert (evidence.curve.axis, evidence.curve.quantity, len(evidence.curve.x)) == ("epoch", "loss", 101)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_curve_that_explodes_leaves_where_it_does(bad: float) -> None:
    """NaN and infinity are points of the learner's curve, and infinitely wrong."""
    evidence = failure(lambda: check_curve([3.0, 2.0, bad, bad], [3.0, 2.0, 1.0, 0.5]))
    assert (evidence.step, evidence.error) == (2, "inf")
    assert evidence.curve.yours == (3.0, 2.0, str(bad), str(bad))
    check_curve([3.0, bad], [3.0, bad])


@pytest.mark.parametrize(
    ("got", "kind"),
    [
        (None, WrongType),
        (3.0, WrongType),
        ([3.0, 2.0], WrongType),
        ([3.0, 2.0, "1"], WrongType),
        ([3.0, 2.0, None], WrongType),
        ([3.0, 2.0, np.ones(1)], WrongType),
        ([3.0, 2.0, True], WrongDtype),
        (np.ones(4), WrongShape),
        (np.ones((3, 1)), WrongShape),
        (np.ones(3, np.int64), WrongDtype),
        ({0: 3.0}, WrongType),
    ],
)
def test_what_is_no_curve_is_told_as_such(got: Any, kind: type) -> None:
    """Form comes first: one number a step, and as many steps as the reference has."""
    assert isinstance(failure(lambda: check_curve(got, [3.0, 2.0, 1.0])), kind)


def test_imaginary_parts_and_large_integers_are_not_dropped() -> None:
    """Complex series are compared as such, integers exactly, however large."""
    z = np.array([1j, 2 + 1j])
    check_trajectory(z * (1 + 1e-12), z)
    check_curve(list(z), list(z))
    for wrong in (np.array([5j, 2 - 7j]), z.conj()):
        assert failure(lambda w=wrong: check_trajectory(w, z)).step == 0
        assert failure(lambda w=wrong: check_curve(list(w), list(z))).curve.yours[0] != "0+1j"
    assert isinstance(failure(lambda: check_curve([1j], [1.0])), WrongDtype)
    check_curve([10**400, 3], [10**400, 3])
    for got, want in (([10**12 + 1], [10**12]), ([10**400], [10**400 + 1]), ([0, 3], [0, 4])):
        evidence = failure(lambda g=got, w=want: check_curve(g, w))
        assert (evidence.step, evidence.tolerance) == (len(got) - 1, 0.0)


def test_lists_and_arrays_of_steps_pass_for_each_other() -> None:
    """What is counted is steps: a list of iterates is as good as an array of them, in both directions."""
    stacked = np.array(run(adam))
    check_trajectory(list(stacked), stacked)
    check_trajectory(stacked, list(stacked))
    check_trajectory(tuple(stacked[:, 0].tolist()), stacked[:, 0])
    check_trajectory(stacked[:, 0], stacked[:, 0].tolist())
    assert isinstance(failure(lambda: check_trajectory(list(stacked[:-1]), stacked)), WrongType)
    assert isinstance(failure(lambda: check_trajectory(stacked[:-1], list(stacked))), WrongShape)


def test_a_run_that_stays_at_zero_may_round() -> None:
    """Where the reference is still zero, 1e-12 of what it will be, or of 1, is zero enough."""
    check_trajectory([1e-17, 0.0], [0.0, 0.0])
    check_trajectory([1e-9, 1e6], [0.0, 1e6])
    assert failure(lambda: check_trajectory([1e-9, 1.0], [0.0, 1.0])).step == 0


def test_runs_in_single_precision_are_judged_as_such() -> None:
    """A right run in float32 passes at 1e-5 by default, a wrong one doesn't, and float64 may be demanded."""
    want = np.array(run(adam))
    check_trajectory(want.astype(np.float32), want)
    check_curve(want[:, 0].astype(np.float32), want[:, 0])
    narrow = (want * (1 + 1e-4)).astype(np.float32)
    assert isinstance(failure(lambda: check_trajectory(narrow, want)), WrongCurve)
    assert isinstance(failure(lambda: check_trajectory(want.astype(np.float32), want, rtol=1e-10)), WrongCurve)
    assert isinstance(failure(lambda: check_trajectory(want.astype(np.float32), want, dtype="float64")), WrongDtype)


def test_small_entries_of_a_run_are_followed_by_entry() -> None:
    """Beside 1e12, an entry of 1 that doubles is rounding to the tensor, and wrong by itself."""
    want = np.array([[1e12, 1.0]] * 3)
    got = np.array([[1e12, 1.0], [1e12, 1.0], [1e12, 2.0]])
    check_trajectory(got, want)
    evidence = failure(lambda: check_trajectory(got * [1.0, 1e3], want * [1.0, 1e3], by="entry"))
    assert (evidence.step, evidence.curve.quantity) == (2, "the trajectory[1]")


@pytest.mark.parametrize("rtol", [1.0, 2.0, -1.0, np.nan])
def test_tolerances_under_which_all_would_pass_are_refused(rtol: float) -> None:
    """They are a mistake of the author, and so is a run of no steps."""
    with pytest.raises(ValueError, match="rtol"):
        check_trajectory([1.0], [2.0], rtol=rtol)
    with pytest.raises(ValueError, match="step"):
        check_curve([], [])


def test_long_runs_are_not_compared() -> None:
    """Beyond 100 steps rounding has its own way: comparing them is a mistake of the author."""
    with pytest.raises(ValueError, match="rounding"):
        check_curve([1.0] * 102, [1.0] * 102)


def test_training_must_reach_its_floor() -> None:
    """At the floor is enough; below, evidence tells how far it got, with the curve."""
    check_floor(0.9, 0.9, "accuracy")
    check_floor(np.float64(0.95), 0.9, "accuracy")
    check_floor(1, 0.9, "accuracy")
    curve = Curve(axis="epoch", quantity="accuracy", x=(0.0, 1.0), yours=(0.1, 0.8))
    evidence = failure(lambda: check_floor(0.8, 0.9, "accuracy", curve=curve, where="iris"))
    assert evidence == BelowFloor(what="accuracy", got=0.8, floor=0.9, curve=curve, case="iris")
    assert isinstance(failure(lambda: check_floor(np.nan, 0.9, "accuracy")), NotFinite)
    assert isinstance(failure(lambda: check_floor(None, 0.9, "accuracy")), WrongType)
    assert isinstance(failure(lambda: check_floor(True, 0.9, "accuracy")), WrongDtype)

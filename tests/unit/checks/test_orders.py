"""Orders of convergence, from errors that are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.checks import CheckFailed, Inconclusive, check_order, convergence_order
from mdl_grade.records.evidence import NotFinite, WrongDtype, WrongOrder, WrongShape, WrongType

HS = [2.0**-k for k in range(3, 9)]


@settings(derandomize=True, deadline=None)
@given(order=st.floats(0.25, 6), constant=st.floats(1e-6, 1e6), ratio=st.floats(1.5, 10))
def test_a_power_has_its_exponent(order: float, constant: float, ratio: float) -> None:
    """Errors C hᵖ have the order p, whatever C and the steps."""
    hs = [ratio**-k for k in range(5)]
    assert convergence_order([constant * h**order for h in hs], hs).value == pytest.approx(order)


def slope(scheme: Callable[[Callable[[float], float], float, float], float]) -> float:
    errors = [abs(scheme(np.sin, 0.7, h) - np.cos(0.7)) for h in HS]
    return convergence_order(errors, HS).value


def test_orders_of_difference_formulas() -> None:
    """Forward differences are of order 1, central ones 2; a mistake in the step shows as 0 or 1."""
    assert slope(lambda f, x, h: (f(x + h) - f(x)) / h) == pytest.approx(1, abs=0.05)
    assert slope(lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h)) == pytest.approx(2, abs=0.05)
    assert slope(lambda f, x, h: (f(x + h) - f(x - h)) / h) == pytest.approx(0, abs=0.05)
    assert slope(lambda f, x, h: (f(x + h) - f(x - h / 2)) / (1.5 * h)) == pytest.approx(1, abs=0.05)


def euler(steps: int, bug: float = 0.0) -> float:
    """Return the error at t = 1 of explicit Euler for ẏ = y."""
    y = 1.0
    for _ in range(steps):
        y += (1 + bug) * y / steps
    return abs(y - np.e)


def at_points(errors: Any) -> Any:
    """Return the same errors at three points."""
    return np.stack([errors] * 3, axis=1)


def verdict(errors: Any, hs: list[float], expected: float, **options: Any) -> str:
    try:
        check_order(at_points(errors) if np.ndim(errors) == 1 else errors, hs, expected, points=3, **options)
    except CheckFailed:
        return "refused"
    except Inconclusive:
        return "undecided"
    return "accepted"


def test_check_order_accepts_the_order_and_no_lower_one() -> None:
    """The observed order must be the expected one, up to 0.15, or more; exactly that if so asked."""
    errors = [euler(2**k) for k in range(3, 9)]
    assert check_order(at_points(errors), HS, 1.0, points=3).value == pytest.approx(1, abs=0.05)
    assert verdict(errors, HS, 0.5) == "accepted"
    wrongs = ((errors, 2.0, False), (errors, 0.5, True), ([euler(2**k, 0.2) for k in range(3, 9)], 1.0, False))
    for wrong, expected, exactly in wrongs:
        with pytest.raises(CheckFailed) as caught:
            check_order(at_points(wrong), HS, expected, points=3, exactly=exactly, what="Euler's error", where="ẏ = y")
        evidence = caught.value.evidence
        assert isinstance(evidence, WrongOrder)
        assert (evidence.what, evidence.expected, evidence.case) == ("Euler's error", expected, "ẏ = y")
        assert evidence.curve.x == tuple(HS)
        assert evidence.curve.yours[0] == pytest.approx(wrong[0], rel=1e-2)
        assert evidence.curve.reference[0] == evidence.curve.yours[0]


def test_coarse_steps_have_no_say() -> None:
    """The last three rates decide: large steps need not show the order yet."""
    hs = [2.0**-k for k in range(9)]
    errors = [min(h**2, 2.0**-10) for h in hs]
    assert convergence_order(errors, hs).value == pytest.approx(2)


def test_rounding_is_left_out() -> None:
    """Errors below the floor have no rate; if nothing else is left, the answer is exact, and of every order."""
    errors = [h**4 + 1e-15 * (k % 2) for k, h in enumerate(HS)]
    errors[-2:] = [3e-15, 2e-15]
    assert convergence_order(errors, HS, floor=1e-14).value == pytest.approx(4, abs=0.01)
    assert convergence_order([0.0] * 6, HS).value == np.inf
    assert check_order([[0.0] * 3] * 6, HS, 2.0, points=3).value == np.inf
    central = [abs(((1 + h) ** 2 - (1 - h) ** 2) / (2 * h) - 2) for h in HS]
    assert verdict(central, HS, 2.0, floor=1e-12) == "accepted"


FOUR = [0.1, 0.05, 0.025, 0.0125]


@pytest.mark.parametrize(
    ("errors", "hs", "expected", "options", "outcome"),
    [
        ([1e-6, 1e-14, 1e-14, 1e-14], FOUR, 4, {"floor": 1e-12}, "undecided"),
        ([1e-6, 0, 0, 0], FOUR, 4, {}, "undecided"),
        ([1, 2**-1.0, 2**-3.0, 2**-10.0], [1, 0.5, 0.25, 0.125], 2, {}, "undecided"),
        ([1e-2, 2.5e-3, 6.25e-4, 1.5625e-4, 0.5], [*FOUR, 0.00625], 2, {}, "undecided"),
        ([1e-2, 2.5e-3, 6.25e-4, 1.5625e-4, 0.5], [*FOUR, 0.00625], 2, {"floor": 1e-12}, "refused"),
        ([1e-2, 2.5e-3, 6.25e-4, 3e-4], FOUR, 2, {}, "undecided"),
        ([1e-8, 1e-12, 1e-13, 1e-12], [1e-1, 1e-2, 1e-3, 1e-4], 4, {}, "undecided"),
        ([h**1.7 for h in FOUR], FOUR, 2, {}, "undecided"),
        ([h**1.4 for h in FOUR], FOUR, 2, {}, "refused"),
        ([h**3 for h in FOUR], FOUR, 2, {"exactly": True}, "refused"),
        ([-(h**2) for h in FOUR], FOUR, 2, {}, "accepted"),
        ([1.0] * 4, FOUR, 2, {}, "refused"),
        ([h**0.5 for h in FOUR], FOUR, 0.5, {}, "accepted"),
        ([h**0.2 for h in FOUR], FOUR, 0.5, {}, "refused"),
    ],
)
def test_what_the_errors_do_not_show_is_undecided(
    errors: Any, hs: list[float], expected: float, options: Any, outcome: str
) -> None:
    """Unsettled rates, too few errors above rounding and orders in between decide nothing; divergence is refused."""
    assert verdict(errors, hs, expected, **options) == outcome


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[3] / "benchmarks"))
    import rates  # type: ignore[import-not-found]

    return rates


def test_orders_of_random_functions(benchmark: Any) -> None:
    """On 200 functions no method is refused, and none of order p − 1 taken for p, by the errors at three points."""
    tally: Counter[tuple[str, str]] = Counter()
    for _, errors, order in benchmark.order_runs(np.random.default_rng(0), 200):
        tally["p", verdict(errors, benchmark.STEPS, order, floor=1e-12)] += 1
        tally["p − 1", verdict(errors, benchmark.STEPS, order + 1, floor=1e-12)] += 1
    assert tally["p", "refused"] == 0
    assert tally["p − 1", "accepted"] == 0
    assert min(tally["p", "accepted"], tally["p − 1", "refused"]) > 0.97 * tally.total() / 2, tally


def test_one_point_is_not_enough() -> None:
    """Forward differences of sin at 0 show order 2; with two more points they show their own, and one can't ask less."""
    hs = np.array(FOUR)
    at_zero = np.abs((np.sin(hs) - np.sin(0)) / hs - 1)
    assert convergence_order(at_zero, FOUR).value == pytest.approx(2, abs=0.01)
    for points in (1, 2):
        with pytest.raises(ValueError, match="3 points"):
            check_order(np.stack([at_zero] * points, axis=1), FOUR, 2, points=points)
    x = np.array([0.0, 0.5, 1.0])
    errors = (np.sin(x + hs[:, None]) - np.sin(x)) / hs[:, None] - np.cos(x)
    assert verdict(errors, FOUR, 2) == "refused"
    assert verdict(errors, FOUR, 1) == "accepted"


@pytest.mark.parametrize(
    ("errors", "kind"),
    [
        (None, WrongType),
        ("0.5", WrongType),
        (["0.5"] * 4, WrongType),
        ([[None] * 3] * 4, WrongType),
        ([], WrongShape),
        ([[1.0] * 3] * 3, WrongShape),
        ([[1.0] * 3, [0.5] * 2, [0.25] * 3, [0.1] * 3], WrongShape),
        ([1.0, 0.5, 0.25, 0.1], WrongType),
        (np.ones(4), WrongShape),
        (np.ones((4, 3, 2)), WrongShape),
        (np.ones((4, 3), complex), WrongDtype),
        ([[1j] * 3] * 4, WrongDtype),
        ([[np.inf] * 3] * 4, NotFinite),
    ],
)
def test_errors_of_another_form_are_the_answers_fault(errors: Any, kind: type) -> None:
    """What is no table of finite real numbers, a row for each step, is refused as such, and nothing breaks."""
    with pytest.raises(CheckFailed) as caught:
        check_order(errors, FOUR, 1, points=3)
    assert isinstance(caught.value.evidence, kind)


def test_errors_that_are_not_finite_are_told() -> None:
    """A scheme that blows up has no order."""
    for bad in (np.nan, np.inf):
        with pytest.raises(CheckFailed) as caught:
            check_order([[0.1] * 3, [0.1, bad, 0.1], [0.01] * 3], HS[:3], 1.0, points=3)
        assert isinstance(caught.value.evidence, NotFinite)


@pytest.mark.parametrize(
    ("errors", "hs"),
    [
        ([1.0], [1.0]),
        ([1.0, 0.5], [0.5, 1.0]),
        ([1.0, 0.5], [1.0, 0.0]),
        ([1.0], [1.0, 0.5]),
        ([-1.0, 1.0], [1.0, 0.5]),
    ],
)
def test_an_order_needs_decreasing_steps(errors: Any, hs: Any) -> None:
    """Anything else is a mistake of the author."""
    with pytest.raises(ValueError, match="an order needs"):
        convergence_order(errors, hs)

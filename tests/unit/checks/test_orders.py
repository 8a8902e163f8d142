"""Orders of convergence, from errors that are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.checks import CheckFailed, Inconclusive, check_order, convergence_order
from mdl_grade.records.evidence import NotFinite, WrongOrder

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


def verdict(errors: Any, hs: list[float], expected: float, **options: Any) -> str:
    try:
        check_order(errors, hs, expected, **options)
    except CheckFailed:
        return "refused"
    except Inconclusive:
        return "undecided"
    return "accepted"


def test_check_order_accepts_the_order_and_no_lower_one() -> None:
    """The observed order must be the expected one, up to 0.15, or more; exactly that if so asked."""
    errors = [euler(2**k) for k in range(3, 9)]
    assert check_order(errors, HS, 1.0).value == pytest.approx(1, abs=0.05)
    assert verdict(errors, HS, 0.5) == "accepted"
    wrongs = ((errors, 2.0, False), (errors, 0.5, True), ([euler(2**k, 0.2) for k in range(3, 9)], 1.0, False))
    for wrong, expected, exactly in wrongs:
        with pytest.raises(CheckFailed) as caught:
            check_order(np.array(wrong), HS, expected, exactly=exactly, what="Euler's error", where="ẏ = y")
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
    assert check_order([0.0] * 6, HS, 2.0).value == np.inf
    central = [abs(((1 + h) ** 2 - (1 - h) ** 2) / (2 * h) - 2) for h in HS]
    check_order(central, HS, 2.0, floor=1e-12)


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


Scheme = Callable[[Any, Any, float], Any]
SCHEMES: dict[int, Scheme] = {
    1: lambda f, x, h: (f(x + h) - f(x)) / h,
    2: lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h),
    3: lambda f, x, h: (-f(x + 2 * h) + 6 * f(x + h) - 3 * f(x) - 2 * f(x - h)) / (6 * h),
    4: lambda f, x, h: (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h),
}


def test_orders_of_random_functions() -> None:
    """On 200 functions no method is refused, and none of order p − 1 taken for p, by the largest error at 5 points."""
    tally: Counter[tuple[str, str]] = Counter()
    for seed in range(200):
        rng = np.random.default_rng(seed)
        a, w, phase = rng.normal(size=3), rng.uniform(0.5, 2, size=3), rng.uniform(0, 6, size=3)
        x = rng.uniform(-2, 2, size=5)

        def f(x: Any, a: Any = a, w: Any = w, phase: Any = phase) -> Any:
            return sum(a * np.sin(w * x + phase) for a, w, phase in zip(a, w, phase, strict=True))

        slope = sum(a * w * np.cos(w * x + phase) for a, w, phase in zip(a, w, phase, strict=True))
        for p, scheme in SCHEMES.items():
            errors = [float(np.max(np.abs(scheme(f, x, h) - slope))) for h in FOUR]
            tally["p", verdict(errors, FOUR, p, floor=1e-12)] += 1
            tally["p − 1", verdict(errors, FOUR, p + 1, floor=1e-12)] += 1
    assert tally["p", "refused"] == 0
    assert tally["p − 1", "accepted"] == 0
    assert min(tally["p", "accepted"], tally["p − 1", "refused"]) > 790, tally


def test_errors_that_are_not_finite_are_told() -> None:
    """A scheme that blows up has no order."""
    for bad in (np.nan, np.inf):
        with pytest.raises(CheckFailed) as caught:
            check_order([0.1, bad, 0.01], HS[:3], 1.0)
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

"""Orders of convergence, from errors that are known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.checks import CheckFailed, check_order, convergence_order
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


def test_check_order_accepts_the_order_and_nothing_else() -> None:
    """The observed order must be within 0.15 of the expected one, on either side."""
    errors = [euler(2**k) for k in range(3, 9)]
    assert check_order(errors, HS, 1.0).value == pytest.approx(1, abs=0.05)
    for wrong, expected in ((errors, 2.0), (errors, 0.5), ([euler(2**k, 0.1) for k in range(3, 9)], 1.0)):
        with pytest.raises(CheckFailed) as caught:
            check_order(np.array(wrong), HS, expected, what="Euler's error", where="ẏ = y")
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
    """Errors below the floor have no rate; if nothing else is left, the order is infinite, and wrong."""
    errors = [h**4 + 1e-15 * (k % 2) for k, h in enumerate(HS)]
    errors[-2:] = [3e-15, 2e-15]
    assert convergence_order(errors, HS, floor=1e-14).value == pytest.approx(4, abs=0.01)
    assert convergence_order([0.0] * 6, HS).value == np.inf
    with pytest.raises(CheckFailed) as caught:
        check_order([0.0] * 6, HS, 2.0)
    assert caught.value.evidence.got == "inf"


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

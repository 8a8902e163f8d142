"""Observed orders: how fast an error shrinks with the step. Figures for a report, and tests of discretizations.

An error C hᵖ that is halved in h loses a factor 2ᵖ, so log e against log h has the slope p. An order sees every mistake
that changes p and none that doesn't: pair it with a comparison of values.

References
----------
Salari, Knupp, Code verification by the method of manufactured solutions, SAND2000-1444 (2000).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np
from msgspec import Struct

from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.form import series, tensor
from mdl_grade.records.evidence import Curve, WrongOrder, WrongShape
from mdl_grade.records.numbers import number

SETTLED = 3
"""So many rates at the finest steps must agree."""
MIN_POINTS = 3
"""At a single point a leading coefficient may vanish, and a method of order p − 1 shows p."""
CLEAR = 100.0
"""An error of so many times the floor is no rounding."""


class Order(Struct, frozen=True):
    """An observed order, and the errors it was read from.

    Parameters
    ----------
    value : float
        The median of the last three `rates`; infinite if there is none: nothing is left to shrink.
    steps, errors : tuple of float
        The steps, and the errors that belong to them.
    of : str
        The tensor that it is about, if it is about one.
    rates : tuple of float
        The rates between neighbours that are both above rounding, at most three.

    Notes
    -----
    An error C hᵖ + O(hᵖ⁺¹) gives rates p + O(h).

    References
    ----------
    Salari, Knupp, Code verification by the method of manufactured solutions, SAND2000-1444 (2000).
    """

    value: float
    steps: tuple[float, ...]
    errors: tuple[float, ...]
    of: str = ""
    rates: tuple[float, ...] = ()

    def curve(self, expected: float, *, axis: str = "h", quantity: str = "error") -> Curve:
        """Return the figure: the errors beside C h^expected, through the first of them."""
        ideal = [self.errors[0] * (h / self.steps[0]) ** expected for h in self.steps]
        return Curve(
            axis=axis,
            quantity=quantity,
            x=tuple(float(number(h, 6)) for h in self.steps),
            yours=tuple(number(error) for error in self.errors),
            reference=tuple(number(error) for error in ideal),
        )


def convergence_order(errors: Sequence[float], hs: Sequence[float], *, floor: float = 0.0) -> Order:
    """Return the observed order of convergence of errors to zero: the median of the last three rates.

    A figure, without a verdict: of an iteration too, with ``errors[1:]`` over ``errors[:-1]``.

    Parameters
    ----------
    errors : sequence of float
        Absolute errors, nonnegative.
    hs : sequence of float
        The steps they belong to, positive and decreasing.
    floor : float
        Rounding: errors up to here are left out.

    Returns
    -------
    order : Order

    Raises
    ------
    ValueError
        If there are fewer than two steps, or they don't decrease, or an error is negative or not finite.

    Notes
    -----
        rate_i = log(e_i / e_{i+1}) / log(h_i / h_{i+1})

    A relative error δ of an e changes a rate by δ / log(h_i / h_{i+1}).

    References
    ----------
    Salari, Knupp, Code verification by the method of manufactured solutions, SAND2000-1444 (2000).
    """
    e, h = [float(x) for x in errors], [float(x) for x in hs]
    if len(e) != len(h) or len(h) < 2 or any(not 0 < fine < coarse for coarse, fine in pairwise(h)):
        raise ValueError("an order needs errors at two or more positive, decreasing steps")
    if not all(0 <= x < math.inf for x in e):
        raise ValueError("an order needs errors that are finite and not negative")
    return order_of(e, h, floor, last=SETTLED)


def check_order(
    errors: Any,
    hs: Sequence[float],
    expected: float,
    *,
    points: int,
    atol: float = 0.15,
    exactly: bool = False,
    floor: float = 0.0,
    what: str = "the error",
    where: object = "",
) -> Order:
    """Check that errors shrink like h^expected, or faster: that a method is of this order at least.

    It sees every mistake that lowers the order. It can't see a wrong constant, nor a method of another, higher order;
    with `exactly`, an order that is more than `atol` too high is refused as well. The cost is nothing beside the
    errors.

    Parameters
    ----------
    errors : (len(hs), points) array or sequence of rows
        Errors of what the answer computed; their signs don't matter.
    hs : sequence of float
        The steps they belong to, positive and decreasing: three or four of them, the finest of which leaves an error
        well above rounding.
    expected, atol : float
        The order of the method, and how far the observed one may be below it.
    points : int
        At how many points, or of how many functions, there are errors: three at least, that have nothing in common.
        Their errors should be of about one size, for the largest at each step counts.
    exactly : bool
        Whether a higher order is wrong.
    floor : float
        Rounding: errors up to here are left out. Without it, a garbage finest level is undecided, since it might be
        rounding.
    what : str
        Which error.
    where : object
        The case; its `str` goes into the evidence.

    Returns
    -------
    order : Order
        The order that was seen.

    Raises
    ------
    CheckFailed
        With `WrongOrder` and the curve; with evidence about the form of the errors, or `NotFinite`.
    Inconclusive
        If the errors show no order: fewer than three of them stand above the floor side by side, the rates have not
        settled, or the order is between the one and the other.
    ValueError
        If the steps don't decrease, or there are fewer than three points.

    Notes
    -----
    The last three rates between errors above the floor must agree within 2 `atol`, and their median p̂ decides:

        accept  ⇔  p̂ ≥ expected − atol,        refuse  ⇔  p̂ ≤ expected − ½ (half the order, for orders below 1)

    Errors that are all below the floor are those of an exact answer, which is of every order; a last error that is the
    largest of all, and a hundred times the floor, is refused: such a method diverges.

    A method of order p − 1 shows p where its leading coefficient vanishes, as forward differences do at an inflection
    point, and no rule about rates can tell that from a method of order p: at a single point it happens once in 3000.
    So the errors are the largest over three points at least. `benchmarks/rates.py` tries it on random functions.

    References
    ----------
    Salari, Knupp, Code verification by the method of manufactured solutions, SAND2000-1444 (2000).
    """
    if points < MIN_POINTS:
        raise ValueError(f"an order shows at {MIN_POINTS} points or functions at least, not {points}")
    largest = np.max(np.abs(_rows(errors, (len(hs), points), what, where)), axis=1).tolist()
    order = convergence_order(largest, hs, floor=floor)
    if max(largest) <= floor:
        return order
    last, rates = largest[-1], order.rates
    if last > CLEAR * floor > 0 and last >= max(largest):
        raise _wrong_order(order, expected, what, where)
    if len(rates) < 2 or max(rates) - min(rates) > 2 * atol:
        told = ", ".join(f"{rate:.3g}" for rate in rates) or "none"
        raise Inconclusive(f"The rates of {what} between errors above rounding have not settled: {told}.")
    if order.value <= expected - min(0.5, expected / 2) or (exactly and order.value > expected + atol):
        raise _wrong_order(order, expected, what, where)
    if order.value < expected - atol:
        raise Inconclusive(f"{what} shrinks like h^{order.value:.3g}: too far from {expected:g} to be it or not.")
    return order


def _rows(errors: Any, shape: tuple[int, int], what: str, where: object) -> Any:
    """Check that an answer is a table of finite real numbers, an array or a sequence of rows; return it as float64."""
    if not isinstance(errors, (list, tuple)):
        return tensor(what, errors, shape, where).astype(np.float64)
    if len(errors) != shape[0]:
        found = (len(errors), *np.shape(errors[0] if errors else ()))
        raise CheckFailed(WrongShape(what=what, got=found, expected=shape, case=str(where)), where)
    return np.stack([series(f"{what}[{i}]", row, shape[1], where) for i, row in enumerate(errors)])


def _wrong_order(order: Order, expected: float, what: str, where: object) -> CheckFailed:
    evidence = WrongOrder(
        what=what, got=number(order.value), expected=expected, curve=order.curve(expected), case=str(where)
    )
    return CheckFailed(evidence, where)


def order_of(errors: Sequence[float], hs: Sequence[float], floor: float, last: int = 0, of: str = "") -> Order:
    """Return the median of the last rates (of all, if 0) between neighbours that are both above the floor."""
    rates = [
        math.log(e / e_next) / math.log(h / h_next)
        for e, e_next, h, h_next in zip(errors, errors[1:], hs, hs[1:], strict=False)
        if e > floor and e_next > floor
    ][-last:]
    value = float(median(rates)) if rates else math.inf
    return Order(value, tuple(hs), tuple(errors), of, tuple(rates))

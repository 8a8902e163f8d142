"""Observed orders: how fast an error shrinks with the step. Figures for a report, and tests of discretizations.

An error C hᵖ that is halved in h loses a factor 2ᵖ, so log e against log h has the slope p. An order sees every mistake
that changes p and none that doesn't: pair it with a comparison of values.

References
----------
Farrell, Ham, Funke, Rognes, Automated derivation of the adjoint of high-level transient finite element programs,
SIAM J. Sci. Comput. 35 (2013): Taylor tests. Salari, Knupp, Code verification by the method of manufactured solutions,
SAND2000-1444 (2000): observed order of accuracy.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np

from mdl_grade.checks.claims import Claim, make_claims
from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.form import tensor
from mdl_grade.checks.tolerance import UNIT
from mdl_grade.records.evidence import Curve, WrongOrder, number

TAYLOR_ORDER = 3.0
TAYLOR_STEPS = tuple(1e-2 / 4**i for i in range(4))
ENOUGH = 2.5


@dataclass(frozen=True)
class Order:
    """An observed order, and the errors it was read from.

    `value` is infinite if at most one error rises above rounding: nothing is left to shrink.
    """

    value: float
    steps: tuple[float, ...]
    errors: tuple[float, ...]
    of: str = ""

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


def taylor_order(
    loss: Callable[..., Any], at: Mapping[str, Any], grads: Mapping[str, Any], *, rng: np.random.Generator
) -> Order:
    """Return the order of the Taylor remainder, the lowest over the tensors.

    Along a Gaussian unit direction u for each tensor, the central remainder

        |½ (L(x + ε u) − L(x − ε u)) − ε g · u|,    ε = 1e-2 / 4ⁱ, i < 4,

    shrinks like ε³ if g is the gradient, and like ε if not. The central form is not drowned by curvature, as the
    one-sided one is at these steps. The order is the median over the steps, of those remainders that are above
    rounding, 50 u |L|.

    Parameters
    ----------
    loss : callable
        ``loss(**at)`` returns a real number.
    at, grads : mapping of str to array
        The point in float64, and what is claimed to be the gradients there.
    rng : numpy.random.Generator
        Draws the directions.

    Raises
    ------
    CheckFailed
        With evidence about type, shape, dtype or finiteness of a gradient.
    """
    return min(_taylor_orders(loss, at, grads, rng, ""), key=lambda order: order.value)


def check_taylor(
    loss: Callable[..., Any],
    at: Mapping[str, Any],
    grads: Mapping[str, Any],
    *,
    rng: np.random.Generator,
    where: object = "",
) -> Order:
    """Check that Taylor remainders shrink like ε³ (see `taylor_order`); an order above 2.5 is enough.

    A kink within 1e-2 of the point spoils the order, so `check_grads` gives the better verdict; this one the better
    figure.

    Raises
    ------
    CheckFailed
        With `WrongOrder` and the remainders as a curve; or with evidence about the form of a gradient.
    Inconclusive
        If the loss is not finite.
    """
    order = min(_taylor_orders(loss, at, grads, rng, where), key=lambda order: order.value)
    if not order.value > ENOUGH:
        curve = order.curve(TAYLOR_ORDER, axis="ε", quantity="Taylor remainder")
        evidence = WrongOrder(
            what=f"d{order.of}", got=number(order.value), expected=TAYLOR_ORDER, curve=curve, case=str(where)
        )
        raise CheckFailed(evidence, where)
    return order


def convergence_order(errors: Sequence[float], hs: Sequence[float], *, floor: float = 0.0) -> Order:
    """Return the observed order of convergence of errors to zero: the median of the last three rates.

        rate_i = log(e_i / e_{i+1}) / log(h_i / h_{i+1})

    Parameters
    ----------
    errors : sequence of float
        Absolute errors, nonnegative.
    hs : sequence of float
        The steps they belong to, positive and decreasing.
    floor : float
        Rounding: errors up to here are left out.

    Raises
    ------
    ValueError
        If there are fewer than two steps, or they don't decrease, or an error is negative or not finite.
    """
    e, h = [float(x) for x in errors], [float(x) for x in hs]
    if len(e) != len(h) or len(h) < 2 or any(not 0 < fine < coarse for coarse, fine in pairwise(h)):
        raise ValueError("an order needs errors at two or more positive, decreasing steps")
    if not all(0 <= x < math.inf for x in e):
        raise ValueError("an order needs errors that are finite and not negative")
    return Order(_median_rate(e, h, floor, last=3), tuple(h), tuple(e))


def check_order(
    errors: Any,
    hs: Sequence[float],
    expected: float,
    *,
    atol: float = 0.15,
    floor: float = 0.0,
    what: str = "the error",
    where: object = "",
) -> Order:
    """Check that errors shrink like h^expected, up to `atol`.

    Parameters
    ----------
    errors : (len(hs),) array or sequence of float
        Absolute errors of what the answer computed.
    hs, floor
        As for `convergence_order`.
    expected, atol : float
        The order of the method, and how far the observed one may be from it.
    what : str
        Which error.

    Raises
    ------
    CheckFailed
        With `WrongOrder` and the curve; with `NotFinite` if an error is NaN or infinite.
    """
    values = tensor(what, np.abs(np.asarray(errors, np.float64)), (len(hs),), where)
    order = convergence_order(values.tolist(), hs, floor=floor)
    if not abs(order.value - expected) <= atol:
        evidence = WrongOrder(
            what=what, got=number(order.value), expected=expected, curve=order.curve(expected), case=str(where)
        )
        raise CheckFailed(evidence, where)
    return order


def _taylor_orders(
    loss: Callable[..., Any], at: Mapping[str, Any], grads: Mapping[str, Any], rng: np.random.Generator, where: object
) -> list[Order]:
    return [_taylor(claim, rng) for claim in make_claims(loss, at, grads, where)]


def _taylor(claim: Claim, rng: np.random.Generator) -> Order:
    u = next(claim.directions(rng))
    line, slope = claim.along(u), claim.slope(u)
    halves = [(line(eps) - line(-eps)) / 2 for eps in TAYLOR_STEPS]
    if not all(map(math.isfinite, halves)):
        raise Inconclusive(f"The loss is not finite near the point: there is no Taylor remainder along {claim.of}.")
    remainders = [
        min(abs(half - eps * slope), sys.float_info.max) for half, eps in zip(halves, TAYLOR_STEPS, strict=True)
    ]
    floor = 50 * UNIT * max(claim.size, abs(claim.f0), *map(abs, halves))
    return Order(_median_rate(remainders, TAYLOR_STEPS, floor), TAYLOR_STEPS, tuple(remainders), claim.of)


def _median_rate(errors: Sequence[float], hs: Sequence[float], floor: float, last: int | None = None) -> float:
    """Return the median of the last rates between neighbours that are both above the floor; infinite if none is."""
    rates = [
        math.log(e / e_next) / math.log(h / h_next)
        for e, e_next, h, h_next in zip(errors, errors[1:], hs, hs[1:], strict=False)
        if e > floor and e_next > floor
    ]
    return float(median(rates[-last:] if last else rates)) if rates else math.inf

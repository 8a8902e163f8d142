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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import median
from typing import Any

import numpy as np

from mdl_grade.checks.claims import DIRECTIONAL_RTOL, ClaimFinding, ClaimTerms, GradientClaim, make_claims, settle
from mdl_grade.checks.differences import Comparison, Derivative, judge
from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.form import Precision, series
from mdl_grade.checks.gradients import rungs
from mdl_grade.checks.tolerance import UNIT
from mdl_grade.records.evidence import Curve, WrongOrder, WrongShape, number

TAYLOR_ORDER = 3.0
TAYLOR_STEPS = tuple(1e-2 / 4**i for i in range(4))
ENOUGH = 2.5
SETTLED = 3
"""So many rates at the finest steps must agree."""
MIN_POINTS = 3
"""At a single point a leading coefficient may vanish, and a method of order p − 1 shows p."""
CLEAR = 100.0
"""An error of so many times the floor is no rounding."""


@dataclass(frozen=True)
class Order:
    """An observed order, and the errors it was read from.

    `value` is the median of the last three `rates` between neighbours that are both above rounding, and infinite if
    there is none: nothing is left to shrink.
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


def taylor_order(
    loss: Callable[..., Any],
    at: Mapping[str, Any],
    grads: Any,
    *,
    rng: np.random.Generator,
    of: Sequence[str] | None = None,
) -> Order:
    """Return the order of the Taylor remainder, the lowest over the tensors.

    Along a Gaussian unit direction u for each tensor, the central remainder

        |½ (L(x + ε u) − L(x − ε u)) − ε g · u|,    ε = 1e-2 / 4ⁱ, i < 4,

    shrinks like ε³ if g is the gradient, and like ε if not. The central form is not drowned by curvature, as the
    one-sided one is at these steps. The order is the median over the steps, of those remainders that are above
    rounding, 50 u |L|. It costs eight evaluations for each tensor.

    Parameters
    ----------
    loss : callable
        ``loss(**at)`` returns a real number.
    at, grads : mapping of str to array
        The point, and what is claimed to be the gradients there.
    rng : numpy.random.Generator
        Draws the directions.
    of : sequence of str, optional
        The tensors that are differentiated by; by default all.

    Raises
    ------
    CheckFailed
        With evidence about type, shape, dtype or finiteness of a gradient.
    """
    claims = make_claims(loss, at, grads, "", ClaimTerms(of))
    return min((_Remainders.of(claim, rng).order for claim in claims), key=lambda order: order.value)


def check_taylor(
    loss: Callable[..., Any],
    at: Mapping[str, Any],
    grads: Any,
    *,
    rng: np.random.Generator,
    of: Sequence[str] | None = None,
    scale: float | None = None,
    loss_scale: float = 0.0,
    dtype: Precision | None = None,
    where: object = "",
) -> Order:
    """Check that Taylor remainders shrink like ε³ (see `taylor_order`), and that the slopes themselves agree.

    The remainders are the figure. The verdict is that of `check_grads`, along one direction: what is measured at the
    last two ε counts if it is precise, and else the ladder of steps is taken. So a kink within 1e-2 of the point, which
    spoils the order, refuses nobody, and a small error beside strong curvature, which the order can't see, is seen. The
    cost is that of `taylor_order`, and four evaluations for each step that is taken besides.

    Parameters are those of `check_grads`.

    Raises
    ------
    CheckFailed
        With `WrongOrder` and the remainders as a curve; with `WrongGradient` where the order is right and the slope is
        not; or with evidence about the form of a gradient.
    Inconclusive
        If the slopes can't be measured: too near a kink, too much rounded, or zero without a `scale`.
    """
    found: list[Order] = []

    def examine(claim: GradientClaim) -> Iterator[ClaimFinding]:
        remainders = _Remainders.of(claim, rng)
        order, judgement = remainders.order, judge(chain([remainders.comparison()], rungs(claim, rng)))
        found.append(order)
        finding = ClaimFinding(judgement)
        if finding.stands(claim) and not order.value > ENOUGH:
            curve = order.curve(TAYLOR_ORDER, axis="ε", quantity="Taylor remainder")
            raise CheckFailed(
                WrongOrder(
                    what=f"d{claim.of}", got=number(order.value), expected=TAYLOR_ORDER, curve=curve, case=str(where)
                ),
                where,
            )
        yield finding

    settle(make_claims(loss, at, grads, where, ClaimTerms(of, dtype, scale, loss_scale)), examine)
    return min(found, key=lambda order: order.value, default=Order(math.inf, TAYLOR_STEPS, (0.0,) * len(TAYLOR_STEPS)))


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
    return _order(e, h, floor, last=SETTLED)


def check_order(
    errors: Any,
    hs: Sequence[float],
    expected: float,
    *,
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
    errors : (len(hs), M) array or sequence of rows
        Errors of what the answer computed, at M ≥ 3 points or for M ≥ 3 functions that have nothing in common; their
        signs don't matter, and they should be of about one size, for the largest at each step counts.
    hs : sequence of float
        The steps they belong to, positive and decreasing: three or four of them, the finest of which leaves an error
        well above rounding.
    expected, atol : float
        The order of the method, and how far the observed one may be below it.
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
        If the steps don't decrease, or there are errors of fewer than three points.

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
    largest = np.max(_rows(errors, len(hs), what, where), axis=1).tolist()
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


def _rows(errors: Any, steps: int, what: str, where: object) -> Any:
    """Return moduli (steps, M) of errors, M being the number of points of the first row."""
    rows = list(errors) if isinstance(errors, (list, tuple, np.ndarray)) and np.shape(errors[:1]) else [errors]
    points = len(rows[0]) if rows and isinstance(rows[0], (list, tuple, np.ndarray)) and np.ndim(rows[0]) else 1
    if points < MIN_POINTS:
        raise ValueError(f"an order needs errors at {MIN_POINTS} points or functions at least: (len(hs), M) of them")
    if len(rows) != steps:
        shape = (len(rows), points)
        raise CheckFailed(WrongShape(what=what, got=shape, expected=(steps, points), case=str(where)), where)
    return np.abs([series(what, row, points, where) for row in rows])


def _wrong_order(order: Order, expected: float, what: str, where: object) -> CheckFailed:
    evidence = WrongOrder(
        what=what, got=number(order.value), expected=expected, curve=order.curve(expected), case=str(where)
    )
    return CheckFailed(evidence, where)


@dataclass(frozen=True)
class _Remainders:
    """Central Taylor remainders of a claim along one direction, and the derivative that the last two steps measure."""

    claim: GradientClaim
    slope: float
    halves: tuple[float, ...]
    measured: Derivative
    rounding: float

    @classmethod
    def of(cls, claim: GradientClaim, rng: np.random.Generator) -> _Remainders:
        u = next(claim.directions(rng))
        line = claim.along(u)
        values = [(line(eps), line(-eps)) for eps in TAYLOR_STEPS]
        halves = tuple((ahead - behind) / 2 for ahead, behind in values)
        if not all(map(math.isfinite, halves)):
            raise Inconclusive(f"The loss is not finite near the point: there is no Taylor remainder along {claim.of}.")
        (far, near), (h_far, h_near) = values[-2:], TAYLOR_STEPS[-2:]
        d_far, d_near = halves[-2] / h_far, halves[-1] / h_near
        g_far, g_near = ((sum(pair) - 2 * claim.f0) / h for pair, h in ((far, h_far), (near, h_near)))
        value = (16 * d_near - d_far) / 15
        digits = claim.digits.noise((*far, *near), claim.f0, claim.size) + UNIT * claim.reach * abs(value)
        error = abs(value - d_near) + abs(4 * g_near - g_far) / 4 + 8 * digits / h_near
        rounding = 50 * UNIT * max(claim.size, abs(claim.f0), *map(abs, halves))
        return cls(claim, claim.slope(u), halves, Derivative(value, error, h_near), rounding)

    @property
    def order(self) -> Order:
        remainders = [
            min(abs(half - eps * self.slope), sys.float_info.max)
            for half, eps in zip(self.halves, TAYLOR_STEPS, strict=True)
        ]
        return _order(remainders, TAYLOR_STEPS, self.rounding, of=self.claim.of)

    def comparison(self) -> Comparison:
        typical, steepest = self.claim.typical, abs(self.measured.value)
        return self.claim.compare(self.slope, self.measured, typical, steepest, DIRECTIONAL_RTOL)


def _order(errors: Sequence[float], hs: Sequence[float], floor: float, last: int = 0, of: str = "") -> Order:
    """Return the median of the last rates (of all, if 0) between neighbours that are both above the floor."""
    rates = [
        math.log(e / e_next) / math.log(h / h_next)
        for e, e_next, h, h_next in zip(errors, errors[1:], hs, hs[1:], strict=False)
        if e > floor and e_next > floor
    ][-last:]
    value = float(median(rates)) if rates else math.inf
    return Order(value, tuple(hs), tuple(errors), of, tuple(rates))

"""Taylor remainders: the figure that shows how a gradient fits its loss, and a verdict beside it.

References
----------
Farrell, Ham, Funke, Rognes, Automated derivation of the adjoint of high-level transient finite element programs,
SIAM J. Sci. Comput. 35 (2013).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from msgspec import Struct

from mdl_grade.checks.claims import DIRECTIONAL_RTOL, ClaimFinding, ClaimTerms, GradientClaim, make_claims, settle
from mdl_grade.checks.differences import Comparison, Derivative, judge
from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.form import Precision
from mdl_grade.checks.gradients import rungs
from mdl_grade.checks.orders import Order, order_of
from mdl_grade.checks.tolerance import UNIT
from mdl_grade.records.evidence import WrongOrder
from mdl_grade.records.numbers import number

TAYLOR_ORDER = 3.0
TAYLOR_STEPS = tuple(1e-2 / 4**i for i in range(4))
ENOUGH = 2.5


def taylor_order(
    loss: Callable[..., Any],
    at: Mapping[str, Any],
    grads: Any,
    *,
    rng: np.random.Generator,
    of: Sequence[str] | None = None,
) -> Order:
    """Return the order of the Taylor remainder, the lowest over the tensors.

    A figure, without a verdict. It costs eight evaluations for each tensor.

    Parameters
    ----------
    loss : callable
        ``loss(**at)`` returns a real number, in float64.
    at, grads : mapping of str to array
        The point, and what is claimed to be the gradients there.
    rng : numpy.random.Generator
        Draws the directions.
    of : sequence of str, optional
        The tensors that are differentiated by; by default all.

    Returns
    -------
    order : Order
        3 for a gradient, 1 for what is none, infinite if all remainders are rounding.

    Raises
    ------
    CheckFailed
        With evidence about type, shape, dtype or finiteness of a gradient.
    Inconclusive
        If the loss is not finite near the point.

    Notes
    -----
    Along a Gaussian unit direction u for each tensor, the central remainder

        |½ (L(x + ε u) − L(x − ε u)) − ε g · u|,    ε = 1e-2 / 4ⁱ, i < 4,

    shrinks like ε³ if g is the gradient, and like ε if not. The central form is not drowned by curvature, as the
    one-sided one is at these steps. The order is the median over the steps, of those remainders that are above
    rounding, 50 u |L|.

    References
    ----------
    Farrell, Ham, Funke, Rognes, Automated derivation of the adjoint of high-level transient finite element programs,
    SIAM J. Sci. Comput. 35 (2013).
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
    """Check that Taylor remainders shrink like ε³, and that the slopes themselves agree.

    The remainders are the figure (see `taylor_order`); the verdict is that of `check_grads`, along one direction. So it
    sees a small error beside strong curvature, which the order can't see, and a kink within 1e-2 of the point, which
    spoils the order, refuses nobody. What one direction can't show, it does not see. The cost is that of
    `taylor_order`, and four evaluations for each step that is taken besides.

    Parameters
    ----------
    loss, at, grads
        As in `check_grads`.
    rng : numpy.random.Generator
        Draws the directions.
    of, scale, loss_scale, dtype, where
        As in `check_grads`.

    Returns
    -------
    order : Order
        The lowest over the tensors.

    Raises
    ------
    CheckFailed
        With `WrongOrder` and the remainders as a curve; with `WrongGradient` where the order is right and the slope is
        not; or with evidence about the form of a gradient.
    Inconclusive
        If the slopes can't be measured: too near a kink, too much rounded, or zero without a `scale`.
    TypeError
        If the loss is not one real number in float64, or the point is complex.

    Notes
    -----
    The slope that is measured at the last two ε counts if it is precise, and else the ladder of steps is taken. A claim
    whose slope is off by more than `check_grads` allows is refused: by its order, if that is 2.5 or less.

    References
    ----------
    Farrell, Ham, Funke, Rognes, Automated derivation of the adjoint of high-level transient finite element programs,
    SIAM J. Sci. Comput. 35 (2013).
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


class _Remainders(Struct, frozen=True):
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
        return order_of(remainders, TAYLOR_STEPS, self.rounding, of=self.claim.of)

    def comparison(self) -> Comparison:
        typical, steepest = self.claim.typical, abs(self.measured.value)
        return self.claim.compare(self.slope, self.measured, typical, steepest, DIRECTIONAL_RTOL)

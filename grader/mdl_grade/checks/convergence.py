"""How fast a run converges: linear and sublinear rates, and the limit of stability.

A rate is the explanation, and the figure; for a verdict on an optimizer compare its trajectory with the exact one
(see `quadratics`), or with the reference's.

References
----------
Nesterov, Lectures on convex optimization, 2nd ed. (2018): rates. Polyak, Introduction to optimization (1987): linear
rates of momentum, and stability.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.form import series, tensor, to_array
from mdl_grade.checks.orders import Order
from mdl_grade.checks.slopes import Slopes
from mdl_grade.checks.structure import describe
from mdl_grade.checks.tolerance import require_fraction
from mdl_grade.records.evidence import (
    Curve,
    NoGrowth,
    Unstable,
    WrongDecay,
    WrongRate,
    WrongShape,
    WrongType,
    number,
    pair,
)

PLAIN_RTOL = 0.10
CORRECTED_RTOL = 0.01
SUBLINEAR_RTOL = 0.15
MIN_ERRORS = 16
FEW_FOLDINGS, MORE_FOLDINGS = 10, 30
"""A run shows its rate after so many times 1/(1 − ρ) steps; at a double root later."""
MIN_FITTED = 5
BURIED = 1e-6
"""A run that stalls so far down, relative to its start, may have reached the rounding of its problem."""
FIGURE_POINTS = 60
DRIFT = 1e-9
ROUNDING = 1e-12
SHY = 2.0
"""Growth, or shrinking, by less than this decides nothing about stability."""


def check_linear_rate(
    errors: Any,
    expected: float,
    steps: int,
    *,
    double_root: bool = False,
    rtol: float | None = None,
    floor: float = 1e-12,
    what: str = "the error",
    where: object = "",
) -> float:
    """Check that errors shrink like ρᵏ, or like k ρᵏ at a double root, and return the ρ that was seen.

    A line is fitted to log E_k over the last half of the errors that are above rounding, and to each half of these:

        accept  ⇔  |ρ − expected| ≤ rtol (1 − expected)

    It is 1 − ρ that counts: it decides how many steps a digit takes. For ρ < ½, log ρ must be right to rtol as well. At
    a double root E_k ~ |k + k₀| ρᵏ, and the factor is taken out first. If the halves, or the scatter about the line,
    leave ρ uncertain by more than the tolerance, nothing is decided, nor if ρ is off by less than twice the tolerance.

    It can't see a rate that is off by 5 %, nor anything that a step does beside it: for a verdict compare the
    trajectory. The cost is one fit.

    Parameters
    ----------
    errors : (steps + 1,) array or sequence of float
        The answer's ‖x_k − x*‖ from the start, k = 0; for values f(x_k) − f*, ρ² is to be expected. Norms over all
        modes are smoother than single coordinates, which oscillate.
    expected : float
        ρ, in (0.05, 1): see `quadratic_rate`.
    steps : int
        How many were asked for: at least 10 / (1 − ρ), at a double root 30 / (1 − ρ), for a run shows its rate late.
    double_root : bool
        Whether the slowest mode has a double root: optimal momentum, Nesterov's constant momentum.
    rtol : float, optional
        By default 10 % for the plain fit, 1 % at a double root.
    floor : float
        Rounding, relative to the largest error: smaller ones are left out.

    Raises
    ------
    CheckFailed
        With `WrongRate`: the errors beside the expected line over the fitted steps; with evidence about the form of the
        errors, or `NotFinite`.
    Inconclusive
        If the rate has not settled, or there is none: all errors are zero.
    ValueError
        If there are too few steps, or `expected` is out of range.
    """
    if not 0.05 < expected < 1:
        raise ValueError(f"a linear rate that can be measured lies between 0.05 and 1, not {expected}")
    foldings = MORE_FOLDINGS if double_root else FEW_FOLDINGS
    needed = max(MIN_ERRORS - 1, math.ceil(foldings / (1 - expected)))
    if steps < needed:
        raise ValueError(f"a rate of {expected:.6g} shows after {needed} steps, not {steps}")
    rtol = (CORRECTED_RTOL if double_root else PLAIN_RTOL) if rtol is None else rtol
    require_fraction(rtol)
    values = np.abs(series(what, errors, steps + 1, where))
    if not np.any(values):
        raise Inconclusive(f"{what} is zero from the start: there is no rate.")
    above = np.flatnonzero(values > floor * values.max())
    above = above[above > 0]
    lasts = math.log(floor) / math.log(expected) if floor > 0 else math.inf
    if len(above) < min(MIN_FITTED * 2, lasts / 2):
        # The run was over before a rate of this size could be: it is as fast at least as if the rest were rounding.
        rate = floor ** (1 / (len(above) + 1)) if floor > 0 else 0.0
        raise _wrong_rate(np.arange(1, steps + 1), values[1:], rate, expected, double_root, rtol, what, where)
    tail = above[min(len(above) // 2, max(len(above) - MIN_FITTED, 0)) :]
    if len(tail) < MIN_FITTED:
        raise Inconclusive(f"Too few errors of {what} are above rounding: {len(above)}.")
    fit = min(
        (Slopes.of(tail, np.log(values[tail]) - factor) for factor in _factors(tail, expected, double_root)),
        key=lambda fit: fit.scatter,
    )
    verdict = fit.judge(
        lambda slope: (math.exp(slope) - expected) / (1 - expected),
        rtol,
        margin=2.0,
        buried=bool(values[-1] < BURIED * values.max()),
    )
    rate = math.exp(fit.whole)
    if expected < 0.5 and verdict is True:
        verdict = abs(fit.whole / math.log(expected) - 1) <= rtol
    if verdict is None:
        raise Inconclusive(f"The rate of {what} has not settled: {fit.told(math.exp)}.")
    if not verdict:
        raise _wrong_rate(tail, values[tail], rate, expected, double_root, rtol, what, where)
    return rate


def check_sublinear_rate(
    errors: Any,
    expected: float,
    steps: int,
    *,
    rtol: float = SUBLINEAR_RTOL,
    what: str = "the error",
    where: object = "",
) -> Order:
    """Check that errors shrink like 1/k^p, and return the order that was seen.

    A line is fitted to log E_k against log k over k ≥ K/8, and to each half of that:

        accept  ⇔  |p̂ − p| ≤ rtol · p

    All these errors count, so noise averages out. If the halves, or the scatter about the line, leave p uncertain by
    more than the tolerance, nothing is decided: so it is for runs with a delay, for single noisy runs, and for linear
    convergence, whose order grows with K. An order that moves away from p is refused.

    It can't see constants, nor a rate that is attained later than K. The cost is one fit.

    Parameters
    ----------
    errors : (steps + 1,) array or sequence of float
        The answer's error at k = 0, 1, …, K; of a random method, the mean over many runs.
    expected : float
        p: ½ for the subgradient method, 1 for gradient descent on a convex function, 2 for Nesterov's method. These
        are upper bounds: take a problem on which they are attained, or whose own p is known.
    steps : int
        K, at least 16.
    rtol : float
        Relative to p.

    Raises
    ------
    CheckFailed
        With `WrongDecay` over 1/k; with evidence about the form of the errors, or `NotFinite`.
    Inconclusive
        If the order has not settled, or all errors are zero.
    ValueError
        If there are too few steps.
    """
    if steps < MIN_ERRORS:
        raise ValueError(f"a rate shows after {MIN_ERRORS} steps at least, not {steps}")
    require_fraction(rtol)
    values = np.abs(series(what, errors, steps + 1, where))
    if not np.any(values):
        raise Inconclusive(f"{what} is zero from the start: there is no rate.")
    k = np.arange(max(2, steps // 8), steps + 1)
    shown = [steps // 2**i for i in range(steps.bit_length() - 1)][::-1]
    told = tuple(1 / n for n in shown), tuple(float(values[n]) for n in shown)
    if not np.all(values[k]):
        raise _wrong_decay(Order(math.inf, *told), expected, what, where)
    fit = Slopes.of(np.log(k), np.log(values[k]))
    order = Order(-fit.whole, *told)
    verdict = fit.judge(lambda slope: -slope / expected - 1, rtol, margin=1.3)
    if verdict is None:
        raise Inconclusive(f"The order of {what} has not settled: {fit.told(lambda slope: -slope)}.")
    if not verdict:
        raise _wrong_decay(order, expected, what, where)
    return order


def check_stability_limit(
    run: Callable[[float], Any],
    limit: Any,
    steps: int,
    *,
    margin: float = 0.01,
    what: str = "the run",
    where: object = "",
) -> None:
    """Check that runs stay bounded just below a step size and diverge just above it.

    The largest iterate M₃ of the last third of a run is compared with that of the middle third, M₂; the first third is
    left to what happens before the slowest mode takes over.

        lr = (1 − margin) limit:    M₃ ≤ M₂
        lr = (1 + margin) limit:    M₃ > M₂

    Either side may be the answer: a run whose limit is known, 2/λ_max for gradient descent, or a limit for a known run.
    It must then be right up to `margin`. Runs that change by less than a factor of 2 decide nothing, unless they don't
    change at all. It can't see what a step does beside growing. The cost is two runs.

    Parameters
    ----------
    run : callable
        ``run(lr)`` returns the iterates x_k − x*, the start first: a (steps + 1, …) array, or a sequence of arrays or
        numbers. The start must have a part in every mode. An OverflowError, as Python's floats raise it, is divergence.
    limit : float
        The step size in question.
    steps : int
        Enough of them for the unstable mode to outgrow the rest: it grows like (1 + 2 margin)ᵏ, so 3 / margin.
    margin : float
        How far to either side, relative to the limit.
    what : str
        What is run.

    Raises
    ------
    CheckFailed
        With `Unstable` if the run below grows, or `NoGrowth` if the run above does not; with evidence about the
        form of the limit or of the iterates.
    Inconclusive
        If a run grows or shrinks too little to tell.
    """
    if steps < MIN_ERRORS or not 0 < margin < 1:
        raise ValueError(f"stability needs {MIN_ERRORS} steps at least and a margin in (0, 1)")
    value = float(tensor("the limit", limit, (), where))
    below, above = (1 - margin) * value, (1 + margin) * value
    calm = _Sizes.of(run, below, steps, what, where)
    if (left := calm.first_growth) is not None:
        if calm.growth < SHY:
            raise Inconclusive(f"Just below the limit, {what} grows by {calm.growth:.3g}: too little to tell.")
        grows = Unstable(
            what=what,
            lr=number(below, 6),
            step=left,
            growth=number(calm.growth),
            curve=calm.curve(),
            case=str(where),
        )
        raise CheckFailed(grows, where)
    wild = _Sizes.of(run, above, steps, what, where)
    if wild.first_growth is None:
        if 1 / SHY < wild.growth < 1 - DRIFT:
            raise Inconclusive(f"Just above the limit, {what} shrinks by {wild.growth:.3g}: too little to tell.")
        stays = NoGrowth(
            what=what, lr=number(above, 6), growth=number(wild.growth), curve=wild.curve(), case=str(where)
        )
        raise CheckFailed(stays, where)


@dataclass(frozen=True)
class _Sizes:
    """max|x_k| of every iterate of a run; NaN counts as infinite."""

    values: Any

    @classmethod
    def of(cls, run: Callable[[float], Any], lr: float, steps: int, what: str, where: object) -> _Sizes:
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                path = run(lr)
        except OverflowError:
            return cls(np.concatenate([np.ones(1), np.full(steps, math.inf)]))
        array = to_array(path)
        rows: list[Any] = (
            [to_array(row) for row in path] if isinstance(path, (list, tuple)) or np.ndim(array) else [None]
        )
        if any(row is None or row.dtype.kind not in "iuf" for row in rows):
            evidence = WrongType(what=what, got=describe(path), expected="a series of iterates", case=str(where))
            raise CheckFailed(evidence, where)
        if len(rows) != steps + 1:
            shape = rows[0].shape if rows else ()
            expected = (steps + 1, *shape)
            raise CheckFailed(WrongShape(what=what, got=(len(rows), *shape), expected=expected, case=str(where)), where)
        sizes = np.array([float(np.max(np.abs(row.astype(np.float64)), initial=0.0)) for row in rows])
        return cls(np.where(np.isnan(sizes), math.inf, sizes))

    @property
    def bound(self) -> float:
        """The largest size in the middle third, or rounding beside the first; the first steps may do as they like."""
        third = len(self.values) // 3
        first, middle = self._finite(0, third), self._finite(third, 2 * third)
        return max(middle, ROUNDING * first)

    @property
    def growth(self) -> float:
        late = float(np.max(self.values[2 * (len(self.values) // 3) :]))
        if np.isinf(self.values).any():
            return math.inf
        return late / self.bound if self.bound > 0 else math.inf if late > 0 else 0.0

    @property
    def first_growth(self) -> int | None:
        """The first step of the last third that is larger than the bound, or infinite anywhere; None if bounded."""
        late = np.arange(len(self.values)) >= 2 * (len(self.values) // 3)
        larger = np.flatnonzero(np.isinf(self.values) | (late & (self.values > self.bound * (1 + DRIFT))))
        return int(larger[0]) if len(larger) else None

    def _finite(self, start: int, stop: int) -> float:
        part = self.values[start:stop]
        return float(np.max(part[np.isfinite(part)], initial=0.0))

    def curve(self) -> Curve:
        return _figure(np.arange(len(self.values)), self.values, (), "max|x|", keep=self.first_growth)


def _wrong_rate(
    k: Any, errors: Any, rate: float, expected: float, double_root: bool, rtol: float, what: str, where: object
) -> CheckFailed:
    told, wanted = pair(rate, expected)
    growth = k / k[0] if double_root else np.ones(len(k))
    evidence = WrongRate(
        what=what,
        got=told,
        expected=wanted,
        error=number(abs(rate - expected) / (1 - expected)),
        tolerance=rtol,
        curve=_figure(k, errors, errors[0] * growth * expected ** (k - k[0]), what),
        case=str(where),
    )
    return CheckFailed(evidence, where)


def _factors(k: Any, expected: float, double_root: bool) -> list[Any]:
    """Return what may stand before ρᵏ, as logarithms: 1, or at a double root |k + k₀|, for the k₀ that are at hand."""
    if not double_root:
        return [0.0]
    early = 1 / (1 - expected)
    return [np.log(np.abs(k + k0) + 1e-9) for k0 in (early, 0.0, -early)]


def _wrong_decay(order: Order, expected: float, what: str, where: object) -> CheckFailed:
    curve = order.curve(expected, axis="1/k", quantity="error")
    evidence = WrongDecay(what=what, got=number(order.value), expected=expected, curve=curve, case=str(where))
    return CheckFailed(evidence, where)


def _figure(k: Any, yours: Any, reference: Sequence[float] | Any, quantity: str, keep: int | None = None) -> Curve:
    """Return a curve of at most `FIGURE_POINTS` points, or one more, with both ends and the position `keep` in it."""
    chosen = set(np.linspace(0, len(k) - 1, min(len(k), FIGURE_POINTS)).round().astype(int).tolist())
    places = sorted(chosen if keep is None else chosen | {keep})
    return Curve(
        axis="step",
        quantity=quantity,
        x=tuple(float(k[i]) for i in places),
        yours=tuple(number(yours[i]) for i in places),
        reference=tuple(number(reference[i]) for i in places) if len(reference) else (),
    )

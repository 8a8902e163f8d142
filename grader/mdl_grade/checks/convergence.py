"""How fast a run converges: linear and sublinear rates, and the limit of stability.

A rate is the explanation, and the figure; for a verdict on an optimizer compare its trajectory with the exact one
(see `quadratics`), or with the reference's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mdl_grade.checks.failure import CheckFailed
from mdl_grade.checks.form import tensor, to_array
from mdl_grade.checks.orders import Order, convergence_order
from mdl_grade.checks.structure import describe
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
MIN_ERRORS = 16
FIGURE_POINTS = 60
DRIFT = 1e-9
ROUNDING = 1e-12


def check_linear_rate(
    errors: Any,
    expected: float,
    *,
    double_root: bool = False,
    rtol: float | None = None,
    floor: float = 1e-12,
    what: str = "the error",
    where: object = "",
) -> float:
    """Check that errors shrink like ρᵏ, or like k ρᵏ at a double root, and return the ρ that was seen.

    A line is fitted to log E_k, or to log(E_k / k), over the last half of the errors that are above rounding:

        accept  ⇔  |ρ − expected| ≤ rtol (1 − expected)

    It is 1 − ρ that counts: it decides how many steps a digit takes. Optimal momentum has a double root, where the
    plain fit is 4 to 6 % off in 1 − ρ; the corrected one is right to 0.2 %.

    Parameters
    ----------
    errors : (K + 1,) array or sequence of float
        ‖x_k − x*‖ from the start, k = 0; for values f(x_k) − f*, ρ² is to be expected. Norms over all modes
        are smoother than single coordinates, which oscillate.
    expected : float
        ρ, in (0.05, 1): see `quadratic_rate`.
    double_root : bool
        Whether the slowest mode has a double root: optimal momentum, Nesterov's constant momentum.
    rtol : float
        By default 10 % for the plain fit, 1 % for the corrected one.
    floor : float
        Rounding, relative to the largest error: smaller ones are left out.

    Raises
    ------
    CheckFailed
        With `WrongRate`: the errors beside the expected line over the fitted steps; with `NotFinite` if an error is
        NaN or infinite.
    ValueError
        If there are fewer than 16 errors, or `expected` is out of range.
    """
    if not 0.05 < expected < 1:
        raise ValueError(f"a linear rate that can be measured lies between 0.05 and 1, not {expected}")
    values = _sizes(errors, what, where)
    rtol = (CORRECTED_RTOL if double_root else PLAIN_RTOL) if rtol is None else rtol
    steps = np.flatnonzero(values > floor * values.max())
    steps = steps[steps > 0]
    tail = steps[len(steps) // 2 :]
    # With nothing left to fit, the run has converged faster than any rate.
    rate = _fitted_rate(tail, values[tail], double_root) if len(tail) >= 4 else 0.0
    gap = abs(rate - expected) / (1 - expected)
    if not gap <= rtol:
        shown = tail if len(tail) >= 4 else np.arange(1, len(values))
        curve = _beside_rate(shown, values[shown], expected, double_root, what)
        told, wanted = pair(rate, expected)
        evidence = WrongRate(
            what=what, got=told, expected=wanted, error=number(gap), tolerance=rtol, curve=curve, case=str(where)
        )
        raise CheckFailed(evidence, where)
    return rate


def check_sublinear_rate(
    errors: Any, expected: float, *, atol: float = 0.15, what: str = "the error", where: object = ""
) -> Order:
    """Check that errors shrink like 1/k^p, and return the order that was seen.

    The errors at k = K, K/2, K/4, … are read as a series over h = 1/k: the median of the last three rates must be
    within `atol` of p. A run that stalls has order 0; one that converges linearly, an order that grows with K.

    Parameters
    ----------
    errors : (K + 1,) array or sequence of float
        The error at k = 0, 1, …, K.
    expected : float
        p: ½ for the subgradient method, 1 for gradient descent on a convex function, 2 for Nesterov's method. These
        are upper bounds: take a problem on which they are attained, or whose own p is known.

    Raises
    ------
    CheckFailed
        With `WrongDecay` over 1/k; with `NotFinite` if an error is NaN or infinite.
    ValueError
        If there are fewer than 16 errors.
    """
    values = _sizes(errors, what, where)
    steps = _halvings(len(values) - 1)
    order = convergence_order([float(values[k]) for k in steps], [1 / k for k in steps])
    if not abs(order.value - expected) <= atol:
        curve = order.curve(expected, axis="1/k", quantity="error")
        evidence = WrongDecay(what=what, got=number(order.value), expected=expected, curve=curve, case=str(where))
        raise CheckFailed(evidence, where)
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
    It must then be right up to `margin`.

    Parameters
    ----------
    run : callable
        ``run(lr)`` returns the iterates x_k − x*, the start first: a (steps + 1, …) array, or a sequence of arrays or
        numbers. The start must have a part in every mode.
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
    """
    if steps < MIN_ERRORS or not 0 < margin < 1:
        raise ValueError(f"stability needs {MIN_ERRORS} steps at least and a margin in (0, 1)")
    value = float(tensor("the limit", limit, (), where))
    below, above = (1 - margin) * value, (1 + margin) * value
    calm = _Sizes.of(run, below, steps, what, where)
    if (left := calm.first_growth) is not None:
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
        with np.errstate(over="ignore", invalid="ignore"):
            path = run(lr)
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


def _sizes(errors: Any, what: str, where: object) -> Any:
    values = np.abs(np.asarray(errors, np.float64))
    if values.ndim != 1 or len(values) < MIN_ERRORS:
        raise ValueError(f"a rate needs a series of {MIN_ERRORS} errors at least, not the shape {values.shape}")
    return tensor(what, values, values.shape, where)


def _fitted_rate(k: Any, errors: Any, double_root: bool) -> float:
    logs = np.log(errors) - (np.log(k) if double_root else 0.0)
    centred = k - k.mean()
    return math.exp(float(centred @ logs / (centred @ centred)))


def _beside_rate(k: Any, errors: Any, expected: float, double_root: bool, what: str) -> Curve:
    growth = k / k[0] if double_root else np.ones(len(k))
    return _figure(k, errors, errors[0] * growth * expected ** (k - k[0]), what)


def _halvings(last: int) -> list[int]:
    steps = [last]
    while steps[-1] >= 2:
        steps.append(steps[-1] // 2)
    return steps[::-1]


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

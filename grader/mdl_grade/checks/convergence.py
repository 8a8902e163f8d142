"""How fast a run converges: linear and sublinear rates.

A rate is the explanation, and the figure; for a verdict on an optimizer compare its trajectory with the exact one
(see `quadratics`), or with the reference's.

References
----------
Nesterov, Lectures on convex optimization, 2nd ed. (2018). Polyak, Introduction to optimization (1987): momentum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.form import series
from mdl_grade.checks.orders import Order
from mdl_grade.checks.slopes import Slopes
from mdl_grade.checks.tolerance import require_fraction
from mdl_grade.records.evidence import Curve, WrongDecay, WrongRate
from mdl_grade.records.numbers import number, pair

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

    It sees a rate that is off by 20 %; it can't see one that is off by 5 %, nor anything that a step does beside it:
    for a verdict compare the trajectory. The cost is one fit.

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
    what : str
        Which error.
    where : object
        The case; its `str` goes into the evidence.

    Returns
    -------
    rate : float
        The ρ that was seen.

    Raises
    ------
    CheckFailed
        With `WrongRate`: the errors beside the expected line over the fitted steps; with evidence about the form of the
        errors, or `NotFinite`.
    Inconclusive
        If the rate has not settled, or there is none: all errors are zero.
    ValueError
        If there are too few steps, or `expected` is out of range.

    Notes
    -----
    A line is fitted to log E_k over the last half of the errors that are above rounding, and to each half of these:

        accept  ⇔  |ρ − expected| ≤ rtol (1 − expected)

    It is 1 − ρ that counts: it decides how many steps a digit takes. For ρ < ½, log ρ must be right to rtol as well. At
    a double root E_k ~ |k + k₀| ρᵏ, and the factor is taken out first. If the halves, or the scatter about the line,
    leave ρ uncertain by more than the tolerance, nothing is decided, nor if ρ is off by less than twice the tolerance.

    References
    ----------
    Nocedal, Wright, Numerical Optimization, 2nd ed. (2006), §A.2: rates. Polyak, Introduction to optimization (1987).
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

    It sees a p that is off by a fifth; it can't see constants, nor a rate that is attained later than K. The cost is
    one fit.

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
    what : str
        Which error.
    where : object
        The case; its `str` goes into the evidence.

    Returns
    -------
    order : Order
        The p that was seen, and the errors at K, K/2, K/4, … over 1/k.

    Raises
    ------
    CheckFailed
        With `WrongDecay` over 1/k; with evidence about the form of the errors, or `NotFinite`.
    Inconclusive
        If the order has not settled, or all errors are zero.
    ValueError
        If there are too few steps.

    Notes
    -----
    A line is fitted to log E_k against log k over k ≥ K/8, and to each half of that:

        accept  ⇔  |p̂ − p| ≤ rtol · p

    All these errors count, so noise averages out. If the halves, or the scatter about the line, leave p uncertain by
    more than the tolerance, nothing is decided: so it is for runs with a delay, for single noisy runs, and for linear
    convergence, whose order grows with K. An order that moves away from p is refused.

    References
    ----------
    Nesterov, Lectures on convex optimization, 2nd ed. (2018), §2.1, §2.2 and §3.2.
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
        curve=figure(k, errors, errors[0] * growth * expected ** (k - k[0]), what),
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


def figure(k: Any, yours: Any, reference: Sequence[float] | Any, quantity: str, keep: int | None = None) -> Curve:
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

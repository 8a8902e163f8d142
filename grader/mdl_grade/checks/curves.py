"""Follows a run step by step: iterates of an optimizer, losses of a training, and where they end up.

"The loss goes down" accepts 26 of 27 wrong optimizers; the first two steps of the reference's trajectory, to ten
digits, accept none. Rounding grows along a run, so only its beginning can be compared: 20 steps to 1e-10, and at most
100 to 1e-8.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mdl_grade.checks.comparison import assert_shapes
from mdl_grade.checks.failure import CheckFailed
from mdl_grade.checks.form import first, magnitude, numeric, tensor
from mdl_grade.checks.structure import leaves
from mdl_grade.checks.tolerance import UNIT
from mdl_grade.records.evidence import BelowFloor, Curve, Number, WrongCurve, number

MAX_STEPS = 100


def check_trajectory(
    got: Any,
    want: Any,
    *,
    rtol: float = 1e-10,
    names: Sequence[str] = (),
    axis: str = "step",
    what: str = "the trajectory",
    where: object = "",
) -> None:
    """Check that iterates follow the reference's, tensor by tensor and step by step.

        accept  ⇔  |x_k − r_k| ≤ rtol · max(max|x_k|, max|r_k|) + 64 u max_{j≤k} max|r_j|    for all k

    Parameters
    ----------
    got : sequence or (T, …) array
        The answer: one iterate a step, each an array, a number, or a structure of them. The start may be the first.
    want : sequence or (T, …) array
        The reference; at most 100 steps after the start.
    rtol : float
        1e-10 is right for about 20 steps on a smooth problem, 1e-8 for 100.
    names : sequence of str
        What the tensors of an iterate are called, if it is a tuple: ``("W", "b")``.
    axis, what : str
        What is counted, and what is followed.
    where : object
        The case.

    Raises
    ------
    CheckFailed
        With `WrongCurve`: the first step that leaves, and both series of the entry that leaves furthest there. With
        `WrongType`, `WrongShape` or `WrongDtype` if the structures differ.
    """
    _short_enough(want)
    assert_shapes(got, want, names=(what,), where=where)
    for series in _series(got, want, names or (what,), where):
        series.follow(rtol, axis, what, where)


def check_curve(
    got: Any,
    want: Any,
    *,
    quantity: str = "loss",
    axis: str = "step",
    rtol: float = 1e-8,
    what: str = "",
    where: object = "",
) -> Curve:
    """Check that a series of numbers, such as the losses of a training, follows the reference's.

    The criterion is that of `check_trajectory` for iterates that are numbers, at 1e-8.

    Parameters
    ----------
    got : sequence of float or (T,) array
        The answer: one number a step. A list passes for an array, and an array for a list.
    want : sequence of float or (T,) array
        The reference.
    quantity, axis : str
        What the figure's axes say.
    what : str
        What is followed; by default the `quantity`.

    Other parameters, and what is raised, are those of `check_trajectory`.

    Returns
    -------
    curve : Curve
        Both series: a check that returns it puts the figure into the report, also if it passes.
    """
    _short_enough(want)
    both_ways = isinstance(got, (list, tuple)) != isinstance(want, (list, tuple))
    if both_ways and isinstance(got, (list, tuple, np.ndarray)):
        want = np.asarray(want) if isinstance(got, np.ndarray) else list(want)
    assert_shapes(got, want, names=(what or quantity,), where=where)
    (series,) = _series(list(got), list(want), (quantity,), where)
    series.follow(rtol, axis, what or quantity, where)
    return series.curve(axis, ())


def check_floor(value: Any, floor: float, what: str, *, curve: Curve | None = None, where: object = "") -> None:
    """Check that training got far enough: `value`, of which more is better, is at least `floor`.

    Raises
    ------
    CheckFailed
        With `BelowFloor`, and the curve that led there if there is one; or with evidence about type or finiteness.
    """
    reached = float(tensor(what, value, (), where))
    if reached < floor:
        evidence = BelowFloor(what=what, got=number(reached), floor=floor, curve=curve, case=str(where))
        raise CheckFailed(evidence, where)


@dataclass(frozen=True)
class _Series:
    """One tensor over the steps: `got` and `want` are (T, …)."""

    name: str
    got: Any
    want: Any

    def follow(self, rtol: float, axis: str, what: str, where: object) -> None:
        if self._follows(rtol):
            return
        spread = 0.0
        for k, (got, want) in enumerate(zip(self.got, self.want, strict=True)):
            spread = max(spread, magnitude(want))
            scale = max(magnitude(want), magnitude(got))
            with np.errstate(all="ignore"):
                gap = np.abs(got - want)
            gap = np.where((got == want) | (np.isnan(got) & np.isnan(want)), 0.0, gap)
            if not np.all(gap <= rtol * scale + 64 * UNIT * spread):
                raise self._left(k, gap, scale, rtol, axis, what, where)

    def _follows(self, rtol: float) -> bool:
        """Tell at one glance whether all steps are close; a step that is not finite is left to a closer look."""
        steps = len(self.want)
        if not (np.all(np.isfinite(self.got)) and np.all(np.isfinite(self.want))):
            return False
        with np.errstate(all="ignore"):
            gap, got, want = (
                np.max(np.abs(array).reshape(steps, -1), axis=1, initial=0.0)
                for array in (self.got - self.want, self.got, self.want)
            )
            allowed = rtol * np.maximum(got, want) + 64 * UNIT * np.maximum.accumulate(want)
        return bool(np.all(gap <= allowed))

    def _left(self, k: int, gap: Any, scale: float, rtol: float, axis: str, what: str, where: object) -> CheckFailed:
        gap = np.where(np.isnan(gap), math.inf, gap)
        index = first(gap == np.max(gap))
        curve = self.curve(axis, index)
        error = number(float(gap[index]) / scale if scale > 0 else math.inf)
        evidence = WrongCurve(what=what, step=k, error=error, tolerance=rtol, curve=curve, case=str(where))
        return CheckFailed(evidence, where)

    def curve(self, axis: str, index: tuple[int, ...]) -> Curve:
        """Return both series of one entry."""
        return Curve(
            axis=axis,
            quantity=f"{self.name}[{', '.join(map(str, index))}]" if index else self.name,
            x=tuple(float(i) for i in range(len(self.want))),
            yours=_told(self.got[(slice(None), *index)]),
            reference=_told(self.want[(slice(None), *index)]),
        )


def _series(got: Any, want: Any, names: Sequence[str], where: object) -> list[_Series]:
    """Gather the steps of each tensor. The structures are known to be equal."""
    steps = [leaves(g, w, names=names, where=where) for g, w in zip(got, want, strict=True)]
    series = []
    for tensor_over_steps in zip(*steps, strict=True):
        arrays = [numeric(leaf, where) for leaf in tensor_over_steps]
        if any(pair is None for pair in arrays):
            raise TypeError("a trajectory is made of numbers")
        got_steps, want_steps = (
            np.stack([np.asarray(pair[side], np.float64) for pair in arrays if pair]) for side in (0, 1)
        )
        series.append(_Series(tensor_over_steps[0].name, got_steps, want_steps))
    return series


def _told(values: Any) -> tuple[Number, ...]:
    return tuple(number(value, 6) for value in values)


def _short_enough(want: Any) -> None:
    if len(want) > MAX_STEPS + 1:
        raise ValueError(f"a run of {len(want)} steps can't be compared: rounding has its own way after {MAX_STEPS}")

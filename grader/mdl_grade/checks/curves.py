"""Follows a run step by step: iterates of an optimizer, losses of a training, and where they end up.

"The loss goes down" accepts 26 of 27 wrong optimizers; the first two steps of the reference's trajectory, to ten
digits, accept none. Rounding grows along a run, so only its beginning can be compared: 20 steps to 1e-10, and at most
100 to 1e-8.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from mdl_grade.checks.closeness import By, sizes_by
from mdl_grade.checks.comparison import assert_shapes
from mdl_grade.checks.failure import CheckFailed
from mdl_grade.checks.form import Precision, first, magnitude, numeric, shown, tensor
from mdl_grade.checks.structure import leaves
from mdl_grade.checks.tolerance import ZERO_RTOL, in_reach, rtol_for, unit_for
from mdl_grade.records.evidence import BelowFloor, Curve, WrongCurve
from mdl_grade.records.numbers import number

MAX_STEPS = 100
TRAJECTORY_RTOL = 1e-10
CURVE_RTOL = 1e-8


def check_trajectory(
    got: Any,
    want: Any,
    *,
    rtol: float | None = None,
    by: By = "tensor",
    dtype: Precision | None = None,
    names: Sequence[str] = (),
    axis: str = "step",
    what: str = "the trajectory",
    where: object = "",
) -> None:
    """Check that iterates follow the reference's, tensor by tensor and step by step.

    It sees a learning rate that is off by 1e-9, and any wrong update rule within two steps; it can't see an entry
    that is wrong beside one 1e10 times as large, unless `by` says so, nor what happens after 100 steps. Far beyond the
    limit of stability rounding grows with the run: take few steps there. It costs a few passes over the iterates.

    Parameters
    ----------
    got : sequence or (T, …) array
        The answer: one iterate a step, each an array, a number, or a structure of them. The start may be the first.
        A list passes for an array, and an array for a list.
    want : sequence or (T, …) array
        The reference; at most 100 steps after the start. Complex numbers are compared as such, integers exactly.
    rtol : float, optional
        By default 1e-10, right for about 20 steps on a smooth problem (float32: 1e-5); 1e-8 for 100.
    by : {"tensor", "row", "entry"}
        Whose size errors are relative to.
    dtype : "float64", optional
        Demands double precision.
    names : sequence of str
        What the tensors of an iterate are called, if it is a tuple: ``("W", "b")``.
    axis, what : str
        What is counted, and what is followed.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `WrongCurve`: the first step that leaves, and both series of the entry that leaves furthest there. With
        `WrongType`, `WrongShape` or `WrongDtype` if the structures differ.
    ValueError
        If the reference has no steps, or too many.

    Notes
    -----
    With the maxima over the tensor, and the unit roundoff u,

        accept  ⇔  |x_k − r_k| ≤ rtol · max(max|x_k|, max|r_k|) + 64 u max_{j≤k} max|r_j|    for all k

    The second term is what rounding of the largest iterate so far leaves in a smaller one. A step multiplies rounding
    by no more than the largest eigenvalue of its derivative: below 1 it dies away, at stability it adds up.

    References
    ----------
    Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, 2nd ed. (1993), §I.10: growth of perturbations.
    """
    _require_length(want)
    got, want = _alike(got, want)
    assert_shapes(got, want, names=(what,), dtype=dtype, where=where)
    for series in _series(got, want, names or (what,), where):
        series.follow(rtol, TRAJECTORY_RTOL, by, axis, what, where)


def check_curve(
    got: Any,
    want: Any,
    *,
    quantity: str = "loss",
    axis: str = "step",
    rtol: float | None = None,
    dtype: Precision | None = None,
    what: str = "",
    where: object = "",
) -> Curve:
    """Check that a series of numbers, such as the losses of a training, follows the reference's.

    It sees what `check_trajectory` sees, in one number a step; it can't see a mistake that leaves the loss alone. It
    costs a pass over the series.

    Parameters
    ----------
    got : sequence of float or (T,) array
        The answer: one number a step. A list passes for an array, and an array for a list.
    want : sequence of float or (T,) array
        The reference.
    quantity, axis : str
        What the figure's axes say.
    rtol : float, optional
        By default 1e-8 (float32: 1e-5).
    what : str
        What is followed; by default the `quantity`.
    dtype, where
        As in `check_trajectory`.

    Returns
    -------
    curve : Curve
        Both series: a check that returns it puts the figure into the report, also if it passes.

    Raises
    ------
    CheckFailed
        With `WrongCurve`: the first step that leaves, and both series; or with evidence about their form.
    ValueError
        If the reference has no steps, or more than 100.

    Notes
    -----
    The criterion is that of `check_trajectory` for iterates that are numbers. A curve of a network can be followed only
    from where rounding dies away: run the reference twice, from starts one rounding apart, to see how far that is.

    References
    ----------
    Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, 2nd ed. (1993), §I.10: growth of perturbations.
    """
    _require_length(want)
    got, want = _alike(got, want)
    assert_shapes(got, want, names=(what or quantity,), dtype=dtype, where=where)
    (series,) = _series(list(got), list(want), (quantity,), where)
    series.follow(rtol, CURVE_RTOL, "tensor", axis, what or quantity, where)
    return series.curve(axis, ())


def check_floor(value: Any, floor: float, what: str, *, curve: Curve | None = None, where: object = "") -> None:
    """Check that training got far enough: `value`, of which more is better, is at least `floor`.

    It sees what spoils a training; it can't see the mistakes that a training forgives. The check itself costs nothing.

    Parameters
    ----------
    value : float
        The answer's.
    floor : float
        What is enough.
    what : str
        What is measured: "accuracy".
    curve : Curve, optional
        What led there.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `BelowFloor`, and the curve that led there if there is one; or with evidence about type or finiteness.

    Notes
    -----
        accept  ⇔  value ≥ floor

    How often that fails a right answer is a matter of the floor. It must come from runs of the reference, never from a
    guess: number r from below of n runs has the probability Beta(r, n − r + 1) below it, whatever the law of the
    scores.

    References
    ----------
    Wilks, Determination of sample sizes for setting tolerance limits, Ann. Math. Stat. 12 (1941).
    """
    reached = float(tensor(what, value, (), where))
    if reached < floor:
        evidence = BelowFloor(what=what, got=number(reached), floor=floor, curve=curve, case=str(where))
        raise CheckFailed(evidence, where)


class _Series(Struct, frozen=True):
    """One tensor over the steps: `got` and `want` are (T, …), and were of the dtypes of `arrays`."""

    name: str
    got: Any
    want: Any
    arrays: tuple[Any, ...]

    def follow(self, rtol: float | None, default: float, by: By, axis: str, what: str, where: object) -> None:
        tolerance, noise = rtol_for(rtol, default, *self.arrays), 64 * unit_for(rtol, *self.arrays)
        if self.want.dtype == object:
            self._follow_exactly(axis, what, where)
        elif by != "tensor" or not self._follows(tolerance, noise):
            self._follow_closely(tolerance, noise, by, axis, what, where)

    def _follow_exactly(self, axis: str, what: str, where: object) -> None:
        """Follow integers."""
        for k, (got, want) in enumerate(zip(self.got, self.want, strict=True)):
            off = np.asarray(got != want)
            if np.any(off):
                raise self._left(k, first(off), math.inf, 0.0, axis, what, where)

    def _follow_closely(self, rtol: float, noise: float, by: By, axis: str, what: str, where: object) -> None:
        spread = 0.0
        for k, (got, want) in enumerate(zip(self.got, self.want, strict=True)):
            spread = max(spread, magnitude(want))
            with np.errstate(all="ignore"):
                gap = np.abs(got - want)
                gap = np.where((got == want) | (np.isnan(got) & np.isnan(want)), 0.0, gap)
                scale = np.broadcast_to(sizes_by(by, got, want), gap.shape)
                fine = gap <= rtol * scale + (noise * spread or ZERO_RTOL * self.largest)
                if not np.all(fine):
                    gap = np.where(np.isnan(gap), math.inf, gap)
                    relative = np.where(fine, -1.0, np.where(scale > 0, gap / scale, math.inf))
                    index = first(relative == np.max(relative))
                    raise self._left(k, index, float(relative[index]), rtol, axis, what, where)

    def _follows(self, rtol: float, noise: float) -> bool:
        """Tell at one glance whether all steps are close; a step that is not finite is left to a closer look."""
        steps = len(self.want)
        if not (np.all(np.isfinite(self.got)) and np.all(np.isfinite(self.want))):
            return False
        with np.errstate(all="ignore"):
            gap, got, want = (
                np.max(np.abs(array).reshape(steps, -1), axis=1, initial=0.0)
                for array in (self.got - self.want, self.got, self.want)
            )
            allowed = rtol * np.maximum(got, want) + noise * np.maximum.accumulate(want)
        return bool(np.all(gap <= allowed))

    @property
    def largest(self) -> float:
        """The largest entry of the whole reference, or 1: what a start at zero is small against."""
        return magnitude(self.want) or 1.0

    def _left(
        self, k: int, index: tuple[int, ...], error: float, rtol: float, axis: str, what: str, where: object
    ) -> CheckFailed:
        at = (k, *index)
        digits = next((n for n in range(6, 18) if shown(self.got[at], n) != shown(self.want[at], n)), 6)
        curve = self.curve(axis, index, digits)
        evidence = WrongCurve(what=what, step=k, error=number(error), tolerance=rtol, curve=curve, case=str(where))
        return CheckFailed(evidence, where)

    def curve(self, axis: str, index: tuple[int, ...], digits: int = 6) -> Curve:
        """Return both series of one entry."""
        yours, reference = (
            tuple(shown(value, digits) for value in values[(slice(None), *index)]) for values in (self.got, self.want)
        )
        return Curve(
            axis=axis,
            quantity=f"{self.name}[{', '.join(map(str, index))}]" if index else self.name,
            x=tuple(float(i) for i in range(len(self.want))),
            yours=yours,
            reference=reference,
        )


def _series(got: Any, want: Any, names: Sequence[str], where: object) -> list[_Series]:
    """Gather the steps of each tensor. The structures are known to be equal."""
    steps = [leaves(g, w, names=names, where=where) for g, w in zip(got, want, strict=True)]
    series = []
    for tensor_over_steps in zip(*steps, strict=True):
        arrays = [numeric(leaf, where) for leaf in tensor_over_steps]
        if any(pair is None for pair in arrays):
            raise TypeError("a trajectory is made of numbers")
        alike = [(pair[0], in_reach(*pair)) for pair in arrays if pair]
        sides = [[pair[side] for pair in alike] for side in (0, 1)]
        kinds = {array.dtype.kind for array in sides[1]}
        dtype = object if kinds <= set("iubO") else np.complex128 if "c" in kinds else np.float64
        got_steps, want_steps = (np.stack([np.asarray(array, dtype) for array in side]) for side in sides)
        dtypes = tuple({array.dtype: array for side in sides for array in side}.values())
        series.append(_Series(tensor_over_steps[0].name, got_steps, want_steps, dtypes))
    return series


def _alike(got: Any, want: Any) -> tuple[Any, Any]:
    """Bring an answer and a reference into one form, where one is a list of steps and the other an array of them."""
    if isinstance(got, np.ndarray) and got.ndim and isinstance(want, (list, tuple)):
        if all(isinstance(step, (int, float, complex, np.number, np.ndarray)) for step in want):
            shapes = {np.shape(step) for step in want}
            return (got, np.asarray(want)) if len(shapes) == 1 else (list(got), want)
    elif isinstance(got, (list, tuple)) and isinstance(want, np.ndarray):
        return got, list(want)
    return got, want


def _require_length(want: Any) -> None:
    if not len(want):
        raise ValueError("a run has a step at least")
    if len(want) > MAX_STEPS + 1:
        raise ValueError(f"a run of {len(want)} steps can't be compared: rounding has its own way after {MAX_STEPS}")

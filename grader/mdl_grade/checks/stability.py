"""The limit of stability: the step size beyond which runs diverge.

References
----------
Polyak, Introduction to optimization (1987).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from msgspec import Struct

from mdl_grade.checks.convergence import MIN_ERRORS, figure
from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.form import tensor, to_array
from mdl_grade.checks.structure import describe
from mdl_grade.records.evidence import Curve, NoGrowth, Unstable, WrongShape, WrongType
from mdl_grade.records.numbers import number

DRIFT = 1e-9

ROUNDING = 1e-12

SHY = 2.0
"""Growth, or shrinking, by less than this decides nothing about stability."""


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

    Either side may be the answer: a run whose limit is known, 2/λ_max for gradient descent, or a limit for a known run.
    It must then be right up to `margin`. It sees a step that is off by more than that; it can't see what a step does
    beside growing. The cost is two runs.

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
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `Unstable` if the run below grows, or `NoGrowth` if the run above does not; with evidence about the
        form of the limit or of the iterates.
    Inconclusive
        If a run grows or shrinks too little to tell.
    ValueError
        If there are fewer than 16 steps, or the margin is not in (0, 1).

    Notes
    -----
    The largest iterate M₃ of the last third of a run is compared with that of the middle third, M₂; the first third is
    left to what happens before the slowest mode takes over.

        lr = (1 − margin) limit:    M₃ ≤ M₂
        lr = (1 + margin) limit:    M₃ > M₂

    Runs that change by less than a factor of 2 decide nothing, unless they don't change at all.

    References
    ----------
    Polyak, Introduction to optimization (1987).
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


class _Sizes(Struct, frozen=True):
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
        return figure(np.arange(len(self.values)), self.values, (), "max|x|", keep=self.first_growth)

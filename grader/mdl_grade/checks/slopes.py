"""The slope of a series, and how far it can be trusted: fitted as a whole, by halves, with its standard error."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from msgspec import Struct

MAX_BINS = 8
SURE = 10.0
"""Standard errors that a refusal must be beyond: they come from five degrees of freedom, and noise is correlated."""

AHEAD = 0.55
"""What is still to be gained after two halves, of what the second gained: 1/(√8 − 1) for 1/(k + k₀) over k ≥ K/8."""


class Slopes(Struct, frozen=True):
    """The least-squares slope of y over x, those of both halves, and standard errors of the whole and of a half.

    Neighbours are averaged in `MAX_BINS` bins first, so that noise which is correlated over a few points counts as
    what it is. The scatter is that about a parabola: a slope that changes steadily is no noise, and shows in the
    halves.
    """

    whole: float
    first: float
    second: float
    error: float
    half_error: float
    scatter: float

    @classmethod
    def of(cls, x: Any, y: Any) -> Slopes:
        """Fit a series of five points at least, x increasing."""
        edges = np.linspace(x[0], x[-1], min(MAX_BINS, len(x)) + 1)
        places = np.clip(np.searchsorted(edges, x, "right") - 1, 0, len(edges) - 2)
        counts = np.bincount(places, minlength=len(edges) - 1)
        full = counts > 0
        xs, ys = (np.bincount(places, values, minlength=len(counts))[full] / counts[full] for values in (x, y))
        half = len(xs) // 2
        centred = xs - xs.mean()
        scatter = 0.0
        if len(xs) > 3:
            powers = np.stack([np.ones(len(xs)), centred, centred**2], axis=1)
            rest = np.linalg.lstsq(powers / np.max(np.abs(powers), axis=0), ys, rcond=None)[1]
            scatter = math.sqrt(float(rest[0]) / (len(xs) - 3)) if len(rest) else 0.0
        spread, half_spread = (float(np.sqrt(np.sum((v - v.mean()) ** 2))) for v in (xs, xs[:half]))
        line = _slope(xs, ys)
        misfit = float(np.sqrt(np.mean((ys - ys.mean() - line * centred) ** 2)))
        return cls(
            line,
            _slope(xs[:half], ys[:half]),
            _slope(xs[half:], ys[half:]),
            scatter / spread,
            scatter / half_spread,
            misfit,
        )

    def judge(
        self, gap: Callable[[float], float], tolerance: float, *, margin: float, buried: bool = False
    ) -> bool | None:
        """Say whether the slope is the right one, which is negative, or None if the series does not tell.

        Parameters
        ----------
        gap : callable
            How far a slope is from the right one, relative to what counts; signed.
        tolerance : float
            The gap that is right. From `margin` times as much on, it is wrong.
        buried : bool
            Whether the end of the series may be rounding: then a slope that changes decides nothing.
        """
        off, early, late = gap(self.whole), gap(self.first), gap(self.second)
        doubt, half_doubt = (abs(gap(self.whole + e) - off) for e in (self.error, self.half_error))
        settled = abs(early - late) <= tolerance and doubt <= tolerance
        if settled and abs(off) <= tolerance:
            return True
        # A run with a delay moves towards its slope: half of what the second half has gained is still to come.
        limit = abs(late) - AHEAD * max(abs(early) - abs(late), 0.0)
        if settled and min(abs(off), limit) > margin * tolerance + SURE * doubt:
            return False
        if min(self.first, self.second) > SURE * self.half_error:
            return False
        leaves = abs(late) >= abs(early) and abs(late) > margin * tolerance + SURE * half_doubt
        return False if leaves and not buried else None

    def told(self, meaning: Callable[[float], float]) -> str:
        """Say what was seen, in figures."""
        return f"{meaning(self.first):.4g} in its first half, {meaning(self.second):.4g} in its second"


def _slope(x: Any, y: Any) -> float:
    centred = x - x.mean()
    return float(centred @ y / (centred @ centred))

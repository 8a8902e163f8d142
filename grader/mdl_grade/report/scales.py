"""Axes of a figure: where a value stands, which numbers to write beside it, and when logarithms tell more."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from mdl_grade.records.evidence import Curve
from mdl_grade.records.numbers import Number

LOG_FROM = 30.0
"""Positive values that span more than this factor are drawn by their logarithms."""
LARGEST = 1e300


class Scale(Struct, frozen=True):
    """An axis from `low` to `high`, low < high; with `log`, both are positive."""

    low: float
    high: float
    log: bool

    def position(self, value: float) -> float:
        """Return where a value stands: 0 at the low end, 1 at the high end."""
        low, high, at = (math.log10(x) if self.log else x / 2 for x in (self.low, self.high, value))
        return min(1.0, max(0.0, (at - low) / (high - low)))

    def ticks(self, most: int) -> tuple[float, ...]:
        """Return round numbers within the axis, from 2 to `most` of them; both ends if there is no room for that."""
        candidates = _powers(self.low, self.high, most) if self.log else _round_numbers(self.low, self.high, most)
        return candidates if len(candidates) >= 2 else (self.low, self.high)


class Point(Struct, frozen=True):
    """A point of a series: x, and y unless it is not finite."""

    x: float
    y: float | None


class Figure(Struct, frozen=True):
    """A curve made ready to be drawn: two series over common axes."""

    x: Scale
    y: Scale
    yours: tuple[Point, ...]
    reference: tuple[Point, ...]

    @classmethod
    def of(cls, curve: Curve) -> Figure | None:
        """Return the figure of a curve, or None if it has nothing to draw."""
        yours, reference = (_points(curve.x, series) for series in (curve.yours, curve.reference))
        xs = [point.x for point in (*yours, *reference)]
        ys = [point.y for point in (*yours, *reference) if point.y is not None]
        if not xs or not ys:
            return None
        halved = _is_geometric(curve.x)
        wide = min(ys) > 0 and (halved or max(ys) > LOG_FROM * min(ys))
        return cls(_scale(xs, log=halved), _scale(ys, log=wide), yours, reference)


def label(value: float) -> str:
    """Write a number beside an axis."""
    return f"{value:.4g}"


def _points(x: Sequence[float], series: Sequence[Number]) -> tuple[Point, ...]:
    return tuple(
        Point(_tamed(float(at)), _tamed(float(y)) if not isinstance(y, str) and math.isfinite(y) else None)
        for at, y in zip(x, series, strict=False)
        if math.isfinite(at)
    )


def _tamed(value: float) -> float:
    """Leave room to add and to divide: nobody can see such numbers apart."""
    return 0.0 if abs(value) < 1 / LARGEST else min(LARGEST, max(-LARGEST, value))


def _scale(values: Iterable[float], *, log: bool) -> Scale:
    values = list(values)
    low, high = min(values), max(values)
    if log and low < high:
        return Scale(low, high, log=True)
    if low < high and high / 2 - low / 2 > 1e-12 * max(abs(low), abs(high)):
        return Scale(low, high, log=False)
    room = abs(low) / 4 or 1.0
    return Scale(low - room, high + room, log=False)


def _is_geometric(x: Sequence[float]) -> bool:
    """Tell whether x is halved again and again, or the like: at least three values, with a common quotient."""
    if len(x) < 3 or not all(0 < value < math.inf for value in x):
        return False
    quotients = [math.log(b) - math.log(a) for a, b in pairwise(x)]
    return abs(quotients[0]) > 0.1 and all(abs(q - quotients[0]) < 0.2 * abs(quotients[0]) for q in quotients)


def _round_numbers(low: float, high: float, most: int) -> tuple[float, ...]:
    span = high / 2 - low / 2
    for exponent in range(math.floor(math.log10(span)) - 2, math.floor(math.log10(span)) + 3):
        for digit in (1, 2, 5):
            step = float(f"{digit}e{exponent}")
            if step > 0 and 2 * (span / step) < most and max(abs(low), abs(high)) / step < 1e15:
                first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
                return tuple(float(f"{i * step:.12g}") for i in range(first, last + 1))
    return ()


def _powers(low: float, high: float, most: int) -> tuple[float, ...]:
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    if last > first:
        every = -(-(last - first + 1) // most)
        return tuple(float(f"1e{exponent}") for exponent in range(first, last + 1, every))
    between = [float(f"{digit}e{exponent}") for exponent in range(first - 2, last + 2) for digit in (1, 2, 5)]
    return tuple(value for value in between if low <= value <= high)[:most]

"""Curves in one line of text: enough to see where two of them part."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mdl_grade.report.evidence import Number

BLOCKS = "▁▂▃▄▅▆▇█"
ASCII = "_.-~=+*#"
NOT_FINITE = "!"
LOG_FROM = 100.0
"""Series of positive numbers that span more than this factor are drawn by their logarithms."""


def sparklines(*series: Sequence[Number], width: int, unicode: bool) -> list[str]:
    """Draw series over one common scale, each as one character for a point, at most `width` of them.

    Longer series are thinned evenly; first and last points stay. Points that are not finite are drawn as "!".
    """
    levels = BLOCKS if unicode else ASCII
    finite = [float(y) for points in series for y in points if _finite(y)]
    logarithmic = bool(finite) and min(finite) > 0 and max(finite) > LOG_FROM * min(finite)
    scale = math.log if logarithmic else float
    low, high = (scale(min(finite)), scale(max(finite))) if finite else (0.0, 0.0)

    def draw(y: Number) -> str:
        if not _finite(y):
            return NOT_FINITE
        height = (scale(float(y)) / 2 - low / 2) / (high / 2 - low / 2) if high > low else 0.0
        return levels[round(height * (len(levels) - 1))]

    return ["".join(draw(points[i]) for i in _thinned(len(points), width)) for points in series]


def _finite(y: Number) -> bool:
    return not isinstance(y, str) and math.isfinite(y)


def _thinned(size: int, width: int) -> list[int]:
    if size <= width:
        return list(range(size))
    return [round(i * (size - 1) / (width - 1)) for i in range(width)]

"""A figure in a terminal: the learner's series as a line, the reference's as circles, with axes and a legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from mdl_grade.records.evidence import Curve
from mdl_grade.report.scales import Figure, Point, Scale, label
from mdl_grade.report.text import printable, spelled, wrapped

COLUMNS, ROWS = 60, 12
FEWEST_COLUMNS = 12
DOTS_WIDE, DOTS_HIGH = 2, 4
"""Dots of a braille character."""
BRAILLE = 0x2800
DOT_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
MAX_NAME = 24


class Signs(Struct, frozen=True):
    """Characters that a plot is made of."""

    vertical: str
    tick: str
    corner: str
    horizontal: str
    yours: str
    reference: str
    both: str
    lost: str = "!"


UNICODE = Signs("│", "┤", "└", "─", "⠤⠤", "o", "o")
ASCII = Signs("|", "+", "+", "-", "*", "o", "@")


def plot(curve: Curve, *, width: int, unicode: bool) -> list[str]:
    """Draw a curve.

    Parameters
    ----------
    curve : Curve
        May come from anywhere: what it is called is escaped here.
    width : int
        Columns that a line may take.
    unicode : bool
        Whether there is more than ASCII to draw with.

    Returns
    -------
    list of str
        Title, plot, axis and legend; empty if the curve has no finite point.
    """
    figure = Figure.of(curve)
    if figure is None:
        return []
    signs = UNICODE if unicode else ASCII
    levels = {row: label(value) for value in figure.y.ticks(4) for row in [_row(figure.y, value)]}
    margin = max(map(len, levels.values()))
    room = min(COLUMNS, max(width - margin - 2, FEWEST_COLUMNS))
    lines = wrapped(_title(curve, figure, unicode), width)
    for row, cells in enumerate(_cells(figure, room, signs, unicode=unicode)):
        mark = signs.tick if row in levels else signs.vertical
        lines.append(f"{levels.get(row, '').rjust(margin)} {mark}{cells}".rstrip())
    lines.append(f"{' ' * margin} {signs.corner}{signs.horizontal * room}")
    lines.append(f"{' ' * (margin + 2)}{_beneath(figure.x, room)}".rstrip())
    left = " " * (margin + 2)
    return lines + [f"{left}{line}" for line in wrapped(_legend(figure, signs, unicode=unicode), width - len(left))]


def _title(curve: Curve, figure: Figure, unicode: bool) -> str:
    quantity, axis = (_name(text, unicode) for text in (curve.quantity, curve.axis))
    logarithmic = [name for name, scale in ((quantity, figure.y), (axis, figure.x)) if scale.log]
    note = f" (log scale: {' and '.join(logarithmic)})" if logarithmic else ""
    return f"{quantity} over {axis}{note}"


def _name(text: str, unicode: bool) -> str:
    line = " ".join(printable(text).split())[:MAX_NAME]
    return line if unicode else spelled(line)


def _row(scale: Scale, value: float) -> int:
    return round((1 - scale.position(value)) * (ROWS - 1))


def _cells(figure: Figure, room: int, signs: Signs, *, unicode: bool) -> list[str]:
    """Draw both series into rows of `room` characters."""
    yours = _line(figure, figure.yours, room, unicode=unicode)
    circles = _spaced(figure, room)
    lost = {_column(figure, point, room) for point in figure.yours if point.y is None}
    rows = []
    for row in range(ROWS):
        cells = []
        for column in range(room):
            dots = yours.get((column, row))
            if row == 0 and column in lost:
                cells.append(signs.lost)
            elif (column, row) in circles:
                cells.append(signs.both if dots else signs.reference)
            else:
                cells.append((chr(BRAILLE | dots) if unicode else signs.yours) if dots else " ")
        rows.append("".join(cells))
    return rows


def _line(figure: Figure, points: Sequence[Point], room: int, *, unicode: bool) -> dict[tuple[int, int], int]:
    """Return the dots of a line through the points by (column, row): braille bits, or 1 for a whole character."""
    wide, high = (DOTS_WIDE, DOTS_HIGH) if unicode else (1, 1)
    cells: dict[tuple[int, int], int] = {}
    for x, y in _dots(figure, points, room * wide - 1, ROWS * high - 1):
        bit = DOT_BITS[y % DOTS_HIGH][x % DOTS_WIDE] if unicode else 1
        cell = (x // wide, y // high)
        cells[cell] = cells.get(cell, 0) | bit
    return cells


def _dots(figure: Figure, points: Sequence[Point], right: int, bottom: int) -> Iterator[tuple[int, int]]:
    """Yield the dots of straight lines from point to point; there is a gap where one is not finite."""
    placed = [
        None if p.y is None else (figure.x.position(p.x) * right, (1 - figure.y.position(p.y)) * bottom) for p in points
    ]
    for only in placed:
        if only is not None:
            yield round(only[0]), round(only[1])
    for start, end in pairwise(placed):
        if start is None or end is None:
            continue
        steps = max(1, round(max(abs(end[0] - start[0]), abs(end[1] - start[1]))))
        for i in range(1, steps):
            yield round(start[0] + (end[0] - start[0]) * i / steps), round(start[1] + (end[1] - start[1]) * i / steps)


def _spaced(figure: Figure, room: int) -> set[tuple[int, int]]:
    """Return the cells of the reference's circles: no two closer than three columns, so that a line shows between."""
    cells: list[tuple[int, int]] = []
    for point in sorted(figure.reference, key=lambda point: point.x):
        if point.y is None:
            continue
        column = _column(figure, point, room)
        if not cells or column - cells[-1][0] >= 3:
            cells.append((column, min(int((1 - figure.y.position(point.y)) * ROWS), ROWS - 1)))
    return set(cells)


def _column(figure: Figure, point: Point, room: int) -> int:
    return min(int(figure.x.position(point.x) * room), room - 1)


def _beneath(scale: Scale, room: int) -> str:
    """Write numbers below the axis, each starting at its place or, if it would not fit, ending there."""
    line = [" "] * room
    free = 0
    for value in scale.ticks(6):
        told = label(value)
        start = min(int(scale.position(value) * room), room - len(told))
        if start >= free:
            line[start : start + len(told)] = told
            free = start + len(told) + 2
    return "".join(line)


def _legend(figure: Figure, signs: Signs, *, unicode: bool) -> str:
    parts = [f"{signs.yours} yours"]
    if figure.reference:
        parts.append(f"{signs.reference} reference")
        if not unicode:
            parts.append(f"{signs.both} both")
    if any(point.y is None for point in figure.yours):
        parts.append(f"{signs.lost} yours is not finite")
    return "   ".join(parts)

"""Where an answer is off: a map of many entries, as a drawing. Few entries are shown in two tables instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mdl_grade.records.evidence import Contrast
from mdl_grade.report.contrast import LEGEND, SHADE_OF_DIGIT
from mdl_grade.report.drawing import Drawing, Shape, shape

CELL = 10
GAP = 1
"""Units of the drawing."""
LINE = 18
MARGIN = 4
NARROWEST = 380


def heatmap(contrast: Contrast, what: str) -> Drawing:
    """Draw a contrast; `what` is the name of the tensor, and may come from anywhere."""
    columns, rows = max(map(len, contrast.off)), len(contrast.off)
    steps = [[SHADE_OF_DIGIT[int(level)] for level in row] for row in contrast.off]
    seen = sorted({step for row in steps for step in row})
    bottom = rows * CELL + 2 * MARGIN
    wrong = sum(step > 0 for row in steps for step in row)
    return Drawing(
        kind="figure map",
        width=max(columns * CELL + 2 * MARGIN, NARROWEST),
        height=bottom + LINE * len(seen),
        title=f"Where {what} is off: its last axis runs to the right",
        told=f"{wrong} of {rows * columns} fields are off.",
        shapes=(*_cells(steps), *_legend(seen, bottom)),
    )


def _cells(steps: Sequence[Sequence[int]]) -> Iterator[Shape]:
    for i, row in enumerate(steps):
        for j, step in enumerate(row):
            yield _square(MARGIN + j * CELL, MARGIN + i * CELL, step)


def _legend(seen: Sequence[int], top: int) -> Iterator[Shape]:
    for i, step in enumerate(seen):
        y = top + i * LINE
        yield _square(MARGIN, y, step)
        yield shape("text", LEGEND[step], x=MARGIN + CELL + 8, y=y + CELL)


def _square(x: int, y: int, step: int) -> Shape:
    return shape("rect", class_=f"off{step}", x=x, y=y, width=CELL - GAP, height=CELL - GAP)

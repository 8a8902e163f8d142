"""An answer beside what was expected, on a page: two tables of few entries, a map of many as inline SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mdl_grade.records.evidence import Contrast, Number
from mdl_grade.report.contrast import EXPECTED, LEGEND, SHADE_OF_DIGIT, YOURS, spelled_entry
from mdl_grade.report.markup import Markup, element

CELL = 10
GAP = 1
"""Units of the drawing."""
LINE = 18
MARGIN = 4


def beside(contrast: Contrast, what: str, name: str) -> Markup:
    """Show a contrast.

    Parameters
    ----------
    contrast : Contrast
    what : str
        Name of the tensor. May come from anywhere: it is escaped.
    name : str
        Unlike that of any other figure of the page.
    """
    if not contrast.got:
        return _map(contrast, what, name)
    marks = [[level != "0" for level in row] for row in contrast.off]
    tables = (_table(f"{what}, {YOURS}", contrast.got, marks), _table(f"{what}, {EXPECTED}", contrast.expected, marks))
    return element("div", *tables, class_="beside")


def _table(caption: str, rows: Sequence[Sequence[Number]], marks: Sequence[Sequence[bool]]) -> Markup:
    told = (
        element(
            "tr",
            *(
                element("td", spelled_entry(entry), class_="off" if mark else None)
                for entry, mark in zip(row, marked, strict=True)
            ),
        )
        for row, marked in zip(rows, marks, strict=True)
    )
    return element("table", element("caption", caption), element("tbody", *told))


def _map(contrast: Contrast, what: str, name: str) -> Markup:
    columns, rows = max(map(len, contrast.off)), len(contrast.off)
    steps = [[SHADE_OF_DIGIT[int(level)] for level in row] for row in contrast.off]
    seen = sorted({step for row in steps for step in row})
    wide = max(columns * CELL + 2 * MARGIN, 380)
    bottom = rows * CELL + 2 * MARGIN
    wrong = sum(step > 0 for row in steps for step in row)
    return element(
        "svg",
        element("title", f"Where {what} is off: its last axis runs to the right", id=f"{name}-title"),
        element("desc", f"{wrong} of {rows * columns} fields are off.", id=f"{name}-desc"),
        *_cells(steps),
        *_legend(seen, bottom),
        class_="figure map",
        viewBox=f"0 0 {wide} {bottom + LINE * len(seen)}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )


def _cells(steps: Sequence[Sequence[int]]) -> Iterator[Markup]:
    for i, row in enumerate(steps):
        for j, step in enumerate(row):
            yield _square(MARGIN + j * CELL, MARGIN + i * CELL, step)


def _legend(seen: Sequence[int], top: int) -> Iterator[Markup]:
    for i, step in enumerate(seen):
        y = top + i * LINE
        yield _square(MARGIN, y, step)
        yield element("text", LEGEND[step], x=MARGIN + CELL + 8, y=y + CELL)


def _square(x: int, y: int, step: int) -> Markup:
    return element("rect", class_=f"off{step}", x=x, y=y, width=CELL - GAP, height=CELL - GAP)

"""How many learners have how much, as a drawing."""

from __future__ import annotations

from collections.abc import Iterator

from mdl_grade.gradebook.overview import Bin
from mdl_grade.report.drawing import Drawing, Shape, rounded, shape

WIDTH, HEIGHT, TOP, BOTTOM = 420, 210, 22, 40
AXIS = HEIGHT - BOTTOM
MARGIN = 12


def histogram(counted: tuple[Bin, ...]) -> Drawing:
    """Draw bins, with their counts above them."""
    return Drawing(
        kind="histogram",
        left=-MARGIN,
        width=WIDTH + 2 * MARGIN,
        height=HEIGHT,
        title="Learners by percent of the points",
        told="; ".join(f"{b.label} percent: {b.learners}" for b in counted),
        shapes=tuple(_shapes(counted)),
    )


def _shapes(counted: tuple[Bin, ...]) -> Iterator[Shape]:
    most = max((b.learners for b in counted), default=0) or 1
    across = WIDTH / len(counted)
    for i, b in enumerate(counted):
        tall, x = (AXIS - TOP) * b.learners / most, i * across
        top, middle = AXIS - tall, rounded(x + across / 2)
        yield shape("rect", x=rounded(x + 2), y=rounded(top), width=rounded(across - 4), height=rounded(tall))
        yield shape("text", str(b.learners), x=middle, y=rounded(top - 5), text_anchor="middle")
        yield shape("text", str(b.low), x=rounded(x), y=AXIS + 16, text_anchor="middle")
    yield shape("text", "100", x=WIDTH, y=AXIS + 16, text_anchor="middle")
    yield shape("line", x1=0, y1=AXIS, x2=WIDTH, y2=AXIS)
    yield shape("text", "percent of the points", x=WIDTH // 2, y=HEIGHT - 5, text_anchor="middle")

"""A curve as a drawing: solid line and discs are the learner's, dashes and open circles the reference's.

Colours come from the page's `report.css` (classes, no styles of its own), so that it follows a dark theme; line and
marker tell the series apart without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from mdl_grade.records.evidence import Curve
from mdl_grade.report.drawing import Drawing, Shape, rounded, shape
from mdl_grade.report.scales import Figure, Point, Scale, label

WIDTH, HEIGHT = 460, 270
LEFT, RIGHT, TOP, BOTTOM = 62, 12, 34, 44
MOST_MARKERS = 16
"""Points that get a marker; a series of more is marked here and there."""
MAX_NAME = 40
MAX_QUANTITY = 24
"""Characters of the quantity's name: the legend stands in the same line."""


class _Plane(Struct, frozen=True):
    """The figure's axes in units of the drawing."""

    x: Scale
    y: Scale

    def across(self, value: float) -> str:
        return rounded(LEFT + self.x.position(value) * (WIDTH - LEFT - RIGHT))

    def down(self, value: float) -> str:
        return rounded(HEIGHT - BOTTOM - self.y.position(value) * (HEIGHT - TOP - BOTTOM))


def drawn(curve: Curve) -> Drawing | None:
    """Draw a curve; None if it has no finite point."""
    figure = Figure.of(curve)
    if figure is None:
        return None
    plane = _Plane(figure.x, figure.y)
    quantity, axis = (" ".join(text.split())[:MAX_NAME] for text in (curve.quantity, curve.axis))
    series = [("reference", figure.reference), ("yours", figure.yours)]
    return Drawing(
        kind="figure",
        width=WIDTH,
        height=HEIGHT,
        title=f"{quantity} over {axis}",
        told=_described(figure, axis),
        shapes=(
            *_grid(plane),
            *_names(plane, quantity, axis),
            *(mark for kind, points in series for mark in _series(plane, kind, points)),
            *_lost(plane, figure.yours),
            *_legend(series),
        ),
    )


def _described(figure: Figure, axis: str) -> str:
    """Say in words what the picture shows: where each series begins and ends."""
    told = [f"Yours {_ends(figure.yours)}."]
    if figure.reference:
        told.append(f"The reference {_ends(figure.reference)}.")
    x = figure.x
    return f"From {axis} {label(x.low)} to {label(x.high)}. {' '.join(told)}"


def _ends(points: Sequence[Point]) -> str:
    if not points:
        return "has no points"
    first, last = ("not finite" if point.y is None else label(point.y) for point in (points[0], points[-1]))
    return f"goes from {first} to {last}"


def _grid(plane: _Plane) -> Iterator[Shape]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for value in plane.y.ticks(6):
        y = plane.down(value)
        yield shape("line", class_="grid", x1=LEFT, x2=right, y1=y, y2=y)
        yield shape("text", label(value), x=LEFT - 7, y=y, text_anchor="end", dy="0.32em")
    for value in plane.x.ticks(6):
        x = plane.across(value)
        yield shape("line", class_="axis", x1=x, x2=x, y1=bottom, y2=bottom + 4)
        yield shape("text", label(value), x=x, y=bottom + 17, text_anchor="middle")
    yield shape("line", class_="axis", x1=LEFT, x2=LEFT, y1=TOP, y2=bottom)
    yield shape("line", class_="axis", x1=LEFT, x2=right, y1=bottom, y2=bottom)


def _names(plane: _Plane, quantity: str, axis: str) -> Iterator[Shape]:
    names = ((quantity[:MAX_QUANTITY], plane.y), (axis, plane.x))
    told = [f"{text} (log scale)" if scale.log else text for text, scale in names]
    yield shape("text", told[0], x=8, y=16)
    yield shape("text", told[1], x=(LEFT + WIDTH - RIGHT) // 2, y=HEIGHT - 6, text_anchor="middle")


def _series(plane: _Plane, kind: str, points: Sequence[Point]) -> Iterator[Shape]:
    steps, pen_is_down = [], False
    for point in points:
        if point.y is not None:
            steps.append(f"{'L' if pen_is_down else 'M'}{plane.across(point.x)} {plane.down(point.y)}")
        pen_is_down = point.y is not None
    if steps:
        yield shape("path", class_=kind, d="".join(steps))
    every = -(-len(points) // MOST_MARKERS)
    for point in points[::every] if points else ():
        if point.y is not None:
            yield shape("circle", class_=kind, cx=plane.across(point.x), cy=plane.down(point.y), r=_radius(kind))


def _radius(kind: str) -> float:
    """Return the size of a marker: a disc still shows the circle that it stands in."""
    return 2.5 if kind == "yours" else 5


def _lost(plane: _Plane, points: Sequence[Point]) -> Iterator[Shape]:
    """Mark, at the upper edge, where the learner's series is not finite, and say so."""
    lost = [float(plane.across(point.x)) for point in points if point.y is None]
    for x in lost:
        yield shape("path", class_="lost", d=f"M{rounded(x - 4)} {TOP - 4}l8 8m0 -8l-8 8")
    if lost:
        at, anchor = (lost[-1] + 5, "end") if lost[0] > WIDTH / 2 else (lost[0] - 5, "start")
        yield shape("text", "not finite", x=rounded(at), y=TOP + 18, text_anchor=anchor)


def _legend(series: Sequence[tuple[str, Sequence[Point]]]) -> Iterator[Shape]:
    x = WIDTH - RIGHT
    for kind, points in series:
        if not points:
            continue
        width = 26 + 7 * len(kind)
        yield shape("path", class_=kind, d=f"M{x - width} 12h20")
        yield shape("circle", class_=kind, cx=x - width + 10, cy=12, r=_radius(kind))
        yield shape("text", kind, x=x - width + 25, y=16)
        x -= width + 14

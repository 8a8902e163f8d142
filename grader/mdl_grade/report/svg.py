"""A figure as inline SVG: solid line and discs are the learner's, dashes and open circles the reference's.

Colours come from the page's `report.css` (classes, no styles of its own), so that it follows a dark theme; line and
marker tell the series apart without them. Numbers are rounded to a tenth of a unit: equal curves give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mdl_grade.records.evidence import Curve
from mdl_grade.report.markup import Markup, element, joined
from mdl_grade.report.scales import Figure, Point, Scale, label

WIDTH, HEIGHT = 460, 270
LEFT, RIGHT, TOP, BOTTOM = 62, 12, 34, 44
MOST_MARKERS = 16
"""Points that get a marker; a series of more is marked here and there."""
MAX_NAME = 40
MAX_QUANTITY = 24
"""Characters of the quantity's name: the legend stands in the same line."""


@dataclass(frozen=True)
class _Plane:
    """The figure's axes in units of the drawing."""

    x: Scale
    y: Scale

    def across(self, value: float) -> str:
        return _rounded(LEFT + self.x.position(value) * (WIDTH - LEFT - RIGHT))

    def down(self, value: float) -> str:
        return _rounded(HEIGHT - BOTTOM - self.y.position(value) * (HEIGHT - TOP - BOTTOM))


def svg(curve: Curve, name: str) -> Markup | None:
    """Draw a curve.

    Parameters
    ----------
    curve : Curve
        May come from anywhere: its texts are escaped.
    name : str
        Unlike that of any other figure of the page.

    Returns
    -------
    Markup or None
        None if the curve has no finite point.
    """
    figure = Figure.of(curve)
    if figure is None:
        return None
    plane = _Plane(figure.x, figure.y)
    quantity, axis = (" ".join(text.split())[:MAX_NAME] for text in (curve.quantity, curve.axis))
    series = [("reference", figure.reference), ("yours", figure.yours)]
    return element(
        "svg",
        element("title", f"{quantity} over {axis}", id=f"{name}-title"),
        element("desc", _described(figure, axis), id=f"{name}-desc"),
        *_grid(plane),
        *_names(plane, quantity, axis),
        *(mark for kind, points in series for mark in _series(plane, kind, points)),
        *_lost(plane, figure.yours),
        *_legend(series),
        class_="figure",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
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


def _grid(plane: _Plane) -> Iterator[Markup]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for value in plane.y.ticks(6):
        y = plane.down(value)
        yield element("line", class_="grid", x1=LEFT, x2=right, y1=y, y2=y)
        yield element("text", label(value), x=LEFT - 7, y=y, text_anchor="end", dy="0.32em")
    for value in plane.x.ticks(6):
        x = plane.across(value)
        yield element("line", class_="axis", x1=x, x2=x, y1=bottom, y2=bottom + 4)
        yield element("text", label(value), x=x, y=bottom + 17, text_anchor="middle")
    yield element("line", class_="axis", x1=LEFT, x2=LEFT, y1=TOP, y2=bottom)
    yield element("line", class_="axis", x1=LEFT, x2=right, y1=bottom, y2=bottom)


def _names(plane: _Plane, quantity: str, axis: str) -> Iterator[Markup]:
    names = ((quantity[:MAX_QUANTITY], plane.y), (axis, plane.x))
    told = [f"{text} (log scale)" if scale.log else text for text, scale in names]
    yield element("text", told[0], x=8, y=16)
    yield element("text", told[1], x=(LEFT + WIDTH - RIGHT) // 2, y=HEIGHT - 6, text_anchor="middle")


def _series(plane: _Plane, kind: str, points: Sequence[Point]) -> Iterator[Markup]:
    steps, pen_is_down = [], False
    for point in points:
        if point.y is not None:
            steps.append(f"{'L' if pen_is_down else 'M'}{plane.across(point.x)} {plane.down(point.y)}")
        pen_is_down = point.y is not None
    if steps:
        yield element("path", class_=kind, d="".join(steps))
    every = -(-len(points) // MOST_MARKERS)
    for point in points[::every] if points else ():
        if point.y is not None:
            yield element("circle", class_=kind, cx=plane.across(point.x), cy=plane.down(point.y), r=_radius(kind))


def _radius(kind: str) -> float:
    """Return the size of a marker: a disc still shows the circle that it stands in."""
    return 2.5 if kind == "yours" else 5


def _lost(plane: _Plane, points: Sequence[Point]) -> Iterator[Markup]:
    """Mark, at the upper edge, where the learner's series is not finite, and say so."""
    lost = [float(plane.across(point.x)) for point in points if point.y is None]
    for x in lost:
        yield element("path", class_="lost", d=f"M{_rounded(x - 4)} {TOP - 4}l8 8m0 -8l-8 8")
    if lost:
        at, anchor = (lost[-1] + 5, "end") if lost[0] > WIDTH / 2 else (lost[0] - 5, "start")
        yield element("text", "not finite", x=_rounded(at), y=TOP + 18, text_anchor=anchor)


def _legend(series: Sequence[tuple[str, Sequence[Point]]]) -> Iterator[Markup]:
    x = WIDTH - RIGHT
    for kind, points in series:
        if not points:
            continue
        width = 26 + 7 * len(kind)
        yield joined(
            element("path", class_=kind, d=f"M{x - width} 12h20"),
            element("circle", class_=kind, cx=x - width + 10, cy=12, r=_radius(kind)),
            element("text", kind, x=x - width + 25, y=16),
        )
        x -= width + 14


def _rounded(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")

"""What chance explains, as drawings: a statistic beside its band, and samples counted by tenths of their law."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from mdl_grade.records.evidence import AnyEvidence, BeyondChance, WrongDistribution
from mdl_grade.report.drawing import Drawing, Shape, rounded, shape
from mdl_grade.report.scales import Figure, Point, Scale, label

WIDTH = 460
LEFT, RIGHT = 62, 12
TENTHS = 10
TALL, TOP, BOTTOM = 210, 34, 44
LOW, MIDDLE = 92, 46
"""Height of a band's drawing, and where its line stands."""


def samples_drawn(evidence: AnyEvidence | None) -> Drawing | None:
    """Draw what was seen of samples, if evidence is about samples and may be told."""
    match evidence:
        case BeyondChance():
            return _beside_its_band(evidence)
        case WrongDistribution():
            return _by_tenths(evidence)
    return None


def _beside_its_band(evidence: BeyondChance) -> Drawing | None:
    found = [evidence.low, evidence.high, evidence.expected, evidence.got]
    values = [float(x) for x in found if isinstance(x, int | float) and math.isfinite(x)]
    if len(values) < len(found):
        return None
    low, high, expected, got = values
    room = (max(values) - min(values)) / 12 or 1.0
    scale = Scale(min(values) - room, max(values) + room, log=False)

    def across(value: float) -> str:
        return rounded(LEFT + scale.position(value) * (WIDTH - LEFT - RIGHT))

    def shapes() -> Iterator[Shape]:
        left, right = float(across(low)), float(across(high))
        yield shape("rect", class_="explained", x=rounded(left), y=MIDDLE - 12, width=rounded(right - left), height=24)
        yield shape("line", class_="axis", x1=LEFT, x2=WIDTH - RIGHT, y1=MIDDLE + 12, y2=MIDDLE + 12)
        for value in scale.ticks(6):
            yield shape("line", class_="axis", x1=across(value), x2=across(value), y1=MIDDLE + 12, y2=MIDDLE + 16)
            yield shape("text", label(value), x=across(value), y=MIDDLE + 29, text_anchor="middle")
        yield shape("path", class_="reference", d=f"M{across(expected)} {MIDDLE - 12}v24")
        yield shape("circle", class_="yours", cx=across(got), cy=MIDDLE, r=5)
        yield shape("text", "disc: yours; dashes: expected; shaded: what chance explains", x=8, y=16)
        yield shape("text", evidence.quantity, x=(LEFT + WIDTH - RIGHT) // 2, y=LOW - 2, text_anchor="middle")

    return Drawing(
        kind="figure",
        width=WIDTH,
        height=LOW + 4,
        title=f"{evidence.quantity} of {evidence.samples} samples, beside what chance explains",
        told=f"Yours is {label(got)}, expected {label(expected)}; chance explains {label(low)} to {label(high)}.",
        shapes=tuple(shapes()),
    )


def _by_tenths(evidence: WrongDistribution) -> Drawing | None:
    """Draw a histogram whose bins are tenths of the law: a tenth of the samples belongs into each."""
    figure = Figure.of(evidence.curve)
    if figure is None or any(point.y is None for point in (*figure.yours, *figure.reference)):
        return None
    shares = tuple(_shares(figure.yours, figure.reference))
    highest = max(*shares, 2 / TENTHS)
    y = Scale(0.0, highest, log=False)
    step = (WIDTH - LEFT - RIGHT) / TENTHS

    def down(value: float) -> float:
        return TALL - BOTTOM - y.position(value) * (TALL - TOP - BOTTOM)

    def shapes() -> Iterator[Shape]:
        for value in y.ticks(5):
            at = rounded(down(value))
            yield shape("line", class_="grid", x1=LEFT, x2=WIDTH - RIGHT, y1=at, y2=at)
            yield shape("text", label(value), x=LEFT - 7, y=at, text_anchor="end", dy="0.32em")
        for i, share in enumerate(shares):
            x, top = LEFT + i * step, down(share)
            height = rounded(TALL - BOTTOM - top)
            yield shape(
                "rect", class_="yours", x=rounded(x + 2), y=rounded(top), width=rounded(step - 4), height=height
            )
            yield shape("text", f"{i + 1}", x=rounded(x + step / 2), y=TALL - BOTTOM + 17, text_anchor="middle")
        yield shape("path", class_="reference", d=f"M{LEFT} {rounded(down(1 / TENTHS))}H{WIDTH - RIGHT}")
        yield shape("text", "share of the samples; dashes: what the law gives", x=8, y=16)
        yield shape(
            "text", "tenths of the law, from the left", x=(LEFT + WIDTH - RIGHT) // 2, y=TALL - 6, text_anchor="middle"
        )

    return Drawing(
        kind="figure",
        width=WIDTH,
        height=TALL,
        title=f"Samples of {evidence.what} in each tenth of the law that was asked for",
        told=f"A tenth belongs into each. Yours: {', '.join(map(label, (round(share, 3) for share in shares)))}.",
        shapes=tuple(shapes()),
    )


def _shares(yours: tuple[Point, ...], reference: tuple[Point, ...]) -> Iterator[float]:
    """Yield the share of samples between neighbouring tenths of the law: both series stand over the same samples."""
    points = [(0.0, 0.0), *((float(law.y or 0), float(own.y or 0)) for own, law in zip(yours, reference, strict=False))]
    counts = [_at(i / TENTHS, [*points, (1.0, 1.0)]) for i in range(TENTHS + 1)]
    for before, after in pairwise(counts):
        yield max(after - before, 0.0)


def _at(level: float, points: list[tuple[float, float]]) -> float:
    """Interpolate the share of samples up to where the law has reached a level."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if x1 >= level > x0:
            return y0 + (y1 - y0) * (level - x0) / (x1 - x0)
    return 1.0 if level >= 1.0 else 0.0

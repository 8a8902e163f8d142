"""The picture of a histogram, as SVG."""

from __future__ import annotations

from markupsafe import Markup, escape

from mdl_grade.gradebook.overview import Bin

WIDTH, HEIGHT, TOP, BOTTOM = 420, 210, 22, 40


def picture(counted: tuple[Bin, ...]) -> Markup:
    """Draw bins as an SVG image with a title and a description, without any style of its own."""
    most = max((b.learners for b in counted), default=0) or 1
    room, across = HEIGHT - TOP - BOTTOM, WIDTH / len(counted)
    parts: list[str] = []
    for i, b in enumerate(counted):
        tall = room * b.learners / most
        x, y = i * across, HEIGHT - BOTTOM - tall
        middle = x + across / 2
        parts.append(f'<rect x="{x + 2:.1f}" y="{y:.1f}" width="{across - 4:.1f}" height="{tall:.1f}"/>')
        parts.append(f'<text x="{middle:.1f}" y="{y - 5:.1f}" text-anchor="middle">{b.learners}</text>')
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{b.low}</text>')
    parts.append(f'<text x="{WIDTH}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">100</text>')
    axis = HEIGHT - BOTTOM
    parts.append(f'<line x1="0" y1="{axis}" x2="{WIDTH}" y2="{axis}"/>')
    parts.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 5}" text-anchor="middle">percent of the points</text>')
    told = "; ".join(f"{b.label} percent: {b.learners}" for b in counted)
    return Markup(  # noqa: S704 (numbers and our own words)
        f'<svg viewBox="-12 0 {WIDTH + 24} {HEIGHT}" role="img" aria-labelledby="histogram-title histogram-told">'
        f'<title id="histogram-title">Learners by percent of the points</title>'
        f'<desc id="histogram-told">{escape(told)}</desc>{"".join(parts)}</svg>'
    )

"""Figures of curves: in a terminal, and as SVG."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.records.evidence import BeyondChance, Curve, WrongDistribution
from mdl_grade.report.pages import Pages
from mdl_grade.report.plot import ROWS, plot
from mdl_grade.report.samples import samples_drawn
from mdl_grade.report.scales import Figure, Scale
from mdl_grade.report.svg import drawn
from mdl_grade.report.text import columns, printable

STEPS = tuple(map(float, range(40)))
CURVES = {
    "losses": Curve(
        axis="step",
        quantity="loss",
        x=STEPS,
        yours=tuple(float(f"{1.1 * 0.96**k + 0.02:.3g}") for k in range(40)),
        reference=tuple(float(f"{1.1 * 0.9**k + 0.02:.3g}") for k in range(40)),
    ),
    "order": Curve(
        axis="h",
        quantity="error",
        x=(0.1, 0.05, 0.025, 0.0125),
        yours=(0.1, 0.0502, 0.0249, 0.0125),
        reference=(0.1, 0.025, 0.00625, 0.00156),
    ),
    "diverging": Curve(
        axis="step",
        quantity="W[0, 1]",
        x=tuple(map(float, range(10))),
        yours=(1.0, -2.0, 4.0, -8.0, 16.0, -32.0, 64.0, "-inf", "nan", "nan"),
        reference=(1.0, 0.5, 0.25, 0.125, 0.0625, 0.0312, 0.0156, 0.00781, 0.00391, 0.00195),
    ),
    "alone": Curve(axis="step", quantity="max|x|", x=STEPS[:20], yours=tuple(1.5**k for k in range(20))),
    "hostile": Curve(
        axis="</text><script>alert(1)</script>", quantity='\x1b[2J\u202e" onload="x\n::error::', x=(0.0, 1.0), yours=(1.0, 2.0)
    ),
}  # fmt: skip


PAGES = Pages("mdl_grade.report", style="report.css")


def svg(curve: Curve, name: str) -> str | None:
    drawing = drawn(curve)
    return drawing and PAGES.render("drawing.svg.jinja", drawing=drawing, name=name)


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("width", [90, 40])
@pytest.mark.parametrize("name", CURVES)
def test_plots_look_as_reviewed(name: str, width: int, unicode: bool, golden: Callable[[str, str], None]) -> None:
    """Plots are those of the golden files, wide and narrow, in Unicode and in ASCII."""
    lines = plot(CURVES[name], width=width, unicode=unicode)
    assert all(columns(line) <= width for line in lines)
    golden(f"figures/{name}.{width}.{'unicode' if unicode else 'ascii'}.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("name", CURVES)
def test_drawings_look_as_reviewed(name: str, golden: Callable[[str, str], None]) -> None:
    """Drawings are those of the golden files, byte for byte."""
    golden(f"figures/{name}.svg", f"{svg(CURVES[name], 'f')}")


numbers = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(
    ["nan", "inf", "-inf", "x", 0.0, 5e-324, 1.7e308]
)
series = st.lists(numbers, max_size=30).map(tuple)
any_text = st.text(st.characters(), max_size=10)
curves = st.builds(
    Curve,
    axis=any_text,
    quantity=any_text,
    x=st.lists(st.floats(), max_size=30).map(tuple) | st.integers(0, 30).map(lambda n: tuple(float(i) for i in range(n))),
    yours=series,
    reference=series,
)  # fmt: skip


@settings(derandomize=True, deadline=None)
@given(curves, st.integers(30, 120), st.booleans())
def test_any_curve_can_be_plotted(curve: Curve, width: int, unicode: bool) -> None:
    """Whatever its numbers and names: lines that fit, nothing but visible characters, in ASCII if that is all there is."""
    lines = plot(curve, width=width, unicode=unicode)
    assert all(columns(line) <= width for line in lines)
    assert printable("\n".join(lines)) == "\n".join(lines)
    assert unicode or all(line.isascii() for line in lines)


@settings(derandomize=True, deadline=None)
@given(curves)
def test_any_curve_can_be_drawn(curve: Curve) -> None:
    """A drawing is well formed, within its frame, and has a title and a description."""
    drawing = svg(curve, "f")
    if drawing is None:
        assert Figure.of(curve) is None
        return
    root = ET.fromstring(str(drawing))
    assert [child.tag for child in root][:2] == ["title", "desc"]
    assert root.get("role") == "img"
    assert {tag.tag for tag in root.iter()} <= {"svg", "title", "desc", "path", "line", "circle", "text"}
    left, top, width, height = (float(part) for part in str(root.get("viewBox")).split())
    for x, y in re.findall(r"[ML]([-\d.]+) ([-\d.]+)", "".join(path.get("d") or "" for path in root.iter("path"))):
        assert left <= float(x) <= left + width
        assert top <= float(y) <= top + height


def test_both_series_share_their_axes() -> None:
    """Equal heights are equal numbers, over both series."""
    figure = Figure.of(Curve(axis="k", quantity="q", x=(0.0, 1.0), yours=(0.0, 7.0), reference=(1.0, 14.0)))
    assert figure is not None
    assert (figure.y.low, figure.y.high) == (0.0, 14.0)
    assert figure.y.position(7.0) == 0.5


def test_logarithms_are_taken_where_they_tell_more() -> None:
    """Errors over halved steps: both axes; losses over decades: one; losses within a decade, or below zero: none."""

    def logs(x: tuple[float, ...], yours: tuple[Any, ...]) -> tuple[bool, bool]:
        figure = Figure.of(Curve(axis="", quantity="", x=x, yours=yours))
        assert figure is not None
        return figure.x.log, figure.y.log

    assert logs((1.0, 0.5, 0.25), (3.0, 2.9, 2.8)) == (True, True)
    assert logs((0.0, 1.0, 2.0), (1.0, 1e-2, 1e-6)) == (False, True)
    assert logs((0.0, 1.0, 2.0), (1.0, 0.8, 0.5)) == (False, False)
    assert logs((0.0, 1.0, 2.0), (1.0, 0.0, 1e-6)) == (False, False)


@settings(derandomize=True, deadline=None)
@given(st.floats(-1e300, 1e300), st.floats(1e-9, 1e300), st.booleans(), st.integers(2, 8))
def test_ticks_are_few_and_on_the_axis(low: float, span: float, log: bool, most: int) -> None:
    """From two to `most` numbers, increasing, none off the axis."""
    low = abs(low) + 1e-300 if log else low
    if not low < low + span or (not log and span < 1e-9 * abs(low)):
        return
    scale = Scale(low, low + span, log)
    ticks = scale.ticks(most)
    assert 2 <= len(ticks) <= most
    assert list(ticks) == sorted(set(ticks))
    slack = 1e-6 * span
    assert all(scale.low - slack <= tick <= scale.high + slack for tick in ticks)


def test_a_plot_shows_where_the_series_part() -> None:
    """At the same numbers a circle lies on the line; where they differ, it does not."""
    lines = plot(
        Curve(axis="k", quantity="q", x=(0.0, 1.0), yours=(1.0, 0.0), reference=(1.0, 1.0)), width=40, unicode=False
    )
    body = lines[1 : 1 + ROWS]
    assert "@" in body[0]
    assert body[0].rstrip().endswith("o")
    assert body[-1].rstrip().endswith("*")


def chance(**changes: Any) -> BeyondChance:
    told = {"got": 0.61, "expected": 0.5, "low": 0.47, "high": 0.53}
    return BeyondChance(what="heads", quantity="share", excess=3.7, samples=2000, **{**told, **changes})


def law(yours: tuple[float, ...], reference: tuple[float, ...]) -> WrongDistribution:
    x = tuple(float(i + 1) for i in range(len(yours)))
    curve = Curve(axis="rank", quantity="F(x)", x=x, yours=yours, reference=reference)
    return WrongDistribution(what="x", rank=1, error=0.2, tolerance=0.05, samples=100, curve=curve)


def test_a_statistic_stands_beside_what_chance_explains() -> None:
    """The disc is outside of the shaded band, on the side where it belongs; all is told in words."""
    drawing = samples_drawn(chance())
    assert drawing is not None
    (band,) = (found.attributes for found in drawing.shapes if found.attributes.get("class") == "explained")
    (disc,) = (found.attributes for found in drawing.shapes if found.element == "circle")
    assert float(disc["cx"]) > float(band["x"]) + float(band["width"])
    assert drawing.told == "Yours is 0.61, expected 0.5; chance explains 0.47 to 0.53."


@pytest.mark.parametrize("hidden", [{"got": None}, {"low": "-inf"}, {"high": None, "low": None}])
def test_nothing_is_drawn_of_what_must_not_be_told(hidden: dict[str, Any]) -> None:
    """Under an official seed figures are missing, and so is the drawing."""
    assert samples_drawn(chance(**hidden)) is None


@pytest.mark.parametrize(
    ("reference", "shares"),
    [
        (tuple((i + 1) / 50 for i in range(50)), [0.1] * 10),
        (tuple((i + 1) / 100 for i in range(50)), [0.2] * 5 + [0.0] * 5),
    ],
)
def test_samples_are_counted_by_tenths_of_their_law(reference: tuple[float, ...], shares: list[float]) -> None:
    """A tenth in each if the law is right; twice as many in the lower half if they are all there."""
    drawing = samples_drawn(law(tuple((i + 1) / 50 for i in range(50)), reference))
    assert drawing is not None
    found = [float(word) for word in drawing.told.partition("Yours: ")[2].rstrip(".").split(", ")]
    assert found == pytest.approx(shares, abs=0.021)
    assert sum(found) == pytest.approx(1.0)
    bars = [found.attributes for found in drawing.shapes if found.element == "rect"]
    assert len(bars) == 10
    assert all(float(bar["height"]) >= 0 for bar in bars)

"""Pictures as data: shapes that a template writes as inline SVG. Colours are the page's, by class."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Shape(Struct, frozen=True):
    """An element of SVG: its name, its attributes, and its text if it is one."""

    element: str
    attributes: Mapping[str, str | float]
    text: str = ""


class Drawing(Struct, frozen=True):
    """A picture with a title, and what it shows told in words."""

    kind: str
    width: float
    height: float
    title: str
    told: str
    shapes: tuple[Shape, ...]
    left: float = 0

    @property
    def box(self) -> str:
        return f"{self.left} 0 {self.width} {self.height}"


def shape(element: str, text: str = "", **attributes: str | float) -> Shape:
    """Return a shape; ``class_`` is written class, ``text_anchor`` text-anchor."""
    return Shape(element, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}, text)


def rounded(value: float) -> str:
    """Write a length to a tenth of a unit: equal pictures give equal bytes."""
    return f"{value:.1f}".removesuffix(".0")

"""HTML put together from elements: whatever is not markup already is escaped, so nothing can be forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from mdl_grade.report.escaping import html

VOID = frozenset(("br", "hr", "link", "meta", "path", "line", "circle", "rect"))
"""Elements without content. Those of SVG close themselves, as HTML lets them."""
SVG = frozenset(("path", "line", "circle", "rect"))


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML as it is: only `element`, `joined` and `trusted` make it."""

    source: str

    def __str__(self) -> str:
        return self.source


Content = Markup | str


def element(name: str, /, *contents: Content, **attributes: str | float | bool | None) -> Markup:
    """Return an element.

    Parameters
    ----------
    name : str
        Of the element.
    contents : Markup or str
        What is in it; text is escaped.
    attributes : str, number or bool
        ``class_`` is written class, ``stroke_width`` stroke-width. True writes the name alone; False and None, nothing.
    """
    told = "".join(_attribute(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    if name in VOID:
        return Markup(f"<{name}{told}{'/' if name in SVG else ''}>")
    return Markup(f"<{name}{told}>{joined(*contents)}</{name}>")


def joined(*contents: Content) -> Markup:
    """Put contents one after the other."""
    return Markup("".join(part.source if isinstance(part, Markup) else html(part) for part in contents))


def trusted(source: str) -> Markup:
    """Take text of this package, such as a style sheet, for markup. Never anything else."""
    return Markup(source)


def _attribute(name: str, value: str | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{html(str(value))}"'

"""Formulas for pages: TeX becomes MathML, which browsers set, print and read aloud by themselves."""

from __future__ import annotations

from markupsafe import Markup


def mathml(tex: str, *, display: bool = False) -> Markup:
    """Return a formula as an element `math`.

    Parameters
    ----------
    tex : str
        The part of LaTeX that `mdl_grade.course.typesetting` writes, and what authors of pages write by hand.
    display : bool
        Set on lines of its own, instead of in a line of text.
    """
    from latex2mathml.converter import convert

    return Markup(convert(tex, display="block" if display else "inline"))  # noqa: S704  (it escapes what is text)

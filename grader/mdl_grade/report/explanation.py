"""An explanation as one page of HTML: the mathematics behind an exercise, with its formulas set."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from mdl_grade.course.solution import Solution
from mdl_grade.course.typesetting import paragraphs
from mdl_grade.report.formulas import mathml
from mdl_grade.report.pages import Pages
from mdl_grade.report.text import printable

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def render(exercise: str, solution: Solution) -> str:
    """Return the explanation of an exercise as a page that stands alone, with the task folded above it."""
    return _pages().render(
        "explanation.html.jinja",
        exercise=exercise,
        title=solution.title,
        task=set_text(solution.prompt.partition("\n")[2]),
        explanation=set_text(solution.explanation),
    )


def set_text(text: str) -> Markup:
    """Return the text of a prompt or an explanation as HTML: paragraphs, lists, code, and formulas as MathML."""
    return Markup(_markdown().render(paragraphs(printable(text))))  # noqa: S704  (it escapes tags)


@lru_cache(maxsize=1)
def _pages() -> Pages:
    return Pages(__package__, style="report.css")


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    markdown = MarkdownIt("commonmark", {"html": False}).use(dollarmath_plugin, renderer=_formula)
    markdown.disable(["autolink", "image", "link", "reference"])  # f[k](x) is mathematics
    markdown.add_render_rule("fence", _session)
    return markdown


def _formula(tex: str, options: dict[str, Any]) -> str:
    if options.get("display_mode"):
        return f'<div class="formula" tabindex="0">{mathml(tex, display=True)}</div>'
    return mathml(tex)


def _session(renderer: object, tokens: Sequence[Any], index: int, options: object, env: object) -> str:
    """Write a session of Python as pages write code: it can be scrolled with a keyboard."""
    return f'<pre tabindex="0"><code>{escape(tokens[index].content)}</code></pre>\n'

"""Sections of README, CONTRIBUTING and others as parts of pages, so that each fact has one place.

A line `<!-- README.md: Learn -->` of a page stands for what the README says under the heading "Learn"; with no heading,
for what comes before the first, and `<!-- SECURITY.md: * -->` for all but its title. A document's links lead to the
page of the site that has what they lead to.
"""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

ROOT = Path(__file__).parents[2]
_TAKEN = re.compile(r"^<!-- (?P<file>[\w/]+\.md):(?: (?P<heading>.+?))? -->$", re.MULTILINE)
_PAGES = {
    "SECURITY.md": "/security.md",
    "CONTRIBUTING.md": "/authors.md",
    "benchmarks/checkers.md": "/checking/gradients.md",
    "grader/mdl_grade/checks/__init__.py": "/checking/index.md",
}
_LINK = re.compile(r"\[([^\]\n]+)\]\(([^)#:\s]+)\)")


def section(file: str, heading: str | None) -> str:
    """Return what stands under a heading of the second level, up to the next; before the first; or in all of them."""
    text = (ROOT / file).read_text("utf-8").partition("\n")[2].strip("\n")
    if heading == "*":
        return text
    before, *rest = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    if heading is None:
        return before.strip("\n")
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    if heading not in sections:
        raise ExtensionError(f"{file} has no section {heading!r}")
    return sections[heading].strip("\n")


def linked(text: str) -> str:
    """Let links to files lead to pages: an exercise's file to its page; what has no page is named without a link."""

    def target(found: re.Match[str]) -> str:
        words, path = found.groups()
        if page := _PAGES.get(path):
            return f"[{words}]({page})"
        exercise = re.fullmatch(r"(?:solutions|grader/suites)/(\w+/\w+)\.py", path)
        return f"[{words}](/exercises/{exercise[1]}.md)" if exercise else words

    return _LINK.sub(target, text)


def fill(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put sections where a page asks for them."""

    def taken(found: re.Match[str]) -> str:
        app.env.note_dependency(ROOT / found["file"], docname=docname)
        return linked(section(found["file"], found["heading"]))

    source[0] = _TAKEN.sub(taken, source[0])


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("source-read", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

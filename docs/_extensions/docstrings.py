"""Docstrings as they are written, with formulas in indented lines, as reStructuredText."""

from __future__ import annotations

import re

from sphinx.application import Sphinx

from mdl_grade.course.typesetting import formula

BEFORE_NUMPYDOC = 400
_PROSE = {"", "Notes", "Examples"}


def typeset(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Let a block that is indented by itself, outside of lists of parameters, be a formula or a literal."""
    made: list[str] = []
    section = ""
    for block in re.split(r"\n{2,}", "\n".join(lines)):
        headed = re.match(r"(\w[\w ]*)\n-{3,}(?:\n|\Z)", block)
        if headed:
            section, block = headed[1], block[headed.end() :]
            made += headed[0].rstrip("\n").split("\n")
        rows = block.split("\n")
        if section not in _PROSE or ">>>" in block:
            made += [*rows, ""]
        elif all(row.startswith("    ") for row in rows):
            tex = formula(block)
            head = [".. math::", ""] if tex else ["::", ""]
            made += ["", *head, *(f"    {row}" for row in (tex or block).split("\n")), ""]
        else:
            made += [*map(escaped, rows), ""]
    lines[:] = made


def escaped(line: str) -> str:
    """Keep bars from being substitutions, outside of code."""
    pieces = re.split(r"(``.*?``|`[^`]*`)", line)
    return "".join(piece if i % 2 else piece.replace("|", r"\|") for i, piece in enumerate(pieces))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("autodoc-process-docstring", typeset, priority=BEFORE_NUMPYDOC)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""Notebooks as data: kind and text of their cells, in order. Outputs, widgets and other metadata are not looked at."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import msgspec

from mdl_grade.intake.answer import Problem, too_large
from mdl_grade.intake.limits import MAX_NOTEBOOK

_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MOST_CELLS = 10_000
_MOST_LENIENT = 16 << 20
"""Bytes of a notebook that is read once more, as what is not quite JSON: all of it is held in memory then."""


@dataclass(frozen=True)
class NotebookCell:
    """A cell: "code", "markdown" or "raw", its text, and the name that nbgrader gave it."""

    kind: str
    text: str
    grade_id: str = ""
    attachments: dict[str, Any] = field(default_factory=dict)


class _Cell(msgspec.Struct):
    cell_type: str = ""
    source: str | list[str] = ""
    input: str | list[str] = ""
    metadata: Any = None
    attachments: Any = None


class _Worksheet(msgspec.Struct):
    cells: list[_Cell] = []


class _Notebook(msgspec.Struct):
    """What nbformat 3 (`worksheets`, `input`) and 4 (`cells`, `source`) have of code."""

    nbformat: int | float | str
    cells: list[_Cell] = []
    worksheets: list[_Worksheet] = []


def read_notebook(name: str, content: bytes) -> tuple[NotebookCell, ...] | Problem:
    """Read a notebook as it is: with a byte-order mark, NaN, missing metadata, equal ids, megabytes of outputs."""
    if len(content) > MAX_NOTEBOOK:
        return too_large(name, MAX_NOTEBOOK)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            try:
                content = content.decode(encoding).removeprefix("\ufeff").encode()
            except UnicodeError:
                return Problem(f"{name} is not text: save the notebook again.")
    notebook = _decoded(content)
    if notebook is None:
        return Problem(f"{name} {_why_not(content)}")
    if str(notebook.nbformat).partition(".")[0] not in ("3", "4"):
        return Problem(f"{name} is in notebook format {str(notebook.nbformat)[:20]}: save it in format 4.")
    cells = [*notebook.cells, *(cell for sheet in notebook.worksheets for cell in sheet.cells)]
    if len(cells) > _MOST_CELLS:
        return Problem(f"{name} has more than {_MOST_CELLS} cells.")
    return tuple(map(_cell, cells))


def _decoded(content: bytes) -> _Notebook | None:
    try:
        return msgspec.json.decode(content, type=_Notebook)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        pass
    if len(content) > _MOST_LENIENT:
        return None
    try:  # NaN and halves of characters, which Python writes, are not JSON
        return msgspec.convert(json.loads(content), type=_Notebook)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None


def _cell(cell: _Cell) -> NotebookCell:
    text = cell.source or cell.input
    text = re.sub("\r\n?", "\n", text if isinstance(text, str) else "".join(text))
    about = cell.metadata.get("nbgrader") if isinstance(cell.metadata, dict) else None
    grade_id = about.get("grade_id") if isinstance(about, dict) else None
    attachments = cell.attachments if isinstance(cell.attachments, dict) else {}
    return NotebookCell(cell.cell_type, text, grade_id if isinstance(grade_id, str) else "", attachments)


def _why_not(content: bytes) -> str:
    """Say what a file is that was to be a notebook: a sentence without its subject."""
    if not content.strip():
        return "is empty: hand in the notebook again."
    if re.search(rb"(?m)^(<<<<<<<|=======|>>>>>>>)( |\r?$)", content):
        return "holds the marks of a merge conflict (<<<<<<<, >>>>>>>): resolve it, and save the notebook again."
    if re.match(rb"\s*<(!doctype|html|\?xml)", content, re.IGNORECASE):
        return "is a web page and not a notebook: download the notebook itself (.ipynb)."
    return "is not a notebook that can be read: save it again, in notebook format 4."

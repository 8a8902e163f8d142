"""Notebooks as data: the text of their code cells, in order. Outputs, widgets and metadata are not looked at."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import msgspec

from mdl_grade.intake.answer import MAX_BYTES, Answer, Problem, too_large
from mdl_grade.intake.limits import MAX_NOTEBOOK

CELL_MARK = "# %% cell "
"""Stands, with its number, above the code of each cell."""
_MOST_CELLS = 10_000
_PYTHON_MAGICS = ("time", "capture", "prun")
"""Cell magics whose body runs as Python of the notebook."""


class _Cell(msgspec.Struct):
    cell_type: str
    source: str | list[str] = ""
    input: str | list[str] = ""

    @property
    def text(self) -> str:
        text = self.source or self.input
        return re.sub("\r\n?", "\n", text if isinstance(text, str) else "".join(text))


class _Worksheet(msgspec.Struct):
    cells: list[_Cell] = []


class _Notebook(msgspec.Struct):
    """What nbformat 3 (`worksheets`, `input`) and 4 (`cells`, `source`) have of code."""

    nbformat: int
    cells: list[_Cell] = []
    worksheets: list[_Worksheet] = []


def decode_notebook(name: str, content: bytes) -> Answer | Problem:
    """Turn a notebook into an answer: its code cells under each other.

    Magics and shell lines become comments in their place. The digest is that of the resulting text, so running or
    clearing a notebook does not change it.
    """
    if len(content) > MAX_NOTEBOOK:
        return too_large(name, MAX_NOTEBOOK)
    try:
        notebook = msgspec.json.decode(content, type=_Notebook)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return Problem(f"{name} is not a notebook that can be read: save it again, in notebook format 4.")
    if notebook.nbformat not in (3, 4):
        return Problem(f"{name} is in notebook format {notebook.nbformat}: save it in format 4.")
    cells = [*notebook.cells, *(cell for sheet in notebook.worksheets for cell in sheet.cells)]
    if len(cells) > _MOST_CELLS:
        return Problem(f"{name} has more than {_MOST_CELLS} cells.")
    text = "\n\n".join(
        f"{CELL_MARK}{number}\n{as_python(cell.text)}"
        for number, cell in enumerate(cells, 1)
        if cell.cell_type == "code" and cell.text.strip()
    )
    text += "\n" if text else ""
    if "\0" in text:
        return Problem(f"{name} holds a NUL character: it is not text.")
    encoded = text.encode()
    if len(encoded) > MAX_BYTES:
        return too_large(name, MAX_BYTES)
    return Answer(text, hashlib.sha256(encoded).hexdigest(), name)


_MAGIC = re.compile(r"[%!?]|[\w.]+\?{1,2}\s*$|[\w., ]+=\s*[%!]")
_OUTSIDE = re.compile(r"""\"{3}|'{3}|"|'|\#.*|[(\[{]|[)\]}]|\\\n""")
_INSIDE = {quote: re.compile(rf"\\.|\n|{quote}", re.DOTALL) for quote in ('"""', "'''", '"', "'")}


def as_python(cell: str) -> str:
    """Turn what is IPython's in a cell into comments; every line keeps its place.

    A line is IPython's if a statement begins there with ``%``, ``!`` or ``?``, ends in ``?``, or assigns what a
    magic or shell line gives. Elsewhere these characters are Python's: a remainder, a part of a string.
    """
    lines = cell.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if magic := re.match(r"%%(\w+)", lines[first].lstrip()):
        if magic[1] not in _PYTHON_MAGICS:
            return "\n".join(f"# {line}" for line in lines)
        lines[first] = f"# {lines[first]}"
    return "\n".join(_commented(lines))


def _commented(lines: list[str]) -> Iterator[str]:
    scan, continued = _Scan(), False
    for line in lines:
        statement = line.lstrip()
        if continued:
            yield f"# {line}"
        elif scan.at_statement and _MAGIC.match(statement):
            indent = line[: len(line) - len(statement)]
            # A block must not lose its only statement.
            yield f"{indent}pass  # {statement}" if indent else f"# {line}"
        else:
            scan.feed(f"{line}\n")
            yield line
            continue
        continued = line.endswith("\\")


class _Scan:
    """Tells where statements begin: outside strings, brackets and joined lines."""

    def __init__(self) -> None:
        self._quote, self._depth, self._joined = "", 0, False

    @property
    def at_statement(self) -> bool:
        return not (self._quote or self._depth or self._joined)

    def feed(self, line: str) -> None:
        place, self._joined = 0, False
        while match := (_INSIDE[self._quote] if self._quote else _OUTSIDE).search(line, place):
            mark, place = match[0], match.end()
            if self._quote:
                if mark == self._quote or (mark == "\n" and len(self._quote) == 1):
                    self._quote = ""
            elif mark in _INSIDE:
                self._quote = mark
            elif mark in "([{":
                self._depth += 1
            elif mark in ")]}":
                self._depth = max(self._depth - 1, 0)
            elif mark == "\\\n":
                self._joined = True

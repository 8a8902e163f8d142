"""What is IPython's in the code of a notebook, and not Python's: magics, shell lines, questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

GRADE = "grade"
"""Our own cell magic: `%%grade chapter10/dense_backward` stands above an answer."""
_PYTHON_MAGICS = ("time", "capture", "prun", GRADE)
"""Cell magics whose body runs as Python of the notebook."""
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

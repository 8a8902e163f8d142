"""Tables as spreadsheets and learning platforms write them: CSV in its dialects, read without guessing at cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mdl_grade.errors import UsageError
from mdl_grade.intake import Problem
from mdl_grade.intake.files import read_file

DELIMITERS = ",;\t"
_MOST = 16 << 20
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True)
class TableRow:
    """One row: its line in the file, and its cells by column; a row that is too short has empty ones."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Spreadsheet:
    """Columns in small letters, and the rows that hold something."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_spreadsheet(path: Path) -> Spreadsheet:
    """Read a CSV file, separated by comma, semicolon or tab, with or without a byte order mark or Excel's `sep=`.

    Spaces around cells, and rows without any text, are left out.

    Raises
    ------
    UsageError
        If it can't be read, is in no Unicode, has an open quote, a column twice, or a row that is too long.
    """
    content = read_file(str(path), _MOST)
    if isinstance(content, Problem):
        raise UsageError(content.reason, "Name a table in CSV: a roster, times, or what the platform exports.")
    try:
        return _parsed(decoded_text(content))
    except (UnicodeError, csv.Error, ValueError) as error:
        raise UsageError(
            f"{path} can't be read as a table: {error}.",
            "Save it as CSV in UTF-8, separated by comma, semicolon or tab.",
        ) from None


def decoded_text(content: bytes) -> str:
    """Return the text of a table: UTF-8, or what its byte order mark says."""
    coding = next((coding for mark, coding in _MARKS.items() if content.startswith(mark)), "utf-8")
    return content.decode(coding)


def delimiter_of(text: str) -> str:
    """Return what separates the cells of a table: what stands most often in its first row, outside of quotes."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _parsed(text: str) -> Spreadsheet:
    first, _, rest = text.partition("\n")
    said = first.strip("\r ").removeprefix('"').removesuffix('"')
    skipped, delimiter = 0, ""
    if said.lower().startswith("sep=") and len(said) == len("sep=") + 1:
        skipped, text, delimiter = 1, rest, said[-1]
    file, separator = io.StringIO(text, newline=""), delimiter or delimiter_of(text)
    reader = csv.reader(file, delimiter=separator, skipinitialspace=True, strict=True)
    found: list[tuple[int, list[str]]] = []
    for cells in reader:
        stripped = [cell.strip(" ") for cell in cells]
        if any(stripped):
            found.append((reader.line_num + skipped, stripped))
    if not found:
        return Spreadsheet((), ())
    columns = tuple(name.lower() for name in found[0][1])
    twice = {name for name in columns if name and columns.count(name) > 1}
    if twice:
        raise ValueError(f"it has several columns called {min(twice)}")
    return Spreadsheet(columns, tuple(_row(line, columns, cells) for line, cells in found[1:]))


def _row(line: int, columns: tuple[str, ...], cells: list[str]) -> TableRow:
    if any(cells[len(columns) :]):
        raise ValueError(f"line {line} has more cells than there are columns")
    return TableRow(line, dict(zip(columns, cells, strict=False)))

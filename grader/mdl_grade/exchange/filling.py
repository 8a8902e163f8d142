"""Marks put into a learning platform's own table: all other bytes of it stay what they are.

Moodle's grading worksheet and the gradebook that Canvas exports are read back by matching their headers and ids letter
by letter, and what these importers do not know they skip without a word. So nothing is written anew: cells are
replaced, and whoever is in one of both only is named.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import Enum

from mdl_grade.batch.enrolled import EnrolledLearner, attendance
from mdl_grade.errors import UsageError
from mdl_grade.exchange.enrolment import canvas_learner, moodle_learner
from mdl_grade.exchange.spreadsheets import decoded_text, delimiter_of
from mdl_grade.gradebook.returned import ReturnedMark

CENT = Decimal("0.01")
Marks = Mapping[str, ReturnedMark]


class Left(Enum):
    """Why something was left as it was, or deserves a word."""

    OPEN = "not filled in, for there is something to be settled first"
    UNKNOWN = "in the table, and not in the results"
    MISSING = "in the results, and not in the table"
    LOCKED = "not filled in, for the platform takes no grade there"
    KEPT = "with feedback in the table already, which stays"
    LOWER = "with a higher grade in the table, which is replaced"


@dataclass(frozen=True)
class FilledTable:
    """The table, how many grades were put in, who is to be named, and what the maximum is there, if it is another."""

    content: bytes
    grades: int
    left: Mapping[Left, tuple[str, ...]]
    scaled: str = ""


@dataclass
class _Filling:
    """A table's cells as they stand in its text, and what is to stand in their place."""

    text: str
    delimiter: str
    rows: list[list[tuple[int, int]]]
    new: dict[tuple[int, int], str] = field(default_factory=dict)
    left: dict[Left, list[str]] = field(default_factory=dict)
    grades: int = 0

    def cell(self, row: int, column: int) -> str:
        if not 0 <= column < len(self.rows[row]):
            return ""
        start, end = self.rows[row][column]
        raw = self.text[start:end]
        return raw[1:-1].replace('""', '"') if raw[:1] == raw[-1:] == '"' and len(raw) > 1 else raw

    def put(self, row: int, column: int, value: str) -> None:
        start, end = self.rows[row][column]
        quoted = self.text[start : start + 1] == '"' or any(c in value for c in f'{self.delimiter}"\r\n')
        self.new[start, end] = '"' + value.replace('"', '""') + '"' if quoted else value

    def leave(self, why: Left, who: str) -> None:
        self.left.setdefault(why, []).append(who)

    def done(self, coding: str, scaled: str) -> FilledTable:
        pieces, at = [], 0
        for (start, end), value in sorted(self.new.items()):
            pieces += [self.text[at:start], value]
            at = end
        content = "".join((*pieces, self.text[at:])).encode(coding)
        return FilledTable(content, self.grades, {why: tuple(who) for why, who in self.left.items()}, scaled)


def fill_moodle(content: bytes, returned: Marks, names: Mapping[str, str]) -> FilledTable:
    """Fill in Moodle's grading worksheet.

    Parameters
    ----------
    content : bytes
        The worksheet, as Moodle gave it.
    returned : mapping
        What goes back, by learner.
    names : mapping
        Learner by each name that work was found under.

    Raises
    ------
    UsageError
        If it is no worksheet, in English, with columns for grades.
    """
    table = _opened(content, ",")
    header = [name.strip() for name in _header(table)]
    wanted = ("Identifier", "Grade", "Last modified (grade)")
    if not set(wanted) <= set(header):
        raise UsageError(
            f"This is not Moodle's grading worksheet: it has no columns {', '.join(wanted)}.",
            "Switch Moodle to English, choose View all submissions, Download grading worksheet.",
        )
    identifier, grade = header.index("Identifier"), header.index("Grade")
    column = {name: header.index(name) if name in header else -1 for name in ("Full name", "Feedback comments")}
    most = next((i for i, name in enumerate(header) if name.lower() == "maximum grade"), -1)
    lock = next((i for i, name in enumerate(header) if name == "Grade can be changed"), -1)
    people = {
        row: person
        for row in range(1, len(table.rows))
        if (person := moodle_learner(table.cell(row, identifier), table.cell(row, column["Full name"])))
    }
    scaled = ""
    for row, who, mark in _matched(table, people, returned, names):
        if lock >= 0 and table.cell(row, lock).strip().lower() == "no":
            table.leave(Left.LOCKED, who)
            continue
        maximum = _number(table.cell(row, most)) if most >= 0 else None
        scaled = _put_grade(table, row, grade, mark, maximum, comma="," in table.cell(row, most)) or scaled
        comments = column["Feedback comments"]
        if comments > 0 and mark.feedback:
            text = html.escape(mark.feedback, quote=False).replace("\n", "<br>")
            if table.cell(row, comments) not in ("", text):
                table.leave(Left.KEPT, who)
            else:
                table.put(row, comments, text)
    return table.done(_coding(content), scaled)


def fill_canvas(content: bytes, returned: Marks, names: Mapping[str, str], title: str = "") -> FilledTable:
    """Fill in one assignment of the gradebook that Canvas exports; see `fill_moodle`.

    Parameters
    ----------
    title : str
        Of the assignment, or a part of it; may be left out if there is only one.

    Raises
    ------
    UsageError
        If it is no such gradebook, or `title` does not mean one assignment in it.
    """
    table = _opened(content, "")
    header = _header(table)
    if header[:2] != ["Student", "ID"] or not any("Section" in name for name in header):
        raise UsageError(
            "This is not the gradebook that Canvas exports: it has no columns Student, ID and Section.",
            "Grades, Export, Export Entire Gradebook; in one language with English column names.",
        )
    section = next(i for i, name in enumerate(header) if "Section" in name)
    possible = next((r for r in range(1, len(table.rows)) if "Points Possible" in table.cell(r, 0)), None)
    columns = [
        i
        for i, name in enumerate(header)
        if i > section
        and re.search(r"\(\d+\)\s*$", name)
        and not _COMPUTED.search(name)
        and not (possible is not None and "read only" in table.cell(possible, i))
    ]
    fitting = [i for i in columns if title.lower() in header[i].lower()]
    if len(fitting) != 1:
        known = "; ".join(header[i] for i in columns) or "none"
        raise UsageError(f"{len(fitting)} assignments fit. The gradebook has: {known}.", "Say which: --column TITLE.")
    people = {
        row: person
        for row in range(1, len(table.rows))
        if (person := canvas_learner(table.cell(row, 0), table.cell(row, 1)))
    }
    maximum = _number(table.cell(possible, fitting[0])) if possible is not None else None
    scaled = ""
    for row, who, mark in _matched(table, people, returned, names):
        if table.cell(row, fitting[0]).strip().upper() == "EX":
            table.leave(Left.LOCKED, who)
            continue
        scaled = _put_grade(table, row, fitting[0], mark, maximum, comma=False) or scaled
    return table.done(_coding(content), scaled)


_COMPUTED = re.compile(r"(Current|Final|Unposted Current|Unposted Final|Override) (Score|Grade|Points|Status)")


def _matched(
    table: _Filling,
    people: Mapping[int, EnrolledLearner],
    returned: Marks,
    names: Mapping[str, str],
) -> Iterator[tuple[int, str, ReturnedMark]]:
    """Yield rows with what goes into them; whoever is in one of both only is noted."""
    known = {**names, **{learner: learner for learner in returned}}
    there = attendance(people.values(), list(known))
    seen = set()
    for row, person in people.items():
        name = there.present[person]
        learner = known[name] if name is not None else None
        if learner is None or learner not in returned:
            table.leave(Left.UNKNOWN, person.aliases[0] if person.aliases else person.name)
            continue
        seen.add(learner)
        if returned[learner].open:
            table.leave(Left.OPEN, f"{learner} ({returned[learner].open})")
        else:
            yield row, learner, returned[learner]
    for learner in returned:
        if learner not in seen:
            table.leave(Left.MISSING, learner)


def _put_grade(
    table: _Filling, row: int, column: int, mark: ReturnedMark, maximum: Decimal | None, *, comma: bool
) -> str:
    """Put a grade in, as a share of the maximum that the platform has; return what was scaled."""
    other = bool(maximum and mark.maximum and maximum != mark.maximum)
    points = mark.points * (maximum or 0) / mark.maximum if other else mark.points
    written = f"{points.quantize(CENT, ROUND_HALF_UP):f}"
    before = _number(table.cell(row, column))
    if before is not None and before > Decimal(written):
        table.leave(Left.LOWER, table.cell(row, 1) or table.cell(row, 0))
    if len(table.rows[row]) <= column:
        raise UsageError(f"Row {row + 1} of the table is too short.", "Export it again.")
    table.put(row, column, written.replace(".", ",") if comma else written)
    table.grades += 1
    return f"{mark.maximum.normalize():f} points here are {maximum.normalize():f} there" if other and maximum else ""


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


# --- cells as they stand --------------------------------------------------------------------------------------------
def _opened(content: bytes, delimiter: str) -> _Filling:
    try:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise UnicodeError("it is UTF-16, which no platform writes")
        text = decoded_text(content)
    except UnicodeError as error:
        raise UsageError(f"The table is not UTF-8: {error}.", "Give it as the platform exported it.") from None
    separator = delimiter or delimiter_of(text)
    return _Filling(text, separator, [row for row in _spans(text, separator) if row])


def _header(table: _Filling) -> list[str]:
    return [table.cell(0, i) for i in range(len(table.rows[0]))] if table.rows else []


def _coding(content: bytes) -> str:
    return "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"


def _spans(text: str, delimiter: str) -> Sequence[list[tuple[int, int]]]:
    """Return where the cells of each row begin and end, quotes included."""
    plain = re.compile(f"[^{re.escape(delimiter)}\r\n]*")
    quoted = re.compile('"(?:[^"]|"")*"')
    rows: list[list[tuple[int, int]]] = [[]]
    at = 0
    while at < len(text):
        match = quoted.match(text, at) or plain.match(text, at)
        assert match is not None
        end = max(match.end(), plain.match(text, match.end()).end())  # type: ignore[union-attr]
        rows[-1].append((at, end))
        if text.startswith(delimiter, end):
            at = end + 1
            if at == len(text) or text[at] in "\r\n":
                rows[-1].append((at, at))
        else:
            at = end
        if at < len(text) and text[at] in "\r\n":
            at += 2 if text.startswith("\r\n", at) else 1
            rows.append([])
    return rows

"""When work came in, as learning platforms tell it: tables, the times in which are read or refused, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from mdl_grade.batch.enrolled import EnrolledLearner, attendance
from mdl_grade.errors import UsageError
from mdl_grade.exchange.enrolment import row_reader
from mdl_grade.exchange.spreadsheets import Spreadsheet, TableRow, read_spreadsheet

NO_TIMES = frozenset(("", "-", "–"))


@dataclass(frozen=True)
class SubmissionTime:
    """When the latest work of somebody came in."""

    learner: EnrolledLearner
    received: datetime


def read_times(path: Path, zone: tzinfo | None) -> tuple[SubmissionTime, ...]:
    """Read when work came in: Moodle's grading worksheet or log, or a table with `received` or `submitted_at`.

    Parameters
    ----------
    zone : tzinfo, optional
        Of times that bear none: Moodle's are those of whoever made the table.

    Raises
    ------
    UsageError
        If it is no such table, or a time can't be read, or could be of two days, or of any zone.
    """
    table = read_spreadsheet(path)
    who, column = _columns(table, path)
    rows = [row for row in table.rows if row[column] not in NO_TIMES and _hands_in(row)]
    day_first = _day_first([row[column] for row in rows])
    latest: dict[EnrolledLearner, datetime] = {}
    for row in rows:
        learner, time = who(row), parse_time(row[column], day_first=day_first)
        if learner is None:
            continue
        if time is None:
            raise UsageError(
                f"Row {row.line} of {path} says {row[column]!r}, which is no time that is understood.",
                "Moodle's are read in English; 2026-03-01T12:00:00+01:00 always is.",
            )
        if time.tzinfo is None and zone is None:
            raise UsageError(
                f"The times in {path} have no time zone.",
                "Say whose clocks they are: --timezone Europe/Berlin.",
            )
        sure = time if time.tzinfo is not None else time.replace(tzinfo=zone)
        latest[learner] = max(sure.astimezone(UTC), latest.get(learner, sure.astimezone(UTC)))
    return tuple(SubmissionTime(learner, time) for learner, time in latest.items())


def _columns(table: Spreadsheet, path: Path) -> tuple[Callable[[TableRow], EnrolledLearner | None], str]:
    if {"time", "user full name", "event name"} <= set(table.columns):
        return lambda row: EnrolledLearner(row["user full name"]), "time"
    who = row_reader(table)
    known = ("last modified (submission)", "received", "submitted_at", "submitted at")
    column = next((name for name in known if name in table.columns), "")
    if who is None or not column:
        raise UsageError(
            f"{path} has no columns that tell whose work came in when.",
            "Wanted are `learner` and `received`; or Moodle's grading worksheet or log, in English.",
        )
    return who, column


def _hands_in(row: TableRow) -> bool:
    """Tell whether a row of Moodle's log is of work that came in; other tables have no events."""
    return "event name" not in row.cells or bool(_EVENT.search(row["event name"]))


_EVENT = re.compile(r"(?i)submission (has been submitted|created|updated)|file has been uploaded|has been submitted")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?\s*(?P<half>[AaPp][Mm])?"
_WORDS = re.compile(
    r"(?:\w+day,\s*)?(?:(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]+)|(?P<month_first>[A-Za-z]+)\s+(?P<day_last>\d{1,2}),?)"
    rf"\s+(?P<year>\d{{4}}),?\s+{_CLOCK}"
)
_NUMBERS = re.compile(rf"(?P<one>\d{{1,2}})/(?P<other>\d{{1,2}})/(?P<year>\d\d(?:\d\d)?),?\s+{_CLOCK}")


def parse_time(text: str, *, day_first: bool | None = None) -> datetime | None:
    """Read a time as platforms write it; without a zone if it has none, and None if it is not understood.

    Parameters
    ----------
    day_first : bool, optional
        Whether 3/4/26 is in April; without it, only what has one meaning is read.
    """
    plain = " ".join(text.split())
    if match := _WORDS.fullmatch(plain):
        name = (match["month"] or match["month_first"])[:3].lower()
        month = _MONTHS.index(name) + 1 if name in _MONTHS else 0
        return _moment(int(match["year"]), month, int(match["day"] or match["day_last"]), match)
    if match := _NUMBERS.fullmatch(plain):
        one, other, year = int(match["one"]), int(match["other"]), int(match["year"])
        first = day_first if day_first is not None else _day_first([plain])
        if first is None and one != other:
            return None
        day, month = (one, other) if first else (other, one)
        return _moment(year if year > 99 else 2000 + year, month, day, match)
    try:
        return datetime.fromisoformat(plain) if re.match(r"\d{4}-\d\d-\d\d[T ]", plain) else None
    except ValueError:
        return None


def _day_first(texts: Sequence[str]) -> bool | None:
    """Tell whether days come before months in a column of dates such as 29/11/26; None if nothing tells."""
    pairs = [(int(m["one"]), int(m["other"])) for text in texts if (m := _NUMBERS.fullmatch(" ".join(text.split())))]
    if any(one > 12 for one, _ in pairs):
        return True
    return False if any(other > 12 for _, other in pairs) else None


def _moment(year: int, month: int, day: int, clock: re.Match[str]) -> datetime | None:
    hour, half = int(clock["hour"]), (clock["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    try:
        return datetime(year, month, day, hour, int(clock["minute"]), int(clock["second"] or 0))
    except ValueError:  # no such day
        return None


# --- zones ----------------------------------------------------------------------------------------------------------
OFFSETS: Mapping[str, float] = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "SAST": 2,
    "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "ACST": 9.5, "ACDT": 10.5, "AWST": 8, "NZST": 12, "NZDT": 13,
    "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
"""Hours of abbreviations that mean one zone. Not CST (America's, China's), IST, BST, AST: these need --timezone."""


def zone_called(name: str, when: datetime, own: tzinfo | None = None) -> tzinfo | None:
    """Return the zone of a stamp: IANA's name, an offset, what `own` is called then, or a clear abbreviation."""
    if match := re.fullmatch(r"(?:UTC|GMT)?([+-])([01]\d):?([0-5]\d)?", name):
        return timezone(timedelta(hours=int(match[2]), minutes=int(match[3] or 0)) * (-1 if match[1] == "-" else 1))
    if own is not None and name == when.replace(tzinfo=own).tzname():
        return own
    if name in OFFSETS:
        return UTC if not OFFSETS[name] else timezone(timedelta(hours=OFFSETS[name]), name)
    return ZoneInfo(name) if name in zone_names() else None


@cache
def zone_names() -> frozenset[str]:
    """Return the zones that there are: only these are looked up, for a lookup of any name is an import of it."""
    return frozenset(available_timezones())


def zone_said(name: str | None) -> tzinfo | None:
    """Return the zone that was asked for.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    if name is None:
        return None
    if name not in zone_names():
        raise UsageError(f"There is no time zone called {name!r}.", "Take a name of the IANA list: Europe/Berlin.")
    return ZoneInfo(name)


def times_of(
    times: Sequence[SubmissionTime], learners: Sequence[str]
) -> tuple[dict[str, datetime], tuple[EnrolledLearner, ...]]:
    """Return when the work of learners came in, and those with a time of whom there is no work."""
    there = attendance((one.learner for one in times), learners)
    found = [(there.present[one.learner], one) for one in times]
    missed = tuple(one.learner for learner, one in found if learner is None)
    return {learner: one.received for learner, one in found if learner is not None}, missed

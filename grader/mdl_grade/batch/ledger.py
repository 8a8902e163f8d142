"""The ledger of a class: one SQLite file, the only record of what was handed in and what it is worth.

Everything else (CSV, JSON lines, pages, reports) is derived from it. Reading never waits for a batch that runs, and
never disturbs it; writing is `writer`'s.
"""

from __future__ import annotations

import difflib
import os
import sqlite3
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from mdl_grade.batch.counting import AnswerAttempt, Keep
from mdl_grade.batch.migration import READABLE, bring_up
from mdl_grade.batch.schema import APPLICATION_ID, VERSION
from mdl_grade.errors import ExitCode, GraderError, UsageError
from mdl_grade.intake import Problem
from mdl_grade.records.model import ExerciseResult, Isolation, Tool
from mdl_grade.records.older import decoded
from mdl_grade.report.text import inert, printable

FILE = "ledger.sqlite"
CACHE_KIB = 32 << 10
MOST_MEANT = 3
"""What a reader keeps of the file: an overview of a large class goes over it several times."""


class LedgerError(GraderError):
    """A ledger is damaged, or was written by another version."""

    exit_code = ExitCode.GRADER_FAULT


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """What one learner handed in at one time; `place` is where it was found, `received` in UTC."""

    id: int
    learner: str
    place: str
    received: datetime | None
    attempt: int
    superseded: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One exercise of a submission: digests of bytes and of text ('' if there are none), and the key of its result."""

    exercise: str
    digest: str
    text: str
    filename: str
    problem: Problem | None
    key: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What an answer is worth, as instructors see it, and how it was found."""

    key: str
    result: ExerciseResult
    seconds: float
    isolation: Isolation
    tool: Tool
    run: int
    graded_at: datetime


class Ledger:
    """A ledger, for reading. A context manager; for one thread."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self.connection = path, connection
        connection.row_factory = sqlite3.Row

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the ledger in the folder RESULTS, and see that it is sound.

        Raises
        ------
        UsageError
            If there is none.
        LedgerError
            If it is damaged, or of another version.
        """
        path = folder / FILE
        if not path.is_file():
            raise _nothing_in(folder)
        how = "mode=ro" if os.access(folder, os.W_OK) else "immutable=1"  # a reader takes a lock beside the file
        with damage_in(path):
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True, isolation_level=None)
            ledger = cls(path, connection)
            with closed_on_error(ledger):
                if is_empty(connection):
                    raise _nothing_in(folder)
                if require_sound(path, connection) != VERSION:
                    ledger.connection = _brought_up(connection)
                ledger.connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        return ledger

    @classmethod
    def known(cls, folder: Path | None) -> Self | None:
        """Open the ledger in a folder, as `open` does; None if there is none yet."""
        try:
            return None if folder is None else cls.open(folder)
        except UsageError:
            return None

    def rows(self, sql: str, *values: Any) -> Iterator[sqlite3.Row]:
        """Yield the rows of a query; damage that shows only now is said in words, too."""
        with damage_in(self.path), closing(self.connection.execute(sql, values)) as cursor:
            yield from cursor

    def value(self, sql: str, *values: Any) -> Any:
        """Return the first value of the first row of a query; None if there is none."""
        return next((row[0] for row in self.rows(sql, *values)), None)

    def meta(self, name: str) -> str | None:
        value: str | None = self.value("SELECT value FROM meta WHERE name = ?", name)
        return value

    def submissions(self, learner: str | None = None, *, superseded: bool = False) -> Iterator[SubmissionRow]:
        """Yield the submissions that count, by learner; all of them with `superseded`."""
        query = (
            "SELECT * FROM submissions WHERE (?1 IS NULL OR learner = ?1) AND superseded <= ?2 AND NOT removed "
            "ORDER BY learner, id"
        )
        for row in self.rows(query, learner, superseded):
            yield SubmissionRow(
                row["id"],
                row["learner"],
                row["place"],
                time_of(row["received"]),
                row["attempt"],
                bool(row["superseded"]),
            )

    def answers(self, submission: int) -> tuple[AnswerRow, ...]:
        """Return the answers of a submission, in the order of the exercises' ids."""
        found = self.rows("SELECT * FROM answers WHERE submission = ? ORDER BY exercise", submission)
        return tuple(
            AnswerRow(
                row["exercise"],
                row["digest"],
                row["text"],
                row["filename"],
                msgspec.json.decode(row["problem"], type=Problem) if row["problem"] else None,
                row["key"],
            )
            for row in found
        )

    def text(self, digest: str) -> str:
        """Return the text of an answer by the digest of the text.

        Raises
        ------
        UsageError
            If the ledger has no such text.
        """
        packed = self.value("SELECT content FROM texts WHERE text = ?", digest)
        if packed is None:
            raise UsageError(f"The ledger holds no text with the digest {digest[:16]}….", "Name an answer that it has.")
        with damage_in(self.path):
            return unpacked(packed).decode()

    def result(self, key: str) -> ResultRow | None:
        """Return the result of an answer; None if it is still to be graded."""
        for row in self.rows("SELECT * FROM results JOIN conditions ON conditions = conditions.id WHERE key = ?", key):
            with damage_in(self.path):
                return ResultRow(
                    key,
                    decoded(unpacked(row["result"]), ExerciseResult),
                    row["seconds"],
                    msgspec.json.decode(row["isolation"], type=Isolation),
                    msgspec.json.decode(row["tool"], type=Tool),
                    row["run"],
                    datetime.fromisoformat(row["graded_at"]),
                )
        return None

    def names(self) -> dict[str, str]:
        """Return whose the work is that was found under a name, where people decided that it is another's."""
        return {row["learner"]: row["subject"] for row in self.rows(f"SELECT learner, subject {NAMED} ORDER BY id")}

    def learner(self, text: str) -> str:
        """Return the learner that a text means: exactly, in another Unicode form, or as a terminal shows the name."""
        names = [row["learner"] for row in self.rows("SELECT DISTINCT learner FROM submissions")]
        if text in names:
            return text
        form = unicodedata.normalize("NFC", text)
        close = [name for name in names if form in (unicodedata.normalize("NFC", name), inert(printable(name)))]
        return close[0] if len(close) == 1 else text

    def no_learner(self, text: str) -> UsageError:
        """Return the error that says that nobody is called so, and who may be meant."""
        names = sorted(row["learner"] for row in self.rows("SELECT DISTINCT learner FROM submissions"))
        form = unicodedata.normalize("NFC", text).casefold()
        meant = [name for name in names if form and form in unicodedata.normalize("NFC", name).casefold()]
        meant = (meant or difflib.get_close_matches(text, names, cutoff=0.5))[:MOST_MEANT]
        said = f"Did you mean {' or '.join(map(repr, meant))}? " if meant else ""
        return UsageError(
            f"The results hold no learner called {text!r}.", f"{said}`mdl-grade learners RESULTS` lists all."
        )

    def keep(self) -> Keep:
        """Return which of several answers of a learner to an exercise counts."""
        return Keep(self.meta("keep") or Keep.LATEST)

    def attempts(self, learner: str | None = None, *, parts: bool = False) -> Iterator[AnswerAttempt]:
        """Yield all answers of all learners, or of one, in the order of learners, exercises and submissions.

        With `parts` also those that are not graded, but are parts of what is.
        """
        for row in self.rows(ATTEMPTS, learner, parts):
            yield AnswerAttempt(*row)

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


NAMED = "FROM decisions WHERE kind = 'name' AND undone_by IS NULL"
"""Decisions about whose the work is that was found under the name `learner`: the learner's called `subject`."""
REMOVED = "FROM decisions WHERE kind = 'removed' AND undone_by IS NULL"
"""Decisions that what was found under the name `learner` is nobody's."""
ATTEMPTS = """
SELECT s.learner, a.exercise, s.id, s.received, s.turn, a.rank, a.key, a.digest, r.status, r.points, r.max_points,
  CASE r.status WHEN 'grader_error' THEN (SELECT SUM(c.max_points) FROM checks c WHERE c.key = a.key)
  ELSE r.max_points END,
  r.run, r.conditions, r.suite
FROM submissions s JOIN answers a ON a.submission = s.id LEFT JOIN results r ON r.key = a.key
WHERE NOT s.removed AND (?1 IS NULL OR s.learner = ?1) AND (?2 OR a.key != '') ORDER BY s.learner, a.exercise, s.turn
"""


def _brought_up(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return a copy in memory, of this version: reading changes no file."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    connection.backup(copy)
    connection.close()
    bring_up(copy, unpacked)
    copy.row_factory = sqlite3.Row
    return copy


@contextmanager
def closed_on_error(ledger: Ledger) -> Iterator[None]:
    """Close a ledger that turns out to be of no use."""
    try:
        yield
    except BaseException:
        ledger.close()
        raise


@contextmanager
def damage_in(path: Path) -> Iterator[None]:
    """Turn what SQLite, zlib and msgspec say of a damaged ledger into words."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise LedgerError(
            f"The ledger {path} can't be used: {error}.",
            "Is its folder yours to write to, and is there room on the disk? Nothing in it has been changed.",
        ) from None
    except (sqlite3.DatabaseError, zlib.error, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise damaged(path, str(error)) from None


def damaged(path: Path, how: str) -> LedgerError:
    return LedgerError(
        f"The ledger {path} is damaged: {how}.",
        "Put back a copy that was sound; or move it away (overrides in it: `sqlite3 FILE .recover`) and give the same "
        "`mdl-grade batch` command, which grades everything again and comes to the same marks.",
    )


def is_empty(connection: sqlite3.Connection) -> bool:
    """Tell whether a ledger has no tables: its process was killed before it had made them."""
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _nothing_in(folder: Path) -> UsageError:
    return UsageError(
        f"There is no ledger in {folder}.", "`mdl-grade batch TARGET SUBMISSIONS --out RESULTS` makes one."
    )


def require_sound(path: Path, connection: sqlite3.Connection) -> int:
    """Return the version of a ledger; raise LedgerError unless it can be read, with every page in place."""
    identity, version = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    if identity != APPLICATION_ID:
        raise LedgerError(f"{path} is not a ledger of mdl-grade.", "Name another folder for the results.")
    if version not in (*READABLE, VERSION):
        raise LedgerError(
            f"The ledger {path} has version {version}; this mdl-grade writes version {VERSION}.",
            "Use the mdl-grade that wrote it, or another folder: grading again comes to the same marks.",
        )
    found = [row[0] for row in connection.execute("PRAGMA quick_check(3)")]
    if found != ["ok"]:
        raise damaged(path, "; ".join(found).replace("\n", " "))
    return int(version)


def packed(content: bytes) -> bytes:
    return zlib.compress(content)


def unpacked(content: bytes) -> bytes:
    return zlib.decompress(content)


def time_of(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def written_time(time: datetime) -> str:
    """Return a moment as the ledger writes it: ISO 8601, in UTC."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")

"""Writing to a ledger: one process at a time, in transactions, so that it can be killed at any point."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import msgspec

from mdl_grade.batch.keys import text_digest
from mdl_grade.batch.ledger import (
    FILE,
    Ledger,
    closed_on_error,
    damage_in,
    packed,
    require_sound,
    unpacked,
    written_time,
)
from mdl_grade.batch.messages import GradedSheet, Sheet
from mdl_grade.batch.schema import APPLICATION_ID, GROUNDS, GROUNDS_OF_VERSION_1, TABLES, VERSION
from mdl_grade.errors import UsageError
from mdl_grade.intake import Answer, Problem
from mdl_grade.records.model import Isolation, Status, Tool

if sys.platform != "win32":
    import fcntl

LOCK = "ledger.lock"


@dataclass(frozen=True)
class Taken:
    """One submission, read. `superseded` if the learner has a later one in the same class; `refused`: (place, reason)
    of what was in it and is no answer.
    """

    learner: str
    place: str
    received: datetime | None
    attempt: int
    superseded: bool
    answers: Mapping[str, Answer | Problem]
    refused: tuple[tuple[str, str], ...] = ()


class Writer(Ledger):
    """A ledger, for writing. A folder never has two at a time: the lock falls with the process that holds it."""

    _lock: int | None = None
    run = 0

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the ledger in the folder RESULTS, or make one, and keep others from writing to it.

        Raises
        ------
        UsageError
            If another process writes to it now, or the folder can't be made.
        LedgerError
            If it is damaged, or of another version.
        """
        lock = _locked(folder)
        path = folder / FILE
        with damage_in(path):
            try:
                ledger = cls(path, sqlite3.connect(path, isolation_level=None))
            except BaseException:
                os.close(lock)
                raise
            ledger._lock = lock
            with closed_on_error(ledger):
                ledger._prepare()
        return ledger

    def close(self) -> None:
        super().close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _prepare(self) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self.connection.execute(f"PRAGMA {pragma}")
        if not self.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            self._create()
        require_sound(self.path, self.connection)
        if self.value("PRAGMA user_version") == 1:
            self._bring_up()

    def _create(self) -> None:
        names = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
        self.connection.executescript(f"BEGIN IMMEDIATE; {names} {TABLES} {GROUNDS} COMMIT;")

    def _bring_up(self) -> None:
        """Make a ledger of this version of one of version 1."""
        version = f"PRAGMA user_version = {VERSION};"
        filled = f"INSERT INTO grounds {GROUNDS_OF_VERSION_1};"
        self.connection.executescript(f"BEGIN IMMEDIATE; {GROUNDS} {filled} {version} COMMIT;")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is in the ledger afterwards, or nothing of it."""
        with damage_in(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        return self.connection.execute(sql, values)

    # --- runs
    def bind(self, course: str, targets: Sequence[str], exercises: Sequence[str]) -> None:
        """Say what this ledger is about; a ledger is about one selection of one course, for ever.

        Raises
        ------
        UsageError
            If it is about something else.
        """
        about = msgspec.json.encode({"course": course, "targets": list(targets)}).decode()
        known = self.meta("about")
        if known not in (None, about):
            raise UsageError(
                f"The results in {self.path.parent} are about {_words(str(known))}, not about {_words(about)}.",
                "Name another folder with --out: each holds one selection of exercises.",
            )
        with self.transaction():
            self.execute("INSERT OR REPLACE INTO meta VALUES('about', ?)", about)
            self.execute("INSERT OR REPLACE INTO meta VALUES('exercises', ?)", msgspec.json.encode(exercises).decode())

    def begin_run(self, command: str, target: object, seed: object, versions: object) -> int:
        """Note that the command was started; runs that never ended were killed, for nobody else writes now."""
        fields = [msgspec.json.encode(field).decode() for field in (target, seed, versions)]
        with self.transaction():
            self.execute("UPDATE runs SET finished = ?, outcome = 'killed' WHERE finished IS NULL", _now())
            insert = (
                "INSERT INTO runs(command, target, seed, versions, started, outcome) VALUES(?, ?, ?, ?, ?, 'running')"
            )
            self.run = self.execute(insert, storable(command), *fields, _now()).lastrowid or 0
        return self.run

    def end_run(self, outcome: str) -> None:
        with self.transaction():
            self.execute("UPDATE runs SET finished = ?, outcome = ? WHERE id = ?", _now(), outcome, self.run)

    def event(self, kind: str, detail: str) -> None:
        insert = "INSERT INTO events(run, time, kind, detail) VALUES(?, ?, ?, ?)"
        with damage_in(self.path):
            self.execute(insert, self.run, _now(), kind, storable(detail))

    # --- what was handed in
    def begin_intake(self) -> None:
        self.connection.executescript(
            "DROP TABLE IF EXISTS temp.seen;"
            "CREATE TEMP TABLE seen(submission INTEGER PRIMARY KEY, superseded INTEGER NOT NULL);"
        )

    def take(self, taken: Taken, keys: Mapping[str, str]) -> None:
        """Record a submission (inside a transaction); one that is there already, unchanged, is only given its keys."""
        rows = [_answer_fields(exercise, answer) for exercise, answer in sorted(taken.answers.items())]
        content = text_digest(msgspec.json.encode(rows).decode())
        received = written_time(taken.received) if taken.received else None
        who = (storable(taken.learner), storable(taken.place), received, taken.attempt)
        same = (
            "SELECT max(id) FROM submissions "
            "WHERE learner = ? AND place = ? AND received IS ? AND attempt = ? AND content = ?"
        )
        submission = self.value(same, *who, content)
        if submission is None:
            insert = "INSERT INTO submissions(learner, place, received, attempt, run, content) VALUES(?, ?, ?, ?, ?, ?)"
            submission = self.execute(insert, *who, self.run, content).lastrowid
        self.execute("INSERT OR REPLACE INTO temp.seen VALUES(?, ?)", submission, taken.superseded)
        for answer in taken.answers.values():
            if isinstance(answer, Answer):
                self._keep(answer.script.written())
        upsert = (
            "INSERT INTO answers VALUES(?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET key = excluded.key WHERE key != excluded.key"
        )
        self.connection.executemany(upsert, [(submission, *row, keys[row[0]]) for row in rows])
        self._refuse(taken.refused)

    def _refuse(self, refused: Iterable[tuple[str, str]]) -> None:
        rows = [(self.run, storable(place), storable(reason)) for place, reason in refused]
        self.connection.executemany("INSERT INTO refused VALUES(?, ?, ?)", rows)

    def _keep(self, text: str) -> None:
        digest = text_digest(text)
        if self.value("SELECT 1 FROM texts WHERE text = ?", digest) is None:
            self.execute("INSERT INTO texts VALUES(?, ?)", digest, packed(text.encode()))

    def end_intake(self, refused: Iterable[tuple[str, str]]) -> None:
        """Settle which submissions count: what the newest run saw of a learner stands, older ones are superseded."""
        with self.transaction():
            self.execute(
                "UPDATE submissions "
                "SET superseded = coalesce((SELECT superseded FROM temp.seen WHERE submission = id), 1) "
                "WHERE learner IN (SELECT learner FROM submissions JOIN temp.seen ON id = submission)"
            )
            self._refuse(refused)

    # --- what is to be graded, and what has been
    def plan(self, *, regrade: bool = False) -> int:
        """Line up, each once, the answers of this run's submissions that have no result yet; return how many.

        A result that is the grader's own fault is no result: it is tried again.
        """
        self.connection.executescript(
            "DROP TABLE IF EXISTS temp.todo; CREATE TEMP TABLE todo(n INTEGER PRIMARY KEY, submission INTEGER, "
            "exercise TEXT, key TEXT);"
        )
        self.execute(
            "INSERT INTO temp.todo(submission, exercise, key) "
            "SELECT min(a.submission), a.exercise, a.key FROM answers a JOIN temp.seen USING(submission) "
            "LEFT JOIN results ON results.key = a.key "
            "WHERE NOT seen.superseded AND (? OR results.key IS NULL OR results.status = ?) "
            "GROUP BY a.key ORDER BY 1, 2",
            regrade,
            Status.GRADER_ERROR.value,
        )
        planned: int = self.value("SELECT count(*) FROM temp.todo")
        return planned

    def planned(self, after: int, count: int) -> list[tuple[int, Sheet]]:
        """Return the next sheets of the plan, numbered."""
        found = self.rows(
            "SELECT n, a.*, content FROM temp.todo JOIN answers a USING(submission, exercise) "
            "LEFT JOIN texts USING(text) WHERE n > ? ORDER BY n LIMIT ?",
            after,
            count,
        )
        with damage_in(self.path):
            return [(row["n"], _sheet(row)) for row in found]

    def store(self, results: Iterable[GradedSheet], isolation: Isolation, tool: Tool) -> None:
        """Record results, all in one transaction."""
        with self.transaction():
            conditions = self._conditions(isolation, tool)
            for o in results:
                self.execute("DELETE FROM checks WHERE key = ?", o.key)
                values = (o.key, o.exercise, o.digest, o.status, o.points, o.max_points, o.seconds, conditions)
                insert = "INSERT OR REPLACE INTO results VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                self.execute(insert, *values, o.result, _now(), self.run)
                checks = [(o.key, place, *msgspec.structs.astuple(check)) for place, check in enumerate(o.checks)]
                self.connection.executemany("INSERT INTO checks VALUES(?, ?, ?, ?, ?, ?, ?, ?)", checks)

    def _conditions(self, isolation: Isolation, tool: Tool) -> int:
        both = [msgspec.json.encode(part, order="deterministic").decode() for part in (isolation, tool)]
        self.execute("INSERT OR IGNORE INTO conditions(isolation, tool) VALUES(?, ?)", *both)
        found: int = self.value("SELECT id FROM conditions WHERE isolation = ? AND tool = ?", *both)
        return found


def storable(text: str) -> str:
    """Return text that SQLite can hold: file names that are not UTF-8 come with lone surrogates."""
    return text.encode("utf-8", "backslashreplace").decode()


def _answer_fields(exercise: str, answer: Answer | Problem) -> tuple[str, str, str, str, str | None]:
    if isinstance(answer, Problem):
        return exercise, "", "", "", storable(msgspec.json.encode(answer).decode())
    return exercise, answer.digest, text_digest(answer.script.written()), storable(answer.filename), None


def _sheet(row: sqlite3.Row) -> Sheet:
    text = unpacked(row["content"]).decode() if row["content"] is not None else ""
    problem = row["problem"].encode() if row["problem"] else None
    return Sheet(row["key"], row["exercise"], row["digest"], text, row["filename"], problem)


def _locked(folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise UsageError(
            f"The results can't be kept in {folder}: {error.strerror}.", "Name a folder that you can write to."
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.pread(lock, 32, 0).decode(errors="replace").strip() or "unknown"
        os.close(lock)
        raise UsageError(
            f"Another mdl-grade (process {holder}) is writing to {folder}.",
            "Wait until it is done, or end it: what it has graded stays graded.",
        ) from None
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
    return lock


def _words(about: str) -> str:
    fields = msgspec.json.decode(about)
    return f"{' '.join(fields['targets'])} of the course {fields['course']}"


def _now() -> str:
    return written_time(datetime.now(UTC))

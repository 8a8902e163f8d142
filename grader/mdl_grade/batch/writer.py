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
from typing import Any, NamedTuple, Self

import msgspec

from mdl_grade.batch.counting import ANSWER, Keep, wanted
from mdl_grade.batch.keys import text_digest
from mdl_grade.batch.ledger import (
    FILE,
    NAMED,
    REMOVED,
    Ledger,
    closed_on_error,
    damage_in,
    is_empty,
    packed,
    require_sound,
    unpacked,
    written_time,
)
from mdl_grade.batch.messages import GradedSheet, Sheet
from mdl_grade.batch.migration import bring_up
from mdl_grade.batch.schema import APPLICATION_ID, DECIDED, TABLES, VERSION
from mdl_grade.errors import UsageError
from mdl_grade.intake import Answer, Notice, NoticeKind, Problem
from mdl_grade.records.model import Isolation, Status, Tool
from mdl_grade.sandbox.wall import demand_locks

if sys.platform != "win32":
    import fcntl

LOCK = "ledger.lock"
NOBODY = ""
"""The place of what was not handed in: the row of one who is enrolled, and of whom there is nothing."""


@dataclass(frozen=True)
class Taken:
    """One submission, read.

    `learner` is the name that it was found under; `superseded`: the learner has a later one in the same class;
    `refused`: (place, reason) of what was in it and is no answer; `notices`: what else the intake has to say of it.
    """

    learner: str
    place: str
    received: datetime | None
    attempt: int
    superseded: bool
    answers: Mapping[str, Answer | Problem]
    refused: tuple[tuple[str, str], ...] = ()
    notices: tuple[Notice, ...] = ()


class SeenInRun(NamedTuple):
    """Whose work a run saw, and in which submissions."""

    learners: frozenset[str]
    submissions: frozenset[int]


UPSERT = (
    "INSERT INTO answers VALUES(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET digest = excluded.digest, "
    "text = excluded.text, filename = excluded.filename, problem = excluded.problem, key = excluded.key, "
    "rank = excluded.rank WHERE key != excluded.key OR rank != excluded.rank OR text != excluded.text"
)


STOOD_IN = """
UPDATE submissions SET removed = 1 WHERE place = ?1 AND EXISTS (
  SELECT 1 FROM submissions o WHERE o.learner = submissions.learner AND o.place != ?1 AND NOT o.removed)
"""
"""The row of one who had handed in nothing gives way to work that is theirs after all."""
GONE = """
SELECT id FROM submissions s WHERE place = ? AND NOT removed AND id NOT IN (SELECT submission FROM temp.seen)
  AND EXISTS (SELECT 1 FROM meta WHERE name = 'enrolled')
  AND NOT EXISTS (SELECT 1 FROM overrides o WHERE o.learner = s.called)
"""


class Writer(Ledger):
    """A ledger, for writing. A folder never has two at a time: the lock falls with the process that holds it."""

    _lock: int | None = None
    _turn = 0
    run = 0

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the ledger in the folder RESULTS, or make one, and keep others from writing to it.

        Raises
        ------
        UsageError
            If another process writes to it now, or the folder can't be made.
        IsolationError
            On Windows.
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

    @classmethod
    def scratch(cls, known: Ledger | None) -> Self:
        """Return a ledger that vanishes when it is closed: a copy of a known one, or an empty one."""
        ledger = cls(known.path if known else Path(FILE), sqlite3.connect("", isolation_level=None))
        with closed_on_error(ledger):
            if known is None:
                ledger._create()
            else:
                with damage_in(known.path):
                    known.connection.backup(ledger.connection)
        return ledger

    def close(self) -> None:
        super().close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _prepare(self) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self.connection.execute(f"PRAGMA {pragma}")
        if is_empty(self.connection):
            self._create()
        if require_sound(self.path, self.connection) != VERSION:
            bring_up(self.connection, unpacked)

    def _create(self) -> None:
        names = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
        self.connection.executescript(f"BEGIN IMMEDIATE; {names} {TABLES} {DECIDED} COMMIT;")

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
        self._turn = self.value("SELECT max(turn) FROM submissions") or 0

    def take(self, taken: Taken, keys: Mapping[str, str], untouched: Iterable[str] = ()) -> int:
        """Record a submission (inside a transaction), and return its number.

        One that is there already, unchanged, is only given its keys. `untouched` are exercises whose answer is the
        stub; what has no key is a part of others.
        """
        rows = [_answer_fields(exercise, answer) for exercise, answer in sorted(taken.answers.items())]
        content = text_digest(msgspec.json.encode(rows).decode())
        submission = self._submission(taken, content)
        self.execute("INSERT OR REPLACE INTO temp.seen VALUES(?, ?)", submission, taken.superseded)
        for answer in taken.answers.values():
            if isinstance(answer, Answer):
                self._keep(answer.script.written())
        stubs = frozenset(untouched)
        ranks = {exercise: 0 if exercise in stubs else _rank(answer) for exercise, answer in taken.answers.items()}
        self.connection.executemany(UPSERT, [(submission, *row, keys.get(row[0], ""), ranks[row[0]]) for row in rows])
        self.execute("DELETE FROM notices WHERE submission = ?", submission)
        refused = (Notice(NoticeKind.REFUSED, place, reason) for place, reason in taken.refused)
        self._notice((*refused, *taken.notices), submission)
        return submission

    def _submission(self, taken: Taken, content: str) -> int:
        """Return the number of a submission, new or known; its turn is the last one now."""
        received = written_time(taken.received) if taken.received else None
        called = storable(taken.learner)
        who = (called, storable(taken.place), taken.attempt, content, received)
        same = (
            "SELECT max(id) FROM submissions WHERE called = ?1 AND place = ?2 AND attempt = ?3 AND content = ?4 "
            "AND (received IS ?5 OR received IS NULL OR ?5 IS NULL)"
        )
        known = self.value(same, *who)
        self._turn += 1
        if known is not None:
            again = "UPDATE submissions SET turn = ?, received = coalesce(?, received) WHERE id = ?"
            self.execute(again, self._turn, received, known)
            return int(known)
        insert = (
            "INSERT INTO submissions(learner, place, received, attempt, run, content, called, turn) "
            "VALUES(?, ?, ?, ?, ?, ?, ?, ?)"
        )
        values = (called, who[1], received, taken.attempt, self.run, content, called, self._turn)
        return self.execute(insert, *values).lastrowid or 0

    def _notice(self, notices: Iterable[Notice], submission: int | None = None) -> None:
        rows = [(self.run, submission, n.exercise, n.kind.value, storable(n.place), storable(n.text)) for n in notices]
        self.connection.executemany("INSERT INTO notices VALUES(?, ?, ?, ?, ?, ?)", rows)

    def _keep(self, text: str) -> None:
        digest = text_digest(text)
        if self.value("SELECT 1 FROM texts WHERE text = ?", digest) is None:
            self.execute("INSERT INTO texts VALUES(?, ?)", digest, packed(text.encode()))

    def put(self, submission: int, exercise: str, answer: Answer | Problem, key: str) -> None:
        """Put an answer into a submission, in the place of what is there (inside a transaction)."""
        if isinstance(answer, Answer):
            self._keep(answer.script.written())
        self.execute(UPSERT, submission, *_answer_fields(exercise, answer), key, _rank(answer))

    def give_key(self, submission: int, exercise: str, key: str) -> None:
        """Say which result belongs to an answer (inside a transaction)."""
        self.execute("UPDATE answers SET key = ? WHERE submission = ? AND exercise = ?", key, submission, exercise)

    def set_keep(self, keep: Keep) -> None:
        """Say which of several answers counts."""
        with self.transaction():
            self.execute("INSERT OR REPLACE INTO meta VALUES('keep', ?)", keep.value)

    def seen(self) -> SeenInRun:
        """Return what this run saw."""
        rows = list(self.rows("SELECT id, learner FROM submissions JOIN temp.seen ON id = submission"))
        return SeenInRun(frozenset(row["learner"] for row in rows), frozenset(row["id"] for row in rows))

    def identify(self) -> None:
        """Say whose each submission is, as people decided by the name that it was found under (in a transaction)."""
        subject = f"SELECT subject {NAMED} AND learner = called ORDER BY id DESC LIMIT 1"
        removed = f"SELECT 1 {REMOVED} AND learner = called"
        self.execute(
            f"UPDATE submissions SET learner = coalesce(({subject}), called), removed = EXISTS({removed}) "  # noqa: S608
            f"WHERE learner != coalesce(({subject}), called) OR removed != EXISTS({removed})"
        )
        self.execute(STOOD_IN, NOBODY)

    def end_intake(self, refused: Iterable[tuple[str, str]]) -> None:
        """Settle which submissions count: what the newest run saw of a learner stands, older ones are superseded.

        Rows of those who had handed in nothing, and are not seen as such now, go: they stood for no work.
        """
        with self.transaction():
            self.identify()
            self.execute(f"DELETE FROM answers WHERE submission IN ({GONE})", NOBODY)  # noqa: S608
            self.execute(f"DELETE FROM submissions WHERE id IN ({GONE})", NOBODY)  # noqa: S608
            self.execute(
                "UPDATE submissions "
                "SET superseded = coalesce((SELECT superseded FROM temp.seen WHERE submission = id), 1) "
                "WHERE learner IN (SELECT learner FROM submissions JOIN temp.seen ON id = submission)"
            )
            self._notice(Notice(NoticeKind.REFUSED, place, reason) for place, reason in refused)

    # --- what is to be graded, and what has been
    def plan(self, *, regrade: bool = False) -> int:
        """Line up, each once, the answers of this run's submissions that have no result yet; return how many.

        A result that is the grader's own fault is no result: it is tried again in the next run.
        """
        self.connection.executescript(
            "DROP TABLE IF EXISTS temp.todo; CREATE TEMP TABLE todo(n INTEGER PRIMARY KEY, submission INTEGER, "
            "exercise TEXT, key TEXT);"
            "DROP TABLE IF EXISTS temp.wanted; CREATE TEMP TABLE wanted(submission INTEGER, exercise TEXT);"
        )
        with self.transaction():
            rows = [
                (one.submission, one.exercise) for one in wanted(self.attempts(), self.keep(), self.seen().learners)
            ]
            self.connection.executemany("INSERT INTO temp.wanted VALUES(?, ?)", rows)
            self.execute(
                "INSERT INTO temp.todo(submission, exercise, key) "
                "SELECT min(a.submission), a.exercise, a.key FROM answers a "
                "JOIN temp.wanted USING(submission, exercise) "
                "LEFT JOIN results ON results.key = a.key "
                "WHERE results.key IS NULL OR (results.run != ? AND (? OR results.status = ?)) "
                "GROUP BY a.key ORDER BY 1, 2",
                self.run,
                regrade,
                Status.GRADER_ERROR.value,
            )
        planned: int = self.value("SELECT count(*) FROM temp.todo")
        return planned

    def planned_by_exercise(self) -> list[tuple[str, int]]:
        """Return how many different answers the plan has for each exercise."""
        return [(row[0], row[1]) for row in self.rows("SELECT exercise, count(*) FROM temp.todo GROUP BY exercise")]

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
                insert = "INSERT OR REPLACE INTO results VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                self.execute(insert, *values, o.result, _now(), self.run, o.suite)
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


def _rank(answer: Answer | Problem) -> int:
    return ANSWER if isinstance(answer, Answer) else int(not answer.missing)


def _sheet(row: sqlite3.Row) -> Sheet:
    text = unpacked(row["content"]).decode() if row["content"] is not None else ""
    problem = row["problem"].encode() if row["problem"] else None
    return Sheet(row["key"], row["exercise"], row["digest"], text, row["filename"], problem)


def _locked(folder: Path) -> int:
    demand_locks()
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

"""Personal data: a ledger without names, to be shared; and a learner forgotten in one, for good.

What learners wrote can hold their names anywhere, so texts go, and with them every word of a result that their code
could have written. What is left is who earned which points by which check, with which diagnosis, and when.
"""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from mdl_grade.batch.enrolled import META, enrol, who_is_there
from mdl_grade.batch.ledger import FILE, Ledger, damage_in, packed, unpacked
from mdl_grade.batch.writer import NOBODY, Writer, storable
from mdl_grade.errors import UsageError
from mdl_grade.records.model import ExerciseResult
from mdl_grade.records.older import decoded
from mdl_grade.report.views import without_foreign_text


def anonymise(folder: Path, out: Path) -> int:
    """Write a copy of the ledger in a folder, without names, into another one; return how many learners it has.

    Learners get numbers in an order that tells nothing. Digests are salted with what nobody keeps: who holds an answer
    can't find it again. Decisions, notices, events and the roster stay behind; of overrides the points come along.

    Raises
    ------
    UsageError
        If there is a ledger in the other folder.
    """
    if (out / FILE).exists():
        raise UsageError(f"There is a ledger in {out}.", "Name another folder.")
    with Ledger.open(folder) as ledger:
        out.mkdir(parents=True, exist_ok=True)
        copy = sqlite3.connect(out / FILE, isolation_level=None)
        try:
            ledger.connection.backup(copy)
            with damage_in(out / FILE):
                count = _without_names(copy)
        except BaseException:
            copy.close()
            (out / FILE).unlink()
            raise
        copy.close()
    return count


def _without_names(copy: sqlite3.Connection) -> int:
    salt = secrets.token_bytes(32)

    def salted(text: str | None) -> str | None:
        return sha256(salt + text.encode()).hexdigest() if text else text

    def cleared(content: bytes) -> bytes:
        result = without_foreign_text(decoded(unpacked(content), ExerciseResult))
        kept = msgspec.structs.replace(result, file_digest=salted(result.file_digest) or "")
        return packed(msgspec.json.encode(kept, order="deterministic"))

    copy.executescript("PRAGMA foreign_keys = OFF; PRAGMA secure_delete = ON; DELETE FROM submissions WHERE removed;")
    names = [row[0] for row in copy.execute("SELECT DISTINCT learner FROM submissions")]
    names.sort(key=lambda name: salted(name) or "")
    code = {name: f"learner-{number:0{len(str(len(names)))}}" for number, name in enumerate(names, 1)}
    owner = {called: code[learner] for called, learner in copy.execute("SELECT called, learner FROM submissions")}
    rows = copy.execute("SELECT id, learner FROM submissions ORDER BY turn").fetchall()
    turns = {number: turn for turn, (number, _) in enumerate(rows, 1)}
    numbers = [number for number, _ in rows]
    mixed = dict(zip(numbers, sorted(numbers, key=lambda number: salted(str(number)) or ""), strict=True))
    functions: dict[str, Callable[[Any], Any]] = {
        "salted": salted,
        "cleared": cleared,
        "owner_of": owner.get,
        "turn_of": turns.__getitem__,
        "number_of": lambda number: -mixed[number],
    }
    for name, function in functions.items():
        copy.create_function(name, 1, function)
    copy.executescript(WITHOUT_NAMES)
    copy.execute("PRAGMA journal_mode = DELETE")
    copy.execute("VACUUM")
    return len(names)


WITHOUT_NAMES = f"""
BEGIN;
DELETE FROM answers WHERE submission NOT IN (SELECT id FROM submissions);
DELETE FROM meta WHERE name IN ('{META}', 'assignment');
DELETE FROM texts; DELETE FROM decisions; DELETE FROM notices; DELETE FROM events; DELETE FROM told;
UPDATE runs SET command = 'mdl-grade batch';
DELETE FROM overrides WHERE owner_of(learner) IS NULL;
UPDATE overrides SET learner = owner_of(learner), author = 'instructor', reason = '', digest = salted(digest);
UPDATE submissions SET learner = owner_of(called), called = owner_of(called), content = salted(content),
  turn = turn_of(id), id = number_of(id), place = CASE place WHEN '{NOBODY}' THEN '{NOBODY}' ELSE 'work' END;
UPDATE submissions SET id = -id;
UPDATE answers SET submission = number_of(submission);
UPDATE answers SET submission = -submission, digest = salted(digest), text = '', filename = '', key = salted(key),
  problem = CASE WHEN problem IS NULL THEN NULL ELSE json_object(
    'reason', 'It is not there, or can not be read.', 'missing', json(CASE WHEN rank THEN 'false' ELSE 'true' END)) END;
UPDATE checks SET key = salted(key);
CREATE TEMP TABLE anew AS SELECT * FROM results;
DELETE FROM results;
INSERT INTO results SELECT salted(key), exercise, salted(digest), status, points, max_points, seconds, conditions,
  cleared(result), (SELECT started FROM runs r WHERE r.id = run), run, suite FROM anew ORDER BY 1;
DROP TABLE anew;
COMMIT;
"""  # noqa: S608 - two constants
"""Numbers of submissions and the order of results would tell the alphabet's order: both are made anew."""


def forget(folder: Path, learner: str) -> int:
    """Delete all that a ledger holds of a learner, for good; return how many submissions that was.

    Texts and results that others handed in as well stay theirs.

    Raises
    ------
    UsageError
        If there is no such learner.
    """
    with Writer.open(folder) as ledger:
        known = list(ledger.rows("SELECT id, called FROM submissions WHERE learner = ?", storable(learner)))
        if not known:
            raise ledger.no_learner(learner)
        names = {storable(learner), *(row["called"] for row in known)}
        there = who_is_there(ledger).present.items()
        roster = [one for one, who in there if who not in names and one.name not in names]
        ledger.execute("PRAGMA secure_delete = ON")
        pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names))
        ledger.connection.create_function("mentions", 1, lambda text: pattern.search(text) is not None)
        with ledger.transaction():
            _delete(ledger, [row["id"] for row in known], names)
        if ledger.meta(META) is not None:
            enrol(ledger, roster)
        ledger.execute("VACUUM")
        ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return len(known)


def _delete(ledger: Writer, submissions: Iterable[int], names: Iterable[str]) -> None:
    for submission in submissions:
        for table, column in (("answers", "submission"), ("notices", "submission"), ("submissions", "id")):
            ledger.execute(f"DELETE FROM {table} WHERE {column} = ?", submission)  # noqa: S608
    for name in names:
        ledger.execute("UPDATE overrides SET withdrawn_by = NULL WHERE learner = ?", name)
        ledger.execute("UPDATE decisions SET undone_by = NULL WHERE learner = ?1 OR subject = ?1", name)
        ledger.execute("DELETE FROM overrides WHERE learner = ?", name)
        ledger.execute("DELETE FROM decisions WHERE learner = ?1 OR subject = ?1", name)
        ledger.execute("DELETE FROM told WHERE learner = ?", name)
        ledger.execute("DELETE FROM events WHERE kind = 'fell' AND json_extract(detail, '$.learner') = ?", name)
    ledger.execute("DELETE FROM events WHERE kind != 'fell' AND mentions(detail)")
    ledger.execute("DELETE FROM notices WHERE submission IS NULL AND (mentions(place) OR mentions(text))")
    ledger.execute("UPDATE runs SET command = 'mdl-grade batch' WHERE mentions(command)")
    ledger.execute("DELETE FROM texts WHERE text NOT IN (SELECT text FROM answers)")
    unused = "SELECT key FROM results WHERE key NOT IN (SELECT key FROM answers)"
    ledger.execute(f"DELETE FROM checks WHERE key IN ({unused})")  # noqa: S608
    ledger.execute(f"DELETE FROM results WHERE key IN ({unused})")  # noqa: S608

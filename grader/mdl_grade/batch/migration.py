"""Ledgers of versions 1 and 2, brought up to this one. Marks stay what they were: nothing is graded or chosen anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import msgspec

from mdl_grade.batch.schema import DECIDED, VERSION
from mdl_grade.records.older import decoded

READABLE = (1, 2)
"""Versions that are read by bringing them up."""


class _Suite(msgspec.Struct, frozen=True):
    suite_digest: str = ""


def bring_up(connection: sqlite3.Connection, unpacked: Callable[[bytes], bytes]) -> None:
    """Make a ledger of this version of an earlier one, in one transaction."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.create_function("suite_of", 1, lambda content: decoded(unpacked(content), _Suite).suite_digest)
    grounds = f"CREATE TABLE grounds AS {GROUNDS_OF_VERSION_1};" if version == 1 else ""
    connection.execute("PRAGMA foreign_keys = OFF")  # tables are exchanged
    try:
        script = f"{grounds} ALTER TABLE overrides RENAME TO earlier; {DECIDED} {FROM_2}"
        connection.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {VERSION}; COMMIT;")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


GROUNDS_OF_VERSION_1 = """
SELECT o.id AS override, a.digest AS digest,
  (SELECT SUM(c.max_points) FROM checks c WHERE c.key = a.key) AS max_points
FROM overrides o JOIN submissions s ON s.learner = o.learner
JOIN answers a ON a.submission = s.id AND a.exercise = o.exercise
JOIN results r ON r.key = a.key AND r.graded_at <= o.time
WHERE s.id = (
  SELECT MAX(t.id) FROM submissions t JOIN runs u ON u.id = t.run WHERE t.learner = o.learner AND u.started <= o.time)
"""
"""What was there when each override was made, as far as version 1 lets it be found out."""

FROM_2 = """
INSERT INTO overrides
  SELECT e.id, e.learner, e.exercise, CAST(e.points AS TEXT), e.author, e.reason, e.time, e.withdrawn_by,
    g.digest, g.max_points
  FROM earlier e LEFT JOIN grounds g ON g.override = e.id;
DROP TABLE IF EXISTS grounds;
DROP TABLE earlier;

INSERT INTO notices SELECT run, NULL, '', 'refused', place, reason FROM refused;
DROP TABLE refused;

ALTER TABLE submissions ADD COLUMN called TEXT NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE submissions ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX submissions_by_name ON submissions(called);
UPDATE submissions SET called = learner,
  turn = id + CASE WHEN superseded THEN 0 ELSE (SELECT MAX(id) FROM submissions) END;

ALTER TABLE answers ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
UPDATE answers SET rank = CASE
  WHEN problem IS NOT NULL THEN NOT coalesce(json_extract(problem, '$.missing'), 0)
  WHEN (SELECT status FROM results r WHERE r.key = answers.key) = 'not_attempted' THEN 0
  ELSE 2 END;

ALTER TABLE results ADD COLUMN suite TEXT NOT NULL DEFAULT '';
UPDATE results SET suite = suite_of(result);

-- Until somebody says otherwise, what counts is what counted: the latest submission as a whole.
INSERT OR REPLACE INTO meta SELECT 'keep', 'whole' WHERE EXISTS (SELECT 1 FROM submissions);
"""

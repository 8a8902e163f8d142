"""The ledger's tables. A ledger of version 1 can be read, and becomes one of this version when it is written to; one of
any other version is refused in words, never read by guesswork.
"""

from __future__ import annotations

APPLICATION_ID = 0x6D646C67  # "mdlg": what `file` and SQLite's own header tell
VERSION = 2

TABLES = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- One row a time that the command was started; finished is NULL as long as it runs.
CREATE TABLE runs(
  id INTEGER PRIMARY KEY, command TEXT NOT NULL, target TEXT NOT NULL, seed TEXT NOT NULL, versions TEXT NOT NULL,
  started TEXT NOT NULL, finished TEXT, outcome TEXT NOT NULL
) STRICT;

-- What was handed in. `content` tells whether anything in it has changed; superseded: the learner has a later one.
CREATE TABLE submissions(
  id INTEGER PRIMARY KEY, learner TEXT NOT NULL, place TEXT NOT NULL, received TEXT, attempt INTEGER NOT NULL,
  superseded INTEGER NOT NULL DEFAULT 0, run INTEGER NOT NULL REFERENCES runs(id), content TEXT NOT NULL
) STRICT;
CREATE INDEX submissions_by_learner ON submissions(learner);

-- One row an exercise. `digest` is of the bytes handed in ('' if none), `text` of the text that they mean: a notebook
-- and a .py file with the same bytes mean different texts. `problem` says why there is no text.
CREATE TABLE answers(
  submission INTEGER NOT NULL REFERENCES submissions(id), exercise TEXT NOT NULL, digest TEXT NOT NULL,
  text TEXT NOT NULL, filename TEXT NOT NULL, problem TEXT, key TEXT NOT NULL,
  PRIMARY KEY(submission, exercise)
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_by_key ON answers(key);

CREATE TABLE texts(text TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT;

-- Where results were found: the isolation that the self-test saw, and the versions that graded (JSON).
CREATE TABLE conditions(
  id INTEGER PRIMARY KEY, isolation TEXT NOT NULL, tool TEXT NOT NULL, UNIQUE(isolation, tool)
) STRICT;

-- `key` is a digest over all that decides a mark (see `keys`), so equal answers share one row. `result` is the
-- instructor's view of an ExerciseResult: canonical JSON, deflated.
CREATE TABLE results(
  key TEXT PRIMARY KEY, exercise TEXT NOT NULL, digest TEXT NOT NULL, status TEXT NOT NULL, points INTEGER NOT NULL,
  max_points INTEGER NOT NULL, seconds REAL NOT NULL, conditions INTEGER NOT NULL REFERENCES conditions(id),
  result BLOB NOT NULL, graded_at TEXT NOT NULL, run INTEGER NOT NULL REFERENCES runs(id)
) STRICT;

-- The checks of each result, for queries; `place` is their order in the suite.
CREATE TABLE checks(
  key TEXT NOT NULL REFERENCES results(key) ON DELETE CASCADE, place INTEGER NOT NULL, check_id TEXT NOT NULL,
  kind TEXT NOT NULL, status TEXT NOT NULL, points INTEGER NOT NULL, max_points INTEGER NOT NULL,
  diagnosis TEXT NOT NULL,
  PRIMARY KEY(key, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE refused(run INTEGER NOT NULL REFERENCES runs(id), place TEXT NOT NULL, reason TEXT NOT NULL) STRICT;

CREATE TABLE events(
  id INTEGER PRIMARY KEY, run INTEGER NOT NULL, time TEXT NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL
) STRICT;

-- What people say, beside the machine's marks. Rows are never deleted: one is withdrawn by a later one, in which
-- points are NULL if it gives the mark back to the machine.
CREATE TABLE overrides(
  id INTEGER PRIMARY KEY, learner TEXT NOT NULL, exercise TEXT NOT NULL, points INTEGER, author TEXT NOT NULL,
  reason TEXT NOT NULL, time TEXT NOT NULL, withdrawn_by INTEGER REFERENCES overrides(id)
) STRICT;
"""

GROUNDS = """
-- What an override was made for: the answer, by its digest, and the most that the exercise gave.
CREATE TABLE grounds(
  override INTEGER PRIMARY KEY REFERENCES overrides(id), digest TEXT NOT NULL, max_points INTEGER NOT NULL
) STRICT;
"""

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

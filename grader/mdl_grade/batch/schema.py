"""The ledger's tables. A ledger of an earlier version can be read, and becomes one of this version when it is written
to (see `migration`); one of a later version is refused in words, never read by guesswork.
"""

from __future__ import annotations

APPLICATION_ID = 0x6D646C67  # "mdlg": what `file` and SQLite's own header tell
VERSION = 3

TABLES = """
-- What the ledger is about, and what was settled once: `about`, `exercises`, `keep`.
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- One row a time that the command was started; finished is NULL as long as it runs.
CREATE TABLE runs(
  id INTEGER PRIMARY KEY, command TEXT NOT NULL, target TEXT NOT NULL, seed TEXT NOT NULL, versions TEXT NOT NULL,
  started TEXT NOT NULL, finished TEXT, outcome TEXT NOT NULL
) STRICT;

-- What was handed in. `content` tells whether anything in it has changed; superseded: the learner has a later one.
-- `called` is the name that it was found under, `learner` whose it is by what people decided; `removed`: they decided
-- that it is nobody's. The larger `turn`, the later it was seen.
CREATE TABLE submissions(
  id INTEGER PRIMARY KEY, learner TEXT NOT NULL, place TEXT NOT NULL, received TEXT, attempt INTEGER NOT NULL,
  superseded INTEGER NOT NULL DEFAULT 0, run INTEGER NOT NULL REFERENCES runs(id), content TEXT NOT NULL,
  called TEXT NOT NULL DEFAULT '', turn INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX submissions_by_learner ON submissions(learner);
CREATE INDEX submissions_by_name ON submissions(called);

-- One row an exercise. `digest` is of the bytes handed in ('' if none), `text` of the text that they mean: a notebook
-- and a .py file with the same bytes mean different texts. `problem` says why there is no text. `rank` is 2 for an
-- answer, 1 for one that can't be read, 0 for none and for the untouched stub. Without a key it is no exercise that is
-- graded, but a part of one. An assembly's row in a learner's latest submission is put together from what counts.
CREATE TABLE answers(
  submission INTEGER NOT NULL REFERENCES submissions(id), exercise TEXT NOT NULL, digest TEXT NOT NULL,
  text TEXT NOT NULL, filename TEXT NOT NULL, problem TEXT, key TEXT NOT NULL, rank INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY(submission, exercise)
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_by_key ON answers(key);

CREATE TABLE texts(text TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT;

-- Where results were found: the isolation that the self-test saw, and the versions that graded (JSON).
CREATE TABLE conditions(
  id INTEGER PRIMARY KEY, isolation TEXT NOT NULL, tool TEXT NOT NULL, UNIQUE(isolation, tool)
) STRICT;

-- `key` is a digest over all that decides a mark (see `keys`), so equal answers share one row. `result` is the
-- instructor's view of an ExerciseResult: canonical JSON, deflated. `suite` is the digest of what judged it.
CREATE TABLE results(
  key TEXT PRIMARY KEY, exercise TEXT NOT NULL, digest TEXT NOT NULL, status TEXT NOT NULL, points INTEGER NOT NULL,
  max_points INTEGER NOT NULL, seconds REAL NOT NULL, conditions INTEGER NOT NULL REFERENCES conditions(id),
  result BLOB NOT NULL, graded_at TEXT NOT NULL, run INTEGER NOT NULL REFERENCES runs(id),
  suite TEXT NOT NULL DEFAULT ''
) STRICT;

-- The checks of each result, for queries; `place` is their order in the suite.
CREATE TABLE checks(
  key TEXT NOT NULL REFERENCES results(key) ON DELETE CASCADE, place INTEGER NOT NULL, check_id TEXT NOT NULL,
  kind TEXT NOT NULL, status TEXT NOT NULL, points INTEGER NOT NULL, max_points INTEGER NOT NULL,
  diagnosis TEXT NOT NULL,
  PRIMARY KEY(key, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE events(
  id INTEGER PRIMARY KEY, run INTEGER NOT NULL, time TEXT NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL
) STRICT;
"""

DECIDED = """
-- What the intake has to say of what was handed in: what was refused, taken under another name, or could mean several
-- things. Without a submission it is about a run's class.
CREATE TABLE notices(
  run INTEGER NOT NULL REFERENCES runs(id), submission INTEGER REFERENCES submissions(id), exercise TEXT NOT NULL,
  kind TEXT NOT NULL, place TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE INDEX notices_by_submission ON notices(submission);

-- What people say an answer is worth, beside the machine's marks. Rows are never deleted: one is withdrawn by a later
-- one. `points` is a decimal number; NULL gives the mark back to the machine. `digest` and `max_points` say what it was
-- made for: the answer, and the maximum then.
CREATE TABLE overrides(
  id INTEGER PRIMARY KEY, learner TEXT NOT NULL, exercise TEXT NOT NULL, points TEXT, author TEXT NOT NULL,
  reason TEXT NOT NULL, time TEXT NOT NULL, withdrawn_by INTEGER REFERENCES overrides(id), digest TEXT,
  max_points INTEGER
) STRICT;

-- What people decided about learners and about what was handed in (see `gradebook.decisions`). Rows are never deleted:
-- one is undone by a later one. `subject` is what the kind asks for: another name, a file, an item that was looked at.
CREATE TABLE decisions(
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, learner TEXT NOT NULL, exercise TEXT NOT NULL, subject TEXT NOT NULL,
  author TEXT NOT NULL, reason TEXT NOT NULL, time TEXT NOT NULL, undone_by INTEGER REFERENCES decisions(id)
) STRICT;

-- The marks as they were when changes were last told: what differs from them has not been said yet.
CREATE TABLE told(
  learner TEXT NOT NULL, exercise TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, points TEXT NOT NULL,
  maximum INTEGER NOT NULL, PRIMARY KEY(learner, exercise)
) STRICT, WITHOUT ROWID;
"""

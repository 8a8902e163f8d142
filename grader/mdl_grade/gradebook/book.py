"""A ledger, read for people: marks, items, diagnoses, and what is still to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from mdl_grade.batch.counting import AnswerAttempt, Keep, counting
from mdl_grade.batch.ledger import Ledger, damage_in, time_of, unpacked
from mdl_grade.gradebook.items import Item, RestScores, items
from mdl_grade.gradebook.marks import LearnerMarks, Mark
from mdl_grade.gradebook.provenance import Provenance
from mdl_grade.records.model import Diagnosis, Status, Tool
from mdl_grade.records.older import decoded


class CheckOutline(msgspec.Struct, frozen=True, kw_only=True):
    """What an overview tells of a check; its evidence stays unread in the ledger."""

    id: str
    title: str
    status: Status
    points: int
    max_points: int
    message: str = ""
    diagnosis: Diagnosis | None = None


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """What an overview tells of a result."""

    id: str
    title: str
    status: Status
    checks: tuple[CheckOutline, ...]


@dataclass(frozen=True)
class Common:
    """A diagnosis of an exercise, and how many learners have it."""

    exercise: str
    label: str
    learners: int


@dataclass(frozen=True)
class Analysis:
    """Checks and diagnoses over a class; diagnoses are the commonest first, a learner counts once an exercise."""

    items: tuple[Item, ...]
    diagnoses: tuple[Common, ...]


class About(msgspec.Struct, frozen=True):
    """What a class was graded for."""

    course: str
    targets: tuple[str, ...]


class Gradebook:
    """Queries on a ledger. Of several answers of a learner to an exercise the last one counts."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._pending: Counter[str] | None = None
        self._made: Provenance | None = None

    def marks(self) -> list[Mark]:
        """Return the machine's marks, by learner and exercise.

        Where a suite did not load, what an exercise gives is told by the others' marks.
        """
        self._made, self._pending, last = Provenance(self.ledger), Counter[str](), []
        for one, several in self.counting():
            if one.status is None:
                self._pending[one.learner] += 1
            else:
                last.append(_mark(one, several, self._made.told(one)))
        most: dict[str, int] = {}
        for mark in last:
            most[mark.exercise] = max(most.get(mark.exercise, 0), mark.full_points)
        whole = (mark if mark.full_points else replace(mark, full_points=most[mark.exercise]) for mark in last)
        return sorted(whole, key=lambda mark: (mark.learner.casefold(), mark.learner, mark.exercise))

    def pending(self) -> Counter[str]:
        """Count, by learner, the answers that count and are still to be graded; as of the last look at the marks."""
        if self._pending is None:
            self.marks()
        assert self._pending is not None
        return self._pending

    def provenance(self) -> Provenance:
        """Return what the marks that count were made under; as of the last look at them."""
        if self._made is None:
            self.marks()
        assert self._made is not None
        return self._made

    def keep(self) -> Keep:
        return self.ledger.keep()

    def counting(self, learner: str | None = None) -> Iterator[tuple[AnswerAttempt, Sequence[AnswerAttempt]]]:
        """Yield what counts, of each learner (or of one) in each exercise, and all that was handed in for it."""
        return counting(self.ledger.attempts(learner), self.ledger.keep())

    def analysis(self, learners: Iterable[LearnerMarks]) -> Analysis:
        """Return how each check ended for the learners, and the diagnoses."""
        connection = self.ledger.connection
        with damage_in(self.ledger.path):
            for statement in GROUPS:
                connection.execute(statement)
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO temp.groups VALUES(?, ?, ?, ?, ?)", _groups(learners))
            connection.execute("COMMIT")
        tallies = (RestScores(e, check, Status(status), *sums) for e, check, status, *sums in self.ledger.rows(TALLIES))
        return Analysis(tuple(items(tallies)), tuple(Common(*row) for row in self.ledger.rows(DIAGNOSES)))

    def bug(self, key: str) -> str:
        """Return the diagnosis of a result that costs most; "" if it has none."""
        query = "SELECT diagnosis FROM checks WHERE key = ? AND diagnosis != '' GROUP BY 1 ORDER BY -SUM(max_points), 1"
        return str(self.ledger.value(query, key) or "")

    def outlines(self, keys: Sequence[str]) -> list[Outline]:
        """Return what an overview tells of some results, in the order of the exercises."""
        wanted = f"SELECT result FROM results WHERE key IN ({', '.join('?' * len(keys))}) ORDER BY exercise"  # noqa: S608
        rows = self.ledger.rows(wanted, *keys)
        with damage_in(self.ledger.path):
            return [decoded(unpacked(row[0]), Outline) for row in rows]

    def about(self) -> About:
        with damage_in(self.ledger.path):
            return msgspec.json.decode(self.ledger.meta("about") or "null", type=About)

    def tools(self) -> list[Tool]:
        """Return the versions that the marks were made with."""
        rows = self.ledger.rows("SELECT DISTINCT tool FROM conditions ORDER BY tool")
        with damage_in(self.ledger.path):
            return [msgspec.json.decode(row[0], type=Tool) for row in rows]


def _mark(one: AnswerAttempt, several: Sequence[AnswerAttempt], made_under: str) -> Mark:
    assert one.status is not None
    return Mark(
        one.learner,
        one.exercise,
        Status(one.status),
        one.points or 0,
        one.max_points or 0,
        one.full_points or 0,
        time_of(one.received),
        one.key,
        digest=one.digest,
        submission=one.submission,
        earlier=one is not several[-1],
        run=one.run or 0,
        made_under=made_under,
    )


def _groups(learners: Iterable[LearnerMarks]) -> list[tuple[str, str, int, int, int]]:
    """Return, for each result, its exercise, how many learners have it, and sums over all their points."""
    groups: dict[str, list[int]] = {}
    exercises: dict[str, str] = {}
    for learner in learners:
        total = learner.points
        for mark in learner.marks:
            exercises[mark.key] = mark.exercise
            group = groups.setdefault(mark.key, [0, 0, 0])
            group[0] += 1
            group[1] += total
            group[2] += total * total
    return [(key, exercises[key], n, total, squares) for key, (n, total, squares) in sorted(groups.items())]


GROUPS = (
    "PRAGMA temp_store = MEMORY",
    "DROP TABLE IF EXISTS temp.groups",
    "CREATE TEMP TABLE groups(key TEXT PRIMARY KEY, exercise TEXT, learners INTEGER, total INTEGER, squares INTEGER) "
    "WITHOUT ROWID",
)

TALLIES = """
SELECT g.exercise, c.check_id, c.status, SUM(g.learners), SUM(g.total - c.points * g.learners),
  SUM(g.squares - 2 * c.points * g.total + c.points * c.points * g.learners),
  SUM(g.learners * (c.max_points - c.points))
FROM temp.groups g CROSS JOIN checks c ON c.key = g.key
GROUP BY g.exercise, c.check_id, c.status ORDER BY g.exercise, MIN(c.place), c.check_id, c.status
"""

DIAGNOSES = """
SELECT exercise, diagnosis, SUM(learners) AS learners FROM (
  SELECT DISTINCT g.exercise, c.diagnosis, g.key, g.learners
  FROM temp.groups g CROSS JOIN checks c ON c.key = g.key WHERE c.diagnosis != ''
) GROUP BY exercise, diagnosis ORDER BY learners DESC, exercise, diagnosis
"""

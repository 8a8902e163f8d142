"""The report of one submission, put together from the ledger: what `mdl-grade TARGET PATH --report -` writes."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path, PurePosixPath

import msgspec

from mdl_grade.batch.counting import counting
from mdl_grade.batch.ledger import Ledger, LedgerError, ResultRow, SubmissionRow, damage_in
from mdl_grade.course import Course
from mdl_grade.errors import UsageError
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.grading import Graded, make_report
from mdl_grade.records import model
from mdl_grade.records.model import Report
from mdl_grade.suite.seed import Seed


def report(ledger: Ledger, submission: SubmissionRow) -> Report:
    """Return the report of the learner of a submission, as instructors see it: all that counts.

    Raises
    ------
    UsageError
        If something of it is still to be graded.
    """
    rows = _results(ledger, submission)
    results = tuple(row.result for row in rows)
    weakest = min((row.isolation for row in rows), key=lambda isolation: isolation.trust.rank)
    seconds = {row.result.id: row.seconds for row in rows}
    about = Gradebook(ledger).about()
    course = Course(about.course, Path(), Path(), Path())  # a report tells its name alone
    label = PurePosixPath(submission.place).name or submission.learner
    graded = Graded(results, seconds, weakest)
    made = make_report(course, about.targets, label, Seed.practice(), graded, sum(seconds.values()))
    return msgspec.structs.replace(made, tool=rows[0].tool, seed=_seed(ledger, {row.run for row in rows}))


def _results(ledger: Ledger, submission: SubmissionRow) -> list[ResultRow]:
    order: list[str] = msgspec.json.decode(ledger.meta("exercises") or "[]")
    counted = [one for one, _ in counting(ledger.attempts(submission.learner), ledger.keep())]
    rows = [ledger.result(one.key) for one in sorted(counted, key=lambda one: order.index(one.exercise))]
    found = [row for row in rows if row is not None]
    if not found or len(found) < len(rows):
        raise UsageError(
            f"{len(rows) - len(found)} answers of {submission.learner} are still to be graded.",
            "Give the `mdl-grade batch` command again: it goes on where it stopped.",
        )
    return found


def _seed(ledger: Ledger, runs: Collection[int]) -> model.Seed:
    """Return the seed of the runs that graded; of several kinds the official one, under which values stay hidden."""
    rows = [row["seed"] for row in ledger.rows("SELECT id, seed FROM runs ORDER BY id DESC") if row["id"] in runs]
    if not rows:
        raise LedgerError(f"The ledger {ledger.path} holds results of no run.", "Grade again into another folder.")
    with damage_in(ledger.path):
        seeds = [msgspec.json.decode(row, type=model.Seed) for row in rows]
    return next((seed for seed in seeds if seed.mode is model.SeedMode.OFFICIAL), seeds[0])

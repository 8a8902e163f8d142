"""Marks between a ledger of `mdl-grade batch` and nbgrader's gradebook, both ways, through nbgrader's API.

Marks of the machine go into the gradebook; what people said there, points and comments, comes back as overrides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from mdl_grade.batch.ledger import Ledger
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.marks import Mark, Override
from mdl_grade.gradebook.overrides import in_force, record
from mdl_grade.intake import CellName
from mdl_grade.notebook.pages import GRADE
from mdl_grade.records.model import Status

BY_HAND = "Marked by hand in nbgrader."
"""The reason of an override whose answer nobody commented on."""


@dataclass(frozen=True)
class Booked:
    """How many marks went over, and what did not, with the reason."""

    count: int
    left: tuple[str, ...]


@dataclass(frozen=True)
class ExerciseCells:
    """The cells of one learner's notebook that belong to an exercise, as nbgrader's API has them."""

    grades: dict[str, Any]
    comment: Any

    @property
    def most(self) -> float:
        return sum(float(grade.max_score) for grade in self.grades.values())

    @property
    def by_hand(self) -> bool:
        return any(grade.manual_score is not None or grade.extra_credit for grade in self.grades.values())

    @property
    def score(self) -> float:
        return sum(float(grade.score) for grade in self.grades.values())


def to_gradebook(results: Path, gradebook: Any, assignment: str = "") -> Booked:
    """Write the marks of a ledger into a gradebook: the machine's as such, overrides as marks by hand.

    Parameters
    ----------
    results : Path
        Folder of the ledger.
    gradebook : nbgrader.api.Gradebook
        With the assignment, as `nbgrader generate_assignment` made it.
    assignment : str
        Its name; if not given, each chapter's exercises are in the assignment of its name.
    """
    count, left = 0, []
    with Ledger.open(results) as ledger:
        overrides = in_force(ledger)
        for mark in Gradebook(ledger).marks():
            named = assignment or mark.exercise.partition("/")[0]
            submission = _submission(gradebook, named, mark)
            cells = _cells(submission, mark.exercise) if submission is not None else None
            if cells is None:
                left.append(f"{mark.learner}, {mark.exercise}: {named} has no cell for it")
                continue
            _write(cells, mark, dict(_points(ledger, mark)))
            override = overrides.get((mark.learner, mark.exercise))
            if override is not None and not _overrule(cells, mark, override):
                left.append(f"{mark.learner}, {mark.exercise}: it has a cell for each check, and an override is of all")
            count += 1
    gradebook.db.commit()
    return Booked(count, tuple(left))


def to_ledger(results: Path, gradebook: Any, assignment: str = "", *, author: str = "nbgrader") -> Booked:
    """Write what people marked by hand in a gradebook into a ledger, as overrides; comments are their reasons."""
    count, left = 0, []
    with Ledger.open(results) as ledger:
        marks, known = Gradebook(ledger).marks(), in_force(ledger)
    for mark in marks:
        cells = _found(gradebook, assignment or mark.exercise.partition("/")[0], mark)
        if cells is None or not cells.by_hand or not cells.most:
            continue
        points = cells.score * mark.full_points / cells.most
        reason = (cells.comment.manual_comment if cells.comment is not None else None) or BY_HAND
        before = known.get((mark.learner, mark.exercise))
        if before is not None and (float(before.points), before.reason) == (points, reason):
            continue
        if 2 * points != round(2 * points) or not 0 <= points <= mark.full_points:
            left.append(f"{mark.learner}, {mark.exercise}: {points:g} of {mark.full_points} are no points")
            continue
        record(results, mark.learner, mark.exercise, Decimal(points), author=author, reason=reason)
        count += 1
    return Booked(count, tuple(left))


def _submission(gradebook: Any, assignment: str, mark: Mark) -> Any:
    from nbgrader.api import MissingEntry

    try:
        gradebook.find_assignment(assignment)
    except MissingEntry:
        return None
    gradebook.update_or_create_student(mark.learner)
    received = {} if mark.received is None else {"timestamp": mark.received.replace(tzinfo=None)}
    return gradebook.update_or_create_submission(assignment, mark.learner, **received)


def _found(gradebook: Any, assignment: str, mark: Mark) -> ExerciseCells | None:
    from nbgrader.api import MissingEntry

    try:
        return _cells(gradebook.find_submission(assignment, mark.learner), mark.exercise)
    except MissingEntry:
        return None


def _cells(submission: Any, exercise: str) -> ExerciseCells | None:
    for notebook in submission.notebooks:
        names = {grade.name: CellName.read(grade.name) for grade in notebook.grades}
        grades = {
            name.part: grade
            for grade in notebook.grades
            if (name := names[grade.name]) is not None and name.part and name.exercise == exercise
        }
        if grades:
            answer = CellName(exercise).grade_id
            comment = next((comment for comment in notebook.comments if comment.name == answer), None)
            return ExerciseCells(grades, comment)
    return None


def _points(ledger: Ledger, mark: Mark) -> Iterator[tuple[str, tuple[int, int] | None]]:
    """Yield the points and the most of each check, and of all of them; None where the grader itself failed."""
    rows = ledger.rows("SELECT check_id, status, points, max_points FROM checks WHERE key = ?", mark.key)
    for check, status, points, most in rows:
        yield check, None if status == Status.GRADER_ERROR else (points, most)
    yield GRADE, None if mark.status is Status.GRADER_ERROR else (mark.points, mark.full_points)


def _write(cells: ExerciseCells, mark: Mark, points: dict[str, tuple[int, int] | None]) -> None:
    for part, grade in cells.grades.items():
        found = points.get(part)
        grade.auto_score = float(grade.max_score) * found[0] / found[1] if found is not None and found[1] else None
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None


def _overrule(cells: ExerciseCells, mark: Mark, override: Override) -> bool:
    grade = cells.grades.get(GRADE)
    if grade is None or not mark.full_points:
        return False
    grade.manual_score = float(grade.max_score) * float(override.points) / mark.full_points
    grade.needs_manual_grade = False
    if cells.comment is not None:
        cells.comment.manual_comment = override.reason
    return True

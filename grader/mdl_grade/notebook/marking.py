"""From a report to what the gradebook gets: a mark, an output and a comment for each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mdl_grade.intake import CellName
from mdl_grade.notebook.pages import GRADE
from mdl_grade.notebook.record import CellRecord, NotebookRecord
from mdl_grade.records.model import CheckResult, ExerciseResult, Report, Status
from mdl_grade.report.html import render_checks
from mdl_grade.report.signs import progress
from mdl_grade.report.wording import finding_sentence


@dataclass(frozen=True)
class CellMark:
    """The mark of a graded cell; None leaves it to a person, and `reason` says why. `html` is what it shows."""

    points: float | None
    html: str = ""
    reason: str = ""


def cell_marks(record: NotebookRecord, report: Report) -> dict[str, CellMark]:
    """Return the mark of each cell that the machine grades, from the report alone.

    Parameters
    ----------
    report : Report
        In the view of its learner.
    """
    results = {result.id: result for result in report.exercises}
    return {cell.name: _mark(cell, results, report) for cell in record.cells.values() if cell.by_machine}


def _mark(cell: CellRecord, results: Mapping[str, ExerciseResult], report: Report) -> CellMark:
    name = CellName.read(cell.name)
    result = results.get(name.exercise) if name is not None else None
    if name is None or result is None:
        return CellMark(None, reason=f"{cell.name} is no cell of mdl-grade's: grade it by hand. Nothing here was run.")
    checks = _checks_of(result, name.part)
    if faults := [check for check in checks or result.checks if check.status is Status.GRADER_ERROR]:
        told = f"The grader itself failed here, which costs nothing: grade by hand. {faults[0].message}"
        return CellMark(None, render_checks(report, result, checks), told)
    most = sum(check.max_points for check in checks)
    if not checks or (cell.points and not most):
        told = (
            f"{name.exercise} gives nothing for {name.part!r} any more, as it did when it was released: grade by hand."
        )
        return CellMark(None, reason=told)
    points = sum(check.points for check in checks)
    # What was released keeps its worth, whatever the suite gives now.
    worth = float(points) if most == cell.points else cell.points * points / most
    return CellMark(worth, render_checks(report, result, checks))


def _checks_of(result: ExerciseResult, part: str) -> Sequence[CheckResult]:
    return result.checks if part == GRADE else [check for check in result.checks if check.id == part]


def comments(record: NotebookRecord, report: Report) -> dict[str, str]:
    """Return what is said of each answer: points, and the bug by its name."""
    results = {result.id: result for result in report.exercises}
    names = {cell.name: CellName.read(cell.name) for cell in record.cells.values() if cell.solution and not cell.grade}
    return {
        cell: comment(results[name.exercise])
        for cell, name in names.items()
        if name is not None and not name.part and name.exercise in results
    }


def comment(result: ExerciseResult) -> str:
    """Say in a few sentences what an answer got, and why."""
    if result.status is Status.NOT_ATTEMPTED:
        return "Not attempted."
    if result.status is Status.GRADER_ERROR:
        return "The grader itself failed here, which costs nothing. It will be graded by hand."
    told = f"{result.points} of {result.max_points} points."
    named = [finding_sentence(found, result.checks) for found in result.causes if found.labels]
    unnamed = [check.message for check in result.checks if check.message and check.status is Status.ERROR][:1]
    return " ".join(filter(None, (told, progress(result), *(named or unnamed))))

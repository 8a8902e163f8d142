"""From reports to marks: what the report says, scaled to what was released; never a mark that nobody can stand for."""

import re
from dataclasses import replace

import msgspec
import pytest

import mdl_grade
from mdl_grade.course import builtin_course
from mdl_grade.notebook.marking import cell_marks, comments
from mdl_grade.notebook.record import CellRecord, NotebookRecord
from mdl_grade.records.model import Status

DENSE = "chapter10-dense_backward"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A report on an answer that averages the bias's gradient: 2 of 8 points."""
    path = tmp_path_factory.mktemp("answers") / "dense_backward.py"
    text = builtin_course().solution("chapter10/dense_backward").read_text()
    path.write_text(text.replace("dY.sum(axis=0)", "dY.mean(axis=0)"))
    return mdl_grade.grade(path, "chapter10/dense_backward")


def record(**points):
    cells = {name: CellRecord(name, "code", "", "", True, True, False, False, most) for name, most in points.items()}
    answer = CellRecord(DENSE, "code", "", "", False, False, True, False)
    return NotebookRecord("maths", "chapter10", "chapter10", {}, {DENSE: answer, **cells})


def marks(report, **points):
    return cell_marks(record(**{f"{DENSE}-{part}": most for part, most in points.items()}), report)


def test_marks_are_the_reports(report):
    """Of the exercise, or of each check; if the course gives other points now, what was released keeps its worth."""
    assert marks(report, grade=8)[f"{DENSE}-grade"].points == 2.0
    assert marks(report, grade=4)[f"{DENSE}-grade"].points == 1.0
    (exercise,) = report.exercises
    each = marks(report, **{check.id: check.max_points for check in exercise.checks})
    assert {name.rpartition("-")[2]: mark.points for name, mark in each.items()} == {
        c.id: c.points for c in exercise.checks
    }


def test_what_nobody_can_stand_for_waits_for_a_person(report):
    """A check that is gone, an exercise that is gone, a cell of others, a fault of the grader."""
    found = cell_marks(record(**{f"{DENSE}-gone": 1, "chapter10-gone-grade": 1, "tests": 1}), report)
    assert all(mark.points is None and "by hand" in mark.reason for mark in found.values())
    assert len(found) == 3
    (exercise,) = report.exercises
    first, *rest = exercise.checks
    faulty = msgspec.structs.replace(first, status=Status.GRADER_ERROR, points=0)
    exercise = msgspec.structs.replace(exercise, status=Status.GRADER_ERROR, checks=(faulty, *rest))
    broken = msgspec.structs.replace(report, exercises=(exercise,))
    assert marks(broken, grade=8)[f"{DENSE}-grade"].points is None
    each = marks(broken, **{check.id: check.max_points for check in exercise.checks})
    assert [mark.points for mark in each.values()] == [None, *(check.points for check in rest)]
    assert "costs nothing" in comments(record(), broken)[DENSE]


def test_a_cell_shows_a_table_and_a_page_that_can_run_nothing(report):
    """The bug by its name, every check with its points, and no style or script that the notebook's page would take on."""
    shown = marks(report, grade=8)[f"{DENSE}-grade"].html
    assert "db is averaged over the batch" in shown
    assert shown.count("<tr>") == len(report.exercises[0].checks)
    assert re.search(r"<(script|style|link)", shown) is None
    assert shown.count("<iframe sandbox srcdoc=") == 1
    assert comments(record(), report) == {
        DENSE: "2 of 8 points. db is averaged over the batch: 4 checks, 5 points. The 1/N is already inside dY."
    }


def test_names_are_told_apart():
    """An answer that people grade is no cell of the machine's."""
    answer = replace(record().cells[DENSE], grade=True)
    assert not answer.by_machine
    assert answer.about["points"] == 0

"""`dev sync` writes what it generates, and nothing else."""

from dataclasses import replace

import pytest

from mdl_grade.authoring.sync import drift, sync
from mdl_grade.authoring.template import new_exercise
from mdl_grade.course.course import Course
from mdl_grade.errors import UsageError


@pytest.fixture
def course(tmp_path):
    course = Course("mine", tmp_path / "solutions", tmp_path / "grader" / "suites", tmp_path / "exercises")
    new_exercise(course, "chapter01/twice")
    sync(course)
    return course


def test_what_it_wrote_it_renews_and_removes(course):
    """A changed solution changes its stub; a solution that went takes its stub along."""
    solution = course.solution("chapter01/twice")
    solution.write_text(solution.read_text().replace("Title in one line", "Twice"))
    assert course.stub("chapter01/twice") in sync(course)
    assert "Twice" in course.stub("chapter01/twice").read_text()
    new_exercise(course, "chapter01/thrice")
    sync(course := replace(course))
    course.solution("chapter01/thrice").unlink()
    course.suite("chapter01/thrice").unlink()
    course = replace(course)
    assert drift(course) == [course.catalog, course.stub("chapter01/thrice")]
    sync(course)
    assert not course.stub("chapter01/thrice").exists()
    assert drift(course) == []


def test_notes_beside_stubs_are_left_alone(course):
    """What it never wrote is nobody's drift, and stays."""
    notes = course.stubs / "chapter01" / "notes.md"
    notes.write_text("mine")
    assert drift(course) == []
    sync(course)
    assert notes.read_text() == "mine"


@pytest.mark.parametrize("solution_changes", [False, True])
def test_a_stub_that_was_filled_in_stops_it(course, solution_changes):
    """It names the file and writes nothing, whether or not the stub would be another now."""
    stub = course.stub("chapter01/twice")
    stub.write_text(stub.read_text() + "\nmine = 1\n")
    if solution_changes:
        solution = course.solution("chapter01/twice")
        solution.write_text(solution.read_text().replace("Title in one line", "Twice"))
    catalog = course.catalog.read_bytes()
    with pytest.raises(UsageError, match=r"twice\.py was not written by"):
        sync(course)
    assert "mine = 1" in stub.read_text()
    assert course.catalog.read_bytes() == catalog


def test_a_file_in_the_way_stops_it(course):
    """Also one that was there before the exercise."""
    new_exercise(course, "chapter01/thrice")
    course = replace(course)
    course.stub("chapter01/thrice").write_text("my notes on tripling")
    with pytest.raises(UsageError, match=r"thrice\.py"):
        sync(course)
    assert course.stub("chapter01/thrice").read_text() == "my notes on tripling"

"""`dev sync` writes what it generates, and nothing else."""

import pytest
from msgspec.structs import replace

from mdl_grade.authoring.sync import drift, sync
from mdl_grade.authoring.template import new_exercise
from mdl_grade.course.catalog import read_catalog
from mdl_grade.course.course import Course
from mdl_grade.errors import CourseError, UsageError


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


def ordered(course, *names, requires=""):
    """Return the course with two exercises and a page that lists `names`; `requires` is what `twice` requires."""
    new_exercise(course, "chapter01/thrice")
    suite = course.suite("chapter01/twice")
    suite.write_text(suite.read_text().replace("tier=1", f"tier=1, requires=({requires})"))
    lines = "".join(f"{i}. `{name}`\n" for i, name in enumerate(names, 1))
    page = course.introduction("chapter01")
    page.write_text(f"# First\n\nIn the book's order:\n\n{lines}\n2. `mentioned`, and no more.\n")
    return replace(course)


def test_a_chapter_has_the_order_of_its_page(course):
    """It is that of the catalogue; in the learner's page titles stand in the list, and lead to the files."""
    sync(course := ordered(course, "twice", "thrice"))
    assert [entry.id for entry in read_catalog(course.catalog).exercises] == ["chapter01/twice", "chapter01/thrice"]
    page = (course.stubs / "chapter01" / "README.md").read_text()
    assert "1. [Title in one line](twice.py)\n2. [Title in one line](thrice.py)\n\n2. `mentioned`" in page


@pytest.mark.parametrize(
    ("names", "requires", "told"),
    [
        (["twice"], "", "must list, once: thrice"),
        (["twice", "twice", "thrice"], "", "must list, once: twice"),
        (["twice", "thrice", "once"], "", "lists what is no exercise of the chapter: once"),
        (["twice", "thrice"], '"chapter01/thrice",', "lists twice before chapter01/thrice, which it requires"),
    ],
)
def test_an_order_that_can_not_be_is_refused(course, names, requires, told):
    """A page lists every exercise once, and none before what it requires."""
    with pytest.raises(CourseError, match=told):
        sync(ordered(course, *names, requires=requires))

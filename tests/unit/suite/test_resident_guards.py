"""Nothing in the surroundings takes part in grading: each guard is removed in turn, and its hazard bites."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mdl_grade.authoring.template import new_exercise
from mdl_grade.course.course import Course

DRIVER = """
import contextlib, json, sys
from mdl_grade.suite import resident

removed, *suites = sys.argv[1:]
original = resident.arguments
if removed == "environment":
    resident.no_pytest_environment = contextlib.nullcontext
elif removed == "stdout":
    resident.redirect_stdout = contextlib.nullcontext
elif removed == "ini":
    resident.arguments = lambda paths: original(paths)[4:]
elif removed:
    resident.arguments = lambda paths: [a for a in original(paths) if a != removed]

seen = {}
def drive(session):
    seen.update({exercise: [item.name for item in items] for exercise, items in session._items.items()})

from pathlib import Path
resident.run_session([Path(s) for s in suites], None, drive)
print(json.dumps(seen))
"""

HOSTILE = """
def pytest_collection_modifyitems(items):
    items.clear()
"""


@pytest.fixture
def course(tmp_path):
    """A course of one exercise, chapter01/twice, with two checks."""
    root = tmp_path / "course"
    course = Course("mine", root / "solutions", root / "grader" / "suites", root / "exercises")
    new_exercise(course, "chapter01/twice")
    return course


def run(course, *, removed="", env=None, cwd=None):
    """Collect in a fresh process; return the checks found, or the raw output if it is not the JSON alone."""
    import mdl_grade

    path = os.pathsep.join(
        [str(Path(mdl_grade.__file__).parents[1]), *([env.pop("PYTHONPATH")] if env and "PYTHONPATH" in env else [])]
    )
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, removed, str(course.suite("chapter01/twice"))],
        env={**os.environ, "PYTHONPATH": path, **(env or {})},
        cwd=cwd or course.solutions,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError:
        return done.stdout + done.stderr


CLEAN = {"chapter01/twice": ["values", "hygiene"]}


def assert_guarded(course, removed, **surroundings):
    def again():
        return {k: dict(v) if isinstance(v, dict) else v for k, v in surroundings.items()}

    assert run(course, **again()) == CLEAN
    assert run(course, removed=removed, **again()) != CLEAN


def test_clean_surroundings_give_all_checks(course):
    """The driver itself works."""
    assert run(course) == CLEAN


def test_pytest_addopts_is_hidden(course):
    """PYTEST_ADDOPTS="-k nothing" would empty the run."""
    assert_guarded(course, "environment", env={"PYTEST_ADDOPTS": "-k nothing"})


def test_pytest_plugins_is_hidden(course, tmp_path):
    """PYTEST_PLUGINS names a module that would drop all checks."""
    (tmp_path / "hostile.py").write_text(HOSTILE)
    assert_guarded(course, "environment", env={"PYTEST_PLUGINS": "hostile", "PYTHONPATH": str(tmp_path)})


def test_ini_files_above_the_course_are_not_read(course):
    """A pytest.ini beside the course would deselect everything."""
    (course.suites.parents[1] / "pytest.ini").write_text("[pytest]\naddopts = -k nothing\n")
    assert_guarded(course, "ini")


def test_conftest_files_are_not_read(course):
    """A conftest.py among the suites would drop all checks."""
    (course.suites / "chapter01" / "conftest.py").write_text(HOSTILE)
    assert_guarded(course, "--noconftest")


def test_installed_plugins_are_not_loaded(course, tmp_path):
    """A plugin that happens to be installed would drop all checks."""
    info = tmp_path / "site" / "hostile-1.0.dist-info"
    info.mkdir(parents=True)
    (tmp_path / "site" / "hostile.py").write_text(HOSTILE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hostile\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[pytest11]\nhostile = hostile\n")
    assert_guarded(course, "--disable-plugin-autoload", env={"PYTHONPATH": str(tmp_path / "site")})


def test_what_suites_print_does_not_reach_stdout(course):
    """A suite that prints would corrupt `--report -`."""
    suite = course.suite("chapter01/twice")
    suite.write_text(suite.read_text() + '\nprint("loaded")\n')
    assert_guarded(course, "stdout")


def test_suites_named_like_the_standard_library_are_themselves(course):
    """A suite called statistics.py is that suite: content is loaded by path, never through the import system."""
    new_exercise(course, "chapter01/statistics")
    from mdl_grade.course.loader import load

    assert load(course.suite("chapter01/statistics"), "suite").EXERCISE
    import importlib

    assert not hasattr(importlib.import_module("statistics"), "EXERCISE")


def test_equal_names_in_two_courses_stay_apart(course, tmp_path):
    """Two courses with a suite of the same name run each their own."""
    from mdl_grade.suite.suite import Suite

    other_root = tmp_path / "other"
    other = Course("other", other_root / "solutions", other_root / "grader" / "suites", other_root / "exercises")
    new_exercise(other, "chapter01/twice")
    path = other.suite("chapter01/twice")
    path.write_text(path.read_text().replace("points=2", "points=5"))
    assert Suite.load(course, "chapter01/twice").points == 3
    assert Suite.load(other, "chapter01/twice").points == 6


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3), ValueError("mine")])
def test_exceptions_of_the_driving_code_come_out(course, error):
    """pytest swallows what a hook raises, Ctrl-C included: here it is raised again."""
    from mdl_grade.suite.resident import run_session

    def drive(session):
        raise error

    with pytest.raises(type(error)):
        run_session([course.suite("chapter01/twice")], None, drive)


def test_a_suite_that_does_not_load_is_told(course):
    """The author reads which suite, and why."""
    from mdl_grade.errors import CourseError
    from mdl_grade.suite.resident import run_session

    course.suite("chapter01/twice").write_text("EXERCISE = nothing\n")
    with pytest.raises(CourseError, match=r"twice\.py.*NameError"):
        run_session([course.suite("chapter01/twice")], None, lambda session: None)

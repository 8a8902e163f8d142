"""A course of one's own, from nothing: it proves itself, grades, and says of which format it is."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import mdl_grade
from mdl_grade.authoring.sync import drift
from mdl_grade.cli.dev import dev_group
from mdl_grade.course.course import FORMAT_FILE, course_at
from mdl_grade.delivery.beginning import WORKFLOW
from mdl_grade.errors import CourseError, UsageError
from mdl_grade.records.model import Status

ADDRESS = f"https://example.org/wheels/mdl_grade-0.1.0-py3-none-any.whl#sha256={'a' * 64}"
ZIZMOR = Path(sys.executable).with_name("zizmor")


def begun(folder, *words):
    return CliRunner().invoke(dev_group, ["new-course", str(folder), *words])


@pytest.fixture
def course(tmp_path):
    done = begun(tmp_path / "own", "--install-from", ADDRESS)
    assert done.exit_code == 0, (done.output, done.exception)
    return tmp_path / "own"


def test_it_proves_itself(course):
    """`dev check`, word for word what the workflow runs but for the number of seeds, and nothing has drifted."""
    (steps,) = (job["steps"] for job in yaml.safe_load((course / WORKFLOW).read_text())["jobs"].values())
    assert "dev check all --course . --seeds 3" in steps[-1]["run"]
    assert ADDRESS in steps[-2]["run"]
    done = CliRunner().invoke(dev_group, ["check", "all", "--course", str(course), "--seeds", "1", "--jobs", "1"])
    assert done.exit_code == 0, done.output
    assert drift(course_at(course)) == []


def test_it_grades_and_its_tests_run(course):
    """The solution passes, the stub is not attempted, and pytest finds each check of the suite."""
    (result,) = mdl_grade.grade(course / "solutions", course=course).exercises
    (stub,) = mdl_grade.grade(course / "exercises", course=course).exercises
    assert (result.status, stub.status) == (Status.PASSED, Status.NOT_ATTEMPTED)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=course,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(result.checks)} passed" in done.stdout


@pytest.mark.skipif(not ZIZMOR.exists(), reason="needs zizmor")
def test_the_workflow_is_found_to_be_safe(course):
    """Nothing that zizmor knows is wrong with it."""
    done = subprocess.run(
        [ZIZMOR, "--offline", "--no-progress", course / ".github"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_folder_in_use_and_a_bad_name_leave_nothing_behind(tmp_path):
    """What can't be done is refused before anything is written; a repository that is empty is fine."""
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "file").write_text("mine")
    assert isinstance(begun(tmp_path / "used").exception, UsageError)
    assert isinstance(begun(tmp_path / "new", "--exercise", "chapter01/class").exception, UsageError)
    assert not (tmp_path / "new").exists()
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    done = begun(tmp_path / "repository")
    assert done.exit_code == 0, done.output
    assert not (tmp_path / "repository" / WORKFLOW).exists()
    assert "no workflow" in done.output


@pytest.mark.parametrize(
    ("text", "told"), [('format = "mdl-grade/course/v2"', "v2"), ("", "None"), ("format =", "can't be read")]
)
def test_a_course_of_another_format_is_refused(course, text, told):
    """It says which format, and what to do; a course without the file is taken as before there was one."""
    (course / FORMAT_FILE).write_text(text)
    with pytest.raises(CourseError, match=told):
        course_at(course)
    (course / FORMAT_FILE).unlink()
    assert course_at(course).exercises == ("chapter01/twice",)


def test_a_checkout_of_it_is_a_course(course, tmp_path):
    """What is needed to grade is in its files: a copy without what is ignored grades as well."""
    shutil.copytree(course, tmp_path / "copy", ignore=shutil.ignore_patterns("__pycache__", ".git"))
    report = mdl_grade.grade(tmp_path / "copy" / "solutions", course=tmp_path / "copy")
    assert report.score.points == report.score.max_points == 3

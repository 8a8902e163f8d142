"""A course of one's own, from nothing: it proves itself, grades, and says of which format it is."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import mdl_grade
from mdl_grade.authoring.sync import drift
from mdl_grade.cli.dev import dev_group
from mdl_grade.course.course import course_at
from mdl_grade.course.wheel import FORMAT_FILE
from mdl_grade.delivery.beginning import WORKFLOW
from mdl_grade.errors import CourseError, UsageError
from mdl_grade.records.model import Status

ADDRESS = f"https://example.org/wheels/mdl_grade-0.1.0-py3-none-any.whl#sha256={'a' * 64}"
ZIZMOR = Path(sys.executable).with_name("zizmor")


def begun(folder, *words):
    return CliRunner().invoke(dev_group, ["new-course", str(folder), *words])


@pytest.fixture
def course(tmp_path):
    done = begun(tmp_path / "My_Course", "--install-from", ADDRESS)
    assert done.exit_code == 0, (done.output, done.exception)
    return tmp_path / "My_Course"


def test_it_proves_itself(course):
    """`dev check`, word for word what the workflow runs but for the number of seeds, and nothing has drifted."""
    (steps,) = (job["steps"] for job in yaml.safe_load((course / WORKFLOW).read_text())["jobs"].values())
    assert "dev check all --course . --seeds 3" in steps[-1]["run"]
    assert ADDRESS in steps[-2]["run"]
    done = CliRunner().invoke(dev_group, ["check", "all", "--course", str(course), "--seeds", "1", "--jobs", "1"])
    assert done.exit_code == 0, done.output
    assert drift(course_at(course)) == []


def test_the_guide_begins_a_course_so(tmp_path, monkeypatch):
    """The line in CONTRIBUTING, word for word, makes an exercise of that name, which proves itself with `--course`."""
    monkeypatch.chdir(tmp_path)
    guide = (Path(__file__).parents[3] / "CONTRIBUTING.md").read_text("utf-8")
    (line,) = re.findall(r"`mdl-grade dev (new-course [^`]+)`", guide)
    begin = CliRunner().invoke(dev_group, line.split())
    assert begin.exit_code == 0, begin.output
    check = CliRunner().invoke(dev_group, ["check", "chapter01/thing", "--course", "FOLDER", "--seeds", "1"])
    assert check.exit_code == 0, check.output


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


ASSEMBLY = '''"""The ramp and the step.

Nothing is left to do: it takes your relu.

References
----------
Any book.
"""

import numpy as np
from chapter09.relu import relu


def steps(z):
    """Return how high the ramp is, in whole steps."""
    return np.floor(relu(z))
'''


def test_it_builds_on_the_built_in_course(course):
    """What is borrowed is copied with all that it needs: an assembly takes a learner's answer to it as a part."""
    done = CliRunner().invoke(dev_group, ["borrow", "9/relu", "--course", str(course)])
    assert done.exit_code == 0, (done.output, done.exception)
    suite = next(course.glob("grader/suites/chapter01/*.py"))
    text = (
        "from mdl_grade.suite import *\n\nEXERCISE = Exercise(tier=1, minutes=5, hints=('No work.',), returns=('n',))\n\n\n"
        "@cases('N', (4,))\ndef z(rng, N):\n    return {'z': rng.normal(0, 3, N)}\n\n\nvalue = agrees('It counts.', z)\n"
    )
    (course / "solutions" / "chapter01" / "steps.py").write_text(ASSEMBLY)
    suite.with_name("steps.py").write_text(text)
    assert CliRunner().invoke(dev_group, ["sync", "--course", str(course)]).exit_code == 0
    results = {each.id: each for each in mdl_grade.grade(course / "solutions", course=course).exercises}
    assert {each.status for each in results.values()} == {Status.PASSED}
    wrong = course.parent / "answers"
    shutil.copytree(course / "solutions", wrong)
    relu = wrong / "chapter09" / "relu.py"
    relu.write_text(relu.read_text().replace("np.maximum(Z, 0.0)", "abs(Z)"))
    results = {each.id: each for each in mdl_grade.grade(wrong, course=course).exercises}
    assert results["chapter01/steps"].status is Status.FAILED
    assert results["chapter09/relu"].status is Status.FAILED


def test_what_is_borrowed_is_never_replaced(course):
    """Borrowed twice, nothing happens; changed here, it is left as it is, and nothing at all is written."""
    words = ["borrow", "9/relu", "--course", str(course)]
    assert CliRunner().invoke(dev_group, words).exit_code == 0
    again = CliRunner().invoke(dev_group, words)
    assert (again.exit_code, again.output) == (0, "")
    own = course / "solutions" / "chapter09" / "relu.py"
    own.write_text(own.read_text() + "\n# mine\n")
    refused = CliRunner().invoke(dev_group, ["borrow", "chapter09", "--course", str(course)]).exception
    assert isinstance(refused, UsageError)
    assert "relu.py is there, and is not what this version's course has" in str(refused)
    assert len(list((course / "solutions" / "chapter09").glob("*.py"))) == 1


def test_a_wheel_is_a_course(course, tmp_path, monkeypatch):
    """What `python -m build --wheel` makes of it grades as the folder does, unpacked once, for this user alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist"), str(course)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    for _ in range(2):
        (result,) = mdl_grade.grade(course / "solutions", course=wheel).exercises
        assert result.status is Status.PASSED
    (unpacked,) = (tmp_path / "cache" / "mdl-grade" / "courses").iterdir()
    assert unpacked.parent.stat().st_mode & 0o077 == 0
    assert drift(course_at(wheel)) == []
    assert course_at(wheel).name == course_at(course).name, "so that a workspace is of either"


def archive(path, *names):
    with zipfile.ZipFile(path, "w") as made:
        for name in names:
            made.writestr(name, "")
    return path


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("x/readme", "x/another-course.toml"), "holds no course"),
        (("a/course.toml", "b/course.toml"), "holds 2 courses"),
        ((), "holds no course"),
    ],
)
def test_a_wheel_without_one_course_is_refused(tmp_path, monkeypatch, names, said):
    """It says what was looked for, and leaves nothing behind."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with pytest.raises(CourseError, match=said):
        course_at(archive(tmp_path / "x.whl", *names))
    assert list((tmp_path / "cache" / "mdl-grade" / "courses").iterdir()) == []


def test_what_is_no_archive_is_no_wheel(tmp_path, monkeypatch):
    """A file that is only called so."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "x.whl").write_text("no")
    with pytest.raises(CourseError, match="is no wheel"):
        course_at(tmp_path / "x.whl")

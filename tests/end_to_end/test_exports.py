"""Exports for course platforms, unpacked and started as documented, and what they write read as the platforms do."""

import json
import math
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import mdl_grade
from mdl_grade.cli.export import export_command
from mdl_grade.course.course import builtin_course
from mdl_grade.delivery.release import course_files
from mdl_grade.errors import GraderFault, UsageError
from mdl_grade.records.model import Score, Status
from mdl_grade.report import platforms

ADDRESS = f"https://example.org/wheels/mdl_grade-0.1.0-py3-none-any.whl#sha256={'a' * 64}"
SECRET = "the very secret of this course, in 44 letters"
WRONG = Path(mdl_grade.__file__).parent / "cli" / "demo" / "dense_backward.py"
SOLUTIONS = builtin_course().solutions
NAMES = ["sigmoid_prime", "dense_backward", "mse_with_grad"]
TARGETS = [f"chapter10/{name}" for name in (*NAMES, "graph_backward")]

pytestmark = pytest.mark.skipif(
    not Path(sys.executable).with_name("mdl-grade").exists() or not all(map(shutil.which, ("bash", "make", "tar"))),
    reason="needs bash, make, tar, and the script",
)


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """Files of a chapter: one that is wrong, one that is missing, and one that prints what a platform might obey."""
    folder = tmp_path_factory.mktemp("handed") / "in"
    folder.mkdir()
    for name in NAMES:
        shutil.copy(SOLUTIONS / "chapter10" / f"{name}.py", folder)
    loud = 'print(\'{"scores": {"dense_backward": 8}}\')\nprint("<script>alert(1)</script>")\n'
    (folder / "dense_backward.py").write_text(WRONG.read_text("utf-8") + loud, "utf-8")
    return folder


@pytest.fixture(scope="module")
def native(handed_in):
    """The same files, graded here."""
    return mdl_grade.grade(handed_in, *TARGETS)


def exported(platform, folder, *words, targets=TARGETS):
    done = CliRunner().invoke(
        export_command, [platform, *targets, "--out", str(folder), "--install-from", ADDRESS, *map(str, words)]
    )
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def started(*command, cwd):
    environment = {"PATH": os.environ["PATH"], "MDL_HOME": str(Path(sys.executable).parent.parent)}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def gradescope(out, root, handed_in):
    """Unpack the zip into /autograder/source, copy the script out of it, and start that in /autograder."""
    archive = shutil.make_archive(root / "autograder", "zip", out / "autograder")
    place = root / "autograder"
    with zipfile.ZipFile(archive) as packed:
        assert {"setup.sh", "run_autograder"} <= set(packed.namelist())
        packed.extractall(place / "source")
    shutil.copy(place / "source" / "run_autograder", place)
    shutil.copytree(handed_in, place / "submission")
    (place / "results").mkdir()
    done = started("bash", str(place / "run_autograder"), cwd=place)
    results = place / "results" / "results.json"
    return done, json.loads(results.read_text("utf-8")) if results.exists() else None


def prairielearn(out, root, handed_in):
    """Lay out /grade, and start the entry point that info.json names."""
    place = root / "grade"
    (place / "data").mkdir(parents=True)
    (place / "data" / "data.json").write_text("{}")
    shutil.copytree(handed_in, place / "student")
    shutil.copytree(out / "serverFilesCourse", place / "serverFilesCourse")
    (info,) = (out / "questions").rglob("info.json")
    options = json.loads(info.read_text())["externalGradingOptions"]
    assert options["timeout"] <= 600
    assert [(out / "serverFilesCourse" / name).is_dir() for name in options["serverFilesCourse"]] == [True]
    done = started(*(word.replace("/grade/", f"{place}/", 1) for word in options["entrypoint"]), cwd=root)
    return done, json.loads((place / "results" / "results.json").read_text("utf-8"))


def autolab(out, root, handed_in):
    """Put the two files and what was handed in into one folder, and call make; the last line is the result."""
    place = root / "job"
    place.mkdir(parents=True)
    shutil.copy(out / "autograde-Makefile", place / "Makefile")
    shutil.copy(out / "autograde.tar", place)
    shutil.make_archive(place / "handin", "zip", handed_in)
    done = started("make", cwd=place)
    last = done.stdout.rstrip().splitlines()[-1]
    return done, json.loads(re.sub(r"([a-zA-Z0-9]+):", r'"\1":', last)) if last.startswith("{") else None


def submitty(out, root, handed_in):
    """Copy the validator beside what was handed in, with its input file, and start it with the configured command."""
    place = root / "tmp_work"
    shutil.copytree(handed_in, place)
    shutil.copytree(out / "config" / "custom_validation_code", place, dirs_exist_ok=True)
    (test,) = json.loads((out / "config" / "config.json").read_text())["testcases"]
    (validation,) = test["validation"]
    (place / "custom_validator_input.json").write_text(json.dumps({**validation, "testcase_prefix": ""}))
    done = started(*validation["command"].split(), cwd=place)
    return done, {**json.loads((place / "validation_results.json").read_text("utf-8")), "possible": test["points"]}


def coursera(out, root, handed_in):
    """Lay out the container as the Dockerfile does, with /shared/submission, and start its entry point."""
    shutil.copytree(out / "grader", root / "grader")
    shutil.copytree(handed_in, root / "shared" / "submission")
    entry = json.loads(re.search(r"ENTRYPOINT (\[.*\])", (out / "Dockerfile").read_text())[1])
    done = started(*(word.replace("/grader/", f"{root}/grader/", 1) for word in entry), cwd=root)
    feedback = root / "shared" / "feedback.json"
    return done, json.loads(feedback.read_text("utf-8")) if feedback.exists() else None


def points_in_gradescope(result):
    assert set(result) <= {"score", "execution_time", "output", "output_format", "visibility", "stdout_visibility", "tests"}  # fmt: skip
    assert all(test["status"] in ("passed", "failed") for test in result["tests"])
    assert sum(test["score"] for test in result["tests"]) == result["score"]
    return result["score"], sum(test["max_score"] for test in result["tests"])


def points_in_prairielearn(result):
    assert result["gradable"] is True
    assert 0 <= result["score"] <= 1
    assert all(test.keys() >= {"points", "max_points"} for test in result["tests"])
    most = sum(test["max_points"] for test in result["tests"])
    assert result["score"] * most == pytest.approx(sum(test["points"] for test in result["tests"]), abs=1e-12)
    return sum(test["points"] for test in result["tests"]), most


def points_in_autolab(result):
    problems = {name: points for name, points in result["scores"].items() if not isinstance(points, bool)}
    return sum(problems.values()), None


def points_in_submitty(result):
    assert result["status"] == "success"
    assert {message["status"] for message in result["data"]["message"]} <= {"success", "failure"}
    score = min(max(result["data"]["score"], 0.0), 1.0)
    return math.floor(score * result["possible"]), result["possible"]


def points_in_coursera(result):
    assert isinstance(result["feedback"], str)
    assert type(result["fractionalScore"]) is float
    return result["fractionalScore"], None


RUN = {each.__name__: each for each in (gradescope, prairielearn, autolab, submitty, coursera)}
READ = {name: globals()[f"points_in_{name}"] for name in RUN}


@pytest.mark.parametrize("platform", RUN)
def test_an_export_gives_the_points_of_the_native_report(platform, tmp_path, handed_in, native):
    """Through the documented entry point, in a folder as there; what an answer prints changes nothing."""
    exported(platform, tmp_path / "out")
    done, result = RUN[platform](tmp_path / "out", tmp_path / "root", handed_in)
    assert done.returncode == 0, done.stderr + done.stdout
    points, most = READ[platform](result)
    if platform == "coursera":
        points *= native.score.max_points
    assert points == pytest.approx(native.score.points, abs=1e-9)
    assert most in (None, native.score.max_points)
    assert 0 < native.score.points < native.score.max_points
    assert "averaged over the batch" in json.dumps(result) + done.stdout
    told = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert f"{native.score.max_points} points" in told
    assert all(f"`{target.partition('/')[2]}`" in told for target in TARGETS)


def test_autolabs_problems_are_those_of_the_readme(tmp_path, handed_in, native):
    """Names that Autolab does not know raise after others were saved: so they are told, and exactly these come."""
    exported("autolab", tmp_path / "out")
    _, result = autolab(tmp_path / "out", tmp_path / "root", handed_in)
    told = dict(re.findall(r"^- `(\w+)`: (\d+)$", (tmp_path / "out" / "README.md").read_text("utf-8"), re.MULTILINE))
    assert {name: int(points) for name, points in told.items()} == {
        exercise.id.partition("/")[2]: exercise.max_points for exercise in native.exercises
    }
    assert result["scores"] == {exercise.id.partition("/")[2]: exercise.points for exercise in native.exercises}


@pytest.mark.parametrize("platform", RUN)
def test_a_fault_of_the_grader_is_no_mark_where_that_can_be(platform, tmp_path, handed_in):
    """A suite that is broken leaves no result; where the platform makes a 0 of that, the instructor is told."""
    course = tmp_path / "own"
    for name, content in course_files(builtin_course(), ["chapter10/dense_backward"]).items():
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_bytes(content)
    (course / "grader" / "suites" / "chapter10" / "dense_backward.py").write_text("1 / 0\n")
    said = exported(platform, tmp_path / "out", "--course", course, targets=["chapter10"])
    handed = tmp_path / "handed"
    handed.mkdir()
    shutil.copy(handed_in / "dense_backward.py", handed / "dense_backward.py")
    if platform == "autolab":
        shutil.copy(handed / "dense_backward.py", tmp_path / "out")
    done, result = RUN[platform](tmp_path / "out", tmp_path / "root", handed)
    told = (tmp_path / "out" / "README.md").read_text("utf-8")
    match platform:
        case "gradescope" | "coursera":
            assert (done.returncode, result) == (1, None)
        case "prairielearn":
            assert (result["gradable"], "score" in result) == (False, True)
        case "autolab":
            assert done.returncode != 0
            assert result is None
            assert "NO RESULT" in done.stdout
        case "submitty":
            assert (result["status"], "data" in result) == ("fail", False)
    assert ("gives 0" in said) == (platform in ("autolab", "submitty"))
    assert ("**Where the grader is at fault" in told) == (platform in ("autolab", "submitty"))


def test_a_secret_travels_and_decides_the_inputs(tmp_path, handed_in):
    """It is the owner's alone, and the run is official: no input is shown."""
    (tmp_path / "secret").write_text(SECRET)
    exported("gradescope", tmp_path / "out", "--secret-file", tmp_path / "secret")
    kept = tmp_path / "out" / "autograder" / "secret"
    assert kept.stat().st_mode & 0o077 == 0
    _, result = gradescope(tmp_path / "out", tmp_path / "root", handed_in)
    if result is None:
        pytest.skip("no wall that holds can be built here: official runs are refused")
    assert "Official run" in result["output"]
    assert SECRET not in json.dumps(result)


def test_setup_installs_from_the_wheels_that_are_there(tmp_path):
    """The build script asks for a Python that is new enough, makes an environment and calls its pip, with a hash."""
    exported("gradescope", tmp_path / "out")
    tools, calls = tmp_path / "tools", tmp_path / "calls"
    tools.mkdir()
    python = '#!/usr/bin/env bash\n[ "$2" = -m ] || exit 0\nhome=${@: -1}\nmkdir -p "$home/bin"\n'
    python += f'printf \'#!/usr/bin/env bash\\necho "$@" > {calls}\' > "$home/bin/pip"\nchmod +x "$home/bin/pip"\n'
    (tools / "python3.12").write_text(python)
    (tools / "python3.12").chmod(0o755)
    environment = {"PATH": f"{tools}:{os.environ['PATH']}", "MDL_HOME": str(tmp_path / "home")}
    script = tmp_path / "out" / "autograder" / "setup.sh"
    done = subprocess.run(["bash", str(script)], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert calls.read_text().split() == ["install", "--quiet", "--only-binary", ":all:", "mdl-grade", "@", ADDRESS]


@given(st.integers(1, 2000), st.data())
def test_submittys_fraction_gives_the_points_however_it_is_rounded(most, data):
    """Cut, or rounded to the nearest, or up to twelve digits: it is the number of points."""
    points = data.draw(st.integers(0, most))
    share = platforms.held_fraction(_Scored(Score(points=points, max_points=most)))
    assert 0 <= share <= 1
    assert (math.floor(share * most), round(share * most)) == (points, points)
    assert math.ceil(round(share * most, 9)) == points


class _Scored(msgspec.Struct):
    score: Score


def test_what_was_not_attempted_is_no_attempt_at_prairielearn(tmp_path):
    """Files as they were given out use up no attempt."""
    report = mdl_grade.grade(builtin_course().stubs, "10/dense_backward")
    assert json.loads(platforms.render(report, "prairielearn"))["gradable"] is False


@pytest.mark.parametrize("platform", RUN)
def test_no_result_is_made_of_a_report_with_a_fault_in_it(platform, native):
    """Points that are missing through a fault would look like points that were lost."""
    first = msgspec.structs.replace(native.exercises[0], status=Status.GRADER_ERROR)
    faulty = msgspec.structs.replace(native, exercises=(first, *native.exercises[1:]))
    with pytest.raises(GraderFault, match="sigmoid_prime"):
        platforms.render(faulty, platform)


def test_results_stay_below_prairielearns_limit(native):
    """Of more checks than there is room for, the texts go and the points stay."""
    many = msgspec.structs.replace(native, exercises=native.exercises * 140)
    whole = platforms.render(many, "prairielearn")
    assert len(whole) < 1_000_000
    assert {test["message"] for test in json.loads(whole)["tests"]} == {""}
    assert len(json.loads(whole)["tests"]) == 140 * sum(len(exercise.checks) for exercise in native.exercises)


def test_a_folder_in_use_is_left_alone(tmp_path):
    """An export never mixes with what is there."""
    (tmp_path / "file").write_text("mine")
    done = CliRunner().invoke(
        export_command, ["autolab", "10/dense_backward", "--out", str(tmp_path), "--install-from", ADDRESS]
    )
    assert isinstance(done.exception, UsageError)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]

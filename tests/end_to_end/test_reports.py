"""Reports are reproducible, valid, and the same however an exercise is graded."""

import json
import re
import shutil

import pytest

from mdl_grade.course import builtin_course

COURSE = builtin_course()


def without_timing(text):
    report = json.loads(text)
    del report["timing"]
    return json.dumps(report)


@pytest.fixture
def mixed(tmp_path):
    """A submission with right, wrong, broken and missing answers."""
    folder = tmp_path / "work" / "chapter10"
    shutil.copytree(COURSE.solutions / "chapter10", folder)
    text = (folder / "dense_backward.py").read_text()
    (folder / "dense_backward.py").write_text(text.replace("dY.sum(axis=0)", "dY.mean(axis=0)"))
    (folder / "mse_with_grad.py").write_text("def (\n")
    (folder / "sigmoid_prime.py").unlink()
    shutil.copy(COURSE.stub("chapter10/network_fit"), folder)
    loud = 'print("seen")\nimport builtins, numpy\nnumpy.dot = None\nbuiltins.sum = None\n'
    (folder / "graph_backward.py").write_text(loud + (folder / "graph_backward.py").read_text())
    return folder.parent


def test_solutions_get_full_marks_behind_an_enforced_wall(mdl_grade):
    """Exit 0, valid under the schema, every point."""
    done = mdl_grade("chapter10", COURSE.solutions, "--report", "-")
    assert done.code == 0, done.err
    report = done.report
    assert report["score"]["points"] == report["score"]["max_points"] > 0
    assert report["isolation"]["trust"] == "enforced"
    assert mdl_grade("report", "validate", "-", stdin=done.out).code == 0


def test_stubs_are_not_attempted(mdl_grade):
    """No points, every exercise `not_attempted`, exit 4."""
    done = mdl_grade("chapter10", COURSE.stubs, "--report", "-")
    assert done.code == 4
    assert done.report["score"]["points"] == 0
    assert {exercise["status"] for exercise in done.report["exercises"]} == {"not_attempted"}


def test_the_same_submission_gives_the_same_bytes(mdl_grade, mixed):
    """Twice in a row, and with two processes."""
    once = mdl_grade("chapter10", mixed, "--report", "-")
    twice = mdl_grade("chapter10", mixed, "--report", "-")
    parallel = mdl_grade("chapter10", mixed, "--report", "-", "--jobs", "2")
    assert without_timing(once.out) == without_timing(twice.out) == without_timing(parallel.out)
    assert once.code == parallel.code == 1


def test_an_exercise_alone_is_graded_as_within_its_chapter(mdl_grade, mixed):
    """Marks and messages do not depend on the other files."""
    chapter = mdl_grade("chapter10", mixed, "--report", "-").report
    for name in ("chapter10/dense_backward", "chapter10/graph_backward", "chapter10/backprop_mlp"):
        alone = mdl_grade(name, mixed, "--report", "-").exercise
        (within,) = [exercise for exercise in chapter["exercises"] if exercise["id"] == name]
        assert alone == within


def test_an_official_run_shows_learners_no_inputs_and_no_values(mdl_grade, mixed, tmp_path):
    """The instructor sees them; a regrade is exact; another secret draws others."""
    (tmp_path / "secret").write_text("correct horse battery staple")
    (tmp_path / "other").write_text("another secret, long enough")
    words = ("chapter10/dense_backward", mixed, "--report", "-", "--secret-file")
    learner = mdl_grade(*words, tmp_path / "secret")
    again = mdl_grade(*words, tmp_path / "secret")
    instructor = mdl_grade(*words, tmp_path / "secret", "--view", "instructor")
    other = mdl_grade(*words, tmp_path / "other", "--view", "instructor")
    assert without_timing(learner.out) == without_timing(again.out)
    failed = [check for check in instructor.exercise["checks"] if check["status"] == "failed"]
    assert failed[0]["evidence"]["call"].startswith("dense_backward(dY=np.array(")
    assert failed[0]["evidence"]["call"] not in other.out
    assert "np.array" not in learner.out
    hidden = [c for c in learner.exercise["checks"] if c["status"] == "failed"]
    assert hidden[0]["diagnosis"]["labels"] == ["db is averaged over the batch"]
    assert str(failed[0]["evidence"]["expected"]) not in learner.out
    assert learner.report["seed"] == {"mode": "official", "value": None, "fingerprint": ""}
    assert learner.report["score"] == instructor.report["score"]


def test_a_report_file_can_be_shown_and_validated(mdl_grade, mixed, tmp_path):
    """What `--report FILE` wrote, `report show` prints and `report validate` accepts; damage is told."""
    file = tmp_path / "report.json"
    done = mdl_grade("chapter10", mixed, "--report", file)
    assert done.code == 1
    shown = mdl_grade("report", "show", file)
    assert "dense_backward" in shown.out
    assert mdl_grade("report", "validate", file).code == 0
    file.write_text(re.sub('"points": 0', '"points": 9', file.read_text(), count=1))
    damaged = mdl_grade("report", "validate", file)
    assert damaged.code == 1
    file.write_text("{}")
    assert mdl_grade("report", "validate", file).code == 1
    assert mdl_grade("report", "show", file).code == 2


def test_fail_under_and_only_attempted(mdl_grade, mixed):
    """CI chooses what it fails on."""
    assert mdl_grade("chapter10", mixed, "--fail-under", "50").code == 0
    assert mdl_grade("chapter10", mixed, "--fail-under", "99").code == 1
    words = ("chapter10/sigmoid_prime", "chapter10/backprop_mlp", mixed)
    assert mdl_grade(*words).code == 1
    assert mdl_grade(*words, "--only-attempted").code == 0


def test_the_learners_prints_are_evidence_and_never_results(mdl_grade, mixed):
    """stdout of an answer is kept in the report, and the report on stdout stays one JSON document."""
    done = mdl_grade("chapter10/graph_backward", mixed, "--report", "-")
    assert done.exercise["output"]["stdout"] == "seen\n"


@pytest.mark.parametrize("name", ["dense_backward.py", "notes.ipynb"])
def test_a_report_never_overwrites_an_answer(mdl_grade, tmp_path, name):
    """Nor what may be one: it is refused before anything is graded."""
    shutil.copy(COURSE.stub("chapter10/dense_backward"), tmp_path)
    answer = tmp_path / name
    answer.write_text("mine")
    done = mdl_grade("chapter10/dense_backward", tmp_path, "--report", answer)
    assert (done.code, answer.read_text()) == (2, "mine")
    assert "would overwrite" in done.err


def test_a_page_beside_the_report(mdl_grade, tmp_path):
    """`--html` writes what `report show --format html` makes of the report, and goes with `--report -`."""
    done = mdl_grade(
        "chapter09/relu",
        builtin_course().solution("chapter09/relu"),
        "--report",
        tmp_path / "r.json",
        "--html",
        tmp_path / "p.html",
    )
    assert done.code == 0
    assert "Page:" in done.err
    shown = mdl_grade("report", "show", tmp_path / "r.json", "--format", "html").out
    assert (tmp_path / "p.html").read_text() == shown
    piped = mdl_grade(
        "chapter09/relu", builtin_course().solution("chapter09/relu"), "--report", "-", "--html", tmp_path / "q.html"
    )
    assert piped.report["exercises"][0]["status"] == "passed"
    assert (tmp_path / "q.html").exists()
    assert mdl_grade("chapter09/relu", builtin_course().solutions, "--html", "-").code == 2

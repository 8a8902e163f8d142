"""A learner's day on the command line, from an empty folder."""

import json
import select
import signal
import subprocess
import sys

import pytest

from mdl_grade.course import builtin_course

COURSE = builtin_course()
EXERCISE = "chapter09/relu"


@pytest.fixture
def work(mdl_grade, tmp_path):
    """A workspace, and a function that writes the answer and grades it there."""
    mdl_grade("init", "work")
    folder = tmp_path / "work"

    def grade(answer, *words, **environment):
        stub = COURSE.stub(EXERCISE).read_text()
        (folder / f"{EXERCISE}.py").write_text(stub.replace("raise NotImplementedError", answer))
        environment = {"CI": "", **environment}
        return mdl_grade(EXERCISE, *words, cwd=folder, **environment)

    grade.folder = folder
    return grade


def test_the_command_alone_says_where_one_is(mdl_grade, work):
    """In a workspace: how much is done, what is started, and how to go on; elsewhere: what there is to do."""
    assert "mdl-grade init" in mdl_grade().out
    here = mdl_grade(cwd=work.folder).out
    assert f"0 of {len(COURSE.exercises)} exercises are done: 0 of" in here
    assert "Next:    chapter01/" in here
    work("return Z")
    here = mdl_grade(cwd=work.folder / "chapter09").out
    assert f"Started: {EXERCISE} (" in here
    assert "relu.py" in here.partition("Next:")[2].splitlines()[0]
    assert f"… {EXERCISE}" in mdl_grade("list", "9", cwd=work.folder).out
    work("return np.maximum(Z, 0.0)")
    here = mdl_grade(cwd=work.folder).out
    assert "1 of" in here
    assert "Next:    chapter09/sigmoid_stable.py" in here


@pytest.fixture
def other(mdl_grade, tmp_path):
    """A workspace of a course of one's own, and the words that name that course."""
    course = tmp_path / "own"
    mdl_grade("dev", "new-course", str(course), "--exercise", "chapter09/relu")
    mdl_grade("init", "work", "--course", str(course), "--editor", "vscode")
    return tmp_path / "work", ("--course", str(course))


@pytest.mark.parametrize("words", [(), ("9/relu",), ("list",), ("hint",), ("next",), ("solution", "relu")])
def test_a_workspace_of_another_course_is_not_graded_by_the_built_in_one(mdl_grade, other, words):
    """Without --course, each command says of which course the workspace is; with it, it goes on and tells it on."""
    folder, course = other
    done = mdl_grade(*words, cwd=folder, CI="")
    assert done.code == 2
    assert "is a workspace of the course 'own'." in done.err
    told = mdl_grade(*words, *course, cwd=folder, CI="")
    assert "workspace" not in told.err
    assert all("--course" in line for line in told.out.splitlines() if "mdl-grade hint" in line), told.out


def test_the_task_of_an_editor_is_told_the_course(other):
    """It grades by the course that the workspace is of."""
    folder, course = other
    (task,) = json.loads((folder / ".vscode" / "tasks.json").read_text())["tasks"]
    assert tuple(task["args"][-2:]) == course


def test_hints_come_one_at_a_time(mdl_grade, work):
    """Without a name, for the exercise in hand; the last stays the last."""
    work("return Z")
    told = [mdl_grade("hint", cwd=work.folder).out for _ in range(6)]
    assert [text.partition(" for ")[0][:6] for text in told][:2] == ["Hint 1", "Hint 2"]
    assert all(f"for {EXERCISE}" in text for text in told)
    assert told[-1] == told[-2]
    assert "More" not in told[-1]


def test_a_solution_is_earned(mdl_grade, work):
    """By passing, or by three different answers; or one asks for it by --now."""
    work("return Z")
    early = mdl_grade("solution", "relu", cwd=work.folder)
    assert early.code == 2
    assert "Have 2 more different answers graded" in early.err
    assert "Another way" in mdl_grade("solution", "9/relu", "--now").out
    assert "nobody knows what you have tried" in mdl_grade("solution", "relu").err
    work("return Z")
    work("return -Z")
    assert mdl_grade("solution", "relu", cwd=work.folder).code == 2
    work("return abs(Z)")
    shown = mdl_grade("solution", "relu", cwd=work.folder).out
    assert "Z" in shown
    assert "BEGIN SOLUTION" not in shown
    assert '"""' not in shown


def test_an_explanation_is_shown(mdl_grade):
    """Its text, and where there is none, where to read instead."""
    assert "With numbers" in mdl_grade("explain", "dense_backward").out
    assert mdl_grade("explain", "chapter10").code == 2


@pytest.mark.parametrize("where", ["elsewhere", "CI", "official"])
def test_nothing_is_remembered_of_others_work(mdl_grade, work, tmp_path, where):
    """Of files outside of the workspace, in CI, and under a secret."""
    remembered = (work.folder / ".mdl-grade.json").read_bytes()
    if where == "elsewhere":
        mdl_grade(EXERCISE, COURSE.solution(EXERCISE), cwd=work.folder, CI="")
    else:
        (tmp_path / "secret").write_bytes(b"s" * 32)
        words = () if where == "CI" else ("--secret-file", tmp_path / "secret")
        work("return Z", *words, CI="true" if where == "CI" else "")
    assert (work.folder / ".mdl-grade.json").read_bytes() == remembered
    assert json.loads(remembered)["course"] == COURSE.name


def test_a_stub_comes_back(mdl_grade, work):
    """And what was written is beside it."""
    work("return Z")
    told = mdl_grade("reset", "relu", cwd=work.folder).out
    assert "chapter09/relu.1.bak" in told
    assert (work.folder / f"{EXERCISE}.py").read_bytes() == COURSE.stub(EXERCISE).read_bytes()


def test_a_save_is_graded(work):
    """`watch` grades what is saved while it runs, tells a half-written file apart, and ends at Ctrl-C as it should."""
    path = work.folder / f"{EXERCISE}.py"
    stub = COURSE.stub(EXERCISE).read_text()
    watching = subprocess.Popen(
        [sys.executable, "-P", "-m", "mdl_grade", "watch", "9"],
        cwd=work.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    with watching:
        told = ""
        for answer, until in (("return (", "not graded yet"), ("return np.maximum(Z, 0.0)", "Well done")):
            while until not in told:
                path.write_text(stub.replace("raise NotImplementedError", answer))  # again, if nobody watched yet
                while until not in told and select.select([watching.stdout], [], [], 2.0)[0]:
                    line = watching.stdout.readline()
                    assert line, told
                    told += line
        watching.send_signal(signal.SIGINT)
        assert watching.wait(30) == 0
    assert "7 of 7 points" in told
    assert json.loads((work.folder / ".mdl-grade.json").read_bytes())["tried"][EXERCISE]["passed"]

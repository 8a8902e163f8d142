"""Bad input gets a clear message through the command line, and nothing is lost."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from mdl_grade.course import builtin_course

COURSE = builtin_course()
GOOD = COURSE.solution("chapter10/dense_backward").read_text()
HEAD = "import numpy as np\n\n\ndef dense_backward(dY, X, W):\n"


def returning(expression):
    return f"{HEAD}    return {expression}\n"


@pytest.fixture
def graded(mdl_grade, tmp_path):
    """Grade one file as chapter10/dense_backward and return how it ended."""

    def grade(content, **options):
        path = tmp_path / "dense_backward.py"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return mdl_grade("chapter10/dense_backward", path, "--report", "-", **options)

    return grade


def messages(exercise):
    return " ".join(check["message"] for check in exercise["checks"])


UNREADABLE = [
    ("syntax error", HEAD + "    return (dY @ W.T\n", "not valid Python", 5),
    ("syntax error in the middle", "x = 1\ny = = 2\n", "not valid Python", 2),
    ("not UTF-8", b"# one\n# caf\xe9\n", "not UTF-8", 2),
    ("NUL", b"x = 1\n\0", "NUL", 2),
    ("over 1 MiB", "# " + "x" * (1 << 20), "larger than 1 MiB", None),
    ("import error", "import scipy\n" + GOOD, "scipy is not there for answers", 1),
    ("a module that would be read", "import urllib.request\n" + GOOD, "Answers can open no files", 1),
    ("an exported magic", "%matplotlib inline\n" + GOOD, "hand in the notebook itself", 1),
    ("a file at import", "import numpy as np\nX = np.load('x.npy')\n" + GOOD, "Answers can open no files", 2),
    (
        "a try-out before the end",
        GOOD.replace("def dense_backward", "def other") + "1 / 0\n",
        "ZeroDivisionError",
        None,
    ),
    ("exception at import", "x = 1\n1 / 0\n", "ZeroDivisionError", 2),
    ("sys.exit at import", "import sys\nsys.exit(0)\n", "ends the program", 2),
    ("sibling import", "from dense_forward import forward\n" + GOOD, "Each file stands alone", 1),
]


@pytest.mark.parametrize(
    ("content", "phrase", "line"), [row[1:] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE]
)
def test_a_file_that_does_not_load_says_why_and_where(graded, content, phrase, line):
    """One sentence for all checks, with the line."""
    done = graded(content)
    assert (done.code, done.exercise["status"], done.exercise["points"]) == (1, "error", 0)
    assert phrase in messages(done.exercise)
    assert all(check["evidence"]["type"] == "not_loaded" for check in done.exercise["checks"])
    if line is not None:
        assert done.exercise["checks"][0]["evidence"]["line"] == line


STOPPED = [
    ("endless loop at import", "while True:\n    pass\n", "timeout", "timeout"),
    ("endless loop in a call", HEAD + "    while True:\n        pass\n", "timeout", "timeout"),
    ("os._exit", HEAD + "    import os\n    os._exit(0)\n", "error", "exit"),
    ("os._exit at import", "import os\nos._exit(0)\n", "error", "exit"),
    ("abort", HEAD + "    import os\n    os.abort()\n", "error", "signal"),
]


@pytest.mark.parametrize(("content", "status", "how"), [row[1:] for row in STOPPED], ids=[row[0] for row in STOPPED])
def test_code_that_ends_the_worker_ends_nothing_else(graded, content, status, how):
    """The worker is gone, the report is there and says how it ended."""
    done = graded(content)
    assert (done.code, done.exercise["status"], done.exercise["points"]) == (1, status, 0)
    evidence = done.exercise["checks"][0]["evidence"]
    assert (evidence["type"], evidence["how"]) == ("stopped", how)


RAISED = [
    ("sys.exit in a call", HEAD + "    import sys\n    sys.exit(0)\n", "SystemExit"),
    ("memory bomb", HEAD + "    return np.ones(1 << 34)\n", "MemoryError"),
    ("exception", HEAD + "    return undefined\n", "NameError"),
    ("recursion", HEAD + "    return dense_backward(dY, X, W)\n", "RecursionError"),
]


TRIED_OUT = [
    (
        "a call that does not fit",
        "print(dense_backward(1, 2, 3))",
        "AttributeError: 'int' object has no attribute 'T'.",
    ),
    ("an assertion", "assert dense_backward is None", "AssertionError: dense_backward is <function"),
    ("the end of the program", "import sys\nsys.exit(1)", "SystemExit: 1."),
    ("a notebook's line", "get_ipython().system('ls')", "hand in the notebook itself"),
    ("a definition that is not asked for", "OTHER = undefined", "NameError"),
]


@pytest.mark.parametrize(("code", "told"), [row[1:] for row in TRIED_OUT], ids=[row[0] for row in TRIED_OUT])
def test_what_fails_after_the_last_definition_costs_nothing(graded, code, told):
    """It is told as a warning, with the line that called and not the one inside a right function."""
    done = graded(f"{GOOD}\n{code}\n")
    assert (done.code, done.exercise["status"]) == (0, "passed")
    (warning,) = done.exercise["warnings"]
    assert told in warning
    last = len(GOOD.splitlines()) + 1 + len(code.splitlines())
    assert f"line {last}: {code.splitlines()[-1]}" in warning


def test_doctests_at_the_bottom_are_ignored(graded):
    """They are there to try things out at home."""
    done = graded(f"import doctest\n{GOOD}\ndoctest.testmod()\n")
    assert (done.code, done.exercise["warnings"]) == (0, [])


def test_code_goes_on_after_a_try_out_in_the_middle(graded):
    """What is defined below is there, and a future import still counts."""
    head, function = GOOD.split("def dense_backward")
    text = f"{head}print(undefined)\nassert False\n\ndef dense_backward{function}"
    done = graded(text.replace("import numpy", "from __future__ import annotations\nimport numpy", 1))
    assert done.code == 0
    assert len(done.exercise["warnings"]) == 2


def test_a_failed_assert_shows_its_values(graded):
    """The expression, what stood on its sides, and its line."""
    done = graded(HEAD + "    db = dY.sum(axis=0, keepdims=True)\n    assert db.shape == (3,)\n    return db\n")
    assert "AssertionError: db.shape is (1, 3). It is line 6: assert db.shape == (3,)" in messages(done.exercise)


def test_an_exception_comes_with_its_inputs(graded):
    """Which case raises first, the call to try it, and which cases go through."""
    done = graded(GOOD.replace("dX = dY", 'if len(X) == len(W):\n        raise ValueError("square")\n    dX = dY'))
    first = next(check for check in done.exercise["checks"] if check["status"] == "error")
    assert first["evidence"]["case"] == "N=4, D=4, K=4"
    assert first["evidence"]["call"].startswith("dense_backward(dY=np.array([[")
    assert first["evidence"]["worked"] == ["N=7, D=5, K=3", "N=1, D=5, K=3", "N=4, D=1, K=1"]
    assert "It does not raise for N=7, D=5, K=3; for N=1, D=5, K=3; for N=4, D=1, K=1." in first["message"]


def test_the_call_can_be_pasted(graded, mdl_grade, tmp_path):
    """What the terminal shows below "To try it" runs in the folder of the file, and ends with what should come of it."""
    graded(GOOD.replace("dY.sum(axis=0)", "dY.mean(axis=0)"))
    shown = mdl_grade("chapter10/dense_backward", tmp_path / "dense_backward.py", COLUMNS="80").out
    code = shown.partition("paste this into Python:\n\n")[2].partition("\n\n")[0]
    assert code.splitlines()[-1].startswith("# db should be [")
    path = tmp_path / "dense_backward.py"
    kept = path.read_text()
    path.write_text(kept.replace("    return dX, dW, db", "    print(db)\n    return dX, dW, db"))
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("[")


def test_a_notebook_is_told_by_cell(mdl_grade, tmp_path):
    """The line is that of the cell."""
    cells = [
        "import numpy as np\n",
        "\ndef dense_backward(dY, X, W):\n    return dY.nothing\n",
        "dense_backward(1, 2, 3)",
    ]
    notebook = {
        "nbformat": 4,
        "cells": [{"cell_type": "markdown", "source": "# Mine"}] + [{"cell_type": "code", "source": c} for c in cells],
    }
    (tmp_path / "dense_backward.ipynb").write_text(json.dumps(notebook))
    done = mdl_grade("chapter10/dense_backward", tmp_path / "dense_backward.ipynb", "--report", "-")
    evidence = done.exercise["checks"][0]["evidence"]
    assert (evidence["cell"], evidence["line"], evidence["source"]) == (3, 3, "return dY.nothing")
    assert "It is line 3 of cell 3: return dY.nothing" in done.exercise["checks"][0]["message"]
    assert "It is line 1 of cell 4: dense_backward(1, 2, 3)" in done.exercise["warnings"][0]


def test_a_line_is_one_of_the_file(graded):
    """A number that is none of its lines is not told, whatever the code pretends."""
    forged = 'exec(compile("\\n" * 5000 + "1 / 0", __file__, "exec"))'
    done = graded(HEAD + f"    {forged}\n")
    evidence = done.exercise["checks"][0]["evidence"]
    assert (evidence["exception"], evidence["line"], evidence["source"]) == ("ZeroDivisionError", None, "")


@pytest.fixture(scope="module")
def schedules():
    """Return the solution of an exercise of four functions, some of them not written."""
    stub = COURSE.stub("chapter11/lr_schedules").read_text()
    solved = COURSE.solution("chapter11/lr_schedules").read_text()

    def written(*names):
        parts = re.split(r"(?m)^(?=def )", solved), re.split(r"(?m)^(?=def )", stub)
        return "".join(
            one if re.match(r"def (\w+)|", one)[1] in (None, *names) else other
            for one, other in zip(*parts, strict=True)
        )

    return written


def test_half_written_work_counts(mdl_grade, tmp_path, schedules):
    """Three of four functions are judged, and the fourth is named; only what is not written at all is not started."""
    path = tmp_path / "lr_schedules.py"
    words = ("chapter11/lr_schedules", path, "--only-attempted")
    path.write_text(schedules("step_decay", "exponential_decay", "inverse_decay"))
    done = mdl_grade(*words, "--report", "-")
    assert (done.code, done.exercise["status"]) == (1, "failed")
    assert 3 <= done.exercise["points"] < done.exercise["max_points"]
    assert done.exercise["unwritten"] == ["linear_decay"]
    assert "3 of 4 functions written; `linear_decay` is still to be written." in mdl_grade(*words).out
    path.write_text("# my notes\n" + schedules())
    assert mdl_grade(*words).code == 4


def test_a_class_without_a_method_is_judged_for_the_rest(mdl_grade, tmp_path):
    """What does not need the method counts."""
    name = "chapter10/fully_connected_layer"
    head, rest = COURSE.solution(name).read_text().split("    def backward", 1)
    step = "    def step" + rest.split("    def step", 1)[1]
    stub = COURSE.stub(name).read_text()
    backward = stub[stub.index("    def backward") : stub.index("    def step")]
    path = tmp_path / "fully_connected_layer.py"
    for text, unwritten in ((head + step, []), (head + backward + step, ["FullyConnectedLayer.backward"])):
        path.write_text(text)
        done = mdl_grade(name, path, "--report", "-")
        assert done.exercise["status"] in ("failed", "error")
        assert done.exercise["points"] > 0
        assert done.exercise["unwritten"] == unwritten


@pytest.mark.parametrize(("content", "exception"), [row[1:] for row in RAISED], ids=[row[0] for row in RAISED])
def test_exceptions_are_told_with_their_line(graded, content, exception):
    """The class of the exception, and the line of the learner's file."""
    done = graded(content)
    assert (done.code, done.exercise["status"]) == (1, "error")
    evidence = done.exercise["checks"][0]["evidence"]
    assert evidence["exception"].endswith(exception)
    assert evidence["line"] >= 5


WRONG = [
    ("None", "None", "wrong_type"),
    ("a tuple of the wrong length", "dY, X", "wrong_type"),
    ("a string", "'dX'", "wrong_type"),
    ("wrong shape", "dY @ W.T, X.T @ dY, dY", "wrong_shape"),
    ("wrong dtype", "(dY @ W.T).astype(int), X.T @ dY, dY.sum(axis=0)", "wrong_dtype"),
    ("NaN", "dY @ W.T * np.nan, X.T @ dY, dY.sum(axis=0)", "not_finite"),
    ("an object array", "np.array([None, dY, W], dtype=object)", "wrong_type"),
    ("an array subclass", "np.ma.masked_array(dY @ W.T), X.T @ dY, dY.sum(axis=0)", "wrong_type"),
    ("a huge array", "np.broadcast_to(1.0, (10**6, 10**6)), X.T @ dY, dY.sum(axis=0)", "wrong_type"),
    ("a generator", "(g for g in (dY, X, W))", "wrong_type"),
    ("an object", "object()", "wrong_type"),
]


@pytest.mark.parametrize(("expression", "kind"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_wrong_values_are_told_by_kind(graded, expression, kind):
    """Type before shape before dtype before finiteness before value."""
    done = graded(returning(expression))
    assert (done.code, done.exercise["status"]) == (1, "failed")
    failed = [c for c in done.exercise["checks"] if c["status"] == "failed" and c["id"] != "example"]
    assert failed[0]["evidence"]["type"] == kind
    assert failed[0]["message"]


def test_a_missing_function_is_named_with_what_is_close(graded):
    """`dense_backwards` is not `dense_backward`, but close."""
    done = graded(GOOD.replace("def dense_backward(", "def dense_backwards("))
    evidence = done.exercise["checks"][0]["evidence"]
    assert (evidence["type"], evidence["name"], evidence["found"]) == ("missing", "dense_backward", "dense_backwards")
    assert (done.code, done.exercise["status"]) == (1, "error")


def test_a_wrong_signature_is_shown_beside_the_right_one(graded):
    """What it is called with, and what it takes."""
    done = graded("def dense_backward(dY, X):\n    return dY, X\n")
    evidence = next(c["evidence"] for c in done.exercise["checks"] if c["id"] != "example")
    assert evidence["type"] == "wrong_signature"
    assert evidence["got"] == "dY, X"
    assert "W" in evidence["expected"]


def test_renamed_and_extra_optional_parameters_are_fine(graded):
    """Arguments come by position."""
    done = graded(
        GOOD.replace("dY: Array, X: Array, W: Array", "delta, inputs, weights, check=False").replace(
            "dX = dY @ W.T", "dY, X, W = delta, inputs, weights\n    dX = dY @ W.T"
        )
    )
    assert (done.code, done.exercise["status"]) == (0, "passed")


def test_a_missing_file_is_not_attempted(mdl_grade, tmp_path):
    """Where other exercises are there, a missing one is told and the rest is graded."""
    (tmp_path / "chapter10").mkdir()
    shutil.copy(COURSE.solution("chapter10/dense_backward"), tmp_path / "chapter10")
    done = mdl_grade("chapter10", "--report", "-")
    by_id = {exercise["id"]: exercise for exercise in done.report["exercises"]}
    assert by_id["chapter10/dense_backward"]["status"] == "passed"
    others = [exercise for name, exercise in by_id.items() if name != "chapter10/dense_backward"]
    assert {exercise["status"] for exercise in others} == {"not_attempted"}
    assert "no file" in messages(others[0])
    assert done.code == 1


def test_an_untouched_stub_is_not_attempted(mdl_grade):
    """Exit 4 when nothing was attempted."""
    done = mdl_grade("chapter10/dense_backward", COURSE.stub("chapter10/dense_backward"), "--report", "-")
    assert (done.code, done.exercise["status"], done.exercise["points"]) == (4, "not_attempted", 0)


def test_a_stub_with_another_answer_in_it_is_not_attempted_either(graded):
    """NotImplementedError with nothing passed is no attempt, whatever else was edited."""
    done = graded("# my notes\n" + COURSE.stub("chapter10/dense_backward").read_text())
    assert (done.code, done.exercise["status"]) == (4, "not_attempted")


@pytest.mark.parametrize("kind", ["symlink", "fifo", "folder"])
def test_what_is_no_ordinary_file_is_refused(mdl_grade, tmp_path, kind):
    """Links, pipes, and folders named like files."""
    chapter = tmp_path / "chapter10"
    chapter.mkdir()
    path = chapter / "dense_backward.py"
    if kind == "symlink":
        path.symlink_to(COURSE.solution("chapter10/dense_backward"))
    elif kind == "fifo":
        os.mkfifo(path)
    else:
        path.mkdir()
    done = mdl_grade("chapter10/dense_backward", "--report", "-")
    assert (done.code, done.exercise["status"]) == (1, "error")
    assert {"symlink": "symbolic link", "fifo": "not an ordinary file", "folder": "is a folder"}[kind] in messages(
        done.exercise
    )


def test_one_bad_exercise_does_not_stop_the_rest(mdl_grade, tmp_path):
    """A loop, a crash and a syntax error beside right answers cost the right answers nothing."""
    shutil.copytree(COURSE.solutions / "chapter10", tmp_path / "chapter10")
    bad = {
        "dense_backward": "while True: pass\n",
        "mse_with_grad": "import os\nos.abort()\n",
        "sigmoid_prime": "def (\n",
    }
    for name, text in bad.items():
        (tmp_path / "chapter10" / f"{name}.py").write_text(text)
    done = mdl_grade("chapter10", "--report", "-")
    statuses = {exercise["id"].partition("/")[2]: exercise["status"] for exercise in done.report["exercises"]}
    assert {name for name, status in statuses.items() if status != "passed"} == set(bad)
    assert done.code == 1


def test_an_unknown_target_offers_the_closest(mdl_grade):
    """Exit 2, and nothing on stdout."""
    done = mdl_grade("chaptre10")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean chapter10?" in done.err


def test_an_unwritable_report_is_told_before_grading(mdl_grade, tmp_path):
    """No work is done for a report that can't be kept."""
    for target in (tmp_path / "nowhere" / "report.json", tmp_path):
        done = mdl_grade("chapter10/dense_backward", COURSE.solutions, "--report", target)
        assert done.code == 2
        assert "can't be written" in done.err


def test_a_broken_course_is_told(mdl_grade, tmp_path):
    """What is wrong with the folder, and what a course looks like."""
    done = mdl_grade("chapter10", "--course", tmp_path)
    assert done.code == 3
    assert "is not a course" in done.err
    assert "solutions/" in done.err


def test_a_suite_that_is_at_fault_costs_the_learner_nothing(mdl_grade, tmp_path):
    """A check that breaks on the reference too is a grader_error: out of the maximum, exit 3."""
    course = tmp_path / "course"
    assert mdl_grade("dev", "new", "chapter01/twice", "--course", course).code == 0
    suite = course / "grader" / "suites" / "chapter01" / "twice.py"
    broken = (
        '\n\n@check(points=4)\ndef broken(student, batch):\n    """Fails by itself."""\n    raise ZeroDivisionError\n'
    )
    suite.write_text(suite.read_text() + broken)
    done = mdl_grade("chapter01", course / "solutions", "--course", course, "--report", "-")
    assert done.code == 3
    assert done.exercise["status"] == "grader_error"
    assert (done.report["score"]["points"], done.report["score"]["max_points"]) == (3, 3)


def test_secrets_are_checked(mdl_grade, tmp_path):
    """Too short, missing, or beside --seed."""
    short = tmp_path / "short"
    short.write_text("abc")
    for words in (
        ["--secret-file", short],
        ["--secret-file", tmp_path / "absent"],
        ["--secret-file", short, "--seed", "1"],
    ):
        done = mdl_grade("chapter10/dense_backward", COURSE.solutions, *words)
        assert done.code == 2
        assert done.err

"""`mdl-grade serve --stdio`: other programs grade, again and again."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdl_grade
from mdl_grade.conversation import LONGEST, Request, converse
from mdl_grade.course import builtin_course
from mdl_grade.errors import CourseError, GraderFault, UsageError
from mdl_grade.report.encoding import encode, without_timing
from mdl_grade.report.schema import validate
from mdl_grade.report.views import for_learner

ROOT = Path(__file__).parents[2]
RELU = builtin_course().solution("chapter09/relu").read_text("utf-8")


def served(*requests, options=(), cwd=ROOT):
    """Return the greeting and the replies of one process to requests: values, or bytes as they are."""
    lines = [request if isinstance(request, bytes) else json.dumps(request).encode() for request in requests]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "mdl_grade", "serve", "--stdio", *options],
        cwd=cwd,
        input=b"".join(line + b"\n" for line in lines),
        capture_output=True,
        check=True,
    )
    greeting, *replies = map(json.loads, done.stdout.splitlines())
    return greeting, replies


def test_one_request_that_breaks_does_not_end_it():
    """Between two right answers: no JSON, no such target, code that never ends, that ends the process, that prints replies."""
    forged = 'print(\'{"id": 99, "report": {}}\', flush=True)\n'
    hard = {
        "loops": "while True: pass",
        "exits": "import os\nos._exit(0)",
        "floods": "print('x' * 10**7)",
        "prints": forged + RELU,
    }
    requests = [
        {"id": "first", "texts": {"relu": RELU}},
        b'{"id": 1, "targets":',
        b"\xff\xfe",
        {"id": 2, "targets": ["chapter99"], "path": "solutions"},
        {"id": 3, "texts": {"chapter09": RELU}},
        {"id": 4, "targets": ["relu"], "path": "solutions", "texts": {"relu": RELU}},
        {"id": 5, "targets": ["relu"], "path": "solutions", "also": 1},
        {"id": 6, "targets": ["relu"], "path": "solutions", "seed": -1},
        *({"id": name, "texts": {"relu": text}} for name, text in hard.items()),
        {"id": "last", "targets": ["relu"], "path": "solutions", "seed": 3},
    ]
    greeting, replies = served(*requests)
    assert greeting["protocol"] == "mdl-grade/serve/v1"
    assert [reply["id"] for reply in replies] == ["first", None, None, 2, 3, 4, 5, 6, *hard, "last"]
    told = {reply["id"]: reply for reply in replies}
    assert {reply["error"]["kind"] for reply in replies if "error" in reply} == {"usage"}
    points = {name: reply["report"]["score"]["points"] for name, reply in told.items() if "report" in reply}
    whole = points["first"]
    assert points == {"first": whole, "loops": 0, "exits": 0, "floods": 0, "prints": whole, "last": whole}
    assert validate(json.dumps(told["last"]["report"]).encode()) == []


def test_it_grades_as_the_command_does():
    """The same report, but for how long it took: for texts as for files, in both views."""
    native = mdl_grade.grade(ROOT / "solutions", "chapter09/relu", seed=4)
    asked = {"targets": ["chapter09/relu"], "path": "solutions", "seed": 4}
    _, (learner, instructor) = served(asked, {**asked, "view": "instructor"})
    for reply, report in ((learner, for_learner(native)), (instructor, native)):
        told = {**reply["report"], "timing": None, "isolation": None}
        assert told == {**json.loads(encode(without_timing(report))), "timing": None, "isolation": None}


def test_official_runs_have_no_seed_of_a_request(tmp_path):
    """It comes from the secret and from what was handed in."""
    secret = tmp_path / "secret"
    secret.write_text("a secret of this course")
    _, (seeded, graded) = served(
        {"texts": {"relu": RELU}, "seed": 0},
        {"texts": {"relu": RELU}},
        options=["--secret-file", str(secret), "--isolation", "cooperative"],
        cwd=tmp_path,
    )
    assert seeded["error"]["kind"] == "usage"
    assert graded["report"]["seed"] == {"mode": "official", "value": None, "fingerprint": ""}


def test_the_example_of_the_readme_runs():
    """As it stands, beside the solutions."""
    (code,) = re.findall(r"<!-- serve -->\n```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    greeting, _, first, second, third, *_ = done.stdout.splitlines()
    assert json.loads(greeting)["protocol"] == "mdl-grade/serve/v1"
    assert first.startswith("1 {'points': 8")
    assert second.startswith("2 {'points': ")
    assert third.startswith("3 There is no exercise or chapter called 'chapter99'")


# --- the conversation alone -------------------------------------------------------------------------------------------
def talked(text, report):
    """Return what is replied to bytes, with a grader that a test gives."""
    outgoing = io.BytesIO()
    converse(io.BytesIO(text), outgoing, report, isolation="enforced")
    return [json.loads(line) for line in outgoing.getvalue().splitlines()][1:]


def refused(_: Request):
    raise UsageError("Never.")


@settings(derandomize=True, deadline=None)
@given(
    st.lists(
        st.binary(max_size=40)
        | st.sampled_from([b"", b" ", b"{}", b"[" * 5000, b'{"id": 1}', b'{"id": "\\ud800"}', b"null", b'{"id": [1]}'])
    )
)
def test_every_line_has_one_reply(lines):
    """Whatever the bytes, but for blank lines: each is answered, by an error where it is no request."""
    text = b"\n".join(lines)
    replies = talked(text, refused)
    assert len(replies) == sum(bool(line.strip()) for line in text.split(b"\n"))
    assert all(reply["error"]["kind"] == "usage" for reply in replies)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (CourseError("x"), "course"),
        (GraderFault("x"), "grader"),
        (MemoryError(), "grader"),
        (UsageError("\ud800"), "usage"),
    ],
)
def test_what_is_raised_is_told(error, kind):
    """By whose fault it is; the next request is served."""

    def failing(_: Request):
        raise error

    replies = talked(b'{"id": 1}\n{"id": 2}\n', failing)
    assert [(reply["id"], reply["error"]["kind"]) for reply in replies] == [(1, kind), (2, kind)]


def test_a_request_that_is_too_long_is_passed_over():
    """The one after it is read from its own beginning."""
    long = b'{"id": 1, "path": "' + b"x" * LONGEST + b'"}\n'
    first, second = talked(long + b'{"id": 2}\n', refused)
    assert "longer than 16 MiB" in first["error"]["message"]
    assert second["id"] == 2

"""What a hostile answer can do to reports, to official runs, and by the way that it is handed in."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from arena import FULL, HONEST, Arena
from attack import RIGHT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the wall is whole on Linux only")
MENDED = importlib.import_module("cases.mended")
FIRST = HONEST[0]


@pytest.fixture
def mine(arena_of) -> Arena:
    return arena_of("user")


def hand_in(arena: Arena, answers: dict[str, str], *words: object, **options: object):
    arena.prepare(answers)
    return arena.run(["all", *arena.words(), *words], **options)


def exercise(outcome, name: str = FIRST) -> dict:
    return next(found for found in outcome.report["exercises"] if found["id"] == name)


@pytest.fixture
def secret(mine) -> Path:
    file = mine.folder / "official"
    file.write_text("a secret of more than sixteen bytes")
    file.chmod(0o644)
    return file


# --- official runs ----------------------------------------------------------------------------------------------------
ECHO = """
import sys
import numpy as np


def curve(X):
    if X is None:
        raise ValueError
    told = " ".join(repr(x) for x in X.ravel()[:3].tolist())
    print(told)
    print(told, file=sys.stderr)
    raise type("Inputs_" + X.tobytes()[:8].hex(), (Exception,), {})(told)
"""


def test_official_reports_of_learners_hold_no_inputs(mine, secret):
    """A31: inputs in what is printed, in an exception's name and text, do not come out."""
    words = ("--secret-file", secret, "--view")
    told = hand_in(mine, {FIRST: ECHO}, *words, "instructor")
    numbers = re.findall(r"-?\d\.\d{1,2}", exercise(told)["output"]["stdout"])
    assert len(set(numbers)) >= 5
    shown = json.dumps(hand_in(mine, {FIRST: ECHO}, *words, "learner").report["exercises"])
    assert [number for number in numbers if number in shown] == []
    assert "Inputs_" not in shown


def test_what_one_file_learns_is_of_no_use_to_another(mine, secret):
    """A28, A29, A30: official inputs belong to the bytes of a file. One comment more, and they are others."""
    printing = RIGHT.replace("    return", "    print(X.ravel()[0])\n    return")
    second = HONEST[1]
    answers = {FIRST: printing, second: printing}
    runs = [hand_in(mine, answers, "--secret-file", secret) for _ in range(2)]
    changed = hand_in(mine, {FIRST: printing + "# more\n", second: printing}, "--secret-file", secret)
    firsts = [exercise(run)["output"]["stdout"] for run in (*runs, changed)]
    assert firsts[0] == firsts[1] != firsts[2]
    assert exercise(changed, second)["output"] == exercise(runs[0], second)["output"]


@pytest.mark.parametrize("seam", ["no-seccomp", "no-landlock,no-seccomp", "bare"])
def test_official_runs_refuse_a_weak_wall(mine, secret, seam):
    """A128: they do not go on quietly, and say what is missing; the answer is never run."""
    outcome = hand_in(mine, {FIRST: "open('/tmp/never', 'x')\n"}, "--secret-file", secret, seam=seam)
    assert outcome.code not in (0, 1)
    assert outcome.out == b""
    assert b"enforced" in outcome.err
    assert outcome.damage == ()


# --- handing in -------------------------------------------------------------------------------------------------------
CANARY = "raise SystemExit(99)\n"


def test_files_beside_an_answer_do_nothing(mine):
    """A05, A97, A98, A99: no conftest, settings, hooks or shadow modules; the command is run from that very folder."""
    touched = mine.folder / "public" / "touched"
    mine.prepare({FIRST: RIGHT})
    folder = mine.handed_in / FIRST.partition("/")[0]
    hook = f"import os; open({str(touched)!r}, 'w')\n"
    names = (
        "conftest json numpy click msgspec _pytest sitecustomize usercustomize setup mdl_grade numpy/__init__".split()
    )
    for name in names:
        (folder / f"{name}.py").parent.mkdir(exist_ok=True)
        (folder / f"{name}.py").write_text(hook + CANARY)
    (folder / "evil.pth").write_text(hook)
    for name in ("pytest.ini", "tox.ini", "setup.cfg"):
        (folder / name).write_text("[pytest]\naddopts = -k nothing -p conftest\n")
    (folder / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\naddopts = "-k nothing"\n[build-system]\nrequires=["x"]\n'
    )
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text(f"[core]\n\tfsmonitor = touch {touched}\n")
    command = [mine.interpreter.path, "-P", "-m", "mdl_grade", "all", "..", "--course", mine.course, "--report", "-"]
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={**mine.interpreter.environment, "PATH": os.defpath, "TMPDIR": "/tmp"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["score"] == {"points": FULL, "max_points": FULL}
    assert not touched.exists()


def link(path: Path, arena: Arena) -> None:
    path.symlink_to(arena.canaries.secret)


def endless(path: Path, arena: Arena) -> None:
    path.symlink_to("/dev/zero")


def fifo(path: Path, arena: Arena) -> None:
    os.mkfifo(path)


def sparse(path: Path, arena: Arena) -> None:
    with path.open("wb") as file:
        file.truncate(10 << 30)


def folder(path: Path, arena: Arena) -> None:
    path.mkdir()


def hard_link(path: Path, arena: Arena) -> None:
    path.hardlink_to(arena.canaries.secret)


def suite(path: Path, arena: Arena) -> None:
    path.symlink_to(arena.course / "grader" / "suites" / f"{HONEST[1]}.py")


def loop(path: Path, arena: Arena) -> None:
    path.symlink_to(path.name)


def rot13(path: Path, arena: Arena) -> None:
    path.write_bytes(b"# -*- coding: rot13 -*-\nqrs pheir(K):\n    erghea 0\n")


def utf7(path: Path, arena: Arena) -> None:
    path.write_bytes(b"# -*- coding: utf-7 -*-\n+AGQAZQBm- curve(X): return 0\n")


def wide(path: Path, arena: Arena) -> None:
    path.write_bytes("def curve(X): return 0".encode("utf-16"))


@pytest.mark.parametrize("make", [link, endless, fifo, sparse, folder, hard_link, suite, loop, rot13, utf7, wide])
def test_what_is_no_plain_file_is_refused_in_words(mine, make):
    """A90, A91, A92, A102: no link is followed, nothing is waited for, nothing huge is read, no odd coding decoded."""
    mine.prepare({FIRST: "", HONEST[1]: RIGHT})
    path = mine.handed_in / f"{FIRST}.py"
    path.unlink()
    make(path, mine)
    outcome = mine.run(["all", *mine.words()], patience=30)
    refused = exercise(outcome)
    assert refused["points"] == 0
    assert refused["max_points"] == FULL
    assert refused["status"] in ("error", "failed")
    assert exercise(outcome, HONEST[1])["points"] == FULL
    assert outcome.damage == ()


def test_marks_and_names_inside_a_file_are_not_believed(mine):
    """A16, A17: who handed in, and what it is worth, does not come from the file."""
    outcome = hand_in(mine, {FIRST: '__author__ = "Ada"\n__score__ = 7\nSTUDENT_ID = 12\ncurve = None\n'})
    assert outcome.report["submission"] == {"label": "handed_in", "files": 1}
    assert outcome.report["score"] == {"points": 0, "max_points": FULL}
    assert b"Ada" not in outcome.out


# --- what people read -------------------------------------------------------------------------------------------------
NOISE = (
    "\x1b[2J\x1b]0;title\x07\x1b[31m \x9b31m \r over \b\b \u202e reversed \u2066 ::error file=a::b \n::set-output name=x::1\n"
    "##[error]x\n=cmd|' /C calc'!A0\n<script>alert(1)</script> ![](http://x) @everyone #1 {0.__class__} %s %n ``` </details>"
)
LOUD = f"""
NOISE = {NOISE!r}
print(NOISE)
def curve(X):
    raise type(NOISE, (Exception,), {{}})(NOISE)
"""


def test_terminal_output_holds_nothing_that_acts(mine):
    """A103, A107, A109: no escape, no bidirectional override, no line that a workflow would take for a command."""
    mine.prepare({FIRST: LOUD, HONEST[1]: RIGHT})
    for more in ((), ("--verbose",)):
        outcome = mine.run(["all", mine.handed_in, "--course", mine.course, *more])
        text = outcome.out.decode() + outcome.err.decode()
        assert [
            c for c in text if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u200f"
        ] == []
        assert [line for line in text.splitlines() if line.lstrip().startswith(("::", "##["))] == []


# --- what got through ---------------------------------------------------------------------------------------------------
def result_of(mine: Arena, source: str, patience: float = 60.0) -> dict:
    return exercise(hand_in(mine, {FIRST: source}, patience=patience))


def test_naming_a_bug_takes_no_longer_for_larger_answers(mine):
    """N149: three thousand numbers where an array was due hold nobody up."""
    try:
        assert result_of(mine, MENDED.MANY_LEAVES.source, patience=15)["points"] < FULL
    except subprocess.TimeoutExpired:
        pytest.fail("still busy after 15 s")


def test_facts_do_not_carry_inputs_to_learners(mine, secret):
    """N124: the worker may claim facts, of three kinds and no more."""
    shown = hand_in(mine, {FIRST: MENDED.FACTS_THAT_TELL.source}, "--secret-file", secret, "--view", "learner")
    checks = exercise(shown)["checks"]
    assert {check["id"]: check["status"] for check in checks}["hygiene"] != "blocked"
    assert b"inputs " not in shown.out


def graded_alone(name: str, source: str) -> dict:
    """Grade an answer to an exercise of the course that comes with the package."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answer.py"
        file.write_text(source)
        done = subprocess.run(
            [sys.executable, "-P", "-m", "mdl_grade", name, str(file), "--report", "-", "--view", "instructor"],
            cwd=folder,
            capture_output=True,
            check=False,
        )
    return json.loads(done.stdout)["exercises"][0]


def test_an_answer_can_not_make_a_check_inconclusive():
    """A loss that is infinite near the inputs leaves no Taylor remainder to judge: the point is the answer's to lose."""
    result = graded_alone("chapter10/backprop_mlp", MENDED.OWN_LOSS)
    assert [check["id"] for check in result["checks"] if check["status"] == "grader_error"] == []


def test_remembering_labels_is_not_learning():
    """No training check passes for a network that looks up what it was told."""
    result = graded_alone("chapter10/network_fit", MENDED.REMEMBERED_LABELS)
    assert [check["id"] for check in result["checks"] if check["kind"] == "training" and check["points"]] == []


def test_a_line_is_a_line_of_the_file_or_nothing(mine, secret):
    """N154: a number that no line of the file has is not told to a learner in an official run."""
    lines = MENDED.INPUT_AS_LINE.source.count("\n") + 5
    words = ("--secret-file", secret, "--view", "learner")
    shown = exercise(hand_in(mine, {FIRST: MENDED.INPUT_AS_LINE.source}, *words))
    told = [check["evidence"].get("line") for check in shown["checks"] if check["evidence"]]
    assert told
    assert [line for line in told if line is not None and not 0 < line <= lines] == []


def test_names_of_functions_tell_nothing():
    """Without a derivative taken, a checker of gradients can't tell wrong ones from right ones."""
    result = graded_alone("chapter10/gradient_check", MENDED.NAMES_TELL)
    assert result["points"] <= result["max_points"] / 4

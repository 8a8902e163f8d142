"""Shells and editors: every command shows an example, words are completed, and places are told as compilers tell them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mdl_grade.cli import COMMANDS, command, grade
from mdl_grade.cli.workspace import LINE, task
from mdl_grade.errors import GraderFault


def commands(group, path=()):
    for name in group.list_commands(click.Context(group)):
        found = group.get_command(click.Context(group), name)
        yield (*path, name), found
        if isinstance(found, click.Group):
            yield from commands(found, (*path, name))


def test_the_help_of_every_command_has_an_example():
    """Groups and what is in them: a line that begins with the command itself."""
    seen = dict(commands(command))
    assert set(COMMANDS) <= {path[0] for path in seen}
    begin = {path: f"Example: mdl-grade {'chapter10' if path == ('grade',) else path[0]}" for path in seen}
    assert [path for path, found in seen.items() if begin[path] not in found.help] == []


def completed(shell, words, current):
    told = {"_MDL_GRADE_COMPLETE": f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": current}
    return subprocess.run(
        [sys.executable, "-I", "-m", "mdl_grade"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **told},
    ).stdout.split()


def test_commands_and_exercises_are_completed():
    """In bash, whose numbers count words, and in PowerShell, which tells the word."""
    assert completed("bash", "mdl-grade expl", "1") == ["plain,explain"]
    assert completed("bash", "mdl-grade chapter09/rel", "1") == ["plain,chapter09/relu"]
    assert completed("powershell", "mdl-grade hint chapter09/rel", "chapter09/rel") == ["chapter09/relu"]
    assert {"chapter09", "chapter09/relu"} <= set(completed("powershell", "mdl-grade explain chapter09", "chapter09"))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_there_is_a_line_for_each_shell(shell):
    """The README's lines ask for what is there."""
    environment = {**os.environ, "_MDL_GRADE_COMPLETE": f"{shell}_source"}
    done = subprocess.run(
        [sys.executable, "-I", "-m", "mdl_grade"], capture_output=True, text=True, check=True, env=environment
    )
    assert "_MDL_GRADE_COMPLETE" in done.stdout


def test_a_task_for_an_editor_is_written_when_asked_for(tmp_path, monkeypatch):
    """Its pattern reads what `--lines` prints; a file that is there is left alone, and without the option none is made."""
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    assert run(command, ["init", "--target", "chapter09/relu"]).exit_code == 0
    assert not (tmp_path / ".vscode").exists()
    assert run(command, ["init", "--target", "chapter09/relu", "--editor", "vscode"]).exit_code == 0
    tasks = tmp_path / ".vscode" / "tasks.json"
    assert json.loads(tasks.read_text()) == task(None)
    tasks.write_text("mine")
    assert "left as it is" in run(command, ["init", "--target", "chapter09/relu", "--editor", "vscode"]).output
    assert tasks.read_text() == "mine"
    answer = tmp_path / "chapter09" / "relu.py"
    answer.write_text("import numpy as np\n\n\ndef relu(z):\n    return 1 / 0\n")
    done = subprocess.run(
        [sys.executable, "-I", "-m", "mdl_grade", "grade", "chapter09/relu", "--lines"],
        capture_output=True,
        text=True,
        check=False,
    )
    found = [match for line in done.stderr.splitlines() if (match := re.match(LINE, line))]
    assert [match.group(1, 2) for match in found] == [("chapter09/relu.py", "5")], done.stderr
    assert "ZeroDivisionError" in found[0].group(3)


def test_all_that_could_not_be_written_is_told(tmp_path, monkeypatch):
    """With `--report` and `--html` both refused at the end, both are named, and both are kept."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    full = OSError(28, "No space left on device")
    with pytest.raises(GraderFault) as fault:
        grade._keep([(Path("a/report.json"), b"1", full), (Path("b/page.html"), b"2", full)])
    assert "a/report.json" in fault.value.what
    assert "b/page.html" in fault.value.what
    kept = fault.value.next_step.partition(": ")[2].split(", ")
    assert [Path(name).read_bytes() for name in kept] == [b"1", b"2"]


def test_shorter_names_are_completed_too():
    """Those that commands understand: the name alone, and with the chapter's number."""
    assert completed("bash", "mdl-grade explain dense_b", "2") == ["plain,dense_backward"]
    assert completed("fish", "mdl-grade 10/dense_b", "10/dense_b") == ["plain,10/dense_backward"]
    assert completed("zsh", "mdl-grade hint chapter9/relu", "2")[:2] == ["plain", "chapter9/relu"]
    assert completed("bash", "mdl-grade B/entr", "1") == ["plain,B/entropy"]
    assert completed("bash", "mdl-grade appendixb/entr", "1") == ["plain,appendixb/entropy"]


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("words", ["list chapter09", "hint relu 1", "explain softmax_rows", "doctor", "next", ""])
def test_sentences_are_as_wide_as_the_terminal(tmp_path, width, words):
    """Only code, formulas and a table of two columns may be wider; nothing in it is a box, and ASCII is enough."""
    if width == 40 and words == "doctor":
        pytest.skip("its table has 46 columns")
    environment = {**os.environ, "COLUMNS": f"{width}", "PYTHONIOENCODING": "ascii", "NO_COLOR": "1"}
    mdl_grade = [sys.executable, "-P", "-m", "mdl_grade"]
    run = {"cwd": tmp_path, "env": environment, "capture_output": True, "check": False}
    subprocess.run([*mdl_grade, "init", "--target", "chapter09"], **run)
    told = subprocess.run([*mdl_grade, *words.split()], **run).stdout
    assert told.isascii()
    assert b"\x1b" not in told
    lines = told.decode().splitlines()
    assert lines
    code = [line for line in lines if line.startswith((">>>", "    ", "[["))]
    assert [line for line in lines if len(line) > width and line not in code] == []

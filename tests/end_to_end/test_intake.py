"""Whatever holds the answers, the report is the same; whatever else is there, nothing of it runs."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile

import pytest

from mdl_grade.course import builtin_course

COURSE = builtin_course()
TARGETS = ("chapter10/dense_backward", "chapter10/mse_with_grad")


def traps(canary):
    """Files that some tool or other executes when it starts in their folder: each leaves the canary behind."""
    code = f"import pathlib; pathlib.Path({str(canary)!r}).touch()\n"
    return {
        "conftest.py": code,
        "sitecustomize.py": code,
        "json.py": code,
        "numpy.py": code,
        "chapter10/conftest.py": code,
        "chapter10/evil.pth": f"import sys; exec({code!r})\n",
        "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--collect-only'\n",
        "pytest.ini": "[pytest]\naddopts = --collect-only\n",
        ".git/config": f"[core]\n\tfsmonitor = touch {canary}\n",
        ".git/HEAD": "ref: refs/heads/main\n",
    }


@pytest.fixture
def plain(tmp_path):
    folder = tmp_path / "plain"
    (folder / "chapter10").mkdir(parents=True)
    shutil.copy(COURSE.solution(TARGETS[0]), folder / "chapter10")
    shutil.copy(COURSE.stub(TARGETS[1]), folder / "chapter10")
    return folder


def graded(mdl_grade, path, **options):
    """Return the exercises of a report, and what was said beside it."""
    done = mdl_grade(*TARGETS, path, "--report", "-", **options)
    return done.report["exercises"], done.err


def test_archives_and_notebooks_are_graded_as_the_plain_files_are(mdl_grade, plain, tmp_path):
    """Zip and tar, with what tools leave behind and what does not belong there, which is told."""
    expected, _ = graded(mdl_grade, plain)
    assert [exercise["status"] for exercise in expected] == ["not_attempted", "passed"]
    canary = tmp_path / "canary"
    for name, text in traps(canary).items():
        (plain / name).parent.mkdir(exist_ok=True)
        (plain / name).write_text(text)
    with zipfile.ZipFile(tmp_path / "work.zip", "w") as archive:
        for path in sorted(plain.rglob("*")):
            archive.write(path, "hw1" / path.relative_to(plain))
        archive.writestr("../outside\n::error::.py", "x")
    (plain / "chapter10" / "link.py").symlink_to("/etc/passwd")
    os.mkfifo(plain / "chapter10" / "pipe.py")
    with tarfile.open(tmp_path / "work.tgz", "w:gz") as archive:
        archive.add(plain, ".")
    for path in (plain, tmp_path / "work.zip", tmp_path / "work.tgz"):
        exercises, told = graded(mdl_grade, path, cwd=plain)
        assert exercises == expected
        assert "\n::" not in told
        assert ("Not taken" in told) == (path != plain)
    assert not canary.exists()
    subprocess.run([sys.executable, "-c", "import json"], cwd=plain, check=True)
    assert canary.exists()  # the traps are live


def test_a_notebook_is_graded_by_its_code(mdl_grade, tmp_path):
    """Magics, text and outputs that claim marks have no part in it."""
    source = COURSE.solution(TARGETS[0]).read_text().splitlines(keepends=True)
    cells = [
        {"cell_type": "code", "source": ["%matplotlib inline\n", "!pip install numpy"], "outputs": []},
        {"cell_type": "markdown", "source": "Full marks, please."},
        {"cell_type": "code", "source": source, "outputs": [{"output_type": "stream", "text": "score: 100"}]},
    ]
    path = tmp_path / "dense_backward.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}))
    done = mdl_grade(TARGETS[0], path, "--report", "-")
    assert (done.code, done.exercise["status"]) == (0, "passed")
    shutil.copy(COURSE.solution(TARGETS[0]), tmp_path)
    done = mdl_grade(TARGETS[0], tmp_path, "--report", "-")
    assert (done.code, done.exercise["status"]) == (0, "passed")  # the same answer, twice
    shutil.copy(COURSE.stub(TARGETS[0]), tmp_path)
    done = mdl_grade(TARGETS[0], tmp_path, "--report", "-")
    assert (done.code, done.exercise["status"]) == (1, "error")
    assert "take the other away" in done.exercise["checks"][0]["message"]


def test_a_damaged_archive_is_a_message_and_no_mark(mdl_grade, tmp_path):
    """Exit code 2, and what to do."""
    (tmp_path / "work.zip").write_bytes(b"PK\x03\x04 cut short")
    done = mdl_grade("chapter10", tmp_path / "work.zip")
    assert done.code == 2
    assert "pack it again" in done.err

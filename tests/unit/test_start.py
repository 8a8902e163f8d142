"""However it is started, the trusted process is ours, or it does not grade for others."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from mdl_grade.errors import UsageError
from mdl_grade.start import demand_own_code, foreign


def module(file):
    made = ModuleType("made")
    made.__file__ = str(file) if file is not None else None
    return made


def test_code_of_what_is_graded_is_seen(tmp_path):
    """A module of the folder, and PYTHONPATH; not what an environment in that folder holds, nor what has no file."""
    answers = tmp_path / "answers"
    known = {"numpy": module(Path(sys.prefix) / "numpy.py"), "sys": module(None), "other": module(tmp_path / "x.py")}
    assert list(foreign([answers, Path(sys.prefix)], known, {})) == []
    (found,) = foreign([answers], {**known, "numpy": module(answers / "numpy.py")}, {})
    assert found.startswith("The module numpy comes from")
    (found,) = foreign([answers], known, {"PYTHONPATH": "."})
    assert found == "PYTHONPATH is set"


def test_it_matters_for_others_only(monkeypatch):
    """At home, people may start Python as they like; officially, and under CI, not."""
    monkeypatch.setenv("PYTHONPATH", "somewhere")
    monkeypatch.delenv("CI", raising=False)
    demand_own_code([], official=False)
    with pytest.raises(UsageError, match="PYTHONPATH is set"):
        demand_own_code([], official=True)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(UsageError, match="PYTHONPATH is set"):
        demand_own_code([], official=False)


@pytest.fixture
def checkout(tmp_path):
    """A folder in which everything that Python might take by mistake is there, and cries."""
    cry = "import os; os.write(2, b'FOREIGN CODE')\n"
    for name in ("sitecustomize.py", "usercustomize.py", "click.py", "numpy.py", "mdl_grade/__init__.py"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(cry)
    return tmp_path


SCRIPT = [str(Path(sys.executable).with_name("mdl-grade"))]


@pytest.mark.parametrize("start", [SCRIPT, [sys.executable, "-I", "-m", "mdl_grade"]], ids=["script", "isolated"])
def test_started_as_documented_no_code_of_a_checkout_runs(checkout, start):
    """Neither its packages nor what Python runs at its start."""
    if not Path(start[0]).exists():
        pytest.skip("mdl-grade is not installed as a script here")
    done = subprocess.run([*start, "list"], cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "FOREIGN" not in done.stderr
    assert "dense_backward" in done.stdout


@pytest.mark.parametrize("way", ["-O", "-OO", "PYTHONOPTIMIZE"])
def test_dropped_assertions_are_refused(way, monkeypatch, tmp_path):
    """A check that is a bare assert would pass wrong answers."""
    if way == "PYTHONOPTIMIZE":
        monkeypatch.setenv(way, "1")
    words = [sys.executable, *([way] if way != "PYTHONOPTIMIZE" else []), "-P", "-m", "mdl_grade", "list"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "drops the assertions" in done.stderr

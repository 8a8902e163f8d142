"""How workflows install mdl-grade: by hash, from wheels that are in the repository."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from mdl_grade.course.course import builtin_course
from mdl_grade.delivery.target import Target
from mdl_grade.delivery.wheelhouse import Wheelhouse, collect
from mdl_grade.delivery.wheels import Wheel
from mdl_grade.delivery.workflows import RUNS_ON, github, write
from mdl_grade.errors import UsageError


@pytest.fixture
def house(index: Callable[..., Path], a_wheel: Callable[..., Path], tmp_path: Path) -> Wheelhouse:
    index("needed")
    own = Wheel.at(a_wheel(tmp_path / "own", "mdl-grade", "needed", version="0.1.0"))
    return collect(own, tmp_path / "house", [RUNS_ON])


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    return tmp_path / "repository"


def test_the_install_lines_take_what_was_collected_and_nothing_else(
    house: Wheelhouse, index: Callable[..., Path], repository: Path
) -> None:
    """Run as they stand: a newer package of our name, or other bytes of one that we need, are refused; no code of the folder runs."""
    files = github(builtin_course(), ["chapter10"], str(house.folder))
    write(files, repository)
    job = yaml.safe_load(files[".github/workflows/grade-chapter10.yml"])["jobs"]["grade"]
    (lines,) = (step["run"] for step in job["steps"] if step.get("name") == "install")
    for name in ("venv", "pip", "ensurepip", "sitecustomize"):
        (repository / f"{name}.py").write_text("raise SystemExit('FOREIGN')\n")
    index("mdl-grade", version="99.0", code="raise SystemExit('FOREIGN')")
    temporary = repository / "temp"
    lines = lines.replace("python3 ", f"{sys.executable} ", 1)

    def install() -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "RUNNER_TEMP": str(temporary)}
        return subprocess.run(
            ["bash", "-ec", lines], cwd=repository, env=environment, capture_output=True, text=True, check=False
        )

    done = install()
    assert done.returncode == 0, done.stderr
    python = temporary / "mdl" / "bin" / "python"
    told = "from importlib.metadata import version; import mdl_grade, needed; print(version('mdl-grade'))"
    assert subprocess.check_output([python, "-I", "-c", told], text=True).strip() == "0.1.0"
    index("needed", code="other = True")
    subprocess.run([python, "-m", "pip", "--quiet", "uninstall", "--yes", "needed"], cwd=temporary, check=True)
    refused = install()
    assert refused.returncode != 0
    assert "HASHES" in refused.stderr


def test_a_wheelhouse_for_another_python_is_refused(
    index: Callable[..., Path], a_wheel: Callable[..., Path], tmp_path: Path
) -> None:
    """Before anything is written, with the command that makes the right one."""
    index("needed", tag="cp311-cp311-manylinux_2_17_x86_64")
    own = Wheel.at(a_wheel(tmp_path / "own", "mdl-grade", "needed", version="0.1.0"))
    house = collect(own, tmp_path / "house", [Target.of("3.11", "x86_64")])
    with pytest.raises(UsageError, match=r"has no needed for Python 3.12.*\n.*--python 3.12"):
        github(builtin_course(), ["chapter10"], str(house.folder))


def test_workflows_are_written_into_repositories_alone(tmp_path: Path) -> None:
    """At their root, so that a service finds them."""
    with pytest.raises(UsageError, match="not the root of a git repository"):
        write({"x": b""}, tmp_path)
    assert not (tmp_path / "x").exists()

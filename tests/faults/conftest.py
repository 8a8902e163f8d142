"""The real command under a warden that outlives it, and counts what it leaves behind."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code (−n after signal n), what it printed, and the processes that survived it."""

    code: int
    out: str
    err: str
    survivors: list[str]

    @property
    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads(self.out)
        return report


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Ended]:
    """Run the command with faults put in (see faulty.py), in an empty folder, under a warden."""

    def run(fault: str, *words: str, shell: str = "", **environment: str) -> Ended:
        grade = [sys.executable, "-P", str(HERE / "faulty.py"), fault, *words]
        if shell:
            grade = ["sh", "-c", shell, "sh", *grade]
        grade = ["env", *(f"{name}={value}" for name, value in environment.items()), *grade]
        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-P", str(HERE / "warden.py"), *grade],
            cwd=work,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return Ended(**json.loads(done.stdout))

    return run

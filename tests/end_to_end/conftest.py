"""The command, run as people run it: in a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Done:
    """How a run of the command ended."""

    code: int
    out: str
    err: str

    @property
    def report(self):
        return json.loads(self.out)

    @property
    def exercise(self):
        (exercise,) = self.report["exercises"]
        return exercise


@pytest.fixture
def mdl_grade(tmp_path):
    """Run `mdl-grade` in an empty folder; return exit code, stdout, stderr."""

    def run(*words, cwd=tmp_path, stdin="", **environment):
        # -W error would break the interpreter's own start in a child: warnings of ours are tested where they arise.
        done = subprocess.run(
            [sys.executable, "-P", "-m", "mdl_grade", *map(str, words)],
            cwd=cwd,
            env={**os.environ, **environment},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    return run

"""An ordinary user, to run things as."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from mdl_grade.sandbox.confinement import PACKAGE

USER = 12345


def origin(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin)


@pytest.fixture(scope="session")
def as_user() -> Callable[..., str]:
    """Run a script as an ordinary user, with a Python that every user can start; return what it prints."""
    python = shutil.which(f"python3.{sys.version_info.minor}", path="/usr/local/bin:/usr/bin")
    if os.geteuid() != 0 or python is None or not shutil.which("setpriv"):
        pytest.skip("needs root, setpriv and a system Python of this version")
    packages = [str(PACKAGE.parent), str(origin("numpy").parents[1])]
    environment = {"PYTHONPATH": os.pathsep.join(packages), "PATH": os.defpath, "TMPDIR": tempfile.gettempdir()}
    command = ["setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups", python, "-P", "-c"]

    def run(script: str, *words: str) -> str:
        done = subprocess.run(
            [*command, script, *words], env=environment, cwd="/", capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return done.stdout

    try:
        run("import numpy, msgspec, mdl_grade")
    except AssertionError:
        pytest.skip("the packages can't be read by other users")
    return run

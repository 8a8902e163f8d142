"""An environment of its own for each peer, made once: `python -m venv`, then pip."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def default_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mdl-grade-benchmarks"


def python_of(name: str, requirements: tuple[str, ...], cache: Path) -> Path:
    """Return the interpreter of a peer's environment; make and fill the environment if it is not there."""
    folder = cache / f"{name}-py{sys.version_info.major}.{sys.version_info.minor}"
    python = folder / "bin" / "python"
    done = folder / "installed.txt"
    wanted = "\n".join(requirements)
    if done.is_file() and done.read_text() == wanted:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    print(f"Installing {wanted.replace(chr(10), ' ')} in {folder} …", file=sys.stderr)
    subprocess.run([base if base.exists() else sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *requirements], check=True)
    done.write_text(wanted)
    return python


def versions(python: Path, packages: tuple[str, ...]) -> str:
    """Return names and versions of installed packages."""
    code = "import sys; from importlib.metadata import version as v; print(*(n + ' ' + v(n) for n in sys.argv[1:]))"
    return subprocess.run([python, "-c", code, *packages], check=True, capture_output=True, text=True).stdout.strip()

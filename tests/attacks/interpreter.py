"""A Python that an ordinary user can run: ours, or a copy of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import mdl_grade

HERE = Path(__file__).parent
PACKAGE = Path(mdl_grade.__file__).parent


@dataclass(frozen=True)
class Interpreter:
    """A Python with the grader's packages, and the environment that it needs."""

    path: Path
    environment: Mapping[str, str]


def own_interpreter() -> Interpreter:
    return Interpreter(Path(sys.executable), {"PYTHONPATH": str(PACKAGE.parent)})


def works_for(uid: int, interpreter: Interpreter) -> bool:
    """Tell whether a user can run the grader with this interpreter."""
    try:
        done = subprocess.run(
            [interpreter.path, "-P", "-m", "mdl_grade", "--version"],
            env={"PATH": os.defpath, **interpreter.environment},
            cwd="/",
            capture_output=True,
            check=False,
            **identity(uid),
        )
    except OSError:
        return False
    return done.returncode == 0


def interpreter_for(uid: int, folder: Path) -> Interpreter | None:
    """Return an interpreter that `uid` can run: ours, or a copy of it and its packages in `folder`."""
    ours = own_interpreter()
    if works_for(uid, ours):
        return ours
    copied = copy_interpreter(folder)
    return copied if works_for(uid, copied) else None


LEFT_OUT = shutil.ignore_patterns(
    "site-packages", "dist-packages", "test", "tests", "__pycache__", "idlelib", "tkinter", "ensurepip", "config-*"
)


def copy_interpreter(folder: Path) -> Interpreter:
    """Copy this Python, its standard library, the grader and all that it depends on."""
    name = Path(sys.executable).resolve().name
    standard = Path(os.__file__).parent
    home = folder / "python"
    (home / "bin").mkdir(parents=True)
    shutil.copy2(Path(sys.executable).resolve(), home / "bin" / name)
    shutil.copytree(standard, home / "lib" / standard.name, ignore=LEFT_OUT)
    for library in Path(sysconfig.get_config_var("LIBDIR") or "/nowhere").glob("libpython*.so*"):
        shutil.copy2(library, home / "lib")
    site = folder / "site"
    shutil.copytree(PACKAGE, site / PACKAGE.name, ignore=LEFT_OUT)
    copy_packages(dependencies(), site)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    environment = {"PYTHONPATH": str(site), "LD_LIBRARY_PATH": str(home / "lib")}
    return Interpreter(home / "bin" / name, environment)


def dependencies() -> list[str]:
    """Return the names of all distributions that the grader needs to run."""
    project = tomllib.loads((HERE.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    wanted, found = list(project["dependencies"]), dict[str, None]()
    while wanted:
        requirement = wanted.pop()
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        if "extra ==" in requirement or name in found:
            continue
        with suppress(PackageNotFoundError):  # a marker may keep it off this machine
            wanted += distribution(name).requires or []
            found[name] = None
    return list(found)


def copy_packages(names: Iterable[str], site: Path) -> None:
    for name in names:
        for file in distribution(name).files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts and "tests" not in file.parts:
                target = site / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(str(file.locate()), target)


def identity(uid: int) -> dict[str, Any]:
    """Return how a subprocess is started as a user."""
    return {} if uid == os.getuid() else {"user": uid, "group": uid, "extra_groups": []}

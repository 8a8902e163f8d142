"""What a course of one's own begins with, besides an exercise: its format, a page, tests, a workflow that proves it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from mdl_grade.course.course import format_text
from mdl_grade.course.wheel import FORMAT_FILE
from mdl_grade.delivery.installation import Installation
from mdl_grade.delivery.rendering import rendered
from mdl_grade.delivery.workflows import ACTIONS, RUNS_ON
from mdl_grade.errors import UsageError

WORKFLOW = ".github/workflows/prove.yml"


def beginning(name: str, exercise: str, source: str | None) -> dict[str, bytes]:
    """Return the files of a new course, by their paths in it.

    Parameters
    ----------
    name : str
        What the course is called.
    exercise : str
        Id of its first exercise.
    source : str, optional
        Where the workflow installs mdl-grade from (see `Installation.of`); without it there is no workflow.
    """
    files = {
        FORMAT_FILE: format_text().encode(),
        "README.md": rendered("course/README.md", {"name": name, "exercise": exercise}),
        "pytest.ini": rendered("course/pytest.ini", {}),
        "pyproject.toml": rendered("course/pyproject.toml", {"name": _package(name), "folder": json.dumps(name)}),
        ".gitignore": b"__pycache__/\n.pytest_cache/\ndist/\n.mdl-grade.json\n",
    }
    if source is not None:
        home = ".github/mdl-grade"
        how = Installation.of(source, RUNS_ON, home)
        files[WORKFLOW] = rendered("course/prove.yml", {"actions": ACTIONS, "install": how.words})
        files |= {f"{home}/{each}": content for each, content in how.files.items()}
    return files


def _package(name: str) -> str:
    """Return what a wheel with a course of that name is called."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "course"


def demand_room(folder: Path) -> None:
    """Refuse a folder in which there is something but a repository.

    Raises
    ------
    UsageError
        It names the folder.
    """
    if folder.exists() and (not folder.is_dir() or any(path.name != ".git" for path in folder.iterdir())):
        raise UsageError(f"{folder} is there already.", "Name a folder that is not, or an empty one.")


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files into a folder.

    Raises
    ------
    UsageError
        If it can't be written to.
    """
    try:
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    except OSError as error:
        raise UsageError(f"{error.filename} can't be written: {error.strerror}.", "Name another folder.") from None

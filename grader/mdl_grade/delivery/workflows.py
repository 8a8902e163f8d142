"""Workflows that grade what is handed in as a pull request: written once into a course's repository.

On GitHub there are two, with three jobs: `collect` packs the chapters' folders, and has no secret; `grade` opens the
archive as data, has the secret, and may write nothing; `publish` may write a check run and a comment, and has no
secret. What was handed in is checked out in the first alone, and run in none but behind the wall.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from mdl_grade.course import Course
from mdl_grade.delivery.assignment import Assignment
from mdl_grade.delivery.installation import Installation
from mdl_grade.delivery.rendering import rendered
from mdl_grade.delivery.target import Target
from mdl_grade.errors import UsageError

ACTIONS = {
    "checkout": "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2",
    "upload": "actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f # v6.0.0",
    "download": "actions/download-artifact@37930b1c2abaa49bbe596cd826c3c89aef350131 # v7.0.0",
}
"""By commit: a tag can be moved."""
RUNS_ON = Target("3.12", "x86_64")
"""`python3` of the runner ubuntu-24.04; so is GitLab's image chosen."""
_FOLDER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*(/[A-Za-z0-9_][A-Za-z0-9_-]*)*")


def github(course: Course, targets: Sequence[str], source: str, folder: str = "") -> dict[str, bytes]:
    """Return the files that a repository on GitHub needs, by their paths in it.

    Parameters
    ----------
    targets : sequence of str
        What is graded: chapters, exercises.
    source : str
        Where the workflow installs mdl-grade from: see `Installation.of`.
    folder : str
        Where in the repository the chapters' folders are.
    """
    home = ".github/mdl-grade"
    how = Installation.of(source, RUNS_ON, home)
    values = _values(course, targets, folder, how)
    slug = values["slug"]
    return {
        f".github/workflows/hand-in-{slug}.yml": rendered("hand-in.yml", values),
        f".github/workflows/grade-{slug}.yml": rendered("grade.yml", values),
        **{f"{home}/{name}": content for name, content in how.files.items()},
    }


def gitlab(course: Course, targets: Sequence[str], source: str, folder: str = "") -> dict[str, bytes]:
    """Return the files that a repository on GitLab needs: a job, for `.gitlab-ci.yml` to include.

    It grades with a public seed and has no secret: whoever opens a merge request may change its pipeline.
    """
    home = ".gitlab/mdl-grade"
    how = Installation.of(source, RUNS_ON, f"$CI_PROJECT_DIR/{home}")
    values = _values(course, targets, folder, how)
    return {
        f".gitlab/mdl-grade-{values['slug']}.yml": rendered("gitlab.yml", values),
        **{f"{home}/{name}": content for name, content in how.files.items()},
    }


def write(files_: Mapping[str, bytes], repository: Path) -> list[Path]:
    """Write files into a repository; what is there already is written anew.

    Raises
    ------
    UsageError
        If the folder is no repository, or can't be written to.
    """
    if not (repository / ".git").exists():
        raise UsageError(f"{repository} is not the root of a git repository.", "Name it: --into FOLDER.")
    written = []
    try:
        for name, content in files_.items():
            path = repository / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            written.append(path)
    except OSError as error:
        raise UsageError(f"{error.filename} can't be written: {error.strerror}.", "Name another folder.") from None
    return written


def _values(course: Course, targets: Sequence[str], folder: str, how: Installation) -> dict[str, object]:
    assignment = Assignment.of(course, targets)
    folder = folder.strip("/")
    if folder and not _FOLDER.fullmatch(folder):
        raise UsageError(f"{folder!r} can't be the folder of answers.", "Use letters, digits, - and _: --folder work.")
    return {
        "actions": ACTIONS,
        "chapters": assignment.chapters,
        "folder": folder,
        "install": how.words,
        "shipped": bool(how.files),
        "slug": assignment.slug,
        "targets": assignment.words,
    }

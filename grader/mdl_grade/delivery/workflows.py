"""Workflows that grade what is handed in as a pull request: written once into a course's repository.

On GitHub there are two, with three jobs: `collect` packs the chapters' folders, and has no secret; `grade` opens the
archive as data, has the secret, and may write nothing; `publish` may write a check run and a comment, and has no
secret. What was handed in is checked out in the first alone, and run in none but behind the wall.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined

from mdl_grade.course import Course
from mdl_grade.delivery.installation import Installation
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
_LONGEST_SLUG = 60
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
        f".github/workflows/hand-in-{slug}.yml": _rendered("hand-in.yml", values),
        f".github/workflows/grade-{slug}.yml": _rendered("grade.yml", values),
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
        f".gitlab/mdl-grade-{values['slug']}.yml": _rendered("gitlab.yml", values),
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
    exercises = course.select(targets)
    folder = folder.strip("/")
    if folder and not _FOLDER.fullmatch(folder):
        raise UsageError(f"{folder!r} can't be the folder of answers.", "Use letters, digits, - and _: --folder work.")
    chapters = list(dict.fromkeys(exercise.partition("/")[0] for exercise in exercises))
    named: list[str] = []
    for chapter in chapters:
        mine = [exercise for exercise in exercises if exercise.startswith(f"{chapter}/")]
        named += [chapter] if mine == list(course.select([chapter])) else mine
    return {
        "actions": ACTIONS,
        "chapters": chapters,
        "folder": folder,
        "install": how.words,
        "shipped": bool(how.files),
        "slug": _slug(named),
        "targets": " ".join(named),
    }


def _slug(names: Sequence[str]) -> str:
    """Return what files are called: short, and another for other names."""
    whole = "-".join(name.replace("/", "-") for name in names)
    if len(whole) <= _LONGEST_SLUG:
        return whole
    told = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return f"{names[0].replace('/', '-')}-and-{len(names) - 1}-more-{told}"


def _rendered(template: str, values: Mapping[str, object]) -> bytes:
    environment = Environment(  # noqa: S701 (no HTML; every value is one of ours or was held against a pattern)
        loader=FunctionLoader(lambda name: (files(__package__) / "templates" / f"{name}.jinja").read_text("utf-8")),
        undefined=StrictUndefined,
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(values).encode()

"""Course folders of nbgrader's: source notebooks written, and a new folder with its configuration."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mdl_grade.errors import UsageError
from mdl_grade.notebook.pages import SourcePage

CONFIG = "nbgrader_config.py"
_NAME = re.compile(r"[A-Za-z0-9_-]+(?:[ A-Za-z0-9_.-]*[A-Za-z0-9_-])?")

TEMPLATE = '''"""nbgrader's configuration of this course, which is graded by mdl-grade."""

from mdl_grade.notebook import configure

c = get_config()
c.CourseDirectory.course_id = {course!r}
c.CourseDirectory.root = {root!r}
# c.CourseDirectory.db_url = "postgresql+psycopg2://USER@HOST/DATABASE"

configure(c)  # learners' code runs behind mdl-grade's wall, and in no kernel
# c.MdlGrade.jobs = 2                  # grading processes; one for each processor if not set
# c.MdlGrade.secret_file = "secret"    # official runs: inputs that nobody has seen
'''


@dataclass(frozen=True)
class Written:
    """What became of a source notebook: its file, and whether it is new, changed or as it was."""

    path: Path
    how: str


def quickstart(folder: Path) -> Path:
    """Make a course folder that `nbgrader generate_assignment` can be run in; return its configuration.

    Raises
    ------
    UsageError
        If there is a configuration already, or the folder's name can't be that of a course.
    """
    folder = folder.resolve()
    config = folder / CONFIG
    if config.exists():
        raise UsageError(f"{config} is there already.", "It is left alone. `mdl-grade notebook make` adds assignments.")
    if not _NAME.fullmatch(folder.name):
        raise UsageError(f"{folder.name!r} can't be the name of a course.", "Use letters, digits, - and _.")
    try:
        (folder / "source").mkdir(parents=True, exist_ok=True)
        config.write_text(TEMPLATE.format(course=folder.name, root=str(folder)), "utf-8")
    except OSError as error:
        raise UsageError(f"{folder} can't be written to: {error.strerror}.", "Name another folder.") from None
    return config


def write_source(course_dir: Path, assignment: str, page: SourcePage) -> Written:
    """Write a source notebook into a course folder."""
    if not _NAME.fullmatch(assignment) or "+" in assignment:
        raise UsageError(f"{assignment!r} can't be the name of an assignment.", "Use letters, digits, - and _.")
    path = course_dir / "source" / assignment / f"{page.name}.ipynb"
    text = page.written()
    if path.is_file() and path.read_text("utf-8") == text:
        return Written(path, "as it was")
    how = "changed" if path.exists() else "new"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return Written(path, how)


def forbidden_changes(page: SourcePage, released: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the cells that are new, and those that are gone: nbgrader allows neither after a first submission."""
    return sorted(page.cells - set(released)), sorted(set(released) - page.cells)

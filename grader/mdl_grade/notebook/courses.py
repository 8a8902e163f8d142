"""Course folders of nbgrader's: source notebooks written, and a new folder with its configuration."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mdl_grade.errors import UsageError
from mdl_grade.notebook.environment import CONFIG
from mdl_grade.notebook.pages import SourcePage

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


def refuse_forbidden(course_dir: Path, assignment: str, page: SourcePage) -> None:
    """Refuse what nbgrader would: cells that are new or gone once there is a submission.

    Raises
    ------
    UsageError
        It says which cells.
    """
    if not (course_dir / CONFIG).is_file():
        return
    from mdl_grade.notebook.gradebooks import CourseFolder

    folder = CourseFolder.open(course_dir)
    if not folder.has_gradebook:
        return
    with folder.gradebook() as gradebook:
        released = released_cells(gradebook, assignment, page.name)
    if released is None or released == page.cells:
        return
    new, gone = ", ".join(sorted(page.cells - released)), ", ".join(sorted(released - page.cells))
    told = "; ".join(filter(None, (new and f"new would be {new}", gone and f"gone would be {gone}")))
    raise UsageError(
        f"{assignment} has submissions, and nbgrader lets no cell of it come or go: {told}.",
        "Make the same exercises with the same --cells, or another assignment: --assignment NAME.",
    )


def released_cells(gradebook: Any, assignment: str, notebook: str) -> frozenset[str] | None:
    """Return the names of a notebook's cells if it has submissions."""
    from nbgrader.api import MissingEntry

    try:
        stored = gradebook.find_notebook(notebook, assignment)
    except MissingEntry:
        return None
    return frozenset(cell.name for cell in stored.source_cells) if stored.submissions else None

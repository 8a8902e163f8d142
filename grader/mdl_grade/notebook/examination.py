"""`mdl-grade notebook doctor`: whether a course folder grades as it should, as seen and not as configured."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from mdl_grade.course import Course
from mdl_grade.errors import GraderError, UsageError
from mdl_grade.intake import CellName
from mdl_grade.notebook.gradebooks import CourseFolder, shown, trouble_of
from mdl_grade.notebook.pages import GRADE
from mdl_grade.notebook.record import NotebookRecord, read_record
from mdl_grade.notebook.settings import NotebookSettings
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.suite import Suite


@dataclass(frozen=True)
class Observed:
    """Something that was looked at: in order, or not, and then what to do."""

    fine: bool
    told: str


def examine(root: Path) -> Iterator[Observed]:
    """Look at everything that notebooks are graded with, one after the other."""
    try:
        folder = CourseFolder.open(root)
    except GraderError as error:
        yield Observed(False, str(error))
        return
    for look in (_versions, _configured, _programs, _settings, _isolation, _database, _assignments):
        try:
            yield Observed(True, look(folder))
        except GraderError as error:
            yield Observed(False, str(error))


def _versions(folder: CourseFolder) -> str:
    found = version("nbgrader")
    if tuple(map(int, found.split(".")[:3])) < (0, 9, 6):
        raise UsageError(f"nbgrader is {found}.", "Install 0.9.6 or newer.")
    return f"nbgrader {found}, course {folder.course_id}"


def _configured(folder: CourseFolder) -> str:
    from mdl_grade.notebook import plugin

    graded = folder.config.Autograde
    if graded.get("exporter_class") is not plugin.GradingExporter or plugin.Grade not in graded.autograde_preprocessors:
        raise UsageError(
            "nbgrader would run learners' code in a kernel here, and everybody would get 0.",
            "Call mdl_grade.notebook.configure(c) in nbgrader_config.py, after other settings of c.Autograde.",
        )
    return "learners' code runs behind the wall, and in no kernel"


def _programs(_: CourseFolder) -> str:
    found = shutil.which("alembic")
    if found is None or Path(found).parent != Path(sys.executable).parent:
        raise UsageError(f"`alembic` is {found or 'not found'}.", f"It should be in {Path(sys.executable).parent}.")
    return "alembic is found, whether or not the environment is activated"


def _settings(folder: CourseFolder) -> str:
    settings = NotebookSettings.read(folder.config.MdlGrade)
    course, secret = settings.chosen_course(folder.root), settings.secret(folder.root)
    kind = f"practice seed {settings.seed}: inputs are public" if secret is None else "official seeds, from a secret"
    return f"course {course.name}, {len(course.exercises)} exercises, {settings.processes} processes; {kind}"


def _isolation(folder: CourseFolder) -> str:
    settings = NotebookSettings.read(folder.config.MdlGrade)
    with Wall(bubblewrap=settings.bubblewrap) as wall:
        found = wall.isolation()
    if found.trust.rank < settings.least.rank:
        told = (
            f"Isolation here is {found.trust.value}, and {settings.isolation} is asked for. {' '.join(found.missing)}"
        )
        raise UsageError(told, f"To grade all the same: c.MdlGrade.isolation = {found.trust.value!r}")
    return f"isolation is {found.trust.value}"


def _database(folder: CourseFolder) -> str:
    if not folder.has_gradebook:
        return f"no database yet at {shown(folder.url)}: nbgrader makes it"
    with folder.gradebook():
        if (trouble := trouble_of(folder.url)) is not None:
            raise UsageError(f"The database {shown(folder.url)}: {trouble.told}", trouble.next_step)
        return f"database {shown(folder.url)}"


def _assignments(folder: CourseFolder) -> str:
    if not folder.has_gradebook:
        return "no assignment yet"
    course = NotebookSettings.read(folder.config.MdlGrade).chosen_course(folder.root)
    with folder.gradebook() as gradebook:
        wrong = [
            told
            for assignment in gradebook.assignments
            for notebook in assignment.notebooks
            for told in changes(course, folder.course_id, read_record(gradebook, assignment.name, notebook.name))
        ]
        count = len(gradebook.assignments)
    if wrong:
        raise UsageError("\n".join(wrong), "Nothing is graded wrongly for it.")
    return f"{count} assignment{'s' * (count != 1)}, as the course has them"


def changes(course: Course, course_id: str, record: NotebookRecord) -> Iterator[str]:
    """Yield what a released notebook says of its cells that the course does not."""
    where = f"{record.assignment}/{record.notebook}"
    if record.course != course_id:
        yield f"{where} belongs to the course {record.course!r}: give each course a database of its own."
    suites: dict[str, Suite] = {}
    for cell in (cell for cell in record.cells.values() if cell.by_machine):
        name = CellName.read(cell.name)
        if name is None or name.exercise not in course.exercises:
            yield f"{where}: {cell.name} is no cell of mdl-grade's, and waits to be graded by hand."
            continue
        if name.exercise not in suites:
            suites[name.exercise] = Suite.load(course, name.exercise)
        checks = suites[name.exercise].checks
        points = [check.points for id_, check in checks.items() if name.part in (GRADE, id_)]
        if not points or (cell.points and not sum(points)):
            yield f"{where}: {name.exercise} has no check {name.part!r} any more: it waits to be graded by hand."
        elif sum(points) != cell.points:
            yield f"{where}: {cell.name} gives {cell.points:g} points, now {sum(points)} in the course: it is scaled."

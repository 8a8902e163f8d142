"""What nbgrader runs in the place of its own preprocessors."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import AssignLatePenalties, NbGraderPreprocessor
from nbgrader.utils import determine_grade, is_grade

from mdl_grade.errors import GraderError, UsageError
from mdl_grade.notebook.gradebooks import shown, trouble_of
from mdl_grade.notebook.grading import GradedNotebook, NotebookGrader
from mdl_grade.notebook.marking import CellMark, cell_marks, comments
from mdl_grade.notebook.record import NotebookRecord, read_record
from mdl_grade.notebook.restoring import restored
from mdl_grade.notebook.settings import NotebookSettings

AFTERWARDS = (AssignLatePenalties,)
"""What of nbgrader's own stays, behind ours."""


class GradingExporter(NotebookExporter):
    """Reads submitted notebooks the way `mdl_grade.intake` does, and holds what is known of them while they are graded.

    nbgrader makes one for each run; its parent is nbgrader's converter.
    """

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.record: NotebookRecord | None = None
        self.graded: GradedNotebook | None = None
        self.restored: Any = None
        self._records: dict[tuple[str, str], NotebookRecord] = {}
        try:
            self._root = Path(self.parent.coursedir.root).resolve()
            settings = NotebookSettings.read(self.config.MdlGrade)
            course, secret = settings.chosen_course(self._root), settings.secret(self._root)
            self._order = tuple(
                Path(path) for _, paths in sorted(self.parent.assignments.items()) for path in sorted(paths)
            )
            self._look_at_database()
            with Gradebook(self.parent.coursedir.db_url, self.parent.coursedir.course_id) as gradebook:
                self._read_records(gradebook)
            exercises = [exercise for record in self._records.values() for exercise in record.exercises]
            self._grader = NotebookGrader(course, settings, secret, exercises)
        except GraderError as error:
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from error
        weakref.finalize(self, self._grader.close)

    def from_filename(self, filename: str, resources: Any = None, **more: Any) -> Any:
        """Convert a notebook: a submitted one as it is restored, with its report; else the file as it is."""
        if not self.parent._sanitizing:  # what was restored a moment ago, and has been written meanwhile
            return self.from_notebook_node(self.restored, resources=_named(filename, resources), **more)
        path = Path(filename)
        self.record = self._record(path)
        if self.record is None:  # nbgrader has said so
            raise NbGraderException(f"{filename} is of no assignment in the gradebook.")
        place = self._order.index(path)
        following = self._order[place + 1 : place + 1 + self._grader.ahead]
        self.graded = self._grader.take(path, following, lambda other: getattr(self._record(other), "exercises", ()))
        if not self._order[place + 1 :]:
            self._grader.close()
        self.restored = nbformat.from_dict(restored(self.graded.cells, self.record))
        return self.from_notebook_node(self.restored, resources=_named(filename, resources), **more)

    def _record(self, path: Path) -> NotebookRecord | None:
        about = self.parent.init_single_notebook_resources(str(path))["nbgrader"]
        return self._records.get((about["assignment"], about["notebook"]))

    def _look_at_database(self) -> None:
        url = self.parent.coursedir.db_url
        trouble = trouble_of(url)
        if trouble is not None and trouble.fatal:
            raise UsageError(f"The database {shown(url)}: {trouble.told}", trouble.next_step)
        if trouble is not None:
            self.log.warning("The database %s: %s %s", shown(url), trouble.told, trouble.next_step)

    def _read_records(self, gradebook: Gradebook) -> None:
        for path in self._order:
            about = self.parent.init_single_notebook_resources(str(path))["nbgrader"]
            named = about["assignment"], about["notebook"]
            if named in self._records:
                continue
            try:
                record = read_record(gradebook, *named)
            except MissingEntry:
                continue
            if record.course != self.parent.coursedir.course_id:
                raise UsageError(
                    f"The assignment {record.assignment} in this database belongs to the course {record.course!r}, and "
                    f"this folder is of {self.parent.coursedir.course_id!r}.",
                    "Give each course a database of its own: c.CourseDirectory.db_url.",
                )
            self._records[named] = record


def _named(filename: str, resources: Any) -> dict[str, Any]:
    path = Path(filename)
    return {**(resources or {}), "metadata": {"name": path.stem, "path": str(path.parent)}}


class Restore(NbGraderPreprocessor):
    """Stands for all that mend a submission: its text is the learner's, everything else comes from the gradebook."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Return the restored notebook, whatever was read."""
        return self.parent.restored, resources


class Grade(NbGraderPreprocessor):
    """Stands for Execute: no kernel is started and no cell is run. Graded cells show their marks."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Put outputs into graded cells."""
        marks = cell_marks(self.parent.record, self.parent.graded.report)
        for cell in nb.cells:
            mark = marks.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
            if mark is not None:
                cell.outputs = _outputs(mark)
                cell.execution_count = 1
        resources["mdl_grade"] = marks
        return nb, resources


def _outputs(mark: CellMark) -> list[Any]:
    if mark.points is None:
        problem = nbformat.v4.new_output("error", ename="NotGraded", evalue=mark.reason, traceback=[mark.reason])
        shown = nbformat.v4.new_output("display_data", {"text/html": mark.html}) if mark.html else None
        return [problem, *([shown] if shown else [])]
    data = {"text/plain": repr(mark.points), "text/html": mark.html}
    return [nbformat.v4.new_output("execute_result", data, execution_count=1)]


class Book(NbGraderPreprocessor):
    """Stands for SaveAutoGrades: marks come from the report, and no output can make one."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Write marks and comments into the gradebook; what people wrote there stays."""
        about = resources["nbgrader"]
        said = comments(self.parent.record, self.parent.graded.report)
        cells = {cell.metadata.nbgrader.grade_id: cell for cell in nb.cells if "nbgrader" in cell.metadata}
        with Gradebook(about["db_url"], self.parent.parent.coursedir.course_id) as gradebook:
            submitted = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
            for grade in submitted.grades:
                self._book(grade, resources["mdl_grade"].get(grade.name), cells.get(grade.name))
            for comment in submitted.comments:
                comment.auto_comment = said.get(comment.name) or self._no_response(cells.get(comment.name))
            gradebook.db.commit()
        return nb, resources

    def _book(self, grade: Any, mark: CellMark | None, cell: Any) -> None:
        if mark is not None:
            grade.auto_score = mark.points
            if mark.reason:
                self.log.warning("%s", mark.reason)
        else:  # an answer that people mark: 0 if nothing was written, as in nbgrader
            grade.auto_score = determine_grade(cell, self.log)[0] if cell is not None and is_grade(cell) else None
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None

    def _no_response(self, cell: Any) -> str | None:
        record = self.parent.record.cells.get(cell.metadata.nbgrader.grade_id) if cell is not None else None
        unchanged = record is not None and record.solution and cell.source == record.source
        return "No response." if unchanged else None

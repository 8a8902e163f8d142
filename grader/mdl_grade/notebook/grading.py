"""Submitted notebooks graded ahead of whoever asks for them, by grading processes of ours.

nbgrader converts one notebook after the other. While it books one, the next few are read and graded here. No code of a
learner's runs in this process: bytes go to `batch.processes`, reports come back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from mdl_grade.answers import read_answers, with_parts
from mdl_grade.batch.crew import LocalCrew
from mdl_grade.batch.dispatch import Dispatch
from mdl_grade.batch.keys import make_setup
from mdl_grade.batch.progress import Silence
from mdl_grade.batch.submission import SubmissionDesk
from mdl_grade.course import Course
from mdl_grade.grading import make_report
from mdl_grade.intake import Answer, NotebookCell, Problem, answers_in, read_notebook
from mdl_grade.intake.files import read_file
from mdl_grade.intake.limits import MAX_NOTEBOOK
from mdl_grade.notebook.settings import NotebookSettings
from mdl_grade.records.model import Report
from mdl_grade.report.views import for_learner

AHEAD = 4
"""Notebooks that are read and graded ahead of the one that is asked for, for each process."""


@dataclass(frozen=True)
class GradedNotebook:
    """A submitted notebook: its cells, or why there are none, and the report on its exercises for its learner."""

    cells: tuple[NotebookCell, ...] | Problem
    report: Report


class NotebookGrader:
    """Grades the notebooks of a class.

    Parameters
    ----------
    secret : bytes or None
        Of an official run.
    exercises : iterable of str
        All that any of the notebooks asks for.
    """

    def __init__(
        self, course: Course, settings: NotebookSettings, secret: bytes | None, exercises: Iterable[str]
    ) -> None:
        self._course, self._seed = course, settings.seeds(secret)
        known = set(course.exercises)
        self._exercises = tuple(exercise for exercise in dict.fromkeys(exercises) if exercise in known)
        self._setup = make_setup(
            course,
            self._exercises,
            secret=secret,
            practice=settings.seed,
            least=settings.least,
            bubblewrap=settings.bubblewrap,
        )
        self._crew = LocalCrew(settings.processes)
        self._threads = ThreadPoolExecutor(settings.processes + 1, thread_name_prefix="mdl-grade-notebooks")
        self.ahead = AHEAD * settings.processes
        self._graded: dict[Path, Future[GradedNotebook]] = {}

    def take(self, path: Path, following: Sequence[Path], exercises: Callable[[Path], Iterable[str]]) -> GradedNotebook:
        """Return the notebook at `path`, graded, and begin with those that follow."""
        for wanted in (path, *following):
            if wanted not in self._graded:
                self._graded[wanted] = self._threads.submit(self._grade, wanted, tuple(exercises(wanted)))
        return self._graded.pop(path).result()

    def close(self) -> None:
        """End the processes; what was begun and not asked for is dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._crew.close()

    def _grade(self, path: Path, exercises: Sequence[str]) -> GradedNotebook:
        cells = _read(path)
        wanted = [exercise for exercise in exercises if exercise in self._exercises]
        answers = self._answers(path.name, cells, wanted)
        desk = SubmissionDesk(answers)
        if answers:
            Dispatch(desk, self._course, self._setup, self._crew, Silence()).run(len(answers))
        graded = desk.graded()
        report = make_report(self._course, tuple(wanted), path.name, self._seed, graded, sum(graded.seconds.values()))
        return GradedNotebook(cells, for_learner(report))

    def _answers(
        self, name: str, cells: Sequence[NotebookCell] | Problem, wanted: Sequence[str]
    ) -> Mapping[str, Answer | Problem]:
        if isinstance(cells, Problem):
            return dict.fromkeys(wanted, cells)
        found = answers_in(name, cells, with_parts(self._course, wanted))
        return read_answers(self._course, wanted, found.__getitem__)


def _read(path: Path) -> tuple[NotebookCell, ...] | Problem:
    content = read_file(str(path), MAX_NOTEBOOK)
    return content if isinstance(content, Problem) else read_notebook(path.name, content)

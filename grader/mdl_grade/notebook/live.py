"""Grades in an open notebook: what its cells hold is graded in another process, behind the wall.

`check` stands in graded cells, `%%grade` on top of an answer. Neither believes anything that runs in the notebook's
own kernel: that is for learners to see where they are, and no mark.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from mdl_grade.course import Course, Solution
from mdl_grade.course.course import builtin_course
from mdl_grade.errors import ExitCode, GraderFault, UsageError
from mdl_grade.intake import CellName
from mdl_grade.intake.magics import GRADE, as_python
from mdl_grade.intake.needed import bound_in
from mdl_grade.notebook.pages import Json, code_cell, notebook
from mdl_grade.records.model import Report
from mdl_grade.report.encoding import decode
from mdl_grade.report.html import frame
from mdl_grade.report.page import Page
from mdl_grade.report.terminal import render

WIDTH = 100
"""Columns of a report as text."""


class ShownReport:
    """A report in the output of a cell: a frame that can run nothing; text in a terminal; a number for nbgrader."""

    def __init__(self, report: Report, check: str = "") -> None:
        self.report, self._check = report, check

    @property
    def points(self) -> float:
        """Of the check, or of the exercise."""
        (result,) = self.report.exercises
        return float(sum(one.points for one in result.checks if self._check in ("", one.id)))

    def __repr__(self) -> str:
        if "NBGRADER_EXECUTION" in os.environ:  # `nbgrader validate` reads what a cell is worth
            return repr(self.points)
        page = Page(WIDTH, color=False, unicode=True)
        render(page, self.report)
        return page.finished().rstrip("\n")

    def _repr_html_(self) -> str:
        return frame(self.report)


def check(exercise: str, name: str = "") -> ShownReport:
    """See `mdl_grade.notebook.check`."""
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        raise UsageError(
            "nbgrader ran this notebook in a kernel, so nothing in it is believed, and every mark is 0.",
            "Call mdl_grade.notebook.configure(c) in nbgrader_config.py of the folder that you grade in.",
        )
    shell = _shell()
    if shell is None:
        raise UsageError("check grades what the cells of an open notebook hold.", "Run it in a notebook.")
    course = builtin_course()
    wanted = _one(course, exercise)
    if name and name not in _check_names(course, wanted):
        raise UsageError(f"{wanted} has no check {name!r}.", f"It has: {', '.join(_check_names(course, wanted))}.")
    return ShownReport(grade_cells(wanted, cells_of(course, wanted, _history(shell))), name)


def register(shell: Any) -> None:
    """Give an IPython shell the magic `grade`; for `%load_ext mdl_grade`."""

    def grade(line: str, cell: str | None = None) -> ShownReport | None:
        """%%grade chapter10/dense_backward: grade the answer in this cell, then run the cell as usual."""
        course = builtin_course()
        try:
            wanted = _one(course, line.strip())
            answer = None if cell is None else f"%%{GRADE} {wanted}\n{cell}"
            shown = ShownReport(grade_cells(wanted, cells_of(course, wanted, _history(shell), answer)))
        except UsageError as error:
            print(error, file=sys.stderr)
            shown = None
        if cell is not None:
            shell.run_cell(cell, store_history=False)
        return shown

    shell.register_magic_function(grade, "line_cell", GRADE)


def cells_of(course: Course, exercise: str, history: Sequence[str], answer: str | None = None) -> list[Json]:
    """Return the cells that matter for an exercise, named as in a notebook of a course.

    Parameters
    ----------
    history : sequence of str
        What was run, as typed, the oldest first.
    answer : str, optional
        The cell with the answer; if not given, the last ones that define what the exercise asks for.

    Raises
    ------
    UsageError
        If nothing that was run defines it.
    """
    names = set(Solution.read(course.solution(exercise)).names)
    bound = [bound_in(as_python(text)) for text in history]
    last = {name: i for i, found in enumerate(bound) for name in names & found}
    if answer is None and not last:
        told = f"No cell that was run defines {' or '.join(sorted(names))}."
        raise UsageError(told, "Run the cell with your answer, then this one.")
    others = _names_of_others(course, exercise) - names
    own, named = [], set(last.values()) if answer is None else set()
    for i, text in enumerate(history):
        if i in named:
            own.append(_named(exercise, text))
        elif not (bound[i] & others and not bound[i] & names):
            own.append(code_cell(text))
    return [*own, *([] if answer is None else [_named(exercise, answer)])]


def grade_cells(exercise: str, cells: Iterable[Json]) -> Report:
    """Grade a notebook of these cells in a process of its own.

    Raises
    ------
    UsageError, GraderFault
        What that process had to say.
    """
    with tempfile.TemporaryDirectory(prefix="mdl-grade-") as folder:
        file = Path(folder, f"{exercise.partition('/')[2]}.ipynb")
        file.write_text(json.dumps(notebook(list(cells))), "utf-8")
        command = [sys.executable, "-I", "-m", "mdl_grade", "grade", exercise, str(file), "--report", "-"]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.stdout:
        return decode(done.stdout)
    told = done.stderr.decode("utf-8", "replace").strip()
    kind = UsageError if done.returncode == ExitCode.USAGE else GraderFault
    raise kind(told or f"mdl-grade ended with {done.returncode}.")


def _named(exercise: str, text: str) -> Json:
    return code_cell(text, {"grade_id": CellName(exercise).grade_id})


def _names_of_others(course: Course, exercise: str) -> set[str]:
    chapter = exercise.partition("/")[0]
    others = (one for one in course.exercises if one != exercise and one.startswith(f"{chapter}/"))
    return {name for one in others for name in Solution.read(course.solution(one)).names}


def _one(course: Course, exercise: str) -> str:
    found = course.select([exercise]) if exercise else ()
    if len(found) != 1:
        raise UsageError(f"{exercise!r} is no exercise.", "Name one, as in: %%grade chapter10/dense_backward")
    return found[0]


def _check_names(course: Course, exercise: str) -> tuple[str, ...]:
    from mdl_grade.suite.suite import Suite

    return tuple(Suite.load(course, exercise).checks)


def _shell() -> Any:
    """Return the IPython shell that this runs in; None elsewhere."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def _history(shell: Any) -> list[str]:
    """Return what was run before the cell that runs now."""
    return [text for text in shell.history_manager.input_hist_raw[1:-1] if text.strip()]

"""Notebooks of a course as JSON: a prompt, a cell for the answer and graded cells for each exercise."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from mdl_grade.course import Course, Solution
from mdl_grade.course.typesetting import markdown
from mdl_grade.errors import CourseError
from mdl_grade.intake import CellName

if TYPE_CHECKING:
    from mdl_grade.suite.suite import Suite

Json = dict[str, Any]
PROMPT, GRADE = "prompt", "grade"
"""Parts of an exercise that are no checks: what is asked, and the cell that grades all of it."""
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}


@dataclass(frozen=True)
class SourcePage:
    """One notebook: what is in it, and which exercises are not, and why."""

    name: str
    content: Json
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def cells(self) -> frozenset[str]:
        """The identifiers of the cells, as nbgrader has them."""
        return frozenset(cell["metadata"]["nbgrader"]["grade_id"] for cell in self.content["cells"])

    def written(self) -> str:
        return json.dumps(self.content, indent=1, ensure_ascii=False) + "\n"


def source_page(
    course: Course, name: str, exercises: Sequence[str], *, each: Literal["exercise", "check"]
) -> SourcePage:
    """Return the source notebook of some exercises, for `nbgrader generate_assignment`.

    Parameters
    ----------
    name : str
        The notebook's, without a suffix.
    each : str
        Whether there is a graded cell for each "exercise" or for each "check".

    Raises
    ------
    CourseError
        If a check is called like a part of ours.
    """
    from mdl_grade.suite.suite import Suite  # it needs NumPy, and practice pages do not

    cells: list[Json] = []
    left_out = []
    for exercise in exercises:
        solution = Solution.read(course.solution(exercise))
        if absent := [part for part in solution.parts if part not in exercises]:
            left_out.append((exercise, f"it is put together from answers that are not here: {', '.join(absent)}"))
            continue
        cells += _cells(Suite.load(course, exercise), each)
    return SourcePage(name, notebook(cells), tuple(left_out))


def notebook(cells: Sequence[Json], kernel: Mapping[str, Any] | None = None) -> Json:
    """Return a notebook of format 4.5; each cell gets an id."""
    about = {"kernelspec": dict(kernel or KERNEL), "language_info": LANGUAGE}
    numbered = [{**cell, "id": cell.get("id") or f"cell-{number}"} for number, cell in enumerate(cells, 1)]
    return {"cells": numbered, "metadata": about, "nbformat": 4, "nbformat_minor": 5}


def markdown_cell(text: str, about: Json | None = None) -> Json:
    return {"cell_type": "markdown", "metadata": {"nbgrader": about} if about else {}, "source": text}


def code_cell(text: str, about: Json | None = None) -> Json:
    empty: Json = {"execution_count": None, "outputs": []}
    return {"cell_type": "code", "metadata": {"nbgrader": about} if about else {}, "source": text, **empty}


def _cells(suite: Suite, each: str) -> Iterator[Json]:
    exercise, solution = suite.id, suite.solution
    yield markdown_cell(markdown(solution.prompt), _about(CellName(exercise, PROMPT), "markdown", locked=True))
    if not solution.parts:
        yield code_cell(answer_text(solution), _about(CellName(exercise), "code", solution=True))
    if each == "exercise":
        total = sum(check.points for check in suite.checks.values())
        yield _graded(CellName(exercise, GRADE), check_text(exercise), total)
        return
    for name, check in suite.checks.items():
        if name in (PROMPT, GRADE):
            raise CourseError(f"A check of {exercise} is called {name!r}, as a cell of ours.", "Rename it.")
        yield _graded(CellName(exercise, name), check_text(exercise, name), check.points)


def answer_text(solution: Solution) -> str:
    """Return a solution without its prompt, which stands above it in a notebook."""
    docstring = solution.tree.body[0]
    assert isinstance(docstring, ast.Expr)
    return "\n".join(solution.text.splitlines()[docstring.end_lineno :]).strip("\n")


def check_text(exercise: str, check: str = "") -> str:
    """Return the text of a graded cell."""
    called = f'check("{exercise}", "{check}")' if check else f'check("{exercise}")'
    return f"from mdl_grade.notebook import check\n\n{called}"


def _graded(name: CellName, text: str, points: int) -> Json:
    return code_cell(text, {**_about(name, "code", locked=True), "grade": True, "points": points})


def _about(name: CellName, kind: str, *, locked: bool = False, solution: bool = False) -> Json:
    """Return nbgrader's metadata, schema 3."""
    grade_id = name.grade_id
    about = {"grade": False, "grade_id": grade_id, "locked": locked, "solution": solution, "task": False}
    return {"schema_version": 3, "cell_type": kind, **about}

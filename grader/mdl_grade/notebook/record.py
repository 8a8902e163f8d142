"""What the gradebook knows of a notebook's cells: the truth, whatever a notebook says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mdl_grade.intake import CellName


@dataclass(frozen=True)
class CellRecord:
    """A cell as it was released; `points` is the most that it gives, if it is graded."""

    name: str
    kind: str
    source: str
    checksum: str
    locked: bool
    grade: bool
    solution: bool
    task: bool
    points: float = 0.0

    @property
    def by_machine(self) -> bool:
        """Whether running it gives the mark, and no person has to."""
        return self.grade and not self.solution and self.kind == "code"

    @property
    def about(self) -> dict[str, Any]:
        """Return nbgrader's metadata of it."""
        told = {"schema_version": 3, "grade_id": self.name, "cell_type": self.kind, "checksum": self.checksum}
        flags = {"grade": self.grade, "solution": self.solution, "locked": self.locked, "task": self.task}
        return {**told, **flags, **({"points": self.points} if self.grade or self.task else {})}


@dataclass(frozen=True)
class NotebookRecord:
    """A notebook of an assignment, and the course that the assignment belongs to."""

    course: str
    assignment: str
    notebook: str
    kernel: Mapping[str, Any]
    cells: Mapping[str, CellRecord]

    @cached_property
    def exercises(self) -> tuple[str, ...]:
        """Exercises of which something is asked or graded here, as the cells are called."""
        found = (CellName.read(cell.name) for cell in self.cells.values() if cell.by_machine)
        return tuple(dict.fromkeys(name.exercise for name in found if name is not None))


def read_record(gradebook: Any, assignment: str, notebook: str) -> NotebookRecord:
    """Read a notebook's record through nbgrader's API. Raises nbgrader's MissingEntry if there is none."""
    stored = gradebook.find_notebook(notebook, assignment)
    points = {cell.name: float(cell.max_score) for cell in (*stored.grade_cells, *stored.task_cells)}
    grades, tasks = {cell.name for cell in stored.grade_cells}, {cell.name for cell in stored.task_cells}
    solutions = {cell.name for cell in stored.solution_cells}
    cells = {
        cell.name: CellRecord(
            name=cell.name,
            kind=cell.cell_type,
            source=cell.source or "",
            checksum=cell.checksum or "",
            locked=bool(cell.locked),
            grade=cell.name in grades,
            solution=cell.name in solutions,
            task=cell.name in tasks,
            points=points.get(cell.name, 0.0),
        )
        for cell in stored.source_cells
    }
    kernel = json.loads(stored.kernelspec or "{}")
    return NotebookRecord(stored.assignment.course_id, assignment, notebook, kernel, cells)

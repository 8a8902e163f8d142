"""A submitted notebook as it may be looked at: named cells as the gradebook has them, nothing that a browser runs."""

from __future__ import annotations

from collections.abc import Sequence

from mdl_grade.intake import CellName, NotebookCell, Problem
from mdl_grade.notebook.inert import inert, pictures, quoted
from mdl_grade.notebook.pages import Json, code_cell, markdown_cell, notebook
from mdl_grade.notebook.record import CellRecord, NotebookRecord


def restored(cells: Sequence[NotebookCell] | Problem, record: NotebookRecord) -> Json:
    """Return a notebook with the learner's text, and everything else from the record.

    Of copies of a named cell the last one bears the name, as in nbgrader itself. Graded cells that are missing are put
    back, after what is left of their exercise. Outputs, and all that cells say of themselves, are dropped.
    """
    if isinstance(cells, Problem):
        made = [markdown_cell(quoted(cells.reason))]
    else:
        last = {cell.grade_id: number for number, cell in enumerate(cells) if cell.grade_id in record.cells}
        made = [
            _named(cell, record.cells[cell.grade_id]) if last.get(cell.grade_id) == number else _own(cell)
            for number, cell in enumerate(cells)
        ]
    for missing in record.cells.values():
        if (missing.grade or missing.task) and missing.name not in map(_grade_id, made):
            made.insert(_place(made, missing.name), _cell(missing, missing.source))
    return notebook(made, record.kernel)


def _named(cell: NotebookCell, record: CellRecord) -> Json:
    if record.locked or cell.text == record.source:
        return _cell(record, record.source)
    if record.kind == "code":
        return _cell(record, _text(cell.text))
    made = _cell(record, inert(cell.text))
    shown = pictures(cell.attachments)
    return {**made, "attachments": shown} if shown else made


def _own(cell: NotebookCell) -> Json:
    if cell.kind == "code":
        return code_cell(_text(cell.text))
    if cell.kind != "markdown":
        return markdown_cell(quoted(cell.text))
    shown = pictures(cell.attachments)
    made = markdown_cell(inert(cell.text))
    return {**made, "attachments": shown} if shown else made


def _cell(record: CellRecord, text: str) -> Json:
    made = code_cell(text, record.about) if record.kind == "code" else markdown_cell(text, record.about)
    return {**made, "id": record.name[:64]}


def _text(code: str) -> str:
    """Return code fit to be written as UTF-8."""
    return code.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")


def _grade_id(cell: Json) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _place(cells: Sequence[Json], name: str) -> int:
    """Return where a missing cell goes: after the last that is of its exercise; else at the end."""
    wanted = CellName.read(name)
    for number in range(len(cells), 0, -1):
        found = CellName.read(_grade_id(cells[number - 1]))
        if wanted is not None and found is not None and found.exercise == wanted.exercise:
            return number
    return len(cells)

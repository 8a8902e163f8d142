"""Which cells of a notebook are the answer to an exercise. Whatever grades notebooks asks here, so that all agree.

A notebook of a course names its cells: by nbgrader's metadata, or by `%%grade chapter10/dense_backward` on top. In any
other notebook, all code is the answer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mdl_grade.intake.answer import MAX_BYTES, Answer, Problem, too_large
from mdl_grade.intake.magics import GRADE, as_python
from mdl_grade.intake.needed import needed, parsed
from mdl_grade.intake.notebook import NotebookCell, read_notebook

CELL_MARK = "# %% cell "
"""Stands, with its number, above the code of each cell."""
_NAME = re.compile(r"(\w+)-(\w+)(?:-(\w+))?", re.ASCII)
_MARKED = re.compile(rf"\s*%%{GRADE}[ \t]+(\w+)/(\w+)[ \t]*(?:\n|$)", re.ASCII)
_CHECK_LINE = re.compile(
    r"\s*(?:#.*|from mdl_grade\.notebook import check|check\(\"[\w/]+\"(?:, \"\w+\")?\))?\s*", re.ASCII
)
_DEFINES = re.compile(r"^(?:async )?(?:def|class) ", re.MULTILINE)


@dataclass(frozen=True)
class CellName:
    """The name of a cell: an exercise, and which part of it: "" is the answer.

    Examples
    --------
    >>> CellName.read("chapter10-dense_backward-values")
    CellName(exercise='chapter10/dense_backward', part='values')
    >>> CellName("chapter10/dense_backward").grade_id
    'chapter10-dense_backward'
    """

    exercise: str
    part: str = ""

    @classmethod
    def read(cls, grade_id: str) -> CellName | None:
        """Return what nbgrader's identifier stands for; None if it is not one of ours."""
        found = _NAME.fullmatch(grade_id)
        return cls(f"{found[1]}/{found[2]}", found[3] or "") if found else None

    @property
    def grade_id(self) -> str:
        return "-".join((*self.exercise.split("/"), self.part)).rstrip("-")


def name_of(cell: NotebookCell) -> CellName | None:
    """Return the name that a cell bears; None for a learner's own."""
    if cell.grade_id:
        return CellName.read(cell.grade_id)
    marked = _MARKED.match(cell.text)
    return CellName(f"{marked[1]}/{marked[2]}") if marked else None


def decode_notebook(name: str, content: bytes) -> Answer | Problem:
    """Turn a notebook into an answer: its code cells under each other.

    Magics and shell lines become comments in their place. The digest is that of the resulting text, so running or
    clearing a notebook does not change it.
    """
    cells = read_notebook(name, content)
    if isinstance(cells, Problem):
        return cells
    named = {found.exercise for cell in cells if (found := name_of(cell)) is not None and not found.part}
    if len(named) == 1:
        return answers_in(name, cells, named)[named.pop()]
    code = {number: as_python(cell.text) for number, cell in enumerate(cells, 1) if _is_code(cell)}
    elsewhere = [number for number, cell in enumerate(cells, 1) if cell.kind != "code" and _DEFINES.search(cell.text)]
    if elsewhere and not any(map(_DEFINES.search, code.values())):
        return Problem(f"The code of {name} stands in cell {elsewhere[0]}, which is for text: make it a code cell.")
    if any(map(_DEFINES.search, code.values())):  # what is no Python and defines nothing was to be tried out
        code = {number: text for number, text in code.items() if _DEFINES.search(text) or parsed(text) is not None}
    return _answer(name, code)


def answers_in(name: str, cells: Sequence[NotebookCell], exercises: Iterable[str]) -> Mapping[str, Answer | Problem]:
    """Return the answers to exercises that a notebook of a course holds.

    An answer is the cells that bear the exercise's name and the learner's own cells, in their order; never another
    exercise's, and no cell that shows a grade. Of the learner's own cells, only what the answer needs is no comment.
    """
    numbered = dict(enumerate(cells, 1))
    names = {number: name_of(cell) for number, cell in numbered.items()}
    own = {
        number: as_python(cell.text)
        for number, cell in numbered.items()
        if names[number] is None and _is_code(cell) and not _shows_grade(cell.text)
    }
    answers: dict[str, Answer | Problem] = {}
    for exercise in exercises:
        wanted = CellName(exercise)
        named = {number: as_python(numbered[number].text) for number, found in names.items() if found == wanted}
        if not named and not any(_DEFINES.search(text) for text in own.values()):
            answers[exercise] = Problem(f"There is no cell for {exercise} in {name}.", missing=True)
            continue
        answers[exercise] = _answer(name, dict(sorted({**needed(named.values(), own), **named}.items())))
    return answers


def _is_code(cell: NotebookCell) -> bool:
    return cell.kind == "code" and bool(cell.text.strip())


def _shows_grade(text: str) -> bool:
    """Tell whether a cell is a graded one of ours that has lost its name."""
    return all(map(_CHECK_LINE.fullmatch, text.split("\n")))


def _answer(name: str, cells: Mapping[int, str]) -> Answer | Problem:
    """Put the code of cells, by their numbers, under each other."""
    text = "\n\n".join(f"{CELL_MARK}{number}\n{code}" for number, code in cells.items())
    text += "\n" if text else ""
    if "\0" in text:
        return Problem(f"{name} holds a NUL character: it is not text.")
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        return Problem(f"{name} holds half a character (a lone surrogate) in its code: type that anew.")
    if len(encoded) > MAX_BYTES:
        return too_large(name, MAX_BYTES)
    return Answer(text, hashlib.sha256(encoded).hexdigest(), name)

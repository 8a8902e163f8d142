"""The answers in one folder: scripts and notebooks named like exercises, and notebooks that hold several answers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import PurePosixPath

from mdl_grade.intake.answer import Answer, Problem
from mdl_grade.intake.cells import CellName, answers_in, name_of
from mdl_grade.intake.files import decode_answer, most_for
from mdl_grade.intake.limits import MAX_NOTEBOOK
from mdl_grade.intake.names import is_notebook, near, notebook_stem
from mdl_grade.intake.notebook import NotebookCell, read_notebook
from mdl_grade.intake.tree import Tree

_MOST_NOTEBOOKS = 20


class AnswerFolder:
    """What lies directly in a folder; a notebook that holds several answers is read once."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def read(self, exercise: str) -> Answer | Problem:
        """Read the answer to an exercise; which of several that differ would count is not ours to guess."""
        stem = exercise.partition("/")[2]
        found = {**self._alone(stem), **self._in_notebooks(exercise)}
        if not found:
            return self._nothing(stem)
        answers = [answer for answer in found.values() if isinstance(answer, Answer)]
        if len(found) > 1 and (len(answers) < len(found) or len({code_of(answer) for answer in answers}) > 1):
            return Problem(f"{' and '.join(found)} are both there, and one can count: take the other away.")
        return next(iter(found.values()))

    def _alone(self, stem: str) -> dict[str, Answer | Problem]:
        """Return what the files that are named like the exercise hold."""
        notebooks = [file for file in self._tree.top().files if is_notebook(file) and notebook_stem(file) == stem]
        names = dict.fromkeys((f"{stem}.py", f"{stem}.ipynb", *notebooks))
        contents = {name: self._tree.read(PurePosixPath(name), most_for(name)) for name in names}
        return {
            name: content if isinstance(content, Problem) else decode_answer(name, content)
            for name, content in contents.items()
            if not (isinstance(content, Problem) and content.missing)
        }

    def _in_notebooks(self, exercise: str) -> dict[str, Answer | Problem]:
        """Return what notebooks hold that name the exercise, or are named like its chapter."""
        wanted, (chapter, _, stem) = CellName(exercise), exercise.partition("/")
        found = {
            file: answers_in(file, cells, [exercise])[exercise]
            for file, cells in self._notebooks.items()
            if not isinstance(cells, Problem)
            and notebook_stem(file) != stem
            and (notebook_stem(file) == chapter or wanted in map(name_of, cells))
        }
        return {file: one for file, one in found.items() if not (isinstance(one, Problem) and one.missing)}

    @cached_property
    def _notebooks(self) -> Mapping[str, tuple[NotebookCell, ...] | Problem]:
        files = [file for file in self._tree.top().files if is_notebook(file)][:_MOST_NOTEBOOKS]
        contents = {file: self._tree.read(PurePosixPath(file), MAX_NOTEBOOK) for file in files}
        return {
            file: content if isinstance(content, Problem) else read_notebook(file, content)
            for file, content in contents.items()
        }

    def _nothing(self, stem: str) -> Problem:
        unread = [cells for cells in self._notebooks.values() if isinstance(cells, Problem)]
        if len(self._notebooks) == 1 and unread:
            return unread[0]
        close = near(stem, self._tree.top().files)
        return Problem(
            f"There is no file {stem}.py." + (f" {close} is there: is it meant? Then rename it." if close else ""),
            missing=True,
        )


def code_of(answer: Answer) -> tuple[str, ...]:
    """Return the lines of an answer, without comments: magics of a notebook are such, and the marks of its cells."""
    lines = (line.rstrip() for line in answer.text.split("\n"))
    return tuple(line for line in lines if line and not line.lstrip().startswith("#"))

"""Notebooks to practise in, with `%%grade` on top of each answer; they can be opened where nothing is installed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from mdl_grade.course import Course, Solution
from mdl_grade.course.typesetting import markdown
from mdl_grade.errors import UsageError
from mdl_grade.intake.magics import GRADE
from mdl_grade.notebook.pages import SourcePage, answer_text, code_cell, markdown_cell, notebook

SOURCE = re.compile(r"(?:git\+)?https://[^\s\"'\\{}$]+|[^\s\"'\\{}$]+\.whl")
"""What a notebook may install the grader from: never a bare name, which may be anybody's."""
LOAD = "%load_ext mdl_grade"
INSTALL = f"""\
import importlib.util

if importlib.util.find_spec("mdl_grade") is None:
    %pip install --quiet "{{source}}"
{LOAD}"""


def practice_page(course: Course, name: str, exercises: Sequence[str], install_from: str = "") -> SourcePage:
    """Return a notebook to practise in: a prompt and a cell with `%%grade` on top for each exercise.

    Parameters
    ----------
    install_from : str
        A wheel or an address that the first cell installs the grader from, where it is missing.
    """
    cells, left_out = [code_cell(INSTALL.format(source=install_from) if install_from else LOAD)], []
    for exercise in exercises:
        solution = Solution.read(course.solution(exercise))
        if solution.parts:
            left_out.append((exercise, "it is put together from other answers"))
            continue
        cells.append(markdown_cell(markdown(solution.prompt)))
        cells.append(code_cell(f"%%{GRADE} {exercise}\n{answer_text(replace(solution, text=solution.stub))}"))
    return SourcePage(name, notebook(cells), tuple(left_out))


def write_practice(
    course: Course, folder: Path, exercises: Sequence[str], install_from: str = ""
) -> Iterator[tuple[Path, bool]]:
    """Write a notebook for each chapter; yield its file, and whether it is new. One that is there is left as it is.

    Raises
    ------
    UsageError
        If the folder can't be written to, or notebooks can't install from there.
    """
    if install_from and not SOURCE.fullmatch(install_from):
        told = f"Notebooks can't install from {install_from!r}."
        raise UsageError(told, "Give a wheel (FILE.whl) or an address (https://…).")
    for chapter in dict.fromkeys(exercise.partition("/")[0] for exercise in exercises):
        own = [exercise for exercise in exercises if exercise.startswith(f"{chapter}/")]
        path = folder / f"{chapter}.ipynb"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(practice_page(course, chapter, own, install_from).written())
        except FileExistsError:
            yield path, False
            continue
        except OSError as error:
            raise UsageError(f"{path} can't be written: {error.strerror}.", "Name another folder.") from None
        yield path, True

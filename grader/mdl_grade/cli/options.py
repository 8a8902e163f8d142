"""Options that several commands share, and how words on the command line become a course, targets and a path."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mdl_grade.course.course import Course, builtin_course, course_at
from mdl_grade.errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])

course_option = click.option(
    "--course",
    "course_folder",
    type=click.Path(path_type=Path),
    metavar="DIR|WHEEL",
    help="A course of your own, in place of the built-in one: a folder, or a wheel.",
)

cooperative_option = click.option(
    "--cooperative",
    is_flag=True,
    help="No wall but a process of its own, for your own work alone; on Windows there is nothing else.",
)


def completed(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete a word as a chapter or an exercise."""
    from mdl_grade.cli.completion import targets

    return targets(ctx, parameter, incomplete)


def chosen_course(folder: Path | None) -> Course:
    return builtin_course() if folder is None else course_at(folder)


def course_here(folder: Path | None) -> Course:
    """Return the chosen course; without --course, refuse to take the built-in one in a workspace of another.

    Raises
    ------
    UsageError
        It names the course that the workspace was made of.
    """
    course = chosen_course(folder)
    if folder is None:
        from mdl_grade.course.workspace import demand_same_course

        demand_same_course(course, Path.cwd())
    return course


def course_words(folder: Path | None) -> str:
    """Return what the next command must be told of the course, too: "--course DIR", or ""."""
    return "" if folder is None else as_typed(["--course", str(folder)])


def as_typed(words: Sequence[str]) -> str:
    """Return words as they are typed into a shell; on Windows, cmd and PowerShell share only double quotes."""
    if sys.platform == "win32":
        return " ".join(word if re.fullmatch(r"[\w./:\\=+-]+", word) else f'"{word}"' for word in words)
    return shlex.join(words)


@dataclass(frozen=True)
class Wanted:
    """What to grade: targets as written, exercises that they name, and PATH if one was given."""

    targets: tuple[str, ...]
    exercises: tuple[str, ...]
    path: Path | None


def wanted(course: Course, words: Sequence[str]) -> Wanted:
    """Tell targets from PATH: the last word is PATH if it names no target, or one that was named before.

    Raises
    ------
    UsageError
        If a target names nothing.
    """
    if not words:
        raise UsageError("What shall be graded?", "Name a target: `mdl-grade chapter10`. `mdl-grade list` shows all.")
    *first, last = words
    if first and (last in first or not _names_target(course, last)):
        return Wanted(tuple(first), course.select(first), Path(last))
    return Wanted(tuple(words), course.select(words), None)


def _names_target(course: Course, word: str) -> bool:
    try:
        course.select([word])
    except UsageError:
        return False
    alone = len(word) == 1 and word.isalpha()  # an appendix's letter, which a folder is as likely to be called
    return not (Path(word).exists() if alone else Path(word).is_file())

"""What one reads after trying: `solution`, other ways to the same answer, and `explain`, the mathematics behind it."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mdl_grade.cli.options import completed, course_here, course_option, course_words
from mdl_grade.cli.screen import show, write
from mdl_grade.course.catalog import read_catalog
from mdl_grade.course.course import Course
from mdl_grade.course.solution import BEGIN, END, Solution
from mdl_grade.course.workspace import Workspace, docstrings
from mdl_grade.errors import UsageError

if TYPE_CHECKING:
    from mdl_grade.report.page import Page

ENOUGH_TRIES = 3
"""Different texts that were graded, after which a solution is shown without a pass."""
CODE = 4
"""Columns that code is indented by."""


def _one(course: Course, exercise: str) -> str:
    names = course.select([exercise])
    if len(names) > 1:
        raise UsageError(f"{exercise} is more than one exercise.", f"Name one of them: {names[0]}, …")
    return names[0]


@click.command("solution", short_help="Show the reference, and other ways, once you have tried.")
@click.argument("exercise", shell_complete=completed)
@click.option("--now", is_flag=True, help="Show it although you have neither passed nor tried three times.")
@course_option
def solution_command(exercise: str, now: bool, course_folder: Path | None) -> None:
    """Show the reference answer to EXERCISE and other right ones, each with what is different about it.

    It is for those who have passed, or have had three different answers graded.

    Example: mdl-grade solution chapter10/dense_backward
    """
    course = course_here(course_folder)
    name = _one(course, exercise)
    workspace = Workspace.find(course, Path.cwd())
    _demand_solution(course, name, course_words(course_folder))
    if not now:
        _earned(workspace, name)
    from mdl_grade.suite.suite import Suite

    suite = Suite.load(course, name)
    others = [(change.label.replace("_", " "), change.definition) for change in suite.variants if change.definition]
    following = [entry for entry in read_catalog(course.catalog).exercises if name in entry.requires]

    def view(page: Page) -> None:
        page.text(f"{suite.solution.title}: the reference")
        page.gap()
        _code(page, without_docstrings(suite.solution.text))
        for label, definition in others:
            page.gap()
            page.text(f"{label[:1].upper()}{label[1:]}.{_why(definition)}", first="Another way: ")
            page.gap()
            _code(page, without_docstrings(definition))
        page.gap()
        page.text(f"mdl-grade explain {name} {course_words(course_folder)}".rstrip(), first="Why: ", wrap=False)
        if following:
            page.text(", ".join(entry.id for entry in following), first="What builds on it: ")

    show(view)


def _demand_solution(course: Course, exercise: str, told: str) -> None:
    """Refuse to show a stub as if it were the reference."""
    from mdl_grade.delivery.excerpts import solution_text

    solution = Solution.read(course.solution(exercise))
    if not solution.parts and solution.text == solution_text(solution):
        raise UsageError(
            f"This course has a stub of {exercise}, and no solution: it is a learner's kit.",
            f"A hint: mdl-grade hint {exercise} {told}".rstrip(),
        )


def _earned(workspace: Workspace | None, exercise: str) -> None:
    """Refuse to show a solution to who has not tried."""
    tried = workspace.tried(exercise) if workspace else None
    if tried is not None and (tried.passed or len(tried.texts) >= ENOUGH_TRIES):
        return
    if tried is None:
        raise UsageError(
            "This is no workspace, so nobody knows what you have tried.", "Add --now to see it all the same."
        )
    left = ENOUGH_TRIES - len(tried.texts)
    raise UsageError(
        f"You have not passed {exercise} yet.",
        f"Have {left} more different answer{'s' * (left > 1)} graded, ask for a hint, or add --now.",
    )


def _why(definition: str) -> str:
    first = next(node for node in ast.parse(definition).body if isinstance(node, ast.FunctionDef | ast.ClassDef))
    told = (ast.get_docstring(first) or "").partition("\n")[0]
    return f" {told}" if told else ""


def without_docstrings(text: str) -> str:
    """Return code without docstrings and the marks of the answer: what remains to be read beside the prompt."""
    dropped = {number for first, last in docstrings(text).values() for number in range(first, last + 1)}
    kept = [
        line
        for number, line in enumerate(text.splitlines(), 1)
        if number not in dropped and line.strip() not in (BEGIN, END)
    ]
    return "\n".join(kept).strip("\n")


def _code(page: Page, text: str) -> None:
    for line in text.splitlines():
        page.text(line, indent=CODE, wrap=False)


@click.command("explain", short_help="Explain the mathematics behind an exercise.")
@click.argument("exercise", shell_complete=completed)
@click.option("--html", "page_file", metavar="FILE", help="Write it as a page, with formulas set, for a browser.")
@course_option
def explain_command(exercise: str, page_file: str | None, course_folder: Path | None) -> None:
    """Explain the mathematics behind EXERCISE: why it is so, in steps, and an example with numbers.

    Example: mdl-grade explain chapter10/dense_backward

    A page: mdl-grade explain chapter10/dense_backward --html dense_backward.html
    """
    course = course_here(course_folder)
    name = _one(course, exercise)
    solution = Solution.read(course.solution(name))
    if not solution.explanation:
        raise UsageError(f"{name} has no explanation here.", "Its prompt has the mathematics: read the docstring.")
    if page_file is not None:
        from mdl_grade.report import explanation

        write(page_file, explanation.render(name, solution).encode())
        if page_file != "-":
            click.echo(f"Page: {page_file}", err=True)
        return

    def view(page: Page) -> None:
        page.text(solution.title)
        page.gap()
        for block in re.split(r"\n{2,}", solution.explanation.strip("\n")):
            page.gap()
            _told(page, block)

    show(view)


def _told(page: Page, block: str) -> None:
    """Add what stands between two empty lines: sentences and items as wide as the page is, all else as it is."""
    margin = len(block) - len(block.lstrip(" "))
    for part in re.split(r"\n(?=\* |\d+\. | *>>> )", block):
        if margin >= CODE or part.lstrip().startswith(">>> "):
            for line in part.splitlines():
                page.text(line, wrap=False)
            continue
        marker = re.match(r"\* |\d+\. ", part)
        first = marker[0] if marker else ""
        page.text(" ".join(part[len(first) :].split()), indent=margin, first=first)


commands = {"solution": solution_command, "explain": explain_command}

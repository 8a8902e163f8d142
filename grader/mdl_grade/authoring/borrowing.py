"""Exercises of the built-in course in one of one's own: for an assembly, whose parts they are, or for learners.

What is borrowed is copied, so that a course stays whole, and stays as it is when mdl-grade is brought up to date.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mdl_grade.course.course import Course, builtin_course
from mdl_grade.course.solution import Solution
from mdl_grade.errors import UsageError


def borrow(course: Course, targets: Iterable[str]) -> list[Path]:
    """Copy exercises of the built-in course, and the parts of assemblies among them; return the files written.

    Parameters
    ----------
    course : Course
        Where to; it may still be empty.
    targets : iterable of str
        As on the command line: `relu`, `9/relu`, `chapter09`.

    Raises
    ------
    UsageError
        If an exercise of that name is there that is another. Nothing is written then.
    """
    source = builtin_course()
    exercises = source.select(_with_parts(source, source.select(targets)))
    files = {course.solution(each): source.solution(each).read_bytes() for each in exercises}
    files |= {course.suite(each): source.suite(each).read_bytes() for each in exercises}
    for chapter in dict.fromkeys(each.partition("/")[0] for each in exercises):
        page = course.introduction(chapter)
        files[page] = page.read_bytes() if page.is_file() else _heading(source.introduction(chapter))
    for path, content in files.items():
        if path.is_file() and path.read_bytes() != content:
            raise UsageError(
                f"{path} is there, and is not what this version's course has. Nothing was written.",
                "Delete the exercise to borrow it anew, or rename yours.",
            )
    written = [path for path in files if not path.is_file()]
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[path])
    return written


def _with_parts(source: Course, exercises: Iterable[str]) -> Iterable[str]:
    for exercise in exercises:
        yield exercise
        yield from _with_parts(source, Solution.read(source.solution(exercise)).parts)


def _heading(page: Path) -> bytes:
    """Return a page with a chapter's title; without a list, exercises stand in the order of what they require."""
    return page.read_text("utf-8").splitlines()[0].encode() + b"\n"

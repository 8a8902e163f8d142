"""Exercises for the mathematics of deep learning, and their grader.

`grade` is the whole of it for programs:

>>> import mdl_grade
>>> report = mdl_grade.grade("solutions", "chapter10/dense_backward")  # doctest: +SKIP
>>> report.score.points, report.score.max_points, report.exercises[0].status.value  # doctest: +SKIP
(8, 8, 'passed')

Public beside it are `mdl_grade.suite` (what suites are written with), `mdl_grade.checks` (the numerics of checking) and
`mdl_grade.network` (the reference network). Everything else may change. To read how it works, begin with
`mdl_grade.grading`: one submission in, one report out.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mdl_grade.course.course import Course
    from mdl_grade.records.model import Report

__version__ = "0.1.0"
__all__ = ["Course", "Report", "__version__", "grade"]


def grade(
    path: str | os.PathLike[str], *targets: str, seed: int = 0, course: str | os.PathLike[str] | Course | None = None
) -> Report:
    """Grade the answers under `path`, as ``mdl-grade TARGET… PATH`` does: a practice run, for its author.

    Parameters
    ----------
    path : path
        A file, a folder of a chapter or of chapters, a zip or tar archive of them.
    *targets : str
        Chapters and exercises: "chapter10", "10", "chapter10/dense_backward"; everything if none is given.
    seed : int
        Practice seed: other inputs, the same verdict.
    course : path or Course, optional
        A course of your own; the built-in one if not given.

    Returns
    -------
    Report
        What the JSON report says, as frozen structs; `mdl-grade report schema` documents it.

    Raises
    ------
    mdl_grade.errors.UsageError
        If a target or the path is nothing that can be graded.
    mdl_grade.errors.CourseError
        If the course is broken.

    Notes
    -----
    The answers run in locked processes of their own (see SECURITY.md); this one imports NumPy when it is called.
    """
    import time
    from pathlib import Path

    from mdl_grade.course.course import Course, builtin_course, course_at
    from mdl_grade.grading import grade_found, make_report
    from mdl_grade.intake import locate
    from mdl_grade.sandbox.wall import practice_wall
    from mdl_grade.suite.seed import Seed

    start = time.perf_counter()
    chosen = course if isinstance(course, Course) else course_at(Path(course)) if course else builtin_course()
    words = targets or ("all",)
    found = locate(chosen.select(words), Path(path), here=Path.cwd())
    practice = Seed.practice(seed)
    with practice_wall() as wall:
        graded = grade_found(chosen, found, practice, wall)
    return make_report(chosen, words, found.label, practice, graded, time.perf_counter() - start)


def load_ipython_extension(shell: Any) -> None:
    """Do what ``%load_ext mdl_grade`` asks for: ``%%grade chapter10/dense_backward`` grades the cell that it heads."""
    from importlib import import_module

    import_module("mdl_grade.notebook.live").register(shell)


def __getattr__(name: str) -> Any:
    """Import `Report` and `Course` when they are asked for: `mdl-grade --help` needs neither."""
    if name == "Report":
        from mdl_grade.records.model import Report

        return Report
    if name == "Course":
        from mdl_grade.course.course import Course

        return Course
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

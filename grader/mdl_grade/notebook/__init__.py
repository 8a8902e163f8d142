"""Notebooks: nbgrader's assignments released, graded behind the wall and fed back; grades while a notebook is open.

`configure` is for `nbgrader_config.py`, `check` stands in graded cells.
"""

from __future__ import annotations

from typing import Any

__all__ = ["check", "configure"]


def configure(c: Any) -> None:
    """Have nbgrader grade with mdl-grade, in all its commands and in formgrader.

    Parameters
    ----------
    c : traitlets.config.Config
        What `get_config()` returns in `nbgrader_config.py`. `c.MdlGrade` holds settings of ours: `jobs`, `secret_file`,
        `seed`, `isolation`, `course`, `bubblewrap`; see `mdl_grade.notebook.settings`.
    """
    from mdl_grade.notebook.configuration import configure as configured

    configured(c)


def check(exercise: str, name: str = "") -> Any:
    """Grade the answer that this notebook holds, behind the wall, and show the report.

    Parameters
    ----------
    exercise : str
        As "chapter10/dense_backward".
    name : str
        One check of it; all if not given.

    Raises
    ------
    mdl_grade.errors.UsageError
        Where nbgrader runs learners' code itself, because `configure` was not called there.
    """
    from mdl_grade.notebook.live import check as checked

    return checked(exercise, name)

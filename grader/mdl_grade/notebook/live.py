"""Grades in an open notebook."""

from __future__ import annotations

import os
from typing import Any

from mdl_grade.errors import UsageError


def check(exercise: str, name: str = "") -> Any:
    """See `mdl_grade.notebook.check`."""
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        raise UsageError(
            "nbgrader ran this notebook in a kernel: nothing in it was believed, and everybody has 0 here.",
            "Call mdl_grade.notebook.configure(c) in nbgrader_config.py of the folder that you grade in.",
        )
    raise NotImplementedError(exercise, name)

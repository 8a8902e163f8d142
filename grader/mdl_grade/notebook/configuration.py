"""What nbgrader is told so that it grades with mdl-grade. Importing this imports nothing of nbgrader."""

from __future__ import annotations

from typing import Any

from mdl_grade.notebook.environment import find_own_programs

STUB = "raise NotImplementedError"


def configure(c: Any) -> None:
    """Put our preprocessors in the place of those that run code; see `mdl_grade.notebook.configure`."""
    find_own_programs()
    from mdl_grade.notebook import plugin
    from mdl_grade.notebook.engines import share_engines

    share_engines()
    c.Autograde.exporter_class = plugin.GradingExporter
    c.Autograde.sanitize_preprocessors = [plugin.Restore]
    c.Autograde.autograde_preprocessors = [plugin.Grade, plugin.Book, *plugin.AFTERWARDS]
    c.ClearSolutions.code_stub = {"python": STUB}

"""What nbgrader is told so that it grades with mdl-grade. Importing this imports nothing of nbgrader."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

PLUGIN = "mdl_grade.notebook.plugin"
STUB = "raise NotImplementedError"


def configure(c: Any) -> None:
    """Put our preprocessors in the place of those that run code; see `mdl_grade.notebook.configure`."""
    find_own_programs()
    from mdl_grade.notebook import plugin

    c.Autograde.exporter_class = plugin.GradingExporter
    c.Autograde.sanitize_preprocessors = [plugin.Restore]
    c.Autograde.autograde_preprocessors = [plugin.Grade, plugin.Book, *plugin.AFTERWARDS]
    c.ClearSolutions.code_stub = {"python": STUB}


def find_own_programs() -> None:
    """Let nbgrader find `alembic`, which it starts by bare name, where this environment is not activated.

    Without it, nbgrader leaves a database that no version of it can upgrade.
    """
    own = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", os.defpath).split(os.pathsep)
    if own not in path:
        os.environ["PATH"] = os.pathsep.join((own, *path))

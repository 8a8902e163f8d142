"""Where nbgrader finds its configuration and its programs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

CONFIG = "nbgrader_config.py"


def find_own_programs() -> None:
    """Let nbgrader find `alembic`, which it starts by bare name, where this environment is not activated.

    Without it, nbgrader leaves a database that no version of it can upgrade.
    """
    own = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", os.defpath).split(os.pathsep)
    if own not in path:
        os.environ["PATH"] = os.pathsep.join((own, *path))

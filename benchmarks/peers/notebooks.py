"""Notebooks as JSON: one cell with the answer to each exercise, and for nbgrader a cell a check behind it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def notebook(answers: Mapping[str, str], checks: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """Return a notebook with `answers` (stem -> source); with `checks`, as nbgrader's source notebook has them."""
    cells = []
    for stem, source in answers.items():
        marked = {"grade": False, "solution": True, "locked": False, "task": False, "schema_version": 3}
        cells.append(_cell(stem, source, {**marked, "grade_id": stem} if checks else None))
        for name in (checks or {}).get(stem, ()):
            test = {"grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3, "points": 1}
            code = f"import equal\nequal.check({stem!r}, {name!r}, globals())"
            cells.append(_cell(f"{stem}-{name}", code, {**test, "grade_id": f"{stem}-{name}"}))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})


def _cell(name: str, source: str, nbgrader: dict[str, Any] | None) -> dict[str, Any]:
    metadata = {"nbgrader": nbgrader} if nbgrader else {}
    cell = {"cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": [], "source": source}
    return {"id": name.replace("_", "-")[:64], **cell}

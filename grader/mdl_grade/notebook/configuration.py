"""What nbgrader is told so that it grades with mdl-grade. Importing this imports nothing of nbgrader."""

from __future__ import annotations

from typing import Any

from mdl_grade.notebook.environment import find_own_programs

STUB = "raise NotImplementedError"

_engines: dict[tuple[str, tuple[tuple[str, Any], ...]], Any] = {}


def configure(c: Any) -> None:
    """Put our preprocessors in the place of those that run code; see `mdl_grade.notebook.configure`."""
    find_own_programs()
    from mdl_grade.notebook import plugin

    _share_engines()
    c.Autograde.exporter_class = plugin.GradingExporter
    c.Autograde.sanitize_preprocessors = [plugin.Restore]
    c.Autograde.autograde_preprocessors = [plugin.Grade, plugin.Book, *plugin.AFTERWARDS]
    c.ClearSolutions.code_stub = {"python": STUB}


def _share_engines() -> None:
    """Have nbgrader use one engine for a database in this process; it makes one whenever it opens a gradebook.

    An engine keeps what it has compiled: without that, compiling SQL takes a third of the time in which nbgrader books
    a notebook. `Gradebook.close` disposes of connections, and an engine opens others when it is asked to.
    """
    import nbgrader.api

    nbgrader.api.create_engine = _engine


def _engine(url: str, **options: Any) -> Any:
    from sqlalchemy import create_engine

    key = str(url), tuple(sorted(options.items()))
    if key not in _engines:
        _engines[key] = create_engine(url, **options)
    return _engines[key]

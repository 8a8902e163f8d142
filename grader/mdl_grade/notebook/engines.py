"""One engine for each database. nbgrader makes one whenever it opens a gradebook."""

from __future__ import annotations

from typing import Any

import nbgrader.api
from sqlalchemy import create_engine

_engines: dict[tuple[str, tuple[tuple[str, Any], ...]], Any] = {}


def share_engines() -> None:
    """Have nbgrader use one engine for a database in this process.

    An engine keeps what it has compiled: without that, compiling SQL takes a third of the time in which nbgrader books
    a notebook. `Gradebook.close` disposes of connections, and an engine opens others when it is asked to.
    """
    nbgrader.api.create_engine = _shared


def _shared(url: str, **options: Any) -> Any:
    key = str(url), tuple(sorted(options.items()))
    if key not in _engines:
        _engines[key] = create_engine(url, **options)
    return _engines[key]

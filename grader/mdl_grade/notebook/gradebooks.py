"""nbgrader's database and configuration, looked at before anything is tried. This module imports nbgrader."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mdl_grade.errors import UsageError
from mdl_grade.notebook.environment import CONFIG, find_own_programs

STAMP = (
    "Back it up, then, if this nbgrader made it: CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL); "
    "INSERT INTO alembic_version VALUES ('{head}');"
)


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a database, what to do, and whether nbgrader can't go on with it."""

    told: str
    next_step: str
    fatal: bool


@dataclass(frozen=True)
class CourseFolder:
    """A course folder of nbgrader's: what its configuration says."""

    root: Path
    config: Any

    @classmethod
    def open(cls, root: Path) -> CourseFolder:
        """Read the configuration in a folder.

        Raises
        ------
        UsageError
            If nbgrader is not installed, or there is no configuration, or it can't be read.
        """
        if importlib.util.find_spec("nbgrader") is None:
            raise UsageError(
                "nbgrader is not installed here.",
                "In a clone, with an environment of its own: pip install '.[nbgrader]'",
            )
        from traitlets.config.loader import PyFileConfigLoader

        if not (root / CONFIG).is_file():
            raise UsageError(f"There is no {root / CONFIG}.", "`mdl-grade notebook quickstart DIR` makes one.")
        find_own_programs()
        try:
            return cls(root.resolve(), PyFileConfigLoader(CONFIG, path=str(root.resolve())).load_config())
        except UsageError:
            raise
        except Exception as error:
            raise UsageError(
                f"{root / CONFIG} can't be read: {type(error).__name__}: {error}", "Mend it, and try again."
            ) from error

    @property
    def course_id(self) -> str:
        return str(self.config.CourseDirectory.get("course_id") or "default_course")

    @property
    def url(self) -> str:
        return str(self.config.CourseDirectory.get("db_url") or f"sqlite:///{self.root / 'gradebook.db'}")

    @property
    def has_gradebook(self) -> bool:
        """Whether there is a database: to ask for a file that is not there would make it."""
        file = self.url.removeprefix("sqlite:///")
        return file == self.url or Path(file).exists()

    @contextmanager
    def gradebook(self) -> Iterator[Any]:
        """Open the gradebook.

        Raises
        ------
        UsageError
            If the database can't be reached, or is not as this nbgrader wants it.
        """
        from nbgrader.api import Gradebook
        from sqlalchemy.exc import SQLAlchemyError

        try:
            trouble = trouble_of(self.url)
            if trouble is not None and trouble.fatal:
                raise UsageError(f"The database {shown(self.url)}: {trouble.told}", trouble.next_step)
            with Gradebook(self.url, self.course_id) as gradebook:
                yield gradebook
        except (SQLAlchemyError, ImportError) as error:
            raise UsageError(
                f"The database {shown(self.url)} can't be used: {_first(error)}", _advice(self.url)
            ) from error


def trouble_of(url: str) -> Trouble | None:
    """Look at a database without changing it; None if there is nothing in it, or nothing wrong."""
    import nbgrader
    from alembic.script import ScriptDirectory
    from sqlalchemy import create_engine, inspect, text

    head = ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic")).get_current_head()
    engine = create_engine(url)
    try:
        tables = inspect(engine).get_table_names()
        if not tables:
            return None
        if "alembic_version" not in tables:
            told = "it has no alembic_version, for nbgrader was started where it did not find `alembic`."
            return Trouble(f"{told} No later nbgrader can upgrade it.", STAMP.format(head=head), fatal=False)
        with engine.connect() as connection:
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    finally:
        engine.dispose()
    if found == head:
        return None
    told = f"it was made by another version of nbgrader (revision {found}, not {head})."
    return Trouble(told, "Back it up, then: nbgrader db upgrade", fatal=True)


def shown(url: str) -> str:
    """Return a database's address without its password."""
    from sqlalchemy.engine import make_url

    return str(make_url(url).render_as_string(hide_password=True))


def _first(error: Exception) -> str:
    return str(error).strip().split("\n")[0]


def _advice(url: str) -> str:
    if url.startswith("postgresql:"):
        return "Write postgresql+psycopg2://…: without a driver's name another one is looked for."
    return "Look at c.CourseDirectory.db_url, and whether the database runs."

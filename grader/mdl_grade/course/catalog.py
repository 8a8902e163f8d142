"""`exercises/catalog.json`: what `list` and `hint` show, generated so that nothing heavy is imported for it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from mdl_grade.errors import CourseError


class CatalogEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One exercise, as derived from its suite and solution."""

    id: str
    title: str
    tier: int
    points: int
    minutes: int = 0
    """What a first try takes somebody who has done what it requires; 0 if nobody says."""
    requires: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


class Catalog(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    chapters: dict[str, str]
    exercises: tuple[CatalogEntry, ...]


def read_catalog(path: Path) -> Catalog:
    """Read a course's catalogue.

    Raises
    ------
    CourseError
        If it is missing or malformed.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Catalog)
    except (OSError, msgspec.DecodeError) as error:
        raise CourseError(f"The catalogue {path} can't be read: {error}", "`mdl-grade dev sync` writes it.") from None


def encode_catalog(catalog: Catalog) -> bytes:
    return msgspec.json.format(msgspec.json.encode(catalog), indent=2) + b"\n"

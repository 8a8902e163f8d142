"""Reports as bytes: one canonical JSON text for each report."""

from __future__ import annotations

from typing import Any

import msgspec

from mdl_grade.errors import GraderFault, UsageError
from mdl_grade.records.model import SCHEMA, Report, Timing
from mdl_grade.records.older import decoded


def encode(report: Report) -> bytes:
    """Return the canonical JSON of a report.

    UTF-8, two spaces of indent, the fields of each record in their declared order, the keys of mappings sorted, one
    newline at the end. Equal reports give equal bytes.

    Raises
    ------
    GraderFault
        If a number is NaN or infinite, which JSON can't say: evidence holds such numbers as strings.
    """
    try:
        packed = msgspec.json.encode(report, order="deterministic")
    except UnicodeEncodeError:
        report = msgspec.convert(_without_surrogates(msgspec.to_builtins(report)), Report)
        packed = msgspec.json.encode(report, order="deterministic")
    if _faithful(packed, report):
        return msgspec.json.format(packed, indent=2) + b"\n"
    raise GraderFault(
        "A report holds a number that is NaN or infinite, and JSON has no word for it.",
        "Evidence must be made with `records.numbers.number`: this is a fault of the grader.",
    )


def decode(document: bytes) -> Report:
    """Read a report.

    Raises
    ------
    UsageError
        If it is not JSON, not a report, or of another version of the format.
    """
    try:
        return decoded(document, Report)
    except (ValueError, RecursionError) as error:
        raise UsageError(
            _why_not(document, error), "`mdl-grade report validate FILE` lists all that is wrong."
        ) from None


def without_timing(report: Report) -> Report:
    """Return the report with its one part that differs from run to run set to zero."""
    return msgspec.structs.replace(report, timing=Timing(seconds=0.0, exercises={}))


def _faithful(packed: bytes, report: Report) -> bool:
    """Tell whether decoding gives the report back: msgspec writes NaN and infinities as null."""
    try:
        return msgspec.json.decode(packed, type=Report) == report
    except msgspec.ValidationError:
        return False


def _without_surrogates(value: Any) -> Any:
    """Escape lone surrogates, as in a file name that is not UTF-8: they can't be encoded."""
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode("utf-8")
        case dict():
            return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
        case list() | tuple():
            return [_without_surrogates(item) for item in value]
    return value


def _why_not(document: bytes, error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "This is not a score report: it is nested too deeply."
    if not isinstance(error, msgspec.ValidationError):
        return f"This is not a score report: it is not JSON ({error})."
    try:
        schema = msgspec.json.decode(document, type=dict[str, Any]).get("schema")
    except (ValueError, RecursionError):
        schema = None
    if isinstance(schema, str) and schema.startswith("mdl-grade/report/") and schema != SCHEMA:
        return f"This report is written in the format {schema[:60]!r}; this mdl-grade reads {SCHEMA!r}."
    return f"This is not a score report of mdl-grade: {error}."

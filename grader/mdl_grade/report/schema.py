"""The published JSON Schema of reports, and the check of a document against it.

The schema is generated from the records in `model` and `evidence`, and kept in the package as a file, so that a change
of the format is seen in review.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from mdl_grade.errors import UsageError
from mdl_grade.records.causes import causes_of
from mdl_grade.records.model import SCHEMA, Report, Status
from mdl_grade.records.older import is_older, modern
from mdl_grade.records.status import exercise_status
from mdl_grade.report.encoding import decode
from mdl_grade.report.text import printable
from mdl_grade.report.views import for_learner

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]

SCHEMA_FILE = Path(__file__).with_name("report-v1.schema.json")
SCHEMA_ID = f"urn:{SCHEMA.replace('/', ':')}"
DESCRIPTION = """\
What one submission is worth, and why. Of equal submissions, only `timing` differs.

Within version 1 these stay as they are: status, points and max_points of exercises and checks, message, diagnosis,
causes and curve. `evidence` may grow: kinds, and fields of a kind, may be added, so a reader should take the
message where it meets one that it doesn't know. `causes` follow from the checks and their diagnoses."""
MAX_SHOWN = 60


class Violation(Struct, frozen=True, order=True):
    """One thing that is wrong in a document: where (a JSON pointer; "" is the whole), and what, as a sentence."""

    pointer: str
    sentence: str

    def __str__(self) -> str:
        return printable(f"{self.pointer or 'the document'}: {self.sentence}")


def generate() -> dict[str, Any]:
    """Build the schema (JSON Schema, draft 2020-12) from the records."""
    (_, *_), components = msgspec.json.schema_components((Report,), ref_template="#/$defs/{name}")
    definitions = {name: _plain(components[name]) for name in sorted(components)}
    report = definitions.pop(Report.__name__)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **report,
        "title": "Score report of mdl-grade",
        "description": DESCRIPTION,
        "$defs": definitions,
    }


def schema_text() -> str:
    """Return the published schema, as it is kept in the package."""
    return SCHEMA_FILE.read_text("utf-8")


def as_text(schema: dict[str, Any]) -> str:
    """Write a schema as the file in the package is written."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def validate(document: bytes) -> list[Violation]:
    """Check a report against the schema, and what a schema can't say: sums, ids, and what learners must not see.

    Returns
    -------
    list of Violation
        By place; empty if the report is valid.
    """
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

    try:
        data = json.loads(document.decode("utf-8"), object_pairs_hook=_without_repetition, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        return [Violation("", f"this is not JSON that a report may be written in: {reason}.")]
    if is_older(data):
        with suppress(msgspec.ValidationError, AttributeError, KeyError, TypeError):
            data = modern(deepcopy(data))
    errors = Draft202012Validator(json.loads(schema_text())).iter_errors(data)
    problems = {problem for error in errors for problem in _problems(error)}
    if problems:
        return sorted(problems)
    try:
        return sorted(_contradictions(decode(document)))
    except UsageError as error:
        return [Violation("", error.what)]


def _plain(schema: Any) -> Any:
    """Unnest choices within choices (their `discriminator` is no word of JSON Schema), and dedent descriptions."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _plain(value) for key, value in schema.items()}
    if isinstance(plain.get("description"), str):
        plain["description"] = inspect.cleandoc(plain["description"])
    if "anyOf" in plain:
        plain["anyOf"] = [leaf for choice in plain["anyOf"] for leaf in choice.get("anyOf", [choice])]
    return plain


# --- JSON -----------------------------------------------------------------------------------------------------------
def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen = dict(pairs)
    if len(seen) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice[:MAX_SHOWN]!r} stands twice in one object, so readers may differ")
    return seen


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


# --- schema errors in words -----------------------------------------------------------------------------------------
def _problems(error: ValidationError) -> Iterator[Violation]:
    """Turn an error of jsonschema into sentences; for a choice, into those of the alternative that was meant."""
    pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in error.absolute_path)
    match error.validator:
        case "anyOf":
            meant = _meant(error)
            if meant:
                for inner in meant:
                    yield from _problems(inner)
                return
            yield Violation(pointer, f"{_shown(error.instance)} is none of the things that may stand here.")
        case "required":
            missing = [key for key in error.validator_value if key not in error.instance]
            yield from (Violation(pointer, f"{key!r} is missing.") for key in missing)
        case "additionalProperties":
            extra = [key for key in error.instance if key not in error.schema.get("properties", {})]
            yield from (Violation(pointer, f"{_shown(key)} is not part of the format.") for key in extra)
        case "enum":
            allowed = ", ".join(map(json.dumps, error.validator_value))
            yield Violation(pointer, f"{_shown(error.instance)} stands where {allowed} may stand.")
        case "type":
            yield Violation(pointer, f"{_shown(error.instance)} should be of type {error.validator_value}.")
        case _:
            yield Violation(pointer, f"{_shown(error.instance)} breaks the rule {error.validator!r} of the schema.")


def _meant(error: ValidationError) -> list[ValidationError]:
    """Return the errors of the one alternative whose `type` tag the instance carries, if there is one."""
    choices: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        choices.setdefault(inner.schema_path[0], []).append(inner)
    fitting = [errors for errors in choices.values() if not any(_rules_out(inner) for inner in errors)]
    return fitting[0] if len(fitting) == 1 else []


def _rules_out(error: ValidationError) -> bool:
    """Tell whether an error shows that another alternative was meant: no record at all, or another tag."""
    path = list(error.relative_path)
    return (not path and error.validator == "type") or (path == ["type"] and error.validator == "enum")


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


# --- beyond the schema ----------------------------------------------------------------------------------------------
def _contradictions(report: Report) -> Iterator[Violation]:
    yield from _repeated("/exercises", (exercise.id for exercise in report.exercises))
    for i, exercise in enumerate(report.exercises):
        place = f"/exercises/{i}"
        yield from _repeated(f"{place}/checks", (check.id for check in exercise.checks))
        for j, check in enumerate(exercise.checks):
            worth = check.max_points if check.status is Status.PASSED else 0
            if check.points != worth:
                told = f"{check.points} is told, and a check that ended so gives {worth} of {check.max_points}."
                yield Violation(f"{place}/checks/{j}/points", told)
        statuses = (check.status for check in exercise.checks)
        if exercise.status is not (ended := exercise_status(statuses, started=bool(exercise.written))):
            told = f"{exercise.status.value} is told, and the checks make it {ended.value}."
            yield Violation(f"{place}/status", told)
        if exercise.causes != causes_of(exercise.checks):
            yield Violation(f"{place}/causes", "they are not those that the checks and their diagnoses have.")
        counted = [check for check in exercise.checks if check.status != "grader_error"]
        yield from _sums(place, exercise, counted)
    yield from _sums("/score", report.score, report.exercises)
    if report.submission.files != (files := sum(bool(exercise.file_digest) for exercise in report.exercises)):
        yield Violation("/submission/files", f"{report.submission.files} is told, and {files} exercises have a file.")
    if report.view == "learner" and for_learner(report) != report:
        yield Violation("/view", "this is no learner's view: it holds what an official run does not tell.")
    if report.seed.mode == "official" and report.seed.value is not None:
        yield Violation("/seed/value", "an official seed is not told.")
    if report.seed.mode == "practice" and report.seed.fingerprint:
        yield Violation("/seed/fingerprint", "a practice seed has no secret.")


def _repeated(place: str, ids: Iterable[str]) -> Iterator[Violation]:
    seen: set[str] = set()
    for i, name in enumerate(ids):
        if name in seen:
            yield Violation(f"{place}/{i}/id", f"{_shown(name)} stands here twice.")
        seen.add(name)


def _sums(place: str, whole: Any, parts: Iterable[Any]) -> Iterator[Violation]:
    parts = list(parts)
    for field in ("points", "max_points"):
        told, total = getattr(whole, field), sum(getattr(part, field) for part in parts)
        if told != total:
            yield Violation(f"{place}/{field}", f"{told} is told, and the parts add up to {total}.")

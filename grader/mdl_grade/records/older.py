"""Reports and results as earlier versions wrote them, read as those of today.

Until the format is final, a version may change it; what was written stays readable. Diagnoses used to say ``certain``
where they now tell their confidence; exercises did not list causes; evidence of a kind that is gone becomes a remark in
the words that it had.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, TypeVar

import msgspec

from mdl_grade.records.causes import causes_of
from mdl_grade.records.evidence import AnyEvidence
from mdl_grade.records.model import CheckResult, Confidence

T = TypeVar("T")


def decoded(document: bytes, kind: type[T]) -> T:
    """Decode the JSON of a report, of a result, or of a part of it that `kind` names.

    Raises
    ------
    msgspec.ValidationError
        If it is of no version that can be read: what is wrong with it as a document of today.
    """
    if b'"causes"' not in document:
        with suppress(msgspec.MsgspecError, RecursionError, AttributeError, KeyError, TypeError):
            return msgspec.convert(modern(msgspec.json.decode(document)), kind)
    return msgspec.json.decode(document, type=kind)


def is_older(document: Any) -> bool:
    """Tell whether a report or a result, decoded without a type, was written before causes were listed."""
    exercises = list(_exercises(document))
    return bool(exercises) and not any("causes" in exercise for exercise in exercises)


def modern(document: Any) -> Any:
    """Bring a report or a result, decoded without a type, to the format of today; in place."""
    if is_older(document):
        for exercise in _exercises(document):
            for check in exercise["checks"]:
                _bring_up(check)
            checks = msgspec.convert(exercise["checks"], tuple[CheckResult, ...])
            exercise["causes"] = msgspec.json.decode(msgspec.json.encode(causes_of(checks)))
    return document


def _exercises(document: Any) -> Iterator[dict[str, Any]]:
    places = document.get("exercises", [document]) if isinstance(document, dict) else None
    for found in places if isinstance(places, list) else ():
        if isinstance(found, dict) and isinstance(found.get("checks"), list):
            yield found


def _bring_up(check: dict[str, Any]) -> None:
    diagnosis = check.get("diagnosis")
    if diagnosis and "certain" in diagnosis:
        diagnosis["confidence"] = Confidence.CERTAIN if diagnosis.pop("certain") else Confidence.LIKELY
    if check.get("evidence"):
        try:
            msgspec.convert(check["evidence"], AnyEvidence)
        except msgspec.ValidationError:
            check["evidence"] = {"type": "remark", "text": check.get("message", "")}

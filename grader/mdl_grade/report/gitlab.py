"""A report for GitLab's widget on code quality: https://docs.gitlab.com/ci/testing/code_quality/."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mdl_grade.records.model import Report
from mdl_grade.report.annotations import Annotation, FileLine, Level, annotated
from mdl_grade.report.escaping import json_document
from mdl_grade.report.text import printable


def code_quality(report: Report, places: Mapping[str, FileLine] | None = None) -> bytes:
    """Return the artifact `codequality`: what is wrong, a line of a file for each, what costs most points first.

    Entries with the same fingerprint would be shown once: ours are told apart by exercise and checks.
    """
    entries = [_entry(one) for one in annotated(report, places)]
    return json_document(entries)


def _entry(one: Annotation) -> dict[str, Any]:
    fault = one.level is Level.FAULT
    return {
        "description": " ".join(printable(f"{one.title}. {one.message}").split()),
        "check_name": printable(f"mdl-grade {one.exercise}"),
        "fingerprint": one.fingerprint,
        "severity": "info" if fault else "major",
        "location": {"path": printable(one.place.file), "lines": {"begin": one.place.line}},
    }

"""Reports as bytes."""

from __future__ import annotations

import json
import math
from typing import Any

import msgspec
import pytest

from mdl_grade.errors import GraderFault, UsageError
from mdl_grade.records.model import Isolation, Report, Timing
from mdl_grade.report.encoding import decode, encode, without_timing


def test_what_is_encoded_can_be_decoded(sample: Report) -> None:
    """A report comes back equal; only lone surrogates come back escaped."""
    again = decode(encode(sample))
    assert encode(again) == encode(sample)
    assert again == sample or "\\ud800" in repr(again)


def test_encoding_is_canonical(sample: Report) -> None:
    """UTF-8, fields in declared order, an indent of two, one newline at the end, and no NaN."""
    text = encode(sample).decode("utf-8")
    document = json.loads(text, parse_constant=pytest.fail)
    assert tuple(document) == Report.__struct_fields__
    assert list(document["isolation"]["layers"]) == sorted(document["isolation"]["layers"])
    assert text.startswith('{\n  "schema": "mdl-grade/report/v1",\n')
    assert text.endswith("\n}\n")


def test_the_order_of_mappings_does_not_matter(samples: dict[str, Report]) -> None:
    """Equal reports give equal bytes, in whatever order layers and probes were noted."""
    report = samples["mixed"]
    isolation = report.isolation
    turned = Isolation(
        trust=isolation.trust,
        layers=dict(reversed(isolation.layers.items())),
        probes=dict(reversed(isolation.probes.items())),
        missing=isolation.missing,
    )
    assert encode(msgspec.structs.replace(report, isolation=turned)) == encode(report)


def test_only_timing_differs_between_runs(samples: dict[str, Report]) -> None:
    """Two runs that took different times have the same bytes without timing."""
    report = samples["mixed"]
    slower = msgspec.structs.replace(report, timing=Timing(seconds=9.0, exercises={"chapter10/dense_backward": 8.0}))
    assert encode(slower) != encode(report)
    assert encode(without_timing(slower)) == encode(without_timing(report))


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_numbers_that_json_cannot_say_are_refused(number: float, samples: dict[str, Report]) -> None:
    """NaN and infinities raise: they never become null without a word."""
    report = msgspec.structs.replace(samples["all_passed"], timing=Timing(seconds=number, exercises={}))
    with pytest.raises(GraderFault, match="NaN or infinite"):
        encode(report)


def test_nan_where_null_may_stand_is_refused(samples: dict[str, Report]) -> None:
    """NaN in a field that may be null raises too, although null would decode."""
    report = samples["mixed"]
    exercise = report.exercises[1]
    check = exercise.checks[1]
    broken = msgspec.structs.replace(check, evidence=msgspec.structs.replace(check.evidence, got=math.nan))
    exercise = msgspec.structs.replace(exercise, checks=(broken,))
    with pytest.raises(GraderFault, match="NaN or infinite"):
        encode(msgspec.structs.replace(report, exercises=(exercise,)))


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b'{"exercises": ' + b"[" * 100_000, "got `array`"),
        (b'{"schema": 1, "exercises": ' + b"[" * 100_000, r"at `\$.schema`"),
        (b"[]", "not a score report of mdl-grade: Expected `object`, got `array`"),
        (b"{}", "missing required field `schema`"),
        (b'{"schema": "mdl-grade/report/v2"}', "written in the format 'mdl-grade/report/v2'"),
        (b'{"schema": "other"}', r"at `\$.schema`"),
        (b'{"schema": 5}', r"at `\$.schema`"),
    ],
)
def test_what_is_no_report_is_a_usage_error(document: bytes, says: str) -> None:
    """The error says what is wrong and what to do next; no other exception escapes."""
    with pytest.raises(UsageError, match=says) as caught:
        decode(document)
    assert "report validate" in caught.value.next_step


@pytest.mark.parametrize("change", [{"extra": 1}, {"score": {"points": "3", "max_points": 3}}, {"exercises": [{}]}])
def test_reports_are_read_strictly(change: dict[str, Any], samples: dict[str, Report]) -> None:
    """Unknown fields and wrong types are refused, not skipped."""
    document = json.loads(encode(samples["all_passed"])) | change
    with pytest.raises(UsageError):
        decode(json.dumps(document).encode())

"""The published schema, and the check of documents against it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mdl_grade.errors import UsageError
from mdl_grade.records.model import Report
from mdl_grade.report.encoding import decode, encode
from mdl_grade.report.schema import Violation, as_text, generate, schema_text, validate
from mdl_grade.report.views import for_learner

QUICK = settings(derandomize=True, deadline=None, max_examples=100)


def test_the_published_file_is_that_of_the_records() -> None:
    """A change of the records shows in the schema file; write it with `as_text(generate())`."""
    assert schema_text() == as_text(generate())


def test_the_schema_is_one() -> None:
    """It is a valid schema of draft 2020-12, names its version, and is strict for every record."""
    schema = generate()
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == "urn:mdl-grade:report:v1"
    assert "discriminator" not in schema_text()
    records = [schema, *(part for part in schema["$defs"].values() if part.get("type") == "object")]
    assert len(records) > 30
    for record in records:
        assert record["additionalProperties"] is False
        assert record["title"]


def test_reports_are_valid(sample: Report) -> None:
    """What the grader writes is valid, in both views."""
    assert validate(encode(sample)) == []
    assert validate(encode(for_learner(sample))) == []


def change(path: str, value: Any) -> Callable[[Any], None]:
    """Return an edit that puts `value` at a place; None takes it away."""

    def edit(document: Any) -> None:
        *way, last = [int(part) if part.isdecimal() else part for part in path.split("/")]
        for part in way:
            document = document[part]
        if value is None:
            del document[last]
        else:
            document[last] = value

    return edit


@pytest.mark.parametrize(
    ("edit", "pointer", "says"),
    [
        (change("score", None), "", "'score' is missing."),
        (change("score/points", "4"), "/score/points", '"4" should be of type integer.'),
        (change("score/points", True), "/score/points", "true should be of type integer."),
        (change("schema", "mdl-grade/report/v2"), "/schema", '"mdl-grade/report/v1" may stand'),
        (change("exercises/1/checks/1/status", "fine"), "/exercises/1/checks/1/status", '"fine" stands where'),
        (change("exercises/1/checks/1/evidence/size", "x"), "/exercises/1/checks/1/evidence/size", "of type integer"),
        (change("exercises/1/checks/1/evidence/got", [1]), "/exercises/1/checks/1/evidence/got", "[1] is none of"),
        (change("exercises/1/checks/1/evidence/what", None), "/exercises/1/checks/1/evidence", "'what' is missing."),
        (change("exercises/1/checks/1/evidence/secret", 1), "/exercises/1/checks/1/evidence", '"secret" is not part'),
        (change("exercises/1/checks/1/evidence/type", "x"), "/exercises/1/checks/1/evidence", "is none of the things"),
        (change("exercises/1/checks/1/evidence", 7), "/exercises/1/checks/1/evidence", "7 is none of the things"),
        (change("exercises/1/checks/1/diagnosis/confidence", 1), "/exercises/1/checks/1/diagnosis/confidence", "1 stands where"),
        (change("isolation/layers/~a", []), "/isolation/layers/~0a", "[] is none of the things"),
        (change("score/points", 5), "/score/points", "5 is told, and the parts add up to 4."),
        (change("score/max_points", 5), "/score/max_points", "5 is told, and the parts add up to 27."),
        (change("exercises/0/points", 1), "/exercises/0/points", "1 is told, and the parts add up to 3."),
        (change("exercises/0/checks/0/points", 2), "/exercises/0/checks/0/points", "2 is told, and a check that ended so gives 1 of 1."),
        (change("exercises/0/checks/0/points", -2), "/exercises/0/checks/0/points", "-2 is told, and a check that ended so gives 1 of 1."),
        (change("exercises/1/id", "chapter10/fully_connected_layer"), "/exercises/1/id", "stands here twice."),
        (change("exercises/1/checks/1/id", "shapes"), "/exercises/1/checks/1/id", '"shapes" stands here twice.'),
        (change("exercises/1/status", "passed"), "/exercises/1/status", "passed is told, and the checks make it failed."),
        (change("exercises/1/checks/1/status", "passed"), "/exercises/1/checks/1/points", "0 is told, and a check that"),
        (change("submission/files", 1), "/submission/files", "1 is told, and"),
        (change("exercises/1/causes/0/points", 4), "/exercises/1/causes", "they are not those"),
        (change("seed/mode", "official"), "/seed/value", "an official seed is not told."),
    ],
)  # fmt: skip
def test_each_fault_is_told_at_its_place(
    edit: Callable[[Any], None], pointer: str, says: str, samples: dict[str, Report]
) -> None:
    """The problem stands where the fault is, in a plain sentence."""
    document = json.loads(encode(samples["mixed"]))
    edit(document)
    problems = validate(json.dumps(document).encode())
    assert [problem for problem in problems if problem.pointer == pointer and says in problem.sentence], problems


def test_an_official_learners_view_must_be_one(samples: dict[str, Report]) -> None:
    """A document that calls itself a learner's view and tells more than that is found out."""
    told = encode(samples["official"]).replace(b'"view": "instructor"', b'"view": "learner"')
    assert Violation("/view", "this is no learner's view: it holds what an official run does not tell.") in validate(
        told
    )


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (b"", "Expecting value"),
        (b"\xff", "can't decode"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": 1, "a": 2}', "the key 'a' stands twice"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "[] should be of type object."),
        ("{}".encode("utf-16"), "can't decode"),
    ],
)
def test_what_is_no_json_report_is_one_problem(document: bytes, says: str) -> None:
    """Nothing is raised, whatever the document."""
    (problem,) = validate(document)
    assert problem.pointer == ""
    assert says in str(problem)


def test_problems_are_sorted_and_safe_to_print(samples: dict[str, Report]) -> None:
    """They come by place, and foreign keys and values in them can't reach the terminal."""
    document = json.loads(encode(samples["all_passed"]))
    document |= {"\x1b[2J": 1, "\u202e": 2, "score": {}}
    problems = validate(json.dumps(document).encode())
    assert problems == sorted(problems)
    assert len(problems) == 4
    assert "\x1b" not in "".join(map(str, problems))
    assert "\u202e" not in "".join(map(str, problems))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(), parts, max_size=3),
    max_leaves=6,
)


@QUICK
@given(value=JSON, data=st.data())
def test_the_schema_and_the_reader_agree(value: Any, data: st.DataObject, samples: dict[str, Report]) -> None:
    """With anything put anywhere: what validates can be read, what can't be read is told, and nothing is raised."""
    document = json.loads(encode(samples["mixed"]))
    place = document
    while True:
        key = data.draw(st.sampled_from(range(len(place)) if isinstance(place, list) else sorted(place)))
        if not (isinstance(place[key], (dict, list)) and place[key]) or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = value
    text = json.dumps(document).encode()
    problems = validate(text)
    try:
        decode(text)
    except UsageError:
        assert problems


@QUICK
@given(st.binary())
def test_any_bytes_can_be_validated(document: bytes) -> None:
    """Bytes that are no report give problems, never an exception."""
    assert validate(document)

"""Failed checks, gathered by what makes them fail."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.records.causes import WRONG, causes_of
from mdl_grade.records.evidence import Raised
from mdl_grade.records.model import CheckResult, Confidence, Diagnosis, Status

CERTAIN, LIKELY, UNKNOWN = Confidence.CERTAIN, Confidence.LIKELY, Confidence.UNKNOWN


def named(*labels: str, confidence: Confidence = CERTAIN, hint: str = "") -> Diagnosis:
    return Diagnosis(labels=labels, confidence=confidence, source="known_bug", hint=hint)


def failed(
    name: str, diagnosis: Diagnosis | None = None, *, message: str = "", points: int = 1, status: Status = Status.FAILED
) -> CheckResult:
    return CheckResult(
        id=name,
        title=name,
        kind="value",
        status=status,
        points=0,
        max_points=points,
        message=message,
        diagnosis=diagnosis,
    )


def told(*checks: CheckResult) -> list[tuple[tuple[str, ...], Confidence, tuple[str, ...], int]]:
    return [(found.labels, found.confidence, found.checks, found.points) for found in causes_of(checks)]


def test_a_bug_is_told_once() -> None:
    """Checks with one diagnosis make one cause, with their points and the hint, whichever of them has it."""
    checks = failed("a", named("x"), points=2), failed("b", named("y")), failed("c", named("x", hint="look"), points=3)
    assert told(*checks) == [(("x",), CERTAIN, ("a", "c"), 5), (("y",), CERTAIN, ("b",), 1)]
    assert causes_of(checks)[0].hint == "look"


def test_certain_comes_before_likely_before_unknown() -> None:
    """Within each, the order is that of the checks."""
    checks = failed("a"), failed("b", named("x", "y", confidence=LIKELY)), failed("c", named("z")), failed("d")
    assert [found.checks for found in causes_of(checks)] == [("c",), ("b",), ("a",), ("d",)]
    assert [found.confidence for found in causes_of(checks)] == [CERTAIN, LIKELY, UNKNOWN, UNKNOWN]


def test_what_a_check_leaves_open_another_may_settle() -> None:
    """One of several possibilities, certain elsewhere, takes the check; so does a longer list of certain bugs."""
    either = failed("a", named("x", "y", confidence=LIKELY))
    assert told(either, failed("b", named("y"))) == [(("y",), CERTAIN, ("a", "b"), 2)]
    assert told(failed("a", named("y")), failed("b", named("x", "y"))) == [(("x", "y"), CERTAIN, ("a", "b"), 2)]
    assert told(either, failed("b", named("x", confidence=LIKELY))) == [(("x",), LIKELY, ("a", "b"), 2)]
    assert told(either, failed("b", named("z"))) == [
        (("z",), CERTAIN, ("b",), 1),
        (("x", "y"), LIKELY, ("a",), 1),
    ]


def test_what_is_not_explained_belongs_together_if_it_reads_alike() -> None:
    """Equal messages are one cause without a name."""
    checks = (failed("a", message="m"), failed("b", message="n"), failed("c", message="m", status=Status.ERROR))
    assert told(*checks) == [((), UNKNOWN, ("a", "c"), 2), ((), UNKNOWN, ("b",), 1)]


LABELS = st.lists(st.sampled_from("uvwxyz"), min_size=1, max_size=3, unique=True)
DIAGNOSES = st.none() | st.builds(
    lambda labels, confidence: named(*labels, confidence=confidence), LABELS, st.sampled_from([CERTAIN, LIKELY])
)


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(Status)), DIAGNOSES, st.sampled_from(["", "m", "n"])), max_size=8))
def test_every_failed_check_belongs_to_one_cause(parts: list[tuple[Status, Diagnosis | None, str]]) -> None:
    """Each once, no other check at all, and the points add up; a named check is never left unexplained."""
    checks = [failed(f"c{i}", named, message=text, status=status) for i, (status, named, text) in enumerate(parts)]
    found = causes_of(checks)
    wrong = [check for check in checks if check.status in WRONG]
    assert sorted(name for cause in found for name in cause.checks) == sorted(check.id for check in wrong)
    assert sum(cause.points for cause in found) == len(wrong)
    unknown = {name for cause in found if cause.confidence is UNKNOWN for name in cause.checks}
    assert unknown == {check.id for check in wrong if check.diagnosis is None}


def test_the_same_line_is_the_same_cause() -> None:
    """An exception of one line belongs together, whatever sizes its text tells."""
    raised = [Raised(exception="ValueError", text=f"shapes ({n},)", line=3) for n in (1, 2)]
    other = Raised(exception="ValueError", text="shapes (1,)", line=4)
    checks = [
        msgspec.structs.replace(failed(name, message=evidence.text), evidence=evidence)
        for name, evidence in zip("abc", (*raised, other), strict=True)
    ]
    assert [found.checks for found in causes_of(checks)] == [("a", "b"), ("c",)]

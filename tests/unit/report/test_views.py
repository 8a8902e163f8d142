"""What learners are told, and what not."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
import pytest

from mdl_grade.records.evidence import (
    AnyEvidence,
    BelowFloor,
    BeyondChance,
    BrokenLaw,
    Curve,
    Fault,
    NoGrowth,
    Raised,
    Stopped,
    Unclean,
    Unstable,
    WrongCurve,
    WrongDecay,
    WrongDistribution,
    WrongException,
    WrongGradient,
    WrongOrder,
    WrongRate,
    WrongShape,
    WrongType,
    WrongValue,
)
from mdl_grade.records.model import Output, Report, Seed, SeedMode
from mdl_grade.report.encoding import decode, encode
from mdl_grade.report.views import RULES, for_learner
from mdl_grade.report.wording import message

SECRET = "S3CRET"
NUMBER = 12345.678
CURVE = Curve(axis="step", quantity="loss", x=(NUMBER,), yours=(NUMBER, SECRET), reference=(NUMBER,))

TELLING: list[AnyEvidence] = [
    WrongValue(
        what="dW",
        index=(2, 1),
        got=NUMBER,
        expected=SECRET,
        error=0.5,
        tolerance=1e-7,
        tolerance_from="float64",
        wrong=1,
        size=15,
    ),
    WrongGradient(what="dW", of="W", got=NUMBER, measured=NUMBER, error=0.5, tolerance=1e-6, curve=CURVE),
    WrongOrder(what="the remainder", got=1.0, expected=2.0, curve=CURVE),
    WrongDecay(what="the error", got=1.0, expected=2.0, curve=CURVE),
    WrongRate(what="the error", got=NUMBER, expected=NUMBER, error=0.5, tolerance=0.1, curve=CURVE),
    Unstable(what="the run", lr=NUMBER, step=3, growth=9.0, curve=CURVE),
    NoGrowth(what="the run", lr=NUMBER, growth=0.5, curve=CURVE),
    WrongCurve(what="loss", step=3, error=0.5, tolerance=1e-8, curve=CURVE),
    BeyondChance(
        what="x", quantity="mean", got=NUMBER, expected=NUMBER, low=NUMBER, high=NUMBER, excess=2.0, samples=10
    ),
    WrongDistribution(what="x", rank=3, error=0.5, tolerance=0.1, samples=10, curve=CURVE),
    BelowFloor(what="accuracy", got=0.5, floor=0.9, curve=CURVE),
    Raised(exception="ValueError", text=SECRET, line=3, source=SECRET),
    Raised(exception=f"E{SECRET}", text="", line=3),
    Raised(exception="print", text=""),
    WrongException(got=f"E{SECRET}", expected="RuntimeError"),
    WrongType(what="dX", got=f"an object of class {SECRET}", expected="a number"),
    WrongType(what="dX", got=f"a dict with keys '{SECRET}'", expected="a number"),
    WrongType(what="dX", got="an array of shape (1234567890,)", expected="a number"),
    Unclean(fact="mutated", what=f"argument {SECRET}"),
    Unclean(fact="mutated", what=SECRET * 10),
    Stopped(how="protocol", detail=SECRET),
    Fault(text=SECRET),
]
"""Evidence that tells an input, an expected value, or a text which the learner's code may have made of one."""


def with_evidence(report: Report, evidence: AnyEvidence, **seed: Any) -> Report:
    """Return the report with this evidence for one check, and with all that the code may have said."""
    evidence = msgspec.structs.replace(evidence, call=f"f({SECRET})", case="N=7, D=5, K=3")
    exercise = report.exercises[0]
    check = msgspec.structs.replace(exercise.checks[0], evidence=evidence, message=message(evidence) + SECRET)
    exercise = msgspec.structs.replace(
        exercise, checks=(check,), output=Output(stdout=SECRET, stderr=SECRET), warnings=(SECRET,)
    )
    return msgspec.structs.replace(report, exercises=(exercise,), seed=Seed(**seed))


def only_check(report: Report) -> Any:
    return report.exercises[0].checks[0]


@pytest.mark.parametrize("evidence", TELLING, ids=lambda e: type(e).__name__)
def test_an_official_report_tells_no_inputs_and_no_values(evidence: AnyEvidence, samples: dict[str, Report]) -> None:
    """Under an official seed neither values nor anything that the learner's code wrote reaches the learner."""
    secret = with_evidence(samples["official"], evidence, mode=SeedMode.OFFICIAL, value=98765)
    told = encode(for_learner(secret)).decode()
    for leak in (SECRET, "12345.678", "98765", "1234567890", "print"):
        assert leak not in told
    assert "N=7, D=5, K=3" in told


@pytest.mark.parametrize("evidence", TELLING, ids=lambda e: type(e).__name__)
def test_a_practice_report_tells_everything(evidence: AnyEvidence, samples: dict[str, Report]) -> None:
    """Under a practice seed the learner's view differs in its name alone."""
    open_ = with_evidence(samples["mixed"], evidence, mode=SeedMode.PRACTICE, value=0)
    assert for_learner(open_) == msgspec.structs.replace(open_, view="learner")


def test_marks_and_lessons_stay(samples: dict[str, Report]) -> None:
    """What was decided, and what teaches without telling, is the same in both views."""
    full, told = samples["official"], for_learner(samples["official"])
    assert told.view == "learner"
    assert told.score == full.score
    for one, other in zip(full.exercises, told.exercises, strict=True):
        for field in ("id", "title", "status", "points", "max_points"):
            assert getattr(one, field) == getattr(other, field)
        for before, after in zip(one.checks, other.checks, strict=True):
            for field in ("id", "title", "kind", "status", "points", "max_points", "diagnosis"):
                assert getattr(before, field) == getattr(after, field)


@pytest.mark.parametrize(
    ("evidence", "says"),
    [
        (WrongShape(what="db", got=(7, 3), expected=(3,)), "db has shape (7, 3); it should be (3,)."),
        (
            WrongType(what="result", got="a tuple of 2 arrays", expected="a tuple of 3 arrays"),
            "is a tuple of 2 arrays;",
        ),
        (WrongType(what="dX", got="an array of shape (7, 3)", expected="a number"), "an array of shape (7, 3);"),
        (WrongType(what="dX", got="an object of class Foo", expected="a number"), "dX is something else;"),
        (Raised(exception="ZeroDivisionError", text="", line=3), "raises ZeroDivisionError. Look at line 3."),
        (Raised(exception="LinAlgError", text="Singular matrix", line=3), "raises LinAlgError. Look at line 3."),
        (Raised(exception="MyError", text="x"), "Your code raises an exception of its own."),
        (WrongException(got="", expected="ValueError"), "and goes on"),
        (BrokenLaw(what="dX", law="g(0) = 0", error=1.0, tolerance=1e-12), "For dX, g(0) = 0 does not hold"),
        (Unclean(fact="aliased", what="X"), "shares its memory with X"),
    ],
)
def test_messages_are_made_anew(evidence: AnyEvidence, says: str, samples: dict[str, Report]) -> None:
    """The learner reads a whole sentence about what is left."""
    told = for_learner(with_evidence(samples["official"], evidence, mode=SeedMode.OFFICIAL))
    assert says in only_check(told).message
    assert only_check(told).message == message(only_check(told).evidence)


def test_the_view_can_be_taken_again(sample: Report) -> None:
    """The learner's view of a learner's view is itself, and a valid report."""
    told = for_learner(sample)
    assert for_learner(told) == told
    assert encode(decode(encode(told))) == encode(told)


@pytest.mark.parametrize("kind", [*RULES, *get_args(AnyEvidence)], ids=lambda kind: kind.__name__)
def test_every_field_has_a_rule(kind: type[msgspec.Struct]) -> None:
    """A new field can't be told by default: it has a rule, or redaction fails."""
    assert set(RULES[kind]) == set(kind.__struct_fields__)

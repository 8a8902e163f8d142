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
from mdl_grade.records.model import Confidence, Diagnosis, Output, Report, Seed, SeedMode
from mdl_grade.records.numbers import Number
from mdl_grade.report.encoding import decode, encode
from mdl_grade.report.views import NAMED, RULES, bits_of, for_learner
from mdl_grade.report.wording import message

OFFICIAL = Seed(mode=SeedMode.OFFICIAL)
MOST_BITS = 64
SECRET = "S3CRET"
NUMBER = 12345.678
CURVE = Curve(axis="step", quantity="loss", x=(NUMBER,), yours=(NUMBER, SECRET), reference=(NUMBER,))


def wrong_value(got: Number, expected: Number, **fields: Any) -> WrongValue:
    """Return evidence of one wrong entry."""
    defaults: dict[str, Any] = {
        "what": "dW",
        "index": (2, 1),
        "error": 0.512,
        "tolerance": 1e-7,
        "wrong": 1,
        "size": 15,
    }
    return WrongValue(got=got, expected=expected, tolerance_from="float64", **(defaults | fields))


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
    for leak in (SECRET, "12345.678", "98765", "1234567890", '"print"'):
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
            for field in ("id", "title", "kind", "status", "points", "max_points"):
                assert getattr(before, field) == getattr(after, field)
            known = before.diagnosis is not None and before.diagnosis.source == "known_bug"
            assert after.diagnosis == before.diagnosis or not known


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
        (WrongShape(what="db", got=(7, 3000), expected=(3,)), "db has another shape than (3,)."),
        (WrongShape(what="db", got=(1, 2, 3, 4, 5), expected=(3,)), "db has another shape than (3,)."),
        (wrong_value(-2.1, -5.8, size=3), "dW[2, 1] is a few times too small; 1 of 3 entries is off."),
        (wrong_value(58.0, 5.8), "is about ten times too large;"),
        (wrong_value(5.80001, 5.8), "is off in the sixth digit;"),
        (wrong_value(-5.8, 5.8), "has the wrong sign;"),
        (wrong_value(0.0, 5.8), "is 0, and should not be;"),
        (wrong_value(1e-9, 0.0), "should be 0, and is not;"),
        (wrong_value("nan", 5.8), "is not right;"),
        (wrong_value(0.6, 5.8, index=(0, 40000), size=90000), "The worst entry of dW is about ten times too small;"),
        (wrong_value(1.0, 5.8, wrong=312, size=4096), "; about 300 of 4096 entries are off."),
        (
            WrongGradient(what="dW", of="W", got=1.0, measured=2.0, error=0.512, tolerance=1e-6),
            "(relative error about 1,",
        ),
        (BrokenLaw(what="", law="g(0) = 0", error=3.21e-5, tolerance=1e-12), "differ by about 0.0001 of"),
        (Raised(exception="ZeroDivisionError", text="", line=3), "raises ZeroDivisionError. Look at line 3."),
        (Raised(exception="LinAlgError", text="Singular matrix", line=3), "raises LinAlgError. Look at line 3."),
        (Raised(exception="MyError", text="x", line=3), "Your code raises an exception of its own. Look at line 3."),
        (WrongException(got="", expected="ValueError"), "and goes on"),
        (BrokenLaw(what="dX", law="g(0) = 0", error=1.0, tolerance=1e-12), "The law “g(0) = 0” does not hold for dX"),
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


@pytest.mark.parametrize("kind", get_args(AnyEvidence), ids=lambda kind: kind.__name__)
def test_an_entry_carries_at_most_64_bits(kind: type[msgspec.Struct]) -> None:
    """The ranges of all fields of a check, and of its evidence, multiplied."""
    assert 0 < bits_of(kind) <= MOST_BITS


NUMBERS = [0.0, 0.123456, 9.87654e-5, -3.21e12, 5e-324, 1.7e308, "nan", "inf", "-inf", SECRET, "about 0.1", "about 7"]
VALUES: dict[str, list[Any]] = {
    "SHAPE": [(), (127,) * 4, (128,), (1,) * 5, (-1,), (10**9, 3)],
    "INDEX": [(), (3, 1), (2047,), (2048,), (1,) * 5, (-1,), (10**9, 3)],
    "COUNT": [0, 99, 100, 123, 10**12, -5],
    "STEP": [0, 7, 65535, 65536, 10**12, -5],
    "DECADE": NUMBERS,
    "ROUGH": NUMBERS,
    "ORDER": NUMBERS,
    "SCORE": NUMBERS,
    "LINE": [None, 0, -1, 1, 4599472256237959119],
    "DTYPE": ["float64", "int8", SECRET, "datetime64[ns]"],
    "EXCEPTION": ["ValueError", SECRET, "print", ""],
    "KIND": ["None", "a float", "a tuple of 3 arrays", f"a {SECRET}", "a (((", "an array of shape (7, 123)"],
}


@pytest.mark.parametrize("name", VALUES)
def test_a_rule_keeps_to_its_range(name: str) -> None:
    """What is told of a field is told again as it is, and nothing foreign gets through."""
    told = [NAMED[name].told(value) for value in VALUES[name]]
    assert [NAMED[name].told(value) for value in told] == told
    assert SECRET not in told
    assert 2 ** NAMED[name].bits >= len(set(told))


def test_numbers_have_few_values() -> None:
    """Over all sizes, signs and digits, there are no more values than the rule counts bits for."""
    numbers = [
        sign * digits * 10.0**exponent for sign in (1, -1) for digits in range(100, 1000) for exponent in range(-30, 30)
    ]
    for name in ("DECADE", "ROUGH", "ORDER", "SCORE"):
        assert len({NAMED[name].told(number) for number in numbers}) <= 2 ** NAMED[name].bits
    assert len({NAMED["COUNT"].told(count) for count in range(10**6)}) <= 2 ** NAMED["COUNT"].bits


def test_positions_and_factors_in_names_are_counted() -> None:
    """A generic cause is named with at most two digits; several mutants, or causes, are not named."""
    tell = NAMED["DIAGNOSIS"].told
    cause = Diagnosis(labels=("right but for the sign in column 3",), confidence=Confidence.CERTAIN, source="cause")
    factor = msgspec.structs.replace(cause, labels=("M is 0.8374 times what it should be",))
    several = msgspec.structs.replace(cause, labels=("a", "b"), source="mutant")
    known = msgspec.structs.replace(several, source="known_bug")
    assert [tell(found) for found in (cause, factor, several, known, None)] == [cause, None, None, known, None]


def test_how_long_it_took_is_told_in_whole_seconds(samples: dict[str, Report]) -> None:
    """Milliseconds could carry what was seen."""
    report = msgspec.structs.replace(samples["mixed"], seed=OFFICIAL)
    assert set(for_learner(report).timing.exercises.values()) == {1.0}

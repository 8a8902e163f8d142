"""What learners read about evidence and diagnoses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.records.evidence import (
    AnyEvidence,
    BelowFloor,
    BeyondChance,
    Blocked,
    BrokenLaw,
    Curve,
    Evidence,
    Fault,
    Missing,
    NoGrowth,
    NotFinite,
    NotLoaded,
    Raised,
    Remark,
    Stopped,
    Unclean,
    Unstable,
    WrongCurve,
    WrongDecay,
    WrongDistribution,
    WrongDtype,
    WrongException,
    WrongGradient,
    WrongOrder,
    WrongRate,
    WrongShape,
    WrongSignature,
    WrongType,
    WrongValue,
)
from mdl_grade.records.model import Confidence, Diagnosis
from mdl_grade.report.phrases import MAX_QUOTED, entry
from mdl_grade.report.wording import diagnosis_sentence, message

LOSS = Curve(axis="step", quantity="loss", x=(0.0, 1.0, 2.0), yours=(1.1, 0.9, "nan"), reference=(1.1, 0.8, 0.6))
CDF = Curve(axis="rank", quantity="F(x)", x=(1.0, 2.0), yours=(0.25, 0.5), reference=(0.2, 0.67))
RANKS = Curve(axis="rank", quantity="F(x)", x=(), yours=())
RATE = Curve(axis="step", quantity="the error", x=(20.0, 40.0), yours=(0.1, 0.0358), reference=(0.1, 0.0122))
GROWING = Curve(axis="step", quantity="max|x|", x=(0.0, 67.0, 99.0), yours=(1.0, 3.0, 900.0))
BARE = Curve(axis="step", quantity="loss", x=(), yours=())


def value(**changes: Any) -> WrongValue:
    facts: dict[str, Any] = {
        "what": "dW",
        "index": (2, 1),
        "got": 0.125,
        "expected": 0.875,
        "error": 0.857,
        "tolerance": 1e-7,
        "tolerance_from": "float64",
        "wrong": 9,
        "size": 15,
    }
    return WrongValue(**(facts | changes))


def gradient(**changes: Any) -> WrongGradient:
    facts: dict[str, Any] = {
        "what": "dW", "of": "W", "got": 0.3, "measured": 0.6, "error": 0.5, "tolerance": 1e-6
    }  # fmt: skip
    return WrongGradient(**(facts | changes))


def order(got: float | str, what: str = "the error at t = 1", axis: str = "h", quantity: str = "error") -> WrongOrder:
    curve = Curve(axis=axis, quantity=quantity, x=(), yours=())
    return WrongOrder(what=what, got=got, expected=2.0, curve=curve)


def chance(**changes: Any) -> BeyondChance:
    facts: dict[str, Any] = {
        "what": "heads", "quantity": "share", "got": 0.62, "expected": 0.5, "low": 0.46, "high": 0.54, "excess": 3.0,
        "samples": 4000,
    }  # fmt: skip
    return BeyondChance(**(facts | changes))


EXAMPLES: list[AnyEvidence] = [
    WrongType(what="result", got="None", expected="a tuple of 3 arrays"),
    WrongType(what="dX", got="a list of 2 lists", expected="an array of shape (2, 3)"),
    WrongType(what="dX", got="a str", expected="a number"),
    WrongShape(what="db", got=(7, 3), expected=(3,)),
    WrongShape(what="db", got=(4, 4), expected=(4,)),
    WrongShape(what="db", got=(1, 3), expected=(3,)),
    WrongShape(what="db", got=(3,), expected=(1, 3)),
    WrongShape(what="dW", got=(3, 5), expected=(5, 3)),
    WrongShape(what="dW", got=(5, 4), expected=(5, 3)),
    WrongShape(what="loss", got=(7,), expected=()),
    WrongShape(what="dX", got=(7, 1, 5, 1), expected=(7, 5)),
    WrongDtype(what="dX", got="int64", expected="float64"),
    WrongDtype(what="dX", got="complex128", expected="float64"),
    WrongDtype(what="dX", got="float16", expected="float64"),
    WrongDtype(what="mask", got="float64", expected="bool"),
    NotFinite(what="dW", got="nan", index=(2, 1), count=3, size=15),
    NotFinite(what="r", got="nan", index=(), count=1, size=1, nan_is_asked_for=True),
    NotFinite(what="dW", got="-inf", index=(0, 0), count=1, size=15),
    NotFinite(what="loss", got="inf", index=(), count=1, size=1),
    value(),
    value(wrong=1),
    value(wrong=15, error="inf", got="nan"),
    value(what="loss", index=(), wrong=1, size=1, tolerance=1e-5, tolerance_from="float32"),
    value(what="labels", got=3.0, expected=4.0, tolerance=0.0, tolerance_from="exact"),
    value(tolerance_from="conditioning", tolerance=3e-5),
    value(tolerance_from="absolute", tolerance=0.01, error=0.75),
    value(expected=None),
    value(got=None, expected=None),
    value(what="result", index=(), wrong=1, size=1, got=None, expected=None),
    gradient(),
    gradient(index=(2, 1)),
    gradient(got=None, measured=None),
    gradient(got=None, measured=None, index=(2, 1)),
    order(1.02),
    order(-0.1),
    order("nan"),
    order("inf"),
    WrongDecay(what="the error", got=0.5, expected=2.0, curve=BARE),
    WrongDecay(what="the error", got=-0.1, expected=1.0, curve=BARE),
    order(1e9),
    order(1.0, "dW", "ε", "Taylor remainder"),
    BrokenLaw(what="dX", law="g(2 dY) = 2 g(dY)", error=0.5, tolerance=1e-12),
    BrokenLaw(what="", law="softmax(z + c) = softmax(z)", error=0.5, tolerance=1e-12),
    chance(),
    chance(what="the share kept", index=(3, 0)),
    chance(what="the samples", quantity="variance", got=0.5, expected=0.25, low=0.21, high=0.3, excess=5.0),
    chance(got=None, expected=None, low=None, high=None),
    chance(got=0.5, expected=0.0, low=0.0, high=0.0, excess="inf", index=(2,)),
    chance(got=None, expected=None, low=None, high=None, excess="inf"),
    WrongCurve(what="loss", step=1, error=0.125, tolerance=1e-8, curve=LOSS),
    WrongCurve(what="loss", step=1, error=0.125, tolerance=1e-8, curve=BARE),
    WrongCurve(what="loss", step=0, error=0.125, tolerance=1e-8, curve=LOSS),
    WrongDistribution(what="the samples", rank=2, error=0.17, tolerance=0.0851, samples=1000, curve=CDF),
    WrongDistribution(what="the samples", rank=2, error=0.17, tolerance=0.0851, samples=1000, curve=RANKS),
    WrongRate(what="the error", got=0.9499, expected=0.9002, error=0.5, tolerance=0.1, curve=RATE),
    WrongRate(what="the error", got=None, expected=None, error=9.0, tolerance=0.01, curve=BARE),
    Unstable(what="the run", lr=0.198, step=67, growth=3.2e5, curve=GROWING),
    Unstable(what="the run", lr=None, step=67, growth="inf", curve=BARE),
    NoGrowth(what="the run", lr=0.202, growth=0.31, curve=GROWING),
    NoGrowth(what="the run", lr=None, growth=0.31, curve=BARE),
    WrongCurve(
        what="the trajectory",
        step=2,
        error=0.125,
        tolerance=1e-10,
        curve=Curve(axis="step", quantity="W[0]", x=(0.0, 1.0, 2.0), yours=(1.0, 0.9, 0.9), reference=(1.0, 0.9, 0.8)),
    ),
    BelowFloor(what="the accuracy on the test set", got=0.71, floor=0.9),
    Raised(exception="ValueError", text="shapes do not match", line=17, source="    dW = X @ dY"),
    Raised(exception="KeyError", text="'W'", line=17),
    Raised(exception="ValueError", text=""),
    Raised(exception="ValueError", text="many words " * 100),
    Raised(exception="", text=""),
    Raised(exception="NotImplementedError", text="", line=9, source="raise NotImplementedError"),
    WrongException(got="", expected="RuntimeError"),
    WrongException(got="AttributeError", expected="RuntimeError"),
    WrongSignature(name="dense_backward", got="dY, X", expected="dY, X, W"),
    Missing(name="dense_backward", found="dense_backwards"),
    Missing(name="dense_backward"),
    NotLoaded(reason="The file is not valid Python: '(' was never closed.", line=3, source="y = (1"),
    NotLoaded(reason="Importing the file raises NameError: name 'nq' is not defined", line=4),
    NotLoaded(reason="There is no file dense_backward.py."),
    Unclean(fact="mutated", what="dY"),
    Unclean(fact="mutated", what=""),
    Unclean(fact="aliased", what="X"),
    Unclean(fact="unrepeatable", what="dense_backward"),
    Unclean(fact="global_random", what=""),
    Unclean(fact="layout", what="dense_backward"),
    Unclean(fact="unheard_of", what="X"),
    Stopped(how="timeout", detail="no answer within 2 s"),
    Stopped(how="timeout"),
    Stopped(how="memory", detail="more than 1024 MiB needed"),
    Stopped(how="exit", detail="exit code 3"),
    Stopped(how="signal", detail="SIGSEGV"),
    Stopped(how="signal", detail="SIGSYS"),
    Stopped(how="signal", detail="SIGABRT"),
    Stopped(how="signal", detail="SIGUSR1"),
    Stopped(how="output", detail="more than 8 MiB printed"),
    Stopped(how="protocol", detail="an answer to something else"),
    Blocked(needs="shapes"),
    Fault(text="ZeroDivisionError: division by zero"),
    Fault(text=""),
    Remark(text="Momentum must start at rest: the first step is a plain one."),
]

DIAGNOSES = [
    Diagnosis(
        labels=("db is averaged over the batch",),
        confidence=Confidence.CERTAIN,
        source="known_bug",
        hint="The 1/N is in dY.",
    ),
    Diagnosis(labels=("dW is transposed", "db is averaged"), confidence=Confidence.CERTAIN, source="known_bug"),
    Diagnosis(labels=("`sum` became `mean`", "db is averaged"), confidence=Confidence.LIKELY, source="mutant"),
]


def test_every_sentence_reads_as_reviewed(golden: Callable[[str, str], None]) -> None:
    """The sentences are those of the golden file, where they can be read one after the other."""
    told = [f"{type(evidence).__struct_config__.tag}: {message(evidence)}" for evidence in EXAMPLES]
    told += [f"diagnosis: {diagnosis_sentence(diagnosis)}" for diagnosis in DIAGNOSES]
    golden("wording.txt", "\n".join(told) + "\n")


def test_every_kind_of_evidence_is_among_the_examples() -> None:
    """No kind of evidence goes without a reviewed sentence, and the union has all kinds."""
    assert {type(evidence) for evidence in EXAMPLES} == set(get_args(AnyEvidence)) == set(Evidence.__subclasses__())


@pytest.mark.parametrize("evidence", EXAMPLES, ids=lambda e: type(e).__name__)
def test_messages_are_short_plain_sentences(evidence: AnyEvidence) -> None:
    """A message is one paragraph of a few sentences: no markup, no line break, no value of Python's shining through."""
    text = message(evidence)
    assert text == " ".join(text.split())
    assert len(text) <= MAX_QUOTED + 150
    assert "None," not in text
    assert "`" not in text
    assert text[-1] in ".!?" or text.endswith(("…", "X @ dY", "= (1", "raise NotImplementedError", "by zero"))


@pytest.mark.parametrize(
    ("number", "written"), [(0.125, "0.125"), (1.2e-7, "1.2e-07"), (3.0, "3"), (1e16, "1e+16"), ("-inf", "-inf")]
)
def test_numbers_are_written_in_full(number: float | str, written: str) -> None:
    """No digit that evidence holds is lost: two numbers that differ are never told as equal."""
    assert f"dW[2, 1] is {written} and" in message(value(got=number))


def test_different_numbers_never_read_alike() -> None:
    """The last digits are told where only they differ."""
    text = message(value(got=0.1234567890123, expected=0.1234567890124))
    assert "0.1234567890123 and should be 0.1234567890124" in text


def test_nothing_is_told_that_evidence_does_not_hold() -> None:
    """Without values, the message has neither of them, and still says which entry is worst."""
    text = message(value(got=None, expected=None))
    assert "0.125" not in text
    assert "0.875" not in text
    assert "dW[2, 1]" in text


def any_evidence() -> st.SearchStrategy[AnyEvidence]:
    curves = st.builds(Curve, **{f.name: st.from_type(f.type) for f in msgspec.structs.fields(Curve)})
    st.register_type_strategy(Curve, curves)
    kinds = get_args(AnyEvidence)
    return st.one_of(
        [st.builds(kind, **{f.name: st.from_type(f.type) for f in msgspec.structs.fields(kind)}) for kind in kinds]
    )


@settings(derandomize=True, deadline=None, max_examples=500)
@given(any_evidence())
def test_there_are_words_for_any_evidence(evidence: AnyEvidence) -> None:
    """No field's value makes the wording fail."""
    assert isinstance(message(evidence), str)


@pytest.mark.parametrize("got", [8.81e-05, 0.0, -0.5])
def test_what_halving_a_step_leaves_alone_does_not_shrink(got: float) -> None:
    """An order that is zero but for its digits is told as none."""
    assert message(order(got)).endswith("should shrink like h^2; it does not shrink at all.")


@pytest.mark.parametrize(
    ("what", "index", "said"),
    [
        ("dW", (1, 2), "dW[1, 2]"),
        ("result", (), "The result"),
        ("value of the policy", (1,), "value of the policy at [1]"),
        ("the worth of the result", (0,), "The worth of the result at [0]"),
    ],
)
def test_words_are_no_name_that_could_be_indexed(what, index, said):
    """`value of the policy[1]` would be the value of its second action."""
    assert entry(what, index) == said

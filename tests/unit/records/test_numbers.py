"""What is said of numbers, whatever numbers there are."""

import sys

import msgspec
import pytest

from mdl_grade import grade
from mdl_grade.records.evidence import Contrast, Curve, WrongDecay, WrongValue
from mdl_grade.records.numbers import number, sayable
from mdl_grade.report.encoding import decode, encode

LARGEST = sys.float_info.max
EXTREMES = [0.0, -0.0, 5e-324, 1.7e308, LARGEST, -LARGEST, float("inf"), float("-inf"), float("nan")]


def survives(facts):
    return msgspec.json.decode(msgspec.json.encode(facts), type=type(facts)) == facts


@pytest.mark.parametrize("digits", range(1, 18))
@pytest.mark.parametrize("value", EXTREMES, ids=str)
def test_a_number_is_finite_or_text(value, digits):
    """The largest numbers, too, which rounding to few digits would make infinite."""
    said = number(value, digits)
    assert msgspec.json.decode(msgspec.json.encode(said), type=float | str) == said


@pytest.mark.parametrize("value", EXTREMES, ids=str)
def test_facts_can_be_said_whatever_numbers_they_hold(value):
    """As text where text may stand, in every field that allows it; as the largest number where only a number can."""
    contrast = Contrast(off=("90",), got=((value, 1.0),), expected=((2.0, value),))
    curve = Curve(axis="t", quantity="Z", x=(0.0, value if value == value else 1.0), yours=(value,))
    wrong = WrongValue(
        what="Z",
        index=(0,),
        got=value,
        expected=value,
        error=value,
        tolerance=1e-7,
        tolerance_from="float64",
        wrong=1,
        size=2,
        contrast=contrast,
    )
    for facts in (curve, wrong, WrongDecay(what="error", got=value, expected=1.0, curve=curve)):
        assert survives(sayable(facts))
    assert sayable(wrong).got == (value if value == value and abs(value) <= LARGEST else str(value))
    assert sayable(curve).yours == (sayable(wrong).got,)


def test_facts_that_can_be_said_are_left_as_they_are():
    """They are the same object: nothing is copied for nothing."""
    curve = Curve(axis="t", quantity="Z", x=(0.0, 1.0), yours=("nan", 2.0))
    assert sayable(curve) is curve


@pytest.mark.parametrize("value", ["np.finfo(float).max", "-np.finfo(float).max", "np.inf", "np.nan", "5e-324"])
def test_no_number_costs_an_answer_its_report(tmp_path, value):
    """The same answer to every entry: its report can be written, and the grader takes no blame."""
    (tmp_path / "relu.py").write_text(
        f"import numpy as np\n\n\ndef relu(Z):\n    return np.full(np.shape(Z), {value})\n"
    )
    report = grade(tmp_path, "chapter09/relu")
    assert decode(encode(report)) == report
    assert "grader_error" not in {check.status.value for exercise in report.exercises for check in exercise.checks}

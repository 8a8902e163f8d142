"""What is said of numbers, whatever numbers there are."""

import sys

import msgspec
import pytest

from mdl_grade.records.evidence import Contrast, Curve, WrongDecay, WrongValue
from mdl_grade.records.numbers import number, sayable

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
    """As text where text may stand, as the largest number where only a number can; NaN has no place there."""
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


def test_facts_that_can_be_said_are_left_as_they_are():
    """They are the same object: nothing is copied for nothing."""
    curve = Curve(axis="t", quantity="Z", x=(0.0, 1.0), yours=("nan", 2.0))
    assert sayable(curve) is curve

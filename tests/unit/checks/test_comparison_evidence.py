"""What a comparison that fails tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import pytest
from verdicts import failure

from mdl_grade.checks import (
    CheckFailed,
    assert_close,
)
from mdl_grade.records.evidence import NotFinite, WrongShape, WrongValue

NAN, INF = float("nan"), float("inf")


@dataclass(frozen=True)
class Foreign:
    """Stands for what did not cross the wall."""

    description: str


ONES = np.ones((2, 3))


def test_evidence_of_a_wrong_value() -> None:
    """It tells the worst entry, how wrong it is and how many are, and the case."""
    want = np.arange(6.0).reshape(2, 3)
    got = want.copy()
    got[1, 0], got[0, 1] = 4.0, 1.5
    evidence = failure(lambda: assert_close({"dW": got}, {"dW": want}, where="N=2"))
    assert msgspec.structs.replace(evidence, contrast=None) == WrongValue(
        what="dW",
        index=(1, 0),
        got=4.0,
        expected=3.0,
        error=0.2,
        tolerance=1e-7,
        tolerance_from="float64",
        wrong=2,
        size=6,
        case="N=2",
    )


def test_numbers_are_told_with_as_many_digits_as_keep_them_apart() -> None:
    """A learner never reads that 0.5 should be 0.5."""
    evidence = failure(lambda: assert_close(0.123456789, 0.123456123))
    assert evidence.got != evidence.expected
    evidence = failure(lambda: assert_close(1 + 0.123456789j, 1 + 0.123456123j))
    assert (evidence.got, evidence.expected) == ("1+0.123457j", "1+0.123456j")


def test_evidence_of_what_is_not_finite() -> None:
    """It tells the first entry and how many there are, but not those that are right to be so."""
    got, want = np.array([NAN, 1.0, INF, NAN]), np.array([NAN, 1.0, 2.0, 3.0])
    evidence = failure(lambda: assert_close(got, want))
    assert evidence == NotFinite(what="result", got="inf", index=(2,), count=2, size=4)


def test_exact_values_are_told_as_they_are() -> None:
    """Integers, bools and text have no tolerance."""
    evidence = failure(lambda: assert_close(np.array([3, 9, 2]), np.array([3, 4, 1])))
    assert (evidence.index, evidence.got, evidence.expected) == ((1,), 9.0, 4.0)
    assert (evidence.wrong, evidence.tolerance, evidence.tolerance_from) == (2, 0.0, "exact")
    evidence = failure(lambda: assert_close(False, True))
    assert (evidence.got, evidence.expected) == ("False", "True")
    evidence = failure(lambda: assert_close(["a", "x"], ["a", "b"]))
    assert (evidence.what, evidence.got, evidence.expected) == ("result[1]", "'x'", "'b'")


@pytest.mark.parametrize(
    ("got", "want", "names", "what"),
    [
        ((1.0, 0.0), (1.0, 2.0), ("dX", "dW"), "dW"),
        ((1.0, 0.0), (1.0, 2.0), (), "result[1]"),
        ((1.0, 0.0), (1.0, 2.0), ("a", "b", "c"), "result[1]"),
        (0.0, 1.0, ("loss",), "loss"),
        (0.0, 1.0, (), "result"),
        ([0.0], [1.0], ("y",), "y"),
        ({"W": 0.0}, {"W": 1.0}, (), "W"),
        ({"layers": [{}, {"W": 0.0}]}, {"layers": [{}, {"W": 1.0}]}, (), "layers[1].W"),
        ({"step 1: W": 0.0}, {"step 1: W": 1.0}, (), "step 1: W"),
        ({"a": {"step 1": 0.0}}, {"a": {"step 1": 1.0}}, (), "a['step 1']"),
        ({"a": {3: 0.0}}, {"a": {3: 1.0}}, (), "a[3]"),
        (({"W": 0.0}, 1.0), ({"W": 1.0}, 1.0), ("grads", "loss"), "grads.W"),
    ],
)
def test_leaves_are_named_as_one_would_write_them(got: Any, want: Any, names: tuple[str, ...], what: str) -> None:
    """A leaf is called by the author's names, by keys, or by its place."""
    assert failure(lambda: assert_close(got, want, names=names)).what == what


@pytest.mark.parametrize(
    ("got", "want", "told", "expected"),
    [
        (None, (ONES, ONES, ONES), "None", "a tuple of 3 arrays"),
        (ONES, (1.0, 2), "an array of shape (2, 3)", "a tuple of 2 numbers"),
        ((ONES,), [ONES, 1.0], "a tuple of 1 array", "a list of 2 items"),
        ([], ("a", "b"), "an empty list", "a tuple of 2 strs"),
        (Foreign("a generator"), ONES, "a generator", "an array of shape (2, 3)"),
        (Foreign("an object of class Foo"), 1.0, "an object of class Foo", "a number"),
        (object(), 1, "an object of class object", "an int"),
        ("yes", True, "a str", "a bool"),
        ({"W": 1.0}, ONES, "a dict with key 'W'", "an array of shape (2, 3)"),
        (
            {"W": 1, "x": 2},
            {"W": 1, "b": 2},
            "a dict without key 'b', with the extra key 'x'",
            "a dict with keys 'W', 'b'",
        ),
        (dict.fromkeys(range(9)), 1.0, "a dict with keys 0, 1, 2, 3, 4, 5 and 3 more", "a number"),
    ],
)
def test_types_are_told_in_words(got: Any, want: Any, told: str, expected: str) -> None:
    """Evidence about a type reads as part of a sentence."""
    evidence = failure(lambda: assert_close(got, want))
    assert (evidence.got, evidence.expected) == (told, expected)


def test_structure_and_shapes_come_before_values() -> None:
    """A wrong shape further on is told before a wrong number: numbers can't be right in a wrong shape."""
    evidence = failure(lambda: assert_close((np.zeros(3), np.ones(2)), (np.ones(3), np.ones(3)), names=("dX", "dW")))
    assert evidence == WrongShape(what="dW", got=(2,), expected=(3,))


def test_a_failure_knows_its_case() -> None:
    """The case travels with the exception as it is, and as text in the evidence."""
    case = (7, 5, 3)
    with pytest.raises(CheckFailed) as caught:
        assert_close(1.0, 2.0, where=case)
    assert caught.value.where is case
    assert caught.value.evidence.case == "(7, 5, 3)"


@pytest.mark.parametrize("want", [object(), np.float16(1), np.ones(2, object), np.ones(2, np.longdouble), frozenset()])
def test_references_that_cannot_be_compared_are_a_mistake_of_the_author(want: Any) -> None:
    """It is not charged to the answer."""
    with pytest.raises(TypeError):
        assert_close(want, want)

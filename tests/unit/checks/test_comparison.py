"""Comparison with the reference: what is close passes, and none of NumPy's generosity does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mdl_grade.checks import CheckFailed, Tolerance, assert_close, assert_shapes
from mdl_grade.records.evidence import NotFinite, WrongDtype, WrongShape, WrongType, WrongValue

NAN, INF = float("nan"), float("inf")


def failure(check: Callable[[], object]) -> Any:
    with pytest.raises(CheckFailed) as caught:
        check()
    return caught.value.evidence


def passes(got: Any, want: Any, **options: Any) -> bool:
    try:
        assert_close(got, want, **options)
    except CheckFailed:
        return False
    return True


@dataclass(frozen=True)
class Foreign:
    """Stands for what did not cross the wall."""

    description: str


class Everything(np.ndarray):
    """An array that calls itself equal to everything."""

    def __eq__(self, other: object) -> Any:
        return np.ones(self.shape, bool)

    def __array_ufunc__(self, *args: Any, **kwargs: Any) -> Any:
        return np.zeros(self.shape)


ONES = np.ones((2, 3))


# --- traps ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("got", "want", "kind"),
    [
        (None, ONES, WrongType),
        ([[1.0] * 3] * 2, ONES, WrongType),
        ("1.0", 1.0, WrongType),
        (Foreign("a generator"), ONES, WrongType),
        (object(), 1.0, WrongType),
        (ONES.view(Everything), ONES, WrongType),
        (np.ma.array(ONES), ONES, WrongType),
        (ONES.view(np.recarray), ONES, WrongType),
        (np.array([[1, 1, 1], [1, 1, 1]], object), ONES, WrongType),
        (np.array(["a"]), np.ones(1), WrongType),
        (np.zeros(1, "datetime64[s]"), np.ones(1), WrongType),
        (np.zeros(1, [("a", float)]), np.ones(1), WrongType),
        (np.ones(1, np.longdouble), np.ones(1), WrongType),
        (1.0, ONES, WrongType),
        (np.float64(1.0), ONES, WrongType),
        (np.ones(1), 1.0, WrongType),
        (np.ones((1, 1)), 1.0, WrongType),
        (np.array(1.0), ONES, WrongShape),
        (np.ones(3), ONES, WrongShape),
        (np.ones((1, 3)), ONES, WrongShape),
        (np.ones((3, 2)), ONES, WrongShape),
        (np.ones((2, 3, 1)), ONES, WrongShape),
        (np.zeros((0, 3)), ONES, WrongShape),
        (np.zeros((0, 3)), np.zeros((0, 4)), WrongShape),
        (np.zeros(0), np.zeros((0, 3)), WrongShape),
        (ONES.astype(np.int64), ONES, WrongDtype),
        (ONES.astype(bool), ONES, WrongDtype),
        (ONES.astype(np.float16), ONES, WrongDtype),
        (ONES.astype(np.complex128), ONES, WrongDtype),
        (ONES, ONES.astype(np.int64), WrongDtype),
        (ONES, ONES.astype(np.complex128), WrongDtype),
        (np.ones(2, np.int64), np.ones(2, bool), WrongDtype),
        (np.ones(2, bool), np.ones(2, np.int64), WrongDtype),
        (True, 1.0, WrongDtype),
        (np.True_, 1.0, WrongDtype),
        (True, 1, WrongDtype),
        (1, True, WrongDtype),
        (1.0, True, WrongDtype),
        (1.0, 1, WrongDtype),
        (1 + 1e-300j, 1.0, WrongDtype),
        (np.float16(1.0), 1.0, WrongDtype),
        (np.array([1.0, NAN]), np.ones(2), NotFinite),
        (np.array([1.0, INF]), np.ones(2), NotFinite),
        (NAN, 0.0, NotFinite),
        (complex(1, NAN), 1 + 1j, NotFinite),
        (10**400, 1.0, NotFinite),
        (-(10**400), -1.7e308, NotFinite),
        (np.ones(2), np.array([1.0, NAN]), WrongValue),
        (np.ones(2), np.array([1.0, INF]), WrongValue),
        (np.array([1.0, -INF]), np.array([1.0, INF]), WrongValue),
        (np.array([1.0, NAN]), np.array([1.0, INF]), WrongValue),
        (np.array([1.0, INF]), np.array([1.0, NAN]), WrongValue),
        (np.array([NAN, 2.0]), np.array([NAN, 1.0]), WrongValue),
        (np.array([1e300, 1.0]), np.ones(2), WrongValue),
        (np.array([1e308]), np.array([-1e308]), WrongValue),
        (complex(1.5e308, 1.5e308), complex(-1.5e308, 1.5e308), WrongValue),
        (complex(1.5e308, 1.5e308), 1 + 0j, WrongValue),
        (complex(1.5e308, 1.5e308), complex(1.5e308, 1.4e308), WrongValue),
        (np.array([1, 2, 4]), np.array([1, 2, 3]), WrongValue),
        (2**64, 2**64 + 1, WrongValue),
        (10**400, 3, WrongValue),
        (np.array([2**63], np.uint64), np.array([-(2**63)]), WrongValue),
        (np.array([2**53 + 1]), np.array([2**53]), WrongValue),
        (np.array([True, False]), np.array([True, True]), WrongValue),
        ("relu", "ReLU", WrongValue),
        (b"a", b"b", WrongValue),
        (b"a", "a", WrongType),
        (0, None, WrongType),
        (None, 0, WrongType),
        ("", None, WrongType),
        (0.0, "", WrongType),
        (1.0, (1.0,), WrongType),
        ((1.0, 2.0), (1.0,), WrongType),
        ((), (1.0,), WrongType),
        (np.ones((2, 3)), (np.ones(3), np.ones(3)), WrongType),
        ({"W": 1.0}, {"b": 1.0}, WrongType),
        ({"W": 1.0, "b": 1.0}, {"W": 1.0}, WrongType),
        ([("W", 1.0)], {"W": 1.0}, WrongType),
        ({}, (), WrongType),
    ],
)
def test_what_does_not_pass(got: Any, want: Any, kind: type) -> None:
    """Every trap is refused, for its own reason and without a warning."""
    assert type(failure(lambda: assert_close(got, want))) is kind
    if kind in (WrongType, WrongShape, WrongDtype):
        assert type(failure(lambda: assert_shapes(got, want))) is kind
    else:
        assert_shapes(got, want)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (ONES, ONES.copy()),
        (np.asfortranarray(ONES), ONES),
        (np.ones((4, 6))[::2, ::2], ONES),
        (ONES.astype(np.float32), ONES),
        (ONES.astype(">f8"), ONES),
        (1.0 + 1e-9, 1.0),
        (np.float64(1.0), 1.0),
        (np.float32(1.0), 1.0),
        (np.array(1.0), 1.0),
        (1.0, np.float64(1.0)),
        (1.0, np.array(1.0)),
        (1, 1.0),
        (np.int64(1), 1.0),
        (np.array(1), 1.0),
        (1, 1 + 0j),
        (1.0, 1 + 0j),
        (1 + 1e-9j, 1 + 0j),
        (np.int8(3), 3),
        (2**70, 2**70),
        (np.arange(3, dtype=np.uint8), np.arange(3)),
        (np.array([2**63], np.uint64), np.array([2**63], np.uint64)),
        (np.True_, True),
        (None, None),
        ("relu", "relu"),
        (b"a", b"a"),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (np.array([1.0, NAN, INF, -INF]), np.array([1.0 + 1e-9, NAN, INF, -INF])),
        (INF, INF),
        (NAN, NAN),
        ([1.0, 2.0], (1.0, 2.0)),
        ((1.0, 2.0), [1.0, 2.0]),
        ((), []),
        ({"b": 1.0, "W": ONES}, {"W": ONES, "b": 1.0}),
        ({1: [ONES, {"c": None}]}, {1: (ONES, {"c": None})}),
        (-0.0, 0.0),
        (np.array([1e-320]), np.array([1e-320])),
        (np.array([1e308, -1e308]), np.array([1e308, -1e308])),
    ],
)
def test_what_passes(got: Any, want: Any) -> None:
    """Memory layout, byte order, kinds of scalar, lists for tuples and the order of keys are a matter of style."""
    assert_close(got, want)
    assert_shapes(got, want)


# --- the scale of a tensor ------------------------------------------------------------------------------------------
def test_the_tolerance_is_relative_to_the_largest_entry() -> None:
    """Small entries of a tensor may be off by rounding of the large ones."""
    want, near, far = np.array([1.0, 1e-6]), np.array([1.0, 1.09e-6]), np.array([1.0, 1.11e-6])
    assert passes(near, want)
    assert not passes(far, want)
    assert not passes(1e-6 * far, 1e-6 * want)


def test_a_huge_entry_hides_nothing() -> None:
    """Returning something enormous widens the scale, but fails by itself, and the rest is still counted."""
    evidence = failure(lambda: assert_close(np.array([1e20, 3.0, 1.0]), np.ones(3)))
    assert (evidence.index, evidence.got, evidence.wrong) == ((0,), 1e20, 1)
    assert failure(lambda: assert_close(np.array([9.0, 3.0, 1.0]), np.ones(3))).wrong == 2


@pytest.mark.parametrize("rtol", [1.0, 2.0, -1e-9, NAN, INF])
def test_a_tolerance_under_which_all_would_pass_is_refused(rtol: float) -> None:
    """From rtol = 1 on, zeros would equal everything."""
    with pytest.raises(ValueError, match="rtol"):
        assert_close(0.0, 1.0, rtol=rtol)


def test_every_tensor_has_its_own_scale() -> None:
    """A small tensor is not lost beside a large one."""
    want = (1e6 * np.ones(3), 1e-6 * np.ones(2))
    got = (want[0], want[1] * (1 + 1e-6))
    assert failure(lambda: assert_close(got, want, names=("dW", "db"))).what == "db"


def test_zero_is_met_relative_to_its_surroundings() -> None:
    """Where the reference is zero exactly, 1e-12 of the largest other tensor is zero enough; alone, 1e-12."""
    others = 1e3 * np.ones(2)
    assert passes((np.array([0.9e-9]), others), (np.zeros(1), others))
    assert not passes((np.array([1.1e-9]), others), (np.zeros(1), others))
    assert passes(0.9e-12, 0.0)
    assert not passes(1.1e-12, 0.0)
    assert passes(np.float32(0.9e-5), 0.0)
    assert not passes(np.float32(1.1e-5), 0.0)
    evidence = failure(lambda: assert_close((np.array([0.0, 1.0]), others), (np.zeros(2), others)))
    assert (evidence.index, evidence.error, evidence.tolerance) == ((1,), 1e-3, 1e-12)


def test_what_is_left_of_a_cancellation_is_zero_by_the_authors_scale() -> None:
    """A reference of rounding errors can't be met to seven digits; with `scale` it counts as zero."""
    want, got = np.array([3e-16, -1e-16]), np.array([-2e-16, 4e-16])
    assert not passes(got, want)
    assert passes(got, want, scale=1.0)
    assert not passes(got + 1e-11, want, scale=1.0)
    assert not passes(np.array([1.0, 1.1]), np.ones(2), scale=1.0)


def test_tolerances_say_where_they_come_from() -> None:
    """1e-7 for float64, 1e-5 once float32 is in play, or what the author says."""
    want = np.ones(3)
    assert passes(np.float32(want * (1 + 5e-6)), want)
    assert passes(want * (1 + 5e-6), want.astype(np.float32))
    sources = {
        "float64": lambda: assert_close(2 * want, want),
        "float32": lambda: assert_close(np.float32(2 * want), want),
        "author": lambda: assert_close(2 * want, want, rtol=1e-3),
        "conditioning": lambda: assert_close(2 * want, want, rtol=Tolerance(1e-4, "conditioning")),
    }
    evidence = {source: failure(check) for source, check in sources.items()}
    assert {source: e.tolerance_from for source, e in evidence.items()} == {source: source for source in sources}
    assert [e.tolerance for e in evidence.values()] == [1e-7, 1e-5, 1e-3, 1e-4]


# --- evidence -------------------------------------------------------------------------------------------------------
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


@pytest.mark.parametrize("want", [object(), np.float16(1), np.ones(2, object), np.ones(2, np.longdouble), {1}])
def test_references_that_cannot_be_compared_are_a_mistake_of_the_author(want: Any) -> None:
    """It is not charged to the answer."""
    with pytest.raises(TypeError):
        assert_close(want, want)


# --- laws -----------------------------------------------------------------------------------------------------------
law = settings(derandomize=True, deadline=None, max_examples=150)
numbers = st.floats(-1e3, 1e3).map(lambda x: x if abs(x) > 1e-3 else 0.0)
tensors = arrays(np.float64, (2, 3), elements=numbers)
perturbations = arrays(np.float64, (2, 3), elements=st.sampled_from([0.0, 1e-10, 0.9e-7, 1.1e-7, -1.1e-7, 1e-6, 1e-3]))


@law
@given(want=tensors, noise=perturbations, power=st.integers(-300, 300), axis=st.integers(0, 1))
def test_the_verdict_does_not_depend_on_units(want: Any, noise: Any, power: int, axis: int) -> None:
    """Scaling answer and reference by the same power of two changes nothing."""
    if not want.any():
        return
    got, c = want + noise * np.max(np.abs(want)), 2.0**power
    assert passes(c * got, c * want) == passes(got, want)
    pair_of_tensors = (c * got, c * np.zeros(2)), (c * want, c * np.zeros(2))
    assert passes(*pair_of_tensors) == passes(got, want)


@law
@given(want=tensors, noise=perturbations, seed=st.integers(0, 1000))
def test_the_verdict_does_not_depend_on_order(want: Any, noise: Any, seed: int) -> None:
    """Entries permuted on both sides, or transposed, give the same verdict."""
    got = want + noise * np.max(np.abs(want))
    order = np.random.default_rng(seed).permutation(6)
    verdict = passes(got, want)
    assert passes(got.ravel()[order], want.ravel()[order]) == verdict
    assert passes(got.T, want.T) == verdict
    assert passes(-got, -want) == verdict


@law
@given(want=tensors, noise=perturbations)
def test_closeness_is_symmetric(want: Any, noise: Any) -> None:
    """Which side is the reference does not matter, unless one of them is zero."""
    got = want + noise * np.max(np.abs(want))
    if want.any() and got.any():
        assert passes(got, want) == passes(want, got)


@law
@given(want=tensors, entry=st.integers(0, 5), size=st.sampled_from([1e-6, 1e-3, 1.0, 1e3, 1e200, NAN, INF, -INF]))
def test_no_wrong_entry_is_overlooked(want: Any, entry: int, size: float) -> None:
    """One entry off by more than the tolerance is found, and named."""
    got = want.copy()
    got.flat[entry] += size * (np.max(np.abs(want)) or 1.0)
    evidence = failure(lambda: assert_close(got, want))
    assert evidence.index == tuple(int(i) for i in np.unravel_index(entry, want.shape))

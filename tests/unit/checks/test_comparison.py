"""Comparison with the reference: what is close passes, and none of NumPy's generosity does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from verdicts import failure

from mdl_grade.checks import (
    CheckFailed,
    Tolerance,
    assert_close,
    assert_identical,
    assert_shapes,
    assert_within,
)
from mdl_grade.checks.comparison import same_value
from mdl_grade.records.evidence import Contrast, NotFinite, WrongDtype, WrongShape, WrongType, WrongValue

NAN, INF = float("nan"), float("inf")


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


def test_double_precision_can_be_demanded() -> None:
    """A cast to float32 buys a tolerance of 1e-5, unless float64 is asked for; wrong types are told as before."""
    near, want = np.array([1.0, 2.0 + 1e-5]), np.array([1.0, 2.0])
    assert passes(np.float32(near), want)
    assert not passes(near, want)
    evidence = failure(lambda: assert_close(np.float32(near), want, dtype="float64"))
    assert evidence == WrongDtype(what="result", got="float32", expected="float64")
    assert failure(lambda: assert_shapes(np.complex64(1), 1j, dtype="float64")).expected == "complex128"
    assert passes(want, want, dtype="float64")
    assert passes((1, "relu", np.arange(3)), (1.0, "relu", np.arange(3)), dtype="float64")


def test_absolute_errors_are_in_the_unit_of_the_answer() -> None:
    """Within atol is enough, for each entry; beyond it, the error is told as it is."""
    assert_within(np.array([1.009, 2e-9]), np.array([1.0, 0.0]), 0.01)
    assert_within((1.0, 3, "x"), (1.01, 3, "x"), 0.02)
    evidence = failure(lambda: assert_within(np.array([100.0, 0.0]), np.array([100.0, 0.25]), 0.01, where="N=2"))
    assert evidence == WrongValue(
        what="result",
        index=(1,),
        got=0.0,
        expected=0.25,
        error=0.25,
        tolerance=0.01,
        tolerance_from="absolute",
        wrong=1,
        size=2,
        contrast=Contrast(off=("08",), got=((100.0, 0.0),), expected=((100.0, 0.25),)),
        case="N=2",
    )
    assert isinstance(failure(lambda: assert_within(3, 4, 2.0)), WrongValue)
    assert isinstance(failure(lambda: assert_within(NAN, 0.0, 1.0)), NotFinite)
    assert isinstance(failure(lambda: assert_within(1e-3j, 0.0, 1.0)), WrongDtype)


def test_identical_means_bit_for_bit() -> None:
    """The last bit, the sign of zero and the precision count; NaN is itself, and layout is a matter of style."""
    x = np.array([[0.1, -0.0, NAN], [1e-320, INF, 3.0]])
    assert_identical(x.copy(order="F"), x)
    assert_identical((x, 3, None, True, "a"), [x.astype(">f8"), 3, None, True, "a"])
    changed = x.copy()
    changed[1, 2] = np.nextafter(3.0, 4.0)
    evidence = failure(lambda: assert_identical(changed, x))
    assert (evidence.index, evidence.wrong, evidence.tolerance_from) == ((1, 2), 1, "exact")
    assert evidence.got != evidence.expected
    evidence = failure(lambda: assert_identical(0.0, -0.0))
    assert (str(evidence.got), str(evidence.expected)) == ("0.0", "-0.0")
    assert isinstance(failure(lambda: assert_identical(np.float32(1), 1.0)), WrongDtype)
    assert isinstance(failure(lambda: assert_identical(1, 1.0)), WrongDtype)
    assert isinstance(failure(lambda: assert_identical(1j, 2j)), WrongValue)
    assert isinstance(failure(lambda: assert_identical(np.arange(3), np.arange(3)[::-1])), WrongValue)
    assert isinstance(failure(lambda: assert_identical(x, x[0])), WrongShape)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1.0, 1.0 + 1e-12, True),
        (1.0, 1.0 + 1e-8, False),
        (1.0, 1, False),
        (1, 1, True),
        (True, 1, False),
        (np.float32(1), 1.0, False),
        (NAN, NAN, True),
        (INF, -INF, False),
        (NAN, 1.0, False),
        ("a", "a", True),
        ("a", "b", False),
        (None, None, True),
        (None, 0.0, False),
        (ONES, ONES[:1], False),
        (ONES, ONES + 1e-13, True),
        (np.array([1.0, 1e-12]), np.array([1.0, 0.0]), True),
        (np.zeros(2), np.zeros(2), True),
        (np.array(["a"]), np.array(["a"]), True),
        (10**400, 10**400, True),
        (1 + 1j, 1 + 1j, True),
    ],
)
def test_the_same_value(one: Any, other: Any, same: bool) -> None:
    """Two answers are the same if their types, shapes and numbers are, up to rounding; in either order."""
    assert same_value(one, other) is same
    assert same_value(other, one) is same


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

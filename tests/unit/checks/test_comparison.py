"""Comparison with the reference: what is close passes, and none of NumPy's generosity does."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mdl_grade.checks import (
    CheckFailed,
    Inconclusive,
    Tolerance,
    assert_close,
    assert_identical,
    assert_shapes,
    assert_within,
)
from mdl_grade.checks.comparison import same_value
from mdl_grade.records.evidence import Contrast, NotFinite, WrongDtype, WrongShape, WrongType, WrongValue

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


def test_sums_that_cancel_are_met_to_rounding_of_their_terms() -> None:
    """Σ(x − x̄) by two right algorithms agrees to 64 u Σ|x|, whatever is left of it; without the scale it can't."""
    for n in (10**4, 10**5):
        for seed in range(20):
            x = np.random.default_rng(seed).normal(size=n)
            one, other = float(np.sum(x - x.mean())), float(np.cumsum(x - x.mean())[-1])
            assert passes(one, other, scale=float(np.sum(np.abs(x))))
    assert passes(1e-10 + 2e-16, 1e-10, scale=1.0)
    assert not passes(1e-10 + 1e-13, 1e-10, scale=1.0)
    assert not passes(2e-10, 1e-10, scale=1.0)


def test_the_divergence_of_two_close_distributions_by_two_right_formulas() -> None:
    """Σ p log(p/q) and Σ p log p − Σ p log q differ by rounding of their terms, and pass at their scale."""
    for seed in range(50):
        rng = np.random.default_rng(seed)
        p = rng.dirichlet(np.ones(10))
        q = p * (1 + 1e-5 * rng.normal(size=10))
        q /= q.sum()
        terms = float(np.sum(np.abs(p * np.log(p))))
        assert passes(np.sum(p * np.log(p)) - np.sum(p * np.log(q)), np.sum(p * np.log(p / q)), scale=2 * terms)


def test_a_reference_of_rounding_errors_decides_nothing() -> None:
    """Beside others 1e16 times as large, a tensor without a scale is neither met nor missed by rounding."""
    others, want = np.ones(3), np.array([3e-16, -1e-16])
    with pytest.raises(Inconclusive, match="dW"):
        assert_close((others, want[::-1]), (others, want), names=("dX", "dW"))
    assert passes((others, want.copy()), (others, want))
    assert not passes((others, want + 1e-9), (others, want))
    assert not passes((2 * others, want[::-1]), (others, want))
    assert passes((others, want[::-1]), (others, want), scale=1.0)


BINOMIAL = np.array([math.comb(100, i) * 0.1**i * 0.9 ** (100 - i) for i in range(101)])


def test_tails_are_compared_entry_by_entry() -> None:
    """Wrong probabilities below 1e-9 hide behind the largest one, unless errors are relative to each entry."""
    wrong = np.where(BINOMIAL < 1e-9, 2 * BINOMIAL, BINOMIAL)
    assert passes(wrong, BINOMIAL)
    evidence = failure(lambda: assert_close(wrong, BINOMIAL, by="entry"))
    assert (evidence.wrong, evidence.error) == (int(np.sum(BINOMIAL < 1e-9)), 0.5)
    assert passes(BINOMIAL * (1 + 1e-9), BINOMIAL, by="entry")
    assert not passes(np.array([1.5, 0.17, -1e-8]), np.array([1.5, 0.17, 1e-8]), by="entry")


def test_zeros_of_a_mask_are_exact_entry_by_entry() -> None:
    """A mask that leaks 1e-8 is refused by entry, and one that holds passes; with a scale, rounding may leak."""
    want, leaking = np.array([[1.0, 0.0], [0.5, 0.5]]), np.array([[1 - 1e-8, 1e-8], [0.5, 0.5]])
    assert passes(leaking, want)
    assert not passes(leaking, want, by="entry")
    assert passes(want + 1e-17 * np.eye(2)[::-1], want, by="entry", scale=1.0)
    assert not passes(np.full(2, 1e-20), np.zeros(2), by="entry")
    assert passes(np.zeros(2), np.zeros(2), by="entry")


def test_rows_have_scales_of_their_own() -> None:
    """An error in a small row is seen by row, and small entries of a row may be off by rounding of its large ones."""
    want = np.array([[1e6, 1.0], [1e-6, 1e-14]])
    assert passes(want * [[1.0], [1 + 1e-5]], want)
    assert failure(lambda: assert_close(want * [[1.0], [1 + 1e-5]], want, by="row")).index == (1, 0)
    small = np.array([[0.0, 1e-2], [0.0, 1e-14]])
    assert passes(want + small, want, by="row")
    assert not passes(want + small, want, by="entry")
    with pytest.raises(ValueError, match="'row'"):
        assert_close(want + 1, want, by="column")  # type: ignore[arg-type]


@pytest.mark.parametrize("scale", [INF, NAN, -1.0])
def test_a_scale_under_which_all_would_pass_is_refused(scale: float) -> None:
    """Neither a scale nor an absolute tolerance may be infinite, nor a tolerance of zeros be 1."""
    with pytest.raises(ValueError, match="scale"):
        assert_close(1.0, 1.1, scale=scale)
    with pytest.raises(ValueError, match="scale"):
        assert_within(1.0, 1.1, scale)
    with pytest.raises(ValueError, match="zero"):
        Tolerance(1e-7, zero=abs(scale))


# --- other criteria -------------------------------------------------------------------------------------------------
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


@pytest.mark.parametrize("want", [object(), np.float16(1), np.ones(2, object), np.ones(2, np.longdouble), frozenset()])
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

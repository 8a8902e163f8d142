"""What errors are relative to: the largest entry of a tensor, of a row, an entry, or terms that cancel."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from verdicts import failure

from mdl_grade.checks import (
    CheckFailed,
    Inconclusive,
    Tolerance,
    assert_close,
    assert_within,
)

NAN, INF = float("nan"), float("inf")


def passes(got: Any, want: Any, **options: Any) -> bool:
    try:
        assert_close(got, want, **options)
    except CheckFailed:
        return False
    return True


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

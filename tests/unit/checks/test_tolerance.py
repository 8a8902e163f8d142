"""Tolerances measured from the conditioning of a problem."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mdl_grade.checks import CheckFailed, Tolerance, assert_close, perturbation_tolerance

RNG = np.random.default_rng(0)
A, b = RNG.normal(size=(5, 5)), RNG.normal(size=5)


def measured(f: Any, **at: Any) -> Tolerance:
    return perturbation_tolerance(f, at, rng=np.random.default_rng(1))


def test_well_conditioned_problems_are_strict() -> None:
    """For a product, the tolerance is a few dozen units of rounding."""
    tolerance = measured(lambda A, b: A @ b, A=A, b=b)
    assert tolerance.source == "conditioning"
    assert 1e-15 < tolerance.rtol < 1e-13


def test_the_tolerance_grows_with_the_condition() -> None:
    """Cancellation of seven digits costs seven digits."""
    tolerance = measured(lambda x, y: x - y, x=np.array([1.0, 2.0]), y=np.array([1.0 + 1e-7, 2.0 + 1e-7]))
    assert 1e-9 < tolerance.rtol < 1e-6


def test_right_answers_meet_it_and_wrong_ones_do_not() -> None:
    """A solution by another algorithm passes in either precision; one that is 1e-5 off does not in float64."""

    def solve(A: Any, b: Any) -> Any:
        return np.linalg.solve(A, b)

    def by_inverse(A: Any, b: Any) -> Any:
        return np.linalg.inv(A) @ b

    tolerance = measured(solve, A=A, b=b)
    assert_close(by_inverse(A, b), solve(A, b), rtol=tolerance)
    with pytest.raises(CheckFailed) as caught:
        assert_close((1 + 1e-5) * solve(A, b), solve(A, b), rtol=tolerance)
    assert caught.value.evidence.tolerance_from == "conditioning"
    narrow = perturbation_tolerance(solve, {"A": A, "b": b}, rng=np.random.default_rng(1), unit=1.2e-7)
    assert_close(by_inverse(A.astype(np.float32), b.astype(np.float32)), solve(A, b), rtol=narrow)


def test_structures_are_measured_by_their_worst_tensor() -> None:
    """Of several results, the worst conditioned one decides; integers and zeros have no say."""

    def f(x: Any) -> Any:
        return {"sum": np.sum(x), "rest": np.sum(x) - 1e8, "n": np.arange(3), "zero": np.zeros(2)}

    x = np.array([1e8, 0.5])
    assert measured(f, x=x).rtol == pytest.approx(measured(lambda x: f(x)["rest"], x=x).rtol)


def test_problems_without_digits_have_no_tolerance() -> None:
    """At a condition of 1e16, or where the result is NaN or rounding alone, the author is told to move on."""
    n = np.arange(12)
    hilbert = 1.0 / (1 + n[:, None] + n)
    with pytest.raises(ValueError, match="badly conditioned"):
        measured(np.linalg.solve, a=hilbert, b=np.ones(12))
    with np.errstate(invalid="ignore"), pytest.raises(ValueError, match="not finite"):
        measured(lambda x: np.log(x), x=-np.ones(2))
    with pytest.raises(ValueError, match="rounding"):
        measured(lambda x: x - x.mean(), x=np.full(3, 0.1))


def test_zeros_are_moved_by_the_rounding_beside_them() -> None:
    """An algorithm leaves rounding of the large entries where the input is zero, so zeros are moved as well."""
    assert measured(lambda x: np.exp(1e8 * x[1:]), x=np.array([1.0, 0.0])).rtol > 1e-8


def test_stable_algorithms_meet_it_on_hilbert_matrices() -> None:
    """LU, QR and the SVD pass for n up to 10; normal equations don't from n = 3 on."""
    for size in range(2, 11):
        n = np.arange(size)
        A = 1.0 / (1 + n[:, None] + n)
        b = A @ np.ones(size)
        tolerance = measured(np.linalg.solve, a=A, b=b)
        want = np.linalg.solve(A, b)
        Q, R = np.linalg.qr(A)
        U, s, Vt = np.linalg.svd(A)
        assert_close(np.linalg.solve(R, Q.T @ b), want, rtol=tolerance)
        assert_close(Vt.T @ ((U.T @ b) / s), want, rtol=tolerance)
        if 3 <= size <= 7:
            with pytest.raises(CheckFailed):
                assert_close(np.linalg.solve(A.T @ A, A.T @ b), want, rtol=tolerance)


def test_inputs_are_left_alone() -> None:
    """The point is not moved in place."""
    x = np.ones(3)
    measured(lambda x: np.exp(x), x=x)
    assert np.array_equal(x, np.ones(3))

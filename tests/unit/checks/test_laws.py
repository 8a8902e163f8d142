"""Identities: what obeys them passes, what breaks them is told with the law."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mdl_grade.checks import CheckFailed, assert_law, check_adjoint
from mdl_grade.records.evidence import BrokenLaw, NotFinite, WrongDtype, WrongShape, WrongType

RNG = np.random.default_rng(0)
A = RNG.normal(size=(4, 3))
x, y = RNG.normal(size=3), RNG.normal(size=4)


def failure(check: Any, *args: Any, **options: Any) -> Any:
    with pytest.raises(CheckFailed) as caught:
        check(*args, **options)
    return caught.value.evidence


def test_a_law_holds_up_to_rounding() -> None:
    """Both sides agree to 1e-12 of the largest entry, at any scale."""
    for c in (1e-200, 1.0, 1e200):
        assert_law("f(2x) = 2 f(x)", c * (A @ (2 * x)), c * 2 * (A @ x))
        assert isinstance(failure(assert_law, "f(2x) = 2 f(x)", c * (A @ x) * (1 + 1e-11), c * (A @ x)), BrokenLaw)
    assert_law("f(0) = 0", np.zeros(3), np.zeros(3))
    assert_law("f(0) = 0", 0.0, 0)


def test_a_broken_law_is_told() -> None:
    """Evidence holds the law, the tensor, the gap and the case."""
    evidence = failure(assert_law, "f(x) = f(−x)", np.array([1.0, 2.0]), np.array([1.0, 4.0]), what="dW", where="N=1")
    assert evidence == BrokenLaw(what="dW", law="f(x) = f(−x)", error=0.5, tolerance=1e-12, case="N=1")


def test_sides_that_cancel_need_a_scale() -> None:
    """Rounding errors around zero obey the law only at the size of the terms that cancelled."""
    residue = np.array([1e-16, -2e-16])
    assert isinstance(failure(assert_law, "Σ p = 1", residue, np.zeros(2)), BrokenLaw)
    assert_law("Σ_k dZ[n, k] = 0", residue, np.zeros(2), scale=1.0)
    assert isinstance(failure(assert_law, "Σ_k dZ[n, k] = 0", 1e-3 + residue, np.zeros(2), scale=1.0), BrokenLaw)


@pytest.mark.parametrize(
    ("left", "kind"),
    [
        (np.ones(4), WrongShape),
        (np.ones((1, 3)), WrongShape),
        (np.array(1.0), WrongShape),
        (1.0, WrongType),
        (None, WrongType),
        ([1.0, 1.0, 1.0], WrongType),
        (np.ones(3, bool), WrongDtype),
        (np.ones(3, complex), WrongDtype),
        (np.array([1.0, np.nan, 1.0]), NotFinite),
        (np.array([1.0, np.inf, 1.0]), NotFinite),
    ],
)
def test_sides_are_tensors_of_one_form(left: Any, kind: type) -> None:
    """Nothing broadcasts, and NaN obeys no law, on either side."""
    assert isinstance(failure(assert_law, "l = r", left, np.ones(3)), kind)
    assert isinstance(failure(check_adjoint, left, np.ones(3), x, x), kind)
    assert isinstance(failure(check_adjoint, np.ones(3), np.ones(3), x, left), kind)
    if kind is NotFinite:
        assert isinstance(failure(assert_law, "l = r", np.ones(3), left), kind)
        assert isinstance(failure(assert_law, "l = r", left, left), kind)


def test_huge_sides_break_the_law_without_a_warning() -> None:
    """An overflow on the way is a failure like any other."""
    huge = np.full(3, 1.5e308)
    assert isinstance(failure(assert_law, "l = r", huge, -huge), BrokenLaw)
    assert isinstance(failure(check_adjoint, huge, huge, np.ones(3), np.ones(3)), BrokenLaw)
    assert isinstance(failure(check_adjoint, huge, np.ones(3), np.ones(3), huge * [1, -1, 1]), BrokenLaw)


def test_float32_obeys_to_five_digits() -> None:
    """A side in float32 is given 1e-5."""
    assert_law("f(2x) = 2 f(x)", np.float32(2 * x), 2 * x)
    assert isinstance(failure(assert_law, "f(2x) = 2 f(x)", np.float32(2.001 * x), 2 * x), BrokenLaw)


def test_single_precision_can_be_refused_and_does_not_loosen_what_an_author_says() -> None:
    """Float32 is given 1e-5 by default; an author's tolerance holds for any dtype, and float64 may be demanded."""
    near = np.array([1 + 5e-6], np.float32)
    assert_law("rows sum to 1", near, np.ones(1))
    assert isinstance(failure(assert_law, "rows sum to 1", near, np.ones(1), rtol=1e-10), BrokenLaw)
    assert isinstance(failure(assert_law, "rows sum to 1", near, np.ones(1), dtype="float64"), WrongDtype)
    assert isinstance(failure(check_adjoint, np.float32(A @ x), y, x, A.T @ y, dtype="float64"), WrongDtype)


@pytest.mark.parametrize("options", [{"rtol": 2.0}, {"rtol": 1.0}, {"rtol": -1.0}, {"scale": np.inf}, {"scale": -1.0}])
def test_limits_under_which_all_would_pass_are_refused(options: dict[str, float]) -> None:
    """They are a mistake of the author."""
    with pytest.raises(ValueError, match=r"rtol|scale"):
        assert_law("l = r", np.ones(2), np.zeros(2), **options)  # type: ignore[arg-type]


def test_integers_and_complex_numbers_obey_laws_too() -> None:
    """Integers are compared exactly, however large; complex numbers as such; and neither passes for the other."""
    assert_law("f(2x) = 2 f(x)", np.array([10**12]), np.array([10**12]))
    assert_law("2⁴⁰⁰ is 2⁴⁰⁰", 2**400, 2**400)
    assert isinstance(failure(assert_law, "l = r", np.array([10**17 + 1]), np.array([10**17])), BrokenLaw)
    assert isinstance(failure(assert_law, "l = r", 2**400 + 1, 2**400), BrokenLaw)
    assert_law("f(1) = 1", 1, 1.0)
    z = x * (1 + 2j)
    assert_law("l = r", z, z * (1 + 1e-14))
    assert isinstance(failure(assert_law, "l = r", z, z.conj()), BrokenLaw)
    assert isinstance(failure(assert_law, "l = r", z, z.real), WrongDtype)
    assert isinstance(failure(assert_law, "l = r", z.real, z), WrongDtype)


def test_rows_and_entries_obey_by_themselves() -> None:
    """A large entry hides a broken law of small ones, unless the gap is relative to each."""
    left, right = np.array([1.0, 1e-13]), np.array([1.0, 2e-13])
    assert_law("l = r", left, right)
    assert failure(assert_law, "l = r", left, right, by="entry").error == 0.5
    assert isinstance(failure(assert_law, "l = r", left[:, None], right[:, None], by="row"), BrokenLaw)


def test_the_adjoint_of_a_complex_map_is_its_conjugate_transpose() -> None:
    """The discrete Fourier transform passes with its own; of a real signal, with the real part."""
    F = np.fft.fft(np.eye(5))
    u, v = RNG.normal(size=(2, 5)) + 1j * RNG.normal(size=(2, 5))
    check_adjoint(F @ u, v, u, F.conj().T @ v)
    assert isinstance(failure(check_adjoint, F @ u, v, u, F.T @ v), BrokenLaw)
    check_adjoint(F @ u.real, v, u.real, (F.conj().T @ v).real)
    assert isinstance(failure(check_adjoint, F @ u.real, v, u.real, (F.T @ v).real), BrokenLaw)
    assert isinstance(failure(check_adjoint, F @ u.real, v, u.real, F.conj().T @ v), WrongDtype)


def test_norms_that_overflow_excuse_nothing() -> None:
    """At 1e160 the square of a norm is infinite, and the adjoint is wrong all the same."""
    huge = np.array([1e160, 2e160])
    check_adjoint(huge, np.ones(2), np.array([1.0, 2.0]), np.array([1e160, 1e160]))
    assert isinstance(failure(check_adjoint, huge, np.ones(2), np.array([1.0, 2.0]), huge), BrokenLaw)


def test_the_adjoint_of_a_matrix_is_its_transpose() -> None:
    """⟨A x, y⟩ = ⟨x, Aᵀ y⟩ holds for the transpose, at any scale, and for nothing near it."""
    check_adjoint(A @ x, y, x, A.T @ y)
    check_adjoint(1e-100 * A @ x, y, x, 1e-100 * A.T @ y)
    for wrong in (-A, 2 * A, A[::-1], A * (1 + 1e-9), np.where(A.max() == A, 0, A)):
        evidence = failure(check_adjoint, A @ x, y, x, wrong.T @ y, where="here")
        assert isinstance(evidence, BrokenLaw)
        assert (evidence.law, evidence.case) == ("⟨A x, y⟩ = ⟨x, Aᵀ y⟩", "here")


def test_an_inner_product_near_zero_is_no_excuse() -> None:
    """The gap is measured against the norms, so orthogonal vectors neither fail nor let anything pass."""
    u, v = np.array([1.0, 1.0]), np.array([1.0, -1.0 + 1e-16])
    check_adjoint(u, v, u, v)
    assert isinstance(failure(check_adjoint, u, v, u, v + 1e-6 * u), BrokenLaw)

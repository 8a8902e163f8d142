"""Checks identities that hold whatever the numbers are: linearity, symmetry, invariance, adjointness."""

from __future__ import annotations

from typing import Any

import numpy as np

from mdl_grade.checks.failure import CheckFailed
from mdl_grade.checks.form import magnitude, tensor
from mdl_grade.checks.tolerance import FLOAT32_RTOL
from mdl_grade.records.evidence import BrokenLaw, number


def assert_law(
    law: str,
    left: Any,
    right: Any,
    *,
    rtol: float = 1e-12,
    scale: float = 0.0,
    what: str = "the result",
    where: object = "",
) -> None:
    """Assert that both sides of an identity are equal, relative to the largest entry.

        max|left − right| ≤ rtol · max(max|left|, max|right|, scale)

    Both sides are computed from the answer, so no reference is needed, and any number of wrong answers can obey one
    law: use it beside a comparison of values.

    Parameters
    ----------
    law : str
        The identity, in symbols: "g(2 dY) = 2 g(dY)".
    left, right : number or array
        The two sides; `right` gives the shape.
    rtol : float
        Tolerance; at least 1e-5 if a side is float32.
    scale : float
        Size of the terms that cancel, where both sides should be zero: "Σ_k dZ[n, k] = 0".
    what : str
        Which tensor the law is about.
    where : object
        The case.

    Raises
    ------
    CheckFailed
        With `BrokenLaw`, or with evidence about type, shape, dtype or finiteness of a side.
    """
    right = tensor(what, right, np.shape(right) if isinstance(right, np.ndarray) else (), where)
    left = tensor(what, left, right.shape, where)
    rtol = _at_least(rtol, left, right)
    with np.errstate(all="ignore"):
        gap = float(np.max(np.abs(left.astype(np.float64) - right), initial=0.0))
    _hold(law, gap, max(magnitude(left), magnitude(right), scale), rtol, what, where)


def check_adjoint(
    Ax: Any, y: Any, x: Any, ATy: Any, *, rtol: float = 1e-12, what: str = "the adjoint", where: object = ""
) -> None:
    """Check ⟨A x, y⟩ = ⟨x, Aᵀ y⟩, what makes a backward pass the adjoint of a linear forward pass.

    The gap is measured against ‖A x‖ ‖y‖ + ‖x‖ ‖Aᵀ y‖, since the inner products themselves may cancel. With Gaussian x
    and y, an error anywhere in Aᵀ shows.

    Parameters
    ----------
    Ax, ATy : array
        What the answer gives, of the shapes of y and x.
    y, x : array
        The arguments.

    Raises
    ------
    CheckFailed
        With `BrokenLaw`, or with evidence about type, shape, dtype or finiteness of `Ax` or `ATy`.
    """
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    Ax, ATy = tensor("A x", Ax, y.shape, where), tensor("Aᵀ y", ATy, x.shape, where)
    rtol = _at_least(rtol, Ax, ATy)
    with np.errstate(all="ignore"):
        gap = abs(float(np.sum(Ax * y) - np.sum(x * ATy)))
        scale = float(_norm(Ax) * _norm(y) + _norm(x) * _norm(ATy))
    _hold("⟨A x, y⟩ = ⟨x, Aᵀ y⟩", gap, scale, rtol, what, where)


def _norm(array: Any) -> Any:
    return np.sqrt(np.sum(np.square(array, dtype=np.float64)))


def _at_least(rtol: float, *arrays: Any) -> float:
    return max(rtol, FLOAT32_RTOL) if any(array.dtype == np.float32 for array in arrays) else rtol


def _hold(law: str, gap: float, scale: float, rtol: float, what: str, where: object) -> None:
    if gap <= rtol * scale and np.isfinite(gap):
        return
    error = gap / scale if scale > 0 else gap
    evidence = BrokenLaw(what=what, law=law, error=number(error), tolerance=rtol, case=str(where))
    raise CheckFailed(evidence, where)

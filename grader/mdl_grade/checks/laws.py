"""Checks identities that hold whatever the numbers are: linearity, symmetry, invariance, adjointness."""

from __future__ import annotations

import math
import sys
from typing import Any

import numpy as np

from mdl_grade.checks.closeness import By, sizes_by
from mdl_grade.checks.failure import CheckFailed
from mdl_grade.checks.form import Precision, magnitude, numeric, require_finite, to_array
from mdl_grade.checks.structure import Place
from mdl_grade.checks.tolerance import require_scale, rtol_for
from mdl_grade.records.evidence import BrokenLaw
from mdl_grade.records.numbers import number

LAW_RTOL = 1e-12
TINY = 1e-280
"""Below this, products of norms lose digits, or vanish."""


def assert_law(
    law: str,
    left: Any,
    right: Any,
    *,
    rtol: float | None = None,
    scale: float = 0.0,
    by: By = "tensor",
    dtype: Precision | None = None,
    what: str = "the result",
    where: object = "",
) -> None:
    """Assert that both sides of an identity are equal, relative to the largest entry.

    Both sides are computed from the answer, so no reference is needed. It sees what breaks the law, and any number of
    wrong answers obey it: use it beside a comparison of values. It can't see what is wrong with entries smaller than
    rtol of the largest; `by` changes that. It costs one pass over the sides.

    Parameters
    ----------
    law : str
        The identity, in symbols: "g(2 dY) = 2 g(dY)".
    left, right : number or array
        The two sides, real or complex; `right` gives the shape. Integers on both sides are compared exactly.
    rtol : float, optional
        Tolerance; by default 1e-12, or 1e-5 if a side is float32. Identities between long calculations need more:
        det AB = det A det B holds to 1e-12 in 98 % of cases.
    scale : float
        Size of the terms that cancel, where both sides should be zero: "Σ_k dZ[n, k] = 0".
    by : {"tensor", "row", "entry"}
        Whose size the gap is relative to.
    dtype : "float64", optional
        Demands double precision of both sides.
    what : str
        Which tensor the law is about.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `BrokenLaw`, or with evidence about type, shape, dtype or finiteness of a side.
    ValueError
        If the tolerance or the scale would let everything pass.

    Notes
    -----
        accept  ⇔  max|left − right| ≤ rtol · max(max|left|, max|right|, scale)

    Rounding is that of the operations on either side: 1e-12 is 4500 u.

    References
    ----------
    Chen et al., Metamorphic testing: a review of challenges and opportunities, ACM Comput. Surv. 51 (2018).
    """
    require_scale(scale)
    shape = right.shape if isinstance(right, np.ndarray) else ()
    right_side = _side(what, right, right, shape, where, dtype)
    sides = [_side(what, left, right_side, shape, where, dtype), right_side]
    if all(side.dtype.kind in "iuO" for side in sides):
        one, other = (side.astype(object).ravel().tolist() for side in sides)
        gap = max((abs(a - b) for a, b in zip(one, other, strict=True)), default=0)
        error = max(gap / max(map(abs, one + other)), sys.float_info.min) if gap else 0.0
        return _hold(law, error, 0.0, what, where)
    tolerance = rtol_for(rtol, LAW_RTOL, *sides)
    with np.errstate(all="ignore"):
        left, right = (np.asarray(side, np.result_type(side, np.float64)) for side in sides)
        gaps, sizes = np.abs(left - right), sizes_by(by, left, right)
        if by == "tensor":
            gap = float(np.max(gaps, initial=0.0))
            error = gap / max(sizes, scale) if gap else 0.0
        else:
            error = float(np.max(np.where(gaps > 0, gaps / np.maximum(sizes, scale), 0.0), initial=0.0))
    return _hold(law, error, tolerance, what, where)


def check_adjoint(
    Ax: Any,
    y: Any,
    x: Any,
    ATy: Any,
    *,
    rtol: float | None = None,
    dtype: Precision | None = None,
    what: str = "the adjoint",
    where: object = "",
) -> None:
    """Check ⟨A x, y⟩ = ⟨x, Aᵀ y⟩, what makes a backward pass the adjoint of a linear forward pass.

    With Gaussian x and y, it sees an error E in Aᵀ y if |⟨x, E⟩| is more than rounding: one entry in a million that is
    off by 1e-3, not rows that are 1e-12 times as large as others. It can't see a forward pass that is wrong with its
    backward pass: compare values as well. It costs two inner products.

    Parameters
    ----------
    Ax, ATy : array
        What the answer gives, of the shapes of y and x. For complex x and y, Aᵀ is the conjugate transpose; if one of
        them is real, the real parts of the inner products are compared.
    y, x : array
        The arguments.
    rtol : float, optional
        By default 1e-12, or 1e-5 if `Ax` or `ATy` is float32.
    dtype : "float64", optional
        Demands double precision of `Ax` and `ATy`.
    what : str
        What the law is about.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `BrokenLaw`, or with evidence about type, shape, dtype or finiteness of `Ax` or `ATy`.
    ValueError
        If the tolerance would let everything pass.

    Notes
    -----
        accept  ⇔  |⟨A x, y⟩ − ⟨x, Aᵀ y⟩| ≤ rtol (‖A x‖ ‖y‖ + ‖x‖ ‖Aᵀ y‖)

    The norms are there since the inner products themselves may cancel: rounding of ⟨a, b⟩ is bounded by n u ‖a‖ ‖b‖.

    References
    ----------
    Claerbout, Earth Soundings Analysis (1992): the dot-product test. Higham, Accuracy and Stability of Numerical
    Algorithms, 2nd ed. (2002), §3.1: inner products.
    """
    x, y = (np.asarray(array, np.result_type(array, np.float64)) for array in (x, y))
    Ax, ATy = _tensor_like("A x", Ax, y, where, dtype), _tensor_like("Aᵀ y", ATy, x, where, dtype)
    tolerance = rtol_for(rtol, LAW_RTOL, Ax, ATy)
    with np.errstate(all="ignore"):
        gap, scale = _gap(Ax, y, x, ATy)
        if not TINY < scale < math.inf:
            # The law is homogeneous in x, y and A: divided by their sizes, nothing overflows, nor is lost.
            sx, sy = (magnitude(array) or 1.0 for array in (x, y))
            size = max(magnitude(Ax / sx), magnitude(ATy / sy)) or 1.0
            gap, scale = _gap(Ax / sx / size, y / sy, x / sx, ATy / sy / size)
    _hold("⟨A x, y⟩ = ⟨x, Aᵀ y⟩", gap / scale if scale > 0 else gap, tolerance, what, where)


def _gap(Ax: Any, y: Any, x: Any, ATy: Any) -> tuple[float, float]:
    """Return |⟨A x, y⟩ − ⟨x, Aᵀ y⟩|, and what it is measured against."""
    gap = np.vdot(Ax, y) - np.vdot(x, ATy)
    if not (np.iscomplexobj(x) and np.iscomplexobj(y)):
        gap = gap.real
    norms = [math.sqrt(np.vdot(array, array).real) for array in (Ax, y, x, ATy)]
    return float(abs(gap)), norms[0] * norms[1] + norms[2] * norms[3]


def _side(what: str, value: Any, like: Any, shape: tuple[int, ...], where: object, dtype: Precision | None) -> Any:
    """Return a side of a law as an array of integers or real numbers, or of complex ones like the other side."""
    array, other = to_array(value), to_array(like)
    kind = np.complex128 if other is not None and other.dtype.kind == "c" else np.float64
    if array is not None and array.dtype.kind in "iuO" and array.shape == shape:
        return array
    return _tensor_like(what, value, np.broadcast_to(kind(), shape), where, dtype)


def _tensor_like(what: str, value: Any, like: Any, where: object, dtype: Precision | None) -> Any:
    """Check the form of an answer that should be a finite tensor of the shape and the kind of another."""
    arrays = numeric(Place(what, value, like), where, dtype)
    assert arrays is not None
    array = arrays[0] if arrays[0].dtype.kind in "fc" else arrays[0].astype(np.float64)
    require_finite(what, array, ~np.isfinite(array), where)
    return array


def _hold(law: str, error: float, rtol: float, what: str, where: object) -> None:
    if error <= rtol:
        return
    evidence = BrokenLaw(what=what, law=law, error=number(error), tolerance=rtol, case=str(where))
    raise CheckFailed(evidence, where)

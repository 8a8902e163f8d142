"""Compares an answer with the reference: structure, type, shape, dtype, finiteness, then values.

By default the values of a tensor are compared on the scale of its largest entry,

    accept  ⇔  max|s − r| ≤ rtol · max(max|r|, max|s|),

with no absolute tolerance, which would pass anything small. A huge wrong entry widens the right-hand side by at most
itself times rtol < 1, and the left-hand side by itself: it can't hide. A right large entry does hide what is wrong with
entries 1e-7 times as large: tails of distributions, masks and spectra need ``by="entry"`` or ``by="row"``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from mdl_grade.checks.closeness import By, Nearness, apart, different, require_close, require_same, require_same_text
from mdl_grade.checks.contrast import contrast
from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.form import Precision, first, magnitude, numeric, to_array
from mdl_grade.checks.structure import leaves
from mdl_grade.checks.tolerance import UNIT, Tolerance, held_alike, in_reach, require_scale, tolerance_for, unit_for
from mdl_grade.records.evidence import WrongDtype

SAME_RTOL = 1e-9
"""Two computations of one number differ by less than this, relative to the largest entry beside it."""


def assert_close(
    got: Any,
    want: Any,
    *,
    names: Sequence[str] = (),
    rtol: float | Tolerance | None = None,
    scale: float | None = None,
    by: By = "tensor",
    dtype: Precision | None = None,
    where: object = "",
) -> None:
    """Assert that an answer is the reference's, up to rounding.

    It sees what is wrong by more than rtol of the largest entry; it can't see anything smaller, unless `by` says so. It
    costs a few passes over the tensors.

    Parameters
    ----------
    got : plain data
        The answer: numbers, arrays, text, None, or tuples, lists and dicts of them.
    want : plain data
        The reference. Integers, bools, text and None are compared exactly. Where it is NaN or infinite, so must the
        answer be, with the same sign.
    names : sequence of str
        What the items of a tuple are called: ``("dX", "dW", "db")``.
    rtol : float or Tolerance, optional
        Relative tolerance. By default 1e-7, or 1e-5 if the answer is float32. Badly conditioned problems need a
        measured one: see `perturbation_tolerance`.
    scale : float, optional
        The sum of the moduli of the terms that cancel in an entry, Σ|xᵢ| for Σ xᵢ, in the answer's unit: no algorithm
        meets such a sum better than to rounding of its terms. A reference that is zero up to 64 u · scale must be met
        to 1e-12 · scale (float32: 1e-5).
        By default only a reference that is zero exactly counts as zero, and `scale` is then the largest entry of the
        other tensors, or 1.
    by : {"tensor", "row", "entry"}
        Whose size errors are relative to. By row (the last axis) for distributions side by side; by entry for tails,
        masks and spectra. Rows and entries that are zero must then be zero exactly, unless there is a `scale`. Better
        still for tails: compare logarithms.
    dtype : "float64", optional
        Demands double precision, where a cast to float32 would buy a hundred times the tolerance.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With evidence about the first leaf that is wrong: `WrongType`, `WrongShape` and `WrongDtype` of any leaf come
        before `NotFinite` and `WrongValue`.
    Inconclusive
        If a tensor of the reference is nothing but rounding beside the others, there is no `scale` to say so, and the
        answer differs from it by rounding.
    ValueError
        If a tolerance or scale would let everything pass.

    Notes
    -----
    With the maxima over the tensor, the row or the entry, and the unit roundoff u,

        accept  ⇔  |s − r| ≤ rtol · max(|r|, |s|) + 64 u · scale

    In float64 right answers agree to about 1e-14 of the largest entry, whatever their order of operations, unless the
    problem is badly conditioned; 1e-7 is far from that, and from what mistakes make.

    References
    ----------
    Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), §1.2, and §4.2: the error of sums.
    """
    require_scale(scale)
    found = leaves(got, want, names=names, where=where)
    forms = [numeric(leaf, where, dtype) for leaf in found]
    forms = [arrays and (arrays[0], in_reach(*arrays)) for arrays in forms]
    sizes = [magnitude(arrays[1]) if arrays and arrays[1].dtype.kind in "fc" else 0.0 for arrays in forms]
    largest = max(sizes, default=0.0)
    undecided = []
    for size, leaf, arrays in zip(sizes, found, forms, strict=True):
        if arrays is None:
            require_same_text(leaf, where)
        elif arrays[1].dtype.kind not in "fc":
            require_same(leaf.name, *arrays, where)
        else:
            tolerance = tolerance_for(*arrays, rtol=rtol)
            zero = size <= 64 * UNIT * (scale or 0.0) and (by == "tensor" or bool(scale))
            if zero:
                limits = Nearness(tolerance.zero, tolerance.source, fixed=scale or largest or 1.0)
            else:
                floor = 64 * unit_for(rtol, *arrays) * scale if scale else 0.0
                limits = Nearness(tolerance.rtol, tolerance.source, by=by, floor=floor)
            buried = 0 < size <= 64 * UNIT * largest and scale is None and by == "tensor"
            if buried and limits.hold(*arrays, size):
                continue
            if buried and Nearness(tolerance.zero, "author", fixed=largest).hold(*arrays, size):
                undecided.append(leaf.name)
                continue
            require_close(leaf.name, *arrays, size, limits, where)
    if undecided:
        raise Inconclusive(f"The reference of {', '.join(undecided)} is rounding beside the rest: it needs a scale.")


def assert_within(
    got: Any,
    want: Any,
    atol: float,
    *,
    names: Sequence[str] = (),
    dtype: Precision | None = None,
    where: object = "",
) -> None:
    """Assert that an answer is within `atol` of the reference, entry by entry.

    For answers that are asked for up to an error in their own unit, as a root by bisection or a quadrature is. It sees
    what is further off; it can't see what is wrong with entries smaller than `atol`: to compare computed numbers use
    `assert_close`. It costs a few passes over the tensors.

    Parameters
    ----------
    got, want : plain data
        The answer and the reference, as in `assert_close`.
    atol : float
        The error that is allowed, in the unit of the answer; positive.
    names, dtype, where
        As in `assert_close`.

    Raises
    ------
    CheckFailed
        With `WrongType`, `WrongShape`, `WrongDtype`, `NotFinite` or `WrongValue`.
    ValueError
        If `atol` is negative or infinite.

    Notes
    -----
        accept  ⇔  |s − r| ≤ atol

    The author knows the error of the method: half the last interval of a bisection, or the bound of a quadrature.

    References
    ----------
    Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), §1.2: absolute and relative errors.
    """
    require_scale(atol)
    found = leaves(got, want, names=names, where=where)
    for leaf, arrays in [(leaf, numeric(leaf, where, dtype)) for leaf in found]:
        if arrays is None:
            require_same_text(leaf, where)
        elif arrays[1].dtype.kind not in "fc":
            require_same(leaf.name, *arrays, where)
        else:
            require_close(leaf.name, *arrays, 0.0, Nearness(atol, "absolute", fixed=1.0), where)


def assert_identical(got: Any, want: Any, *, names: Sequence[str] = (), where: object = "") -> None:
    """Assert that an answer is the reference bit for bit: the same dtype, and −0.0 is not 0.0.

    For what must not be computed anew: a copy, a permutation, a seeded draw, a run resumed. It sees any bit that is
    wrong; it can't see what rounding alone makes, for any other order of operations differs in the last bits: compare
    values with `assert_close`. It costs one pass over the bytes.

    Parameters
    ----------
    got, want : plain data
        The answer and the reference, as in `assert_close`.
    names, where
        As in `assert_close`.

    Raises
    ------
    CheckFailed
        With `WrongType`, `WrongShape`, `WrongDtype` or `WrongValue`.

    Notes
    -----
    Bytes are compared in one byte order, so that a NaN is met by the same NaN alone. Nothing is rounded, and there is
    no error to be modelled.

    References
    ----------
    Goldberg, What every computer scientist should know about floating-point arithmetic, ACM Comput. Surv. 23 (1991).
    """
    for leaf in leaves(got, want, names=names, where=where):
        arrays = numeric(leaf, where)
        if arrays is None:
            require_same_text(leaf, where)
            continue
        one, other = arrays[0], held_alike(*arrays)
        if one.dtype.kind in "fc" or other.dtype.kind in "fc":
            if one.dtype.newbyteorder("=") != other.dtype.newbyteorder("="):
                names_of = one.dtype.name, other.dtype.name
                evidence = WrongDtype(what=leaf.name, got=names_of[0], expected=names_of[1], case=str(where))
                raise CheckFailed(evidence, where)
            off = _bits(one) != _bits(other)
            if np.any(off):
                index = first(off)
                told = apart(one[index], other[index])
                beside = contrast(one, other, off, np.ones(other.shape), 1.0)
                raise different(leaf.name, index, *told, math.inf, int(np.sum(off)), int(off.size), where, beside)
        else:
            require_same(leaf.name, one, other, where)


def assert_shapes(
    got: Any, want: Any, *, names: Sequence[str] = (), dtype: Precision | None = None, where: object = ""
) -> None:
    """Assert that an answer has the reference's structure, types, shapes and kinds of dtype, whatever its values.

    It sees a missing axis and one too many, (3,) for (1, 3) too; it can't see values. It costs next to nothing.

    Parameters
    ----------
    got, want : plain data
        The answer and the reference, as in `assert_close`.
    names, dtype, where
        As in `assert_close`.

    Raises
    ------
    CheckFailed
        With `WrongType`, `WrongShape` or `WrongDtype`.

    Notes
    -----
    Shapes are equal, and never broadcast. Kinds are: bool; integers of any width; real numbers, float32 or float64;
    complex ones. Where numbers alone are asked for, an int passes for a float.

    References
    ----------
    Harris et al., Array programming with NumPy, Nature 585 (2020): broadcasting, which this check refuses.
    """
    for leaf in leaves(got, want, names=names, where=where):
        numeric(leaf, where, dtype)


def same_value(one: Any, other: Any, rtol: float = SAME_RTOL) -> bool:
    """Tell whether two leaves are the same value, of one type and shape: integers and text exactly, floats to rounding.

    This is the comparison of `assert_close` without its evidence, for answers beside each other instead of a reference.
    """
    a, b = to_array(one), to_array(other)
    if a is None or b is None:
        arrays = isinstance(one, np.ndarray) and isinstance(other, np.ndarray)
        return bool(np.array_equal(one, other)) if arrays else type(one) is type(other) and bool(one == other)
    if a.shape != b.shape or a.dtype.kind != b.dtype.kind:
        return False
    if a.dtype.kind not in "fc":
        return bool(np.array_equal(a, b))
    return a.dtype == b.dtype and Nearness(rtol, "author").hold(a, b, magnitude(b))


def _bits(array: Any) -> Any:
    """Return the bytes of every entry, as one thing that compares equal or not."""
    native = np.ascontiguousarray(array, array.dtype.newbyteorder("="))
    return native.view(f"V{native.itemsize}").reshape(np.shape(array))

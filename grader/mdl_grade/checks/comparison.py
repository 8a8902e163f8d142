"""Compares an answer with the reference: structure, type, shape, dtype, finiteness, then values.

The values of a tensor are compared on the scale of its largest entry,

    accept  ⇔  max|s − r| ≤ rtol · max(max|r|, max|s|),

with no absolute tolerance, which would pass anything small. A huge wrong entry widens the right-hand side by at most
itself times rtol < 1, and the left-hand side by itself: it can't hide, nor hide others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from mdl_grade.checks.contrast import contrast
from mdl_grade.checks.failure import CheckFailed
from mdl_grade.checks.form import first, magnitude, numeric, require_finite, shown, to_float
from mdl_grade.checks.structure import Leaf, leaves
from mdl_grade.checks.tolerance import UNIT, Tolerance, tolerance_for
from mdl_grade.records.evidence import Contrast, Number, WrongValue, number, pair

MAX_TEXT = 200


def assert_close(
    got: Any,
    want: Any,
    *,
    names: Sequence[str] = (),
    rtol: float | Tolerance | None = None,
    scale: float | None = None,
    where: object = "",
) -> None:
    """Assert that an answer is the reference's, up to rounding.

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
        Tolerance relative to a tensor's largest entry. By default 1e-7, or 1e-5 if the answer is float32.
    scale : float, optional
        Size of the terms that cancel where a tensor should be zero. The reference counts as zero if it is within
        64 u · scale of it, and must be met to 1e-12 · scale (float32: 1e-5). By default only a reference that is zero
        exactly counts, and `scale` is the largest entry of the other tensors, or 1.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With evidence about the first leaf that is wrong: `WrongType`, `WrongShape` and `WrongDtype` of any leaf come
        before `NotFinite` and `WrongValue`.
    """
    found = leaves(got, want, names=names, where=where)
    forms = [numeric(leaf, where) for leaf in found]
    sizes = [magnitude(arrays[1]) if arrays and arrays[1].dtype.kind in "fc" else 0.0 for arrays in forms]
    for i, (leaf, arrays) in enumerate(zip(found, forms, strict=True)):
        if arrays is None:
            _same_text(leaf, where)
        elif arrays[1].dtype.kind in "fc":
            zero_scale = None
            if sizes[i] <= 64 * UNIT * (scale or 0.0):
                zero_scale = scale or max(sizes) or 1.0
            _close(leaf.name, *arrays, sizes[i], tolerance_for(*arrays, rtol=rtol), zero_scale, where)
        else:
            _same(leaf.name, *arrays, where)


def assert_shapes(got: Any, want: Any, *, names: Sequence[str] = (), where: object = "") -> None:
    """Assert that an answer has the reference's structure, types, shapes and kinds of dtype, whatever its values.

    Parameters are those of `assert_close`.

    Raises
    ------
    CheckFailed
        With `WrongType`, `WrongShape` or `WrongDtype`.
    """
    for leaf in leaves(got, want, names=names, where=where):
        numeric(leaf, where)


def _same_text(leaf: Leaf, where: object) -> None:
    if leaf.got != leaf.want:
        raise _exactly(leaf.name, (), repr(leaf.got)[:MAX_TEXT], repr(leaf.want)[:MAX_TEXT], math.inf, 1, 1, where)


def _same(name: str, got: Any, want: Any, where: object) -> None:
    """Compare integers and bools, entry by entry, exactly."""
    off = got != want
    if not np.any(off):
        return
    if want.dtype.kind == "b":
        index = first(off)
        beside = contrast(got, want, off, np.ones(want.shape), 1.0)
        raise _exactly(
            name, index, str(got[index]), str(want[index]), math.inf, int(np.sum(off)), int(want.size), where, beside
        )
    distance = np.abs(_floats(got) - _floats(want))
    index = first(np.where(off, distance, -1.0) == np.max(distance, where=off, initial=-1.0))
    told = pair(to_float(got[index]), to_float(want[index]))
    scale = max(magnitude(_floats(want)), magnitude(_floats(got)))
    relative = _ratio(float(distance[index]), scale)
    beside = contrast(got, want, off, distance, scale)
    raise _exactly(name, index, *told, relative, int(np.sum(off)), int(want.size), where, beside)


def _floats(array: Any) -> Any:
    return np.asarray(to_float(array[()])) if array.ndim == 0 else array.astype(np.float64)


def _exactly(
    name: str,
    index: tuple[int, ...],
    got: Number,
    want: Number,
    error: float,
    wrong: int,
    size: int,
    where: object,
    beside: Contrast | None = None,
) -> CheckFailed:
    evidence = WrongValue(
        what=name,
        index=index,
        got=got,
        expected=want,
        error=number(error),
        tolerance=0.0,
        tolerance_from="exact",
        wrong=wrong,
        size=size,
        contrast=beside,
        case=str(where),
    )
    return CheckFailed(evidence, where)


def _close(
    name: str, got: Any, want: Any, size: float, tolerance: Tolerance, zero_scale: float | None, where: object
) -> None:
    """Compare real or complex tensors of one shape.

    `size` is the largest entry of the reference; with `zero_scale`, the reference counts as zero.
    """
    got, want = np.asarray(got, np.result_type(got, np.float64)), np.asarray(want, np.result_type(want, np.float64))
    rtol, scale = (tolerance.rtol, size) if zero_scale is None else (tolerance.zero, zero_scale)
    with np.errstate(all="ignore"):
        error = np.abs(got - want)
    if np.max(error, initial=0.0) <= rtol * scale:
        return  # most answers end here; what is not finite, or just outside, is looked at more closely
    special = ~np.isfinite(want)
    require_finite(name, got, ~np.isfinite(got) & ~special, where)
    error = np.where(special, _special_error(got, want), error)
    if zero_scale is None:
        scale = max(size, magnitude(got))
    limit = rtol * scale
    off = ~(error <= limit)
    if not np.any(off):
        return
    index = first(error == np.max(error))
    told = _apart(got[index], want[index])
    evidence = WrongValue(
        what=name,
        index=index,
        got=told[0],
        expected=told[1],
        error=number(_ratio(float(error[index]), scale)),
        tolerance=float(number(rtol)),
        tolerance_from=tolerance.source,
        wrong=int(np.sum(off)),
        size=int(want.size),
        contrast=contrast(got, want, off, error, scale),
        case=str(where),
    )
    raise CheckFailed(evidence, where)


def _apart(got: Any, want: Any) -> tuple[Number, Number]:
    """Round two numbers to as few digits as keep them apart."""
    if not isinstance(got, np.complexfloating):
        return pair(got, want)
    for digits in range(6, 18):
        told = shown(got, digits), shown(want, digits)
        if told[0] != told[1]:
            break
    return told


def _special_error(got: Any, want: Any) -> Any:
    """Where the reference is NaN or infinite, an answer is the same (no error) or infinitely wrong."""
    return np.where((got == want) | (np.isnan(got) & np.isnan(want)), 0.0, math.inf)


def _ratio(error: float, scale: float) -> float:
    return error / scale if scale > 0 else math.inf

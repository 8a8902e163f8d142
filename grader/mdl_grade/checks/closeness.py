"""What is close, and the evidence of what is not: limits, and the entry that is furthest off."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np
from msgspec import Struct

from mdl_grade.checks.contrast import contrast
from mdl_grade.checks.failure import CheckFailed
from mdl_grade.checks.form import first, magnitude, require_finite, shown, to_float
from mdl_grade.checks.structure import Place
from mdl_grade.records.evidence import Contrast, Source, WrongValue
from mdl_grade.records.numbers import Number, number, pair

MAX_TEXT = 200

By = Literal["tensor", "row", "entry"]
"""What an error is measured against: the largest entry of the tensor, of its row (the last axis), or the entry."""


class Nearness(Struct, frozen=True):
    """How far two tensors may be apart: `rtol` of a size, which `by` chooses or `fixed` gives, and `floor` besides."""

    rtol: float
    source: Source
    by: By = "tensor"
    floor: float = 0.0
    fixed: float | None = None

    def hold(self, got: Any, want: Any, size: float) -> bool:
        """Tell whether two tensors of one shape are within the limits; `size` is the largest entry of `want`."""
        got, want = _widened(got), _widened(want)
        with np.errstate(all="ignore"):
            error = np.abs(got - want)
        if self.by == "tensor":
            largest = float(np.max(error, initial=0.0))
            if largest <= self.rtol * (size if self.fixed is None else self.fixed) + self.floor:
                return True  # most answers end here; what is not finite, or just outside, is looked at more closely
        error = _error(got, want, error)
        return bool(np.all(error <= self.rtol * self.sizes(got, want, size) + self.floor))

    def sizes(self, got: Any, want: Any, size: float) -> Any:
        """Return what errors are relative to, for the tensor, or for each of its rows or entries."""
        if self.fixed is not None:
            return self.fixed
        return max(size, magnitude(got)) if self.by == "tensor" else sizes_by(self.by, got, want)


def sizes_by(by: By, one: Any, other: Any) -> Any:
    """Return the larger modulus of two tensors' finite entries: over all, over each row, or for each entry."""
    if by == "tensor":
        return max(magnitude(one), magnitude(other))
    if by not in ("row", "entry"):
        raise ValueError(f"errors are measured by 'tensor', 'row' or 'entry', not {by!r}")
    with np.errstate(over="ignore", invalid="ignore"):
        moduli = np.fmax(*(np.where(np.isfinite(array), np.abs(array), 0.0) for array in (one, other)))
    return np.max(moduli, axis=-1, keepdims=True, initial=0.0) if by == "row" and moduli.ndim else moduli


def require_close(name: str, got: Any, want: Any, size: float, limits: Nearness, where: object) -> None:
    """Compare real or complex tensors of one shape, the reference's largest entry being `size`."""
    if limits.hold(got, want, size):
        return
    got, want = _widened(got), _widened(want)
    require_finite(name, got, ~np.isfinite(got) & np.isfinite(want), where)
    with np.errstate(all="ignore"):
        error = _error(got, want, np.abs(got - want))
        sizes = np.broadcast_to(limits.sizes(got, want, size), error.shape)
        relative = np.where(sizes > 0, error / sizes, np.where(error > 0, math.inf, 0.0))
    off = ~(error <= limits.rtol * sizes + limits.floor)
    index = first(np.where(off, relative, -1.0) == np.max(relative, where=off, initial=-1.0))
    told = apart(got[index], want[index])
    evidence = WrongValue(
        what=name,
        index=index,
        got=told[0],
        expected=told[1],
        error=number(relative[index]),
        tolerance=float(number(limits.rtol)),
        tolerance_from=limits.source,
        wrong=int(np.sum(off)),
        size=int(want.size),
        contrast=contrast(got, want, off, relative, 1.0),
        case=str(where),
    )
    raise CheckFailed(evidence, where)


def require_same_text(leaf: Place, where: object) -> None:
    if leaf.got != leaf.want:
        raise different(leaf.name, (), _text(leaf.got), _text(leaf.want), math.inf, 1, 1, where)


def require_same(name: str, got: Any, want: Any, where: object) -> None:
    """Compare integers and bools, entry by entry, exactly."""
    off = got != want
    if not np.any(off):
        return
    if want.dtype.kind == "b":
        index = first(off)
        told: tuple[Number, Number] = str(got[index]), str(want[index])
        beside = contrast(got, want, off, np.ones(want.shape), 1.0)
        raise different(name, index, *told, math.inf, int(np.sum(off)), int(want.size), where, beside)
    distance = np.abs(_floats(got) - _floats(want))
    index = first(np.where(off, distance, -1.0) == np.max(distance, where=off, initial=-1.0))
    told = pair(to_float(got[index]), to_float(want[index]))
    scale = max(magnitude(_floats(want)), magnitude(_floats(got)))
    relative = _ratio(float(distance[index]), scale)
    beside = contrast(got, want, off, distance, scale)
    raise different(name, index, *told, relative, int(np.sum(off)), int(want.size), where, beside)


def different(
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


def apart(got: Any, want: Any) -> tuple[Number, Number]:
    """Round two numbers to as few digits as keep them apart."""
    if not isinstance(got, np.complexfloating):
        return pair(got, want)
    for digits in range(6, 18):
        told = shown(got, digits), shown(want, digits)
        if told[0] != told[1]:
            break
    return told


def _widened(array: Any) -> Any:
    return np.asarray(array, np.result_type(array, np.float64))


def _error(got: Any, want: Any, error: Any) -> Any:
    """Where the reference is NaN or infinite, an answer is the same (no error) or infinitely wrong."""
    special = ~(np.isfinite(want) & np.isfinite(got))
    if not np.any(special):
        return error
    same = (got == want) | (np.isnan(got) & np.isnan(want))
    return np.where(special, np.where(same, 0.0, math.inf), error)


def _text(value: Any) -> str:
    """Return what a report shows; a set in an order of its own, which Python's is not."""
    text = "{" + ", ".join(sorted(map(repr, value))) + "}" if isinstance(value, set) and value else repr(value)
    return text[:MAX_TEXT]


def _floats(array: Any) -> Any:
    return np.asarray(to_float(array[()])) if array.ndim == 0 else array.astype(np.float64)


def _ratio(error: float, scale: float) -> float:
    return error / scale if scale > 0 else math.inf

"""An answer beside the reference, entry by entry: for a table where there are few, for a map where there are many."""

from __future__ import annotations

from typing import Any

import numpy as np

from mdl_grade.checks.form import shown, to_float
from mdl_grade.records.evidence import Contrast
from mdl_grade.records.numbers import Number, number

MOST_TOLD = 24
"""Entries of a tensor that are told one by one."""
MOST_ROWS, MOST_COLUMNS = 16, 48
DIGITS = 5


def contrast(got: Any, want: Any, off: Any, error: Any, scale: float) -> Contrast | None:
    """Put two tensors of one shape beside each other; None if there is but one entry.

    Parameters
    ----------
    got, want : ndarray
    off : ndarray of bool
        Which entries are wrong.
    error : ndarray
        By how much each entry is off.
    scale : float
        The largest entry.
    """
    if want.size < 2 or not scale > 0:
        return None
    with np.errstate(all="ignore"):
        decades = np.floor(np.log10(np.nan_to_num(np.asarray(error) / scale, nan=np.inf, posinf=np.inf)))
    levels = np.where(off, np.clip(9 + decades, 1, 9), 0).astype(int)
    rows = _rows(levels)
    told = want.size <= MOST_TOLD
    return Contrast(
        off=tuple("".join(map(str, row)) for row in _thinned(rows).tolist()),
        got=_told(got) if told else (),
        expected=_told(want) if told else (),
    )


def _rows(array: Any) -> Any:
    return array.reshape(1, -1) if array.ndim < 2 else array.reshape(-1, array.shape[-1])


def _thinned(levels: Any) -> Any:
    """Let each digit be the worst of a block, so that there are no more than a page can show."""
    for axis, most in enumerate((MOST_ROWS, MOST_COLUMNS)):
        every = -(-levels.shape[axis] // most)
        if every > 1:
            levels = np.maximum.reduceat(levels, np.arange(0, levels.shape[axis], every), axis=axis)
    return levels


def _told(array: Any) -> tuple[tuple[Number, ...], ...]:
    return tuple(tuple(_entry(value) for value in row) for row in _rows(array))


def _entry(value: Any) -> Number:
    match value:
        case np.bool_():
            return str(value)
        case np.complexfloating():
            return shown(value, DIGITS)
    return number(to_float(value), DIGITS)

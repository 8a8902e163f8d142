"""Rounding of what is drawn: a failing call can be read and typed. What a draw was made to have may get lost by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import FunctionType
from typing import Any

import numpy as np

from mdl_grade.sandbox.parts import Source
from mdl_grade.suite.travelling import travelling

MAX_LITERAL = 120
"""A call is told to learners as code if its arrays have at most so many entries together."""


def readable(value: Any) -> Any:
    """Round floats to three significant digits: in arrays of a size that a report would show, in lists, tuples, dicts,
    and in what callbacks were given or are closed over. Objects and Generators stay as they are.
    """
    match value:
        case np.ndarray() if value.dtype == np.float64 and value.size <= MAX_LITERAL:
            rounded = [float(f"{x:.2e}") for x in value.ravel().tolist()]
            return np.array(rounded, dtype=np.float64).reshape(value.shape)
        case float() if type(value) is float:
            return float(f"{value:.2e}")
        case dict():
            return {key: readable(item) for key, item in value.items()}
        case list():
            return [readable(item) for item in value]
        case tuple():
            return tuple(readable(item) for item in value)
        case FunctionType() | partial():
            source = travelling(value)
            return readable(source) if source.given else value
        case Source():
            constants = {k: readable(v) if k in value.given else v for k, v in value.constants.items()}
            return replace(value, constants=constants)
    return value


def lost_by_rounding(before: Any, after: Any) -> str:
    """Return what an array had before it was rounded, to twelve digits, and has no more; "" if it is nothing known."""
    if not (isinstance(before, np.ndarray) and before.dtype == np.float64 and before.size > 1):
        return ""
    with np.errstate(all="ignore"):  # squares of numbers far out
        return next((what for what, has in PROPERTIES.items() if has(before) and not has(after)), "")


def _sums_to_one(x: Any) -> bool:
    return bool(np.all(np.abs(np.sum(x, axis=-1) - 1) < EXACTLY) or abs(np.sum(x) - 1) < EXACTLY)


def _orthogonal(x: Any) -> bool:
    if x.ndim != 2:
        return False
    gram = x.T @ x
    return x.shape[1] > 1 and bool(np.all(np.abs(gram - np.diag(np.diag(gram))) < EXACTLY * np.max(np.abs(gram))))


def _of_norm_one(x: Any) -> bool:
    return any(bool(np.all(np.abs(np.sum(x * x, axis=axis) - 1) < EXACTLY)) for axis in range(x.ndim))


def _centred(x: Any) -> bool:
    return bool(np.all(np.abs(np.sum(x, axis=0)) < EXACTLY * np.max(np.abs(x))))


EXACTLY = 1e-12
PROPERTIES: Mapping[str, Callable[[Any], bool]] = {
    "its sums are no longer 1": _sums_to_one,
    "its columns are no longer orthogonal": _orthogonal,
    "its norms are no longer 1": _of_norm_one,
    "its sums are no longer 0": _centred,
}


def written(value: Any) -> str:
    """Return text that differs where values do."""
    match value:
        case np.ndarray():
            return repr((value.dtype, value.shape, value.tobytes()))
        case dict():
            return repr({key: written(item) for key, item in value.items()})
        case list() | tuple():
            return repr([written(item) for item in value])
        case FunctionType() | partial():
            return written(travelling(value))
        case Source():
            return value.text + written(value.constants)
    return repr(value)

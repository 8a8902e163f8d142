"""Numbers as facts hold them: rounded, and such that JSON has a word for each."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

Number = float | str
"""A finite number, or text: "nan", "inf" and "-inf", for which JSON has no other way, or a value that is no float."""
Said = TypeVar("Said", bound=msgspec.Struct)


def number(x: Any, digits: int = 3) -> Number:
    """Round to `digits` significant digits; non-finite numbers become strings."""
    value = float(x)
    if not math.isfinite(value):
        return str(value)
    rounded = float(f"{value:.{digits - 1}e}")
    return rounded if math.isfinite(rounded) else value  # the largest numbers would be rounded up to infinity


def pair(got: Any, expected: Any) -> tuple[Number, Number]:
    """Round two numbers to as few digits (six at least) as keep them apart."""
    for digits in range(6, 18):
        a, b = number(got, digits), number(expected, digits)
        if a != b:
            break
    return a, b


def sayable(facts: Said) -> Said:
    """Return the same facts with nothing in them that JSON has no word for.

    Whatever an answer computes ends up in evidence, and no number of its may cost it the report: where a number is NaN
    or infinite, its name stands; in the fields that hold nothing but numbers, the largest float.
    """
    said = {name: _said(value, facts, name) for name, value in msgspec.structs.asdict(facts).items()}
    changed = {name: value for name, value in said.items() if value is not getattr(facts, name)}
    return msgspec.structs.replace(facts, **changed) if changed else facts


def _said(value: Any, facts: msgspec.Struct, name: str) -> Any:
    if isinstance(value, msgspec.Struct):
        return sayable(value)
    if _finite(value):
        return value
    (kind,) = (field.type for field in msgspec.structs.fields(facts) if field.name == name)
    try:
        return msgspec.convert(_with(value, str), kind)
    except msgspec.ValidationError:
        return _with(value, _nearest)


def _finite(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, tuple) or all(map(_finite, value))


def _with(value: Any, word: Callable[[float], Number]) -> Any:
    if isinstance(value, tuple):
        return tuple(_with(item, word) for item in value)
    return value if _finite(value) else word(value)


def _nearest(value: float) -> float:
    return math.copysign(sys.float_info.max, value)

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
    or infinite, its name stands, or the largest float where only a number can.
    """
    plain = msgspec.to_builtins(facts)
    if _finite(plain):
        return facts
    try:
        return msgspec.convert(_with(plain, str), type(facts))
    except msgspec.ValidationError:
        return msgspec.convert(_with(plain, _nearest), type(facts))


def _finite(value: Any) -> bool:
    match value:
        case float():
            return math.isfinite(value)
        case dict():
            return all(map(_finite, value.values()))
        case list() | tuple():
            return all(map(_finite, value))
    return True


def _with(value: Any, word: Callable[[float], Number]) -> Any:
    match value:
        case float():
            return value if math.isfinite(value) else word(value)
        case dict():
            return {key: _with(item, word) for key, item in value.items()}
        case list() | tuple():
            return [_with(item, word) for item in value]
    return value


def _nearest(value: float) -> float:
    return math.copysign(sys.float_info.max, value)

"""The form of a leaf: its type, its shape, its kind of dtype. What passes is an array to calculate with.

NumPy is generous: it broadcasts, calls two empty arrays equal and counts True as 1. A grader must not be, so form is
settled here, once, before any number is looked at.
"""

from __future__ import annotations

import math
import sys
from typing import Any, Literal

import numpy as np

from mdl_grade.checks.failure import CheckFailed
from mdl_grade.checks.structure import Place, describe
from mdl_grade.records.evidence import NotFinite, WrongDtype, WrongShape, WrongType
from mdl_grade.records.numbers import Number, number

DTYPES = frozenset("?bBhHiIqQlLefdFD")
"""Bools, integers, float16 (which is refused by name), float32, float64 and their complex pairs."""

Precision = Literal["float64"]
"""What an author may demand of floating point; otherwise float32 is accepted, and given its own tolerance."""

_ACCEPTED = {"b": "b", "i": "iu", "u": "iu", "f": "f", "c": "c"}
_ACCEPTED_SCALARS = _ACCEPTED | {"f": "fiu", "c": "cfiu"}


def numeric(leaf: Place, where: object = "", dtype: Precision | None = None) -> tuple[Any, Any] | None:
    """Check the form of a leaf and return both sides as arrays, or None where numbers are not in question.

    A wanted array is met by an array of the same shape and kind of dtype: integers don't pass for floats, nor bools
    for anything else, nor float16 for more. A wanted number is met by a number or an array of shape (); there,
    an int passes for a float, as it does in Python. With `dtype` "float64", neither float32 nor complex64 passes.

    Raises
    ------
    CheckFailed
        With `WrongType`, `WrongShape` or `WrongDtype`.
    TypeError
        If the reference is of a kind that can't be compared.
    """
    want = to_array(leaf.want)
    if want is None:
        _same_class(leaf, where)
        return None
    got = to_array(leaf.got)
    number_for_array = want.ndim > 0 and not isinstance(leaf.got, np.ndarray)
    if got is None or number_for_array or (want.ndim == 0 and got.ndim > 0):
        raise _wrong_type(leaf, want, where)
    if got.shape != want.shape:
        raise CheckFailed(WrongShape(what=leaf.name, got=got.shape, expected=want.shape, case=str(where)), where)
    _same_kind(leaf.name, got, want, where)
    if dtype is not None:
        require_precision(leaf.name, got, dtype, where)
    if got.dtype == object and want.dtype.kind in "fc":
        got = np.asarray(to_float(leaf.got))
    return got, want


def _same_class(leaf: Place, where: object) -> None:
    classes = next((c for c in (str, bytes, set, range, type(None)) if isinstance(leaf.want, c)), None)
    if classes is None:
        raise TypeError(f"{leaf.name}: the reference gives {describe(leaf.want)}, which can't be compared")
    if not isinstance(leaf.got, classes):
        expected = describe(leaf.want)
        raise CheckFailed(WrongType(what=leaf.name, got=describe(leaf.got), expected=expected, case=str(where)), where)


def _wrong_type(leaf: Place, want: Any, where: object) -> CheckFailed:
    scalars = {"b": "a bool", "i": "an int", "u": "an int", "O": "an int"}
    expected = scalars.get(want.dtype.kind, "a number") if want.ndim == 0 else describe(want)
    return CheckFailed(WrongType(what=leaf.name, got=describe(leaf.got), expected=expected, case=str(where)), where)


def _same_kind(name: str, got: Any, want: Any, where: object) -> None:
    if want.dtype == np.float16:
        raise TypeError(f"{name}: the reference gives float16, which holds three digits: too few to compare by")
    accepted = (_ACCEPTED_SCALARS if want.ndim == 0 else _ACCEPTED).get(_kind(want), "")
    if _kind(got) not in accepted or got.dtype == np.float16:
        evidence = WrongDtype(what=name, got=_dtype_name(got), expected=_dtype_name(want), case=str(where))
        raise CheckFailed(evidence, where)


def _kind(array: Any) -> str:
    """Return the kind of dtype; ints too large for NumPy come as objects, and are ints all the same."""
    return "i" if array.dtype == object else str(array.dtype.kind)


def _dtype_name(array: Any) -> str:
    return "int" if array.dtype == object else str(array.dtype.name)


def to_array(value: Any) -> Any:
    """Return a number or an array of numbers as a base ndarray; None if `value` is neither."""
    if type(value) is np.ndarray:
        return value if value.dtype.char in DTYPES else None
    if isinstance(value, np.generic):
        return np.asarray(value) if value.dtype.char in DTYPES else None
    if isinstance(value, (bool, float, complex)):
        return np.asarray(value)
    if isinstance(value, int):
        return np.asarray(value, np.int64 if -(2**63) <= value < 2**63 else object)
    return None


def to_float(value: Any) -> float:
    """Return a real number as a float; an int beyond the range of floats becomes infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def require_precision(name: str, got: Any, dtype: Precision, where: object = "") -> None:
    """Fail with `WrongDtype` if an array of floating point is narrower than demanded."""
    if dtype != "float64":
        raise ValueError(f"the dtype that may be demanded is 'float64', not {dtype!r}")
    if is_narrow(got):
        expected = "complex128" if got.dtype.kind == "c" else dtype
        raise CheckFailed(WrongDtype(what=name, got=got.dtype.name, expected=expected, case=str(where)), where)


def is_narrow(array: Any) -> bool:
    """Tell whether an array is of single precision, seven digits."""
    return bool(array.dtype in (np.float32, np.complex64))


def as_held_by(got: Any, want: Any) -> Any:
    """Return a reference as the precision of an answer holds it.

    What is too small for float32 is zero in it; what is too large is whatever the answer has there that is not finite.
    """
    if not is_narrow(got) or is_narrow(want):
        return want
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        held = want.astype(got.dtype).astype(want.dtype)
    return np.where(np.isfinite(want) & ~np.isfinite(held) & ~np.isfinite(got), got, held)


def tensor(name: str, got: Any, shape: tuple[int, ...], where: object = "", dtype: Precision | None = None) -> Any:
    """Check that an answer is a finite real tensor of this shape, and return it, float32 or float64.

    Raises
    ------
    CheckFailed
        With `WrongType`, `WrongShape`, `WrongDtype` or `NotFinite`.
    """
    arrays = numeric(Place(name, got, np.broadcast_to(0.0, shape)), where, dtype)
    assert arrays is not None
    array = arrays[0] if arrays[0].dtype.kind == "f" else arrays[0].astype(np.float64)
    require_finite(name, array, ~np.isfinite(array), where)
    return array


def require_finite(name: str, got: Any, bad: Any, where: object = "") -> None:
    """Fail with `NotFinite` if any entry is marked `bad`."""
    if not bad.any():
        return
    index = first(bad)
    kind = "nan" if np.isnan(got[index]) else "inf" if np.iscomplexobj(got) else str(float(got[index]))
    evidence = NotFinite(what=name, got=kind, index=index, count=int(bad.sum()), size=int(got.size), case=str(where))
    raise CheckFailed(evidence, where)


def first(mask: Any) -> tuple[int, ...]:
    """Return the index of the first True entry."""
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(mask)), np.shape(mask)))


def shown(value: Any, digits: int = 3) -> Number:
    """Round a number for evidence. A complex one becomes text: JSON has no other way to say it."""
    if isinstance(value, (complex, np.complexfloating)):
        return f"{complex(value):.{digits}g}"
    return number(to_float(value), digits)


def magnitude(array: Any) -> float:
    """Return the largest modulus of the finite entries, 0 if there are none; never infinite."""
    with np.errstate(over="ignore", invalid="ignore"):
        largest = float(np.max(np.abs(array), initial=0.0))
        if not math.isfinite(largest):
            largest = float(np.max(np.abs(array[np.isfinite(array)]), initial=0.0))
    return min(largest, sys.float_info.max)


def series(name: str, got: Any, length: int, where: object = "") -> Any:
    """Check that an answer is a series of so many finite real numbers, and return it as an array of float64.

    An array of shape (length,) is one, and so is a list or tuple of numbers.

    Raises
    ------
    CheckFailed
        With `WrongType`, `WrongShape`, `WrongDtype` or `NotFinite`.
    """
    if isinstance(got, (list, tuple)):
        if len(got) != length:
            raise CheckFailed(WrongShape(what=name, got=(len(got),), expected=(length,), case=str(where)), where)
        if not all(type(item) in (float, np.float64) for item in got):
            got = [float(tensor(f"{name}[{i}]", item, (), where)) for i, item in enumerate(got)]
        got = np.array(got, np.float64)
    array = to_array(got)
    if array is not None and array.ndim == 1 and array.dtype.kind in "iu":
        got = array.astype(np.float64)
    return tensor(name, got, (length,), where).astype(np.float64)

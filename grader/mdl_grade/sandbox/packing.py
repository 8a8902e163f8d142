"""Python values to `wire` and back: copies both ways, capped in depth, number and bytes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from mdl_grade.sandbox.wire import (
    BigInt,
    Bytes,
    Code,
    Complex,
    Dict,
    Foreign,
    List,
    Nd,
    Ref,
    Rng,
    Slice,
    Tuple,
    Wire,
    WireError,
)

DTYPES = frozenset("?bBhHiIqQlLefdFD")
MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_INT_BITS = 4096
MAX_TEXT = 256 * 1024


# --- packing --------------------------------------------------------------------------------------------------------
class Packer:
    """Turns Python values into `Wire`, and collects the bytes of arrays, at most `cap` of them.

    Packing copies: what is packed is what the value was at that moment.
    """

    def __init__(self, cap: int = sys.maxsize) -> None:
        self.buffers: list[bytes] = []
        self._offset, self._text, self._nodes, self._cap = 0, 0, 0, cap

    def pack(self, value: Any, depth: int = 0) -> Wire:
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            return Foreign("data nested too deep or too large to send")
        kind = type(value)
        if kind is np.ndarray:
            return self._array(value, scalar=False)
        if value is None or kind is bool or kind is float:
            atom: Wire = value
            return atom
        if isinstance(value, np.generic):
            return self._array(np.asarray(value), scalar=True)
        if isinstance(value, (int, str, bytes, complex, float)):
            return self._atom(value)
        if isinstance(value, tuple):
            return Tuple([self.pack(item, depth + 1) for item in tuple.__iter__(value)])
        if isinstance(value, list):
            return List([self.pack(item, depth + 1) for item in list.__iter__(value)])
        if isinstance(value, dict):
            items = list(dict.items(value))
            return Dict([self._key(k) for k, _ in items], [self.pack(v, depth + 1) for _, v in items])
        return self._other(value)

    def _atom(self, value: Any) -> Wire:
        match value:
            case int():
                plain = int.__index__(value)
                if -(2**63) <= plain < 2**64:
                    return plain
                return BigInt(hex(plain)) if plain.bit_length() <= MAX_INT_BITS else Foreign("an enormous int")
            case float():
                return float.__float__(value)
            case complex():
                return Complex(value.real, value.imag)
            case bytes() if self._fits(len(value)):
                return Bytes(bytes(value))
            case str() if self._fits(len(value)):
                plain_text = str.__str__(value)
                return plain_text if _encodable(plain_text) else Foreign("a str with lone surrogates")
        return Foreign("a text too long to send")

    def _fits(self, size: int) -> bool:
        self._text += size
        return self._text <= MAX_TEXT

    def _key(self, key: Any) -> Wire:
        packed = self.pack(key, MAX_DEPTH - 2)
        return Foreign("an unusual key") if isinstance(packed, (List, Dict, Nd)) else packed

    def _array(self, array: np.ndarray[Any, Any], *, scalar: bool) -> Wire:
        if array.dtype.char not in DTYPES:
            return Foreign(f"an array of dtype {array.dtype.name}")
        if self._offset + array.nbytes > self._cap:
            return Foreign(f"an array of shape {array.shape}, too large to send")
        layout = _layout(array)
        offset, self._offset = self._offset, self._offset + array.nbytes
        self.buffers.append(array.tobytes(order="F" if layout == "F" else "C"))
        return Nd(array.dtype.newbyteorder("=").str, list(array.shape), offset, layout, scalar)

    def _other(self, value: Any) -> Wire:
        if isinstance(value, np.ndarray):
            return Foreign(f"an array of class {_class_name(value)}")
        return Foreign(describe(value))


class ProgramPacker(Packer):
    """Packs what a program is made of as well: references to steps, slices, Generators, functions as source."""

    def _other(self, value: Any) -> Wire:
        match value:
            case Ref() | Code():
                return value
            case slice():
                return Slice(value.start, value.stop, value.step)
            case np.random.Generator():
                return Rng(self.pack(value.bit_generator.state))
        raise TypeError(f"{describe(value)} can't be part of a program")


def _layout(array: np.ndarray[Any, Any]) -> str:
    if array.flags.c_contiguous:
        return "C"
    return "F" if array.flags.f_contiguous else "S"


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _class_name(value: Any) -> str:
    name = type.__dict__["__name__"].__get__(type(value))
    return name.encode("ascii", "backslashreplace").decode()[:100] if isinstance(name, str) else "?"


def describe(value: Any) -> str:
    """Name the class of something that can't be sent, without asking the thing itself."""
    name = _class_name(value)
    if isinstance(value, type):
        return "a class"
    article = "an" if name[:1].lower() in "aeiou" else "a"
    known = {"generator": "a generator", "function": "a function", "builtin_function_or_method": "a function"}
    if name in known:
        return known[name]
    builtin = type.__dict__["__module__"].__get__(type(value)) in ("builtins", "numpy")
    return f"{article} {name}" if builtin else f"an object of class {name}"


# --- unpacking ------------------------------------------------------------------------------------------------------
class Unpacker:
    """Turns `Wire` back into values; every array is a fresh, writable copy of the bytes it names.

    Parts of programs (references, functions, Generators, slices) are only made where there are `results` of earlier
    steps, that is inside a program: never from what a worker sends back.
    """

    def __init__(self, data: bytes | memoryview, results: Sequence[Any] | None = None) -> None:
        self._data, self._results = memoryview(data), results

    def unpack(self, wire: Wire) -> Any:
        match wire:
            case None | bool() | int() | float() | str() | Foreign():
                return wire
            case Bytes():
                return wire.value
            case Nd():
                return self._array(wire)
            case Tuple():
                return tuple([self.unpack(item) for item in wire.items])
            case List():
                return [self.unpack(item) for item in wire.items]
            case Ref() if self._results is not None:
                return self._results[wire.step]
            case Dict():
                return self._dict(wire)
            case Complex():
                return complex(wire.real, wire.imag)
            case BigInt():
                return _big(wire.hexadecimal)
        return self._part_of_program(wire)

    def _part_of_program(self, wire: Wire) -> Any:
        if self._results is None:
            raise WireError("a part of a program where a value was due")
        match wire:
            case Slice():
                return slice(wire.start, wire.stop, wire.step)
            case Rng():
                generator = np.random.Generator(np.random.PCG64(0))
                generator.bit_generator.state = self.unpack(wire.state)
                return generator
            case Code():
                return function_from(wire, self.unpack(wire.constants))
        raise WireError("an unknown kind of value")

    def _dict(self, wire: Dict) -> dict[Any, Any]:
        if len(wire.keys) != len(wire.values):
            raise WireError("a dict with more keys than values")
        keys = [self.unpack(key) for key in wire.keys]
        try:
            return dict(zip(keys, map(self.unpack, wire.values), strict=True))
        except TypeError:
            raise WireError("an unhashable key") from None

    def _array(self, wire: Nd) -> Any:
        if (
            len(wire.dtype) < 2
            or wire.dtype[0] not in "<>=|"
            or len(wire.shape) > MAX_DEPTH
            or min(wire.shape, default=0) < 0
        ):
            raise WireError("an array with an impossible dtype or shape")
        try:
            dtype = np.dtype(wire.dtype)
        except (TypeError, ValueError):
            raise WireError("an unknown dtype") from None
        size = dtype.itemsize
        for n in wire.shape:
            size *= n
        if dtype.char not in DTYPES or not 0 <= wire.offset <= wire.offset + size <= len(self._data):
            raise WireError("an array that its message does not hold")
        flat = np.frombuffer(self._data[wire.offset : wire.offset + size], dtype)
        array = flat.reshape(wire.shape, order="F" if wire.layout == "F" else "C").copy(order="K")
        if wire.scalar:
            return array[()]
        return strided(array) if wire.layout == "S" else array


def strided(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return an equal array whose entries do not lie next to each other in memory."""
    if array.ndim == 0:
        return array
    spread = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)
    spread[..., ::2] = array
    return spread[..., ::2]


def function_from(code: Code, constants: Any) -> Any:
    """Make the function that travelled as source, in a namespace of its own."""
    namespace: dict[str, Any] = {"np": np, **(constants or {})}
    exec(compile(code.source, f"<{code.name}>", "exec"), namespace)  # noqa: S102 (source from trusted suites alone)
    return namespace[code.name]


def _big(hexadecimal: str) -> int:
    if len(hexadecimal) > MAX_INT_BITS // 4 + 4:
        raise WireError("an enormous int")
    try:
        return int(hexadecimal, 16)
    except ValueError:
        raise WireError("a malformed int") from None

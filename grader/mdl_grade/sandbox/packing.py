"""Python values to `wire` and back: copies both ways, capped in depth, number and bytes."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Mapping, Sequence
from types import GeneratorType
from typing import Any

import numpy as np

from mdl_grade.sandbox.wire import (
    BigInt,
    Bytes,
    Complex,
    Dict,
    Foreign,
    List,
    Nd,
    Range,
    Set,
    Tuple,
    Wire,
    WireError,
    Yielded,
)

DTYPES = frozenset("?bBhHiIqQlLefdFD")
NATIVE: Mapping[str, np.dtype[Any]] = {name: np.dtype(name) for name in sorted(np.dtype(char).str for char in DTYPES)}
"""What dtypes are called on the wire; there are no others."""
MAX_DEPTH = 32
KEY_DEPTH = 3
"""A key may nest this deep, however deep its dict is."""
MAX_NODES = 200_000
MAX_INT_BITS = 4096
MAX_TEXT = 256 * 1024
MAX_COMPOUND_KEYS = 1000
"""Tuples, complex numbers and ints beyond 64 bits can be made to share one hash: a dict of n of them takes n² steps."""
YIELDING = (GeneratorType, map, zip, filter, enumerate)
"""What arrives as the items that it yields."""
MAX_UNPACKED = 64 << 20
"""Bytes that all arrays of one reply may take in memory: the 32 MiB that a frame may carry, strided."""


class Generated(list[Any]):
    """What a generator yielded, as it arrives: a list that is not taken for one."""

    description = "a generator"


# --- packing --------------------------------------------------------------------------------------------------------
class Packer:
    """Turns Python values into `Wire`, and collects the bytes of arrays, at most `cap` of them.

    Packing copies: what is packed is what the value was at that moment.
    """

    def __init__(self, cap: int = sys.maxsize) -> None:
        self.buffers: list[bytes] = []
        self._offset, self._text, self._nodes, self._compound_keys, self._cap = 0, 0, 0, 0, cap

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
        if isinstance(value, (set, frozenset)):
            return self._set(value)
        if isinstance(value, range):
            return _range(value)
        return self._other(value, depth)

    def _set(self, value: Any) -> Wire:
        iterate = set.__iter__ if isinstance(value, set) else frozenset.__iter__
        return Set([self._key(item) for item in iterate(value)])

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
        packed = self.pack(key, MAX_DEPTH + 1 - KEY_DEPTH)
        if _is_compound(packed):
            self._compound_keys += 1
        return packed if _is_key(packed) and self._compound_keys <= MAX_COMPOUND_KEYS else Foreign("an unusual key")

    def _array(self, array: np.ndarray[Any, Any], *, scalar: bool) -> Wire:
        if array.dtype.char not in DTYPES:
            return Foreign(f"an array of dtype {array.dtype.name}")
        if self._offset + array.nbytes > self._cap:
            return Foreign(f"an array of shape {array.shape}, too large to send")
        layout = _layout(array)
        native = array.astype(array.dtype.newbyteorder("="), copy=False)
        offset = self._place(native.tobytes(order="F" if layout == "F" else "C"))
        return Nd(native.dtype.str, list(array.shape), offset, layout, scalar)

    def _place(self, content: bytes) -> int:
        """Add bytes to the buffers, and return where they begin."""
        offset, self._offset = self._offset, self._offset + len(content)
        self.buffers.append(content)
        return offset

    def _other(self, value: Any, depth: int) -> Wire:
        if isinstance(value, np.ndarray):
            return Foreign(f"an array of class {class_name(value)}")
        return Foreign(describe(value))


class ReplyPacker(Packer):
    """Packs what comes of a program: a generator is run, and what it yields is sent."""

    def _other(self, value: Any, depth: int) -> Wire:
        if not isinstance(value, YIELDING):
            return super()._other(value, depth)
        items = []
        for item in value:
            items.append(self.pack(item, depth + 1))
            if self._nodes > MAX_NODES:
                return Foreign("a generator without an end")
        return Yielded(items)


def _range(value: range) -> Wire:
    ends = value.start, value.stop, value.step
    small = all(-(2**62) <= n < 2**62 for n in ends) and len(value) <= MAX_NODES
    return Range(*ends) if small else Foreign("a range too long to send")


def _layout(array: np.ndarray[Any, Any]) -> str:
    if array.flags.c_contiguous:
        return "C"
    return "F" if array.flags.f_contiguous else "S"


def _is_key(packed: Wire) -> bool:
    """Tell whether a dict on the other side can have this key, and no other key can come to equal it."""
    match packed:
        case Tuple():
            return all(_is_key(item) for item in packed.items)
        case Nd():
            return packed.scalar
    return not isinstance(packed, (List, Dict, Set, Yielded, Foreign))


def _is_compound(packed: Wire) -> bool:
    return isinstance(packed, (Tuple, Range, Complex, BigInt)) or (isinstance(packed, Nd) and "c" in packed.dtype)


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def class_name(value: Any) -> str:
    name = type.__dict__["__name__"].__get__(type(value))
    return name.encode("ascii", "backslashreplace").decode()[:100] if isinstance(name, str) else "?"


def describe(value: Any) -> str:
    """Name the class of something that can't be sent, without asking the thing itself."""
    name = class_name(value)
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
    """Turns `Wire` back into values; every array is a fresh, writable copy of the bytes it names."""

    def __init__(self, data: bytes | memoryview) -> None:
        self._data = memoryview(data)
        self._taken, self._compound_keys = 0, 0

    def unpack(self, wire: Wire, depth: int = 0) -> Any:
        """Return the value that `wire` stands for.

        Raises
        ------
        WireError
            If a value is malformed, nested deeper or larger than a `Packer` would make it, or part of a program.
        """
        if depth > MAX_DEPTH + KEY_DEPTH:
            raise WireError("data nested too deep")
        if type(wire) is Nd:  # most of what crosses
            return self._array(wire)
        match wire:
            case None | bool() | int() | float() | str() | Foreign():
                return wire
            case Bytes():
                return wire.value
            case Tuple():
                return tuple([self.unpack(item, depth + 1) for item in wire.items])
            case List():
                return [self.unpack(item, depth + 1) for item in wire.items]
            case Dict():
                return self._dict(wire, depth + 1)
            case Set():
                return set(self._keys(wire.items, depth + 1))
            case Range():
                return self._range(wire)
            case Yielded():
                return Generated([self.unpack(item, depth + 1) for item in wire.items])
            case Complex():
                return complex(wire.real, wire.imag)
            case BigInt():
                return _big(wire.hexadecimal)
        return self._part_of_program(wire)

    def _part_of_program(self, wire: Wire) -> Any:
        raise WireError("a part of a program where a value was due")

    def _dict(self, wire: Dict, depth: int) -> dict[Any, Any]:
        if len(wire.keys) != len(wire.values):
            raise WireError("a dict with more keys than values")
        keys = self._keys(wire.keys, depth)
        return {key: self.unpack(value, depth) for key, value in zip(keys, wire.values, strict=True)}

    def _keys(self, wires: Sequence[Wire], depth: int) -> list[Any]:
        """Return the keys of a dict, or the members of a set."""
        self._compound_keys += sum(map(_is_compound, wires))
        if self._compound_keys > MAX_COMPOUND_KEYS:
            raise WireError("too many compound keys")
        keys = [self.unpack(key, depth) for key in wires]
        try:
            made = dict.fromkeys(keys)
        except TypeError:
            raise WireError("an unhashable key") from None
        if len(made) < len(keys) and not any(isinstance(key, Foreign) for key in keys):
            raise WireError("the same key twice")
        return keys

    def _range(self, wire: Range) -> range:
        if not wire.step or abs(wire.stop - wire.start) // abs(wire.step) > MAX_NODES:
            raise WireError("a range without a step, or too long")
        return range(wire.start, wire.stop, wire.step)

    def _array(self, wire: Nd) -> Any:
        dtype = NATIVE.get(wire.dtype)
        if dtype is None or len(wire.shape) > MAX_DEPTH or min(wire.shape, default=0) < 0:
            raise WireError("an array with an impossible dtype or shape")
        if wire.layout not in ("C", "F", "S") or (wire.scalar and wire.shape):
            raise WireError("an array with an impossible layout")
        size = dtype.itemsize * math.prod(wire.shape)
        if not size and 2 * dtype.itemsize * math.prod(n or 1 for n in wire.shape) > sys.maxsize:
            raise WireError("an array that no memory could hold")
        if not 0 <= wire.offset <= wire.offset + size <= len(self._data):
            raise WireError("an array that its message does not hold")
        self._take(2 * size if wire.layout == "S" else size)
        if not size:
            array = np.empty(wire.shape, dtype, "F" if wire.layout == "F" else "C")
        elif wire.layout == "F":
            array = np.ndarray(wire.shape, dtype, self._data, wire.offset, order="F").copy("F")
        else:
            array = np.ndarray(wire.shape, dtype, self._data, wire.offset).copy()
        if wire.scalar:
            return array[()]
        return strided(array) if wire.layout == "S" else array

    def _take(self, size: int) -> None:
        """Count the memory of arrays: a reply may name the same bytes many thousand times."""
        self._taken += size
        if self._taken > MAX_UNPACKED:
            raise WireError("arrays that overlap, and take too much memory")


def strided(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return an equal array whose entries do not lie next to each other in memory."""
    if array.ndim == 0:
        return array
    spread = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)
    spread[..., ::2] = array
    return spread[..., ::2]


def _big(hexadecimal: str) -> int:
    if len(hexadecimal) > MAX_INT_BITS // 4 + 4:
        raise WireError("an enormous int")
    if not re.fullmatch("-?0x[0-9a-f]+", hexadecimal):
        raise WireError("a malformed int")
    return int(hexadecimal, 16)

"""Values as Python that makes them again, to the last bit: what a report shows under "To try it"."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


class Unwritable(ValueError):
    """There is no short expression for a value."""


def literal(value: Any) -> str:
    """Return a Python expression for a value, with `np` for NumPy.

    Dtypes, shapes and layouts in memory are those of the value; a Generator is shown by the seed that made it.

    Raises
    ------
    Unwritable
        If it is none of numbers, text, arrays and what holds them, or a Generator that was used since it was made.
    """
    match value:
        case np.ndarray():
            return _array(value)
        case np.generic():
            return f"np.{type(value).__name__}({literal(value.item())})"
        case float() if not math.isfinite(value):
            return f"float({str(value)!r})"
        case complex() if not (math.isfinite(value.real) and math.isfinite(value.imag)):
            return f"complex({literal(value.real)}, {literal(value.imag)})"
        case dict():
            return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(literal, value)) + "]"
        case tuple():
            return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
        case set():
            return "{" + ", ".join(sorted(map(literal, value))) + "}" if value else "set()"
        case np.random.Generator():
            return _generator(value)
        case None | bool() | int() | float() | complex() | str() | bytes() | range() | slice():
            return repr(value)
    raise Unwritable(type(value).__name__)


def _array(array: Any) -> str:
    if type(array) is not np.ndarray or array.dtype.kind not in "biufc":
        raise Unwritable(f"an array of dtype {array.dtype.name}")
    dtype = "" if array.dtype in (np.float64, np.int64, np.bool_) else f", dtype=np.{array.dtype.name}"
    if not array.size:
        return f"np.zeros({array.shape}{dtype or ', dtype=np.' + array.dtype.name})"
    text = f"np.array({literal(array.tolist())}{dtype})"
    if array.flags.c_contiguous:
        return text
    return f"np.asfortranarray({text})" if array.flags.f_contiguous else f"np.repeat({text}, 2, axis=-1)[..., ::2]"


def _generator(rng: np.random.Generator) -> str:
    bits = rng.bit_generator
    seed = getattr(bits.seed_seq, "entropy", None)
    made = getattr(np.random, type(bits).__name__, None)
    if seed is None or made is None or repr(made(seed).state) != repr(bits.state):
        raise Unwritable("a Generator that was used since it was made")
    if made is np.random.PCG64:
        return f"np.random.default_rng({literal(seed)})"
    return f"np.random.Generator(np.random.{made.__name__}({literal(seed)}))"

"""Walks an answer along its reference: tuples item by item, dicts key by key, down to the leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from mdl_grade.checks.failure import CheckFailed
from mdl_grade.records.evidence import WrongType

MAX_KEYS_TOLD = 6
MAX_KEY_LENGTH = 40


class Place(Struct, frozen=True):
    """One value of an answer beside the reference's: `name` is "dW", "result[0]" or "layers[1].W"."""

    name: str
    got: Any
    want: Any


def leaves(got: Any, want: Any, *, names: Sequence[str] = (), where: object = "") -> list[Place]:
    """Pair the leaves of an answer with those of the reference.

    Parameters
    ----------
    got : plain data
        The answer.
    want : plain data
        The reference, whose structure is followed. A list passes for a tuple, and a tuple for a list.
    names : sequence of str
        What the items of a tuple are called; or a single name for the whole. Names that don't fit are not used.
    where : object
        The case that the answer belongs to.

    Raises
    ------
    CheckFailed
        With `WrongType`, where the structures differ.
    """
    if isinstance(want, (tuple, list)) and len(names) == len(want) > 0:
        items = _items("result", got, want, where)
        return [leaf for name, (_, g, w) in zip(names, items, strict=True) for leaf in _leaves(name, g, w, where)]
    root = names[0] if len(names) == 1 else ""
    return list(_leaves(root, got, want, where))


def _leaves(name: str, got: Any, want: Any, where: object) -> Iterator[Place]:
    if isinstance(want, (tuple, list)):
        parts = _items(name or "result", got, want, where)
    elif isinstance(want, dict):
        parts = _entries(name, got, want, where)
    else:
        yield Place(name or "result", got, want)
        return
    for part, g, w in parts:
        yield from _leaves(part, g, w, where)


def _items(name: str, got: Any, want: Any, where: object) -> list[tuple[str, Any, Any]]:
    alike = isinstance(got, (tuple, list)) and _yielded(got) == _yielded(want)
    if not alike or len(got) != len(want):
        raise CheckFailed(WrongType(what=name, got=describe(got), expected=describe(want), case=str(where)), where)
    return [(f"{name}[{i}]", g, w) for i, (g, w) in enumerate(zip(got, want, strict=True))]


def _yielded(value: Any) -> str:
    """Return how a list describes itself that came out of a generator; "" for others."""
    description = getattr(value, "description", "")
    return description if isinstance(description, str) else ""


def _entries(name: str, got: Any, want: dict[Any, Any], where: object) -> list[tuple[str, Any, Any]]:
    what = name or "result"
    if not isinstance(got, dict):
        raise CheckFailed(WrongType(what=what, got=describe(got), expected=describe(want), case=str(where)), where)
    missing, extra = [k for k in want if k not in got], [k for k in got if k not in want]
    if missing or extra:
        told = [f"without {_keys(missing)}"] * bool(missing) + [f"with the extra {_keys(extra)}"] * bool(extra)
        evidence = WrongType(what=what, got=f"a dict {', '.join(told)}", expected=describe(want), case=str(where))
        raise CheckFailed(evidence, where)
    return [(_entry(name, key), got[key], w) for key, w in want.items()]


def _entry(name: str, key: Any) -> str:
    if not name or name == key:
        return str(key)
    return f"{name}.{key}" if isinstance(key, str) and key.isidentifier() else f"{name}[{key!r}]"


# --- in words -------------------------------------------------------------------------------------------------------
def describe(value: Any) -> str:
    """Say what a value is, as a noun phrase: "a float", "an array of shape (3, 2)", "a tuple of 3 arrays".

    Values that are not plain data describe themselves by an attribute `description`, if it is a str.
    """
    match value:
        case None:
            return "None"
        case np.ndarray() if type(value) is np.ndarray:
            odd = f" and dtype {value.dtype.name}" if value.dtype.kind not in "biufc" else ""
            return f"an array of shape {value.shape}{odd}"
        case bool() | np.bool_():
            return "a bool"
        case int() | np.integer():
            return "an int"
        case float() | np.floating():
            return "a float"
        case complex() | np.complexfloating():
            return "a complex number"
        case str():
            return "a str"
        case bytes():
            return "bytes"
        case range():
            return "a range"
        case tuple() | list() | dict() | set():
            return _container(value)
    description = getattr(value, "description", None)
    return description if isinstance(description, str) else f"an object of class {type(value).__name__}"


def _container(value: tuple[Any, ...] | list[Any] | dict[Any, Any] | set[Any]) -> str:
    kind = next(kind.__name__ for kind in (tuple, list, dict, set) if isinstance(value, kind))
    kind = _yielded(value).removeprefix("a ") or kind
    if not value:
        return f"an empty {kind}"
    if isinstance(value, dict):
        return f"a dict with {_keys(list(value))}"
    nouns = {_noun(item) for item in value}
    noun = nouns.pop() if len(nouns) == 1 else "item"
    return f"a {kind} of {len(value)} {noun}{'s' * (len(value) > 1)}"


def _noun(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return "array"
    if isinstance(value, (int, float, complex, np.number)) and not isinstance(value, bool):
        return "number"
    return next((t.__name__ for t in (bool, str, tuple, list, dict) if isinstance(value, t)), "item")


def _keys(keys: list[Any]) -> str:
    told = ", ".join(repr(key)[:MAX_KEY_LENGTH] for key in keys[:MAX_KEYS_TOLD])
    more = f" and {len(keys) - MAX_KEYS_TOLD} more" if len(keys) > MAX_KEYS_TOLD else ""
    return f"key{'s' * (len(keys) > 1)} {told}{more}"

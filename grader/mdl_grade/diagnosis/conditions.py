"""What calls have in common: a clause on their inputs that holds in some of them and in no other."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdl_grade.diagnosis.probes import Probe

FEW = 3
ENOUGH = {2: 2, 3: 3}
"""Calls of either kind that it takes before a condition of such a rank is said: others hold by chance."""


@dataclass(frozen=True)
class Condition:
    """A clause about a call, and whether it holds; `rank` says how far-fetched it is.

    `negation` is the clause that says the contrary, for those that say what is not there.
    """

    text: str
    test: Callable[[Probe], bool]
    rank: int
    negation: str = ""

    def holds(self, probe: Probe) -> bool:
        """Tell whether it holds in a call; if it can't be asked there, it doesn't."""
        try:
            return bool(self.test(probe))
        except (TypeError, KeyError, ValueError):
            return False


def dividing(probes: Sequence[Probe], right: Sequence[bool]) -> Condition | None:
    """Return the simplest condition that holds in the right calls and in no other; None if none does, or several do."""
    fewest = min(sum(right), len(right) - sum(right))
    found = [
        condition
        for condition in _conditions(probes)
        if fewest >= ENOUGH.get(condition.rank, 1)
        and all(condition.holds(probe) == r for probe, r in zip(probes, right, strict=True))
    ]
    best = [condition for condition in found if condition.rank == min(c.rank for c in found)]
    return best[0] if len(best) == 1 else None


def _conditions(probes: Sequence[Probe]) -> Iterator[Condition]:
    """Yield conditions on words, numbers, arrays and lists that the calls have in common."""
    for name in _names(probes):
        values = [_of(probe, name) for probe in probes]
        if all(isinstance(value, str | bool) for value in values):
            yield from (
                Condition(f"{name} is {v!r}", _on(name, partial(operator.eq, v)), 0) for v in dict.fromkeys(values)
            )
        elif all(map(_is_number, values)):
            yield from _of_numbers(name, sorted(set(values)))
        elif all(isinstance(value, np.ndarray) for value in values):
            yield from _of_arrays(name, values)
        elif all(isinstance(value, list | tuple) for value in values):
            yield from _of_lists(name, values)
        elif all(_is_number(value) or isinstance(value, np.ndarray) for value in values):
            yield from (Condition(f"nothing in {name} {text}", _on(name, test), 2) for text, test in _NOTHING.items())
    yield from _of_labels(probes)
    whole = [n for n in _names(probes) if all(isinstance(_of(p, n), int) and _is_number(_of(p, n)) for p in probes)]
    for one, other in combinations(whole, 2):
        yield Condition(f"{one} = {other}", _on_both(one, other, operator.eq), 2)


def _on(name: str, test: Callable[[Any], Any]) -> Callable[[Probe], bool]:
    return lambda probe: bool(test(_of(probe, name)))


def _on_both(one: str, other: str, test: Callable[[Any, Any], Any]) -> Callable[[Probe], bool]:
    return lambda probe: bool(test(_of(probe, one), _of(probe, other)))


def _of_numbers(name: str, values: Sequence[Any]) -> Iterator[Condition]:
    for value in values:
        if value in (0, 1):
            yield Condition(f"{name} = {value:g}", _on(name, partial(operator.eq, value)), 0)
    if all(isinstance(value, int) for value in values):
        yield Condition(f"{name} is even", _on(name, lambda x: x % 2 == 0), 2)
    else:
        yield Condition(f"{name} > 0", _on(name, lambda x: x > 0), 1)
        yield Condition(f"{name} is a whole number", _on(name, lambda x: x % 1 == 0), 2)
    for one, other in pairwise(values):
        yield Condition(f"{name} is at most {one:g}", _on(name, partial(operator.ge, one)), 3)
        yield Condition(f"{name} is at least {other:g}", _on(name, partial(operator.le, other)), 3)


def _of_lists(name: str, lists: Sequence[Sequence[Any]]) -> Iterator[Condition]:
    lengths = sorted({len(items) for items in lists})
    for n in [n for n in lengths if n <= FEW]:
        yield Condition(f"{name} has {count_of(n, 'entry', 'entries')}", _on(name, partial(_has, n)), 2)
        if n > lengths[0]:
            yield Condition(f"{name} has no more than {n} entries", _on(name, partial(_has_at_most, n)), 2)
    dicts = [item for items in lists for item in items if isinstance(item, dict)]
    for key in dict.fromkeys(key for item in dicts for key in item):
        for value in dict.fromkeys(item[key] for item in dicts if isinstance(item.get(key), str | bool)):
            yield Condition(f"no entry of {name} has {key} {value!r}", _on(name, partial(_has_none, key, value)), 1)


def _has(n: int, items: Sequence[Any]) -> bool:
    return len(items) == n


def _has_at_most(n: int, items: Sequence[Any]) -> bool:
    return len(items) <= n


def _has_none(key: str, value: Any, items: Sequence[Any]) -> bool:
    return all(item.get(key) != value for item in items)


def _of_arrays(name: str, arrays: Sequence[NDArray[Any]]) -> Iterator[Condition]:
    for axes in sorted({x.ndim for x in arrays}):
        yield Condition(f"{name} has {count_of(axes, 'axis', 'axes')}", _on(name, partial(_has_axes, axes)), 1)
    for axis in range(max(x.ndim for x in arrays)):
        text = f"axis {axis} of {name} has length 1"
        yield Condition(text, _on(name, partial(_is_flat, axis)), 1)
    for text, (test, rank) in _KINDS.items():
        yield Condition(f"{name} {text}", _on(name, test), rank)


def _of_labels(probes: Sequence[Probe]) -> Iterator[Condition]:
    """Yield conditions on arrays of whole numbers that are counted up to an argument: labels of K classes."""
    names = _names(probes)
    limits: dict[tuple[int, ...], str] = {}  # one name for each: what an argument says is said as well by a size
    for n in reversed(names):
        if all(isinstance(_of(p, n), int) and _is_number(_of(p, n)) for p in probes):
            limits.setdefault(tuple(_of(p, n) for p in probes), n)
    for name in [n for n in names if all(_is_whole(_of(p, n)) for p in probes)]:
        for limit in limits.values():
            for told, test, rank in (("", operator.ne, 2), (" or more", operator.lt, 1)):
                text = f"entry of {name} is {limit}{told}"
                yield Condition(f"no {text}", _on_both(name, limit, partial(_everywhere, test)), rank, f"an {text}")


def _everywhere(test: Callable[[Any, Any], Any], x: Any, n: Any) -> bool:
    return bool(np.all(test(x, n)))


def _is_whole(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "iu"


def _has_axes(axes: int, x: NDArray[Any]) -> bool:
    return x.ndim == axes


def _is_flat(axis: int, x: NDArray[Any]) -> bool:
    return x.shape[axis : axis + 1] == (1,)


_KINDS: Mapping[str, tuple[Callable[[NDArray[Any]], Any], int]] = {
    "is square": (lambda x: x.ndim > 1 and x.shape[-1] == x.shape[-2], 1),
    "is not square": (lambda x: x.ndim > 1 and x.shape[-1] != x.shape[-2], 1),
    "has no negative entries": (lambda x: np.all(x >= 0), 2),
    "has no zeros": (lambda x: np.all(x != 0), 2),
    "is symmetric": (lambda x: np.array_equal(x, x.T), 2),
    "holds integers": (lambda x: x.dtype.kind in "iu", 2),
}
_NOTHING: Mapping[str, Callable[[Any], Any]] = {
    "is negative": lambda x: np.all(x >= 0),
    "is 0": lambda x: np.all(x != 0),
}
"""For what is a number in some calls, and an array in others."""


def _names(probes: Sequence[Probe]) -> list[str]:
    names = dict.fromkeys(name for p in probes for name in (*p.sizes, *p.inputs))
    return [n for n in names if all(n in p.sizes or n in p.inputs for p in probes)]


def _of(probe: Probe, name: str) -> Any:
    """Return an argument or, if none is called so, a size: a row may hold what an argument is only drawn about."""
    return probe.inputs[name] if name in probe.inputs else probe.sizes[name]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def count_of(n: int, one: str, many: str) -> str:
    """Return a number of things: "1 axis", "3 axes"."""
    return f"{n} {one if n == 1 else many}"

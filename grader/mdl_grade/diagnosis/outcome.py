"""What an answer made of one program, in a form that can be compared: named tensors, facts, or an exception."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from mdl_grade.checks.comparison import SAME_RTOL, same_value
from mdl_grade.checks.form import to_float
from mdl_grade.sandbox import wire
from mdl_grade.suite.runner import Exchange, Reply, values


@dataclass(frozen=True)
class Leaf:
    """One tensor of a result: number of the case, path inside the case's result, value."""

    case: int
    path: tuple[str, ...]
    value: Any
    beside: float = 0.0
    """The largest number of the list that it stands in: as in an array, it is rounding that is small beside it."""


@dataclass(frozen=True)
class Outcome:
    """Either leaves and facts, or an exception."""

    leaves: tuple[Leaf, ...] = ()
    facts: tuple[wire.Fact, ...] = ()
    exception: str = ""
    kind: str = ""
    """Class of the exception."""
    step: int = -1
    own_words: bool = False
    """Whether the program raises it itself, so that its text is a matter of taste."""

    @property
    def beyond_a_list(self) -> bool:
        """Whether it is an index that a list does not have: an array would have told the index, too."""
        return self.kind == "IndexError" and self.exception.endswith("index out of range")

    @cached_property
    def by_place(self) -> Mapping[tuple[int, tuple[str, ...]], Any]:
        """The values, by case and path."""
        return {(leaf.case, leaf.path): leaf.value for leaf in self.leaves}

    @cached_property
    def scales(self) -> Mapping[tuple[str, ...], float]:
        """For every path the largest single number that any case has there, or in a list around it."""
        scales: dict[tuple[str, ...], float] = {}
        for leaf in self.leaves:
            if isinstance(leaf.value, float) and np.isfinite(leaf.value):
                scales[leaf.path] = max(scales.get(leaf.path, 0.0), abs(float(leaf.value)), leaf.beside)
        return scales

    @cached_property
    def has_whole_numbers(self) -> bool:
        return any(_is_whole(leaf.value) for leaf in self.leaves)

    def held_as(self, right: Outcome) -> Outcome:
        """Make floats of the whole numbers that stand where the right outcome has floats: there, an int passes."""
        if not self.has_whole_numbers:
            return self
        floats = {place for place, value in right.by_place.items() if isinstance(value, float)}
        leaves = [
            replace(leaf, value=to_float(leaf.value))
            if _is_whole(leaf.value) and (leaf.case, leaf.path) in floats
            else leaf
            for leaf in self.leaves
        ]
        return replace(self, leaves=tuple(leaves))


RAISING = re.compile(r"(?:^|: *)raise\b")
"""A line of source that raises by itself, behind a condition perhaps."""


def outcome(exchange: Exchange, reply: Reply | None = None) -> Outcome:
    """Return what came of a program: in the exchange itself, or in another answer's `reply` to it."""
    reply = reply or exchange.reply
    message = reply.message
    if isinstance(message, wire.Raised):
        text = f"{message.step} {message.exception} {message.text}"
        return Outcome((), (), text, message.exception, message.step, bool(RAISING.search(message.source)))
    result = exchange.recording.fill(values(exchange.recording, reply))
    by_case = result if exchange.cases else [result]
    if not exchange.sameness.plain:
        by_case = [exchange.sameness.named(item, exchange.returns) for item in by_case]
    return Outcome(tuple(leaf for i, item in enumerate(by_case) for leaf in _leaves(i, (), item)), tuple(message.facts))


def plain_outcome(value: Any) -> Outcome | None:
    """Return what came of a call that returned `value`, in the learner's words; None if it is no plain data."""
    return Outcome(tuple(_leaves(0, (), value))) if _is_plain(value) else None


def _is_plain(value: Any) -> bool:
    kind = type(value)
    if kind is tuple or kind is list:
        return all(map(_is_plain, value))
    if kind is dict:
        return all(type(key) is str and _is_plain(item) for key, item in value.items())
    if kind is np.ndarray or isinstance(value, np.generic):
        return value.dtype.char in "?bBhHiIqQlLfd"
    return value is None or kind is float or kind is bool or (kind is int and abs(value) < 2**63)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def same(one: Outcome, other: Outcome, rtol: float = SAME_RTOL, noise: float = 0.0) -> bool:
    """Tell whether two outcomes are the same numbers, facts and exception; single ones may differ by noise."""
    if one.exception or other.exception:
        freely = (one.own_words and other.own_words) or one.beyond_a_list or other.beyond_a_list
        return one.exception == other.exception or (freely and (one.kind, one.step) == (other.kind, other.step))
    return one.facts == other.facts and next(iter(differing(one, other, rtol, noise)), None) is None


def differing(
    one: Outcome, other: Outcome, rtol: float = SAME_RTOL, noise: float = 0.0
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield case and path of the leaves that are not the same in both.

    A single number is rounding noise beside what stands at its path in other cases: 1e-11 beside 0.5.
    """
    left, right = one.by_place, other.by_place
    for place in dict.fromkeys([*left, *right]):
        if place not in left or place not in right:
            yield place
        elif not same_value(left[place], right[place], rtol):
            scale = max(one.scales.get(place[1], 0.0), other.scales.get(place[1], 0.0))
            if not _noise(left[place], right[place], max(rtol * scale, noise)):
                yield place


def _noise(one: Any, other: Any, most: float) -> bool:
    plain = isinstance(one, float) and isinstance(other, float)
    return plain and bool(abs(one - other) <= most)


def identical(one: Any, other: Any) -> bool:
    """Tell whether two results are the same, bit for bit."""
    if type(one) is not type(other):
        return False
    match one:
        case np.ndarray():
            return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind in "fc")
        case list() | tuple():
            return len(one) == len(other) and all(map(identical, one, other))
        case dict():
            return one.keys() == other.keys() and all(identical(item, other[key]) for key, item in one.items())
    return bool(one == other) or (one != one and other != other)  # NaN


def spoilt_within(one: Any, other: Any, right: Any) -> bool:
    """Tell whether `one` is wrong only in entries in which `other` is wrong, too; of another form, everything is."""
    if same_value(other, right):
        return False
    shapes = {np.shape(x) for x in (one, other, right)}
    if len(shapes) > 1 or any(np.asarray(x).dtype.kind not in "fiub" for x in (one, other, right)):
        return True
    x, y, z = np.asarray(one, float), np.asarray(other, float), np.asarray(right, float)
    size = SAME_RTOL * np.max(np.abs(z), initial=0.0)
    return not np.any((np.abs(x - z) > size) & (np.abs(y - z) <= size))


def value_at(found: Outcome, place: tuple[int, tuple[str, ...]]) -> Any:
    return found.by_place.get(place)


def _leaves(case: int, path: tuple[str, ...], value: Any) -> Sequence[Leaf]:
    match value:
        case list() if value and all(isinstance(item, float) for item in value):
            beside = max((abs(float(item)) for item in value if np.isfinite(item)), default=0.0)
            return [Leaf(case, (*path, str(i)), item, beside) for i, item in enumerate(value)]
        case list() | tuple():
            return [leaf for i, item in enumerate(value) for leaf in _leaves(case, (*path, str(i)), item)]
        case dict():
            return [leaf for key, item in value.items() for leaf in _leaves(case, (*path, str(key)), item)]
    return [Leaf(case, path, value)]

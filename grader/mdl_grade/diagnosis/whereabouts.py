"""Where an answer is right: for which inputs, in which entries, in which results.

If nobody's numbers are the learner's, it still helps to know that row 0 is right and all others are not. Such a
statement holds in every call that was made, or it is not said; among those that hold, the simplest is.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdl_grade.checks.comparison import same_value
from mdl_grade.diagnosis.probes import Probe

Mask = NDArray[np.bool_]
FEW = 3
LEAST_RIGHT = 0.1
"""Share of the entries that must be right before it is said which: one of twenty may be right by chance."""
MOST_WRONG = 0.8
"""Share of a part of a result that must be wrong before it is said that what is wrong lies there."""
ENOUGH = {2: 2}
"""Calls of either kind that it takes before a condition of such a rank is said: others hold by chance."""
RTOL = 1e-9


@dataclass(frozen=True)
class Pair:
    """What a call gave at one place of the result, and what it should have given."""

    probe: Probe
    got: Any
    wanted: Any

    @property
    def right(self) -> bool:
        return same_value(self.got, self.wanted)


def whereabouts(name: str, pairs: Sequence[Pair]) -> str:
    """Return where `name` is right: a sentence's clause; "" if there is nothing to say.

    That 0 is right where all should be 0 says nothing.
    """
    telling = [pair for pair in pairs if not pair.right or np.any(np.asarray(pair.wanted) != 0)]
    return next(_statements(name, telling), "")


def _statements(name: str, pairs: Sequence[Pair]) -> Iterator[str]:
    if not pairs or all(pair.right for pair in pairs):
        return
    wrong = [pair for pair in pairs if not pair.right]
    if len(wrong) < len(pairs):
        yield from _cases(name, [pair.probe for pair in pairs], [pair.right for pair in pairs])
    shaped = [
        (np.asarray(p.got), np.asarray(p.wanted), p.probe) for p in pairs if _is_tensor(p.got) and _is_tensor(p.wanted)
    ]
    if len(shaped) == len(pairs) and all(g.shape == w.shape for g, w, _ in shaped):
        yield from _entries(name, shaped)
        yield from _proportions(name, shaped)


# --- for which inputs -------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Condition:
    """A clause about a call, and whether it holds; `rank` says how far-fetched it is."""

    text: str
    holds: Callable[[Probe], bool]
    rank: int


def dividing(probes: Sequence[Probe], right: Sequence[bool]) -> str:
    """Return the simplest condition that holds in the right calls and in no other; "" if none does, or several do."""
    fewest = min(sum(right), len(right) - sum(right))
    found = [
        condition
        for condition in _conditions(probes)
        if fewest >= ENOUGH.get(condition.rank, 1)
        and all(_holds(condition, probe) == r for probe, r in zip(probes, right, strict=True))
    ]
    best = [condition for condition in found if condition.rank == min(c.rank for c in found)]
    return best[0].text if len(best) == 1 else ""


def _cases(name: str, probes: Sequence[Probe], right: Sequence[bool]) -> Iterator[str]:
    if text := dividing(probes, right):
        yield f"{name} is right where {text}, and wrong in all others that were tried"
    elif text := dividing(probes, [not r for r in right]):
        yield f"{name} is wrong where {text}, and right in all others that were tried"


def _holds(condition: Condition, probe: Probe) -> bool:
    try:
        return bool(condition.holds(probe))
    except (TypeError, KeyError, ValueError):
        return False


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
            yield Condition(f"{name} = {value}", _on(name, partial(operator.eq, value)), 0)
    if all(isinstance(value, int) for value in values):
        yield Condition(f"{name} is even", _on(name, lambda x: x % 2 == 0), 2)
    else:
        yield Condition(f"{name} > 0", _on(name, lambda x: x > 0), 1)


def _of_lists(name: str, lists: Sequence[Sequence[Any]]) -> Iterator[Condition]:
    lengths = sorted({len(items) for items in lists})
    for n in [n for n in lengths if n <= FEW]:
        yield Condition(f"{name} has {_count(n, 'entry', 'entries')}", _on(name, partial(_has, n)), 2)
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
        yield Condition(f"{name} has {_count(axes, 'axis', 'axes')}", _on(name, partial(_has_axes, axes)), 1)
    for axis in range(max(x.ndim for x in arrays)):
        text = f"axis {axis} of {name} has length 1"
        yield Condition(text, _on(name, partial(_is_flat, axis)), 1)
    for text, (test, rank) in _KINDS.items():
        yield Condition(f"{name} {text}", _on(name, test), rank)


def _has_axes(axes: int, x: NDArray[Any]) -> bool:
    return x.ndim == axes


def _is_flat(axis: int, x: NDArray[Any]) -> bool:
    return x.shape[axis : axis + 1] == (1,)


_KINDS: Mapping[str, tuple[Callable[[NDArray[Any]], Any], int]] = {
    "is square": (lambda x: x.ndim > 1 and x.shape[-1] == x.shape[-2], 1),
    "has no negative entries": (lambda x: np.all(x >= 0), 2),
    "has no zeros": (lambda x: np.all(x != 0), 2),
    "is symmetric": (lambda x: np.array_equal(x, x.T), 2),
}


def _names(probes: Sequence[Probe]) -> list[str]:
    names = dict.fromkeys(name for p in probes for name in (*p.sizes, *p.inputs))
    return [n for n in names if all(n in p.sizes or n in p.inputs for p in probes)]


def _of(probe: Probe, name: str) -> Any:
    return probe.sizes[name] if name in probe.sizes else probe.inputs[name]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


# --- in which entries -------------------------------------------------------------------------------------------------
Shaped = Sequence[tuple[NDArray[Any], NDArray[Any], Probe]]
Region = Callable[[Any], Mask | None]
"""Which entries of a call's tensor are meant; None if the call has no such part."""


def _is_tensor(value: Any) -> bool:
    return isinstance(value, np.ndarray | np.number | float | int) and np.asarray(value).dtype.kind in "iuf"


def _wrong(got: NDArray[Any], wanted: NDArray[Any]) -> Mask:
    with np.errstate(all="ignore"):
        scale = np.max(np.abs(wanted[np.isfinite(wanted)]), initial=0.0)
        alike = (np.abs(got - wanted) <= RTOL * scale) | (got == wanted) | (np.isnan(got) & np.isnan(wanted))
    return np.asarray(~alike)


def _entries(name: str, shaped: Shaped) -> Iterator[str]:
    masks = [_wrong(got, wanted) for got, wanted, _ in shaped]
    some = [(m, s) for m, s in zip(masks, shaped, strict=True) if m.any()]
    if not some or all(m.all() for m, _ in some):
        if some:
            yield from _values(name, "", some, "everywhere" if len(some) == len(shaped) else "wherever it is wrong")
        return
    for text, region in _regions(shaped):
        regions = [region(s) for s in shaped]
        right = 1.0 - sum(int(m.sum()) for m in masks) / sum(m.size for m in masks)
        if right >= LEAST_RIGHT and all(
            r is not None and np.array_equal(m, r) for m, r in zip(masks, regions, strict=True)
        ):
            yield next(_values(name, f" {text}", some), f"{name} is wrong {text}, and right everywhere else")
    for text, region in _regions(shaped):
        regions = [region(s) for s in shaped]
        there = [(m, r) for m, r in zip(masks, regions, strict=True) if r is not None and r.any()]
        told = len(some) > 1 and 2 * len(some) >= len(there) and all(r is not None for r in regions)
        if told and all(_lies_in(m, r) for m, r in zip(masks, regions, strict=True) if m.any() and r is not None):
            yield f"what is wrong in {name} lies {text}"


def _lies_in(wrong: Mask, region: Mask) -> bool:
    """Tell whether only a region is wrong, and most of it: some of it may be right, as what is cut off is."""
    inside = int(np.sum(region))
    return inside < region.size and not np.any(wrong & ~region) and int(np.sum(wrong)) >= MOST_WRONG * inside


def _values(name: str, where: str, some: Sequence[tuple[Mask, Any]], place: str = "") -> Iterator[str]:
    """Say what the wrong entries are, if they are alike: those `where`, or whole results at `place`."""
    got = np.concatenate([s[0][m].ravel() for m, s in some]).astype(float)
    wanted = np.concatenate([s[1][m].ravel() for m, s in some]).astype(float)
    rest = f"{where}, and right everywhere else" if where else ""
    if len(got) < 2:
        return
    if np.isnan(got).all():
        yield f"{name} is NaN{rest}" if where else f"{name} is NaN {place}"
    elif where and not got.any():
        yield f"{name} is 0{rest}"
    elif np.all(np.isfinite(got)) and np.all(wanted):
        factor = got / wanted
        if np.all(np.abs(factor - factor[0]) <= 1e-9 * abs(factor[0])) and where:
            told = "has the wrong sign" if abs(factor[0] + 1) < 1e-9 else f"is {factor[0]:.4g} times what it should be"
            yield f"{name} {told}{rest}"


def _regions(shaped: Shaped) -> Iterator[tuple[str, Region]]:
    """Yield parts of a tensor: by sign of an input of its shape, by its own sign, by index."""
    for name in shaped[0][2].inputs:
        yield from ((f"where {name} {text}", _by_input(name, test)) for text, test in _SIGNS.items())
    own = {text: test for text, test in _SIGNS.items() if text != "≠ 0"}  # a factor leaves zeros as they are
    yield from ((f"where it should be {text}", _by_expected(test)) for text, test in own.items())
    axes = {wanted.ndim for _, wanted, _ in shaped}
    if len(axes) != 1:
        return
    n = axes.pop()
    for axis in range(n):
        yield from ((_placed(text, axis, n), _by_index(axis, inside)) for text, inside in _PLACES.items())
    if n >= 2:
        yield from _IN_MATRICES.items()


_SIGNS: Mapping[str, Callable[[Any], Mask]] = {
    "= 0": lambda x: np.asarray(x == 0),
    "> 0": lambda x: np.asarray(x > 0),
    "< 0": lambda x: np.asarray(x < 0),
    "≥ 0": lambda x: np.asarray(x >= 0),
    "≤ 0": lambda x: np.asarray(x <= 0),
    "≠ 0": lambda x: np.asarray(x != 0),
    "is beyond ±20": lambda x: np.asarray(np.abs(x) > 20),
}
_PLACES: Mapping[str, Callable[[NDArray[np.int64], int], Mask]] = {
    "first": lambda i, n: np.asarray(i == 0),
    "last": lambda i, n: np.asarray(i == n - 1),
    "all but the first": lambda i, n: np.asarray(i > 0),
    "all but the last": lambda i, n: np.asarray(i < n - 1),
    "every other, from the second on,": lambda i, n: np.asarray(i % 2 == 1),
    "every other, from the first on,": lambda i, n: np.asarray(i % 2 == 0),
    "all but the first two": lambda i, n: np.asarray(i > 1),
}


def _placed(text: str, axis: int, axes: int) -> str:
    plural = text.startswith("all")
    if axes == 1:
        return f"in {text} {'entries' if plural else 'entry'}" if plural else f"in the {text} entry"
    if axes == 2:
        unit = ("row", "column")[axis]
        return f"in {text} {unit}s" if plural else f"in the {text} {unit}"
    return f"at {text} indices along axis {axis}" if plural else f"at the {text} index along axis {axis}"


def _by_index(axis: int, inside: Callable[[NDArray[np.int64], int], Mask]) -> Region:
    return lambda s: inside(np.indices(s[1].shape)[axis], s[1].shape[axis])


def _by_expected(test: Callable[[Any], Mask]) -> Region:
    return lambda s: test(s[1])


def _by_input(name: str, test: Callable[[Any], Mask]) -> Region:
    def region(s: Any) -> Mask | None:
        value = s[2].inputs.get(name)
        return test(value) if isinstance(value, np.ndarray) and value.shape == s[1].shape else None

    return region


def _border(shape: tuple[int, ...]) -> Mask:
    inner = np.zeros(shape, dtype=bool)
    inner[(..., *(slice(1, -1),) * 2)] = True
    return ~inner


def _diagonal(shape: tuple[int, ...]) -> Mask:
    row, column = np.indices(shape)[-2:]
    return np.asarray(row == column)


_IN_MATRICES: Mapping[str, Region] = {
    "on the diagonal": lambda s: _diagonal(s[1].shape),
    "off the diagonal": lambda s: ~_diagonal(s[1].shape),
    "above the diagonal": lambda s: np.triu(np.ones(s[1].shape, dtype=bool), 1),
    "below the diagonal": lambda s: np.tril(np.ones(s[1].shape, dtype=bool), -1),
    "at the border": lambda s: _border(s[1].shape),
    "inside, away from the border": lambda s: ~_border(s[1].shape),
}


# --- right but for a factor, an offset --------------------------------------------------------------------------------
def _proportions(name: str, shaped: Shaped) -> Iterator[str]:
    """Say that a tensor is right up to factors or offsets, of each case or of each row or column."""
    if any(g.size < 3 or not np.all(np.isfinite(g)) or not np.all(np.isfinite(w)) for g, w, _ in shaped):
        return
    if all(_constant(g, w, None) for g, w, _ in shaped):
        one = _one_number([_factor(g, w, None).item() for g, w, _ in shaped])
        yield f"{name} is {one} times what it should be" if one else f"{name} is right up to a factor{_of_each(shaped)}"
    for axis, what in ((1, "row"), (0, "column")):
        if all(w.ndim == 2 and w.shape[axis] > 1 and _constant(g, w, axis) for g, w, _ in shaped):
            yield f"each {what} of {name} is right up to a factor of its own"
    if all(_constant_difference(g - w, None) for g, w, _ in shaped):
        one = _one_number([np.mean(g - w).item() for g, w, _ in shaped])
        yield f"{name} is what it should be plus {one}" if one else f"{name} is right up to an offset{_of_each(shaped)}"
    for axis, what in ((1, "row"), (0, "column")):
        if all(w.ndim == 2 and w.shape[axis] > 1 and _constant_difference(g - w, axis) for g, w, _ in shaped):
            yield f"each {what} of {name} is right up to an offset of its own"


def _of_each(shaped: Shaped) -> str:
    return ", which is not the same in all cases" if len(shaped) > 1 else ""


def _one_number(values: Sequence[complex]) -> str:
    """Return the number that several cases have in common; "" if there is none."""
    first, *others = values
    if not others or any(abs(value - first) > RTOL * abs(first) for value in others):
        return ""
    text = f"{first:.6g}"
    return text if abs(complex(text) - first) <= RTOL * abs(first) else f"about {text}"


def _factor(got: NDArray[Any], wanted: NDArray[Any], axis: int | None) -> NDArray[Any]:
    """Return the c of got ≈ c · wanted, by least squares."""
    return np.asarray(np.sum(got * wanted, axis=axis, keepdims=True) / np.sum(wanted**2, axis=axis, keepdims=True))


def _constant(got: NDArray[Any], wanted: NDArray[Any], axis: int | None) -> bool:
    """Tell whether got = c · wanted, with one c along the axis, and nothing left."""
    if np.any(np.sum(wanted**2, axis=axis, keepdims=True) == 0) or not np.any(got):
        return False
    return bool(np.max(np.abs(got - _factor(got, wanted, axis) * wanted)) <= RTOL * np.max(np.abs(got)))


def _constant_difference(difference: NDArray[Any], axis: int | None) -> bool:
    spread = difference - np.mean(difference, axis=axis, keepdims=True)
    return bool(np.max(np.abs(spread)) <= RTOL * np.max(np.abs(difference), initial=0.0))

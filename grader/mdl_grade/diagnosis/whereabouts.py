"""Where an answer is right: for which inputs, in which entries, in which results.

If nobody's numbers are the learner's, it still helps to know that row 0 is right and all others are not. Such a
statement holds in every call that was made, or it is not said; among those that hold, the simplest is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdl_grade.diagnosis.conditions import dividing
from mdl_grade.diagnosis.nearness import (
    TRIED,
    Mask,
    Pair,
    Shaped,
    digits_lost,
    is_tensor,
    nearly_right,
    proportions,
    wrong_entries,
)
from mdl_grade.diagnosis.probes import Probe

LEAST_RIGHT = 0.1
"""Share of the entries that must be right before it is said which: one of twenty may be right by chance."""
MOST_WRONG = 0.8
"""Share of a part of a result that must be wrong before it is said that what is wrong lies there."""
BY_CHANCE = 0.01
"""What may hold by chance so often is not said."""


def whereabouts(name: str, pairs: Sequence[Pair]) -> str:
    """Return where `name` is right: a sentence's clause; "" if there is nothing to say.

    That 0 is right where all should be 0 says nothing.
    """
    telling = [pair for pair in pairs if not pair.right or np.any(np.asarray(pair.wanted) != 0)]
    zeros = [pair.probe for pair in pairs if pair.right and not np.any(np.asarray(pair.wanted) != 0)]
    return next(_statements(name, telling, zeros), "")


def _statements(name: str, pairs: Sequence[Pair], zeros: Sequence[Probe]) -> Iterator[str]:
    if not pairs or all(pair.right for pair in pairs):
        return
    wrong = [pair for pair in pairs if not pair.right]
    shaped = [
        (np.asarray(p.got), np.asarray(p.wanted), p.probe) for p in pairs if is_tensor(p.got) and is_tensor(p.wanted)
    ]
    alike = len(shaped) == len(pairs) and all(g.shape == w.shape for g, w, _ in shaped)
    if alike:
        yield from nearly_right(name, pairs, shaped)
    if len(wrong) < len(pairs) and not any(pair.nearly_right for pair in wrong):
        yield from _cases(name, pairs, zeros)
    if alike:
        yield from digits_lost(name, shaped)
        yield from _last_everywhere(name, shaped)
        yield from _entries(name, shaped)
        yield from proportions(name, shaped)


def _cases(name: str, pairs: Sequence[Pair], zeros: Sequence[Probe]) -> Iterator[str]:
    """Say in which calls a result is right; of others, too, if these have the 0 that is right anyhow."""
    calls, right = [pair.probe for pair in pairs], [pair.right for pair in pairs]
    if condition := dividing(calls, right):
        others = "all others" if all(map(condition.holds, zeros)) else "all others that are not to be 0"
        yield f"{TRIED} {name} is right in those where {condition.text}, and wrong in {others}"
    elif condition := dividing(calls, [not r for r in right]):
        unless = ", unless it is to be 0," if any(map(condition.holds, zeros)) else ","
        yield f"{TRIED} {name} is wrong in those where {condition.text}{unless} and right in all others"


# --- in which entries -------------------------------------------------------------------------------------------------
Region = Callable[[Any], Mask | None]
"""Which entries of a call's tensor are meant; None if the call has no such part."""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _entries(name: str, shaped: Shaped) -> Iterator[str]:
    masks = [wrong_entries(got, wanted) for got, wanted, _ in shaped]
    some = [(m, s) for m, s in zip(masks, shaped, strict=True) if m.any()]
    if not some or all(m.all() for m, _ in some):
        if some:
            yield from _values(
                name, "", some, "everywhere" if len(some) == len(shaped) else "wherever it was seen to be wrong"
            )
        return
    for text, region in _regions(shaped):
        regions = [region(s) for s in shaped]
        right = 1.0 - sum(int(m.sum()) for m in masks) / sum(m.size for m in masks)
        if right >= LEAST_RIGHT and all(
            r is not None and np.array_equal(m, r) for m, r in zip(masks, regions, strict=True)
        ):
            yield next(_values(name, f" {text}", some), f"{name} is {_right_and_wrong(text)}")
    yield from _lying(name, masks, shaped)
    yield from _from_there_on(name, some)


def _lying(name: str, masks: Sequence[Mask], shaped: Shaped) -> Iterator[str]:
    """Name the smallest part of a tensor in which all that is wrong lies: no chance, or mostly wrong itself."""
    wrong = sum(int(m.sum()) for m in masks)
    found = []
    for text, region in _regions(shaped):
        regions = [r for r in (region(s) for s in shaped) if r is not None]
        if len(regions) == len(masks) and not any(np.any(m & ~r) for m, r in zip(masks, regions, strict=True)):
            share = sum(int(np.sum(r)) for r in regions) / sum(m.size for m in masks)
            there = [r & (m | (w != 0)) for m, r, (_, w, _) in zip(masks, regions, shaped, strict=True)]
            if (share <= 0.5 and share**wrong <= BY_CHANCE) or _mostly(masks, there):
                found.append((share, text))
    if found:
        yield f"in all calls that were tried, what is wrong in {name} lies {min(found, key=lambda one: one[0])[1]}"


def _mostly(masks: Sequence[Mask], regions: Sequence[Mask]) -> bool:
    """Tell whether regions, and not whole tensors, are wrong in several calls: some of them may be right by chance.

    Of regions, only what is wrong counts, or is not to be 0: a 0 may be right anyhow.
    """
    some = [(int(np.sum(m)), int(np.sum(r)), r.size) for m, r in zip(masks, regions, strict=True) if m.any()]
    often = len(some) > 1 and 2 * len(some) >= sum(bool(r.any()) for r in regions)
    return often and all(inside < size and wrong >= MOST_WRONG * inside for wrong, inside, size in some)


def _from_there_on(name: str, some: Sequence[tuple[Mask, Any]]) -> Iterator[str]:
    """Say that a tensor is right up to some row, and in no row after it."""
    if {m.ndim for m, _ in some} not in ({1}, {2}):
        return
    row = "entry" if some[0][0].ndim == 1 else "row"
    rows: list[list[bool]] = [[bool(row.any()) for row in m] for m, _ in some]
    begins = [wrong.index(True) for wrong in rows]
    if 0 in begins or not all(all(wrong[begin:]) for wrong, begin in zip(rows, begins, strict=True)):
        return
    if len(set(begins)) > 1 and 0.5 ** sum(len(wrong) - 1 for wrong in rows) <= BY_CHANCE:
        nan = all(np.isnan(s[0][m]).all() for m, s in some)
        after = f"NaN in every {row} after it" if nan else f"wrong in every {row} after it"
        yield f"where {name} was seen to be wrong, it is right up to some {row}, and {after}"


def _values(name: str, where: str, some: Sequence[tuple[Mask, Any]], place: str = "") -> Iterator[str]:
    """Say what the wrong entries are, if they are alike: those `where`, or whole results at `place`."""
    got = np.concatenate([s[0][m].ravel() for m, s in some]).astype(float)
    wanted = np.concatenate([s[1][m].ravel() for m, s in some]).astype(float)
    rest = f"{where}, {_elsewhere(where)}" if where else ""
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
    numbers = [n for n, value in shaped[0][2].inputs.items() if _is_number(value)]
    for name in shaped[0][2].inputs:
        yield from ((f"where {name} {text}", _by_input(name, test)) for text, test in _SIGNS.items())
        yield from ((f"where {name} = {n}", _by_inputs(name, n)) for n in numbers)
    own = [text for text in _SIGNS if text not in ("≠ 0", "= 1")]  # a factor leaves zeros as they are
    yield from ((f"where it should be {text.removeprefix('is ')}", _by_expected(_SIGNS[text])) for text in own)
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
    "= 1": lambda x: np.asarray(x == 1),
    "is infinite": lambda x: np.asarray(np.isinf(x)),
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
    "all between the first and the last": lambda i, n: np.asarray((i > 0) & (i < n - 1)),
}


ALL_BUT = "all but the "


def _placed(text: str, axis: int, axes: int) -> str:
    """Return a clause such as "in the first row", "in all rows but the first", "in all between the first and …"."""
    one, many = ("entry", "entries") if axes == 1 else ("row", "rows") if axis == 0 else ("column", "columns")
    where, along = "in", ""
    if axes > 2:
        one, many, where, along = "index", "indices", "at", f" along axis {axis}"
    if text.startswith(ALL_BUT):
        return f"{where} all {many} but the {text.removeprefix(ALL_BUT)}{along}"
    return f"{where} {text} {many}{along}" if text.startswith("all") else f"{where} the {text} {one}{along}"


def _right_and_wrong(text: str) -> str:
    """Say which part is right and which is wrong, after the clause of what is wrong."""
    found = EXCEPTED.fullmatch(text)
    if found is None:
        return f"wrong {text}, and right everywhere else"
    where, many, which, along = found.groups(default="")
    if which == "first two":
        return f"right {where} the first two {many}{along}, and wrong from the third on"
    return f"right {where} the {which} {SINGULAR[many]}{along}, and wrong in all others"


def _elsewhere(text: str) -> str:
    """Say that the rest is right, after the clause of what is wrong."""
    found = EXCEPTED.fullmatch(text.strip())
    if found is None:
        return "and right everywhere else"
    return "which are right" if found[3] == "first two" else "which is right"


SINGULAR = {"entries": "entry", "rows": "row", "columns": "column", "indices": "index"}
EXCEPTED = re.compile(r"(in|at) all (\w+) but the (first|last|first two)( along axis \d+)?")


def _by_index(axis: int, inside: Callable[[NDArray[np.int64], int], Mask]) -> Region:
    return lambda s: inside(np.indices(s[1].shape)[axis], s[1].shape[axis])


def _by_expected(test: Callable[[Any], Mask]) -> Region:
    return lambda s: test(s[1])


def _by_input(name: str, test: Callable[[Any], Mask]) -> Region:
    def region(s: Any) -> Mask | None:
        value = s[2].inputs.get(name)
        return test(value) if isinstance(value, np.ndarray) and value.shape == s[1].shape else None

    return region


def _by_inputs(name: str, limit: str) -> Region:
    def region(s: Any) -> Mask | None:
        value, n = s[2].inputs.get(name), s[2].inputs.get(limit)
        alike = _is_number(n) and (_is_number(value) or isinstance(value, np.ndarray)) and np.shape(value) == s[1].shape
        return np.asarray(value == n) if alike else None

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


# --- one array in all places ------------------------------------------------------------------------------------------
def _last_everywhere(name: str, shaped: Shaped) -> Iterator[str]:
    """Say that all rows are the last one, which is right: who keeps an array and changes it keeps one array."""
    wrong = [(g, w) for g, w, _ in shaped if wrong_entries(g, w).any()]
    if all(g.ndim > 1 and np.all(g == g[-1:]) and not wrong_entries(g[-1], w[-1]).any() for g, w in wrong):
        yield f"every row of {name} is the last one, as when one array is kept in all places and changed on the way"

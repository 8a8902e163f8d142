"""Where an answer is right: for which inputs, in which entries, in which results.

If nobody's numbers are the learner's, it still helps to know that row 0 is right and all others are not. Such a
statement holds in every call that was made, or it is not said; among those that hold, the simplest is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdl_grade.checks.comparison import same_value
from mdl_grade.diagnosis.conditions import count_of, dividing
from mdl_grade.diagnosis.probes import Probe

Mask = NDArray[np.bool_]
TRIED = "of the calls that were tried,"
LEAST_RIGHT = 0.1
"""Share of the entries that must be right before it is said which: one of twenty may be right by chance."""
MOST_WRONG = 0.8
"""Share of a part of a result that must be wrong before it is said that what is wrong lies there."""
LEAST_FOR_A_FACTOR = 3
"""Entries in some call before a factor or an offset is said, which a single number always has; and calls of a kind."""
BY_CHANCE = 0.01
"""What may hold by chance so often is not said."""
RTOL = 1e-9
NEARLY = 1e-5
"""What is off by less, relative to each entry, looks right where it is shown."""
LEAST_DIGITS = 3
LEAST_NEARLY_RIGHT = 4
"""Entries that must be nearly right, and not right, before it is said to how many digits all are."""
ROUNDINGS = 16 * 2.0**-53
"""What a difference of two numbers loses by their rounding, relative to them."""


@dataclass(frozen=True)
class Pair:
    """What a call gave at one place of the result, and what it should have given."""

    probe: Probe
    got: Any
    wanted: Any

    @property
    def right(self) -> bool:
        return same_value(self.got, self.wanted)

    @property
    def nearly_right(self) -> bool:
        """Whether it is not right, and looks so where six digits of it are shown."""
        if self.right or not _is_tensor(self.got) or not _is_tensor(self.wanted):
            return False
        return np.shape(self.got) == np.shape(self.wanted) and _off_by(self.got, self.wanted) <= NEARLY


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
        (np.asarray(p.got), np.asarray(p.wanted), p.probe) for p in pairs if _is_tensor(p.got) and _is_tensor(p.wanted)
    ]
    alike = len(shaped) == len(pairs) and all(g.shape == w.shape for g, w, _ in shaped)
    if alike and (digits := _digits_right(shaped)) >= LEAST_DIGITS:
        yield from _digits_lost(name, shaped)
        yield from _proportions(name, shaped)
        yield f"{name} is right to {digits} digits in all that was seen, and not beyond, as an approximation is"
    elif alike:
        yield from _nearly_right_cases(name, pairs)
    if len(wrong) < len(pairs) and not any(pair.nearly_right for pair in wrong):
        yield from _cases(name, pairs, zeros)
    if alike:
        yield from _digits_lost(name, shaped)
        yield from _last_everywhere(name, shaped)
        yield from _entries(name, shaped)
        yield from _proportions(name, shaped)


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
Shaped = Sequence[tuple[NDArray[Any], NDArray[Any], Probe]]
Region = Callable[[Any], Mask | None]
"""Which entries of a call's tensor are meant; None if the call has no such part."""


def _is_tensor(value: Any) -> bool:
    return isinstance(value, np.ndarray | np.number | float | int) and np.asarray(value).dtype.kind in "iuf"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


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
        yield f"what is wrong in {name} lies {min(found, key=lambda one: one[0])[1]}"


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
    own = _SIGNS.keys() - {"≠ 0", "= 1"}  # a factor leaves zeros as they are
    yield from ((f"where it should be {text}", _by_expected(_SIGNS[text])) for text in _SIGNS if text in own)
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


# --- nearly right -----------------------------------------------------------------------------------------------------
def _nearly_right_cases(name: str, pairs: Sequence[Pair]) -> Iterator[str]:
    """Say in which calls a result is nearly right, if some are so, and others far off."""
    off = [_off_by(pair.got, pair.wanted) for pair in pairs]
    near = [error < 10.0**-LEAST_DIGITS for error in off]
    between = [error for error, n, pair in zip(off, near, pairs, strict=True) if n and not pair.right]
    if len(between) < LEAST_FOR_A_FACTOR or all(near):
        return
    if condition := dividing([pair.probe for pair in pairs], near):
        digits = int(np.floor(-np.log10(max(between))))
        yield f"{TRIED} {name} is right to {digits} digits in those where {condition.text}, and to fewer in all others"


def _digits_right(shaped: Shaped) -> int:
    """Return to how many digits each entry of all tensors is right; 0 if too few entries are off, or one is far off."""
    worst = max(_off_by(got, wanted) for got, wanted, _ in shaped)
    off = sum(int(np.sum(_wrong(got, wanted))) for got, wanted, _ in shaped)
    if off < LEAST_NEARLY_RIGHT or not 0 < worst < 1:
        return 0
    return int(np.floor(-np.log10(worst)))


def _off_by(got: Any, wanted: Any) -> float:
    """Return the largest relative error of an entry. Beside the largest, what rounding leaves of a 0 is nothing."""
    x, y = np.asarray(got, dtype=float), np.asarray(wanted, dtype=float)
    with np.errstate(all="ignore"):
        noise = ROUNDINGS * np.max(np.abs(y[np.isfinite(y)]), initial=0.0)
        error = np.where((x == y) | (np.isnan(x) & np.isnan(y)), 0.0, np.maximum(np.abs(x - y) - noise, 0.0))
        relative = np.where(error == 0, 0.0, error / np.abs(y))
    return float(np.max(np.nan_to_num(relative, nan=np.inf), initial=0.0))


# --- two results together ---------------------------------------------------------------------------------------------
def together(names: tuple[str, str], pairs: Sequence[tuple[Pair, Pair]]) -> str:
    """Say of two numbers that both are wrong, such as the ends of an interval, what is right of them; "" if nothing."""
    ends = [
        [np.array([float(one.got), float(other.got)]), np.array([float(one.wanted), float(other.wanted)])]
        for one, other in pairs
        if all(_is_tensor(v) and np.ndim(v) == 0 for p in (one, other) for v in (p.got, p.wanted))
    ]
    wrong = [(g, w) for g, w in ends if not np.allclose(g, w, rtol=RTOL, atol=0.0)]
    if len(ends) < len(pairs) or len(wrong) < LEAST_FOR_A_FACTOR or not np.all(np.isfinite(ends)):
        return ""
    size = [max(np.max(np.abs(g)), np.max(np.abs(w))) for g, w in wrong]
    between, due = [g[1] - g[0] for g, _ in wrong], [w[1] - w[0] for _, w in wrong]
    off = [g.mean() - w.mean() for g, w in wrong]
    told = any(abs(w.mean()) > NEARLY * s for (_, w), s in zip(wrong, size, strict=True))
    turned = all(abs(b + d) <= RTOL * s for b, d, s in zip(between, due, size, strict=True))
    if told and not turned and all(abs(o) <= RTOL * s for o, s in zip(off, size, strict=True)):
        return f"the middle between {names[0]} and {names[1]} is right, and how far they are apart is not"
    if all(abs(b - d) <= RTOL * s for b, d, s in zip(between, due, size, strict=True)):
        return f"{names[0]} and {names[1]} are as far apart as they should be, and both are off by the same"
    return ""


# --- right but for digits ---------------------------------------------------------------------------------------------
def _digits_lost(name: str, shaped: Shaped) -> Iterator[str]:
    """Say that numbers are rounded or cut, or that whole ones wrap around."""
    got = np.concatenate([g.ravel() for g, _, _ in shaped]).astype(float)
    wanted = np.concatenate([w.ravel() for _, w, _ in shaped]).astype(float)
    off = got != wanted
    if not np.all(np.isfinite(got)) or not np.all(np.isfinite(wanted)) or len(set(wanted[off])) < 2 or not np.any(got):
        return
    for decimals in range(16):
        if np.allclose(got, np.round(wanted, decimals), rtol=1e-14, atol=0.0):
            places = count_of(decimals, "decimal", "decimals") if decimals else "whole numbers"
            yield f"{name} is rounded to {places}"
            return
    if np.array_equal(got, np.trunc(wanted)):
        yield f"{name} is cut to whole numbers"
    for size in (2**32, 2**16, 2**8):
        if np.all(wanted[off] % 1 == 0) and np.all((got - wanted)[off] % size == 0):
            yield f"{name} is off by multiples of {size}, as where whole numbers of few bits wrap around"
            return


# --- one array in all places ------------------------------------------------------------------------------------------
def _last_everywhere(name: str, shaped: Shaped) -> Iterator[str]:
    """Say that all rows are the last one, which is right: who keeps an array and changes it keeps one array."""
    wrong = [(g, w) for g, w, _ in shaped if _wrong(g, w).any()]
    if all(g.ndim > 1 and np.all(g == g[-1:]) and not _wrong(g[-1], w[-1]).any() for g, w in wrong):
        yield f"every row of {name} is the last one, as when one array is kept in all places and changed on the way"


# --- right but for a factor, an offset --------------------------------------------------------------------------------
def _proportions(name: str, shaped: Shaped) -> Iterator[str]:
    """Say that a tensor is right up to factors or offsets, of each case or of each row or column."""
    if all(w.size < LEAST_FOR_A_FACTOR for _, w, _ in shaped):
        return
    if any(not np.all(np.isfinite(w)) for _, w, _ in shaped):
        finite = [np.isfinite(w) for _, w, _ in shaped]
        if not all(np.array_equal(g[~f], w[~f], equal_nan=True) for f, (g, w, _) in zip(finite, shaped, strict=True)):
            return
        shaped = [(g[f], w[f], p) for f, (g, w, p) in zip(finite, shaped, strict=True) if np.any(w[f])]
    if not shaped or any(not np.all(np.isfinite(g)) for g, _, _ in shaped):
        return
    if all(_constant(g, w, None) for g, w, _ in shaped):
        one, other = _one_number([_factor(g, w, None).item() for g, w, _ in shaped], [0.0] * len(shaped))
        yield f"{name} is {one} times what it should be" if one else f"{name} is right up to a factor{other}"
    for axis, what in ((1, "row"), (0, "column")):
        if all(w.ndim == 2 and w.shape[axis] > 1 and _constant(g, w, axis) for g, w, _ in shaped):
            yield f"each {what} of {name} is right up to a factor of its own"
    noise = [ROUNDINGS * float(np.max(np.abs(w))) for _, w, _ in shaped]
    if all(_constant_difference(g - w, None, n) for (g, w, _), n in zip(shaped, noise, strict=True)):
        one, other = _one_number([np.mean(g - w).item() for g, w, _ in shaped], noise)
        yield f"{name} is what it should be plus {one}" if one else f"{name} is right up to an offset{other}"
    for axis, what in ((1, "row"), (0, "column")):
        if all(w.ndim == 2 and w.shape[axis] > 1 and _constant_difference(g - w, axis) for g, w, _ in shaped):
            yield f"each {what} of {name} is right up to an offset of its own"


def _one_number(values: Sequence[complex], noise: Sequence[float]) -> tuple[str, str]:
    """Return the number that several cases have in common, or what is to be said instead.

    `noise` is how far off rounding makes each value; the one with the least is compared with all others.
    """
    if len(values) < 2:
        return "", ""
    best = min(range(len(values)), key=lambda i: noise[i])
    first = values[best]
    if any(abs(v - first) > RTOL * abs(first) + n + noise[best] for v, n in zip(values, noise, strict=True)):
        return "", ", which is not the same in all cases"
    text = f"{first:.6g}"
    return (text if abs(complex(text) - first) <= RTOL * abs(first) + noise[best] else f"about {text}"), ""


def _factor(got: NDArray[Any], wanted: NDArray[Any], axis: int | None) -> NDArray[Any]:
    """Return the c of got ≈ c · wanted, by least squares."""
    return np.asarray(np.sum(got * wanted, axis=axis, keepdims=True) / np.sum(wanted**2, axis=axis, keepdims=True))


def _constant(got: NDArray[Any], wanted: NDArray[Any], axis: int | None) -> bool:
    """Tell whether got = c · wanted, with one c along the axis, and nothing left."""
    if np.any(np.sum(wanted**2, axis=axis, keepdims=True) == 0) or not np.any(got):
        return False
    return bool(np.max(np.abs(got - _factor(got, wanted, axis) * wanted)) <= RTOL * np.max(np.abs(got)))


def _constant_difference(difference: NDArray[Any], axis: int | None, noise: float = 0.0) -> bool:
    spread = difference - np.mean(difference, axis=axis, keepdims=True)
    return bool(np.max(np.abs(spread)) <= RTOL * np.max(np.abs(difference), initial=0.0) + noise)

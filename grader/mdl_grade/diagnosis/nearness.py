"""How near a result is to what it should be: to some digits, up to a factor or an offset, two numbers together.

Such a statement holds in every call that was made, or it is not said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdl_grade.checks.comparison import same_value
from mdl_grade.diagnosis.conditions import count_of, dividing
from mdl_grade.diagnosis.probes import Probe

Mask = NDArray[np.bool_]
Shaped = Sequence[tuple[NDArray[Any], NDArray[Any], Probe]]
"""What came, what should have come, and the call, of tensors of equal shapes."""
TRIED = "of the calls that were tried,"
LEAST_FOR_A_FACTOR = 3
"""Entries in some call before a factor or an offset is said, which a single number always has; and calls of a kind."""
RTOL = 1e-9
NEARLY = 1e-5
"""What is off by less, relative to each entry, looks right where it is shown."""
LEAST_DIGITS = 3
"""Digits that all entries must have in common with what is right before it is said how many they are."""
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
        if self.right or not is_tensor(self.got) or not is_tensor(self.wanted):
            return False
        return np.shape(self.got) == np.shape(self.wanted) and _off_by(self.got, self.wanted) <= NEARLY


def is_tensor(value: Any) -> bool:
    return isinstance(value, np.ndarray | np.number | float | int) and np.asarray(value).dtype.kind in "iuf"


def wrong_entries(got: NDArray[Any], wanted: NDArray[Any]) -> Mask:
    with np.errstate(all="ignore"):
        scale = np.max(np.abs(wanted[np.isfinite(wanted)]), initial=0.0)
        alike = (np.abs(got - wanted) <= RTOL * scale) | (got == wanted) | (np.isnan(got) & np.isnan(wanted))
    return np.asarray(~alike)


# --- to some digits ---------------------------------------------------------------------------------------------------
def nearly_right(name: str, pairs: Sequence[Pair], shaped: Shaped) -> Iterator[str]:
    """Say to how many digits a tensor is right: in all calls, or in those of a kind."""
    if (digits := _digits_right(shaped)) >= LEAST_DIGITS:
        yield from digits_lost(name, shaped)
        yield from proportions(name, shaped)
        yield f"{name} is right to {digits} digits in all that was seen, and not beyond, as an approximation is"
    else:
        yield from _nearly_right_cases(name, pairs)


def _nearly_right_cases(name: str, pairs: Sequence[Pair]) -> Iterator[str]:
    """Say in which calls a result is nearly right, if some are so, and others far off."""
    off = [_off_by(pair.got, pair.wanted) for pair in pairs]
    near = [error < 10.0**-LEAST_DIGITS for error in off]
    between = [error for error, n, pair in zip(off, near, pairs, strict=True) if n and not pair.right]
    if len(between) < LEAST_FOR_A_FACTOR or all(near) or not any(between):
        return
    if condition := dividing([pair.probe for pair in pairs], near):
        digits = int(np.floor(-np.log10(max(between))))
        yield f"{TRIED} {name} is right to {digits} digits in those where {condition.text}, and to fewer in all others"


def _digits_right(shaped: Shaped) -> int:
    """Return to how many digits each entry of all tensors is right; 0 if too few entries are off, or one is far off."""
    worst = max(_off_by(got, wanted) for got, wanted, _ in shaped)
    off = sum(int(np.sum(wrong_entries(got, wanted))) for got, wanted, _ in shaped)
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


def digits_lost(name: str, shaped: Shaped) -> Iterator[str]:
    """Say that numbers are rounded or cut, or that whole ones wrap around."""
    got = np.concatenate([g.ravel() for g, _, _ in shaped]).astype(float)
    wanted = np.concatenate([w.ravel() for _, w, _ in shaped]).astype(float)
    off = got != wanted
    if not np.all(np.isfinite(got)) or not np.all(np.isfinite(wanted)) or len(set(wanted[off])) < 2 or not np.any(got):
        return
    for decimals in range(13):  # beyond that, numbers of few digits are rounded by being computed
        if np.allclose(got, np.round(wanted, decimals), rtol=1e-14, atol=0.0):
            places = count_of(decimals, "decimal", "decimals") if decimals else "whole numbers"
            yield f"{name} is rounded to {places}"
            return
    if np.array_equal(got, np.trunc(wanted)):
        yield f"{name} is cut to whole numbers"
    if max(np.max(np.abs(got)), np.max(np.abs(wanted))) >= 2**53:  # there, all floats are multiples of such numbers
        return
    for size in (2**32, 2**16, 2**8):
        if np.all(wanted[off] % 1 == 0) and np.all((got - wanted)[off] % size == 0):
            yield f"{name} is off by multiples of {size}, as where whole numbers of few bits wrap around"
            return


# --- two results together ---------------------------------------------------------------------------------------------
def together(names: tuple[str, str], pairs: Sequence[tuple[Pair, Pair]]) -> str:
    """Say of two numbers that both are wrong, such as the ends of an interval, what is right of them; "" if nothing."""
    ends = [
        [np.array([float(one.got), float(other.got)]), np.array([float(one.wanted), float(other.wanted)])]
        for one, other in pairs
        if all(is_tensor(v) and np.ndim(v) == 0 for p in (one, other) for v in (p.got, p.wanted))
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


# --- up to a factor, an offset ----------------------------------------------------------------------------------------
def proportions(name: str, shaped: Shaped) -> Iterator[str]:
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

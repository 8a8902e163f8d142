"""Claims about axes: entries in the wrong place, an axis too many, the wrong one reduced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations

import numpy as np

from mdl_grade.diagnosis.causes.claims import Claim, Tensor, View, close

TRANSPOSED_HINT = "Write the shape of every factor beside it: rows of the left one, columns of the right one remain."
ORDER_HINT = "Write down what each axis counts, before and after."
SUM_HINT = "What is shared by several entries collects a share from each of them: add the shares up."
MEAN_HINT = "One number for all of them is asked for: take the mean."
KEPT_HINT = "Sums over an axis drop that axis, unless keepdims=True holds on to it."
FLAT_HINT = "What goes through an array entry by entry makes a row: bring it back with reshape."
OVER_HINT = "Every entry has a value of its own here: which axes does the task let go?"
CUT_HINT = "Count how many there must be, for the smallest case by hand, and where your loop or slice ends."
SHIFT_HINT = "Look for an index that is one too large or too small."
AXIS_HINT = "A sum over an axis makes that axis vanish: which one is it that has to stay?"
REDUCTION_HINT = "Read once more whether a sum, a mean or a largest value is asked for, and over what."
MAX_AXES = 4

REDUCTIONS: dict[str, Callable[[Tensor, int], Tensor]] = {
    "the sum": lambda x, axis: np.sum(x, axis=axis),
    "the mean": lambda x, axis: np.mean(x, axis=axis),
    "the largest entry": lambda x, axis: np.max(x, axis=axis),
    "only the first entry": lambda x, axis: np.take(x, 0, axis=axis),
    "only the last entry": lambda x, axis: np.take(x, -1, axis=axis),
}


def layout_claims(views: Sequence[View]) -> Iterator[Claim]:
    """Yield the claims that the right entries stand in the wrong places."""
    axes = views[0].expected.ndim
    if axes == 2:
        yield Claim("{name} is transposed", TRANSPOSED_HINT, lambda view: view.expected.T)
    if 2 < axes <= MAX_AXES:
        for order in permutations(range(axes)):
            label = f"the axes of {{name}} stand in the order {order}"
            yield Claim(label, ORDER_HINT, _transposer(order))
    for axis in range(min(axes, MAX_AXES)):
        yield _moved(f"{{name}} is flipped along axis {axis}", ORDER_HINT, axis, lambda x, k: np.flip(x, k))
        yield _moved(f"{{name}} is shifted by one along axis {axis}", SHIFT_HINT, axis, lambda x, k: np.roll(x, 1, k))
        yield _moved(f"{{name}} is shifted by one along axis {axis}", SHIFT_HINT, axis, lambda x, k: np.roll(x, -1, k))
        for text, cut in _CUTS.items():
            label = text.format(unit=_unit(axis, axes), name="{name}")
            yield Claim(label, CUT_HINT, _moving(axis, cut), tells=lambda view: view.got.shape != view.expected.shape)
    yield from _shape_claims(views)


_CUTS: dict[str, Callable[[Tensor, int], Tensor]] = {
    "the last {unit} of {name} is missing": lambda x, k: np.delete(x, -1, axis=k),
    "the first {unit} of {name} is missing": lambda x, k: np.delete(x, 0, axis=k),
    "the last two {unit}s of {name} are missing": lambda x, k: np.delete(x, [-2, -1], axis=k),
    "only every other {unit} of {name} is there": lambda x, k: np.take(x, range(0, x.shape[k], 2), axis=k),
}


def _unit(axis: int, axes: int) -> str:
    """Return what a slice along an axis is called: images have rows and columns last."""
    if axes == 1:
        return "entry"
    names = {axes - 2: "row", axes - 1: "column"}
    return names.get(axis) or f"slice along axis {axis}"


def _moving(axis: int, move: Callable[[Tensor, int], Tensor]) -> Callable[[View], Tensor | None]:
    return lambda view: (
        move(view.expected, axis) if view.expected.ndim > axis and view.expected.shape[axis] > 1 else None
    )


def _transposer(order: tuple[int, ...]) -> Callable[[View], Tensor | None]:
    return lambda view: np.transpose(view.expected, order) if view.expected.ndim == len(order) else None


def _moved(label: str, hint: str, axis: int, move: Callable[[Tensor, int], Tensor]) -> Claim:
    return Claim(label, hint, lambda view: move(view.expected, axis) if axis < view.expected.ndim else None)


def _shape_claims(views: Sequence[View]) -> Iterator[Claim]:
    axes = views[0].expected.ndim
    more, fewer = "{name} has an axis of length 1 too many", "{name} lacks an axis of length 1"
    if any(view.got.ndim > view.expected.ndim for view in views):
        yield Claim(more, KEPT_HINT, lambda view: _reshaped(view, larger=True))
    if any(view.got.ndim < view.expected.ndim for view in views):
        yield Claim(fewer, KEPT_HINT, lambda view: _reshaped(view, larger=False))
    if any(view.got.ndim == 1 < view.expected.ndim for view in views):
        yield Claim("{name} has lost its axes: all entries are in one row", FLAT_HINT, _flat, tells=_has_axes)
    for axis in range(axes + 1):
        yield _unreduced(f"{{name}} is not summed over axis {axis}", SUM_HINT, axis, REDUCTIONS["the sum"])
        yield _unreduced(f"{{name}} is not averaged over axis {axis}", MEAN_HINT, axis, REDUCTIONS["the mean"])
    for axis in range(axes if axes > 1 else 0):
        yield _overreduced(f"{{name}} is summed over axis {axis} once too often", OVER_HINT, axis, np.sum)
        yield _overreduced(f"{{name}} is averaged over axis {axis} once too often", OVER_HINT, axis, np.mean)
    yield _overreduced("{name} is summed over all its entries", OVER_HINT, None, np.sum)
    yield _overreduced("{name} is averaged over all its entries", OVER_HINT, None, np.mean)


def _flat(view: View) -> Tensor:
    return view.expected.ravel() if view.expected.ndim else view.expected


def _has_axes(view: View) -> bool:
    return len([n for n in view.expected.shape if n > 1]) > 1


def _overreduced(label: str, hint: str, axis: int | None, reduce: Callable[..., Tensor]) -> Claim:
    def predict(view: View) -> Tensor | None:
        fits = view.expected.ndim > 0 and (axis is None or view.got.ndim == view.expected.ndim - 1)
        return np.asarray(reduce(view.expected, axis=axis)) if fits else None

    return Claim(label, hint, predict, tells=lambda view: view.expected.size > view.got.size)


def _reshaped(view: View, *, larger: bool) -> Tensor | None:
    one, other = ([n for n in x.shape if n != 1] for x in (view.got, view.expected))
    if one != other or (view.got.ndim > view.expected.ndim) != larger:
        return None
    return view.expected.reshape(view.got.shape)


def _unreduced(label: str, hint: str, axis: int, reduce: Callable[[Tensor, int], Tensor]) -> Claim:
    def predict(view: View) -> Tensor | None:
        return np.asarray(reduce(view.got, axis)) if view.got.ndim == view.expected.ndim + 1 else None

    return Claim(label, hint, predict, backwards=True, tells=lambda view: view.got.shape[axis] > 1)


def reduction_claims(views: Sequence[View]) -> Iterator[Claim]:
    """Yield the claims that an input is reduced in another way than the right one."""
    for name, value in views[0].inputs.items():
        for axis in range(min(value.ndim, MAX_AXES)):
            for what in ("the sum", "the mean", "the largest entry"):
                if all(_is_reduction(view, name, what, axis) for view in views):
                    yield from _misreductions(name, what, axis, value.ndim)


def _is_reduction(view: View, name: str, what: str, axis: int) -> bool:
    reduced = _reduced(view, name, what, axis)
    return reduced is not None and close(reduced, view.expected)


def _reduced(view: View, name: str, what: str, axis: int) -> Tensor | None:
    x = view.inputs.get(name)
    if x is None or axis >= x.ndim or x.shape[axis] == 0:
        return None
    return np.asarray(REDUCTIONS[what](x, axis))


def _misreductions(name: str, what: str, axis: int, axes: int) -> Iterator[Claim]:
    for other in range(axes):
        if other != axis:
            label = f"{{name}} is {what} of {name} over axis {other}, not over axis {axis}"
            yield Claim(label, AXIS_HINT, _reducer(name, what, other))
    for instead in REDUCTIONS:
        if instead != what:
            label = f"{{name}} is {instead} of {name} over axis {axis}, not {what}"
            yield Claim(label, REDUCTION_HINT, _reducer(name, instead, axis))


def _reducer(name: str, what: str, axis: int) -> Callable[[View], Tensor | None]:
    return lambda view: _reduced(view, name, what, axis)

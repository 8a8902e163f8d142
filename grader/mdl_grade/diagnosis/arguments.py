"""Arguments taken for something else: what a right function gives for other inputs than it was called with.

Much of what goes wrong can be said so: "pad counts as 0", "beta1 and beta2 are exchanged", "kernel is flipped".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, wraps
from itertools import combinations
from typing import Any

import numpy as np

from mdl_grade.diagnosis.probes import Probe
from mdl_grade.diagnosis.suspects import Suspect, Wrap

Inputs = dict[str, Any]
MAX_AXES = 4


@dataclass(frozen=True)
class Mistaken:
    """A clause, and the inputs that it makes of those of a call."""

    label: str
    change: Callable[[Inputs], Inputs]
    rank: int = 0


def suspects_of(reference: str, function: str, probes: Sequence[Probe]) -> Iterator[Suspect]:
    """Yield the suspects that take arguments of `function` for something else."""
    own = [probe.inputs for probe in probes if probe.function == function]
    if own:
        for mistaken in _mistakes(own):
            yield Suspect(
                (mistaken.label,),
                "cause",
                reference,
                wraps={function: _with(mistaken.change, own[0])},
                rank=mistaken.rank,
            )


def _with(change: Callable[[Inputs], Inputs], example: Mapping[str, Any]) -> Wrap:
    names = list(example)

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def called(*args: Any, **kwargs: Any) -> Any:
            given = {**dict(zip(names, args, strict=False)), **kwargs}
            return function(**change(given))

        return called

    return wrap


def _mistakes(calls: list[Mapping[str, Any]]) -> Iterator[Mistaken]:
    names = [name for name in calls[0] if all(name in inputs for inputs in calls)]
    arrays = [n for n in names if all(isinstance(i[n], np.ndarray) for i in calls)]
    numbers = [n for n in names if all(_is_number(i[n]) for i in calls)]
    for name in numbers:
        yield from _numbers(name, [inputs[name] for inputs in calls])
    for name in arrays:
        yield from _arrays(name, min(inputs[name].ndim for inputs in calls))
    for kind in (arrays, numbers):
        for one, other in combinations(kind, 2):
            yield Mistaken(f"{one} and {other} are exchanged", _exchange(one, other))
            yield Mistaken(f"{other} stands where {one} belongs", _instead(one, other), 1)
            yield Mistaken(f"{one} stands where {other} belongs", _instead(other, one), 1)
    for name in names:
        words = sorted({i[name] for i in calls if isinstance(i[name], str)})
        for one in words:
            for other in words:
                if one != other:
                    yield Mistaken(f"{name} {one!r} is treated like {other!r}", _replaced(name, one, other))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _numbers(name: str, seen: Sequence[Any]) -> Iterator[Mistaken]:
    for constant in (0, 1):
        yield Mistaken(f"{name} counts as {constant}", _changed(name, _becoming(constant)))
    if all(isinstance(x, int) for x in seen):
        yield Mistaken(f"{name} is one too large", _changed(name, lambda x: x + 1))
        yield Mistaken(f"{name} is one too small", _changed(name, lambda x: x - 1))
    else:
        yield Mistaken(f"1 − {name} stands where {name} belongs", _changed(name, lambda x: 1 - x))
        yield Mistaken(f"the root of {name} stands where {name} belongs", _changed(name, lambda x: abs(x) ** 0.5), 1)
        yield Mistaken(f"the square of {name} stands where {name} belongs", _changed(name, lambda x: x * x), 1)
        yield Mistaken(f"1/{name} stands where {name} belongs", _changed(name, lambda x: 1 / x if x else x), 1)
    yield Mistaken(f"{name} has the wrong sign", _changed(name, lambda x: -x))
    yield Mistaken(f"{name} counts twice", _changed(name, lambda x: 2 * x), 1)
    yield Mistaken(f"{name} counts half", _changed(name, lambda x: x / 2 if isinstance(x, float) else x // 2), 1)


def _arrays(name: str, axes: int) -> Iterator[Mistaken]:
    yield Mistaken(f"{name} is left out", _changed(name, np.zeros_like))
    yield Mistaken(f"{name} counts as 1 everywhere", _changed(name, np.ones_like), 1)
    yield Mistaken(f"{name} has the wrong sign", _changed(name, np.negative))
    yield Mistaken(f"{name} has lost its signs", _changed(name, np.abs))
    yield Mistaken(f"{name} is squared", _changed(name, np.square), 1)
    yield Mistaken(f"{name} counts twice", _changed(name, lambda x: 2 * x), 1)
    yield Mistaken(f"{name} counts half", _changed(name, lambda x: x / 2), 1)
    if axes == 2:
        yield Mistaken(f"{name} is transposed", _changed(name, np.transpose))
    if axes >= 2:
        yield Mistaken(
            f"the last two axes of {name} are exchanged", _changed(name, lambda x: np.swapaxes(x, -1, -2)), 1
        )
        yield Mistaken(f"{name} is turned by 180 degrees", _changed(name, lambda x: x[..., ::-1, ::-1]))
    for one, other in combinations(range(axes), 2) if 2 < axes <= MAX_AXES else ():
        label = f"axes {one} and {other} of {name} are exchanged"
        yield Mistaken(label, _changed(name, partial(np.swapaxes, axis1=one, axis2=other)), 1)
    for axis in range(min(axes, MAX_AXES)):
        for label, move in _MOVES.items():
            yield Mistaken(label.format(name=name, axis=axis), _changed(name, _along(move, axis)), 1)


_MOVES: Mapping[str, Callable[[Any, int], Any]] = {
    "{name} is flipped along axis {axis}": lambda x, axis: np.flip(x, axis),
    "only the first entry of {name} along axis {axis} counts, for all": lambda x, axis: np.broadcast_to(
        np.take(x, [0], axis), x.shape
    ).copy(),
    "{name} is averaged over axis {axis} first": lambda x, axis: np.broadcast_to(
        x.mean(axis=axis, keepdims=True), x.shape
    ).copy(),
}


def _becoming(constant: int) -> Callable[[Any], Any]:
    return lambda x: type(x)(constant)


def _along(move: Callable[[Any, int], Any], axis: int) -> Callable[[Any], Any]:
    return lambda x: move(x, axis)


def _changed(name: str, change: Callable[[Any], Any]) -> Callable[[Inputs], Inputs]:
    return lambda inputs: {**inputs, name: change(inputs[name])} if name in inputs else inputs


def _exchange(one: str, other: str) -> Callable[[Inputs], Inputs]:
    return lambda inputs: {**inputs, one: inputs[other], other: inputs[one]}


def _instead(one: str, other: str) -> Callable[[Inputs], Inputs]:
    return lambda inputs: {**inputs, one: inputs[other]}


def _replaced(name: str, one: str, other: str) -> Callable[[Inputs], Inputs]:
    return lambda inputs: {**inputs, name: other} if inputs[name] == one else inputs

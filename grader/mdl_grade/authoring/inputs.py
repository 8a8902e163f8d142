"""What the checks of a suite never ask for: inputs that a prompt may allow, and that no call holds.

Who knows the prompt alone goes wrong where inputs are unkind: one row, whole numbers, ties, a 0 in the first place. A
suite that never has such an input can't see it. Whether it has to is for its author to say: prompts exclude much. For
sizes the author must say it: where an axis or a list is now of this length and now of that, some call has the length 1,
or `NEVER_ONE` says why none has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdl_grade.authoring.judge import Findings, Judge
from mdl_grade.diagnosis.probes import calls_in
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.suite import Suite

Numbers = NDArray[Any]

OF_TENSORS: Mapping[str, Callable[[Numbers], bool]] = {
    "no entries": lambda a: a.size == 0,
    "whole numbers": lambda a: a.dtype.kind in "iu",
    "a negative entry": lambda a: bool(np.any(a < 0)),
    "an entry 0": lambda a: bool(np.any(a == 0)),
    "0 in the first place, and others elsewhere": lambda a: a.size > 1 and a.flat[0] == 0 and bool(np.any(a != 0)),
    "entries that are all 0": lambda a: a.size > 0 and not np.any(a),
    "entries that add up to 0": lambda a: bool(np.any(a)) and abs(np.sum(a)) <= 1e-12 * np.sum(np.abs(a)),
    "two equal entries": lambda a: len(np.unique(a)) < a.size,
    "entries that are all equal": lambda a: a.size > 1 and len(np.unique(a)) == 1,
    "an entry beyond 1e6": lambda a: bool(np.any(np.abs(a) > 1e6)),
    "an entry within 1e-6 of 0": lambda a: bool(np.any((np.abs(a) < 1e-6) & (a != 0))),
}
OF_NUMBERS: Mapping[str, Callable[[Any], bool]] = {
    "0": lambda x: bool(x == 0),
    "1": lambda x: bool(x == 1),
    "a negative number": lambda x: x < 0,
    "a whole number": lambda x: isinstance(x, int | np.integer),
}
OF_LISTS: Mapping[str, Callable[[Sequence[Any]], bool]] = {
    "nothing in it": lambda items: len(items) == 0,
    "one thing in it": lambda items: len(items) == 1,
}


def untried(suite: Suite, wall: Wall, seed: int = 0) -> dict[str, tuple[str, ...]]:
    """Return for each argument that tensors, numbers or lists are given for what none of these is: "X of f" -> kinds.

    Calls whose arguments come out of the answer are not looked at, nor what becomes of a call: one that is refused has
    been made.
    """
    given = _given(Judge(suite, wall), seed)
    missing = {f"{name} of {function}": tuple(_missing(values)) for (function, name), values in given.items()}
    return {name: kinds for name, kinds in missing.items() if kinds}


def hold_sizes(judge: Judge, seed: int, findings: Findings) -> None:
    """Hold every size of an exercise's inputs that is not always the same to be 1 somewhere, but for `NEVER_ONE`."""
    excused = judge.suite.never_one
    missed: dict[str, tuple[str, set[int]]] = {}
    for (function, name), values in _given(judge, seed).items():
        for size, lengths in _lengths(name, values).items():
            if 1 not in lengths and len(lengths) > 1:
                missed.setdefault(size, (function, lengths))
    for size, (function, lengths) in missed.items():
        told = f"in no call of {function} the {size} is 1 (it is {', '.join(map(str, sorted(lengths)))})"
        remedy = f'add a row of sizes in which it is, or say why not: NEVER_ONE = {{"{size}": "…"}}'
        findings.unless(size in excused, f"{told}: {remedy}")
    for size in excused.keys() - missed.keys():
        findings.unless(False, f"NEVER_ONE speaks of {size!r}, which is 1 somewhere, or never varies: take it out")


def _given(judge: Judge, seed: int) -> dict[tuple[str, str], list[Any]]:
    """Return what the reference is given under a seed: (function, argument) -> values."""
    given: dict[tuple[str, str], list[Any]] = {}
    for verdict in judge.verdicts(judge.suite.solution.whole, seed):
        for exchange in verdict.exchanges:
            for _, call in calls_in(exchange, judge.suite.signatures):
                for name, value in call.inputs.items():
                    given.setdefault((call.function, name), []).append(value)
    return given


def _lengths(name: str, values: Sequence[Any]) -> dict[str, set[int]]:
    """Return the lengths of an argument's axes, or of the list that it is: "axis 0 of X" -> lengths.

    Axes of tensors of other dimensions are other axes, and called alike: where two are, all lengths are counted.
    """
    lengths: dict[str, set[int]] = {}
    for value in values:
        if isinstance(value, np.ndarray):
            for axis, length in enumerate(value.shape):
                lengths.setdefault(f"axis {axis} of {name}", set()).add(length)
        elif isinstance(value, list | tuple):
            lengths.setdefault(f"length of {name}", set()).add(len(value))
    return lengths


def _missing(values: Sequence[Any]) -> Iterator[str]:
    tensors = [value for value in values if isinstance(value, np.ndarray) and value.dtype.kind in "iuf"]
    numbers = [x for x in values if isinstance(x, int | float | np.number) and not isinstance(x, bool)]
    yield from _sizes(tensors)
    yield from _none(OF_TENSORS, tensors)
    yield from _none(OF_NUMBERS, numbers)
    yield from _none(OF_LISTS, [value for value in values if isinstance(value, list | tuple)])


def _sizes(tensors: Sequence[Numbers]) -> Iterator[str]:
    for ndim in sorted({tensor.ndim for tensor in tensors}):
        alike = [tensor.shape for tensor in tensors if tensor.ndim == ndim]
        for axis in range(ndim):
            if all(shape[axis] != 1 for shape in alike):
                yield f"size 1 along axis {axis}{f' of {ndim}' if ndim > 1 else ''}"


def _none(kinds: Mapping[str, Callable[[Any], bool]], values: Sequence[Any]) -> Iterator[str]:
    with np.errstate(all="ignore"):  # some inputs are as large as numbers get, or no numbers
        yield from (kind for kind, holds in kinds.items() if values and not any(map(holds, values)))

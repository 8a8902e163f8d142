"""What the checks of a suite never ask for: inputs that a prompt may allow, and that no call holds.

Who knows the prompt alone goes wrong where inputs are unkind: one row, whole numbers, ties, a 0 in the first place. A
suite that never has such an input can't see it. Whether it has to is for its author to say: prompts exclude much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdl_grade.authoring.judge import Judge
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
    tried: dict[str, list[Any]] = {}
    for verdict in Judge(suite, wall).verdicts(suite.solution.whole, seed):
        for exchange in verdict.exchanges:
            for _, call in calls_in(exchange, suite.signatures):
                for name, value in call.inputs.items():
                    tried.setdefault(f"{name} of {call.function}", []).append(value)
    missing = {name: tuple(_missing(values)) for name, values in tried.items()}
    return {name: kinds for name, kinds in missing.items() if kinds}


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

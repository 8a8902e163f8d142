"""A reply has the form of the reference's to the same program: held before anything is calculated with it.

NumPy combines what has different shapes, and what comes of it may be large, slow or an exception. So structure, shapes
and kinds of numbers are compared first, node by node, and what differs fails as such.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mdl_grade.checks.failure import CheckFailed
from mdl_grade.checks.form import as_held_by, is_narrow, numeric, require_finite
from mdl_grade.checks.structure import leaves
from mdl_grade.records.evidence import WrongDtype
from mdl_grade.sandbox.packing import Generated
from mdl_grade.sandbox.programs import arrays as arrays_in
from mdl_grade.sandbox.wire import Call, GetAttr, Operate
from mdl_grade.suite.cases import Case, to_try
from mdl_grade.suite.recorder import DATA_CAP, Node, Recording

LEAST_ROOM = 1 << 20
FACTOR = 4
"""A wrong shape is shown, and its numbers may name a bug; what is far larger than the reference's is not sent."""


def outline(value: Any) -> Any:
    """Return a value of the same structure, shapes and dtypes that takes no memory: all entries of an array are one.

    It is the largest modulus, NaN if not all of them are finite.
    """
    match value:
        case np.ndarray():
            floats = value.dtype.kind in "fc"
            largest = np.max(np.abs(value), initial=0.0) if floats and np.isfinite(value).all() else np.nan
            return np.broadcast_to(np.asarray(largest if floats else 0, value.dtype), value.shape)
        case dict():
            return {key: outline(item) for key, item in value.items()}
        case Generated():
            return Generated(outline(item) for item in value)
        case list():
            return [outline(item) for item in value]
        case tuple():
            return tuple(outline(item) for item in value)
    return value


def room_for(want: Any) -> int:
    """Return how many bytes of arrays may come back where something of the form of `want` is due, if anything is."""
    return min(DATA_CAP, LEAST_ROOM + FACTOR * sum(array.nbytes for array in arrays_in(want)))


def select(values: Any, only: Sequence[str], returns: Sequence[str] = ()) -> Any:
    """Keep the parts of a result that `only` names: of a dict, the entries whose keys begin so; of what a function
    returns, the values that `returns` calls so, one of them as itself. Everything, if it names none.
    """
    if not only:
        return values
    if isinstance(values, dict):
        return {key: value for key, value in values.items() if str(key).startswith(tuple(only))}
    if isinstance(values, tuple | list) and len(values) == len(returns):
        kept = tuple(value for name, value in zip(returns, values, strict=True) if name in only)
        return kept[0] if len(kept) == 1 else kept
    return values


def selected(only: Sequence[str], returns: Sequence[str]) -> tuple[str, ...]:
    """Return the names of what `select` keeps of what a function returns."""
    return tuple(name for name in returns if name in only or not only) or tuple(returns)


def hold_alike(
    recording: Recording,
    got: Any,
    want: Any,
    *,
    returns: Sequence[str],
    cases: Sequence[Case] = (),
    only: Sequence[str] = (),
    finite: bool = True,
) -> CheckFailed | None:
    """Assert that what came back has the form of what the reference gives, and is finite where that is.

    Single precision where the reference has double passes; the first of it is returned, for the check that is about it.

    Parameters
    ----------
    got, want : plain data
        Both results of the recorded scenario.
    returns : sequence of str
        What a call of the exercise's function returns.
    cases : sequence of Case
        If the scenario went through cases: the results are theirs, in order.
    only : sequence of str
        If results are dicts, the beginnings of the keys that count.

    Raises
    ------
    CheckFailed
        With `WrongType`, `WrongShape` or `WrongDtype`, and the case.
    """
    narrow: list[CheckFailed] = []
    which = _numbered(recording, max(len(cases), 1))
    if not cases:
        _hold(recording, recording.result, got, want, returns, "", which, finite, narrow)
        return narrow[0] if narrow else None
    failures = []
    for case, *each in zip(cases, recording.result, got, want, strict=True):
        template, mine, right = (select(value, only) for value in each)
        try:
            where = case if isinstance(case, Case) else ""
            _hold(recording, template, mine, right, returns, where, which, finite, narrow)
        except CheckFailed as failure:
            failures.append((case, failure))
    if failures:
        raise to_try(failures)
    return narrow[0] if narrow else None


def _hold(
    recording: Recording,
    template: Any,
    got: Any,
    want: Any,
    returns: Sequence[str],
    where: object,
    which: Mapping[int, str],
    finite: bool,
    narrow: list[CheckFailed],
) -> None:
    match template:
        case Node():
            items = list(got) if _is_series(got) and isinstance(want, list) else got
            names = [
                f"{name}{which.get(template.__step__, '')}" for name in _names(recording, template.__step__, returns)
            ]
            pairs = leaves(items, want, names=names, where=where)
            forms = [numeric(leaf, where) for leaf in pairs]
            for leaf, arrays in zip(pairs, forms, strict=True):
                if arrays is not None and is_narrow(arrays[0]) and not is_narrow(arrays[1]):
                    narrow.append(_narrow(leaf.name, *arrays, where))
                if finite and arrays is not None and arrays[1].dtype.kind in "fc" and _is_finite(*arrays):
                    require_finite(leaf.name, arrays[0], ~np.isfinite(arrays[0]), where)
        case list() | tuple():
            for i, part in enumerate(template):
                _hold(recording, part, got[i], want[i], returns, where, which, finite, narrow)
        case dict():
            for key, part in template.items():
                _hold(recording, part, got[key], want[key], returns, where, which, finite, narrow)


def _narrow(name: str, got: Any, want: Any, where: object) -> CheckFailed:
    evidence = WrongDtype(what=name, got=got.dtype.name, expected=want.dtype.name, case=str(where))
    return CheckFailed(evidence, where)


def _is_finite(got: Any, want: Any) -> bool:
    """Tell whether an answer has to be finite: the reference is, and the answer's precision can hold that."""
    return bool(np.isfinite(want).all() and np.isfinite(as_held_by(got, want)).all())


def _is_series(value: Any) -> bool:
    """Tell whether it is an array along one axis: a check of curves takes it for a list of numbers, others may not."""
    return isinstance(value, np.ndarray) and value.ndim == 1


def _numbered(recording: Recording, cases: int) -> Mapping[int, str]:
    """Say of steps which call of a case they are, but for the first: others may be of something else than was drawn."""
    calls = [i for i, step in enumerate(recording.steps) if isinstance(step, Call)]
    of_each, rest = divmod(len(calls), cases)
    if rest:
        return {}
    return {step: f" in call {i % of_each + 1} of {of_each}" for i, step in enumerate(calls) if i % of_each}


def _names(recording: Recording, index: int, returns: Sequence[str]) -> Sequence[str]:
    """Return what the parts of a step's value are called."""
    match recording.steps[index]:
        case Call():
            return returns
        case GetAttr(name=name):
            return (name,)
        case Operate(operator="getitem", operands=[_, int() as item]) if 0 <= item < len(returns) > 1:
            return (returns[item],)
    return returns if len(returns) == 1 else ()

"""Results in another form, and results that are a simple function of the right ones."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial, wraps
from itertools import permutations
from typing import Any

import numpy as np

from mdl_grade.diagnosis.causes import Cause, Observation, view_of
from mdl_grade.diagnosis.probes import Probe, Reading, sizes_of
from mdl_grade.diagnosis.suspects import Suspect, Wrap

MAX_RESULTS = 4
NONE_HINT = "A function that ends without `return` gives None."
ORDER_HINT = "Compare the order with the docstring's."
LIST_HINT = "np.array makes an array of it."
FLOAT32_HINT = "Arrays made with dtype=np.float32, or cast to it, keep 7 digits: float64 keeps 16."
WHOLE_HINT = "Integer arrays cut off what is put into them: make the array with a float dtype, and divide with /."

Change = Callable[[Any], Any]


def restructured(reference: str, function: str, probes: Sequence[Probe], returns: Sequence[str]) -> Iterator[Suspect]:
    """Yield the suspects that return what is right in another form."""
    right = [p.right_value for p in probes if p.function == function]
    if not right:
        return
    for label, hint, change in _forms(function, right, returns):
        yield Suspect((label,), "cause", reference, hint, {function: _returning(change)})


def _forms(function: str, right: Sequence[Any], returns: Sequence[str]) -> Iterator[tuple[str, str, Change]]:
    yield f"{function} returns None", NONE_HINT, lambda value: None
    first = right[0]
    if isinstance(first, tuple | list) and len(first) == len(returns):
        yield from _of_several(returns)
    for i, name in enumerate(returns if isinstance(first, tuple | list) and len(first) == len(returns) else [""]):
        called = name or (returns[0] if len(returns) == 1 else f"what {function} returns")
        for label, hint, change in _of_one(called):
            yield label, hint, change if not name else _at(i, change)


def _of_several(names: Sequence[str]) -> Iterator[tuple[str, str, Change]]:
    k = len(names)
    for i, name in enumerate(names):
        rest = [other for j, other in enumerate(names) if j != i]
        verb = "are" if len(rest) > 1 else "is"
        if k > 1:
            yield f"only {name} is returned; {' and '.join(rest)} {verb} not", ORDER_HINT, partial(_entry, i)
        if k > 2:
            yield f"{name} is not returned", ORDER_HINT, partial(_without, i)
        yield f"None is returned in place of {name}", NONE_HINT, _at(i, lambda x: None)
    if k <= MAX_RESULTS:
        for order in permutations(range(k)):
            if order != tuple(range(k)):
                told = ", ".join(names[i] for i in order)
                yield f"the results come in the order {told}", ORDER_HINT, partial(_ordered, order)


def _entry(place: int, value: Any) -> Any:
    return value[place]


def _without(place: int, value: Any) -> Any:
    return (*value[:place], *value[place + 1 :])


def _ordered(order: Sequence[int], value: Any) -> Any:
    return tuple(value[i] for i in order)


def _of_one(name: str) -> Iterator[tuple[str, str, Change]]:
    yield f"{name} is a list, not an array", LIST_HINT, lambda x: x.tolist() if isinstance(x, np.ndarray) else x
    yield f"{name} is of float32, not of float64", FLOAT32_HINT, lambda x: _cast(x, np.float32)
    yield f"{name} is cut to whole numbers", WHOLE_HINT, lambda x: _cast(np.trunc(x), np.int64)
    yield f"{name} is cut to whole numbers", WHOLE_HINT, lambda x: np.trunc(x)
    yield f"{name} is rounded to whole numbers", WHOLE_HINT, lambda x: np.rint(x)
    yield f"{name} is an array of one entry, not a number", LIST_HINT, lambda x: x if np.ndim(x) else np.array([x])


def _cast(x: Any, dtype: type) -> Any:
    return x.astype(dtype) if isinstance(x, np.ndarray | np.generic) else dtype(x)


def _at(place: int, change: Change) -> Change:
    return lambda value: (*value[:place], change(value[place]), *value[place + 1 :])


def _returning(change: Change) -> Wrap:
    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        return wraps(function)(lambda *args, **kwargs: change(function(*args, **kwargs)))

    return wrap


# --- statements about tensors, made programs --------------------------------------------------------------------------
Place = tuple[str, ...]


def stating(
    reference: str,
    function: str,
    found: Mapping[Place, Cause],
    names: Sequence[str],
    known: Mapping[str, Reading],
) -> Suspect:
    """Make a suspect of statements about what a function returns, each about the tensor at one place of the result."""
    labels = tuple(dict.fromkeys(cause.label for cause in found.values()))
    hint = next(iter(found.values())).hint

    def wrap(right: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(right)
        def called(*args: Any, **kwargs: Any) -> Any:
            inputs = {**dict(zip(names, copy.deepcopy(args), strict=False)), **kwargs}
            return _changed(right(*args, **kwargs), (), found, inputs, sizes_of(inputs, known))

        return called

    return Suspect(labels, "cause", reference, hint, {function: wrap}, int(min(c.rank for c in found.values())))


def _changed(value: Any, place: Place, found: Mapping[Place, Cause], inputs: Any, sizes: Any) -> Any:
    if place in found:
        return _predicted(value, found[place], inputs, sizes)
    if isinstance(value, tuple | list) and any(p[: len(place)] == place for p in found):
        return type(value)(_changed(item, (*place, str(i)), found, inputs, sizes) for i, item in enumerate(value))
    if isinstance(value, dict):
        return {key: _changed(item, (*place, str(key)), found, inputs, sizes) for key, item in value.items()}
    return value


def _predicted(value: Any, cause: Cause, inputs: Any, sizes: Any) -> Any:
    view = view_of(Observation("", value, value, sizes, inputs))
    made = cause.predict(view) if view is not None and cause.predict else None
    if made is None:
        raise ValueError("the statement says nothing about this call")
    made = np.asarray(made)
    return float(made) if made.ndim == 0 and isinstance(value, float) else made


# --- several mistakes -------------------------------------------------------------------------------------------------
def spliced(
    reference: str, culprits: Mapping[tuple[str, str], Suspect], said: Mapping[Suspect, tuple[str, ...]]
) -> Suspect:
    """Make a suspect whose results come from several others, each its own.

    Parameters
    ----------
    culprits : mapping
        Who gives a result: by the function, and by its position or key there; "" for all that it returns.
    said : mapping
        The clauses of each of them.
    """
    suspects = tuple(dict.fromkeys(culprits.values()))
    labels = tuple(dict.fromkeys(label for suspect in suspects for label in said[suspect]))
    functions = dict.fromkeys(function for function, _ in culprits)
    wraps = {f: _giving({key: s for (of, key), s in culprits.items() if of == f}) for f in functions}
    first, rank = suspects[0], max(s.rank for s in suspects)
    own = [{group: s for group, s in culprits.items() if s is suspect} for suspect in suspects]
    parts = tuple(spliced(reference, groups, said) for groups in own) if len(own) > 1 else ()
    return Suspect(labels, first.source, reference, first.hint, wraps, rank, parts, parts_apart=True)


def _giving(culprits: Mapping[str, Suspect]) -> Wrap:
    """Return what makes a function give some of its results as others do."""

    def wrap(right: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(right)
        def called(*args: Any, **kwargs: Any) -> Any:
            value = right(*copy.deepcopy(args), **copy.deepcopy(kwargs))
            given = {
                key: suspect.namespace()[right.__name__](*copy.deepcopy(args), **copy.deepcopy(kwargs))
                for key, suspect in culprits.items()
            }
            if "" in given:
                return given[""]
            if isinstance(value, dict):
                return {key: given[key][key] if key in given else item for key, item in value.items()}
            return tuple(given[str(i)][i] if str(i) in given else item for i, item in enumerate(value))

        return called

    return wrap

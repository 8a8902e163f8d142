"""Claims that are fitted: a factor or a term that the numbers of the case explain, over all cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from mdl_grade.diagnosis.causes.claims import RTOL, Claim, Tensor, View

FACTOR_HINT = "Follow this factor through your formula: how often does it belong there?"
TERM_HINT = "Write the formula beside your line, and tick its terms off one by one."

Number = Callable[[View], float]


def fitted_claims(views: Sequence[View]) -> Iterator[Claim]:
    """Yield the claims about a factor, or a multiple of an input, that all cases agree on."""
    if any(view.got.shape != view.expected.shape for view in views):
        return
    yield from _factors(views)
    yield from _terms(views)


def _factors(views: Sequence[View]) -> Iterator[Claim]:
    factors = []
    for view in views:
        factors.append(_ratio(view.got, view.expected))
        if np.isnan(factors[-1]):
            return
    for text, number in _matching(views, factors):
        if text != "1":
            yield Claim(f"{{name}} is {text} times what it should be", FACTOR_HINT, _scaled(number))
            return


def _terms(views: Sequence[View]) -> Iterator[Claim]:
    differences = [view.got - view.expected for view in views]
    for text, tensor in _tensors(views):
        shares = _shares(views, differences, tensor)
        if not any(share for _, share in shares):
            continue
        for factor, number in _matching([view for view, _ in shares], [abs(share) for _, share in shares]):
            signs = {bool(share > 0) for _, share in shares if share}
            if len(signs) == 1:
                more = signs.pop()
                term = text if factor == "1" else f"({factor}) · {text}"
                label = f"{{name}} has the term {term} too much" if more else f"the term {term} is missing in {{name}}"
                yield Claim(label, TERM_HINT, _with_term(tensor, number, 1.0 if more else -1.0))
                return


def _shares(
    views: Sequence[View], differences: Sequence[Tensor], tensor: Callable[[View], Tensor]
) -> list[tuple[View, float]]:
    """Return how often a tensor is in the differences, case by case, as far as that can be said; nothing if one
    contradicts.
    """
    shares = []
    for view, difference in zip(views, differences, strict=True):
        share = _share(difference, _maybe(tensor(view), view))
        if share is not None and np.isnan(share):
            return []
        if share is not None:
            shares.append((view, share))
    return shares


def _scaled(number: Number) -> Callable[[View], Tensor]:
    return lambda view: view.expected * number(view)


def _with_term(tensor: Callable[[View], Tensor], number: Number, sign: float) -> Callable[[View], Tensor]:
    return lambda view: view.expected + sign * number(view) * tensor(view)


def _maybe(tensor: Tensor, view: View) -> Tensor:
    try:
        return np.broadcast_to(tensor, view.expected.shape)
    except ValueError:
        return np.full(view.expected.shape, np.nan)


def _ratio(one: Tensor, other: Tensor) -> float:
    """Return the number that `one` is of `other`, entry by entry; NaN if there is none, or it is 0."""
    if one.shape != other.shape or not np.all(np.isfinite(other)) or not np.any(other):
        return float("nan")
    place = np.unravel_index(np.argmax(np.abs(other)), other.shape) if other.ndim else ()
    factor = float(one[place] / other[place])
    scale = np.max(np.abs(one), initial=0.0)
    fits = np.max(np.abs(one - factor * other), initial=0.0) <= 10 * RTOL * scale
    return factor if fits and factor else float("nan")


def _share(difference: Tensor, tensor: Tensor) -> float | None:
    """Return how often a tensor is in a difference; None if nothing can be said, NaN if it is not alone there."""
    if not np.any(difference):
        return 0.0 if np.any(tensor) else None
    return _ratio(difference, tensor)


def _tensors(views: Sequence[View]) -> Iterator[tuple[str, Callable[[View], Tensor]]]:
    names = [n for n in views[0].inputs if all(n in v.inputs and v.inputs[n].ndim <= v.expected.ndim for v in views)]
    names = [n for n in names if any(view.inputs[n].ndim for view in views) or views[0].expected.ndim == 0]
    yield from ((name, _input(name)) for name in names)
    yield from ((f"{name}²", _product(name, name)) for name in names)
    for one, other in combinations(names, 2):
        if all(view.inputs[one].shape == view.inputs[other].shape for view in views):
            yield f"{one} ∘ {other}", _product(one, other)
    yield "1", lambda view: np.ones_like(view.expected)


def _input(name: str) -> Callable[[View], Tensor]:
    return lambda view: view.inputs[name]


def _product(one: str, other: str) -> Callable[[View], Tensor]:
    return lambda view: view.inputs[one] * view.inputs[other]


def _matching(views: Sequence[View], wanted: Sequence[float]) -> Iterator[tuple[str, Number]]:
    """Yield the numbers of the cases that are the wanted ones in all of them, the simplest first."""
    for text, number in _numbers(views):
        with np.errstate(all="ignore"):
            if all(_is(_safely(number, view), target) for view, target in zip(views, wanted, strict=True)):
                yield text, number


def _is(value: float, target: float) -> bool:
    return abs(value - target) <= 100 * RTOL * abs(target)


def _safely(number: Number, view: View) -> float:
    try:
        value = number(view)
    except (ZeroDivisionError, OverflowError):
        return float("nan")
    return value if isinstance(value, float) else float("nan")


_CONSTANTS = {"1": 1.0, "−1": -1.0, "2": 2.0, "½": 0.5, "π": np.pi, "2π": 2 * np.pi, "√2": 2**0.5}
_OF_ONE: Mapping[str, Callable[[float], float]] = {
    "{a}": lambda a: a,
    "1/({a})": lambda a: 1.0 / a,
    "√({a})": lambda a: a**0.5,
    "1/√({a})": lambda a: a**-0.5,
    "({a})²": lambda a: a**2,
}
_OF_TWO: Mapping[str, Callable[[float, float], float]] = {
    "{a} · {b}": lambda a, b: a * b,
    "({a}) / ({b})": lambda a, b: a / b,
    "({b}) / ({a})": lambda a, b: b / a,
    "√({a}) / ({b})": lambda a, b: a**0.5 / b,
    "√({b}) / ({a})": lambda a, b: b**0.5 / a,
}


def _numbers(views: Sequence[View]) -> Iterator[tuple[str, Number]]:
    yield from ((text, _constant(value)) for text, value in _CONSTANTS.items())
    atoms = dict(_atoms(views))
    for a, number in atoms.items():
        yield from ((text.format(a=a), _of_one(make, number)) for text, make in _OF_ONE.items())
    for (a, one), (b, other) in combinations(atoms.items(), 2):
        yield from ((text.format(a=a, b=b), _of_two(make, one, other)) for text, make in _OF_TWO.items())


def _constant(value: float) -> Number:
    return lambda view: value


def _of_one(make: Callable[[float], float], number: Number) -> Number:
    return lambda view: make(number(view))


def _of_two(make: Callable[[float, float], float], one: Number, other: Number) -> Number:
    return lambda view: make(one(view), other(view))


def _atoms(views: Sequence[View]) -> Iterator[tuple[str, Number]]:
    """Yield the numbers of a case: sizes and inputs, 1 − an input below 1, and powers by a count."""
    first = views[0]
    sizes = [
        n for n in first.sizes if all(v.sizes.get(n, 0) > 0 for v in views) and len({v.sizes[n] for v in views}) > 1
    ]
    inputs = [n for n in first.inputs if all(n in v.inputs and v.inputs[n].ndim == 0 for v in views) and n not in sizes]
    shares = [n for n in inputs if all(0.0 < float(view.inputs[n]) < 1.0 for view in views)]
    counts = [*sizes, *(n for n in inputs if n not in shares)]
    yield from ((name, _value(name)) for name in (*sizes, *inputs))
    yield from ((f"{name} − 1", _of_one(lambda n: n - 1.0, _value(name))) for name in sizes)
    yield from ((f"1 − {name}", _of_one(lambda a: 1.0 - a, _value(name))) for name in shares)
    for share in shares:
        for count in counts:
            yield f"{share}^{count}", _of_two(lambda a, n: a**n, _value(share), _value(count))
            yield f"1 − {share}^{count}", _of_two(lambda a, n: 1.0 - a**n, _value(share), _value(count))


def _value(name: str) -> Number:
    return lambda view: float(view.sizes[name] if name in view.sizes else view.inputs[name])

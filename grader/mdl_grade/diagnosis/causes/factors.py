"""Claims that a tensor is a multiple of the right one: by −1, 2, a size of the case, a number among the inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, permutations
from math import isqrt

from mdl_grade.diagnosis.causes.claims import Claim, View

SIGN_HINT = "A minus sign is missing, or there once too often."
TWICE_HINT = "A 2 comes from the derivative of a square, from adding something twice, or from an axis of length 2."
HALF_HINT = "A ½ comes from a mean over two things; the derivative of a square brings a 2 that it may cancel."
LARGE_HINT = "Is it a mean that is asked for? Then a division is missing."
SMALL_HINT = "Is it a sum that is asked for? Then do not divide; and a mean divides only once."
ROOT_HINT = "Standard deviations, norms and scaled dot products go with the root of a size."
RATIO_HINT = "Two sizes are mixed up: which of them is averaged over?"
DDOF_HINT = "Somewhere one of a number and its neighbour stands for the other, as N − 1 for N does in a variance."
INPUT_HINT = "Follow this number through your formula: how often does it belong there?"


def factor_claims(views: Sequence[View]) -> Iterator[Claim]:
    """Yield the claims about a factor that these cases can decide."""
    yield _claim("{name} has the wrong sign", SIGN_HINT, lambda view: -1.0)
    yield _claim("{name} is twice what it should be", TWICE_HINT, lambda view: 2.0)
    yield _claim("{name} is half of what it should be", HALF_HINT, lambda view: 0.5)
    names = [n for n in views[0].sizes if all(view.sizes.get(n, 0) > 0 for view in views)]
    for name in names:
        if is_identified(views, name):
            yield from _size_claims(name)
    for one, other in combinations(names, 2):
        if is_identified(views, one) and is_identified(views, other):
            yield from _product_claims(one, other)
    for one, other in permutations(names, 2):
        if is_identified(views, one) and is_identified(views, other):
            yield _ratio_claim(one, other)
    for name in [n for n in views[0].inputs if n not in names]:
        if all(_is_factor(view, name) for view in views):
            yield from _input_claims(name)


def is_identified(views: Sequence[View], name: str) -> bool:
    """Tell whether a factor can be traced to this size: it varies, or it is a prime that no other size is."""
    values = [view.sizes[name] for view in views]
    return len(set(values)) > 1 or (_is_prime(values[0]) and list(views[0].sizes.values()).count(values[0]) == 1)


def _is_prime(n: int) -> bool:
    return n > 1 and all(n % d for d in range(2, isqrt(n) + 1))


def _size_claims(name: str) -> Iterator[Claim]:
    def n(view: View) -> float:
        return float(view.sizes[name])

    yield _claim(f"{{name}} is {name} times too large", LARGE_HINT, n)
    yield _claim(f"{{name}} is divided by {name} once too often", SMALL_HINT, lambda view: 1.0 / n(view))
    yield _claim(f"{{name}} is √{name} times too large", ROOT_HINT, lambda view: n(view) ** 0.5)
    yield _claim(f"{{name}} is √{name} times too small", ROOT_HINT, lambda view: n(view) ** -0.5)
    above, below = f"{name}/({name} − 1)", f"({name} − 1)/{name}"
    yield _claim(f"{{name}} is {above} times what it should be", DDOF_HINT, lambda view: _ratio(n(view), n(view) - 1.0))
    yield _claim(f"{{name}} is {below} times what it should be", DDOF_HINT, lambda view: _ratio(n(view) - 1.0, n(view)))


def _product_claims(one: str, other: str) -> Iterator[Claim]:
    def product(view: View) -> float:
        return float(view.sizes[one] * view.sizes[other])

    yield _claim(f"{{name}} is {one}·{other} times too large", LARGE_HINT, product)
    label = f"{{name}} is divided by {one}·{other} once too often"
    yield _claim(label, SMALL_HINT, lambda view: 1.0 / product(view))


def _ratio_claim(one: str, other: str) -> Claim:
    label = f"{{name}} is {one}/{other} times what it should be"
    return _claim(label, RATIO_HINT, lambda view: view.sizes[one] / view.sizes[other])


def _is_factor(view: View, name: str) -> bool:
    value = view.inputs.get(name)
    return value is not None and value.ndim == 0 and bool(value > 0)


def _input_claims(name: str) -> Iterator[Claim]:
    def a(view: View) -> float:
        return float(view.inputs[name])

    yield _claim(f"{{name}} is {name} times what it should be", INPUT_HINT, a)
    yield _claim(f"{{name}} is 1/{name} times what it should be", INPUT_HINT, lambda view: 1.0 / a(view))
    rest = f"1 − {name}"
    yield _claim(f"{{name}} is {rest} times what it should be", INPUT_HINT, lambda view: _inside(1.0 - a(view)))
    label = f"{{name}} is 1/({rest}) times what it should be"
    yield _claim(label, INPUT_HINT, lambda view: _ratio(1.0, _inside(1.0 - a(view))))


def _inside(share: float) -> float:
    """Return a share between 0 and 1; NaN, which no tensor equals, for anything else."""
    return share if 0.0 < share < 1.0 else float("nan")


def _ratio(one: float, other: float) -> float:
    return one / other if other else float("nan")


def _claim(label: str, hint: str, factor: Callable[[View], float]) -> Claim:
    return Claim(label, hint, lambda view: view.expected * factor(view))

"""Generic causes: what a wrong tensor is, seen from the right one.

A cause is a statement about the learner's result: its sign, a factor, its layout, an axis. It is made only if it holds
in every case, says something in at least one of them, and no other of its strength holds as well. It never tells a
value of the reference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import chain
from typing import Any

import numpy as np

from mdl_grade.diagnosis.causes.claims import Claim, Tensor, View, close
from mdl_grade.diagnosis.causes.factors import factor_claims
from mdl_grade.diagnosis.causes.fits import fitted_claims
from mdl_grade.diagnosis.causes.layouts import layout_claims, reduction_claims
from mdl_grade.diagnosis.causes.values import copy_claims, value_claims, weak_claims


class Strength(IntEnum):
    """How much a cause says; the lower, the more. What is WEAK is true, but often the trace of a deeper mistake."""

    REDUCTION = 0
    FACTOR_OR_LAYOUT = 1
    COPY = 2
    ENTRIES = 3
    FITTED = 4
    WEAK = 5


@dataclass(frozen=True)
class Observation:
    """One case of a failed check.

    Parameters
    ----------
    name : str
        What the tensor is called: "db".
    got, expected : array or number
        The learner's and the reference's. Anything else makes the case unfit, and nothing is named.
    sizes : mapping
        Named sizes of the case: ``{"N": 7, "D": 5}``.
    inputs : mapping
        Named inputs of the case. Those that are no numbers are passed over.
    """

    name: str
    got: Any
    expected: Any
    sizes: Mapping[str, int]
    inputs: Mapping[str, Any]


@dataclass(frozen=True)
class Cause:
    """A clause that ends "It looks as if …", a sentence that helps, and how strong it is."""

    label: str
    hint: str
    rank: Strength
    predict: Callable[[View], Tensor | None] | None = field(default=None, compare=False)
    """What makes the learner's tensor of the right one; None if the statement reads the other way round."""


def causes(observations: Sequence[Observation], most: Strength = Strength.WEAK) -> list[Cause]:
    """Name what is wrong with a tensor, from all cases in which one check saw it.

    Parameters
    ----------
    most : Strength
        The weakest that is looked for.

    Returns
    -------
    list of Cause
        The one cause that holds, or nothing: several that hold equally well can't be told apart by these cases.
    """
    views = [view_of(observation) for observation in observations]
    fit = [view for view in views if view is not None]
    if not fit or len(fit) < len(views) or all(close(view.got, view.expected) for view in fit):
        return []
    for rank, claims in _levels(fit, most):
        holding = {claim.label: claim for claim in claims if claim.telling(fit)}
        if holding:
            named = [_cause(claim, observations[0].name, rank) for claim in holding.values()]
            return named if len(named) == 1 else []
    return []


def _cause(claim: Claim, name: str, rank: Strength) -> Cause:
    return Cause(claim.label.format(name=name), claim.hint, rank, None if claim.backwards else claim.predict)


def conceivable(observation: Observation, most: Strength) -> bool:
    """Tell whether some cause might hold, from one case alone: what one case contradicts is no cause."""
    view = view_of(observation)
    if view is None:
        return False
    same_form = view.got.shape == view.expected.shape
    if same_form and most <= Strength.FACTOR_OR_LAYOUT and not _rearranged(view):
        most = Strength.REDUCTION
    return any(claim.fits(view) for _, claims in _levels([view], most) for claim in claims)


def _rearranged(view: View) -> bool:
    """Tell whether the learner's entries are the right ones, in whatever order, times one number."""
    got, expected = np.sort(np.abs(view.got), axis=None), np.sort(np.abs(view.expected), axis=None)
    return bool(np.max(np.abs(got * expected[-1] - expected * got[-1])) <= 1e-6 * got[-1] * expected[-1])


LEVELS: Mapping[Strength, Callable[[Sequence[View]], Iterator[Claim]]] = {
    Strength.REDUCTION: reduction_claims,
    Strength.FACTOR_OR_LAYOUT: lambda views: chain(factor_claims(views), layout_claims(views)),
    Strength.COPY: copy_claims,
    Strength.ENTRIES: value_claims,
    Strength.FITTED: fitted_claims,
    Strength.WEAK: weak_claims,
}


def _levels(views: Sequence[View], most: Strength) -> Iterator[tuple[Strength, Iterator[Claim]]]:
    yield from ((rank, claims(views)) for rank, claims in LEVELS.items() if rank <= most)


def view_of(observation: Observation) -> View | None:
    """Return the numbers of an observation; None if something in it is no finite tensor."""
    got, expected = _tensor(observation.got), _tensor(observation.expected)
    if got is None or expected is None or expected.size == 0:
        return None
    tensors = {name: _tensor(value) for name, value in observation.inputs.items()}
    return View(got, expected, observation.sizes, {name: x for name, x in tensors.items() if x is not None})


def _tensor(value: Any) -> Tensor | None:
    """Return a finite real tensor, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.number | np.ndarray):
        return None
    x = np.asarray(value)
    if x.dtype.kind not in "iuf" or not np.all(np.isfinite(x)):
        return None
    return x.astype(np.float64)

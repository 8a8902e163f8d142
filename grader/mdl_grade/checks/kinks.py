"""Checks gradients at points on a kink, where a function has many, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import repeat
from typing import Any

import numpy as np

from mdl_grade.checks.claims import DIRECTIONAL_RTOL, MAX_ENTRIES, Claim, Finding, make_claims, settle
from mdl_grade.checks.differences import STEPS, Comparison, Derivative, judge, one_sided


def check_subgradient(
    loss: Callable[..., Any],
    at: Mapping[str, Any],
    grads: Mapping[str, Any],
    *,
    rng: np.random.Generator,
    directions: int = 20,
    where: object = "",
) -> None:
    """Check that `grads` are subgradients of a loss at a point that lies on kinks.

    g is one if, along every direction u, g · u lies between the one-sided derivatives,

        f′(x; u) ≥ g · u ≥ −f′(x; −u),

    so ReLU′(0) may be 0, ½ or 1, and the gradient of a maximum may go to any of the tied entries, or be shared among
    them, but not be given to each in full. Testing the entries one by one would accept that; random directions see it,
    but see small errors badly, since every kink leaves them room. Tensors of at most 300 entries are tested both ways.

    The loss must bend one way at all of its kinks: for ReLU and max, let ∂L/∂y ≥ 0. With both ways in one loss, kinks
    may cancel along a direction, and right answers would be refused.

    Parameters
    ----------
    loss : callable
        ``loss(**at)`` returns a real number.
    at : mapping of str to array
        The point, in float64.
    grads : mapping of str to array
        The answer.
    rng : numpy.random.Generator
        Draws the directions.
    directions : int
        Random directions for each tensor.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `WrongGradient`, or with evidence about type, shape, dtype or finiteness.
    Inconclusive
        If a tensor could be neither accepted nor refused: there are kinks near the point, besides those it lies on.
    """

    def examine(claim: Claim) -> Iterator[Finding]:
        entries = np.ndindex(claim.g.shape) if claim.g.size <= MAX_ENTRIES else ()
        for index in entries:
            yield Finding(judge(_rungs(claim, repeat(claim.entry(index)))), index)
        for _ in range(directions):
            yield Finding(judge(_rungs(claim, claim.directions(rng))))

    settle(make_claims(loss, at, grads, where), examine)


def _rungs(claim: Claim, directions: Iterator[Any]) -> Iterator[Comparison]:
    """Compare g · u with the nearest number between the one-sided derivatives, step after smaller step."""
    for h, u in zip(STEPS, directions, strict=False):
        ahead = one_sided(claim.along(u), h, claim.f0)
        behind = one_sided(claim.along(-u), h, claim.f0)
        low, high = sorted((-behind.value, ahead.value))
        claimed = claim.slope(u)
        nearest = Derivative(min(max(claimed, low), high), max(ahead.error, behind.error))
        yield claim.compare(claimed, nearest, claim.typical, max(abs(low), abs(high)), DIRECTIONAL_RTOL)

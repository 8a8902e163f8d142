"""Checks gradients at points on a kink, where a function has many, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from mdl_grade.checks.claims import (
    DIRECTIONAL_RTOL,
    MAX_ENTRIES,
    ClaimFinding,
    ClaimTerms,
    GradientClaim,
    Index,
    make_claims,
    settle,
)
from mdl_grade.checks.differences import SAFETY, Comparison, Decision, Derivative, Judgement, judge, one_sided
from mdl_grade.checks.form import Precision


def check_subgradient(
    loss: Callable[..., Any],
    at: Mapping[str, Any],
    grads: Any,
    *,
    rng: np.random.Generator,
    of: Sequence[str] | None = None,
    directions: int = 20,
    scale: float | None = None,
    dtype: Precision | None = None,
    where: object = "",
) -> None:
    """Check that `grads` are subgradients of a loss at a point that lies on kinks.

    ReLU′(0) may be 0, ½ or 1, and the gradient of a maximum may go to any of the tied entries, or be shared among them:
    it sees one that is given to each in full, or to none. It can't see errors that kinks leave room for, and away from
    kinks `check_grads` is sharper. The cost is six evaluations of the loss for every direction and entry.

    Parameters
    ----------
    loss : callable
        ``loss(**at)`` returns a real number, in float64. It must bend one way at all of its kinks: for ReLU and max,
        let ∂L/∂y ≥ 0. With both ways in one loss, kinks may cancel along a direction, and nothing is decided.
    at : mapping of str to array
        The point, real.
    grads : mapping of str to array
        The answer: for every tensor of the point, or those named by `of`, and nothing else.
    rng : numpy.random.Generator
        Draws the directions.
    directions : int
        Random directions for each tensor.
    of, scale, dtype, where
        As in `check_grads`.

    Raises
    ------
    CheckFailed
        With `WrongGradient`, or with evidence about type, shape, dtype or finiteness, or a gradient that is missing.
    Inconclusive
        If a tensor could be neither accepted nor refused: there are kinks near the point, besides those it lies on, or
        kinks that bend both ways.
    TypeError
        If the loss is not one real number in float64, or the point is complex.

    Notes
    -----
    g is a subgradient if, along every direction u, g · u lies between the one-sided derivatives,

        f′(x; u) ≥ g · u ≥ −f′(x; −u),

    which one-sided differences measure, with an estimate of their error. Each of three kinds of directions sees what
    the others miss: single entries (all of them, or 300 drawn by lot), which see small errors; the sum of all entries,
    along which the shares of a tie must add up; and random directions. A direction that is violated is looked at again
    with a smaller step before the answer is refused.

    References
    ----------
    Rockafellar, Convex Analysis (1970), §23. Clarke, Optimization and Nonsmooth Analysis (1983), §2.1.
    """

    def examine(claim: GradientClaim) -> list[ClaimFinding]:
        bends: set[bool] = set()
        findings = [ClaimFinding(judge(_rungs(claim, u, bends)), index) for index, u in _probes(claim, rng, directions)]
        return [ClaimFinding(Judgement(Decision.UNDECIDED))] if len(bends) == 2 else findings

    settle(make_claims(loss, at, grads, where, ClaimTerms(of, dtype, scale)), examine)


def _probes(claim: GradientClaim, rng: np.random.Generator, directions: int) -> Iterator[tuple[Index | None, Any]]:
    """Yield directions, with the index of those that are single entries."""
    size = claim.g.size
    chosen = range(size) if size <= MAX_ENTRIES else sorted(rng.choice(size, MAX_ENTRIES, replace=False).tolist())
    for flat in chosen:
        index = tuple(int(i) for i in np.unravel_index(flat, claim.g.shape))
        yield index, claim.entry(index)
    if size > 1:
        yield None, np.full(claim.g.shape, size**-0.5)
    for _, u in zip(range(directions), claim.directions(rng), strict=False):
        yield None, u


def _rungs(claim: GradientClaim, u: Any, bends: set[bool]) -> Iterator[Comparison]:
    """Compare g · u with the nearest number between the one-sided derivatives, step after smaller step.

    Whether the loss bends upwards or downwards, where it clearly does, is put into `bends`.
    """
    claimed = claim.slope(u)
    for h in claim.steps:
        ahead = one_sided(claim.along(u), h, claim.f0, claim.digits)
        behind = one_sided(claim.along(-u), h, claim.f0, claim.digits)
        low, high = sorted((-behind.value, ahead.value))
        error, steepest = max(ahead.error, behind.error), max(abs(low), abs(high))
        bend = ahead.value + behind.value
        if abs(bend) > 2 * SAFETY * error + DIRECTIONAL_RTOL * steepest:
            bends.add(bend > 0)
        nearest = Derivative(min(max(claimed, low), high), error, h)
        yield claim.compare(claimed, nearest, claim.typical, steepest, DIRECTIONAL_RTOL)

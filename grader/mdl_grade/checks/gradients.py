"""Checks gradients against finite differences: quickly along random directions, or entry by entry.

A gradient of n entries is right along a Gaussian direction u if ∂L/∂u = g · u. That costs the same for any n, and
with Gaussian directions (never ±1, under which errors of equal size cancel) a wrong entry has nowhere to hide. Every
tensor gets directions of its own, since ten biases would drown in a thousand weights. Nothing is absolute: errors are
measured against ‖g‖/√n, what g · u typically is.

Points should be of unit scale and away from kinks. `check_subgradient` is for points on a kink.

References
----------
Baydin, Pearlmutter, Radul, Siskind, Automatic differentiation in machine learning: a survey, JMLR 18 (2018).
Press et al., Numerical Recipes, 5.7 (Richardson's extrapolation of derivatives).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from mdl_grade.checks.claims import (
    DIRECTIONAL_RTOL,
    MAX_ENTRIES,
    Claim,
    Finding,
    Loss,
    entry_by_entry,
    make_claims,
    settle,
    widened,
)
from mdl_grade.checks.differences import STEPS, Comparison, Verdict, judge


def check_grads(
    loss: Loss,
    at: Mapping[str, Any],
    grads: Mapping[str, Any],
    *,
    rng: np.random.Generator,
    directions: int = 3,
    where: object = "",
) -> None:
    """Check that `grads` are the gradients of a loss, along random directions.

    Along a unit direction u, the claim g · u is compared with the measured derivative R and its estimated error
    (see `differences`):

        accept  ⇔  |g · u − R| ≤ 1e-6 · s + 10 · est,    s = max(‖g‖/√n, |R|)    (float32 answers: 1e-5).

    A measurement counts if 10 · est ≤ 3e-5 · s; else, and after a first disagreement, a smaller step and a new
    direction are tried. Two measurements that count must disagree before the answer is refused.

    Parameters
    ----------
    loss : callable
        ``loss(**at)`` returns a real number.
    at : mapping of str to array
        The point, in float64.
    grads : mapping of str to array
        The answer: ∂L/∂x for some or all of the tensors of the point.
    rng : numpy.random.Generator
        Draws the directions.
    directions : int
        Directions for each tensor.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `WrongGradient`, which points at the worst entry if the tensor has at most 300; or with evidence about
        its type, shape, dtype or finiteness.
    Inconclusive
        If a tensor could be neither accepted nor refused.
    """
    claims = make_claims(loss, at, grads, where)
    settle(claims, lambda claim: _along_directions(claim, rng, directions))


def check_vjp(
    f: Loss,
    at: Mapping[str, Any],
    cotangent: Any,
    vjp: Mapping[str, Any],
    *,
    rng: np.random.Generator,
    directions: int = 3,
    where: object = "",
) -> None:
    """Check that `vjp` is vᵀ ∂f/∂x, the vector-Jacobian product that a backward pass computes.

    It is the gradient of ⟨v, f(x)⟩, and is checked as such by `check_grads`.

    Parameters
    ----------
    f : callable
        ``f(**at)`` returns an array.
    at : mapping of str to array
        The point, in float64.
    cotangent : array
        v = ∂L/∂f, of the shape of f's result.
    vjp : mapping of str to array
        The answer.

    Other parameters, and what is raised, are those of `check_grads`.
    """
    v, y = np.asarray(cotangent, np.float64), np.asarray(f(**widened(at)), np.float64)
    if y.shape != v.shape:
        raise ValueError(f"the cotangent has shape {v.shape}, the result of f {y.shape}")
    terms = float(np.sqrt(np.sum((v * y) ** 2)))
    claims = make_claims(lambda **x: np.sum(v * f(**x)), at, vjp, where, size=terms)
    settle(claims, lambda claim: _along_directions(claim, rng, directions))


def gradcheck(loss: Loss, at: Mapping[str, Any], grads: Mapping[str, Any], *, where: object = "") -> None:
    """Check that `grads` are the gradients of a loss, entry by entry.

    Every entry is compared with its measured derivative,

        accept  ⇔  |g_i − R_i| ≤ 1e-7 · s + 10 · est,    s = max|g|    (float32 answers: 1e-5),

    with the steps and the verdicts of `check_grads`. The cost grows with the number of entries, five evaluations each:
    for small tensors, and to point at the entry that is wrong.

    Raises
    ------
    CheckFailed
        With `WrongGradient` at the worst entry; or with evidence about type, shape, dtype or finiteness.
    Inconclusive
        If an entry could be neither accepted nor refused.
    ValueError
        If a tensor has more than 300 entries.
    """
    claims = make_claims(loss, at, grads, where)
    for claim in claims:
        if claim.g.size > MAX_ENTRIES:
            raise ValueError(f"{claim.of} has {claim.g.size} entries: use check_grads")
    settle(claims, entry_by_entry)


def _along_directions(claim: Claim, rng: np.random.Generator, directions: int) -> Iterator[Finding]:
    """Judge directions up to the first refusal, and explain that by entries if the tensor is small."""
    for _ in range(directions):
        judgement = judge(_rungs(claim, rng))
        if judgement.verdict is not Verdict.DIFFERS:
            yield Finding(judgement)
            continue
        entries = entry_by_entry(claim) if claim.g.size <= MAX_ENTRIES else []
        refused = [finding for finding in entries if finding.judgement.verdict is Verdict.DIFFERS]
        yield from refused or [Finding(judgement)]
        return


def _rungs(claim: Claim, rng: np.random.Generator) -> Iterator[Comparison]:
    for h, u in zip(STEPS, claim.directions(rng), strict=False):
        measured = claim.measure(u, h)
        yield claim.compare(claim.slope(u), measured, claim.typical, abs(measured.value), DIRECTIONAL_RTOL)

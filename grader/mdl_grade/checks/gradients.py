"""Checks gradients against finite differences: quickly along random directions, or entry by entry.

A gradient of n entries is right along a Gaussian direction u if ∂L/∂u = g · u. That costs the same for any n, and
with Gaussian directions (never ±1, under which errors of equal size cancel) a wrong entry has nowhere to hide. Every
tensor gets directions of its own, since ten biases would drown in a thousand weights. Nothing is absolute: errors are
measured against ‖g‖/√n, what g · u typically is.

Points should be away from kinks. `check_subgradient` is for points on a kink.

References
----------
Baydin, Pearlmutter, Radul, Siskind, Automatic differentiation in machine learning: a survey, JMLR 18 (2018).
Press et al., Numerical Recipes, 5.7 (Richardson's extrapolation of derivatives).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from mdl_grade.checks.claims import (
    DIRECTIONAL_RTOL,
    MAX_ENTRIES,
    ClaimFinding,
    ClaimTerms,
    GradientClaim,
    Loss,
    entry_by_entry,
    make_claims,
    real,
    settle,
    widened,
)
from mdl_grade.checks.closeness import By
from mdl_grade.checks.differences import Comparison, Decision, judge
from mdl_grade.checks.form import Precision, is_narrow


def check_grads(
    loss: Loss,
    at: Mapping[str, Any],
    grads: Any,
    *,
    rng: np.random.Generator,
    of: Sequence[str] | None = None,
    directions: int = 3,
    scale: float | None = None,
    loss_scale: float = 0.0,
    dtype: Precision | None = None,
    where: object = "",
) -> None:
    """Check that `grads` are the gradients of a loss, along random directions.

    It sees an error of one part in 1e5 of a tensor, whatever its size; it can't see what is wrong with entries 1e-6
    times as large as others (see `gradcheck`), nor at a kink (see `check_subgradient`). The cost is one evaluation of
    the loss, and four for each direction; more where a step is not conclusive.

    Parameters
    ----------
    loss : callable
        ``loss(**at)`` returns a real number, in float64.
    at : mapping of str to array
        The point, real. Steps are relative to it where it is not of unit scale.
    grads : mapping of str to array
        The answer: ∂L/∂x for every tensor of the point, or for those named by `of`, and nothing else.
    rng : numpy.random.Generator
        Draws the directions.
    of : sequence of str, optional
        The tensors that are differentiated by; by default all.
    directions : int
        Directions for each tensor.
    scale : float, optional
        The size of a gradient that counts. Differences can't tell zero from what their rounding hides, so a gradient
        that may be zero, of a dead unit, or of a bias before a centring, is undecided without a scale.
    loss_scale : float
        Size of the terms that cancel in the loss, if they do: rounding of the sum is that of its terms.
    dtype : "float64", optional
        Demands gradients in double precision.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `WrongGradient`, which points at the worst entry if the tensor has at most 300; or with evidence about
        type, shape, dtype or finiteness, or a gradient that is missing.
    Inconclusive
        If a tensor could be neither accepted nor refused.
    TypeError
        If the loss is not one real number in float64, or the point is complex.

    Notes
    -----
    Along a unit direction u, the claim g · u is compared with the derivative R that central differences and
    Richardson's extrapolation measure, and with est, which is curvature, kinks and rounding (see `differences`):

        accept  ⇔  |g · u − R| ≤ 1e-6 · s + 10 · est,    s = max(‖g‖/√n, |R|)    (float32 answers: 1e-5).

    A measurement counts if 10 · est ≤ 3e-5 · s; else, and after a first disagreement, a smaller step and a new
    direction are tried. Two measurements that count must disagree before the answer is refused.
    `benchmarks/checkers.py` holds it against a corpus, and other testers beside it.

    References
    ----------
    Baydin, Pearlmutter, Radul, Siskind, Automatic differentiation in machine learning: a survey, JMLR 18 (2018). Press
    et al., Numerical Recipes, 3rd ed. (2007), §5.7.
    """
    claims = make_claims(loss, at, grads, where, ClaimTerms(of, dtype, scale, loss_scale))
    settle(claims, lambda claim: _along_directions(claim, rng, directions))


def check_vjp(
    f: Loss,
    at: Mapping[str, Any],
    cotangent: Any,
    vjp: Any,
    *,
    rng: np.random.Generator,
    of: Sequence[str] | None = None,
    directions: int = 3,
    scale: float | None = None,
    dtype: Precision | None = None,
    where: object = "",
) -> None:
    """Check that `vjp` is vᵀ ∂f/∂x, the vector-Jacobian product that a backward pass computes.

    It sees what `check_grads` sees; it can't see f itself: a wrong forward pass with the backward pass that belongs to
    it is accepted. The cost is that of `check_grads`.

    Parameters
    ----------
    f : callable
        ``f(**at)`` returns a real array, in float64.
    at : mapping of str to array
        The point, real.
    cotangent : array
        v = ∂L/∂f, of the shape of f's result.
    vjp : mapping of str to array
        The answer: the shape of each is that of its tensor.
    rng, of, directions, scale, dtype, where
        As in `check_grads`.

    Raises
    ------
    CheckFailed
        With `WrongGradient`; or with evidence about type, shape, dtype or finiteness, or a gradient that is missing.
    Inconclusive
        If a tensor could be neither accepted nor refused.
    TypeError
        If f is not real, or not in float64, or the point is complex.
    ValueError
        If the cotangent is of another shape than the result of f.

    Notes
    -----
    It is the gradient of ⟨v, f(x)⟩, and is checked as such by `check_grads`. The terms of this sum may cancel: their
    rounding is that of ‖v ∘ f‖.

    References
    ----------
    Griewank, Walther, Evaluating Derivatives, 2nd ed. (2008), §3.2: the reverse mode.
    """
    v, y = real("the cotangent", cotangent), np.asarray(f(**widened(at)))
    if is_narrow(y):
        raise TypeError("f must be in float64: differences of float32 are noise")
    if y.shape != v.shape:
        raise ValueError(f"the cotangent has shape {v.shape}, the result of f {y.shape}")
    terms = float(np.sqrt(np.sum((v * real("the result of f", y)) ** 2)))
    claims = make_claims(lambda **x: np.sum(v * f(**x)), at, vjp, where, ClaimTerms(of, dtype, scale, terms))
    settle(claims, lambda claim: _along_directions(claim, rng, directions))


def gradcheck(
    loss: Loss,
    at: Mapping[str, Any],
    grads: Any,
    *,
    of: Sequence[str] | None = None,
    scale: float | None = None,
    loss_scale: float = 0.0,
    by: By = "tensor",
    dtype: Precision | None = None,
    where: object = "",
) -> None:
    """Check that `grads` are the gradients of a loss, entry by entry.

    It sees a single entry that is off by 1e-7 of the largest, and points at it; it can't see one that is wrong beside
    another 1e7 times as large, unless `by` says so. The cost grows with the number of
    entries, five evaluations each: for small tensors.

    Parameters
    ----------
    loss : callable
        ``loss(**at)`` returns a real number, in float64.
    at : mapping of str to array
        The point, real. Steps are relative to it where it is not of unit scale.
    grads : mapping of str to array
        The answer: ∂L/∂x for every tensor of the point, or for those named by `of`, and nothing else.
    by : {"tensor", "entry"}
        Whose size errors are relative to. By entry, one that is wrong beside one 1e7 times as large is seen; entries
        that are zero are then undecided without a `scale`.
    of, scale, loss_scale, dtype, where
        As in `check_grads`.

    Raises
    ------
    CheckFailed
        With `WrongGradient` at the worst entry; or with evidence about type, shape, dtype or finiteness, or a gradient
        that is missing.
    Inconclusive
        If an entry could be neither accepted nor refused.
    TypeError
        If the loss is not one real number in float64, or the point is complex.
    ValueError
        If a tensor has more than 300 entries.

    Notes
    -----
    Every entry is compared with its measured derivative,

        accept  ⇔  |g_i − R_i| ≤ 1e-7 · s + 10 · est,    s = max|g|, or max(|g_i|, |R_i|)    (float32 answers: 1e-5),

    with the steps and the verdicts of `check_grads`.

    References
    ----------
    Press et al., Numerical Recipes, 3rd ed. (2007), §5.7.
    """
    if by not in ("tensor", "entry"):
        raise ValueError(f"errors of gradients are measured by 'tensor' or 'entry', not {by!r}")
    claims = make_claims(loss, at, grads, where, ClaimTerms(of, dtype, scale, loss_scale))
    for claim in claims:
        if claim.g.size > MAX_ENTRIES:
            raise ValueError(f"{claim.of} has {claim.g.size} entries: use check_grads")
    settle(claims, lambda claim: entry_by_entry(claim, by))


def _along_directions(claim: GradientClaim, rng: np.random.Generator, directions: int) -> Iterator[ClaimFinding]:
    """Judge directions up to the first refusal, and explain that by entries if the tensor is small."""
    for _ in range(directions):
        judgement = judge(rungs(claim, rng))
        if judgement.verdict is not Decision.DIFFERS:
            yield ClaimFinding(judgement)
            continue
        entries = entry_by_entry(claim) if claim.g.size <= MAX_ENTRIES else []
        refused = [finding for finding in entries if finding.judgement.verdict is Decision.DIFFERS]
        yield from refused or [ClaimFinding(judgement)]
        return


def rungs(claim: GradientClaim, rng: np.random.Generator) -> Iterator[Comparison]:
    """Compare the claim with what is measured, along a new direction at every step."""
    for h, u in zip(claim.steps, claim.directions(rng), strict=False):
        measured = claim.measure(u, h)
        yield claim.compare(claim.slope(u), measured, claim.typical, abs(measured.value), DIRECTIONAL_RTOL)

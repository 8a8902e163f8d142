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

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mdl_grade.checks.differences import (
    STEPS,
    Comparison,
    Derivative,
    Judgement,
    Verdict,
    along,
    central,
    judge,
    one_sided,
    scalar,
    scale_of,
)
from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.form import magnitude, tensor
from mdl_grade.report.evidence import WrongGradient, number, pair

DIRECTIONAL_RTOL = 1e-6
ELEMENTWISE_RTOL = 1e-7
FLOAT32_RTOL = 1e-5
MAX_ENTRIES = 300
"""Up to so many entries are explained one by one."""

Loss = Callable[..., Any]


@dataclass(frozen=True)
class _Claim:
    """The gradient `g` that is claimed of `loss` with respect to `of`, at a point.

    `backdrop` is the size of the other gradients, or else of the loss: what a gradient of zero is small against.
    `size` is that of the terms of which the loss is a sum: their rounding stays when they cancel.
    """

    loss: Loss
    at: dict[str, Any]
    of: str
    g: Any
    f0: float
    backdrop: float
    size: float
    where: object

    @property
    def typical(self) -> float:
        return _typical(self.g)

    def rtol(self, float64: float) -> float:
        return FLOAT32_RTOL if self.g.dtype == np.float32 else float64


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
    _check_directions(_claims(loss, at, grads, where), rng, directions)


def check_vjp(
    f: Callable[..., Any],
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
    v = np.asarray(cotangent, np.float64)
    terms = v * np.asarray(f(**_point(at)), np.float64)
    if terms.shape != v.shape:
        raise ValueError(f"the cotangent has shape {v.shape}, and f gives another: {terms.shape}")
    claims = _claims(lambda **x: np.sum(v * f(**x)), at, vjp, where, size=_norm(terms))
    _check_directions(claims, rng, directions)


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
    undecided = []
    for claim in _claims(loss, at, grads, where):
        if claim.g.size > MAX_ENTRIES:
            raise ValueError(f"{claim.of} has {claim.g.size} entries: use check_grads")
        judgements = _elementwise(claim)
        if wrong := _worst(judgements):
            raise _failure(claim, judgements[wrong[0]], wrong[0])
        if any(judgement.verdict is Verdict.UNDECIDED for judgement in judgements.values()):
            undecided.append(claim.of)
    _all_decided(undecided)


def check_subgradient(
    loss: Loss,
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
    them, but not be given to each in full. Testing the coordinates alone would accept that.

    The loss must bend one way at all of its kinks: for ReLU and max, give ∂L/∂y ≥ 0. With both ways in one loss, kinks
    may cancel along a direction, and right answers would be refused.

    Parameters, and what is raised, are those of `check_grads`.
    """
    undecided = []
    for claim in _claims(loss, at, grads, where):
        verdicts = []
        for _ in range(directions):
            judgement = judge(_between(claim, rng))
            if judgement.verdict is Verdict.DIFFERS:
                raise _failure(claim, judgement, None)
            verdicts.append(judgement.verdict)
        if Verdict.UNDECIDED in verdicts:
            undecided.append(claim.of)
    _all_decided(undecided)


def _check_directions(claims: list[_Claim], rng: np.random.Generator, directions: int) -> None:
    undecided = []
    for claim in claims:
        verdicts = []
        for _ in range(directions):
            judgement = judge(_directional(claim, rng))
            if judgement.verdict is Verdict.DIFFERS:
                raise _explained(claim, judgement)
            verdicts.append(judgement.verdict)
        if Verdict.UNDECIDED in verdicts:
            undecided.append(claim.of)
    _all_decided(undecided)


# --- measuring ------------------------------------------------------------------------------------------------------
def _claims(
    loss: Loss, at: Mapping[str, Any], grads: Mapping[str, Any], where: object, size: float = 0.0
) -> list[_Claim]:
    point = _point(at)
    checked = {of: tensor(f"d{of}", g, point[of].shape, where) for of, g in grads.items()}
    f0 = scalar(loss(**point))
    claims = []
    for of, g in checked.items():
        others = max((_typical(other) for name, other in checked.items() if name != of), default=0.0)
        if g.size:
            claims.append(_Claim(loss, point, of, g, f0, others or abs(f0), size, where))
    return claims


def _point(at: Mapping[str, Any]) -> dict[str, Any]:
    """Return the point in float64: differences of a float32 loss are noise."""
    return {name: np.asarray(x, np.float64) for name, x in at.items()}


def _typical(g: Any) -> float:
    """Return ‖g‖/√n, what g · u typically is."""
    return _norm(g) / float(np.sqrt(max(g.size, 1)))


def _norm(array: Any) -> float:
    """Return ‖array‖₂, without overflow on the way."""
    largest = magnitude(array)
    return largest * float(np.sqrt(np.sum((array.astype(np.float64) / largest) ** 2))) if largest > 0 else 0.0


def _unit_direction(shape: tuple[int, ...], rng: np.random.Generator) -> Any:
    u = rng.normal(size=shape)
    return u / _norm(np.asarray(u))


def _directional(claim: _Claim, rng: np.random.Generator) -> Iterator[Comparison]:
    for h in STEPS:
        u = _unit_direction(claim.g.shape, rng)
        measured = central(along(claim.loss, claim.at, claim.of, u), h, claim.f0, claim.size)
        scale = scale_of(claim.typical, measured.value, measured.error, claim.backdrop)
        yield Comparison(_dot(claim.g, u), measured, scale, claim.rtol(DIRECTIONAL_RTOL))


def _between(claim: _Claim, rng: np.random.Generator) -> Iterator[Comparison]:
    for h in STEPS:
        u = _unit_direction(claim.g.shape, rng)
        ahead = one_sided(along(claim.loss, claim.at, claim.of, u), h, claim.f0)
        behind = one_sided(along(claim.loss, claim.at, claim.of, -u), h, claim.f0)
        low, high = sorted((-behind.value, ahead.value))
        claimed, error = _dot(claim.g, u), max(ahead.error, behind.error)
        steepest = max(abs(low), abs(high))
        scale = scale_of(claim.typical, steepest, error, claim.backdrop)
        nearest = Derivative(min(max(claimed, low), high), error)
        yield Comparison(claimed, nearest, scale, claim.rtol(DIRECTIONAL_RTOL))


def _dot(g: Any, u: Any) -> float:
    with np.errstate(all="ignore"):
        return float(np.sum(g.astype(np.float64) * u))


def _elementwise(claim: _Claim) -> dict[tuple[int, ...], Judgement]:
    """Judge every entry, on the scale of the largest."""
    entries = list(np.ndindex(claim.g.shape))
    coarse = {i: _partial(claim, i, STEPS[0]) for i in entries}
    steepest = max(coarse.values(), key=lambda d: abs(d.value))
    scale = scale_of(magnitude(claim.g), steepest.value, steepest.error, claim.backdrop)
    rtol = claim.rtol(ELEMENTWISE_RTOL)

    def rungs(index: tuple[int, ...]) -> Iterator[Comparison]:
        for h in STEPS:
            measured = coarse[index] if h == STEPS[0] else _partial(claim, index, h)
            yield Comparison(float(claim.g[index]), measured, scale, rtol)

    return {index: judge(rungs(index)) for index in entries}


def _partial(claim: _Claim, index: tuple[int, ...], h: float) -> Derivative:
    direction = np.zeros(claim.g.shape)
    direction[index] = 1.0
    return central(along(claim.loss, claim.at, claim.of, direction), h, claim.f0, claim.size)


# --- telling --------------------------------------------------------------------------------------------------------
def _worst(judgements: Mapping[tuple[int, ...], Judgement]) -> list[tuple[int, ...]]:
    """Return the entries that are wrong, the worst first."""
    wrong = [(j.because.relative_error, i) for i, j in judgements.items() if j.verdict is Verdict.DIFFERS and j.because]
    return [index for _, index in sorted(wrong, key=lambda item: -item[0])]


def _explained(claim: _Claim, judgement: Judgement) -> CheckFailed:
    """Point at the worst entry if the tensor is small: a cheap verdict, an expensive explanation."""
    if claim.g.size <= MAX_ENTRIES:
        judgements = _elementwise(claim)
        if wrong := _worst(judgements):
            return _failure(claim, judgements[wrong[0]], wrong[0])
    return _failure(claim, judgement, None)


def _failure(claim: _Claim, judgement: Judgement, index: tuple[int, ...] | None) -> CheckFailed:
    because = judgement.because
    assert because is not None
    got, measured = pair(because.claimed, because.measured.value)
    evidence = WrongGradient(
        what=f"d{claim.of}",
        of=claim.of,
        got=got,
        measured=measured,
        error=number(because.relative_error),
        tolerance=because.rtol,
        index=index,
        case=str(claim.where),
    )
    return CheckFailed(evidence, claim.where)


def _all_decided(undecided: list[str]) -> None:
    if undecided:
        names = ", ".join(f"∂L/∂{name}" for name in undecided)
        raise Inconclusive(
            f"Finite differences can't decide about {names} here: too near a kink, or too much rounding."
        )

"""A claimed gradient, the measurements that speak about it, and what is concluded."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mdl_grade.checks.differences import (
    STEPS,
    Comparison,
    Derivative,
    Judgement,
    Line,
    Verdict,
    central,
    judge,
    scale_of,
)
from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.form import magnitude, tensor
from mdl_grade.checks.tolerance import FLOAT32_RTOL
from mdl_grade.records.evidence import WrongGradient, number, pair

DIRECTIONAL_RTOL = 1e-6
ELEMENTWISE_RTOL = 1e-7
MAX_ENTRIES = 300
"""Tensors of up to so many entries are looked at entry by entry."""

Loss = Callable[..., Any]
Index = tuple[int, ...]


@dataclass(frozen=True)
class Claim:
    """The gradient `g` that is claimed of a loss with respect to the tensor `of`, at a point where the loss is `f0`.

    `backdrop` is the size of the other gradients, or else of the loss: what a gradient of zero is small against.
    `size` is that of the terms of which the loss is a sum: their rounding stays when they cancel.
    """

    loss: Loss
    at: Mapping[str, Any]
    of: str
    g: Any
    f0: float
    backdrop: float
    size: float
    where: object

    def along(self, u: Any) -> Line:
        """Return t ↦ L with `of` moved by t u."""
        x = self.at[self.of]
        return lambda t: scalar(self.loss(**{**self.at, self.of: x + t * u}))

    def slope(self, u: Any) -> float:
        """Return the claimed derivative along u, g · u; infinite if it overflows."""
        with np.errstate(all="ignore"):
            slope = float(np.sum(self.g.astype(np.float64) * u))
        return math.inf if math.isnan(slope) else slope

    def measure(self, u: Any, h: float) -> Derivative:
        return central(self.along(u), h, self.f0, self.size)

    def compare(self, claimed: float, measured: Derivative, size: float, steepest: float, rtol: float) -> Comparison:
        """Put a claimed derivative beside the measured one, at the scale of sizes of g and of the measurements."""
        scale = scale_of(size, steepest, measured.error, self.backdrop)
        return Comparison(claimed, measured, scale, FLOAT32_RTOL if self.g.dtype == np.float32 else rtol)

    @property
    def typical(self) -> float:
        return typical(self.g)

    def directions(self, rng: np.random.Generator) -> Iterator[Any]:
        """Yield Gaussian unit directions without end."""
        while True:
            u = np.asarray(rng.normal(size=self.g.shape))
            yield u / np.sqrt(np.sum(u * u))

    def entry(self, index: Index) -> Any:
        """Return the direction of one entry."""
        u = np.zeros(self.g.shape)
        u[index] = 1.0
        return u


@dataclass(frozen=True)
class Finding:
    """A judgement about one entry, or about a direction if `index` is None."""

    judgement: Judgement
    index: Index | None = None


def make_claims(
    loss: Loss, at: Mapping[str, Any], grads: Mapping[str, Any], where: object, size: float = 0.0
) -> list[Claim]:
    """Check the form of the gradients, and return them as claims. Tensors without entries claim nothing.

    Raises
    ------
    CheckFailed
        With `WrongType`, `WrongShape`, `WrongDtype` or `NotFinite`.
    """
    point = widened(at)
    checked = {of: tensor(f"d{of}", g, point[of].shape, where) for of, g in grads.items()}
    f0 = scalar(loss(**point))
    claims = []
    for of, g in checked.items():
        others = max((typical(other) for name, other in checked.items() if name != of), default=0.0)
        if g.size:
            claims.append(Claim(loss, point, of, g, f0, others or abs(f0), size, where))
    return claims


def widened(at: Mapping[str, Any]) -> dict[str, Any]:
    """Return a point in float64: differences of a loss in float32 would be noise."""
    return {name: np.asarray(x, np.float64) for name, x in at.items()}


def settle(claims: list[Claim], examine: Callable[[Claim], Iterable[Finding]]) -> None:
    """Examine every claim; refuse the first that is wrong, by its worst finding.

    Raises
    ------
    CheckFailed
        With `WrongGradient`.
    Inconclusive
        If nothing is wrong, but something could not be decided.
    """
    undecided = []
    for claim in claims:
        findings = list(examine(claim))
        refused = [finding for finding in findings if finding.judgement.verdict is Verdict.DIFFERS]
        if refused:
            raise _failure(claim, max(refused, key=_error))
        if any(finding.judgement.verdict is Verdict.UNDECIDED for finding in findings):
            undecided.append(f"∂L/∂{claim.of}")
    if undecided:
        text = "Finite differences can't decide here, too near a kink or too much rounded:"
        raise Inconclusive(f"{text} {', '.join(undecided)}.")


def entry_by_entry(claim: Claim) -> list[Finding]:
    """Judge every entry, on the scale of the largest."""
    entries = list(np.ndindex(claim.g.shape))
    coarse = {index: claim.measure(claim.entry(index), STEPS[0]) for index in entries}
    steepest = max(abs(derivative.value) for derivative in coarse.values())
    largest = magnitude(claim.g)

    def rungs(index: Index) -> Iterator[Comparison]:
        for h in STEPS:
            measured = coarse[index] if h == STEPS[0] else claim.measure(claim.entry(index), h)
            yield claim.compare(float(claim.g[index]), measured, largest, steepest, ELEMENTWISE_RTOL)

    return [Finding(judge(rungs(index)), index) for index in entries]


def typical(g: Any) -> float:
    """Return ‖g‖/√n, what g · u typically is along a unit direction; without overflow on the way."""
    largest = magnitude(g)
    return largest * float(np.sqrt(np.mean((g.astype(np.float64) / largest) ** 2))) if largest > 0 else 0.0


def scalar(value: Any) -> float:
    """Return the value of a loss as a float.

    Raises
    ------
    TypeError
        If it is not one real number.
    """
    array = np.asarray(value)
    if array.size != 1 or array.dtype.kind not in "fiu":
        raise TypeError(f"a loss must be one real number, not {array.dtype.name} of shape {array.shape}")
    return float(array.reshape(()))


def _error(finding: Finding) -> float:
    return finding.judgement.because.relative_error if finding.judgement.because else 0.0


def _failure(claim: Claim, finding: Finding) -> CheckFailed:
    because = finding.judgement.because
    assert because is not None
    got, measured = pair(because.claimed, because.measured.value)
    evidence = WrongGradient(
        what=f"d{claim.of}",
        of=claim.of,
        got=got,
        measured=measured,
        error=number(because.relative_error),
        tolerance=because.rtol,
        index=finding.index,
        case=str(claim.where),
    )
    return CheckFailed(evidence, claim.where)

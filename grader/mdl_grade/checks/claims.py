"""A claimed gradient, the measurements that speak about it, and what is concluded."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from msgspec import Struct

from mdl_grade.checks.closeness import By
from mdl_grade.checks.differences import (
    Comparison,
    Decision,
    Derivative,
    Digits,
    Judgement,
    Line,
    central,
    judge,
    scale_of,
    steps_for,
    tremor,
)
from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.form import Precision, is_narrow, magnitude, tensor
from mdl_grade.checks.structure import leaves
from mdl_grade.checks.tolerance import FLOAT32_RTOL, of_single_precision, require_scale, told_apart
from mdl_grade.records.evidence import WrongDtype, WrongGradient
from mdl_grade.records.numbers import number, pair

DIRECTIONAL_RTOL = 1e-6
ELEMENTWISE_RTOL = 1e-7
MAX_ENTRIES = 300
"""Tensors of up to so many entries are looked at entry by entry."""

Loss = Callable[..., Any]
Index = tuple[int, ...]


class GradientClaim(Struct, frozen=True, dict=True):
    """The gradient `g` that is claimed of a loss with respect to the tensor `of`, at a point where the loss is `f0`.

    `counts` is the size of a gradient that is not to be called zero, as far as the author gives it, else 0. `size` is
    that of the terms of which the loss is a sum: their rounding stays when they cancel.
    """

    loss: Loss
    at: Mapping[str, Any]
    of: str
    g: Any
    f0: float
    counts: float
    size: float
    where: object
    digits: Digits

    @cached_property
    def steps(self) -> tuple[float, ...]:
        """The ladder of steps for this point."""
        return steps_for(typical(self.at[self.of]))

    @cached_property
    def reach(self) -> float:
        return magnitude(self.at[self.of])

    @cached_property
    def noise(self) -> float:
        """The noise of the loss, as its values beside the point show it, along g, where they change most."""
        largest = magnitude(self.g)
        u = self.g.astype(np.float64) / largest if largest else next(self.directions(np.random.default_rng(0)))
        return tremor(self.along(u / np.sqrt(np.sum(u * u))), min(self.steps) / 2)

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
        return central(self.along(u), h, self.f0, self.digits, self.size, self.reach)

    def compare(self, claimed: float, measured: Derivative, size: float, steepest: float, rtol: float) -> Comparison:
        """Put a claimed derivative beside the measured one, at the scale of sizes of g and of the measurements."""
        scale = scale_of(size, steepest, measured.error, self.counts)
        return Comparison(claimed, measured, scale, FLOAT32_RTOL if of_single_precision(self.g) else rtol)

    @cached_property
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


class ClaimFinding(Struct, frozen=True):
    """A judgement about one entry, or about a direction if `index` is None."""

    judgement: Judgement
    index: Index | None = None

    def stands(self, claim: GradientClaim) -> bool:
        """Tell whether this refuses the claim: the gap must be more than noise of the loss makes."""
        because = self.judgement.because
        return self.judgement.verdict is Decision.DIFFERS and bool(because and not because.explained(claim.noise))


class ClaimTerms(Struct, frozen=True):
    """What an author may say about gradients: the tensors `of` the point they are of, their dtype, the sizes at hand.

    `scale` is the size of a gradient that counts, `loss_scale` that of the terms that cancel in the loss.
    """

    of: Sequence[str] | None = None
    dtype: Precision | None = None
    scale: float | None = None
    loss_scale: float = 0.0

    def __post_init__(self) -> None:
        require_scale(self.scale)
        require_scale(self.loss_scale)


def make_claims(
    loss: Loss, at: Mapping[str, Any], grads: Any, where: object, terms: ClaimTerms | None = None
) -> list[GradientClaim]:
    """Check the form of the gradients, and return them as claims. Tensors without entries claim nothing.

    Raises
    ------
    CheckFailed
        With `WrongType`, `WrongShape`, `WrongDtype` or `NotFinite`: there must be a gradient for each tensor in
        question, and nothing else.
    ValueError
        If no tensor is in question.
    """
    terms, point = terms or ClaimTerms(), widened(at)
    names = list(point if terms.of is None else terms.of)
    if not names or not set(names) <= set(point):
        raise ValueError(f"gradients are of tensors of the point, {list(point)}, not of {names}")
    wanted = {of: np.broadcast_to(0.0, point[of].shape) for of in names}
    grads = dict(grads) if isinstance(grads, Mapping) else grads
    leaves(grads, wanted, names=("the gradients",), where=where)
    checked = {of: tensor(f"d{of}", grads[of], point[of].shape, where, terms.dtype) for of in names}
    f0, digits = scalar(loss(**point)), Digits()
    return [
        GradientClaim(loss, point, of, g, f0, terms.scale or 0.0, terms.loss_scale, where, digits)
        for of, g in checked.items()
        if g.size
    ]


def widened(at: Mapping[str, Any]) -> dict[str, Any]:
    """Return a point in float64: differences of a loss in float32 would be noise."""
    return {name: real(name, x) for name, x in at.items()}


def real(name: str, value: Any) -> Any:
    """Return numbers in float64.

    Raises
    ------
    TypeError
        If they are complex, and would lose their imaginary parts.
    """
    if np.iscomplexobj(value):
        raise TypeError(f"{name} is complex: differentiate with respect to its real and imaginary part")
    return np.asarray(value, np.float64)


def settle(claims: list[GradientClaim], examine: Callable[[GradientClaim], Iterable[ClaimFinding]]) -> None:
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
        with np.errstate(all="ignore"):  # a probe may leave the domain of the loss: then it decides nothing
            findings = list(examine(claim))
            refused = [finding for finding in findings if finding.stands(claim)]
        if refused:
            raise _failure(claim, max(refused, key=_error))
        if any(finding.judgement.verdict is not Decision.AGREES for finding in findings):
            undecided.append(f"∂L/∂{claim.of}")
    if undecided:
        text = "Finite differences can't decide here, too near a kink, too much rounded, or zero without a scale:"
        raise Inconclusive(f"{text} {', '.join(undecided)}.")


def entry_by_entry(claim: GradientClaim, by: By = "tensor") -> list[ClaimFinding]:
    """Judge every entry, on the scale of the largest, or of itself."""
    entries, first_step = list(np.ndindex(claim.g.shape)), claim.steps[0]
    coarse = {index: claim.measure(claim.entry(index), first_step) for index in entries}
    steepest = max(abs(derivative.value) if math.isfinite(derivative.value) else 0.0 for derivative in coarse.values())
    largest = magnitude(claim.g)

    def rungs(index: Index) -> Iterator[Comparison]:
        claimed = float(claim.g[index])
        for h in claim.steps:
            measured = coarse[index] if h == first_step else claim.measure(claim.entry(index), h)
            sizes = (largest, steepest) if by == "tensor" else (abs(claimed), abs(measured.value))
            yield claim.compare(claimed, measured, *sizes, ELEMENTWISE_RTOL)

    return [ClaimFinding(judge(rungs(index)), index) for index in entries]


def typical(g: Any) -> float:
    """Return ‖g‖/√n, what g · u typically is along a unit direction; without overflow on the way."""
    largest = magnitude(g)
    return largest * float(np.sqrt(np.mean((g.astype(np.float64) / largest) ** 2))) if largest > 0 else 0.0


def scalar(value: Any) -> float:
    """Return the value of a loss as a float.

    Raises
    ------
    TypeError
        If it is not one real number, or one of single precision, whose differences are noise.
    CheckFailed
        If single precision is told apart.
    """
    array = np.asarray(value)
    if is_narrow(array) and told_apart():
        raise CheckFailed(WrongDtype(what="the loss", got=array.dtype.name, expected="float64"))
    if is_narrow(array):
        raise TypeError("a loss must be in float64: differences of float32 are noise")
    if array.size != 1 or array.dtype.kind not in "fiu":
        raise TypeError(f"a loss must be one real number, not {array.dtype.name} of shape {array.shape}")
    return float(array.reshape(()))


def _error(finding: ClaimFinding) -> float:
    return finding.judgement.because.relative_error if finding.judgement.because else 0.0


def _failure(claim: GradientClaim, finding: ClaimFinding) -> CheckFailed:
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

"""Finite differences that know how wrong they may be.

Along a line t ↦ f(t), with the central difference D_h = (f(h) − f(−h)) / 2h, Richardson's extrapolation

    R = (4 D_{h/2} − D_h) / 3 = f′(0) + O(h⁴)

comes with an estimate of its error,

    est = |R − D_{h/2}|  +  ½ |2 G_{h/2} − G_h|  +  8 r / h,    G_h = (f(h) − 2 f(0) + f(−h)) / h.

The first term is the curvature that extrapolation removed. The second sees kinks: G is O(h) where f is smooth, and
halves with h, but is constant across a kink, even one so close to 0 that D_h and D_{h/2} are equally biased. The
third is rounding, r = u max|f| + u max|x| |R|, or more where the values show that they have lost digits (see `Digits`).
No step suits every f, so checks go down a ladder of steps until est is small enough.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from enum import Enum

import numpy as np
from msgspec import Struct

from mdl_grade.checks.tolerance import UNIT

STEPS = tuple(1e-3 / 5.6**rung for rung in range(4))
"""The ladder: 1e-3, 1.8e-4, 3.2e-5, 5.7e-6, for points of unit scale."""

UNIT_SCALE = (0.1, 10.0)
"""Points whose entries are of this size, as a root mean square, are of unit scale."""

SAFETY = 10.0
"""An estimate is trusted up to this factor."""

POWER = 3e-5
"""A measurement is conclusive if its error, times `SAFETY`, is at most this part of the gradient's size."""

GLARING = 10.0
"""A gap of so many times what the error explains is conclusive too, however imprecise the measurement."""

GOLDEN = (math.sqrt(5) - 1) / 2

Line = Callable[[float], float]


class Derivative(Struct, frozen=True):
    """A derivative, an estimate of its error, and the step that it was measured with."""

    value: float
    error: float
    step: float


class Digits(Struct):
    """The coarsest last digit that the values of a function have shown so far, where it changes.

    Numbers with all their digits have a last one of about u times their size. Single precision, or a large number that
    was added and taken away again, leaves multiples of something larger.
    """

    coarsest: float = 0.0

    def noise(self, values: Sequence[float], f0: float, size: float = 0.0) -> float:
        """Return the rounding error of values beside f0, the terms of which are of this size."""
        if any(value != f0 for value in values):
            finite = [value for value in (*values, f0) if value and math.isfinite(value)]
            self.coarsest = max(self.coarsest, min(map(_last_digit, finite), default=0.0))
        return max(UNIT * max(size, abs(f0), *map(abs, values)), self.coarsest)


def _last_digit(value: float) -> float:
    fraction, exponent = math.frexp(value)
    whole = int(fraction * 2.0**53)
    return math.ldexp(whole & -whole, exponent - 53)


def tremor(f: Line, step: float) -> float:
    """Measure the noise of a function at ten points t > 0, close together: its standard deviation about a cubic.

    So rounding shows that no last digit tells of. The points are not evenly spaced, lest a staircase look like a slope.
    """
    places = np.arange(1, 11)
    t = places + places * GOLDEN % 1
    values = np.array([f(step * x) for x in t])
    if not np.all(np.isfinite(values)):
        return math.inf
    smooth = np.polynomial.Polynomial.fit(t, values - values[0], 3)(t)
    return float(np.sqrt(np.sum((values - values[0] - smooth) ** 2) / (len(t) - 4)))


def steps_for(size: float) -> tuple[float, ...]:
    """Return the ladder for a point whose entries are of this size.

    Beside steps of unit scale there are some that are relative to it: before them at a small point, which unit steps
    may leave altogether, and after them at a large one, beside which functions may still change within a unit.
    """
    if size == 0 or UNIT_SCALE[0] <= size <= UNIT_SCALE[1]:
        return STEPS
    relative = tuple(size * h for h in STEPS)
    return relative + STEPS if size < 1 else STEPS + relative


def central(f: Line, h: float, f0: float, digits: Digits, size: float = 0.0, reach: float = 0.0) -> Derivative:
    """Measure f′(0) by four evaluations.

    Parameters
    ----------
    f0 : float
        f(0).
    digits : Digits
        What is known of the digits of f.
    size : float
        The size of the terms that f is a sum of, if known.
    reach : float
        The largest entry of the point: what is rounded when it is moved.
    """
    far, near = (f(h), f(-h)), (f(h / 2), f(-h / 2))
    with np.errstate(all="ignore"):
        d_far, d_near = (far[0] - far[1]) / (2 * h), (near[0] - near[1]) / h
        g_far, g_near = (far[0] - 2 * f0 + far[1]) / h, (near[0] - 2 * f0 + near[1]) / (h / 2)
        value = (4 * d_near - d_far) / 3
        kink = abs(2 * g_near - g_far) / 2
        rounding = 8 * (digits.noise((*far, *near), f0, size) + UNIT * reach * abs(value)) / h
    return Derivative(value, abs(value - d_near) + kink + rounding, h)


def one_sided(f: Line, h: float, f0: float, digits: Digits) -> Derivative:
    """Measure the right derivative f′(0+) by three evaluations; f may have a kink at 0.

    Forward differences F_h = (f(h) − f(0)) / h are extrapolated twice, (F_h − 6 F_{h/2} + 8 F_{h/4}) / 3, to O(h³).
    """
    values = [f(h), f(h / 2), f(h / 4)]
    with np.errstate(all="ignore"):
        d1, d2, d4 = ((v - f0) / s for v, s in zip(values, (h, h / 2, h / 4), strict=True))
        value = (d1 - 6 * d2 + 8 * d4) / 3
        rounding = 64 * digits.noise(values, f0) / h
    return Derivative(value, abs(value - (2 * d4 - d2)) + rounding, h)


class Decision(Enum):
    """What measurements say about a claim."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNDECIDED = "undecided"


class Comparison(Struct, frozen=True):
    """A claimed derivative beside the measured one, at the `scale` of the gradient it belongs to."""

    claimed: float
    measured: Derivative
    scale: float
    rtol: float

    @property
    def gap(self) -> float:
        return abs(self.claimed - self.measured.value)

    @property
    def agrees(self) -> bool:
        return self.gap <= self.rtol * self.scale + SAFETY * self.measured.error

    @property
    def conclusive(self) -> bool:
        """Whether the error is small: beside the gradient, or at least beside the gap that it should explain."""
        precise = SAFETY * self.measured.error <= POWER * self.scale
        return precise or self.gap > GLARING * SAFETY * self.measured.error

    def explained(self, noise: float) -> bool:
        """Tell whether noise of the function may have made the gap."""
        return self.gap <= GLARING * 8 * noise / self.measured.step

    @property
    def relative_error(self) -> float:
        return self.gap / self.scale if self.scale > 0 else math.inf if self.gap else 0.0


class Judgement(Struct, frozen=True):
    """A verdict with the comparison that settled it, if there was one."""

    verdict: Decision
    because: Comparison | None = None


def judge(rungs: Iterable[Comparison]) -> Judgement:
    """Go down the ladder: the first conclusive agreement accepts, the second conclusive disagreement refuses.

    Two, because a kink may fool one step; `rungs` is consumed only as far as needed.
    """
    refused: Comparison | None = None
    for comparison in rungs:
        if not comparison.conclusive:
            continue
        if comparison.agrees:
            return Judgement(Decision.AGREES, comparison)
        if refused is not None:
            return Judgement(Decision.DIFFERS, comparison)
        refused = comparison
    return Judgement(Decision.UNDECIDED, refused)


def scale_of(claimed: float, measured: float, error: float, counts: float) -> float:
    """Return the size that errors of a gradient are measured against.

    It is the larger of the claimed and the measured size: a claim of zero must not make itself small enough to be
    right. Where both are zero up to rounding, it is `counts`, the size of a gradient that counts; if that is not known
    it is zero, and nothing is precise enough.
    """
    if claimed <= 1e-12 * counts and abs(measured) <= SAFETY * error:
        return counts
    return max(claimed, abs(measured))

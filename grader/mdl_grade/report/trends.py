"""Sentences about how numbers go on: runs that leave the reference's, rates, orders, limits, and chance."""

from __future__ import annotations

from mdl_grade.records.evidence import BelowFloor, BrokenLaw, Curve, Number, WrongCurve, WrongOrder
from mdl_grade.report.phrases import allowed, sentences, shown, subject

MAX_ORDER = 20
"""Orders up to which a message says what halving h does; no method has a higher one."""

MAX_STEP_TOLERANCE = 1e-3
"""Runs compared step by step agree far better than this; a rate, or a distribution, is never held to so little."""

CHANCE = " up to chance over "
GROWTH = "the growth of "


def wrong_order(evidence: WrongOrder) -> str:
    """Say how an error shrinks, and how it should."""
    h, quantity = evidence.curve.axis, evidence.curve.quantity
    what = evidence.what if quantity in evidence.what else f"the {quantity} of {evidence.what}"
    told = f"{subject(what)} should shrink like {_power(h, evidence.expected)}"
    if evidence.got == "inf":
        return f"{told}; here it is rounding alone, as if nothing were approximated."
    if isinstance(evidence.got, str):
        return f"{told}; no such rate can be measured here."
    if evidence.got <= 0:
        return f"{told}; it does not shrink at all."
    seen = f"{told}, and shrinks like {_power(h, evidence.got)}"
    if max(evidence.got, evidence.expected) > MAX_ORDER:
        return f"{seen}."
    half = "twice as many steps make" if h == "1/k" else f"half the {h} makes"
    return f"{seen}: {half} it {2**evidence.got:.3g} times smaller, not {2**evidence.expected:.3g} times."


def _power(h: str, order: float) -> str:
    if order == 1:
        return h
    return f"1/k^{shown(order)}" if h == "1/k" else f"{h}^{shown(order)}"


def broken_law(evidence: BrokenLaw) -> str:
    """Say which identity does not hold, or what chance does not explain."""
    if CHANCE in evidence.law:
        return _beyond_chance(evidence)
    about = f"For {evidence.what}, " if evidence.what else ""
    apart = f"the two sides differ by {shown(evidence.error)} of their size (allowed {shown(evidence.tolerance)})"
    return f"{about}{evidence.law} does not hold: {apart}."


def _beyond_chance(evidence: BrokenLaw) -> str:
    law, _, sample = evidence.law.rpartition(CHANCE)
    sample = sample.partition(",")[0]
    error, limit = shown(evidence.error), shown(evidence.tolerance)
    about = f"For {evidence.what}, " if evidence.what else ""
    if isinstance(evidence.error, float) and evidence.error < evidence.tolerance:
        return (
            f"{about}{law} holds too well: it is {error} off, relative to that, and over {sample}, chance alone makes"
            f" {limit}. Nothing random comes out so even."
        )
    return (
        f"{about}{law} does not hold: it is {error} off, relative to that, and over {sample}, chance explains {limit}."
        " Another seed would show the same."
    )


def wrong_curve(evidence: WrongCurve) -> str:
    """Say where a run leaves the reference's; of a rate, a limit or a distribution, what is wrong with it."""
    if evidence.tolerance <= MAX_STEP_TOLERANCE:
        return _left(evidence)
    if evidence.tolerance >= 1:
        return _unstable(evidence)
    if evidence.curve.axis == "rank":
        return _wrong_distribution(evidence)
    return _wrong_rate(evidence)


def _left(evidence: WrongCurve) -> str:
    curve, step = evidence.curve, evidence.step
    match step:
        case 0:
            advice = "It is off from the start, before anything has been learned."
        case 1:
            advice = "The start is right, and what the first step makes of it is not."
        case _:
            advice = f"The {step} values before it agree: look at what one step keeps for the next."
    off = allowed(evidence.error, evidence.tolerance)
    place = curve.x.index(step) if step in curve.x else len(curve.x)
    if place >= min(len(curve.yours), len(curve.reference)):
        return f"From {curve.axis} {step} on, {evidence.what} is not the reference's{off}. {advice}"
    it = evidence.what if curve.quantity in evidence.what else f"{curve.quantity} of {evidence.what}"
    values = f"is {shown(curve.yours[place])} and should be {shown(curve.reference[place])}"
    return f"At {curve.axis} {step}, {it} {values}{off}. {advice}"


def _unstable(evidence: WrongCurve) -> str:
    grown = "infinity" if isinstance(evidence.error, str) else f"{shown(evidence.error)} times what it was"
    return (
        f"{subject(evidence.what)} does not stay bounded: it grows from step {evidence.step} on, to {grown}."
        " Below the largest stable step, what is left of the start dies away."
    )


def _wrong_distribution(evidence: WrongCurve) -> str:
    curve, rank = evidence.curve, evidence.step
    place = curve.x.index(rank) if rank in curve.x else len(curve.x)
    where = ""
    if place < min(len(curve.yours), len(curve.reference)):
        got, wanted = shown(curve.yours[place]), shown(curve.reference[place])
        where = f" At number {rank} of the sorted samples, the share up to there is {got}, and should be {wanted}."
    return (
        f"{subject(evidence.what)} is not the one that was asked for.{where} The two differ by {shown(evidence.error)};"
        f" chance explains {shown(evidence.tolerance)}."
    )


def _wrong_rate(evidence: WrongCurve) -> str:
    seen, wanted = (_factor(evidence.curve, series) for series in (evidence.curve.yours, evidence.curve.reference))
    factor = f"{seen}, where {wanted} is right" if seen and wanted else "a wrong factor"
    return (
        f"{subject(evidence.what)} does not shrink at the rate that it should: in the long run, a step multiplies it by"
        f" {factor}. The distance of this factor from 1 decides how many steps a digit takes; it is off by"
        f" {shown(evidence.error)} of its size (allowed {shown(evidence.tolerance)})."
    )


def _factor(curve: Curve, series: tuple[Number, ...]) -> str:
    """Return what a step multiplies a series by, from its first point to its last, or "" if that can't be told."""
    ends = [(x, y) for x, y in zip(curve.x, series, strict=False) if not isinstance(y, str) and y > 0]
    if len(ends) < 2 or ends[-1][0] <= ends[0][0]:
        return ""
    (x0, y0), (x1, y1) = ends[0], ends[-1]
    quotient = y1 / y0
    return f"{quotient ** (1 / (x1 - x0)):.4g}" if 0 < quotient < float("inf") else ""


def below_floor(evidence: BelowFloor) -> str:
    """Say how far training got; of a limit of stability, that the run above it is calm."""
    if evidence.what.startswith(GROWTH):
        return sentences(
            f"{subject(evidence.what.removeprefix(GROWTH))} does not grow: at its end it is {shown(evidence.got)} times"
            " as large as in the middle.",
            "Above the largest stable step it would: the true limit is a larger one.",
        )
    told = f"{subject(evidence.what)} is {shown(evidence.got)}; it should be {shown(evidence.floor)} at least."
    return f"{told} Right answers get there with room to spare, whatever the seed."

"""Sentences about how numbers go on: runs that leave the reference's, rates, orders, limits, and chance."""

from __future__ import annotations

from collections.abc import Callable

from mdl_grade.records.evidence import (
    BelowFloor,
    BeyondChance,
    BrokenLaw,
    NoGrowth,
    Unstable,
    WrongCurve,
    WrongDecay,
    WrongDistribution,
    WrongOrder,
    WrongRate,
)
from mdl_grade.records.numbers import Number
from mdl_grade.report.phrases import allowed, shown, subject

MAX_ORDER = 20
"""Orders up to which a message says what halving h does; no method has a higher one."""

LEAST_ORDER = 0.02
"""Below this, half the step leaves an error as it is, to two digits."""


def wrong_order(evidence: WrongOrder) -> str:
    """Say how an error shrinks with the step, and how it should."""
    h, quantity = evidence.curve.axis, evidence.curve.quantity
    what = evidence.what if quantity in evidence.what else f"the {quantity} of {evidence.what}"
    return _shrinking(what, evidence.got, evidence.expected, lambda p: _power(h, p), f"half the {h} makes")


def wrong_decay(evidence: WrongDecay) -> str:
    """Say how an error shrinks over the steps of a run, and how it should."""
    return _shrinking(evidence.what, evidence.got, evidence.expected, _inverse_power, "twice as many steps make")


def _shrinking(what: str, got: Number, expected: float, power: Callable[[float], str], doing: str) -> str:
    told = f"{subject(what)} should shrink like {power(expected)}"
    if got == "inf":
        return f"{told}; here it is rounding alone, as if nothing were approximated."
    if isinstance(got, str):
        return f"{told}; no such rate can be measured here."
    if got < LEAST_ORDER:
        return f"{told}; it does not shrink at all."
    seen = f"{told}, and shrinks like {power(got)}"
    if max(got, expected) > MAX_ORDER:
        return f"{seen}."
    return f"{seen}: {doing} it {2**got:.3g} times smaller, not {2**expected:.3g} times."


def _power(h: str, order: float) -> str:
    return h if order == 1 else f"{h}^{shown(order)}"


def _inverse_power(order: float) -> str:
    return "1/k" if order == 1 else f"1/k^{shown(order)}"


def wrong_rate(evidence: WrongRate) -> str:
    """Say what a step multiplies an error by, and what it should."""
    factor = "a wrong factor"
    if evidence.got is not None and evidence.expected is not None:
        factor = f"{shown(evidence.got)}, where {shown(evidence.expected)} is right"
    return (
        f"{subject(evidence.what)} does not shrink at the rate that it should: in the long run, a step multiplies it by"
        f" {factor}. The distance of this factor from 1 decides how many steps a digit takes; it is off by"
        f" {shown(evidence.error)} of its size (allowed {shown(evidence.tolerance)})."
    )


def unstable(evidence: Unstable) -> str:
    """Say that a run below the limit of stability grows."""
    run = _run(evidence.what, evidence.lr, "just below the limit")
    grown = "infinity" if isinstance(evidence.growth, str) else f"{shown(evidence.growth)} times what it was"
    return (
        f"{run} does not stay bounded: it grows from step {evidence.step} on, to {grown}."
        " Below the largest stable step, what is left of the start dies away."
    )


def no_growth(evidence: NoGrowth) -> str:
    """Say that a run above the limit of stability stays calm."""
    run = _run(evidence.what, evidence.lr, "just above the limit")
    return (
        f"{run} does not grow: at its end it is {shown(evidence.growth)} times as large as in the middle."
        " Above the largest stable step it would: the true limit is a larger one."
    )


def _run(what: str, lr: Number | None, side: str) -> str:
    return f"{subject(what)} ({side})" if lr is None else f"{subject(what)} (lr = {shown(lr)}, {side})"


def broken_law(evidence: BrokenLaw) -> str:
    """Say which identity does not hold."""
    about = f" for {evidence.what}" if evidence.what else ""
    apart = f"the two sides differ by {shown(evidence.error)} of their size (allowed {shown(evidence.tolerance)})"
    return f"The law “{evidence.law}” does not hold{about}: {apart}."


def beyond_chance(evidence: BeyondChance) -> str:
    """Say what chance does not explain."""
    quantity, samples = evidence.quantity, f"{evidence.samples} samples"
    what = evidence.what if quantity in evidence.what else f"the {quantity} of {evidence.what}"
    place = f", entry [{', '.join(map(str, evidence.index))}]," if evidence.index else ""
    it = f"{subject(what)}{place}"
    hidden = None in (evidence.got, evidence.expected, evidence.low, evidence.high)
    if evidence.excess == "inf":
        if hidden:
            return f"{it} is wrong, and chance has no say in it."
        seen = f"is {shown(evidence.got or 0.0)} over {samples}"
        return f"{it} {seen}; it must be {shown(evidence.expected or 0.0)}, and chance has no say in it."
    if hidden:
        off = f"is {shown(evidence.excess)} times as far from what it should be as chance explains over {samples}"
        return f"{it} {off}. Another seed would show the same."
    got, expected, low, high = (shown(x or 0.0) for x in (evidence.got, evidence.expected, evidence.low, evidence.high))
    told = f"{it} is {got}; it should be {expected}, and over {samples} chance explains {low} to {high}."
    return f"{told} Another seed would show the same."


def wrong_curve(evidence: WrongCurve) -> str:
    """Say where a run leaves the reference's."""
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


def wrong_distribution(evidence: WrongDistribution) -> str:
    """Say where a distribution leaves the one that was asked for."""
    curve, rank = evidence.curve, evidence.rank
    place = curve.x.index(rank) if rank in curve.x else len(curve.x)
    where = ""
    if place < min(len(curve.yours), len(curve.reference)):
        got, wanted = shown(curve.yours[place]), shown(curve.reference[place])
        where = f" At number {rank} of the sorted samples, the share up to there is {got}, and should be {wanted}."
    return (
        f"The distribution of {evidence.what} is not the one that was asked for.{where} The two differ by"
        f" {shown(evidence.error)}; over {evidence.samples} samples chance explains {shown(evidence.tolerance)}."
    )


def below_floor(evidence: BelowFloor) -> str:
    """Say how far training got."""
    told = f"{subject(evidence.what)} is {shown(evidence.got)}; it should be {shown(evidence.floor)} at least."
    return f"{told} Right answers get there with room to spare, whatever the seed."

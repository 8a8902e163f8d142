"""Calibration: how far right answers get in a training, over many seeds, and where the floor therefore lies.

A floor is a quantile of what right answers score, the worst by default, less a margin. The check that uses it takes
the median of k runs. If a single run of a right answer ends below the floor with probability p, the median does so
with the probability that more than half of k do,

    P(Binomial(k, p) > k/2)  ≈  10 p³ for k = 5.

p is not known; of n runs, b ended below. Its upper bound at 95 % confidence (Clopper, Pearson 1934) solves
P(Binomial(n, p) ≤ b) = 5 %: for b = 0 it is about 3/n.
"""

from __future__ import annotations

import math
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec
import numpy as np

from mdl_grade.checks import CheckFailed
from mdl_grade.checks.tails import binomial_tails
from mdl_grade.course.course import Course
from mdl_grade.errors import CourseError
from mdl_grade.script import Script
from mdl_grade.suite.assembled import execute
from mdl_grade.suite.floor import (
    Calibrated,
    Calibration,
    Floor,
    Scores,
    calibration_file,
    floors_of,
    stored_calibration,
)
from mdl_grade.suite.runner import AnswerError, InProcess, Reference
from mdl_grade.suite.suite import Suite

REFERENCE = "the reference"
CONFIDENCE = 0.95
DRIFT_RATE = 1e-6
DIGITS = 6


@dataclass(frozen=True)
class Plan:
    """How many runs: of the reference and of orders as sound as its own, of each variant, of each known bug."""

    reference: int
    variants: int
    bugs: int
    first_seed: int = 0

    @classmethod
    def measure(cls, seeds: int, first_seed: int = 0) -> Plan:
        """Return the plan of a calibration: variants compute what the reference does, and bugs are far away."""
        return cls(seeds, min(seeds, 200), min(seeds, 40), first_seed)

    @classmethod
    def check(cls, seeds: int, first_seed: int) -> Plan:
        """Return the plan of a check by fresh seeds."""
        return cls(seeds, max(1, seeds // 4), max(1, seeds // 8), first_seed)

    def of(self, count: int) -> range:
        return range(self.first_seed, self.first_seed + count)


def suites_with_floors(course: Course, exercises: Iterable[str]) -> Iterator[Suite]:
    """Yield the suites, of those named, that declare a floor."""
    suites = (Suite.load(course, exercise) for exercise in exercises)
    return (suite for suite in suites if floors_of(suite.module))


def calibrate(suite: Suite, plan: Plan) -> Calibration:
    """Measure all floors of a suite.

    Raises
    ------
    CourseError
        If a right answer breaks, or a floor names a sound convention that is no known bug.
    """
    floors = {name: _calibrated(suite, floor, plan) for name, floor in floors_of(suite.module).items()}
    return Calibration(np.__version__, floors)


def store(suite: Suite, calibration: Calibration) -> None:
    """Write a calibration beside its suite."""
    text = msgspec.json.format(msgspec.json.encode(calibration), indent=1).decode()
    one_line_each = re.sub(r'"counts": \[[^"}]*\]', _on_one_line, text)
    calibration_file(suite.path).write_text(one_line_each + "\n", encoding="utf-8")


def _on_one_line(found: re.Match[str]) -> str:
    return " ".join(found[0].split()).replace("[ ", "[").replace(" ]", "]")


def objections(suite: Suite, plan: Plan) -> Iterator[str]:
    """Hold the stored floors against fresh seeds; yield what speaks against them.

    A floor stands if right answers end below it no more often than was stored, score what was stored (two-sample
    bound of Dvoretzky, Kiefer, Wolfowitz and Massart, at 1e-6), and the known bugs that never reached it still don't.
    """
    stored = stored_calibration(suite.path)
    for name, floor in floors_of(suite.module).items():
        known = stored.floors.get(name) if stored else None
        if known is None:
            yield f"{name}: it was never calibrated"
        elif (known.margin, known.quantile, known.runs) != (floor.margin, floor.quantile, floor.runs):
            yield f"{name}: the suite has another margin, quantile or number of runs now"
        else:
            yield from (f"{name}: {text}" for text in _doubts(suite, floor, known, plan))


# --- measuring --------------------------------------------------------------------------------------------------------
def _calibrated(suite: Suite, floor: Floor, plan: Plan) -> Calibrated:
    right = tuple(_right(suite, floor, plan))
    for scores in right:
        if scores.broken:
            raise CourseError(f"{suite.id}: {scores.answer!r} breaks in the runs of {floor.name!r}.", "Mend it.")
    lowest = min(scores.quantile(floor.quantile) for scores in right)
    value = round(lowest - floor.margin, DIGITS)
    return Calibrated(
        what=floor.what,
        floor=value,
        runs=floor.runs,
        quantile=floor.quantile,
        margin=floor.margin,
        first_seed=plan.first_seed,
        false_fail_rate=_false_fail_rate(right, value, floor.runs),
        right=right,
        wrong=tuple(_wrong(suite, floor, plan)),
    )


def _right(suite: Suite, floor: Floor, plan: Plan) -> Iterator[Scores]:
    text = suite.solution.text
    yield _scores(floor, suite, REFERENCE, suite.solution.whole, plan.of(plan.reference))
    sound = {bug.label: bug for bug in suite.bugs if bug.label in floor.sound}
    if missing := sorted(set(floor.sound) - set(sound)):
        raise CourseError(f"{suite.id}: {missing[0]!r} is no known bug.", f"Look at sound= of {floor.name!r}.")
    for label, bug in sound.items():
        yield _scores(floor, suite, label, bug.source(text), plan.of(plan.reference))
    for variant in suite.variants:
        yield _scores(floor, suite, f"variant {variant.label}", variant.source(text), plan.of(plan.variants))


def _wrong(suite: Suite, floor: Floor, plan: Plan) -> Iterator[Scores]:
    for bug in suite.bugs:
        if bug.label not in floor.sound:
            yield _scores(floor, suite, bug.label, bug.source(suite.solution.text), plan.of(plan.bugs))


def _scores(floor: Floor, suite: Suite, label: str, source: Script | str, seeds: Iterable[int]) -> Scores:
    host = InProcess(execute(Script.of(source), str(suite.solution.path)))
    counts: Counter[float] = Counter()
    broken = 0
    for seed in seeds:
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                reached = floor.scores(Reference(suite.exercise, host), [seed])[0]
        except (AnswerError, CheckFailed):
            broken += 1
        else:
            counts[round(reached, DIGITS)] += 1
    return Scores(label, tuple(sorted(counts.items())), broken)


# --- judging ----------------------------------------------------------------------------------------------------------
def _false_fail_rate(right: Iterable[Scores], value: float, runs: int) -> float:
    """Bound how often the median ends below a floor, by the answers with the most runs: variants compute the same."""
    scores = list(right)
    most = max(s.runs for s in scores)
    rates = (median_rate(upper_bound(s.below(value), s.runs), runs) for s in scores if s.runs == most)
    return float(f"{max(rates):.2g}")


def median_rate(p: float, runs: int) -> float:
    """Return how often the median of `runs` runs ends below the floor if one run does with probability p."""
    return binomial_tails(runs // 2 + 1, runs, p)[1]


def upper_bound(below: int, runs: int) -> float:
    """Return the upper end of the 95 % confidence interval of p, when `below` of `runs` runs ended below."""
    low, high = below / runs, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if binomial_tails(below, runs, middle)[0] > 1 - CONFIDENCE else (low, middle)
    return high


def _doubts(suite: Suite, floor: Floor, known: Calibrated, plan: Plan) -> Iterator[str]:
    stored = {scores.answer: scores for scores in known.right}
    for fresh in _right(suite, floor, plan):
        if fresh.answer not in stored:
            yield f"{fresh.answer!r} was never measured"
            continue
        allowed = upper_bound(stored[fresh.answer].below(known.floor), stored[fresh.answer].runs)
        if fresh.below(known.floor) and binomial_tails(fresh.below(known.floor), fresh.runs, allowed)[1] < DRIFT_RATE:
            yield f"{fresh.answer!r} ends below {known.floor:g} in {fresh.below(known.floor)} of {fresh.runs} runs"
        elif fresh.broken or _have_drifted(stored[fresh.answer], fresh):
            yield f"{fresh.answer!r} no longer scores what was stored"
    seen = {scores.answer for scores in known.wrong if is_seen(scores, known.floor)}
    for fresh in _wrong(suite, floor, plan):
        if fresh.answer in seen and not is_seen(fresh, known.floor):
            yield f"the known bug {fresh.answer!r} reaches {fresh.best:g}"


def is_seen(scores: Scores, value: float) -> bool:
    """Tell whether no run of a known bug reaches the floor."""
    return scores.below(value) == scores.runs


def _have_drifted(stored: Scores, fresh: Scores) -> bool:
    """Compare two distributions: each is within √(ln(2/α) / 2n) of the truth but for once in 1/α times."""
    points = np.union1d(stored.values, fresh.values)
    one, other = (np.searchsorted(s.values, points, "right") / len(s.values) for s in (stored, fresh))
    allowed = sum(math.sqrt(math.log(4 / DRIFT_RATE) / (2 * len(s.values))) for s in (stored, fresh))
    return bool(np.max(np.abs(one - other)) > allowed)


# --- telling ----------------------------------------------------------------------------------------------------------
def table(calibration: Calibration) -> str:
    """Return what was measured, for people."""
    return "\n".join(line for floor in calibration.floors.values() for line in _lines(floor))


def _lines(floor: Calibrated) -> Iterator[str]:
    yield f"  {floor.what}: floor {floor.floor:g} for the median of {floor.runs} runs"
    yield f"    a right answer ends below it at most once in {1 / floor.false_fail_rate:,.0f} times"
    yield f"    {'right answers':<54}{'runs':>6}{'worst':>8}{'1 %':>8}{'median':>8}{'best':>8}"
    for s in floor.right:
        yield f"    {s.answer[:53]:<54}{s.runs:>6}{_cells(s.worst, s.quantile(0.01), s.quantile(0.5), s.best)}"
    seen = sorted((s for s in floor.wrong if is_seen(s, floor.floor)), key=lambda s: -s.best if s.counts else 0.0)
    yield f"    known bugs that never reach it: {len(seen)} of {len(floor.wrong)}"
    for s in seen:
        ends = _cells(s.worst, s.quantile(0.01), s.quantile(0.5), s.best) if s.counts else "  it breaks"
        yield f"    {s.answer[:53]:<54}{s.runs:>6}{ends}"


def _cells(*values: float) -> str:
    return "".join(f"{value:>8.4f}" for value in values)

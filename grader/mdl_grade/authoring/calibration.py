"""Calibration: how far right answers get in a training, over many seeds, and where the floor therefore lies.

A floor is the score of number j from below among n runs of a right answer. The check that uses it takes the median of k
fresh runs. If a single run ends below the floor with probability p, the median does so with the probability that more
than half of k do,

    P(Binomial(k, p) > k/2).

p is not known, but its law is, whatever the law of the scores: Beta(j, n − j + 1), that of an order statistic (David,
Nagaraja, Order Statistics, 2003, §2.2); ties only make p smaller. Hence, for n = 1000, how often a right answer fails:

    k    j     on average over calibrations    in 95 % of all calibrations at most
    15   30    7.6e-9                          2.9e-8      (the default)
    15   50    2.9e-7                          9.2e-7
    5    1     5.9e-8                          2.7e-7

Of 275 exercises with a floor each and 100,000 learners, 0.2 right answers fail at the default on average, and 0.8 if
every floor sat at its bound. Wrong answers are seen better by the median of many runs at a rank in the middle of the
tail than by the median of few at the worst of all: one outlier in a thousand decides nothing.
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

from mdl_grade.checks import CdfTest, CheckFailed
from mdl_grade.checks.tails import binomial_tails
from mdl_grade.course.course import Course
from mdl_grade.errors import CourseError
from mdl_grade.script import Script
from mdl_grade.suite.assembled import execute
from mdl_grade.suite.floor import (
    DIGITS,
    Calibration,
    Floor,
    Measured,
    Scores,
    calibration_file,
    floors_of,
    stored_calibration,
)
from mdl_grade.suite.runner import AnswerError, InProcess, Reference
from mdl_grade.suite.suite import Suite

REFERENCE = "the reference"
CONFIDENCE = 0.95
FALSE_ALARM = 1e-3
"""How often `--check` objects to what holds: that costs one more run of it."""

HIGHEST_RATE = 1e-6
"""How often the median of a right answer may end below a floor, at most."""

SEEN = 0.01
"""A known bug that passes no more often than this is one that the floor sees."""

EXERCISES, LEARNERS = 275, 100_000
"""What a rate is multiplied with, to see whether it will do."""


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
        return cls(seeds, max(1, seeds // 5), max(1, seeds // 25), first_seed)

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
    floors = {name: _measured(suite, floor, plan) for name, floor in floors_of(suite.module).items()}
    return Calibration(np.__version__, floors)


def store(suite: Suite, calibration: Calibration) -> None:
    """Write a calibration beside its suite."""
    text = msgspec.json.format(msgspec.json.encode(calibration), indent=1).decode()
    one_line_each = re.sub(r'"counts": \[[^"}]*\]', _on_one_line, text)
    calibration_file(suite.path).write_text(one_line_each + "\n", encoding="utf-8")


def _on_one_line(found: re.Match[str]) -> str:
    return " ".join(found[0].split()).replace("[ ", "[").replace(" ]", "]")


def objections(suite: Suite, plan: Plan) -> Iterator[str]:
    """Hold the stored scores against fresh seeds; yield what speaks against them.

    A floor stands if the bound that follows from the stored scores is small enough, right answers end below it no more
    often than that allows, and score what was stored (two-sample bound of Dvoretzky, Kiefer, Wolfowitz and Massart),
    each by a test at 1e-3; and if the known bugs that it sees are still seen.
    """
    stored = stored_calibration(suite.path)
    for name, floor in floors_of(suite.module).items():
        known = stored.floors.get(name) if stored else None
        if known is None:
            yield f"{name}: it was never calibrated"
        else:
            yield from (f"{name}: {text}" for text in _doubts(suite, floor, known, plan))


# --- measuring --------------------------------------------------------------------------------------------------------
def _measured(suite: Suite, floor: Floor, plan: Plan) -> Measured:
    right = tuple(_right(suite, floor, plan))
    for scores in right:
        if scores.broken:
            raise CourseError(f"{suite.id}: {scores.answer!r} breaks in the runs of {floor.name!r}.", "Mend it.")
    if plan.reference < floor.rank:
        raise CourseError(f"{plan.reference} runs have no number {floor.rank}.", "Use more --seeds.")
    return Measured(floor.what, plan.first_seed, right, tuple(_wrong(suite, floor, plan)))


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
    for bug in suite.ending_bugs:
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
            counts[_down(reached)] += 1
    return Scores(label, tuple(sorted(counts.items())), broken)


def _down(score: float) -> float:
    """Round down, and never up: to the next smaller multiple of 1e-6 unless the score is one."""
    nearest = round(score, DIGITS)
    return nearest if nearest <= score else round(nearest - 10.0**-DIGITS, DIGITS)


# --- judging ----------------------------------------------------------------------------------------------------------
def median_rate(p: float, runs: int) -> float:
    """Return how often the median of `runs` runs ends below the floor if one run does with probability p."""
    return binomial_tails(runs // 2 + 1, runs, p)[1]


def highest_rate(rank: int, measured: int, runs: int) -> float:
    """Return what a right answer's rate of failure does not exceed in 95 % of all calibrations with `measured` runs."""
    return median_rate(upper_bound(rank - 1, measured), runs)


def mean_rate(rank: int, measured: int, runs: int) -> float:
    """Return a right answer's rate of failure, on average over calibrations: a beta-binomial tail."""

    def log_beta(a: float, b: float) -> float:
        return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)

    a, b = rank, measured - rank + 1
    terms = (
        math.comb(runs, i) * math.exp(log_beta(a + i, b + runs - i) - log_beta(a, b))
        for i in range(runs // 2 + 1, runs + 1)
    )
    return sum(terms)


def passes(scores: Scores, value: float, runs: int) -> float:
    """Estimate how often the median of an answer reaches a floor, from its scores."""
    return 1 - median_rate(scores.below(value) / scores.runs, runs)


def upper_bound(below: int, runs: int) -> float:
    """Return the upper end of the 95 % confidence interval of p, when `below` of `runs` runs ended below."""
    low, high = below / runs, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if binomial_tails(below, runs, middle)[0] > 1 - CONFIDENCE else (low, middle)
    return high


def _doubts(suite: Suite, floor: Floor, known: Measured, plan: Plan) -> Iterator[str]:
    most = known.measure[0].runs
    if most < floor.rank or highest_rate(floor.rank, most, floor.runs) > HIGHEST_RATE:
        yield f"{most} runs are too few for a floor at number {floor.rank} from below: calibrate with more"
        return
    value, stored = known.floor(floor.rank), {scores.answer: scores for scores in known.right}
    for fresh in _right(suite, floor, plan):
        if fresh.answer not in stored:
            yield f"{fresh.answer!r} was never measured"
        elif binomial_tails(fresh.below(value), fresh.runs, tolerable(floor.runs))[1] < FALSE_ALARM:
            yield f"{fresh.answer!r} ends below {value:g} in {fresh.below(value)} of {fresh.runs} runs"
        elif fresh.broken or _have_drifted(stored[fresh.answer], fresh):
            yield f"{fresh.answer!r} no longer scores what was stored"
    seen = {scores.answer for scores in known.wrong if passes(scores, value, floor.runs) <= SEEN}
    for fresh in _wrong(suite, floor, plan):
        if fresh.answer in seen and passes(fresh, value, floor.runs) > 0.5:
            reached = fresh.runs - fresh.below(value)
            yield f"the known bug {fresh.answer!r} reaches {value:g} in {reached} of {fresh.runs} runs"


def tolerable(runs: int) -> float:
    """Return the probability of a single run below the floor at which the median fails at the highest rate allowed."""
    low, high = 0.0, 0.5
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if median_rate(middle, runs) <= HIGHEST_RATE else (low, middle)
    return low


def _have_drifted(stored: Scores, fresh: Scores) -> bool:
    """Tell whether two samples of scores differ by more than chance explains."""
    places = np.union1d(stored.values, fresh.values)
    one, other = (np.searchsorted(s.values, places, "right") / s.runs for s in (stored, fresh))
    return bool(np.max(np.abs(one - other)) > CdfTest(stored.runs, FALSE_ALARM, fresh.runs).band.high)


# --- telling ----------------------------------------------------------------------------------------------------------
def table(suite: Suite, calibration: Calibration) -> str:
    """Return what was measured, for people."""
    floors = floors_of(suite.module)
    return "\n".join(line for name, known in calibration.floors.items() for line in _lines(floors[name], known))


def _lines(floor: Floor, known: Measured) -> Iterator[str]:
    value, measured = known.floor(floor.rank), known.measure[0].runs
    mean, highest = (rate(floor.rank, measured, floor.runs) for rate in (mean_rate, highest_rate))
    many, how_many = EXERCISES * LEARNERS, f"{EXERCISES} such exercises and {LEARNERS:,} learners"
    yield f"  {known.what}: floor {value:g} for the median of {floor.runs} runs, number {floor.rank} of {measured}"
    yield f"    a right answer ends below it with probability {mean:.1e} on average, {highest:.1e} at most (95 %);"
    yield f"    of {how_many}, {mean * many:.1f} on average, {highest * many:.1f} at most"
    yield f"    {'':<54}{'runs':>6}{'worst':>8}{'5 %':>8}{'median':>8}{'best':>8}{'passes':>8}"
    for s in known.right:
        yield _line(s, value, floor.runs)
    yield "    known bugs:"
    for s in sorted(known.wrong, key=lambda s: -passes(s, value, floor.runs)):
        yield _line(s, value, floor.runs)


def _line(s: Scores, value: float, runs: int) -> str:
    cells = "".join(f"{s.lowest(rank):>8.4f}" for rank in (1, max(1, s.runs // 20), (s.runs + 1) // 2, s.runs))
    return f"    {s.answer[:53]:<54}{s.runs:>6}{cells}{passes(s, value, runs):>8.3f}"

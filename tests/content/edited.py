"""Right answers of others, edited at random: is any of them the grader's fault, or judged by luck?

    python tests/content/edited.py --count 2000 --seeds 10

Each answer is a variant, not the reference, with one slip or two that the mutation operators make, or a guard. It is
judged under several seeds. None may be called a fault of the grader; none may pass a check under some seeds and fail it
under others, but for checks that are declared `VARYING`. Those that pass are printed, to be read.
"""

import argparse
import time
from dataclasses import dataclass, field

import numpy as np
from beside import passed, verdicts_beside

from mdl_grade.authoring.judge import Findings
from mdl_grade.authoring.steadiness import verdicts_agree
from mdl_grade.course import builtin_course
from mdl_grade.diagnosis.mutation import mutants
from mdl_grade.records.model import Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.guards import guards
from mdl_grade.suite.suite import Suite

ONE, TWO = 0.5, 0.85
"""Shares: up to ONE, one slip; up to TWO, two; a guard for the rest."""


@dataclass
class Tally:
    """What became of edited answers."""

    tried: int = 0
    rejected: int = 0
    late: int = 0
    passing: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    by_luck: list[str] = field(default_factory=list)


def edited(rng, variant_text):
    """Return a variant with random slips, and what they are; None if nothing of it can be edited so."""
    kind, slips = rng.random(), []
    for _ in range(1 if kind < ONE or kind >= TWO else 2):
        choices = guards(marked(variant_text)) if kind >= TWO else mutants(variant_text)
        if not choices:
            return None
        slip = choices[rng.integers(len(choices))]
        variant_text = slip.source
        slips.append(slip.key)
    return variant_text, "; ".join(slips)


def marked(text):
    """Return a text whose functions are all taken for answers."""
    return text if "### BEGIN SOLUTION" in text else f"### BEGIN SOLUTION\n{text}\n### END SOLUTION\n"


def answers(rng, count, exercises):
    """Yield (suite, the variant's text, an edit of it, what was edited), equally many of each exercise."""
    course = builtin_course()
    suites = [Suite.load(course, exercise) for exercise in exercises or course.exercises]
    suites = [suite for suite in suites if suite.variants]
    for number in range(count):
        suite = suites[number * len(suites) // count]  # one after the other: what was drawn is still there
        variant = suite.variants[rng.integers(len(suite.variants))]
        text = variant.source(suite.solution.text)
        if (edit := edited(rng, text)) is not None:
            yield suite, text, edit[0], f"{suite.id}, {variant.label}: {edit[1]}"


def try_edits(count, seeds, *, first=0, exercises=(), wall, say=lambda text: None):
    """Judge edited answers, and return what became of them."""
    tally = Tally()
    for suite, _, edit, changed in answers(np.random.default_rng(first), count, exercises):
        tally.tried += 1
        by_seed = {}
        for seed in seeds:
            verdicts = by_seed[seed] = verdicts_beside(suite, edit, seed, wall)
            if verdicts is None or too_slow(verdicts):
                tally.late += 1
                break
        judged = {seed: verdicts for seed, verdicts in by_seed.items() if verdicts is not None}
        for verdict in (verdict for verdicts in judged.values() for verdict in verdicts):
            if verdict.status is Status.GRADER_ERROR:
                tally.faults.append(f"{changed}\n    {verdict.check}: {verdict.evidence}")
        outcomes = {passed(verdicts) for verdicts in judged.values()}
        if len(judged) == len(seeds):
            findings = Findings(len(seeds))
            verdicts_agree(suite, "it", judged, findings)
            if findings.told or len(outcomes) > 1:
                luck = "passes under some seeds only" if len(outcomes) > 1 else "a check varies"
                tally.by_luck.append(f"{luck}: {changed}\n    " + "\n    ".join(findings.told))
                say(f"{tally.tried}: {tally.by_luck[-1]}")
            if outcomes == {True}:
                tally.passing.append(changed)
                say(f"{tally.tried}: passes: {changed}")
        tally.rejected += outcomes == {False} or not judged
    return tally


def too_slow(verdicts):
    """Tell whether a check used up its budget: under other seeds it would, too."""
    return any("could not be finished" in str(getattr(verdict.evidence, "text", "")) for verdict in verdicts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=0, help="Seed of the edits.")
    parser.add_argument("exercises", nargs="*")
    options = parser.parse_args()
    began = time.monotonic()
    with Wall() as wall:
        tally = try_edits(
            options.count,
            range(options.seeds),
            first=options.first,
            exercises=options.exercises,
            wall=wall,
            say=lambda text: print(text, flush=True),
        )
    print(
        f"{tally.tried} answers under {options.seeds} seeds: {tally.rejected} rejected, {len(tally.passing)} pass,"
        f" {len(tally.by_luck)} by luck, {len(tally.faults)} faults of the grader, {tally.late} ended early"
        f" ({time.monotonic() - began:.0f} s)"
    )
    for fault in tally.faults:
        print(f"FAULT: {fault}")
    raise SystemExit(bool(tally.faults))


if __name__ == "__main__":
    main()

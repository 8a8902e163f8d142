"""Proof obligations: what must hold of an exercise before anybody is judged by it, over fresh seeds.

The reference and every variant get full marks; every known bug loses points and is named; every check can fail;
an answer that does not use the Generator it is given is rejected;
every live mutant of the reference is rejected, or stands on the reviewed allow-list; the untouched stub is
`not_attempted`; docstring examples hold. All of it through the real path, behind the wall.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from mdl_grade.authoring import assemblies, randomness
from mdl_grade.authoring.judge import FAILED, Judge, Notes, doctest_results
from mdl_grade.authoring.side_by_side import side_by_side
from mdl_grade.authoring.tampering import right_but_for_one
from mdl_grade.course.course import Course
from mdl_grade.course.solution import same_text
from mdl_grade.diagnosis.naming import reference_mutants
from mdl_grade.records.model import Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.bugs import Change
from mdl_grade.suite.runner import Answer
from mdl_grade.suite.seed import Seed, generator
from mdl_grade.suite.suite import Suite
from mdl_grade.suite.verdict import Verdict

MANY = 4
"""Seeds from which on a proof is a thorough one: everything is tried that others try a share of, chosen by digest."""
A_SHARE = 0.2


@dataclass(frozen=True)
class Kills:
    """Fate of the mutants: `survivors` are alive and not on the allow-list; `stale` keys of the list killed nothing."""

    rejected: int
    allowed: int
    survivors: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def live(self) -> int:
        return self.rejected + len(self.survivors)

    @property
    def rate(self) -> float:
        return self.rejected / self.live if self.live else 1.0


@dataclass(frozen=True)
class Proof:
    """What was shown of one exercise; it holds if `broken` is empty.

    `matrix[bug][check]` counts over the seeds how often the check failed for this bug.
    """

    exercise: str
    seeds: tuple[int, ...]
    variants: int
    bugs: int
    named: int
    matrix: dict[str, Counter[str]]
    kills: Kills | None
    broken: tuple[str, ...]
    points: int = 0
    checks: tuple[str, ...] = ()
    rounded: tuple[str, ...] = ()
    """What draws give out rounded, by draw."""


def prove_all(
    course: Course, exercises: Sequence[str], seeds: Sequence[int], *, mutants: bool = True, jobs: int = 1
) -> Iterable[Proof]:
    """Prove exercises, `jobs` at a time, each in a process of its own; yield in order."""
    return side_by_side(jobs, partial(prove, course, seeds=seeds, mutants=mutants), exercises)


def prove(course: Course, exercise: str, seeds: Sequence[int], *, mutants: bool = True) -> Proof:
    """Prove one exercise over practice seeds."""
    suite = Suite.load(course, exercise)
    with Wall() as wall:
        return _proved(course, Judge(suite, wall), seeds, mutants)


def _proved(course: Course, judge: Judge, seeds: Sequence[int], mutants: bool) -> Proof:
    suite = judge.suite
    notes = Notes()
    kills = None
    if suite.solution.parts:
        matrix, named = assemblies.hold(course, judge, seeds, notes)
    else:
        _written_well(course, suite, notes)
        for seed in seeds:
            _rights(judge, seed, notes)
        randomness.hold(judge, seeds, notes)
        matrix, named = _bugs(judge, seeds, notes)
        kills = _mutants(judge, seeds[:2], notes) if mutants else None
    right_but_for_one(judge, seeds[0], notes, share=A_SHARE if len(seeds) < MANY else 1.0)
    _checks_can_fail(suite, matrix, notes)
    rounded = _rounded(suite, notes)
    return Proof(
        exercise=suite.id,
        seeds=tuple(seeds),
        variants=len(suite.variants),
        bugs=len(matrix),
        named=named,
        matrix=matrix,
        kills=kills,
        broken=tuple(notes.broken),
        points=suite.points,
        checks=tuple(suite.checks),
        rounded=rounded,
    )


# --- obligations ------------------------------------------------------------------------------------------------------
def _written_well(course: Course, suite: Suite, notes: Notes) -> None:
    solution, about = suite.solution, suite.exercise
    results = doctest_results(solution.text, suite.namespace)
    notes.unless(results.attempted > 0, "the docstrings have no example")
    notes.unless(results.failed == 0, f"{results.failed} docstring examples fail")
    notes.unless("References\n----" in solution.prompt, "the prompt names no References")
    notes.unless(bool(about.hints), "there is no hint")
    notes.unless(len(suite.bugs) >= 4, "fewer than four known bugs")
    notes.unless(len(suite.variants) >= 2, "fewer than two variants")
    notes.unless(not same_text(solution.stub, solution.text), "the stub is the solution")
    unknown = [e for e in suite.requires if e.startswith(tuple(course.chapters)) and e not in course.exercises]
    notes.unless(not unknown, f"requires what does not exist: {', '.join(unknown)}")
    labels = [bug.label for bug in suite.bugs]
    notes.unless(len(set(labels)) == len(labels), "two known bugs have the same label")


def _rounded(suite: Suite, notes: Notes) -> tuple[str, ...]:
    """Return what is rounded; what a draw was made to have must not get lost by it."""
    found = []
    for name, draw in suite.draws.items():
        rng = generator(Seed.practice().of(suite.id, ""), "draw", name)
        inputs = draw.rounded(rng, Answer(suite.reference))
        found += [f"{name}: {', '.join(inputs)}"] if inputs else []
        for lost in (text for text in inputs if "(" in text):
            notes.unless(False, f"the draw {name} rounds {lost}: say exact=True in @cases")
    return tuple(found)


def _rights(judge: Judge, seed: int, notes: Notes) -> None:
    """Hold the reference and the variants to full marks, and the stub to nothing."""
    suite = judge.suite
    rights = {"the reference": suite.solution.text}
    rights |= {f"the variant {v.label}": v.source(suite.solution.text) for v in suite.variants}
    for name, source in rights.items():
        for verdict in judge.verdicts(source, seed):
            evidence = f" ({verdict.evidence})" if verdict.evidence else ""
            notes.unless(
                verdict.status is Status.PASSED,
                f"{name} does not pass {verdict.check}: {verdict.status.value}{evidence}",
            )
    stub = [verdict.status for verdict in judge.verdicts(suite.solution.stub, seed)]
    notes.unless(Status.PASSED not in stub, "the stub passes a check")
    notes.unless(Status.NOT_ATTEMPTED in stub, "the stub does not come out as not attempted")


def _bugs(judge: Judge, seeds: Sequence[int], notes: Notes) -> tuple[dict[str, Counter[str]], int]:
    """Hold every known bug to losing points and being named; return the bug × check matrix."""
    matrix: dict[str, Counter[str]] = {}
    named = 0
    for bug in judge.suite.bugs:
        matrix[bug.label] = Counter()
        always = True
        for seed in seeds:
            verdicts = judge.verdicts(bug.source(judge.suite.solution.text), seed)
            failed = [v for v in verdicts if v.status in FAILED]
            matrix[bug.label].update(v.check for v in failed)
            notes.unless(not any(v.status is Status.GRADER_ERROR for v in verdicts), f"a check breaks on {bug.label!r}")
            lost = any(judge.suite.checks[v.check].points for v in verdicts if v.status is not Status.PASSED)
            notes.unless(lost, f"{bug.label!r} loses no points (seed {seed})")
            known = _is_named(judge, bug, verdicts, seed)
            always = always and known
            notes.unless(not lost or known, f"{bug.label!r} is not named (seed {seed})")
        named += always
    return matrix, named


def _is_named(judge: Judge, bug: Change, verdicts: Sequence[Verdict], seed: int) -> bool:
    found = judge.names(bug.source(judge.suite.solution.text), verdicts, seed)
    return any(bug.label in diagnosis.labels for diagnosis in found.values())


def _checks_can_fail(suite: Suite, matrix: dict[str, Counter[str]], notes: Notes) -> None:
    for name in suite.checks:
        notes.unless(any(counts[name] for counts in matrix.values()), f"no known bug fails the check {name}")


def _mutants(judge: Judge, seeds: Sequence[int], notes: Notes) -> Kills:
    allowed = judge.suite.equivalent
    rejected, spared, survivors = 0, set(), []
    for mutant in reference_mutants(judge.suite):
        if any(judge.rejects(mutant.source, seed) for seed in seeds):
            rejected += 1
        elif mutant.key in allowed:
            spared.add(mutant.key)
        else:
            survivors.append(mutant.key)
    stale = tuple(sorted(set(allowed) - spared))
    for key in survivors:
        notes.unless(False, f"a live mutant survives: {key}")
    for key in stale:
        notes.unless(False, f"EQUIVALENT lists {key!r}, which is no surviving mutant")
    return Kills(rejected, len(spared), tuple(survivors), stale)


def default_jobs() -> int:
    return max(1, os.cpu_count() or 1)

"""Endurance: the checks in which chance has a say, over so many seeds that a rare mistake would show.

Only the checks of some kinds run, with those that they need, on the reference, on every variant, and on those known
bugs that these checks fail at seed 0. Nothing is named, which is what makes `prove` slow; and what stands alone is
judged in this process first, and behind the wall only if it does not end as it should.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from mdl_grade.authoring.assemblies import Assembly
from mdl_grade.authoring.here import fails_here
from mdl_grade.authoring.judge import Judge
from mdl_grade.authoring.side_by_side import side_by_side
from mdl_grade.course.course import Course
from mdl_grade.records.model import Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.script import Script
from mdl_grade.suite.suite import Suite
from mdl_grade.suite.verdict import Verdict

REJECTED = (Status.FAILED, Status.ERROR, Status.TIMEOUT)


@dataclass(frozen=True)
class Endurance:
    """What happened to one exercise.

    `false_rejects` are right answers that a check failed, `false_accepts` bugs that all checks that ran let pass, each
    with its seed. `seen[check]` counts the known bugs that the check fails at seed 0, and `missed[check]` how often,
    over all seeds and these bugs, it then did not fail one: another check may have.
    """

    exercise: str
    checks: tuple[str, ...]
    seeds: int
    rights: int
    bugs: int
    seen: Counter[str]
    missed: Counter[str]
    false_rejects: tuple[str, ...]
    false_accepts: tuple[str, ...]


def endure_all(
    course: Course, exercises: Sequence[str], seeds: Sequence[int], kinds: Sequence[str], *, jobs: int = 1
) -> Iterator[Endurance]:
    """Try exercises, `jobs` at a time, each in a process of its own; yield those with a check of these kinds."""
    found = side_by_side(jobs, partial(endure, course, seeds=seeds, kinds=kinds), exercises)
    return (endurance for endurance in found if endurance.checks)


def endure(course: Course, exercise: str, seeds: Sequence[int], kinds: Sequence[str]) -> Endurance:
    """Try the checks of some kinds on one exercise, at seed 0 and at `seeds`."""
    suite = Suite.load(course, exercise)
    with Wall() as wall:
        return _Trial(Judge(suite, wall), _rights(course, suite), kinds).over(seeds)


@dataclass
class _Trial:
    judge: Judge
    rights: Mapping[str, Script]
    kinds: Sequence[str]
    seen_by: dict[str, frozenset[str]] = field(default_factory=dict)
    missed: Counter[str] = field(default_factory=Counter)
    false_rejects: list[str] = field(default_factory=list)
    false_accepts: list[str] = field(default_factory=list)

    def over(self, seeds: Sequence[int]) -> Endurance:
        wanted = [name for name, check in self.judge.suite.checks.items() if check.kind in self.kinds]
        bugs = self._bugs()
        if wanted:
            running = self._with_needs(wanted)
            failed = {label: _failed(self.judge.verdicts(text, 0, running)) for label, text in bugs.items()}
            self.seen_by = {label: names & set(wanted) for label, names in failed.items() if names & set(wanted)}
            for seed in seeds:
                self._judge_rights(seed, running)
                self._judge_bugs(bugs, seed, running)
        return Endurance(
            exercise=self.judge.suite.id,
            checks=tuple(wanted),
            seeds=len(seeds),
            rights=len(self.rights),
            bugs=len(self.seen_by),
            seen=Counter(name for names in self.seen_by.values() for name in names),
            missed=self.missed,
            false_rejects=tuple(self.false_rejects),
            false_accepts=tuple(self.false_accepts),
        )

    def _bugs(self) -> dict[str, Script]:
        return {bug.label: Script(bug.source(self.judge.suite.solution.text)) for bug in self.judge.suite.ending_bugs}

    def _with_needs(self, names: Sequence[str]) -> frozenset[str]:
        needed = [needed for name in names for needed in self.judge.suite.needs[name]]
        return frozenset(names) | self._with_needs(needed) if needed else frozenset(names)

    def _judge_rights(self, seed: int, running: frozenset[str]) -> None:
        for name, text in self.rights.items():
            if not self._failed_here(text, seed, running):
                continue
            for verdict in self.judge.verdicts(text, seed, running):
                if verdict.status is not Status.PASSED:
                    self.false_rejects.append(f"{name} by {verdict.check} (seed {seed}): {verdict.status.value}")

    def _judge_bugs(self, bugs: dict[str, Script], seed: int, running: frozenset[str]) -> None:
        for label, names in self.seen_by.items():
            if all(not bugs[label].parts and self._failed_here(bugs[label], seed, [name]) for name in names):
                continue
            failed = _failed(self.judge.verdicts(bugs[label], seed, running))
            if not failed:
                self.false_accepts.append(f"{label!r} (seed {seed})")
            self.missed.update(names - failed)

    def _failed_here(self, text: Script, seed: int, names: Collection[str]) -> bool:
        """Tell whether an answer fails a check in this process; what has parts is not tried."""
        suite = self.judge.suite
        return bool(text.parts) or fails_here(suite, text.text, [name for name in suite.checks if name in names], seed)


def _rights(course: Course, suite: Suite) -> dict[str, Script]:
    """Return right answers by name: an assembly's are put together from its parts' variants."""
    if suite.solution.parts:
        return dict(Assembly.load(course, suite).rights())
    text = suite.solution.text
    variants = {f"variant {v.label}": Script(v.source(text)) for v in suite.variants}
    return {"the reference": suite.solution.whole} | variants


def _failed(verdicts: Sequence[Verdict]) -> frozenset[str]:
    return frozenset(verdict.check for verdict in verdicts if verdict.status in REJECTED)

"""Proof obligations of an assembly: with right parts it passes, with a wrong one it fails, and that one is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mdl_grade.authoring.judge import FAILED, Judge, Notes, doctest_results
from mdl_grade.course.course import Course
from mdl_grade.records.model import Status
from mdl_grade.script import Script
from mdl_grade.suite.suite import Suite

LEAST_SHARE = 0.1
"""Of each part's known bugs so many show in the assembly, or the part hardly matters there."""


@dataclass(frozen=True)
class WrongPart:
    """A known bug of a part, and the assembly with it."""

    part: str
    label: str
    source: Script


@dataclass(frozen=True)
class Assembly:
    """An assembly's suite, and those of its parts."""

    suite: Suite
    parts: dict[str, Suite]

    @classmethod
    def load(cls, course: Course, suite: Suite) -> Assembly:
        return cls(suite, {part: Suite.load(course, part) for part in suite.solution.parts})

    def rights(self) -> Iterator[tuple[str, Script]]:
        """Yield sources of right parts alone: the reference's, then everybody's first variants, second ones, and on."""
        whole = self.suite.solution.whole
        yield "the reference", whole
        for i in range(max(len(part.variants) for part in self.parts.values())):
            source = whole
            for name, part in self.parts.items():
                variant = part.variants[i % len(part.variants)]
                source = source.with_part(name, variant.source(part.solution.text))
            yield f"the variants number {i + 1} of all parts", source

    def wrongs(self) -> Iterator[WrongPart]:
        for name, part in self.parts.items():
            for bug in part.bugs:
                source = self.suite.solution.whole.with_part(name, bug.source(part.solution.text))
                yield WrongPart(name, f"{name.partition('/')[2]}: {bug.label}", source)


def hold(course: Course, judge: Judge, seeds: Sequence[int], notes: Notes) -> tuple[dict[str, Counter[str]], int]:
    """Hold an assembly to its obligations; return the matrix of the bugs that show × checks, and how many are named."""
    assembly = Assembly.load(course, judge.suite)
    _written_well(judge.suite, notes)
    for seed in seeds:
        for name, source in assembly.rights():
            for verdict in judge.verdicts(source, seed):
                notes.unless(
                    verdict.status is Status.PASSED,
                    f"{name} does not pass {verdict.check}: {verdict.status.value} ({verdict.evidence})",
                )
    return _wrong_parts(assembly, judge, seeds[0], notes)


def _written_well(suite: Suite, notes: Notes) -> None:
    results = doctest_results(suite.solution.text, suite.namespace)
    notes.unless(results.attempted > 0, "the docstrings have no example")
    notes.unless(results.failed == 0, f"{results.failed} docstring examples fail")
    notes.unless("References\n----" in suite.solution.prompt, "the prompt names no References")
    notes.unless(bool(suite.exercise.hints), "there is no hint")


def _wrong_parts(assembly: Assembly, judge: Judge, seed: int, notes: Notes) -> tuple[dict[str, Counter[str]], int]:
    """Try every known bug of every part. Some can't show: what an assembly never does, it can't do wrong."""
    matrix: dict[str, Counter[str]] = {}
    shown: Counter[str] = Counter()
    named = 0
    for wrong in assembly.wrongs():
        verdicts = judge.verdicts(wrong.source, seed)
        failed = [verdict for verdict in verdicts if verdict.status in FAILED]
        broken = any(verdict.status is Status.GRADER_ERROR for verdict in verdicts)
        notes.unless(not broken, f"a check breaks on {wrong.label!r}")
        if not failed:
            continue
        shown[wrong.part] += 1
        matrix[wrong.label] = Counter(verdict.check for verdict in failed)
        found = [d.labels for d in judge.names(wrong.source, verdicts, seed).values()]
        right = bool(found) and all(labels == (f"{wrong.part} is wrong",) for labels in found)
        named += right
        notes.unless(right, f"{wrong.label!r} is not traced to its part")
    for name, part in assembly.parts.items():
        enough = shown[name] >= LEAST_SHARE * len(part.bugs)
        notes.unless(enough, f"only {shown[name]} of {len(part.bugs)} known bugs of {name} show")
    return matrix, named

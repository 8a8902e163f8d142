"""Proof obligations of an assembly: with right parts it passes, with a wrong one it fails, and that one is named."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from mdl_grade.authoring.judge import FAILED, Findings, Judge, hold_texts, shown
from mdl_grade.course.course import Course
from mdl_grade.errors import CourseError
from mdl_grade.records.model import Status
from mdl_grade.script import Script
from mdl_grade.suite.suite import Suite

LEAST_SHARE = 0.1
"""Of each part's known bugs so many show in the assembly, or the part hardly matters there."""


@contextmanager
def whose(part: str) -> Iterator[None]:
    """Say in which part's suite a mistake is."""
    try:
        yield
    except CourseError as error:
        raise CourseError(f"The suite of its part {part}: {error.what}", error.next_step) from None


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
                with whose(name):
                    source = source.with_part(name, variant.source(part.solution.text))
            yield f"the variants number {i + 1} of all parts", source

    def wrongs(self) -> Iterator[WrongPart]:
        for name, part in self.parts.items():
            for bug in part.ending_bugs:
                with whose(name):
                    source = self.suite.solution.whole.with_part(name, bug.source(part.solution.text))
                yield WrongPart(name, f"{name.partition('/')[2]}: {bug.label}", source)


def hold(
    course: Course,
    judge: Judge,
    seeds: Sequence[int],
    share: float,
    progress: Callable[[str], None],
    findings: Findings,
) -> tuple[dict[str, Counter[str]], int]:
    """Hold an assembly to its obligations; return the matrix of the bugs that show × checks, and how many are named.

    Of its parts' known bugs this `share` is tried, chosen by their digests.
    """
    assembly = Assembly.load(course, judge.suite)
    hold_texts(judge.suite, findings)
    for name, source in assembly.rights():
        progress(name)
        for seed in seeds:
            for verdict in judge.verdicts(source, seed):
                passes = verdict.status is Status.PASSED
                text = f"{name} does not pass {verdict.check}"
                findings.unless(passes, text, seed=seed, detail=shown(verdict))
    return _wrong_parts(assembly, judge, seeds[0], share, progress, findings)


def _wrong_parts(
    assembly: Assembly,
    judge: Judge,
    seed: int,
    share: float,
    progress: Callable[[str], None],
    findings: Findings,
) -> tuple[dict[str, Counter[str]], int]:
    """Try known bugs of every part. Some can't show: what an assembly never does, it can't do wrong."""
    matrix: dict[str, Counter[str]] = {}
    tried, showed = Counter[str](), Counter[str]()
    named, wrongs = 0, [wrong for wrong in assembly.wrongs() if _chosen(wrong.label, share)]
    for number, wrong in enumerate(wrongs, 1):
        progress(f"wrong part {number} of {len(wrongs)}")
        tried[wrong.part] += 1
        verdicts = judge.verdicts(wrong.source, seed)
        failed = [verdict for verdict in verdicts if verdict.status in FAILED]
        broken = any(verdict.status is Status.GRADER_ERROR for verdict in verdicts)
        findings.unless(not broken, f"a check breaks on {wrong.label!r}")
        if not failed:
            continue
        showed[wrong.part] += 1
        matrix[wrong.label] = Counter(verdict.check for verdict in failed)
        found = [d.labels for d in judge.names(wrong.source, verdicts, seed).values()]
        right = bool(found) and all(labels == (f"{wrong.part} is wrong",) for labels in found)
        named += right
        findings.unless(right, f"{wrong.label!r} is not traced to its part", detail=str(found))
    for name in assembly.parts if share >= 1 else ():  # of a sample, nothing follows
        enough = showed[name] >= LEAST_SHARE * tried[name]
        findings.unless(enough, f"only {showed[name]} of {tried[name]} known bugs of {name} show")
    return matrix, named


def _chosen(label: str, share: float) -> bool:
    return int.from_bytes(hashlib.sha256(label.encode()).digest()[:4]) < share * 2**32

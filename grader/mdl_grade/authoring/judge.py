"""Judging texts as the grader does, and noting what does not hold."""

from __future__ import annotations

import ast
import doctest
import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from mdl_grade.course.solution import Solution
from mdl_grade.diagnosis.naming import names
from mdl_grade.records.evidence import AnyEvidence, Fault, NotLoaded, Raised
from mdl_grade.records.model import Diagnosis, Status
from mdl_grade.report.wording import message
from mdl_grade.sandbox.wall import Wall
from mdl_grade.script import Script
from mdl_grade.suite.judging import Judged, judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite
from mdl_grade.suite.verdict import Verdict

FAILED = (Status.FAILED, Status.ERROR, Status.TIMEOUT)
SLIPS = ("NameError", "ImportError", "ModuleNotFoundError")
"""What a known bug raises by mistake: no learner's bug is a name that the suite's author has not defined."""
LEANING = ("So", "Nor", "Its", "Their", "Then")
"""What a sentence begins with that says something only behind another one."""


@dataclass
class Findings:
    """What does not hold: each thing once, with the seeds that showed it, and what was seen first."""

    seeds: int
    seen: dict[str, list[int]] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)

    def unless(self, holds: bool, text: str, *, seed: int | None = None, detail: str = "") -> bool:
        """Note `text` if something does not hold; return whether it does."""
        if not holds:
            self.seen.setdefault(text, []).extend(() if seed is None else (seed,))
            if detail:
                self.details.setdefault(text, detail)
        return holds

    @property
    def told(self) -> tuple[str, ...]:
        """One text for each thing: "… (21 of 21 seeds, first 0): what was seen"."""
        return tuple(self._told(text) for text in self.seen)

    def _told(self, text: str) -> str:
        seeds = list(dict.fromkeys(self.seen[text]))
        often = f" ({len(seeds)} of {self.seeds} seeds, first {seeds[0]})" if seeds else ""
        detail = self.details.get(text)
        return f"{text}{often}{f': {detail}' if detail else ''}"


@dataclass(frozen=True)
class Judge:
    """Judges texts as answers to one exercise, under practice seeds."""

    suite: Suite
    wall: Wall

    def verdicts(self, source: str | Script, seed: int, only: Collection[str] | None = None) -> tuple[Verdict, ...]:
        """Return the verdicts on `source`."""
        return self.judged(source, seed, only=only).verdicts

    def judged(
        self, source: str | Script, seed: int, *, only: Collection[str] | None = None, until_failure: bool = False
    ) -> Judged:
        """Judge `source` behind the wall; see `mdl_grade.suite.judging.judge`."""
        return judge(self.suite, self.wall, source, self._key(seed), only=only, until_failure=until_failure)

    def names(self, source: Script | str, verdicts: Sequence[Verdict], seed: int) -> dict[str, Diagnosis]:
        """Return the names of the bugs behind verdicts on `source`."""
        return names(self.suite, self.wall, source, self._key(seed), verdicts)

    def _key(self, seed: int) -> bytes:
        return Seed.practice(seed).of(self.suite.id, "")


def shown(verdict: Verdict) -> str:
    """Return how a check ended, as a report tells it: the sentence, the case and the call to try."""
    evidence = verdict.evidence
    if evidence is None:
        return verdict.status.value
    if isinstance(evidence, Fault):
        return f"the check itself breaks. {evidence.text}"
    case = f"For {evidence.case}: " if evidence.case else ""
    call = f" To try it: {evidence.call}" if evidence.call else ""
    return f"{verdict.status.value}. {case}{message(evidence)}{call}"


def slip_in(evidence: AnyEvidence | None) -> str:
    """Return the author's own slip that made a known bug end so, or "": it proves nothing then."""
    if isinstance(evidence, NotLoaded):
        return message(evidence)
    if isinstance(evidence, Raised) and evidence.exception in SLIPS:
        return f"{evidence.exception}: {evidence.text}"
    return ""


def hold_texts(suite: Suite, findings: Findings) -> None:
    """Hold an exercise to what learners read: examples that are true, references, hints, and why it is so."""
    solution = suite.solution
    wrong = wrong_examples(solution, suite.namespace)
    findings.unless(wrong is not None, "the docstrings have no example")
    for text in wrong or ():
        findings.unless(False, text)
    findings.unless("References\n----" in solution.prompt, "the prompt names no References")
    findings.unless(bool(suite.exercise.hints), "there is no hint")
    for name, check in suite.checks.items():
        leans = check.title.startswith(tuple(f"{word} " for word in LEANING))
        alone = "a report may show it alone: say what it is about"
        findings.unless(not leans, f'the sentence of {name} leans on another one: "{check.title}" {alone}')
    for function, parameters in suite.signatures.items():
        names = [name.partition("=")[0] for name in parameters]
        needed = [name for name in parameters[names.index("rng") + 1 :] if "=" not in name] if "rng" in names else []
        findings.unless(not needed, f"rng is not the last that {function} needs: put {', '.join(needed)} before it")
    why = "### BEGIN EXPLANATION, last in the solution's file: why it is so, in steps, and an example with numbers"
    findings.unless(bool(solution.explanation), f"there is no explanation: {why}")


class _Examples(doctest.DocTestRunner):
    """Runs examples, and notes of those that fail what they show."""

    def __init__(self, path: Path, aside: str = "") -> None:
        super().__init__(verbose=False)
        self._path, self._lines, self._aside = path, path.read_text("utf-8").splitlines(), aside
        self.wrong: list[str] = []

    def report_failure(self, out: Any, test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        self._note(example, got.strip() or "nothing")

    def report_unexpected_exception(self, out: Any, test: doctest.DocTest, example: doctest.Example, info: Any) -> None:
        self._note(example, f"{info[0].__name__}: {info[1]}")

    def _note(self, example: doctest.Example, got: str) -> None:
        first = example.source.splitlines()[0]
        line = next((i for i, text in enumerate(self._lines, 1) if text.strip() == f">>> {first}"), 0)
        want = example.want.strip() or "nothing"
        self.wrong.append(f"{self._path}, line {line}: the example {first} shows {want}, and gives {got}{self._aside}")


def wrong_examples(solution: Solution, namespace: dict[str, object]) -> list[str] | None:
    """Return what examples of docstrings, and of the explanation, show and do not give; None if there are none.

    A prompt's examples show the same for answers that return NumPy's numbers: np.float64(0.5) is as right as 0.5.
    """
    runner = _Examples(solution.path)
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef
    texts = [ast.get_docstring(node) or "" for node in ast.walk(solution.tree) if isinstance(node, kinds)]
    for text in (*texts, solution.explanation):
        _run(runner, text, namespace)
    of_numpy = _Examples(
        solution.path, ", if a number of NumPy's is returned: write float(…) or bool(…) around the call"
    )
    for node in solution.tree.body:
        if isinstance(node, ast.FunctionDef) and not runner.wrong:
            answer = _answering(namespace[node.name])
            _run(of_numpy, ast.get_docstring(node) or "", namespace | {node.name: answer})
    return runner.wrong + of_numpy.wrong if runner.tries else None


def _run(runner: _Examples, text: str, namespace: dict[str, object]) -> None:
    test = doctest.DocTestParser().get_doctest(text, dict(namespace), "example", None, 0)
    runner.run(test, out=lambda _: None)


def _answering(function: Any) -> Any:
    @functools.wraps(function)
    def answer(*args: Any, **kwargs: Any) -> Any:
        return _as_numpy(function(*args, **kwargs))

    return answer


def _as_numpy(value: Any) -> Any:
    """Return what NumPy's functions give in place of Python's own numbers and bools."""
    match value:
        case bool():
            return np.bool_(value)
        case float():
            return np.float64(value)
        case tuple():
            return tuple(map(_as_numpy, value))
    return value

"""One check on one answer: arguments bound, exceptions turned into a status."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from mdl_grade.checks import CheckFailed, Inconclusive
from mdl_grade.records.evidence import AnyEvidence, Blocked, Curve, Fault, Remark
from mdl_grade.records.model import Status
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.cases import Case
from mdl_grade.suite.host import Behind
from mdl_grade.suite.runner import AnswerError, CodeRaised, Exchange
from mdl_grade.suite.seed import generator
from mdl_grade.suite.subject import Subject
from mdl_grade.suite.suite import Suite


@dataclass(frozen=True)
class Verdict:
    """How one check ended, and the programs that led there; `precedent` tells on what replies, if that is all."""

    check: str
    status: Status
    evidence: AnyEvidence | None = None
    exchanges: tuple[Exchange, ...] = ()
    where: object = None
    curve: Curve | None = None
    precedent: bytes = b""


NAMED = (Status.FAILED, Status.ERROR)
"""Verdicts behind which a bug is looked for."""


def subject_for(suite: Suite, wall: Wall, source: str, key: bytes) -> Subject:
    """Return `source` as the answer under judgement."""
    filename = f"{suite.id.partition('/')[2]}.py"
    return Subject(suite, Behind(wall, source, filename, suite.exercise.seconds, suite.solution.names), key)


def run_check(suite: Suite, name: str, subject: Subject) -> None:
    """Run one check with its arguments bound by name. A warning in trusted code is an error."""
    check = suite.checks[name]
    subject.curve = None
    subject.student.begin()
    arguments = {parameter: _bound(parameter, suite, name, subject) for parameter in check.parameters}
    with warnings.catch_warnings(), np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("error")
        suite.reference.exchanges.clear()
        subject.curve = check.function(**arguments)


def _bound(parameter: str, suite: Suite, name: str, subject: Subject) -> Any:
    match parameter:
        case "student":
            return subject.student
        case "reference":
            return suite.reference
        case "rng":
            return generator(subject.key, "check", name)
    draw = suite.draw_for(suite.checks[name], parameter)
    assert draw is not None
    return subject.cases(draw)


def verdict_of(name: str, failure: BaseException | None, subject: Subject) -> Verdict:
    """Turn the end of a check into a verdict."""
    exchanges = tuple(subject.student.exchanges)
    match failure:
        case None:
            return Verdict(name, Status.PASSED, curve=subject.curve)
        case CheckFailed():
            evidence = placed(failure.evidence, failure.where, exchanges)
            return Verdict(name, Status.FAILED, evidence, exchanges, failure.where)
        case CodeRaised() if failure.unattempted:
            return Verdict(name, Status.NOT_ATTEMPTED, failure.evidence)
        case AnswerError():
            timeout = getattr(failure.evidence, "how", "") == "timeout"
            return Verdict(name, Status.TIMEOUT if timeout else Status.ERROR, failure.evidence, exchanges)
    return Verdict(name, Status.GRADER_ERROR, Fault(text=f"{type(failure).__name__}: {failure}"), exchanges)


def charged(verdict: Verdict, failure: BaseException | None) -> Verdict:
    """Charge to the answer what broke the check on it, or left it open, and not on the reference."""
    text = "The check could not make sense of what came back: the value is not of the kind that was asked for."
    if isinstance(failure, Inconclusive):
        text = "No verdict is possible on these values: close to the inputs they are not finite, or jump."
    return Verdict(verdict.check, Status.ERROR, Remark(text=text), verdict.exchanges)


def blocked(name: str, needed: str) -> Verdict:
    """Return the verdict on a check that was not run, because the one with the title `needed` did not pass."""
    return Verdict(name, Status.BLOCKED, Blocked(needs=needed))


def placed(evidence: AnyEvidence, where: object, exchanges: tuple[Exchange, ...]) -> AnyEvidence:
    """Add to evidence which case it is about, and the call to paste."""
    if not isinstance(where, Case):
        return msgspec.structs.replace(evidence, case=str(where)) if str(where) else evidence
    function = _called_with(where, exchanges)
    return msgspec.structs.replace(evidence, case=str(where), call=where.as_call(function) if function else "")


def _called_with(case: Case, exchanges: tuple[Exchange, ...]) -> str:
    """Return the name that was called with a case's inputs, if the programs do nothing else; else ""."""
    steps = [step for exchange in exchanges for step in exchange.recording.steps]
    names = {step.name for step in steps if isinstance(step, wire.Name)}
    calls = [step for step in steps if not isinstance(step, wire.Name)]
    plain = all(isinstance(step, wire.Call) and len(step.args) == len(case) and not step.kwargs for step in calls)
    return names.pop() if plain and len(names) == 1 else ""

"""A check run once more, for an appeal: the same answer, the same seed, behind the wall, with all numbers in view."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from mdl_grade.course import Course
from mdl_grade.course.solution import same_text
from mdl_grade.diagnosis.outcome import Outcome, differing, outcome
from mdl_grade.errors import UsageError
from mdl_grade.gradebook.changes import SeedIdentity
from mdl_grade.grading import tool
from mdl_grade.intake import Answer
from mdl_grade.records.model import CheckResult, ExerciseResult, SeedMode, Status, Tool
from mdl_grade.report.wording import message
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.judging import judge
from mdl_grade.suite.literals import Unwritable, literal
from mdl_grade.suite.runner import Exchange, InProcess, Reply, values
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

MAX_SHOWN = 3
"""Cases that are shown: the one that the check complains of, or else the first that differ."""
MAX_ENTRIES = 1000
"""Arrays with more entries are shortened."""


@dataclass(frozen=True)
class RecordedCheck:
    """What a report or a ledger says of one check of one answer."""

    result: ExerciseResult
    check: CheckResult
    seed: SeedIdentity
    tool: Tool


@dataclass(frozen=True)
class Shown:
    """One case, or a whole program that has none: what went in and what came out, as Python."""

    case: str
    inputs: tuple[str, ...]
    calls: tuple[str, ...]
    answers: str
    reference: str
    differs: bool


@dataclass(frozen=True)
class Replay:
    """A check as it ended now, beside the record of it. `warnings` say what is not as it was then."""

    record: RecordedCheck
    status: Status
    message: str
    call: str
    shown: tuple[Shown, ...]
    warnings: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the verdict is the recorded one."""
        return self.status is self.record.check.status

    @property
    def same_words(self) -> bool:
        return self.message == self.record.check.message


def find_check(results: tuple[ExerciseResult, ...], name: str) -> tuple[ExerciseResult, CheckResult]:
    """Return the check that `name` means: `chapter10/dense_backward::values`, or less if that is clear.

    Raises
    ------
    UsageError
        If it means none, or several.
    """
    exercise, _, check = name.rpartition("::")
    found = [
        (result, one)
        for result in results
        for one in result.checks
        if one.id == check and (not exercise or exercise in (result.id, result.id.partition("/")[2]))
    ]
    if len(found) == 1:
        return found[0]
    known = [f"{result.id}::{one.id}" for result in results for one in result.checks]
    close = [full for full in known if check in full.partition("::")[2]] or known
    raise UsageError(f"{name!r} names {len(found)} checks.", f"Name one of these: {', '.join(close[:12])}.")


def replay(course: Course, answer: Answer, record: RecordedCheck, seed: Seed, wall: Wall) -> Replay:
    """Run a recorded check again.

    Raises
    ------
    UsageError
        If the suite has no check of that name any more, or nothing was run then: the answer is the untouched stub.
    """
    suite = Suite.load(course, record.result.id)
    if record.check.id not in suite.checks:
        raise UsageError(f"The suite of {suite.id} has no check {record.check.id} any more.", "It was changed since.")
    if not answer.parts and same_text(answer.text, suite.solution.stub):
        raise UsageError("The answer is the untouched stub: no check was run on it.", "There is nothing to replay.")
    judged = judge(suite, wall, answer.script, seed.of(suite.id, answer.digest))
    verdict = next(verdict for verdict in judged.verdicts if verdict.check == record.check.id)
    evidence = verdict.evidence
    return Replay(
        record=record,
        status=verdict.status,
        message=message(evidence) if evidence is not None else "",
        call=evidence.call if evidence is not None else "",
        shown=tuple(_shown(suite, verdict.exchanges, verdict.where))[:MAX_SHOWN],
        warnings=tuple(_warnings(suite, answer, record)),
    )


def _warnings(suite: Suite, answer: Answer, record: RecordedCheck) -> Iterator[str]:
    now, then = tool(), record.tool
    if now.numpy != then.numpy:
        inputs = "; the inputs may be others" if record.seed.mode is SeedMode.OFFICIAL else ""
        yield f"Then NumPy {then.numpy}, now {now.numpy}{inputs}."
    if now.python != then.python:
        yield f"Then Python {then.python}, now {now.python}."
    if now.version != then.version:
        yield f"Then {then.name} {then.version}, now {now.version}."
    if suite.digest != record.result.suite_digest:
        yield "The suite or the solution was changed since."
    if record.seed.mode is SeedMode.OFFICIAL and not record.seed.value:
        yield "The record does not tell which secret it was made with: with another one the inputs are others."
    if answer.digest != record.result.file_digest:
        yield "This is not the answer that was graded then: its digest is another."


# --- both answers ---------------------------------------------------------------------------------------------------
def _shown(suite: Suite, exchanges: tuple[Exchange, ...], where: object) -> Iterator[Shown]:
    """Yield the failing case; or the cases that differ; or, if none does, all."""
    everything = [shown for exchange in exchanges for shown in _both(suite, exchange, where)]
    complained = [shown for blamed, shown in everything if blamed]
    different = [shown for _, shown in everything if shown.differs]
    yield from complained or different or (shown for _, shown in everything)


def _both(suite: Suite, exchange: Exchange, where: object) -> Iterator[tuple[bool, Shown]]:
    """Yield each case of a program with both answers, and whether the check complains of it."""
    reply = InProcess(suite.namespace).execute(exchange.recording)
    got, wanted = outcome(exchange), outcome(exchange, reply)
    wrong = _wrong(got, wanted)
    returns, calls = suite.exercise.returns, tuple(dict.fromkeys(exchange.recording.names))
    for i, case in enumerate(exchange.cases or (None,)):
        yield (
            case is not None and case is where,
            Shown(
                case=str(case) if case is not None else "",
                inputs=tuple(f"{name} = {written(value)}" for name, value in case.items()) if case is not None else (),
                calls=calls,
                answers=_result(returns, exchange, exchange.reply, i if exchange.cases else None),
                reference=_result(returns, exchange, reply, i if exchange.cases else None),
                differs=wrong is None or i in wrong,
            ),
        )


def _wrong(got: Outcome, wanted: Outcome) -> set[int] | None:
    """Return the numbers of the cases that differ; None if all do, because one of the two raised."""
    if got.exception or wanted.exception:
        return set() if got.exception == wanted.exception else None
    return {case for case, _ in differing(got, wanted)}


def _result(returns: tuple[str, ...], exchange: Exchange, reply: Reply, case: int | None) -> str:
    message = reply.message
    if isinstance(message, wire.Raised):
        line = f" (line {message.line})" if message.line is not None else ""
        return f"raises {message.exception}: {message.text}{line}"
    filled = exchange.recording.fill(values(exchange.recording, reply))
    result = filled if case is None else filled[case]
    facts = (f"# {fact.kind}: {fact.argument}" for fact in message.facts)
    if isinstance(result, tuple) and len(result) == len(returns):
        return "\n".join([*(f"{name} = {written(value)}" for name, value in zip(returns, result, strict=True)), *facts])
    return "\n".join([written(result), *facts])


def written(value: Any) -> str:
    """Return a value as Python that can be pasted; of large arrays the corners."""
    if _entries(value) <= MAX_ENTRIES:
        with suppress(Unwritable):
            return literal(value)
    with np.printoptions(threshold=60, precision=17):
        return repr(value)


def _entries(value: Any) -> int:
    match value:
        case np.ndarray():
            return value.size
        case dict():
            return sum(map(_entries, value.values()))
        case list() | tuple():
            return sum(map(_entries, value))
    return 1

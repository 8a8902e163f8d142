"""What was decided before on the same behaviour need not be decided again.

A verdict depends on the check, on the seed, on what the answer's file defines and on what came back to the programs
that the check asked; on nothing else. So a check on many answers is a tree: each node asks a program, each branch is
a reply, each leaf is a verdict. Answers that behave alike, to the last bit, take the same path: their code runs, all of
it, and the comparison with the reference, which would end as it did before, is spared. In a class most do.

Only whole conversations become precedents: where a worker stopped, or the grader was at fault, everything is done
afresh.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeAlias, TypeVar

import msgspec

from mdl_grade.records.evidence import Raised, WrongSignature
from mdl_grade.records.model import Diagnosis, Status
from mdl_grade.sandbox import wire
from mdl_grade.suite.cases import Case
from mdl_grade.suite.recorder import Recording
from mdl_grade.suite.runner import Exchange, Reply
from mdl_grade.suite.sameness import Sameness
from mdl_grade.suite.subject import Subject
from mdl_grade.suite.verdict import NAMED, Verdict

STEPS = 8192
NAMES = 8192
PROGRAM_BYTES = 64 << 20
"""What is remembered; the oldest goes first. A class of thousands that all behave differently does not fill the memory.
"""
STEP_BYTES = 400
"""What a step of a program takes, arrays aside, roughly."""

Key: TypeAlias = bytes
Named: TypeAlias = tuple[Diagnosis | None, ...]
Entry = TypeVar("Entry")


class Table(Generic[Entry]):
    """A dict that forgets its oldest entries when all together weigh more than `most`."""

    def __init__(self, most: int) -> None:
        self._entries: dict[Key, tuple[Entry, int]] = {}
        self._most, self._weight = most, 0

    def get(self, key: Key) -> Entry | None:
        found = self._entries.get(key)
        return found[0] if found else None

    def put(self, key: Key, entry: Entry, weight: int = 1) -> None:
        """Keep an entry; one that is there already stays."""
        if key in self._entries:
            return
        self._entries[key] = entry, weight
        self._weight += weight
        while self._weight > self._most:
            oldest = next(iter(self._entries))
            self._weight -= self._entries.pop(oldest)[1]


@dataclass(frozen=True)
class Question:
    """The program that comes next, the cases that it goes through, and when two results of it are one answer."""

    program: Key
    cases: tuple[Case, ...]
    sameness: Sameness


class Precedents:
    """The trees of all checks in one table: how far a conversation has got -> the next question, or the verdict."""

    def __init__(self) -> None:
        self._steps: Table[Question | Verdict] = Table(STEPS)
        self._programs: Table[Recording] = Table(PROGRAM_BYTES)
        self._named: Table[Named] = Table(NAMES)

    def verdict(self, check: str, subject: Subject) -> Verdict | None:
        """Ask an answer what was asked of others before; return the verdict if one of them said the same."""
        key, said = _beginning(check, subject), []
        while isinstance(step := self._steps.get(key), Question):
            program = self._programs.get(step.program)
            reply = subject.student.ask_ahead(program) if program else None
            if program is None or reply is None:
                return None
            said.append(Exchange(program, reply, step.cases, step.sameness, subject.suite.exercise.returns))
            key = _after(key, reply)
        if step is None:
            return None
        return replace(step, exchanges=tuple(said), precedent=key)

    def remember(self, verdict: Verdict, subject: Subject) -> Verdict:
        """Take note of how a check ended that was run on the answer just now."""
        if not subject.student.answered or not _decided(verdict):
            return verdict
        key = _beginning(verdict.check, subject)
        for exchange in subject.student.exchanges:
            program = exchange.recording
            self._programs.put(program.key, program, len(program.data) + STEP_BYTES * len(program.steps))
            self._steps.put(key, Question(program.key, exchange.cases, exchange.sameness))
            key = _after(key, exchange.reply)
        self._steps.put(key, replace(verdict, exchanges=()))
        return replace(verdict, precedent=key)

    def names(self, verdicts: Sequence[Verdict]) -> Named | None:
        """Return the diagnoses, one for each verdict on an answer, if these verdicts were named together before."""
        key = _together(verdicts)
        return self._named.get(key) if key else None

    def remember_names(self, verdicts: Sequence[Verdict], named: Named) -> None:
        """Take note of the diagnoses of all verdicts on an answer."""
        if key := _together(verdicts):
            self._named.put(key, named)


def _decided(verdict: Verdict) -> bool:
    """Tell whether the replies decided, and nothing else."""
    return verdict.status in (Status.PASSED, Status.FAILED) or isinstance(verdict.evidence, Raised | WrongSignature)


def _beginning(check: str, subject: Subject) -> Key:
    about = (subject.suite.digest, check, subject.key, subject.student.definitions)
    return hashlib.sha256(msgspec.msgpack.encode(about)).digest()


def _after(key: Key, reply: Reply) -> Key:
    said = wire.encode(msgspec.structs.replace(reply.message, nonce=0))
    digest = hashlib.sha256(b"%b%d " % (key, len(said)))
    digest.update(said)
    digest.update(reply.data)
    return digest.digest()


def _together(verdicts: Sequence[Verdict]) -> Key | None:
    """Return what tells sets of verdicts apart; None if one of them is no precedent."""
    if not all(v.precedent for v in verdicts if v.status in NAMED):
        return None
    about = [(v.check, v.precedent if v.status in NAMED else b"") for v in verdicts]
    return hashlib.sha256(msgspec.msgpack.encode(about)).digest()

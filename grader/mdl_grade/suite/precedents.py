"""What was decided on an answer that said the same need not be decided again.

Verdicts, and the names of bugs, depend on the suite, on the seed, and on what an answer says: what its file defines,
and what comes back to each program that it is asked. So a suite under a seed is a tree: each node asks a program, each
branch is a reply, each leaf is what was decided. The code of every answer runs, all of it; where it says to the last
bit what another one said, the comparisons, which would end as they did, are spared. In a class many do.

Only what the words alone decide becomes a precedent: no answer that stopped its worker, ran out of a budget, or was
looked at as a text.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Container, Sequence
from typing import TypeAlias, TypeVar

import msgspec
from msgspec import Struct, structs

from mdl_grade.records.evidence import Raised, WrongSignature
from mdl_grade.records.model import Diagnosis, Output, Status
from mdl_grade.sandbox import wire
from mdl_grade.suite.host import Behind
from mdl_grade.suite.judging import Judged
from mdl_grade.suite.recorder import DATA_CAP, Recording
from mdl_grade.suite.runner import Reply
from mdl_grade.suite.suite import Suite
from mdl_grade.suite.verdict import Verdict

ROOM = 64 << 20
"""Bytes that all precedents of a process may take, roughly; the oldest go first."""
STEP_BYTES = 400
"""What a step of a program takes, arrays aside, and what a verdict does."""
BY_WORDS = frozenset({Status.PASSED, Status.FAILED, Status.BLOCKED, Status.NOT_ATTEMPTED})

Key: TypeAlias = bytes
Said = TypeVar("Said", wire.Loaded, Reply)


class Question(Struct, frozen=True):
    """The program that comes next; `afresh` if the answer is loaded anew before it."""

    recording: Recording
    room: int
    afresh: bool

    @property
    def weight(self) -> int:
        return len(self.recording.data) + STEP_BYTES * (1 + len(self.recording.steps))


class Decided(Struct, frozen=True):
    """What became of an answer, and the names of what is wrong in it, one for each verdict."""

    judged: Judged
    named: tuple[Diagnosis | None, ...]

    @property
    def weight(self) -> int:
        return STEP_BYTES * (1 + len(self.judged.verdicts))


class Witness:
    """An answer behind the wall whose words are noted, and who can be asked before it is judged.

    As a host it repeats what it has said ahead, in turn, before it is asked for more. `key` is the digest of all its
    words.
    """

    def __init__(self, suite: Suite, key: bytes, host: Behind) -> None:
        self._host = host
        self.key: Key = hashlib.sha256(msgspec.msgpack.encode((suite.digest, key))).digest()
        self.asked: list[tuple[Key, Question]] = []
        """What it was asked, each time with the digest of what it had said by then."""
        self.by_words = not suite.solution.parts
        """Whether nothing but its words was looked at so far. The parts of an assembly are judged by themselves."""
        self._loaded: wire.Loaded | Exception | None = None
        self._ahead: deque[tuple[bytes, Reply | Exception]] = deque()
        self._afresh = False
        self._printed: tuple[Output, tuple[str, ...]] | None = None

    # --- ahead --------------------------------------------------------------------------------------------------------
    def load_ahead(self) -> None:
        self._loaded = self._heard(self._host.load)

    def ask_ahead(self, question: Question, known: Container[Key]) -> None:
        """Ask what is asked of an answer that has said so much. Words that are `known` are well formed."""
        if question.afresh:
            self._printed = self.printed()
            self._host.start_afresh()
            self._afresh = True
        recording = question.recording
        self._ahead.append((recording.key, self._heard(lambda: self._asked(recording, question.room), known)))

    def printed(self) -> tuple[Output, tuple[str, ...]]:
        """Return what it printed, and was warned of, until bugs were looked for."""
        return self._printed or (self._host.output, tuple(self._host.warnings))

    # --- as a host ----------------------------------------------------------------------------------------------------
    @property
    def text(self) -> str:
        self.by_words = False
        return self._host.text

    @property
    def warnings(self) -> dict[str, None]:
        return dict.fromkeys(self.printed()[1])

    @property
    def output(self) -> Output:
        return self.printed()[0]

    def load(self) -> wire.Loaded:
        said, self._loaded = self._loaded or self._heard(self._host.load), None
        return _spoken(said)

    def start_afresh(self) -> None:
        if not self._ahead:
            self._host.start_afresh()
            self._afresh = True

    def execute(self, recording: Recording, room: int = DATA_CAP) -> Reply:
        if self._ahead and self._ahead[0][0] != recording.key:  # a check that asks something else each time
            self._ahead.clear()
            self.by_words = False
        if self._ahead:
            return _spoken(self._ahead.popleft()[1])
        return _spoken(self._heard(lambda: self._asked(recording, room)))

    def close(self) -> None:
        self._host.close()

    # ------------------------------------------------------------------------------------------------------------------
    def _asked(self, recording: Recording, room: int) -> Reply:
        self.asked.append((self.key, Question(recording, room, self._afresh)))
        self._afresh = False
        return self._host.heard(recording, room)

    def _heard(self, ask: Callable[[], Said], known: Container[Key] = ()) -> Said | Exception:
        """Return what is said, or what is raised instead."""
        try:
            said = ask()
            self.key = _after(self.key, said)
            if isinstance(said, Reply) and self.key not in known:
                self._host.hold(self.asked[-1][1].recording, said)
        except Exception as error:
            self.by_words = False
            return error
        return said


def _spoken(said: Said | Exception) -> Said:
    if isinstance(said, Exception):
        raise said
    return said


def _after(key: Key, said: wire.Loaded | Reply) -> Key:
    message, data = (said.message, said.data) if isinstance(said, Reply) else (said, b"")
    header = wire.encode(structs.replace(message, nonce=0))
    digest = hashlib.sha256(b"%b%d " % (key, len(header)))
    digest.update(header)
    digest.update(data)
    return digest.digest()


class Precedents:
    """The trees of all suites in one table: what an answer has said -> the next question, or what was decided."""

    def __init__(self, room: int = ROOM) -> None:
        self._steps: dict[Key, Question | Decided] = {}
        self._left = room

    def recall(self, witness: Witness) -> Decided | None:
        """Ask an answer what was asked of others before; return what was decided if one of them said the same."""
        witness.load_ahead()
        while witness.by_words and isinstance(step := self._steps.get(witness.key), Question):
            witness.ask_ahead(step, self._steps)
        if not witness.by_words or not isinstance(step, Decided):
            return None
        output, warned = witness.printed()
        return Decided(structs.replace(step.judged, output=output, warnings=warned), step.named)

    def remember(self, witness: Witness, judged: Judged, named: Sequence[Diagnosis | None]) -> None:
        """Take note of what became of an answer, if its words decided it."""
        if not witness.by_words or not all(map(_by_words, judged.verdicts)):
            return
        for key, question in witness.asked:
            self._put(key, question)
        verdicts = tuple(structs.replace(verdict, exchanges=()) for verdict in judged.verdicts)
        lasting = structs.replace(judged, verdicts=verdicts, output=Output(), warnings=())
        self._put(witness.key, Decided(lasting, tuple(named)))

    def _put(self, key: Key, step: Question | Decided) -> None:
        if key not in self._steps:
            self._steps[key] = step
            self._left -= step.weight
        while self._left < 0:
            self._left += self._steps.pop(next(iter(self._steps))).weight


def _by_words(verdict: Verdict) -> bool:
    """Tell whether a verdict follows from what the answer said, and neither a clock nor memory had a part in it."""
    return verdict.status in BY_WORDS or isinstance(verdict.evidence, Raised | WrongSignature)


PRECEDENTS = Precedents()
"""Those of this process."""

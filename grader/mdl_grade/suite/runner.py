"""Who answers a program: the learner's code behind the wall, or the reference beside us. One face for both."""

from __future__ import annotations

import difflib
import secrets
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any, Literal, Protocol

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from mdl_grade.checks import CheckFailed
from mdl_grade.checks.tolerance import in_single_precision
from mdl_grade.errors import CourseError, GraderFault
from mdl_grade.records.evidence import AnyEvidence, Missing, Raised, WrongSignature
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.packing import Unpacker
from mdl_grade.sandbox.programs import run_program
from mdl_grade.suite.budget import insist
from mdl_grade.suite.cases import Case
from mdl_grade.suite.exercise import Exercise
from mdl_grade.suite.likeness import hold_alike, outline, room_for
from mdl_grade.suite.recorder import DATA_CAP, Recording, Scenario, record, returned
from mdl_grade.suite.recordings import RECORDINGS, call
from mdl_grade.suite.sameness import EQUAL, Sameness

MAX_REMEMBERED = 256
"""Programs whose answers a runner remembers. The reference outlives a class of thousands, each with its own draws."""


class AnswerError(Exception):
    """The answer itself ended the check: `evidence` says how. No fault of the grader."""

    def __init__(self, evidence: AnyEvidence) -> None:
        super().__init__(repr(evidence))
        self.evidence = evidence


class CodeRaised(AnswerError):
    """The answer's code raised; `where` is the case that it was called with, if that is known."""

    evidence: Raised

    def __init__(self, evidence: Raised, bases: tuple[str, ...], where: object = "") -> None:
        super().__init__(evidence)
        self.bases, self.where = bases, where

    def about(self, case: Case, worked: Iterable[Case]) -> CodeRaised:
        """Return the same about one case, beside others that went through."""
        evidence = msgspec.structs.replace(self.evidence, worked=tuple(map(str, worked)))
        return CodeRaised(evidence, self.bases, case)

    @property
    def unattempted(self) -> bool:
        return "NotImplementedError" in self.bases


class Reply(Struct, frozen=True):
    """What came back for a recording: the worker's message and its arrays."""

    message: wire.Finished | wire.Raised
    data: bytes | memoryview


class Exchange(Struct, frozen=True):
    """One program and what an answer made of it; `cases` are those it went through, if it did."""

    recording: Recording
    reply: Reply
    cases: tuple[Case, ...] = ()
    sameness: Sameness = EQUAL
    returns: tuple[str, ...] = ()


class CallFact(Struct, frozen=True):
    """A fact about call number `call` of a watched scenario (see `wire.Fact`)."""

    kind: Literal["mutated", "aliased", "global_random"]
    call: int
    argument: str


class Host(Protocol):
    """Runs programs on one answer, of which `text` was written."""

    @property
    def text(self) -> str: ...

    def execute(self, recording: Recording, room: int = DATA_CAP) -> Reply: ...


class Respondent:
    """An answer as checks see it: `student.name` is a name of the exercise.

    Besides, `student.run`, `student.each` and `student.watch` are the runner's, unless the exercise asks for something
    of that name; `runner(student).run` always is.
    """

    __slots__ = ("__runner__",)
    __runner__: Runner

    def __init__(self, runner: Runner) -> None:
        self.__runner__ = runner

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in ("run", "each", "watch") and name not in self.__runner__.asked_for:
            return getattr(self.__runner__, name)
        return Function(self.__runner__, name)


def runner(answer: Respondent) -> Runner:
    """Return what runs scenarios on an answer, whatever the exercise's functions are called.

    Parameters
    ----------
    answer : Respondent
        What a check is given as `student` or `reference`.

    Returns
    -------
    runner : Runner
        With `run`, `each`, `steps` and `watch`.
    """
    return answer.__runner__


class Function:
    """A name of the answer: call it, or call it on many cases in one round trip."""

    def __init__(self, runner: Runner, name: str) -> None:
        self._runner, self._name = runner, name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._runner.run(lambda m: getattr(m, self._name)(*args, **kwargs))

    def on(self, cases: Iterable[Case]) -> list[tuple[Case, Any]]:
        """Return (case, result) for each case, called with its inputs in order."""
        return self._runner.each(call(self._name), cases)


class Runner:
    """Records scenarios and has them run. Equal programs run once: the answer to them is remembered.

    `asked_for` are the names that an answer must define.
    """

    def __init__(self, exercise: Exercise, host: Host, asked_for: Iterable[str] = ()) -> None:
        self.exercise, self._host = exercise, host
        self.asked_for = frozenset(asked_for)
        self.exchanges: list[Exchange] = []
        self.finite = True
        self.answered = False
        """Whether anything came back that has the right form."""
        self.precision_counts = False
        """Whether a check is about it that nothing comes back in single precision: then no other check is."""
        self.normal: Callable[[Any], Any] = lambda result: result
        """The normal form of what the exercise returns, where it is unique only up to something."""
        self.narrow: CheckFailed | None = None
        """The first value that came back in single precision, if one did."""
        self._known: dict[bytes, Reply] = {}

    def refuse(self, failure: CheckFailed) -> None:
        """Fail by what a scenario should have raised, and has not."""
        raise failure

    @property
    def single(self) -> bool:
        """Whether an answer is known to be of single precision, and one check is about that."""
        return self.precision_counts and self.narrow is not None

    def run(self, scenario: Scenario, *args: Any) -> Any:
        """Run one scenario.

        Raises
        ------
        CodeRaised
            If the answer's code raises.
        AnswerError
            If it does not answer at all.
        """
        return self._finished(record(scenario, *args), ())[0]

    def perform(self, recording: Recording, like: Any = None, cases: Sequence[Case] = ()) -> Any:
        """Run a scenario that was recorded before: the program is the same for every answer.

        What comes back must have the form of `like`; by default, of what the reference gives. If it went through
        `cases`, the result has an item for each of them.
        """
        return self._finished(recording, tuple(cases), like=like)[0]

    def each(
        self, scenario: Scenario, cases: Iterable[Case], only: Sequence[str] = (), sameness: Sameness = EQUAL
    ) -> list[tuple[Case, Any]]:
        """Return (case, scenario(m, case)) for each case, all in one round trip.

        Of results that are dicts, only the entries whose keys begin with one of `only` need to have the right form.
        `sameness` says when two results are one answer: it is for those who name bugs later on.
        """
        cases = tuple(cases)
        results, _ = self._finished(RECORDINGS.over(scenario, cases), cases, only, sameness=sameness)
        return list(zip(cases, results, strict=True))

    def watch(
        self, scenario: Scenario, cases: Iterable[Case], *, held: bool = True
    ) -> tuple[list[Any], list[CallFact]]:
        """Run a scenario of one call on each case; return the results, and facts about arguments and random state.

        Results are `held` to the form that the reference's have, or are taken as they come.
        """
        cases = tuple(cases)
        return self.watched(RECORDINGS.over(scenario, cases, facts=True), cases, held=held)

    def watched(
        self, recording: Recording, cases: Sequence[Case], *, held: bool = True
    ) -> tuple[list[Any], list[CallFact]]:
        """Return what `watch` does, of a scenario that was recorded before."""
        results, message = self._finished(recording, tuple(cases), held=held)
        calls = [i for i, step in enumerate(recording.steps) if isinstance(step, wire.Call)]
        return results, [CallFact(f.kind, calls.index(f.step), f.argument) for f in message.facts if f.step in calls]

    def _finished(
        self,
        recording: Recording,
        cases: tuple[Case, ...],
        only: Sequence[str] = (),
        like: Any = None,
        sameness: Sameness = EQUAL,
        held: bool = True,
    ) -> tuple[Any, wire.Finished]:
        want = self._form(recording) if like is None else like
        reply = self._reply(recording, self._room(want))
        self.exchanges.append(Exchange(recording, reply, cases, sameness, self.exercise.returns))
        message = reply.message
        if isinstance(message, wire.Raised):
            raise self._raised(recording, message)
        result = recording.fill(returned(values(recording, reply)))
        if want is not None and held and not sameness.free:
            returns, finite = self.exercise.returns, self.finite
            narrow = hold_alike(recording, result, want, returns=returns, cases=cases, only=only, finite=finite)
            self.answered, self.narrow = True, self.narrow or narrow
            if narrow is not None and self.precision_counts:
                in_single_precision()
        return result, message

    def _form(self, recording: Recording) -> Any:
        """Return something of the form that the result of a program must have; None if any form will do."""
        return None

    def _room(self, want: Any) -> int:
        return DATA_CAP

    def _reply(self, recording: Recording, room: int = DATA_CAP) -> Reply:
        key = recording.key
        if key not in self._known:
            while len(self._known) >= MAX_REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[key] = self._host.execute(recording, room)
        return self._known[key]

    def _raised(self, recording: Recording, message: wire.Raised) -> AnswerError:
        return CodeRaised(raised(message), tuple(message.bases))


def raised(message: wire.Raised) -> Raised:
    """Return what a worker said of an exception as evidence."""
    return Raised(exception=message.exception, text=message.text, line=message.line, source=message.source)


def values(recording: Recording, reply: Reply) -> dict[int, Any]:
    """Unpack the outputs of a finished program, afresh each time.

    Raises
    ------
    WireError
        If there are not as many as were asked for, or they are malformed.
    """
    assert isinstance(reply.message, wire.Finished)
    outputs = reply.message.outputs
    if len(outputs) != len(recording.outputs):
        raise wire.WireError("another number of outputs than was asked for")
    unpack = Unpacker(reply.data).unpack
    return {step: unpack(output) for step, output in zip(recording.outputs, outputs, strict=True)}


class Student(Runner):
    """The answer under judgement. Inside a check only: what it returns is the learner's claim.

    What comes back has the form of the reference's reply to the same program, or fails: nothing else reaches a check.
    """

    definitions: Mapping[str, wire.Definition]
    names: tuple[str, ...] = ()
    passed_over: tuple[Raised, ...] = ()

    def __init__(
        self, exercise: Exercise, host: Host, signatures: Mapping[str, tuple[str, ...]], reference: Reference
    ) -> None:
        super().__init__(exercise, host, signatures)
        self.definitions, self._signatures, self._reference = {}, signatures, reference
        self._postponed: tuple[CheckFailed, int] | None = None

    def knows(self, loaded: wire.Loaded) -> None:
        """Take note of what the answer defines, and of what failed on the way."""
        self.passed_over = tuple(map(raised, loaded.failed))
        self.definitions, self.names = loaded.definitions, tuple(loaded.names)

    def begin(self, *, finite: bool = True) -> None:
        """Begin a check: forget what was asked in the last one. Numbers are held to be `finite`, or left alone."""
        self.exchanges.clear()
        self.finite, self._postponed = finite, None

    def refuse(self, failure: CheckFailed) -> None:
        """Have the check fail by this when it has asked for everything: who names bugs sees what comes after, too."""
        self._postponed = self._postponed or (failure, len(self.exchanges))

    def settle(self) -> None:
        """End the check by the first failure that was put off, if there is one."""
        if self._postponed is not None:
            raise self._postponed[0]

    def before(self, failure: BaseException | None) -> tuple[Exchange, ...]:
        """Return what had been asked when a failure was put off; everything, if it was not."""
        if self._postponed is not None and self._postponed[0] is failure:
            return tuple(self.exchanges[: self._postponed[1]])
        return tuple(self.exchanges)

    def each(
        self,
        scenario: Scenario,
        cases: Iterable[Case],
        only: Sequence[str] = (),
        sameness: Sameness = EQUAL,
    ) -> list[tuple[Case, Any]]:
        """Return (case, scenario(m, case)) for each case; where one raises, they are asked one by one."""
        cases = tuple(cases)
        try:
            return super().each(scenario, cases, only, sameness)
        except CodeRaised as raised:
            if raised.unattempted or not cases:
                raise
            raise self._first_that_raises(scenario, cases) or raised from None

    def _first_that_raises(self, scenario: Scenario, cases: tuple[Case, ...]) -> CodeRaised | None:
        """Find out which case raises first, and which do not."""
        first: tuple[Case, CodeRaised] | None = None
        worked = []
        for case in cases:
            try:
                super().each(scenario, [case])
                worked.append(case)
            except CodeRaised as raised:
                first = first or (case, raised)
            except (AnswerError, CheckFailed):
                continue
        return first[1].about(first[0], worked) if first else None

    @property
    def text(self) -> str:
        """What was written."""
        return self._host.text

    def _reply(self, recording: Recording, room: int = DATA_CAP) -> Reply:
        self._insist_on(recording.names)
        return super()._reply(recording, room)

    def _form(self, recording: Recording) -> Any:
        return self._reference.outline(recording)

    def _room(self, want: Any) -> int:
        return room_for(want)

    def _insist_on(self, names: Iterable[str]) -> None:
        for name in names:
            if name in self.definitions and self.definitions[name].kind == "absent":
                raise AnswerError(Missing(name=name, found=self._close_to(name)))

    def _close_to(self, name: str) -> str:
        return next(iter(difflib.get_close_matches(name, self.names, n=1, cutoff=0.6)), "")

    def _raised(self, recording: Recording, message: wire.Raised) -> AnswerError:
        name = recording.called(message.step)
        if message.exception == "TypeError" and not message.inside and name in self.definitions:
            got = tuple(self.definitions[name].parameters)
            if names_only(got) != names_only(self._signatures.get(name, ())):
                expected = self._signatures.get(name, ())
                return AnswerError(WrongSignature(name=name, got=", ".join(got), expected=", ".join(expected)))
        return super()._raised(recording, message)


class Reference(Runner):
    """The solution, run by the same interpreter in this process."""

    def __init__(self, exercise: Exercise, host: Host, asked_for: Iterable[str] = ()) -> None:
        super().__init__(exercise, host, asked_for)
        self._outlines: dict[bytes, dict[int, Any] | None] = {}

    def reply(self, recording: Recording) -> Reply:
        """Return the reply to a program; to one that was asked before, the one given then."""
        return self._reply(recording)

    def outline(self, recording: Recording) -> Any:
        """Return the outline of what the reference makes of a program; None if it raises, as it may be meant to."""
        key = recording.key
        if key not in self._outlines:
            while len(self._outlines) >= MAX_REMEMBERED:
                del self._outlines[next(iter(self._outlines))]
            self._outlines[key] = self._outline(replace(recording, facts=False) if recording.facts else recording)
        known = self._outlines[key]
        return None if known is None else recording.fill(known)

    def _outline(self, recording: Recording) -> dict[int, Any] | None:
        """Return outlines by step: equal programs may be put together into results of different structure."""
        if self.asked_for and (unknown := [name for name in recording.names if name not in self.asked_for]):
            known = ", ".join(sorted(self.asked_for))
            raise CourseError(
                f"A check asks for {unknown[0]!r}, which the solution does not define.", f"It is {known}."
            )
        reply = self._reply(recording)
        finished = isinstance(reply.message, wire.Finished)
        return outline(values(recording, reply)) if finished else None


class InProcess(Struct):
    """A host for trusted code: the reference, a known bug, a variant."""

    namespace: Mapping[str, Any]
    text: str = ""
    nonce: int = field(default_factory=lambda: secrets.randbits(63))

    def execute(self, recording: Recording, room: int = DATA_CAP) -> Reply:
        message, buffers = run_program(self.namespace, recording.request(self.nonce, room), recording.data)
        insist()  # the interpreter takes any exception for the program's own
        if isinstance(message, wire.Raised) and message.exception == "MemoryError":
            raise MemoryError
        return Reply(message, b"".join(buffers))


def execute_source(source: str, filename: str) -> dict[str, Any]:
    """Execute trusted source as a module's namespace.

    Raises
    ------
    GraderFault
        If it raises.
    """
    namespace: dict[str, Any] = {"__name__": "answer", "__file__": filename}
    try:
        exec(_compiled(source, filename), namespace)  # noqa: S102 (solutions and known bugs: trusted content)
    except Exception as error:
        raise GraderFault(f"{filename} does not run: {type(error).__name__}: {error}") from error
    return namespace


@lru_cache(maxsize=4096)
def _compiled(source: str, filename: str) -> CodeType:
    with warnings.catch_warnings():  # a mutant may call a number, or take an entry of one
        warnings.simplefilter("ignore", SyntaxWarning)
        return compile(source, filename, "exec", dont_inherit=True)  # as behind the wall: no __future__ of this module


def names_only(parameters: Iterable[str]) -> tuple[str, ...]:
    """Strip defaults: ``h=1e-05`` is ``h``."""
    return tuple(p.partition("=")[0] for p in parameters)

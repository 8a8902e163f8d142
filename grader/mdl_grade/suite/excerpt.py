"""What is public of a suite, as data: its example, shapes and habits, without a line of the solution.

A learner's kit has excerpts in place of suites. The programs of public checks are kept as they cross the wall, and with
them the form of what the reference replies: structure, shapes and kinds of numbers. Numbers are kept of the example
alone, which shows them. Inputs are those of practice seed 0.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from mdl_grade.errors import CourseError
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.packing import Packer, Unpacker
from mdl_grade.sandbox.wire import Dict, Foreign, List, Ref, Step, Tuple, Wire
from mdl_grade.suite.cases import Case
from mdl_grade.suite.check import Check, hold_shapes
from mdl_grade.suite.example import Example
from mdl_grade.suite.hygiene import hold_clean
from mdl_grade.suite.recorder import DATA_CAP, Node, Recording, Tape
from mdl_grade.suite.runner import Reply, Respondent, runner

SUFFIX = ".excerpt"
FORMAT: Literal["mdl-grade/excerpt/v1"] = "mdl-grade/excerpt/v1"


class KeptCase(msgspec.Struct, frozen=True):
    """A case: its label, and its inputs as far as they are plain data, for the call that a report shows."""

    label: str
    names: list[str]
    values: list[Wire]
    data: bytes

    @classmethod
    def of(cls, case: Case) -> KeptCase:
        packer = Packer()
        values = [_packed(packer, value) for value in case.values()]
        return cls(str(case), list(case), values, b"".join(packer.buffers))

    def case(self) -> Case:
        unpack = Unpacker(self.data).unpack
        return Case(dict(zip(self.names, map(unpack, self.values), strict=True)), self.label)


class KeptProgram(msgspec.Struct, frozen=True):
    """A recording, in which references to steps stand for values."""

    steps: list[Step]
    outputs: list[int]
    data: bytes
    result: Wire
    facts: bool

    @classmethod
    def of(cls, recording: Recording) -> KeptProgram:
        return cls(
            recording.steps, recording.outputs, recording.data, _template(recording.result), facts=recording.facts
        )

    def recording(self) -> Recording:
        return Recording(self.steps, self.outputs, [self.data], _filled(self.result), self.facts)


class KeptExample(msgspec.Struct, frozen=True):
    """The example of one docstring."""

    function: str
    text: str
    program: KeptProgram


class KeptCheck(msgspec.Struct, frozen=True):
    """A check of shapes or of habits; `ignored` are facts that cost nothing."""

    title: str
    points: int
    kind: Literal["shape", "hygiene"]
    function: str
    ignored: list[str]
    cases: list[KeptCase]
    program: KeptProgram


class KeptReply(msgspec.Struct, frozen=True):
    """What the reference replies to a program."""

    outputs: list[Wire]
    data: bytes


class Excerpt(msgspec.Struct, frozen=True):
    """What is public of one suite; replies by the program's key."""

    format: Literal["mdl-grade/excerpt/v1"]
    examples: list[KeptExample]
    checks: dict[str, KeptCheck]
    replies: dict[str, KeptReply]

    def encode(self) -> bytes:
        return zlib.compress(msgspec.msgpack.encode(self), 9)

    @classmethod
    def beside(cls, suite: Path) -> Excerpt | None:
        """Return what stands beside a file in place of a suite; None if that is a suite itself.

        Raises
        ------
        CourseError
            If the file can't be read.
        """
        path = suite.with_suffix(SUFFIX)
        if not path.is_file():
            return None
        try:
            return msgspec.msgpack.decode(zlib.decompress(path.read_bytes()), type=cls)
        except (OSError, zlib.error, msgspec.DecodeError) as error:
            raise CourseError(f"{path} can't be read: {error}.", "Take it out of the kit again.") from None

    def shown(self) -> tuple[Example, ...]:
        return tuple(Example(each.function, each.text, each.program.recording()) for each in self.examples)


class Remembered(msgspec.Struct, frozen=True):
    """A host that replies what the reference did: it runs nothing."""

    excerpt: Excerpt
    text: str = ""

    def execute(self, recording: Recording, room: int = DATA_CAP) -> Reply:
        kept = self.excerpt.replies.get(recording.key.hex())
        if kept is None:
            raise CourseError("A check asks for what is not public.", "The kit was changed, or is of another version.")
        return Reply(wire.Finished(0, kept.outputs, [], []), kept.data)


def public_check(suite: str, name: str, *, needs: Sequence[Check] = ()) -> Check:
    """Return a check of the excerpt beside a suite.

    Parameters
    ----------
    suite : str
        The suite's `__file__`.
    name : str
        The check's id.
    needs : sequence of Check
        What must have passed before.

    Returns
    -------
    check : Check

    Raises
    ------
    CourseError
        If there is no such check.
    """
    excerpt = Excerpt.beside(Path(suite))
    if excerpt is None or name not in excerpt.checks:
        raise CourseError(f"{Path(suite).with_suffix(SUFFIX)} has no check {name}.", "Take it out of the kit again.")
    kept = excerpt.checks[name]
    recording, cases = kept.program.recording(), [case.case() for case in kept.cases]

    def shapes(student: Respondent, reference: Respondent) -> None:
        got, want = (runner(each).perform(recording, cases=cases) for each in (student, reference))
        hold_shapes(got, want, cases, runner(student).exercise.returns)

    def habits(student: Respondent) -> None:
        results, facts = runner(student).watched(recording, cases)
        told = [fact for fact in facts if fact.kind not in kept.ignored]
        hold_clean(results, told, cases, kept.function, runner(student).exercise.returns)

    function = shapes if kept.kind == "shape" else habits
    return Check(function, kept.title, kept.points, kept.kind, tuple(needs))


def _packed(packer: Packer, value: Any) -> Wire:
    try:
        return packer.pack(value)
    except TypeError:
        return Foreign(type(value).__name__)


def _template(value: Any) -> Wire:
    match value:
        case Node():
            return Ref(value.__step__)
        case list():
            return List([_template(item) for item in value])
        case tuple():
            return Tuple([_template(item) for item in value])
        case dict():
            return Dict([_template(key) for key in value], [_template(item) for item in value.values()])
    packer = Packer()
    packed = packer.pack(value)
    if packer.buffers:
        raise TypeError("an array")
    return packed


def _filled(template: Wire) -> Any:
    match template:
        case Ref(step=step):
            return Node(Tape(), step)
        case List(items=items):
            return [_filled(item) for item in items]
        case Tuple(items=items):
            return tuple(_filled(item) for item in items)
        case Dict(keys=keys, values=values):
            return dict(zip(map(_filled, keys), map(_filled, values), strict=True))
    return Unpacker(b"").unpack(template)

"""Probes: the single calls that a suite's programs are made of, each by itself on the learner's code and the reference.

A program ends where something raises, and what it tells is often worked out from several calls. A probe is one call
with inputs known beforehand: so it can be said for which inputs an answer is right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import msgspec
import numpy as np

from mdl_grade.checks.form import magnitude
from mdl_grade.diagnosis.fuel import LINES_OF_ONE, OutOfFuel, fuel_beside, lines_run
from mdl_grade.diagnosis.landmarks import Landmark
from mdl_grade.diagnosis.lending import kept, lent
from mdl_grade.diagnosis.outcome import Outcome, identical, outcome, plain_outcome, same
from mdl_grade.diagnosis.suspects import Suspect
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.packing import NATIVE
from mdl_grade.sandbox.parts import ProgramUnpacker
from mdl_grade.suite.cases import Case
from mdl_grade.suite.recorder import DATA_CAP, Node, Recording, Tape, record
from mdl_grade.suite.runner import AnswerError, Exchange, Host, InProcess, Reply, names_only, values

MOST = 40
"""Probes of one answer."""


@dataclass(frozen=True)
class SingleCall:
    """A call that can be made by itself: the arguments as they travel, the bytes of their arrays, and what they are."""

    function: str
    args: Sequence[wire.Wire]
    kwargs: Mapping[str, wire.Wire]
    data: bytes
    inputs: Mapping[str, Any]
    sizes: Mapping[str, Any]

    @cached_property
    def recording(self) -> Recording:
        steps: list[wire.Step] = [
            wire.Name(self.function),
            wire.Call(wire.Ref(0), list(self.args), dict(self.kwargs)),
        ]
        return Recording(steps, [1], [self.data], RESULT, False)

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return the arguments, made afresh: whoever is called may change them."""
        unpack = ProgramUnpacker(self.data, []).unpack
        return [unpack(arg) for arg in self.args], {name: unpack(arg) for name, arg in self.kwargs.items()}

    @cached_property
    def _lent(self) -> tuple[list[Any], dict[str, Any]] | None:
        args, kwargs = self.arguments()
        try:
            return [kept(a) for a in args], {name: kept(a) for name, a in kwargs.items()}
        except TypeError:
            return None

    def of(self, suspect: Suspect, lines: int) -> Any:
        """Return what a suspect returns for the call, if that takes no more than so many lines.

        Arrays are lent to it, read-only: to make them anew for everybody takes longer than most calls. Who writes to
        one has arguments of its own.

        Raises
        ------
        Exception, OutOfFuel
            Whatever the suspect raises.
        """
        if self._lent is not None:
            args, kwargs = self._lent
            try:
                given = [lent(a) for a in args], {name: lent(a) for name, a in kwargs.items()}
                return suspect.call(self.function, *given, lines, self.recording.lent)
            except ValueError as error:
                if "read-only" not in str(error):
                    raise
        return suspect.call(self.function, *self.arguments(), lines, self.recording.lent)


@dataclass(frozen=True)
class Probe:
    """One call: what of, with which inputs and sizes, what came back from the learner's code and what should have."""

    call: SingleCall
    sizes: Mapping[str, Any]
    got: Outcome
    wanted: Outcome
    value: Any = None
    right_value: Any = None
    lines: int = 0
    """How many lines the reference runs, at most `MOST_LINES`."""

    @property
    def function(self) -> str:
        return self.call.function

    @property
    def inputs(self) -> Mapping[str, Any]:
        return self.call.inputs

    @property
    def exchange(self) -> Exchange:
        return Exchange(self.call.recording, NOTHING)

    @cached_property
    def right(self) -> bool:
        return self.shows(self.wanted)

    def shows(self, found: Outcome) -> bool:
        """Tell whether this is what the learner's code made of it; of an exception that is due, its class is enough."""
        if self.wanted.kind and self.wanted.kind == self.got.kind:
            return found.kind == self.got.kind
        return same(found, self.got)

    @property
    def is_drawn(self) -> bool:
        """Whether chance or a callback takes part: then the same call may give something else."""
        return any(isinstance(value, np.random.Generator) or callable(value) for value in self.inputs.values())

    @property
    def generator(self) -> str:
        """The argument that is a Generator; "" if there is none."""
        return next((name for name, value in self.inputs.items() if isinstance(value, np.random.Generator)), "")

    @property
    def is_text(self) -> bool:
        """Whether the right result holds text: a formula that is only evaluated may be written in other ways."""
        return any(isinstance(leaf.value, str) for leaf in self.wanted.leaves)

    @cached_property
    def landmarks(self) -> Mapping[str, Landmark]:
        """For each result that is wrong here (by position or key; "" for the only one), the entry that tells most."""
        return {} if self.got.exception or self.wanted.exception else Landmark.of(self.value, self.right_value)

    def met_by(self, suspect: Suspect) -> frozenset[str] | None:
        """Return the landmarks that a suspect meets; None if it takes more to tell."""
        try:
            value = self.call.of(suspect, self.fuel)
        except (Exception, OutOfFuel):
            return frozenset()
        return frozenset(key for key, landmark in self.landmarks.items() if not landmark.missed_by(value))

    def leaves_alone(self, suspect: Suspect) -> bool:
        """Tell whether a suspect certainly returns what is right, bit for bit."""
        try:
            return identical(self.call.of(suspect, self.fuel), self.right_value)
        except (Exception, OutOfFuel):
            return False

    def of(self, suspect: Suspect) -> Outcome:
        """Return what a suspect makes of the call."""
        try:
            value = self.call.of(suspect, self.fuel)
        except (Exception, OutOfFuel):
            return suspect.replay(self.exchange, self.fuel)  # which says what was raised as the learner's is said
        return (plain_outcome(value) or suspect.replay(self.exchange, self.fuel)).held_as(self.wanted)

    @property
    def fuel(self) -> int:
        """How many lines a suspect may run."""
        return fuel_beside(self.lines)

    @property
    def weight(self) -> int:
        """What a replay takes from a budget: the more, the longer the reference's way."""
        return 1 + self.lines // LINES_OF_ONE


NOTHING = Reply(wire.Finished(0, [], [], []), b"")
RESULT = Node(Tape(), 1)


def probes(
    calls: Iterable[SingleCall],
    learner: Host,
    reference: Mapping[str, Any],
    decisive: Collection[bytes] = (),
) -> list[Probe]:
    """Make calls by themselves, as many as `MOST`, until one stops the learner's worker.

    `decisive` are the keys of those in which rounding is no excuse.
    """
    different = {call.recording.key: call for call in calls}
    asked = _spread(list(different.values()))
    right = [_measured(call, reference) for call in asked]
    replies = _replies(asked, [isinstance(reply.message, wire.Finished) for reply, _ in right], learner)
    made = []
    for call, reply, (wanted, lines) in zip(asked, replies, right, strict=False):
        exchange = Exchange(call.recording, NOTHING)
        told_right = outcome(exchange, wanted)
        told = outcome(exchange, reply).held_as(told_right), told_right
        pair = _value(call.recording, reply), _value(call.recording, wanted)
        if call.recording.key in decisive or not _is_rounding(call.inputs, *told):
            made.append(Probe(call, call.sizes, *told, *pair, lines))
    known = readings(made)
    return [replace(p, sizes={**sizes_of(p.inputs, known.get(p.function, {})), **p.sizes}) for p in made]


def _is_rounding(inputs: Mapping[str, Any], got: Outcome, wanted: Outcome) -> bool:
    """Tell whether all that comes back is nothing beside the inputs: a gradient at a minimum is 0, or 1e-18."""
    leaves = [leaf.value for leaf in (*got.leaves, *wanted.leaves)]
    if got.exception or wanted.exception or not leaves or not all(map(_is_float, leaves)):
        return False
    largest = max(magnitude(np.asarray(value)) for value in leaves)
    given = [magnitude(np.asarray(value)) for value in inputs.values() if _is_float(value)]
    return 0 < largest <= ROUNDING * max(given, default=0.0)


def _is_float(value: Any) -> bool:
    return isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype == np.float64 and value.size > 0)


ROUNDING = 64 * 2.0**-53


def _measured(call: SingleCall, reference: Mapping[str, Any]) -> tuple[Reply, int]:
    """Return the reference's reply, and the lines that it took; in practice all answers are asked the same."""
    key = call.recording.key
    known = _MEASURED.get(key)
    if known is None or known[0] is not reference:
        while len(_MEASURED) >= MOST_MEASURED:
            del _MEASURED[next(iter(_MEASURED))]
        host = InProcess(reference)
        told = lines_run(lambda: host.execute(call.recording), str(reference["__file__"]))
        known = _MEASURED[key] = (reference, told)
    return known[1]


MOST_MEASURED = 1024
_MEASURED: dict[bytes, tuple[Mapping[str, Any], tuple[Reply, int]]] = {}


def _replies(calls: Sequence[SingleCall], ends: Sequence[bool], learner: Host) -> list[Reply]:
    """Return what the learner's code replies to each call, up to the first that stops it.

    Those that end in the reference are asked at once; if one of them raises, or there is too much to send, all are
    asked one by one.
    """
    together = _together([call for call, end in zip(calls, ends, strict=True) if end], learner)
    replies: list[Reply] = []
    for call, end in zip(calls, ends, strict=True):
        try:
            replies.append(next(together) if together is not None and end else learner.execute(call.recording))
        except AnswerError:
            break
    return replies


def _together(calls: Sequence[SingleCall], learner: Host) -> Iterator[Reply] | None:
    """Have calls made in one program; return what came of each, None if that did not go well."""
    steps: list[wire.Step] = []
    places: dict[str, int] = {}
    outputs, buffers, offset = [], [], 0
    for call in calls:
        if call.function not in places:
            places[call.function] = len(steps)
            steps.append(wire.Name(call.function))
        moved = _Moved(partial(_after, offset))
        outputs.append(len(steps))
        args, kwargs = [moved(arg) for arg in call.args], {key: moved(arg) for key, arg in call.kwargs.items()}
        steps.append(wire.Call(wire.Ref(places[call.function]), args, kwargs))
        buffers.append(call.data)
        offset += len(call.data)
    try:
        reply = learner.execute(Recording(steps, outputs, buffers, None, False))
    except AnswerError:
        return None
    message = reply.message
    if not isinstance(message, wire.Finished) or len(reply.data) > DATA_CAP // 2:
        return None
    return iter([Reply(msgspec.structs.replace(message, outputs=[packed]), reply.data) for packed in message.outputs])


def _after(offset: int, array: wire.Nd) -> int:
    return offset + array.offset


def calls_with(cases: Iterable[Case], signatures: Mapping[str, Sequence[str]]) -> Iterator[SingleCall]:
    """Yield the calls that cases are made for: their inputs are the arguments of a function, in order."""
    for case in cases:
        for function, parameters in signatures.items():
            names = list(names_only(parameters))
            if names[: len(case)] == list(case) and all("=" in rest for rest in parameters[len(case) :]):
                recording = record(lambda m, f=function, c=case: getattr(m, f)(*c.values()))
                call = recording.steps[1]
                assert isinstance(call, wire.Call)
                yield SingleCall(function, call.args, {}, recording.data, dict(case), case.sizes)


def _spread(calls: list[Any]) -> list[Any]:
    """Take calls from everywhere if they are too many."""
    return calls if len(calls) <= MOST else [calls[i * len(calls) // MOST] for i in range(MOST)]


def _value(recording: Recording, reply: Reply) -> Any:
    return values(recording, reply)[1] if isinstance(reply.message, wire.Finished) else None


def calls_in(exchange: Exchange, signatures: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, SingleCall]]:
    """Yield the calls of a program whose arguments do not come out of the answer, each with its step."""
    recording = exchange.recording
    steps = recording.steps
    calls = [i for i, step in enumerate(steps) if isinstance(step, wire.Call)]
    for place, i in enumerate(calls):
        step, name = steps[i], recording.called(i)
        assert isinstance(step, wire.Call)
        if name not in signatures or not isinstance(step.function, wire.Ref):
            continue
        if not isinstance(steps[step.function.step], wire.Name):
            continue
        bytes_ = _Bytes(recording.data)
        moved = _Moved(bytes_.place, steps)
        try:
            args = [moved(a) for a in step.args]
            kwargs = {key: moved(a) for key, a in step.kwargs.items()}
        except LookupError:
            continue
        case = exchange.cases[place * len(exchange.cases) // len(calls)] if exchange.cases else None
        data = b"".join(bytes_.places)
        unpack = ProgramUnpacker(data, []).unpack
        inputs = dict(zip(names_only(signatures[name]), map(unpack, args), strict=False))
        inputs |= {key: unpack(a) for key, a in kwargs.items()}
        yield i, SingleCall(name, args, kwargs, data, inputs, case.sizes if isinstance(case, Case) else {})


class _Bytes:
    """The bytes of the arrays that some values need, out of those of a whole program."""

    def __init__(self, data: bytes) -> None:
        self._data, self._end = data, 0
        self.places: dict[bytes, int] = {}

    def place(self, array: wire.Nd) -> int:
        size = NATIVE[array.dtype].itemsize * math.prod(array.shape)
        content = self._data[array.offset : array.offset + size]
        if content not in self.places:
            self.places[content], self._end = self._end, self._end + size
        return self.places[content]


@dataclass(frozen=True)
class _Moved:
    """Values whose arrays lie elsewhere, with constants in place of references to them."""

    place: Callable[[wire.Nd], int]
    steps: Sequence[wire.Step] = ()

    def __call__(self, value: wire.Wire) -> wire.Wire:
        """Return a value so.

        Raises
        ------
        LookupError
            If it comes out of the answer.
        """
        match value:
            case wire.Nd():
                return msgspec.structs.replace(value, offset=self.place(value))
            case wire.Ref():
                step = self.steps[value.step]
                if not isinstance(step, wire.Const):
                    raise LookupError
                return self(step.value)
            case wire.Tuple() | wire.List() | wire.Set() | wire.Yielded():
                return type(value)([self(item) for item in value.items])
            case wire.Dict():
                return wire.Dict([self(key) for key in value.keys], [self(item) for item in value.values])
            case wire.Code():
                return wire.Code(value.text, self(value.constants))
            case wire.Rng():
                return wire.Rng(self(value.state), self(value.seed))
        return value


Reading = tuple[str, int]
"""Where a size can be read off: an input and its axis; axis −1 is the input itself."""


def readings(made: Sequence[Probe]) -> dict[str, dict[str, Reading]]:
    """Return for every function where its sizes can be read off: so as they are in all probes that know them."""
    found: dict[str, dict[str, Reading]] = {}
    for probe in made:
        known = [p for p in made if p.function == probe.function and p.sizes]
        if probe.function in found or not known:
            continue
        found[probe.function] = {
            name: reading
            for name in reversed(list(dict.fromkeys(name for p in known for name in p.sizes)))
            for reading in reversed(list(dict.fromkeys(r for p in known for r in _readings(p))))
            if all(name not in p.sizes or read(p.inputs, reading) == p.sizes[name] for p in known)
        }
    return found


def sizes_of(inputs: Mapping[str, Any], known: Mapping[str, Reading]) -> dict[str, int]:
    """Read the sizes off the inputs of a call."""
    sizes = {name: read(inputs, reading) for name, reading in known.items()}
    return {name: size for name, size in sizes.items() if size is not None}


def _readings(probe: Probe) -> Iterator[Reading]:
    for name, value in probe.inputs.items():
        if isinstance(value, np.ndarray):
            yield from ((name, axis) for axis in range(value.ndim))
        elif isinstance(value, int) and not isinstance(value, bool):
            yield name, -1


def read(inputs: Mapping[str, Any], reading: Reading) -> int | None:
    """Return a size: the length of an axis of an input, or (axis −1) the input itself."""
    name, axis = reading
    value = inputs.get(name)
    if axis < 0:
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    return value.shape[axis] if isinstance(value, np.ndarray) and value.ndim > axis else None

"""Probes: the single calls that a suite's programs are made of, each by itself on the learner's code and the reference.

A program ends where something raises, and what it tells is often worked out from several calls. A probe is one call
with inputs known beforehand: so it can be said for which inputs an answer is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mdl_grade.diagnosis.outcome import Outcome, outcome, same
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.parts import ProgramUnpacker
from mdl_grade.suite.cases import Case
from mdl_grade.suite.recorder import Node, Recording, Tape, record
from mdl_grade.suite.runner import AnswerError, Exchange, Host, InProcess, Reply, names_only, values

MOST = 40
"""Probes of one answer: every one is a round trip through the wall."""


@dataclass(frozen=True)
class Probe:
    """One call: what of, with which inputs and sizes, what came back from the learner's code and what should have."""

    function: str
    recording: Recording
    inputs: Mapping[str, Any]
    sizes: Mapping[str, Any]
    got: Outcome
    wanted: Outcome
    value: Any = None
    right_value: Any = None

    @property
    def exchange(self) -> Exchange:
        return Exchange(self.recording, NOTHING)

    @property
    def right(self) -> bool:
        return self.shows(self.wanted)

    def shows(self, found: Outcome) -> bool:
        """Tell whether this is what the learner's code made of it; of an exception that is due, its class is enough."""
        if self.wanted.kind and self.wanted.kind == self.got.kind:
            return found.kind == self.got.kind
        return same(found, self.got)


NOTHING = Reply(wire.Finished(0, [], [], []), b"")


@dataclass(frozen=True)
class SingleCall:
    """A call that can be made by itself."""

    function: str
    recording: Recording
    inputs: Mapping[str, Any]
    sizes: Mapping[str, Any]


def probes(calls: Iterable[SingleCall], learner: Host, reference: Mapping[str, Any]) -> list[Probe]:
    """Make calls one by one, as many as `MOST`, until one stops the learner's worker."""
    different = {call.recording.key: call for call in calls}
    made = []
    for call in _spread(list(different.values())):
        try:
            reply = learner.execute(call.recording)
        except AnswerError:
            break
        right = InProcess(reference).execute(call.recording)
        asked = Exchange(call.recording, NOTHING)
        pair = _value(call.recording, reply), _value(call.recording, right)
        told = outcome(asked, reply), outcome(asked, right)
        made.append(Probe(call.function, call.recording, call.inputs, call.sizes, *told, *pair))
    known = readings(made)
    return [replace(p, sizes={**sizes_of(p.inputs, known.get(p.function, {})), **p.sizes}) for p in made]


def calls_with(cases: Iterable[Case], signatures: Mapping[str, Sequence[str]]) -> Iterator[SingleCall]:
    """Yield the calls that cases are made for: their inputs are the arguments of a function, in order."""
    for case in cases:
        for function, parameters in signatures.items():
            names = list(names_only(parameters))
            if names[: len(case)] == list(case) and all("=" in rest for rest in parameters[len(case) :]):
                recording = record(lambda m, f=function, c=case: getattr(m, f)(*c.values()))
                yield SingleCall(function, recording, dict(case), case.sizes)


def _spread(calls: list[Any]) -> list[Any]:
    """Take calls from everywhere if they are too many."""
    return calls if len(calls) <= MOST else [calls[i * len(calls) // MOST] for i in range(MOST)]


def _value(recording: Recording, reply: Reply) -> Any:
    return values(recording, reply)[1] if isinstance(reply.message, wire.Finished) else None


def calls_in(exchange: Exchange, signatures: Mapping[str, Sequence[str]]) -> Iterator[SingleCall]:
    """Yield the calls of a program whose arguments do not come out of the answer."""
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
        try:
            args = [_inlined(a, steps) for a in step.args]
            kwargs = {key: _inlined(a, steps) for key, a in step.kwargs.items()}
        except LookupError:
            continue
        case = exchange.cases[place * len(exchange.cases) // len(calls)] if exchange.cases else None
        alone: list[wire.Step] = [wire.Name(name), wire.Call(wire.Ref(0), args, kwargs)]
        unpack = ProgramUnpacker(recording.data, []).unpack
        inputs = dict(zip(names_only(signatures[name]), map(unpack, args), strict=False))
        inputs |= {key: unpack(a) for key, a in kwargs.items()}
        sizes = case.sizes if isinstance(case, Case) else {}
        yield SingleCall(name, Recording(alone, [1], recording.buffers, RESULT, False), inputs, sizes)


RESULT = Node(Tape(), 1)


def _inlined(value: wire.Wire, steps: Sequence[wire.Step]) -> wire.Wire:
    """Return an argument with constants in place of references to them.

    Raises
    ------
    LookupError
        If it comes out of the answer.
    """
    match value:
        case wire.Ref():
            step = steps[value.step]
            if not isinstance(step, wire.Const):
                raise LookupError
            return _inlined(step.value, steps)
        case wire.Tuple() | wire.List():
            return type(value)([_inlined(item, steps) for item in value.items])
        case wire.Dict():
            return wire.Dict(value.keys, [_inlined(item, steps) for item in value.values])
        case wire.Code():
            return wire.Code(value.text, _inlined(value.constants, steps))
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

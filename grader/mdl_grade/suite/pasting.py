"""The call that a report shows to paste: one that was made, with the arguments that it was made with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mdl_grade.records.evidence import AnyEvidence, BrokenLaw, WrongException
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.parts import ProgramUnpacker
from mdl_grade.suite.cases import Case
from mdl_grade.suite.recorder import Recording
from mdl_grade.suite.runner import Exchange, names_only

MOST_CALLS, MOST_LETTERS = 6, 1500
"""Of the calls of a law that are shown."""
MOST_STEPS = 2000
"""Steps of a check's programs that are looked through."""


def call_to_paste(
    evidence: AnyEvidence, where: object, exchanges: Sequence[Exchange], signatures: Mapping[str, Sequence[str]]
) -> str:
    """Return Python that repeats what evidence is about; "" if that is no single call, or can't be written.

    An exception that is missing or another one belongs to the program that was run last: its call is shown. All else is
    about a case: the call with its inputs is shown if it was made, and nothing but calls with a case's inputs was. Of
    a law, which is about several calls, all of them are shown if they are few; else the one to begin with.
    """
    if isinstance(evidence, WrongException):
        last = list(_written(exchanges[-1].recording, signatures)) if exchanges else []
        return last[0] if len(last) == 1 else ""
    if not isinstance(where, Case):
        return ""
    function = _called_with(where, exchanges)
    if not function:
        return ""
    text = where.as_call(function, names_only(signatures.get(function, tuple(where))))
    about = [e for e in exchanges if any(case is where for case in e.cases)] or exchanges
    if isinstance(evidence, BrokenLaw):
        return _all_of(where, about[0], signatures) or text
    if not text:
        return ""
    if sum(len(e.recording.steps) for e in about) > MOST_STEPS:
        return ""
    made = {one for e in about for one in _written(e.recording, signatures)}
    shown = _of(where, function, signatures)
    own = {_of(case, function, signatures) for e in about for case in e.cases} | {shown}
    return text if shown in made <= own else ""


def _all_of(case: Case, exchange: Exchange, signatures: Mapping[str, Sequence[str]]) -> str:
    """Return all calls of a program that belong to a case, a line each; "" if they are many or can't be written."""
    if len(exchange.recording.steps) > MOST_STEPS:
        return ""
    calls, cases = list(_written(exchange.recording, signatures)), exchange.cases or (case,)
    of_each, rest = divmod(len(calls), len(cases))
    if rest or of_each > MOST_CALLS:
        return ""
    place = next((i for i, one in enumerate(cases) if one is case), 0) * of_each
    own = list(dict.fromkeys(calls[place : place + of_each]))
    return "\n".join(own) if all(own) and sum(map(len, own)) <= MOST_LETTERS else ""


def _called_with(case: Case, exchanges: Sequence[Exchange]) -> str:
    """Return the name that is called with as many arguments as a case has, if the programs do nothing else; else ""."""
    steps = [step for exchange in exchanges for step in exchange.recording.steps]
    names = {step.name for step in steps if isinstance(step, wire.Name)}
    calls = [step for step in steps if not isinstance(step, wire.Name)]
    plain = all(isinstance(step, wire.Call) and len(step.args) == len(case) and not step.kwargs for step in calls)
    return names.pop() if plain and len(names) == 1 else ""


def _of(case: Case, function: str, signatures: Mapping[str, Sequence[str]]) -> str:
    """Return the call with the inputs of a case, by the function's own names."""
    parameters = names_only(signatures.get(function, ()))
    return Case(dict(zip(parameters, case.values(), strict=False))).as_call(function, parameters)


def _written(recording: Recording, signatures: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the calls of a program as Python, "" for each that can't be; just one "" if it does anything else."""
    steps = recording.steps
    if not all(isinstance(step, wire.Name | wire.Const | wire.Call) for step in steps):
        yield ""
        return
    unpacker = ProgramUnpacker(recording.data, [])
    for i, step in enumerate(steps):
        if isinstance(step, wire.Call):
            yield _call(step, recording.called(i), unpacker, steps, signatures)


def _call(
    step: wire.Call,
    function: str,
    unpacker: ProgramUnpacker,
    steps: Sequence[wire.Step],
    signatures: Mapping[str, Sequence[str]],
) -> str:
    parameters = list(names_only(signatures.get(function, ())))
    if not function or len(step.args) > len(parameters):
        return ""
    given = dict(zip(parameters, step.args, strict=False)) | step.kwargs
    inputs: dict[str, Any] = {}
    for name, value in given.items():
        source = steps[value.step] if isinstance(value, wire.Ref) else None
        if isinstance(value, wire.Ref) and not isinstance(source, wire.Const):
            return ""
        inputs[name] = unpacker.unpack(source.value if isinstance(source, wire.Const) else value)
    return Case(inputs).as_call(function, parameters)

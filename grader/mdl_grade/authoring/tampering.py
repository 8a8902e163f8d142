"""Right but for one reply: the reference's replies with one value replaced by something else, program by program.

Nothing of that is a fault of the grader, and nothing passes, unless what was put in is right as well. All of it runs in
this process: the trusted side is what is tried.
"""

from __future__ import annotations

import hashlib
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mdl_grade.authoring.judge import Findings, Judge
from mdl_grade.checks import CheckFailed, Inconclusive, assert_close, assert_shapes
from mdl_grade.records.model import Output, Status
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.packing import Packer, Unpacker
from mdl_grade.suite.check import Check
from mdl_grade.suite.judging import run_check, verdict_on
from mdl_grade.suite.likeness import select
from mdl_grade.suite.recorder import DATA_CAP, Recording
from mdl_grade.suite.runner import Exchange, InProcess, Reply
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.subject import Subject
from mdl_grade.suite.suite import Suite

Path = tuple[Any, ...]
BY_TENDENCY = ("training", "random", "convergence")
"""Kinds of checks that judge many values together, of which one may be off by what it likes."""
LARGE = (DATA_CAP - 4096) // 8
"""As many float64 as one reply can carry."""

LOOK = "a check has to look at it, or TOLERANT = {check: reason} says why none does"

# --- the bank ---------------------------------------------------------------------------------------------------------
ANYWHERE: Mapping[str, Callable[[Any], Any]] = {
    "None": lambda v: None,
    "text": lambda v: "0.25",
    "empty text": lambda v: "",
    "bytes": lambda v: b"\0",
    "an object": lambda v: object(),
    "an empty tuple": lambda v: (),
    "an empty dict": lambda v: {},
    "in a tuple": lambda v: (v,),
    "twice in a list": lambda v: [v, v],
    "in a dict": lambda v: {"value": v},
    "nested deep": lambda v: [[[[[[v]]]]]],
    "a ragged nesting": lambda v: [[1.0], [2.0, 3.0]],
    "32 MB": lambda v: np.zeros(LARGE),
    "32 MB, a column": lambda v: np.zeros((LARGE, 1)),
    "32 MB, a row": lambda v: np.zeros((1, LARGE)),
    "one number": lambda v: 0.25,
    "a scalar of NumPy": lambda v: np.float64(0.25),
    "an array without axes": lambda v: np.array(0.25),
    "True": lambda v: True,
    "an enormous int": lambda v: 10**400,
    "a negative int": lambda v: -(2**63),
    "a complex number": lambda v: 0.25 + 1j,
    "NaN": lambda v: math.nan,
    "infinity": lambda v: math.inf,
    "minus infinity": lambda v: -math.inf,
    "a subnormal number": lambda v: 5e-324,
    "the largest number": lambda v: 1.7976931348623157e308,
    "strings in an array": lambda v: np.array(["a", "b"]),
    "objects in an array": lambda v: np.array([None, 1.0], dtype=object),
    "an array of nothing": lambda v: np.zeros((0, 3)),
}
"""What may stand where any value stood."""


def _with(value: Any, number: Any) -> Any:
    """Return a copy with one entry replaced, the middle one."""
    changed = np.array(value, np.result_type(value, np.float64))
    if changed.size:
        changed.flat[changed.size // 2] = number
    return changed


def _all(value: Any, number: Any) -> Any:
    return np.full(np.shape(value), number)


INSTEAD_OF_ARRAYS: Mapping[str, Callable[[Any], Any]] = {
    "one axis more": lambda v: v[..., None],
    "one axis more in front": lambda v: v[None],
    "one axis fewer": lambda v: v.reshape(-1, *v.shape[2:]) if v.ndim > 1 else v.sum(),
    "transposed": lambda v: v.T,
    "flat": np.ravel,
    "a column": lambda v: v.reshape(-1, 1),
    "a row": lambda v: v.reshape(1, -1),
    "empty": lambda v: v[:0] if v.ndim else np.zeros(0),
    "one entry shorter": lambda v: v[..., :-1] if v.ndim else np.zeros(0),
    "twice as long": lambda v: np.concatenate([v, v]) if v.ndim else np.stack([v, v]),
    "lists": lambda v: v.tolist(),
    "one NaN": lambda v: _with(v, math.nan),
    "one infinity": lambda v: _with(v, math.inf),
    "one minus infinity": lambda v: _with(v, -math.inf),
    "one huge number": lambda v: _with(v, sys.float_info.max),
    "one subnormal number": lambda v: _with(v, 5e-324),
    "NaN all over": lambda v: _all(v, math.nan),
    "infinity all over": lambda v: _all(v, math.inf),
    "huge all over": lambda v: _all(v, -1.7e308),
    "subnormal all over": lambda v: _all(v, 5e-324),
    "zeros": lambda v: np.zeros_like(v),
    "negative": lambda v: -v if v.dtype.kind != "b" else ~v,
    "integers": lambda v: np.ones(v.shape, np.int64),
    "unsigned integers": lambda v: np.full(v.shape, 2**64 - 1, np.uint64),
    "booleans": lambda v: np.ones(v.shape, np.bool_),
    "complex numbers": lambda v: v + 1j,
    "half precision": lambda v: np.ones(v.shape, np.float16),
}


@dataclass(frozen=True)
class Replacement:
    """What one value of a reply is replaced by: `of(value)`. With `above`, the container around it is changed."""

    name: str
    of: Callable[[Any], Any]
    above: bool = False


def replacements(value: Any, inputs: Any) -> Iterator[Replacement]:
    """Yield what may be put in the place of a value."""
    for name, of in ANYWHERE.items():
        yield Replacement(name, of)
    if isinstance(value, np.ndarray):
        yield from (Replacement(name, of) for name, of in INSTEAD_OF_ARRAYS.items())
    yield Replacement("a container one shorter", lambda v: v[:-1], above=True)
    yield Replacement("a container one longer", lambda v: type(v)((*v, *v[:1])), above=True)
    if inputs is not None:
        yield Replacement("the input itself", lambda v: inputs)


# --- the host ---------------------------------------------------------------------------------------------------------
@dataclass
class Tampering:
    """Stands where a worker would; answers as the reference does, but for one value in the reply to one program."""

    reference: InProcess
    program: bytes = b""
    path: Path = ()
    replacement: Replacement | None = None
    replies: dict[bytes, Reply] = field(default_factory=dict)
    right: bool = True
    """Whether what was put in is right."""
    put: Any = None
    output: Output = field(default_factory=Output)
    warnings: dict[str, None] = field(default_factory=dict)
    text: str = ""

    def load(self) -> wire.Loaded:
        return wire.Loaded(0, {}, [])

    def execute(self, recording: Recording, room: int = DATA_CAP) -> Reply:
        reply = self.replies.get(recording.key) or self.reference.execute(recording)
        self.replies[recording.key] = reply
        if self.replacement is None or recording.key != self.program:
            return reply
        assert isinstance(reply.message, wire.Finished)
        values = unpacked(reply)
        changed = replaced(values, self.path, self.replacement)
        self.put = None if self.replacement.above else at(changed, self.path)
        self.right = same(changed, values)
        packer = Packer()
        outputs = [packer.pack(value) for value in changed]
        return Reply(wire.Finished(reply.message.nonce, outputs, reply.message.facts, []), b"".join(packer.buffers))

    def close(self) -> None:
        """There is nothing to close."""


def unpacked(reply: Reply) -> list[Any]:
    assert isinstance(reply.message, wire.Finished)
    unpack = Unpacker(reply.data).unpack
    return [unpack(output) for output in reply.message.outputs]


def same(got: Any, want: Any) -> bool:
    """Tell whether what was put in is right after all: a zero for a zero."""
    try:
        with np.errstate(all="ignore"):
            assert_close(got, want)
    except Inconclusive:  # nobody could tell
        return True
    except (CheckFailed, TypeError):
        return False
    return True


def same_form(got: Any, want: Any, *, finite: bool) -> bool:
    """Tell whether what was put in has the form of what was there, and is finite if that counts."""
    try:
        assert_shapes(got, want)
        return not finite or bool(np.isfinite(np.asarray(got, np.complex128)).all())
    except (CheckFailed, TypeError, OverflowError):  # the last: an int that no float holds
        return False


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield where the leaves of a value are."""
    match value:
        case dict():
            for key, item in value.items():
                yield from paths(item, (*path, key))
        case list() | tuple() if len(value):
            for i, item in enumerate(value):
                yield from paths(item, (*path, i))
        case _:
            yield path


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def replaced(value: Any, path: Path, replacement: Replacement) -> Any:
    """Return a value with another one at a path, or with another container above it."""
    if not path or (replacement.above and len(path) == 1 and isinstance(value, list | tuple)):
        return replacement.of(value)
    first, *rest = path
    if isinstance(value, dict):
        return {**value, first: replaced(value[first], tuple(rest), replacement)}
    items = list(value)
    items[first] = replaced(items[first], tuple(rest), replacement)
    return type(value)(items) if isinstance(value, tuple) else items


# --- the obligation ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Trial:
    """One program, the checks that ask for it and how, the reference's reply, and an input to hand back."""

    program: bytes
    exchanges: Mapping[str, Exchange]
    values: list[Any]
    inputs: Any

    @property
    def checks(self) -> tuple[str, ...]:
        return tuple(self.exchanges)


def right_but_for_one(judge: Judge, seed: int, findings: Findings, *, share: float = 1.0) -> int:
    """Hold an exercise to it: no replaced value is a fault of the grader or passes; return how many were tried.

    Parameters
    ----------
    share : float
        How much of the bank is tried on each program, chosen by digest.
    """
    suite = judge.suite
    key = Seed.practice(seed).of(suite.id, "")
    reference = InProcess(suite.namespace)
    replies: dict[bytes, Reply] = {}
    passing: dict[str, list[str]] = {}
    tried = 0
    for trial in _trials(suite, reference, replies, key):
        everywhere = list(paths(trial.values))
        first = at(trial.values, everywhere[0]) if everywhere else None
        for replacement in replacements(first, trial.inputs):
            digest = hashlib.sha256(trial.program + replacement.name.encode()).digest()
            if not everywhere or digest[0] >= 256 * share:
                continue
            path = everywhere[int.from_bytes(digest[1:5]) % len(everywhere)]
            host = Tampering(reference, trial.program, path, replacement, replies)
            if not _applies(host, trial):
                continue
            subject = Subject(suite, host, key)
            verdicts = [verdict_on(name, subject, judge.wall) for name in trial.checks]
            tried += 1
            what = f"one value replaced ({replacement.name}) in a reply to {', '.join(trial.checks)}"
            faults = [v.check for v in verdicts if v.status is Status.GRADER_ERROR]
            findings.unless(not faults, f"{what} is called a fault of the grader")
            passed = all(v.status is Status.PASSED for v in verdicts)
            if passed and not host.right and not _by_tendency(suite, trial, host) and not _compared(suite, trial, host):
                passing.setdefault(", ".join(trial.checks), []).append(replacement.name)
    for checks, names in passing.items():
        findings.unless(False, f"one value replaced ({', '.join(names)}) in a reply to {checks} passes", detail=LOOK)
    return tried


def _by_tendency(suite: Suite, trial: Trial, host: Tampering) -> bool:
    """Tell whether none of the checks looks at this value by itself, and its form is what it should be."""
    value = at(trial.values, host.path)
    kinds = {suite.checks[name].kind for name in trial.checks if name not in suite.tolerant}
    return same_form(host.put, value, finite=bool(kinds - {"shape"})) and kinds <= {"shape", *BY_TENDENCY}


def _compared(suite: Suite, trial: Trial, host: Tampering) -> bool:
    """Tell whether a comparison looks at what was put in, and so finds it right: up to a sign, worth the same, within a
    tolerance of its own. What one comparison leaves out by `only=` may be another's.
    """
    changed = replaced(trial.values, host.path, host.replacement) if host.replacement else trial.values
    if _is_the_same_in_its_form(suite, trial, changed):
        return True
    comparing = {name: exchange for name, exchange in trial.exchanges.items() if suite.checks[name].compares}
    if any(_selects(suite.checks[name], exchange, changed, trial.values) for name, exchange in comparing.items()):
        return True
    return any(
        _selects(other, exchange, changed, trial.values)
        for name, exchange in comparing.items()
        for other in suite.checks.values()
        if other.compares and other.of == suite.checks[name].of
    )


def _is_the_same_in_its_form(suite: Suite, trial: Trial, changed: list[Any]) -> bool:
    """Tell whether nothing but checks of hygiene looks, in the normal form that comparisons declare, and that stays."""
    if any(suite.checks[name].kind != "hygiene" for name in trial.checks):
        return False
    recording = next(iter(trial.exchanges.values())).recording
    after, before = (
        recording.fill(dict(zip(recording.outputs, each, strict=True))) for each in (changed, trial.values)
    )
    try:
        return same([suite.normal_form(one) for one in after], [suite.normal_form(one) for one in before])
    except Exception:  # what was put in has no normal form
        return False


def _selects(check: Check, exchange: Exchange, changed: list[Any], values: list[Any]) -> bool:
    """Tell whether what a check selects of the results is not the same any more, seen as plain data."""
    outputs = exchange.recording.outputs
    after, before = (exchange.recording.fill(dict(zip(outputs, each, strict=True))) for each in (changed, values))
    kept = [
        [select(result, check.only, exchange.returns) for result in results] if isinstance(results, list) else results
        for results in (after, before)
    ]
    return not same(kept[0], kept[1])


def _applies(host: Tampering, trial: Trial) -> bool:
    """Tell whether the replacement can be made there."""
    assert host.replacement is not None
    above = at(trial.values, host.path[:-1]) if host.replacement.above else None
    if host.replacement.above and (len(host.path) < 2 or not isinstance(above, list | tuple)):
        return False
    value = at(trial.values, host.path)
    return host.replacement.name not in INSTEAD_OF_ARRAYS or isinstance(value, np.ndarray)


def _trials(suite: Suite, reference: InProcess, replies: dict[bytes, Reply], key: bytes) -> list[Trial]:
    """Run the checks on the reference, and return what they ask for."""
    subject = Subject(suite, Tampering(reference, replies=replies), key)
    asked: dict[bytes, dict[str, Exchange]] = {}
    inputs: dict[bytes, Any] = {}
    for name in suite.checks:
        run_check(name, subject)
        for exchange in subject.student.exchanges:
            program = exchange.recording.key
            asked.setdefault(program, {})[name] = exchange
            arrays = [v for case in exchange.cases if isinstance(case, dict) for v in case.values()]
            inputs.setdefault(program, next((v for v in arrays if isinstance(v, np.ndarray)), None))
    return [
        Trial(program, exchanges, unpacked(replies[program]), inputs[program])
        for program, exchanges in asked.items()
        if isinstance(replies[program].message, wire.Finished)
    ]

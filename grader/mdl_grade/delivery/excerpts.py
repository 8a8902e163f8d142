"""What a learner's kit has in place of an exercise's suite and solution: an excerpt of one, the stub of the other."""

from __future__ import annotations

import keyword
import math
import re
from collections.abc import Collection, Iterator
from dataclasses import fields
from typing import Any

import msgspec
import numpy as np

from mdl_grade.course import Course
from mdl_grade.course.solution import BEGIN, END, Solution
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.packing import NATIVE
from mdl_grade.suite.check import Check
from mdl_grade.suite.example import examples_of
from mdl_grade.suite.excerpt import (
    FORMAT,
    Excerpt,
    KeptCase,
    KeptCheck,
    KeptExample,
    KeptProgram,
    KeptReply,
)
from mdl_grade.suite.hygiene import with_layouts
from mdl_grade.suite.recorder import Recording, record
from mdl_grade.suite.recordings import call
from mdl_grade.suite.runner import Reply
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

SHORT = 12
"""Characters from which a line is looked for inside of others, too."""
_SUITE = '''"""What is public of {id}: written by `mdl-grade release`."""

from mdl_grade.suite import *
from mdl_grade.suite.excerpt import public_check

EXERCISE = Exercise({about})
'''


def secret_lines(course: Course) -> frozenset[str]:
    """Return the lines of a course's solutions that are in no stub and say more than "else:"."""
    solutions = [Solution.read(course.solution(exercise)) for exercise in course.exercises]
    public = {line for solution in solutions for line in _lines(solution.stub)}
    written = {line for solution in solutions for line in _lines(solution.text)} - public - {BEGIN, END}
    return frozenset(line for line in written if not all(map(keyword.iskeyword, re.findall(r"\w+", line))))


def excerpt_of(suite: Suite, secret: Collection[str]) -> Excerpt:
    """Return what is public of a suite: the example, and the checks of shapes and habits that ask no more than that.

    Checks that their author wrote in Python stay behind, whatever their kind, and so do those that hand over a callback
    with a line in it that is `secret`: what activates a network may be the answer to another exercise.
    """
    examples, checks, replies = [], {}, {}
    for example in examples_of(suite.solution):
        reply = suite.reference.reply(example.program)
        if isinstance(reply.message, wire.Finished):
            replies[example.program.key.hex()] = KeptReply(reply.message.outputs, bytes(reply.data))
            examples.append(KeptExample(example.function, example.text, KeptProgram.of(example.program)))
    for name, check in _public(suite):
        kept, recording, reply = _kept(suite, check)
        if isinstance(reply.message, wire.Finished) and not _holds(kept, secret):
            checks[name] = kept
            replies.setdefault(recording.key.hex(), _blank(reply.message, bytes(reply.data)))
    return Excerpt(FORMAT, examples, checks, replies)


def suite_text(suite: Suite, excerpt: Excerpt) -> str:
    """Return the text of the suite that an excerpt stands beside."""
    about = suite.exercise
    said = {each.name: each.default for each in fields(about) if each.name != "function"}
    chosen = {name: getattr(about, name) for name, default in said.items() if getattr(about, name) != default}
    told = ", ".join(f"{name}={value!r}" for name, value in chosen.items())
    lines, shapes = [], list[str]()
    for name, check in excerpt.checks.items():
        needs = f", needs=[{', '.join(shapes)}]" if check.kind == "hygiene" and shapes else ""
        lines.append(f"{name} = public_check(__file__, {name!r}{needs})\n")
        shapes += [name] if check.kind == "shape" else []
    return _SUITE.format(id=suite.id, about=told) + "".join(lines)


def solution_text(solution: Solution) -> str:
    """Return the text of a solution whose answer is still to be written: it has the same stub."""
    lines = []
    for line in solution.stub.splitlines(keepends=True):
        indent = line[: len(line) - len(line.lstrip())]
        alone = line.strip() == "raise NotImplementedError" and not solution.parts
        lines += [f"{indent}{BEGIN}\n", line, f"{indent}{END}\n"] if alone else [line]
    return "".join(lines)


def _lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines()} - {""}


def _holds(kept: KeptCheck, secret: Collection[str]) -> bool:
    """Tell whether secret lines are in what travels as text."""
    told = msgspec.msgpack.encode(kept.program).decode("utf-8", "replace")
    lines = _lines(told)
    return any(line in lines or (len(line) >= SHORT and line in told) for line in secret)


def _public(suite: Suite) -> Iterator[tuple[str, Check]]:
    for name, check in suite.checks.items():
        if check.kind in ("shape", "hygiene") and not check.compares and "inputs" in check.draws:
            yield name, check


def _kept(suite: Suite, check: Check) -> tuple[KeptCheck, Recording, Reply]:
    """Return a check as data, the program that its reference is asked for, and the reply."""
    name = suite.draw_for(check, "inputs")
    assert name is not None
    cases = suite.cases(name, Seed.practice().of(suite.id, ""))
    watched = check.kind == "hygiene"
    function = str(check.of if isinstance(check.of, str) and check.of else suite.exercise.function)
    asked = with_layouts(cases) if watched else cases
    scenario = call(function) if watched else suite.scenario(check)
    recording = record(lambda m: [scenario(m, case) for case in asked], facts=watched)
    plain = msgspec.structs.replace(recording, facts=False)
    kept = KeptCheck(
        title=check.title,
        points=check.points,
        kind="hygiene" if watched else "shape",
        function=function,
        ignored=sorted(check.ignored),
        cases=[KeptCase.of(case) for case in asked],
        program=KeptProgram.of(recording),
    )
    return kept, plain, suite.reference.reply(plain)


def _blank(message: wire.Finished, data: bytes) -> KeptReply:
    """Return a reply of the same form without its numbers: zeros, or NaN where not everything is finite."""
    bare = bytearray(len(data))
    return KeptReply([_bare(output, data, bare) for output in message.outputs], bytes(bare))


def _bare(value: Any, data: bytes, bare: bytearray) -> Any:
    def inner(values: list[Any]) -> list[Any]:
        return [_bare(item, data, bare) for item in values]

    match value:
        case wire.List(items=items) | wire.Tuple(items=items) | wire.Yielded(items=items):
            return msgspec.structs.replace(value, items=inner(items))
        case wire.Dict(values=values):
            return msgspec.structs.replace(value, values=inner(values))
        case wire.Nd(dtype=dtype, shape=shape, offset=offset):
            count, kind = math.prod(shape), NATIVE[dtype]
            if kind.kind in "fc" and not np.isfinite(np.frombuffer(data, kind, count, offset)).all():
                bare[offset : offset + count * kind.itemsize] = np.full(count, np.nan, kind).tobytes()
            return value
        case wire.Complex():
            return wire.Complex(0.0, 0.0)
        case wire.BigInt():
            return 0
        case bool():
            return False
        case float():
            return 0.0 if math.isfinite(value) else math.nan
        case int():
            return 0
        case str():
            return ""
    return value

"""A suite's checks as plain Python that any tool can run: the same calls on the same values, the reference's results.

Each program that a check sends to an answer under practice seed 0 becomes a function of straight-line code; what it
gives is compared with what the reference gives. That is less than a suite does (no finite differences, no laws, no
diagnosis), and as much as a peer's author would write; every call on the learner's code is the same.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from mdl_grade.course import Course
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.parts import ProgramUnpacker
from mdl_grade.suite.example import NAME as EXAMPLE
from mdl_grade.suite.judging import run_check
from mdl_grade.suite.recorder import Recording
from mdl_grade.suite.runner import InProcess, execute_source
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.subject import Subject
from mdl_grade.suite.suite import Suite

DEFAULT_RTOL = 1e-7
EQUAL = Path(__file__).with_name("equal.py")


@dataclass(frozen=True)
class Exported:
    """Checks written to `folder`: names of checks by exercise's stem, and how often they call a right answer."""

    folder: Path
    checks: dict[str, tuple[str, ...]]
    calls: dict[str, int]


@dataclass(frozen=True)
class Variable:
    """Stands for the value of a step."""

    step: int


@dataclass
class Writer:
    """Code, and the numbers that it uses, each array once."""

    numbers: list[np.ndarray] = field(default_factory=list)
    known: dict[tuple[bytes, tuple[int, ...]], int] = field(default_factory=dict)
    size: int = 0

    def array(self, value: np.ndarray) -> str:
        if value.dtype != np.float64:
            raise SystemExit(f"arrays of {value.dtype} are not exported")
        key = value.tobytes(), value.shape
        if key not in self.known:
            self.known[key] = self.size
            self.numbers.append(np.ascontiguousarray(value).ravel())
            self.size += value.size
        layout = "c" if value.flags.c_contiguous else "f" if value.flags.f_contiguous else "s"
        return f"{layout}({', '.join(map(str, (self.known[key], *value.shape)))})"

    def literal(self, value: Any) -> str:
        match value:
            case Variable(step):
                return f"v{step}"
            case np.ndarray():
                return self.array(value)
            case np.generic():
                return f"np.{type(value).__name__}({self.literal(value.item())})"
            case dict():
                return "{" + ", ".join(f"{k!r}: {self.literal(v)}" for k, v in value.items()) + "}"
            case list():
                return "[" + ", ".join(map(self.literal, value)) + "]"
            case tuple():
                return "(" + "".join(f"{self.literal(item)}, " for item in value) + ")"
            case float() if not math.isfinite(value):
                return f"float({str(value)!r})"
            case np.ufunc():
                return f"np.{value.__name__}"
            case bool() | int() | float() | str() | slice() | None:
                return repr(value)
        raise SystemExit(f"{type(value).__name__} is not exported")

    def program(self, name: str, recording: Recording) -> list[str]:
        values: list[Any] = []
        unpack = ProgramUnpacker(recording.data, values).unpack

        def arguments(args: Iterable[Any], kwargs: dict[str, Any]) -> str:
            return ", ".join(
                [
                    *(self.literal(unpack(a)) for a in args),
                    *(f"{k}={self.literal(unpack(v))}" for k, v in kwargs.items()),
                ]
            )

        lines = [f"def {name}(m):"]
        for i, step in enumerate(recording.steps):
            values.append(Variable(i))
            match step:
                case wire.Name(word):
                    line = f"v{i} = m[{word!r}]"
                case wire.Const(value):
                    line = f"v{i} = {self.literal(unpack(value))}"
                case wire.Call(function, args, kwargs):
                    how = "watched" if recording.facts else "call"
                    line = f"v{i} = {how}({self.literal(unpack(function))}, {arguments(args, kwargs)})"
                case wire.GetAttr(of, word):
                    line = f"v{i} = {self.literal(unpack(of))}.{word}"
                case wire.SetAttr(of, word, value):
                    line = f"{self.literal(unpack(of))}.{word} = {self.literal(unpack(value))}"
                case wire.Operate(word, operands, kwargs):
                    line = f"v{i} = o({word!r}, {arguments(operands, kwargs)})"
            lines.append(f"    {line}")
            if i in recording.outputs:
                lines.append(f"    r{i} = deepcopy(v{i})")
        return [*lines, f"    return [{', '.join(f'r{i}' for i in recording.outputs)}]", ""]


def export(course: Course, exercises: Iterable[str], folder: Path) -> Exported:
    """Write the checks of `exercises` to `folder`."""
    writer = Writer()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "equal.py").write_bytes(EQUAL.read_bytes())
    checks, sources = {}, {}
    for exercise in exercises:
        suite, stem = Suite.load(course, exercise), exercise.partition("/")[2]
        programs, code = _programs(suite, writer)
        listed = {name: _entry(suite, name, used) for name, used in programs.items()}
        checks[stem], sources[stem] = tuple(listed), (suite, code, listed)
    calls = {}
    for stem, (suite, code, listed) in sources.items():
        text = _module(code, listed, {})
        _write(folder, stem, text, writer)
        with exported_checks(folder) as equal:
            module = __import__(f"equal_{stem}")
            used = dict.fromkeys(program for programs, *_ in listed.values() for program in programs)
            expected = {program: getattr(module, program)(suite.namespace) for program in used}
            calls[stem] = equal.calls
        _write(folder, stem, _module(code, listed, {k: writer.literal(v) for k, v in expected.items()}), writer)
    return Exported(folder, checks, calls)


def _programs(suite: Suite, writer: Writer) -> tuple[dict[str, list[str]], list[str]]:
    """Return check -> names of its programs, and the code of all programs, each distinct one once."""
    subject = Subject(suite, InProcess(suite.namespace), Seed.practice().of(suite.id, ""))
    student = subject.student
    names: dict[bytes, str] = {}
    code: list[str] = []
    programs: dict[str, list[str]] = {}
    for check in (name for name in suite.checks if name != EXAMPLE):  # a docstring is no peer's check
        run_check(check, subject)
        programs[check] = []
        for exchange in student.exchanges:
            key = exchange.recording.key
            if key not in names:
                names[key] = f"program{len(names)}"
                code += writer.program(names[key], exchange.recording)
            programs[check].append(names[key])
    return programs, code


def _entry(suite: Suite, name: str, programs: list[str]) -> tuple[list[str], list[str], bool, float]:
    check = suite.checks[name]
    return programs, list(suite.needs[name]), check.kind == "shape", check.sameness.rtol or DEFAULT_RTOL


def _module(code: list[str], checks: dict[str, Any], expected: dict[str, str]) -> str:
    head = ["from copy import deepcopy", "", "import numpy as np", "from equal import c, call, f, o, s, watched", ""]
    values = ["EXPECTED = {", *(f"    {name!r}: {value}," for name, value in expected.items()), "}"]
    return "\n".join([*head, *code, f"CHECKS = {checks!r}", *values, ""])


def _write(folder: Path, stem: str, text: str, writer: Writer) -> None:
    (folder / f"equal_{stem}.py").write_text(text)
    np.save(folder / "arrays.npy", np.concatenate(writer.numbers))


@contextmanager
def exported_checks(folder: Path) -> Iterator[ModuleType]:
    """Import the exported checks into this process for a while."""
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.path.insert(0, str(folder))
    try:
        yield __import__("equal")
    finally:
        sys.path.remove(str(folder))
        sys.dont_write_bytecode = written
        for name in [name for name in sys.modules if name == "equal" or name.startswith("equal_")]:
            del sys.modules[name]


def holds(equal: ModuleType, exported: Exported, stem: str, source: str) -> bool:
    """Tell whether an answer passes all exported checks of an exercise."""
    equal.forget()
    try:
        namespace = execute_source(source, stem)
        for name in exported.checks[stem]:
            equal.check(stem, name, namespace)
    except Exception:
        return False
    return True

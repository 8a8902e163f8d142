"""Recording of scenarios: a function of `m` becomes a straight-line program that runs on any answer.

A scenario such as ``lambda m: m.dense_backward(dY, X, W)`` is called once with a recorder. What it does to the
recorder's values is written down, not done: calls, attributes, items, operators and NumPy functions.
"""

from __future__ import annotations

import hashlib
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from types import FunctionType
from typing import Any, TypeAlias

import numpy as np

from mdl_grade.errors import CourseError
from mdl_grade.sandbox.packing import ProgramPacker
from mdl_grade.sandbox.programs import UFUNCS
from mdl_grade.sandbox.wire import (
    Call,
    Code,
    Const,
    GetAttr,
    Name,
    Operate,
    Ref,
    Run,
    SetAttr,
    Step,
    Wire,
    encode,
)

Scenario: TypeAlias = Callable[..., Any]
DATA_CAP = 32 << 20


@dataclass(frozen=True)
class Recording:
    """A program, and the shape of the scenario's own result, in which `Node` stands for a step's value."""

    steps: list[Step]
    outputs: list[int]
    buffers: list[bytes]
    result: Any
    facts: bool

    def request(self, nonce: int) -> Run:
        return Run(nonce, self.steps, self.outputs, self.facts, DATA_CAP)

    @cached_property
    def data(self) -> bytes:
        return b"".join(self.buffers)

    @cached_property
    def key(self) -> bytes:
        """Equal for equal programs on equal data."""
        return hashlib.sha256(encode(self.request(0)) + b"\0" + self.data).digest()

    @property
    def names(self) -> list[str]:
        """The names of the answer that the program uses."""
        return [step.name for step in self.steps if isinstance(step, Name)]

    def called(self, step: int) -> str:
        """Return the name that step number `step` calls, or ""."""
        call = self.steps[step] if 0 <= step < len(self.steps) else None
        if isinstance(call, Call) and isinstance(call.function, Ref):
            target = self.steps[call.function.step]
            return target.name if isinstance(target, Name | GetAttr) else ""
        return ""

    def fill(self, values: dict[int, Any]) -> Any:
        """Return the scenario's result with values in place of nodes."""
        return _fill(self.result, values)


def record(scenario: Scenario, *args: Any, facts: bool = False) -> Recording:
    """Run `scenario(m, *args)` on a recorder.

    Raises
    ------
    CourseError
        If the scenario does what a straight-line program can't: branch on a value, iterate over one.
    """
    recorder = Recorder()
    result = scenario(recorder, *args)
    nodes = sorted(node_index(node) for node in _nodes(result))
    return Recording(recorder.steps, nodes, recorder.packer.buffers, result, facts)


class Recorder:
    """Stands for the learner's module: `m.name` is a name of the answer."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.packer = ProgramPacker()
        self._named: dict[str, Node] = {}

    def add(self, step: Step) -> Node:
        self.steps.append(step)
        return Node(self, len(self.steps) - 1)

    def wire(self, value: Any) -> Wire:
        return self.packer.pack(_references(value))

    def operate(self, name: str, *operands: Any, **kwargs: Any) -> Node:
        wired = {key: self.wire(value) for key, value in kwargs.items()}
        return self.add(Operate(name, [self.wire(operand) for operand in operands], wired))

    def __getattr__(self, name: str) -> Node:
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._named:
            self._named[name] = self.add(Name(name))
        return self._named[name]


class Node:
    """A value that will exist once the program has run."""

    __slots__ = ("_index", "_recorder")
    _index: int
    _recorder: Recorder
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, recorder: Recorder, index: int) -> None:
        object.__setattr__(self, "_recorder", recorder)
        object.__setattr__(self, "_index", index)

    def __getattr__(self, name: str) -> Node:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._recorder.add(GetAttr(Ref(self._index), name))

    def __setattr__(self, name: str, value: Any) -> None:
        self._recorder.add(SetAttr(Ref(self._index), name, self._recorder.wire(value)))

    def __call__(self, *args: Any, **kwargs: Any) -> Node:
        wire = self._recorder.wire
        return self._recorder.add(
            Call(Ref(self._index), [wire(a) for a in args], {k: wire(v) for k, v in kwargs.items()})
        )

    def __getitem__(self, key: Any) -> Node:
        return self._recorder.operate("getitem", self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._recorder.operate("setitem", self, key, value)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Node:
        if method != "__call__" or ufunc.__name__ not in UFUNCS:
            raise CourseError(f"np.{ufunc.__name__} can't be part of a scenario.", "programs.UFUNCS lists what can.")
        return self._recorder.operate(f"np.{ufunc.__name__}", *inputs, **kwargs)

    def __bool__(self) -> bool:
        raise CourseError("A scenario is straight-line: it can't branch on a value that is still in the worker.")

    def __iter__(self) -> Iterator[Any]:
        raise CourseError("A scenario can't iterate over a worker's value, or unpack it: return it, or index it.")


def _binary(name: str) -> Callable[[Node, Any], Node]:
    return lambda self, other: self._recorder.operate(name, self, other)


def _reflected(name: str) -> Callable[[Node, Any], Node]:
    return lambda self, other: self._recorder.operate(name, other, self)


def _unary(name: str) -> Callable[[Node], Node]:
    return lambda self: self._recorder.operate(name, self)


for _name in ("add", "sub", "mul", "truediv", "matmul", "pow"):
    setattr(Node, f"__{_name}__", _binary(_name))
    setattr(Node, f"__r{_name}__", _reflected(_name))
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Node, f"__{_name}__", _binary(_name))
for _name in ("neg", "abs"):
    setattr(Node, f"__{_name}__", _unary(_name))


def constant(recorder: Recorder, value: Any) -> Node:
    """Record a value once, for steps that use it many times: they share it, as in ordinary code."""
    return recorder.add(Const(recorder.wire(value)))


def length(node: Node) -> Node:
    """Record `len(node)`."""
    return node._recorder.operate("len", node)


def is_instance(node: Node, class_name: str) -> Node:
    """Record whether the value is of a class of this name, or of one derived from it."""
    return node._recorder.operate("isinstance", node, class_name)


def node_index(node: Node) -> int:
    return node._index


def code(function: FunctionType, **constants: Any) -> Code:
    """Send `function` to the worker as source, with constants that it uses as globals.

    The function is public to the answer: nothing hidden may be in it. It is a plain `def` that uses its arguments,
    the constants and `np`.
    """
    source = textwrap.dedent(inspect.getsource(function))
    return Code(function.__name__, source[source.index("def ") :], _Inline().pack(constants))


class _Inline(ProgramPacker):
    """Constants of functions carry their numbers in the header: a function is packed apart from its program."""

    def _array(self, array: np.ndarray[Any, Any], *, scalar: bool) -> Wire:
        raise CourseError("Constants of a function that travels are numbers, strings, lists and tuples, not arrays.")


def _references(value: Any) -> Any:
    match value:
        case Node():
            return Ref(node_index(value))
        case FunctionType():
            return code(value)
        case list():
            return [_references(item) for item in value]
        case tuple():
            return tuple(_references(item) for item in value)
        case dict():
            return {key: _references(item) for key, item in value.items()}
    return value


def _nodes(value: Any) -> list[Node]:
    match value:
        case Node():
            return [value]
        case list() | tuple():
            return [node for item in value for node in _nodes(item)]
        case dict():
            return [node for item in value.values() for node in _nodes(item)]
    return []


def _fill(value: Any, values: dict[int, Any]) -> Any:
    match value:
        case Node():
            return values[node_index(value)]
        case list():
            return [_fill(item, values) for item in value]
        case tuple():
            return tuple(_fill(item, values) for item in value)
        case dict():
            return {key: _fill(item, values) for key, item in value.items()}
    return value

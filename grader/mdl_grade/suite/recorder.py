"""Recording of scenarios: a function of `m` becomes a straight-line program that runs on any answer.

A scenario such as ``lambda m: m.dense_backward(dY, X, W)`` is called once with a recorder. What it does to the
recorder's values is written down, not done: calls, attributes, items, operators, unpacking and NumPy's functions.

`m` and the values have nothing of their own but names that begin and end with two underscores: all others are names of
the answer.
"""

from __future__ import annotations

import hashlib
import opcode
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, TypeAlias

import numpy as np
from msgspec import Struct

from mdl_grade.errors import CourseError
from mdl_grade.sandbox.parts import ProgramPacker, Source
from mdl_grade.sandbox.wire import (
    Call,
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
    reach_of,
    texts,
)
from mdl_grade.suite.travelling import as_it_is, travelling, travels

LONG = 64
"""Steps of a program whose values are let go of before its end."""
PARSED = "can't be an input: the reference would parse it on this side. Use it in the scenario that made it"


class ReturnedBytes(bytes):
    """Bytes that came back from an answer: no other program takes them. (They may be an archive that is a bomb.)"""


class ReturnedText(str):
    """Text that came back from an answer: no other program takes it."""

    __slots__ = ()


def returned(value: Any) -> Any:
    """Return what came back from an answer, its bytes and texts marked as such."""
    match value:
        case bytes():
            return ReturnedBytes(value)
        case str():
            return ReturnedText(value)
        case dict():
            return {key: returned(item) for key, item in value.items()}
        case list() | tuple() if any(isinstance(item, bytes | str | list | tuple | dict) for item in value):
            return type(value)(returned(item) for item in value)
    return value


Scenario: TypeAlias = Callable[..., Any]
DATA_CAP = 32 << 20


class Recording(Struct, frozen=True, dict=True):
    """A program, and the shape of the scenario's own result, in which `Node` stands for a step's value."""

    steps: list[Step]
    outputs: list[int]
    buffers: list[bytes]
    result: Any
    facts: bool

    def request(self, nonce: int, room: int = DATA_CAP) -> Run:
        return Run(nonce, self.steps, self.outputs, self.facts, room, self._reach)

    @cached_property
    def _reach(self) -> int:
        return reach_of(self.steps) if len(self.steps) > LONG else 0

    @cached_property
    def data(self) -> bytes:
        return b"".join(self.buffers)

    @cached_property
    def key(self) -> bytes:
        """Equal for equal programs on equal data, however they are carried out."""
        program = Run(0, self.steps, self.outputs, self.facts, DATA_CAP)
        return hashlib.sha256(encode(program) + b"\0" + self.data).digest()

    @cached_property
    def lent(self) -> frozenset[str]:
        """The texts of the functions and classes that it lends to the answer."""
        return frozenset(texts(self.steps))

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
    tape = Tape()
    result = scenario(Recorder(tape), *args)
    nodes = sorted(node.__step__ for node in _nodes(result))
    return Recording(tape.steps, nodes, tape.packer.buffers, result, facts)


class Tape:
    """What a scenario has asked for so far."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.packer = ProgramPacker()
        self._known: dict[Any, Node] = {}
        self.tallies: dict[int, Node] = {}

    def add(self, step: Step) -> Node:
        self.steps.append(step)
        return Node(self, len(self.steps) - 1)

    def name(self, name: str) -> Node:
        """Return a name of the answer."""
        return self._once(name, lambda: Name(name))

    def function(self, function: Callable[..., Any]) -> Node:
        """Return one of NumPy's functions, as it is over there."""
        return self._once(function, lambda: Const(self.wire(as_it_is(function))))

    def _once(self, key: Any, step: Callable[[], Step]) -> Node:
        if key not in self._known:
            self._known[key] = self.add(step())
        return self._known[key]

    def wire(self, value: Any) -> Wire:
        if type(value) is Node:  # as most operands are
            return Ref(value.__step__)
        try:
            return self.packer.pack(_prepared(value))
        except TypeError as error:
            raise CourseError(f"{_here()}: {error}.") from None

    def operate(self, name: str, *operands: Any, **kwargs: Any) -> Node:
        wired = {key: self.wire(value) for key, value in kwargs.items()}
        return self.add(Operate(name, [self.wire(operand) for operand in operands], wired))


class Recorder:
    """Stands for the learner's module: `m.name` is a name of the answer."""

    __slots__ = ("__tape__",)
    __tape__: Tape

    def __init__(self, tape: Tape) -> None:
        object.__setattr__(self, "__tape__", tape)

    def __getattr__(self, name: str) -> Node:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.__tape__.name(name)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        _refuse(f"sets {name} in the learner's file", "A scenario uses what the file defines, and leaves it as it is.")


class Node:
    """A value that will exist once the program has run."""

    __slots__ = ("__step__", "__tape__")
    __step__: int
    __tape__: Tape
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, tape: Tape, step: int) -> None:
        object.__setattr__(self, "__tape__", tape)
        object.__setattr__(self, "__step__", step)

    def __getattr__(self, name: str) -> Node:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.__tape__.add(GetAttr(Ref(self.__step__), name))

    def __setattr__(self, name: str, value: Any) -> None:
        self.__tape__.add(SetAttr(Ref(self.__step__), name, self.__tape__.wire(value)))

    def __call__(self, *args: Any, **kwargs: Any) -> Node:
        wire = self.__tape__.wire
        return self.__tape__.add(
            Call(Ref(self.__step__), [wire(a) for a in args], {k: wire(v) for k, v in kwargs.items()})
        )

    def __getitem__(self, key: Any) -> Node:
        return self.__tape__.operate("getitem", self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self.__tape__.operate("setitem", self, key, value)

    def __delitem__(self, key: Any) -> None:
        self.__tape__.operate("delitem", self, key)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Node:
        function = self.__tape__.function(ufunc)
        return _applied(self.__tape__, function if method == "__call__" else getattr(function, method), inputs, kwargs)

    def __array_function__(
        self, function: Callable[..., Any], types: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> Node:
        return _applied(self.__tape__, self.__tape__.function(function), args, kwargs)

    def __iter__(self) -> Iterator[Any]:
        count = _unpacked_by(sys._getframe(1))
        if count is None:
            _refuse("iterates over a value", INSTEAD)
        items = self.__tape__.operate("unpack", self, count)
        return iter([items[i] for i in range(count)])


INSTEAD = (
    "The value is still on the other side. Return it, and look at it in the check; or have it done over there: {}."
)


def _refused(does: str, instead: str) -> Callable[..., NoReturn]:
    return lambda self, *args: _refuse(does, INSTEAD.format(instead))


for _name, _does, _instead in (
    ("bool", "branches on a value", "apply(lambda x: 1 if x > 0 else 2, x)"),
    ("len", "takes the length of a value", "length(x)"),
    ("contains", "asks what is `in` a value", "apply(lambda x: 3 in x, x)"),
    ("float", "makes a float of a value", "apply(float, x)"),
    ("int", "makes an int of a value", "apply(int, x)"),
    ("index", "uses a value as an index", "apply(lambda items, i: items[i], items, i)"),
    ("complex", "makes a complex number of a value", "apply(complex, x)"),
    ("str", "makes text of a value", "apply(str, x)"),
    ("repr", "makes text of a value", "apply(repr, x)"),
    ("format", "makes text of a value", 'apply("{:.3f}".format, x)'),
    ("round", "rounds a value", "np.round(x, 3), or apply(round, x, 3)"),
    ("array", "makes an array of a value", "apply(np.array, x)"),
    ("enter", "enters a value's context", "apply(function, x)"),
):
    setattr(Node, f"__{_name}__", _refused(_does, _instead))


def _refuse(does: str, instead: str) -> NoReturn:
    raise CourseError(f"{_here()}: a scenario {does}, which can't be recorded.", instead.replace("{}", ITERATED))


ITERATED = "apply(lambda items: [item * 2 for item in items], items)"


def _here() -> str:
    """Return file and line of the suite that is being recorded."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.startswith(_BETWEEN):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}, line {frame.f_lineno}" if frame else "A scenario"


_BETWEEN = (__file__, str(Path(__file__).with_name("runner.py")), str(Path(np.__file__).parent))


def _unpacked_by(frame: FrameType) -> int | None:
    """Return how many names a frame unpacks what it iterates over into; None if it does something else."""
    code, last = frame.f_code.co_code, frame.f_lasti
    return code[last + 1] if code[last] == opcode.opmap["UNPACK_SEQUENCE"] else None


def _binary(name: str) -> Callable[[Node, Any], Node]:
    return lambda self, other: self.__tape__.operate(name, self, other)


def _reflected(name: str) -> Callable[[Node, Any], Node]:
    return lambda self, other: self.__tape__.operate(name, other, self)


def _unary(name: str) -> Callable[[Node], Node]:
    return lambda self: self.__tape__.operate(name, self)


for _name in "add sub mul truediv floordiv mod matmul pow and or xor lshift rshift".split():
    _operator = f"{_name}_" if _name in ("and", "or") else _name
    setattr(Node, f"__{_name}__", _binary(_operator))
    setattr(Node, f"__r{_name}__", _reflected(_operator))
    setattr(Node, f"__i{_name}__", _binary(f"i{_name}"))
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Node, f"__{_name}__", _binary(_name))
for _name in ("neg", "pos", "abs", "invert"):
    setattr(Node, f"__{_name}__", _unary(_name))


# --- what suites say --------------------------------------------------------------------------------------------------
def constant(recorder: Recorder, value: Any) -> Node:
    """Record a value once, for steps that use it many times: they share it, as in ordinary code.

    Parameters
    ----------
    recorder : Recorder
        The first argument of the scenario.
    value : plain data, or what travels
        What is shared.

    Returns
    -------
    node : Node
        The value, recorded.
    """
    return recorder.__tape__.add(Const(recorder.__tape__.wire(value)))


def length(node: Node) -> Node:
    """Record the length of a value.

    Parameters
    ----------
    node : Node
        The value.

    Returns
    -------
    node : Node
        An int, recorded.
    """
    return node.__tape__.operate("len", node)


def is_instance(node: Node, class_name: str) -> Node:
    """Record whether a value is of a class of this name, or of one derived from it.

    Parameters
    ----------
    node : Node
        The value.
    class_name : str
        The bare name.

    Returns
    -------
    node : Node
        A bool, recorded.
    """
    return node.__tape__.operate("isinstance", node, class_name)


def apply(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Node:
    """Have a function run over there, on recorded values: it may branch on them and iterate over them.

    It is public to the answer, as all callbacks are.

    Parameters
    ----------
    function : callable
        What is run; it travels as text.
    *args, **kwargs
        Its arguments: recorded values, or constants.

    Returns
    -------
    node : Node
        Its result, recorded.

    Raises
    ------
    CourseError
        If none of the arguments is a recorded value.

    Examples
    --------
    >>> def shapes_of_layers(m):
    ...     return apply(lambda layers: [layer.W.shape for layer in layers], m.network())
    """
    found = _nodes([args, kwargs])
    if not found:
        raise CourseError(f"{_here()}: apply(…) needs a recorded value among the arguments.", "Or call the function.")
    return _applied(found[0].__tape__, function, args, kwargs)


def counted(recorder: Recorder, function: Any) -> Node:
    """Record a callback whose calls are counted: pass the result on to the answer, and ask `calls` afterwards.

    The count only goes up: what an answer does to the callback doesn't set it back.

    Parameters
    ----------
    recorder : Recorder
        The first argument of the scenario.
    function : callable
        The callback.

    Returns
    -------
    node : Node
        The callback, recorded.

    Examples
    --------
    >>> def evaluations(m, case):
    ...     f = counted(m, case.f)
    ...     root = m.bisect(f, case.a, case.b)
    ...     return root, calls(f)
    """
    tape = recorder.__tape__
    tally = tape.operate("tally")
    text = "def f(*args, **kwargs):\n    v1.__next__()\n    return v0(*args, **kwargs)"
    callback = tape.add(Const(tape.wire(Source(text, {"v0": function, "v1": tally}))))
    tape.tallies[callback.__step__] = tally
    return callback


def calls(callback: Node) -> Node:
    """Record how often a `counted` callback has been called up to here.

    Parameters
    ----------
    callback : Node
        What `counted` returned.

    Returns
    -------
    node : Node
        An int, recorded.

    Raises
    ------
    CourseError
        If the callback is none that was counted.
    """
    tally = callback.__tape__.tallies.get(callback.__step__)
    if tally is None:
        raise CourseError(f"{_here()}: calls(…) asks for what counted(…) returned.", "f = counted(m, f)")
    return callback.__tape__.operate("ticks", tally)


def code(function: Callable[..., Any], **constants: Any) -> Source:
    """Return a function of the suite as it travels, with constants that it uses as globals.

    The function is public to the answer: nothing hidden may be in it. Functions that use nothing else, or are closed
    over what they use, travel without being asked to.

    Parameters
    ----------
    function : callable
        A function of the suite.
    **constants
        What it uses by these names: numbers, arrays, other functions.

    Returns
    -------
    source : Source
        To be an entry of a case, or an argument in a scenario.
    """
    return travelling(function, constants)


def _applied(tape: Tape, function: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Node:
    return tape.operate("apply", function, *args, **kwargs)


# --- structures -------------------------------------------------------------------------------------------------------
def _prepared(value: Any) -> Any:
    """Put references in place of nodes, and texts in place of functions and the like."""
    match value:
        case Node():
            return Ref(value.__step__)
        case ReturnedBytes() | ReturnedText():
            raise TypeError(f"{type(value).__mro__[1].__name__} that came back from an answer {PARSED}")
        case Source():
            return Source(value.text, {name: _prepared(item) for name, item in value.constants.items()})
        case list():
            return [_prepared(item) for item in value]
        case tuple():
            return tuple(_prepared(item) for item in value)
        case dict():
            return {key: _prepared(item) for key, item in value.items()}
        case slice() if _nodes([value.start, value.stop, value.step]):
            ends = {"v0": value.start, "v1": value.stop, "v2": value.step}
            return _prepared(Source("f = slice(v0, v1, v2)", ends))
    return travelling(value) if travels(value) else value


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
            return values[value.__step__]
        case list():
            return [_fill(item, values) for item in value]
        case tuple():
            return tuple(_fill(item, values) for item in value)
        case dict():
            return {key: _fill(item, values) for key, item in value.items()}
    return value

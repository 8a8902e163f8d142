"""The interpreter of programs: straight-line lists of steps, run alike on a learner's answer and on the reference.

Every constant of a step is a fresh copy, and an output is packed at its own step: what later steps do to the same
array changes neither.
"""

from __future__ import annotations

import builtins
import ctypes
import itertools
import operator
import traceback
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from mdl_grade.sandbox.asserting import found
from mdl_grade.sandbox.packing import DTYPES, Packer, ReplyPacker
from mdl_grade.sandbox.parts import ProgramUnpacker
from mdl_grade.sandbox.wire import (
    Call,
    Const,
    Fact,
    Finished,
    GetAttr,
    Name,
    Operate,
    Raised,
    Ref,
    Run,
    SetAttr,
    Step,
    Wire,
    encode,
)


def unpacked(value: Any, count: int) -> list[Any]:
    """Unpack a value into `count` others, as `a, b = value` does."""
    items = list(itertools.islice(iter(value), count + 1))
    if len(items) != count:
        raise ValueError(f"{count} values are unpacked here, and there are {'fewer' if len(items) < count else 'more'}")
    return items


def ticks(tally: Any) -> int:
    """Return how far a tally has counted. It is one of C's own counters: it goes up, and nothing sets it back."""
    return int(repr(tally)[len("count(") : -1])


OPERATORS: Mapping[str, Callable[..., Any]] = {
    **{
        name: getattr(operator, name)
        for name in "add sub mul truediv floordiv mod matmul pow and_ or_ xor lshift rshift neg pos abs invert "
        "iadd isub imul itruediv ifloordiv imod imatmul ipow iand ior ixor ilshift irshift "
        "eq ne lt le gt ge getitem setitem delitem".split()
    },
    "apply": lambda function, *args, **kwargs: function(*args, **kwargs),
    "unpack": unpacked,
    "isinstance": lambda value, name: any(base.__name__ == name for base in type(value).__mro__),
    "len": len,
    "tally": itertools.count,
    "ticks": ticks,
}
MAX_WARNINGS = 20
MAX_TEXT = 2000


def run_program(
    namespace: Mapping[str, Any], program: Run, data: bytes | memoryview, *, catch: type[BaseException] = Exception
) -> tuple[Finished | Raised, list[bytes]]:
    """Run `program` on the names of `namespace`.

    Parameters
    ----------
    catch : class of exceptions
        What the code under test may be taken to have raised. In a worker that is anything, SystemExit included; in the
        trusted process a KeyboardInterrupt, or the end of a budget, is nobody's answer.

    Returns
    -------
    reply : Finished or Raised
        Raised names the first step that raised.
    buffers : list of bytes
        The arrays of the outputs.

    Notes
    -----
    Floating-point errors warn, whatever earlier code asked of `np.seterr`; warnings are collected, never raised, but
    for what newer versions of NumPy refuse: a verdict does not depend on the version.
    """
    np.seterr(divide="warn", over="warn", under="ignore", invalid="warn")
    if program.facts:
        spend_cached_normal()
    interpreter = Interpreter(namespace, program, data)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.filterwarnings("error", "Conversion of an array with ndim > 0 to a scalar", DeprecationWarning)
        try:
            interpreter.run()
        except catch as error:
            return raised(error, interpreter.step, program.nonce, namespace, texts(caught)), []
    outputs = [interpreter.packed[step] for step in program.outputs]
    return Finished(program.nonce, outputs, interpreter.facts, texts(caught)), interpreter.packer.buffers


class Interpreter:
    """State of one run: the values of the steps so far, the packed outputs, the facts seen."""

    def __init__(self, namespace: Mapping[str, Any], program: Run, data: bytes | memoryview) -> None:
        self.namespace, self.program = namespace, program
        self.values: list[Any] = []
        self.facts: list[Fact] = []
        self.packed: dict[int, Wire] = {}
        self.packer = ReplyPacker(program.data_cap)
        self.step = 0
        self._unpack = ProgramUnpacker(data, self.values).unpack
        self._call = self._watched if program.facts else self._called

    def run(self) -> None:
        wanted, values, unpack = set(self.program.outputs), self.values, self._unpack
        steps, reach = self.program.steps, self.program.reach
        for i, step in enumerate(steps):
            self.step = i
            if type(step) is Operate:  # most of a training: it has thousands of steps, and most operands are references
                given = [values[part.step] if type(part) is Ref else unpack(part) for part in step.operands]
                operator = OPERATORS[step.operator]
                value = operator(*given, **self._named(step.kwargs)) if step.kwargs else operator(*given)
            else:
                value = self._execute(step)
            values.append(value)
            if i in wanted:
                self.packed[i] = self.packer.pack(value)
            if reach and i >= reach and type(steps[i - reach]) is Operate:
                values[i - reach] = None

    def _execute(self, step: Step) -> Any:
        unpack = self._unpack
        match step:
            case Call():
                return self._call(step)
            case GetAttr():
                return getattr(unpack(step.of), step.name)
            case Const():
                return unpack(step.value)
            case Name():
                return self.namespace[step.name]
            case SetAttr():
                return setattr(unpack(step.of), step.name, unpack(step.value))
        raise AssertionError(step)

    def _named(self, kwargs: Mapping[str, Wire]) -> dict[str, Any]:
        return {name: self._unpack(value) for name, value in kwargs.items()}

    def _called(self, call: Call) -> Any:
        args = [self._unpack(argument) for argument in call.args]
        return self._unpack(call.function)(*args, **self._named(call.kwargs))

    def _watched(self, call: Call) -> Any:
        """Call, and note what happened besides the result."""
        args = [self._unpack(a) for a in call.args]
        kwargs = self._named(call.kwargs)
        given = {**{str(i): a for i, a in enumerate(args)}, **kwargs}
        before = {name: snapshot(value) for name, value in given.items()}
        np.random.random_sample()  # noqa: NPY002 (so that seeding it afresh shows, also the second time)
        state = global_random_bits()
        value = self._unpack(call.function)(*args, **kwargs)
        disturbed = state != global_random_bits()
        results = arrays(value)
        for name, argument in given.items():
            if snapshot(argument) != before[name]:
                self.facts.append(Fact("mutated", self.step, name))
            if any(np.may_share_memory(array, result) for array in arrays(argument) for result in results):
                self.facts.append(Fact("aliased", self.step, name))
        if disturbed:
            self.facts.append(Fact("global_random", self.step))
        return value


MT19937_STATE = 625 * 4
"""Bytes: 624 words, and how many of them have been used."""


def global_random_bits() -> bytes:
    """Return the state of the generator behind `np.random`, which an answer has to leave alone.

    Its memory is read: NumPy's own copy of it, word by word, takes longer than most calls that are watched.
    """
    generator = np.random.get_bit_generator()  # type: ignore[attr-defined] # NumPy's stubs forgot it
    if isinstance(generator, np.random.MT19937):
        return ctypes.string_at(generator.ctypes.state_address, MT19937_STATE)
    return repr(generator.state).encode()


def spend_cached_normal() -> None:
    """Take the second of a pair of normal numbers, if one is waiting: to draw it later would change no bits."""
    if np.random.get_state(legacy=False)["has_gauss"]:  # noqa: NPY002
        np.random.standard_normal()  # noqa: NPY002


def arrays(value: Any) -> list[np.ndarray[Any, Any]]:
    """Return all arrays in nested lists, tuples and dicts."""
    match value:
        case np.ndarray():
            return [value]
        case list() | tuple():
            return [array for item in value for array in arrays(item)]
        case dict():
            return [array for item in value.values() for array in arrays(item)]
    return []


def snapshot(value: Any) -> object:
    """Return something that is equal for equal plain data, arrays bit for bit."""
    if type(value) is np.ndarray and value.dtype.char in DTYPES:
        return value.dtype.str, value.shape, value.strides, value.tobytes()
    packer = Packer()
    packed = encode(Finished(0, [packer.pack(value)], [], []))
    return b"".join([packed, *packer.buffers])


def raised(error: BaseException, step: int, nonce: int, namespace: Mapping[str, Any], warned: list[str]) -> Raised:
    """Describe an exception: its class, its text, and the innermost line of the file under test."""
    parts = namespace.get("__parts__")  # an answer put together from several files
    parts = parts if isinstance(parts, list) else []
    files = (namespace.get("__file__"), *parts)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
    if isinstance(error, SyntaxError) and error.filename in files:
        filename, line, source = error.filename, error.lineno, error.text or ""
    else:
        last = (frames[0] if step < 0 else frames[-1]) if frames else None  # who called, while a file is loaded
        filename, line, source = (last.filename, last.lineno, last.line or "") if last else ("", None, "")
    kind = type(error)
    return Raised(
        nonce=nonce,
        step=step,
        exception=plain(kind.__name__, 100),
        bases=[plain(base.__name__, 100) for base in kind.__mro__ if _is_itself(base)][:20],
        text=plain(text_of(error) or (found(error, files) if isinstance(error, AssertionError) else ""), MAX_TEXT),
        line=line,
        source=plain(f"{filename}: {source.strip()}" if filename in parts else source.strip(), 200),
        inside=bool(frames),
        warnings=warned,
    )


def _is_itself(kind: type) -> bool:
    """Tell a class from one that borrows the name of one of Python's: an answer may define its own ValueError."""
    return getattr(builtins, kind.__name__, kind) is kind


def text_of(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return error.msg or "invalid syntax"
    try:
        return str(error)
    except BaseException:  # a hostile __str__
        return ""


def plain(text: Any, cap: int) -> str:
    """Return text that any encoder takes: no lone surrogates, at most `cap` characters."""
    return str(text)[:cap].encode("utf-8", "backslashreplace").decode("utf-8")


def texts(caught: list[warnings.WarningMessage]) -> list[str]:
    """Return each distinct warning once, as "RuntimeWarning: overflow encountered in exp"."""
    seen = dict.fromkeys(plain(f"{w.category.__name__}: {w.message}", 300) for w in caught[:1000])
    return list(seen)[:MAX_WARNINGS]

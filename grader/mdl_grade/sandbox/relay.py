"""Calls of functions that live in another worker: each crosses as a program of one call, and comes back as plain data.

A program that is put together from a learner's answers runs in a worker of its own, and they in another: neither
finds anything in the other's memory. In between stands the trusted process, which passes frames on.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mdl_grade.sandbox.packing import Unpacker
from mdl_grade.sandbox.parts import ProgramPacker, source_of
from mdl_grade.sandbox.wire import Ask, Call, Code, Const, Foreign, GetAttr, Name, Ref, Step, Wire, encode

Exchange = Callable[[bytes, list[bytes]], tuple[list[Wire] | None, bytes | memoryview]]
"""Sends an Ask and returns what it was told, and its data."""


class Abandoned(BaseException):
    """A call in the other worker raised: the program ends here, whatever it would catch."""


@dataclass
class CallProgram:
    """One call as steps. A Generator among its arguments comes back as the call has left it."""

    steps: list[Step] = field(default_factory=list)
    outputs: list[int] = field(default_factory=list)
    packer: ProgramPacker = field(default_factory=lambda: _Packer())
    generators: list[np.random.Generator] = field(default_factory=list)

    @classmethod
    def of(cls, name: str, args: Iterable[Any], kwargs: Mapping[str, Any]) -> CallProgram:
        """Write down ``name(*args, **kwargs)``.

        Arguments are plain data, Generators, functions of NumPy's, and what came to the program as text: it goes on as
        the text that it was made from.
        """
        program = cls()
        function = program._add(Name(name))
        given, states = [program._argument(value) for value in args], []
        named = {key: program._argument(value) for key, value in kwargs.items()}
        call = program._add(Call(function, given, named))
        for step, made in enumerate(program.steps[: call.step]):
            if isinstance(made, Const):
                states.append(program._add(GetAttr(program._add(GetAttr(Ref(step), "bit_generator")), "state")).step)
        program.outputs = [call.step, *states]
        return program

    def result(self, outputs: list[Wire], data: bytes | memoryview) -> Any:
        """Return what came back, and move the Generators on.

        Raises
        ------
        TypeError
            If it is nothing that can be sent.
        """
        unpack = Unpacker(data).unpack
        value, *states = map(unpack, outputs)
        if isinstance(value, Foreign):
            raise TypeError(f"{value} came back, where numbers or arrays were due")
        for generator, state in zip(self.generators, states, strict=True):
            generator.bit_generator.state = state
        return value

    def _add(self, step: Step) -> Ref:
        self.steps.append(step)
        return Ref(len(self.steps) - 1)

    def _argument(self, value: Any) -> Wire:
        if not isinstance(value, np.random.Generator):
            return self.packer.pack(value)
        self.generators.append(value)
        return self._add(Const(self.packer.pack(value)))


class _Packer(ProgramPacker):
    def _other(self, value: Any, depth: int) -> Wire:
        name = str(getattr(value, "__name__", ""))
        if isinstance(value, np.ufunc) and getattr(np, name, None) is value:
            return Code(f"f = np.{name}")
        return super()._other(source_of(value) or value, depth)


class Elsewhere:
    """Modules whose functions live in another worker."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self.nonce = 0

    def module(self, name: str, functions: Iterable[str]) -> types.ModuleType:
        """Return a module to import them from."""
        module = types.ModuleType(name)
        for each in functions:
            setattr(module, each, self._function(each))
        return module

    def _function(self, name: str) -> Callable[..., Any]:
        def function(*args: Any, **kwargs: Any) -> Any:
            program = CallProgram.of(name, args, kwargs)
            ask = encode(Ask(self.nonce, program.steps, program.outputs))
            outputs, data = self._exchange(ask, program.packer.buffers)
            if outputs is None:
                raise Abandoned
            return program.result(outputs, data)

        function.__name__ = function.__qualname__ = name
        return function

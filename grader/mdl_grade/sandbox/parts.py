"""What programs are made of besides plain data: references to steps, slices, Generators, and what travels as text.

It goes one way only, from the trusted side into a worker: what unpacks replies knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from mdl_grade.sandbox.packing import Packer, Unpacker, class_name, describe
from mdl_grade.sandbox.wire import Code, Foreign, Ref, Rng, Slice, Wire, WireError

CALLBACK_FILE = "<callback>"
"""What a traceback calls the text of one."""


@dataclass(frozen=True, eq=False)
class Source:
    """Something public that travels as text: executed, the text defines it under the name `f`.

    Called on this side, it does what it will do on the other. `given` are the constants that belong to this callback
    alone: what it was given, or is closed over.
    """

    text: str
    constants: Mapping[str, Any] = field(default_factory=dict)
    given: frozenset[str] = frozenset()

    @cached_property
    def made(self) -> Any:
        packer = ProgramPacker()
        packed = packer.pack(self)
        return ProgramUnpacker(b"".join(packer.buffers), []).unpack(packed)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.made(*args, **kwargs)


class ProgramPacker(Packer):
    """Packs what a program is made of as well: references to steps, slices, Generators, sources.

    The bytes of an array are sent once, however many steps use it.

    Raises
    ------
    TypeError
        If something can't be part of a program.
    """

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[bytes, int] = {}

    def pack(self, value: Any, depth: int = 0) -> Wire:
        self._nodes = 0  # an author's program may be long
        packed = super().pack(value, depth)
        if type(packed) is Foreign:
            raise TypeError(f"{packed} can't be part of a program")
        return packed

    def _place(self, content: bytes) -> int:
        if content not in self._places:
            self._places[content] = super()._place(content)
        return self._places[content]

    def _other(self, value: Any, depth: int) -> Wire:
        match value:
            case Ref():
                return value
            case Source():
                return Code(value.text, self.pack(dict(value.constants)))
            case slice():
                return Slice(value.start, value.stop, value.step)
            case np.random.Generator():
                return self._generator(value.bit_generator)
        raise TypeError(f"{describe(value)} can't be part of a program")

    def _generator(self, bits: Any) -> Wire:
        if type(bits) is not getattr(np.random, type(bits).__name__, None):
            raise TypeError(f"a Generator over {class_name(bits)}, which is not NumPy's, can't be part of a program")
        seed = bits.seed_seq
        if type(seed) is not np.random.SeedSequence:
            return Rng(self.pack(bits.state))
        fields = (seed.entropy, tuple(seed.spawn_key), seed.pool_size, seed.n_children_spawned)
        return Rng(self.pack(bits.state), self.pack(fields))


class ProgramUnpacker(Unpacker):
    """Unpacks what a program is made of; `results` are the values of its steps so far."""

    def __init__(self, data: bytes | memoryview, results: Sequence[Any]) -> None:
        super().__init__(data)
        self._results = results

    def unpack(self, wire: Wire, depth: int = 0) -> Any:
        if type(wire) is Ref:  # most of a program is references
            return self._results[wire.step]
        return super().unpack(wire, depth)

    def _take(self, size: int) -> None:
        """Count nothing: a program may name the same bytes as often as it likes."""

    def _part_of_program(self, wire: Wire) -> Any:
        match wire:
            case Slice():
                return slice(wire.start, wire.stop, wire.step)
            case Rng():
                return generator_from(self.unpack(wire.state), self.unpack(wire.seed))
            case Code():
                return made_from(wire.text, self.unpack(wire.constants))
        raise WireError("an unknown kind of value")


_SOURCES: WeakKeyDictionary[Any, Source] = WeakKeyDictionary()
"""What was made of text here, so that it can travel on."""


def made_from(text: str, constants: Mapping[str, Any] | None) -> Any:
    """Make what travelled as text, in a namespace of its own. Nothing in it tells one text's name from another's."""
    namespace: dict[str, Any] = {"__name__": "callback", "np": np, **(constants or {})}
    exec(_compiled(text), namespace)  # noqa: S102 (text from trusted suites alone)
    made = namespace["f"]
    if isinstance(made, FunctionType | BuiltinFunctionType | ModuleType | type):
        _SOURCES[made] = Source(text, constants or {})
    return made


def source_of(made: Any) -> Source | None:
    """Return the text that a function was made from in this process, or a module, or a class; None for all others."""
    return _SOURCES.get(made) if isinstance(made, FunctionType | BuiltinFunctionType | ModuleType | type) else None


@lru_cache(maxsize=256)
def _compiled(text: str) -> CodeType:
    return compile(text, CALLBACK_FILE, "exec", dont_inherit=True)


def generator_from(state: Mapping[str, Any], seed: tuple[Any, ...] | None) -> np.random.Generator:
    """Make a Generator in a state; with `seed`, it also spawns what the one that was packed would."""
    entropy, spawn_key, pool_size, spawned = seed or (0, (), 4, 0)
    sequence = np.random.SeedSequence(entropy, spawn_key=spawn_key, pool_size=pool_size, n_children_spawned=spawned)
    bits = getattr(np.random, state["bit_generator"])(sequence)
    bits.state = state
    return np.random.Generator(bits)

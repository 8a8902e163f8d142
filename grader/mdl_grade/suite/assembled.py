"""An assembly in the trusted process: the reference's program, its parts, and what passes between them."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from msgspec.structs import replace

from mdl_grade.course.assembly import module_of, names_asked
from mdl_grade.sandbox.relay import CallProgram
from mdl_grade.script import Script
from mdl_grade.suite.recorder import Node, Recording, Tape
from mdl_grade.suite.runner import execute_source
from mdl_grade.suite.tabulated import Tabulated, needs_a_table

Listener = Callable[[str, Recording], None]
"""Told the part and the call, before it is made; if it is handed functions of the program's own, afterwards.

What comes of the call is what it returns, and the states in which it leaves the Generators that it is handed.
"""


def execute(source: Script, filename: str, listener: Listener | None = None) -> dict[str, Any]:
    """Execute trusted source as a module's namespace, with its parts to be imported.

    Raises
    ------
    GraderFault
        If it raises.
    """
    asked = names_asked(source.text, source.parts) if source.parts else {}
    modules = {}
    for part, text in source.parts.items():
        name = module_of(part)
        module = modules[name] = ModuleType(name)
        module.__dict__.update(execute_source(text, f"{part}.py"))
        if listener is not None:
            for function in asked[name]:
                setattr(module, function, _overheard(part, function, getattr(module, function), listener))
    with _importable(modules):
        return execute_source(source.text, filename)


def _overheard(part: str, name: str, function: Callable[..., Any], listener: Listener) -> Callable[..., Any]:
    def tell(args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        program = CallProgram.of(name, args, kwargs)
        tape = Tape()
        returned, *states = (Node(tape, output) for output in program.outputs)
        result = (returned, *states) if states else returned
        listener(part, Recording(program.steps, program.outputs, program.packer.buffers, result, facts=False))

    def call(*args: Any, **kwargs: Any) -> Any:
        noted = [Tabulated(value) if needs_a_table(value) else value for value in args]
        tables = [value for value in noted if isinstance(value, Tabulated)]
        if not tables:
            tell(args, kwargs)
            return function(*args, **kwargs)
        returned = function(*noted, **kwargs)  # tables are complete when it is done
        tell([value.source() if isinstance(value, Tabulated) else value for value in noted], kwargs)
        return returned

    return call


@contextmanager
def _importable(modules: Mapping[str, ModuleType]) -> Iterator[None]:
    """Let modules be imported by their names for as long as this lasts."""
    hidden = {name: sys.modules[name] for name in modules if name in sys.modules}
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name in modules:
            del sys.modules[name]
        sys.modules.update(hidden)


class CallsOfParts(defaultdict[str, list[Recording]]):
    """A listener that keeps the first calls of each part, to be asked again with an eye on the arguments."""

    def __init__(self, most: int) -> None:
        super().__init__(list)
        self._most = most

    def __call__(self, part: str, call: Recording) -> None:
        if len(self[part]) < self._most:
            self[part].append(replace(call, facts=True))

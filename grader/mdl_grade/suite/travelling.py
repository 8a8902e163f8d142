"""Functions, classes and objects of a suite on their way to the other side of the wall: as text, with what they use.

Every text has the same form (see `neutral`): an answer that looks at its callbacks finds what they compute, and nothing
that a suite's author calls them.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from mdl_grade.errors import CourseError
from mdl_grade.sandbox.parts import Source
from mdl_grade.suite.neutral import DEFAULT, definition_of, definition_of_class, neutral_text

MODULES = frozenset(
    "abc bisect builtins cmath collections copy dataclasses decimal enum fractions functools heapq itertools math "
    "numpy operator random statistics string typing".split()
)
"""What can be had on both sides: a callback may use these modules, and what is in them."""
ANY_CALL = "def f(*args, **kwargs):\n    return v0(*args, **kwargs)"


def travels(value: Any) -> bool:
    """Tell whether a value crosses the wall as text: functions, classes, and objects of a suite's own classes."""
    if isinstance(value, Source):
        return False
    return callable(value) or value is Ellipsis or isinstance(value, np.dtype) or hasattr(value, "__dict__")


def travelling(value: Any, constants: Mapping[str, Any] | None = None) -> Source:
    """Return something of a suite as what crosses the wall.

    Parameters
    ----------
    value : function, class or object
        A function may be a lambda, one with defaults or closed over arrays, one of NumPy's or Python's own. An object
        is one of a class written in Python: its attributes travel.
    constants : mapping of str
        Names that a function uses besides those that it can see.

    Raises
    ------
    CourseError
        If it can't travel: there is no text of it, or it uses something that can't.
    """
    return _Journey().source(value, constants or {})


def as_it_is(function: Callable[..., Any]) -> Source:
    """Return a function of NumPy's as what it is over there, with all that hangs on it."""
    source: Source = _Journey().used(function)
    return source


class _Journey:
    """One thing, and all that it uses; `open` are those whose text is not complete yet."""

    def __init__(self) -> None:
        self.open: list[Any] = []

    def source(self, value: Any, constants: Mapping[str, Any]) -> Source:
        if (text := _ready_made(value)) is not None:
            return Source(ANY_CALL, {"v0": Source(text)}) if isinstance(value, np.ufunc) else Source(text)
        if _importable(value) is not None:
            return _imported(value) if isinstance(value, type) else Source(ANY_CALL, {"v0": _imported(value)})
        module = str(getattr(value, "__module__", ""))
        if module.startswith("mdl_grade.") and not module.startswith(PUBLIC):
            raise CourseError(f"{_called(value)} belongs to the grader: it stays on this side of the wall.", PLAIN)
        if any(value is one for one in self.open):
            raise CourseError(f"{_called(value)} uses itself by way of another: such a circle can't travel.")
        self.open.append(value)
        try:
            return self._own(value, constants)
        finally:
            self.open.pop()

    def _own(self, value: Any, constants: Mapping[str, Any]) -> Source:
        match value:
            case FunctionType():
                return self._function(value, constants)
            case type():
                return self._class(value)
            case MethodType() | BuiltinFunctionType() if not isinstance(value.__self__, ModuleType):
                return self._of(f"f = v0.{value.__name__}", value.__self__)
            case np.vectorize():
                text = "f = np.vectorize(v0, otypes=v1, excluded=v2, signature=v3)"
                return self._of(text, value.pyfunc, value.otypes, value.excluded, value.signature)
            case partial():
                text = "def f(*args, **kwargs):\n    return v0(*v1, *args, **{**v2, **kwargs})"
                made = self._of(text, value.func, value.args, value.keywords)
                return replace(made, given=frozenset(made.constants))
        if not hasattr(value, "__dict__") or type(value).__module__.partition(".")[0] in (*MODULES, "mdl_grade"):
            raise CourseError(f"An object of class {type(value).__name__} can't cross the wall.", PLAIN)
        text = "f = object.__new__(v0)\nf.__dict__.update(v1)"
        return self._of(text, type(value), _attributes(value))

    def _of(self, text: str, *parts: Any) -> Source:
        return Source(text, {f"v{i}": self.used(part) for i, part in enumerate(parts)})

    def _function(self, function: FunctionType, constants: Mapping[str, Any]) -> Source:
        code = function.__code__
        definition = definition_of(code, code.co_filename)
        closure = {
            name: cell.cell_contents for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True)
        }
        own = {**closure, **constants}
        seen = {name: _seen(name, own, function.__globals__, function) for name in definition.free}
        defaults = [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
        text, names = neutral_text(definition, _kept(seen))
        bound = {f"{DEFAULT}{i}": self.used(value) for i, value in enumerate(defaults)}
        given = frozenset(bound) | {names[name] for name in own if name in names}
        return replace(self._complete(text, names, seen, bound, function), given=given)

    def _class(self, cls: type) -> Source:
        definition = definition_of_class(cls)
        closures = [
            zip(method.__code__.co_freevars, method.__closure__ or (), strict=True)
            for method in vars(cls).values()
            if isinstance(method, FunctionType)
        ]
        own = {name: cell.cell_contents for pairs in closures for name, cell in pairs if name != "__class__"}
        seen = {name: _seen(name, own, vars(sys.modules[cls.__module__]), cls) for name in definition.free}
        text, names = neutral_text(definition, _kept(seen))
        return self._complete(text, names, seen, {}, cls)

    def _complete(
        self, text: str, names: Mapping[str, str], seen: Mapping[str, Any], bound: dict[str, Any], itself: Any
    ) -> Source:
        for name, value in seen.items():
            if value is itself:
                text += f"\n{names[name]} = f"
            elif name in names:
                bound[names[name]] = self.used(value)
        return Source(text, bound)

    def used(self, value: Any) -> Any:
        """Return what a text uses: data as it is, everything else as a source of its own."""
        match value:
            case list():
                return [self.used(item) for item in value]
            case tuple():
                return tuple(self.used(item) for item in value)
            case dict():
                return {key: self.used(item) for key, item in value.items()}
        if _importable(value) is not None and not isinstance(value, np.ufunc):
            return _imported(value)
        if (text := _ready_made(value)) is not None:
            return Source(text)
        return self.source(value, {}) if travels(value) else value


PUBLIC = ("mdl_grade.network", "mdl_grade.checks.exact_laws", "mdl_grade.checks.tails")
"""What answers may have of the grader's: layers and optimisers, and the exact laws."""
PLAIN = "What crosses is data, functions, classes, and objects of classes that the suite defines."


# --- what is there on both sides --------------------------------------------------------------------------------------
def _ready_made(value: Any) -> str | None:
    if value is Ellipsis:
        return "f = ..."
    if isinstance(value, np.dtype):
        return f"f = np.dtype({value.str!r})"
    if isinstance(value, np.ufunc):
        return f"f = np.{value.__name__}" if value.__name__ in vars(np) else None
    if isinstance(value, ModuleType):
        parent, _, name = value.__name__.rpartition(".")
        if value.__name__.partition(".")[0] not in MODULES:
            raise CourseError(f"A callback can't use the module {value.__name__}: answers may not have it.", PLAIN)
        return f"from {parent} import {name} as f" if parent else f"import {name} as f"
    return None


def _imported(value: Any) -> Source:
    return Source("from {} import {} as f".format(*(_importable(value) or ("", ""))))


def _importable(value: Any) -> tuple[str, str] | None:
    """Return module and name of what Python and NumPy bring along; None if it is not theirs."""
    name, module = getattr(value, "__name__", ""), getattr(value, "__module__", None) or "builtins"
    if not callable(value) or not isinstance(module, str) or module.partition(".")[0] not in MODULES:
        return None
    return (module, name) if name and getattr(sys.modules.get(module), name, None) is value else None


def _seen(name: str, own: Mapping[str, Any], beyond: Mapping[str, Any], user: Any) -> Any:
    """Return what a free name stands for."""
    for names in (own, beyond, vars(builtins)):
        if name in names:
            return names[name]
    raise CourseError(f"{_called(user)} uses {name!r}, which is defined nowhere.", f"Say code(function, {name}=…).")


def _kept(seen: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """Return the free names that the text can have as they are: Python's own, and `np`."""
    own = {(name, name) for name, value in seen.items() if getattr(builtins, name, seen) is value}
    return frozenset(own | {(name, "np") for name, value in seen.items() if value is np})


def _attributes(value: Any) -> dict[str, Any]:
    """Return what an object holds; its private names are those of a class that is called `f`."""
    private = tuple(f"_{cls.__name__.lstrip('_')}__" for cls in type(value).__mro__)
    plain = {name: next((p for p in private if name.startswith(p)), "") for name in vars(value)}
    return {
        f"_f__{name.removeprefix(plain[name])}" if plain[name] else name: item for name, item in vars(value).items()
    }


def _called(value: Any) -> str:
    """Return the name of something and where it stands, for its author."""
    code = getattr(value, "__code__", None)
    place = f" ({code.co_filename}, line {code.co_firstlineno})" if isinstance(code, CodeType) else ""
    return f"{getattr(value, '__qualname__', type(value).__name__)}{place}"

"""Assemblies: programs put together from a learner's answers to several exercises.

The solution of an assembly is an ordinary program that imports its parts by the exercises' ids::

    from chapter09.relu import relu

Nothing in it is left for the learner to fill in: their answers are what it imports. For grading, program and parts
become one text. Each part is carried as a string and executed as a module of its own, with its own names and its own
lines, where the import stood; modules of the reference network are carried in the same way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from mdl_grade.errors import CourseError

_IMPORT = re.compile(r"^from (?P<module>[a-z]\w*(?:\.[a-z]\w*)+) import (?P<names>\w+(?:, \w+)*)$", re.MULTILINE)
_CARRIED = re.compile(r'= _part\("(?P<id>[\w/.]+)", (?P<source>"(?:[^"\\]|\\.)*"), ')
_PACKAGE = Path(__file__).resolve().parents[1]
_NETWORK = "mdl_grade.network."

_LOADER = '''
def _part(name, source, *wanted):
    """Execute a part as a module and return the names that are wanted of it."""
    import linecache, types
    filename = name.rpartition("/")[2] + ".py"
    module = _MODULES.get(name)
    if module is None:
        module = _MODULES[name] = types.ModuleType(name.replace("/", "."))
        module.__file__ = filename
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        if "/" in name:
            __parts__.append(filename)
        exec(compile(source, filename, "exec"), module.__dict__)
    for each in wanted:
        if not hasattr(module, each):
            raise ImportError(f"{filename} does not define {each}")
    return [getattr(module, each) for each in wanted]
'''


def parts_of(program: str, solutions: Path) -> tuple[str, ...]:
    """Return the ids of the exercises that a program imports from, in its order; none for an ordinary solution."""
    found = (_exercise(match["module"]) for match in _IMPORT.finditer(program))
    return tuple(dict.fromkeys(part for part in found if part and (solutions / f"{part}.py").is_file()))


def assembled(program: str, sources: Mapping[str, str]) -> str:
    """Return a program and the sources of its parts, by id, as one text.

    Lines keep their numbers. A part that is missing in `sources` stays an import.
    """
    first = True

    def carried(match: re.Match[str]) -> str:
        nonlocal first
        module, names = match["module"], match["names"]
        part = _exercise(module)
        if part in sources:
            name, source = part, sources[part]
        elif module.startswith(_NETWORK):
            name, source = module, _network(module)
        else:
            return match[0]
        start = f"_MODULES = {{}}; __parts__ = []; exec({_LOADER!r}); " if first else ""
        first = False
        listed = ", ".join(f'"{each}"' for each in names.split(", "))
        return f'{start}[{names}] = _part("{name}", {json.dumps(source, ensure_ascii=False)}, {listed})'

    return _IMPORT.sub(carried, program)


def disassembled(text: str) -> dict[str, str]:
    """Return the sources of the exercises' parts that a text of `assembled` carries."""
    return {match["id"]: json.loads(match["source"]) for match in _CARRIED.finditer(text) if "/" in match["id"]}


def with_part(text: str, part: str, source: str) -> str:
    """Return an assembled text with another source in the place of one part."""

    def exchanged(match: re.Match[str]) -> str:
        if match["id"] != part:
            return match[0]
        return f'= _part("{part}", {json.dumps(source, ensure_ascii=False)}, '

    return _CARRIED.sub(exchanged, text)


def _exercise(module: str) -> str:
    """Return the id that a module's name stands for, or ""."""
    return module.replace(".", "/") if module.count(".") == 1 else ""


def _network(module: str) -> str:
    path = _PACKAGE.joinpath(*module.split(".")[1:]).with_suffix(".py")
    try:
        return path.read_text("utf-8")
    except OSError:
        raise CourseError(f"An assembly imports {module}, which is no module of the reference network.") from None

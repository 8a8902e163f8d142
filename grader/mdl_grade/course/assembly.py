"""Assemblies: programs put together from a learner's answers to several exercises.

The solution of an assembly is an ordinary program that imports its parts by the exercises' ids::

    from chapter09.relu import relu

Nothing in it is left for the learner to fill in: their answers are what it imports. If it needs the reference network,
program and parts run in two workers (see `suite.host`): nothing that the course knows is in a process that runs a
learner's code.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path

from mdl_grade.errors import CourseError

_PACKAGE = Path(__file__).resolve().parents[1]
_NETWORK = "mdl_grade.network"
_LIKELY = re.compile(r"^from ([a-z]\w*)\.([a-z]\w*) import ", re.MULTILINE)
"""What tells quickly that most solutions are none."""


def imports_of(program: str) -> dict[str, tuple[str, ...]]:
    """Return the names that a program imports at its top level with `from … import …`, by module, in its order."""
    found: dict[str, tuple[str, ...]] = {}
    for node in _imports(program):
        assert node.module is not None
        found[node.module] = (*found.get(node.module, ()), *(alias.name for alias in node.names))
    return found


def parts_of(program: str, solutions: Path) -> tuple[str, ...]:
    """Return the ids of the exercises that a program imports from, in its order; none for an ordinary solution."""
    likely = {"/".join(pair) for pair in _LIKELY.findall(program)}
    exercises = {part for part in likely if (solutions / f"{part}.py").is_file()}
    imported = (module.replace(".", "/") for module in imports_of(program)) if exercises else ()
    return tuple(part for part in imported if part in exercises)


def module_of(part: str) -> str:
    """Return the name under which a program imports an exercise: `chapter09.relu` of chapter09/relu."""
    return part.replace("/", ".")


def names_asked(program: str, parts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what a program imports of its parts: module -> names."""
    imports = imports_of(program)
    return {module_of(part): list(imports.get(module_of(part), ())) for part in parts}


def importing_alone(program: str, parts: Mapping[str, str]) -> str:
    """Return the lines of a program that import its parts, and nothing else, each where it stands."""
    modules = set(map(module_of, parts))
    lines = program.splitlines()
    kept = [""] * len(lines)
    for node in _imports(program):
        if node.module in modules:
            assert node.end_lineno is not None
            kept[node.lineno - 1 : node.end_lineno] = lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(kept)


def network_of(program: str) -> dict[str, str]:
    """Return the modules of the reference network that a program needs, as text: what they import themselves, too.

    Raises
    ------
    CourseError
        If it asks for a module that the network does not have.
    """
    texts: dict[str, str] = {}
    waiting = [program]
    while waiting:
        for module, names in imports_of(waiting.pop()).items():
            if module == _NETWORK:
                wanted = [f"{_NETWORK}.{name}" for name in names]
            else:
                wanted = [module] if module.startswith(f"{_NETWORK}.") else []
            for each in wanted:
                if each not in texts:
                    texts[each] = _network(each)
                    waiting.append(texts[each])
    return texts


def _imports(program: str) -> list[ast.ImportFrom]:
    try:
        tree = ast.parse(program)
    except (SyntaxError, ValueError):  # such a program is no assembly; whoever runs it says what is wrong
        return []
    return [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module and not node.level]


def _network(module: str) -> str:
    path = _PACKAGE.joinpath(*module.split(".")[1:]).with_suffix(".py")
    try:
        return path.read_text("utf-8")
    except OSError:
        raise CourseError(f"An assembly imports {module}, which is no module of the reference network.") from None

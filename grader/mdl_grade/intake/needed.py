"""What an answer needs of the cells around it: their try-outs, plots and half-written lines cost nobody anything."""

from __future__ import annotations

import ast
import symtable
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_UNFIT = (SyntaxError, ValueError, RecursionError, MemoryError)


@dataclass(frozen=True)
class _Statement:
    """A statement of a cell at its outermost level: its lines, the global names that it binds or changes, and uses."""

    cell: int
    lines: range
    binds: frozenset[str]
    uses: frozenset[str]
    everything: bool = False
    """Whether nobody can tell what it binds: an import of all."""


def needed(named: Iterable[str], own: Mapping[int, str]) -> dict[int, str]:
    """Return the learner's own cells, in which everything is a comment that no answer needs.

    Parameters
    ----------
    named : iterable of str
        The cells that bear the exercise's name, as Python.
    own : mapping
        The learner's own cells, as Python, by their numbers.

    Notes
    -----
    A statement stays if it binds or changes a name that the named cells bind or use, or that another statement that
    stays uses. Without a named cell, all functions and classes are what is asked for. Lines keep their places.
    """
    named = list(named)
    statements = [one for cell, text in own.items() for one in _statements(cell, text) or ()]
    wanted = {name for text in named for one in _statements(0, text) or () for name in one.binds | one.uses}
    if not named:
        wanted = {name for cell, text in own.items() for name in _definitions(text)}
    kept: set[_Statement] = set()
    while found := {one for one in statements if one not in kept and (one.everything or one.binds & wanted)}:
        kept |= found
        wanted |= {name for one in found for name in one.uses}
    return {cell: _commented(text, [one.lines for one in kept if one.cell == cell]) for cell, text in own.items()}


def bound_in(text: str) -> frozenset[str]:
    """Return the names that a cell binds or changes; none if it is not Python."""
    return frozenset(name for one in _statements(0, text) or () for name in one.binds)


def parsed(text: str) -> ast.Module | None:
    """Parse a cell, in silence; None if it is not Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except _UNFIT:
            return None


def _statements(cell: int, text: str) -> list[_Statement] | None:
    module = parsed(text)
    if module is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return [_statement(cell, node) for node in module.body]
        except _UNFIT:
            return None


def _statement(cell: int, node: ast.stmt) -> _Statement:
    first = min((one.lineno for one in getattr(node, "decorator_list", ())), default=node.lineno)
    lines = range(min(first, node.lineno), (node.end_lineno or node.lineno) + 1)
    table = symtable.symtable(ast.unparse(node), "<cell>", "exec")
    bound = {one.get_name() for one in table.get_symbols() if one.is_assigned() or one.is_imported()}
    everything = isinstance(node, ast.ImportFrom) and any(name.name == "*" for name in node.names)
    return _Statement(cell, lines, frozenset(bound.union(_changed(node))), frozenset(_uses(table)), everything)


def _uses(table: symtable.SymbolTable) -> Iterator[str]:
    for one in table.get_symbols():
        if one.is_global() or (table.get_type() == "module" and one.is_referenced()):
            yield one.get_name()
    for inner in table.get_children():
        yield from _uses(inner)


def _changed(node: ast.stmt) -> Iterator[str]:
    """Yield the names of what is written into, and of what a method is called on for its own sake."""
    parts = (one for one in ast.walk(node) if isinstance(one, ast.Subscript | ast.Attribute))
    targets: list[ast.expr] = [one for one in parts if isinstance(one.ctx, ast.Store)]
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
        targets.append(node.value.func)
    for target in targets:
        while isinstance(target, ast.Subscript | ast.Attribute):
            target = target.value
        if isinstance(target, ast.Name):
            yield target.id


def _definitions(text: str) -> Iterator[str]:
    module = parsed(text)
    for node in module.body if module is not None else ():
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name


def _commented(text: str, kept: Iterable[range]) -> str:
    stay = {line for lines in kept for line in lines}
    lines = text.split("\n")
    return "\n".join(
        line if number in stay or not line.strip() or line.startswith("#") else f"# {line}"
        for number, line in enumerate(lines, 1)
    )

"""The neutral text of functions and classes: what they compute, and nothing that tells what their author thought.

A function or class is called `f`, its local variables `v0`, `v1`, …; docstrings, comments and annotations are gone.
Parameters keep their names, and so does what a class holds.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import symtable
import textwrap
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType

from msgspec import Struct

from mdl_grade.errors import CourseError

DEFAULT = "default"
"""What a function's defaults are called, each with its number: they travel as constants."""


class NeutralDefinition(Struct, frozen=True, eq=False):
    """A definition, the names that it takes from around it, and those that are kept wherever they stand."""

    node: ast.FunctionDef | ast.ClassDef
    free: tuple[str, ...]
    public: frozenset[str]


@lru_cache(maxsize=512)
def definition_of(code: CodeType, filename: str) -> NeutralDefinition:
    """Find the definition that a function was compiled from."""
    linecache.checkcache(filename)
    tree = ast.parse("".join(linecache.getlines(filename)))
    found: list[ast.Lambda | ast.FunctionDef] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            found += [node] * (first == code.co_firstlineno)
        elif isinstance(node, ast.Lambda) and code.co_name == "<lambda>" and _made_into(node, code):
            found.append(node)
    if not found:
        raise CourseError(f"The text of {code.co_name} ({filename}, line {code.co_firstlineno}) can't be found.")
    node = min(
        found, key=lambda node: ((node.end_lineno or 0) - node.lineno, (node.end_col_offset or 0) - node.col_offset)
    )
    if isinstance(node, ast.Lambda):
        body: list[ast.stmt] = [ast.Return(node.body)]
        node = ast.FunctionDef("f", node.args, body, [], lineno=1, col_offset=0)
    return _of(node)


def _made_into(node: ast.Lambda, code: CodeType) -> bool:
    """Tell whether all of the code was compiled from this lambda's body."""
    body = node.body
    begins, ends = (body.lineno, body.col_offset), (body.end_lineno or 0, body.end_col_offset or 0)
    places = [(line, column, end, last) for line, end, column, last in code.co_positions() if line and end and last]
    if not places:  # some Pythons don't say where a constant stands
        return isinstance(body, ast.Constant) and node.lineno == code.co_firstlineno and body.value in code.co_consts
    return all(begins <= (line, column or 0) and (end, last or 0) <= ends for line, column, end, last in places)


def definition_of_class(cls: type) -> NeutralDefinition:
    try:
        text = textwrap.dedent(inspect.getsource(cls))
    except (OSError, TypeError):
        raise CourseError(f"The text of the class {cls.__qualname__} can't be found.") from None
    return _class_in(text)


@lru_cache(maxsize=128)
def _class_in(text: str) -> NeutralDefinition:
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.ClassDef)
    return _of(node)


def _of(node: ast.FunctionDef | ast.ClassDef) -> NeutralDefinition:
    bare = _Bare().visit(ast.parse(ast.unparse(_alone(node))).body[0])
    tables = _tables(symtable.symtable(ast.unparse(bare), "<callback>", "exec"))
    names = [name for table in tables for name in _from_around(table)]
    free = tuple(dict.fromkeys(name for name in names if not name.startswith(DEFAULT)))
    return NeutralDefinition(bare, free, frozenset(_public(bare)))


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)


def _from_around(table: symtable.SymbolTable) -> list[str]:
    """Return the names that a scope takes from outside of all that is defined here."""
    if table.get_type() == "module":
        return [symbol.get_name() for symbol in table.get_symbols() if not symbol.is_assigned()]
    return [symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()]


def _alone(node: ast.FunctionDef | ast.ClassDef) -> ast.FunctionDef | ast.ClassDef:
    """Return a function without its decorators and defaults, which are looked up where it stands; a class as it is."""
    if isinstance(node, ast.ClassDef):
        return node
    args = node.args
    positional = [*args.posonlyargs, *args.args]
    given = iter(range(len(args.defaults) + sum(default is not None for default in args.kw_defaults)))
    plain = ast.arguments(
        posonlyargs=args.posonlyargs,
        args=args.args,
        vararg=args.vararg,
        kwonlyargs=args.kwonlyargs,
        kw_defaults=[],
        kwarg=args.kwarg,
        defaults=[
            ast.Name(f"{DEFAULT}{next(given)}", ast.Load()) for _ in positional[len(positional) - len(args.defaults) :]
        ],
    )
    plain.kw_defaults = [
        None if default is None else ast.Name(f"{DEFAULT}{next(given)}") for default in args.kw_defaults
    ]
    return ast.fix_missing_locations(ast.FunctionDef("f", plain, node.body, [], lineno=1, col_offset=0))


def _public(node: ast.AST) -> set[str]:
    """Return the names that stay: of parameters, of what a class holds, of what is imported."""
    found: set[str] = set()
    for n in ast.walk(node):
        match n:
            case ast.arg():
                found.add(n.arg)
            case ast.alias():
                found.add((n.asname or n.name).partition(".")[0])
            case ast.ClassDef():
                for item in n.body:
                    names = [item.name] if isinstance(item, ast.FunctionDef | ast.ClassDef) else []
                    targets = item.targets if isinstance(item, ast.Assign) else [getattr(item, "target", None)]
                    found.update(
                        names, (name.id for t in targets if t for name in ast.walk(t) if isinstance(name, ast.Name))
                    )
            case ast.Name() if n.id.startswith(DEFAULT):
                found.add(n.id)
    return found


@lru_cache(maxsize=512)
def neutral_text(definition: NeutralDefinition, kept: frozenset[tuple[str, str]]) -> tuple[str, dict[str, str]]:
    """Return the neutral text, and what the free names are called in it, apart from those that are `kept`."""
    neutral = _Neutral(definition.public, dict(kept))
    node = neutral.visit(ast.parse(ast.unparse(definition.node)).body[0])
    node.name = "f"
    text = ast.unparse(ast.fix_missing_locations(node))
    return text, {name: neutral.named(name) for name in definition.free if name not in dict(kept)}


class _Neutral(ast.NodeTransformer):
    """Gives names that tell nothing."""

    def __init__(self, public: frozenset[str], kept: dict[str, str]) -> None:
        self._names = {**{name: name for name in (*public, "super", "__class__")}, **kept}
        self._taken = set(self._names.values())

    def named(self, name: str) -> str:
        if name not in self._names:
            free = (f"v{i}" for i in range(len(self._taken) + 1) if f"v{i}" not in self._taken)
            self._names[name] = next(free)
            self._taken.add(self._names[name])
        return self._names[name]

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self.named(node.id)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self.named(node.name)
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = self.named(node.name)
        return self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> ast.AST:
        node.names = [self.named(name) for name in node.names]
        return node

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.AST:
        node.names = [self.named(name) for name in node.names]
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        node.name = self.named(node.name) if node.name else None
        return self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> ast.AST:
        node.name = self.named(node.name) if node.name else None
        return self.generic_visit(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> ast.AST:
        node.name = self.named(node.name) if node.name else None
        return node


class _Bare(ast.NodeTransformer):
    """Takes docstrings and annotations out; comments are gone already."""

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns, node.body = None, _undocumented(node.body)
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.body = _undocumented(node.body)
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Name("object", ast.Load())
        return self.generic_visit(node)


def _undocumented(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    documented = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    return (body[1:] or [ast.Pass()]) if documented else body

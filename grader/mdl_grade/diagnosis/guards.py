"""What people put into numerical code "to be safe", as mutants of the reference.

A guard is put at a site: an argument, a named intermediate, what a callback returns, a result, or the end of a turn of
a loop. There it changes what it is meant to catch, and hardly anything else, which is why so few inputs show it. Guards
of one family differ in strength (the bound that numbers are clipped at, the tolerance below which nothing moves); they
come weakest first.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from mdl_grade.course.solution import BEGIN, END
from mdl_grade.diagnosis.operators.site import called
from mdl_grade.diagnosis.operators.walk import FROZEN_CALLS

HELPERS = """
import numpy as _np


def _guarded(guard, value):
    if isinstance(value, (float, _np.floating)) or (isinstance(value, _np.ndarray) and value.dtype.kind == "f"):
        return guard(value)
    if isinstance(value, (list, tuple)):
        return type(value)([_guarded(guard, item) for item in value])
    if isinstance(value, dict):
        return {key: _guarded(guard, item) for key, item in value.items()}
    return value


def _size(value):
    if isinstance(value, (list, tuple)):
        return max(map(_size, value), default=0.0)
    return float(_np.max(_np.abs(value), initial=0.0)) if isinstance(value, (float, _np.ndarray)) else 0.0


def _moved(one, other):
    if isinstance(one, (list, tuple)):
        return max(map(_moved, one, other), default=0.0)
    return _size(one - other) if isinstance(one, (float, _np.ndarray)) and other is not None else 0.0
"""


@dataclass(frozen=True)
class Family:
    """Guards of one kind: code with a strength `{c}`, from weak to strong, on a value `v` or on names `{names}`."""

    name: str
    code: str
    strengths: tuple[float, ...]
    says: str


ON_VALUES = (
    Family("clip", "_np.clip(v, -{c}, {c})", (1e10, 1e8, 1e6, 1e4, 1e3, 1e2, 1e1, 1.0), "clipped at ±{c:g}"),
    Family("finite", "_np.nan_to_num(v)", (0,), "made finite by nan_to_num"),
    Family("round", "_np.round(v, {c})", (12, 9, 6, 3), "rounded to {c} digits"),
    Family("add", "v + {c}", (1e-12, 1e-8), "with {c:g} added"),
    Family("abs", "_np.abs(v)", (0,), "without its sign"),
    Family("at least", "_np.maximum(v, {c})", (1e-12, 1e-8), "at least {c:g}"),
    Family("still", "v * (_size(v) >= {c})", (1e-12, 1e-9, 1e-6, 1e-2), "0 where all of it is below {c:g}"),
    Family("balanced", "v * (abs(_np.sum(v)) >= {c})", (1e-12, 1e-6), "0 where its sum is below {c:g}"),
)
IN_LOOPS = (
    Family("settled", "if _moved({names}, _before) < {c}: break", (1e-12, 1e-8, 1e-5, 1e-2), "moves less than {c:g}"),
    Family("small", "if _size({names}) < {c}: break", (1e-12, 1e-8, 1e-5, 1e-2), "is below {c:g}"),
    Family("wild", "if not _size({names}) < {c}: {names} = _before", (1e10, 1e6, 1e3), "is beyond {c:g}, and stays"),
    Family("endless", "if not _np.isfinite(_size({names})): break", (0,), "is not finite"),
)


@dataclass(frozen=True)
class Guard:
    """The reference with one guard in it.

    Parameters
    ----------
    source : str
        The whole module.
    function, site : str
        Where: the function's name, and the text of what is guarded.
    family : str
        The kind of guard.
    strength : float
        What it catches: the bound, the tolerance, the number of digits.
    label : str
        The guard in words.
    """

    source: str
    function: str
    site: str
    family: str
    strength: float
    label: str

    @property
    def key(self) -> str:
        return f"{self.function}: {self.site} {self.label}"


Put: TypeAlias = Callable[[list[ast.AST]], None]
"""Puts a guard into a copy of the tree, whose nodes come in the order of `ast.walk`."""


def guards(source: str) -> list[Guard]:
    """Return all guards of a solution, by site and family; each family from its weakest on."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    answers = list(_answers(source))
    found: list[Guard] = []
    for number, node in enumerate(nodes):
        if isinstance(node, ast.FunctionDef) and any(begin < node.body[-1].lineno < end for begin, end in answers):
            for site, family, c, put in _of_function(nodes, number, node):
                label = family.says.format(c=c)
                found.append(Guard(_with(tree, put), node.name, site, family.name, float(c), label))
    return found


def _of_function(
    nodes: list[ast.AST], number: int, function: ast.FunctionDef
) -> Iterator[tuple[str, Family, float, Put]]:
    index = {id(node): i for i, node in enumerate(nodes)}
    arguments = [a.arg for a in (*function.args.args, *function.args.kwonlyargs) if a.arg not in ("self", "rng")]
    for argument in arguments:
        for family, c, text in _strengths(ON_VALUES):
            guarded = f"{argument} = _guarded(lambda v: {text}, {argument})"

            def put(copied: list[ast.AST], text: str = guarded) -> None:
                _insert(copied[number], "body", 0, text)

            yield argument, family, c, put
    for node in _own(function):
        match node:
            case ast.Return(value=ast.expr() as value):
                yield from _on_value(f"the result {ast.unparse(value)}", index[id(node)])
            case ast.Assign(value=value) if not isinstance(value, ast.Constant) and called(value) not in FROZEN_CALLS:
                yield from _on_value(ast.unparse(node), index[id(node)])
            case ast.Call(func=ast.Name(id=name)) if name in arguments:
                yield from _on_call(ast.unparse(node), index[id(node)])
            case ast.For() | ast.While():
                yield from _on_loop(node, index[id(node)], arguments, function)


def _strengths(families: tuple[Family, ...]) -> Iterator[tuple[Family, float, str]]:
    for family in families:
        for c in family.strengths:
            yield family, c, family.code.replace("{c}", repr(c))


def _on_value(site: str, number: int) -> Iterator[tuple[str, Family, float, Put]]:
    """Guard the value that a statement assigns or returns."""
    for family, c, text in _strengths(ON_VALUES):

        def put(copied: list[ast.AST], text: str = text) -> None:
            statement = copied[number]
            assert isinstance(statement, ast.Return | ast.Assign)
            assert statement.value is not None
            statement.value = _expression(f"_guarded(lambda v: {text}, _)", statement.value)

        yield site, family, c, put


def _on_call(site: str, number: int) -> Iterator[tuple[str, Family, float, Put]]:
    """Guard what a callback returns."""
    for family, c, text in _strengths(ON_VALUES):

        def put(copied: list[ast.AST], text: str = text) -> None:
            call = copied[number]
            assert isinstance(call, ast.Call)
            wrapped = _expression(f"_guarded(lambda v: {text}, _)", copy.copy(call))
            assert isinstance(wrapped, ast.Call)
            call.func, call.args, call.keywords = wrapped.func, wrapped.args, []

        yield site, family, c, put


def _on_loop(
    loop: ast.For | ast.While, number: int, arguments: list[str], function: ast.FunctionDef
) -> Iterator[tuple[str, Family, float, Put]]:
    """Guard the turns of a loop: end it, or stand still, by what it moves; leave out the last one."""
    if isinstance(loop, ast.For):

        def fewer(copied: list[ast.AST]) -> None:
            same = copied[number]
            assert isinstance(same, ast.For)
            same.iter = _expression("list(_)[:-1]", same.iter)

        yield f"for {ast.unparse(loop.target)}", Family("fewer", "", (1,), "one turn fewer"), 1, fewer
    known = {*arguments, *(name for node in function.body if node.lineno < loop.lineno for name in _assigned(node))}
    inside = list(dict.fromkeys(name for node in loop.body for name in _assigned(node)))
    carried = [name for name in inside if name in known]
    for names in [*([name] for name in inside), *([carried] if len(carried) > 1 else [])]:
        for family, c, text in _strengths(IN_LOOPS):
            if "_before" in text and not set(names) <= known:
                continue
            both = f"[{', '.join(names)}]"
            begin = f"_before = [{', '.join(f'_np.copy({n}) if isinstance({n}, _np.ndarray) else {n}' for n in names)}]"

            def turns(copied: list[ast.AST], end: str = text.replace("{names}", both), begin: str = begin) -> None:
                same = copied[number]
                assert isinstance(same, ast.For | ast.While)
                _insert(same, "body", len(same.body), end)
                _insert(same, "body", 0, begin if "_before" in end else "pass")

            yield f"a turn of the loop where {' and '.join(names)}", family, c, turns
    yield from _on_paths(loop, number)


def _on_paths(loop: ast.For | ast.While, number: int) -> Iterator[tuple[str, Family, float, Put]]:
    """Guard a path that is written point by point, `x[t + 1] = …`: it stands still from some point on."""
    for place, statement in enumerate(loop.body):
        match statement:
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name), slice=ast.BinOp(left=last, op=ast.Add()))]):
                here, new = f"{name}[{ast.unparse(last)}]", ast.unparse(statement.targets[0])
            case _:
                continue
        for says, condition, strengths in (
            ("moves less than {c:g}", "_size(_np.asarray({new} - {here})) < {c}", (1e-12, 1e-8, 1e-5)),
            ("is beyond {c:g}", "not _size(_np.asarray({new})) < {c}", (1e10, 1e6, 1e4, 1e3)),
        ):
            for c in strengths:
                test = condition.format(new=new, here=here, c=repr(c))

                def stand(copied: list[ast.AST], i: int = place, text: str = f"if {test}: {new} = {here}") -> None:
                    _insert(copied[number], "body", i + 1, text)

                yield f"{name} stands still where it", Family("stand", "", strengths, says), c, stand


# --- trees ------------------------------------------------------------------------------------------------------------
def _with(tree: ast.Module, put: Put) -> str:
    copied = copy.deepcopy(tree)
    put(list(ast.walk(copied)))
    copied.body += ast.parse(HELPERS).body
    return ast.unparse(ast.fix_missing_locations(copied))


def _expression(text: str, inner: ast.expr) -> ast.expr:
    """Return an expression in which `_` stands for another one."""

    class Filled(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return inner if node.id == "_" else node

    filled: ast.expr = Filled().visit(ast.parse(text, mode="eval").body)
    return filled


def _insert(parent: ast.AST, field: str, position: int, text: str) -> None:
    body: list[ast.stmt] = getattr(parent, field)
    after_docstring = position == 0 and isinstance(parent, ast.FunctionDef) and ast.get_docstring(parent) is not None
    position += after_docstring
    body[position:position] = ast.parse(text).body


def _own(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield what stands in a function, and not in another one inside."""
    todo: list[ast.AST] = list(function.body)
    while todo:
        node = todo.pop(0)
        yield node
        if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            todo += ast.iter_child_nodes(node)


def _assigned(statement: ast.AST) -> Iterator[str]:
    """Yield the names that a statement assigns to, inside as well."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _answers(source: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for number, line in enumerate(source.splitlines(), start=1):
        if line.strip() == BEGIN:
            begin = number
        elif line.strip() == END:
            yield begin, number

"""Which pieces of an answer may be changed: what computes, not what describes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mdl_grade.diagnosis.operators.scope import METADATA, Function, Scope, function_scope
from mdl_grade.diagnosis.operators.site import Node, Site
from mdl_grade.suite.guards import FROZEN_CALLS, called

FROZEN_STATEMENTS = (ast.Raise, ast.Assert, ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal, ast.Pass, ast.Delete)
FIRST_ARGUMENT_ONLY = frozenset("astype reshape asarray array asanyarray broadcast_to expand_dims squeeze".split())
FROZEN_KEYWORDS = frozenset("axis axes dtype size shape keepdims strict copy order out".split())


def sites(tree: ast.Module) -> Iterator[Site]:
    """Yield every place that may be changed, in the order of the text."""
    yield from _inside(tree, (), Scope(), tree, in_index=False)


def _inside(
    node: ast.AST, ancestors: tuple[ast.AST, ...], scope: Scope, module: ast.Module, *, in_index: bool
) -> Iterator[Site]:
    if isinstance(node, Function) and not any(isinstance(a, Function) for a in ancestors):
        owner = ancestors[-1] if ancestors and isinstance(ancestors[-1], ast.ClassDef) else None
        scope = function_scope(node, owner, module)
    if isinstance(node, Node):
        yield Site(node, ancestors, scope, in_index)
    for child, indexes in _parts(node):
        yield from _inside(child, (*ancestors, node), scope, module, in_index=in_index or indexes)


def _parts(node: ast.AST) -> Iterator[tuple[ast.AST, bool]]:
    """Yield the children that compute something, and whether they count as an index."""
    match node:
        case (
            ast.Module(body=body)
            | ast.ClassDef(body=body)
            | ast.FunctionDef(body=body)
            | ast.AsyncFunctionDef(body=body)
        ):
            yield from ((child, False) for child in body if not _is_frozen(child))
        case ast.Constant() | ast.JoinedStr():
            return
        case ast.Assign(value=value) | ast.AugAssign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            yield value, False
        case ast.AnnAssign():
            return
        case ast.Call():
            yield from _parts_of_call(node)
        case ast.Attribute(attr=attr, value=value):
            if attr not in METADATA and not _is_self(value):
                yield value, False
        case ast.Subscript(value=value, slice=index):
            yield value, False
            yield index, True
        case ast.For(iter=iterable, body=body, orelse=orelse):
            yield iterable, False
            yield from ((child, False) for child in (*body, *orelse) if not _is_frozen(child))
        case ast.match_case(guard=guard, body=body):
            yield from ((child, False) for child in (guard, *body) if child is not None and not _is_frozen(child))
        case ast.Lambda(body=body):
            yield body, False
        case _:
            yield from ((child, False) for child in ast.iter_child_nodes(node) if not _is_frozen(child))


def _parts_of_call(call: ast.Call) -> Iterator[tuple[ast.AST, bool]]:
    name = called(call)
    if name in FROZEN_CALLS:
        return
    if isinstance(call.func, ast.Attribute):
        yield call.func.value, False
    method = isinstance(call.func, ast.Attribute) and not (
        isinstance(call.func.value, ast.Name) and call.func.value.id in ("np", "numpy")
    )
    arguments = call.args[: 0 if method else 1] if name in FIRST_ARGUMENT_ONLY else call.args
    if name == "full":
        arguments = call.args[1:]
    yield from ((argument, name == "range") for argument in arguments)
    yield from ((k.value, False) for k in call.keywords if k.arg not in FROZEN_KEYWORDS)


def _is_frozen(node: ast.AST) -> bool:
    docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return docstring or isinstance(node, FROZEN_STATEMENTS)


def _is_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"

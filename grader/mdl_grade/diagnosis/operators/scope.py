"""The names that can be seen at a place, and of what kind they are: a learner mixes up names of one kind."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

ARRAY, MASK, INT, FLOAT, SHAPE = "array", "mask", "int", "float", "shape"
REDUCTIONS = frozenset("sum mean max min prod std var median argmax argmin any all norm amax amin logsumexp".split())
KEEPS_KIND = frozenset("copy astype reshape ravel transpose squeeze flatten clip".split())
METADATA = frozenset("shape dtype size ndim".split())

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Scope:
    """Kinds of the names of one function, and of the attributes of `self`.

    `bound` is the line from which on a name can be read; 0 for parameters.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    bound: dict[str, int] = field(default_factory=dict)
    parameters: frozenset[str] = frozenset()
    returns: dict[str, str] = field(default_factory=dict)

    def rivals(self, name: str, line: int) -> Iterator[str]:
        """Yield the other names of the same kind that can be read at `line`."""
        kind = self.kinds.get(name)
        for other, its in self.kinds.items():
            if kind is not None and its == kind and other != name and self.bound.get(other, 0) < line:
                yield other

    def bind(self, target: ast.expr, kind: str | None, line: int) -> None:
        match target:
            case ast.Name(id=name):
                self.note(name, kind, line)
            case ast.Attribute(value=ast.Name(id="self")):
                self.note(ast.unparse(target), kind, 0)
            case ast.Tuple(elts=targets) if kind == SHAPE:
                for each in targets:
                    self.bind(each, INT, line)
            case ast.Tuple(elts=targets):
                for each in targets:
                    self.bind(each, None, line)

    def note(self, name: str, kind: str | None, line: int) -> None:
        self.bound.setdefault(name, line)
        if kind is not None:
            self.kinds.setdefault(name, kind)


def function_scope(function: Function, owner: ast.ClassDef | None, module: ast.Module) -> Scope:
    """Return what can be seen inside a function: its parameters, its locals, attributes of its class."""
    returns = {
        node.name: annotated(node.returns)
        for node in (*module.body, *(owner.body if owner else ()))
        if isinstance(node, Function) and node.returns is not None
    }
    scope = Scope(returns={name: kind for name, kind in returns.items() if kind})
    for method in owner.body if owner else ():
        if isinstance(method, ast.AnnAssign) and isinstance(method.target, ast.Name):
            attribute = ast.Attribute(ast.Name("self"), method.target.id)
            scope.bind(attribute, annotated(method.annotation), 0)
        if isinstance(method, Function):
            inner = Scope(returns=scope.returns)
            _bind_function(inner, method)
            for name, kind in inner.kinds.items():
                if name.startswith("self."):
                    scope.kinds.setdefault(name, kind)
    _bind_function(scope, function)
    return scope


def annotated(annotation: ast.expr | None) -> str | None:
    """Return the kind that an annotation names."""
    if annotation is None:
        return None
    text = ast.unparse(annotation).removesuffix(" | None")
    if text in (INT, FLOAT):
        return text
    return ARRAY if text.rpartition(".")[2] in ("Array", "ndarray") or text.startswith("NDArray[") else text


def _bind_function(scope: Scope, function: Function) -> None:
    arguments = function.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    scope.parameters = frozenset(a.arg for a in parameters)
    for parameter in parameters:
        scope.bind(ast.Name(parameter.arg), annotated(parameter.annotation), 0)
    for node in ast.walk(function):
        if isinstance(node, ast.Subscript) and _is_entry(node) and isinstance(node.value, ast.Name):
            # The entries of a dictionary of parameters are as easily mixed up as names are.
            scope.note(ast.unparse(node), f"entry of {node.value.id}", 0)
    bindings = (node for node in ast.walk(function) if isinstance(node, ast.stmt | ast.comprehension))
    for node in sorted(bindings, key=_line):
        _bind_statement(scope, node)


def _is_entry(node: ast.Subscript) -> bool:
    return isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)


def _line(node: ast.stmt | ast.comprehension) -> int:
    return node.lineno if isinstance(node, ast.stmt) else node.iter.lineno


def _bind_statement(scope: Scope, statement: ast.AST) -> None:
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            for target, value in zip(targets, values, strict=False):
                scope.bind(target, kind_of(value, scope), statement.end_lineno or statement.lineno)
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                scope.bind(target, kind_of(value, scope), statement.end_lineno or statement.lineno)
        case ast.AnnAssign(target=target, annotation=annotation):
            scope.bind(target, annotated(annotation), statement.end_lineno or statement.lineno)
        case ast.For(target=target, iter=iterable):
            _bind_loop(scope, target, iterable, statement.lineno)
        case ast.comprehension(target=target, iter=iterable):
            # A comprehension's names end with it: no place is safe for them.
            _bind_loop(scope, target, iterable, 10**9)


def _bind_loop(scope: Scope, target: ast.expr, iterable: ast.expr, line: int) -> None:
    match iterable, target:
        case ast.Call(func=ast.Name(id="range")), _:
            scope.bind(target, INT, line)
        case ast.Call(func=ast.Name(id="reversed"), args=[inner]), _:
            _bind_loop(scope, target, inner, line)
        case ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_]), ast.Tuple(elts=[count, each]):
            scope.bind(count, INT, line)
            _bind_loop(scope, each, inner, line)
        case ast.Call(func=ast.Name(id="zip"), args=inner), ast.Tuple(elts=targets):
            for each, its in zip(targets, inner, strict=False):
                _bind_loop(scope, each, its, line)
        case _:
            kind = kind_of(iterable, scope)
            scope.bind(target, ARRAY if kind in (ARRAY, "list[Array]") else None, line)


def kind_of(node: ast.expr, scope: Scope) -> str | None:
    """Return the kind of an expression as far as its text tells, or None."""
    match node:
        case ast.Constant(value=bool() | None | str()):
            return None
        case ast.Constant(value=value):
            return type(value).__name__
        case ast.Name(id=name):
            return scope.kinds.get(name)
        case ast.Attribute(attr="T", value=value) | ast.UnaryOp(operand=value) | ast.IfExp(body=value):
            return kind_of(value, scope)
        case ast.Attribute(attr="shape"):
            return SHAPE
        case ast.Attribute():
            return INT if node.attr in METADATA else scope.kinds.get(ast.unparse(node))
        case ast.Subscript(value=value):
            return {SHAPE: INT, ARRAY: ARRAY, MASK: MASK, "list[Array]": ARRAY}.get(kind_of(value, scope) or "")
        case ast.Compare(left=left, comparators=[right, *_]):
            return MASK if ARRAY in (kind_of(left, scope), kind_of(right, scope)) else None
        case ast.BinOp(left=left, op=op, right=right):
            return _of_operation(kind_of(left, scope), op, kind_of(right, scope))
        case ast.Call():
            return _of_call(node, scope)
    return None


def _of_operation(left: str | None, op: ast.operator, right: str | None) -> str | None:
    kinds = {left, right}
    if isinstance(op, ast.MatMult) or kinds & {ARRAY, MASK}:
        return MASK if kinds == {MASK} and isinstance(op, ast.BitAnd | ast.BitOr) else ARRAY
    if FLOAT in kinds or (kinds == {INT} and isinstance(op, ast.Div)):
        return FLOAT
    return INT if kinds == {INT} else None


def _of_call(node: ast.Call, scope: Scope) -> str | None:
    match node.func:
        case ast.Name(id="len" | "int"):
            return INT
        case ast.Name(id="float"):
            return FLOAT
        case ast.Name(id=name):
            return scope.returns.get(name)
        case ast.Attribute(attr=name) if name in REDUCTIONS:
            return ARRAY if any(k.arg == "axis" for k in node.keywords) else FLOAT
        case ast.Attribute(attr=name, value=ast.Name(id="np" | "rng")):
            return ARRAY
        case ast.Attribute(attr=name, value=ast.Name(id="self")):
            return scope.returns.get(name)
        case ast.Attribute(attr="item"):
            return FLOAT
        case ast.Attribute(attr=name, value=value) if name in KEEPS_KIND:
            return kind_of(value, scope)
    return None

"""Slips in products, sums and signs: a transpose, a factor, a term or a sign is missing, or there once too often."""

from __future__ import annotations

import ast
from itertools import filterfalse

from mdl_grade.diagnosis.operators.site import (
    Changes,
    Edit,
    Rank,
    Site,
    from_numpy,
    grouped,
    operator,
    quoted,
)
from mdl_grade.suite.guards import called

SYMBOLS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.MatMult: "@",
    ast.Pow: "**",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
}
TINY = 1e-3
ALLOCATIONS = frozenset(("zeros", "zeros_like", "empty", "empty_like"))
MATRIX_PRODUCTS = frozenset(("dot", "matmul", "outer", "kron", "cross"))


@operator("drop transpose", Rank.TRANSPOSE)
def drop_transpose(site: Site) -> Changes:
    match site.node:
        case ast.Attribute(attr="T", value=inner):
            yield Edit(grouped(inner), f"`.T` is missing on {quoted(inner)}{site.place}")
        case ast.Call(func=ast.Attribute(attr="transpose" | "swapaxes" | "moveaxis", value=value), args=args):
            inner = args[0] if from_numpy(site.node) and args else value
            yield Edit(grouped(inner), f"the transpose of {quoted(inner)} is missing{site.place}")


@operator("transpose product", Rank.TRANSPOSE)
def transpose_product(site: Site) -> Changes:
    match site.node:
        case ast.BinOp(op=ast.MatMult()):
            yield Edit(f"({ast.unparse(site.node)}).T", f"the product is transposed{site.place}")


@operator("swap factors", Rank.TRANSPOSE)
def swap_factors(site: Site) -> Changes:
    node = site.node
    match node:
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            label = f"{quoted(left)} and {quoted(right)} change places in the product{site.place}"
            yield Edit(f"{grouped(right)} @ {grouped(left)}", label)
        case ast.Call(args=[left, right]) if called(node) in MATRIX_PRODUCTS and from_numpy(node):
            label = f"{quoted(left)} and {quoted(right)} change places in the product{site.place}"
            yield Edit(f"{ast.unparse(node.func)}({ast.unparse(right)}, {ast.unparse(left)})", label)


@operator("swap sides", Rank.OPERAND)
def swap_sides(site: Site) -> Changes:
    match site.node:
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            text = f"{grouped(right)} - {grouped(left)}"
            yield Edit(text, f"the difference is taken the wrong way round{site.place}")
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            yield Edit(f"{grouped(right)} / {grouped(left)}", f"the quotient is upside down{site.place}")


@operator("drop operand", Rank.OPERAND)
def drop_operand(site: Site) -> Changes:
    match site.node:
        case ast.BinOp(left=left, op=op, right=right):
            a, b = grouped(left), grouped(right)
            yield Edit.everywhere(a, _missing(op, right), site)
            match op:
                case ast.Add() | ast.Mult() | ast.MatMult() | ast.BitAnd() | ast.BitOr():
                    yield Edit.everywhere(b, _missing(op, left), site)
                case ast.Sub():
                    yield Edit(f"-{b}", f"the term {quoted(left)} is missing{site.place}")
                case ast.Div():
                    yield Edit(f"1 / {b}", f"the factor {quoted(left)} is missing{site.place}")
        case ast.BoolOp(op=op, values=values):
            word = " and " if isinstance(op, ast.And) else " or "
            for dropped in values:
                rest = word.join(grouped(v) for v in values if v is not dropped)
                yield Edit(f"({rest})", f"the condition {quoted(dropped)} is missing{site.place}")


def _missing(op: ast.operator, operand: ast.expr) -> str:
    what = quoted(operand)
    match op:
        case ast.Add() | ast.Sub():
            return f"the term {what} is missing"
        case ast.Div() | ast.FloorDiv():
            return f"the division by {what} is missing"
        case ast.Pow():
            return f"the exponent {what} is missing"
        case ast.Mod():
            return f"the remainder by {what} is not taken"
        case ast.BitAnd() | ast.BitOr():
            return f"the condition {what} is missing"
    return f"the factor {what} is missing"


@operator("repeat operand", Rank.OPERAND)
def repeat_operand(site: Site) -> Changes:
    match site.node:
        case ast.BinOp(left=left, op=(ast.Add() | ast.Sub() | ast.Mult() | ast.Div()) as op, right=right):
            symbol = SYMBOLS[type(op)]
            operands = [right] if isinstance(op, ast.Sub | ast.Div) or _chained(left, op) else [left, right]
            for again in filterfalse(_negligible, operands):
                text = f"{grouped(left)} {symbol} {grouped(right)} {symbol} {grouped(again)}"
                yield Edit(text, f"{_twice(op, again)}{site.place}")


def _negligible(operand: ast.expr) -> bool:
    """Tell whether it only keeps a number away from zero: its absence matters, its size hardly does."""
    match operand:
        case ast.Constant(value=float() as value):
            return abs(value) < TINY
        case ast.Name(id=name):
            return name.startswith("eps")
    return False


def _chained(left: ast.expr, op: ast.operator) -> bool:
    return isinstance(left, ast.BinOp) and isinstance(left.op, type(op))


def _twice(op: ast.operator, operand: ast.expr) -> str:
    match op:
        case ast.Div():
            return f"{quoted(operand)} divides twice"
        case ast.Mult():
            return f"the factor {quoted(operand)} is there twice"
    return f"the term {quoted(operand)} counts twice"


@operator("flip sign", Rank.OPERAND)
def flip_sign(site: Site) -> Changes:
    node = site.node
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            habit = "`-` is used in place of `+`"
            if not _negligible(right):
                yield Edit(f"{grouped(left)} - {grouped(right)}", _flipped(right, site), habit)
            if not isinstance(left, ast.Constant):
                yield Edit(f"-{grouped(left)} + {grouped(right)}", _flipped(left, site))
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            habit = "`+` is used in place of `-`"
            yield Edit(f"{grouped(left)} + {grouped(right)}", _flipped(right, site), habit)
            yield Edit(f"-{grouped(left)} - {grouped(right)}", _flipped(left, site))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield Edit(grouped(operand), f"the minus sign of {quoted(operand)} is missing{site.place}")
        case ast.BinOp(op=ast.MatMult() | ast.Mult() | ast.Div()) | ast.Call() if _assigned_or_returned(site):
            where = site.place.removeprefix(" in ") or quoted(node)
            yield Edit(f"-{grouped(node)}", f"the sign of {where} is flipped")


def _flipped(term: ast.expr, site: Site) -> str:
    return f"the sign of {quoted(term)} is flipped{site.place}"


def _assigned_or_returned(site: Site) -> bool:
    node = site.node
    match site.parent:
        case ast.Assign(value=value) | ast.Return(value=value):
            return value is node and not _opaque(node)
        case ast.Tuple():
            return isinstance(site.ancestors[-2], ast.Assign | ast.Return) and not _opaque(node)
    return False


def _opaque(node: ast.AST) -> bool:
    """Tell whether it is a call whose result may not be a number, or has no sign to flip."""
    if not isinstance(node, ast.Call):
        return False
    return not isinstance(node.func, ast.Attribute) or called(node) in ALLOCATIONS


@operator("swap operation", Rank.OPERAND)
def swap_operation(site: Site) -> Changes:
    match site.node:
        case ast.BinOp(left=left, op=op, right=right):
            other = {"*": "/", "/": "*", "@": "*"}.get(SYMBOLS.get(type(op), ""))
            if other:
                label = f"`{other}` is used in place of `{SYMBOLS[type(op)]}` before {quoted(right)}{site.place}"
                yield Edit(f"{grouped(left)} {other} {grouped(right)}", label)


PRODUCTS = (
    drop_transpose,
    transpose_product,
    swap_factors,
    swap_sides,
    drop_operand,
    repeat_operand,
    flip_sign,
    swap_operation,
)

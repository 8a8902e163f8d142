"""Slips with values: another constant, another variable, a function that is not applied, state in the wrong place."""

from __future__ import annotations

import ast
from itertools import combinations, pairwise

from mdl_grade.diagnosis.operators.products import MATRIX_PRODUCTS, TINY
from mdl_grade.diagnosis.operators.scope import REDUCTIONS
from mdl_grade.diagnosis.operators.site import (
    Changes,
    Edit,
    Rank,
    Site,
    arguments,
    from_numpy,
    grouped,
    operator,
    quoted,
    renamed,
)
from mdl_grade.suite.guards import called

CASTS = frozenset(
    "len int float bool str range enumerate zip reversed isinstance tuple list dict set super type getattr hasattr "
    "print asarray array asanyarray ascontiguousarray astype atleast_1d atleast_2d zeros ones empty full zeros_like "
    "ones_like empty_like full_like eye identity arange linspace default_rng errstate reshape ravel flatten "
    "broadcast_to item tolist transpose swapaxes moveaxis expand_dims squeeze stack concatenate vstack hstack where "
    "einsum".split()
)
NOT_APPLIED = CASTS | REDUCTIONS | MATRIX_PRODUCTS
ORDERED = frozenset("power subtract divide arctan2 solve".split())
ANOTHER_FUNCTION = {
    "maximum": "minimum",
    "minimum": "maximum",
    "log": "log2",
    "log2": "log",
    "sin": "cos",
    "cos": "sin",
    "floor": "ceil",
    "ceil": "floor",
    "zeros": "ones",
    "ones": "zeros",
    "zeros_like": "ones_like",
    "ones_like": "zeros_like",
}


@operator("change constant", Rank.CONSTANT)
def change_constant(site: Site) -> Changes:
    if site.in_index or _negated(site.parent):
        return
    match site.node:
        case ast.Constant(value=(bool() | None)):
            return
        case ast.Constant(value=(int() | float()) as value):
            pass
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=(int() | float()) as positive)):
            value = -positive
        case _:
            return
    for other in _other_constants(value):
        yield Edit(repr(other), f"{other!r} is used in place of {value!r}{site.place}")


def _negated(parent: ast.AST) -> bool:
    return isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.USub)


def _other_constants(value: float) -> list[float]:
    if 0 < abs(value) < TINY:
        return [type(value)(0), _rounded(1e3 * value), _rounded(value / 1e3)]
    others: list[float] = [0, 1, 2 * value, value / 2, 2, -value, 1.01 * value]
    others = [o if isinstance(o, int) else _rounded(o) for o in others]
    return [o for o in dict.fromkeys(others) if o != value]


def _rounded(value: float) -> float:
    """Return the number that a person would have written."""
    return float(f"{value:.6g}")


@operator("swap variable", Rank.VARIABLE)
def swap_variable(site: Site) -> Changes:
    node = site.node
    if not isinstance(node, ast.Name | ast.Attribute | ast.Subscript) or not isinstance(node.ctx, ast.Load):
        return
    name = ast.unparse(node)
    for other in site.scope.rivals(name, node.lineno):
        one, two = sorted((name, other))
        label = f"{quoted(other)} is used in place of {quoted(name)}{site.place}"
        yield Edit(other, label, f"{quoted(one)} and {quoted(two)} are mixed up")


@operator("unwrap", Rank.WRAPPER)
def unwrap(site: Site) -> Changes:
    node = site.node
    if not isinstance(node, ast.Call) or (name := called(node)) in NOT_APPLIED or not name:
        return
    match node:
        case ast.Call(func=ast.Attribute(attr="copy", value=value)) if not from_numpy(node):
            yield Edit(grouped(value), f"{quoted(value)} is not copied{site.place}")
        case ast.Call(func=ast.Attribute(attr="clip", value=value)) if not from_numpy(node):
            yield Edit(grouped(value), f"`clip` is not applied to {quoted(value)}{site.place}")
        case ast.Call(args=[first, *rest]) if _is_function(node) and not isinstance(first, ast.Starred):
            label = f"`{name}` is not applied to {quoted(first)}{site.place}"
            yield Edit(grouped(first), label, f"`{name}` is not applied")
            if name in ("maximum", "minimum") and rest:
                yield Edit(grouped(rest[0]), f"`{name}` is not applied to {quoted(rest[0])}{site.place}")


def _is_function(call: ast.Call) -> bool:
    """Tell whether a function or a method of one's own is called, not one of some other object."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    own = owner is None or (isinstance(owner, ast.Name) and owner.id in ("self", "math"))
    return own or from_numpy(call)


@operator("swap arguments", Rank.VARIABLE)
def swap_arguments(site: Site) -> Changes:
    node = site.node
    match node:
        case ast.Call(func=func, args=[*args]) if _takes_in_order(node):
            for i, (one, next_one) in enumerate(pairwise(args)):
                texts = [ast.unparse(a) for a in (*args[:i], next_one, one, *args[i + 2 :], *node.keywords)]
                label = f"{quoted(one)} and {quoted(next_one)} change places in `{called(node)}`{site.place}"
                yield Edit(f"{ast.unparse(func)}({', '.join(texts)})", label)


def _takes_in_order(call: ast.Call) -> bool:
    name = called(call)
    if any(isinstance(a, ast.Starred) for a in call.args) or name in CASTS:
        return False
    if from_numpy(call):
        return name in ORDERED
    return _is_function(call) and name not in ("max", "min", "sum", "abs", "round", "sorted")


@operator("swap results", Rank.OPERAND)
def swap_results(site: Site) -> Changes:
    match site.node:
        case ast.Return(value=ast.Tuple(elts=results)):
            for i, j in combinations(range(len(results)), 2):
                order = [ast.unparse(r) for r in results]
                label = f"{quoted(order[i])} and {quoted(order[j])} change places in what is returned"
                order[i], order[j] = order[j], order[i]
                yield Edit(f"return {', '.join(order)}", label)


@operator("swap function", Rank.WRAPPER)
def swap_function(site: Site) -> Changes:
    node = site.node
    name = called(node)
    if isinstance(node, ast.Call) and from_numpy(node) and name in ANOTHER_FUNCTION:
        other = ANOTHER_FUNCTION[name]
        yield Edit(renamed(node, other), f"`{other}` is used in place of `{name}`{site.place}")


@operator("ignore generator", Rank.STATE)
def ignore_generator(site: Site) -> Changes:
    match site.node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if _is_generator(name, site):
            text = f"np.random.default_rng(0).{method}({arguments(site.node)})"
            yield Edit(text, f"`{name}` is ignored: the numbers come from another Generator")


def _is_generator(name: str, site: Site) -> bool:
    return (site.scope.kinds.get(name) or "").endswith("Generator")


@operator("share state", Rank.STATE)
def share_state(site: Site) -> Changes:
    """An attribute of the class in place of one of the object: all objects share it."""
    match site.node:
        case ast.Assign(targets=[target], value=value):
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            if all(_of_self(part) for part in parts):
                shared = ", ".join(f"type(self).{part.attr}" for part in parts if isinstance(part, ast.Attribute))
                label = f"{quoted(parts[0])} belongs to the class, so all objects share it"
                yield Edit(f"{shared} = {ast.unparse(value)}", label)


def _of_self(part: ast.expr) -> bool:
    return isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "self"


@operator("change in place", Rank.STATE)
def change_in_place(site: Site) -> Changes:
    match site.node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp(left=ast.Name(id=left), op=op, right=right)):
            if name == left and name in site.scope.parameters:
                symbol = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}.get(type(op))
                if symbol:
                    text = f"{name} {symbol}= {ast.unparse(right)}"
                    yield Edit(text, f"`{name}`, which belongs to the caller, is changed in place")


VALUES = (
    change_constant,
    swap_results,
    swap_variable,
    swap_arguments,
    unwrap,
    swap_function,
    ignore_generator,
    share_state,
    change_in_place,
)

"""Slips in the course of a computation: a sum is overwritten, a step is left out, a case is decided wrongly."""

from __future__ import annotations

import ast

from mdl_grade.diagnosis.operators.products import SYMBOLS
from mdl_grade.diagnosis.operators.site import Changes, Edit, Rank, Site, grouped, operator, quoted
from mdl_grade.suite.guards import called

COMPARISONS: dict[type[ast.cmpop], tuple[str, tuple[str, ...]]] = {
    ast.Gt: (">", (">=", "<")),
    ast.GtE: (">=", (">", "<=")),
    ast.Lt: ("<", ("<=", ">")),
    ast.LtE: ("<=", ("<", ">=")),
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
}
OPPOSITE = {"+": "-", "-": "+", "*": "/", "/": "*"}


@operator("overwrite", Rank.ACCUMULATION)
def overwrite(site: Site) -> Changes:
    match site.node:
        case ast.AugAssign(target=target, op=op, value=value):
            symbol, into, what = SYMBOLS[type(op)], ast.unparse(target), ast.unparse(value)
            label = f"{quoted(target)} is set with `=` where `{symbol}=` belongs"
            # A counter is seldom forgotten together with the sums.
            habit = "" if isinstance(value, ast.Constant) else f"`=` is used in place of `{symbol}=`"
            yield Edit(f"{into} = {what}", label, habit)
            if symbol in OPPOSITE:
                other = OPPOSITE[symbol]
                label = f"{quoted(target)} is changed with `{other}=` where `{symbol}=` belongs"
                habit = habit and f"`{other}=` is used in place of `{symbol}=`"
                yield Edit(f"{into} {other}= {what}", label, habit)
        case ast.Assign(targets=[ast.Subscript() as target], value=value):
            label = f"{quoted(target)} is changed with `+=` where `=` belongs"
            yield Edit(f"{ast.unparse(target)} += {ast.unparse(value)}", label)


@operator("drop statement", Rank.ACCUMULATION)
def drop_statement(site: Site) -> Changes:
    match site.node:
        case ast.Expr(value=ast.Call() as call):
            yield Edit("pass", f"`{called(call)}` is never called in `{site.function.rpartition('.')[2]}`")
        case ast.AugAssign(target=target, op=op, value=value):
            yield Edit("pass", _never_changed(target, op, value))
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if len(targets) == len(values):
            for i, left_out in enumerate(targets):
                if _survives_without(left_out, site):
                    yield Edit(_assignment(targets, values, i), _never_set(left_out, site))
        case ast.Assign(targets=[target]) if _survives_without(target, site):
            yield Edit("pass", _never_set(target, site))
        case ast.Break() | ast.Continue():
            yield Edit("pass", f"`{ast.unparse(site.node)}` is missing")


def _never_changed(target: ast.expr, op: ast.operator, value: ast.expr) -> str:
    match op:
        case ast.Add():
            return f"nothing is added to {quoted(target)}"
        case ast.Sub():
            return f"nothing is subtracted from {quoted(target)}"
        case ast.Mult():
            return f"the factor {quoted(value)} is missing in {quoted(target)}"
        case ast.Div():
            return f"the division by {quoted(value)} is missing in {quoted(target)}"
    return f"{quoted(target)} is never changed"


def _survives_without(target: ast.expr, site: Site) -> bool:
    if isinstance(target, ast.Name):
        return site.scope.bound.get(target.id, 10**9) < site.node.lineno
    return isinstance(target, ast.Attribute | ast.Subscript)


def _assignment(targets: list[ast.expr], values: list[ast.expr], left_out: int) -> str:
    def kept(parts: list[ast.expr]) -> str:
        return ", ".join(ast.unparse(part) for i, part in enumerate(parts) if i != left_out)

    return f"{kept(targets)} = {kept(values)}"


def _never_set(target: ast.expr, site: Site) -> str:
    return f"{quoted(target)} is not set in `{site.function.rpartition('.')[2]}`"


@operator("change comparison", Rank.CONSTANT)
def change_comparison(site: Site) -> Changes:
    match site.node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARISONS:
            was, others = COMPARISONS[type(op)]
            for other in others:
                text = f"{grouped(left)} {other} {grouped(right)}"
                label = f"`{other}` is used in place of `{was}` between {quoted(left)} and {quoted(right)}"
                yield Edit(text, label)


@operator("none by truth", Rank.CONSTANT)
def none_by_truth(site: Site) -> Changes:
    """Take what is 0 or empty for None, as `x or default` and `if x` do."""
    match site.node:
        case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot() as op], comparators=[ast.Constant(value=None)]):
            text = f"not {grouped(left)}" if isinstance(op, ast.Is) else f"bool({ast.unparse(left)})"
            yield Edit(text, f"{quoted(left)} that is 0 or empty is taken for None")


@operator("force condition", Rank.CONSTANT)
def force_condition(site: Site) -> Changes:
    node = site.node
    match site.parent:
        case ast.If(test=test, body=[ast.Raise()]) if test is node:
            yield Edit("False", f"nothing is raised when {quoted(node)}")
        case ast.If(test=test) | ast.IfExp(test=test) if test is node:
            yield Edit("False", f"the case {quoted(node)} is not told apart")
            yield Edit("True", f"every case is treated like {quoted(node)}")
            yield Edit(f"not {grouped(node)}", f"the case {quoted(node)} and its opposite change places")
        case ast.While(test=test) if test is node:
            yield Edit("False", f"the loop while {quoted(node)} never runs")
        case ast.comprehension(ifs=[*tests]) if node in tests:
            yield Edit("True", f"the condition {quoted(node)} is missing")
    match node:
        case ast.BoolOp(op=op, values=values):
            was, other = ("and", "or") if isinstance(op, ast.And) else ("or", "and")
            text = f" {other} ".join(grouped(v) for v in values)
            yield Edit(text, f"`{other}` is used in place of `{was}`{site.place}")


@operator("ignore condition", Rank.OPERAND)
def ignore_condition(site: Site) -> Changes:
    match site.node:
        case ast.Call(args=[test, yes, no]) if called(site.node) == "where":
            yield Edit(ast.unparse(yes), f"the condition {quoted(test)} is ignored{site.place}")
            yield Edit(ast.unparse(no), f"the condition {quoted(test)} is taken to be false everywhere{site.place}")


@operator("swap cases", Rank.OPERAND)
def swap_cases(site: Site) -> Changes:
    """Told by its condition: whoever tells no cases apart may have the same numbers, by another mistake."""
    match site.node:
        case ast.Call(func=func, args=[test, yes, no]) if called(site.node) == "where":
            swapped = f"{ast.unparse(func)}({ast.unparse(test)}, {ast.unparse(no)}, {ast.unparse(yes)})"
            yield Edit(swapped, f"the two cases of {quoted(test)} change places{site.place}")


FLOW = (overwrite, drop_statement, change_comparison, none_by_truth, force_condition, ignore_condition, swap_cases)

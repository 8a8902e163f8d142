"""Slips with axes: the wrong axis, the wrong reduction, none at all, an index beside the right one."""

from __future__ import annotations

import ast

from mdl_grade.diagnosis.operators.scope import REDUCTIONS
from mdl_grade.diagnosis.operators.site import (
    Changes,
    Edit,
    Rank,
    Site,
    arguments,
    from_numpy,
    grouped,
    keyword,
    operator,
    quoted,
    renamed,
    whole_number,
)
from mdl_grade.suite.guards import called

OTHER_REDUCTIONS = {
    "sum": ("mean", "max"),
    "mean": ("sum", "max"),
    "max": ("min", "mean"),
    "min": ("max", "mean"),
    "prod": ("sum",),
    "std": ("var",),
    "var": ("std",),
    "median": ("mean",),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "any": ("all",),
    "all": ("any",),
}
WITH_AXIS = REDUCTIONS | frozenset(
    "cumsum cumprod concatenate stack flip roll sort argsort softmax repeat take diff".split()
)


@operator("change axis", Rank.AXIS)
def change_axis(site: Site) -> Changes:
    node = site.node
    if not isinstance(node, ast.Call) or called(node) not in WITH_AXIS or _builtin(node):
        return
    name = called(node)
    match _axis(node):
        case None if name in REDUCTIONS:
            yield Edit(_with_axis(node, "0"), f"`{name}` runs over axis 0 alone, not over all{site.place}")
        case ast.Tuple(elts=axes):
            for left_out in axes:
                kept = [ast.unparse(a) for a in axes if a is not left_out]
                axis = kept[0] if len(kept) == 1 else f"({', '.join(kept)})"
                label = f"`{name}` leaves out axis {ast.unparse(left_out)}{site.place}"
                yield Edit(_with_axis(node, axis), label)
        case axis if (number := whole_number(axis)) is not None:
            for other in _other_axes(number):
                yield Edit.everywhere(_with_axis(node, other), f"axis {other} is used in place of axis {number}", site)
            if name in REDUCTIONS:
                label = f"`{name}` runs over all axes, not over axis {number} alone{site.place}"
                yield Edit(_with_axis(node, "None"), label)


def _other_axes(axis: int) -> list[str]:
    return {0: ["1"], 1: ["0"], -1: ["0"]}.get(axis, ["0", "1"])


def _with_axis(call: ast.Call, axis: str) -> str:
    old = _axis(call)
    texts = [axis if a is old else ast.unparse(a) for a in call.args]
    texts += [f"axis={axis}" if k.value is old else ast.unparse(k) for k in call.keywords]
    if old is None:
        texts.append(f"axis={axis}")
    return f"{ast.unparse(call.func)}({', '.join(texts)})"


def _axis(call: ast.Call) -> ast.expr | None:
    """Return the axis, as in `x.sum(axis=0)`, `x.sum(0)` and `np.sum(x, 0)`."""
    return keyword(call, "axis") or _positional_axis(call)


def _positional_axis(call: ast.Call) -> ast.expr | None:
    if called(call) not in OTHER_REDUCTIONS:
        return None
    later = call.args[1:] if from_numpy(call) else call.args
    return later[0] if later else None


@operator("drop kept axis", Rank.AXIS)
def drop_kept_axis(site: Site) -> Changes:
    node = site.node
    if isinstance(node, ast.Call) and keyword(node, "keepdims") is not None:
        text = f"{ast.unparse(node.func)}({arguments(node, without='keepdims')})"
        yield Edit(text, f"`keepdims=True` is missing in `{called(node)}`{site.place}")


@operator("change new axis", Rank.AXIS)
def change_new_axis(site: Site) -> Changes:
    """`a[:, None]` and `a[None, :]` make a column and a row of the same numbers."""
    match site.node:
        case ast.Subscript(value=value, slice=ast.Tuple(elts=[_, _] as parts)):
            texts = [ast.unparse(p) for p in parts]
            if sorted(text.replace("np.newaxis", "None") for text in texts) == [":", "None"]:
                label = f"the new axis of {quoted(value)} stands on the wrong side{site.place}"
                yield Edit(f"{grouped(value)}[{texts[1]}, {texts[0]}]", label)
                yield Edit(grouped(value), f"the new axis of {quoted(value)} is missing{site.place}")


@operator("change reduction", Rank.REDUCTION)
def change_reduction(site: Site) -> Changes:
    node = site.node
    if not isinstance(node, ast.Call) or (name := called(node)) not in REDUCTIONS or _builtin(node):
        return
    for other in OTHER_REDUCTIONS.get(name, ()):
        if other in ("argmax", "argmin", "any", "all", "std", "var") or keyword(node, "ddof") is None:
            # Whoever asks for the contrary, any(x <= 0) for not all(x > 0), has them the other way round.
            exchanged = "`all` and `any` are exchanged" if name in ("all", "any") else ""
            label = exchanged or f"`{other}` is used in place of `{name}`"
            yield Edit.everywhere(renamed(node, other), label, site)
    reduced = _reduced(node)
    if reduced is None or name in ("argmax", "argmin", "norm"):
        return
    inner = grouped(reduced)
    yield Edit(inner, f"`{name}` is missing{site.place}")
    axis = whole_number(_axis(node))
    if axis is not None and name in ("sum", "mean"):
        before = ":, " * axis if axis >= 0 else "..., "
        for index, which in (("0", "first"), ("-1", "last")):
            yield Edit(f"{inner}[{before}{index}]", f"only the {which} entry along axis {axis} counts{site.place}")


def _builtin(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name)


def _reduced(call: ast.Call) -> ast.expr | None:
    if from_numpy(call):
        return call.args[0] if call.args else None
    return call.func.value if isinstance(call.func, ast.Attribute) else None


@operator("shift index", Rank.CONSTANT)
def shift_index(site: Site) -> Changes:
    node = site.node
    if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Load):
        return
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    for i, part in enumerate(parts):
        for text in _shifted(part):
            texts = [ast.unparse(p) for p in parts]
            was = f"{grouped(node.value)}[{', '.join(texts)}]"
            texts[i] = text
            becomes = f"{grouped(node.value)}[{', '.join(texts)}]"
            yield Edit(becomes, f"{quoted(becomes)} is used in place of {quoted(was)}{site.place}")


def _shifted(part: ast.expr) -> list[str]:
    """Return the neighbours of an index or of the bounds of a slice."""
    match part:
        case ast.Slice(lower=lower, upper=upper, step=step):
            tail = f":{ast.unparse(step)}" if step else ""
            low, high = (ast.unparse(bound) if bound else "" for bound in (lower, upper))
            lows = [f"{text}:{high}{tail}" for text in (_neighbours(lower) if lower else [])]
            highs = [f"{low}:{text}{tail}" for text in (_neighbours(upper) if upper else [])]
            open_ended = [f":{high}{tail}"] if lower else []
            open_ended += [f"{low}:{tail}"] if upper else []
            backwards = [f"{low}:{high}"] if step else []
            return [*open_ended, *lows, *highs, *backwards]
        case _:
            return _neighbours(part)


def _neighbours(index: ast.expr) -> list[str]:
    number = whole_number(index)
    if number is not None:
        return {0: ["1", "-1"], -1: ["0", "-2"]}.get(number, [str(number - 1), str(number + 1)])
    match index:
        case ast.Name() | ast.BinOp(left=ast.Name(), op=ast.Add() | ast.Sub()):
            return [f"{ast.unparse(index)} - 1", f"{ast.unparse(index)} + 1"]
    return []


BEGINS_LATE, ENDS_EARLY = "the loop begins one step too late", "the loop ends one step too early"


def _runs_back(site: Site) -> bool:
    """Tell whether a range is run through from its end: reversed(range(n)), range(n)[::-1]."""
    match site.parent:
        case ast.Call(func=ast.Name(id="reversed")):
            return True
        case ast.Subscript(slice=ast.Slice(step=ast.UnaryOp(op=ast.USub()))):
            return True
    return False


@operator("change range", Rank.CONSTANT)
def change_range(site: Site) -> Changes:
    node = site.node
    match node:
        case ast.Call(func=ast.Name(id="range"), args=[stop]):
            n, back = ast.unparse(stop), _runs_back(site)
            yield Edit(f"range({n} - 1)", BEGINS_LATE if back else ENDS_EARLY)
            beyond = "begins one step too early" if back else "ends one step too late"
            yield Edit(f"range({n} + 1)", f"the loop {beyond}")
            yield Edit(f"range(1, {n})", ENDS_EARLY if back else BEGINS_LATE)
        case ast.Call(func=ast.Name(id="range"), args=[start, stop, *step]):
            rest = "".join(f", {ast.unparse(s)}" for s in step)
            a, b = ast.unparse(start), ast.unparse(stop)
            for begin in (f"{a} - 1", f"{a} + 1"):
                yield Edit(f"range({begin}, {b}{rest})", "the loop begins one step beside the right one")
            for end in (f"{b} - 1", f"{b} + 1"):
                yield Edit(f"range({a}, {end}{rest})", "the loop ends one step beside the right one")
        case ast.Call(func=ast.Name(id="reversed"), args=[inner]):
            yield Edit(ast.unparse(inner), "the loop runs the wrong way round")
        case ast.Name() | ast.Attribute() if isinstance(site.parent, ast.For) and site.parent.iter is node:
            yield Edit(f"{ast.unparse(node)}[1:]", f"the first of {quoted(node)} is left out")
            yield Edit(f"{ast.unparse(node)}[:-1]", f"the last of {quoted(node)} is left out")


AXES = (change_axis, drop_kept_axis, change_new_axis, change_reduction, shift_index, change_range)

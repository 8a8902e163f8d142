"""What people put into numerical code "to be safe", as mutants of the reference.

A guard is put at a site: an argument, a named intermediate, what a callback returns, a result, or the end of a turn of
a loop. There it changes what it is meant to catch, and hardly anything else, which is why so few inputs show it. Guards
of one family differ in strength (the bound that numbers are clipped at, the tolerance below which nothing moves); they
come weakest first. What passes a site in a run of the reference can be noted (`watched`): a guard that leaves all of it
as it is changes nothing in that run.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mdl_grade.course.solution import BEGIN, END

FROZEN_CALLS = frozenset(
    "len isinstance zeros zeros_like ones ones_like empty empty_like full_like eye identity "
    "print super type default_rng errstate".split()
)
"""Calls whose results are not changed: they have no values yet, or are no numbers."""

HELPERS = """
import numpy as _np


def _guarded(guard, value):
    if isinstance(value, (float, _np.floating)) or (isinstance(value, _np.ndarray) and value.dtype.kind == "f"):
        changed = guard(value)
        if _np.asarray(changed).tobytes() == _np.asarray(value).tobytes():
            return value
        return type(value)(changed) if isinstance(value, float) else changed
    if isinstance(value, (list, tuple)):
        changed = [_guarded(guard, item) for item in value]
        return value if all(map(_is, changed, value)) else type(value)(changed)
    if isinstance(value, dict):
        changed = {key: _guarded(guard, item) for key, item in value.items()}
        return value if all(map(_is, changed.values(), value.values())) else changed
    return value


def _is(one, other):
    return one is other


def _size(value):
    if isinstance(value, (list, tuple)):
        return max(map(_size, value), default=0.0)
    return float(_np.max(_np.abs(value), initial=0.0)) if isinstance(value, (float, _np.ndarray)) else 0.0


def _moved(one, other):
    if isinstance(one, (list, tuple)):
        return max(map(_moved, one, other), default=0.0)
    return _size(one - other) if isinstance(one, (float, _np.ndarray)) and other is not None else 0.0
"""
MANY = 4000
"""Values that are noted of a site: of one that so many pass, no more than that is known."""
NOTES = f"""
_passed = {{}}


def _note(site, value):
    noted = _passed.setdefault(site, [])
    noted += [_np.array(value)] if len(noted) < {MANY} else []
    return value
"""


@dataclass(frozen=True)
class Family:
    """Guards of one kind: code with a strength `{c}`, from weak to strong, on a value `v` or on names `{names}`.

    What a guard makes of an entry hangs on other entries of the value if `whole`.
    """

    name: str
    code: str
    strengths: tuple[float, ...]
    says: str
    whole: bool = False


ON_VALUES = (
    Family("clip", "_np.clip(v, -{c}, {c})", (1e10, 1e8, 1e6, 1e4, 1e3, 1e2, 1e1, 1.0), "clipped at ±{c:g}"),
    Family("finite", "_np.nan_to_num(v)", (0,), "made finite by nan_to_num"),
    Family("round", "_np.round(v, {c})", (12, 9, 6, 3), "rounded to {c} digits"),
    Family("add", "v + {c}", (1e-12, 1e-8), "with {c:g} added"),
    Family("abs", "_np.abs(v)", (0,), "without its sign"),
    Family("at least", "_np.maximum(v, {c})", (1e-12, 1e-8), "at least {c:g}"),
    Family("still", "v * (_size(v) >= {c})", (1e-12, 1e-9, 1e-6, 1e-2), "0 where all of it is below {c:g}", True),
    Family("balanced", "v * (abs(_np.sum(v)) >= {c})", (1e-12, 1e-6), "0 where its sum is below {c:g}", True),
)
IN_LOOPS = (
    Family("settled", "if _moved({names}, _before) < {c}: break", (1e-12, 1e-8, 1e-5, 1e-2), "moves less than {c:g}"),
    Family("small", "if _size({names}) < {c}: break", (1e-12, 1e-8, 1e-5, 1e-2), "is below {c:g}"),
    Family("wild", "if not _size({names}) < {c}: {names} = _before", (1e10, 1e6, 1e3), "is beyond {c:g}, and stays"),
    Family("endless", "if not _np.isfinite(_size({names})): break", (0,), "is not finite"),
)


Put: TypeAlias = Callable[[list[ast.AST]], None]
"""Puts a guard into a tree, whose nodes come in the order of `ast.walk`."""


@dataclass(frozen=True)
class Guard:
    """The reference with one guard in it.

    Parameters
    ----------
    function, site : str
        Where: the function's name, and the text of what is guarded.
    family : Family
        The kind of guard.
    strength : float
        What it catches: the bound, the tolerance, the number of digits.
    code : str
        What becomes of a value `v`; "" for a guard in a loop.
    place : int
        The number of the site among those that values pass, as `watched` counts them; −1 for a guard in a loop.
    """

    function: str
    site: str
    family: Family
    strength: float
    code: str
    place: int
    _module: str = field(repr=False)
    _put: Put = field(repr=False, compare=False)

    @cached_property
    def source(self) -> str:
        """The whole module."""
        return _with(self._module, [self._put], HELPERS)

    @property
    def label(self) -> str:
        """The guard in words."""
        return self.family.says.format(c=self.strength)

    @property
    def key(self) -> str:
        return f"{self.function}: {self.site} {self.label}"

    def leaves(self, passed: Passed) -> bool:
        """Tell whether all values that passed the site stay as they are, bit for bit; not so where that isn't known."""
        values = passed.values.get(self.place, [])
        if self.place < 0 or len(values) >= MANY:
            return False
        guard = _function(self.code)
        together = values if self.family.whole else passed.flat(self.place)
        with np.errstate(all="ignore"):
            return all(np.asarray(guard(value)).tobytes() == value.tobytes() for value in together)


@dataclass(frozen=True)
class Passed:
    """What passed each site in a run of the reference, by number."""

    values: Mapping[int, Sequence[NDArray[Any]]]
    _flat: dict[int, list[NDArray[Any]]] = field(default_factory=dict, repr=False)

    def flat(self, place: int) -> list[NDArray[Any]]:
        """Return the entries of all values of a site, in one array for each precision."""
        if place not in self._flat:
            values = self.values.get(place, ())
            kinds = dict.fromkeys(value.dtype for value in values)
            self._flat[place] = [np.concatenate([v.ravel() for v in values if v.dtype == kind]) for kind in kinds]
        return self._flat[place]


@cache
def _function(code: str) -> Callable[[NDArray[Any]], Any]:
    namespace: dict[str, Any] = {}
    exec(HELPERS, namespace)  # noqa: S102 (text of this module)
    guard: Callable[[NDArray[Any]], Any] = eval(f"lambda v: {code}", namespace)  # noqa: S307
    return guard


Site: TypeAlias = tuple[str, str, Callable[[list[ast.AST], str], None]]
"""Where a value passes: the function, what is guarded, and what puts an expression in `v` there."""


def guards(source: str) -> list[Guard]:
    """Return all guards of a solution, by site and family; each family from its weakest on."""
    found: list[Guard] = []
    for place, (function, site, put) in enumerate(_sites(source)):
        for family, c, text in _strengths(ON_VALUES):
            found.append(Guard(function, site, family, c, text, place, source, partial(_put_text, put, text)))
    nodes = list(ast.walk(ast.parse(source)))
    for _, node in _functions(source, nodes):
        arguments = _arguments(node)
        for loop in (inner for inner in _own(node) if isinstance(inner, ast.For | ast.While)):
            for site, family, c, put_loop in _on_loop(loop, nodes.index(loop), arguments, node):
                found.append(Guard(node.name, site, family, c, "", -1, source, put_loop))
    return found


def watched(source: str) -> str:
    """Return a solution that notes what passes each site, in `_passed`, by the number of the site."""
    puts = [partial(_put_text, put, f"_note({place}, v)") for place, (_, _, put) in enumerate(_sites(source))]
    return _with(source, puts, HELPERS + NOTES)


def _put_text(put: Callable[[list[ast.AST], str], None], text: str, copied: list[ast.AST]) -> None:
    put(copied, text)


def _functions(source: str, nodes: list[ast.AST]) -> list[tuple[int, ast.FunctionDef]]:
    """Return the functions of the answer, with their numbers among the nodes."""
    answers = list(_answers(source))
    return [
        (number, node)
        for number, node in enumerate(nodes)
        if isinstance(node, ast.FunctionDef) and any(begin < node.body[-1].lineno < end for begin, end in answers)
    ]


def _arguments(function: ast.FunctionDef) -> list[str]:
    return [a.arg for a in (*function.args.args, *function.args.kwonlyargs) if a.arg not in ("self", "rng")]


def _sites(source: str) -> Iterator[Site]:
    nodes = list(ast.walk(ast.parse(source)))
    index = {id(node): i for i, node in enumerate(nodes)}
    for number, function in _functions(source, nodes):
        arguments = _arguments(function)
        for argument in arguments:
            yield function.name, argument, partial(_guard_argument, number, argument)
        for node in _own(function):
            at = index[id(node)]
            match node:
                case ast.Return(value=ast.expr() as value):
                    yield function.name, f"the result {ast.unparse(value)}", partial(_guard_value, at)
                case ast.Assign(value=value) if not isinstance(value, ast.Constant):
                    if called(value) not in FROZEN_CALLS:
                        yield function.name, ast.unparse(node), partial(_guard_value, at)
                case ast.Call(func=ast.Name(id=name)) if name in arguments:
                    yield function.name, ast.unparse(node), partial(_guard_call, at)


def _strengths(families: tuple[Family, ...]) -> Iterator[tuple[Family, float, str]]:
    for family in families:
        for c in family.strengths:
            yield family, c, family.code.replace("{c}", repr(c))


def _guard_argument(number: int, argument: str, copied: list[ast.AST], text: str) -> None:
    _insert(copied[number], "body", 0, f"{argument} = _guarded(lambda v: {text}, {argument})")


def _guard_value(number: int, copied: list[ast.AST], text: str) -> None:
    """Guard the value that a statement assigns or returns."""
    statement = copied[number]
    assert isinstance(statement, ast.Return | ast.Assign)
    assert statement.value is not None
    statement.value = _expression(f"_guarded(lambda v: {text}, _)", statement.value)


def _guard_call(number: int, copied: list[ast.AST], text: str) -> None:
    """Guard what a callback returns."""
    call = copied[number]
    assert isinstance(call, ast.Call)
    wrapped = _expression(f"_guarded(lambda v: {text}, _)", copy.copy(call))
    assert isinstance(wrapped, ast.Call)
    call.func, call.args, call.keywords = wrapped.func, wrapped.args, []


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
def _with(module: str, puts: Sequence[Put], helpers: str) -> str:
    tree = ast.parse(module)
    nodes = list(ast.walk(tree))
    for put in puts:
        put(nodes)
    tree.body += ast.parse(helpers).body
    return ast.unparse(ast.fix_missing_locations(tree))


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


def called(node: ast.AST) -> str:
    """Return the last name of what is called ("sum" of `np.sum(x)` and `x.sum()`), or ""."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
    return ""

"""What the text of a suite shows before anything is run: what would be lost in silence, and numbers of no seed's."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

from mdl_grade import checks

Broken: TypeAlias = tuple[int, str, str]
"""A line of the suite (0: none), the rule, the remedy."""

LEGACY = frozenset(
    "rand randn randint random random_sample ranf sample bytes choice shuffle permutation seed normal standard_normal "
    "uniform binomial poisson exponential beta gamma multivariate_normal geometric laplace get_state set_state".split()
)
"""What draws from NumPy's global state, which no seed of a report sets."""
ANSWERS = frozenset(("bug", "variant"))
"""Who is decorated so is somebody's answer: it may do what it likes."""
CHANGES = frozenset(("patch", "bug", "variant"))
DECLARE = CHANGES | frozenset(("agrees", "shaped", "hygiene_of", "does_without", "scaled"))
READ = frozenset(("BUGS", "VARIANTS"))
OF_CHANCE = frozenset(n for n in checks.__all__ if "require_sight" in getattr(vars(checks)[n], "__globals__", {}))
"""The statistical checks: each says which effect it must not miss."""


def slips(tree: ast.Module) -> Iterator[Broken]:
    """Yield what is wrong with a suite's text: the line, what it is, and what to do."""
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    for node in tree.body:
        yield from _lost(node, used)
        if not _is_answer(node):
            yield from _drawn_anew(node)
        if isinstance(node, ast.FunctionDef):
            yield from _of_chance(node)


def _lost(node: ast.stmt, used: set[str]) -> Iterator[Broken]:
    """Yield what nobody would ever look at."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))) if name in DECLARE:
            yield node.lineno, f"{name}(…) has no name, and is lost.", f"Give it one: values = {name}(…)."
        case ast.FunctionDef(name=name, decorator_list=[]) if _takes(node, "student") and name not in used:
            yield node.lineno, f"{name} takes student, and is no check.", "Write @check(points=1) above it."
        case ast.FunctionDef(decorator_list=[ast.Name(id=name)]) if name in ("check", "bug", "cases"):
            remedy = {"check": "@check(points=1).", "bug": '@bug("what is wrong").', "cases": "@cases() or with sizes."}
            yield node.lineno, f"@{name} stands without parentheses.", f"Write {remedy[name]}"
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name.isupper() and name not in READ | used:
            if any(isinstance(call, ast.Call) and _named(call.func) in CHANGES for call in ast.walk(value)):
                yield node.lineno, f"{name} is not looked at.", "Known bugs stand in BUGS, right answers in VARIANTS."


def _drawn_anew(node: ast.stmt) -> Iterator[Broken]:
    """Yield numbers that are others in each run: the same answer would get two reports."""
    for call in (inner for inner in ast.walk(node) if isinstance(inner, ast.Call)):
        match call.func:
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id="np"), attr="random"), attr=name):
                unseeded = name == "default_rng" and not call.args and not call.keywords
                if name in LEGACY or unseeded:
                    told = f"np.random.{name}(…) gives other numbers in each run."
                    yield call.lineno, told, "Draw from rng, an argument of checks and of draws."


def _of_chance(node: ast.FunctionDef) -> Iterator[Broken]:
    """Yield checks that are decided by chance and don't say so."""
    for decorator in node.decorator_list:
        match decorator:
            case ast.Call(func=ast.Name(id="check"), keywords=keywords):
                kind = next(
                    (k.value.value for k in keywords if k.arg == "kind" and isinstance(k.value, ast.Constant)), ""
                )
                asked = {_named(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)} & OF_CHANCE
                if asked and kind != "random":
                    told = f"the check {node.name} calls {min(asked)}, and is not of the kind that chance decides."
                    yield node.lineno, told, 'Say kind="random".'


def _is_answer(node: ast.stmt) -> bool:
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return False
    decorators = (d.func if isinstance(d, ast.Call) else d for d in node.decorator_list)
    return any(_named(decorator) in ANSWERS for decorator in decorators)


def _takes(function: ast.FunctionDef, name: str) -> bool:
    return any(argument.arg == name for argument in function.args.args)


def _named(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""

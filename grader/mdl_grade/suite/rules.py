"""What a suite must be before anybody is judged by it: each rule that it breaks, with the line and what to do."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, get_args

from mdl_grade.checks.closeness import By
from mdl_grade.course.course import objection_to
from mdl_grade.suite.bugs import Change
from mdl_grade.suite.check import KINDS, Check
from mdl_grade.suite.likeness import selected
from mdl_grade.suite.slips import Broken, slips

if TYPE_CHECKING:
    from mdl_grade.suite.suite import Suite

ARGUMENTS = ("student", "reference", "rng")


def broken_rules(suite: Suite) -> Iterator[Broken]:
    """Yield the rules that a suite breaks."""
    if objection := objection_to(suite.id):
        yield 0, objection, "Rename it, and its solution."
    if suite.exercise.tier not in (1, 2, 3):
        yield 0, f"tier={suite.exercise.tier!r} in EXERCISE.", "A tier is 1 (core), 2 (whole chapter) or 3 (optional)."
    if not suite.checks:
        yield 0, "there are no checks.", "Declare one: values = agrees(…)."
    for name in ("returns", "hints", "requires"):
        if isinstance(getattr(suite.exercise, name), str):
            yield 0, f"{name} in EXERCISE is one text.", f'It holds several: {name}=("…",).'
    for name in ("BUGS", "VARIANTS"):
        if not all(isinstance(change, Change) for change in getattr(suite.module, name, ())):
            yield 0, f"{name} holds what is no patch.", f'{name} = [patch("label", {{old: new}}), …].'
    tree = ast.parse(suite.path.read_text("utf-8"))
    yield from _defined_twice(tree)
    yield from slips(tree)
    yield from _unknown(suite)
    for name, check in suite.checks.items():
        for rule, remedy in _of_check(suite, name, check):
            yield check.line, f"the check {name} {rule}", remedy
    if suite.checks and suite.points <= 0 and suite.excerpt is None:
        yield 0, "the checks give no points.", "Give at least one of them points=1."


def _unknown(suite: Suite) -> Iterator[Broken]:
    """Yield what is said of checks that there are none of."""
    for table, said in (("TOLERANT", suite.tolerant), ("VARYING", suite.varying)):
        for name in said.keys() - suite.checks.keys():
            yield 0, f"{table} speaks of {name!r}, which is no check.", f"Checks are {', '.join(suite.checks)}."


def _defined_twice(tree: ast.Module) -> Iterator[Broken]:
    """Yield checks, draws, bugs and variants that another of the same name takes the place of: they would be lost."""
    seen: dict[str, int] = {}
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names = [name]
            case ast.Assign(targets=targets):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
            case _:
                continue
        for name in names:
            if name in seen:
                yield node.lineno, f"{name} is defined a second time, after line {seen[name]}.", "Rename one of them."
            seen[name] = node.lineno


def _of_check(suite: Suite, name: str, check: Check) -> Iterator[tuple[str, str]]:
    if not check.title:
        yield "has no sentence.", "A docstring, or the first argument, is the sentence that a learner reads."
    if type(check.points) is not int or check.points < 0:
        yield f"has points={check.points!r}.", "Points are whole numbers, 0 or more."
        return
    if check.kind not in KINDS:
        yield f"has kind={check.kind!r}.", f"Kinds are {', '.join(KINDS)}."
    for parameter in check.parameters:
        if parameter not in ARGUMENTS and suite.draw_for(check, parameter) is None:
            if parameter in check.draws:
                yield "compares on cases that have no name.", "Give them a line of their own: far = scaled(batch, X=1)."
                continue
            known = ", ".join([*ARGUMENTS, *suite.draws])
            yield f"asks for {parameter!r}, which nothing is called.", f"Arguments are bound by name: {known}."
    if any(not isinstance(needed, Check) for needed in check.needs or ()):
        yield "needs what is no check.", "Name checks without quotation marks: needs=[values]."
        return
    order = list(suite.checks.values())
    if any(needed not in order or order.index(needed) >= order.index(check) for needed in check.needs or ()):
        yield "needs a check that does not stand before it.", "Move it down, or take the other out of needs=[…]."
        return
    if "inputs" in check.draws:
        yield from _of_comparison(suite, name, check)


def _of_comparison(suite: Suite, name: str, check: Check) -> Iterator[tuple[str, str]]:
    names = ", ".join(suite.solution.names)
    if check.of == "" and not suite.exercise.function:
        yield "does not say what it is of.", f'The solution defines {names}: say of="…".'
    elif isinstance(check.of, str) and check.of and check.of not in suite.solution.names:
        yield f"is of {check.of!r}, which the solution does not define.", f"It defines {names}."
    if not callable(check.of):
        yield from _of_parts(suite, check)
    canonical, worth = check.sameness.canonical, check.sameness.worth
    if canonical is not None and not callable(canonical) and not isinstance(canonical, Mapping):
        yield (
            "has a canonical= that can't be called.",
            'canonical=form, or canonical={"V": form} for some of the results.',
        )
    if worth is not None and not callable(worth):
        yield "has a worth= that can't be called.", "worth=function, of the result that only=[…] leaves and the case."
    if check.sameness.scale is not None and not callable(check.sameness.scale):
        yield "has a scale= that can't be called.", "scale=lambda case: …, a number for each case."
    if check.sameness.by not in get_args(By):
        yield f"has by={check.sameness.by!r}.", f"by= is one of {', '.join(get_args(By))}."
    if check.kind == "hygiene" and not suite.needs[name]:
        yield "stands on cases that nothing compares with the reference.", "Say what it needs: needs=[…]."


def _of_parts(suite: Suite, check: Check) -> Iterator[tuple[str, str]]:
    """Yield names of results that the exercise does not return."""
    returns = suite.exercise.returns
    canonical = check.sameness.canonical
    forms = tuple(canonical) if isinstance(canonical, Mapping) else ()
    for argument, said, known in (
        ("only", check.only, returns),
        ("canonical", forms, selected(check.only, returns)),
    ):
        if unknown := [name for name in said if name not in known]:
            told = f"It is about {', '.join(known)}." if known else "EXERCISE has to name what comes back: returns=(…)."
            yield f"speaks of {unknown[0]!r} in {argument}=, which is none of the results.", told

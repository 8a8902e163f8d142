"""What a suite must be before anybody is judged by it: each rule that it breaks, with the line and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from mdl_grade.course.course import objection_to
from mdl_grade.suite.check import KINDS, Check

if TYPE_CHECKING:
    from mdl_grade.suite.suite import Suite

Broken: TypeAlias = tuple[int, str, str]
"""A line of the suite (0: none), the rule, the remedy."""

ARGUMENTS = ("student", "reference", "rng")


def broken_rules(suite: Suite) -> Iterator[Broken]:
    """Yield the rules that a suite breaks."""
    if objection := objection_to(suite.id):
        yield 0, objection, "Rename it, and its solution."
    if suite.exercise.tier not in (1, 2, 3):
        yield 0, f"tier={suite.exercise.tier!r} in EXERCISE.", "A tier is 1 (core), 2 (whole chapter) or 3 (optional)."
    if not suite.checks:
        yield 0, "there are no checks.", "Declare one: values = agrees(…)."
    for name, check in suite.checks.items():
        for rule, remedy in _of_check(suite, name, check):
            yield check.line, f"the check {name} {rule}", remedy
    if suite.checks and suite.points <= 0:
        yield 0, "the checks give no points.", "Give at least one of them points=1."


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
            known = ", ".join([*ARGUMENTS, *suite.draws])
            yield f"asks for {parameter!r}, which nothing is called.", f"Arguments are bound by name: {known}."
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
    if check.kind == "hygiene" and not suite.needs[name]:
        yield "stands on cases that nothing compares with the reference.", "Say what it needs: needs=[…]."

"""The example in the prompt is the first check: what the docstrings show must hold for the learner's own code.

An example is public, so it crosses the wall as it stands: as the text of a function of the exercise's names, which
returns what it shows.
"""

from __future__ import annotations

import ast
import doctest
import linecache
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from types import FunctionType
from typing import Any, cast

import msgspec
import numpy as np
from msgspec import Struct

from mdl_grade.checks import CheckFailed, assert_close
from mdl_grade.course.solution import Solution
from mdl_grade.suite.check import Check
from mdl_grade.suite.recorder import Recording, apply, record
from mdl_grade.suite.runner import Respondent, runner

NAME = "example"
LONG = 40
"""Characters of an expression that a sentence repeats."""
SAYS = "What the example in the prompt shows holds for your code."


class Example(Struct, frozen=True):
    """The example of one docstring: whose it is, its text, and the program that it is."""

    function: str
    text: str
    program: Recording


def example_check(examples: Sequence[Example]) -> Check | None:
    """Return the check of a solution's examples, without points of its own; None if there is no example."""

    def example(student: Respondent, reference: Respondent) -> None:
        for one in examples:
            where = f"the example of {one.function}"
            got, want = (runner(answer).perform(one.program) for answer in (student, reference))
            try:
                assert_close(got, want, where=where)
            except CheckFailed as failed:
                evidence = msgspec.structs.replace(failed.evidence, call=one.text)
                if what := getattr(evidence, "what", ""):
                    evidence = msgspec.structs.replace(evidence, what=_in_words_of(one.text, what))
                raise CheckFailed(evidence, where) from None

    return Check(example, SAYS, 0, "value", (), line=0) if examples else None


def examples_of(solution: Solution) -> Iterator[Example]:
    """Yield the examples of a solution, one for each docstring that has any."""
    for node in ast.walk(solution.tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            shown = doctest.DocTestParser().get_examples(ast.get_docstring(node) or "")
            text = "".join(example.source for example in shown if not example.exc_msg)
            if text:
                name = getattr(node, "name", "the prompt")
                yield Example(name, text, _program(text, f"<{solution.path}, {name}>", solution.names))


def calls_shown(solution: Solution, namespace: Mapping[str, Any]) -> Iterator[Recording]:
    """Yield the calls of functions in the examples, each as a program of its own, as far as one can be made of it."""
    made: list[Recording] = []

    def noting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            with suppress(TypeError):  # an argument that can't be sent
                made.append(record(lambda m: getattr(m, name)(*args, **kwargs)))
            return function(*args, **kwargs)

        return call

    functions = [
        noting(name, namespace[name]) if isinstance(namespace[name], FunctionType) else namespace[name]
        for name in solution.names
    ]
    for one in examples_of(solution):
        filename = f"<{solution.path}, {one.function}, noted>"
        with suppress(Exception), np.errstate(all="ignore"):  # an example may end in what it shows
            _function(one.text, filename, solution.names)(*functions)
    yield from made


def _program(text: str, filename: str, names: tuple[str, ...]) -> Recording:
    function = _function(text, filename, names)
    return record(lambda m: apply(function, *(getattr(m, name) for name in names)))


def _function(text: str, filename: str, names: tuple[str, ...]) -> Callable[..., Any]:
    source = _as_function(text, names)
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    namespace: dict[str, Any] = {"np": np}
    exec(compile(source, filename, "exec"), namespace)  # noqa: S102 (an example of the course's own)
    function: Callable[..., Any] = namespace[NAME]
    return function


def _as_function(text: str, names: tuple[str, ...]) -> str:
    """Return the text of a function that does what an example does, and returns what it shows, arrays as lists."""
    statements = [_noted(statement) for statement in ast.parse(text).body]
    plain = "return [value.tolist() if isinstance(value, np.ndarray) else value for value in shown]"
    body = ["shown = []", *map(ast.unparse, statements), plain]
    return "\n    ".join([f"def {NAME}({', '.join(names)}):", *"\n".join(body).splitlines()]) + "\n"


def _in_words_of(text: str, what: str) -> str:
    """Name a place in what an example shows by the expression that shows it: "result[1][0]" is `losses[0] > 1.5`."""
    found = re.fullmatch(r"result\[(\d+)\](.*)", what)
    if found is None:
        return what
    place, rest = int(found[1]), found[2]
    everything = [one for statement in ast.parse(text).body for one in _shown(statement)]
    shown = everything[place]
    several = [_spelled(one) for one in everything].count(_spelled(shown)) > 1
    inner = re.match(r"\[(\d+)\]", rest)
    if isinstance(shown, ast.Tuple) and inner is not None and int(inner[1]) < len(shown.elts):
        shown, rest = shown.elts[int(inner[1])], rest[inner.end() :]
    spelled = _spelled(shown)
    bare = isinstance(shown, ast.Name | ast.Call | ast.Attribute | ast.Subscript)
    told = f"{spelled}{rest}" if bare or not rest else f"({spelled}){rest}"
    return f"{told} in line {shown.lineno} of the example" if several else told


def _spelled(shown: ast.expr) -> str:
    """Write an expression; if that is long, the innermost calls go without what they are given, and then the next."""
    while len(text := ast.unparse(shown).removesuffix(".tolist()")) > LONG:
        shorter = _Shorter()
        shown = shorter.visit(shown)
        if not shorter.left_out:
            break
    return text


class _Shorter(ast.NodeTransformer):
    """Leaves out what the innermost calls are given."""

    left_out = False

    def visit_Call(self, node: ast.Call) -> ast.Call:
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        if any(isinstance(inner, ast.Call) and not _is_short(inner) for one in given for inner in ast.walk(one)):
            return cast(ast.Call, self.generic_visit(node))
        self.left_out |= not _is_short(node)
        return ast.Call(self.visit(node.func), [LEFT_OUT] if given else [], [])


LEFT_OUT = ast.Name("…", ast.Load())


def _is_short(call: ast.Call) -> bool:
    return not call.keywords and call.args in ([], [LEFT_OUT])


def _shown(statement: ast.stmt) -> Sequence[ast.expr]:
    """Return the expressions whose values a statement shows."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=values)):
            return values
        case ast.Expr(value=value):
            return [value]
    return []


def _noted(statement: ast.stmt) -> ast.stmt:
    """Return a statement that notes what this one would show: the value of an expression, or what it prints."""
    if not (values := _shown(statement)):
        return statement
    shown = ast.List(list(values), ast.Load())
    return ast.Expr(ast.Call(ast.Attribute(ast.Name("shown", ast.Load()), "extend", ast.Load()), [shown], []))

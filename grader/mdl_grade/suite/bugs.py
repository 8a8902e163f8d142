"""Known bugs and other right answers: each is the reference's text with something changed."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from msgspec import Struct

from mdl_grade.errors import CourseError

T = TypeVar("T")


class Change(Struct, frozen=True):
    """A way to turn the reference into another answer: replacements in its text, or a new definition.

    Parameters
    ----------
    label : str
        For a bug, a clause that tells what is wrong: "db is averaged over the batch". For a variant, its name.
    hint : str
        What sets the learner right, one sentence.
    edits : tuple of (old, new)
        Each `old` occurs exactly once.
    definition : str
        Source of a function or class that takes the place of `replaces`.
    appended : str
        Source that follows the reference's.
    times_out : bool
        Whether it never ends, or takes far too long. The deadline ends it, and it is never run in this process.
    """

    label: str
    hint: str = ""
    edits: tuple[tuple[str, str], ...] = ()
    definition: str = ""
    replaces: str = ""
    appended: str = ""
    times_out: bool = False

    def source(self, reference: str) -> str:
        """Return the changed text.

        Raises
        ------
        CourseError
            If an edit does not occur exactly once, or there is nothing to replace.
        """
        text = reference
        for old, new in self.edits:
            if text.count(old) != 1:
                raise _not_once(self.label, old, text)
            text = text.replace(old, new)
        text = _replaced(text, self) if self.definition else text
        return text + self.appended


def _not_once(label: str, old: str, text: str) -> CourseError:
    lines = [text[: found.start()].count("\n") + 1 for found in re.finditer(re.escape(old), text)]
    if not lines:
        return CourseError(f"{label!r}: the solution has no {old!r}.", "Copy it from there, blanks and all.")
    return CourseError(
        f"{label!r}: {old!r} stands {len(lines)} times in the solution, in lines {', '.join(map(str, lines))}.",
        "Take more of what stands around it: once in the file, docstrings included.",
    )


def patch(label: str, edits: Mapping[str, str], *, hint: str = "", times_out: bool = False) -> Change:
    """Declare a known bug, or in `VARIANTS` another right answer, as replacements in the reference's text.

    Parameters
    ----------
    label : str
        What is wrong, as the learner would see it: a clause.
    edits : mapping of str to str
        What stands in the reference's text, once, and what takes its place.
    hint : str
        What may be said to whoever made it.
    times_out : bool
        Whether it never ends.

    Returns
    -------
    change : Change
    """
    return Change(label, hint, tuple(edits.items()), times_out=times_out)


def bug(label: str, *, hint: str = "", of: str = "", times_out: bool = False) -> Callable[[T], T]:
    """Declare a whole function or class as a known bug. It travels as source, so it stands alone.

    Parameters
    ----------
    label : str
        What is wrong, as the learner would see it: a clause.
    hint : str
        What may be said to whoever made it.
    of : str
        What it takes the place of, if the exercise asks for more than one thing.
    times_out : bool
        Whether it never ends.

    Returns
    -------
    declare : callable
        Decorates the function or class, and returns it.

    Raises
    ------
    CourseError
        If it is neither a function nor a class.
    """
    return _marked("bug", label, hint, of, times_out)


def variant(definition: T | None = None, *, of: str = "") -> Any:
    """Declare a whole function or class as another right answer: `@variant` or `@variant(of="name")`.

    Parameters
    ----------
    definition : function or class
        What is decorated; its name is its label.
    of : str
        What it takes the place of, if the exercise asks for more than one thing.

    Returns
    -------
    definition : function or class
        The same; with `of` alone, what decorates it.

    Raises
    ------
    CourseError
        If it is neither a function nor a class.
    """
    if definition is None:
        return _marked("variant", "", "", of)
    return _marked("variant", "", "", of)(definition)


def _marked(kind: str, label: str, hint: str, of: str, times_out: bool = False) -> Callable[[T], T]:
    def mark(definition: T) -> T:
        name = getattr(definition, "__name__", "")
        change = Change(label or name, hint, (), _definition(definition), of, times_out=times_out)
        setattr(definition, f"__mdl_{kind}__", change)
        return definition

    return mark


def _definition(definition: Any) -> str:
    """Return the source without its decorators."""
    if not (inspect.isfunction(definition) or inspect.isclass(definition)):
        raise CourseError(
            "@bug and @variant stand above a function or a class.",
            "Patches are listed: BUGS = [patch(…)], VARIANTS = […].",
        )
    text = textwrap.dedent(inspect.getsource(definition))
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef | ast.ClassDef)
    return "".join(text.splitlines(keepends=True)[node.lineno - 1 :])


def _replaced(reference: str, change: Change) -> str:
    tree = ast.parse(reference)
    kinds = (ast.FunctionDef, ast.ClassDef)
    public = [n.name for n in tree.body if isinstance(n, kinds) and not n.name.startswith("_")]
    target = change.replaces or (public[0] if len(public) == 1 else "")
    if target not in public:
        raise CourseError(
            f"{change.label!r} does not say which of {', '.join(public)} it takes the place of.", "Use of=…"
        )
    node = next(n for n in tree.body if isinstance(n, kinds) and n.name == target)
    own = ast.parse(change.definition).body[0]
    assert isinstance(own, kinds)
    lines = reference.splitlines(keepends=True)
    renamed = "" if own.name == target else f"\n\n{target} = {own.name}\n"
    before, after = "".join(lines[: node.lineno - 1]), "".join(lines[node.end_lineno :])
    return f"{before}{change.definition}{renamed}{after}"


# --- generated: what every exercise's checks must see ---------------------------------------------------------------
_AROUND = """

_right = {name}


def {name}({parameters}):
    result = _right({arguments})
    {then}
"""


IN_PLACE = "is changed in place"
"""How a label ends that says of an argument that it changes, and not how."""


def generated_bugs(
    name: str, parameters: Sequence[str], inputs: Mapping[str, Any], returns: Sequence[str], result: Any
) -> Iterator[Change]:
    """Yield known bugs that any function can have: written around the reference, whatever it computes.

    An argument changed in place, for the hygiene; the last result missing, or with an axis too many, for the shapes.

    Parameters
    ----------
    parameters : sequence of str
        Those of the function, with defaults: ``("Z", "axis=-1")``.
    inputs : mapping
        Arguments of a call.
    result : object
        What the reference returns for them.
    """

    def around(label: str, hint: str, then: str) -> Change:
        names = [parameter.partition("=")[0] for parameter in parameters]
        text = _AROUND.format(name=name, parameters=", ".join(parameters), arguments=", ".join(names), then=then)
        return Change(label, hint, appended=text)

    changed = next((argument for argument, value in inputs.items() if _is_floats(value)), "")
    if changed:
        yield around(
            f"{changed} {IN_PLACE}",
            f"Whoever called still needs {changed}: work on a copy, or make a new array.",
            f"{changed} *= 0.5 if {changed}.dtype.kind == 'f' else 1; return result",
        )
    last, get, put = returns[0] if len(returns) == 1 else f"what {name} returns", "result", "{}"
    if isinstance(result, tuple) and len(result) == len(returns) > 1:
        last, get, put = returns[-1], "result[-1]", "(*result[:-1], {})"
        yield around(f"{last} is not returned", f"Hand back all of {', '.join(returns)}.", "return result[:-1]")
        result = result[-1]
    if _is_floats(result):
        axes = "axis" if result.ndim == 1 else "axes"
        yield around(
            f"{last} has an axis too many",
            f"The shape is part of the answer: {result.ndim} {axes} here.",
            f"return {put.format(get + '[None]')}",
        )


def _is_floats(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 0 and value.dtype.kind == "f"
